#!/usr/bin/env bats
# Contracts of gort/: checked by `check`, absent from what is timed.
load helper

@test "check names the line of the case that breaks a contract, bench has no trace of the checks" {
    cp tests/bad/run-contract.lua "$SCRATCH/run-contract.lua"
    run "$ESC" check --runtime=malloc "$SCRATCH/run-contract.lua"
    [ "$status" -eq 1 ]
    line=$(grep -n 'gort_byte_of(s, i)' tests/bad/run-contract.lua | cut -d: -f1)
    [[ $output == *"$SCRATCH/run-contract.lua:$line: index out of range of a string"* ]]
    run "$ESC" check --as-timed --runtime=malloc "$SCRATCH/run-contract.lua"
    [[ $output != *"index out of range"* ]]
    with=0 without=0
    for library in "$(dirname "$ESC")"/cases/run-contract-*-count.so; do
        if nm -D "$library" | grep -q esc_contract; then
            with=$((with + 1))
        else
            without=$((without + 1))
        fi
    done
    [ "$with" -gt 0 ]
    [ "$without" -gt 0 ]
}

@test "the checks allocate nothing that would be counted as the case's" {
    run "$ESC" check --preset=quick --runtime=malloc string-key error-value object-pool
    [ "$status" -eq 0 ]
    [[ $output == *"string-key/heap@malloc/length:33 "*" 1 allocs/op"* ]]
}

@test "where goheap@1.27 serves, a case's since is what is expected, and what else serves follows" {
    run "$ESC" check --preset=quick --runtime=goheap,goheap@1.27,malloc append-growth map-insert
    [ "$status" -eq 0 ]
    [[ $output == *"append-growth/heap/length:256 "*" 9 allocs/op "*" 4088 B/op"* ]]
    [[ $output == *"append-growth/heap@1.27/length:256 "*" 6 allocs/op "*" 4032 B/op"* ]]
    [[ $output == *"append-growth/heap@malloc/length:256 "*" 9 allocs/op"* ]]
    [[ $output == *"map-insert/heap@1.27/length:64 "*" 11 allocs/op "*" 4648 B/op"* ]]
    run "$ESC" check --preset=quick --runtime=goheap@1.27,malloc append-growth
    [ "$status" -eq 0 ]
    [[ $output == *"append-growth/heap@1.27/length:256 "*" 6 allocs/op"* ]]
    [[ $output == *"append-growth/heap@malloc/length:256 "*" 6 allocs/op"* ]]
    sed 's/arrays\[point.length\] - 3/arrays[point.length] - 2/' cases/append-growth.lua >"$SCRATCH/grows.lua"
    run "$ESC" check --preset=quick --runtime=goheap "$SCRATCH/grows.lua"
    [ "$status" -eq 0 ]
    run "$ESC" check --preset=quick --runtime=goheap@1.27 "$SCRATCH/grows.lua"
    [ "$status" -eq 1 ]
    [[ $output == *"makes 6 allocations per operation, the case expects 7"* ]]
}
