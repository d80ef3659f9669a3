#!/usr/bin/env bats
# Who serves allocations: a table whose rows add up, a chart of it.
load helper

@test "each row of the table is a million objects" {
    run "$ESC" caches --no-charts
    [ "$status" -eq 0 ]
    [ "$(grep -cE '^ +[0-9]+ (B|KiB|MiB) ' <<<"$output")" -eq 18 ]
    # Four roundings to whole objects.
    awk '/^ +[0-9]+ (B|KiB|MiB) / { sum = $(NF-3) + $(NF-2) + $(NF-1) + $NF
        if (sum < 999998 || sum > 1000002) { print; bad = 1 } } END { exit bad }' <<<"$output"
    # Over 32 KiB there is no size class: neither a span of the P's nor a central.
    awk '$1 == 64 && $2 == "KiB" { found = $(NF-3) == 0 && $(NF-2) == 0 } END { exit !found }' <<<"$output"
}

@test "no line of the table is wider than 80 columns" {
    COLUMNS=80 "$ESC" caches --no-charts >"$SCRATCH/out"
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$SCRATCH/out"
}

@test "a chart, in the format that was asked for" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    run "$ESC" caches --format=svg "--out=$SCRATCH/caches"
    [ "$status" -eq 0 ]
    [[ $output == *"1 chart in $SCRATCH/caches"* ]]
    [ -s "$SCRATCH/caches/caches.svg" ]
    [ ! -e "$SCRATCH/caches/caches.png" ]
    grep -q '^131072' "$SCRATCH/caches/caches.tsv"
}

@test "an unknown word is a usage error" {
    run "$ESC" caches --preset=poster
    [ "$status" -eq 2 ]
    [[ $output == *'there is no preset "poster": projector, screen, paper'* ]]
}
