#!/usr/bin/env bash
# Our parser beside the compiler's own, where its source is (Debian: golang-src), as TAP: the trees of
# many files node by node with their places, and the line at which bad files are refused.
#   compare.sh [BUILD-FOLDER [GO]]      default: build, go
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build} go=${2:-go}
root=$("$go" env GOROOT 2>/dev/null) || root=
theirs=$root/src/cmd/compile/internal/syntax
if [ ! -d "$theirs" ]; then
    echo '1..0 # SKIP no source of the Go compiler here'
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C GOFLAGS=-mod=mod GOTOOLCHAIN=local

mkdir "$work/syntax"
cp "$theirs"/*.go "$work/syntax"
rm -f "$work"/syntax/*_test.go "$work/syntax/testing.go"
cp tests/gosyntax/dump.go "$work"
printf 'module compared\n\ngo 1.18\n' >"$work/go.mod"
(cd "$work" && "$go" build -o real .)
ours=$PWD/$build/gosyntax-dump

# both LIST-OF-FILES: their trees into real and ours, the first error of each file into *.lines.
both() {
    local side
    xargs -r "$work/real" <"$1" 2>"$work/real.err" | sort -u >"$work/real.tree"
    { xargs -r "$ours" <"$1" 2>"$work/ours.err" || true; } | sort -u >"$work/ours.tree"
    for side in real ours; do
        sed -nE 's/^([^: ]+\.go):([0-9]+)[: ].*/\1 \2/p' "$work/$side.err" | awk '!told[$1]++' |
            sort >"$work/$side.lines"
    done
}

number=0 bad=0
result() { # result WHAT FILE-WITH-DIFFERENCES
    number=$((number + 1))
    if [ -s "$2" ]; then
        bad=1
        echo "not ok $number $1"
        head -n 20 "$2" | sed 's/^/# /'
    else
        echo "ok $number $1"
    fi
}

# Files that a release later than the one here may be needed for are not among these.
(cd "$root/src" && find fmt sort strings sync io bytes go/ast cmd/compile/internal/syntax -name '*.go' |
    grep -v testdata | sed "s|^|$root/src/|") >"$work/list"
[ "$(wc -l <"$work/list")" -ge 50 ] || echo "compare.sh: fewer than 50 files in $root/src" >"$work/few"
both "$work/list"
cat "$work/few" "$work/ours.err" >"$work/differences" 2>/dev/null || true
diff "$work/real.tree" "$work/ours.tree" >>"$work/differences" || true
result "$(wc -l <"$work/list") files of the standard library have the same tree" "$work/differences"

# The compiler's own tests, good and bad ones. What moves lines is refused here by design, and some of
# what ours refuses the compiler refuses later, when it checks types. Methods with type parameters
# (typeparam/issue50317.go) are of Go 1.27.
if [ -d "$root/test" ]; then
    find "$root/test/" -name '*.go' -print0 | xargs -r0 grep -LE '^//line|/\*line' |
        grep -v issue50317 | sort >"$work/list"
    both "$work/list"
    join "$work/real.lines" "$work/ours.lines" | awk '$2 != $3 { print $1 ": line " $2 " there, " $3 " here" }' \
        >"$work/differences"
    join -v1 "$work/real.lines" "$work/ours.lines" | sed 's/$/: not refused here/' >>"$work/differences"
    cut -d' ' -f1 "$work/real.lines" "$work/ours.lines" | sort -u >"$work/refused"
    for side in real ours; do
        awk 'NR == FNR { bad[$1]; next } { file = $1; sub(/:.*/, "", file) } !(file in bad)' \
            "$work/refused" "$work/$side.tree" >"$work/$side.good"
    done
    diff "$work/real.good" "$work/ours.good" | head -n 40 >>"$work/differences" || true
    result "$(wc -l <"$work/list") of the compiler's tests: the same trees, refused at the same lines" "$work/differences"
fi

# The lines of the table are those of the compiler's first messages.
awk -v work="$work" '/^===/ { n++; print n, $2; file = work "/" n ".go"; printf "" >file; next }
    n { print >file }' tests/gosyntax/refused.txt >"$work/told"
while read -r program line; do
    [ "$line" -gt 0 ] || continue
    said=$("$go" tool compile -p p -o /dev/null "$work/$program.go" 2>&1 | sed -nE '1s/^[^:]*:([0-9]+):.*/\1/p')
    [ "$said" = "$line" ] || echo "program $program: line ${said:-none} there, $line in the table"
done <"$work/told" >"$work/differences"
result "$(wc -l <"$work/told") programs: the compiler refuses them where the table says" "$work/differences"

echo "1..$number"
exit $bad
