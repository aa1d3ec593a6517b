#!/bin/sh
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Stands in for xvfb-run where it is not installed: the display at hand, or a test that says why it
# was skipped.  Usage: no-xvfb.sh PROGRAM ARGS...
set -eu

if [ -n "${DISPLAY:-}" ]; then exec "$@"; fi
echo "1..0 # SKIP xvfb-run is not installed and there is no display; ./dev test installs it"
