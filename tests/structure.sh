#!/usr/bin/env bash
# Who may know whom in harness/, as TAP. Includes are resolved as the compiler does it and held
# against its own dependency files; calls are read off the object files of a build.
#   structure.sh [BUILD-FOLDER [ROOT]]      default: build, the folder above this file's
# Needs a build of now (make units): nothing found is a failure, not a success.
# shellcheck disable=SC2317,SC2329  # the checks are called by name
set -u
cd "${2:-$(dirname "$0")/..}" || exit 4
build=${1:-build}
export LC_ALL=C

# LAYER FOLDER [subject]. A file includes its own folder's headers and those of lower layers; folders
# of one layer do not know each other. Subjects are what is measured, or compiled into the cases:
# they know each other only, nothing of the workbench.
layers() {
    cat <<'END'
0 base
0 goheap subject
0 gbench subject
1 kernel subject
2 gort subject
1 noun
1 gosyntax
2 words
3 load
3 codegen
3 build
3 plan
3 measure
3 golang
3 why
3 exercise
3 stats
3 emit
3 machine
3 disasm
3 verify
3 lesson
3 profile
3 report
3 chart
3 page
4 child
4 session
5 command
6 main.c
END
}

# ---- what the sources say ----

# One line an #include: FILE LINE TARGET, both below harness/; TARGET starts with `?` when the line
# names no file there. `"` is looked up beside the includer, then in -I harness, then in
# -I harness/kernel (how cases are compiled); `<` in the latter two, and is the system's otherwise.
includes() {
    files "" | awk '
        function normal(path,   part, n, i, out, depth) {
            n = split(path, part, "/"); depth = 0
            for (i = 1; i <= n; i++) {
                if (part[i] == "..") { if (--depth < 0) return "?" }
                else if (part[i] != "." && part[i] != "") out[++depth] = part[i]
            }
            path = out[1]
            for (i = 2; i <= depth; i++) path = path "/" out[i]
            return path
        }
        function resolve(from, name, quoted,   folder, path) {
            folder = from
            if (!sub(/\/[^\/]*$/, "/", folder)) folder = ""
            if (quoted) {
                path = normal(folder name)
                if (path == "?") return "?" name " (outside of harness/)"
                if (path in known) return path
            }
            path = normal(name)
            if (path in known) return path
            path = normal("kernel/" name)
            if (path in known) return path
            return quoted ? "?" name " (no such file in harness/)" : ""
        }
        function read_file(file,   line, number, text, name) {
            while ((getline text < ("harness/" file)) > 0) {
                number++
                sub(/^[ \t]+/, "", text)
                while (match(text, /^\/\*([^*]|\*+[^*\/])*\*+\/[ \t]*/)) text = substr(text, RLENGTH + 1)
                if (text !~ /^#[ \t]*(include|include_next|import)([^a-z_]|$)/) continue
                name = text
                sub(/^#[ \t]*[a-z_]+[ \t]*/, "", name)
                if (name !~ /^("[^"]+"|<[^>]+>)/) print file, number, "?" name " (not a file name)"
                else {
                    split(substr(name, 2), line, /[">]/)
                    name = resolve(file, line[1], name ~ /^"/)
                    if (name != "") print file, number, name
                }
            }
            close("harness/" file)
        }
        { known[$0] }
        END { for (file in known) read_file(file) }' | sort
}

# files PATTERN: the sources below harness/ whose names match; pages for people are none.
files() {
    (cd harness && find . -type f ! -name '*.md') | sed 's|^\./||' | grep -E -- "$1" | sort
}

# ---- what the compiler made ----

# OBJECT SOURCE of every source, into $work/objects; what is missing or old into $work/unbuilt.
objects() {
    local source object
    files '\.(c|cc)$' | while read -r source; do
        object=$build/harness/${source%.*}.o
        if [ -f "$object" ] && [ ! -f "${object%.o}.d" ]; then
            echo "${object%.o}.d: is missing: build with -MMD" >&3
        fi
        [ -f "$object" ] || { object=${source##*/} object=$build/${object%.*}.o; }
        if [ ! -f "$object" ]; then
            echo "harness/$source: has no object in $build: make units" >&3
        elif [ "harness/$source" -nt "$object" ]; then
            echo "harness/$source: is newer than $object: make units" >&3
        else
            echo "$object $source"
        fi
    done >"$work/objects" 3>"$work/unbuilt"
    [ -s "$work/objects" ] || echo "$build: holds no object of harness/: make units" >"$work/unbuilt"
}

# FILE DEFINER SYMBOL: a file that uses what another one defines; its own folder's definition counts
# before those of other folders.
uses() {
    cut -d' ' -f1 "$work/objects" | xargs -r nm -A -g -P 2>>"$work/unbuilt" | awk -v list="$work/objects" '
        BEGIN { while ((getline text < list) > 0) { split(text, k, " "); source[k[1] ":"] = k[2] } }
        {
            file = folder = source[$1]
            sub(/\/.*/, "", folder)
            if ($3 ~ /^[Uvw]$/) used[folder " " $2 " " file]
            else { near[folder " " $2] = file; home[$2] = file }
        }
        END {
            for (key in used) {
                split(key, k, " ")
                to = (k[1] " " k[2]) in near ? near[k[1] " " k[2]] : home[k[2]]
                if (to != "" && to != k[3]) print k[3], to, k[2]
            }
        }' | sort
}

# place FILE SYMBOL: where it stands first, as harness/FILE:LINE.
place() {
    local line
    line=$(grep -nw -- "$2" "harness/$1" | grep -vE '^[0-9]+:[ \t]*(#|/?\*)' | head -n 1)
    echo "harness/$1${line:+:${line%%:*}}"
}

# ---- circles ----

# circles: of the lines FROM TO WHAT… those whose TO leads back to FROM.
circles() {
    awk '
        function leads(from, to,   queue, head, tail, seen, n, next_of, i) {
            queue[tail++] = from; seen[from]
            while (head < tail) {
                from = queue[head++]
                if (from == to) return 1
                n = split(edges[from], next_of, " ")
                for (i = 1; i <= n; i++)
                    if (!(next_of[i] in seen)) { seen[next_of[i]]; queue[tail++] = next_of[i] }
            }
            return 0
        }
        { line[NR] = $0; edges[$1] = edges[$1] " " $2 }
        END {
            for (i = 1; i <= NR; i++) {
                split(line[i], k, " ")
                if (leads(k[2], k[1])) print line[i]
            }
        }'
}

# silent COMMAND…: prints what it prints, and fails if that is anything.
silent() {
    local out
    out=$("$@")
    [ -z "$out" ] || { printf '%s\n' "$out"; return 1; }
}

# ---- the rules ----

known_folders() {
    local folder
    layers | while read -r _ folder _; do
        [ -e "harness/$folder" ] || echo "harness/$folder: stands in the list of layers, but not here"
    done
    for folder in harness/* harness/*/*/; do
        folder=${folder#harness/} folder=${folder%/}
        case $folder in '*/*' | *.md) continue ;; esac
        layers | awk -v f="$folder" '$2 == f { found = 1 } END { exit !found }' ||
            echo "harness/$folder: stands in no layer (layers in tests/structure.sh)"
    done
}

readable_includes() {
    awk '$3 ~ /^\?/ { file = $1; line = $2; sub(/^[^ ]* [^ ]* \?/, ""); print "harness/" file ":" line ": includes " $0 }' \
        "$work/includes"
}

# The compiler read no header that the includes do not lead to: no way of writing one escapes.
complete_includes() {
    awk -v list="$work/includes" '
        function closure(file,   queue, head, tail, n, next_of, i) {
            split("", seen)
            queue[tail++] = file
            while (head < tail) {
                n = split(edges[queue[head++]], next_of, " ")
                for (i = 1; i <= n; i++)
                    if (!(next_of[i] in seen)) { seen[next_of[i]]; queue[tail++] = next_of[i] }
            }
        }
        function compare(dependencies, source,   text, lines, own, n, name, i) {
            closure(source); seen[source]
            while ((getline text < dependencies) > 0) {
                lines++
                n = split(text, name, /[ \\]+/)
                for (i = 1; i <= n; i++) {
                    while (sub(/\/\.\//, "/", name[i]) || sub(/[^\/.]+\/\.\.\//, "", name[i])) { }
                    own = own || name[i] == "harness/" source
                    if (name[i] !~ /:$/ && sub(/^harness\//, "", name[i]) && !(name[i] in seen)) {
                        seen[name[i]]
                        print "harness/" source ": the compiler read " name[i] ", no #include seen here leads to it"
                    }
                }
            }
            close(dependencies)
            if (lines && !own) print dependencies ": does not name harness/" source
        }
        BEGIN { while ((getline text < list) > 0) { split(text, k, " "); edges[k[1]] = edges[k[1]] " " k[3] } }
        { sub(/\.o$/, ".d", $1); compare($1, $2) }' "$work/objects"
}

# Faults of direction, each told by one rule: mutual (the two folders include each other), subject,
# meet (one layer), upward. fault FROM TO is "" or the rule and why.
faults='
    function folder(path) { sub(/\/.*/, "", path); return path }
    function fault(from, to) {
        if (from == to || !(from in layer) || !(to in layer)) return ""
        if ((from, to) in pair && (to, from) in pair) return "mutual " from " and " to " include each other"
        if (subject[from] && !subject[to]) return "subject " from " is a subject, " to " is not"
        if (layer[from] == layer[to]) return "meet both folders are of layer " layer[to]
        if (layer[from] < layer[to]) return "upward " from " is of layer " layer[from] ", " to " of layer " layer[to]
        return ""
    }
    BEGIN {
        while ((getline text < (work "/layers")) > 0) {
            split(text, k, " "); layer[k[2]] = k[1]; subject[k[2]] = k[3] == "subject"
        }
        while ((getline text < (work "/includes")) > 0) {
            split(text, k, " "); pair[folder(k[1]), folder(k[3])]
        }
    }'

# direction RULE: the includes that break it.
direction() {
    awk -v work="$work" -v rule="$1" "$faults"'
        $3 !~ /^\?/ && index(why = fault(folder($1), folder($3)), rule " ") == 1 {
            print "harness/" $1 ":" $2 ": includes " $3 ": " substr(why, length(rule) + 2)
        }' "$work/includes"
}

# What may not be included is not declared by hand either. Includes are told by their own rules.
undeclared() {
    local file definer symbol why
    awk -v work="$work" "$faults"'
        !((folder($1), folder($2)) in pair) && (why = fault(folder($1), folder($2))) != "" {
            sub(/^[^ ]* /, "", why); print $0, why
        }' "$work/uses" | while read -r file definer symbol why; do
        echo "$(place "$file" "$symbol"): uses $symbol of $definer: $why"
    done
}

include_circles() {
    awk '$3 !~ /^\?/ { a = $1; b = $3; sub(/\/[^\/]*$/, "", a); sub(/\/[^\/]*$/, "", b)
         if (a == b) print $1, $3, $2 }' "$work/includes" | circles |
        awk '{ print "harness/" $1 ":" $3 ": includes " $2 ", which leads back to it" }'
}

built() { cat "$work/unbuilt"; }

call_circles() {
    local file definer symbol
    awk '{ a = $1; b = $2; sub(/\/.*/, "", a); sub(/\/.*/, "", b); if (a == b) print }' "$work/uses" |
        circles | while read -r file definer symbol; do
        echo "$(place "$file" "$symbol"): uses $symbol of $definer, which leads back to it"
    done
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0 bad=0
check() {
    local name=$1 out
    shift
    number=$((number + 1))
    if out=$(silent "$@" 2>&1); then
        echo "ok $number $name"
    else
        echo "not ok $number $name"
        printf '%s\n' "$out" | sed 's/^/# /'
        bad=1
    fi
}
layers >"$work/layers"
includes >"$work/includes"
objects
uses >"$work/uses"
check 'each folder stands in a layer' known_folders
check 'each #include names a file' readable_includes
check 'no file includes upward' direction upward
check 'no two folders of a layer meet' direction meet
check 'subjects know nothing of the workbench' direction subject
check 'no two folders include each other' direction mutual
check 'no two files of a folder include each other in a circle' include_circles
check 'each source has its object' built
check 'the compiler read no other header' complete_includes
check 'no file uses what it may not include' undeclared
check 'no two files of a folder call each other in a circle' call_circles
echo "1..$number"
exit $bad
