#!/usr/bin/env bash
# `escapement escape -m=2 -l` on the programs of Go's own test directory, where that is (Debian:
# golang-1.19-src), as TAP; its verdict lines are those of -m -l. tests/escape/corpus.txt has a line a file: its
# name, the lines that Go 1.19.8 prints of it at -m -l (own.awk: without those about functions that the
# compiler makes itself), their checksum (cksum), and whether ours says the same (exact) or nothing (refused);
# then lines, checksum, and state at -m=2 -l. What was exact stays so, and no verdict is wrong.
#   compare.sh [BUILD-FOLDER]    default: build
#   compare.sh BUILD-FOLDER --record    writes the list anew, by asking go
set -eu
cd "$(dirname "$0")/../.."
build=$PWD/${1:-build} list=$PWD/tests/escape/corpus.txt own=$PWD/tests/escape/own.awk record=${2:-}
root=$(go env GOROOT 2>&1) || root=
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
case $(go env GOVERSION 2>&1) in
go1.19*) ;;
*) echo '1..0 # SKIP no Go 1.19 here' && exit 0 ;;
esac
if [ ! -d "$root/test/" ]; then
    echo '1..0 # SKIP the tests of Go are not here (golang-src)'
    exit 0
fi
cd "$root/test"

# text SAID: lines and checksum of its verdicts and of all of it, one a line.
text() {
    : >"$half.verdicts"
    awk -v verdicts="$half.verdicts" -f "$own" "$1" >"$half.all"
    wc -l "$half.verdicts" "$half.all" | awk '$2 != "total" { print $1 }'
    cksum "$half.verdicts" "$half.all" | cut -d' ' -f1
}

# one FILE LINES SUM LINES SUM: both sums being asked of go where they are `-`.
one() {
    local file=$1 sum=$3 sum2=$5 lines=$2 lines2=$4 state=refused state2=refused ours
    if [ "$sum" = - ]; then
        go tool compile -p main -m=2 -l -o "$half.made" "$file" >"$half.said" 2>&1 || return 0
        { read -r lines && read -r lines2 && read -r sum && read -r sum2; } < <(text "$half.said")
    fi
    if "$build/escapement" escape -m=2 -l "$file" >"$half.said" 2>"$half.refusal"; then
        mapfile -t ours < <(text "$half.said")
        state=wrong state2=wrong
        [ "${ours[2]}" != "$sum" ] || state=exact
        [ "${ours[3]}" != "$sum2" ] || state2=exact
    fi
    echo "$file $lines $sum $state $lines2 $sum2 $state2"
}

# half REMAINDER: each second file, in a process of its own.
half() {
    local half=$work/half$1
    awk -v rest="$1" 'NR % 2 == rest' "$work/list" | while read -r file lines sum _ lines2 sum2 _; do
        one "$file" "$lines" "$sum" "${lines2:--}" "${sum2:--}"
    done
}
awk -v record="$record" 'record != "" { $3 = $6 = "-"; $7 = "" } { print }' "$list" >"$work/list"
half 0 >"$work/a" &
half 1 >"$work/b"
wait
sort "$work/a" "$work/b" >"$work/now"
if [ -n "$record" ]; then
    cp "$work/now" "$list"
    exit 0
fi
tap() { # tap NUMBER NAME FILE-OF-FAULTS
    if [ -s "$3" ]; then
        echo "not ok $1 $2"
        head -n 20 "$3" | sed 's/^/# /'
        bad=1
    else
        echo "ok $1 $2"
    fi
}
bad=0
# exact FIELD LIST: which files are exact there.
exact() { awk -v field="$1" '$field == "exact" { print $1 }' "$2" | sort; }
awk '$4 == "wrong"' "$work/now" >"$work/wrong"
tap 1 "no file's verdicts are answered wrongly" "$work/wrong"
number=2
for field in 4 7; do
    exact "$field" "$list" >"$work/were"
    exact "$field" "$work/now" >"$work/are"
    comm -23 "$work/were" "$work/are" >"$work/lost"
    if [ "$field" = 4 ]; then level=-m; else level=-m=2; fi
    tap "$number" "the $(wc -l <"$work/were") files that were exact at $level -l still are" "$work/lost"
    comm -13 "$work/were" "$work/are" | sed "s/^/# exact at $level by now, so record it: /"
    echo "# $level -l: exact $(wc -l <"$work/are") of $(wc -l <"$work/now")"
    number=$((number + 1))
done
echo "1..3"
exit $bad
