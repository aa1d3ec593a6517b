# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Flatpak manifests with known keys, pinned sources and no more permissions than are explained.

flatpak-builder only warns of a misspelt key and then builds something else, so that the keys stand
here too (those of flatpak-manifest(5) that a program like this one needs).
"""
import json
import re
from collections.abc import Iterator

from tree import Complaint, Tree, line_of, name

RULES = {
    "json": "a manifest is valid JSON",
    "key": "each key of a manifest is one that flatpak-builder knows",
    "identity": "a manifest is named after its id, runs ebb, and tells the build a name of its own",
    "permission": "the sandbox opens what flatpak/README.md explains, and nothing else",
    "source": "a source is pinned: an archive by https and sha256, git by tag and commit, or a "
              "folder of this tree",
    "twin": "the development manifest differs in its name and the build's options only",
}

FOLDER = "flatpak/"
ID = "io.github.ebbclinic.Ebb"
DEVEL = ID + ".Devel"
PERMISSIONS = {"--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--socket=pulseaudio",
               "--device=all"}

KEYS = {
    "manifest": {"id", "branch", "runtime", "runtime-version", "sdk", "sdk-extensions", "command",
                 "tags", "finish-args", "cleanup", "cleanup-commands", "build-options", "modules",
                 "separate-locales", "desktop-file-name-prefix", "desktop-file-name-suffix",
                 "rename-icon", "rename-desktop-file", "rename-appdata-file", "copy-icon",
                 "inherit-extensions", "add-extensions"},
    "module": {"name", "buildsystem", "builddir", "subdir", "config-opts", "make-args",
               "make-install-args", "build-options", "build-commands", "post-install", "sources",
               "cleanup", "run-tests", "test-rule", "test-commands", "no-autogen", "rm-configure",
               "modules", "disabled", "only-arches", "skip-arches", "license-files"},
    "build-options": {"cflags", "cppflags", "cxxflags", "ldflags", "prefix", "libdir", "env",
                      "build-args", "test-args", "config-opts", "make-args", "strip",
                      "no-debuginfo", "append-path", "prepend-path", "append-pkg-config-path",
                      "arch"},
    "archive": {"type", "path", "url", "mirror-urls", "sha256", "sha512", "strip-components",
                "dest", "dest-filename", "archive-type", "x-checker-data", "only-arches"},
    "git": {"type", "url", "path", "branch", "tag", "commit", "dest", "disable-submodules",
            "disable-shallow-clone", "x-checker-data"},
    "dir": {"type", "path", "dest", "skip"},
    "file": {"type", "path", "url", "sha256", "sha512", "dest", "dest-filename"},
    "patch": {"type", "path", "paths", "strip-components", "use-git", "use-git-am", "options"},
    "shell": {"type", "commands"},
}


def parts(manifest: dict) -> Iterator[tuple[str, dict]]:
    """Every object of the manifest with its kind."""
    yield "manifest", manifest
    pending = [manifest, *manifest.get("modules", [])]
    while pending:
        place = pending.pop()
        if "build-options" in place:
            yield "build-options", place["build-options"]
        if place is manifest:
            continue
        yield "module", place
        pending += place.get("modules", [])
        for source in place.get("sources", []):
            yield source.get("type", "source without type"), source


def judge_source(kind: str, source: dict) -> str | None:
    if kind == "archive":
        pinned = (source.get("url", "").startswith("https://")
                  and re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")))
        return None if pinned else "an archive needs an https url and a sha256"
    if kind == "git":
        pinned = "tag" in source and re.fullmatch(r"[0-9a-f]{40}", source.get("commit", ""))
        return None if pinned else "git needs a tag and the commit it means"
    if kind == "dir":
        return None if source.get("path") == ".." else "a folder other than this tree"
    return f"{kind} is not pinned by itself" if "url" in source else None


def judge_identity(path: str, manifest: dict) -> str | None:
    own_id = manifest.get("id")
    if name(path) != f"{own_id}.json" or own_id not in (ID, DEVEL):
        return f"its id is {own_id}"
    if manifest.get("command") != "ebb":
        return f"it runs {manifest.get('command')}"
    options = [option for module in manifest.get("modules", [])
               for option in module.get("config-opts", []) if "application_id" in option]
    if options != ([f"-Dapplication_id={own_id}"] if own_id == DEVEL else []):
        return f"the build is told {options or 'no name'}"
    return None


def neutral(manifest: dict) -> str:
    """A manifest without what may differ between the two."""
    kept = {key: value for key, value in manifest.items() if key not in ("id", "tags")}
    text = json.dumps(kept, sort_keys=True)
    return re.sub(r'"-Dapplication_id=[^"]*",? ?', "", text)


def check_manifest(path: str, text: str, manifest: dict) -> Iterator[Complaint]:
    for kind, part in parts(manifest):
        if kind not in KEYS:
            yield Complaint("key", path, 1, f"{kind} is unknown")
            continue
        for key in part.keys() - KEYS[kind]:
            line = line_of(text, max(0, text.find(f'"{key}"')))
            yield Complaint("key", path, line, f"{kind} has no {key}")
        if "type" in part and (problem := judge_source(kind, part)):
            yield Complaint("source", path, 1, problem)
    for permission in sorted(set(manifest.get("finish-args", [])) ^ PERMISSIONS):
        verb = "opens" if permission in manifest.get("finish-args", []) else "lacks"
        yield Complaint("permission", path, 1, f"{verb} {permission}")
    if problem := judge_identity(path, manifest):
        yield Complaint("identity", path, 1, problem)


def check(tree: Tree) -> Iterator[Complaint]:
    manifests: dict[str, dict] = {}
    for path in tree.files(".json", under=(FOLDER,)):
        try:
            manifest = json.loads(tree.text(path))
        except json.JSONDecodeError as problem:
            yield Complaint("json", path, problem.lineno, problem.msg)
            continue
        manifests[manifest.get("id", "")] = manifest
        yield from check_manifest(path, tree.text(path), manifest)
    if {ID, DEVEL} <= manifests.keys() and neutral(manifests[ID]) != neutral(manifests[DEVEL]):
        yield Complaint("twin", f"{FOLDER}{DEVEL}.json", 1, RULES["twin"])
