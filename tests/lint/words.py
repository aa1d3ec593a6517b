# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the project is true on every machine: no path of one person's own."""
import re

from tree import Complaint, Tree

# Broken up with [x] so that this file does not complain about itself.
WORDS = {
    "machine": (r"(?<![\w.<$}])/(?:[r]oot|[h]ome/\w+|[U]sers/\w+)/",
                "no path of one person's machine"),
}

RULES = {rule: why for rule, (_, why) in WORDS.items()}

BINARY = (".png", ".gz", ".db", ".ogg", ".gmo", ".pyc")
NOT_OURS = ("LICENSE", "LICENSES/")


def check(tree: Tree):
    for path in tree.paths:
        if path.endswith(BINARY) or path.startswith(NOT_OURS):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            for rule, (pattern, why) in WORDS.items():
                if match := re.search(pattern, line, re.IGNORECASE):
                    yield Complaint(rule, path, number, f"{match[0]}: {why}")
