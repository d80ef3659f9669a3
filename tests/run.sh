#!/usr/bin/env bash
# What `make test` runs: lint, then units and transcripts built by gcc, by clang, and with
# AddressSanitizer + UndefinedBehaviorSanitizer. Every program speaks TAP; the last line sums it up.
# As many programs as there are processors run at a time and are told in their order: none asserts a
# duration, and none writes where another one reads.
# Usage: tests/run.sh [lint] [gcc] [clang] [san]     (default: all four)
set -u
cd "$(dirname "$0")/.." || exit 4
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
trap 'kill $(jobs -p) 2>/dev/null; wait; exit 130' INT TERM
jobs=$(nproc)
passed=0 failed=0 skipped=0
export LC_ALL=C.UTF-8 CMOCKA_MESSAGE_OUTPUT=tap

# tally NAME FILE CODE: adds a TAP output; a program that ends badly without a "not ok" counts too.
tally() {
    local ok not_ok skip
    skip=$(grep -ciE '^(not )?ok .*# skip' "$2") # cmocka says "not ok … # SKIP"
    ok=$(grep -iv '# skip' "$2" | grep -c '^ok ')
    not_ok=$(grep -iv '# skip' "$2" | grep -c '^not ok ')
    if [ "$3" -ne 0 ] && [ "$not_ok" -eq 0 ]; then not_ok=1; fi
    if [ "$3" -eq 0 ] && [ $((ok + skip + not_ok)) -eq 0 ]; then not_ok=1; fi
    passed=$((passed + ok)) failed=$((failed + not_ok)) skipped=$((skipped + skip))
    printf '%-4s %-34s %4d passed, %d failed\n' "$([ "$not_ok" -eq 0 ] && echo ok || echo FAIL)" \
        "$1" "$ok" "$not_ok"
    if [ "$not_ok" -ne 0 ]; then tail -n 60 "$2"; fi
}

names=() told=0 # started programs; the first of them that were told

# tell: the programs that have ended, up to the first that has not.
tell() {
    while [ "$told" -lt "${#names[@]}" ] && [ -s "$log/$told.code" ]; do
        tally "${names[told]}" "$log/$told" "$(cat "$log/$told.code")"
        told=$((told + 1))
    done
}

# keep NUMBER COMMAND...: at most five minutes; output and code into files.
keep() {
    local number=$1
    shift
    timeout 300 "$@" >"$log/$number" 2>&1 &
    trap 'kill $!' TERM
    wait $!
    echo $? >"$log/$number.code"
}

# run NAME COMMAND...: one test program, when a processor is free.
run() {
    local name=$1 number=${#names[@]}
    shift
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
    names+=("$name")
    keep "$number" "$@" &
    tell
}

finish() {
    wait
    tell
}

# build NAME MAKE-ARGUMENT...: a build that fails or warns is one failed test.
build() {
    local name=$1
    shift
    if make --no-print-directory -j"$jobs" "$@" WERROR=-Werror units >"$log/build" 2>&1; then
        passed=$((passed + 1))
        printf 'ok   %-34s builds without a warning\n' "$name"
        return 0
    fi
    failed=$((failed + 1))
    printf 'FAIL %-34s\n' "$name: build"
    grep -vE '^  (CC|CXX|AR|LINK) ' "$log/build" | head -n 40
    return 1
}

units() { # units NAME FOLDER
    local program
    for program in "$2"/unit/*; do
        case $program in *.d) continue ;; esac
        run "$1 $(basename "$program")" "$program"
    done
}

cli() { # cli NAME FOLDER
    local file
    ESC_BUILD=$2 run "$1 bad cases" tests/bad/run.sh
    for file in tests/cli/*.bats; do
        ESC_BUILD=$2 run "$1 $(basename "$file" .bats)" bats --tap "$file"
    done
}

run_lint() { run lint tests/lint.sh; }
run_gcc() {
    local compiler
    build gcc CC=gcc CXX=g++ BUILD=build || return
    run structure tests/structure.sh build
    run 'goheap: randomised mutator' sh -c 'tests/goheap/prove.sh && echo ok 1'
    run 'goheap: a dead chain' sh -c 'tests/goheap/chain.sh && echo ok 1'
    cli gcc build
    units gcc build
    finish # the next ones look through the cache that disasm.bats has filled
    for compiler in gcc clang; do
        run "machine code of the cases, $compiler" \
            tests/gort/machine-code.sh build/cli/disasm/escapement "$compiler"
    done
}
run_clang() {
    build clang CC=clang CXX=clang++ BUILD=build/clang || return
    units clang build/clang
}
run_san() {
    build asan+ubsan CC=gcc CXX=g++ BUILD=build/san SANITIZE=address,undefined OPTIMISE='-O1 -g' || return
    export UBSAN_OPTIONS=print_stacktrace=1
    # The collectors scan stacks, and would not see the fake ones that gcc 14 and later use.
    export ASAN_OPTIONS=detect_stack_use_after_return=0
    cli asan+ubsan build/san
    units asan+ubsan build/san
}

begin=$SECONDS
[ $# -gt 0 ] || set -- lint gcc clang san
for step in "$@"; do
    "run_$step"
    finish
done
printf 'took %d s\n' $((SECONDS - begin))
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
