# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A schema file of a released version never changes: its sum stands in tests/lint/schema.sha256.

Run as a program with the project's folder it records the files that are not recorded yet; that is
part of making a release.
"""
import hashlib
import sys
from pathlib import Path

from tree import Complaint, Tree

RULES = {
    "changed": "a released schema file is as it was released",
    "lost": "a released schema file is still there",
    "forgotten": "the sum of every schema file is recorded, but of the newest, which may be in work",
}

SUMS = "tests/lint/schema.sha256"
SCHEMAS = "data/schema/"


def recorded(tree: Tree) -> dict[str, str]:
    """path -> sum, from lines as sha256sum writes them."""
    if not tree.exists(SUMS):
        return {}
    pairs = (line.split(maxsplit=1) for line in tree.lines(SUMS)
             if line.strip() and not line.startswith("#"))
    return {path: digest for digest, path in pairs}


def digest_of(tree: Tree, path: str) -> str:
    return hashlib.sha256((tree.root / path).read_bytes()).hexdigest()


def forgotten(tree: Tree, known: dict[str, str]) -> list[str]:
    """Files that the next migration builds on, and that nothing holds fast."""
    return [path for path in sorted(tree.files(".sql", under=(SCHEMAS,)))[:-1] if path not in known]


def check(tree: Tree):
    known = recorded(tree)
    for path in forgotten(tree, known):
        yield Complaint("forgotten", path, 1, f"has a successor and no sum in {SUMS}")
    for path, digest in known.items():
        if not tree.exists(path):
            yield Complaint("lost", SUMS, 1, f"{path} was released and is gone")
        elif digest_of(tree, path) != digest:
            yield Complaint("changed", path, 1, "was released with other content; write the next "
                                                "migration instead")


if __name__ == "__main__":
    project = Tree(Path(sys.argv[1]))
    known = recorded(project)
    new = [path for path in project.files(".sql", under=("data/",)) if path not in known]
    with (project.root / SUMS).open("a", encoding="utf-8") as sums:
        sums.writelines(f"{digest_of(project, path)}  {path}\n" for path in new)
