#!/usr/bin/env bats
# Which cases and points are measured: by name, by a regular expression, all but some, one point.
load helper

# The cases that check counts, one a line.
chosen() {
    "$ESC" check --preset=quick --runtime=malloc "$@" | sed -n 's/^ok  *\([a-z0-9-]*\)\/.*/\1/p' | sort -u
}

# The cells of a column of a run's samples, each once; but the head.
cells() {
    grep -v '^#' "$2/samples.tsv" | tail -n +2 | cut -f"$1"
}

@test "match takes what it matches anywhere, skip leaves out, names stay" {
    [ "$(chosen --match='^string-')" = $'string-concat\nstring-key' ]
    [ "$(chosen --match='^string-' --skip=key)" = string-concat ]
    [ "$(chosen --match='-key$' a-a)" = $'a-a\nstring-key' ]
    [ "$(chosen --skip='key|live|gogc' string-key cases/a-a.lua gogc)" = a-a ]
    all=$("$ESC" list | sed -n 's/^\([a-z][a-z0-9-]*\) .*/\1/p')
    [ "$(chosen --skip='^[b-z]')" = "$(grep '^a' <<<"$all")" ]
}

@test "what matches nothing is told with the nearest names" {
    run "$ESC" bench --match=strng
    [ "$status" -eq 2 ]
    [[ $output == *'no case in cases matches "strng"'*'did you mean string-concat, string-key?'* ]]
    run "$ESC" bench --match='^zzzzz'
    [ "$status" -eq 2 ]
    [[ $output == *'make list shows all'* ]]
    run "$ESC" bench --skip=.
    [ "$status" -eq 2 ]
    [[ $output == *'--skip=. leaves no case'* ]]
    for option in match skip; do
        run "$ESC" bench "--$option=("
        [ "$status" -eq 2 ]
        [[ $output == *"--$option takes a regular expression, not \"(\""* ]]
    done
}

@test "a tag chooses the cases that have it, several those that have one of them, with match both" {
    # Of the texts of the case files themselves.
    having() { grep -lE "^    title = .*tags = \{.*\"($1)\"" cases/*.lua | sed 's/.*\///; s/\.lua$//' | sort; }
    [ "$(having map | wc -l)" -ge 2 ]
    [ "$(chosen --tag=map)" = "$(having map)" ]
    [ "$(chosen --tag=map,control a-a)" = "$(having 'map|control')" ]
    [ "$(chosen --tag=map --skip='insert|swiss')" = string-key ]
    [ "$(chosen --tag=string --match='^string-')" = $'string-concat\nstring-key' ]
    [ "$(chosen --tag=map lock-elision)" = "$( (having map; echo lock-elision) | sort)" ]
}

@test "a tag that no case has is told with the nearest, else with those there are" {
    run "$ESC" check --tag=slise,string
    [ "$status" -eq 2 ]
    [[ $output == *'no case in cases has the tag "slise"'*'did you mean slice?'* ]]
    run "$ESC" check --tag=zzzzz
    [ "$status" -eq 2 ]
    [[ $output == *'has the tag "zzzzz"'*'there are '*'control, '* ]]
    run "$ESC" check --tag=map --match='^a-a$'
    [ "$status" -eq 2 ]
    [[ $output == *'no case in cases matches "^a-a$" and has one of the tags map'* ]]
    run "$ESC" check --tag=,
    [ "$status" -eq 2 ]
    [[ $output == *'--tag=, names no tag'* ]]
}

@test "every case of ours has tags, each of them in the reference, and list shows them" {
    sed -n '/^## Tags/,/^## What/s/^| `\([a-z]*\)` .*/\1/p' docs/case-reference.md | sort >"$SCRATCH/known"
    "$ESC" list --json | grep -o '"tags":\[[^]]*\]' >"$SCRATCH/list"
    [ "$(wc -l <"$SCRATCH/list")" -eq "$(find cases -name '*.lua' | wc -l)" ]
    [ "$(grep -c '\[\]' "$SCRATCH/list")" -eq 0 ]
    sed 's/.*\[//; s/\]//' "$SCRATCH/list" | tr -d '"' | tr ',' '\n' | sort -u | diff - "$SCRATCH/known"
    [[ $(COLUMNS=200 "$ESC" list) == *'; tags: string map'* ]]
}

@test "a point is measured alone, also one that is no quick one, and a resumed run goes on with it" {
    tiny --rounds=1 --point=size:512 pointer-return large-make >/dev/null 2>&1
    names=$(cells 1 "$SCRATCH/latest" | sort -u)
    [ "$names" = "$(printf 'pointer-return/%s/size:512\n' heap@malloc inlined stack value)" ]
    grep -q '"point": "size:512"' "$SCRATCH/latest/results.json"
    # As if it had been stopped: the last round and what is made of all are gone.
    tiny --rounds=3 --point=size:512 pointer-return >/dev/null 2>&1
    folder=$(readlink -f "$SCRATCH/latest")
    rm "$folder/results.json"
    sed -i '/^round/{x;s/^/x/;/^xx$/{x;q};x}' "$folder/journal.tsv"
    [ "$(grep -c '^round' "$folder/journal.tsv")" -eq 2 ]
    run "$ESC" bench "--resume=$folder" --results="$SCRATCH" --no-charts --point=size:8
    [ "$status" -eq 0 ]
    [ "$(cells 1 "$folder" | sort -u)" = "$names" ]
    [ "$(cells 1 "$folder" | wc -l)" -eq 12 ]
}

@test "parts of a point in any order; one that no case has is told with those there are" {
    tiny --rounds=1 --point=threads:2 contention >/dev/null 2>&1
    [ "$(cells 3 "$SCRATCH/latest" | sort -u)" = $'size:1024/threads:2\nsize:64/threads:2' ]
    tiny --rounds=1 --point=threads:2/size:64 contention >/dev/null 2>&1
    [ "$(cells 3 "$SCRATCH/latest" | sort -u)" = size:64/threads:2 ]
    run "$ESC" bench --point=size:63 pointer-return
    [ "$status" -eq 2 ]
    [[ $output == *'there is no point "size:63"'*'choose from size:8, size:64, size:512, size:4096'* ]]
    run "$ESC" bench --point=size:63 a-a value-vs-pointer
    [ "$status" -eq 2 ]
    [[ $output == *'a-a.lua: error:'*'a-a has no params, so no points'* ]]
    [[ $output == *'value-vs-pointer.lua: error:'*'choose from size:'* ]]
}
