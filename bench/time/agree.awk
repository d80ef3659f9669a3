# Rows of two files of summary.tsv: how near their factors lie, and their ns/op. Exits 3 when fewer than
# 95 % of the factors lie within 1.25 or the median of their ratios is further than 2 % from 1.
FNR == 1 { file++ }
/^#/ { next }
$1 == "name" {
    for (k = 1; k <= NF; k++) column[$k] = k
    next
}
$column["ns_per_op"] == "" { next }
file == 1 {
    first_ns[$1] = $column["ns_per_op"]
    if ($column["factor"] != "") first[$1] = $column["factor"]
    next
}
$1 in first_ns { times[++rows] = $column["ns_per_op"] / first_ns[$1] }
$1 in first && $column["factor"] != "" {
    ratio = $column["factor"] / first[$1]
    off = ratio < 1 ? 1 / ratio : ratio
    ratios[++pairs] = ratio
    if (off <= 1.25) near++
    else far = far sprintf("    %-52s %8.4g instead of %8.4g\n", $1, $column["factor"], first[$1])
}

function median(list, count,    i, k, value) {
    for (i = 2; i <= count; i++) {
        value = list[i]
        for (k = i - 1; k > 0 && list[k] > value; k--) list[k + 1] = list[k]
        list[k + 1] = value
    }
    return (list[int((count + 1) / 2)] + list[int(count / 2 + 1)]) / 2
}

END {
    if (pairs == 0) {
        print name ": no rows to compare"
        exit 3
    }
    middle = median(ratios, pairs)
    printf "%-20s %3d of %3d factors (%.0f %%) within 1.25, median ratio %.3f (of ns/op: %.3f)\n%s", name, near,
        pairs, 100 * near / pairs, middle, median(times, rows), far
    exit near >= 0.95 * pairs && middle > 0.98 && middle < 1.02 ? 0 : 3
}
