#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A patient with a tight cuff, and the program with the window dies, or the controller does.

    screen-death.py EBBCTL EBB-CUFF-SIM EBB SCENE

SCENE: killed (the program, SIGKILL), cuff-killed (the controller), terminated (the program,
SIGTERM).  The cuff is a process of its own on the wall clock; what happened at it is read from its
own log, what a person is told from the screen, by accessible name.
"""
import os
import re
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import screen_walk as walk
from rig import Simulator, Tap, reasons, run_all
from screen import POLL_S, Screen, Window, missing

LEASE_S = 1.5      # the longest a controller goes on without a heartbeat
STOP_S = 0.3       # an order to stop until the valve is open
STALE_S = 1.3      # telemetry counts as lost after 1 s; the rest is the way to the screen
CLOSES_S = 8.0     # 6 s for the proof, 2 s for the record
MEASURING_S = 0.15  # between the signal and its time, on a busy machine
READING_S = 0.35   # three names over two buses, on a busy machine
WATCH_S = 5.0
UNKNOWN = "Unknown: treat as inflated"
# A pressure of nothing, whatever the blank before its unit; not the 0 of 10, 120 or 7.0.
ZERO = re.compile(r"(?<![\d.,])0\s?mmHg")


class Scene:
    """A simulator, a clinic, a screen, and the program led to its first hold."""

    def __init__(self, folder: Path, holds_port: bool = False) -> None:
        ebbctl, sim, self.ebb = walk.programs()
        with ExitStack() as stack:
            self.sim = stack.enter_context(Simulator(sim, folder))
            if holds_port:
                # As long as somebody has it open, its number is not given to another test's cuff.
                port = os.open(self.sim.port, os.O_RDWR | os.O_NOCTTY)
                stack.callback(os.close, port)
            self.clinic = walk.Practice(ebbctl, folder)
            self.before = {row["id"] for row in self.clinic.sessions()}
            self.screen = stack.enter_context(Screen(folder))
            self.window = self.open_window()
            self.others = stack.pop_all()

    def open_window(self) -> Window:
        return Window(self.screen, self.ebb, "--data-dir", self.clinic.data_dir, "--port",
                      self.sim.port)

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.window.__exit__()
        self.others.close()

    def wait_hold(self) -> dict:
        """What tells of the cuff: the phase, the chip and the stop bar, each as it stands."""
        walk.to_inflation(self.screen, self.window)
        # Whole: the clock's title begins with the same word, and a walk takes its time.
        word = self.window.find("Inflating…", ("label",), exact=True)
        told = {"phase": word, "chip": self.window.find("Cuff: ", ("push button",)),
                "stop-bar": self.window.find("Tight · ", ("label",))}
        self.window.wait_for(lambda: self.window.says(word) == "Hold", walk.PHASE_S, "Hold")
        return told

    def record(self):
        """The record of the one session that was led here; the program has ended."""
        rows = [row for row in self.clinic.sessions() if row["id"] not in self.before]
        assert len(rows) == 1, rows
        return self.clinic.export(rows[0]["id"])


def check_vented(tap: Tap, name: str, scene: Scene, since_s: float, within_s: float) -> None:
    opened = scene.sim.wait_event("vent-open", since_s, within_s + 5)
    delay_s = opened["t_s"] - since_s
    tap.check(name, delay_s <= within_s + MEASURING_S and opened["cuff_mmhg"] > 60,
              f"open after {delay_s:.3f} s at {opened['cuff_mmhg']} mmHg")


def check_interrupted(tap: Tap, name: str, record, code: str) -> None:
    wanted = ("interrupted", reasons()[code])
    bout = record.json["bouts"][0]
    tap.check(name, record.state == wanted and (bout["state"], bout["state_code"]) == wanted,
              f"session {record.state}, bout {bout['state']} {bout['state_code']}, not {wanted}")


# --- The program is killed ----------------------------------------------------------------------

def check_safe_page_first(tap: Tap, scene: Scene) -> None:
    """From the first moment that there is anything to see."""
    window, seen = scene.window, []
    end_s = time.monotonic() + walk.PHASE_S
    while time.monotonic() < end_s:
        seen = window.names()
        if walk.SEARCH in seen or "Look at the cuff first" in seen:
            break
        time.sleep(POLL_S)
    tap.check("/screen-death/killed/safe-screen-comes-first",
              "Look at the cuff first" in seen and walk.SEARCH not in seen, seen)
    tap.check("/screen-death/killed/says-what-happened",
              any("ended unexpectedly" in name for name in seen)
              and any("closed as interrupted" in name for name in seen), seen)


def check_way_on(tap: Tap, scene: Scene) -> None:
    """The controller shows by itself that the cuff is empty; then, and only by hand, it goes on."""
    window = scene.window
    window.find("The cuff is deflated")
    tap.check("/screen-death/killed/no-list-before-a-person-goes-on",
              not window.shows(walk.SEARCH, 0.5), window.names())
    window.press("Go on", exact=True)
    tap.check("/screen-death/killed/then-the-list", window.shows(walk.SEARCH, 20), window.names())


def program_killed(tap: Tap, folder: Path) -> None:
    with Scene(folder) as scene:
        scene.wait_hold()
        killed_s = scene.window.send(signal.SIGKILL)
        check_vented(tap, "/screen-death/killed/vents-within-the-lease", scene, killed_s, LEASE_S)
        scene.window.end(5)
        restarted_s = time.monotonic()
        scene.window = scene.open_window()
        check_safe_page_first(tap, scene)
        check_way_on(tap, scene)
        tap.check("/screen-death/killed/never-inflates-again",
                  not scene.sim.inflations(after=restarted_s), scene.sim.events(after=restarted_s))
        scene.window.send(signal.SIGTERM)
        tap.check("/screen-death/killed/closes", scene.window.end(CLOSES_S) == 0)
        check_interrupted(tap, "/screen-death/killed/record-says-interrupted", scene.record(),
                          "CRASH")


# --- The controller is killed -------------------------------------------------------------------

def wait_unknown(tap: Tap, scene: Scene, told: dict, killed_s: float) -> None:
    """Each place that told a pressure tells that nothing is known."""
    came_s: dict[str, float] = {}
    while len(came_s) < len(told) and time.monotonic() < killed_s + 10:
        for place, node in told.items():
            if UNKNOWN in scene.window.says(node):
                came_s.setdefault(place, time.monotonic() - killed_s)
    for place, node in told.items():
        tap.check(f"/screen-death/cuff-killed/unknown-at-once/{place}",
                  came_s.get(place, 99) <= STALE_S + READING_S,
                  f"{came_s}, says {scene.window.says(node)!r}")


def is_unknown(names: list[str]) -> bool:
    return (any(UNKNOWN in name for name in names) and not any(map(ZERO.search, names))
            and not any("Remove the cuff" in name or "is deflated" in name for name in names))


def check_stays_unknown(tap: Tap, scene: Scene, name: str, seconds: float) -> None:
    end_s, n_looks, wrong = time.monotonic() + seconds, 0, []
    while time.monotonic() < end_s or n_looks == 0:
        names = scene.window.names()
        n_looks += 1
        if not is_unknown(names):
            wrong = names
            break
    tap.check(name, not wrong, wrong)


def cuff_killed(tap: Tap, folder: Path) -> None:
    with Scene(folder, holds_port=True) as scene:
        window = scene.window
        told = scene.wait_hold()
        killed_s = scene.sim.send(signal.SIGKILL)
        wait_unknown(tap, scene, told, killed_s)
        check_stays_unknown(tap, scene, "/screen-death/cuff-killed/stays-unknown", WATCH_S)
        window.press("Cuff is soft and off…", exact=True)
        window.find("I felt it: soft and off")
        check_stays_unknown(tap, scene, "/screen-death/cuff-killed/one-press-settles-nothing", 0.5)
        window.press("I felt it: soft and off")
        window.wait_for(lambda: not any(UNKNOWN in name for name in window.names()), 10,
                        "the end of unknown")
        tap.check("/screen-death/cuff-killed/known-by-a-person-only-as-no-cuff",
                  window.shows("No cuff", 5) and not any(map(ZERO.search, window.names())),
                  window.names())
        window.send(signal.SIGTERM)
        tap.check("/screen-death/cuff-killed/closes", window.end(CLOSES_S) == 0)
        record = scene.record()
        check_interrupted(tap, "/screen-death/cuff-killed/record-says-interrupted", record,
                          "LINK_LOST")
        codes = [event["code"] for event in record.json["events"]]
        since = codes[codes.index("link-lost"):]  # the puff before was released, and seen to be
        tap.check("/screen-death/cuff-killed/record-says-who-felt-it",
                  since.count("cuff-off") == 1 and "released" not in since, codes)


# --- The program is ended -----------------------------------------------------------------------

def program_terminated(tap: Tap, folder: Path) -> None:
    with Scene(folder) as scene:
        scene.wait_hold()
        asked_s = scene.window.send(signal.SIGTERM)
        check_vented(tap, "/screen-death/terminated/vents", scene, asked_s, STOP_S)
        status = scene.window.end(CLOSES_S + 5)
        took_s = time.monotonic() - asked_s
        tap.check("/screen-death/terminated/closes", status == 0 and took_s <= CLOSES_S,
                  f"{status} after {took_s:.1f} s\n{scene.window.log.read_text(encoding='utf-8')}")
        record = scene.record()
        check_interrupted(tap, "/screen-death/terminated/record-says-shutdown", record, "SHUTDOWN")
        codes = [event["code"] for event in record.json["events"]]
        tap.check("/screen-death/terminated/release-recorded",
                  "released" in codes[codes.index("set-started"):], codes)


SCENES = {"killed": program_killed, "cuff-killed": cuff_killed, "terminated": program_terminated}


def main() -> int:
    lacking = missing()
    if lacking:
        print(f"1..0 # SKIP not here: {lacking}")
        return 0
    name = sys.argv[4]
    with tempfile.TemporaryDirectory(prefix="ebb-screen-death-") as place:
        return run_all([(f"/screen-death/{name}", SCENES[name], (Path(place),))], at_once=1)


if __name__ == "__main__":
    sys.exit(main())
