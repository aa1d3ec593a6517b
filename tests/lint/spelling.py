# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Common misspellings, found by codespell.  Words it wrongly dislikes stand in spelling.txt."""
import re
import shutil
import subprocess
from pathlib import Path

from tree import Complaint, Skip, Tree

RULES = {"spelling": "no common misspelling"}

ALLOWED = Path(__file__).with_name("spelling.txt")
# The letter of "\n" and its like is not the beginning of a word.
ESCAPE = r"\\[abfnrtv0]"
LINE = re.compile(r"^(?P<path>.*?):(?P<line>\d+): (?P<text>.*)$", re.MULTILINE)
# Glossaries of other languages.
NOT_ENGLISH = re.compile(r"po/(?!README)[\w@]+\.md")
SUFFIXES = (".c", ".h", ".md", ".py", ".sh", ".sql", ".json", ".ui", ".build", ".txt", "dev",
            "NEWS")


def check(tree: Tree):
    program = shutil.which("codespell")
    if program is None:
        raise Skip("codespell is not installed; `./dev lint` installs it")
    files = [path for path in tree.files(*SUFFIXES)
             if not path.startswith("LICENSES/") and path != "tests/lint/spelling.txt"
             and not NOT_ENGLISH.fullmatch(path)]
    if not files:
        return
    answer = subprocess.run([program, "--ignore-words", str(ALLOWED), "--ignore-regex", ESCAPE,
                             *files], cwd=tree.root, check=False,
                            capture_output=True, text=True)
    for match in LINE.finditer(answer.stdout):
        yield Complaint("spelling", match["path"].removeprefix("./"), int(match["line"]),
                        match["text"])
