#!/usr/bin/env bats
# The doctor on fixture machines: words, remedies, width, colour, exit codes.
load helper

doctor() {
    run "$ESC" doctor --root "tests/fixtures/machine/$1"
}

@test "doctor: each complaint has its effect and one remedy, in 80 columns" {
    doctor laptop
    [ "$status" -eq 0 ]
    [[ $output == *'cpu      11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz, 4700 MHz'* ]]
    [[ $output == *'warn     governor          powersave, performance
         The clock rate follows the load: the first samples after a pause are
         slower, ns/op moves.
         -> sudo cpupower frequency-set -g performance
'* ]]
    [[ $output == *'ok       cpu quota         none
ok       memory nodes      1
'* ]]
    [[ $output == *' warn, 0 unknown. Nothing was changed.'* ]]
    for line in "${lines[@]}"; do [ "${#line}" -le 80 ]; done
}

@test "doctor: a machine that tells nothing is unknown, not an error" {
    doctor empty
    [ "$status" -eq 0 ]
    [[ $output == *', 14 unknown. Nothing was changed.'* ]]
    [[ $output == *'cpu      unknown'* ]]
}

@test "doctor: narrow terminals wrap at blanks" {
    COLUMNS=50 doctor vm
    [ "$status" -eq 0 ]
    [[ $output == *'warn     container         yes, Docker
         Load of the neighbours counts as load of
         this machine, and limits may be set from
         outside.
'* ]]
}

@test "doctor: colour is only added, and only when wanted" {
    doctor laptop
    [[ $output != *$'\033'* ]]
    plain=$output
    run env -u NO_COLOR CLICOLOR_FORCE=1 "$ESC" doctor --root tests/fixtures/machine/laptop
    [[ $output == *$'\033[33mwarn\033[0m     governor'* ]]
    without_ink=$(sed $'s/\033\\[[0-9]*m//g; /clock read/d' <<<"$output")
    [ "$without_ink" = "$(sed '/clock read/d' <<<"$plain")" ]
}

@test "doctor: unknown options end with 2" {
    run "$ESC" doctor --bogus
    [ "$status" -eq 2 ]
    run "$ESC" doctor laptop
    [ "$status" -eq 2 ]
}
