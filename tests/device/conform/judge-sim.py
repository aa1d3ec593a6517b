#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The judges against the simulated controller, whole and with one control removed at a time.

    judge-sim.py JUDGE-SIM [CONTROL[:CUFFS]=C1,C2 ...]

Beside JUDGE-SIM stand JUDGE-SIM-without-CONTROL.  The whole one must meet every requirement, with
one cuff and with two; a broken one must fail the named requirements, those and no others; and for
every requirement there is one that fails it.
"""
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

TIMEOUT_S = 200  # 180 s of virtual time take one or two
AT_ONCE = 2
LINE = re.compile(r"^(C\d+) (pass|fail|not applicable) \|")
N_REQUIREMENTS = 66
# Who does not answer Hello is a stranger: tests/process/conformance.py judges several.
WITHOUT_BROKEN = {"C1"}


def verdicts(*command: str) -> dict[str, str]:
    answer = subprocess.run(command, check=False, capture_output=True, text=True,
                            timeout=TIMEOUT_S, stdin=subprocess.DEVNULL)
    found = {match[1]: match[2] for line in answer.stdout.splitlines()
             if (match := LINE.match(line))}
    if len(found) != N_REQUIREMENTS:
        raise AssertionError(f"{len(found)} verdicts, status {answer.returncode}")
    return found


def judge_whole(*command: str, skipped: tuple[str, ...] = ()) -> str:
    """What is wrong, or nothing."""
    others = {number: verdict for number, verdict in verdicts(*command).items()
              if verdict != ("not applicable" if number in skipped else "pass")}
    return f"not passed: {others}" if others else ""


def judge_one(program: str) -> str:
    return judge_whole(program, skipped=("C58",))


def judge_broken(program: str, control: str, expected: str) -> str:
    name, _, cuffs = control.partition(":")
    command = [f"{program}-without-{name}", *([cuffs] if cuffs else [])]
    failed = [number for number, verdict in verdicts(*command).items() if verdict == "fail"]
    wanted = expected.split(",")
    return "" if failed == wanted else f"failed {','.join(failed)}, expected {expected}"


def judge_table(rows: list[list[str]]) -> str:
    broken = {number for _, expected in rows for number in expected.split(",")} | WITHOUT_BROKEN
    missing = {f"C{n}" for n in range(1, N_REQUIREMENTS + 1)} - broken
    return f"no controller breaks {sorted(missing)}" if missing else ""


def main() -> int:
    program, rows = sys.argv[1], [row.split("=") for row in sys.argv[2:]]
    tests = [("/conform/sim/one-cuff", judge_one, (program,)),
             ("/conform/sim/two-cuffs", judge_whole, (program, "2")),
             ("/conform/sim/each-is-broken-once", judge_table, (rows,))]
    tests += [(f"/conform/without/{control}/fails-{expected.replace(',', '-')}", judge_broken,
               (program, control, expected)) for control, expected in rows]
    status = 0
    print(f"1..{len(tests)}")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(judge, *args) for _, judge, args in tests]
        for number, ((name, _, _), job) in enumerate(zip(tests, jobs), 1):
            try:
                wrong = job.result()
            except (AssertionError, OSError, subprocess.SubprocessError) as error:
                wrong = str(error)
            print(f"{'not ok' if wrong else 'ok'} {number} {name}", flush=True)
            if wrong:
                print(f"# {wrong}")
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
