#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the fuzzers of a build one after the other and says in a line each what came of it.

The seconds are shared among the targets.  Each begins with its corpus of the tree and what earlier
runs found; what it finds goes to the build folder, never into the tree.  Status 1 when anything
broke; the input then lies in the build folder, and how to look at it is printed.
"""
import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
MOST_BYTES = 1024
SLOWEST_INPUT_S = 10
# Undefined behaviour is a finding, not a remark.
ENVIRONMENT = {"UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1"}
# A fuzzer that does not come back by itself is ended this long after its time.
PATIENCE_S = 60


@dataclass
class Run:
    """What one fuzzer said."""
    name: str
    runs: int
    seconds: float
    coverage: int
    status: int
    found: list[Path]
    log: Path

    @property
    def is_bad(self) -> bool:
        return self.status != 0 or bool(self.found)


def last_number(pattern: str, text: str) -> int:
    numbers = re.findall(pattern, text)
    return int(numbers[-1]) if numbers else 0


def fuzz(build: Path, name: str, seconds: int) -> Run:
    """Runs one target; its log and findings stay below the build folder."""
    new, broken = build / "fuzz-new" / name, build / "fuzz-broken" / name
    for place in (new, broken):
        place.mkdir(parents=True, exist_ok=True)
    before = set(broken.iterdir())
    dictionary = HERE / f"{name}.dict"
    command = [build / "tests" / "fuzz" / f"fuzz-{name}", f"-max_total_time={seconds}",
               f"-max_len={MOST_BYTES}", f"-timeout={SLOWEST_INPUT_S}", "-print_final_stats=1",
               f"-artifact_prefix={broken}/", new, HERE / "corpus" / name]
    if dictionary.exists():
        command.insert(1, f"-dict={dictionary}")
    log = build / f"fuzz-{name}.log"
    began = time.monotonic()
    with log.open("w", encoding="utf-8", errors="replace") as file:
        try:
            status = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, check=False,
                                    stdin=subprocess.DEVNULL, env=os.environ | ENVIRONMENT,
                                    timeout=seconds + PATIENCE_S).returncode
        except subprocess.TimeoutExpired:
            status = -1
    text = log.read_text(encoding="utf-8", errors="replace")
    return Run(name,
               last_number(r"stat::number_of_executed_units:\s*(\d+)", text)
               or last_number(r"^#(\d+)\s", text),
               time.monotonic() - began,
               last_number(r"\bcov: (\d+)", text), status,
               sorted(set(broken.iterdir()) - before), log)


def tell(build: Path, run: Run) -> None:
    speed = run.runs / max(run.seconds, 0.001)
    print(f"{run.name:<12}{run.runs:>10} runs {speed:>8.0f} runs/s {run.coverage:>6} edges"
          f" {len(run.found):>3} broken", flush=True)
    if not run.is_bad:
        return
    text = run.log.read_text(encoding="utf-8", errors="replace")
    for line in re.findall(r"^.*(?:: broken: |ERROR: |runtime error: ).*$", text, re.MULTILINE)[:3]:
        print(f"    {line}")
    program = build / "tests" / "fuzz" / f"fuzz-{run.name}"
    for path in run.found:
        print(f"    input:  {path}\n    again:  UBSAN_OPTIONS=halt_on_error=1 {program} {path}")
    print(f"    log:    {run.log}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("seconds", nargs="?", type=int, default=60)
    parser.add_argument("target", nargs="?")
    options = parser.parse_args()

    build = options.build.resolve()
    names = sorted(path.name.removeprefix("fuzz-")
                   for path in (build / "tests" / "fuzz").glob("fuzz-*") if path.is_file())
    if options.target is not None and options.target not in names:
        parser.error(f"no target is named \"{options.target}\"; there are: {' '.join(names)}")
    chosen = [options.target] if options.target is not None else names
    if not chosen:
        parser.error(f"no fuzzer stands in {build}")

    share = max(1, options.seconds // len(chosen))
    print(f"{len(chosen)} targets, {share} s each", flush=True)
    bad = False
    for name in chosen:
        run = fuzz(build, name, share)
        tell(build, run)
        bad = bad or run.is_bad
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
