# The samples of several runs, samples.tsv one behind the other: what was timed and what was not.
/^#/ { next }
/\twall_ns\t/ {
    for (k = 1; k <= NF; k++) column[$k] = k
    next
}
{
    samples++
    timed += $column["wall_ns"] / 1e9
    around += ($column["child_wall_ns"] - $column["wall_ns"]) / 1e9
}
END {
    printf "%-8s %d samples, timed %.1f s, %.1f s in their processes around them (%.2f ms each)\n", name,
        samples, timed, around, around * 1e3 / samples
}
