#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every lint rule twice, and says so in TAP.

First over the fixtures: fixtures/MODULE/RULE/ is a small tree that breaks that one rule, and must
be complained about for that rule and no other.  A rule without a fixture is a failure.  Then over
the project, which must be clean.
"""
import sys
from pathlib import Path

import banned
import definitions
import docs
import flatpak
import layers
import layout
import potfiles
import schema
import shape
import share
import spelling
import translations
import ui
import words
from tree import Skip, Tree

MODULES = (layers, banned, shape, words, docs, ui, potfiles, definitions, translations, share,
           flatpak, schema, layout, spelling)
FIXTURES = Path(__file__).resolve().with_name("fixtures")


class Tap:
    """Points of a TAP stream, numbered."""

    def __init__(self) -> None:
        self.count = 0
        self.failed = 0

    def point(self, name: str, complaints: list[str]) -> None:
        self.count += 1
        self.failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {self.count} {name}")
        for complaint in complaints:
            print(f"# {complaint}")

    def skip(self, name: str, reason: str) -> None:
        self.count += 1
        print(f"ok {self.count} {name} # SKIP {reason}")


def judge_fixture(module, rule: str) -> list[str]:
    """What is wrong with the fixture of a rule: it is absent, not caught, or not only caught."""
    place = FIXTURES / module.__name__ / rule
    if not place.is_dir():
        return [f"{module.__name__}/{rule} has no fixture that must fail"]
    caught = list(module.check(Tree(place)))
    wrong = [f"also complained: {complaint}" for complaint in caught if complaint.rule != rule]
    if not any(complaint.rule == rule for complaint in caught):
        wrong.append(f"{module.__name__}/{rule} let its fixture pass")
    return wrong


def main() -> int:
    project = Path(sys.argv[1])
    tap = Tap()
    for module in MODULES:
        for rule in module.RULES:
            name = f"/lint/fixture/{module.__name__}/{rule}"
            try:
                tap.point(name, judge_fixture(module, rule))
            except Skip as skip:
                tap.skip(name, str(skip))
    tree = Tree(project)
    for module in MODULES:
        name = f"/lint/tree/{module.__name__}"
        try:
            tap.point(name, [str(complaint) for complaint in module.check(tree)])
        except Skip as skip:
            tap.skip(name, str(skip))
    print(f"1..{tap.count}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
