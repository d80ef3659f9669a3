#!/usr/bin/env bats
# The same pairs in real Go: what agrees, what does not, and what is said without Go.
load helper

need_go() { command -v go >/dev/null || skip "go is not installed"; }

# case_with SED-EXPRESSION: a copy of pointer-return that differs.
case_with() { sed "$1" cases/pointer-return.lua >"$SCRATCH/pointer-return.lua"; }

@test "diagnostics, counts and values of a case agree with Go" {
    need_go
    run "$ESC" verify --no-timing --preset=quick pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'pointer-return size:64'* ]]
    [[ $output == *'diagnostics: 4 of 4 found'* ]]
    [[ $output == *'equal in 4 of 4 rows'* ]]
}

@test "without timing the diagnostics are printed, and those missing with their place" {
    need_go
    case_with 's/"moved to heap: t"/"moved to heap: t", "t is gone"/'
    run "$ESC" verify --no-timing --preset=quick "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 1 ]
    [[ $output == *$'\n    > moved to heap: t\n'* ]]
    [[ $output != *'> t is gone'* ]]
    line=$(grep -n 'func byAddress' "$SCRATCH/pointer-return.lua" | cut -d: -f1)
    [[ $output =~ pointer-return\.lua:([0-9]+):\ heap\ size:64:\ t\ is\ gone ]]
    [ "${BASH_REMATCH[1]}" -le "$line" ]
}

@test "the table has no line over 80 columns" {
    need_go
    "$ESC" verify --no-timing --preset=quick pointer-return dynamic-make >"$SCRATCH/out"
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$SCRATCH/out"
}

@test "a diagnostic that Go does not give is named with its place; exit 1" {
    need_go
    case_with 's/"moved to heap: t"/"moved to heap: u"/'
    run "$ESC" verify --no-timing --preset=quick "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 1 ]
    [[ $output == *'diagnostics: 3 of 4 found'* ]]
    [[ $output == *"pointer-return.lua:"*": heap size:64: moved to heap: u"* ]]
}

@test "a Go side that returns other values is told; exit 1" {
    need_go
    case_with 's/return ends(byAddress(i)) }/return ends(byAddress(i)) + 1 }/'
    run "$ESC" verify --no-timing --preset=quick "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 1 ]
    [[ $output == *'the Go side returns other values than the C side'* ]]
}

@test "a Go side that allocates twice is told; exit 1" {
    need_go
    case_with 's/return ends(byAddress(i)) }/byAddress(i); return ends(byAddress(i)) }/'
    run "$ESC" verify --no-timing --preset=quick "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 1 ]
    [[ $output == *'1|2'* ]]
    [[ $output == *'differs: allocs/op differ, B/op differ'* ]]
}

@test "Go that does not compile is told at the Lua file's line and costs its case only" {
    need_go
    case_with 's/return ends(byAddress(i)) }/return missing(i) }/'
    line=$(grep -n 'return missing' "$SCRATCH/pointer-return.lua" | cut -d: -f1)
    run "$ESC" verify --no-timing --preset=quick "$SCRATCH/pointer-return.lua" a-a
    [ "$status" -eq 1 ]
    [[ $output == *"pointer-return.lua:$line: error: Go: undefined: missing"* ]]
    [[ $output == *'equal in 2 of 2 rows'* ]]
}

@test "a Go side without its function is told at the strategy's Go" {
    need_go
    case_with 's/func heapOp(/func otherOp(/'
    line=$(grep -n '    heap = {' "$SCRATCH/pointer-return.lua" | head -n 1 | cut -d: -f1)
    run "$ESC" verify --no-timing --preset=quick "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 1 ]
    [[ $output == *"pointer-return.lua:$((line + 1)): error: Go: undefined: heapOp"* ]]
}

@test "with timing there are cycles" {
    need_go
    run "$ESC" verify --preset=quick --rounds=1 --sample-time=100 pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *' GC/Mop '*' price ns '* ]]
    [[ $output == *'GC cycles: within 10 % in '*' of 1 rows'* ]]
}

# The first operation of both heap sides takes 50 ms, so n is small, and there is a price whatever
# comes between the few nanoseconds of the stack sides.
@test "with timing there are prices and sums" {
    need_go
    case_with 's/^    go = \[\[/&\nimport "time"\n/; s/^#include "gort.*/&\n#include <unistd.h>/
        s/^    object \*t = by_address(i);/    if (i == 0) usleep(50000);\n&/
        s/^func heapOp(i uint64) uint64 {/&\n\tfor begin := time.Now(); i == 0 \&\& time.Since(begin) < 50*time.Millisecond; {}\n\t/'
    run "$ESC" verify --preset=quick --rounds=1 --sample-time=2 "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 0 ]
    [[ $output == *'prices: median factor ours/Go '*' over 1 rows'* ]]
}

# Go's first operation takes a hundred times as long, ours none: whatever is measured, the price is
# below half of Go's.
@test "a missed target is listed with its row; --strict makes it exit 3" {
    need_go
    case_with 's/^    go = \[\[/&\nimport "time"\n/
        s/^func heapOp(i uint64) uint64 {/&\n\tfor begin := time.Now(); i == 0 \&\& time.Since(begin) < 50*time.Millisecond; {}\n\t/'
    run "$ESC" verify --preset=quick --rounds=1 --sample-time=2 "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 0 ]
    [[ $output == *'What falls outside:'*'  pointer-return/heap/size:64'*'price factor '*'(cause not established)'* ]]
    [[ $output == *'targets missed: median price factor, price factor of 1 of 1 rows'* ]]
    run "$ESC" verify --strict --preset=quick --rounds=1 --sample-time=2 "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 3 ]
    run "$ESC" verify --strict --no-timing pointer-return
    [ "$status" -eq 2 ]
    [[ $output == *'--strict judges what is timed'* ]]
}

@test "--write leaves the table as Markdown" {
    need_go
    run "$ESC" verify --no-timing --preset=quick --write="$SCRATCH/fidelity.md" pointer-return
    [ "$status" -eq 0 ]
    grep -q '^# Ours beside real Go$' "$SCRATCH/fidelity.md"
    grep -q '^| pointer-return/heap/size:64 | 2/2 | 1 | 1 |' "$SCRATCH/fidelity.md"
    grep -q "$(go env GOVERSION)" "$SCRATCH/fidelity.md"
    grep -q '^## Go 1\.' "$SCRATCH/fidelity.md"
    "$ESC" verify --no-timing --preset=quick --write="$SCRATCH/fidelity.md" outer-variable >"$SCRATCH/out"
    [ "$(grep -c '^## ' "$SCRATCH/fidelity.md")" -eq 1 ] # in the place of the first
    ! grep -q 'pointer-return' "$SCRATCH/fidelity.md"
}

@test "without go it says how to get it and ends with 4" {
    mkdir "$SCRATCH/bin"
    for tool in sh cc gcc ld as objcopy; do
        ln -s "$(command -v "$tool")" "$SCRATCH/bin/$tool"
    done
    PATH=$SCRATCH/bin run "$ESC" verify --no-timing pointer-return
    [ "$status" -eq 4 ]
    [[ $output == *'the Go compiler is needed for this'* ]]
    [[ $output == *'hint: apt install golang-go'* ]]
}

@test "a go that is too old is told and ends with 4" {
    mkdir "$SCRATCH/bin"
    printf '#!/bin/sh\necho go version go1.15.8 linux/amd64\n' >"$SCRATCH/bin/go"
    chmod +x "$SCRATCH/bin/go"
    PATH=$SCRATCH/bin:$PATH run "$ESC" verify --no-timing pointer-return
    [ "$status" -eq 4 ]
    [[ $output == *'go1.15.8 is too old: 1.19 or later is needed'* ]]
}

@test "two releases of go are each set beside ours" {
    need_go
    printf '#!/bin/sh\ntest "$1" = version && exec echo go version go1.99.1 linux/amd64\nexec %s "$@"\n' \
        "$(command -v go)" >"$SCRATCH/go"
    chmod +x "$SCRATCH/go"
    run "$ESC" verify --no-timing --preset=quick --go="$SCRATCH/go,go" pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'Ours beside go1.99.1 linux/amd64'*'Ours beside go1.'* ]]
    [ "$(grep -c 'diagnostics: 4 of 4 found' <<<"$output")" -eq 2 ]
    run "$ESC" verify --no-timing --preset=quick --runtime=goheap@1.27 pointer-return
    if [ "$(go version | sed 's/.*go1\.\([0-9]*\).*/\1/')" -lt 27 ]; then
        [ "$status" -eq 4 ]
        [[ $output == *"goheap@1.27 follows Go 1.27, and go is $(go env GOVERSION)"*'--go='* ]]
    fi
}

@test "two releases of the model stand each beside its Go" {
    need_go
    [ "$(go version | sed 's/.*go1\.\([0-9]*\).*/\1/')" -lt 24 ] || skip "a go of before 1.24 is needed"
    printf '#!/bin/sh\ntest "$1" = version && exec echo go version go1.27.99 linux/amd64\nexec %s "$@"\n' \
        "$(command -v go)" >"$SCRATCH/go"
    chmod +x "$SCRATCH/go"
    # That is no Go 1.27: what 1.24 moved to the heap must be missed where ours has followed.
    run "$ESC" verify --no-timing --runtime=goheap,goheap@1.27 --go="go,$SCRATCH/go" stack-growth
    [ "$status" -eq 1 ]
    [[ $output == *'equal in 9 of 9 rows'*'Ours beside go1.27.99'*'equal in 7 of 9 rows'* ]]
}

@test "an unknown case ends with 2" {
    need_go
    run "$ESC" verify no-such-case
    [ "$status" -eq 2 ]
}
