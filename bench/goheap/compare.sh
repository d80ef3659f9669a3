#!/bin/sh
# goheap beside real Go and libgc: the same jobs, a process each, sides alternating within a round.
# usage: compare.sh [rounds] [curve|trees|live|all|steps]
# steps: instead of time, the instructions of mallocgc, Go's and ours, counted by gdb (x86-64).
# The model is of the release of the go in PATH: 1.19 up to that, else 1.27.
# Prints medians, the ratio to Go round by round, GC cycles, the rank correlation of the curve, and
# how much faster than libgc goheap is.
# Exit codes: 0 compared, 2 usage, 4 no go (or no compiler).
set -eu

rounds=${1:-5}
what=${2:-all}
here=$(cd "$(dirname "$0")" && pwd)
heap=$here/../../harness/goheap
cc=${CC:-cc}

case $rounds in '' | *[!0-9]*) echo "usage: compare.sh [rounds] [curve|trees|live|all|steps]" >&2; exit 2 ;; esac
case $what in curve | trees | live | all | steps) ;; *)
    echo "compare.sh: $what: not one of curve, trees, live, all, steps" >&2
    exit 2
    ;;
esac
if ! command -v go >/dev/null 2>&1; then
    echo "compare.sh: no go in PATH; on Debian: apt-get install golang-go" >&2
    exit 4
fi
if ! command -v "$cc" >/dev/null 2>&1; then
    echo "compare.sh: no C compiler ($cc); on Debian: apt-get install gcc" >&2
    exit 4
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
case $(go env GOVERSION) in
go1.[0-9] | go1.[0-9].* | go1.1[0-9] | go1.1[0-9].*) release=GOHEAP_GO_1_19 ;;
*) release=GOHEAP_GO_1_27 ;;
esac
flags="-std=gnu17 -O2 -D_GNU_SOURCE -DRELEASE=$release"
# shellcheck disable=SC2086
"$cc" $flags "$here/bench.c" "$here/bench_goheap.c" "$heap"/*.c -pthread -o "$work/goheap"
(cd "$here" && GO111MODULE=off GOCACHE="$work/cache" GOFLAGS="" go build -o "$work/go" bench.go)

# steps SIDE FUNCTION SIZE: the two most frequent counts of instructions of a call
steps() {
    FUNCTION=$2 SKIP=5000 CALLS=100 gdb -q -batch -x "$here/steps.py" --args \
        "$work/$1" curve "$3" 1 2>/dev/null |
        awk -v side="$1" -v size="$3" '$1 == "steps" { out = out "  " $2 " (" $3 " of 100)" }
            END { printf "%-7s %5d B:%s\n", side, size, out }'
}
if [ "$what" = steps ]; then
    if ! command -v gdb >/dev/null 2>&1; then
        echo "compare.sh: no gdb; on Debian: apt-get install gdb" >&2
        exit 4
    fi
    echo "instructions of a call of mallocgc, without pointers"
    for size in 8 64 1024; do
        steps go runtime.mallocgc "$size"
        steps goheap mallocgc "$size"
    done
    exit 0
fi

sides="go goheap"
# shellcheck disable=SC2086
if "$cc" $flags "$here/bench.c" "$here/bench_boehm.c" -lgc -o "$work/boehm" 2>/dev/null; then
    sides="go goheap boehm"
fi

reversed() {
    out=
    for side in "$@"; do out="$side $out"; done
    echo "$out"
}

# measure JOB VALUE PROCS: one line a side and figure in raw: side procs round name ns bytes
# mallocs cycles
measure() {
    round=0
    while [ "$round" -lt "$rounds" ]; do
        order=$sides
        # shellcheck disable=SC2086
        [ $((round % 2)) -eq 0 ] || order=$(reversed $sides)
        for side in $order; do
            "$work/$side" "$1" "$2" "$3" | sed "s/^/$side $3 $round /" >>"$work/raw"
        done
        round=$((round + 1))
    done
}

: >"$work/raw"
echo "$(go version); $("$cc" --version | head -n 1); $rounds rounds"
if [ "$what" = curve ] || [ "$what" = all ]; then
    for size in 8 16 24 32 48 64 96 128 256 512 1024 2048 4096 8192 16384 32768 32769 65536 \
        131072 1048576; do
        measure curve "$size" 1
    done
fi
if [ "$what" = trees ] || [ "$what" = all ]; then
    for procs in 1 2; do measure trees 18 "$procs"; done
fi
if [ "$what" = live ] || [ "$what" = all ]; then
    for procs in 1 2; do
        for mebibytes in 0 4 16 64; do measure live "$mebibytes" "$procs"; done
        measure live-up 16 "$procs"
    done
fi
awk -f "$here/compare.awk" "$work/raw"
