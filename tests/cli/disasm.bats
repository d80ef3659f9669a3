#!/usr/bin/env bats
# Machine code of both sides, and the test that it is what the case says.
load helper

@test "the heap side's allocator call is marked, the stack side has none" {
    run "$ESC" disasm --preset=quick --runtime=malloc pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'malloc   <== takes memory'* ]]
    [[ $output == *'stack: no call into an allocator'* ]]
    [[ $output == *'heap, served by malloc/free: 1 call of malloc, 1 of free'* ]]
}

@test "source lines of the case stand between the instructions" {
    line=$(grep -n 'return ends(&t);' cases/pointer-return.lua | head -n 1 | cut -d: -f1)
    run "$ESC" disasm --preset=quick pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *"$line: return ends(&t);"* ]]
}

@test "code of the harness and code without a line are labelled as such" {
    CC=gcc COLUMNS=80 run "$ESC" disasm --preset=quick pointer-return
    [[ $output == *'harness: for (uint64_t i = 0; i < n; i++) {'*'harness: }'* ]]
    if command -v clang >/dev/null; then
        CC=clang COLUMNS=80 run "$ESC" disasm --preset=quick pointer-return
        [[ $output == *'(the compiler tells no line)'* ]]
    fi
}

@test "a wide terminal shows two columns, a narrow one one below the other" {
    COLUMNS=140 run "$ESC" disasm --preset=quick pointer-return
    [[ $output == *'esc_run_stack:'*' | esc_run_heap:'* ]]
    COLUMNS=80 run "$ESC" disasm --preset=quick pointer-return
    [[ $output != *' | esc_run_heap:'* ]]
    [[ $output == *$'\nesc_run_heap:'* ]]
}

@test "no line is over the terminal's width, and a pipe has no colours" {
    for columns in 80 140; do
        COLUMNS=$columns "$ESC" disasm --preset=quick pointer-return >"$SCRATCH/out"
        ! grep -q $'\x1b' "$SCRATCH/out"
        awk -v most=$columns 'length($0) > most { print; bad = 1 } END { exit bad }' "$SCRATCH/out"
    done
}

@test "a remedy, a point" {
    run "$ESC" disasm --strategy=value --point=size:8 pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'pointer-return size:8'* ]]
    [[ $output == *'value: no call into an allocator'* ]]
    run "$ESC" disasm --preset=quick --strategy=pol pointer-return
    [ "$status" -eq 2 ]
    [[ $output == *'there is no strategy "pol"'*'stack, heap, value'* ]]
    run "$ESC" disasm --preset=quick --point=size:9 pointer-return
    [ "$status" -eq 2 ]
}

@test "gcc and clang: every heap side calls its allocator, no stack side calls one" {
    # All points: tests/gort/machine-code.sh looks through the libraries that are made here.
    run "$ESC" disasm --check
    [ "$status" -eq 0 ]
    [[ $output == *'gcc: '*' 0 violations'* ]]
}

@test "a heap side that does not allocate is a violation" {
    sed 's/esc_new(object);/\&kept;/; s/esc_done(t);/;/; s/^#include "gort.object.h".*/&\nstatic object kept;/' \
        cases/pointer-return.lua >"$SCRATCH/pointer-return.lua"
    run "$ESC" disasm --check --preset=quick "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 1 ]
    [[ $output == *'FAILED  pointer-return/heap'*'a heap side does not call its allocator'* ]]
}

@test "a stack side that allocates is a violation" {
    sed 's/^    return ends(&t);/    free(malloc(ends(\&t)));\n    return ends(\&t);/' \
        cases/pointer-return.lua >"$SCRATCH/pointer-return.lua"
    sed -i 's/free(malloc(ends(&t)));/void *b = malloc(64); esc_use(b); free(b);/' "$SCRATCH/pointer-return.lua"
    run "$ESC" disasm --check --preset=quick "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 1 ]
    [[ $output == *'FAILED  pointer-return/stack'*'a stack side calls an allocator: 1 call of malloc'* ]]
}

@test "without a case it ends with 2" {
    run "$ESC" disasm
    [ "$status" -eq 2 ]
}

@test "a case in Go alone is told, and costs only itself" {
    cp lua/template-go.lua "$SCRATCH/goes-alone.lua"
    run "$ESC" disasm --preset=quick "$SCRATCH/goes-alone.lua" pointer-return
    [ "$status" -eq 2 ]
    [[ $output == *'/goes-alone.lua:'*': error: the case is in Go alone'* ]]
    [[ $output == *'stack: no call into an allocator'* ]]
}
