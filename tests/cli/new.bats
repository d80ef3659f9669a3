#!/usr/bin/env bats
# A new case: it runs as written, nothing is overwritten, wrong names are told.
load helper

remove_case() { rm -f "$ROOT/cases/zz-bats-case.lua"; }

@test "a new case passes check as it is written" {
    remove_case
    run "$ESC" new zz-bats-case
    [ "$status" -eq 0 ]
    run "$ESC" check zz-bats-case
    remove_case
    [ "$status" -eq 0 ]
}

@test "a new case like another passes check" {
    remove_case
    run "$ESC" new --like=pointer-return zz-bats-case
    [ "$status" -eq 0 ]
    run "$ESC" check zz-bats-case
    remove_case
    [ "$status" -eq 0 ]
}

@test "an existing case is not overwritten" {
    cp cases/a-a.lua "$SCRATCH/before"
    run "$ESC" new a-a
    [ "$status" -eq 2 ]
    [[ $output == *'exists already; nothing was written'* ]]
    cmp cases/a-a.lua "$SCRATCH/before"
}

@test "a name that is not kebab-case is told" {
    run "$ESC" new My_Case
    [ "$status" -eq 2 ]
    [[ $output == *'is not a case name'* ]]
}
