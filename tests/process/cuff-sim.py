#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of ebb-cuff-sim, as somebody types them.

    cuff-sim.py EBBCTL EBB-CUFF-SIM

A bad one: status 2 and one line on stderr that names the option or the field, what it got and what
it takes.  Good ones do what they say: the port under a link, the log and the truth in files, faults
at their time, a patient who does what his script says.
"""
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rig import COMMAND_S, ENVIRONMENT, Program, Tap, programs, run_all

# Option, value, words of the message beside the option and the value.
BAD_VALUES = (
    ("seed", "-1", "whole number"), ("seed", "1.5", "whole number"), ("seed", "", "whole number"),
    ("limb", "neck", "arm or thigh"), ("limb", "Arm", "arm or thigh"),
    ("channels", "0", "1 or 2"), ("channels", "3", "1 or 2"), ("channels", "x", "1 or 2"),
    ("lop", "59.9", "60 to 300 mmHg"), ("lop", "301", "60 to 300 mmHg"),
    ("lop", "nan", "60 to 300 mmHg"), ("lop", "1e400", "60 to 300 mmHg"),
    ("pump-lpm", "0", "0.5 to 30 L/min"), ("pump-lpm", "inf", "0.5 to 30 L/min"),
    ("sets", "21", "0 to 20"), ("reps", "0", "1 to 100"), ("reps", "1,5", "1 to 100"),
    ("fault", "drops", "NAME"), ("fault", "rain@1", "NAME"), ("fault", "drops@-1", "86400"),
    ("fault", "drops@later", "phase"), ("fault", "drops:1@5", "channel"),
    ("fault", "vent-stuck:2@5", "channel"), ("fault", "drops@5+", "SECONDS"),
    ("log", "", "name of a file"), ("truth", "", "name of a file"),
    ("link", "", "name of a file"), ("link", "x" * 64, "63"),
    ("patient", "/nonexistent", "No such file"),
)

# Text of a patient's file, words of the message: the place, the field, the value and the range.
BAD_PATIENTS = (
    ("reps = 101", (":1", "reps", "101", "1", "100")),
    ("# slow\nreaction_ms = 10", (":2", "reaction_ms", "10", "50", "2000")),
    ("tempo_percent = fast", (":1", "tempo_percent", "fast", "50", "200")),
    ("fatigue_percent = 0,5", (":1", "fatigue_percent", "0,5", "0", "5")),
    ("bumps_per_min = nan", (":1", "bumps_per_min", "nan", "30")),
    ("skip = 0", (":1", "skip", "0", "1", "500")),
    ("add = 1 2", (":1", "add", "1 2", "500")),
    ("cough = 3", (":1", "cough")),
    ("reps", (":1", "reps", "=")),
    ("reps = 3\nreps = 4", (":2", "reps", "twice")),
    ("reps = 3\0", ("64 KB",)),
)

PATIENT = """# two sets of two, the third one left out
sets = 2
reps = 2
skip = 3
delay_ms = 1000
contract_ms = 300
hold_ms = 200
relax_ms = 300
rest_ms = 2000
bumps_per_min = 6
"""


def refused(simulator: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([simulator, *arguments], check=False, capture_output=True, text=True,
                          env=ENVIRONMENT, timeout=COMMAND_S, stdin=subprocess.DEVNULL)


def complaints(answer: subprocess.CompletedProcess, words: tuple[str, ...]) -> str:
    """What is wrong about a refusal; empty when nothing is."""
    lines = answer.stderr.splitlines()
    wrong = [f"no {word!r}" for word in words if word not in answer.stderr]
    if answer.returncode != 2:
        wrong.append(f"status {answer.returncode}")
    if len(lines) != 1 or not lines[0].startswith("ebb-cuff-sim: ") or answer.stdout:
        wrong.append("not one line on stderr")
    return "; ".join(wrong) and f"{'; '.join(wrong)}\n{answer.stdout}{answer.stderr}"


def judge_values(tap: Tap, simulator: str) -> None:
    for option, value, word in BAD_VALUES:
        words = (f"--{option}", word) + ((value,) if len(value) < 40 else ())
        for arguments in ((f"--{option}={value}",), (f"--{option}", value)):
            wrong = complaints(refused(simulator, *arguments), words)
            if not tap.check(f"/cuff-sim/bad/{option}={value[:20]}", not wrong, wrong):
                break
    for name, arguments, word in (("unknown", ("--speed", "2"), "--speed"),
                                  ("no-option", ("thigh",), "thigh"),
                                  ("no-value", ("--lop",), "--lop")):
        wrong = complaints(refused(simulator, *arguments), (word,))
        tap.check(f"/cuff-sim/bad/{name}", not wrong, wrong)
    many = ["--fault=drops@1"] * 9
    wrong = complaints(refused(simulator, *many), ("--fault", "8"))
    tap.check("/cuff-sim/bad/nine-faults", not wrong, wrong)


def judge_patients(tap: Tap, simulator: str, folder: Path) -> None:
    for number, (text, words) in enumerate(BAD_PATIENTS):
        path = folder / f"bad-{number}.txt"
        path.write_text(text, encoding="utf-8")
        wrong = complaints(refused(simulator, "--patient", str(path)), (str(path), *words))
        tap.check(f"/cuff-sim/patient/{text!r}", not wrong, wrong)


def judge_help(tap: Tap, simulator: str) -> None:
    """Each option and each fault that the program knows stands in its help."""
    answer = refused(simulator, "--help")
    told = answer.stdout
    options = {option for option, _, _ in BAD_VALUES}
    missing = [option for option in options if f"--{option} " not in told]
    tap.check("/cuff-sim/help", answer.returncode == 0 and not missing, f"{missing}\n{told}")
    faults = told.rpartition(": ")[2].strip(" .\n").split(", ")
    # The fault is taken, then the limb refused.
    bad = [name for name in faults
           if "--limb" not in refused(simulator, f"--fault={name}@1", "--limb=none").stderr]
    tap.check("/cuff-sim/help/faults", len(faults) > 30 and not bad, f"{bad} of {faults}")


def lines_of(path: Path) -> list[dict]:
    whole = path.read_text(encoding="utf-8").rpartition("\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


def wait_for_event(log: Path, name: str) -> None:
    end = time.monotonic() + 10
    while not any(line["event"] == name for line in lines_of(log)):
        if time.monotonic() > end:
            raise AssertionError(f"no {name} within 10 s:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.02)


def judge_run(tap: Tap, ebbctl: str, simulator: str, folder: Path) -> None:
    """A whole one: files, link, faults that come and go, and the port gone and back."""
    link, log, truth = folder / "port", folder / "log", folder / "truth"
    script = folder / "patient.txt"
    script.write_text(PATIENT, encoding="utf-8")
    with Program(simulator, "--seed", 5, "--limb", "arm", "--channels", 2, "--lop", 140,
                 "--pump-lpm", 6, "--patient", script, "--link", link, "--log", log,
                 "--truth", truth, "--fault", "vent-stuck:1@0.5", "--fault", "drops@0.6+0.5",
                 "--fault=replug@1") as program:
        program.out.wait_for("^port ", 10)
        tap.check("/cuff-sim/run/port", program.out.lines[0][1] == f"port {link}", program)
        tap.check("/cuff-sim/run/link", link.is_symlink() and link.exists())
        wait_for_event(log, "plugged")
        heard = subprocess.run([ebbctl, "cuff", "monitor", link, "--seconds=1"], check=False,
                               capture_output=True, text=True, env=ENVIRONMENT, timeout=COMMAND_S)
        tap.check("/cuff-sim/run/link-is-back",
                  heard.returncode == 0 and "idle" in heard.stdout, heard)
        program.send(signal.SIGTERM)
        tap.check("/cuff-sim/run/ends", program.end(10) == 0, program)
    tap.check("/cuff-sim/run/link-is-removed", not link.is_symlink())
    log_lines, truth_lines = lines_of(log), lines_of(truth)
    tap.check("/cuff-sim/run/seed", log_lines[0].get("seed") == 5, log_lines[:1])
    story = [(line["event"], line.get("fault")) for line in log_lines
             if line["event"].startswith(("fault-", "plugged", "unplugged"))]
    wanted = [("fault-begins", "vent-stuck"), ("fault-begins", "drops"),
              ("fault-begins", "replug"), ("unplugged", None), ("fault-ends", "drops"),
              ("fault-ends", "replug"), ("plugged", None)]
    tap.check("/cuff-sim/run/faults", story == wanted, story)
    begun = [line for line in log_lines if line.get("fault") == "vent-stuck"]
    tap.check("/cuff-sim/run/fault-channel", begun and begun[0]["channel"] == 1, begun)
    late_s = [line["t_s"] - log_lines[0]["t_s"] for line in begun]
    tap.check("/cuff-sim/run/fault-time", late_s and 0.5 <= late_s[0] < 0.6, late_s)
    rest = [line for line in truth_lines if line["event"] != "pressure"]
    tap.check("/cuff-sim/run/truth-has-the-log", rest == log_lines)
    pressures = [line for line in truth_lines if line["event"] == "pressure"]
    length_s = log_lines[-1]["t_s"] - log_lines[0]["t_s"]
    tap.check("/cuff-sim/run/truth-pressures", abs(len(pressures) / 2 - 10 * length_s) < 12,
              f"{len(pressures)} in {length_s} s")


def main() -> int:
    ebbctl, simulator = programs()
    with tempfile.TemporaryDirectory(prefix="ebb-sim-") as name:
        folder = Path(name)
        return run_all([("/cuff-sim/bad", judge_values, (simulator,)),
                        ("/cuff-sim/patient", judge_patients, (simulator, folder)),
                        ("/cuff-sim/help", judge_help, (simulator,)),
                        ("/cuff-sim/run", judge_run, (ebbctl, simulator, folder))], at_once=4)


if __name__ == "__main__":
    sys.exit(main())
