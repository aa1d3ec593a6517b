#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may not train today does not, whichever command is asked; and the papers beside a session.

    door.py EBBCTL EBB-CUFF-SIM
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from rig import COMMAND_S, ENVIRONMENT, Clinic, Tap, programs, run_all

RUN = ("session", "run", "--simulate", "--speed", 10000, "--hands-free", "--side", "left",
       "--percent", 60, "--lop", 181, "--operator", "Test")


def run_session(clinic: Clinic, *more: object, typed: str = "") -> subprocess.CompletedProcess:
    words = [*RUN, "--db", clinic.db, "--patient", clinic.patient, *more]
    return subprocess.run([clinic.ebbctl, *map(str, words)], check=False, capture_output=True,
                          text=True, env=ENVIRONMENT, timeout=COMMAND_S, input=typed)


def place(folder: Path) -> Path:
    folder.mkdir()
    return folder


def judge_refusal(tap: Tap, ebbctl: str, folder: Path) -> None:
    """An answer that ends the visit locks the next session until it is lifted, and stays."""
    clinic = Clinic(ebbctl, place(folder / "refusal"))
    of = ("--db", clinic.db, "--patient", clinic.patient)
    bad = clinic.ask("door", "refuse", *of, "--answer", "effusion", "--by", "Test")
    tap.check("/door/only-what-ends-the-visit", bad.returncode == 1 and "effusion" in bad.stderr,
              bad.stderr)
    refusal = clinic.must("door", "refuse", *of, "--answer", "one-sided", "--by", "Test").strip()
    shown = json.loads(clinic.must("door", "show", *of, "--json"))
    tap.check("/door/is-a-record", [(row["id"], row["answer"], row["by"], row["stands"])
                                    for row in shown] == [(refusal, "one-sided", "Test", True)],
              shown)
    ran = run_session(clinic, "--protocol", "classic-quad-set")
    tap.check("/door/locks-session", ran.returncode == 1 and "physician" in ran.stderr
              and clinic.sessions() == [], ran.stderr)
    gate = json.loads(clinic.must("screening", "show", *of, "--json"))
    tap.check("/door/locks-for-all", gate["lock"] == "door" and not gate["may_override"], gate)
    missing = clinic.ask("door", "lift", "--db", clinic.db, "--refusal", refusal, "--by", "Test")
    tap.check("/door/lift-needs-a-reason", missing.returncode == 1, missing.stderr)
    clinic.must("door", "lift", "--db", clinic.db, "--refusal", refusal, "--by", "Test",
                "--physician", "Dr. Invented", "--reason", "no clot")
    ran = run_session(clinic, "--protocol", "classic-quad-set")
    tap.check("/door/opens-when-lifted", ran.returncode == 0, ran.stderr)
    shown = json.loads(clinic.must("door", "show", *of, "--json"))
    tap.check("/door/stays-in-the-record", shown[0]["lifted"] == "clearance", shown)


def judge_unwell(tap: Tap, ebbctl: str, folder: Path) -> None:
    """"unwell" typed into a running session deflates, and that patient trains no more today."""
    clinic = Clinic(ebbctl, place(folder / "unwell"))
    words = [word for word in RUN if word not in ("--speed", 10000)]
    ran = subprocess.run([clinic.ebbctl, *map(str, words), "--speed", "20", "--db", clinic.db,
                          "--patient", clinic.patient, "--protocol", "classic-quad-set"],
                         check=False, capture_output=True, text=True, env=ENVIRONMENT,
                         timeout=COMMAND_S, input="unwell\n")
    tap.check("/unwell/stops", ran.returncode == 1, ran.stdout + ran.stderr)
    again = run_session(clinic, "--protocol", "classic-quad-set")
    tap.check("/unwell/no-more-today", again.returncode == 1 and "unwell today" in again.stderr,
              again.stderr)


def judge_papers(tap: Tap, ebbctl: str, folder: Path) -> None:
    clinic = Clinic(ebbctl, place(folder / "papers"))
    of = ("--db", clinic.db, "--patient", clinic.patient)
    bad = clinic.ask("consent", "give", *of, "--paper", "everything", "--by", "Test")
    tap.check("/consent/bad-word", bad.returncode == 1 and "preconditioning" in bad.stderr,
              bad.stderr)
    clinic.must("consent", "give", *of, "--paper", "training", "--initials", "QX", "--by", "Test")
    given = json.loads(clinic.must("consent", "show", *of, "--json"))
    tap.check("/consent/given", [(row["paper"], row["initials"], row["withdrawn_on"])
                                 for row in given] == [("training", "QX", None)], given)
    clinic.must("consent", "withdraw", *of, "--paper", "training", "--by", "Test")
    given = json.loads(clinic.must("consent", "show", *of, "--json"))
    tap.check("/consent/withdrawn", given[0]["withdrawn_on"] is not None, given)
    again = clinic.ask("consent", "withdraw", *of, "--paper", "training", "--by", "Test")
    tap.check("/consent/only-once", again.returncode == 1, again.stderr)

    nobody = clinic.ask("questionnaire", "show", *of)
    tap.check("/questionnaire/none", nobody.returncode == 1, nobody.stderr)
    clinic.must("questionnaire", "fill", *of, "--yes", "varicose")
    half = json.loads(clinic.must("questionnaire", "show", *of, "--json"))
    tap.check("/questionnaire/half-filled", half["answered"] == 1 < half["asked"], half)
    clinic.must("questionnaire", "fill", *of, "--yes", "varicose", "--no-to-rest")
    left = json.loads(clinic.must("questionnaire", "review", *of, "--json"))
    tap.check("/questionnaire/review", left["answered"] == left["asked"]
              and left["answers"] == [{"id": "varicose", "answer": "yes"}], left)


def judge_own_protocol(tap: Tap, ebbctl: str, folder: Path) -> None:
    """A protocol of the clinic's own is run by its id, as the built-in ones are."""
    clinic = Clinic(ebbctl, place(folder / "own"))
    text = json.loads(clinic.must("protocol", "export", "classic-quad-set", "--db", clinic.db))
    text |= {"id": "own-quad-set", "name": "Own quad set"}
    path = folder / "own" / "own.json"
    path.write_text(json.dumps(text), encoding="utf-8")
    clinic.must("protocol", "import", path, "--db", clinic.db, "--by", "Test")
    ran = run_session(clinic, "--protocol", "own-quad-set")
    tap.check("/own-protocol/runs", ran.returncode == 0 and "Own quad set" in ran.stdout,
              ran.stdout + ran.stderr)
    none = run_session(clinic, "--protocol", "nobody-s")
    tap.check("/own-protocol/unknown", none.returncode == 1 and "nobody-s" in none.stderr,
              none.stderr)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ebb-door-") as name:
        return run_all([(f"/{word}", judge, (programs()[0], Path(name))) for word, judge in (
            ("door", judge_refusal), ("unwell", judge_unwell), ("papers", judge_papers),
            ("own-protocol", judge_own_protocol))], at_once=4)


if __name__ == "__main__":
    sys.exit(main())
