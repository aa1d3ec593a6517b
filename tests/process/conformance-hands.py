#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `ebbctl cuff conformance` asks of a person, on a terminal, over real time.

    conformance-hands.py EBBCTL EBB-CUFF-SIM

The person is this test, the deed is a fault of the simulator that begins when the cuff first holds,
which is when the judge asks.
"""
import contextlib
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

from rig import ENVIRONMENT, Cuff, Lines, Program, Tap, programs, run_all

EBBCTL, SIMULATOR = programs()
LINE = re.compile(r"^(C\d+)\t[^\t]+\t(pass|fail|not applicable)\t(.+)$")
ASKED = r"^> "
RESTORE = "^> Put everything back"


def lines_of(descriptor: int) -> Iterator[str]:
    """A terminal that nobody has open any more ends with an error."""
    with os.fdopen(descriptor, errors="replace", closefd=False) as file, \
            contextlib.suppress(OSError):
        yield from file


class Judge(Program):
    """ebbctl with somebody at its terminal; the verdicts go elsewhere."""

    def __init__(self, port: str, *options: str) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [EBBCTL, "cuff", "conformance", port, *options], text=True, stdin=slave, stderr=slave,
            stdout=subprocess.PIPE, env=ENVIRONMENT, start_new_session=True)
        os.close(slave)
        self.out, self.err = Lines(self.process.stdout), Lines(lines_of(self.master))

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for lines in (self.out, self.err):
            lines.thread.join(5)
        self.process.stdout.close()
        os.close(self.master)

    def type(self, word: str) -> None:
        os.write(self.master, word.encode() + b"\n")

    def verdicts(self) -> dict[str, tuple[str, str]]:
        return {match[1]: (match[2], match[3]) for _, line in self.out.lines
                if (match := LINE.match(line))}


def judged(tap: Tap, name: str, judge: Judge, status: int, **wanted: str) -> None:
    """Ends in time, with this status and these verdicts and no others (C1 is always there)."""
    ended = judge.end(60)
    found = {number: verdict for number, (verdict, _) in judge.verdicts().items()}
    tap.check(f"/hands/{name}/verdicts", found == {"C1": "pass"} | wanted, judge)
    tap.check(f"/hands/{name}/status", ended == status, judge)


def power(tap: Tap) -> None:
    """Off and on under pressure, while the heartbeat goes on: nobody has to press anything."""
    with Cuff(SIMULATOR, "power-loss@holding+1") as cuff, \
            Judge(cuff.port, "--yes", "--only", "C55,C56,C59", "--power-cycle") as judge:
        asked = judge.err.wait_for("^> Switch the controller off and on", 20)
        off = cuff.out.wait_for('"fault-begins".*"power-loss"', 20)
        judged(tap, "power", judge, 0, C55="pass", C56="pass", C59="not applicable")
        tap.check("/hands/power/asked-before", asked <= off, judge)
        # Had the host fallen silent while the person read, the lease would have emptied the cuff.
        tap.check("/hands/power/under-pressure", not cuff.out.find('"lease-over"'), cuff)
        tap.check("/hands/power/not-asked-for-more",
                  not judge.err.find("stop button") and judge.verdicts()["C59"][1] ==
                  "not asked: needs hands", judge)


def button(tap: Tap) -> None:
    with Cuff(SIMULATOR, "stop-button@holding") as cuff, \
            Judge(cuff.port, "--only", "C59", "--by-hand") as judge:
        judge.type("yes")
        judge.err.wait_for("> Press the controller's own stop button", 20)
        judged(tap, "button", judge, 0, C59="pass")


def nothing_happens(tap: Tap) -> None:
    """He says that he has pressed it, and the controller does nothing: a failure."""
    with Cuff(SIMULATOR) as cuff, Judge(cuff.port, "--yes", "--only", "C59", "--by-hand") as judge:
        judge.err.wait_for(ASKED, 20)
        judge.type("")
        judged(tap, "nothing-happens", judge, 1, C59="fail")
        tap.check("/hands/nothing-happens/words", "NOTHING HAPPENED" in judge.verdicts()["C59"][1],
                  judge)


def over_pressure(tap: Tap) -> None:
    with Cuff(SIMULATOR, "pump-stuck@holding+8") as cuff, \
            Judge(cuff.port, "--yes", "--only", "C60", "--by-hand") as judge:
        judge.err.wait_for("^> Pump the cuff up", 20)
        judge.err.wait_for(RESTORE, 30)
        judge.type("")
        judged(tap, "over-pressure", judge, 0, C60="pass")


def stuck_vent(tap: Tap) -> None:
    with Cuff(SIMULATOR, "vent-stuck@holding+10") as cuff, \
            Judge(cuff.port, "--yes", "--only", "C61", "--by-hand") as judge:
        judge.err.wait_for("^> Shut every way out", 20)
        cuff.out.wait_for('"fault-begins"', 20)
        judge.type("")
        judge.err.wait_for(RESTORE, 30)
        judge.type("")
        judged(tap, "stuck-vent", judge, 0, C61="pass")


def open_vent(tap: Tap) -> None:
    """He says that he has shut it, and the cuff empties: nothing can be said about the alarm."""
    with Cuff(SIMULATOR) as cuff, Judge(cuff.port, "--yes", "--only", "C61", "--by-hand") as judge:
        judge.err.wait_for(ASKED, 20)
        judge.type("")
        judge.err.wait_for(RESTORE, 30)
        judge.type("")
        judged(tap, "open-vent", judge, 0, C61="not applicable")


def dead_sensor(tap: Tap) -> None:
    with Cuff(SIMULATOR, "sensor-nan@holding+4") as cuff, \
            Judge(cuff.port, "--yes", "--only", "C62", "--by-hand") as judge:
        judge.err.wait_for("^> Pull the plug", 20)
        judge.err.wait_for(RESTORE, 30)
        judge.type("")
        judged(tap, "dead-sensor", judge, 0, C62="pass")


def refused(tap: Tap) -> None:
    """n and Enter: what cannot be done is no failure, and the rest goes on at once."""
    with Cuff(SIMULATOR) as cuff, \
            Judge(cuff.port, "--yes", "--only", "C55,C59,C63", "--by-hand") as judge:
        for number, what in enumerate(("Switch the controller", "Press the controller's"), 1):
            judge.err.wait_for(f"^> {what}", 20)
            judge.type("n")
            judge.out.wait_for("^C55\t" if number == 1 else "^C59\t", 5)
        judged(tap, "refused", judge, 0, C55="not applicable", C59="not applicable", C63="pass")


def walked_away(tap: Tap) -> None:
    """Ctrl-C while the judge waits for a hand, with the cuff under pressure."""
    with Cuff(SIMULATOR) as cuff, Judge(cuff.port, "--yes", "--only", "C59", "--by-hand") as judge:
        judge.err.wait_for(ASKED, 20)
        when = judge.send(signal.SIGINT)
        tap.check("/hands/walked-away/status", judge.end(15) == 1, judge)
        tap.check("/hands/walked-away/vented", cuff.out.find('"vent-open"', after=when), cuff)


def main() -> int:
    scenarios = (power, button, nothing_happens, over_pressure, stuck_vent, open_vent, dead_sensor,
                 refused, walked_away)
    return run_all([(scenario.__name__, scenario, ()) for scenario in scenarios], 5)


if __name__ == "__main__":
    sys.exit(main())
