#!/bin/sh
# An LRU cache whose evicted entries lead to younger ones, on goheap as the measuring programs are
# built: no word of a stack may keep what is dead. Then the same in Go, where go is there: with
# asyncpreemptoff=1, since Go scans the frame of a goroutine that it has preempted by a signal
# conservatively (mgcmark.go, scanframeworker) and keeps such a chain now and then as well.
# Exit codes: 0 nothing is kept, 1 something is, 4 no compiler.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cc=${CC:-cc}
command -v "$cc" >/dev/null 2>&1 || { echo "chain.sh: no C compiler ($cc)" >&2; exit 4; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

make --no-print-directory -C "$here/../.." CC="$cc" BUILD=build/prove/chain OPTIMISE='-O2 -g1' \
    build/prove/chain/chain >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
chain=$here/../../build/prove/chain/chain
for how in "1 1" "2 1" "2 3"; do
    # shellcheck disable=SC2086
    "$chain" $how || { echo "chain.sh: chain $how failed" >&2; exit 1; }
done

command -v go >/dev/null 2>&1 || exit 0
GO111MODULE=off GOFLAGS='' go build -o "$work/chain-go" "$here/chain.go"
# 4->6->5 MB: at the begin, at the end, marked; what is new is marked too. Go rounds to MB of 2^20.
for procs in 1 2; do
    GOMAXPROCS=$procs GODEBUG=gctrace=1,asyncpreemptoff=1 "$work/chain-go" 2>&1 |
        awk -v procs="$procs" '
            match($0, /[0-9]+->[0-9]+->[0-9]+ MB/) {
                split(substr($0, RSTART, RLENGTH), mib, /->| /)
                kept = mib[3] - (mib[2] - mib[1])
                most = kept > most ? kept : most
                cycles++
            }
            END {
                printf "go     procs=%d: %d MB at most in %d cycles\n", procs, most, cycles
                exit most > 14 || cycles < 5
            }' || { echo "chain.sh: Go itself keeps more than 14 MB" >&2; exit 1; }
done
