# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen of its own with the real program on it, seen and touched as a screen reader does.

Everything is found by the accessible name a person would hear.  Needs Xvfb, a D-Bus daemon, the
AT-SPI bus and its GObject bindings: missing() says which of them this machine lacks.  libatspi
knows one bus per process, so a process has one Screen, and one thread uses it.
"""
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# The program under test ends on a warning of GLib; libatspi, which warns when it is early, must not
# end the test with it.  Read once, when GLib is loaded.
os.environ.pop("G_DEBUG", None)

POLL_S = 0.05
FIND_S = 20.0  # nothing on a screen takes longer, however busy the machine is
ACTIVE_ROLES = ("push button", "toggle button", "button", "radio button", "check box", "list item",
                "menu item", "page tab", "link", "entry", "text", "password text", "spin button",
                "slider", "combo box")
TYPE_NAME = re.compile(r"^(Gtk|Adw|Ebb)[A-Z]\w*$")  # what GTK 4.8 calls a thing without a name


def missing() -> str:
    """Which program or binding is not here; empty when all are."""
    lacking = [name for name in ("Xvfb", "dbus-daemon") if shutil.which(name) is None]
    places = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    if not any(Path(place, "dbus-1/services/org.a11y.Bus.service").exists()
               for place in places.split(":")):
        lacking.append("at-spi2-core (the AT-SPI bus)")
    try:
        import gi  # pylint: disable=import-outside-toplevel
        gi.require_version("Atspi", "2.0")
    except (ImportError, ValueError):
        lacking.append("gir1.2-atspi-2.0 (Python's AT-SPI bindings)")
    return ", ".join(lacking)


def dying_with_us(args: list[str]) -> list[str]:
    """A command that ends when whoever started it is killed."""
    return ["setpriv", "--pdeathsig", "TERM", *args] if shutil.which("setpriv") else args


class Screen:
    """An X server and a session bus; the calling process becomes a client of both, once."""

    def __init__(self, folder: Path, size: str = "1366x768") -> None:
        self.folder = folder
        self.children: list[subprocess.Popen] = []
        os.environ |= {"GSK_RENDERER": "cairo", "GDK_BACKEND": "x11", "GSETTINGS_BACKEND": "memory",
                       "ADW_DISABLE_PORTAL": "1", "LC_ALL": "C.UTF-8", "LANGUAGE": "",
                       "TZ": "UTC"}
        for name in ("CONFIG", "CACHE", "DATA", "RUNTIME"):
            home = folder / name.lower()
            home.mkdir(mode=0o700)
            os.environ["XDG_RUNTIME_DIR" if name == "RUNTIME" else f"XDG_{name}_HOME"] = str(home)
        for name in ("WAYLAND_DISPLAY", "XAUTHORITY", "GTK_A11Y", "GTK_THEME", "NO_AT_BRIDGE",
                     "AT_SPI_BUS_ADDRESS"):
            os.environ.pop(name, None)
        try:
            self._start(size)
        except BaseException:
            self.__exit__()
            raise

    def _start(self, size: str) -> None:
        os.environ["DISPLAY"] = ":" + self._spawn(
            "-displayfd",
            # Without -noreset it forgets all, and refuses who comes, when its last client leaves.
            ["Xvfb", "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"])
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = self._spawn(
            "--print-address", ["dbus-daemon", "--session", "--nofork"])
        import gi  # pylint: disable=import-outside-toplevel
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, GLib  # pylint: disable=import-outside-toplevel
        self.atspi, self.error = Atspi, GLib.GError
        assert Atspi.init() in (0, 1), "no AT-SPI bus"

    def _spawn(self, option: str, args: list[str]) -> str:
        """Starts a server that writes one line, its address, to a file descriptor."""
        read, write = os.pipe()
        tail = [f"{option}={write}"] if option.startswith("--") else [option, str(write)]
        with open(self.folder / "servers.log", "a", encoding="utf-8") as log:
            self.children.append(subprocess.Popen(dying_with_us(args + tail), stderr=log,
                                                  stdin=subprocess.DEVNULL, stdout=log,
                                                  pass_fds=(write,)))
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as pipe:
            address = pipe.readline().strip()
        assert address, f"{args[0]} did not start: {(self.folder / 'servers.log').read_text()}"
        return address

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        for child in reversed(self.children):
            child.terminate()
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def key(self, keyval: int) -> None:
        """A real key: through the X server, to whatever has the focus."""
        assert self.atspi.generate_keyboard_event(keyval, None, self.atspi.KeySynthType.SYM)

    def picture(self, name: str) -> None:
        """For whoever looks into a failure; EBB_SCREEN_PICTURES names the folder."""
        place = os.environ.get("EBB_SCREEN_PICTURES")
        if place and shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(Path(place, name))], check=False,
                           timeout=20)


class Window:
    """The program, by what it shows."""

    def __init__(self, screen: Screen, *args: object) -> None:
        self.screen = screen
        self.log = screen.folder / "ebb.log"
        # Whatever GTK complains of ends the program, and with it the test.
        environment = os.environ | {"G_DEBUG": "fatal-warnings"}
        with open(self.log, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(dying_with_us([str(arg) for arg in args]), stdout=log,
                                            stdin=subprocess.DEVNULL, stderr=log, env=environment)
        self.root = None

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def send(self, number: int) -> float:
        """Sends a signal; returns when."""
        now = time.monotonic()
        self.process.send_signal(number)
        return now

    def end(self, seconds: float) -> int | None:
        """The exit status; None when it still runs after that time."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    # --- What is on the screen --------------------------------------------------------------

    def _application(self):
        if self.root is not None:
            return self.root
        desktop = self.screen.atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            try:
                child = desktop.get_child_at_index(i)
                if child is not None and child.get_process_id() == self.process.pid:
                    child.set_cache_mask(self.screen.atspi.Cache.NONE)
                    self.root = child
            except self.screen.error:
                continue  # another program that has just gone
        return self.root

    def _is_inside(self, node, page) -> bool:
        while node is not None and node != page:
            node = node.get_parent()
        return node is not None

    def _extents(self, node):
        return node.get_extents(self.screen.atspi.CoordType.WINDOW)

    def _is_behind(self, frame, page) -> bool:
        """GTK 4.8 tells no state for it: another page lies where a pointer would hit this one."""
        box = self._extents(page)
        if 0 in (box.width, box.height):
            return True
        hit = frame.get_accessible_at_point(box.x + box.width // 2, box.y + box.height // 2,
                                            self.screen.atspi.CoordType.WINDOW)
        return hit is not None and not self._is_inside(hit, page)

    def _children(self, node, role: str, frame) -> list:
        children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
        children = [child for child in children if child is not None]
        if role == "panel" and node.get_name() == "GtkStackPage" and frame is not None:
            return [child for child in children if not self._is_behind(frame, child)]
        return children

    def nodes(self, within=None) -> Iterator[tuple]:
        """(accessible, role, name) of everything that is shown, in the order of reading."""
        start = within or self._application()
        pile = [(start, None)] if start is not None else []
        while pile:
            node, frame = pile.pop()
            try:
                role = node.get_role_name()
                if role == "frame":
                    frame = node
                elif role != "application":
                    box = self._extents(node) if role in ("filler", "label") else None
                    if box is not None and 0 in (box.width, box.height):
                        continue
                    if not node.get_state_set().contains(self.screen.atspi.StateType.VISIBLE):
                        continue
                children = self._children(node, role, frame)
                yield node, role, node.get_name() or ""
            except self.screen.error:
                continue  # it has just gone
            pile.extend((child, frame) for child in reversed(children))

    def names(self) -> list[str]:
        """All that a person would hear, but for what has no name."""
        return [name for _, _, name in self.nodes() if name and not TYPE_NAME.match(name)]

    def nameless(self) -> list[str]:
        """What a person could reach and not hear the name of."""
        states = self.screen.atspi.StateType
        return [f"{role} {name!r} in {node.get_parent().get_name()!r}"
                for node, role, name in self.nodes()
                if role in ACTIVE_ROLES and (not name or TYPE_NAME.match(name))
                and node.get_state_set().contains(states.FOCUSABLE)]

    def now(self, name: str, roles: tuple[str, ...] = (), within=None, exact: bool = False):
        """The first of that name on the screen at this moment; None."""
        for node, role, text in self.nodes(within):
            if (text == name if exact else name in text) and (not roles or role in roles):
                return node
        return None

    def wait_for(self, condition: Callable[[], object], seconds: float, what: str) -> float:
        """When it came true; fails the test when it does not."""
        end = time.monotonic() + seconds
        while not condition():
            status = self.process.poll()
            if time.monotonic() > end or status is not None:
                self.screen.picture("did-not-come.png")
                raise AssertionError(f"{what!r} did not come within {seconds} s; status {status}, "
                                     f"there are: {self.names()}\n"
                                     + self.log.read_text(encoding="utf-8"))
            time.sleep(POLL_S)
        return time.monotonic()

    def find(self, name: str, roles: tuple[str, ...] = (), within=None, exact: bool = False,
             seconds: float = FIND_S):
        """The same; waits for it."""
        found: list = []

        def look() -> bool:
            found[:] = [self.now(name, roles, within, exact)]
            return found[0] is not None

        self.wait_for(look, seconds, f"{name} {roles}")
        return found[0]

    def shows(self, name: str, seconds: float = 0.0) -> bool:
        """Whether that name is on the screen, or comes in time."""
        end = time.monotonic() + seconds
        while self.now(name) is None:
            if time.monotonic() >= end:
                return False
            time.sleep(POLL_S)
        return True

    def says(self, node) -> str:
        """What a thing that was found says now; empty when it has gone."""
        try:
            return node.get_name() or ""
        except self.screen.error:
            return ""

    def _has_state(self, node, state) -> bool:
        try:
            return node.get_state_set().contains(state)
        except self.screen.error:
            return False  # it has just gone

    def is_sensitive(self, node) -> bool:
        return self._has_state(node, self.screen.atspi.StateType.SENSITIVE)

    def is_focused(self, node) -> bool:
        return self._has_state(node, self.screen.atspi.StateType.FOCUSED)

    # --- What is done with it ---------------------------------------------------------------

    def act(self, node) -> None:
        """The first thing it can do, which is what a press does."""
        assert node.get_n_actions() > 0 and node.do_action(0), f"{node.get_name()!r} does nothing"

    def press(self, name: str, within=None, exact: bool = False, seconds: float = FIND_S) -> None:
        """Does what a button of that name does, once it can."""
        found: list = []

        def look() -> bool:
            found[:] = [self.now(name, ACTIVE_ROLES, within, exact)]
            return found[0] is not None and self.is_sensitive(found[0])

        self.wait_for(look, seconds, f"{name}, to press")
        self.act(found[0])

    def type(self, name: str, text: str):
        """Writes into the field of that name; returns it."""
        node = self.find(name, ("text", "entry", "password text"))
        assert node.set_text_contents(text), f"{name!r} cannot be written into"
        return node
