#!/usr/bin/env bats
# What the program says to a person who types something: help, versions, wrong words.
load helper

@test "without a command it shows the commands" {
    run "$ESC"
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "Usage: escapement COMMAND [OPTION...]" ]
    for command in bench charts list check new doctor; do
        [[ $output == *"  $command "* ]]
    done
}

@test "an unknown command is told and ends with 2" {
    run "$ESC" bnech
    [ "$status" -eq 2 ]
    [ "${lines[0]}" = 'escapement: error: there is no command "bnech"' ]
}

@test "every command has --help" {
    for command in bench charts list check new doctor calibrate migrate schema; do
        run "$ESC" "$command" --help
        [ "$status" -eq 0 ]
        [[ $output == Usage:* ]]
    done
}

@test "wrong values end with 2 and say what is right" {
    run "$ESC" bench --rounds=zero
    [ "$status" -eq 2 ]
    [[ $output == *'--rounds takes a number from 1 to 100000, not "zero"'* ]]
    run "$ESC" bench --preset=fast
    [ "$status" -eq 2 ]
    [[ $output == *'there is no preset "fast": quick, normal, thorough'* ]]
    run "$ESC" bench --runtime=jvm
    [ "$status" -eq 2 ]
    [[ $output == *'there is no runtime "jvm"'* ]]
    run "$ESC" bench --runtime=
    [ "$status" -eq 2 ]
    [[ $output == *'choose from goheap, boehm, malloc'* ]]
    run "$ESC" bench --runtime=goheap@1.20
    [ "$status" -eq 2 ]
    [[ $output == *'the Go model has no release "1.20"; choose from goheap@1.19 (which is goheap) and goheap@1.27'* ]]
    run "$ESC" bench --rounds=2.5
    [ "$status" -eq 2 ]
    [[ $output == *'--rounds takes a whole number, not "2.5"'* ]]
    run "$ESC" bench --cpu=4095
    [ "$status" -eq 2 ]
    [[ $output == *'--cpu=4095: this process may not use that CPU'* ]]
    run "$ESC" charts --preset=cinema
    [ "$status" -eq 2 ]
    [[ $output == *'there is no preset "cinema": projector, screen, paper'* ]]
    run "$ESC" charts --format=
    [ "$status" -eq 2 ]
    [[ $output == *'svg, png, pdf'* ]]
}

@test "a long option counts in full only" {
    for words in "bench --round=3" "bench --ro 3" "calibrate --ru=2" "check --mem=1" "verify --no-tim" \
        "explain --poin=size:8 a-a" "charts --them=dark" "doctor --hel"; do
        # shellcheck disable=SC2086  # words
        run "$ESC" $words
        [ "$status" -eq 2 ]
        [[ ${lines[0]} == "escapement ${words%% *}: there is no option --"*"; did you mean --"*"?" ]]
    done
    run "$ESC" bench --round=3
    [ "${lines[0]}" = "escapement bench: there is no option --round; did you mean --rounds?" ]
    run "$ESC" bench --ruonds=3
    [ "${lines[0]}" = "escapement bench: there is no option --ruonds; did you mean --rounds?" ]
    run "$ESC" bench --xyzzy
    [ "$status" -eq 2 ]
    [ "${lines[0]}" = "escapement bench: there is no option --xyzzy" ]
    # A value that looks like an option is a value; after -- there are none.
    run "$ESC" check --case --round
    [[ $output == *'"--round"'* || $output == *'--round:'* ]]
    [[ $output != *'no option'* ]]
    run "$ESC" check -- --round
    [[ $output != *'no option'* ]]
}

@test "charts of chosen cases, and of those only" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    tiny a-a pointer-return >/dev/null 2>&1
    run "$ESC" charts --run="$SCRATCH/latest" --case=pointer-return --format=svg
    [ "$status" -eq 0 ]
    charts=$SCRATCH/latest/charts-pointer-return
    [ ! -e "$SCRATCH/latest/charts" ]
    [ -s "$charts/pairs.svg" ]
    run grep -rl a-a "$charts"
    [ "$status" -eq 1 ]
    grep -q pointer-return "$charts/pairs.tsv"
    run "$ESC" charts --run="$SCRATCH/latest" --case=pointer-retrun
    [ "$status" -eq 2 ]
    [[ $output == *'has no case "pointer-retrun"'*'did you mean pointer-return?'* ]]
}

@test "an unknown case names the nearest one" {
    run "$ESC" bench pointer-retrun
    [ "$status" -eq 2 ]
    [[ $output == *'pointer-return'* ]]
}

@test "charts without a run says how to make one" {
    run "$ESC" charts --run="$SCRATCH/none"
    [ "$status" -eq 4 ]
    [[ $output == *'error: '*'hint: RUN= names a folder, or one inside results'* ]]
}

@test "charts of a summary alone says what is missing" {
    mkdir "$SCRATCH/run"
    touch "$SCRATCH/run/summary.tsv" "$SCRATCH/run/machine.txt"
    run "$ESC" charts --run="$SCRATCH/run"
    [ "$status" -eq 4 ]
    [[ $output == *'run/results.json: error: '*'hint: this folder has a summary only;'* ]]
}

@test "a case is found by its file's name, a link to nothing is told" {
    run "$ESC" check --preset=quick --runtime=malloc a-a.lua
    [ "$status" -eq 0 ]
    ln -s nowhere "$SCRATCH/a-a.lua"
    run "$ESC" check "$SCRATCH/a-a.lua"
    [ "$status" -eq 2 ]
    [ "$output" = "$SCRATCH/a-a.lua: error: is a link to a file that is not there" ]
}

@test "one file under two spellings is one case, two files of one name are not" {
    run "$ESC" check --preset=quick --runtime=malloc a-a cases/a-a.lua ./cases/../cases/a-a.lua
    [ "$status" -eq 0 ]
    cp cases/a-a.lua "$SCRATCH"
    run "$ESC" check --preset=quick --runtime=malloc a-a "$SCRATCH/a-a.lua"
    [ "$status" -eq 2 ]
    [[ $output == *'error: "a-a" is the name of cases/a-a.lua too, which this run has already'* ]]
}

@test "no line is wider than 40 columns where it could be broken" {
    # A word that is longer than the line stays whole; verify's rows, and the figures that explain
    # shows where there is a run, are tables 77 columns wide.
    for command in list doctor "explain --no-go pointer-return" "explain --guess large-make"; do
        # shellcheck disable=SC2086  # words
        COLUMNS=40 "$ESC" $command >"$SCRATCH/out"
        sed -i '/^run .*: per operation/,/^$/d' "$SCRATCH/out"
        [ -s "$SCRATCH/out" ]
        awk -v most=40 'length($0) > most && $0 ~ /[^ ] +[^ ]/ { print; bad = 1 } END { exit bad }' "$SCRATCH/out"
    done
    if command -v go >/dev/null; then
        COLUMNS=40 "$ESC" verify --no-timing --preset=quick a-a >"$SCRATCH/out"
        awk 'NR <= 2 && length($0) > 40 { bad = 1 } NR == 2 { exit bad }' "$SCRATCH/out"
    fi
}

@test "list --long has place, points and time; --json all of it, for other programs" {
    run "$ESC" list --long
    [ "$status" -eq 0 ]
    [[ $output == *"cases/a-a.lua:"*"; alone about "*" s quick, "*" s normal"* ]]
    [[ $output == *"size:64 (quick)"* ]]
    "$ESC" list --json | python3 -c '
import json, os, sys
cases = {case["name"]: case for case in json.load(sys.stdin)}
assert set(cases) == {name[:-4] for name in os.listdir("cases") if name.endswith(".lua")}
for case in cases.values():
    assert open(case["path"]).read().count("\n") >= case["line"] > 0
    assert 0 < case["expected_s"]["quick"] <= case["expected_s"]["normal"] < case["expected_s"]["thorough"]
assert [point["name"] for point in cases["pointer-return"]["points"]] == ["size:8", "size:64", "size:512", "size:4096"]
heap = [side for side in cases["dynamic-make"]["strategies"] if side["name"] == "heap"][0]
assert heap["expect"][3]["bytes"] == 4096 * 8  # ints
'
}
