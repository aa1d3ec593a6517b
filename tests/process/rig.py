# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of this folder share: a TAP stream, programs that run, a clinic in a folder.

All times are seconds of CLOCK_MONOTONIC, which is the clock of the simulator's log too.
"""
import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

TYPES = Path(__file__).resolve().parents[2] / "device/values/cuff-types.h"
# G_DEBUG makes a warning of GLib fatal, so that none can hide among the diagnostics.
ENVIRONMENT = os.environ | {"LC_ALL": "C.UTF-8", "G_DEBUG": "fatal-warnings"}
COMMAND_S = 60  # no command of these tests takes longer, however busy the machine is


def programs() -> list[str]:
    """The paths of ebbctl and ebb-cuff-sim; meson gives them as seen from the build's folder."""
    return [os.path.abspath(path) for path in sys.argv[1:3]]


def reasons() -> dict[str, int]:
    """CUFF_REASON_* as the header fixes them: {"LEASE": 4, ...}."""
    return {name: int(number) for name, number in
            re.findall(r"CUFF_REASON_(\w+) = (\d+)", TYPES.read_text(encoding="utf-8"))}


class Tap:
    """Points of a TAP stream.  Each scenario fills its own; main() prints them in order."""

    def __init__(self) -> None:
        self.points: list[tuple[str, bool, str]] = []

    def check(self, name: str, ok: object, detail: object = "") -> bool:
        """One point; `detail` is told only when it failed."""
        self.points.append((name, bool(ok), str(detail)))
        return bool(ok)

    def skip(self, name: str, reason: str) -> None:
        self.points.append((f"{name} # SKIP {reason}", True, ""))

    def run(self, name: str, scenario: Callable, *args) -> None:
        """A scenario that stumbles is a failed point of that name, not the end of the others."""
        try:
            scenario(self, *args)
        except Exception:  # whatever it was, it is told
            self.check(name, False, traceback.format_exc())


def run_all(scenarios: list[tuple[str, Callable, tuple]], at_once: int) -> int:
    """Runs (name, function, arguments), prints TAP, returns the exit status."""
    taps = [Tap() for _ in scenarios]
    gate = threading.Semaphore(at_once)

    def run(tap: Tap, name: str, scenario: Callable, args: tuple) -> None:
        with gate:
            tap.run(name, scenario, *args)

    threads = [threading.Thread(target=run, args=(tap, *row)) for tap, row in zip(taps, scenarios)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    points = [point for tap in taps for point in tap.points]
    for number, (name, ok, detail) in enumerate(points, 1):
        print(f"{'ok' if ok else 'not ok'} {number} {name}")
        for line in detail.splitlines() if not ok else ():
            print(f"# {line}")
    print(f"1..{len(points)}")
    return 0 if all(ok for _, ok, _ in points) else 1


class Lines:
    """Reads a pipe on a thread of its own and keeps each line with the time of its arrival."""

    def __init__(self, pipe: io.TextIOBase) -> None:
        self.lines: list[tuple[float, str]] = []
        self.ended = False
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self._read, args=(pipe,), daemon=True)
        self.thread.start()

    def _read(self, pipe: io.TextIOBase) -> None:
        for line in pipe:
            with self.changed:
                self.lines.append((time.monotonic(), line.rstrip("\n")))
                self.changed.notify_all()
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def find(self, pattern: str, after: float = 0.0) -> float | None:
        """When a line first matched `pattern`, not counting what came before `after`."""
        return next((t for t, line in self.lines if t >= after and re.search(pattern, line)), None)

    def wait_for(self, pattern: str, seconds: float, after: float = 0.0) -> float:
        with self.changed:
            self.changed.wait_for(
                lambda: self.ended or self.find(pattern, after) is not None, seconds)
            found = self.find(pattern, after)
        if found is None:
            raise AssertionError(f"no line like {pattern!r} within {seconds} s; so far:\n{self}")
        return found

    def __str__(self) -> str:
        return "\n".join(f"{t:.3f} {line}" for t, line in self.lines)


class Program:
    """A program that runs beside the test, with a person at its terminal."""

    def __init__(self, *args: object, cwd: Path | None = None) -> None:
        self.process = subprocess.Popen(
            [str(arg) for arg in args], cwd=cwd, env=ENVIRONMENT, text=True, bufsize=1,
            errors="replace", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.out = Lines(self.process.stdout)
        self.err = Lines(self.process.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        """Whatever happened in the test, nothing is left running."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for lines in (self.out, self.err):
            lines.thread.join(5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except OSError:
                pass  # an unsent word to a program that has gone

    def send(self, number: signal.Signals) -> float:
        """Sends a signal; returns when."""
        now = time.monotonic()
        self.process.send_signal(number)
        return now

    def type(self, word: str) -> float:
        now = time.monotonic()
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return now

    def walk_away(self) -> None:
        """Nobody types any more: end of file."""
        self.process.stdin.close()

    def is_running(self) -> bool:
        return self.process.poll() is None

    def end(self, seconds: float) -> int:
        """The exit status, negative for a signal; it has to come within `seconds`."""
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still runs after {seconds} s\n{self}") from None
        for lines in (self.out, self.err):
            lines.thread.join(5)
        return status

    def __str__(self) -> str:
        return f"stdout:\n{self.out}\nstderr:\n{self.err}"


class Cuff(Program):
    """ebb-cuff-sim that tells on stdout what happens, with nobody in the cuff who would move."""

    def __init__(self, program: str, *faults: str) -> None:
        super().__init__(program, "--seed", 1, "--sets", 0, "--limb", "arm", "--pump-lpm", 30,
                         *(f"--fault={fault}" for fault in faults))
        self.out.wait_for("^port /", 10)
        self.port = self.out.lines[0][1].split()[1]


class Simulator(Program):
    """ebb-cuff-sim on the wall clock; its log tells what really happened at the cuff."""

    def __init__(self, program: str, folder: Path) -> None:
        self.log = folder / "sim.log"
        super().__init__(program, "--seed", 1, "--log", self.log)
        self.out.wait_for("^port /", 10)
        self.port = self.out.lines[0][1].split()[1]

    def events(self, *names: str, after: float = 0.0) -> list[dict]:
        whole = self.log.read_text(encoding="utf-8").rpartition("\n")[0]
        found = [json.loads(line) for line in whole.splitlines()]
        return [event for event in found
                if event["t_s"] >= after and (not names or event["event"] in names)]

    def wait_event(self, name: str, after: float, seconds: float) -> dict:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.events(name, after=after):
                return found[0]
            time.sleep(0.02)
        raise AssertionError(f"no {name} within {seconds} s in the simulator's log:\n"
                             + self.log.read_text(encoding="utf-8"))

    def inflations(self, after: float) -> list[dict]:
        """Everything that could make a vented cuff tight again."""
        return self.events("armed", "active", "pump-start", "vent-shut", after=after)


class Clinic:
    """A folder with a database and an invented, healthy patient who has a physician's order."""

    def __init__(self, ebbctl: str, folder: Path, name: str = "e.db") -> None:
        self.ebbctl, self.folder, self.db = ebbctl, folder, folder / name
        self.patient = self.add_patient("Invented Example", "1980-02-03")
        self.must("patient", "order", "--db", self.db, "--patient", self.patient,
                  "--physician", "Dr. Invented", "--date", "2020-01-01")
        self.must("screening", "record", "--db", self.db, "--patient", self.patient,
                  "--no-to-rest", "--bp", "120/75", "--height", 170, "--weight", 68)

    def add_patient(self, name: str, born: str) -> str:
        return self.must("patient", "add", "--db", self.db, "--name", name,
                         "--born", born).split("\t")[0]

    def ask(self, *args: object) -> subprocess.CompletedProcess:
        return subprocess.run([self.ebbctl, *map(str, args)], check=False, capture_output=True,
                              text=True, errors="replace", env=ENVIRONMENT, timeout=COMMAND_S,
                              stdin=subprocess.DEVNULL)

    def must(self, *args: object) -> str:
        answer = self.ask(*args)
        if answer.returncode != 0:
            raise AssertionError(f"{args} ended with {answer.returncode}: {answer.stderr}")
        return answer.stdout

    def start_session(self, *port: object, side: str = "left") -> Program:
        return Program(self.ebbctl, "session", "run", *port, "--db", self.db,
                       "--protocol", "classic-quad-set", "--patient", self.patient,
                       "--side", side, "--percent", 60, "--lop", 181, "--operator", "Test")

    def sessions(self) -> list[dict]:
        return json.loads(self.must("session", "list", "--db", self.db, "--json"))

    def export(self, session: str) -> "Record":
        paths = {form: self.folder / f"{session}.{form}" for form in ("json", "csv")}
        for form, path in paths.items():
            self.must("export", "--db", self.db, "--session", session, "--format", form,
                      "--out", path)
        return Record(paths["json"], paths["csv"])


class Record:
    """session.json and session.csv as they were exported."""

    def __init__(self, json_path: Path, csv_path: Path) -> None:
        self.json = json.loads(json_path.read_text(encoding="utf-8"))
        with csv_path.open(encoding="utf-8", newline="") as file:
            self.samples = list(csv.DictReader(file))
        self.state = (self.json["state"], self.json["state_code"])

    def started_unix_s(self) -> float:
        return datetime.fromisoformat(self.json["started_at"]).timestamp()

    def last_sample_s(self) -> float:
        return float(self.samples[-1]["t_s"])

    def event_s(self, code: str) -> float:
        return next(event["t_s"] for event in self.json["events"] if event["code"] == code)
