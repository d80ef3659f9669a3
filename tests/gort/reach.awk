# Which kernels of a case's library can reach an allocator. Reads, in this order and each announced by
# a line "== symbols", "== relocations", "== code": readelf -sW, readelf -rW, objdump -d. Prints one
# line a kernel: its symbol, then "allocates" or "clean".

function reaches(at,    k, n, list) {
    if (at in seen)
        return 0
    seen[at] = 1
    if (at in allocator)
        return 1
    n = split(calls[at], list, " ")
    for (k = 1; k <= n; k++)
        if (reaches(list[k]))
            return 1
    return 0
}

function bare(hex) {
    sub(/^0+/, "", hex)
    return hex
}

function increment(hex,    digits, head, place) {
    digits = "0123456789abcdef"
    head = substr(hex, 1, length(hex) - 1)
    place = index(digits, substr(hex, length(hex), 1))
    return place < 16 ? head substr(digits, place + 1, 1) : increment(head == "" ? "0" : head) "0"
}

# The address 16 further, where `run` stands: the third word of struct esc_kernel.
function run_of(hex) {
    return bare(increment(substr(hex, 1, length(hex) - 1)) substr(hex, length(hex)))
}

/^== / { part = $2; next }

part == "symbols" && $8 ~ /^esc_kernel_/ { kernel[$8] = bare($2) }

part == "relocations" && $3 == "R_X86_64_RELATIVE" { points_to[bare($1)] = bare($4) }

part == "code" && /^[0-9a-f]+ <.*>:$/ {
    here = bare($1)
    next
}

part == "code" && /(call|jmp|j[a-z]+|lea) .*[0-9a-f]+ <[^+>]+>/ {
    match($0, /[0-9a-f]+ <[^+>]+>/)
    split(substr($0, RSTART, RLENGTH), target, " ")
    calls[here] = calls[here] " " target[1]
    if (target[2] ~ /^<(malloc|calloc|realloc|aligned_alloc|GC_malloc|GC_malloc_atomic|GC_realloc|goheap_new|goheap_make|goheap_alloc_dirty)@plt>/)
        allocator[target[1]] = 1
}

END {
    for (name in kernel) {
        split("", seen)
        print name, reaches(points_to[run_of(kernel[name])]) ? "allocates" : "clean"
    }
}
