# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Translations that are whole: a text that is missing, doubtful or breaks a placeholder never
reaches a therapist.  Judged by GNU gettext's own tools, against the texts of today."""
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tree import Complaint, Skip, Tree

RULES = {
    "language": "po/LINGUAS and the files po/*.po name the same languages",
    "format": "a translation has the placeholders, line ends and head of the original "
              "(msgfmt --check)",
    "whole": "no text is untranslated or fuzzy (msgfmt --statistics)",
    "stale": "a text of the program stands in the translation: `meson compile -C build "
             "ebb-update-po` brings it in (msgcmp)",
}

# As meson's preset "glib" calls xgettext.
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3",
            "g_dpgettext2:2c,3", "ngettext:1,2")
COUNT = re.compile(r"(\d+) (fuzzy|untranslated)")
PLACE = re.compile(r"^(?P<path>[^\s:]+):(?P<line>\d+): (?P<text>.*)$", re.MULTILINE)


def run(tool: str, *arguments: str, folder: Path) -> tuple[int, str]:
    program = shutil.which(tool)
    if program is None:
        raise Skip("GNU gettext is not installed; `./dev build` installs it")
    answer = subprocess.run([program, *arguments], cwd=folder, check=False, capture_output=True,
                            text=True, env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""})
    return answer.returncode, answer.stdout + answer.stderr


def listed(tree: Tree, path: str) -> list[str]:
    if not tree.exists(path):
        return []
    return [line.strip() for line in tree.lines(path)
            if line.strip() and not line.startswith("#")]


def first_place(output: str, path: str) -> tuple[int, str]:
    """The first line a tool complained about, and its words."""
    match = PLACE.search(output)
    return (int(match["line"]), match["text"]) if match else (1, output.strip()[:200])


def make_template(tree: Tree, folder: Path) -> Path | None:
    """Today's texts, as meson's ebb-pot would collect them."""
    sources = listed(tree, "po/POTFILES")
    template = folder / "ebb.pot"
    keywords = [f"--keyword={word}" for word in KEYWORDS]
    status, output = run("xgettext", "--from-code=UTF-8", *keywords, f"--output={template}",
                         *sources, folder=tree.root)
    if status:
        raise ValueError(output.strip()[:300])
    return template if template.exists() else None


def check_file(tree: Tree, path: str, template: Path | None) -> Iterator[Complaint]:
    status, output = run("msgfmt", "--check", "--output-file=/dev/null", path, folder=tree.root)
    if status:
        yield Complaint("format", path, *first_place(output, path))
        return
    _, output = run("msgfmt", "--statistics", "--output-file=/dev/null", path, folder=tree.root)
    for number, kind in COUNT.findall(output):
        yield Complaint("whole", path, 1, f"{number} {kind}")
    if template is not None and not COUNT.search(output):
        status, output = run("msgcmp", path, str(template), folder=tree.root)
        if status:
            yield Complaint("stale", path, 1, output.strip()[:300])


def check(tree: Tree) -> Iterator[Complaint]:
    languages = listed(tree, "po/LINGUAS")
    files = [path.removeprefix("po/").removesuffix(".po")
             for path in tree.files(".po", under=("po/",))]
    for language in set(languages) ^ set(files):
        where = "po/LINGUAS" if language in files else "po/"
        yield Complaint("language", where, 1, f"{language} is missing")
    if not files:
        return
    with tempfile.TemporaryDirectory() as folder:
        template = make_template(tree, Path(folder))
        for language in files:
            yield from check_file(tree, f"po/{language}.po", template)
