#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout of C files is clang-format's, with the .clang-format of the root.

`layout.py --apply FOLDER` rewrites the files; `./dev format` calls it.
"""
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tree import Complaint, Skip, Tree

RULES = {"layout": "the file looks as `./dev format` leaves it"}

# Other versions break lines elsewhere; a check with them would only teach people to ignore it.
VERSION = "14"
WARNING = re.compile(r"^(?P<path>.*?):(?P<line>\d+):\d+: (?:error|warning): ", re.MULTILINE)


def clang_format(any_version: bool = False) -> str:
    for name in (f"clang-format-{VERSION}", "clang-format"):
        if program := shutil.which(name):
            answer = subprocess.run([program, "--version"], check=True, capture_output=True,
                                    text=True)
            if any_version or f"version {VERSION}." in answer.stdout:
                return program
    raise Skip(f"clang-format {VERSION} is not installed; `./dev lint` installs it")


def check(tree: Tree):
    program = clang_format()
    files = tree.c_files()
    if not files:
        return
    answer = subprocess.run([program, "--dry-run", "-Werror", *files], cwd=tree.root,
                            check=False, capture_output=True, text=True)
    told: set[str] = set()
    for match in WARNING.finditer(answer.stderr):
        if match["path"] not in told:
            told.add(match["path"])
            yield Complaint("layout", match["path"], int(match["line"]), "run ./dev format")
    if answer.returncode != 0 and not told:
        yield Complaint("layout", ".clang-format", 1, answer.stderr.strip()[:200])


def main() -> int:
    if len(sys.argv) != 3 or sys.argv[1] != "--apply":
        print("usage: layout.py --apply FOLDER", file=sys.stderr)
        return 2
    tree = Tree(Path(sys.argv[2]))
    try:
        program = clang_format(any_version=True)
    except Skip as skip:
        print(skip, file=sys.stderr)
        return 1
    return subprocess.run([program, "-i", *tree.c_files()], cwd=tree.root, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
