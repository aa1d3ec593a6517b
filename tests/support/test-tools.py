#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The judges judged: what report.py counts, what must-fail.py believes, what coverage.py calls whole.
"""
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def load(name: str):
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# what a program printed, meson's result -> (passed, failed, skipped)
COUNTS = (
    ("all-pass", "1..2\nok 1 /a\nok 2 /b\n", "OK", (2, 0, 0)),
    ("one-fails", "1..2\nok 1 /a\nnot ok 2 /b - why\n", "FAIL", (1, 1, 0)),
    ("skipped-with-reason", "1..2\nok 1 /a # SKIP no tool\nok 2 /b\n", "OK", (1, 0, 1)),
    ("skipped-whole", "1..0 # SKIP no tool\n", "SKIP", (0, 0, 1)),
    ("assertion-ends-it", "1..3\nok 1 /a\nBail out! x:ERROR: why\n", "ERROR", (1, 1, 0)),
    ("crash-between", "1..3\nok 1 /a\n", "ERROR", (1, 1, 0)),
    ("time-out", "1..3\nok 1 /a\n", "TIMEOUT", (1, 1, 0)),
    ("ran-nothing", "1..0\n", "SKIP", (0, 1, 0)),
    ("silent", "", "OK", (0, 1, 0)),
)

WHOLE = "echo 'ok 1 /t'"
# what the whole and the broken program do -> whether the negative control holds
CONTROLS = (
    ("not-ok", WHOLE, "echo 'not ok 1 /t'; exit 1", True),
    ("assertion", WHOLE, "echo 'Bail out! t:ERROR:x.c:1:t: assertion failed'; kill -ABRT $$", True),
    ("still-passes", WHOLE, WHOLE, False),
    ("crash", WHOLE, "kill -SEGV $$", False),
    ("abort-without-word", WHOLE, "kill -ABRT $$", False),
    ("other-test-fails", WHOLE, "echo 'not ok 1 /other'; exit 1", False),
    ("whole-fails-too", "echo 'not ok 1 /t'; exit 1", "echo 'not ok 1 /t'; exit 1", False),
    ("whole-skips", "echo 'ok 1 /t # SKIP'", "echo 'not ok 1 /t'; exit 1", False),
    ("no-such-test", "true", "echo 'not ok 1 /t'; exit 1", False),
)


# lines of a file as (times reached, times each branch was taken) -> is it whole?
COVERED = (
    ("all-taken", [(3, ()), (3, (1, 2))], True),
    ("one-branch-not-taken", [(3, ()), (3, (3, 0))], False),
    ("never-run", [(0, ()), (0, ())], False),
    ("not-compiled", [], False),
)


def count_is_right(report, text: str, result: str, expected: tuple[int, int, int]) -> bool:
    program = report.judge({"name": "p", "result": result, "stdout": text}, "tap")
    return (program.passed, len(program.failed), len(program.skipped)) == expected


def figure_is_kept(report) -> bool:
    text = "1..1\n# figure: flash 17 bytes\n# another remark\nok 1 /a\n"
    return report.judge({"name": "p", "result": "OK", "stdout": text},
                        "tap").figures == ["flash 17 bytes"]


def is_whole(coverage, lines: list[tuple[int, tuple[int, ...]]]) -> bool:
    report = {"files": [{"file": "a.c", "lines": [
        {"line_number": number, "count": count,
         "branches": [{"count": branch} for branch in branches]}
        for number, (count, branches) in enumerate(lines, 1)]}]} if lines else {"files": []}
    return all(row.is_whole() for row in coverage.judge(report, ["a.c"]))


def control_is_right(folder: str, whole: str, broken: str, holds: bool) -> bool:
    programs = []
    for name, text in (("whole", whole), ("broken", broken)):
        path = Path(folder) / name
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
        programs.append(str(path))
    answer = subprocess.run([sys.executable, "-B", str(HERE / "must-fail.py"), *programs, "/t"],
                            check=False, capture_output=True)
    return (answer.returncode == 0) == holds


def main() -> int:
    report = load("report")
    points = [(f"/report/{name}", count_is_right(report, text, result, expected))
              for name, text, result, expected in COUNTS]
    points.append(("/report/figure", figure_is_kept(report)))
    coverage = load("coverage")
    points += [(f"/coverage/{name}", is_whole(coverage, lines) == expected)
               for name, lines, expected in COVERED]
    with tempfile.TemporaryDirectory() as folder:
        points += [(f"/must-fail/{name}", control_is_right(folder, whole, broken, holds))
                   for name, whole, broken, holds in CONTROLS]
    print(f"1..{len(points)}")
    for number, (name, is_right) in enumerate(points, 1):
        print(f"{'ok' if is_right else 'not ok'} {number} {name}")
    return 0 if all(is_right for _, is_right in points) else 1


if __name__ == "__main__":
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.exit(main())
