#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything a program may be handed that it cannot use.

    bad-input.py EBBCTL EBB-CUFF-SIM

Each row: one clear message (a single line on stderr that begins with "ebbctl: " and names what),
the right exit status (1 it failed, 2 it was called wrongly), and afterwards every file is what it
was before.
"""
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from hostile import DATABASES, NOBODY, PROTOCOLS, SmallDisk, Terminal, protocol
from rig import COMMAND_S, ENVIRONMENT, Clinic, Program, Record, Tap, programs, run_all

TOMORROW = (date.today() + timedelta(days=2)).isoformat()  # also in the time zone furthest west

# Would run a whole session at once if anything wrong in it were accepted.
RUN = ("session run --simulate --speed 10000 --hands-free --db {db} --protocol classic-quad-set"
       " --patient {patient} --side left --lop 181")
PORT = ("session run --db {db} --protocol classic-quad-set --patient {patient} --side left"
        " --lop 181 --port ")
ADD = "patient add --db {db} --name Invented --born "
ORDER = "patient order --db {db} --patient {patient} --physician Dr.Invented --date "
SCREEN = "screening record --db {db} --patient {patient} --no-to-rest "
FIND = "progress find-load"
FAILED, USAGE = 1, 2


@dataclass
class Row:
    name: str
    command: str
    status: int
    words: tuple[str, ...] = field(default=())


def numbers() -> list[Row]:
    """Nonsense for each numeric option, and a refusal that names the option."""
    measures = ("percent", "lop", "fixed", "systolic", "diastolic", "girth", "age", "load",
                "cuff-width", "speed")
    run = [(option, value) for option in measures
           for value in ("nan", "inf", "-inf", "-1", "-5", "1e400", "x", "''", "1,5")]
    run += [(option, value) for option in ("sets", "seed")
            for value in ("-1", "1.5", "nan", "inf", "1e400", "x", "''")]
    rows = [Row(f"{option}={value}", f"{RUN} --reason Test --{option}={value}", USAGE,
                (f"--{option}",)) for option, value in run]
    rows += [Row(f"demo-{option}={value}", f"demo --out {{folder}}/d --{option}={value}", USAGE,
                 (f"--{option}",))
             for option in ("speed", "seed", "sets", "skip", "add")
             for value in ("-1", "nan", "1e400", "x")]
    rows += [Row(f"monitor-seconds={value}", f"cuff monitor /dev/null --seconds={value}", USAGE,
                 ("--seconds",)) for value in ("-1", "nan", "inf", "1e400", "x")]
    return rows


LIMITS = [
    Row("fixed-400", RUN + " --fixed 400 --reason Test", FAILED, ("400 mmHg", "260")),
    Row("fixed-1", RUN + " --fixed 1 --reason Test", FAILED, ("1 mmHg",)),
    Row("percent-101", RUN + " --percent 101 --reason Test", FAILED, ("101 %",)),
    Row("percent-100", RUN + " --percent 100 --reason Test", FAILED, ("100 %", "occlusion")),
    Row("percent-90-without-reason", RUN + " --percent 90", FAILED, ("90 %", "80 %", "reason")),
    Row("fixed-above-lop", RUN + " --fixed 200 --reason Test", FAILED, ("200 mmHg", "181 mmHg")),
    Row("systolic-999", RUN + " --systolic 999 --reason Test", FAILED, ("999 mmHg", "250")),
    Row("lop-999", RUN + " --lop 999", FAILED, ("LOP", "999 mmHg")),
    Row("fixed-0", RUN + " --fixed 0 --reason Test", FAILED, ("0 mmHg", "40")),
    Row("lop-0", RUN + " --lop 0", FAILED, ("LOP", "0 mmHg", "60")),
    Row("percent-0", RUN + " --percent 0", FAILED, ("0 %", "20")),
    Row("two-ways-at-once", RUN + " --percent 60 --fixed 100", USAGE, ("--percent", "--fixed")),
    Row("no-lop", RUN.replace("--lop 181", ""), FAILED, ("LOP",)),
    Row("fixed-without-lop-or-reason", RUN.replace("--lop 181", "--fixed 180"), FAILED,
        ("reason", "LOP")),
    Row("too-few-sets", RUN + " --sets 1", FAILED, ("ets", "1", "2")),
    Row("too-many-sets", RUN + " --sets 99", USAGE, ("--sets", "99")),
    Row("fit-4", RUN + " --fit-minutes 4", USAGE, ("--fit-minutes", "4", "5 to 120")),
    Row("fit-121", RUN + " --fit-minutes 121", USAGE, ("--fit-minutes", "121", "5 to 120")),
    Row("fit-part", RUN + " --fit-minutes 7.5", USAGE, ("--fit-minutes", "7.5")),
    Row("fit-too-short-to-train", RUN + " --fit-minutes 5", FAILED, ("--fit-minutes", "8 min")),
    Row("find-nothing", FIND, USAGE, ("--load", "--reps", "--step")),
    Row("find-without-step", FIND + " --load 4 --reps 30", USAGE, ("--step",)),
    Row("find-without-load", FIND + " --reps 30 --step 1", USAGE, ("--load",)),
    Row("find-61", FIND + " --load 4 --reps 61 --step 1", FAILED, ("--reps", "61", "60")),
    Row("find-half", FIND + " --load 4 --reps 2.5 --step 1", FAILED, ("--reps", "2.5")),
    Row("find-501-kg", FIND + " --load 501 --reps 30 --step 1", FAILED, ("load", "501", "500")),
    Row("find-step-0", FIND + " --load 4 --reps 30 --step 0", FAILED, ("step", "0", "20")),
    Row("find-load-nan", FIND + " --load nan --reps 30 --step 1", FAILED, ("--load", "nan")),
]

PEOPLE = [
    Row("born-2023-02-30", ADD + "2023-02-30", FAILED, ("birth date", "2023-02-30")),
    Row("born-1899-12-31", ADD + "1899-12-31", FAILED, ("birth date", "1899-12-31", "1900")),
    Row("born-tomorrow", ADD + TOMORROW, FAILED, ("birth date", TOMORROW)),
    Row("born-x", ADD + "x", FAILED, ("birth date", "x")),
    Row("born-empty", ADD + "''", FAILED, ("birth date",)),
    Row("born-with-time", ADD + "1980-01-01T00:00", FAILED, ("birth date",)),
    Row("no-name", "patient add --db {db} --name ' ' --born 1980-01-01", FAILED, ("name",)),
    Row("name-of-lines", "patient add --db {db} --name 'A\nB' --born 1980-01-01", FAILED,
        ("name",)),
    Row("long-name", "patient add --db {db} --born 1980-01-01 --name " + "N" * 9999, FAILED,
        ("name", "200")),
    Row("unknown-sex", ADD + "1980-01-01 --sex x", FAILED, ("sex", "x")),
    Row("order-2023-02-30", ORDER + "2023-02-30", FAILED, ("2023-02-30",)),
    Row("order-ends-before-it-begins", ORDER + "2020-02-02 --valid-until 2020-02-01", FAILED,
        ("2020-02-01",)),
    Row("order-for-nobody", ORDER.replace("{patient}", "nobody") + "2020-02-02", FAILED,
        ("nobody",)),
    Row("no-order", RUN.replace("{patient}", "{unordered}"), FAILED, ("order", "physician")),
    Row("expired-order", RUN.replace("{patient}", "{expired}"), FAILED,
        ("order", "2020-01-02")),
    Row("order-of-tomorrow", RUN.replace("{patient}", "{early}"), FAILED, ("order",)),
    Row("no-screening", RUN.replace("{patient}", "{unscreened}"), FAILED, ("screened",)),
    Row("refused-screening", RUN.replace("{patient}", "{refused}"), FAILED,
        ("screening", "Pregnancy")),
    Row("refused-and-overridden", "screening override --db {db} --patient {refused} --by A "
        "--reason hurry", FAILED, ("override", "missing", "expired")),
    Row("override-without-reason", "screening override --db {db} --patient {unscreened} --by A",
        FAILED, ("reason",)),
    Row("override-by-nobody", "screening override --db {db} --patient {unscreened} --reason B",
        FAILED, ("therapist",)),
    Row("clear-nothing", "screening clear --db {db} --patient {patient} --physician D "
        "--date 2020-01-01", FAILED, ("physician",)),
    Row("screen-bp-turned-round", SCREEN + "--bp 75/120", FAILED, ("blood", "75/120", "300")),
    Row("screen-bp-words", SCREEN + "--bp high", FAILED, ("--bp", "high")),
    Row("screen-age", SCREEN + "--bp 120/75 --age 121", FAILED, ("age", "121", "120")),
    Row("screen-age-negative", SCREEN + "--bp 120/75 --age=-1", FAILED, ("age",)),
    Row("screen-height", SCREEN + "--bp 120/75 --height 1.7", FAILED, ("height", "1.7", "250")),
    Row("screen-weight", SCREEN + "--bp 120/75 --weight 0", FAILED, ("weight", "0", "350")),
    Row("screen-weight-nan", SCREEN + "--bp 120/75 --weight nan", FAILED, ("weight", "nan")),
    Row("screen-sex", SCREEN + "--bp 120/75 --sex x", FAILED, ("sex", "x")),
    Row("screen-unknown-question", SCREEN + "--bp 120/75 --yes toes", FAILED, ("toes",)),
    Row("screen-unknown-limb", SCREEN + "--bp 120/75 --yes wound:tail", FAILED, ("tail",)),
    Row("screen-surgery", SCREEN + "--bp 120/75 --surgery 2020-02-30", FAILED, ("2020-02-30",)),
    Row("screen-tomorrow", SCREEN + "--bp 120/75 --date " + TOMORROW, FAILED, (TOMORROW,)),
    Row("screen-nobody", SCREEN.replace("{patient}", "nobody") + "--bp 120/75", FAILED,
        ("nobody",)),
    Row("setting-too-high", "screening set --db {db} --name screening-diastolic-block --value 111",
        FAILED, ("screening-diastolic-block", "111", "100", "110")),
    Row("setting-unknown", "screening set --db {db} --name x --value 1", FAILED,
        ("x", "order-required")),
    Row("unknown-patient", RUN.replace("{patient}", "nobody"), FAILED, ("patient", "nobody")),
    Row("no-side", RUN.replace("--side left", ""), USAGE, ("--side",)),
    Row("third-side", RUN.replace("--side left", "--side middle"), USAGE, ("--side", "middle")),
    Row("unknown-segment", RUN + " --segment tail", USAGE, ("--segment", "tail")),
]

WORDS = [
    Row("no-command", "", USAGE, ("command",)),
    Row("unknown-command", "inflate", USAGE, ("inflate",)),
    Row("unknown-word", "patient burn", USAGE, ("patient",)),
    Row("unknown-option", "demo --fast", USAGE, ("--fast",)),
    Row("extra-word", "cuff info A B", USAGE, ("B",)),
    Row("demo-without-out", "demo", USAGE, ("--out",)),
    Row("demo-of-unknown-protocol", "demo --out {folder}/d --protocol nothing", FAILED,
        ("nothing",)),
    Row("run-without-cuff", RUN.replace("--simulate", ""), USAGE, ("--port", "--simulate")),
    Row("run-with-two-cuffs", RUN + " --port /dev/null", USAGE, ("--port", "--simulate")),
    Row("run-without-db", RUN.replace("--db {db}", ""), USAGE, ("--db",)),
    Row("run-without-protocol", RUN.replace("--protocol classic-quad-set", ""), USAGE,
        ("--protocol",)),
    Row("run-without-patient", RUN.replace("--patient {patient}", ""), USAGE, ("--patient",)),
    Row("run-of-unknown-protocol", RUN.replace("classic-quad-set", "nothing"), FAILED,
        ("nothing",)),
    Row("run-of-missing-file", RUN.replace("classic-quad-set", "{folder}/no.json"), FAILED,
        ("no.json",)),
    Row("validate-nothing", "protocol validate", USAGE, ("FILE",)),
    Row("validate-missing", "protocol validate {folder}/no.json", FAILED, ("no.json",)),
    Row("validate-folder", "protocol validate {folder}", FAILED, ("{folder}",)),
    Row("validate-endless", "protocol validate /dev/zero", FAILED, ("/dev/zero",)),
    Row("list-without-db", "session list", USAGE, ("--db",)),
    Row("list-of-missing-db", "session list --db {folder}/no.db", FAILED, ("no.db",)),
    Row("patients-of-missing-db", "patient list --db {folder}/no.db", FAILED, ("no.db",)),
    Row("check-of-missing-db", "db check {folder}/no.db", FAILED, ("no.db",)),
    Row("check-of-folder", "db check {folder}", FAILED, ("{folder}",)),
    Row("import-without-db", "import patients {folder}/no.csv", USAGE, ("--db",)),
    Row("import-of-nothing", "import patients {folder}/no.csv --db {db}", FAILED, ("no.csv",)),
    Row("import-of-database", "import patients {db} --db {db}", FAILED, ("line",)),
    Row("import-bad-dates", "import patients {db} --db {db} --dates dmy", USAGE,
        ("--dates dmy", "day-first")),
    Row("backup-without-folder", "db backup --db {db}", USAGE, ("--folder",)),
    Row("backup-of-missing-db", "db backup --db {folder}/no.db --folder {folder}/b", FAILED,
        ("no.db",)),
    Row("backup-into-file", "db backup --db {db} --folder {db}/b", FAILED, ("{db}/b",)),
    Row("backups-of-file", "db backups --folder {db}", FAILED, ("{db}",)),
    Row("verify-without-sum", "db verify {db}", FAILED, ("{db}", ".sha256")),
    Row("restore-from-nothing", "db restore --db {db} --from {folder}/no.sqlite", FAILED,
        ("no.sqlite",)),
    Row("restore-from-record", "db restore --db {db} --from {db}", FAILED, (".sha256",)),
    Row("drill-of-empty-folder", "db drill --folder {folder}/none", FAILED, ("no backup",)),
    Row("export-of-nothing", "export --db {db} --session none --format json --out {folder}/x",
        FAILED, ("session", "none")),
    Row("export-csv-of-nothing", "export --db {db} --session none --format csv --out {folder}/x",
        FAILED, ("session", "none")),
    Row("export-as-cake", "export --db {db} --session none --format cake --out {folder}/x", USAGE,
        ("--format", "cake")),
    Row("export-pdf-of-nothing", "export --db {db} --session none --format pdf --out {folder}/x",
        FAILED, ("none",)),
    Row("export-bad-paper", "export --db {db} --session none --format pdf --paper a5 --out x",
        USAGE, ("--paper a5", "a4 or letter")),
    Row("export-bad-report", "export --db {db} --session none --format pdf --report all --out x",
        USAGE, ("--report all", "patient or clinician")),
    Row("export-paper-of-csv", "export --db {db} --session none --format csv --paper a4 --out x",
        USAGE, ("--paper", "pdf")),
    Row("export-without-out", "export --db {db} --session none --format csv", USAGE, ("--out",)),
]

PORTS = [Row(f"{verb}-{name}", command + path, FAILED, (path,))
         for verb, command in (("run", PORT), ("info", "cuff info "), ("monitor", "cuff monitor "))
         for name, path in (("unknown-port", "/dev/ttyEBB99"), ("port-is-a-file", "{db}"),
                            ("port-is-null", "/dev/null"), ("port-is-a-folder", "{folder}"),
                            ("port-is-no-terminal", "/dev/pts/99999"))]


# --- One row ------------------------------------------------------------------------------------

class Fixture:
    """The clinic each row gets a fresh copy of."""

    def __init__(self, ebbctl: str, folder: Path) -> None:
        folder.mkdir()
        self.ebbctl, self.folder = ebbctl, folder
        clinic = Clinic(ebbctl, folder)
        self.names = {"patient": clinic.patient}
        for name, order in (("unordered", None),
                            ("expired", ("--date", "2020-01-01", "--valid-until", "2020-01-02")),
                            ("early", ("--date", TOMORROW))):
            patient = clinic.add_patient(f"{name} Example", "1980-02-03")
            self.names[name] = patient
            if order is not None:
                clinic.must("patient", "order", "--db", clinic.db, "--patient", patient,
                            "--physician", "Dr. Invented", *order)
        for name, yes in (("unscreened", None), ("refused", "pregnancy")):
            patient = clinic.add_patient(f"{name} Example", "1980-02-03")
            self.names[name] = patient
            clinic.must("patient", "order", "--db", clinic.db, "--patient", patient,
                        "--physician", "Dr. Invented", "--date", "2020-01-01")
            if yes is not None:
                clinic.must("screening", "record", "--db", clinic.db, "--patient", patient,
                            "--no-to-rest", "--bp", "120/75", "--yes", yes)
        (folder / "e.db.lock").unlink()

    def copy(self, folder: Path) -> dict[str, str]:
        """What the {words} of a command stand for in a copy."""
        shutil.copytree(self.folder, folder)
        return self.names | {"folder": str(folder), "db": str(folder / "e.db")}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the lock, which only says that somebody was there, and SQLite's scratch."""
    found = {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"folder"
             for path in folder.rglob("*")}
    return {name: data for name, data in found.items()
            if not name.endswith((".lock", "-shm")) and not (name.endswith("-wal") and not data)}


def ask(program: str, words: list[str], **options) -> subprocess.CompletedProcess:
    return subprocess.run([program, *words], check=False, capture_output=True, text=True,
                          errors="replace", env=ENVIRONMENT, timeout=COMMAND_S,
                          stdin=subprocess.DEVNULL, **options)


def complaints(answer: subprocess.CompletedProcess, status: int, words: tuple[str, ...]) -> str:
    """What is wrong with an answer; "" when it is as it should be."""
    wrong = []
    lines = answer.stderr.splitlines()
    if answer.returncode != status:
        wrong.append(f"exit status {answer.returncode} instead of {status}")
    if len(lines) != 1 or not lines[0].startswith("ebbctl: "):
        wrong.append(f"{len(lines)} lines instead of one that begins with \"ebbctl: \"")
    wrong += [f"the message does not say {word!r}" for word in words
              if not any(word in line for line in lines)]
    return "\n".join([*wrong, answer.stderr[:2000]]) if wrong else ""


def judge(tap: Tap, path: str, fixture: Fixture, folder: Path, row: Row) -> None:
    names = fixture.copy(folder)
    before = contents(folder)
    words = [word.format(**names) for word in shlex.split(row.command)]
    answer = ask(fixture.ebbctl, words, cwd=folder)
    wrong = complaints(answer, row.status, tuple(word.format(**names) for word in row.words))
    after = contents(folder)
    changed = sorted(name for name in before.keys() | after.keys()
                     if before.get(name) != after.get(name))
    if changed:
        wrong += f"\nchanged: {', '.join(changed)}"
    tap.check(f"/bad-input/{path}/{row.name}", not wrong, f"{row.command}\n{wrong}")


def judge_rows(tap: Tap, path: str, fixture: Fixture, folder: Path, rows: list[Row]) -> None:
    for number, row in enumerate(rows):
        judge(tap, path, fixture, folder / f"{path}-{number}", row)


# --- Files of others ----------------------------------------------------------------------------

def judge_protocols(tap: Tap, fixture: Fixture, folder: Path) -> None:
    for name, data, words in PROTOCOLS:
        file = folder / f"{name}.json"
        file.write_bytes(data)
        for verb, command in (("validate", f"protocol validate {file}"),
                              ("run", RUN.replace("classic-quad-set", str(file)))):
            judge(tap, "protocol", fixture, folder / f"protocol-{verb}-{name}",
                  Row(f"{verb}-{name}", command, FAILED, (str(file), *words)))


def judge_databases(tap: Tap, fixture: Fixture, folder: Path) -> None:
    for name, spoil, words in DATABASES:
        bad = folder / f"database-{name}"
        shutil.copytree(fixture.folder, bad)
        spoil(bad / "e.db")
        spoiled = Fixture.__new__(Fixture)
        spoiled.ebbctl, spoiled.folder, spoiled.names = fixture.ebbctl, bad, fixture.names
        for verb, command in (("check", "db check {db}"), ("patients", "patient list --db {db}"),
                              ("sessions", "session list --db {db}"), ("add", ADD + "1980-01-01"),
                              ("run", RUN)):
            judge(tap, "database", spoiled, folder / f"database-{name}-{verb}",
                  Row(f"{name}-{verb}", command, FAILED, ("{db}", *words)))


# --- Ports that are something else --------------------------------------------------------------

def judge_terminal(tap: Tap, fixture: Fixture, folder: Path, manner: str) -> None:
    for verb, command in (("run", PORT), ("info", "cuff info ")):
        with Terminal(manner) as terminal:
            judge(tap, "port", fixture, folder / f"{manner}-{verb}",
                  Row(f"{verb}-{manner}", command + terminal.port, FAILED, (terminal.port,)))


# --- Nowhere to write ---------------------------------------------------------------------------

def judge_read_only(tap: Tap, fixture: Fixture, folder: Path) -> None:
    """A folder that may be looked at but not written to; root is somebody else for this."""
    place = folder / "read-only"
    names = fixture.copy(place)
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    program = shutil.copy2(fixture.ebbctl, folder / "ebbctl")
    (place / "e.db").chmod(0o444)
    place.chmod(0o555)
    before = contents(place)
    rows = (("add", "patient add --db {folder}/new.db --name A --born 1980-01-01", "new.db"),
            ("add-to-existing", ADD + "1980-01-01", "e.db"),
            ("run", RUN, "e.db"),
            ("demo", "demo --out {folder}/d", "{folder}/d"))
    for name, command, word in rows:
        words = [part.format(**names) for part in shlex.split(command)]
        answer = ask(program, words, cwd="/", **who)
        wrong = complaints(answer, FAILED, (word.format(**names), "ermission denied"))
        tap.check(f"/bad-input/read-only/{name}", not wrong, f"{command}\n{wrong}")
    tap.check("/bad-input/read-only/nothing-changed", contents(place) == before,
              sorted(contents(place)))
    place.chmod(0o755)


def is_plain(answer: subprocess.CompletedProcess, *words: str) -> bool:
    """Exit status 1, and the last word says what failed, and on what."""
    line = (answer.stderr.splitlines() or [""])[-1]
    return (answer.returncode == FAILED and line.startswith("ebbctl: ")
            and all(word in line for word in words))


def told(answer: subprocess.CompletedProcess) -> str:
    return f"exit status {answer.returncode}\n{answer.stdout[-600:]}\n{answer.stderr}"


def full_at_first(tap: Tap, fixture: Fixture, disk: SmallDisk, folder: Path) -> None:
    """No room for a database at all."""
    place = folder / "full-at-first"
    place.mkdir()
    answer = disk.run(place, 100, 100, fixture.ebbctl, "demo", "--out", "d", "--seed", 1)
    tap.check("/bad-input/full-disk/demo-says-so", is_plain(answer, "d/ebb.db", "full")
              and len(answer.stderr.splitlines()) == 1, told(answer))
    left = sorted(contents(place))
    tap.check("/bad-input/full-disk/demo-leaves-no-half-files",
              not [name for name in left
                   if "session" in name or name.endswith(("ebb.db", "-wal", "-shm"))], left)
    again = ask(fixture.ebbctl, ["patient", "add", "--db", str(place / "d/ebb.db"), "--name", "A",
                                 "--born", "1980-01-01"])
    tap.check("/bad-input/full-disk/works-once-there-is-room", again.returncode == 0, told(again))


def nothing_is_missing(folder: Path) -> bool:
    record = Record(folder / "s.json", folder / "s.csv").json
    bout = record["bouts"][0]
    gaps = bout["limbs"][0]["pressure"]["gaps"]["count"]
    return gaps == 0 and all(row["reps_counted"] == len(row["reps"]) for row in bout["sets"])


def newest_session(fixture: Fixture, db: Path, place: Path) -> str:
    """Its state; exported to `place` as s.json and s.csv."""
    listed = ask(fixture.ebbctl, ["session", "list", "--db", str(db), "--json"])
    session = json.loads(listed.stdout)[0]
    for form in ("json", "csv"):
        ask(fixture.ebbctl, ["export", "--db", str(db), "--session", session["id"],
                             "--format", form, "--out", str(place / f"s.{form}")])
    return session["state"]


def empty_kb(fixture: Fixture, folder: Path) -> int:
    """What a database takes before a session is in it: every room below is counted from there."""
    place = folder / "empty"
    if not place.exists():
        place.mkdir()
        Clinic(fixture.ebbctl, place)
    return (place / "e.db").stat().st_size // 1024


def full_on_the_way(tap: Tap, fixture: Fixture, disk: SmallDisk, folder: Path) -> None:
    """Room for the first seconds only.  The session goes on; the record says what it lost.  A disk
    that is small from the start begins none, so here the file may not grow."""
    place = folder / "full-on-the-way"
    names = fixture.copy(place)
    (place / "short.json").write_bytes(protocol())
    words = shlex.split(RUN.replace("classic-quad-set", "short.json").replace("{db}", "e.db"))
    empty = empty_kb(fixture, folder)
    answer = disk.run_with_small_files(place, empty + 50, fixture.ebbctl,
                                       *(word.format(**names) for word in words))
    tap.check("/bad-input/full-disk/session-raises-the-alarm", "A11" in answer.stderr,
              told(answer))
    whole = ask(fixture.ebbctl, ["db", "check", str(place / "e.db")])
    tap.check("/bad-input/full-disk/database-whole", whole.returncode == 0, told(whole))
    state = newest_session(fixture, place / "e.db", place)
    saved = state == "completed" and nothing_is_missing(place)
    tap.check("/bad-input/full-disk/a-record-with-losses-is-not-called-complete",
              state == "interrupted" or saved, f"{state}\n{told(answer)}")
    # A short time of need may pass without a loss, when the journal has been worked off.
    tap.check("/bad-input/full-disk/a-loss-is-a-failure-that-names-the-database",
              is_plain(answer, "e.db") or saved, told(answer))


def full_for_a_moment(tap: Tap, fixture: Fixture, disk: SmallDisk, folder: Path) -> None:
    """Some writes fail, later ones succeed.  The alarm says that the record is kept in memory."""
    place = folder / "full-for-a-moment"
    place.mkdir()
    answer = disk.run_with_small_files(place, empty_kb(fixture, folder) + 320, fixture.ebbctl,
                                       "demo", "--out", ".", "--seed", 1)
    state = newest_session(fixture, place / "ebb.db", place)
    tap.check("/bad-input/full-disk/for-a-moment-loses-nothing-or-says-so",
              "A11" in answer.stderr and (state == "interrupted" or nothing_is_missing(place)),
              f"{state}, but not every repetition that was counted is in the record\n"
              f"{told(answer)}")


def full_on_export(tap: Tap, fixture: Fixture, disk: SmallDisk, folder: Path) -> None:
    """The file that was there stays; a half one never takes its place."""
    place = folder / "full-on-export"
    place.mkdir()
    clinic = folder / "whole-session"
    names = fixture.copy(clinic)
    (clinic / "short.json").write_bytes(protocol())
    run = shlex.split(RUN.replace("classic-quad-set", "{folder}/short.json"))
    ran = ask(fixture.ebbctl, [word.format(**names) for word in run])
    (place / "s.csv").write_text("the old one\n", encoding="utf-8")
    answer = disk.run(place, 64, 64, fixture.ebbctl, "export", "--db", clinic / "e.db",
                      "--session", ran.stdout.split()[-1], "--format", "csv", "--out", "s.csv")
    tap.check("/bad-input/full-disk/export-says-so",
              is_plain(answer, "s.csv") and len(answer.stderr.splitlines()) == 1, told(answer))
    left = contents(place)
    tap.check("/bad-input/full-disk/export-leaves-the-old-file",
              left == {"s.csv": b"the old one\n"}, left.keys())


def judge_full_disk(tap: Tap, fixture: Fixture, folder: Path) -> None:
    disk = SmallDisk()
    full_at_first(tap, fixture, disk, folder)
    full_on_the_way(tap, fixture, disk, folder)
    full_for_a_moment(tap, fixture, disk, folder)
    full_on_export(tap, fixture, disk, folder)


# --- Two programs -------------------------------------------------------------------------------

def judge_second_program(tap: Tap, fixture: Fixture, folder: Path) -> None:
    """The first one has the data; the second may read, and is refused the rest."""
    names = fixture.copy(folder / "second")
    words = [word.format(**names) for word in shlex.split(RUN.replace("10000", "0.01"))]
    with Program(fixture.ebbctl, *words) as first:
        first.out.wait_for("Classic quad set", 20)
        for name, command in (("add", ADD + "1980-01-01"), ("order", ORDER + "2020-02-02"),
                              ("run", RUN)):
            answer = ask(fixture.ebbctl, [word.format(**names) for word in shlex.split(command)])
            wrong = complaints(answer, FAILED, (names["db"], "another program"))
            tap.check(f"/bad-input/second/{name}", not wrong, wrong)
        for name, command in (("patients", "patient list --db {db}"),
                              ("sessions", "session list --db {db}")):
            answer = ask(fixture.ebbctl, [word.format(**names) for word in shlex.split(command)])
            tap.check(f"/bad-input/second/{name}-may-read",
                      answer.returncode == 0 and not answer.stderr, told(answer))
        tap.check("/bad-input/second/first-goes-on", first.is_running(), first)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ebb-bad-input-") as name:
        place = Path(name)
        place.chmod(0o755)  # for the tests that run as somebody else
        fixture = Fixture(programs()[0], place / "fixture")
        tables = (("number", numbers()), ("limit", LIMITS), ("person", PEOPLE), ("word", WORDS),
                  ("port", PORTS))
        scenarios = [(f"/bad-input/{path}", judge_rows, (path, fixture, place, rows))
                     for path, rows in tables]
        scenarios += [("/bad-input/port", judge_terminal, (fixture, place, manner))
                      for manner in ("silent", "nmea", "echo")]
        scenarios += [(f"/bad-input/{path}", function, (fixture, place)) for path, function in (
            ("protocol", judge_protocols), ("database", judge_databases),
            ("read-only", judge_read_only), ("full-disk", judge_full_disk),
            ("second", judge_second_program))]
        return run_all(scenarios, at_once=4)


if __name__ == "__main__":
    sys.exit(main())
