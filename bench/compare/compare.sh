#!/bin/sh
# Does `escapement compare` claim what is not there, and find what is? Makes real runs, small ones:
# - PAIRS times the same code after itself (each run is compared with the one before it), by its times
#   and by its factors. Wanted: no difference in any row, in at least 95 of 100.
# - a tenth as often a case before and after its heap side got 20 % more work (turns.lua). Wanted: the
#   row is found in at least 95 of 100, and no other.
# usage: compare.sh BUILD [PAIRS=100] [ROUNDS=12] [MS=5] [CASE...]
# 100 pairs take five minutes on an idle machine. With cases of your own name a control, too: a-a.
# Exit codes: 0 as wanted, 2 usage, 3 not as wanted, else that of the run that failed.
set -eu

usage() {
    echo "usage: compare.sh BUILD [PAIRS=100] [ROUNDS=12] [MS=5] [CASE...]" >&2
    exit 2
}

[ $# -ge 1 ] || usage
program=$1/escapement
pairs=${2:-100}
rounds=${3:-12}
ms=${4:-5}
[ -x "$program" ] || { echo "compare.sh: $program: build it with make" >&2; exit 2; }
for number in "$pairs" "$rounds" "$ms"; do
    case $number in '' | *[!0-9]* | 0*)
        echo "compare.sh: $number: no count above 0" >&2
        exit 2
        ;;
    esac
done
if [ $# -gt 4 ]; then shift 4; else set -- a-a pointer-return closure-capture dynamic-make; fi

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# run NAME CASE...: a small run, kept as the baseline NAME
run() {
    name=$1
    shift
    "$program" bench --preset=quick --rounds="$rounds" --sample-time="$ms" --no-charts \
        --results="$work" --save="$name" "$@" >"$work/table" 2>"$work/errors" || {
        code=$?
        cat "$work/table" "$work/errors" >&2
        exit "$code"
    }
}

# changes BEFORE AFTER [OPTION]: names of the rows in which a difference is claimed, one a line
changes() {
    "$program" compare --json --results="$work" ${3:+"$3"} "$1" "$2" >"$work/json"
    sed -n 's/.*"name": "\([^"]*\)".*"verdict": "\(slower\|faster\|larger\|smaller\)".*/\1/p' "$work/json"
}

# line NAMES: on one line
line() {
    [ -n "$1" ] && echo "$1" | paste -sd ' ' || echo none
}

# tell WHAT GOOD ALL: a line; fails where fewer than 95 in 100 are good
tell() {
    echo "$1: $2 of $3"
    [ $((100 * $2)) -ge $((95 * $3)) ]
}

times=0
factors=0
run before "$@"
for pair in $(seq "$pairs"); do
    run after "$@"
    changed=$(changes before after)
    by_factor=$(changes before after --factors)
    [ -n "$changed" ] || times=$((times + 1))
    [ -n "$by_factor" ] || factors=$((factors + 1))
    [ -z "$changed$by_factor" ] ||
        echo "pair $pair: times $(line "$changed"); factors $(line "$by_factor")" >&2
    rm -rf "$work/baselines/before"
    mv "$work/baselines/after" "$work/baselines/before"
    find "$work" -mindepth 1 -maxdepth 1 -name '2*' -exec rm -rf {} +
done

tenth=$(((pairs + 9) / 10))
found=0
mkdir "$work/case"
for pair in $(seq "$tenth"); do
    cp "$here/turns.lua" "$work/case/turns.lua"
    run before a-a "$work/case/turns.lua"
    sed 's/heap_op(uint64_t i) { return turn(i, 100)/heap_op(uint64_t i) { return turn(i, 120)/' \
        "$here/turns.lua" >"$work/case/turns.lua"
    run after a-a "$work/case/turns.lua"
    changed=$(changes before after)
    if [ "$changed" = turns/heap ]; then
        found=$((found + 1))
    else
        echo "change $pair: found $(line "$changed")" >&2
    fi
done

good=0
tell "the same code, times: no difference in" $times "$pairs" || good=3
tell "the same code, factors: no difference in" $factors "$pairs" || good=3
tell "20 % more work on one side: found, and nothing else, in" $found "$tenth" || good=3
exit $good
