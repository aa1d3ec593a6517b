#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells of the fault matrix in which the program itself ends.

    fault-matrix.py EBBCTL EBB-CUFF-SIM FAULTS.TABLE

tests/matrix runs all others in virtual time; these need a process that dies, and so the wall clock.
What must come of a cell stands in the same table.  Release is read from the simulator's own log,
the end from the record after the next start.
"""
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rig import Clinic, Program, Simulator, Tap, programs, reasons, run_all

PHASES = ("armed", "search", "inflating", "exercise", "rest", "deflating")
SIGNALS = {"killed": signal.SIGKILL, "crashed": signal.SIGSEGV, "aborted": signal.SIGABRT}
NO_MEMORY = "no-memory"
ENDS = {"user": 2, "safety": 3, "interrupted": 4}  # EbbEndState
AT_ONCE = 8
MEASURING_S = 0.15  # between the signal and its time, on a busy machine
DYING_S = 2.0       # whoever has no memory may die of it meanwhile
UNDER_MMHG = 20
SEARCH_MMHG = 90
LATER_S = 2.0       # nothing comes back after it

PROTOCOL = """{ "format": "ebb-protocol", "format_version": 1, "id": "two-short-sets",
 "name": "Two short sets", "version": 1, "source": "test", "status": "test",
 "exercise": "quad-set", "pattern": "continuous", "sets_min": 2,
 "sets": [ { "reps_min": 1, "reps_max": 1 }, { "reps_min": 1, "reps_max": 1 } ], "rest_s": 15,
 "tempo": { "contract_ms": 1000, "hold_ms": 2000, "relax_ms": 1000, "pause_ms": 0 },
 "percent_lop_default": 60 }"""


@dataclass
class Cell:
    """A line of the table."""
    fault: str
    phase: str
    release_s: float
    ends: list[str]
    reasons: list[str]

    @property
    def name(self) -> str:
        return f"/matrix/{self.phase}/{self.fault}"


def read_cells(path: Path) -> list[Cell]:
    """Those of a process; a fault without a line for each phase ends the test."""
    cells = []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if not words or words[0] not in (*SIGNALS, NO_MEMORY):
            continue
        fault, phase, release, _, ends, why = words
        cells.append(Cell(fault, phase, float(release), ends.split("|"), why.split("|")))
    wanted = {(fault, phase) for fault in (*SIGNALS, NO_MEMORY) for phase in PHASES}
    assert {(cell.fault, cell.phase) for cell in cells} == wanted and len(cells) == len(wanted)
    return cells


class Copied(Clinic):
    """A clinic that was set up once, in a folder of its own."""

    def __init__(self, model: Clinic, folder: Path) -> None:  # pylint: disable=super-init-not-called
        self.ebbctl, self.folder, self.patient = model.ebbctl, folder, model.patient
        self.db = folder / model.db.name
        shutil.copy(model.db, self.db)


class Scene:
    """A simulator, a clinic, and the program led into a phase."""

    def __init__(self, model: Clinic, sim: str, folder: Path, phase: str) -> None:
        self.phase = phase
        self.clinic = Copied(model, folder)
        self.sim = Simulator(sim, folder)
        self.host = self.search() if phase == "search" else self.session(folder)

    def session(self, folder: Path) -> Program:
        protocol = folder / "protocol.json"
        protocol.write_text(PROTOCOL, encoding="utf-8")
        return Program(self.clinic.ebbctl, "session", "run", "--port", self.sim.port,
                       "--db", self.clinic.db, "--protocol", protocol,
                       "--patient", self.clinic.patient, "--side", "left", "--percent", 60,
                       "--lop", 181, "--operator", "Test")

    def search(self) -> Program:
        return Program(self.clinic.ebbctl, "lop", "run", "--port", self.sim.port,
                       "--db", self.clinic.db, "--patient", self.clinic.patient, "--side", "left",
                       "--cuff-width", 13.5, "--store", "--operator", "Test")

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.host.__exit__()
        self.sim.__exit__()

    def pressures(self, after: float) -> list[float]:
        return [event["cuff_mmhg"] for event in self.sim.events(after=after)
                if "cuff_mmhg" in event]

    def reach(self) -> None:
        """Waits for the moment of the phase at which the fault comes."""
        if self.phase == "armed":
            self.sim.wait_event("armed", 0, 30)
        elif self.phase == "search":
            self.wait(lambda: max(self.pressures(0), default=0) > SEARCH_MMHG)
        elif self.phase == "inflating":
            self.sim.wait_event("pump-start", 0, 30)
            time.sleep(0.8)
        else:
            self.host.out.wait_for("Ready,", 40)
            self.sim_hold()

    def sim_hold(self) -> None:
        if self.phase == "rest":
            self.host.out.wait_for("Rest,", 30)
            time.sleep(1)
            return
        time.sleep(5)  # count-down 3 s, contract 1 s, amid the hold
        if self.phase == "deflating":
            asked_s = self.host.type("stop")
            self.sim.wait_event("vent-open", asked_s, 5)

    def wait(self, condition) -> None:
        end = time.monotonic() + 40
        while not condition():
            assert time.monotonic() < end and self.host.is_running(), str(self.host)
            time.sleep(0.02)

    def befall(self, fault: str) -> tuple[float, float]:
        """Lets it happen; returns when it struck, and when the program ended by it."""
        struck_s = time.monotonic()
        ended_s = self.host.send(SIGNALS[fault]) if fault in SIGNALS else self.starve()
        self.host.process.wait(20)
        return struck_s, ended_s

    def starve(self) -> float:
        """Not one page more: it dies of that, or goes on with what it has until it is ended."""
        pid = self.host.process.pid
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0])
        resource.prlimit(pid, resource.RLIMIT_AS, (pages * resource.getpagesize(),) * 2)
        try:
            self.host.process.wait(DYING_S)
            return time.monotonic()
        except subprocess.TimeoutExpired:
            return self.host.send(signal.SIGTERM)

    def end(self) -> tuple[int, int]:
        """(state, reason) as the next start leaves them."""
        self.clinic.must("session", "list", "--db", self.clinic.db, "--json")
        table = "lop_run" if self.phase == "search" else "session"
        connection = sqlite3.connect(f"file:{self.clinic.db}?mode=ro", uri=True)
        try:
            rows = connection.execute(f"SELECT state, reason FROM {table}").fetchall()
        finally:
            connection.close()
        assert len(rows) == 1, rows
        return rows[0]


def check_release(tap: Tap, cell: Cell, scene: Scene, struck_s: float, ended_s: float) -> None:
    """Nothing above 20 mmHg where it had not been inflated; else vented and soft in time."""
    if cell.release_s == 0:
        time.sleep(LATER_S)
        high = max(scene.pressures(ended_s), default=0)
        tap.check(f"{cell.name}/never-tight", high < UNDER_MMHG
                  and not scene.sim.events("pump-start"), high)
        return
    released = scene.sim.wait_event("released", struck_s, cell.release_s + 5)
    late_s = released["t_s"] - ended_s
    tap.check(f"{cell.name}/release", late_s <= cell.release_s + MEASURING_S,
              f"after {late_s:.2f} s, not {cell.release_s}\n{scene.host}")
    time.sleep(LATER_S)
    again = scene.sim.inflations(after=released["t_s"])
    tap.check(f"{cell.name}/stays-vented", not again, again)


def run_cell(tap: Tap, cell: Cell, model: Clinic, sim: str, folder: Path) -> None:
    with Scene(model, sim, folder, cell.phase) as scene:
        scene.reach()
        struck_s, ended_s = scene.befall(cell.fault)
        check_release(tap, cell, scene, struck_s, ended_s)
        state, reason = scene.end()
        codes = reasons()
        tap.check(f"{cell.name}/record", state in [ENDS[end] for end in cell.ends]
                  and reason in [codes[why.upper().replace("-", "_")] for why in cell.reasons],
                  f"{state} {reason}, not {cell.ends} {cell.reasons}")
        whole = scene.clinic.ask("db", "check", scene.clinic.db)
        tap.check(f"{cell.name}/database-whole", whole.returncode == 0, whole.stderr)


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ebbctl, sim = programs()
    with tempfile.TemporaryDirectory(prefix="ebb-fault-matrix-") as place:
        (Path(place) / "model").mkdir()
        model = Clinic(ebbctl, Path(place) / "model")
        rows = []
        for cell in read_cells(Path(sys.argv[3])):
            folder = Path(place) / f"{cell.phase}-{cell.fault}"
            folder.mkdir()
            rows.append((cell.name, run_cell, (cell, model, sim, folder)))
        return run_all(rows, at_once=AT_ONCE)


if __name__ == "__main__":
    sys.exit(main())
