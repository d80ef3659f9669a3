#!/usr/bin/env bats
# Who serves allocations: a table whose rows add up, a chart of it.
load helper

# A million objects of each size are made and marked once for all that is looked at here.
@test "each row of the table is a million objects, no line is wider than 80 columns, a chart as asked for" {
    drawn=(--no-charts)
    if command -v gnuplot >/dev/null; then drawn=(--format=svg "--out=$SCRATCH/caches"); fi
    COLUMNS=80 run "$ESC" caches "${drawn[@]}"
    [ "$status" -eq 0 ]
    [ "$(grep -cE '^ +[0-9]+ (B|KiB|MiB) ' <<<"$output")" -eq 18 ]
    # Four roundings to whole objects.
    awk '/^ +[0-9]+ (B|KiB|MiB) / { sum = $(NF-3) + $(NF-2) + $(NF-1) + $NF
        if (sum < 999998 || sum > 1000002) { print; bad = 1 } } END { exit bad }' <<<"$output"
    # Over 32 KiB there is no size class: neither a span of the P's nor a central.
    awk '$1 == 64 && $2 == "KiB" { found = $(NF-3) == 0 && $(NF-2) == 0 } END { exit !found }' <<<"$output"
    grep -v "^1 chart in $SCRATCH" <<<"$output" | awk 'length($0) > 80 { print; bad = 1 } END { exit bad }'
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
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
