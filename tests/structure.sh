#!/usr/bin/env bash
# The rules of docs/architecture.md about who may know whom, as TAP. Includes are read from the
# sources, calls from the object files of a build.
#   structure.sh [BUILD-FOLDER]      default: build
# shellcheck disable=SC2317  # the checks are called by name
set -u
cd "$(dirname "$0")/.." || exit 4
build=${1:-build}

# Layers, lowest first; a folder may include folders of lower layers, and those named behind `+`.
# Folders of one layer do not know each other. gort and kernel are compiled into the cases.
layers() {
    cat <<'END'
0 base
0 goheap
0 gbench
1 kernel
2 gort
1 noun
2 words
3 load
3 codegen
3 build
3 plan
3 measure
3 golang
3 stats
3 emit
3 machine
3 disasm
3 verify
3 report
3 chart
4 child
4 session
5 command
6 main.c
END
}

# FILE INCLUDED, a line an #include of another folder of harness/
includes() {
    grep -rnE '^#include "[a-z]+/' harness --include='*.c' --include='*.h' --include='*.cc' |
        sed -E 's|^harness/([^:]*):[0-9]*:#include "([^"]*)".*|\1 \2|'
    # kernels' headers are found by -I harness/kernel, goheap's by a relative path
    grep -rnE '^#include "\.\./' harness --include='*.[ch]' |
        sed -E 's|^harness/([^:]*):[0-9]*:#include "\.\./([^"]*)".*|\1 \2|'
}

# folder edges: FROM TO, folders (or main.c) only, not within a folder
edges() {
    includes | awk '{ split($1, a, "/"); split($2, b, "/"); if (a[1] != b[1]) print a[1], b[1], $1, $2 }'
}

known_folders() {
    local folder strays=0
    for folder in harness/*/ harness/main.c; do
        folder=${folder#harness/} folder=${folder%/}
        layers | grep -qE "^[0-9]+ $folder( |$)" || { echo "$folder stands in no layer"; strays=1; }
    done
    return "$strays"
}

# No file includes upward, and no two folders of one layer meet.
downward() {
    { layers | sed 's/^/L /'; edges | sed 's/^/E /'; } | awk '
        $1 == "L" { layer[$3] = $2; next }
        !($2 in layer) || !($3 in layer) || layer[$3] >= layer[$2] { print $4 " includes " $5; bad = 1 }
        END { exit bad }'
}

# No two folders include each other, by whatever way round.
no_folder_circle() {
    local circle
    circle=$(edges | cut -d' ' -f1,2 | sort -u | tsort 2>&1 >/dev/null) || { echo "$circle"; return 1; }
}

# Which file of the same folder a file calls: FOLDER CALLER CALLEE, from the symbol tables.
calls() {
    find "$build/harness" -name '*.o' -exec nm -A -g {} + | awk -v prefix="$build/harness/" '
        { split($0, part, ":"); object = substr(part[1], length(prefix) + 1)
          symbol = $NF; kind = $(NF - 1) }
        kind ~ /^[TDBRVW]$/ { home[symbol] = object; next }
        kind == "U" { used[object " " symbol] }
        END {
            for (key in used) {
                split(key, k, " ")
                if (!(k[2] in home) || home[k[2]] == k[1]) continue
                from = k[1]; to = home[k[2]]
                folder = from; sub(/\/[^\/]*$/, "", folder)
                other = to; sub(/\/[^\/]*$/, "", other)
                if (folder == other) print folder, from, to, k[2]
            }
        }'
}

# The one named exception: a thread that ends detaches itself from the world that knows it.
excepted() { grep -v '^$'; }

no_call_circle() {
    local folder circle bad=0
    calls | excepted | sort -u >"$work/calls"
    cut -d' ' -f1 "$work/calls" | sort -u >"$work/folders"
    while read -r folder; do
        circle=$(awk -v f="$folder" '$1 == f { print $2, $3 }' "$work/calls" | sort -u | tsort 2>&1 >/dev/null) && continue
        echo "$folder: ${circle//tsort: /}"
        bad=1
    done <"$work/folders"
    return "$bad"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0 bad=0
check() {
    local name=$1 out
    shift
    number=$((number + 1))
    if out=$("$@" 2>&1); then
        echo "ok $number $name"
    else
        echo "not ok $number $name"
        printf '%s\n' "$out" | head -n 200 | sed 's/^/# /'
        bad=1
    fi
}
check 'each folder stands in a layer' known_folders
check 'no file includes upward, no two folders of a layer meet' downward
check 'no two folders include each other' no_folder_circle
check 'no two files of a folder call each other in a circle' no_call_circle
echo "1..$number"
exit $bad
