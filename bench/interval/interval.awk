# Of lines "tool ratio low high", one a run: the mean half width of the intervals, how far the runs'
# ratios lie apart (1.4826 MAD, as a part of the median), and how many intervals hold 1, the truth.

function median(list, n,    i, j, t) {
    for (i = 2; i <= n; i++) {
        t = list[i]
        for (j = i - 1; j >= 1 && list[j] > t; j--) list[j + 1] = list[j]
        list[j + 1] = t
    }
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

function size(x) { return x < 0 ? -x : x }

{
    n = ++runs[$1]
    ratio[$1, n] = $2
    width[$1] += ($4 - $3) / 2
    holds[$1] += $3 <= 1 && 1 <= $4
}

END {
    printf "%-11s %5s %8s %12s %18s %8s\n", "tool", "runs", "median", "half width", "run to run (MAD)",
           "hold 1"
    for (tool in runs) {
        n = runs[tool]
        for (i = 1; i <= n; i++) list[i] = ratio[tool, i]
        middle = median(list, n)
        for (i = 1; i <= n; i++) list[i] = size(ratio[tool, i] - middle)
        spread = 1.4826 * median(list, n) / middle
        printf "%-11s %5d %8.4f %11.2f%% %17.2f%% %4d/%d\n", tool, n, middle, 100 * width[tool] / n,
               100 * spread, holds[tool], n
    }
}
