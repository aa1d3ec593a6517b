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
PROGRAMS = ("app/main.c", "app/ebbctl*.c", "app/ctl/*", "device/sim/ebb-cuff-sim*.c")
PRODUCT = ("app/*", "data/*", "device/*", "ui/*")
SCREEN = ("ui/*", "app/main.c", "tests/ui/*")

# What GTK 4.8 and libadwaita 1.2, the floor, do not have, by the beginning of its name.
ABSENT_TYPES = ("AdwBanner", "AdwToolbarView", "AdwNavigationView", "AdwNavigationSplitView",
                "AdwNavigationPage", "AdwOverlaySplitView", "AdwBreakpoint", "AdwSpinRow",
                "AdwSwitchRow", "AdwDialog", "AdwAlertDialog", "AdwAboutDialog",
                "AdwPreferencesDialog", "AdwSpinner", "AdwButtonRow", "AdwBottomSheet",
                "AdwToggleGroup", "AdwWrapBox", "AdwShortcutsDialog", "GtkFileDialog",
                "GtkAlertDialog", "GtkUriLauncher", "GtkPrintDialog", "GskPath", "GskStroke")
ABSENT_CALLS = ("gtk_accessible_announce", "gtk_widget_get_color", "adw_message_dialog_choose",
                "gtk_css_provider_load_from_string", "gtk_list_view_scroll_to",
                "gtk_snapshot_append_stroke", "gtk_snapshot_append_fill", "g_set_str",
                "g_string_free_and_steal")
# What newer toolkits have replaced: in one file, so that moving the floor touches one file.
REPLACED_TYPES = ("AdwMessageDialog", "AdwAboutWindow", "AdwPreferencesWindow", "AdwLeaflet",
                  "AdwFlap", "AdwSqueezer", "AdwViewSwitcherTitle", "GtkFileChooserNative",
                  "GtkMessageDialog", "GtkColorChooser", "GtkFontChooser", "GtkAppChooser",
                  "GtkTreeView", "GtkTreeStore", "GtkListStore", "GtkComboBox", "GtkInfoBar",
                  "GtkVolumeButton", "GtkLockButton", "GtkStatusbar", "GtkAssistant")
REPLACED_HOMES = ("ui/ebb-dialogs.c",)


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


def snake(name: str) -> str:
    """AdwNavigationView -> adw_navigation_view"""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def types(*names: str) -> str:
    """The types themselves, their macros and all their calls."""
    plain = "|".join(names)
    calls = "|".join(map(snake, names))
    macros = "|".join(f"{name.split('_')[0]}_(?:IS_|TYPE_)?{'_'.join(name.split('_')[1:])}"
                      for name in (snake(each).upper() for each in names))
    return rf"\b(?:(?:{plain})\b|(?:{calls})_\w+|(?:{macros})\b)"


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
    "absent": Ban(types(*ABSENT_TYPES) + "|" + call(*ABSENT_CALLS),
                  "not in GTK 4.8, libadwaita 1.2 and GLib 2.74, the floor"),
    "replaced": Ban(types(*REPLACED_TYPES), "newer toolkits have replaced it; it may stand in "
                    "ui/ebb-dialogs.c alone", SCREEN, REPLACED_HOMES),
    "dialog": Ban(r"\bGtkDialog\b|\bgtk_(?:native_)?dialog_\w+|\bGTK_(?:TYPE_|IS_)?DIALOG\b",
                  "a window or one of ui/ebb-dialogs; never a loop that waits for an answer",
                  SCREEN, REPLACED_HOMES),
    "loop": Ban(call("gtk_main", "gtk_main_quit", "gtk_events_pending",
                         "gtk_main_iteration(?:_do)?", "gtk_show_uri"),
                    "the application runs the loop; nobody spins it", SCREEN),
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
