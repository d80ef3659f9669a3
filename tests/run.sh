#!/usr/bin/env bash
# The tests: `make test` runs "plain", .ci/run also "rest", `make test-all` all three.
#   plain   gcc's build: units, transcripts, bad cases; the linters
#   rest    the units built by clang, and with AddressSanitizer + UndefinedBehaviorSanitizer; the
#           transcripts again with these, and what takes long; the mutator of the heap model
#   long    the machine code of all cases at all points by gcc, clang and go, minutes of compiling (at the
#           quick points it is in plain); the types of all expressions beside those of go/types
# Every program speaks TAP; the last line sums it up. One program more than there are processors run at a
# time and are told in their order, each with its CPU seconds: none asserts a duration, and none writes
# where another one reads. What has failed is run again at the end, alone: when it passes then, that is
# told, and counts as passed.
# Usage: tests/run.sh [plain] [rest] [long]     (default: plain)
set -u
cd "$(dirname "$0")/.." || exit 4
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
trap 'kill $(jobs -p) 2>/dev/null; wait; exit 130' INT TERM
jobs=$(($(nproc) + 1)) # some of them wait
passed=0 failed=0 skipped=0
export LC_ALL=C.UTF-8 CMOCKA_MESSAGE_OUTPUT=tap

# The interpreter itself in front: where python3 is a version manager's script, that takes longer than most
# of what is asked of it.
if python=$(python3 -c 'import sys; print(sys.executable)' 2>/dev/null); then
    mkdir "$log/bin"
    printf '#!/bin/sh\nexec %q "$@"\n' "$python" >"$log/bin/python3"
    chmod +x "$log/bin/python3"
    PATH=$log/bin:$PATH
fi

# tally NUMBER: adds a program's TAP output; one that ends badly without a "not ok" counts too.
tally() {
    local file=$log/$1 ok not_ok skip code
    code=$(cat "$file.code")
    skip=$(grep -ciE '^((not )?ok .*|1\.\.0 )# skip' "$file") # cmocka says "not ok … # SKIP"
    ok=$(grep -iv '# skip' "$file" | grep -c '^ok ')
    not_ok=$(grep -iv '# skip' "$file" | grep -c '^not ok ')
    if [ "$code" -ne 0 ] && [ "$not_ok" -eq 0 ]; then not_ok=1; fi
    if [ "$code" -eq 0 ] && [ $((ok + skip + not_ok)) -eq 0 ]; then not_ok=1; fi
    printf '%-4s %-34s %4d passed, %d failed %7s s\n' "$([ "$not_ok" -eq 0 ] && echo ok || echo FAIL)" \
        "${names[$1]}" "$ok" "$not_ok" "$(cpu_seconds "$file.cpu")"
    if [ "$not_ok" -ne 0 ]; then
        tail -n 60 "$file"
        if ! is_again "$1" && [ "${#again[@]}" -lt "$at_most_again" ]; then
            again+=("$1")
            return
        fi
    fi
    passed=$((passed + ok)) failed=$((failed + not_ok)) skipped=$((skipped + skip))
}

# cpu_seconds FILE: what `times` said of a shell's children, "0m1.2s 0m0.3s", as one number.
cpu_seconds() { tail -n 1 "$1" | tr ms '  ' | awk '{ printf "%.1f", $1 * 60 + $2 + $3 * 60 + $4 }'; }

names=() told=0 # started programs; the first of them that were told
commands=()     # theirs, as a shell reads them
again=()        # numbers of those that failed and are run again; beyond so many it is no accident
at_most_again=5

first_again=
is_again() { [ -n "$first_again" ] && [ "$1" -ge "$first_again" ]; }

# tell: the programs that have ended, up to the first that has not.
tell() {
    while [ "$told" -lt "${#names[@]}" ] && [ -s "$log/$told.code" ]; do
        tally "$told"
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
    commands+=("$(printf '%q ' "$@")")
    keep "$number" "$@" &
    tell
}

finish() {
    wait
    tell
    local number
    first_again=${#names[@]}
    for number in "${again[@]}"; do
        run "again, alone: ${names[number]}" bash -c "${commands[number]}"
        wait
        tell
    done
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
    for name in disasm why. exercise go. workshop selection verify schema frame browser runtime_ build_libraries measure_ chart_files ''; do
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
        run "$1 $(basename "$program")" env "${environment[@]}" "$program"
    done
}

later=' structure page_size install from ' # transcripts that take long and seldom break
is_later() { [[ $later == *" $(basename "$1" .bats) "* ]]; }

cli() { # cli NAME FOLDER: the transcripts, and the bad cases
    local file
    rm -rf "$2/cli/shared" # what one hands on to the others
    for file in $(longest tests/cli/*.bats); do
        is_later "$file" || run "$1 $(basename "$file" .bats)" env ESC_BUILD="$2" bats --tap "$file"
    done
    run "$1 bad cases" env ESC_BUILD="$2" tests/bad/run.sh
}

# The sanitizers' programs find what the plain ones have compiled (a case is never sanitized), and what
# runs no program of ours is not run again, nor what packages it or looks at its pages in a browser.
cli_again() { # cli_again NAME FOLDER FIRST-NAME FIRST-FOLDER
    local file
    local where=(env "${environment[@]}" ESC_CACHE="$4" ESC_BUILD="$2")
    for file in $(longest tests/cli/*.bats); do
        if ! grep -q 'ESC\|tiny' "$file"; then continue; fi
        case ${file##*/} in install.bats | browser.bats) continue ;; esac
        after "$3 $(basename "$file" .bats)"
        run "$1 $(basename "$file" .bats)" "${where[@]}" bats --tap "$file"
    done
    after "$3 bad cases"
    run "$1 bad cases" "${where[@]}" tests/bad/run.sh
}

long() {
    local compiler
    run 'machine code at all points' env ESC_POINTS=all bats --tap -f 'gcc, clang and go' tests/cli/disasm.bats
    after 'machine code at all points' # has filled the cache that these look through
    for compiler in gcc clang; do
        run "machine code of the cases, $compiler" \
            tests/gort/machine-code.sh build/cli/disasm/escapement "$compiler"
    done
    run 'gotypes beside the compiler' tests/gotypes/compare.sh build
}

prove() {
    local build
    for build in tsan asan check; do
        run "goheap: randomised mutator, $build" sh -c "tests/goheap/prove.sh '' '' $build && echo ok 1"
    done
    run 'goheap: a dead chain' sh -c 'tests/goheap/chain.sh && echo ok 1'
}

# The collectors scan stacks, and would not see the fake ones that gcc 14 and later use.
sanitizers=(UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_stack_use_after_return=0)
environment=(LC_ALL=C.UTF-8) # of what is run

plain() {
    cli gcc build
    run structure tests/structure.sh build
    run lint tests/lint.sh
    units gcc build
}

# Line tables are all that a message of a sanitizer or a debugger's backtrace needs (-g1). What clang
# warns of does not hang on what it optimises, and a sanitizer sees more where nothing is folded away;
# kernels, runtimes and their tests are optimised in every build (the Makefile's TIMED_CODE). gcc knows no
# range of a number without optimising, and warns of formats for want of it: its own build does that.
rest() {
    local name quick='-O0 -g1 -Wno-format-truncation'
    for name in $later; do run "gcc $name" env ESC_BUILD=build bats --tap "tests/cli/$name.bats"; done
    prove
    run 'gosyntax beside the compiler' tests/gosyntax/compare.sh build
    run 'escape beside the compiler' tests/escape/compare.sh build
    if build clang CC=clang CXX=clang++ BUILD=build/clang OPTIMISE='-O2 -g1' UNTIMED='-O0 -g1'; then
        units clang build/clang again
    fi
    if build asan+ubsan CC=gcc CXX=g++ BUILD=build/san SANITIZE=address,undefined OPTIMISE='-O1 -g1' \
        UNTIMED="$quick" TESTED="$quick"; then
        environment+=("${sanitizers[@]}")
        units asan+ubsan build/san again
        cli_again asan+ubsan build/san gcc build
    fi
}

begin=$SECONDS
if build gcc CC=gcc CXX=g++ BUILD=build; then
    for part in "${@:-plain}"; do
        case $part in plain | rest | long) "$part" ;; *) echo "run.sh: plain, rest or long, not $part" >&2 && exit 2 ;; esac
    done
fi
finish
printf 'took %d s\n' $((SECONDS - begin))
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
