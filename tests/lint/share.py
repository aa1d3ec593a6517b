# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop and a software catalogue read of Ebb is valid: menu entry, catalogue page,
settings, icons, pictures.

The sources carry @APPLICATION_ID@ and @NAME_SUFFIX@, which the build fills in; they are judged as
the released version has them.
"""
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tree import Complaint, Skip, Tree, name

RULES = {
    "desktop": "the menu entry is valid (desktop-file-validate)",
    "metainfo": "the catalogue page is valid (appstreamcli validate --no-net)",
    "summary": "the catalogue's summary has 10 to 35 characters and no full stop",
    "honest": "the catalogue page says that Ebb is not a medical device",
    "release": "the newest release of the catalogue page is the version of meson.build",
    "picture": "a picture that the catalogue page or a document shows is in the tree",
    "settings": "the settings schema compiles (glib-compile-schemas --strict)",
    "defaults": "a setting has the same default in the schema and in ui/ebb-settings.c, which stands "
                "in where no schema is installed",
    "icon": "an icon is well-formed SVG, square, and draws nothing from elsewhere; a symbolic one "
            "is 16 by 16 and of one colour, without strokes",
    "name": "every file of app/share is named after the one application id",
}

ID = "io.github.ebbclinic.Ebb"
SHARE = "app/share/"
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
SHOWN = re.compile(r"!\[[^\]]*\]\((?!https?:)([^)\s]+)\)")
PICTURES = SHARE + "screenshots/"
STAND_IN = "ui/ebb-settings"
KEY = re.compile(r'#define\s+(EBB_SETTING_\w+)\s+"([^"]+)"')
STAND_IN_DEFAULT = re.compile(r'\{\s*(EBB_SETTING_\w+),\s*"((?:[^"\\]|\\.)*)"\s*\}')


def run(tool: str, *arguments: str) -> tuple[int, str]:
    program = shutil.which(tool)
    if program is None:
        raise Skip(f"{tool} is not installed; `./dev test` installs it")
    answer = subprocess.run([program, *arguments], check=False, capture_output=True, text=True)
    return answer.returncode, (answer.stdout + answer.stderr).strip()


def validate(tree: Tree, path: str, tool: str, *arguments: str) -> str | None:
    """What a validator says of the file as the release has it, or None."""
    text = tree.text(path).replace("@APPLICATION_ID@", ID).replace("@NAME_SUFFIX@", "")
    with tempfile.TemporaryDirectory() as folder:
        filled = Path(folder) / name(path).removesuffix(".in")
        filled.write_text(text, encoding="utf-8")
        status, output = run(tool, *arguments, str(filled))
        return output.replace(f"{folder}/", "") if status else None


def check_desktop(tree: Tree) -> Iterator[Complaint]:
    for path in tree.files(".desktop.in"):
        if output := validate(tree, path, "desktop-file-validate"):
            yield Complaint("desktop", path, 1, output)


def check_metainfo(tree: Tree) -> Iterator[Complaint]:
    for path in tree.files(".metainfo.xml.in"):
        if output := validate(tree, path, "appstreamcli", "validate", "--no-net"):
            yield Complaint("metainfo", path, 1, output)
            continue
        page = ElementTree.fromstring(tree.text(path))
        summary = page.findtext("summary", "")
        if not 10 <= len(summary) <= 35 or summary.endswith("."):
            yield Complaint("summary", path, 1, f'"{summary}"')
        if "not a medical device" not in " ".join("".join(page.itertext()).split()):
            yield Complaint("honest", path, 1, RULES["honest"])
        yield from check_release(tree, path, page)
        for image in page.iter("image"):
            picture = PICTURES + name(image.text or "")
            if not tree.exists(picture):
                yield Complaint("picture", path, 1, f"{picture} is missing")


def check_release(tree: Tree, path: str, page: ElementTree.Element) -> Iterator[Complaint]:
    newest = page.find("releases/release")
    told = newest.get("version") if newest is not None else None
    built = re.search(r"\bversion: '([^']+)'", tree.text("meson.build"))
    if built is None or told != built[1]:
        yield Complaint("release", path, 1, f"{told} here, {built and built[1]} in meson.build")


def check_pictures(tree: Tree) -> Iterator[Complaint]:
    for path in tree.files(".md"):
        for number, line in enumerate(tree.lines(path), 1):
            for match in SHOWN.finditer(line):
                place = Path(path).parent / match[1]
                if not tree.exists(place.as_posix()):
                    yield Complaint("picture", path, number, f"{place} is missing")


def check_settings(tree: Tree) -> Iterator[Complaint]:
    for path in tree.files(".gschema.xml"):
        status, output = run("glib-compile-schemas", "--strict", "--dry-run",
                             str((tree.root / path).parent))
        if status:
            yield Complaint("settings", path, 1, output)


def check_defaults(tree: Tree) -> Iterator[Complaint]:
    for path in tree.files(".gschema.xml"):
        if not (tree.exists(STAND_IN + ".h") and tree.exists(STAND_IN + ".c")):
            continue
        schema = {key.get("name"): key.findtext("default", "").strip()
                  for key in ElementTree.fromstring(tree.text(path)).iter("key")}
        names = dict(KEY.findall(tree.text(STAND_IN + ".h")))
        stand_in = {names.get(word): value.removeprefix("@as ")
                    for word, value in STAND_IN_DEFAULT.findall(tree.text(STAND_IN + ".c"))}
        for key in sorted(schema.keys() | {name for name in stand_in if name}):
            if schema.get(key) != stand_in.get(key):
                yield Complaint("defaults", STAND_IN + ".c", 1,
                                f"{key}: {stand_in.get(key)} here, {schema.get(key)} in {path}")


def judge_icon(text: str, symbolic: bool) -> str | None:
    try:
        picture = ElementTree.fromstring(text)
    except ElementTree.ParseError as problem:
        return str(problem)
    width, height = picture.get("width"), picture.get("height")
    if picture.tag != SVG + "svg" or picture.get("viewBox") != f"0 0 {width} {height}":
        return "width, height and viewBox must agree"
    if width != height or width != ("16" if symbolic else "128"):
        return f"is {width} by {height}"
    for part in picture.iter():
        if part.tag in (SVG + "image", SVG + "text", SVG + "style") or part.get(XLINK):
            return f"{part.tag.removeprefix(SVG)} is not drawn everywhere alike"
    fills = {part.get("fill") for part in picture.iter()} - {None}
    if symbolic and (len(fills) > 1 or any(part.get("stroke") for part in picture.iter())):
        return "a symbolic icon is recoloured by its fills: one colour, no strokes"
    return None


def check_icons(tree: Tree) -> Iterator[Complaint]:
    for path in tree.files(".svg", under=(SHARE,)):
        if problem := judge_icon(tree.text(path), path.endswith("-symbolic.svg")):
            yield Complaint("icon", path, 1, problem)


def check_names(tree: Tree) -> Iterator[Complaint]:
    for path in tree.files(".in", ".gschema.xml", ".svg", under=(SHARE,)):
        if not name(path).startswith((f"{ID}.", f"{ID}-symbolic.")):
            yield Complaint("name", path, 1, f"should begin with {ID}")


def check(tree: Tree) -> Iterator[Complaint]:
    for part in (check_desktop, check_metainfo, check_pictures, check_settings,
                 check_defaults, check_icons, check_names):
        yield from part(tree)
