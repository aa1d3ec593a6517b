#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A search for the occlusion pressure, and the program dies in the middle of it.

    search-death.py EBBCTL EBB-CUFF-SIM

The cuff is a process of its own on the wall clock, high above what a session ever holds.  Whether
the program is killed, frozen or told to end: the cuff is open in time, the run is in the record
as what it was, nothing of it counts as a value, and the next start knows of it.
"""
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from rig import Clinic, Program, Simulator, Tap, programs, reasons, run_all

REASON = reasons()
OPEN, USER, INTERRUPTED = 0, 2, 4  # states of the record (ebb-records.h)

LEASE_S = 1.5
STOP_S = 0.3
MEASURING_S = 0.15
AWAKE_S = 3.0            # enough to hear from the controller what became of the cuff
TIGHT_MMHG = 90.0  # a search begins far below and ends far above


class Search:
    """A simulator, a clinic and a search that runs on a left thigh."""

    def __init__(self, both: list[str], folder: Path) -> None:
        self.sim = Simulator(both[1], folder)
        self.clinic = Clinic(both[0], folder)
        self.host = Program(both[0], "lop", "run", "--port", self.sim.port, "--db", self.clinic.db,
                            "--patient", self.clinic.patient, "--side", "left", "--cuff-width",
                            13.5, "--store", "--operator", "Test")

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.host.__exit__()
        self.sim.__exit__()

    def wait_tight(self) -> None:
        """Until the controller itself has told of a tight cuff: its row is then long on the disk."""
        self.host.err.wait_for("run 1: searching", 30)
        end = time.monotonic() + 30
        while time.monotonic() < end and self.host.is_running():
            if max((event.get("cuff_mmhg", 0) for event in self.sim.events()), default=0) \
                    > TIGHT_MMHG:
                return
            time.sleep(0.05)
        raise AssertionError(f"the cuff never became tight\n{self.host}\n"
                             + self.sim.log.read_text(encoding="utf-8"))

    def runs(self) -> list[tuple[int, int, int]]:
        """(state, reason, has an end), as SQLite finds them in the file."""
        connection = sqlite3.connect(f"file:{self.clinic.db}?mode=ro", uri=True)
        try:
            return connection.execute("SELECT state, reason, ended_unix_us IS NOT NULL FROM lop_run"
                                      " ORDER BY started_unix_us").fetchall()
        finally:
            connection.close()


def check_vented(tap: Tap, name: str, scene: Search, since_s: float, within_s: float) -> None:
    opened = scene.sim.wait_event("vent-open", since_s, within_s + 5)
    delay = opened["t_s"] - since_s
    tap.check(f"{name}/vents-in-time", delay <= within_s + MEASURING_S
              and opened["cuff_mmhg"] > TIGHT_MMHG - 30,
              f"open after {delay:.3f} s at {opened['cuff_mmhg']} mmHg")
    time.sleep(3)
    again = scene.sim.inflations(after=opened["t_s"])
    tap.check(f"{name}/stays-vented", not again, again)


def check_no_value(tap: Tap, name: str, scene: Search) -> None:
    """Whatever was half found is nobody's occlusion pressure."""
    listed = scene.clinic.must("lop", "list", "--db", scene.clinic.db, "--patient",
                               scene.clinic.patient)
    tap.check(f"{name}/no-value-on-file", "mmHg" not in listed, listed)
    whole = scene.clinic.ask("db", "check", scene.clinic.db)
    tap.check(f"{name}/database-whole", whole.returncode == 0, whole.stderr)


def killed(tap: Tap, both: list[str], folder: Path) -> None:
    name = "/search-death/killed"
    with Search(both, folder) as scene:
        scene.wait_tight()
        killed_s = scene.host.send(signal.SIGKILL)
        check_vented(tap, name, scene, killed_s, LEASE_S)
        runs = scene.runs()
        tap.check(f"{name}/its-row-was-there-before-the-air", runs == [(OPEN, 0, 0)], runs)
        check_next_start(tap, name, scene)
        check_no_value(tap, name, scene)


def check_next_start(tap: Tap, name: str, scene: Search) -> None:
    """Whoever writes next closes the run as interrupted by a crash, and says so."""
    answer = scene.clinic.ask("session", "list", "--db", scene.clinic.db, "--json")
    tap.check(f"{name}/the-next-start-says-so", "nterrupted" in answer.stderr, answer.stderr)
    tap.check(f"{name}/the-record-says-interrupted",
              scene.runs() == [(INTERRUPTED, REASON["CRASH"], 1)], scene.runs())


def frozen(tap: Tap, both: list[str], folder: Path) -> None:
    """Stopped by the system and woken after the lease: it does not go on."""
    name = "/search-death/frozen"
    with Search(both, folder) as scene:
        scene.wait_tight()
        frozen_s = scene.host.send(signal.SIGSTOP)
        check_vented(tap, name, scene, frozen_s, LEASE_S)
        scene.host.send(signal.SIGCONT)
        time.sleep(AWAKE_S)
        if scene.host.is_running():
            scene.host.walk_away()
        status = scene.host.end(20)
        tap.check(f"{name}/exit-status", status == 1, f"{status}\n{scene.host}")
        runs = scene.runs()
        tap.check(f"{name}/the-record-says-interrupted",
                  len(runs) == 1 and runs[0][0] == INTERRUPTED and runs[0][2] == 1, runs)
        check_no_value(tap, name, scene)


def ended(tap: Tap, both: list[str], folder: Path) -> None:
    """SIGTERM is somebody who wants it to end: the cuff first."""
    name = "/search-death/ended"
    with Search(both, folder) as scene:
        scene.wait_tight()
        asked_s = scene.host.send(signal.SIGTERM)
        check_vented(tap, name, scene, asked_s, STOP_S)
        status = scene.host.end(20)
        tap.check(f"{name}/exit-status", status == 1, f"{status}\n{scene.host}")
        runs = scene.runs()
        tap.check(f"{name}/no-run-is-left-open",
                  len(runs) == 1 and runs[0][0] != OPEN and runs[0][2] == 1, runs)
        check_no_value(tap, name, scene)


def main() -> int:
    both = programs()
    with tempfile.TemporaryDirectory(prefix="ebb-search-death-") as name:
        scenarios = []
        for word, scenario in (("killed", killed), ("frozen", frozen), ("ended", ended)):
            folder = Path(name) / word
            folder.mkdir()
            scenarios.append((f"/search-death/{word}", scenario, (both, folder)))
        return run_all(scenarios, at_once=3)


if __name__ == "__main__":
    sys.exit(main())
