# Medians and ratios of compare.sh's raw lines: side procs round name ns bytes mallocs cycles
# (trees: side procs round name ns peak_kib). The ratio is the median of the ratios by round.

function median(list, n,    i, j, t) {
    for (i = 2; i <= n; i++) {
        t = list[i]
        for (j = i - 1; j >= 1 && list[j] > t; j--) list[j + 1] = list[j]
        list[j + 1] = t
    }
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

function column(side, key, field,    n, r, list) {
    n = 0
    for (r = 0; r < rounds; r++)
        if ((side, key, r, field) in value) list[++n] = value[side, key, r, field]
    return n ? median(list, n) : -1
}

function ratio(side, key, field,    n, r, list) {
    n = 0
    for (r = 0; r < rounds; r++)
        if (((side, key, r, field) in value) && value["go", key, r, field] > 0)
            list[++n] = value[side, key, r, field] / value["go", key, r, field]
    return n ? median(list, n) : -1
}

# How many times as fast as libgc goheap is, round by round.
function against_libgc(key,    n, r, list) {
    n = 0
    for (r = 0; r < rounds; r++)
        if (("boehm", key, r, 1) in value)
            list[++n] = value["boehm", key, r, 1] / value["goheap", key, r, 1]
    return n ? median(list, n) : -1
}

function show(x, format) { return x < 0 ? "-" : sprintf(format, x) }

function times(key) {
    return sprintf("%-24s %11.4g %11.4g %11s %11s %8.2f %8s %8s", key, column("go", key, 1),
                   column("goheap", key, 1), show(column("boehm", key, 1), "%.4g"),
                   show(column("mimalloc", key, 1), "%.4g"), ratio("goheap", key, 1),
                   show(ratio("boehm", key, 1), "%.2f"), show(ratio("mimalloc", key, 1), "%.2f"))
}

# Ranks of x[1..n]; ties share their mean rank.
function ranks(x, n, out,    i, j, less, same) {
    for (i = 1; i <= n; i++) {
        less = same = 0
        for (j = 1; j <= n; j++) {
            if (x[j] < x[i]) less++
            if (x[j] == x[i]) same++
        }
        out[i] = less + (same + 1) / 2
    }
}

function correlation(x, y, n,    i, rx, ry, mx, my, sxy, sxx, syy) {
    ranks(x, n, rx); ranks(y, n, ry)
    mx = my = (n + 1) / 2
    for (i = 1; i <= n; i++) {
        sxy += (rx[i] - mx) * (ry[i] - my)
        sxx += (rx[i] - mx) ^ 2
        syy += (ry[i] - my) ^ 2
    }
    return sxx * syy > 0 ? sxy / sqrt(sxx * syy) : 0
}

{
    key = $4 " procs=" $2
    if (!(key in seen)) { seen[key] = 1; keys[++count] = key; name[key] = $4 }
    if ($3 + 1 > rounds) rounds = $3 + 1
    for (i = 5; i <= NF; i++) value[$1, key, $3, i - 4] = $i
}

END {
    printf "%-24s %11s %11s %11s %11s %8s %8s %8s | %9s %9s %6s | %s\n", "job", "go ns", "goheap ns",
           "boehm ns", "mimalloc ns", "gh/go", "bm/go", "mi/go", "go GC/M", "gh GC/M", "ratio",
           "bytes and mallocs per op"
    for (k = 1; k <= count; k++) {
        key = keys[k]
        if (name[key] ~ /^trees/) {
            printf "%s | peak KiB: go %d, goheap %d (%.2f), boehm %s, mimalloc %s\n", times(key),
                   column("go", key, 2), column("goheap", key, 2), ratio("goheap", key, 2),
                   show(column("boehm", key, 2), "%d"), show(column("mimalloc", key, 2), "%d")
            continue
        }
        g = ratio("goheap", key, 1)
        bytes_go = column("go", key, 2); bytes_goheap = column("goheap", key, 2)
        difference = bytes_goheap - bytes_go
        same = difference * difference < 1e-4 * bytes_go * bytes_go ? "equal" : "DIFFER"
        printf "%s | %9.4g %9.4g %6.2f | %.4g %.3g %s\n", times(key), column("go", key, 4),
               column("goheap", key, 4), ratio("goheap", key, 4), bytes_goheap,
               column("goheap", key, 3), same
        if (name[key] ~ /scan/) {
            x[++n] = column("go", key, 1); y[n] = column("goheap", key, 1); r[n] = g
            if (g > worst) { worst = g; worst_key = key }
            split(name[key], part, "/")
            f = against_libgc(key)
            if (part[2] >= 64 && f > 0) { faster[++beside] = f; twice += f >= 2 }
        } else if (name[key] ~ /^live\//) {
            sub(/.*procs=/, "", key)
            lx[key, ++live[key]] = column("go", keys[k], 1); ly[key, live[key]] = column("goheap", keys[k], 1)
        }
    }
    if (n) printf "curve: median ratio %.2f, highest %.2f (%s), rank correlation %.3f over %d points\n",
                  median(r, n), worst, worst_key, correlation(x, y, n), n
    if (beside) printf "libgc, from 64 B up: goheap is %.2f times as fast at the median, at least twice at %d of %d points\n",
                       median(faster, beside), twice, beside
    for (procs = 1; procs <= 2; procs++) {
        for (i = 1; i <= live[procs]; i++) { x[i] = lx[procs, i]; y[i] = ly[procs, i] }
        if (live[procs]) printf "live heap, procs=%d: rank correlation %.3f over %d points\n", procs,
                                correlation(x, y, live[procs]), live[procs]
    }
}
