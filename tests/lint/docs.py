# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents that are true: a README for each room, links that lead somewhere, and a SAFETY.md
whose every row has a control that stands and a test that runs.

A table of SAFETY.md has the columns Hazard, Control and Test.  Hazard begins with its id (H1,
H2, ...); Control names files in backquotes; Test names tests by their path in backquotes,
`/lease/vents`, or scripts by their file.
"""
import re
from pathlib import PurePosixPath

from tree import Complaint, Tree, folder

RULES = {
    "readme": "each room has a README.md of at most 150 lines",
    "link": "a link in a document leads to a file",
    "safety-row": "a row of SAFETY.md has an id, a control and a test",
    "safety-control": "a control named in SAFETY.md is a file",
    "safety-test": "a test named in SAFETY.md exists",
    "safety-hazard": "a hazard named in the code, or a control proved by tests/negative, has a row "
                     "in SAFETY.md",
}

README_LINES = 150
TOP_ROOMS = ("app", "data", "device", "ui", "tests", "po")
LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HAZARD = re.compile(r"\bH\d{1,2}\b")
MENTION = re.compile(r"\b[Hh]azards?:? +(H\d{1,2})\b")
QUOTED = re.compile(r"`([^`]+)`")


def rooms(tree: Tree) -> set[str]:
    """The folders that owe a README: the big ones, and each of device/ that has C sources."""
    found = {top for top in TOP_ROOMS if any(path.startswith(top + "/") for path in tree.paths)}
    found |= {folder(path) for path in tree.files(".c", under=("device/",))}
    return found


def check_readmes(tree: Tree):
    for room in sorted(rooms(tree)):
        path = f"{room}/README.md"
        if not tree.exists(path):
            yield Complaint("readme", path, 1, f"{room}/ has no README.md")
        elif len(tree.lines(path)) > README_LINES:
            yield Complaint("readme", path, README_LINES, "longer than 150 lines")


def check_links(tree: Tree):
    for path in tree.files(".md"):
        text = FENCE.sub(lambda match: "\n" * match[0].count("\n"), tree.text(path))
        for number, line in enumerate(text.splitlines(), 1):
            for match in LINK.finditer(line):
                target = PurePosixPath(folder(path)) / match[1]
                if not tree.exists(target.as_posix()):
                    yield Complaint("link", path, number, f"{match[1]} leads nowhere")


def safety_rows(tree: Tree):
    """(line, hazard cell, control cell, test cell) of each table row."""
    columns: dict[str, int] = {}
    for number, line in enumerate(tree.lines("SAFETY.md"), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            columns = {}
        elif not columns:
            columns = {cell.lower(): place for place, cell in enumerate(cells)}
        elif not set(line) <= set("|-: ") and {"hazard", "control", "test"} <= columns.keys():
            cells += [""] * (len(columns) - len(cells))
            yield (number, *(cells[columns[key]] for key in ("hazard", "control", "test")))


def test_names(tree: Tree) -> tuple[set[str], list[re.Pattern]]:
    """The names of the tests as they stand in the sources: whole, and with a % as patterns."""
    whole, patterns = set(), []
    for path in tree.files(".c", ".py", ".sh", ".build", under=("tests/", "device/", "data/")):
        text = tree.text(path)
        for literal in re.findall(r"""["'](/[\w/%.-]+)["']""", text):
            whole.add(literal)
            if "%" in literal:
                parts = re.split(r"%[-0-9.]*(?:s|d|u|i|zu)", literal)
                patterns.append(re.compile("[^/]+".join(map(re.escape, parts))))
    return whole, patterns


def check_safety(tree: Tree):
    hazards: set[str] = set()
    tested: set[str] = set()
    whole, patterns = test_names(tree)
    for line, hazard, control, test in safety_rows(tree):
        ids = HAZARD.findall(hazard)
        controls, tests = QUOTED.findall(control), QUOTED.findall(test)
        hazards.update(ids)
        tested.update(tests)
        if not (ids and controls and tests):
            yield Complaint("safety-row", "SAFETY.md", line, "needs an id, a control and a test")
        for path in controls:
            if not tree.exists(path):
                yield Complaint("safety-control", "SAFETY.md", line, f"{path} does not exist")
        for name in tests:
            known = (tree.exists(name) if not name.startswith("/") else
                     name in whole or any(pattern.fullmatch(name) for pattern in patterns))
            if not known:
                yield Complaint("safety-test", "SAFETY.md", line, f"no test is named {name}")
    yield from check_orphans(tree, hazards, tested)


def check_orphans(tree: Tree, hazards: set[str], tested: set[str]):
    for path in tree.c_files(under=("app/", "data/", "device/", "ui/", "tests/")):
        for number, line in enumerate(tree.lines(path), 1):
            for match in MENTION.finditer(line):
                if match[1] not in hazards:
                    yield Complaint("safety-hazard", path, number, f"{match[1]} has no row")
    for path in tree.files("meson.build", under=("tests/negative/",)):
        for number, line in enumerate(tree.lines(path), 1):
            for name in re.findall(r"'(/[\w/-]+)'", line):
                if name not in tested:
                    yield Complaint("safety-hazard", path, number, f"{name} stands in no row")


def check(tree: Tree):
    yield from check_readmes(tree)
    yield from check_links(tree)
    # A tree without the page has no rows to check; the project's own has it.
    if tree.exists("SAFETY.md"):
        yield from check_safety(tree)
