#!/usr/bin/env bash
# Our type checker beside the real one, as TAP. Where there is a go: the type of every expression of many
# files is the one that go/types gives it, and bad programs are refused where the compiler refuses them.
# Where it is the release of the library's data: tools/gostd makes that data again, and it is the same.
#   compare.sh [BUILD-FOLDER [GO]]      default: build, go
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build} go=${2:-go}
root=$("$go" env GOROOT 2>/dev/null) || root=
release=$("$go" env GOVERSION 2>/dev/null) || release=
if [ ! -d "$root/test" ] || [ ! -d "$root/src/fmt" ]; then
    echo '1..0 # SKIP no source of Go and its tests here'
    exit 0
fi
case $release in go1.19*) ;; *) echo "1..0 # SKIP ours is Go 1.19, here is $release" && exit 0 ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C GOFLAGS=-mod=mod GOTOOLCHAIN=local
here=$PWD
compile=$("$go" env GOTOOLDIR)/compile # go tool itself takes as long as the compiler on a small file
ours=$here/$build/gotypes-dump

number=0 bad=0
result() { # result WHAT FILE-WITH-DIFFERENCES
    number=$((number + 1))
    if [ -s "$2" ]; then
        bad=1
        echo "not ok $number $1"
        head -n 20 "$2" | cut -c1-400 | sed 's/^/# /'
    else
        echo "ok $number $1"
    fi
}

# ---- types ----

cp tests/gotypes/dump.go "$work/main.go"
printf 'module compared\n\ngo 1.18\n' >"$work/go.mod"
(cd "$work" && "$go" build -o real .)
cd "$root/test"

# What go/types accepts alone. A type that begins in parentheses has no place in our tree (bug277), and
# constants of a billion bits (issue11326) are not for ours.
find . -name '*.go' -path './*' ! -path './*.dir/*' | sed 's|^\./||' |
    grep -E '^((chan|fixedbugs|interface|ken)/)?[^/]*$' | grep -vE 'bug277|issue11326' | sort |
    xargs grep -LE '^//line|/\*line' >"$work/all"
xargs "$work/real" <"$work/all" >"$work/real.all" 2>/dev/null || true
cut -d: -f1 "$work/real.all" | sort -u >"$work/good"
xargs "$ours" <"$work/good" 2>"$work/refused" | sed -E 's/@[0-9]+/@/g' | sort -u >"$work/ours.dump" || true
sed -nE 's/^([^: ]+):[0-9:]+ error: .*/\1/p' "$work/refused" | sort -u >"$work/refused.files"
files=$(wc -l <"$work/good") refused=$(wc -l <"$work/refused.files")
if [ "$files" -lt 1000 ] || [ $((refused * 100)) -gt $((files * 3)) ]; then
    { echo "$refused of $files files are refused" && cat "$work/refused"; } >"$work/differences"
fi
touch "$work/differences"
result "of $files programs that go/types accepts $((files - refused)) are accepted, at least 97 %" "$work/differences"

grep -E '^[^: ]+:[0-9:]+ error: ' "$work/refused" | grep -vE 'generic|excessively large' >"$work/others" || true
while read -r said; do # the compiler is stricter than go/types
    "$compile" -p p -o "$work/made" "${said%%:*}" >/dev/null 2>&1 && echo "$said"
done <"$work/others" >"$work/differences" || true
result 'the others are refused for what is not known yet, or by the compiler too' "$work/differences"

awk -F: 'NR == FNR { refused[$1]; next } !($1 in refused)' "$work/refused.files" "$work/real.all" |
    sort -u >"$work/real.dump"
comm -23 "$work/real.dump" "$work/ours.dump" >"$work/differences"
result "$(wc -l <"$work/real.dump") types and values are those of go/types" "$work/differences"

# ---- what is refused ----

# The compiler's own bad programs: ours names one of the lines that the compiler names. Those with
# type parameters end earlier here, frames that are too large are the back end's business, and a
# directive is refused at the declaration behind it.
grep -lE '^// errorcheck( -[a-z+0=.]*)*$' ./*.go fixedbugs/*.go chan/*.go interface/*.go ken/*.go |
    xargs grep -LE '^//line|/\*line|^//go:(embed|.*writebarrier|uintptrkeepalive|cgo_)|^	//go:embed' >"$work/bad"
while read -r file; do
    "$compile" -C -e -p p -o "$work/made" "$file" >"$work/said" 2>&1 && continue
    grep -q 'stack frame too large' "$work/said" && continue
    echo "$file $(sed -nE 's/^[^: ]+\.go:([0-9]+):.*/\1/p' "$work/said" | sort -nu | tr '\n' ' ')"
done <"$work/bad" >"$work/lines"
while read -r file lines; do
    if said=$("$ours" -c "$file" 2>&1); then
        echo "$file: accepted, the compiler refuses lines $lines"
        continue
    fi
    line=$(sed -nE '1s/^[^: ]+\.go:([0-9]+):.*/\1/p' <<<"$said")
    case " $lines " in
    *" $line "*) ;;
    *) grep -q generic <<<"$said" || echo "$said; the compiler refuses lines $lines" ;;
    esac
done <"$work/lines" >"$work/differences"
result "$(wc -l <"$work/lines") bad programs of the compiler's tests are refused where it refuses them" "$work/differences"
cd "$here"

# The table's lines and words are those of the compiler's first message.
awk -v work="$work" '/^===/ { n++; line = $2; sub(/^=== [0-9]+ /, ""); print n, line, $0
        file = work "/" n ".go"; printf "" >file; next }
    n { print >file }' tests/gotypes/refused.txt >"$work/told"
while read -r program line words; do
    said=$("$compile" -p p -o "$work/made" "$work/$program.go" 2>&1 | head -n 1)
    case $said in
    *"$program.go:$line:"*"$words"*) ;;
    *) echo "program $program: $line $words; the compiler says $said" ;;
    esac
done <"$work/told" >"$work/differences"
result "$(wc -l <"$work/told") programs: the compiler refuses them where and why the table says" "$work/differences"

# ---- the library's data ----

if [ "$release" = "$(sed -n '1s/^gostd 1 //p;1q' harness/gotypes/go1.19.data)" ]; then
    (cd tools/gostd && "$go" run . -check "$here/harness/gotypes/go1.19.data") >"$work/said" 2>&1 &&
        : >"$work/said"
    result "the library's data is what tools/gostd makes of $release" "$work/said"
else
    number=$((number + 1))
    echo "ok $number # SKIP the library's data is of another release than $release"
fi

echo "1..$number"
exit $bad
