# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes that keep a file readable, and the licence that stands on top of it."""
import re

from tree import Complaint, Tree, line_of

FUNCTION_LINES = 60
FILE_LINES = 500
COLUMNS = 100
NESTING = 3

# Lists that a program writes and nobody reads.
GENERATED = ("data/ebb-definitions-text.h",)

RULES = {
    "function": f"a function has at most {FUNCTION_LINES} lines (tests may be longer)",
    "file": f"a file has at most {FILE_LINES} lines (tests may be longer)",
    "columns": f"a line has at most {COLUMNS} columns",
    "nesting": f"blocks nest at most {NESTING} deep",
    "licence": "each file begins with its SPDX lines; the Apache rooms say Apache-2.0",
    "guard": "a header begins with #pragma once",
}

APACHE = ("device/values/", "device/wire/", "device/controller/", "device/PROTOCOL.md")
OWNER = "SPDX-FileCopyrightText: The Ebb authors"
# How the two lines begin in each kind of file.
OPENINGS = {
    ".c": "/* ", ".h": "/* ", ".sql": "-- ", ".py": "# ", ".sh": "# ", ".build": "# ",
    "meson_options.txt": "# ",
}


def functions(code: str):
    """(first line, last line) of each function: its body's braces stand in column 0."""
    start = None
    lines = code.splitlines()
    for number, line in enumerate(lines, 1):
        # Types and tables open their brace at the end of a line; only a body opens in column 0.
        if line.startswith("{"):
            start = number
        elif start is not None and line.startswith("}"):
            yield start, number
            start = None


def block_braces(body: str) -> set[int]:
    """Where the braces of if, else, for, while, do and switch stand; initialisers do not count."""
    found = {match.end() - 1 for match in re.finditer(r"\b(?:else|do)\s*\{", body)}
    for match in re.finditer(r"\b(?:if|for|while|switch)\s*\(", body):
        position, open_parens = match.end(), 1
        while open_parens and position < len(body):
            open_parens += {"(": 1, ")": -1}.get(body[position], 0)
            position += 1
        if brace := re.compile(r"\s*\{").match(body, position):
            found.add(brace.end() - 1)
    return found


def deepest(body: str) -> tuple[int, int]:
    """(depth, line) of the most nested block of a function's body."""
    braces, stack, most = block_braces(body), [], (0, 1)
    for position, char in enumerate(body):
        if char == "{":
            stack.append(position in braces)
            most = max(most, (sum(stack), line_of(body, position)), key=lambda pair: pair[0])
        elif char == "}" and stack:
            stack.pop()
    return most


def check_sizes(tree: Tree, path: str):
    lines = tree.lines(path)
    product = not path.startswith("tests/") and path not in GENERATED
    if product and len(lines) > FILE_LINES:
        yield Complaint("file", path, len(lines), f"{len(lines)} lines")
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS:
            yield Complaint("columns", path, number, f"{len(line)} columns")
    code = tree.code(path)
    for first, last in functions(code):
        length = last - first + 1
        if product and length > FUNCTION_LINES:
            yield Complaint("function", path, first, f"{length} lines")
        depth, line = deepest("\n".join(code.splitlines()[first - 1:last]))
        if depth > NESTING:
            yield Complaint("nesting", path, first + line - 1, f"{depth} blocks deep")


def check_licence(tree: Tree, path: str, opening: str):
    licence = "Apache-2.0" if path.startswith(APACHE) else "GPL-3.0-or-later"
    lines = tree.lines(path)
    if lines and lines[0].startswith("#!"):
        lines = lines[1:]
    wanted = [opening + OWNER, f"{opening.replace('/*', ' *')}SPDX-License-Identifier: {licence}"]
    if [line.removesuffix(" */") for line in lines[:2]] != wanted:
        yield Complaint("licence", path, 1, f"the first two lines must be: {' | '.join(wanted)}")


def check(tree: Tree):
    for path in tree.c_files():
        yield from check_sizes(tree, path)
    for path in tree.paths:
        for suffix, opening in OPENINGS.items():
            if path.endswith(suffix):
                yield from check_licence(tree, path, opening)
    for path in tree.files(".h"):
        code = re.sub(r"\s+", " ", tree.code(path)).strip()
        if not code.startswith("#pragma once"):
            yield Complaint("guard", path, 1, "no #pragma once before the first declaration")
