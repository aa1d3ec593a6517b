# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may see whom (ARCHITECTURE.md): which room may include which.

The build refuses most of this already by include paths; this table names the rule that was broken
and also catches headers of the system's include path, which compile anywhere.
"""
import re
from fnmatch import fnmatch

from tree import Complaint, Tree, folder, line_of, name

RULES = {
    "freestanding": "values/, wire/ and controller/ include nothing but themselves and three "
                    "headers of the compiler",
    "room": "a room includes only the rooms below it",
    "sqlite": "sqlite3.h stands in data/store/ebb-db* and ebb-backup only",
    "serialport": "libserialport.h stands in cuff-port-serial.c and cuff-scan.c only",
    "toolkit": "GTK and libadwaita stand in ui/ and app/main.c, cairo and pango in ui/",
    "sound": "GStreamer stands in ui/sound, behind the player",
    "json": "json-glib stands in data/ and the programs only",
    "upwards": "no include path climbs with ../",
    "computed": "an include names its file",
    "twins": "no two headers share a name, so that a name says the room",
}

FREESTANDING = ("device/values", "device/wire", "device/controller")
FREESTANDING_HEADERS = {"stdbool.h", "stddef.h", "stdint.h"}

# room -> the rooms it may include, besides itself.  A room that is not listed may see nothing.
SEES = {
    "device/values": set(),
    "device/wire": {"device/values"},
    "device/controller": {"device/values", "device/wire"},
    "device/clock": {"device/values"},
    "device/signal": {"device/values"},
    "device/link": {"device/values", "device/wire", "device/clock"},
    "device/sim": {"device/values", "device/wire", "device/controller", "device/clock"},
    "device/conform": {"device/values", "device/wire", "device/clock", "device/link"},
    "data/records": {"device/values"},
    "data/store": {"device/values", "data/records"},
    "data/export": {"device/values", "data/records", "data/store"},
    "data/import": {"device/values", "data/records", "data/store"},
    "data/backup": {"device/values", "data/records", "data/store", "data/export"},
    "app": {"device/values", "device/clock", "device/link", "device/signal", "data/records",
            "data/store", "data/export"},
    "ui/paper": {"device/values", "data/records", "app"},
    "ui": {"device/values", "data/records", "app", "ui/paper"},
}

# Single headers of a room that is shut otherwise: the store's face has no SQLite and never waits.
ALSO_SEES = {
    "ui": ("ebb-store.h", "ebb-store-ask*.h"),
}

# The composition roots: they join all layers.
ROOTS = ("app/main.c", "app/ebbctl*.c", "app/ebbctl*.h", "app/ctl/*", "app/ebb-cuff-sim.c")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*'
                     r'(?:["<](?P<name>[^">\n]*)[">]|(?P<odd>.*))', re.MULTILINE)

# header pattern -> (rule, files that may include it)
FOREIGN = {
    "sqlite3*.h": ("sqlite", ("data/store/ebb-db*", "data/*/ebb-backup*")),
    "libserialport.h": ("serialport", ("device/link/cuff-port-serial.c",
                                       "device/link/cuff-scan.c")),
    "gtk/*": ("toolkit", ("ui/*", "app/main.c")),
    "gdk/*": ("toolkit", ("ui/*", "app/main.c")),
    "adwaita.h": ("toolkit", ("ui/*", "app/main.c")),
    "cairo*": ("toolkit", ("ui/*",)),
    "pango/*": ("toolkit", ("ui/*",)),
    "gst/*": ("sound", ("ui/sound/ebb-player*", "ui/sound/ebb-sound-line.c", "tests/ui/sound/*")),
    "json-glib/*": ("json", ("data/*", "app/ebbctl*.c", "app/ctl/*")),
}


def room_of(path: str) -> str:
    """The room a file belongs to: the longest listed folder above it."""
    place = folder(path)
    while place and place not in SEES:
        place = folder(place)
    return place


def is_root(path: str) -> bool:
    return any(fnmatch(path, pattern) for pattern in ROOTS)


def judge_foreign(path: str, header: str) -> tuple[str, str] | None:
    for pattern, (rule, allowed) in FOREIGN.items():
        if fnmatch(header, pattern) and not any(fnmatch(path, place) for place in allowed):
            return rule, f"<{header}> is for {', '.join(allowed)}"
    return None


def judge_include(path: str, header: str, homes: dict[str, str]) -> tuple[str, str] | None:
    """The rule an include breaks and why, or None."""
    if ".." in header.split("/"):
        return "upwards", f'"{header}" climbs out of its room'
    if foreign := judge_foreign(path, header):
        return foreign
    room = room_of(path)
    target = homes.get(name(header))
    if room in FREESTANDING and target is None and header not in FREESTANDING_HEADERS:
        return "freestanding", f"<{header}> is not for freestanding code"
    if target is None or target == room or is_root(path):
        return None
    if any(fnmatch(name(header), pattern) for pattern in ALSO_SEES.get(room, ())):
        return None
    if target not in SEES.get(room, set()):
        return "room", f"{room or 'the top'} may not see {target} ({header})"
    return None


def check(tree: Tree):
    homes: dict[str, str] = {}
    headers = tree.files(".h", under=("app/", "data/", "device/", "ui/"))
    for path in headers:
        if name(path) in homes:
            yield Complaint("twins", path, 1, f"{homes[name(path)]} has a {name(path)} too")
        homes[name(path)] = room_of(path)
    for path in tree.c_files():
        inside = path.startswith(("app/", "data/", "device/", "ui/"))
        text = tree.code(path, strings=True)
        for match in INCLUDE.finditer(text):
            line = line_of(text, match.start())
            if match["odd"] is not None:
                yield Complaint("computed", path, line, f"#include {match['odd'].strip()}")
            elif inside:
                if broken := judge_include(path, match["name"].strip(), homes):
                    yield Complaint(broken[0], path, line, broken[1])
            elif ".." in match["name"].split("/"):
                yield Complaint("upwards", path, line, f'"{match["name"]}" climbs out of its room')
