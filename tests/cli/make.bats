#!/usr/bin/env bats
# What make hands to the program: every value as it was typed, and no variable that it would drop.
load helper

# In place of the program one that prints its arguments, a line each, and what it found in the
# environment under the names of make's variables.
setup_file() {
    export FAKE="$BATS_FILE_TMPDIR/build"
    mkdir -p "$FAKE"
    # shellcheck disable=SC2016  # for that shell
    printf '#!/bin/sh\nprintf "<%%s>\\n" "$@"\n' >"$FAKE/escapement"
    chmod +x "$FAKE/escapement"
}

make_fake() {
    run make --no-print-directory -o all -o deps-bench BUILD="$FAKE" "$@"
}

@test "hostile values arrive as they were typed, and nothing in them runs" {
    # shellcheck disable=SC2016  # is not to run
    values=("a b" "it's" 'say "x"' '$(shell touch X)' "\$(shell touch $SCRATCH/X)" "a;touch $SCRATCH/X"
        "\`touch $SCRATCH/X\`" "\$(touch $SCRATCH/X)" "a,b" 'a#b' "\\" '*' '~' '|' '$$' '${HOME}')
    for value in "${values[@]}"; do
        # Several commands in one call of make, which takes longer to read its files than they to print.
        make_fake check explain verify compare charts {CASE,POINT,GO,A,B,RUN,PRESET,THEME,FORMAT}="$value"
        [ "$status" -eq 0 ]
        [ "$output" = "$(printf '<%s>\n' check {--case,--go}="$value" explain {--case,--point,--go}="$value" \
            verify {--case,--go}="$value" compare {--preset,--theme,--format}="$value" -- "$value" "$value" \
            charts {--run,--case,--preset,--theme,--format}="$value")" ]
        make_fake new why {CASE,LIKE,LANG,FILE}="$value" ASSERT=1
        [ "$status" -eq 0 ]
        [ "$output" = "$(printf '<%s>\n' new {--like,--lang}="$value" "$value" why --assert -- "$value")" ]
        make_fake new why CASE=x FILE=main.go {FROM,RUN}="$value"
        [ "$status" -eq 0 ]
        [ "$output" = "$(printf '<%s>\n' new --from="$value" x why --run="$value" -- main.go)" ]
        # From the environment, too.
        CASE=$value make_fake disasm
        [ "${lines[1]}" = "<--case=$value>" ]
    done
    [ ! -e "$SCRATCH/X" ]
    [ ! -e X ]
}

@test "bench: every variable is one argument" {
    names=(CASE MATCH TAG SKIP POINT PRESET RUNTIME GO SEED ROUNDS RESUME SAVE)
    run make --no-print-directory -n bench "${names[@]/%/=a b;c\'\$(shell touch $SCRATCH/X)}"
    [ "$status" -eq 0 ]
    for name in "${names[@]}"; do
        option=$(echo "$name" | tr '[:upper:]' '[:lower:]')
        [[ ${lines[-1]} == *" --$option='a b;c'\\''\$(shell touch $SCRATCH/X)'"* ]]
    done
    [ ! -e "$SCRATCH/X" ]
}

@test "ARGS is words, and only words" {
    make_fake list "ARGS=--one two ;touch $SCRATCH/X \$(shell touch $SCRATCH/X)"
    [ "$status" -eq 0 ]
    [ "${lines[1]}" = "<--one>" ]
    [ "${lines[2]}" = "<two>" ]
    [ "${lines[3]}" = "<;touch>" ]
    [ ! -e "$SCRATCH/X" ]
}

@test "a variable that a command does not take is refused, and those it takes are named" {
    make_fake bench SIZE=8
    [ "$status" -ne 0 ]
    [[ $output == *'make bench takes no SIZE=; it takes ARGS CASE MATCH TAG SKIP POINT QUICK PRESET RUNTIME GO SEED ROUNDS RESUME SAVE'* ]]
    make_fake list CASE=a-a
    [ "$status" -ne 0 ]
    make_fake bench case=a-a
    [ "$status" -ne 0 ]
    make_fake verify "SIZE=\$(shell touch $SCRATCH/X)"
    [ "$status" -ne 0 ]
    [ ! -e "$SCRATCH/X" ]
    make_fake charts QUICK=1
    [ "$status" -ne 0 ]
    [[ $output == *'it takes ARGS RUN CASE'* ]]
}

@test "reference without a run leaves the committed one alone" {
    run make -n reference
    [ "$status" -ne 0 ]
    [[ $output == *'make reference needs RUN='* ]]
}

@test "workshop: a file's settings become options, others are refused with the file's name" {
    run make --no-print-directory -n -o all -o deps-bench BUILD="$FAKE" workshop
    [ "$status" -eq 0 ]
    [[ $output == *" bench --case='pointer-return,"*"--preset=quick"*"--seed='2026'"* ]]
    [[ ${lines[-1]} == *" charts --preset='projector' --theme='light' --format='png'"* ]]
    printf "CASE = a-a,it's\nROUNDS = 7\nTHEME = dark\n" >"$SCRATCH/course.mk"
    run make --no-print-directory -n -o all -o deps-bench BUILD="$FAKE" workshop SETTINGS="$SCRATCH/course.mk"
    [[ $output == *" bench --case='a-a,it'\\''s'"*"--rounds='7'"* ]]
    [[ ${lines[-1]} == *" charts "*"--theme='dark'"* ]]
    echo "SEDE = 3" >"$SCRATCH/course.mk"
    make_fake workshop SETTINGS="$SCRATCH/course.mk"
    [ "$status" -ne 0 ]
    [[ $output == *"$SCRATCH/course.mk: there is no setting SEDE; there are: ALL CASE"* ]]
    make_fake workshop SETTINGS="$SCRATCH/none.mk"
    [ "$status" -ne 0 ]
    [[ $output == *none.mk* ]]
}
