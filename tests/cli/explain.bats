#!/usr/bin/env bats
# A case as a lesson in a terminal.
load helper

@test "the lesson has all its parts in their order" {
    run "$ESC" explain pointer-return
    [ "$status" -eq 0 ]
    printf '%s\n' "$output" | grep -nE '^(Go, (shared|stack|heap|value)|C, (shared|stack|heap|value)|Last figures|Why|Remedy)$' |
        cut -d: -f2 >"$SCRATCH/parts"
    printf '%s\n' 'Go, shared' 'C, shared' 'Go, stack' 'C, stack' 'Go, heap' 'C, heap' 'Go, value' \
        'C, value' 'Last figures' Why Remedy | cmp - "$SCRATCH/parts"
}

@test "with go each diagnostic stands under its line" {
    command -v go >/dev/null || skip "go is not installed"
    "$ESC" explain pointer-return >"$SCRATCH/out"
    grep -A2 'func byAddress' "$SCRATCH/out" | grep -q 'var t object'
    awk '/var t object$/ { held = 1; next }
         held && /> moved to heap: t/ { found = 1 }
         !/^    >/ && !/^      [a-z]/ { held = 0 }
         END { exit !found }' "$SCRATCH/out"
}

@test "without go the expected diagnostics are listed" {
    run "$ESC" explain --no-go pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'what Go must say'* ]]
    [[ $output == *"go build -gcflags='-m=2 -l' says of this:"* ]]
    [[ $output == *'> moved to heap: t'* ]]
    mkdir "$SCRATCH/bin"
    PATH=$SCRATCH/bin run "$ESC" explain pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'> moved to heap: t'* ]]
}

@test "what later releases do otherwise is told last, with the point's figures" {
    run "$ESC" explain --no-go --point=length:4 dynamic-make
    [ "$status" -eq 0 ]
    output=${output##*Since Go 1.19}
    [[ $output == *'heap, Go 1.25: a make of variable size is decided when it runs: up to 32'* ]]
    [[ $output == *'; here 0'*'allocations, 0 bytes; it prints'* ]]
    run "$ESC" explain --no-go a-a
    [[ $output != *'Since Go 1.19'* ]]
}

@test "in a pipe there is no escape sequence and no line over 80 columns" {
    for name in pointer-return closure-capture interface-call; do
        env -u NO_COLOR "$ESC" explain --no-go "$name" >"$SCRATCH/out"
        ! grep -q $'\x1b' "$SCRATCH/out" || false
        awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$SCRATCH/out"
    done
}

@test "a wide terminal shows Go and C of a strategy side by side, with and without colours" {
    for colour in NO_COLOR=1 CLICOLOR_FORCE=1; do
        env -u NO_COLOR "$colour" COLUMNS=140 "$ESC" explain --no-go pointer-return |
            sed 's/\x1b\[[0-9;]*m//g' >"$SCRATCH/out"
        grep -qE '^Go, heap +[|] C, heap$' "$SCRATCH/out"
        grep -qE '^ +[0-9]+ +func stackOp.* [|] ' "$SCRATCH/out"
        awk 'length($0) > 140 { print; bad = 1 } END { exit bad }' "$SCRATCH/out"
        # one place for all bars
        [ "$(grep -E '^.{68} [|] ' "$SCRATCH/out" | wc -l)" -ge 30 ]
        ! grep -E '^.{0,67} [|] +[0-9]+  ' "$SCRATCH/out" || false
        ! grep -qE ' $' "$SCRATCH/out" || false
    done
}

@test "colours when they are asked for" {
    env -u NO_COLOR CLICOLOR_FORCE=1 "$ESC" explain --no-go pointer-return >"$SCRATCH/out"
    grep -q $'\x1b' "$SCRATCH/out"
}

@test "a point that is not there is told with those that are" {
    run "$ESC" explain --no-go --point=size:9 pointer-return
    [ "$status" -eq 2 ]
    [[ $output == *'there is no point "size:9"'* ]]
    [[ $output == *'choose from size:8, size:64'* ]]
}

@test "without a case, or with an unknown one, it ends with 2" {
    run "$ESC" explain
    [ "$status" -eq 2 ]
    run "$ESC" explain no-such-case
    [ "$status" -eq 2 ]
}

@test "a case in C alone has no word of Go's lines" {
    sed '/go = \[\[/,/\]\],/d' tests/fixtures/threads-7.lua >"$SCRATCH/c-alone.lua"
    run "$ESC" explain "$SCRATCH/c-alone.lua"
    [ "$status" -eq 0 ]
    [[ $output == *"C, heap"* ]]
    [[ $output != *"lines with >"* ]]
}

# A project of its own, so that its results are this test's.
@test "figures are of the newest run that has the case" {
    home=$SCRATCH/home
    mkdir -p "$home/build" "$home/harness"
    cp "$BUILD/escapement" "$BUILD/escapement-child" "$BUILD/count.o" "$home/build"
    cp -r harness/kernel harness/gort harness/goheap "$home/harness"
    cp -r cases lua "$home"
    bench=("$home/build/escapement" bench "${tiny[@]:0:6}")
    "${bench[@]}" pointer-return >/dev/null 2>&1
    id=$(basename "$home"/results/*-quick)
    sleep 1
    "${bench[@]}" a-a >/dev/null 2>&1
    mkdir "$home/results/20991231-235959-quick" "$home/results/reference"
    echo "pointer-return/" >"$home/results/reference/summary.tsv"
    run "$home/build/escapement" explain --no-go pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *"run $id: per operation, median"* ]]
    run "$home/build/escapement" explain --no-go closure-capture
    [[ $output == *'none yet: make bench CASE=closure-capture'* ]]
}

@test "a case to guess at tells neither sides nor answers" {
    for path in cases/*.lua; do
        name=$(basename "$path" .lua)
        "$ESC" explain --guess "$name" >"$SCRATCH/out"
        grep -qE '^Go, one$' "$SCRATCH/out"
        grep -qE '^Go, other$' "$SCRATCH/out"
        grep -qE '^ +[0-9]+  func oneOp[(]' "$SCRATCH/out"
        grep -qE '^ +[0-9]+  func otherOp[(]' "$SCRATCH/out"
        sed -n '/^Go, /,/^Which side/p' "$SCRATCH/out" | grep -v '^Which side' >"$SCRATCH/code"
        for word in heapOp stackOp stackSetup heapSetup escape 'moved to heap' Remedy 'Last figures'; do
            run grep -c "$word" "$SCRATCH/code"
            [ "$output" = 0 ]
        done
        # The only // that is left opens a directive or stands in a text.
        run grep -E '(^|[^:"])//' "$SCRATCH/code"
        [ -z "$(printf '%s\n' "$output" | grep -v '//go:no')" ]
        tr "\n" " " <"$SCRATCH/out" | grep -q "make explain CASE=$name has the answer"
    done
    # Neither side is first in every case.
    "$ESC" explain --guess pointer-return | sed -n '/^Go, one/,/^Go, other/p' | grep -q 'return &t'
    "$ESC" explain --guess global-store | sed -n "/^Go, one/,/^Go, other/p" | grep -q "value = t"
}
