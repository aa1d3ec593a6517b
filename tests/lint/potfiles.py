# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/POTFILES lists each file with translatable text, and no other.

Run as a program with the project's folder it writes the list.
"""
import re
import sys
from pathlib import Path

from tree import Complaint, Tree, line_of

RULES = {
    "unlisted": "a file with translatable text stands in po/POTFILES",
    "macro": "a translatable text has no GLib format macro in it: translators' tools read it only "
             "up to there (PRId64 of inttypes.h they know)",
    "gone": "po/POTFILES lists files that exist and have translatable text",
}

ROOMS = ("app/", "data/", "device/", "ui/")
MARK = re.compile(r"(?<!\w)(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?)\s*\(")
# A call that marks text, up to the macro; other calls and statements end the search.
BROKEN = re.compile(MARK.pattern + r"[^;()]*?\bG_[A-Z0-9]+_FORMAT\b")
FORM_MARK = re.compile(r'\btranslatable="(?:yes|true)"')
LIST = "po/POTFILES"
HEAD = "# Files with translatable text; tests/lint/potfiles.py keeps the list true.\n"


def wanted(tree: Tree) -> list[str]:
    found = [path for path in tree.c_files(under=ROOMS) if MARK.search(tree.code(path))]
    found += [path for path in tree.files(".ui", under=ROOMS) if FORM_MARK.search(tree.text(path))]
    return sorted(found + tree.files(".desktop.in", ".metainfo.xml.in", under=ROOMS))


def check(tree: Tree):
    for path in tree.c_files(under=ROOMS):
        text = tree.code(path)
        for match in BROKEN.finditer(text):
            yield Complaint("macro", path, line_of(text, match.start()), RULES["macro"])
    listed = {}
    if tree.exists(LIST):
        listed = {line.strip(): number for number, line in enumerate(tree.lines(LIST), 1)
                  if line.strip() and not line.startswith("#")}
    files = wanted(tree)
    for path in files:
        if path not in listed:
            yield Complaint("unlisted", LIST, 1, f"{path} is missing")
    for path, number in listed.items():
        if path not in files:
            yield Complaint("gone", LIST, number, f"{path} has no translatable text")


if __name__ == "__main__":
    project = Path(sys.argv[1])
    (project / LIST).write_text(HEAD + "".join(path + "\n" for path in wanted(Tree(project))),
                                encoding="utf-8")
