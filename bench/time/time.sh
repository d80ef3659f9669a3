#!/bin/sh
# Where the time of the workbench itself goes, and whether another build measures the same.
# usage: time.sh BUILD [OTHER]
# Without OTHER: a whole `bench --preset=quick` with charts and page, after one that compiles; and
# `list` of 2,600 cases. OTHER is the build folder of another version's tree: then both measure in
# turns, case by case, twice each (machines change their speed), and each row's factor is compared:
# other with other, this with this, other with this. Wanted: 95 % of rows within 1.25 of the other build's,
# the median within 2 %, if the other build agrees so with itself.
# Start it on an idle machine: a minute, with OTHER four.
# Exit codes: 0 as wanted, 2 usage, 3 not as wanted, else that of the run that failed.
set -eu

usage() {
    echo "usage: time.sh BUILD [OTHER]" >&2
    exit 2
}

case $# in 1 | 2) ;; *) usage ;; esac
for build in "$@"; do
    [ -x "$build/escapement" ] || { echo "time.sh: $build/escapement: build it with make" >&2; exit 2; }
done
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

now() { date +%s.%N; }

# bench BUILD NAME OPTION...: a run in $work/NAME
bench() {
    program=$1/escapement
    name=$2
    shift 2
    "$program" bench --preset=quick --results="$work/$name" "$@" >"$work/$name.txt" 2>"$work/$name.log" || {
        code=$?
        tail -n 5 "$work/$name.log" >&2
        exit "$code"
    }
}

# whole BUILD: a line each for the run and what surrounds it
whole() {
    bench "$1" warm --rounds=1
    begin=$(now)
    bench "$1" whole
    awk -F '\t' -v begin="$begin" -v end="$(now)" -f "$here/time.awk" \
        "$work"/whole/latest/samples.tsv "$work"/whole/latest/journal.tsv
}

# list BUILD: what a case costs, in a folder that looks like the project's
list() {
    mkdir -p "$work/tree/harness/kernel" "$work/tree/build" "$work/tree/cases"
    : >"$work/tree/harness/kernel/esc.h"
    cp "$1/escapement" "$work/tree/build/"
    for copy in $(seq 80); do
        for file in "$here"/../../cases/*.lua; do
            stem=${file##*/}
            cp "$file" "$work/tree/cases/${stem%.lua}-$copy.lua"
        done
    done
    begin=$(now)
    count=$("$work/tree/build/escapement" list --json | grep -c '"path"')
    awk -v begin="$begin" -v end="$(now)" -v count="$count" 'BEGIN {
        printf "list          %.2f s, %.2f ms a case (%d cases)\n", end - begin, (end - begin) * 1e3 / count, count }'
    rm -rf "$work/tree"
}

# sums NAME: what its samples took
sums() {
    cat "$work/$1"-*/latest/samples.tsv | awk -F '\t' -v name="$1" -f "$here/sums.awk"
}

# rows NAME: the rows of all its runs
rows() {
    cat "$work/$1"-*/latest/summary.tsv
}

# agree FIRST SECOND: a line; fails where not as wanted
agree() {
    rows "$1" >"$work/first"
    rows "$2" >"$work/second"
    awk -F '\t' -v name="$1, $2" -f "$here/agree.awk" "$work/first" "$work/second"
}

if [ $# -eq 1 ]; then
    whole "$1"
    list "$1"
    exit 0
fi
for file in "$here"/../../cases/*.lua; do
    stem=${file##*/}
    stem=${stem%.lua}
    for turn in 1 2; do
        bench "$2" "other-$turn-$stem" --case="$stem" --no-charts --no-page --sample-time=8
        bench "$1" "this-$turn-$stem" --case="$stem" --no-charts --no-page --sample-time=8
    done
done
sums other
sums this
good=0
agree other-1 other-2 || true
agree this-1 this-2 || true
agree other-1 this-1 || good=3
agree other-2 this-2 || good=3
exit $good
