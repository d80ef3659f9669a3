#!/usr/bin/env bash
# The machine code of every case, as TAP: a strategy that is counted to allocate can reach its
# allocator, a strategy on the stack cannot reach any. x86-64 only.
# Usage: tests/gort/machine-code.sh ESCAPEMENT [COMPILER...]     (default: build/escapement gcc clang)
set -u
cd "$(dirname "$0")/../.." || exit 4
program=${1:-build/escapement}
shift
[ $# -gt 0 ] || set -- gcc clang
cache=$(dirname "$program")/cases
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0 bad=0

# The library of case $1 that compiler $2 made, or nothing: the one of most kernels, for others may
# have asked for fewer points, and the newest of them.
library() {
    local file clang kernels most=0 found=
    while read -r file; do
        clang=$(readelf -p .comment "$file" | grep -c 'clang version')
        case $2 in *clang*) [ "$clang" -gt 0 ] || continue ;; *) [ "$clang" -eq 0 ] || continue ;; esac
        kernels=$(readelf -sW "$file" | grep -c ' esc_kernel_')
        if [ "$kernels" -gt "$most" ]; then most=$kernels found=$file; fi
    done < <(find "$cache" -regex ".*/$1-[0-9a-f]+\.so" -printf '%T@ %p\n' | sort -rn | cut -d' ' -f2)
    echo "$found"
}

# Lines "KERNEL allocates|clean" of library $1.
reach() {
    {
        echo '== symbols'
        readelf -sW "$1"
        echo '== relocations'
        readelf -rW "$1"
        echo '== code'
        objdump -d --no-show-raw-insn "$1"
    } | awk -f tests/gort/reach.awk
}

# The rows of case $1 in the counted table $2 as "POINT STRATEGY RUNTIME ALLOCS"; RUNTIME is - where
# the row names none. The k-th row of a strategy and runtime is point k-1.
rows() {
    awk -v name="$1" '{
        n = split($2, part, "/")
        if ($1 != "ok" || part[1] != name)
            next
        split(part[2] "@-", who, "@")
        print 0 + point[part[2]]++, who[1], who[2], $3
    }' "$2"
}

# What is wrong with a case: files $1 (reach) and $2 (rows).
faults() {
    awk 'NR == FNR { state[$1] = $2; next }
    {
        strategy = $2
        gsub(/-/, "_", strategy)
        runtime = $3
        for (k = split("none goheap boehm malloc", all, " "); k >= 1; k--)
            if ($3 == "-" && ("esc_kernel_" $1 "_" strategy "_" all[k]) in state)
                runtime = all[k]
        kernel = "esc_kernel_" $1 "_" strategy "_" runtime
        if (!(kernel in state))
            print kernel ": not in the library"
        else if (runtime == "none" && state[kernel] == "allocates")
            print kernel ": the stack side can reach an allocator"
        else if ($4 > 0 && state[kernel] == "clean")
            print kernel ": counted " $4 " allocations, but no allocator is called"
    }' "$1" "$2"
}

check_case() { # CASE COMPILER TABLE
    local lib out
    lib=$(library "$1" "$2")
    number=$((number + 1))
    reach "$lib" >"$work/reach"
    rows "$1" "$3" >"$work/rows"
    out=$(faults "$work/reach" "$work/rows")
    if [ -n "$lib" ] && [ -s "$work/rows" ] && [ -z "$out" ]; then
        echo "ok $number $2: $1"
        return
    fi
    echo "not ok $number $2: $1"
    printf '%s\n' "${out:-no library or no rows}" | sed 's/^/# /'
    bad=1
}

if [ "$(uname -m)" != x86_64 ]; then
    echo '1..0 # skip not an x86-64'
    exit 0
fi
for compiler; do
    CC=$compiler "$program" check --as-timed >"$work/table" 2>&1
    for file in cases/*.lua; do
        check_case "$(basename "$file" .lua)" "$compiler" "$work/table"
    done
done
echo "1..$number"
exit "$bad"
