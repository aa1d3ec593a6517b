#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A source of the product with one of its controls taken away.

    break.py SOURCE TABLE CONTROL OUT

TABLE holds paragraphs: "== CONTROL: what is wrong then", and below it the change, as in a diff but
without line numbers: " " what stands there, "-" what goes, "+" what comes; "@@" between two places.
What is to be changed must stand in SOURCE exactly once.
"""
import sys


def find(table: str, control: str) -> list[list[str]]:
    """The places to change, each a list of lines with their marks."""
    places: list[list[str]] = [[]]
    inside = False
    for line in table.splitlines():
        if line.startswith("== "):
            inside = line.startswith(f"== {control}:")
        elif inside and line == "@@":
            places.append([])
        elif inside and line:
            places[-1].append(line)
    return [place for place in places if place]


def lines_but(place: list[str], mark: str) -> str:
    return "".join(line[1:] + "\n" for line in place if line[0] != mark)


def main() -> int:
    source, table, control, out = sys.argv[1:]
    with open(table, encoding="utf-8") as file:
        places = find(file.read(), control)
    with open(source, encoding="utf-8") as file:
        text = file.read()
    if not places:
        print(f"{table} has no control \"{control}\"", file=sys.stderr)
        return 1
    for place in places:
        before = lines_but(place, "+")
        if text.count("\n" + before) != 1:
            print(f"{table}: \"{control}\" changes what stands {text.count(before)} times in "
                  f"{source}; it must be once:\n{before}", file=sys.stderr)
            return 1
        text = text.replace("\n" + before, "\n" + lines_but(place, "-"))
    with open(out, "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
