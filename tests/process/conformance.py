#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`ebbctl cuff conformance` over real time, against another process, against one that is too slow
or floods the line, and against things that are no cuff.

    conformance.py EBBCTL EBB-CUFF-SIM
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from hostile import Terminal
from rig import ENVIRONMENT, Cuff, Program, Tap, programs, run_all

EBBCTL, SIMULATOR = programs()
N_REQUIREMENTS = 66
RUN_S = 270  # three minutes, and a machine that has other things to do
HOPELESS_S = 60  # what cannot be judged is not tried for ever
# A break, modem lines, a second cuff; and a person's hands.
LACKING = {"C57", "C58", "C64"} | {"C55", "C56", "C59", "C60", "C61", "C62"}
HELLO = 1  # the only type that may be written to a stranger
SUMMARY = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) not applicable, (\d+) s$", re.M)
LINE = re.compile(r"^(C\d+)\t[^\t]+\t(pass|fail|not applicable)\t.+$")


def verdicts(text: str) -> dict[str, str]:
    return {match[1]: match[2] for line in text.splitlines() if (match := LINE.match(line))}


def judge(port: str, *options: str, seconds: float = RUN_S) -> subprocess.CompletedProcess:
    return subprocess.run([EBBCTL, "cuff", "conformance", port, *options], check=False, text=True,
                          capture_output=True, timeout=seconds, stdin=subprocess.DEVNULL,
                          env=ENVIRONMENT)


def still_failed(port: str, failed: list[str]) -> list[str]:
    """Of the failed lines those that fail again, twice: these are judged in real time, and a
    machine that stands still for a moment looks like a controller that does."""
    for _ in range(2):
        if failed:
            found = verdicts(judge(port, "--yes", "--only", ",".join(failed)).stdout)
            failed = [number for number in failed if found.get(number) != "pass"]
    return failed


def controller(tap: Tap) -> None:
    with Cuff(SIMULATOR) as cuff:
        answer = judge(cuff.port, "--yes")
        found = verdicts(answer.stdout)
        failed = [number for number, verdict in found.items() if verdict == "fail"]
        skipped = [number for number, verdict in found.items() if verdict == "not applicable"]
        tap.check("/conform/process/all-are-judged", len(found) == N_REQUIREMENTS, answer.stdout)
        tap.check("/conform/process/none-fails", not still_failed(cuff.port, failed),
                  f"{failed}\n{answer.stdout}")
        tap.check("/conform/process/few-are-skipped",
                  LACKING <= set(skipped) <= LACKING | {"C49"}, answer.stdout)
        tap.check("/conform/process/status", answer.returncode == (1 if failed else 0),
                  answer.stderr)
        tap.check("/conform/process/says-how-long", SUMMARY.search(answer.stdout), answer.stdout)


def hopeless(tap: Tap, name: str, fault: str, first: str, words: str) -> None:
    """A CuffWire controller with which nothing can be done: told so, soon, and vented."""
    with Cuff(SIMULATOR, fault) as cuff:
        answer = judge(cuff.port, "--yes", seconds=HOPELESS_S)
    found = verdicts(answer.stdout)
    tap.check(f"/conform/{name}/all-are-judged", len(found) == N_REQUIREMENTS, answer.stdout)
    tap.check(f"/conform/{name}/first-to-fail",
              next((n for n, verdict in found.items() if verdict == "fail"), None) == first,
              answer.stdout)
    tap.check(f"/conform/{name}/words", words in answer.stdout, answer.stdout)
    tap.check(f"/conform/{name}/status", answer.returncode == 1, answer.stderr)
    # What cannot be asked has not passed.
    tap.check(f"/conform/{name}/few-pass",
              sum(verdict == "pass" for verdict in found.values()) < 6, answer.stdout)


def interrupted(tap: Tap) -> None:
    """Ctrl-C while the cuff is under pressure: it is empty before the program ends."""
    with Cuff(SIMULATOR) as cuff, \
            Program(EBBCTL, "cuff", "conformance", cuff.port, "--yes") as program:
        program.out.wait_for("^C24\t", 120)  # the next one inflates
        cuff.out.wait_for('"pump-start"', 20, after=program.out.find("^C24\t"))
        when = program.send(signal.SIGINT)
        tap.check("/conform/interrupted/status", program.end(15) == 1, program)
        tap.check("/conform/interrupted/words",
                  program.err.find("^ebbctl: interrupted; the controller was told to vent"),
                  program)
        tap.check("/conform/interrupted/vented",
                  cuff.out.find('"vent-open"|"released"|"stop"', after=when), cuff)
        tap.check("/conform/interrupted/not-again",
                  cuff.out.find('"pump-start"', after=when + 0.5) is None, cuff)


def stranger(tap: Tap, manner: str) -> None:
    with Terminal(manner) as terminal:
        answer = judge(terminal.port, "--yes", seconds=30)
    found = verdicts(answer.stdout)
    tap.check(f"/conform/stranger/{manner}/status", answer.returncode == 1, answer.stderr)
    tap.check(f"/conform/stranger/{manner}/words",
              "no CuffWire controller answers there" in answer.stderr, answer.stderr)
    tap.check(f"/conform/stranger/{manner}/all-fail",
              len(found) == N_REQUIREMENTS and set(found.values()) == {"fail"}, answer.stdout)


def cat(tap: Tap) -> None:
    """tee instead of cat, to see all that was written: it gives back what it gets as cat does."""
    master, slave = os.openpty()
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "written"
        with kept.open("wb") as file:
            tee = subprocess.Popen(["tee", kept], stdin=master, stdout=master, stderr=file)
            answer = judge(os.ttyname(slave), "--yes", seconds=30)
            tee.kill()
            tee.wait()
        written = kept.read_bytes()
    os.close(slave)
    os.close(master)
    frames = [frame for frame in written.split(b"\x00") if frame]
    tap.check("/conform/stranger/cat/status", answer.returncode == 1, answer.stderr)
    tap.check("/conform/stranger/cat/words", "no CuffWire controller" in answer.stderr,
              answer.stderr)
    tap.check("/conform/stranger/cat/greetings-only",
              0 < len(frames) <= 12 and all(frame[1] == HELLO for frame in frames), written)


def not_begun(tap: Tap) -> None:
    """Without a yes nothing is sent, whoever listens."""
    with Terminal("silent") as terminal:
        answer = judge(terminal.port, seconds=10)
    tap.check("/conform/not-begun/status", answer.returncode == 1, answer.stderr)
    tap.check("/conform/not-begun/words",
              "rigid cylinder, no person" in answer.stderr and "nothing was sent" in answer.stderr,
              answer.stderr)
    tap.check("/conform/not-begun/nothing-judged", answer.stdout == "", answer.stdout)
    missing = judge("/dev/pts/99999", "--yes", seconds=10)
    tap.check("/conform/no-port", missing.returncode == 1 and "/dev/pts/99999" in missing.stderr,
              missing.stderr)
    usage = subprocess.run([EBBCTL, "cuff", "conformance"], check=False, capture_output=True,
                           timeout=10, env=ENVIRONMENT)
    tap.check("/conform/usage", usage.returncode == 2, usage.stderr)
    for only in ("C99", "", "C1,,C2", "c1"):
        answer = judge("/dev/pts/99999", "--yes", "--only", only, seconds=10)
        tap.check(f"/conform/usage/only-{only or 'empty'}", answer.returncode == 2
                  and f"C1 to C{N_REQUIREMENTS} are allowed" in answer.stderr, answer.stderr)


def main() -> int:
    scenarios = [("controller", controller, ()), ("interrupted", interrupted, ()),
                 ("cat", cat, ()), ("not-begun", not_begun, ())]
    scenarios += [(manner, stranger, (manner,)) for manner in ("silent", "nmea", "echo", "flood")]
    scenarios += [("slow", hopeless, ("slow", "delay@0", "C1", "Identity after 1")),
                  ("flooding", hopeless, ("flooding", "flood@idle", "C4",
                                          "could not be brought to Idle again and again"))]
    return run_all(scenarios, 4)


if __name__ == "__main__":
    sys.exit(main())
