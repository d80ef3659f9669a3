#!/usr/bin/env bash
# What `make test` runs: lint, then units and transcripts built by gcc, by clang, and with
# AddressSanitizer + UndefinedBehaviorSanitizer. Every program speaks TAP; the last line sums it up.
# As many programs as there are processors run at a time and are told in their order, each with its CPU
# seconds: none asserts a duration, and none writes where another one reads.
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
    printf '%-4s %-34s %4d passed, %d failed %7s s\n' "$([ "$not_ok" -eq 0 ] && echo ok || echo FAIL)" \
        "$1" "$ok" "$not_ok" "$(cpu_seconds "$2.cpu")"
    if [ "$not_ok" -ne 0 ]; then tail -n 60 "$2"; fi
}

# cpu_seconds FILE: what `times` said of a shell's children, "0m1.2s 0m0.3s", as one number.
cpu_seconds() { tail -n 1 "$1" | tr ms '  ' | awk '{ printf "%.1f", $1 * 60 + $2 + $3 * 60 + $4 }'; }

names=() told=0 # started programs; the first of them that were told

# tell: the programs that have ended, up to the first that has not.
tell() {
    while [ "$told" -lt "${#names[@]}" ] && [ -s "$log/$told.code" ]; do
        tally "${names[told]}" "$log/$told" "$(cat "$log/$told.code")"
        told=$((told + 1))
    done
}

# keep NUMBER COMMAND...: at most an hour, a hang's end on the busiest machine; output, CPU time and code into files.
keep() {
    local number=$1 code
    shift
    timeout 3600 "$@" >"$log/$number" 2>&1 &
    trap 'kill $!' TERM
    wait $!
    code=$?
    times >"$log/$number.cpu"
    echo "$code" >"$log/$number.code"
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

# after NAME: waits until a program that was started has ended.
after() {
    local number
    for number in "${!names[@]}"; do
        [ "${names[number]}" = "$1" ] || continue
        until [ -s "$log/$number.code" ]; do wait -n; done
    done
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

# longest FILE...: the files, those first that take longest (CPU seconds above), so that no processor
# is left with nothing to do beside the last one.
longest() {
    local name file
    for name in disasm go. verify environment bench exercise explain runtime_ build_libraries chart_files measure_ ''; do
        for file; do
            case ${file##*/} in "$name"*) printf '%s\n' "$file" ;; esac
        done
    done | awk '!told[$0]++'
}

# runtime_machine_code reads what gcc and clang make of kernels, whoever has compiled the reader; how
# esc_build calls them is build_libraries' business in every build.
units() { # units NAME FOLDER [again]
    local program
    for program in $(longest "$2"/unit/*); do
        case $program in *.d) continue ;; */runtime_machine_code) [ $# -eq 2 ] || continue ;; esac
        run "$1 $(basename "$program")" "$program"
    done
}

cli() { # cli NAME FOLDER: the transcripts, and the bad cases
    local file
    for file in $(longest tests/cli/*.bats); do
        ESC_BUILD=$2 run "$1 $(basename "$file" .bats)" bats --tap "$file"
    done
    ESC_BUILD=$2 run "$1 bad cases" tests/bad/run.sh
}

# The sanitizers' programs find what the plain ones have compiled (a case is never sanitized), and what
# runs no program of ours is not run again.
cli_again() { # cli_again NAME FOLDER FIRST-NAME FIRST-FOLDER
    local file
    export ESC_CACHE=$4
    for file in $(longest tests/cli/*.bats); do
        grep -q 'ESC\|tiny' "$file" || continue
        after "$3 $(basename "$file" .bats)"
        ESC_BUILD=$2 run "$1 $(basename "$file" .bats)" bats --tap "$file"
    done
    after "$3 bad cases"
    ESC_BUILD=$2 run "$1 bad cases" tests/bad/run.sh
    unset ESC_CACHE
}

machine_code() {
    local compiler
    after 'gcc disasm' # has filled the cache that the others look through
    for compiler in gcc clang; do
        run "machine code of the cases, $compiler" \
            tests/gort/machine-code.sh build/cli/disasm/escapement "$compiler"
    done
}

prove() {
    local build
    for build in tsan asan check; do
        run "goheap: randomised mutator, $build" sh -c "tests/goheap/prove.sh '' '' $build && echo ok 1"
    done
    run 'goheap: a dead chain' sh -c 'tests/goheap/chain.sh && echo ok 1'
}

sanitized() {
    export UBSAN_OPTIONS=print_stacktrace=1
    # The collectors scan stacks, and would not see the fake ones that gcc 14 and later use.
    export ASAN_OPTIONS=detect_stack_use_after_return=0
    "$@"
    unset UBSAN_OPTIONS ASAN_OPTIONS
}

is_chosen() { [[ " $steps " == *" $1 "* ]]; }
drop() { steps=$(printf '%s' " $steps " | sed "s/ $1 / /"); }

# Line tables are all that a message of a sanitizer or a debugger's backtrace needs (-g1). What clang
# warns of does not hang on what it optimises, and a sanitizer sees more where nothing is folded away;
# kernels, runtimes and their tests are optimised in every build (the Makefile's TIMED_CODE). gcc knows no
# range of a number without optimising, and warns of formats for want of it: its own build does that.
build_all() {
    if is_chosen gcc; then build gcc CC=gcc CXX=g++ BUILD=build || drop gcc; fi
    if is_chosen clang; then
        build clang CC=clang CXX=clang++ BUILD=build/clang OPTIMISE='-O2 -g1' \
            UNTIMED='-O0 -g1' || drop clang
    fi
    if is_chosen san; then
        build asan+ubsan CC=gcc CXX=g++ BUILD=build/san SANITIZE=address,undefined \
            OPTIMISE='-O1 -g1' UNTIMED='-O0 -g1 -Wno-format-truncation' || drop san
    fi
}

begin=$SECONDS
steps=${*:-lint gcc clang san}
build_all
gcc=$(is_chosen gcc && echo yes)
if is_chosen gcc; then
    cli gcc build
    prove
    run structure tests/structure.sh build
fi
if is_chosen lint; then run lint tests/lint.sh; fi
if is_chosen san; then sanitized units asan+ubsan build/san ${gcc:+again}; fi
if is_chosen gcc; then units gcc build; fi
if is_chosen clang; then units clang build/clang ${gcc:+again}; fi
if is_chosen gcc; then machine_code; fi
if is_chosen san; then sanitized cli_again asan+ubsan build/san gcc build; fi
finish
printf 'took %d s\n' $((SECONDS - begin))
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
