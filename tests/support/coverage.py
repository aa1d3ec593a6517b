#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tests of the rooms on which a patient's safety rests, and counts their branches.

The rooms are what runs in the cuff's controller (wire, controller) and the host's interlock.  The
build is one of its own, without optimisation, so that each condition of a source is a branch of
the program.  A file that is not reached in every branch, or not at all, is a failure.
"""
import argparse
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Whose objects are looked at, and which of their sources: other builds of the same sources, with a
# control taken out, do not count.
LIBRARIES = {"cuff-core": ("device/wire/", "device/controller/"),
             "cuff": ("device/link/cuff-interlock",)}
TESTS = ("tests/device/wire/", "tests/device/controller/", "tests/device/link/test-interlock",
         "tests/device/sim/test-regulator")


@dataclass
class Row:
    """One source file: what was reached, and the lines with a branch that was not."""
    path: str
    lines: int = 0
    lines_reached: int = 0
    branches: int = 0
    branches_taken: int = 0
    missing: list[int] = field(default_factory=list)

    def is_whole(self) -> bool:
        return self.lines_reached > 0 and self.branches_taken == self.branches


def judge(report: dict, sources: list[str]) -> list[Row]:
    """Rows of gcovr's report, and an empty one for each source it does not know."""
    rows = {path: Row(path) for path in sources}
    for entry in report["files"]:
        row = rows.setdefault(entry["file"], Row(entry["file"]))
        for line in entry["lines"]:
            if line.get("gcovr/noncode"):
                continue
            taken = [branch["count"] > 0 for branch in line.get("branches", ())]
            row.lines += 1
            row.lines_reached += line["count"] > 0
            row.branches += len(taken)
            row.branches_taken += sum(taken)
            if not all(taken) or line["count"] == 0:
                row.missing.append(line["line_number"])
    return [rows[path] for path in sorted(rows)]


def introspect(build: Path, what: str) -> list[dict]:
    answer = subprocess.run(["meson", "introspect", what, str(build)], check=True,
                            capture_output=True, text=True)
    return json.loads(answer.stdout)


def sources_of(build: Path) -> list[str]:
    """The C files that must appear in the report."""
    found = []
    for target in introspect(build, "--targets"):
        for path in sum((group.get("sources", []) for group in target["target_sources"]), []):
            inside = Path(path).resolve()
            if target["name"] not in LIBRARIES or not inside.is_relative_to(ROOT):
                continue
            inside = inside.relative_to(ROOT).as_posix()
            if inside.startswith(LIBRARIES[target["name"]]):
                found.append(inside)
    return found


def programs_of(build: Path) -> dict[str, str]:
    """Name of each test -> its program, relative to the build."""
    found = {}
    for row in introspect(build, "--tests"):
        program = Path(row["cmd"][0])
        if program.is_relative_to(build):
            relative = program.relative_to(build).as_posix()
            if relative.startswith(TESTS):
                found[row["name"].split(":")[-1].split(" / ")[-1]] = relative
    return found


def run_tests(build: Path, programs: dict[str, str]) -> bool:
    for old in build.rglob("*.gcda"):
        old.unlink()
    answer = subprocess.run(["meson", "test", "-C", str(build), "--no-rebuild", "-t", "5",
                             *programs], check=False, capture_output=True, text=True)
    if answer.returncode != 0:
        print(answer.stdout)
    return answer.returncode == 0


def measure(build: Path) -> dict:
    objects = [str(build / "device" / f"lib{name}.a.p") for name in LIBRARIES]
    filters = [word for places in LIBRARIES.values() for place in places
               for word in ("--filter", f"{ROOT.as_posix()}/{place}")]
    answer = subprocess.run(["gcovr", "--root", str(ROOT), "--object-directory", str(build),
                             "--json", "-", *filters, *objects],
                            check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(answer.stdout)


def tell(rows: list[Row]) -> None:
    print("   branches       lines")
    for row in rows:
        print(f"{row.branches_taken:5} /{row.branches:4}  {row.lines_reached:4} /{row.lines:4}"
              f"  {row.path}")
        if not row.is_whole():
            where = ", ".join(str(line) for line in row.missing) or "not compiled"
            print(f"                           missing: {where}")
    branches = sum(row.branches for row in rows)
    taken = sum(row.branches_taken for row in rows)
    whole = all(row.is_whole() for row in rows)
    # Never rounded up: what is not whole is not 100 %.
    percent = "100" if whole else f"{int(1000 * taken / max(branches, 1)) / 10}"
    print(f"\n{percent} % of branches: {taken} of {branches}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--programs", action="store_true", help="print what must be built")
    options = parser.parse_args()
    build = options.build.resolve()

    programs = programs_of(build)
    if options.programs:
        print("\n".join(programs.values()))
        return 0
    if not run_tests(build, programs):
        return 1
    rows = judge(measure(build), sources_of(build))
    tell(rows)
    return 0 if rows and all(row.is_whole() for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
