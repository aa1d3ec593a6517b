#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that a test notices when the control it stands for is taken away.

    must-fail.py NORMAL-PROGRAM BROKEN-PROGRAM TEST-PATH...

Both programs are the same test, linked once with the product as it is and once with a build of it
from which one control was removed.  For each named test the normal program must report it `ok`,
and the broken one must report an assertion of that very test.  A crash, a time-out, a missing test
or a failure of any other test proves nothing and is a failure here.
"""
import os
import re
import subprocess
import sys
import tempfile

TIMEOUT_S = 120
OK = re.compile(r"^ok \d+ (\S+)(?! *# *SKIP)")
NOT_OK = re.compile(r"^not ok \d+ (\S+)")
BAIL = re.compile(r"^Bail out! +\S*ERROR:")
SIGABRT = -6


def run(program: str, path: str) -> tuple[int | None, list[str]]:
    """Exit status (None = it did not end) and the lines of TAP."""
    try:
        # A test that fails leaves its folder behind: here it is meant to fail.
        with tempfile.TemporaryDirectory() as folder:
            answer = subprocess.run([program, "--tap", "-p", path], check=False, timeout=TIMEOUT_S,
                                    capture_output=True, text=True, errors="replace",
                                    stdin=subprocess.DEVNULL, env=os.environ | {"TMPDIR": folder})
    except subprocess.TimeoutExpired:
        return None, []
    return answer.returncode, answer.stdout.splitlines()


def names(pattern: re.Pattern, lines: list[str]) -> list[str]:
    return [match[1] for line in lines if (match := pattern.match(line))]


def judge_normal(program: str, path: str) -> str | None:
    """What is wrong with the run of the whole program, or None."""
    status, lines = run(program, path)
    if status != 0:
        return f"the normal build ended with {status}"
    if path not in names(OK, lines):
        return "the normal build has no such test, or skipped it"
    return None


def judge_broken(program: str, path: str) -> str | None:
    """What is wrong with the run of the broken program, or None if the test noticed."""
    status, lines = run(program, path)
    failed, passed = names(NOT_OK, lines), names(OK, lines)
    # An assertion ends the program: GLib then says why instead of `not ok`.
    asserted = status == SIGABRT and any(BAIL.match(line) for line in lines)
    if path in passed:
        return "the test passes although its control is removed"
    if [name for name in failed + passed if name != path]:
        return f"other tests spoke up: {', '.join(failed + passed)}"
    if failed == [path] and status in (1, SIGABRT):
        return None
    if asserted and not failed:
        return None
    return f"the broken build ended with {status}, without an assertion of this test"


def main() -> int:
    normal, broken, paths = sys.argv[1], sys.argv[2], sys.argv[3:]
    failed = 0
    print(f"1..{2 * len(paths)}")
    for number, path in enumerate(paths):
        for offset, (what, wrong) in enumerate((
                ("passes", judge_normal(normal, path)),
                ("fails-without-its-control", judge_broken(broken, path)))):
            print(f"{'not ok' if wrong else 'ok'} {2 * number + offset + 1} /negative{path}/{what}")
            if wrong:
                print(f"# {wrong}")
                failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
