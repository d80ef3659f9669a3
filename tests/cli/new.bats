#!/usr/bin/env bats
# A new case: it runs as written, nothing is overwritten, wrong names are told.
load helper

# A project of its own, for the tests that look at all of this one's cases: what the program finds
# from where it lies.
own_project() {
    mkdir "$SCRATCH/build"
    cp "$PROGRAMS"/escapement* "$PROGRAMS/count.o" "$SCRATCH/build"
    cp -r cases lua "$SCRATCH"
    ln -s "$ROOT/harness" "$SCRATCH/harness"
    cd "$SCRATCH" || return 1
    ESC=build/escapement
}

@test "a new case passes check as it is written" {
    own_project
    run "$ESC" new zz-bats-case
    [ "$status" -eq 0 ]
    run "$ESC" check zz-bats-case
    [ "$status" -eq 0 ]
}

@test "a new case like another passes check" {
    own_project
    run "$ESC" new --like=pointer-return zz-bats-case
    [ "$status" -eq 0 ]
    run "$ESC" check zz-bats-case
    [ "$status" -eq 0 ]
}

@test "every case can be started from" {
    own_project
    for path in "$ROOT"/cases/*.lua; do
        run "$ESC" new --like="$(basename "$path" .lua)" zz-bats-case
        [ "$status" -eq 0 ]
        run "$ESC" explain --no-go zz-bats-case
        [ "$status" -eq 0 ]
        rm cases/zz-bats-case.lua
    done
}

@test "an existing case is not overwritten" {
    own_project
    cp cases/a-a.lua before
    run "$ESC" new a-a
    [ "$status" -eq 2 ]
    [[ $output == *'exists already; nothing was written'* ]]
    cmp cases/a-a.lua before
}

@test "a name that is not kebab-case is told" {
    run "$ESC" new My_Case
    [ "$status" -eq 2 ]
    [[ $output == *'is not a case name'* ]]
}
