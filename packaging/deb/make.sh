#!/bin/sh
# SPDX-FileCopyrightText: The Ebb authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make.sh SOURCE PLACE: builds Ebb for installation and packs it as PLACE/ebb_VERSION_ARCH.deb.
# Which libraries it needs is read from the programs themselves.  Prints the package's path.
set -eu

source=$1
place=$2
tree=$place/tree
log=$place/build.log
here=$source/packaging/deb

rm -rf "$place/meson" "$tree"
mkdir -p "$place"
{
  meson setup --prefix=/usr --buildtype=debugoptimized "$place/meson" "$source"
  ninja -C "$place/meson"
  DESTDIR=$tree meson install -C "$place/meson" --no-rebuild --strip
} >"$log" 2>&1 || { tail -n 30 "$log" >&2; echo "make.sh: the build failed (log: $log)" >&2; exit 1; }

version=$(sed -n "s/.*'version'.*: *'\(.*\)'.*/\1/p;s/^ *version: '\([^']*\)'.*/\1/p" "$source/meson.build" | head -n 1)
architecture=$(dpkg --print-architecture)

# Lists of the whole system; the package system keeps them itself.
rm -f "$tree/usr/share/glib-2.0/schemas/gschemas.compiled" \
  "$tree/usr/share/icons/hicolor/icon-theme.cache" "$tree/usr/share/applications/mimeinfo.cache"

install -D -m 644 "$source/packaging/70-ebb-cuff.rules" "$tree/usr/lib/udev/rules.d/70-ebb-cuff.rules"
install -D -m 644 "$here/copyright" "$tree/usr/share/doc/ebb/copyright"

# dpkg-shlibdeps wants to see a source package around it.
mkdir -p "$place/debian"
printf 'Source: ebb\n\nPackage: ebb\nArchitecture: any\n' >"$place/debian/control"
depends=$(cd "$place" && dpkg-shlibdeps -O "$tree"/usr/bin/* 2>>"$log" | sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || { echo "make.sh: no dependencies were found (log: $log)" >&2; exit 1; }

size=$(du -k -s "$tree/usr" | cut -f 1)
mkdir -p "$tree/DEBIAN"
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
  -e "s/@DEPENDS@/$depends/" "$here/control.in" >"$tree/DEBIAN/control"
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"

package=$place/ebb_${version}_${architecture}.deb
dpkg-deb --root-owner-group --build "$tree" "$package" >>"$log"
printf '%s\n' "$package"
