#!/usr/bin/env bats
# What stands around the program: output that cannot be written, folders, programs that are missing,
# paths, signals. Each costs what it must, says what to do, and ends with the documented code.
load helper

@test "output that cannot be written ends with 4 and says so" {
    for arguments in list --help "bench --help" "schema --reference"; do
        code=0
        # shellcheck disable=SC2086  # words
        "$ESC" $arguments >/dev/full 2>"$SCRATCH/err" || code=$?
        [ "$code" -eq 4 ]
        grep -q 'error: the output could not be written in full' "$SCRATCH/err"
    done
    code=0
    tiny pointer-return >/dev/full 2>/dev/null || code=$?
    [ "$code" -eq 4 ]
    [ -s "$SCRATCH/latest/results.json" ]
}

@test "a reader that goes away costs neither charts nor the exit code" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    "$ESC" bench --preset=quick --rounds=2 --sample-time=1 --runtime=malloc --results="$SCRATCH" \
        pointer-return 2>"$SCRATCH/err" | true
    [ "${PIPESTATUS[0]}" -eq 0 ]
    [ ! -s "$SCRATCH/err" ]
    [ -s "$SCRATCH/latest/charts/pairs.svg" ]
}

@test "a results folder that cannot be made ends with 4 before anything is measured" {
    run "$ESC" bench --results=/proc/none pointer-return
    [ "$status" -eq 4 ]
    [[ $output == *'/proc/none: error: cannot make the folder'* ]]
    [[ $output == *'hint: --results=FOLDER puts runs elsewhere'* ]]
}

@test "runs that start in one second get a folder each" {
    for k in 1 2 3; do
        tiny a-a >"$SCRATCH/out$k" 2>&1 && touch "$SCRATCH/good$k" &
    done
    wait
    [ -e "$SCRATCH/good1" ] && [ -e "$SCRATCH/good2" ] && [ -e "$SCRATCH/good3" ]
    [ "$(find "$SCRATCH" -name results.json | wc -l)" -eq 3 ]
}

# With these limits the shell cannot run bats' own `run`, so the program runs in a subshell.
limited() { # LIMIT ARGUMENT...
    code=0
    (
        # shellcheck disable=SC2086  # an option and its value
        ulimit $1
        shift
        "$ESC" "$@" >"$SCRATCH/out" 2>"$SCRATCH/err"
    ) || code=$?
}

@test "a small stack and few open files are told before anything is done" {
    for command in list "check a-a" "bench a-a" "explain a-a"; do
        # shellcheck disable=SC2086  # words
        limited "-s 64" $command
        [ "$code" -eq 4 ]
        grep -q '^escapement: error: the stack of a process is limited to less than 2048 KiB$' "$SCRATCH/err"
        grep -q 'hint: .*ulimit -s' "$SCRATCH/err"
        [ ! -s "$SCRATCH/out" ]
        # shellcheck disable=SC2086  # words
        limited "-n 8" $command
        [ "$code" -eq 4 ]
        grep -q '^escapement: error: open files are limited to fewer than 64$' "$SCRATCH/err"
        grep -q 'hint: .*ulimit -n' "$SCRATCH/err"
    done
    # Soft limits that may be raised are.
    limited "-Sn 8" list
    [ "$code" -eq 0 ]
    limited "-Ss 64" list
    [ "$code" -eq 0 ]
}

@test "files that may not grow cost a message, not a signal" {
    limited "-f 1" schema --reference
    [ "$code" -eq 4 ]
    grep -q 'error: the output could not be written in full' "$SCRATCH/err"
    limited "-f 1" check --preset=quick a-a
    [ "$code" -eq 4 ]
    grep -q 'error: .*File too large$' "$SCRATCH/err"
    limited "-f 1" bench "${tiny[@]}" a-a
    [ "$code" -eq 4 ]
    grep -q 'error: .*File too large$' "$SCRATCH/err"
}

@test "results that cannot be written are told, and made again from the journal" {
    # Larger than 170 KiB is results.json alone, see the number of rounds.
    (
        trap '' XFSZ
        ulimit -f 170
        tiny --rounds=150 a-a
    ) >"$SCRATCH/out" 2>"$SCRATCH/err" && return 1
    grep -q 'error: cannot write: File too large' "$SCRATCH/err"
    grep -q 'the finished rounds are in .*journal.tsv; `make bench RESUME=1` goes on' "$SCRATCH/err"
    grep -q '^ heap ' "$SCRATCH/out"
    folder=$(ls -d "$SCRATCH"/2*)
    [ ! -e "$folder/results.json" ]
    run "$ESC" bench --resume --results="$SCRATCH" --no-charts
    [ "$status" -eq 0 ]
    [ -s "$folder/results.json" ]
    [ "$(grep -c '^a-a/' "$folder/samples.tsv")" -eq 300 ]
}

@test "a run without the link \"latest\" is whole and says so" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    mkdir "$SCRATCH/latest"
    run "$ESC" bench --preset=quick --rounds=2 --sample-time=1 --runtime=malloc \
        --results="$SCRATCH" a-a
    [ "$status" -eq 4 ]
    [[ $output == *"$SCRATCH/latest: error: cannot point at 2"*'hint: RUN=2'* ]]
    [[ $output != *'RESUME=1'* ]]
    [ -s "$SCRATCH"/2*/charts/pairs.svg ]
}

@test "timed work is a part of the run's time" {
    tiny pointer-return >/dev/null 2>&1
    run python3 - "$SCRATCH/latest/results.json" <<'P'
import json, sys
run = json.load(open(sys.argv[1]))["escapement"]["run"]
assert 0 < run["timed_s"] < run["wall_s"], run
P
    [ "$status" -eq 0 ]
}

@test "without gnuplot there is a table, a run and exit code 4" {
    tiny pointer-return >/dev/null 2>&1
    mkdir "$SCRATCH/bin"
    ln -s "$(command -v "${CC:-cc}")" "$SCRATCH/bin/${CC:-cc}"
    PATH=$SCRATCH/bin run "$ESC" bench --preset=quick --rounds=2 --sample-time=1 --runtime=malloc \
        --results="$SCRATCH/run" pointer-return
    [ "$status" -eq 4 ]
    [[ $output == *'error: no charts were drawn: there is no gnuplot'* ]]
    [[ $output == *' heap '* ]]
    [ -s "$SCRATCH/run/latest/results.json" ]
    PATH=$SCRATCH/bin run "$ESC" charts --run="$SCRATCH/run/latest"
    [ "$status" -eq 4 ]
}

@test "without a compiler nothing is run and the exit code is 4" {
    export CC=no-such-compiler
    for command in bench check disasm; do
        run "$ESC" $command pointer-return a-a
        [ "$status" -eq 4 ]
        [ "${lines[0]}" = "escapement: error: cannot find the C compiler 'no-such-compiler'" ]
        [ "${#lines[@]}" -eq 2 ]
    done
    run tiny pointer-return
    [ "$status" -eq 4 ]
    [ -z "$(ls "$SCRATCH")" ]
}

@test "the run records further flags" {
    ESC_CFLAGS=-DFURTHER tiny a-a >/dev/null 2>&1
    grep -q '^# *flags:.* -DFURTHER\|^flags:.* -DFURTHER' "$SCRATCH/latest/samples.tsv" "$SCRATCH/latest/go.txt"
}

@test "a run is not resumed with another compiler or other flags" {
    "$ESC" bench --rounds=4000 --sample-time=2 --runtime=malloc --no-charts --preset=quick \
        --results="$SCRATCH" a-a >/dev/null 2>&1 &
    victim=$!
    for _ in $(seq 100); do
        sleep 0.1
        [ "$(cat "$SCRATCH"/*/journal.tsv 2>/dev/null | wc -l)" -gt 20 ] && break
    done
    kill -9 "$victim"
    wait "$victim" || true
    ESC_CFLAGS=-DFURTHER run "$ESC" bench --resume --results="$SCRATCH" --no-charts
    [ "$status" -eq 2 ]
    [[ $output == *'error: another flags: this run began with'* ]]
    [[ $output == *'hint: start a new run: make bench'* ]]
}

@test "an interrupt while charts are drawn ends with 130" {
    mkdir "$SCRATCH/bin"
    # shellcheck disable=SC2016  # for that shell
    printf '#!/bin/sh\nmkdir %s/once && kill -INT $(cut -d" " -f4 /proc/$PPID/stat)\nexit 1\n' "$SCRATCH" >"$SCRATCH/bin/gnuplot"
    chmod +x "$SCRATCH/bin/gnuplot"
    PATH=$SCRATCH/bin:$PATH run "$ESC" bench --preset=quick --rounds=2 --sample-time=1 \
        --runtime=malloc --results="$SCRATCH/run" a-a
    [ "$status" -eq 130 ]
    [[ $output == *'interrupted while drawing'* ]]
    [ -s "$SCRATCH/run/latest/results.json" ]
}

@test "a clone whose path is long, or odd, works" {
    long=$(printf 'd%.0s' $(seq 200))
    home="$SCRATCH/$long/$long/$long/it's ü"
    mkdir -p "$home/build" "$home/harness"
    cp "$BUILD/escapement" "$BUILD/escapement-child" "$BUILD/count.o" "$home/build"
    cp -r harness/kernel harness/gort harness/goheap "$home/harness"
    cp cases/pointer-return.lua "$SCRATCH"
    run "$home/build/escapement" check --preset=quick "$SCRATCH/pointer-return.lua"
    [ "$status" -eq 0 ]
    cp -r lua "$home"
    run "$home/build/escapement" new a-case # the folder for it is missing
    [ "$status" -eq 4 ]
}

@test "make hands a quote in a name to the program" {
    run make -n check CASE="it's.lua"
    [ "$status" -eq 0 ]
    [[ $output == *"--case='it'\\''s.lua'"* ]]
}
