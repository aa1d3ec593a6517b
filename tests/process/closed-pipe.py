#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`ebbctl ... | head -1`: whoever reads the lines may go.

    closed-pipe.py EBBCTL EBB-CUFF-SIM

A command that only lists ends as any other does, by SIGPIPE and without a word.  One that holds a
cuff ends by itself: it lets the air out first.
"""
import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator

from rig import ENVIRONMENT, Cuff, Tap, programs, run_all

EBBCTL, SIMULATOR = programs()
LISTS = (("--help",), ("protocol", "list"), ("protocol", "show", "classic-quad-set"),
         ("screening", "list"), ("measure", "list"), ("progress", "rules"))


@contextlib.contextmanager
def start(*args: str) -> Iterator[subprocess.Popen]:
    """The command, with both its outputs to read; it does not outlive the test."""
    process = subprocess.Popen([EBBCTL, *args], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                               text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def lists(tap: Tap) -> None:
    """The reader has gone before the first line, so that chance has no part in it."""
    for args in LISTS:
        with start(*args) as whole:
            text, _ = whole.communicate(timeout=20)
        with start(*args) as cut:
            cut.stdout.close()
            errors = cut.stderr.read()
            status = cut.wait(20)
        name = "-".join(args).strip("-")
        tap.check(f"/closed-pipe/{name}/has-lines", whole.returncode == 0 and text, text)
        tap.check(f"/closed-pipe/{name}/quiet", errors == "", errors)
        tap.check(f"/closed-pipe/{name}/status", status == -signal.SIGPIPE, status)


def monitor(tap: Tap) -> None:
    """It would run for ever; one line was wanted, and one was read."""
    with Cuff(SIMULATOR) as cuff, start("cuff", "monitor", cuff.port) as program:
        first = program.stdout.readline()
        program.stdout.close()
        status = program.wait(10)
        errors = program.stderr.read()
    tap.check("/closed-pipe/monitor/line", first.count("\t") == 2, first)
    tap.check("/closed-pipe/monitor/status", status == 0, status)
    tap.check("/closed-pipe/monitor/no-complaint", "ebbctl:" not in errors, errors)


def conformance(tap: Tap) -> None:
    """The reader goes while the cuff is under pressure, and the verdicts with him: no pass."""
    with Cuff(SIMULATOR) as cuff, \
            start("cuff", "conformance", cuff.port, "--yes", "--only", "C25,C33") as program:
        first = program.stdout.readline()
        active = cuff.out.wait_for('"pump-start"', 20)
        program.stdout.close()
        status = program.wait(20)
        errors = program.stderr.read()
        tap.check("/closed-pipe/conformance/line", first.startswith("C1\t"), first)
        tap.check("/closed-pipe/conformance/status", status == 1, status)
        tap.check("/closed-pipe/conformance/says-why",
                  "interrupted; the controller was told to vent" in errors, errors)
        tap.check("/closed-pipe/conformance/vented",
                  cuff.out.find('"stop"|"vent-open"', after=active), cuff)
        tap.check("/closed-pipe/conformance/no-lease-needed",
                  not cuff.out.find('"lease-over"'), cuff)


def main() -> int:
    return run_all([("lists", lists, ()), ("monitor", monitor, ()),
                    ("conformance", conformance, ())], 3)


if __name__ == "__main__":
    sys.exit(main())
