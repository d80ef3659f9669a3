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
        ! grep -q $'\x1b' "$SCRATCH/out" || false
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
    [[ $output == *'there is no strategy "pol"'*'stack, heap, inlined, value'* ]]
    run "$ESC" disasm --preset=quick --point=size:9 pointer-return
    [ "$status" -eq 2 ]
}

# all_as_said OUTPUT COMPILER: its line tells sides of both kinds, and no violation.
all_as_said() {
    grep -Eq "^$2[^:]*: [1-9][0-9]* heap sides that allocate, [1-9][0-9]* stack sides: 0 violations\$" <<<"$1"
}

@test "gcc, clang and go: every heap side calls its allocator, no stack side calls one" {
    # With ESC_POINTS=all all cases: tests/gort/machine-code.sh looks through the libraries made here.
    local chosen=(--preset=quick map-insert interface-boxing large-make)
    [ "${ESC_POINTS:-}" != all ] || chosen=()
    run "$ESC" disasm --check "${chosen[@]}"
    [ "$status" -eq 0 ]
    all_as_said "$output" gcc
    for compiler in clang go; do
        command -v "$compiler" >/dev/null || continue
        all_as_said "$output" "$compiler"
    done
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

@test "a case in Go alone shows Go's code; without go it costs only itself" {
    cp lua/template-go.lua "$SCRATCH/goes-alone.lua"
    run "$ESC" disasm --preset=quick --go=no-such-go "$SCRATCH/goes-alone.lua" pointer-return
    [ "$status" -eq 4 ]
    [[ $output == *'the Go compiler is needed for this'* ]]
    [[ $output == *'stack: no call into an allocator'* ]]
    command -v go >/dev/null || skip "no go"
    run "$ESC" disasm --preset=quick "$SCRATCH/goes-alone.lua"
    [ "$status" -eq 0 ]
    [[ $output == *'CALL   runtime.newobject   <== takes memory'* ]]
}

@test "Go's own code: runtime.newobject is called in one side and not in the other" {
    command -v go >/dev/null || skip "no go"
    COLUMNS=80 run "$ESC" disasm --preset=quick pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'CALL   runtime.newobject   <== takes memory'* ]]
    [ "$(grep -c 'CALL   runtime.newobject' <<<"$output")" -eq 1 ]
    [[ $output == *'stack, Go (go1.'*'): no call into an allocator'* ]]
    [[ $output == *'heap, Go (go1.'*'): 1 call of runtime.newobject'* ]]
}

@test "where no go is, what a release printed is shown, and of what text" {
    for name in pointer-return defer-closure large-make dynamic-make reverse-runes interface-boxing; do
        COLUMNS=80 run "$ESC" disasm --preset=quick --go=no-such-go "$name"
        [ "$status" -eq 0 ]
        [[ $output == *'heap, Go (go1.19.8 linux/amd64, recorded): '*' of runtime.'* ]]
        [[ $output == *'stack, Go (go1.19.8 linux/amd64, recorded): '* ]]
    done
    COLUMNS=80 run "$ESC" disasm --preset=quick --go=no-such-go pointer-return
    line=$(grep -n 'var t object$' cases/pointer-return.lua | head -n 1 | cut -d: -f1)
    [[ $output == *"$line: var t object"*'CALL   runtime.newobject'* ]]
    run "$ESC" disasm --point=size:8 --go=no-such-go pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'none was recorded of this case and point'* ]]
}

@test "recorded code is what that release prints, and dies with the Go it is of" {
    COLUMNS=80 "$ESC" disasm --preset=quick --go=no-such-go pointer-return >"$SCRATCH/recorded"
    sed 's/^func heapOp(i uint64)/func heapOp(j uint64)/; s/byAddress(i))/byAddress(j))/' \
        cases/pointer-return.lua >"$SCRATCH/pointer-return.lua"
    run "$ESC" disasm --preset=quick --go=no-such-go "$SCRATCH/pointer-return.lua"
    [[ $output == *'none was recorded of this case and point'* ]]
    [[ $(go version) == *' go1.19.8 linux/amd64' ]] || skip "another go"
    COLUMNS=80 "$ESC" disasm --preset=quick pointer-return >"$SCRATCH/here"
    sed -i 's/, recorded)/)/' "$SCRATCH/recorded"
    diff "$SCRATCH/recorded" "$SCRATCH/here"
}

@test "go: a side that is not what it says is a violation" {
    command -v go >/dev/null || skip "no go"
    sed '/^func stackOp/,/^}/c func stackOp(i uint64) uint64 { return ends(byAddress(i)) }' \
        cases/pointer-return.lua >"$SCRATCH/pointer-return.lua"
    run "$ESC" disasm --check --preset=quick --runtime=malloc "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 1 ]
    [[ $output == *'FAILED  pointer-return/stack/size:64 (go1.'*'): a stack side calls what takes memory: 1 call of runtime.newobject'* ]]
    sed '/^func byAddress/,/^}/c func byAddress(x uint64) *object { kept.words[0] = x; return &kept }\n\nvar kept object' \
        cases/pointer-return.lua >"$SCRATCH/pointer-return.lua"
    run "$ESC" disasm --check --preset=quick --runtime=malloc "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 1 ]
    [[ $output == *'FAILED  pointer-return/heap/size:64 (go1.'*'): a heap side does not call what takes memory'* ]]
}
