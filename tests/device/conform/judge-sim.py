#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The judges against the simulated controller, whole and with one control removed at a time.

    judge-sim.py JUDGE-SIM [CONTROL=C1,C2 ...]

Beside JUDGE-SIM stand JUDGE-SIM-without-CONTROL.  The whole one must meet every requirement, with
one cuff and with two; a broken one must fail the named requirements, those and no others.
"""
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

TIMEOUT_S = 200  # 180 s of virtual time take one or two
AT_ONCE = 2
LINE = re.compile(r"^(C\d+) (pass|fail|not applicable) \|")
N_REQUIREMENTS = 56


def verdicts(*command: str) -> dict[str, str]:
    answer = subprocess.run(command, check=False, capture_output=True, text=True,
                            timeout=TIMEOUT_S, stdin=subprocess.DEVNULL)
    found = {match[1]: match[2] for line in answer.stdout.splitlines()
             if (match := LINE.match(line))}
    if len(found) != N_REQUIREMENTS:
        raise AssertionError(f"{len(found)} verdicts, status {answer.returncode}")
    return found


def judge_whole(*command: str) -> str:
    """What is wrong, or nothing."""
    others = {number: verdict for number, verdict in verdicts(*command).items()
              if verdict != "pass"}
    return f"not passed: {others}" if others else ""


def judge_broken(program: str, control: str, expected: str) -> str:
    failed = [number for number, verdict in verdicts(f"{program}-without-{control}").items()
              if verdict == "fail"]
    wanted = expected.split(",")
    return "" if failed == wanted else f"failed {','.join(failed)}, expected {expected}"


def main() -> int:
    program, rows = sys.argv[1], [row.split("=") for row in sys.argv[2:]]
    tests = [("/conform/sim/one-cuff", judge_whole, (program,)),
             ("/conform/sim/two-cuffs", judge_whole, (program, "2"))]
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
