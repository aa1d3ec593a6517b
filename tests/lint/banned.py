# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that have a better place or no place at all, and notes that should be work instead.

Where a call is right after all, a comment on its line or the line above says so and why:
    /* lint allows sleep: the other thread must have had its chance to run too far */
"""
import re
from dataclasses import dataclass
from fnmatch import fnmatch

from tree import Complaint, Tree, line_of

CODE = ("app/*", "data/*", "device/*", "ui/*", "tests/*")
PROGRAMS = ("app/main.c", "app/ebbctl*.c", "app/ctl/*", "device/sim/ebb-cuff-sim.c")
PRODUCT = ("app/*", "data/*", "device/*", "ui/*")


@dataclass(frozen=True)
class Ban:
    """What may not be written, where, and why."""
    pattern: str
    why: str
    where: tuple[str, ...] = CODE
    but_not: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        return (any(fnmatch(path, place) for place in self.where)
                and not any(fnmatch(path, place) for place in self.but_not))


def call(*names: str) -> str:
    return r"(?<![\w>.])(?:" + "|".join(names) + r")\s*\("


BANS = {
    "print": Ban(call("g_print"), "a library does not talk; programs write to stdout with stdio"),
    "sleep": Ban(call("sleep", "usleep", "nanosleep", "clock_nanosleep", "g_usleep", "thrd_sleep"),
                 "waiting is cuff_clock_wait with a deadline, or poll"),
    "copy": Ban(call("strcpy", "strcat", "strncpy", "strncat", "sprintf", "vsprintf", "gets"),
                "writes without knowing the room; GLib's or snprintf do"),
    "clock": Ban(call("clock_gettime", "clock", "time", "gettimeofday", "times", "ftime",
                      "timespec_get", "localtime", "localtime_r", "gmtime", "g_get_monotonic_time",
                      "g_get_real_time", "g_get_current_time", "g_date_time_new_now",
                      "g_date_time_new_now_utc", "g_date_time_new_now_local", "g_timer_new"),
                 "time is an argument; only device/clock and its wrapper read a clock", PRODUCT,
                 ("device/clock/*", "app/ebb-clock.c")),
    "random": Ban(call("rand", "srand", "rand_r", "random", "srandom", "drand48", "srand48",
                       "g_random_int", "g_random_int_range", "g_random_double",
                       "g_random_boolean", "g_rand_new"),
                  "chance comes from a seeded generator; only a program picks a seed", CODE,
                  PROGRAMS),
    "sql": Ban(call("sqlite3_exec"), "prepared statements; only ebb-db* runs fixed text",
               PRODUCT, ("data/store/ebb-db*",)),
    "goto": Ban(r"\bgoto\b", "g_autoptr and small functions make it needless"),
    "lock": Ban(r"\b(?:GMutex|GRecMutex|GRWLock|GCond|GAsyncQueue|G_LOCK\w*)\b"
                r"|\bg_(?:mutex|rec_mutex|rw_lock|cond|async_queue)_\w+",
                "the thread sanitizer cannot see GLib's locks; use pthread or C11 atomics",
                ("device/*", "data/store/*")),
    "shell": Ban(call("system", "popen"), "no program is started through a shell", PRODUCT),
    "environment": Ban(call("setenv", "putenv", "unsetenv", "g_setenv", "g_unsetenv"),
                       "the environment belongs to all threads", PRODUCT, ("app/main.c",)),
    "deprecated": Ban(r"\bG_GNUC_(?:BEGIN|END)_IGNORE_DEPRECATIONS\b",
                      "the path that is tested is the path that is shipped"),
}

NOTE = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
NOTE_SUFFIXES = (".c", ".h", ".py", ".sh", ".md", ".sql", ".json", ".ui", ".build", "/dev", "/run")

RULES = {rule: f"no {ban.pattern}: {ban.why}" for rule, ban in BANS.items()}
RULES["note"] = "what is left to do is an issue, not a note in the code"


ALLOWED = re.compile(r"lint allows (?P<rule>\w+): \S.{9,}")


def allowed(lines: list[str], number: int) -> set[str]:
    """The rules that a comment lifts for a line, with a reason."""
    near = " ".join(lines[max(0, number - 2):number])
    return {match["rule"] for match in ALLOWED.finditer(near)}


def check(tree: Tree):
    for path in tree.c_files():
        code = tree.code(path)
        lines = tree.lines(path)
        for rule, ban in BANS.items():
            if not ban.covers(path):
                continue
            for match in re.finditer(ban.pattern, code):
                word = match[0].rstrip("( \t\n")
                line = line_of(code, match.start())
                if rule not in allowed(lines, line):
                    yield Complaint(rule, path, line, f"{word}: {ban.why}")
    for path in tree.paths:
        if not f"/{path}".endswith(NOTE_SUFFIXES) or path == "tests/lint/banned.py":
            continue
        for number, line in enumerate(tree.lines(path), 1):
            if match := NOTE.search(line):
                yield Complaint("note", path, number, f"{match[0]}: {RULES['note']}")
