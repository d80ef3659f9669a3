#!/usr/bin/env bash
# Every bad case file in this folder, through the real program, as TAP. Beside NAME.lua stands
# NAME.expect: the command ("check" or "bench"), the exit code, then what is told about it.
# Last, one run of all of them beside a good case, whose row must be there all the same.
# Usage: tests/bad/run.sh [--write NAME...]    (write: print what is told now, to be read by a person)
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${ESC_BUILD:-build}
case $build in /*) ;; *) build=$root/$build ;; esac
cd "$here" || exit 4
# In a folder of their own, with the cache beside them, as tests/cli/helper.bash has it.
programs=$build/cli/bad
mkdir -p "$programs"
ln -f "$build/escapement" "$build/escapement-child" "$build/count.o" "$programs"
for cache in ${ESC_CACHE:+cases go}; do
    [ ! -e "$programs/$cache" ] || continue
    mkdir -p "$root/$ESC_CACHE/cli/bad/$cache"
    ln -s "$root/$ESC_CACHE/cli/bad/$cache" "$programs/$cache"
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C.UTF-8 NO_COLOR=1 CC=gcc
limits=(--memory-limit=512 --preset=quick)
timed=("${limits[@]}" --rounds=2 --sample-time=1 --no-charts --seed=1 --runtime=malloc)
# Seconds: few where a sample never ends, and no limit where filling the memory may take its time.
time_limit_of() { case $1 in run-hang.lua | run-sleep.lua | run-*s-server.lua) echo 2 ;; *) echo 3600 ;; esac }
runtime_of() { # the last word of the name where it is a runtime
    case $1 in *-boehm.lua) echo boehm ;; *-goheap.lua) echo goheap ;; *) echo malloc ;; esac
}

# What a person is told: messages and failed rows, without figures.
told() { # told COMMAND FILE: prints exit code and lines
    local code limit
    limit=--time-limit=$(time_limit_of "$2")
    if [ "$1" = bench ]; then
        "$programs/escapement" bench "${timed[@]}" "$limit" --results="$scratch" "$2" \
            >"$scratch/out" 2>&1
    else
        "$programs/escapement" check "${limits[@]}" "$limit" --runtime="$(runtime_of "$2")" "$2" \
            >"$scratch/out" 2>&1
    fi
    code=$?
    printf '%s %d\n' "$1" "$code"
    if [ "$1" = bench ]; then
        grep -E 'error:|hint:| in (round|the)' "$scratch/out" | sed 's/^ *//'
    else
        # What libc or a sanitizer adds to an abort is theirs.
        grep -vE '^ok |variants of ' "$scratch/out" | sed -E 's/: (free\(\)|==[0-9]+==).*//'
    fi
}

# A compiler's wording changes from release to release; the .expect files have that of gcc 12. With
# another one, a place, the first name in quotes and our own words must agree, a place once.
comparable() {
    case $1/$(gcc -dumpversion) in
    compile-*/12 | compile-*/12.*) cat ;;
    compile-*)
        sed "s/[‘’]/'/g" | sed -E "s/^([^ :]+:[0-9]+: error:) .*(a strategy with )/\1 \2/; t
            s/^([^ :]+:[0-9]+: error:) [^']*('[A-Za-z_][A-Za-z_0-9]*').*/\1 \2/; t
            s/^([^ :]+:[0-9]+: error:) .*/\1/" |
            awk '!/: error:/ || !told[substr($0, 1, index($0, " "))]++'
        ;;
    *) cat ;;
    esac
}

command_of() { # bench for faults that only show late
    case $1 in *-late*) echo bench ;; *) echo check ;; esac
}

if [ "${1:-}" = --write ]; then
    shift
    for name in "$@"; do told "$(command_of "$name")" "$name.lua" >"$name.expect"; done
    exit 0
fi

number=0 bad=0
report() { # report OK NAME
    number=$((number + 1))
    if [ "$1" = yes ]; then echo "ok $number $2"; else echo "not ok $number $2"; bad=1; fi
}

files=()
for file in load-*.lua compile-*.lua run-*.lua; do
    name=${file%.lua}
    files+=("$file")
    case $name in load-*) continue ;; esac # their messages: tests/unit/load_bad.c
    told "$(command_of "$name")" "$file" | comparable "$name" >"$scratch/told"
    comparable "$name" <"$name.expect" >"$scratch/expect"
    if diff -u "$scratch/expect" "$scratch/told" >"$scratch/diff" 2>&1; then
        report yes "$name"
    else
        report no "$name"
        sed 's/^/# /' "$scratch/diff"
    fi
done

# Another compiler has other words for it, in the same place. All cases at once, for a case that does
# not compile says so by its own file's name; how its words are read, tests/unit/build_messages.c has
# for the sanitizers.
compiled=(compile-*.lua)
if [ -z "${ESC_CACHE:-}" ]; then
    CC=clang "$programs/escapement" check "${limits[@]}" --runtime=malloc "${compiled[@]}" \
        >"$scratch/clang" 2>&1
    for file in "${compiled[@]}"; do
        place=$(sed -n 's/^\([^ ]*:[0-9]*: \).*/\1/p' "${file%.lua}.expect" | head -n 1)
        grep -E "^${file//./\\.}:[0-9]+: " "$scratch/clang" >"$scratch/told"
        if [ -n "$place" ] && [ "$(head -c ${#place} "$scratch/told")" = "$place" ]; then
            report yes "$file with clang"
        else
            report no "$file with clang: $place is not told first"
            sed 's/^/# /' "$scratch/clang"
        fi
    done
fi

"$programs/escapement" bench "${timed[@]}" --time-limit=2 --results="$scratch" good.lua "${files[@]}" \
    >"$scratch/out" 2>"$scratch/err"
code=$?
has_row() { awk '/^good:/ { on = 1 } /^$/ { on = 0 } on && /^ heap@malloc +!?[0-9]/ { row = 1 } END { exit !row }' "$1"; }
if [ $code -eq 2 ] && has_row "$scratch/latest/table.txt"; then
    report yes 'a good case beside all bad ones still gives its row'
else
    report no "a good case beside all bad ones still gives its row (exit $code)"
    sed 's/^/# /' "$scratch/out" "$scratch/err" | head -n 60
fi
if [ "${#files[@]}" -ge 40 ]; then report yes "${#files[@]} bad files"; else report no "${#files[@]} bad files"; fi
echo "1..$number"
exit $bad
