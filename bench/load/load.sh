#!/bin/sh
# Do factors hold on a shared machine, and do the presets agree? Runs the same cases again under
# other conditions and compares each row's factor with that of the first run.
# usage: load.sh BUILD [load|presets] [CASE...]
# load:    QUICK=1 idle (twice: what two idle runs differ by), beside a busy loop on each processor
#          under nice 19, beside one without nice. Wanted: 90 % of rows within 1.25 of idle, or the
#          run says itself that it is not to be used.
# presets: QUICK=1 beside the normal preset. Wanted: 90 % of rows within 1.1.
# Start it on an idle machine. Runs are kept in results/load.
# Exit codes: 0 as wanted, 2 usage, 3 not as wanted, else that of the run that failed.
set -eu

usage() {
    echo "usage: load.sh BUILD [load|presets] [CASE...]" >&2
    exit 2
}

[ $# -ge 1 ] || usage
program=$1/escapement
what=${2:-load}
[ $# -ge 2 ] && shift
shift
[ -x "$program" ] || { echo "load.sh: $program: build it with make" >&2; exit 2; }
case $what in load | presets) ;; *) usage ;; esac

here=$(cd "$(dirname "$0")" && pwd)
runs=$here/../../results/load
loops=
mkdir -p "$runs"

stop() {
    # shellcheck disable=SC2086 # a list of numbers
    [ -z "$loops" ] || kill $loops 2>/dev/null || true
    loops=
}
trap stop EXIT
trap 'exit 130' INT TERM

# A busy loop for each processor, under nice $1.
start() {
    for _ in $(seq "$(getconf _NPROCESSORS_ONLN)"); do
        nice -n "$1" sh -c 'while :; do :; done' &
        loops="$loops $!"
    done
}

# measure NAME PRESET CASE...: one run; its folder is kept as results/load/NAME
measure() {
    name=$1
    preset=$2
    shift 2
    rm -rf "${runs:?}/$name"
    echo "== $name: $(cut -d' ' -f1 /proc/loadavg) programs ran in the last minute" >&2
    "$program" bench --preset="$preset" --no-charts --results="$runs/$name" "$@" \
        >"$runs/$name.txt"
    grep -A1 '^Shared' "$runs/$name.txt" | sed 's/^ */   /' || true
}

# compare NAME FIRST WITHIN: a line; fails when fewer than 90 % of rows lie within
compare() {
    said=no
    grep -q '^Shared' "$runs/$1.txt" && said=yes
    awk -F '\t' -v name="$1" -v within="$3" -v said="$said" -f "$here/factors.awk" \
        "$runs/$2/latest/summary.tsv" "$runs/$1/latest/summary.tsv"
}

good=0
if [ "$what" = presets ]; then
    measure normal normal "$@"
    measure quick quick "$@"
    compare quick normal 1.1 || good=3
    exit $good
fi
measure idle quick "$@"
measure idle-again quick "$@"
start 19
measure beside-niced-loops quick "$@"
stop
start 0
measure beside-loops quick "$@"
stop
for name in idle-again beside-niced-loops beside-loops; do
    compare $name idle 1.25 || good=3
done
exit $good
