#!/bin/sh
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# try.sh PACKAGE PLACE: installs the package in a clean Debian 12 below PLACE, runs a session there
# with and without a screen, takes it away again and looks for what it left.  Needs root.
set -eu

package=$1
place=$2
root=$place/root
log=$place/try.log

say () { printf '%s\n' "$*"; }
die () { tail -n 30 "$log" >&2; say "try.sh: $*" >&2; exit 1; }
inside () { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/srv LC_ALL=C.UTF-8 \
  DEBIAN_FRONTEND=noninteractive "$@"; }
list_files () { find "$root/usr" "$root/etc" "$root/opt" ! -type d | sort; }

[ "$(id -u)" = 0 ] || { say "try.sh: a clean root can only be made by root" >&2; exit 1; }
mirror=$(sed -n 's/^URIs: *\([^ ]*debian\)$/\1/p;s/^deb [^h]*\(http[^ ]*debian\) .*/\1/p' \
  /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null | head -n 1)

unmount () { umount "$root/proc" "$root/dev/pts" 2>/dev/null || true; }
trap unmount EXIT
unmount
rm -rf "$root"
mkdir -p "$place"
: >"$log"
debootstrap --variant=minbase bookworm "$root" "${mirror:-http://deb.debian.org/debian}" >>"$log" 2>&1 ||
  die "a clean root could not be made"
mount -t proc proc "$root/proc"
mount -t devpts devpts "$root/dev/pts"
say "clean root: $(inside cat /etc/debian_version), $(inside dpkg -l | grep -c '^ii') packages"

# The display is the tester's, not the package's.
inside apt-get -y --no-install-recommends install xvfb xauth dbus >>"$log" 2>&1 || die "no display"
list_files | sed "s#^$root##" >"$place/before"
cp "$package" "$root/ebb.deb"
inside apt-get -y install /ebb.deb >>"$log" 2>&1 || die "the package could not be installed"
rm "$root/ebb.deb"
say "installed: $(inside dpkg-query -W -f '${Package} ${Version}, ${Installed-Size} kB' ebb)"

inside ebbctl demo --out /tmp/demo --speed 60 >>"$log" 2>&1 || die "no session without a screen"
say "session without a screen: $(find "$root/tmp/demo" -type f -printf '%f ')"
inside ebbctl practice --data-dir /srv/practice >>"$log" 2>&1 || die "no practice clinic"
inside timeout 60 xvfb-run -a env GSK_RENDERER=cairo ebb --data-dir /srv/practice --simulate \
  --exit-after-startup >>"$log" 2>&1 || die "the window did not appear"
say "window: started and ended"

inside dpkg --purge ebb >>"$log" 2>&1 || die "the package could not be taken away"
inside apt-get -y autoremove --purge >>"$log" 2>&1 || die "what it brought along could not be taken away"
# What another package owns (Debian recommends much), or keeps as its cache, is not Ebb's.
list_files | sed "s#^$root##" >"$place/after"
sed 's#^/\(lib\|bin\|sbin\)/#/usr/\1/#' "$root"/var/lib/dpkg/info/*.list | sort -u >"$place/owned"
left=$(comm -13 "$place/before" "$place/after" | comm -23 - "$place/owned" |
  grep -v -e '[.]cache$' -e '[.]compiled$' -e '/share/mime/' -e '^/etc/' || true)
left="$left$(comm -13 "$place/before" "$place/after" | grep -i 'ebb' || true)"
[ -z "$left" ] || { printf '%s\n' "$left" >>"$log"; die "files were left behind"; }
[ -f "$root/srv/practice/ebb.db" ] || die "the data went with the program"
say "taken away: nothing left but the data"
