#!/bin/sh
# Puts the built program and the files that it reads where they can be run from any folder:
#   install.sh DESTDIR PREFIX BUILD VERSION FILE...
# All goes to PREFIX/lib/escapement, with a link in PREFIX/bin and the pages of the manual, below DESTDIR
# (the GNU Coding Standards' meaning of both). FILEs keep their folders.
set -eu
destdir=$1 prefix=$2 build=$3 version=$4
shift 4
home=$destdir$prefix/lib/escapement

case $prefix in /*) ;; *) echo "escapement: error: PREFIX=$prefix does not begin with /" >&2 && exit 2 ;; esac
install -d "$home" "$destdir$prefix/bin"
for file; do
    install -D -m 644 "$file" "$home/$file"
done
install -m 755 "$build/escapement" "$build/escapement-child" "$home"
install -m 644 "$build/count.o" LICENSE "$home"
install -D -m 644 tools/completion/escapement.bash \
    "$destdir$prefix/share/bash-completion/completions/escapement"
install -D -m 644 tools/completion/_escapement "$destdir$prefix/share/zsh/site-functions/_escapement"
tools/man.sh "$build" "$version" "$destdir$prefix/share/man/man1"
ln -sf ../lib/escapement/escapement "$destdir$prefix/bin/escapement"
echo "installed: $destdir$prefix/bin/escapement"
