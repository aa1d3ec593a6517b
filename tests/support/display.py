#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""display.py PROGRAM ARGS...: runs a program on a display of its own, and takes it away after it.

The server itself chooses a number that is free: programs that begin in the same moment, which
look for a free number one after the other, can meet on one display and die of it.
"""
import os
import shutil
import subprocess
import sys

SCREEN = ["-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset"]


def main() -> int:
    if shutil.which("Xvfb") is None:
        if os.environ.get("DISPLAY"):
            os.execvp(sys.argv[1], sys.argv[1:])
        print("1..0 # SKIP Xvfb is not installed and there is no display; ./dev test installs it")
        return 0
    read_end, write_end = os.pipe()
    with subprocess.Popen(["Xvfb", "-displayfd", str(write_end), *SCREEN], pass_fds=[write_end],
                          stderr=subprocess.DEVNULL) as server:
        os.close(write_end)
        try:
            with os.fdopen(read_end) as told:
                number = told.readline().strip()
            if not number:
                print("Bail out! Xvfb did not start")
                return 1
            status = subprocess.run(sys.argv[1:], check=False,
                                    env={**os.environ, "DISPLAY": f":{number}"}).returncode
        finally:
            server.terminate()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
