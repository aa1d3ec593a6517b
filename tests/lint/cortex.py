#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the controller for a Cortex-M4, with the example board and no C library, and tells what
it takes: flash, RAM, the deepest stack.  Usage: cortex.py PROJECT FOLDER-FOR-OBJECTS

That it links with libgcc alone is the proof of "freestanding".  A fixture that wants malloc must
not link.  The sizes have ceilings, those of device/controller/README.md.
"""
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

COMPILER = "arm-none-eabi-gcc"
INCLUDES = ("values", "wire", "controller")
SOURCES = ("wire", "controller", "controller/example")
TARGET = ["-mcpu=cortex-m4", "-mthumb"]
FLAGS = [*TARGET, "-Os", "-std=c11", "-ffreestanding", "-Wall", "-Wextra", "-Werror",
         "-ffunction-sections", "-fdata-sections", "-fcallgraph-info=su"]
FLASH_MOST = 24 * 1024
CONTROLLER_MOST = 4 * 1024
STACK_MOST = 2 * 1024
# What a helper of libgcc may take at most: the registers it may have to save, twice.
HELPER_STACK = 80

NODE = re.compile(r'^node: \{ title: "([^"]+)" label: "[^"]*\\n(\d+) bytes \(([^)]*)\)')
EDGE = re.compile(r'^edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"')
# The file whose functions the controller calls by pointer, and the one that calls others so.
BOARD = "cuff-board"
COMMANDS = "cuff-controller-commands"


class Failed(Exception):
    """A tool that said no; the text is what it said."""


def run(*words) -> str:
    answer = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                            check=False)
    if answer.returncode != 0:
        raise Failed(answer.stderr.strip())
    return answer.stdout


class Image:
    """The controller and the example board, compiled and linked."""

    def __init__(self, project: Path, scratch: Path):
        self.device = project / "device"
        self.scratch = scratch
        self.objects: list[Path] = []
        self.elf = scratch / "example.elf"

    def compile(self) -> None:
        includes = [f"-I{self.device / room}" for room in INCLUDES]
        for room in SOURCES:
            for source in sorted((self.device / room).glob("*.c")):
                built = self.scratch / f"{source.stem}.o"
                run(COMPILER, *FLAGS, *includes, "-c", source, "-o", built)
                self.objects.append(built)

    def link(self) -> None:
        script = self.device / "controller" / "example" / f"{BOARD}.ld"
        run(COMPILER, *TARGET, "-nostdlib", "-Wl,--gc-sections", "-T", script,
            *self.objects, "-lgcc", "-o", self.elf)

    def link_with_malloc(self) -> bool:
        """Whether a file that needs an allocator links: then linking proves nothing."""
        fixture = Path(__file__).resolve().parent / "fixtures" / "freestanding" / "allocates.c"
        built = self.scratch / "allocates.o"
        run(COMPILER, *TARGET, "-ffreestanding", "-c", fixture, "-o", built)
        try:
            run(COMPILER, *TARGET, "-nostdlib", "-Wl,-e,cuff_fixture", *self.objects, built,
                "-lgcc", "-o", self.scratch / "allocates.elf")
        except Failed as error:
            return "undefined reference to `malloc'" not in str(error)
        return True

    def sections(self) -> dict[str, int]:
        """Bytes of each section that takes room in the part."""
        lines = run("arm-none-eabi-size", "-A", self.elf).splitlines()
        return {words[0]: int(words[1]) for words in (line.split() for line in lines)
                if len(words) == 3 and words[2].isdigit() and int(words[2]) > 0}

    def size_of(self, symbol: str) -> int:
        for line in run("arm-none-eabi-nm", "-S", self.elf).splitlines():
            words = line.split()
            if len(words) == 4 and words[3] == symbol:
                return int(words[1], 16)
        raise Failed(f"no symbol {symbol}")


def short(name: str) -> str:
    """A static function's name comes with its file."""
    return name.rsplit(":", 1)[-1]


class Calls:
    """Who calls whom, and what each takes of the stack: the compiler's own account."""

    def __init__(self, scratch: Path):
        self.bytes: dict[str, int] = {}
        self.callees: dict[str, set[str]] = defaultdict(set)
        self.home: dict[str, str] = {}
        self.unbounded: list[str] = []
        for path in sorted(scratch.glob("*.ci")):
            self.read(path)
        called = set().union(*self.callees.values())
        uncalled = set(self.bytes) - called
        self.commands = {name for name in uncalled if "take_" in name}
        self.board = {name for name in uncalled
                      if self.home[name] == BOARD and "board_" not in short(name)}

    def read(self, path: Path) -> None:
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := NODE.match(line):
                self.bytes[match[1]] = int(match[2])
                self.home[match[1]] = path.stem
                if match[3] != "static":
                    self.unbounded.append(match[1])
            elif match := EDGE.match(line):
                self.callees[match[1]].add(match[2])

    def targets(self, name: str) -> set[str]:
        """Whom it may call; a call by pointer goes to the commands there, to the board elsewhere."""
        found = set(self.callees[name])
        if "__indirect_call" in found:
            found.remove("__indirect_call")
            found |= self.commands if self.home[name] == COMMANDS else self.board
        return found

    def deepest(self, name: str, above: tuple[str, ...] = ()) -> tuple[int, tuple[str, ...]]:
        """(bytes, the calls from the top down)."""
        if name in above:
            raise Failed(f"{name} calls itself: {' > '.join(above)}")
        if name not in self.bytes:
            return HELPER_STACK, (name,)
        below = max((self.deepest(callee, (*above, name)) for callee in self.targets(name)),
                    default=(0, ()))
        return self.bytes[name] + below[0], (short(name), *below[1])


def at_most(what: str, figure: int, most: int) -> None:
    print(f"# figure: Cortex-M4: {what} {figure:,} bytes (at most {most:,})")
    if figure > most:
        raise Failed(f"{what}: {figure} bytes, at most {most}")


def check_flash(image: Image) -> None:
    sections = image.sections()
    at_most("flash with example board and libgcc",
            sum(sections.get(name, 0) for name in (".text", ".ARM.exidx", ".data")), FLASH_MOST)


def check_stack(image: Image) -> None:
    calls = Calls(image.scratch)
    if calls.unbounded:
        raise Failed(f"no bound is known for {', '.join(calls.unbounded)}")
    if not calls.commands or not calls.board:
        raise Failed("the calls by pointer were not found")
    deepest, path = calls.deepest("board_main")
    print(f"# deepest: {' > '.join(path)}")
    at_most("deepest stack", deepest, STACK_MOST)


def check_no_malloc(image: Image) -> None:
    if image.link_with_malloc():
        raise Failed("a file that needs malloc links, too")


CHECKS = (
    ("/cortex/compiles", Image.compile),
    ("/cortex/fixture/malloc-does-not-link", check_no_malloc),
    ("/cortex/links-with-libgcc-alone", Image.link),
    ("/cortex/flash", check_flash),
    ("/cortex/ram", lambda image: at_most("a CuffController", image.size_of("controller"),
                                          CONTROLLER_MOST)),
    ("/cortex/stack", check_stack),
)


def main() -> int:
    project, scratch = (Path(word).resolve() for word in sys.argv[1:3])
    if shutil.which(COMPILER) is None:
        print(f"1..0 # SKIP {COMPILER} is not installed; ./dev lint installs it")
        return 0
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    image, status = Image(project, scratch), 0
    print(f"1..{len(CHECKS)}")
    for number, (name, check) in enumerate(CHECKS, 1):
        try:
            check(image)
            print(f"ok {number} {name}")
        except Failed as error:
            status = 1
            print(f"not ok {number} {name}")
            print("".join(f"# {line}\n" for line in str(error).splitlines()), end="")
    return status


if __name__ == "__main__":
    sys.exit(main())
