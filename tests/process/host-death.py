#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A patient with a tight cuff, and one end of the cable dies.

    host-death.py EBBCTL EBB-CUFF-SIM

Each scenario has a cuff simulator of its own as a separate process on the wall clock, waits until
the patient is amid the first hold, and then kills, freezes or ends one of the two programs.  What
happened at the cuff is read from the simulator's own log, what is known of it afterwards from the
database.  The wall clock and real signals are the subject here, so these tests do sleep.
"""
import signal
import sys
import tempfile
import time
from pathlib import Path

from rig import Clinic, Program, Simulator, Tap, programs, reasons, run_all

REASON = reasons()

# The classic quad set: 3 s count-down, then 1 s contract and 5 s hold.
CONTRACT_S, HOLD_S = 1.0, 5.0
AMID_HOLD_S = 3.0 + CONTRACT_S + 2.0

LEASE_S = 1.5            # the longest a controller goes on without a heartbeat
STOP_S = 0.3             # a person's stop until the valve is open
EMPTY_S = 3.0            # from the open valve to less than 20 mmHg
TOLD_S = 0.5             # a cable that was pulled is told "at once"
STALE_S = 1.3            # telemetry counts as lost after 1 s; the rest is the way to the screen
MEASURING_S = 0.15       # between the signal and its time, on a busy machine
WATCH_S = 8.0


class Scene:
    """A simulator, a clinic and a session that runs."""

    def __init__(self, both: list[str], folder: Path) -> None:
        self.sim = Simulator(both[1], folder)
        self.clinic = Clinic(both[0], folder)
        self.host = self.clinic.start_session("--port", self.sim.port)
        # Both clocks at the same moment: the record's start is wall time.
        self.wall_offset_s = time.time() - time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.host.__exit__()
        self.sim.__exit__()

    def wait_amid_hold(self) -> None:
        try:
            ready = self.host.out.wait_for(r"\[simulated\] Ready,", 30)
            time.sleep(max(0.0, ready + AMID_HOLD_S - time.monotonic()))
            assert self.host.is_running(), "the session ended early"
        except AssertionError as problem:
            raise AssertionError(f"{problem}\n{self.host}\nsimulator:\n"
                                 + self.sim.log.read_text(encoding="utf-8")) from None

    def record(self):
        return self.clinic.export(self.clinic.sessions()[0]["id"])

    def session_time_s(self, record, t_s: float) -> float:
        """A moment on the monotonic clock, in seconds since the session's row."""
        return t_s + self.wall_offset_s - record.started_unix_s()


def check_amid_hold(tap: Tap, name: str, scene: Scene, record, t_s: float) -> None:
    """That the test did what it says: it struck in the hold phase of the first repetition."""
    into_set = scene.session_time_s(record, t_s) - record.event_s("set-started")
    tap.check(name, CONTRACT_S < into_set < CONTRACT_S + HOLD_S, f"{into_set:.2f} s into the set")


def check_vented(tap: Tap, name: str, scene: Scene, since_s: float, within_s: float) -> float:
    """The simulator's log shows the dump open in time; returns when."""
    try:
        opened = scene.sim.wait_event("vent-open", since_s, within_s + 5)
    except AssertionError as never:
        tap.check(name, False, never)
        raise
    delay = opened["t_s"] - since_s
    tap.check(name, delay <= within_s + MEASURING_S and opened["cuff_mmhg"] > 60,
              f"open after {delay:.3f} s at {opened['cuff_mmhg']} mmHg")
    return opened["t_s"]


def check_state(tap: Tap, name: str, record, state: str, *codes: str) -> None:
    wanted = [(state, REASON[code]) for code in codes]
    bout = record.json["bouts"][0]
    tap.check(name, record.state in wanted and (bout["state"], bout["state_code"]) in wanted,
              f"session {record.state}, bout {bout['state']} {bout['state_code']}, not {wanted}")


def check_never_again(tap: Tap, name: str, scene: Scene, since_s: float) -> None:
    again = scene.sim.inflations(after=since_s)
    tap.check(name, not again, again)


def check_whole(tap: Tap, name: str, clinic: Clinic) -> None:
    answer = clinic.ask("db", "check", clinic.db)
    tap.check(name, answer.returncode == 0, answer.stderr)


# --- The program is killed ----------------------------------------------------------------------

def monitor(scene: Scene, seconds: float) -> list[tuple[float, str, float]]:
    """(arrival, machine, mmHg) of what the controller itself reports to a new program."""
    with Program(scene.clinic.ebbctl, "cuff", "monitor", scene.sim.port,
                 "--seconds", seconds) as look:
        look.end(seconds + 10)
        rows = [(t, line.split("\t")) for t, line in look.out.lines]
    return [(t, row[1], float(row[2])) for t, row in rows]


def check_emptied(tap: Tap, scene: Scene, opened_s: float) -> None:
    """Below 20 mmHg within 3 s of the open valve, and vented to whoever asks."""
    time.sleep(max(0.0, opened_s + EMPTY_S - 0.6 - time.monotonic()))
    seen = monitor(scene, 1.5)
    due = [mmhg for t, _, mmhg in seen if t >= opened_s + EMPTY_S]
    tap.check("/host-death/killed/cuff-empty-in-3-s", due and max(due) < 20, seen[-5:])
    tap.check("/host-death/killed/a-new-program-does-not-inflate",
              seen and {machine for _, machine, _ in seen} <= {"idle", "venting"}, seen[-5:])


def check_record_after_kill(tap: Tap, scene: Scene, killed_s: float) -> None:
    check_whole(tap, "/host-death/killed/database-whole", scene.clinic)
    listed = scene.clinic.sessions()
    tap.check("/host-death/killed/listed-as-interrupted",
              [row["state"] for row in listed] == ["interrupted"], listed)
    record = scene.record()
    check_state(tap, "/host-death/killed/record-says-interrupted", record, "interrupted", "CRASH")
    check_amid_hold(tap, "/host-death/killed/amid-hold", scene, record, killed_s)
    missing = scene.session_time_s(record, killed_s) - record.last_sample_s()
    tap.check("/host-death/killed/at-most-a-second-missing", -0.1 <= missing <= 1.0,
              f"the last sample is {missing:.3f} s older than the kill")
    codes = [event["code"] for event in record.json["events"]]
    tap.check("/host-death/killed/events-survive",
              [code for code in codes if code in ("armed", "inflating", "ready", "set-started")]
              == ["armed", "inflating", "ready", "set-started"], codes)
    check_whole(tap, "/host-death/killed/database-whole-after-closing", scene.clinic)


def check_next_session(tap: Tap, name: str, scene: Scene) -> None:
    """Nothing holds the lock or the port any more, and the controller was not switched off in
    between: a person's new start inflates as ever, here the limb that was not under pressure."""
    begun = time.monotonic()
    with scene.clinic.start_session("--port", scene.sim.port, side="right") as again:
        try:
            again.out.wait_for(r"\[simulated\] Inflating", 20)
            scene.sim.wait_event("pump-start", begun, 5)
        except AssertionError as never:
            tap.check(name, False, f"{never}\n{again}")
            return
        again.type("stop")
        again.out.wait_for("Remove the cuff", 15)
        again.type("off")
        status = again.end(15)
    newest = scene.clinic.sessions()[0]
    tap.check(name, status == 1 and newest["state"] == "stopped-by-user",
              f"{status} {newest}\n{again}")


def host_killed(tap: Tap, both: list[str], folder: Path) -> None:
    with Scene(both, folder) as scene:
        scene.wait_amid_hold()
        killed_s = scene.host.send(signal.SIGKILL)
        opened_s = check_vented(tap, "/host-death/killed/vents-within-the-lease", scene, killed_s,
                                LEASE_S)
        check_emptied(tap, scene, opened_s)
        check_never_again(tap, "/host-death/killed/stays-vented", scene, opened_s)
        check_record_after_kill(tap, scene, killed_s)
        check_next_session(tap, "/host-death/killed/next-session-runs", scene)


# --- The program is frozen ----------------------------------------------------------------------

def host_frozen(tap: Tap, both: list[str], folder: Path) -> None:
    with Scene(both, folder) as scene:
        scene.wait_amid_hold()
        frozen_s = scene.host.send(signal.SIGSTOP)
        opened_s = check_vented(tap, "/host-death/frozen/vents-within-the-lease", scene, frozen_s,
                                LEASE_S)
        tap.check("/host-death/frozen/by-the-lease",
                  scene.sim.events("lease-over", after=frozen_s), scene.sim.events(after=frozen_s))
        time.sleep(max(0.0, frozen_s + 4.0 - time.monotonic()))
        awake_s = scene.host.send(signal.SIGCONT)
        time.sleep(WATCH_S)
        check_never_again(tap, "/host-death/frozen/never-inflates-again", scene, opened_s)
        told_s = scene.host.err.find(r"A03|link|controller", awake_s)
        tap.check("/host-death/frozen/told", told_s is not None, scene.host)
        if scene.host.is_running():
            scene.host.walk_away()
        status = scene.host.end(15)
        tap.check("/host-death/frozen/exit-status", status == 1, f"{status}\n{scene.host}")
        record = scene.record()
        check_amid_hold(tap, "/host-death/frozen/amid-hold", scene, record, frozen_s)
        check_state(tap, "/host-death/frozen/record-says-interrupted", record, "interrupted",
                    "LEASE", "LINK_LOST")
        check_whole(tap, "/host-death/frozen/database-whole", scene.clinic)


# --- The controller is gone, or silent ----------------------------------------------------------

def cuff_killed(tap: Tap, both: list[str], folder: Path) -> None:
    with Scene(both, folder) as scene:
        scene.wait_amid_hold()
        killed_s = scene.sim.send(signal.SIGKILL)
        told_s = scene.host.err.wait_for("port|link|A03", 10, after=killed_s)
        tap.check("/host-death/cuff-killed/told-at-once", told_s - killed_s < TOLD_S,
                  f"after {told_s - killed_s:.3f} s")
        status = scene.host.end(15)
        tap.check("/host-death/cuff-killed/exit-status", status == 1, f"{status}\n{scene.host}")
        tap.check("/host-death/cuff-killed/treat-as-inflated",
                  scene.host.err.find("[Tt]reat the cuff as inflated", killed_s), scene.host)
        tap.check("/host-death/cuff-killed/never-said-to-be-soft",
                  not scene.host.out.find("Remove the cuff|Completed", killed_s), scene.host)
        record = scene.record()
        check_amid_hold(tap, "/host-death/cuff-killed/amid-hold", scene, record, killed_s)
        check_state(tap, "/host-death/cuff-killed/record-says-link-lost", record, "interrupted",
                    "LINK_LOST")
        tap.check("/host-death/cuff-killed/record-claims-no-release",
                  not {"released", "cuff-off"} & {event["code"] for event in record.json["events"]},
                  record.json["events"])
        check_whole(tap, "/host-death/cuff-killed/database-whole", scene.clinic)


def check_gap(tap: Tap, scene: Scene, record, silent_s: float, back_s: float) -> None:
    """What nobody measured is a gap in the record, neither drawn through nor repeated."""
    begin, end = (scene.session_time_s(record, t_s) for t_s in (silent_s, back_s))
    inside = [row for row in record.samples if begin + 0.1 < float(row["t_s"]) < end - 0.1]
    gaps = record.json["bouts"][0]["limbs"][0]["pressure"]["gaps"]
    tap.check("/host-death/cuff-silent/a-gap-in-the-record",
              not inside and gaps["count"] == 1 and abs(gaps["total_s"] - (end - begin)) < 0.3,
              f"{gaps}, {len(inside)} samples in {end - begin:.3f} s of silence")


def cuff_silent(tap: Tap, both: list[str], folder: Path) -> None:
    with Scene(both, folder) as scene:
        scene.wait_amid_hold()
        silent_s = scene.sim.send(signal.SIGSTOP)
        told_s = scene.host.err.wait_for("A03", 10, after=silent_s)
        tap.check("/host-death/cuff-silent/alarm", told_s - silent_s <= STALE_S + MEASURING_S,
                  f"after {told_s - silent_s:.3f} s")
        time.sleep(max(0.0, silent_s + 3.0 - time.monotonic()))
        shown = [line for t, line in scene.host.out.lines if silent_s + 1.0 < t]
        tap.check("/host-death/cuff-silent/no-pressure-shown-as-known",
                  not any("mmHg" in line or "Remove" in line for line in shown), shown)
        back_s = scene.sim.send(signal.SIGCONT)
        opened_s = check_vented(tap, "/host-death/cuff-silent/vents-when-back", scene, back_s,
                                STOP_S)
        time.sleep(WATCH_S)
        check_never_again(tap, "/host-death/cuff-silent/never-inflates-again", scene, opened_s)
        if scene.host.is_running():
            scene.host.walk_away()
        status = scene.host.end(15)
        tap.check("/host-death/cuff-silent/exit-status", status == 1, f"{status}\n{scene.host}")
        record = scene.record()
        check_amid_hold(tap, "/host-death/cuff-silent/amid-hold", scene, record, silent_s)
        check_state(tap, "/host-death/cuff-silent/record-says-interrupted", record, "interrupted",
                    "LINK_LOST", "LEASE")
        check_gap(tap, scene, record, silent_s, back_s)
        check_whole(tap, "/host-death/cuff-silent/database-whole", scene.clinic)


# --- A person stops -----------------------------------------------------------------------------

def check_stopped(tap: Tap, name: str, scene: Scene, asked_s: float) -> None:
    opened_s = check_vented(tap, f"/host-death/{name}/vents", scene, asked_s, STOP_S)
    if name == "typed":
        scene.host.out.wait_for("Remove the cuff", 15, after=asked_s)
        scene.host.type("off")
    status = scene.host.end(15)
    tap.check(f"/host-death/{name}/exit-status", status == 1, f"{status}\n{scene.host}")
    check_never_again(tap, f"/host-death/{name}/stays-vented", scene, opened_s)
    record = scene.record()
    check_amid_hold(tap, f"/host-death/{name}/amid-hold", scene, record, asked_s)
    check_state(tap, f"/host-death/{name}/record-says-stopped-by-user", record, "stopped-by-user",
                "USER_STOP")
    tap.check(f"/host-death/{name}/release-recorded",
              record.event_s("released") > scene.session_time_s(record, asked_s),
              record.json["events"])
    check_whole(tap, f"/host-death/{name}/database-whole", scene.clinic)


def stopped(tap: Tap, both: list[str], folder: Path, name: str) -> None:
    with Scene(both, folder) as scene:
        scene.wait_amid_hold()
        numbers = {"terminated": signal.SIGTERM, "interrupted": signal.SIGINT}
        asked_s = scene.host.send(numbers[name]) if name in numbers else scene.host.type("stop")
        check_stopped(tap, name, scene, asked_s)
        if name == "typed":
            check_next_session(tap, "/host-death/typed/next-session-runs", scene)


# --- Two programs at one cuff, or at one database -----------------------------------------------

def check_refused(tap: Tap, name: str, clinic: Clinic, port: str, word: str) -> None:
    with clinic.start_session("--port", port) as second:
        status = second.end(15)
    said = [line for _, line in second.err.lines]
    tap.check(name, status == 1 and len(said) == 1 and said[0].startswith("ebbctl: ")
              and word in said[0], f"{status}\n{second}")


def second_start(tap: Tap, both: list[str], folder: Path) -> None:
    (folder / "other").mkdir()
    with Scene(both, folder) as scene:
        scene.wait_amid_hold()
        begun_s = time.monotonic()
        check_refused(tap, "/host-death/second/database-in-use", scene.clinic, scene.sim.port,
                      str(scene.clinic.db))
        other = Clinic(both[0], folder / "other")
        check_refused(tap, "/host-death/second/port-in-use", other, scene.sim.port, "in use")
        states = [row["state"] for row in other.sessions()]
        tap.check("/host-death/second/leaves-no-session", states == [], states)
        time.sleep(2)
        disturbed = scene.sim.events("hello", "stop", "vent-open", "vented", "lease-over",
                                     after=begun_s)
        tap.check("/host-death/second/first-undisturbed", scene.host.is_running() and not disturbed
                  and not scene.host.err.lines, f"{disturbed}\n{scene.host}")


# --- A stall that harms nobody ------------------------------------------------------------------

def stalled_start(tap: Tap, both: list[str], folder: Path, after_s: float) -> None:
    """0.7 s of silence while the cuff is empty: a slow adapter, not a reason to give up."""
    with Scene(both, folder) as scene:
        hello = scene.sim.wait_event("hello", 0.0, 10)
        time.sleep(max(0.0, hello["t_s"] + after_s - time.monotonic()))
        scene.sim.send(signal.SIGSTOP)
        time.sleep(0.7)
        scene.sim.send(signal.SIGCONT)
        try:
            scene.host.out.wait_for(r"\[simulated\] Ready,", 30)
            ready = True
        except AssertionError:
            ready = False
        tap.check(f"/host-death/stalled-{after_s}/starts", ready, scene.host)


# --- And when nobody dies -----------------------------------------------------------------------

def whole_session(tap: Tap, both: list[str], folder: Path) -> None:
    clinic = Clinic(both[0], folder)
    with clinic.start_session("--simulate", "--speed", 1000, "--hands-free", "--seed", 3) as host:
        status = host.end(60)
    tap.check("/host-death/nobody/completes", status == 0 and not host.err.lines,
              f"{status}\n{host}")
    record = clinic.export(clinic.sessions()[0]["id"])
    check_state(tap, "/host-death/nobody/record-says-completed", record, "completed", "PLAN_DONE")


SCENES = (
    ("/host-death/killed", host_killed),
    ("/host-death/frozen", host_frozen),
    ("/host-death/cuff-killed", cuff_killed),
    ("/host-death/cuff-silent", cuff_silent),
    ("/host-death/terminated", stopped, "terminated"),
    ("/host-death/interrupted", stopped, "interrupted"),
    ("/host-death/typed", stopped, "typed"),
    ("/host-death/second", second_start),
    ("/host-death/stalled-0.1", stalled_start, 0.1),
    ("/host-death/stalled-0.7", stalled_start, 0.7),
    ("/host-death/nobody", whole_session),
)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ebb-host-death-") as place:
        rows = []
        for name, function, *more in SCENES:
            folder = Path(place, name.rpartition("/")[2])
            folder.mkdir()
            rows.append((name, function, (programs(), folder, *more)))
        return run_all(rows, at_once=len(rows))


if __name__ == "__main__":
    sys.exit(main())
