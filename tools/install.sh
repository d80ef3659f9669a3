#!/bin/sh
# Puts the built program and the files that it reads where they can be run from any folder:
#   install.sh DESTDIR PREFIX BUILD FILE...
# All goes to PREFIX/lib/escapement, with a link in PREFIX/bin and the pages of the manual, below DESTDIR
# (the GNU Coding Standards' meaning of both). FILEs keep their folders.
set -eu
destdir=$1 prefix=$2 build=$3
shift 3
home=$destdir$prefix/lib/escapement

case $prefix in /*) ;; *) echo "escapement: error: PREFIX=$prefix does not begin with /" >&2 && exit 2 ;; esac
install -d "$home" "$destdir$prefix/bin"
for file; do
    install -D -m 644 "$file" "$home/$file"
done
install -m 755 "$build/escapement" "$build/escapement-child" "$home"
install -m 644 "$build/count.o" LICENSE "$home"
ln -sf ../lib/escapement/escapement "$destdir$prefix/bin/escapement"
echo "installed: $destdir$prefix/bin/escapement"
