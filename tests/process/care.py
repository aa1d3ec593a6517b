#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinical commands of ebbctl: all that happens before and between sessions, without a screen.

    care.py EBBCTL EBB-CUFF-SIM [LOCALE]

Each does its work and says it as text and as JSON; each bad value is refused in one line that names
field, value and what is allowed, with exit status 1, and not one row of the database is another
afterwards.  All of it in a second locale too, where numbers are written with a comma.
"""
import json
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from care_rows import BAD, HOSTILE, OPTIONS, ORDER, WORDS_OF
from rig import COMMAND_S, ENVIRONMENT, Clinic, Tap, programs, run_all

TODAY = date.today()
PARTS = 3  # of the hostile values, to be worked off side by side


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def dump(db: Path) -> list[str]:
    """Every table, row and column, as SQLite itself says them."""
    connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


class Care:
    """A clinic with a patient under care, copied for whoever spoils it."""

    def __init__(self, ebbctl: str, folder: Path, locale: str) -> None:
        folder.mkdir()
        self.ebbctl, self.folder, self.db = ebbctl, folder, folder / "e.db"
        self.environment = ENVIRONMENT | {"LC_ALL": locale, "LANGUAGE": "en"}
        clinic = Clinic(ebbctl, folder)
        self.names = {"db": str(self.db), "folder": str(folder), "patient": clinic.patient}
        for name in ("unordered", "unscreened", "waiting", "refused"):
            self.names[name] = clinic.add_patient(f"{name} Example", "1980-02-03")
            if name != "unordered":
                clinic.must("patient", "order", "--db", clinic.db, "--patient", self.names[name],
                            "--physician", "Dr. Invented", "--date", "2020-01-01")
        for name, yes in (("waiting", "varicose"), ("refused", "pregnancy")):
            clinic.must("screening", "record", "--db", clinic.db, "--patient", self.names[name],
                        "--no-to-rest", "--bp", "120/75", "--yes", yes, "--acknowledge")
        self.train(clinic)

    def train(self, clinic: Clinic) -> None:
        """A whole session, of which the record believes that the cuff was a real one."""
        ran = clinic.ask("session", "run", "--simulate", "--speed", 10000, "--hands-free", "--db",
                         self.db, "--protocol", "classic-quad-set", "--patient", clinic.patient,
                         "--side", "left", "--percent", 60, "--lop", 181, "--operator", "Test")
        assert ran.returncode == 0, ran.stderr
        self.names["session"] = clinic.sessions()[0]["id"]
        connection = sqlite3.connect(self.db)
        connection.execute("UPDATE session SET simulated = 0,"
                           " started_unix_us = started_unix_us - 30 * 3600 * 1000000")
        connection.commit()
        connection.close()

    def copy(self, folder: Path) -> "Care":
        other = Care.__new__(Care)
        shutil.copytree(self.folder, folder)
        other.ebbctl, other.environment, other.folder = self.ebbctl, self.environment, folder
        other.db = folder / "e.db"
        other.names = self.names | {"db": str(other.db), "folder": str(folder)}
        return other

    def ask(self, command: str, *more: str | bytes) -> subprocess.CompletedProcess:
        words = [word.format(**self.names) for word in shlex.split(command)]
        return subprocess.run([self.ebbctl, *words, *more], check=False, capture_output=True,
                              text=True, errors="replace", env=self.environment,
                              timeout=COMMAND_S, stdin=subprocess.DEVNULL, cwd=self.folder)

    def must(self, command: str) -> str:
        answer = self.ask(command)
        assert answer.returncode == 0 and not answer.stderr, f"{command}\n{answer.stderr}"
        return answer.stdout

    def json(self, command: str):
        return json.loads(self.must(command + " --json"))

    def put(self, command: str) -> str:
        """The id that was given to what was put on record."""
        return self.must(command).split()[0]


# --- What each command is for -------------------------------------------------------------------

def try_screening(tap: Tap, care: Care) -> None:
    base = "screening judge --no-to-rest --age 35 --sex male --height 180 --weight 78"
    listed = care.json("screening list")
    numbers = {item["number"] for item in listed["items"]} - {None}
    tap.check("list-has-the-39-conditions", numbers == set(range(1, 40)), sorted(numbers))
    tap.check("list-says-where-each-comes-from",
              all(item["source"] and item["status"] for item in listed["items"]))
    tap.check("list-as-text", care.must("screening list").count("\n") == len(listed["items"]))
    # clinical 12: a man of 35, BMI 24, 165/92: 3 points, and a physician is needed all the same
    judged = care.json(base + " --bp 165/92")
    tap.check("three-points-and-a-physician",
              (judged["score"], judged["outcome"]) == (3, "physician"), judged)
    tap.check("judge-as-text", "3 points" in care.must(base + " --bp 165/92"))
    tap.check("judge-stores-nothing", judged["id"] is None and judged["valid_until"] is not None)
    shown = care.json("screening show --db {db} --patient {patient}")
    tap.check("cleared-for-90-days", (shown["lock"], shown["valid_until"]) == ("open", day(90)),
              shown)
    locks = {name: care.json(f"screening show --db {{db}} --patient {{{name}}}")["lock"]
             for name in ("unscreened", "waiting", "refused")}
    tap.check("each-lock-by-its-name", locks == {"unscreened": "missing", "waiting": "physician",
                                                 "refused": "refused"}, locks)
    care.put("screening clear --db {db} --patient {waiting} --physician Dr.Invented"
             f" --date {TODAY} --max-percent 50 --intermittent")
    shown = care.json("screening show --db {db} --patient {waiting}")
    tap.check("a-clearance-opens-with-its-limits", (shown["lock"], shown["max_percent_lop"],
              shown["pattern"]) == ("open", 50, "intermittent"), shown)
    care.put("screening override --db {db} --patient {unscreened} --by Test --reason paper")
    shown = care.json("screening show --db {db} --patient {unscreened}")
    tap.check("an-override-is-told", "paper" in shown["override"], shown)
    care.put("screening change --db {db} --patient {patient} --what fever")
    tap.check("a-health-change-locks-again",
              care.json("screening show --db {db} --patient {patient}")["lock"] == "expired")


def try_limb(tap: Tap, care: Care) -> None:
    limb = "--db {db} --patient {patient} --segment thigh --side left"
    cuff = care.put("limb cuff --db {db} --asset C-1 --cuff-width 11.5 --girth-min 40"
                    " --girth-max 60 --length 90 --kind bfr")
    for girth, fit in ((39.9, False), (40, True), (60, True), (60.1, False)):
        found = care.json(f"limb cuffs --db {{db}} --segment thigh --girth {girth}")
        tap.check(f"cuff-for-{girth}-cm", [row["id"] for row in found] == [cuff]
                  and (found[0]["fit"] == "good") == fit, found)
    tap.check("cuffs-as-text", "C-1" in care.must("limb cuffs --db {db} --girth 50"))
    care.put(f"limb girth {limb} --girth 55.5 --site 'under the cuff'")
    girths = care.json("limb girths --db {db} --patient {patient}")
    tap.check("girth-kept", (girths[0]["girth_cm"], girths[0]["measured_on"])
              == (55.5, str(TODAY)), girths)
    tap.check("girths-as-text", "55.5 cm" in care.must("limb girths --db {db} --patient {patient}"))


def try_lop(tap: Tap, care: Care) -> None:
    limb = "--db {db} --patient {patient} --segment thigh --side left --cuff-width 13.5"
    # clinical 12, EQ-C: 166.235; cut, never rounded up
    estimated = care.json("lop estimate --segment thigh --girth 55 --cuff-width 18 --age 23"
                          " --sex male --systolic 120 --diastolic 75")
    row = next(row for row in estimated["estimates"] if row["equation"] == "EQ-C")
    tap.check("estimate", (estimated["chosen"], row["lop_mmhg"]) == ("EQ-C", 166.2), estimated)
    lower = [row for row in estimated["estimates"] if row["use"] != "sets-pressure"]
    tap.check("only-confirmed-ones-set-a-pressure",
              lower and not any(row["may_set_pressure"] for row in lower), lower)
    care.must(f"lop record {limb} --posture supine --lop 187 --way doppler --artery tibial")
    listed = care.json("lop list --db {db} --patient {patient}")
    tap.check("record-kept", (listed[0]["lop_mmhg"], listed[0]["way"], listed[0]["artery"])
              == (187, "doppler", "tibial"), listed)
    tap.check("list-as-text", "doppler" in care.must("lop list --db {db} --patient {patient}"))
    held = care.json(f"lop check {limb} --posture supine")
    tap.check("it-holds", held["measure_again"] is False and held["issues"] == [], held)
    # clinical 12: 149.6 mmHg from a supine LOP of 187 is 73.3 % of a mean seated one of 204
    seated = care.json(f"lop check {limb} --posture seated --target 149.6")
    tap.check("another-posture-is-told-in-numbers", "73" in seated["posture"]
              and seated["issues"][0]["hard"], seated)
    ran = care.ask(f"lop run --simulate {limb} --sim-lop 181 --store --seed 3 --json")
    found = json.loads(ran.stdout)
    lop = found["lop"]
    tap.check("search", ran.returncode == 0 and abs(lop["lop_mmhg"] - 181) <= 10 and lop["simulated"]
              and lop["way"] == "oscillometric" and len(lop["trials_mmhg"]) >= 2, found)


def try_prescribe(tap: Tap, care: Care) -> None:
    asked = "prescribe --segment thigh --side left "
    told = care.json(asked + "--lop 187 --percent 80")
    tap.check("percent", (told["target_mmhg"], told["percent_lop"], told["clamps"])
              == (149.6, 80, []), told)
    tap.check("as-text", "149.6 mmHg" in care.must(asked + "--lop 187 --percent 80"))
    told = care.json(asked + "--lop 187 --method fixed --fixed 180 --reason ordered")
    tap.check("fixed-says-its-share", told["percent_lop"] == 96.3, told)
    told = care.json(asked + "--method systolic --systolic 150 --reason ordered")
    tap.check("without-lop-at-most-200", (told["asked_mmhg"], told["target_mmhg"],
              told["percent_lop"]) == (225, 200, None) and len(told["clamps"]) == 1, told)
    told = care.json(asked + "--method estimate --percent 70 --first-session --girth 55"
                     " --cuff-width 18 --age 23 --sex male --systolic 120 --diastolic 75")
    # the low edge of the band (166.2 - 30.0), 60 % of it
    tap.check("first-session-on-an-estimate", told["target_mmhg"] == 81.7
              and told["percent_is_estimate"], told)
    told = care.json(asked + "--method scale --scale 7")
    tap.check("a-scale-sets-no-pressure", told["target_mmhg"] is None, told)


def try_protocol(tap: Tap, care: Care) -> None:
    listed = care.json("protocol list")
    # clinical 3.3: P01, the classic one, is of the first format and names no number
    missing = ({f"P{number:02}" for number in range(2, 25)} - {row["reference"] for row in listed}
               | {"classic-quad-set"} - {row["id"] for row in listed})
    tap.check("the-library", not missing and all(row["source"] and row["status"]
                                                 for row in listed), missing)
    tap.check("list-as-text", care.must("protocol list").count("\n") == len(listed))
    shown = care.json("protocol show classic-quad-set")
    tap.check("show", (shown["id"], shown["rest_s"]) == ("classic-quad-set", 30), shown)
    tap.check("show-as-text", "Quad set" in care.must("protocol show classic-quad-set")
              or "quad" in care.must("protocol show classic-quad-set"))
    line = care.json("protocol timeline classic-quad-set --limb thigh --lop 181 --percent 60")
    ends = [step["start_s"] + step["length_s"] for step in line["steps"]]
    starts = [step["start_s"] for step in line["steps"]]
    tap.check("timeline-without-a-hole", starts[0] == 0 and starts[1:] == ends[:-1]
              and abs(ends[-1] - line["total_s"]) < 0.01, line)
    tap.check("timeline-within-the-limit", 0 < line["inflated_s"] <= line["limit_s"], line)
    tap.check("timeline-as-text", "limit" in care.must("protocol timeline classic-quad-set"))
    valid = care.json("protocol validate classic-quad-set")
    tap.check("validate", valid["valid"] is True and valid["error"] is None, valid)


def try_episode(tap: Tap, care: Care) -> None:
    who = "--db {db} --patient {patient}"
    tap.check("conditions", "muscle-strain" in care.must("episode conditions"))
    goal = care.put(f"episode goal {who} --goal 'Climb stairs' --target-on {day(60)}")
    care.must(f"episode plan {who} --phase early --per-week 3 --planned 24 --authorised 20")
    shown = care.json(f"episode show {who}")[0]
    tap.check("goal-and-plan", (shown["goals"][0]["id"], shown["goals"][0]["target_on"],
              shown["visits_per_week"], shown["visits_planned"], shown["visits_authorised"])
              == (goal, day(60), 3, 24, 20), shown)
    tap.check("show-as-text", "Climb stairs" in care.must(f"episode show {who}"))
    visit = care.put(f"episode appoint {who} --at {day(2)}T10:00 --minutes 45")
    care.must(f"episode attend --db {{db}} {visit} --state missed --note snow")
    due = care.json(f"episode due {who}")
    tap.check("due", any(row["kind"] == "measures" and row["late"] for row in due), due)
    tap.check("due-as-text", "measures" in care.must(f"episode due {who}"))
    care.must(f"episode discharge {who} --reason 'goals reached'")
    shown = care.json(f"episode show {who}")[0]
    tap.check("discharge", (shown["discharge_reason"], shown["discharged_on"])
              == ("goals reached", str(TODAY)), shown)
    opened = care.put(f"episode open {who} --conditions knee-surgery --diagnosis Invented"
                      " --limb thigh --side both")
    shown = next(row for row in care.json(f"episode show {who}") if row["id"] == opened)
    tap.check("open", (shown["conditions"], shown["side"]) == (["knee-surgery"], "both"), shown)


def try_measure(tap: Tap, care: Care) -> None:
    who = "--db {db} --patient {patient}"
    listed = care.json("measure list")
    tap.check("list", all(row["min"] < row["max"] and row["source"] for row in listed))
    for value, when in ((41, -30), (60, 0)):
        care.put(f"measure put {who} --measure lefs --value {value} --on {day(when)}")
    shown = care.json(f"measure show {who} --measure lefs")
    # LEFS: a change of 9 points means something (clinical 5.5)
    tap.check("change", (shown[1]["value"], shown[1]["change"], shown[1]["worse"])
              == (60, 19, False), shown)
    tap.check("show-as-text", "lefs" in care.must(f"measure show {who}"))


def try_progress(tap: Tap, care: Care) -> None:
    what = "--db {db} --patient {patient} --exercise quad-set --side left"
    rules = care.json("progress rules")
    codes = {row["code"] for row in rules}
    tap.check("rules", {f"R{number}" for number in range(1, 9)} <= codes
              and all(row["source"] and row["status"] for row in rules), rules)
    tap.check("rules-as-text", care.must("progress rules").count("\n") == len(rules))
    tap.check("suggest", isinstance(care.json(f"progress suggest {what}"), list))
    suggested = care.must(f"progress suggest {what}")
    tap.check("suggest-as-text", suggested.strip() != "")
    told = care.json("progress max --load 20 --reps 10 --percent 30 --step 0.5")
    # Epley: 20 (1 + 10 / 30) = 26.67; 30 % of it is 8.0, a step of 0.5 below never above
    tap.check("max", (told["one_rm_kg"], told["load_kg"]) == (26.67, 8.0), told)
    # 40 repetitions are 10 more than 30: two steps of 0.5 kg
    found = care.json("progress find-load --load 4 --reps 40 --step 0.5")
    tap.check("find-load", (found["step"], found["load_kg"]) == ("heavier", 5.0), found)
    tap.check("find-load-as-text", "4 kg" in care.must("progress find-load --load 4 --reps 30"
                                                        " --step 0.5"))
    tap.check("max-as-text", "26.67" in care.must("progress max --load 20 --reps 10"))


def try_visit(tap: Tap, care: Care) -> None:
    for refill, slow in ((3.0, False), (3.1, True)):
        told = care.json(f"visit check --systolic 120 --diastolic 70 --refill {refill}")
        tap.check(f"refill-{refill}", told["refill_slow"] is slow, told)
    tap.check("check-as-text", "refill" in care.must("visit check --refill 2").lower())
    tap.check("first", "Comfort step 3: 60 %" in care.must("visit first --percent 60"))
    calls = care.json("visit calls --db {db}")
    tap.check("called-after-a-first-session", [(row["session"], row["state"], row["first_session"])
              for row in calls] == [(care.names["session"], "due", True)], calls)
    tap.check("calls-as-text", "due" in care.must("visit calls --db {db}"))
    told = care.must("visit call --db {db} --session {session} --soreness 2 --dark-urine")
    tap.check("dark-urine-means-a-doctor-today", told.startswith("doctor-today"), told)
    note = care.json("visit note --db {db} --session {session} --subjective sore --plan 'go on'"
                     " --minutes 23")
    tap.check("note", note["id"] and note["subjective"] == "sore"
              and "108.6 mmHg" in note["objective"], note)
    tap.check("note-as-text", "O: " in care.must("visit note --db {db} --session {session}"))
    tap.check("handover", "20/20/20" in care.must("visit handover --db {db} --session {session}"))
    care.put("visit adverse --db {db} --patient {patient} --session {session} --kind bruising"
             " --grade 2 --onset three-days --pressure 108.6 --limb thigh --side left")
    # clinical 12: 22 and 23 minutes
    for minutes, units in ((22, "1"), (23, "2")):
        tap.check(f"units-{minutes}", care.must(f"visit units --minutes {minutes}").strip()
                  == units)


HAPPY = (("screening", try_screening), ("limb", try_limb), ("lop", try_lop),
         ("prescribe", try_prescribe), ("protocol", try_protocol), ("episode", try_episode),
         ("measure", try_measure), ("progress", try_progress), ("visit", try_visit))


class Named:
    """Points with a path before their names."""

    def __init__(self, tap: Tap, path: str) -> None:
        self.tap, self.path = tap, path

    def check(self, name: str, ok: object, detail: object = "") -> bool:
        return self.tap.check(f"{self.path}/{name}", ok, detail)


def try_happy(tap: Tap, care: Care, place: Path, name: str, scenario) -> None:
    copy = care.copy(place / f"happy-{name}")
    scenario(Named(tap, f"/care/{name}"), copy)
    tap.check(f"/care/{name}/the-record-is-whole",
              copy.ask("db check {db}").returncode == 0)


# --- What must not happen -----------------------------------------------------------------------

def wrong_with(answer: subprocess.CompletedProcess, statuses: tuple[int, ...],
               words: tuple[str, ...]) -> str:
    lines = answer.stderr.splitlines()
    wrong = []
    if answer.returncode not in statuses:
        wrong.append(f"exit status {answer.returncode}, not {statuses}")
    if len(lines) != 1 or not lines[0].startswith("ebbctl: "):
        wrong.append(f"{len(lines)} lines on stderr")
    if len(answer.stderr) > 1200:
        wrong.append(f"a message of {len(answer.stderr)} characters")
    wrong += [f"does not say {word!r}" for word in words if word not in answer.stderr]
    return "\n".join([*wrong, answer.stderr[:1500]]) if wrong else ""


def try_rows(tap: Tap, care: Care, place: Path, path: str, rows) -> None:
    copy = care.copy(place / path)
    before = dump(copy.db)
    for name, command, words in rows:
        answer = copy.ask(command)
        wrong = wrong_with(answer, (1,), tuple(word.format(**copy.names) for word in words))
        after = dump(copy.db)
        if after != before:
            wrong += f"\nchanged: {[row for row in after if row not in before][:3]}"
            before = after
        tap.check(f"/care/{path}/{name}", not wrong, f"{command}\n{wrong}")


def try_hostile(tap: Tap, care: Care, place: Path, path: str, rows) -> None:
    """Each value of a kind in each option of that kind; usage (2) only for what is no text."""
    copy = care.copy(place / path)
    before = dump(copy.db)
    for command, option, kind in rows:
        for name, value in HOSTILE[kind]:
            text = value if isinstance(value, bytes) else value.encode()
            answer = copy.ask(command, option.encode() + b"=" + text)
            is_text = _is_utf8(text)
            wrong = wrong_with(answer, (1,) if is_text else (2,), (WORDS_OF.get(option, option),))
            if dump(copy.db) != before:
                wrong += "\nthe database is another"
                before = dump(copy.db)
            tap.check(f"/care/{path}/{command.split(' --')[0].replace(' ', '-')}{option}/{name}",
                      not wrong, f"{command} {option}={value!r:.80}\n{wrong}")


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def main() -> int:
    locale = sys.argv[3] if len(sys.argv) > 3 else "C.UTF-8"
    if "C" not in locale and locale.replace("-", "").lower() not in subprocess.run(
            ["locale", "-a"], check=False, capture_output=True,
            text=True).stdout.replace("-", "").lower():
        print(f"1..0 # SKIP no locale {locale} on this machine")
        return 0
    with tempfile.TemporaryDirectory(prefix="ebb-care-") as name:
        place = Path(name)
        care = Care(programs()[0], place / "clinic", locale)
        scenarios = [(f"/care/{name}", try_happy, (care, place, name, scenario))
                     for name, scenario in HAPPY]
        scenarios += [(f"/care/{path}", try_rows, (care, place, path, rows))
                      for path, rows in (*BAD, ("order", ORDER))]
        scenarios += [(f"/care/hostile-{start}", try_hostile,
                       (care, place, f"hostile-{start}", OPTIONS[start::PARTS]))
                      for start in range(PARTS)]
        return run_all(scenarios, at_once=2)


if __name__ == "__main__":
    sys.exit(main())
