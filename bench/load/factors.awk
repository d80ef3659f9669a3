# Two summary.tsv of the same cases: how many rows have a factor within `within` times that of the
# first file. Rows without a factor on either side are left out. Exits 3 when fewer than 90 % do and
# the run did not say (said=yes) that it is not to be used.
/^#/ { next }
FNR == 1 || $1 == "name" {
    for (k = 1; k <= NF; k++) column[$k] = k
    file++
    next
}
$column["factor"] == "" { next }
file == 1 { first[$1] = $column["factor"]; next }
$1 in first {
    ratio = $column["factor"] / first[$1]
    off = ratio < 1 ? 1 / ratio : ratio
    rows++
    ratios[rows] = off
    if (off <= within) near++
    else far = far sprintf("    %-52s %8.3g instead of %8.3g\n", $1, $column["factor"], first[$1])
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
    printf "%-20s %3d of %3d rows (%.0f %%) within %s of the first run; half within %.3f, " \
        "90 %% within %.3f; says not to be used: %s\n%s", name, near, rows, 100 * near / rows,
        within, ratios[int((rows + 1) / 2)], ratios[int(rows * 0.9 + 0.999)], said, far
    exit near >= 0.9 * rows || said == "yes" ? 0 : 3
}
