#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs suites of `meson test` and says in few lines how they went.

One line per program while they run, then what failed (with the end of its log), what was skipped
(with the reason) and what was measured (`# figure: ...` in a program's output), and last of all `N passed, N failed[, N skipped]`, counted over the
single checks inside the programs.  A suite or a program that ran nothing counts as failed.
"""
import argparse
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

TAIL_LINES = 40
PROGRESS = re.compile(r"^\s*\d+/\d+ (?:.* / )?(\S+)\s+"
                      r"(OK|FAIL|ERROR|SKIP|TIMEOUT|INTERRUPT|EXPECTEDFAIL|UNEXPECTEDPASS)\s+"
                      r"(\d+\.\d+)s")
POINT = re.compile(r"^(not )?ok\b\s*\d*\s*-?\s*(.*)$")
SKIP = re.compile(r"(.*?)\s*#\s*(?:SKIP)\b\S*\s*(.*)", re.IGNORECASE)
BAIL = re.compile(r"^Bail out!\s*(.*)$")
FIGURE = re.compile(r"^#\s*figure:\s*(.*)$")
PLAN_SKIPPED = re.compile(r"^1\.\.0\s*#\s*SKIP\S*\s*(.*)$", re.IGNORECASE)


@dataclass
class Program:
    """One test program and what its TAP stream said."""
    name: str
    result: str
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


def read_tap(program: Program, lines: list[str]) -> None:
    """Counts the points of a TAP stream into `program`."""
    for line in lines:
        if match := PLAN_SKIPPED.match(line):
            program.skipped.append((program.name, match[1] or "no reason given"))
        elif match := FIGURE.match(line):
            program.figures.append(match[1])
        elif match := BAIL.match(line):
            program.failed.append(match[1] or "stopped early")
        elif match := POINT.match(line):
            if match[1]:
                program.failed.append(match[2])
            elif skip := SKIP.match(match[2]):
                program.skipped.append((skip[1], skip[2] or "no reason given"))
            else:
                program.passed += 1


def judge(entry: dict, protocol: str) -> Program:
    """Makes a Program of one line of meson's testlog.json."""
    program = Program(entry["name"].split(":")[-1].replace(" / ", "/"), entry["result"])
    output = entry.get("stdout", "").splitlines()
    errors = entry.get("stderr", "").splitlines()
    program.tail = [line for line in output + errors
                    if not line.startswith("ok ")][-TAIL_LINES:]
    if protocol == "tap":
        read_tap(program, output)
        ran = program.passed + len(program.skipped) + len(program.failed)
        if program.result in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT") and not program.failed:
            program.failed.append(f"ended with {program.result.lower()}, "
                                  f"exit status {entry.get('returncode')}")
        elif ran == 0:
            program.failed.append("ran nothing")
    elif program.result in ("OK", "EXPECTEDFAIL"):
        program.passed = 1
    elif program.result == "SKIP":
        program.skipped.append((program.name, "the program says so (exit status 77)"))
    else:
        program.failed.append(f"ended with {program.result.lower()}")
    return program


def rows_of(build: Path, suites: list[str]) -> dict[str, list[dict]]:
    """The rows of meson's test table, by suite."""
    answer = subprocess.run(["meson", "introspect", "--tests", str(build)],
                            check=True, capture_output=True, text=True)
    rows = json.loads(answer.stdout)
    return {suite: [row for row in rows
                    if any(name.split(":")[-1] == suite for name in row["suite"])]
            for suite in suites}


def run_meson(build: Path, suites: list[str], slower: int) -> int:
    """Runs the suites; prints a line as each program ends."""
    # A session in a window mostly waits for its next second: two programs a core keep it busy.
    # Under a sanitizer everything computes.
    at_once = (os.cpu_count() or 1) * (2 if slower == 1 else 1)
    command = ["meson", "test", "-C", str(build), "--no-rebuild", "-t", str(slower),
               "--num-processes", str(at_once)]
    for suite in suites:
        command += ["--suite", suite]
    words = {"OK": "ok  ", "SKIP": "skip", "EXPECTEDFAIL": "ok  "}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, text=True, errors="replace") as meson:
        for line in meson.stdout:
            if match := PROGRESS.match(line):
                print(f"  {words.get(match[2], 'FAIL')}  {match[1]:<32} {match[3]:>7} s",
                      flush=True)
    return meson.returncode


def read_log(build: Path, rows: dict[str, list[dict]]) -> list[Program]:
    """Reads what meson wrote down; a program that left no line there counts as failed."""
    table = {tuple(row["cmd"]): row for suite in rows.values() for row in suite}
    programs, seen = [], set()
    log = build / "meson-logs" / "testlog.json"
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else []:
        entry = json.loads(line)
        row = table.get(tuple(entry["command"]))
        seen.add(tuple(entry["command"]))
        programs.append(judge(entry, row["protocol"] if row else "tap"))
    for command, row in table.items():
        if command not in seen:
            programs.append(Program(row["name"], "ERROR", failed=["did not run"]))
    return programs


def tell(programs: list[Program]) -> None:
    """Prints failures with their logs' ends, then what was skipped."""
    for program in programs:
        if not program.failed:
            continue
        print(f"\n{program.name}: {len(program.failed)} failed")
        for name in program.failed:
            print(f"  not ok: {name}")
        print("  the log ends:")
        for line in program.tail:
            print(f"    | {line}")
    skipped = [(program.name, *skip) for program in programs for skip in program.skipped]
    if skipped:
        print("\nSkipped:")
        for program, name, reason in skipped:
            print(f"  {program}: {name}: {reason}")
    figures = [line for program in programs for line in program.figures]
    if figures:
        print("\nMeasured:")
        for line in figures:
            print(f"  {line}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--slower", type=int, default=1, help="how much longer a test may take")
    parser.add_argument("suites", nargs="+")
    options = parser.parse_args()

    rows = rows_of(options.build, options.suites)
    empty = [suite for suite, tests in rows.items() if not tests and suite != "analysis"]
    programs, status = [], 0
    if any(rows.values()):
        (options.build / "meson-logs" / "testlog.json").unlink(missing_ok=True)
        status = run_meson(options.build, options.suites, options.slower)
        programs = read_log(options.build, rows)
    tell(programs)
    for suite in empty:
        print(f"\nsuite {suite}: there is no test in it")

    passed = sum(program.passed for program in programs)
    failed = sum(len(program.failed) for program in programs) + len(empty)
    skipped = sum(len(program.skipped) for program in programs)
    if status != 0 and failed == 0:
        print(f"\nmeson test ended with status {status}")
        failed = 1
    closing = f"{passed} passed, {failed} failed"
    if skipped:
        closing += f", {skipped} skipped"
    print(f"\n{closing}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())
