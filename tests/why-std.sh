#!/usr/bin/env bash
# Every line that go prints at -m=2 of six packages of its standard library: how many are not understood, how long the
# reading takes, within 300 MB. go/types alone has up to 1.6 million. Ends with 1 when any line is not understood.
# Usage: tests/why-std.sh [GO...]      (default: go; another release by its path; takes a minute each)
set -u
cd "$(dirname "$0")/.." || exit 4
program=${ESC_BUILD:-build}/escapement
packages=(sort strings bufio encoding/json net/http go/types)
most_kb=$((300 * 1024))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# read_package GO PACKAGE
read_package() {
    (unset GOROOT GOFLAGS && GOTOOLCHAIN=local "$1" build -gcflags=-m=2 "$2" 2>"$work/text") || return 1
    TIMEFORMAT='%U %S'
    { time (ulimit -v $most_kb && "$program" why --params "$work/text" >"$work/out" 2>"$work/err"); } 2>"$work/time" || return 1
    read -r user system <"$work/time"
    printf '%-14s %9d lines  %s s\n' "$2" "$(wc -l <"$work/text")" "$(awk "BEGIN { print $user + $system }")"
    [ ! -s "$work/err" ] || { cat "$work/err" && return 1; }
}

[ $# -gt 0 ] || set -- go
for go in "$@"; do
    "$go" version || exit 4
    for package in "${packages[@]}"; do
        read_package "$go" "$package" || bad=1
    done
done
exit $bad
