#!/bin/sh
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# cppcheck's quick profile over the product's sources, as TAP.  Usage: cppcheck.sh PROJECT CACHE
set -eu

cd -- "$1"
cache=$2
if ! command -v cppcheck >/dev/null; then
  echo "1..0 # SKIP cppcheck is not installed; ./dev lint installs it"
  exit 0
fi
mkdir -p "$cache"

# Its older check for uninitialised variables stumbles over designated initialisers of unions; the
# newer one, and the compiler, stay.
echo 1..1
if cppcheck --quiet --enable=warning --error-exitcode=1 --inline-suppr \
  --std=c11 --library=gtk --library=posix --cppcheck-build-dir="$cache" -j 2 \
  --suppress=missingInclude --suppress=unknownMacro --suppress=ctuuninitvar --suppress=legacyUninitvar \
  --suppress=internalAstError \
  -I device/values app data device ui >"$cache/report.txt" 2>&1; then
  echo "ok 1 /cppcheck"
else
  echo "not ok 1 /cppcheck"
  sed 's/^/# /' "$cache/report.txt"
  exit 1
fi
