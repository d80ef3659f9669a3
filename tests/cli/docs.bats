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

# Its Go in files named by their first lines, its listings as `$ COMMAND` and what that prints.
@test "docs/escape-analysis.md shows what its commands print, and what Go 1.19 says" {
    mkdir "$SCRATCH/page"
    awk -v folder="$SCRATCH/page" '
        /^```go$/ { getline; file = folder "/" $2; print >file; next }
        /^```$/ { if (file) close(file); file = "" }
        file { print >file }' docs/escape-analysis.md
    awk '/^```console$/ { on = 1; next } /^```$/ { on = 0 } on' docs/escape-analysis.md >"$SCRATCH/shown"
    cp "$ESC" "$SCRATCH/page"
    cd "$SCRATCH/page"
    [ "$(grep -c '^\$ ' ../shown)" -ge 14 ]
    sed -n 's/^\$ //p' ../shown | while read -r command; do
        echo "\$ $command"
        PATH=.:$PATH bash -c "$command" || [ $? -eq 1 ]
    done >../told
    diff ../shown ../told
    [[ $(go env GOVERSION 2>/dev/null) == go1.19* ]] || skip "no Go 1.19 here: what it says is not compared"
    for file in *.go; do
        ./escapement escape -m -l --check "$file"
    done
}

@test "the graphs of docs/escape-analysis.md hold what escape --graph says" {
    awk -v folder="$SCRATCH" '
        /^```go$/ { getline; file = folder "/" $2; print >file; next }
        /^```$/ { if (file) close(file); file = "" }
        file { print >file }' docs/escape-analysis.md
    cp docs/pictures/escape-*.svg "$SCRATCH"
    cd "$SCRATCH"
    for picture in escape-*.svg; do
        name=${picture#escape-} name=${name%.svg}
        diff <(sed -nE 's/.*<text [^>]*>(.*)<\/text>.*/\1/p' "$picture" | sed 's/&#45;/-/g; s/&#160;/ /g; s/^ *//; s/ *$//' | sort) \
            <("$ESC" escape "--graph=$name" "$name.go" | sed -nE 's/.*label="([^"]*)".*/\1/p' | sed 's/\\n/\n/g' |
                sed 's/&lt;/</g; s/^ *//; s/ *$//' | sort)
    done
}
