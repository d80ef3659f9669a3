#!/bin/sh
# The pages of the manual, from what the built program says of itself: man.sh BUILD VERSION FOLDER writes
# FOLDER/escapement.1 and one page a command. Without help2man (Debian's package of that name) it says so and
# writes none.
set -eu
build=$1 version=$2 folder=$3
if ! command -v help2man >/dev/null; then
    echo "escapement: no pages of the manual: help2man is missing" >&2
    exit 0
fi
mkdir -p "$folder"
scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT

# page WORDS NAME SUMMARY
page() {
    help2man --no-info --version-string="$version" --name="$3" --include="$scratch" "$1" |
        sed "s/^\(\.TH\) ESCAPEMENT/\1 $(echo "$2" | tr '[:lower:]' '[:upper:]')/; s/^escapement [a-z]* \\\\- /$2 \\\\- /" \
            >"$folder/$2.1"
}

cat >"$scratch" <<'END'
[exit status]
0 all went well; 1 a case failed; 2 the command line or a case file is wrong; 3 a threshold was crossed, a
target missed; 4 the machine cannot do it (no compiler, a full disk); 130 interrupted.

[files]
.TP
results/latest
the newest run: table.txt, results.json, samples.tsv, charts
.TP
~/.cache/escapement
compiled cases of an installed program
END
page "$build/escapement" escapement "what a memory escape costs"
"$build/escapement" --list-commands | while IFS='	' read -r command summary; do
    page "$build/escapement $command" "escapement-$command" "$summary"
done
