#!/bin/sh
# A binary package from what was built: deb.sh BUILD VERSION FILE... writes BUILD/escapement_VERSION_ARCH.deb,
# with the files that the program reads, see install.sh.
# Its libraries' packages are those that dpkg-shlibdeps finds; a compiler and gnuplot are needed to run, see
# deps.sh. For this machine's release: the project keeps no source package.
set -eu
build=$1 version=$2
shift 2
for tool in dpkg-deb dpkg-shlibdeps; do
    command -v "$tool" >/dev/null || { echo "escapement: error: $tool is missing (package dpkg-dev)" >&2 && exit 4; }
done
arch=$(dpkg --print-architecture)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/root
tools/install.sh "$root" /usr "$build" "$version" "$@" >/dev/null
chmod -R u=rwX,go=rX "$root"
find "$root/usr/lib/escapement" -type f -perm /111 -exec strip --strip-unneeded {} +
programs=$(find "$root/usr/lib/escapement" -maxdepth 1 -type f -perm /111)
mkdir "$scratch/debian" "$root/DEBIAN"
printf 'Source: escapement\n\nPackage: escapement\nArchitecture: any\nDescription: x\n' >"$scratch/debian/control"
# shellcheck disable=SC2086  # one word a program; there is no blank in their paths
libraries=$(cd "$scratch" && dpkg-shlibdeps -O $programs 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat >"$root/DEBIAN/control" <<END
Package: escapement
Version: $version
Architecture: $arch
Maintainer: the escapement project <escapement@localhost>
Section: devel
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: $libraries, gcc, libc6-dev, binutils, gnuplot-nox | gnuplot, fonts-dejavu-core
Suggests: golang-go
Description: what a memory escape costs
 A benchmark and teaching workbench for Go's memory escape: it measures what it costs when a value
 leaves the stack, shows why it did, what the collector does about it, and how to avoid it.
END
dpkg-deb --root-owner-group --build "$root" "$build/escapement_${version}_$arch.deb" >/dev/null
echo "$build/escapement_${version}_$arch.deb"
