#!/bin/sh
# What an interval holds: the same A/A comparison again and again, by escapement and by nanobench's
# compare() (github.com/martinus/nanobench, 4.6 or later, MIT), with as many rounds of the same length.
# Both are sign-test intervals of paired rounds in ABBA order. nanobench's rounds are in one process,
# ours are in a process each. An interval that holds all that differs between runs is as wide as the
# runs lie apart, and 95 in 100 hold 1.
# usage: interval.sh BUILD [RUNS=8] [ROUNDS=12] [MS=5]     10 s; a long one: 100 20 10
# NANOBENCH=FOLDER: where nanobench.h is, if not where the compiler looks.
# Exit codes: 0 compared, 2 usage, 4 no nanobench or no compiler.
set -eu

[ $# -ge 1 ] || { echo "usage: interval.sh BUILD [RUNS=8] [ROUNDS=12] [MS=5]" >&2; exit 2; }
program=$1/escapement
runs=${2:-8}
rounds=${3:-12}
ms=${4:-5}
[ -x "$program" ] || { echo "interval.sh: $program: build it with make" >&2; exit 2; }
for number in "$runs" "$rounds" "$ms"; do
    case $number in '' | *[!0-9]* | 0*)
        echo "interval.sh: $number: no count above 0" >&2
        exit 2
        ;;
    esac
done
cxx=${CXX:-c++}
command -v "$cxx" >/dev/null 2>&1 || { echo "interval.sh: no C++ compiler ($cxx)" >&2; exit 4; }

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
# shellcheck disable=SC2086 # two words or none
if ! "$cxx" -std=c++17 -O2 ${NANOBENCH:+-I "$NANOBENCH"} "$here/nanobench.cc" -o "$work/nanobench" \
    2>"$work/errors"; then
    echo "interval.sh: nanobench.h with compare() was not found (4.6 or later):" >&2
    echo "    git clone https://github.com/martinus/nanobench" >&2
    echo "    NANOBENCH=nanobench/src/include $0 $*" >&2
    head -n 3 "$work/errors" >&2
    exit 4
fi

ours() {
    rm -rf "$work/results"
    "$program" bench --case=a-a --runtime=malloc --rounds="$rounds" --sample-time="$ms" \
        --no-charts --results="$work/results" >"$work/table" 2>"$work/errors" ||
        { cat "$work/table" "$work/errors" >&2; exit 1; }
    awk -F '\t' '/^#/ { next }
        $1 == "name" { for (k = 1; k <= NF; k++) column[$k] = k; next }
        $column["factor"] != "" {
            print "escapement", $column["factor"], $column["factor_low"], $column["factor_high"]
        }' "$work"/results/[0-9]*/summary.tsv
}

run=0
while [ "$run" -lt "$runs" ]; do
    ours
    echo "nanobench $("$work/nanobench" "$rounds" "$ms")"
    run=$((run + 1))
done >"$work/figures"
awk -f "$here/interval.awk" "$work/figures"
