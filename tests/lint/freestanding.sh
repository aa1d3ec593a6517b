#!/bin/sh
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The controller's core needs nothing but memcpy, memset, memmove and memcmp, which a compiler may
# call by itself.  Usage: freestanding.sh LIBRARY FOLDER-FOR-OBJECTS COMPILER...
set -eu

library=$1
scratch=$2
shift 2
fixtures=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/fixtures/freestanding

# Prints the symbols an archive or object needs from outside.
needs () {
  nm -g "$1" | awk '
    $1 == "U" { needed[$2] = 1 }
    NF == 3 { defined[$3] = 1 }
    END {
      for (name in needed)
        if (!(name in defined) && name !~ /^mem(cpy|set|move|cmp)$/ &&
            name != "_GLOBAL_OFFSET_TABLE_")
          print name
    }' | sort
}

status=0
count=0

# point NAME PROBLEM: a line of TAP; an empty problem is a pass.
point () {
  count=$((count + 1))
  if [ -z "$2" ]; then
    echo "ok $count $1"
  else
    echo "not ok $count $1"
    echo "# $2"
    status=1
  fi
}

compile () {
  "$@" -c "$fixtures/$name.c" -o "$scratch/freestanding-$name.o"
}

echo 1..4
for name in allocates copies; do compile "$@"; done

found=$(needs "$scratch/freestanding-allocates.o")
point /freestanding/fixture/malloc-is-caught "$([ "$found" = malloc ] || echo "found: $found")"
found=$(needs "$scratch/freestanding-copies.o")
point /freestanding/fixture/memcpy-is-allowed "$([ -z "$found" ] || echo "found: $found")"
members=$(nm -g "$library" | grep -c ' T cuff_' || true)
point /freestanding/core/has-code "$([ "$members" -gt 0 ] || echo "no function in $library")"
found=$(needs "$library" | tr '\n' ' ')
point /freestanding/core/needs-nothing "$([ -z "$found" ] || echo "needs: $found")"
exit $status
