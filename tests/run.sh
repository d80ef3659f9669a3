#!/usr/bin/env bash
# What `make test` runs: lint, then units and transcripts built by gcc, by clang, and with
# AddressSanitizer + UndefinedBehaviorSanitizer. Every program speaks TAP; the last line sums it up.
# Usage: tests/run.sh [lint] [gcc] [clang] [san]     (default: all four)
set -u
cd "$(dirname "$0")/.." || exit 4
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
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

# run NAME COMMAND...: one test program, at most five minutes.
run() {
    local name=$1
    shift
    timeout 300 "$@" >"$log/out" 2>&1
    tally "$name" "$log/out" $?
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

# script NAME COMMAND...: a program that tells its result by its exit code alone.
script() {
    local name=$1 code=0
    shift
    timeout 300 "$@" >"$log/script" 2>&1 || code=$?
    { cat "$log/script"; [ $code -eq 0 ] && echo "ok 1" || echo "not ok 1"; } >"$log/out"
    tally "$name" "$log/out" $code
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
    for file in tests/cli/*.bats; do
        ESC_BUILD=$2 run "$1 $(basename "$file" .bats)" bats --tap "$file"
    done
    ESC_BUILD=$2 run "$1 bad cases" tests/bad/run.sh
}

run_lint() { run lint tests/lint.sh; }
run_gcc() {
    build gcc CC=gcc CXX=g++ BUILD=build || return
    units gcc build
    cli gcc build
    run 'machine code of the cases' tests/gort/machine-code.sh
    script 'goheap: randomised mutator' tests/goheap/prove.sh
}
run_clang() {
    build clang CC=clang CXX=clang++ BUILD=build/clang || return
    units clang build/clang
}
run_san() {
    build asan+ubsan CC=gcc CXX=g++ BUILD=build/san SANITIZE=address,undefined OPTIMISE='-O1 -g' || return
    export UBSAN_OPTIONS=print_stacktrace=1
    units asan+ubsan build/san
    cli asan+ubsan build/san
}

begin=$SECONDS
[ $# -gt 0 ] || set -- lint gcc clang san
for step in "$@"; do "run_$step"; done
printf 'took %d s\n' $((SECONDS - begin))
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
