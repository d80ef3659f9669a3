# Where a run's time went: samples.tsv and journal.tsv of a run whose command took from `begin` to
# `end` (seconds).
/^#/ { next }
FILENAME ~ /samples/ && !("wall_ns" in column) {
    for (k = 1; k <= NF; k++) column[$k] = k
    next
}
FILENAME ~ /samples/ {
    samples++
    timed += $column["wall_ns"] / 1e9
    around += ($column["child_wall_ns"] - $column["wall_ns"]) / 1e9
}
$1 == "run" { before = $8; calibrated = $9; build = $10 } # emit/journal.h
$1 == "round" { wall = $3; all_timed = $4 }
END {
    printf "whole command %.1f s, timed work %.1f s (%.0f %%)\n", end - begin, all_timed,
        100 * all_timed / (end - begin)
    printf "  loading     %.1f s\n", build
    printf "  before      %.1f s: counting, calibrating (timed: %.1f s)\n", before, calibrated
    printf "  rounds      %.1f s: %d samples, timed %.1f s, %.1f ms each\n", wall - before, samples,
        timed, timed * 1e3 / samples
    printf "              %.1f s in their processes around them, %.1f ms each: start, heap, warm-up, end\n",
        around, around * 1e3 / samples
    printf "              %.1f s between: fork servers, samples taken again\n",
        wall - before - timed - around
    printf "  after       %.1f s: figures, table, charts, page\n", end - begin - build - wall
}
