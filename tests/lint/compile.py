#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that a forbidden include does not compile: the build itself keeps the layers.

Each fixture is compiled with the very flags of a room, taken from compile_commands.json.  The
first of each room is allowed and must compile, so that a failure of the others means something.
"""
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent / "fixtures" / "compile"

# (fixture, the library whose flags it gets, what the compiler must say; None = it must compile)
TABLE = (
    ("app-allowed.c", "app/libebb-app.a", None),
    ("app-sqlite.c", "app/libebb-app.a", r"unknown type name 'sqlite3'"),
    ("app-serialport.c", "app/libebb-app.a", r"sp_port"),
    ("app-wire.c", "app/libebb-app.a", r"cuff-message\.h: No such file"),
    ("app-controller.c", "app/libebb-app.a", r"cuff-controller\.h: No such file"),
    ("app-simulator.c", "app/libebb-app.a", r"cuff-sim\.h: No such file"),
    ("app-cairo.c", "app/libebb-app.a", r"cairo\.h: No such file"),
    ("app-gtk.c", "app/libebb-app.a", r"gtk/gtk\.h: No such file"),
    ("paper-allowed.c", "ui/libebb-paper.a", None),
    ("paper-gtk.c", "ui/libebb-paper.a", r"gtk/gtk\.h: No such file"),
    ("ui-allowed.c", "ui/libebb-ui.a", None),
    ("ui-sqlite.c", "ui/libebb-ui.a", r"unknown type name 'sqlite3'"),
    ("ui-serialport.c", "ui/libebb-ui.a", r"sp_port"),
    ("ui-wire.c", "ui/libebb-ui.a", r"cuff-message\.h: No such file"),
    ("ui-simulator.c", "ui/libebb-ui.a", r"cuff-sim\.h: No such file"),
    ("data-allowed.c", "data/libebb-data.a", None),
    ("data-link.c", "data/libebb-data.a", r"cuff-link\.h: No such file"),
    ("data-clock.c", "data/libebb-data.a", r"cuff-clock\.h: No such file"),
    ("data-sqlite.c", "data/libebb-data.a", r"unknown type name 'sqlite3'"),
    ("data-serialport.c", "data/libebb-data.a", r"sp_port"),
    ("device-allowed.c", "device/libcuff.a", None),
    ("device-records.c", "device/libcuff.a", r"ebb-records\.h: No such file"),
    ("device-sqlite.c", "device/libcuff.a", r"unknown type name 'sqlite3'"),
    ("core-allowed.c", "tests/lint/libcuff-bare.a", None),
    ("core-stdlib.c", "tests/lint/libcuff-bare.a", r"stdlib\.h: No such file"),
    ("core-glib.c", "tests/lint/libcuff-bare.a", r"glib\.h: No such file"),
)

# Options that name files, with their argument, and those without one.
FILE_OPTIONS = {"-o", "-c", "-MF", "-MQ", "-MT"}
DROPPED = {"-MD", "-MMD", "-MP"}


def flags_of(commands: list[dict], library: str) -> tuple[list[str], str] | None:
    """The compiler and flags of any object of the library, and the folder they are meant for."""
    for command in commands:
        if not command.get("output", "").startswith(f"{library}.p/"):
            continue
        words, kept, skip = shlex.split(command["command"]), [], False
        for word in words:
            if skip or word in DROPPED:
                skip = False
            elif word in FILE_OPTIONS:
                skip = True
            else:
                kept.append(word)
        return kept, command["directory"]
    return None


def judge(commands: list[dict], fixture: str, library: str, expected: str | None) -> str | None:
    """What is wrong, or None."""
    flags = flags_of(commands, library)
    if flags is None:
        return f"{library} is not in compile_commands.json"
    words, place = flags
    answer = subprocess.run([*words, "-fdiagnostics-color=never", "-fsyntax-only",
                             str(FIXTURES / fixture)], cwd=place, check=False,
                            capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    if expected is None:
        return None if answer.returncode == 0 else f"should compile:\n{answer.stderr}"
    if answer.returncode == 0:
        return "compiled"
    if not re.search(expected, answer.stderr):
        return f"failed for another reason than {expected}:\n{answer.stderr}"
    return None


def main() -> int:
    build = Path(sys.argv[1])
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    failed = 0
    print(f"1..{len(TABLE)}")
    for number, (fixture, library, expected) in enumerate(TABLE, 1):
        wrong = judge(commands, fixture, library, expected)
        verb = "compiles" if expected is None else "does-not-compile"
        print(f"{'not ok' if wrong else 'ok'} {number} /layers/{Path(fixture).stem}/{verb}")
        for line in (wrong or "").splitlines():
            print(f"# {line}")
        failed += bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
