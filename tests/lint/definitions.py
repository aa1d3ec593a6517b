# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the built-in definitions stand where translators' tools find them.

xgettext does not read JSON: data/ebb-definitions-text.h repeats what a person reads of it.  Run as
a program with the project's folder this writes that file.
"""
import json
import re
import sys
from pathlib import Path

from tree import Complaint, Tree

RULES = {
    "words": "data/ebb-definitions-text.h holds the words of data/*/*.json, and no others",
}

# What a page shows.  Sources and evidence are citations and stay as they were published.
SHOWN = {"name", "question", "how", "set_up", "note", "text", "site", "sample", "option"}
COLUMNS = 85
LIST = "data/ebb-definitions-text.h"
HEAD = """/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of the built-in definitions, for translators' tools; nothing includes this.  Made by
 * tests/lint/definitions.py out of the JSON files; ebb_defined() looks a text up when it is shown.
 */
#pragma once

/* clang-format off */
"""


def words_of(value, found: dict[str, None]) -> None:
    """Adds the shown texts of a JSON value, in its order."""
    if isinstance(value, list):
        for part in value:
            words_of(part, found)
    if not isinstance(value, dict):
        return
    for key, part in value.items():
        if key in SHOWN and isinstance(part, str) and part:
            found[part] = None
        else:
            words_of(part, found)


def mark(text: str) -> str:
    """A text as C, in lines that are not too long."""
    parts = re.findall(rf".{{1,{COLUMNS}}}(?:\s|$)", text)
    return "N_ (" + "\n    ".join(json.dumps(part, ensure_ascii=False) for part in parts) + ")"


def wanted(tree: Tree) -> str:
    rows = []
    known: dict[str, None] = {}
    for path in sorted(tree.files(".json", under=("data/",))):
        found: dict[str, None] = {}
        words_of(json.loads(tree.text(path)), found)
        fresh = [text for text in found if text not in known]
        known.update(dict.fromkeys(fresh))
        if fresh:
            rows.append(f"/* {path} */")
        rows += [mark(text) for text in fresh]
    return HEAD + "\n".join(rows) + "\n" if rows else ""


def check(tree: Tree):
    made = wanted(tree)
    stands = tree.text(LIST) if tree.exists(LIST) else ""
    if made != stands:
        yield Complaint("words", LIST, 1, "is not what the definitions say; `./dev format` makes it")


if __name__ == "__main__":
    project = Path(sys.argv[1])
    (project / LIST).write_text(wanted(Tree(project)), encoding="utf-8")
