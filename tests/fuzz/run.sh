#!/usr/bin/env bash
# Fuzzes each reader of other people's files for its share of the time, from the committed corpus and
# the files that are there anyway, in a build of its own (build/fuzz, by clang with libFuzzer and the
# address and undefined-behaviour sanitizers). What crashes one is kept in build/fuzz/found; a finding
# that is mended leaves a test or a file in the corpus.
# Usage: tests/fuzz/run.sh [SECONDS [TARGET...]]     (default: 60 in all, each target)
set -eu
cd "$(dirname "$0")/../.."
build=build/fuzz
seconds=${1:-60}
case $seconds in '' | *[!0-9]*) echo "fuzz: SECONDS=$seconds is no number of seconds" >&2 && exit 2 ;; esac
[ $# -gt 0 ] && shift
targets=("$@")
[ $# -gt 0 ] || targets=(case journal results why go)

# make of a test or a make target hands down its own settings.
env -u MAKEFLAGS -u MAKELEVEL make --no-print-directory -s -j"$(nproc)" "BUILD=$build" CC=clang CXX=clang++ \
    SANITIZE=fuzzer-no-link,address,undefined OPTIMISE='-O1 -g' "${targets[@]/#/$build/fuzz/}"

# The bad files that do not wait for a limit of the sandbox; prints their folder.
quick_cases() {
    mkdir -p "$build/seeds"
    for file in tests/bad/load-*.lua; do
        case $file in *endless* | *hog* | *repetition* | *huge* | *too-many*) ;; *) cp "$file" "$build/seeds" ;; esac
    done
    echo "$build/seeds"
}

share=$((seconds / ${#targets[@]}))
[ "$share" -gt 0 ] || share=1
bad=0
for target in "${targets[@]}"; do
    seeds=("tests/fuzz/corpus/$target")
    [ "$target" != case ] || seeds+=("$(quick_cases)" cases)
    mkdir -p "$build/corpus/$target" "$build/found/$target"
    echo "fuzz: $target for $share s"
    options=detect_stack_use_after_return=0
    # The sandbox's process ends without freeing what it has; here that is the fuzzer's own.
    [ "$target" != case ] || options=$options:detect_leaks=0
    if ASAN_OPTIONS=$options "$build/fuzz/$target" -max_total_time="$share" \
        -timeout=120 -report_slow_units=60 -rss_limit_mb=2048 -max_len=16384 -dict="tests/fuzz/$target.dict" -print_final_stats=1 \
        -artifact_prefix="$build/found/$target/" "$build/corpus/$target" "${seeds[@]}" \
        >"$build/$target.log" 2>&1; then
        sed -n 's/^stat::number_of_executed_units: /fuzz: inputs tried: /p' "$build/$target.log"
    else
        bad=1
        tail -n 40 "$build/$target.log"
        echo "fuzz: $target failed; the input is in $build/found/$target, all that was said in $build/$target.log"
    fi
done
exit $bad
