#!/bin/sh
# The randomised mutator in every build that can catch a mistake of the collector.
# usage: prove.sh [steps] [seed] [check|asan|tsan ...]
#        bounded for CI by default; any number of steps by hand; "" is the default, too
# Exit codes: 0 nothing found, 1 something was, 4 no compiler.
set -eu

steps=${1:-1500}
seed=${2:-1}
shift "$(($# < 2 ? $# : 2))"
[ $# -gt 0 ] || set -- check asan tsan
cd "$(dirname "$0")/../.."
cc=${CC:-cc}
command -v "$cc" >/dev/null 2>&1 || { echo "prove.sh: no C compiler ($cc)" >&2; exit 4; }

# build NAME SANITIZERS FLAGS...: compiles what has changed since the last time.
build() {
    program=build/prove/$1/mutator
    log=build/prove/$1/log
    mkdir -p "build/prove/$1"
    make --no-print-directory CC="$cc" BUILD="build/prove/$1" SANITIZE="$2" OPTIMISE="$3 -g1" \
        "$program" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
}

# run NAME OPTIONS...
run() {
    name=$1
    shift
    printf '%-6s %-52s ' "$name" "$*"
    "$program" "$@" "seed=$seed" || { echo "prove.sh: $name $* seed=$seed failed" >&2; exit 1; }
}

prove_check() {
    build check '' '-O2 -DGOHEAP_CHECK'
    run check threads=1 procs=1 "steps=$steps"
    run check threads=1 procs=1 "steps=$((steps / 8))" stress=3
    run check threads=2 procs=1 "steps=$steps" work=4096
    run check threads=4 procs=2 "steps=$steps"
    run check threads=8 procs=4 "steps=$steps" gogc=50
    run check release=127 threads=1 procs=1 "steps=$((steps / 8))" stress=3
    run check release=127 threads=2 procs=1 "steps=$steps" work=4096
    run check release=127 threads=8 procs=4 "steps=$steps" gogc=50
}

# From gcc 14 on ASan moves variables to fake stacks, which a conservative scan does not see: it
# frees what only they point to.
prove_asan() {
    export ASAN_OPTIONS=detect_stack_use_after_return=0
    build asan address,undefined,float-cast-overflow \
        '-O1 -DGOHEAP_CHECK -fno-sanitize-recover=float-cast-overflow'
    run asan threads=1 procs=1 "steps=$((steps / 2))"
    run asan threads=4 procs=2 "steps=$((steps / 2))"
    run asan release=127 threads=4 procs=2 "steps=$((steps / 2))"
}

# ThreadSanitizer holds signals back, so threads are stopped where they leave the allocator. No
# suppressions; only the reading of stacks and roots is not instrumented (UNINSTRUMENTED).
prove_tsan() {
    build tsan thread '-O1 -DGOHEAP_COOPERATIVE'
    run tsan threads=3 procs=1 "steps=$((steps / 2))"
    run tsan threads=4 procs=2 "steps=$((steps / 2))"
    run tsan threads=4 procs=4 "steps=$((steps / 2))"
    run tsan release=127 threads=3 procs=1 "steps=$((steps / 4))"
    run tsan release=127 threads=4 procs=4 "steps=$((steps / 2))"
}

for name; do "prove_$name"; done
