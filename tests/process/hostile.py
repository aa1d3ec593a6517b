# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile things to hand to a program: files, databases, terminals, a full disk."""
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import threading
from pathlib import Path

from rig import COMMAND_S, ENVIRONMENT

NOBODY = 65534
FLOOD = bytes(range(256)) * 16
NMEA = b"$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n"


# --- Protocol files -----------------------------------------------------------------------------

def protocol(**changes: object) -> bytes:
    """A sound, short protocol with some fields changed; None takes one away."""
    fields = {
        "format": "ebb-protocol", "format_version": 1, "id": "short", "name": "Short one",
        "version": 1, "source": "Invented for a test", "status": "Not for use",
        "exercise": "quad-set", "pattern": "continuous", "sets_min": 1,
        "sets": [{"reps_min": 1, "reps_max": 5}], "rest_s": 30,
        "tempo": {"contract_ms": 1000, "hold_ms": 5000, "relax_ms": 1000, "pause_ms": 0},
        "percent_lop_default": 60,
    } | changes
    return json.dumps({key: value for key, value in fields.items() if value is not None}).encode()


# (name, bytes, words that the message must hold besides the file's name)
PROTOCOLS = (
    ("empty", b"", ()),
    ("no-json", b"this is no JSON at all\n", ()),
    ("list", b"[1, 2, 3]", ()),
    ("cut-off", protocol()[:-40], ()),
    ("text-after-the-end", protocol() + b" {}", ()),
    ("not-utf-8", protocol().replace(b"Short one", b"Sh\xffrt one"), ("UTF-8",)),
    ("zero-byte", protocol().replace(b"Short one", b"Short\x00one"), ()),
    ("deep", b"[" * 100_000, ("bytes",)),
    ("deep-and-small", b"[" * 30_000 + b"]" * 30_000, ("32",)),
    ("deep-objects", b'{"a":' * 10_000, ("32",)),
    ("a-little-too-deep", protocol(surprise="@").replace(b'"@"', b"[" * 33 + b"]" * 33), ("32",)),
    ("one-megabyte", protocol() + b" " * 1_048_576, ("bytes",)),
    ("doubled-key", protocol().replace(b'"rest_s": 30', b'"rest_s": 30, "rest_s": 5'),
     ("rest_s",)),
    ("missing-key", protocol(rest_s=None), ("rest_s",)),
    ("unknown-key", protocol(surprise=1), ("surprise",)),
    ("wrong-type", protocol(rest_s="30"), ("rest_s",)),
    ("wrong-type-array", protocol(sets={"reps_min": 1, "reps_max": 5}), ("sets",)),
    ("not-whole", protocol(rest_s=30.5), ("rest_s",)),
    ("number-too-big", protocol().replace(b'"rest_s": 30', b'"rest_s": 1e400'), ("rest_s",)),
    ("not-a-number", protocol().replace(b'"rest_s": 30', b'"rest_s": NaN'), ()),
    ("negative", protocol(rest_s=-1), ("rest_s", "-1", "600")),
    ("rest-too-long", protocol(rest_s=601), ("rest_s", "601", "600")),
    ("too-many-repetitions", protocol(sets=[{"reps_min": 1, "reps_max": 101}]),
     ("reps_max", "101", "100")),
    ("minimum-above-maximum", protocol(sets=[{"reps_min": 9, "reps_max": 5}]),
     ("reps_min", "9", "5")),
    ("no-sets", protocol(sets=[]), ("sets",)),
    ("percent-above-80", protocol(percent_lop_default=95), ("percent_lop_default", "95", "80")),
    ("unknown-pattern", protocol(pattern="sometimes"), ("pattern", "sometimes", "continuous")),
    ("newer-format", protocol(format_version=3), ("format_version", "3", "1 to 2")),
    ("half-of-version-2", protocol(format_version=2), ("mode", "missing", "resistance")),
    ("other-format", protocol(format="ebb-session"), ("ebb-session", "ebb-protocol")),
)


# --- Databases ----------------------------------------------------------------------------------

def flip(path: Path, offset: int, n_bytes: int) -> None:
    data = bytearray(path.read_bytes())
    for place in range(offset, offset + n_bytes):
        data[place] ^= 0xFF
    path.write_bytes(data)


def cut(path: Path, n_bytes: int) -> None:
    with path.open("r+b") as file:
        file.truncate(n_bytes)


def sql(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def make_foreign(path: Path) -> None:
    path.unlink()
    sql(path, "CREATE TABLE recipe (name TEXT)", "INSERT INTO recipe VALUES ('soup')",
        "PRAGMA application_id = 305419896")


# (name, what is done to a sound database, words besides its name)
DATABASES = (
    ("half", lambda path: cut(path, path.stat().st_size // 2), ("damaged",)),
    ("first-page-only", lambda path: cut(path, 4096), ("damaged",)),
    ("fifty-bytes", lambda path: cut(path, 50), ()),
    ("flipped-magic", lambda path: flip(path, 0, 16), ()),
    ("flipped-page-header", lambda path: flip(path, 100, 8), ("damaged",)),
    ("flipped-cells", lambda path: flip(path, 108, 40), ("damaged",)),
    ("text-file", lambda path: path.write_text("Dear diary,\n" * 500), ()),
    ("newer", lambda path: sql(path, "PRAGMA user_version = 99"), ("newer", "99")),
    ("foreign", make_foreign, ("another program",)),
)


# --- Terminals ----------------------------------------------------------------------------------

class Terminal:
    """A pseudo-terminal with something on it that is no cuff."""

    def __init__(self, manner: str) -> None:
        self.manner = manner
        self.master, self.slave = os.openpty()
        self.port = os.ttyname(self.slave)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._talk)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        self.thread.join()
        os.close(self.slave)
        os.close(self.master)

    def _talk(self) -> None:
        os.set_blocking(self.master, False)
        # A flood never pauses.
        while not self.over.wait(0 if self.manner == "flood" else 0.01):
            heard = b""
            with contextlib.suppress(BlockingIOError):
                heard = os.read(self.master, 4096)
            say = {"silent": b"", "nmea": NMEA, "echo": heard, "flood": FLOOD}[self.manner]
            with contextlib.suppress(BlockingIOError):
                os.write(self.master, say)


# --- A full disk --------------------------------------------------------------------------------

# A small disk that only this command sees, and that goes with it; what is on it afterwards is
# copied out to be looked at.
ON_SMALL_DISK = """
mount -t tmpfs -o size=$1k tmpfs "$2" || exit 77
cp -a "$3/." "$2/" || exit 77
place=$2 out=$3
shift 3
(cd "$place" && "$@")
status=$?
cp -a "$place/." "$out/"
exit $status
"""

# Where nobody may mount: no file may grow beyond so many kilobytes, which looks alike to a program.
WITH_SMALL_FILES = """
trap '' XFSZ
ulimit -f $(($1 * 2))
cd "$2"
shift 2
exec "$@"
"""


class SmallDisk:
    """Runs a command whose current folder is on a disk of few bytes."""

    def __init__(self) -> None:
        self.prefix = next((prefix for prefix in (["unshare", "-m"], ["unshare", "-r", "-m"])
                            if self._works(prefix)), None)

    @staticmethod
    def _works(prefix: list[str]) -> bool:
        if shutil.which("unshare") is None:
            return False
        trial = subprocess.run([*prefix, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False,
                               capture_output=True, timeout=COMMAND_S)
        return trial.returncode == 0

    def run(self, folder: Path, disk_kb: int, file_kb: int,
            *command: object) -> subprocess.CompletedProcess:
        """`folder` holds what is on the disk before, and afterwards what is on it then."""
        if self.prefix is None:
            return self.run_with_small_files(folder, file_kb, *command)
        place = folder.with_name(folder.name + "-disk")
        place.mkdir()
        return self._run([*self.prefix, "sh", "-c", ON_SMALL_DISK, "sh", disk_kb, place, folder,
                          *command])

    def run_with_small_files(self, folder: Path, file_kb: int,
                             *command: object) -> subprocess.CompletedProcess:
        return self._run(["sh", "-c", WITH_SMALL_FILES, "sh", file_kb, folder, *command])

    @staticmethod
    def _run(command: list[object]) -> subprocess.CompletedProcess:
        return subprocess.run([str(word) for word in command], check=False, capture_output=True,
                              text=True, errors="replace", env=ENVIRONMENT, timeout=COMMAND_S,
                              stdin=subprocess.DEVNULL)
