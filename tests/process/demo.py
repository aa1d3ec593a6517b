#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole classic session on the simulated cuff, and whether its record is true.

    demo.py EBBCTL EBB-CUFF-SIM
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rig import COMMAND_S, ENVIRONMENT, Record, Tap, programs, reasons, run_all

SETS, REPS_MIN, REPS_MAX = 3, 15, 20  # the classic quad set, led to the upper end of its range
AMPLITUDE_MMHG = 8.0  # a wave smaller than this would not be one
EXERCISE_PERCENT, REST_PERCENT = 95.0, 99.0

# The patient leaves out the 5th and the 33rd repetition and does the 12th twice.
SKIPPED, ADDED = (5, 33), (12,)

# The format of session.json, in order.  A list holds the keys of its elements; None is a value.
FORMAT = {
    "format": None, "version": None, "simulated": None, "by_hand": None, "id": None, "state": None,
    "state_code": None, "started_at": None, "ended_at": None,
    "patient": {"id": None, "name": None, "birth_date": None, "record_number": None},
    "episode": None, "operators": None,
    "bouts": [{
        "exercise": None, "posture": None,
        "protocol": {"id": None, "name": None, "version": None},
        "state": None, "state_code": None,
        "limbs": [{
            "segment": None, "side": None, "cuff": {"name": None, "width_cm": None},
            "prescription": {"method": None, "target_mmhg": None, "lop_mmhg": None,
                             "percent_lop": None, "clamps": None},
            "occlusion_time_s": None,
            "pressure": {"source": None, "sample_rate_hz": None, "samples": None,
                         "gaps": {"count": None, "total_s": None}, "mean_mmhg": None,
                         "peak_mmhg": None,
                         "time_in_band_percent": {"exercise": None, "rest": None}},
        }],
        "sets": [{
            "number": None, "reps_min": None, "reps_max": None, "reps_counted": None,
            "load_kg": None, "rest_s": None, "end_reason": None, "ratings": None,
            "reps": [{"limb": None, "start_s": None, "peak_s": None, "end_s": None, "hold_s": None,
                      "amplitude_mmhg": None, "confidence": None, "source": None}],
        }],
    }],
    "events": [{"t_s": None, "code": None, "text": None}],
}


def misshapen(value: object, shape: object, path: str = ""):
    """Where a value is not of the shape: keys missing, too many or in another order."""
    if isinstance(shape, dict):
        keys = list(value) if isinstance(value, dict) else value
        if keys != list(shape):
            yield f"{path or '/'}: {keys} instead of {list(shape)}"
            return
        for key, inner in shape.items():
            yield from misshapen(value[key], inner, f"{path}/{key}")
    elif isinstance(shape, list):
        if not isinstance(value, list) or not value:
            yield f"{path}: not a list with something in it"
            return
        for number, inner in enumerate(value):
            yield from misshapen(inner, shape[0], f"{path}/{number}")


def twice(pairs: list[tuple[str, object]]) -> dict:
    """An object of JSON; the same key twice would go unseen otherwise."""
    keys = [key for key, _ in pairs]
    assert len(set(keys)) == len(keys), f"a key stands twice in {keys}"
    return dict(pairs)


def without_chance(record: dict) -> dict:
    """What has to be the same in two runs: all but ids and times of day."""
    patient = record["patient"] | {"id": "*"}
    return record | {"id": "*", "patient": patient, "episode": "*", "started_at": "*",
                     "ended_at": "*"}


def run(ebbctl: str, out: Path, *options: str) -> subprocess.CompletedProcess:
    return subprocess.run([ebbctl, "demo", "--out", str(out), "--seed", "1", *options],
                          check=False, capture_output=True, text=True, errors="replace",
                          env=ENVIRONMENT, timeout=4 * COMMAND_S, stdin=subprocess.DEVNULL)


def read(out: Path) -> Record:
    return Record(out / "session.json", out / "session.csv")


def truth(answer: subprocess.CompletedProcess) -> int:
    """How many repetitions the simulated patient really did."""
    return int(re.search(r"did (\d+) repetitions", answer.stdout)[1])


def check_record(tap: Tap, out: Path) -> None:
    record = read(out)
    bout = record.json["bouts"][0]
    pressure = bout["limbs"][0]["pressure"]
    done = ("completed", reasons()["PLAN_DONE"])
    tap.check("/demo/completed", record.state == done
              and (bout["state"], bout["state_code"]) == done, record.state)
    tap.check("/demo/says-simulated", record.json["simulated"] is True)
    ranges = [(row["number"], row["reps_min"], row["reps_max"], row["end_reason"])
              for row in bout["sets"]]
    tap.check("/demo/sets-as-planned", ranges == [(number + 1, REPS_MIN, REPS_MAX, "done")
                                                  for number in range(SETS)], ranges)
    band = pressure["time_in_band_percent"]
    tap.check("/demo/exercise-in-band", band["exercise"] >= EXERCISE_PERCENT, band)
    tap.check("/demo/rest-in-band", band["rest"] >= REST_PERCENT, band)
    tap.check("/demo/no-gaps", pressure["gaps"] == {"count": 0, "total_s": 0}, pressure["gaps"])
    tap.check("/demo/all-samples-exported", pressure["samples"] == len(record.samples)
              and not any(row["gap"] != "0" for row in record.samples),
              f"{pressure['samples']} and {len(record.samples)}")


def check_repetitions(tap: Tap, answer: subprocess.CompletedProcess, out: Path) -> None:
    sets = read(out).json["bouts"][0]["sets"]
    counted = [row["reps_counted"] for row in sets]
    reps = [rep for row in sets for rep in row["reps"]]
    tap.check("/demo/every-repetition-counted",
              counted == [REPS_MAX] * SETS and len(reps) == sum(counted) == truth(answer),
              f"{counted}, {len(reps)} listed, {truth(answer)} done")
    tap.check("/demo/counted-from-the-wave", {rep["source"] for rep in reps} == {"wave"},
              {rep["source"] for rep in reps})
    smallest = min(rep["amplitude_mmhg"] for rep in reps)
    tap.check("/demo/waves-are-waves", smallest >= AMPLITUDE_MMHG, smallest)
    times = [(rep["start_s"], rep["peak_s"], rep["end_s"]) for rep in reps]
    flat = [t for row in times for t in row]
    tap.check("/demo/repetitions-in-order", flat == sorted(flat), times)


def twice_the_same(tap: Tap, ebbctl: str, place: Path) -> None:
    outs = [place / "first", place / "second"]
    answers = [run(ebbctl, out) for out in outs]
    for name, answer in zip(("first", "second"), answers):
        tap.check(f"/demo/exit-status-{name}", answer.returncode == 0 and answer.stderr == "",
                  f"{answer.returncode}\n{answer.stderr}")
    first, second = (without_chance(read(out).json) for out in outs)
    differing = [key for key in first if first[key] != second.get(key)]
    tap.check("/demo/same-seed-same-record", first == second, differing)
    tap.check("/demo/same-seed-same-samples",
              (outs[0] / "session.csv").read_bytes() == (outs[1] / "session.csv").read_bytes())
    text = (outs[0] / "session.json").read_text(encoding="utf-8")
    wrong = list(misshapen(json.loads(text, object_pairs_hook=twice), FORMAT))
    tap.check("/demo/format", not wrong, "\n".join(wrong))
    head = (first["format"], first["version"])
    tap.check("/demo/format-version", head == ("ebb-session", 1), head)
    check_record(tap, outs[0])
    check_repetitions(tap, answers[0], outs[0])
    whole = subprocess.run([ebbctl, "db", "check", str(outs[0] / "ebb.db")], check=False,
                           capture_output=True, text=True, env=ENVIRONMENT, timeout=COMMAND_S)
    tap.check("/demo/database-whole", whole.returncode == 0, whole.stderr)


def wilful_patient(tap: Tap, ebbctl: str, place: Path) -> None:
    """Counted is what the patient did, not what was planned."""
    out = place / "wilful"
    answer = run(ebbctl, out, "--skip", ",".join(map(str, SKIPPED)),
                 "--add", ",".join(map(str, ADDED)))
    wanted = [REPS_MAX] * SETS
    for numbers, step in ((SKIPPED, -1), (ADDED, 1)):
        for number in numbers:
            wanted[(number - 1) // REPS_MAX] += step
    tap.check("/demo/wilful/exit-status", answer.returncode == 0, answer.stderr)
    tap.check("/demo/wilful/patient-did-so", truth(answer) == sum(wanted), truth(answer))
    sets = read(out).json["bouts"][0]["sets"]
    counted = [row["reps_counted"] for row in sets]
    tap.check("/demo/wilful/counted-exactly",
              counted == wanted and [len(row["reps"]) for row in sets] == wanted,
              f"{counted} instead of {wanted}")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ebb-demo-") as name:
        place = Path(name)
        return run_all([("/demo", twice_the_same, (programs()[0], place)),
                        ("/demo/wilful", wilful_patient, (programs()[0], place))], at_once=2)


if __name__ == "__main__":
    sys.exit(main())
