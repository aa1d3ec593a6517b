# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a therapist who hears the screen, step by step; each step fails where one is stuck."""
import os
import sys
import time
from pathlib import Path

from rig import Clinic
from screen import FIND_S, POLL_S, Screen, Window

TAB, RETURN, F12 = 0xFF09, 0xFF0D, 0xFFC9  # keysyms of X11
NOT_CLEARED = "not a cleared medical device"
SEARCH = "Search for a patient"
PATIENT = "Example, Tamsin"  # trains the left thigh and may start today
PHASE_S = 60.0  # inflation and count-down take some 10 s on the wall clock
TABS_MAX = 30  # from wherever the focus stands to the search field
APART_S = 1.1  # two activations of Start, 1 to 10 s between


def programs() -> list[str]:
    """ebbctl, ebb-cuff-sim and ebb; meson gives them as seen from the build's folder."""
    return [os.path.abspath(path) for path in sys.argv[1:4]]


class Practice(Clinic):
    """The practice clinic: invented patients with orders and prescriptions."""

    def __init__(self, ebbctl: str, folder: Path) -> None:  # pylint: disable=super-init-not-called
        self.ebbctl, self.folder = ebbctl, folder
        self.data_dir = folder / "clinic"
        self.db = self.data_dir / "ebb.db"
        self.must("practice", "--data-dir", self.data_dir)


def accept_statement(window: Window) -> None:
    window.find(NOT_CLEARED)
    window.type("Name", "A. Sample")
    window.press("I have read this")


def open_patient(screen: Screen, window: Window) -> None:
    """By the search field and Enter: rows of a list have no action of their own in GTK 4.8."""
    field = window.type(SEARCH, PATIENT.partition(",")[0])
    window.find(PATIENT)
    for _ in range(TABS_MAX):
        if window.is_focused(field):
            break
        screen.key(TAB)
        time.sleep(POLL_S)
    screen.key(RETURN)
    window.find("Start session")


def answer_checks(window: Window) -> None:
    window.press("Start session")
    window.press("Use it today")  # the occlusion pressure is older than four weeks
    window.press("No change since then")
    window.press("Nothing new since last time")
    window.press("Limb in order")
    window.type("Systolic", "124")
    window.type("Diastolic", "78")
    window.press("0", within=window.find("Pain now, 0 to 10"), exact=True)


def puff(window: Window) -> None:
    window.press("Short puff")
    window.find("Which cuff moved?")


def start(window: Window, at_once: int = 1):
    """By the accessible action, which takes two that lie apart; returns the button after the first.
    `at_once` more than one: that often in the same moment, as a slip would."""
    button = window.find("LEFT THIGH moved: start", ("push button",), exact=True)
    window.wait_for(lambda: window.is_sensitive(button), FIND_S, "Start, sensitive")
    for _ in range(at_once):
        window.act(button)
    window.find("Activate once more to start")
    return button


def start_again(window: Window, button) -> None:
    time.sleep(APART_S)
    window.act(button)


def to_inflation(screen: Screen, window: Window) -> None:
    """All of it, from the first start to the air."""
    accept_statement(window)
    open_patient(screen, window)
    answer_checks(window)
    puff(window)
    start_again(window, start(window))
