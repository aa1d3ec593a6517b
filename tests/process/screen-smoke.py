#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person who hears the screen leads the first session, as far as the first hold and Stop.

    screen-smoke.py EBBCTL EBB-CUFF-SIM EBB

The real program on a screen of its own, everything by accessible name through AT-SPI; the cuff is
simulated, five times as fast as life.
"""
import sys
import tempfile
from pathlib import Path

import screen_walk as walk
from rig import Tap, run_all
from screen import Screen, Window, missing

# Of each page the controls nobody can do without, as they are called there.
CONTROLS = {
    "statement": ("Name", "I have read this"),
    "patients": (walk.SEARCH, "New patient", "Main menu", "Cuff: Simulated"),
    "patient": ("Start session", "Overview", "Sessions", "Plan"),
    "start": ("Nothing new since last time", "Systolic", "Diastolic", "Heart rate", "Short puff",
              "Pain now, 0 to 10", "Start"),
    "live": ("Stop and deflate", "End set", "Lower the target by 10 mmHg",
             "Raise the target by 10 mmHg", "Count one repetition", "Take back the last repetition",
             "Pause", "More…", "Patient unwell"),
    "remove": ("Cuff is soft and off", "Note for the record", "Finish session", "Next exercise"),
}
STOP_S = 3.0  # from the key to the word: vent, empty below 10 mmHg, proven for 1 s; five-fold


def check_page(tap: Tap, window: Window, page: str) -> None:
    """Each main control is there by name, and nothing that takes the focus is without one."""
    names = window.names()
    lacking = [name for name in CONTROLS[page] if not any(name in told for told in names)]
    tap.check(f"/screen-smoke/{page}/main-controls", not lacking, f"{lacking} not in {names}")
    nameless = window.nameless()
    tap.check(f"/screen-smoke/{page}/all-named", not nameless, nameless)


def check_start(tap: Tap, window: Window) -> None:
    """A double press is one slip; a second one, a second later, is a decision."""
    button = walk.start(window, at_once=2)
    tap.check("/screen-smoke/start/a-double-press-starts-nothing",
              not window.shows("Inflating", 0.5) and window.shows("Which cuff moved?"),
              window.names())
    walk.start_again(window, button)


def session(tap: Tap, folder: Path) -> None:
    ebbctl, _, ebb = walk.programs()
    clinic = walk.Practice(ebbctl, folder)
    with Screen(folder) as screen, \
            Window(screen, ebb, "--data-dir", clinic.data_dir, "--simulate", "--speed", 5) as window:
        window.find(walk.NOT_CLEARED)
        tap.check("/screen-smoke/statement/before-the-list", not window.shows(walk.SEARCH),
                  window.names())
        check_page(tap, window, "statement")
        walk.accept_statement(window)
        window.find(walk.SEARCH)
        tap.check("/screen-smoke/patients/not-asked-twice", not window.shows(walk.NOT_CLEARED))
        window.find("Cuff: Simulated")
        check_page(tap, window, "patients")
        walk.open_patient(screen, window)
        check_page(tap, window, "patient")
        walk.answer_checks(window)
        check_page(tap, window, "start")
        walk.puff(window)
        check_start(tap, window)
        window.find("Hold", ("label",), exact=True, seconds=walk.PHASE_S)
        check_page(tap, window, "live")
        screen.key(walk.F12)
        tap.check("/screen-smoke/live/a-real-key-stops",
                  window.shows("Remove the cuff", STOP_S + 5) and not window.shows("End set"),
                  window.names())
        tap.check("/screen-smoke/remove/why", window.shows("Stopped by the user"), window.names())
        check_page(tap, window, "remove")
        window.press("Cuff is soft and off")
        window.press("Finish session")
        tap.check("/screen-smoke/record", window.shows("Print for patient", 20), window.names())
        window.send(15)
        tap.check("/screen-smoke/ends", window.end(10) == 0, window.log.read_text(encoding="utf-8"))
    newest = clinic.sessions()[0]
    tap.check("/screen-smoke/record-says-stopped-by-user", newest["state"] == "stopped-by-user",
              newest)


def main() -> int:
    lacking = missing()
    if lacking:
        print(f"1..0 # SKIP not here: {lacking}")
        return 0
    with tempfile.TemporaryDirectory(prefix="ebb-screen-smoke-") as place:
        return run_all([("/screen-smoke", session, (Path(place),))], at_once=1)


if __name__ == "__main__":
    sys.exit(main())
