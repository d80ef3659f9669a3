#!/usr/bin/env bats
# A new case: it runs as written, nothing is overwritten, wrong names are told.
load helper

@test "a new case passes check as it is written" {
    own_project
    run "$ESC" new zz-bats-case
    [ "$status" -eq 0 ]
    run "$ESC" check zz-bats-case
    [ "$status" -eq 0 ]
}

@test "a new case in C alone passes check" {
    own_project
    run "$ESC" new --lang=c zz-bats-case
    [ "$status" -eq 0 ]
    run "$ESC" check zz-bats-case
    [ "$status" -eq 0 ]
    [[ $output == *'12 variants of 1 case: 12 ok'* ]] # 3 sizes: the stack, the heap of 3 runtimes
}

@test "a new case in Go alone passes check, with real Go" {
    command -v go >/dev/null || skip "go is not installed"
    own_project
    run "$ESC" new --lang=go zz-bats-case
    [ "$status" -eq 0 ]
    run "$ESC" check zz-bats-case
    [ "$status" -eq 0 ]
    [[ $output == *'zz-bats-case/heap@go/size:64 '*' 1 allocs/op '*' 64 B/op'* ]]
    [[ $output == *'6 variants of 1 case: 6 ok'* ]]
    run "$ESC" explain --no-go zz-bats-case
    [ "$status" -eq 0 ]
}

@test "make new takes LANG from its command line, not from the environment" {
    make() { command make --no-print-directory -n "$@" | grep ' new '; }
    [[ $(LANG=go make new CASE=x) != *--lang* ]]
    [[ $(make new CASE=x LANG=go) == *" --lang='go' "* ]]
}

@test "a language that is none, and one beside another case, are told" {
    own_project
    run "$ESC" new --lang=rust zz-bats-case
    [ "$status" -eq 2 ]
    [[ $output == *'there is no language "rust": go, c, both'* ]]
    run "$ESC" new --lang=go --like=a-a zz-bats-case
    [ "$status" -eq 2 ]
    [[ $output == *'--like takes the languages of that case; leave --lang out'* ]]
    [ ! -e cases/zz-bats-case.lua ]
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
