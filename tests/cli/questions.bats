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
