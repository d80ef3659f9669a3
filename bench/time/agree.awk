# Rows of two files of summary.tsv: how near their ns/op lie. Exits 3 when fewer than 95 % lie within
# 1.25 or the median of the ratios is further than 2 % from 1.
FNR == 1 { file++ }
/^#/ { next }
$1 == "name" {
    for (k = 1; k <= NF; k++) column[$k] = k
    next
}
$column["ns_per_op"] == "" { next }
file == 1 { first[$1] = $column["ns_per_op"]; next }
$1 in first {
    ratio = $column["ns_per_op"] / first[$1]
    off = ratio < 1 ? 1 / ratio : ratio
    ratios[++rows] = ratio
    if (off <= 1.25) near++
    else far = far sprintf("    %-52s %8.4g instead of %8.4g ns/op\n", $1, $column["ns_per_op"], first[$1])
}
END {
    if (rows == 0) {
        print name ": no rows to compare"
        exit 3
    }
    for (i = 2; i <= rows; i++) {
        value = ratios[i]
        for (k = i - 1; k > 0 && ratios[k] > value; k--) ratios[k + 1] = ratios[k]
        ratios[k + 1] = value
    }
    median = (ratios[int((rows + 1) / 2)] + ratios[int(rows / 2 + 1)]) / 2
    printf "%-20s %3d of %3d rows (%.0f %%) within 1.25, median ratio %.3f\n%s", name, near, rows,
        100 * near / rows, median, far
    exit near >= 0.95 * rows && median > 0.98 && median < 1.02 ? 0 : 3
}
