#!/usr/bin/env bats
# What the pages for users show works as it stands there.
load helper

# The Lua blocks of a page, one after the other.
lua_of() { awk '/^```lua$/ { on = 1; next } /^```$/ { on = 0 } on' "$1"; }

@test "the pieces of docs/adding-a-case.md make a case that passes check" {
    lua_of docs/adding-a-case.md >"$SCRATCH/my-case.lua"
    run "$ESC" check "$SCRATCH/my-case.lua"
    [ "$status" -eq 0 ]
    [[ $output == *'8 variants of 1 case: 8 ok'* ]]
}

@test "its Go says what the case expects" {
    command -v go >/dev/null || skip "go is not installed"
    lua_of docs/adding-a-case.md >"$SCRATCH/my-case.lua"
    run "$ESC" verify --no-timing --preset=quick "$SCRATCH/my-case.lua"
    [ "$status" -eq 0 ]
    [[ $output == *'diagnostics: 1 of 1 found'* ]]
}

@test "every make target that the pages name is there" {
    grep -ohE '(`|^ *)make [a-z][a-z-]*' README.md docs/*.md | sed 's/.*make //' | sort -u >"$SCRATCH/named"
    [ "$(wc -l <"$SCRATCH/named")" -ge 30 ]
    while read -r target; do
        grep -qE "^(\.PHONY:|FACE :=).* $target( |$)" Makefile || { echo "$target"; return 1; }
    done <"$SCRATCH/named"
}

@test "every file that the pages link to is there" {
    for page in README.md docs/*.md; do
        for file in $(grep -oE '\]\([^)#]+' "$page" | cut -c3- | grep -v '^http'); do
            [ -e "$(dirname "$page")/$file" ] || { echo "$page: $file"; return 1; }
        done
    done
}
