#!/bin/sh
# The randomised mutator in every build that can catch a mistake of the collector.
# usage: prove.sh [steps] [seed]      bounded for CI by default; any number of steps by hand
# Exit codes: 0 nothing found, 1 something was, 4 no compiler.
set -eu

steps=${1:-1500}
seed=${2:-1}
here=$(cd "$(dirname "$0")" && pwd)
heap=$here/../../harness/goheap
cc=${CC:-cc}
command -v "$cc" >/dev/null 2>&1 || { echo "prove.sh: no C compiler ($cc)" >&2; exit 4; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# build NAME FLAGS...
build() {
    name=$1
    shift
    "$cc" -std=gnu17 -g -D_GNU_SOURCE "$@" "$here/mutator.c" "$heap"/*.c -pthread -o "$work/$name"
}

# run NAME OPTIONS...
run() {
    name=$1
    shift
    printf '%-6s %-44s ' "$name" "$*"
    "$work/$name" "$@" "seed=$seed" || { echo "prove.sh: $name $* seed=$seed failed" >&2; exit 1; }
}

build check -O2 -DGOHEAP_CHECK
run check threads=1 procs=1 "steps=$steps"
run check threads=1 procs=1 "steps=$((steps / 8))" stress=3
run check threads=2 procs=1 "steps=$steps" work=4096
run check threads=4 procs=2 "steps=$steps"
run check threads=8 procs=4 "steps=$steps" gogc=50

# From gcc 14 on ASan moves variables to fake stacks, which a conservative scan does not see: it
# frees what only they point to.
export ASAN_OPTIONS=detect_stack_use_after_return=0
build asan -O1 -DGOHEAP_CHECK -fsanitize=address,undefined,float-cast-overflow \
    -fno-sanitize-recover=all
run asan threads=1 procs=1 "steps=$((steps / 2))"
run asan threads=4 procs=2 "steps=$((steps / 2))"

# ThreadSanitizer holds signals back, so threads are stopped where they leave the allocator. No
# suppressions; only the reading of stacks and roots is not instrumented (UNINSTRUMENTED).
build tsan -O1 -DGOHEAP_COOPERATIVE -fsanitize=thread
run tsan threads=3 procs=1 "steps=$((steps / 2))"
run tsan threads=4 procs=2 "steps=$((steps / 2))"
run tsan threads=4 procs=4 "steps=$((steps / 2))"
