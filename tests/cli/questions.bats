#!/usr/bin/env bats
# The fifteen questions and the words: what `explain` answers, and what the answers rest on. The
# programs of tests/fixtures/questions say of each line what the compiler must print and of each
# function how many allocations it makes; the go that is here is asked, and what go1.27.3 said is
# recorded beside them and asked again where it is (go1.27 in PATH, or ESC_GO).
load helper

QUESTIONS=tests/fixtures/questions

# wanted MINOR: FILE LINE TEXT of each expectation for that release; TEXT is "silent", "allocs NAME
# COUNT", or what must be printed.
wanted() {
    for file in "$QUESTIONS"/q*/q.go; do
        awk -v file="${file#"$QUESTIONS"/}" -v minor="$1" '{
            rest = $0
            match($0, /^func [A-Za-z0-9]+/)
            name = substr(file, 1, 3) "." substr($0, 6, RLENGTH - 5)
            while (match(rest, /\/\/ (silent$|(allocs )?(prints|until 1\.[0-9]+|since 1\.[0-9]+)?: |allocs: )/)) {
                word = substr(rest, RSTART + 3, RLENGTH - 3)
                rest = substr(rest, RSTART + RLENGTH)
                text = rest
                sub(/ \/\/ (allocs|prints|until|since)[ :].*/, "", text)
                counts = sub(/^allocs/, "", word)
                sub(/: $/, "", word); sub(/^ /, "", word)
                split(word, k, /[ .]/)
                if (k[1] == "until" && minor > k[3]) continue
                if (k[1] == "since" && minor < k[3]) continue
                if (word == "silent") text = "silent"
                print file "\t" NR "\t" (counts ? "allocs " name " " text : text)
            }
        }' "$file"
    done
}

# holds MINOR SAID COUNTED: what the compiler printed and what was counted is what is wanted.
holds() {
    local file line text bad=0 count=0
    while IFS=$'\t' read -r file line text; do
        count=$((count + 1))
        case $text in
            allocs\ *) grep -qxF "${text#allocs }" "$3" ;;
            silent) ! grep -qE "^$file:$line:[0-9]+: ([^ ].* escapes to heap|moved to heap: .*)$" "$2" ;;
            *) awk -F: -v at="$file:$line:" -v text=": $text" 'index($0, at) == 1 && index($0, text) { found = 1 }
                END { exit !found }' "$2" ;;
        esac || { echo "go1.$1 $QUESTIONS/$file:$line: $text"; bad=1; }
    done < <(wanted "$1")
    [ "$count" -ge 80 ] && [ "$bad" -eq 0 ]
}

# ask COMMAND: into $SCRATCH/said and $SCRATCH/counted.
ask() {
    local minor
    minor=$("$1" env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
    rm -rf "$SCRATCH/module"
    cp -r "$QUESTIONS" "$SCRATCH/module"
    printf 'module questions\n\ngo 1.%s\n' "$minor" >"$SCRATCH/module/go.mod"
    (cd "$SCRATCH/module" && GOTOOLCHAIN=local GOFLAGS=-mod=mod "$1" build -trimpath \
        -gcflags='questions/...=-m=2' -o program .) >"$SCRATCH/all" 2>&1 || { cat "$SCRATCH/all"; return 1; }
    sed 's,^questions/,,' "$SCRATCH/all" >"$SCRATCH/said" # newer releases name the module
    "$SCRATCH/module/program" >"$SCRATCH/counted"
    holds "$minor" "$SCRATCH/said" "$SCRATCH/counted"
}

@test "each of the fifteen answers has a program that is asked" {
    for k in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15; do
        [ "$(wanted 19 | grep -c "^q$k/")" -ge 2 ] || { echo "q$k"; return 1; }
        # Each count is of a function that main.go runs.
        for name in $(wanted 19 | awk -F'\t' -v q="q$k" '$3 ~ "^allocs " q { split($3, k, " "); print k[2] }'); do
            grep -qF "{\"$name\", $name}" "$QUESTIONS/main.go" || { echo "$name"; return 1; }
        done
    done
}

@test "the go that is here says and counts what the answers say" {
    command -v go >/dev/null || skip "go is not installed"
    ask go
}

@test "go1.27.3 said and counted what the answers say of today's Go" {
    sed -n '/^[a-z0-9]*\/q\.go:/p' "$QUESTIONS/go1.27.3.txt" >"$SCRATCH/said"
    sed -n '/^q[0-9]*\.[A-Z]/p' "$QUESTIONS/go1.27.3.txt" >"$SCRATCH/counted"
    holds 27 "$SCRATCH/said" "$SCRATCH/counted"
}

@test "a newer go says it still" {
    newer=${ESC_GO:-$(command -v go1.27)} || skip "no go1.27 in PATH, no ESC_GO"
    ask "$newer"
}

@test "what is wanted of one release is not wanted of the other" {
    wanted 19 >"$SCRATCH/19"
    wanted 27 >"$SCRATCH/27"
    run diff "$SCRATCH/19" "$SCRATCH/27"
    [ "$status" -eq 1 ]
    [[ $output == *'allocs q11.Address 1'*'allocs q11.Address 8'* ]]
    sed 's/^q07.Grows 2$/q07.Grows 5/; s/^q11.Address 8$/q11.Address 1/' "$QUESTIONS/go1.27.3.txt" | sed -n '/^q[0-9]*\.[A-Z]/p' >"$SCRATCH/counted"
    sed -n '/^[a-z0-9]*\/q\.go:/p' "$QUESTIONS/go1.27.3.txt" >"$SCRATCH/said"
    run holds 27 "$SCRATCH/said" "$SCRATCH/counted"
    [ "$status" -ne 0 ]
    [[ $output == *'allocs q07.Grows 2'*'allocs q11.Address 8'* ]]
}

# ---- what explain prints ----------------------------------------------------------------------

@test "docs/questions.md is made from what explain knows" {
    run diff docs/questions.md <("$ESC" explain --page)
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
    [ "$(grep -c '^### ' docs/questions.md)" -eq 15 ]
}

@test "Q: the list, one by number, one by its words, none" {
    run "$ESC" explain --question=
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == ' 1. Is returning &local safe?' && ${lines[-1]} == '15. How do I see it in my own program?' ]]
    for k in 1 15; do
        run "$ESC" explain --question=$k
        [ "$status" -eq 0 ]
        [[ $output == *'Go 1.27 '*'Shown by  make '* ]]
    done
    run "$ESC" explain --question='put SLICE'
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == '12. Why does Put of a slice allocate?' ]]
    [ "$(grep -c 'Shown by' <<<"$output")" -eq 1 ]
    # Words that no title has are looked for in the answers.
    run "$ESC" explain --question=devirtualizing
    [[ ${lines[0]} == '14. When do interface calls not leak?' ]]
    for word in 0 16 zebra; do
        run "$ESC" explain --question=$word
        [ "$status" -eq 2 ]
        [[ $output == *"no question is about \"$word\""*'make explain Q= lists all 15'* ]]
    done
}

@test "an answer takes two or three lines of 80 columns, and its command is one of the Makefile's" {
    for k in $(seq 15); do
        run "$ESC" explain --question="$k"
        answer=$(grep -cE '^    [^ ]' <<<"$output")
        [ "$answer" -le 6 ] || { echo "$output"; return 1; }
        command=$(sed -n 's/^    Shown by  //p' <<<"$output")
        target=${command#make } target=${target%% *}
        grep -qE "^FACE :=.* $target( |$)" Makefile || { echo "$command"; return 1; }
        for name in $(grep -oE 'CASE=[a-z,-]+' <<<"$command" | cut -d= -f2 | tr , ' '); do
            [ "$target" = new ] || [ -f "cases/$name.lua" ] || { echo "$command"; return 1; }
        done
    done
}

explains() {
    "$ESC" explain --word="$1" >/dev/null || { echo "no word: $1"; return 1; }
}

@test "WORD: every column, verdict, status, mark and note of the tables has a meaning" {
    count=0
    while read -r word; do
        explains "$word"
        count=$((count + 1))
    done < <(
        grep -oE '\[COLUMN_[A-Z]+\] = \{"[^"]+"' harness/report/table.c | cut -d'"' -f2
        sed -n '/^const char \*esc_verdict_words/,/^}/p' harness/noun/run.c | grep -oE '"[a-z -]+"' | tr -d '"'
        grep -oE '\[ESC_STATUS_[A-Z_]+\] = \{"[^"]+", "[^"]+"' harness/noun/sample.c | cut -d'"' -f4
        grep -hoE '"[A-Z][A-Za-z ]* {2,}"|"Not resolved "' harness/report/notes.c harness/report/screen.c | tr -d '"' | sed 's/ *$//'
        grep -oE '^#define ESC_PRICE_MARK "."' harness/words/price.h | cut -d'"' -f2
        grep -ohE '\? "[~!]" : ""' harness/report/*.c | cut -d'"' -f2
        sed -n '/^} signs\[\]/p' harness/report/overview.c | awk -F'"' '{ for (k = 2; k <= 16; k += 2) if (k % 8) print $k }'
        grep -oE '^ +\[ESC_RUNTIME_[A-Z]+\] = \{"[a-z]+"' harness/noun/runtime.c | cut -d'"' -f2
    )
    [ "$count" -ge 45 ] || { echo "$count words found"; return 1; }
}

@test "WORD: the words of verify's table and of the compiler, the list, and an unknown one" {
    for word in $(sed -n 's/.*"%-\*s \(lines\) .*/\1/p' harness/verify/table.c) o/Go 'moved to heap' 'leaking param' \
        'does not escape' 'escapes to heap' 'CAN INLINE' gc/mop; do
        explains "$word"
    done
    run "$ESC" explain --word=
    [ "$status" -eq 0 ]
    [[ $output == *'column      time/op'* && $output == *'mark        ~'* ]]
    run "$ESC" explain --word=zebra
    [ "$status" -eq 2 ]
    [[ $output == *'"zebra" is no word of the tables'*'make explain WORD= lists them'* ]]
}

@test "make hands Q and WORD on, with nothing behind them too" {
    mkdir "$SCRATCH/fake"
    # shellcheck disable=SC2016  # for that shell
    printf '#!/bin/sh\nprintf "<%%s>\\n" "$@"\n' >"$SCRATCH/fake/escapement"
    chmod +x "$SCRATCH/fake/escapement"
    asked() { make --no-print-directory -o all BUILD="$SCRATCH/fake" explain "$@"; }
    [ "$(asked Q=)" = $'<explain>\n<--question=>' ]
    [ "$(asked "Q=it's a \$(touch $SCRATCH/X)")" = $'<explain>\n<--question=it'"'s a \$(touch $SCRATCH/X)>" ]
    [ "$(asked 'WORD=*')" = $'<explain>\n<--word=*>' ]
    [ "$(Q=7 asked CASE=a-a)" = $'<explain>\n<--case=a-a>' ]
    [ ! -e "$SCRATCH/X" ]
}
