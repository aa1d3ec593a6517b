#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A patient with a tight cuff, and the disk of the record fails for a while.

    disk-trouble.py EBBCTL EBB-CUFF-SIM

The real program, a real cuff in a process of its own, a real file: another program holds it for
longer than SQLite waits, or no file may grow any more.  The cuff must not notice, a person must
(A11), and in the end not one row is missing.
"""
import contextlib
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from rig import Clinic, Simulator, Tap, programs, reasons, run_all

AMID_HOLD_S = 6.0   # count-down 3 s, contract 1 s, 2 s into the hold
LOCKED_S = 8.0      # SQLite's patience is 5 s
FULL_S = 3.0
TOLD_S = 7.0
CAUGHT_UP_S = 3.0
GAP_MS = 400        # between two heartbeats; the lease is 1.5 s


@contextlib.contextmanager
def locked(db: Path, _: int):
    """Another program writes and does not come to an end."""
    other = sqlite3.connect(db, timeout=10, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield LOCKED_S
        other.execute("ROLLBACK")
    finally:
        other.close()


@contextlib.contextmanager
def full(_: Path, pid: int):
    """No file of this program grows beyond what the record has already."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield FULL_S
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def check_cuff(tap: Tap, name: str, sim: Simulator, since_s: float) -> None:
    moved = sim.events("vent-open", "vented", "stop", "lease-over", after=since_s)
    gaps = [event["longest_gap_ms"] for event in sim.events("heartbeats", after=since_s)]
    tap.check(f"{name}/cuff-does-not-notice", not moved and gaps and max(gaps) <= GAP_MS,
              f"{moved} {gaps}")


def check_record(tap: Tap, name: str, clinic: Clinic) -> None:
    record = clinic.export(clinic.sessions()[0]["id"])
    gaps = record.json["bouts"][0]["limbs"][0]["pressure"]["gaps"]
    times = [float(row["t_s"]) for row in record.samples]
    steps = [b - a for a, b in zip(times, times[1:])]
    tap.check(f"{name}/not-one-sample-is-missing", gaps["count"] == 0 and max(steps) < 0.05
              and times[-1] > record.event_s("released") - 0.2, f"{gaps} {max(steps):.3f}")
    codes = [event["code"] for event in record.json["events"]]
    tap.check(f"{name}/alarm-on-record", "alarm" in codes
              and any("make room on the disk" in event["text"] for event in record.json["events"]),
              record.json["events"])
    tap.check(f"{name}/record-says-stopped-by-user",
              record.state == ("stopped-by-user", reasons()["USER_STOP"]), record.state)
    whole = clinic.ask("db", "check", clinic.db)
    tap.check(f"{name}/database-whole", whole.returncode == 0, whole.stderr)


def trouble(tap: Tap, both: list[str], folder: Path, way) -> None:
    name = f"/disk-trouble/{way.__name__}"
    with Simulator(both[1], folder) as sim:
        clinic = Clinic(both[0], folder)
        with clinic.start_session("--port", sim.port) as host:
            ready_s = host.out.wait_for(r"\[simulated\] Ready,", 40)
            time.sleep(max(0.0, ready_s + AMID_HOLD_S - time.monotonic()))
            struck_s = time.monotonic()
            with way(clinic.db, host.process.pid) as seconds:
                time.sleep(seconds)
            told_s = host.err.wait_for("A11", TOLD_S, after=struck_s)
            tap.check(f"{name}/told", told_s - struck_s <= TOLD_S, host)
            time.sleep(CAUGHT_UP_S)
            check_cuff(tap, name, sim, struck_s)
            asked_s = host.type("stop")
            host.out.wait_for("Remove the cuff", 15, after=asked_s)
            host.type("off")
            tap.check(f"{name}/ends", host.end(15) == 1, host)
        check_record(tap, name, clinic)


def main() -> int:
    both = programs()
    with tempfile.TemporaryDirectory(prefix="ebb-disk-trouble-") as place:
        rows = []
        for way in (locked, full):
            folder = Path(place, way.__name__)
            folder.mkdir()
            rows.append((f"/disk-trouble/{way.__name__}", trouble, (both, folder, way)))
        return run_all(rows, at_once=len(rows))


if __name__ == "__main__":
    sys.exit(main())
