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
