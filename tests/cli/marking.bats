#!/usr/bin/env bats
# The lesson about marking: numbered steps in a pipe, an animation in a terminal, pictures.
load helper

@test "in a pipe the steps are numbered and plain" {
    run "$ESC" marking --no-charts
    [ "$status" -eq 0 ]
    [[ $output != *$'\033'* ]]
    [ "${lines[0]}" = '  1.  Twenty objects, two roots: everything is white' ]
    [[ $output == *'barrier D→nil, nil→D'* ]]
    [[ $output == *"F.right leads to a stranger"* ]]
    # Numbers go up by one as long as the barrier is there.
    diff <(grep -oE '^ +[0-9]+\.' <<<"${output%%The same with*}" | tr -d ' .') <(seq 19)
}

@test "without UTF-8 the steps are ASCII" {
    LC_ALL=C run "$ESC" marking --no-charts
    [ "$status" -eq 0 ]
    [[ $output == *'barrier D->nil, nil->D'* ]]
    [ -z "$(tr -d '\n -~' <<<"$output")" ]
}

@test "in a terminal each step is a picture of its own; with NO_COLOR it is not" {
    command -v script >/dev/null || skip "script is not installed"
    steps=$("$ESC" marking --no-charts | grep -cE '^ +[0-9]+\.')
    unset NO_COLOR
    TERM=xterm run script -qec "'$ESC' marking --no-charts --pace=0" /dev/null
    [ "$status" -eq 0 ]
    [ "$(grep -c $'\033\\[2Jstep ' <<<"$output")" -eq "$steps" ]
    [[ $output == *$'\033[38;5;231;48;5;16m B '* ]]
    NO_COLOR=1 TERM=xterm run script -qec "'$ESC' marking --no-charts --pace=0" /dev/null
    [[ $output != *$'\033[2J'* ]]
}

@test "a picture a step, in the formats that were asked for" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    run "$ESC" marking --format=svg --theme=dark "--out=$SCRATCH/film"
    [ "$status" -eq 0 ]
    count=$(find "$SCRATCH/film" -name '*.svg' | wc -l)
    [[ $output == *"$count pictures in $SCRATCH/film"* ]]
    [ "$(find "$SCRATCH/film" -name 'marking-past-barrier-*.svg' | wc -l)" -ge 3 ]
    [ -z "$(find "$SCRATCH/film" -name '*.png')" ]
    grep -q 'D→nil' "$SCRATCH/film/marking-05.alt.txt"
    # Every object is there, once.
    [ "$(grep -cE '^[A-T]'$'\t' "$SCRATCH/film/marking-01.tsv")" -eq 20 ]
}

@test "without gnuplot the lesson is told and the missing program named" {
    PATH=/nonexistent run "$ESC" marking "--out=$SCRATCH/film"
    [ "$status" -eq 4 ]
    [[ $output == *'there is no gnuplot'* ]]
    [[ $output == *'everything is white'* ]]
}

@test "a theme that is not known is a usage error" {
    run "$ESC" marking --theme=sepia
    [ "$status" -eq 2 ]
    [[ $output == *'there is no theme "sepia": light, dark, page'* ]]
}
