#!/usr/bin/env bats
# The exercises: every start fails, every solution passes, cheats are caught; in Go and in C. What a
# seat does with them, and what is kept of it.
load helper

# graded FILE: a file's grade out of the output of `grade`, its head and its checks.
graded() {
    awk -v file="$1" '/^(passed|FAILED) /{ on = $2 == file } on' <<<"$output"
}

# The names of the checks that failed, in one line.
failures() {
    graded "$1" | sed -n 's/^  FAILED  //p' | awk '{ printf("%s%s", (NR > 1 ? " " : ""), $1) }'
}

# What a cheat's first line says that it is caught by.
caught() {
    head -n 1 "$1" | sed -E 's/^\S+ caught: ([a-z ]*[a-z]).*/\1/'
}

# all ENDING: starts, solutions and cheats in one call; each is graded as it must be.
all() {
    run "$ESC" exercise grade exercises/*/task."$1" exercises/*/solution."$1" \
        tests/fixtures/exercises/*/*."$1"
    [ "$status" -eq 1 ]
    for file in exercises/*/task."$1"; do
        [ -n "$(failures "$file")" ] || { echo "passes: $file"; return 1; }
        [[ " $(failures "$file") " != *' rules '* && " $(failures "$file") " != *' compiles '* ]]
    done
    for file in exercises/*/solution."$1"; do
        [ "$(graded "$file")" = "passed $file" ] || { graded "$file"; return 1; }
    done
    for file in tests/fixtures/exercises/*/*."$1"; do
        [ "$(failures "$file")" = "$(caught "$file")" ] || { graded "$file"; return 1; }
    done
    [[ ${lines[-1]} == "$(find exercises -name "solution.$1" | wc -l) of "* ]]
}

@test "there are twelve, each whole" {
    [ "$(find exercises -mindepth 1 -maxdepth 1 -type d | wc -l)" -eq 12 ]
    for folder in exercises/*; do
        for file in grade.lua task.go task.c solution.go solution.c hints.md why.md; do
            [ -s "$folder/$file" ] || { echo "$folder/$file"; return 1; }
        done
        [ "$(grep -c '^## [123]$' "$folder/hints.md")" -eq 3 ]
    done
}

@test "in Go every start fails, every solution passes, every cheat is caught" {
    command -v go >/dev/null || skip "go is not installed"
    all go
    [[ ${lines[-1]} == *"$(go env GOVERSION)" ]]
}

@test "in C every start fails, every solution passes, every cheat is caught" {
    all c
}

@test "what grades is not the participant's: a grade.lua of the seat's changes nothing" {
    mkdir -p "$SCRATCH/01-return"
    cp exercises/01-return/task.c "$SCRATCH/01-return"
    sed 's/allocs = 0, bytes = 0/allocs = 1, bytes = 32/' exercises/01-return/grade.lua >"$SCRATCH/01-return/grade.lua"
    grep -q 'allocs = 1, bytes = 32' "$SCRATCH/01-return/grade.lua"
    run "$ESC" exercise grade "$SCRATCH/01-return/task.c"
    [ "$status" -eq 1 ]
    [[ $output == *"1 an operation, wanted 0: 1 in new_point,"* ]]
}

seat() {
    run "$ESC" exercise --lang=c --no-price "--folder=$SCRATCH/seat" "$@"
}

member() { # member EXERCISE NAME: of progress.json
    sed -n "s/.*\"exercise\": \"$1\".*\"$2\": \"\{0,1\}\([^\",}]*\).*/\1/p" "$SCRATCH/seat/progress.json"
}

@test "a seat works through an exercise: start, hints, solution refused, solved, next" {
    seat --seat=anna
    [ "$status" -eq 1 ]
    [[ ${lines[0]} == 'Exercise 1 of 12: return' ]]
    [[ $output == *'FAILED  allocations'*'wanted 0: 1 in new_point'*'DO=hint helps.' ]]
    cmp exercises/01-return/task.c "$SCRATCH/seat/01-return/task.c"
    [ "$(member 01-return state)" = open ]
    [ "$(member 01-return attempts)" = 1 ]
    seat hint
    [ "$status" -eq 0 ]
    [[ $output == *'Hint 1 of 3'* && $output != *'Hint 2'* ]]
    seat hint
    [[ $output == *'Hint 1 of 3'*'Hint 2 of 3'* && $output != *'Hint 3'* ]]
    seat solution
    [ "$status" -eq 1 ]
    [[ $output == *'01-return has not passed yet'*'--give-up'* ]]
    seat next
    [ "$status" -eq 1 ]
    cp exercises/01-return/solution.c "$SCRATCH/seat/01-return/task.c"
    seat
    [ "$status" -eq 0 ]
    [[ $output == *'ok      allocations 0 an operation'*'Passed. Go on: make exercise DO=next.'* ]]
    [ "$(member 01-return state)" = passed ]
    [ "$(member 01-return attempts)" = 2 ]
    [ "$(member 01-return hints)" = 2 ]
    [[ $(member 01-return ended) == 20*T*Z ]]
    grep -q '"seat": "anna"' "$SCRATCH/seat/progress.json"
    # It stops there: graded once more it is the same one, and nothing more is counted.
    seat
    [[ ${lines[0]} == 'Exercise 1 of 12: return' ]]
    [ "$(member 01-return attempts)" = 2 ]
    seat next
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == 'Exercise 2 of 12: println' ]]
    [ -s "$SCRATCH/seat/02-println/task.c" ]
    seat list
    [[ ${lines[0]} == '  01-return'*'passed, 2 attempts, 2 hints' ]]
    [[ ${lines[1]} == '> 02-println'*open ]]
}

@test "from, reset and giving up" {
    seat from 9
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == 'Exercise 9 of 12: pool' ]]
    echo 'mine' >"$SCRATCH/seat/09-pool/task.c"
    seat reset
    [ "$status" -eq 0 ]
    cmp exercises/09-pool/task.c "$SCRATCH/seat/09-pool/task.c"
    [ "$(cat "$SCRATCH/seat/09-pool/task.c.before")" = mine ]
    seat solution --give-up
    [ "$status" -eq 0 ]
    [[ $output == *"$(cat exercises/09-pool/solution.c)"* ]]
    [ "$(member 09-pool state)" = 'given up' ]
    seat next
    [[ ${lines[0]} == 'Exercise 10 of 12:'* ]]
    seat from map
    [[ ${lines[0]} == 'Exercise 11 of 12: map' ]]
    seat from 01-return
    [[ ${lines[0]} == 'Exercise 1 of 12: return' ]]
}

@test "behind the last one there is the list" {
    mkdir "$SCRATCH/seat"
    {
        printf '{"format": "escapement progress", "version": 1, "current": "12-heap", "exercises": ['
        for folder in exercises/*; do
            printf '{"exercise": "%s", "state": "%s"},' "${folder#*/}" "$([ "$folder" = exercises/03-interface ] && echo 'given up' || echo passed)"
        done | sed 's/,$//'
        printf ']}\n'
    } >"$SCRATCH/seat/progress.json"
    seat next
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == 'None is open any more.' && ${lines[3]} == '  03-interface'*'given up' && ${lines[12]} == '> 12-heap'*passed ]]
    # One that is open before it is found around the end.
    sed -i 's/{"exercise": "04-closure", "state": "passed"},//' "$SCRATCH/seat/progress.json"
    seat next
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == 'Exercise 4 of 12: closure' ]]
}

@test "an installed program has the exercises, works where it is called, and names itself" {
    without_manual make -s -o all BUILD="$BUILD" install DESTDIR="$SCRATCH/tree" PREFIX=/opt/esc >/dev/null
    mkdir "$SCRATCH/home"
    cd "$SCRATCH/home"
    run env HOME="$SCRATCH/home" "$SCRATCH/tree/opt/esc/bin/escapement" exercise --lang=c from 2
    [ "$status" -eq 0 ]
    [[ $output == *'seat/02-println/task.c is yours to change; escapement exercise grades it.' ]]
    [ -s "$SCRATCH/home/seat/02-println/task.c" ]
    run env HOME="$SCRATCH/home" "$SCRATCH/tree/opt/esc/bin/escapement" exercise --lang=c next
    [ "$status" -eq 1 ]
    [[ $output == *'escapement exercise from 3 passes over it'* ]]
}

@test "the price is shown when a task passes, and is no part of the grade" {
    mkdir -p "$SCRATCH/seat/01-return"
    cp exercises/01-return/solution.c "$SCRATCH/seat/01-return/task.c"
    run "$ESC" exercise --lang=c "--folder=$SCRATCH/seat"
    [ "$status" -eq 0 ]
    [[ $output == *'On this machine, just now: '*' ns an operation as it was, '*'no part of the'*'grade.'* ]]
}

@test "without go the tasks are in C, and it says so" {
    mkdir "$SCRATCH/empty"
    run env PATH="$SCRATCH/empty" "$ESC" exercise "--folder=$SCRATCH/seat" from 1
    [ "$status" -eq 0 ]
    [[ $output == *"$SCRATCH/seat/01-return/task.c is yours to change"* ]]
    run env PATH="$SCRATCH/empty" "$ESC" exercise "--folder=$SCRATCH/seat" --lang=go
    [ "$status" -eq 1 ]
    [[ $output == *"task.go, escapement's own analysis"*'ok      rules'*'FAILED  diagnostics'*'moved to heap: p'*'Not yet.'* ]]
    cp exercises/01-return/solution.go "$SCRATCH/seat/01-return/task.go"
    run env PATH="$SCRATCH/empty" "$ESC" exercise "--folder=$SCRATCH/seat" --lang=go
    [ "$status" -eq 4 ]
    [[ $output == *'ok      diagnostics'*'So far it holds.'*'nothing is put down'* ]]
    [ "$(grep -c '"attempts": [1-9]' "$SCRATCH/seat/progress.json")" = 0 ]
    run env PATH="$SCRATCH/empty" "$ESC" exercise "--folder=$SCRATCH/seat" grade "$SCRATCH/seat/01-return/task.go"
    [ "$status" -eq 4 ]
    [[ $output == *'the Go compiler is needed for this'* ]]
}

@test "what it does not understand is an error that says what it does" {
    seat dance
    [ "$status" -eq 2 ]
    [[ $output == *'exercise does not do "dance"'*'list, next, from, hint, solution, reset, grade'* ]]
    seat from 13
    [ "$status" -eq 2 ]
    [[ $output == *'there is no exercise "13"'*'choose from 01-return'* ]]
    seat from
    [ "$status" -eq 2 ]
    seat list 3
    [ "$status" -eq 2 ]
    [[ $output == *'list takes no further word: "3"'* ]]
    seat --lang=rust
    [ "$status" -eq 2 ]
    [[ $output == *'exercises are in go or c, not in "rust"'* ]]
    seat grade
    [ "$status" -eq 2 ]
    seat grade README.md
    [ "$status" -eq 2 ]
    [[ $output == *'lies in no folder of an exercise'*'01-return/task.go'* ]]
    seat grade "$SCRATCH/01-return/none.c"
    [ "$status" -ne 0 ]
    [[ $output == *'none.c'* ]]
}

@test "a damaged progress.json is named, and nothing is overwritten" {
    mkdir "$SCRATCH/seat"
    echo '{ "format"' >"$SCRATCH/seat/progress.json"
    seat
    [ "$status" -eq 2 ]
    [[ $output == *'progress.json:'*'error: is not JSON'*'move it away to begin anew'* ]]
    [ "$(cat "$SCRATCH/seat/progress.json")" = '{ "format"' ]
}

@test "make hands each word of DO, and SEAT and LANG, on as they were typed" {
    mkdir "$SCRATCH/fake"
    # shellcheck disable=SC2016  # for that shell
    printf '#!/bin/sh\nprintf "<%%s>\\n" "$@"\n' >"$SCRATCH/fake/escapement"
    chmod +x "$SCRATCH/fake/escapement"
    run make --no-print-directory -o all BUILD="$SCRATCH/fake" exercise "DO=from 5" "SEAT=a b;\$(touch $SCRATCH/X)" LANG=c
    [ "$status" -eq 0 ]
    [ "$output" = $'<exercise>\n<from>\n<5>\n<--seat=a b;$(touch '"$SCRATCH"$'/X)>\n<--lang=c>' ]
    [ ! -e "$SCRATCH/X" ]
}
