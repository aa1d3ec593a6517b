# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A source tree as the lint rules see it: files by kind, text, code without comments.

A rule module has RULES (name -> what it demands) and check (tree), which yields Complaints.  The
same module runs over the project and over the fixtures, small trees that must be complained about.
"""
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

# Never looked into: what the build makes, and the trees that are wrong on purpose.
SKIPPED_FOLDERS = {".git", "__pycache__", ".flatpak-builder"}
SKIPPED_PATHS = {"tests/lint/fixtures"}


class Skip(Exception):
    """Raised by a rule whose tool is not installed here; the text says which."""


TOKEN = re.compile(r"""(?P<comment>/\*.*?\*/|//[^\n]*)
                     |(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""",
                   re.DOTALL | re.VERBOSE)


@dataclass(frozen=True)
class Complaint:
    """One thing wrong at one place."""
    rule: str
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text} [{self.rule}]"


def blank(text: str) -> str:
    """The same number of lines and columns, with nothing on them."""
    return re.sub(r"[^\n]", " ", text)


class Tree:
    """The files below a folder, by path relative to it (with forward slashes)."""

    def __init__(self, root: Path, build: Path | None = None):
        self.root = root
        self.build = build
        self._texts: dict[str, str] = {}

    @cached_property
    def paths(self) -> list[str]:
        found: list[str] = []
        pending = [self.root]
        while pending:
            for entry in sorted(pending.pop().iterdir()):
                path = entry.relative_to(self.root).as_posix()
                if entry.is_symlink() or self._is_skipped(entry, path):
                    continue
                if entry.is_dir():
                    pending.append(entry)
                else:
                    found.append(path)
        return sorted(found)

    def _is_skipped(self, entry: Path, path: str) -> bool:
        if entry.name in SKIPPED_FOLDERS or path in SKIPPED_PATHS:
            return True
        # A build folder carries meson's mark, whatever its name.
        return entry.is_dir() and (path.startswith("build") and "/" not in path
                                   or (entry / "meson-private").is_dir())

    def files(self, *suffixes: str, under: tuple[str, ...] = ()) -> list[str]:
        return [path for path in self.paths
                if (not suffixes or path.endswith(suffixes))
                and (not under or path.startswith(under))]

    def c_files(self, *, under: tuple[str, ...] = ()) -> list[str]:
        return self.files(".c", ".h", under=under)

    def exists(self, path: str) -> bool:
        return (self.root / path).exists()

    def text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_text(encoding="utf-8", errors="replace")
        return self._texts[path]

    def lines(self, path: str) -> list[str]:
        return self.text(path).splitlines()

    def code(self, path: str, strings: bool = False) -> str:
        """The C text with comments blanked out, and the insides of strings unless wanted."""
        def replace(match: re.Match) -> str:
            if match["comment"]:
                return blank(match[0])
            if strings:
                return match[0]
            return match[0][0] + blank(match[0][1:-1]) + match[0][-1]
        return TOKEN.sub(replace, self.text(path))


def folder(path: str) -> str:
    """The folder a file stands in, "" at the top."""
    parent = PurePosixPath(path).parent.as_posix()
    return "" if parent == "." else parent


def name(path: str) -> str:
    return PurePosixPath(path).name


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
