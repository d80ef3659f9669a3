#!/usr/bin/env bats
# docs/texts.md: every place that the list names is there, and the texts' own programs make the
# compiler say what the list says.
load helper

# The places in the second column of the list's rows, one a line: what stands in backticks.
# shellcheck disable=SC2016
places() {
    awk -F' [|] ' '/^\| / && !/^\| claim/ { print $2 }' docs/texts.md | grep -oE '[`][^`]+[`]' | tr -d '`'
}

# is_case NAME or NAME/STRATEGY
is_case() {
    [ -f "cases/${1%%/*}.lua" ] || return 1
    case $1 in
        */*) grep -qE "^        (\[\"${1#*/}\"\]|${1#*/}) = \{" "cases/${1%%/*}.lua" ;;
    esac
}

# The Makefile's commands are the words of FACE.
is_target() {
    grep -qE "^FACE :=.* $1( |$)" Makefile
}

# make TARGET, with a CASE= that is there.
is_command() {
    local words word
    read -ra words <<<"$1"
    is_target "${words[1]}" || return 1
    for word in "${words[@]:2}"; do
        case $word in CASE=*) is_case "${word#CASE=}" || return 1 ;; esac
    done
}

# A chart of the table in chart.c, alone or with a case: gc-timeline-sub-slice.
is_chart() {
    local kind
    for kind in $(grep -oE '^    \{"[a-z-]+", esc_chart_has' harness/chart/chart.c | grep -oE '[a-z]+(-[a-z]+)*"' | tr -d '"'); do
        [ "$1" = "$kind" ] && return 0
        case $1 in "$kind"-*) is_case "${1#"$kind"-}" && return 0 ;; esac
    done
    return 1
}

@test "every case, strategy, command and chart that the list names is there" {
    [ "$(places | sort -u | wc -l)" -ge 30 ]
    places | sort -u | while read -r place; do
        case $place in
            make\ *) is_command "$place" ;;
            *) is_case "$place" || is_chart "$place" ;;
        esac || { echo "docs/texts.md names $place: there is none"; exit 1; }
    done
}

@test "every row says where its claim is shown, and what is true" {
    awk -F' [|] ' '/^\| / && !/^\| claim/ {
        rows++
        if (NF != 3 || $2 !~ /[`\[]|not shown/ || $3 !~ /^(true|partly|false|dated)/) { print; bad = 1 }
    } END { exit bad || rows < 60 }' docs/texts.md
}

@test "every text has rows, and every row stands below one" {
    [ "$(grep -c '^## [1-5]\. ' docs/texts.md)" -eq 5 ]
    awk '/^## / { text = $0; rows[text] = 0 } /^\| / && !/^\| claim/ { rows[text]++ }
        END { for (t in rows) if (t ~ /^## [1-5]/ && rows[t] < 5) { print t; bad = 1 } exit bad }' docs/texts.md
}

@test "a run draws the heap over time and the memory of a program that keeps too much" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    run "$ESC" bench sub-slice --runtime=goheap --preset=quick --rounds=2 --sample-time=1 \
        --time-limit=3600 --seed=1 "--results=$SCRATCH"
    [ "$status" -eq 0 ]
    [ -s "$SCRATCH/latest/charts/gc-timeline-sub-slice.svg" ]
    # A ring of 4096 buffers of 4 KiB is 16 MiB, and whoever keeps them is resident.
    awk -F'\t' '$1 ~ /heap/ { found = $2 > 14 * 1048576 && $3 > $2 } END { exit !found }' \
        "$SCRATCH/latest/charts/memory-sub-slice.tsv"
}

# expected FILE MINOR: what the compiler must print of it at its line.
expected() {
    awk -v file="$1" -v minor="$2" '{
        rest = $0
        while (match(rest, /\/\/ (prints|until 1\.[0-9]+|since 1\.[0-9]+): /)) {
            word = substr(rest, RSTART + 3, RLENGTH - 5)
            rest = substr(rest, RSTART + RLENGTH)
            text = rest
            sub(/ \/\/ (prints|until|since)[ :].*/, "", text)
            split(word, k, /[ .]/)
            if (k[1] == "prints" || (k[1] == "until" && minor <= k[3]) || (k[1] == "since" && minor >= k[3]))
                print NR "\t" text
        }
    }' "$1"
}

@test "the texts' programs make the compiler say what the list says" {
    once
    command -v go >/dev/null || skip "go is not installed"
    minor=$(go env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
    for program in tests/fixtures/texts/*.go; do
        mkdir -p "$SCRATCH/module"
        printf 'module texts\ngo 1.19\n' >"$SCRATCH/module/go.mod"
        cp "$program" "$SCRATCH/module/main.go"
        (cd "$SCRATCH/module" && go build -o /dev/null -gcflags=-m . 2>&1) >"$SCRATCH/said"
        expected "$program" "$minor" >"$SCRATCH/wanted"
        [ -s "$SCRATCH/wanted" ]
        while IFS=$'\t' read -r line text; do
            awk -F: -v line="$line" -v text="$text" '$2 == line && index($0, ": " text) { found = 1 }
                END { exit !found }' "$SCRATCH/said" || { echo "$program:$line: $text"; cat "$SCRATCH/said"; return 1; }
        done <"$SCRATCH/wanted"
    done
}

@test "the program that returns an address calls runtime.newobject, the one that does not, nothing" {
    once
    command -v go >/dev/null || skip "go is not installed"
    code() {
        mkdir -p "$SCRATCH/$1" && cp "tests/fixtures/texts/$1.go" "$SCRATCH/$1/main.go"
        printf 'module texts\ngo 1.19\n' >"$SCRATCH/$1/go.mod"
        (cd "$SCRATCH/$1" && go build -o program . && go tool objdump -s "^main.$2\$" program)
    }
    code 2-address-returned newInt | grep -q 'CALL runtime.newobject'
    run code 2-new-stays New
    [[ $output == *RET* && $output != *CALL* ]]
}
