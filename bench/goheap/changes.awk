# What the price is from one release of Go to the next, in Go and in the model: of compare.sh's raw
# lines, by round. A change is resolved where all rounds are on one side of 1 and the median is 5 % off.

function take(side, key,    n, r, i, j, t, list) {
    n = 0
    for (r = 0; r < rounds; r++)
        if (ns[side "-" from, key, r] > 0 && ns[side "-" to, key, r] > 0)
            list[++n] = ns[side "-" to, key, r] / ns[side "-" from, key, r]
    for (i = 2; i <= n; i++) {
        t = list[i]
        for (j = i - 1; j >= 1 && list[j] > t; j--) list[j + 1] = list[j]
        list[j + 1] = t
    }
    least = list[1]
    most = list[n]
    return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

function way(factor) {
    if (most < 1 && factor < 0.95) return "cheaper"
    if (least > 1 && factor > 1.05) return "dearer"
    return "equal"
}

{
    key = $4 " procs=" $2
    if (!(key in seen)) { seen[key] = 1; keys[++count] = key }
    if ($3 + 1 > rounds) rounds = $3 + 1
    ns[$1, key, $3] = $5
}

END {
    printf "\nfrom go1.%s to go1.%s: time in go, in goheap\n", from, to
    for (k = 1; k <= count; k++) {
        go = take("go", keys[k])
        in_go = way(go)
        model = take("goheap", keys[k])
        in_model = way(model)
        printf "%-24s %6.2f %-8s %6.2f %-8s\n", keys[k], go, in_go, model, in_model
        if (in_go != "equal") { resolved++; same += in_go == in_model }
    }
    printf "resolved in go: %d; the model goes the same way in %d\n", resolved, same
}
