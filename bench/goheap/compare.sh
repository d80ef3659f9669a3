#!/bin/sh
# goheap beside real Go, libgc and mimalloc: the same jobs, a process each, sides alternating in a round.
# usage: [GO=go,go1.27] compare.sh [rounds] [curve|trees|live|all|steps]
# steps: instead of time, the instructions of mallocgc, Go's and ours, counted by gdb (x86-64).
# GO: commands of the Go releases, each beside the model of its own: 1.19 up to that, else 1.27.
# Prints, a table a release, medians, the ratio to Go round by round, GC cycles, the rank correlation
# of the curve, and how much faster than libgc goheap is; of two releases, what changed from one to
# the other. libgc and mimalloc (which is told what to free) are there if their headers are.
# Exit codes: 0 compared, 2 usage, 4 no go (or no compiler).
set -eu

rounds=${1:-5}
what=${2:-all}
gos=$(echo "${GO:-go}" | tr , ' ')
here=$(cd "$(dirname "$0")" && pwd)
heap=$here/../../harness/goheap
cc=${CC:-cc}

case $rounds in '' | *[!0-9]*) echo "usage: compare.sh [rounds] [curve|trees|live|all|steps]" >&2; exit 2 ;; esac
case $what in curve | trees | live | all | steps) ;; *)
    echo "compare.sh: $what: not one of curve, trees, live, all, steps" >&2
    exit 2
    ;;
esac
for go in $gos; do
    if ! command -v "$go" >/dev/null 2>&1; then
        echo "compare.sh: no $go in PATH; on Debian: apt-get install golang-go" >&2
        exit 4
    fi
done
if ! command -v "$cc" >/dev/null 2>&1; then
    echo "compare.sh: no C compiler ($cc); on Debian: apt-get install gcc" >&2
    exit 4
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
flags="-std=gnu17 -O2 -D_GNU_SOURCE"

# build_release GO: go-N and goheap-N, N of go1.N; another Go of the same is left out
releases=
build_release() {
    version=$("$1" env GOVERSION)
    release=$(echo "$version" | cut -d . -f 2)
    case " $releases " in *" $release "*) return ;; esac
    model=GOHEAP_GO_1_27
    [ "$release" -gt 19 ] || model=GOHEAP_GO_1_19
    # shellcheck disable=SC2086
    "$cc" $flags -DRELEASE=$model "$here/bench.c" "$here/bench_goheap.c" "$heap"/*.c -pthread \
        -o "$work/goheap-$release"
    (cd "$here" && GO111MODULE=off GOTOOLCHAIN=local GOCACHE="$work/cache" GOFLAGS="" \
        "$1" build -o "$work/go-$release" bench.go)
    releases="$releases $release"
    sides="$sides go-$release goheap-$release"
    echo "$version beside $model"
}

sides=
for go in $gos; do build_release "$go"; done

# steps SIDE FUNCTION SIZE: the two most frequent counts of instructions of a call
steps() {
    FUNCTION=$2 SKIP=5000 CALLS=100 gdb -q -batch -x "$here/steps.py" --args \
        "$work/$1" curve "$3" 1 2>/dev/null |
        awk -v side="$1" -v size="$3" '$1 == "steps" { out = out "  " $2 " (" $3 " of 100)" }
            END { printf "%-9s %5d B:%s\n", side, size, out }'
}
if [ "$what" = steps ]; then
    if ! command -v gdb >/dev/null 2>&1; then
        echo "compare.sh: no gdb; on Debian: apt-get install gdb" >&2
        exit 4
    fi
    echo "instructions of a call of mallocgc, without pointers"
    for size in 8 64 1024; do
        for release in $releases; do
            steps "go-$release" runtime.mallocgc "$size"
            steps "goheap-$release" mallocgc "$size"
        done
    done
    exit 0
fi

# build_other NAME FLAGS...
build_other() {
    name=$1
    shift
    # shellcheck disable=SC2086
    if "$cc" $flags "$here/bench.c" "$here/bench_$name.c" "$@" -o "$work/$name" 2>/dev/null; then
        sides="$sides $name"
    fi
}
build_other boehm -lgc
build_other mimalloc -DFREES -lmimalloc

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
echo "$("$cc" --version | head -n 1); $rounds rounds:$sides"
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
for release in $releases; do
    echo
    echo "go1.$release"
    sed "s/^go-$release /go /; s/^goheap-$release /goheap /" "$work/raw" |
        awk -f "$here/compare.awk"
done
# shellcheck disable=SC2086
set -- $releases
[ $# -ne 2 ] || awk -v from="$1" -v to="$2" -f "$here/changes.awk" "$work/raw"
