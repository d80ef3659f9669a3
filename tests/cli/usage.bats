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
    for command in bench charts list check new doctor calibrate schema; do
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
}

@test "an unknown case names the nearest one" {
    run "$ESC" bench pointer-retrun
    [ "$status" -eq 2 ]
    [[ $output == *'pointer-return'* ]]
}

@test "charts without a run says how to make one" {
    run "$ESC" charts --run="$SCRATCH/none"
    [ "$status" -eq 4 ]
    [[ $output == *'error: '* ]]
}
