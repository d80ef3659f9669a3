#!/usr/bin/env bash
# Every line that go prints at -m=2 of six packages of its standard library, and every diagnostic of its log (-json=0):
# how many are not understood, how long the reading takes, within 300 MB; and a page of each. go/types alone has up to 1.6
# million lines, and 340 MB of log. Ends with 1 when any line is not understood.
# Usage: tests/why-std.sh [GO...]      (default: go; another release by its path; takes two minutes each)
set -u
cd "$(dirname "$0")/.." || exit 4
program=${ESC_BUILD:-build}/escapement
packages=(sort strings bufio encoding/json net/http go/types)
most_kb=$((300 * 1024))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# timed NAME LINES COMMAND...: its own processor time, within the memory; nothing on standard error
timed() {
    local name=$1 lines=$2 user system
    shift 2
    TIMEFORMAT='%U %S'
    { time (ulimit -v $most_kb && "$program" "$@" >"$work/out" 2>"$work/err"); } 2>"$work/time" || { cat "$work/err" && return 1; }
    read -r user system <"$work/time"
    printf '%-20s %9d lines  %s s\n' "$name" "$lines" "$(awk "BEGIN { print $user + $system }")"
}

# leaving: the places of what leaves, from the table that was printed last; text and log name folders in other ways
leaving() {
    # shellcheck disable=SC2016 # Markdown's, no command
    sed -n 's/^| `\([^`]*\)`.*/\1/p' "$work/out" | sed 's|.*/||' | sort -u
}

# read_text GO PACKAGE
read_text() {
    (unset GOROOT GOFLAGS && GOTOOLCHAIN=local "$1" build -gcflags=-m=2 "$2" 2>"$work/text") || return 1
    timed "$2" "$(wc -l <"$work/text")" why --no-price --markdown "$work/text" && leaving >"$work/of-text" || return 1
    [ ! -s "$work/err" ] || { cat "$work/err" && return 1; }
    timed "$2, parameters" "$(wc -l <"$work/text")" why --params "$work/text" || return 1
    timed "$2, page" "$(wc -l <"$work/text")" why --no-price "--page=$work/page.html" "$work/text"
}

# read_log GO PACKAGE: into a cache of its own, for of what is in the cache nothing is logged. Of the standard library a log
# has the package's own sources and those inlined from others.
read_log() {
    rm -rf "$work/log"
    (unset GOROOT GOFLAGS && GOTOOLCHAIN=local "$1" build "-gcflags=-json=0,$work/log" "$2" 2>"$work/err") || return 1
    timed "$2, log" "$(cat "$work"/log/*/*.json | wc -l)" why --no-price --markdown "$work/log" || return 1
    leaving >"$work/of-log"
    ! grep -q 'understood' "$work/err" || { cat "$work/err" && return 1; }
}

[ $# -gt 0 ] || set -- go
for go in "$@"; do
    "$go" version || exit 4
    for package in "${packages[@]}"; do
        read_text "$go" "$package" || bad=1
        read_log "$go" "$package" || bad=1
        printf '%-20s %9d places leave by the text, %d by the log, %d by both\n' "" "$(wc -l <"$work/of-text")" \
            "$(wc -l <"$work/of-log")" "$(comm -12 "$work/of-text" "$work/of-log" | wc -l)"
    done
done
exit $bad
