#!/usr/bin/env bats
# Counters beside the timed samples: of processor and kernel where they are asked for, of a case always.
load helper

# lacks GREP-ARGUMENT...: bash does not stop at a command behind `!`.
lacks() { if grep "$@"; then return 1; fi; }

@test "without --counters nothing is counted of processor and kernel" {
    tiny --rounds=1 pointer-return >"$SCRATCH/out" 2>/dev/null
    lacks 'counted$' "$SCRATCH/out"
    lacks '^Counters ' "$SCRATCH/out"
    lacks '"events"' "$SCRATCH/latest/results.json"
}

@test "--counters: each event is in results.json or refused there, and what is refused is told once" {
    tiny --rounds=1 --counters pointer-return a-a >"$SCRATCH/out" 2>/dev/null
    for event in instructions cycles cache_misses branch_misses page_faults context_switches; do
        grep -qE "\"$event\": ([0-9]|\"(absent|forbidden|other)\")" "$SCRATCH/latest/results.json"
    done
    if grep -q '"events_refused"' "$SCRATCH/latest/results.json"; then
        [ "$(grep -c 'n/a: ' "$SCRATCH/out")" -eq 1 ]
        grep -q '^Counters     n/a: ' "$SCRATCH/out"
        [ "$(grep -c '<dt>Counters</dt><dd>n/a: ' "$SCRATCH/latest/report.html")" -eq 1 ]
    else
        lacks '^Counters ' "$SCRATCH/out"
    fi
}

@test "the first screen of many cases stays as it is, with --counters a table follows" {
    cases=(pointer-return a-a global-store value-vs-pointer)
    tiny --rounds=1 --counters fragmentation "${cases[@]}" >"$SCRATCH/out" 2>/dev/null
    grep -q '^fragmentation, counted$' "$SCRATCH/out"
    tiny --rounds=1 fragmentation "${cases[@]}" >"$SCRATCH/out" 2>/dev/null
    lacks 'counted$' "$SCRATCH/out"
    grep -q '^fragmentation, counted$' "$SCRATCH/latest/table.txt"
}

# 65536 objects of 64 bytes stay of as many by 16/(16-8): half of each page. malloc gives each 80 bytes, so
# 40 % of it. Some of the pages hold something else besides.
@test "fragmentation counts how much of its pages is kept, on table, page and in results.json" {
    tiny --rounds=1 --runtime=goheap,malloc --point=free:8 fragmentation >"$SCRATCH/out" 2>/dev/null
    occupancy() { # occupancy LABEL LOW HIGH
        awk -v label="$1" -v low="$2" -v high="$3" '
            /, counted$/ { on = 1 }
            on && $1 == label { found = 1; good = $NF >= low && $NF <= high }
            END { exit !(found && good) }' "$SCRATCH/out"
    }
    grep -q 'page use (%, higher is better)$' "$SCRATCH/out"
    occupancy heap 49 50
    [ -n "${ESC_CACHE:-}" ] || occupancy heap@malloc 38 40 # a sanitizer has a malloc of its own
    sed -n '/, counted$/,/^$/p' "$SCRATCH/out" | lacks '^ stack' # it sets none
    grep -qE '"counters": \{"occupancy": (49|50)[.0-9]*\}' "$SCRATCH/latest/results.json"
    page=$SCRATCH/latest/report.html
    grep -q '<h3 id="fragmentation_counted">Counted</h3>' "$page"
    grep -q 'page use (%, higher is better)' "$page"
    # From the files alone.
    "$ESC" report --run="$SCRATCH/latest" >/dev/null
    grep -q '<h3 id="fragmentation_counted">Counted</h3>' "$page"
}

@test "on a narrow terminal each row is a sentence" {
    COLUMNS=40 tiny --rounds=1 --counters --point=free:8 fragmentation >"$SCRATCH/out" 2>/dev/null
    sed -n '/, counted$/,/^$/p' "$SCRATCH/out" >"$SCRATCH/counted"
    tr '\n' ' ' <"$SCRATCH/counted" | tr -s ' ' | grep -q ' heap@malloc: .*page use (%, higher is better) [0-9]'
    [ "$(awk '{ if (length > 40) n++ } END { print n + 0 }' "$SCRATCH/counted")" -eq 0 ]
}

@test "a case that ends while its counters are read fails with that" {
    cat >"$SCRATCH/once.lua" <<'END'
return case {
    title = "T", question = "Q?", because = "B.", remedy = "R.", counters = { { name = "part" } },
    strategies = {
        stack = { c = [[static uint64_t stack_op(uint64_t i) { return i; }]] },
        heap = { place = "stack", c = [[
static double zero;
static uint64_t heap_op(uint64_t i) { return i; }
static void heap_teardown(void) { esc_counter_set(part, zero / zero); }
]] },
    },
}
END
    run tiny --rounds=1 "$SCRATCH/once.lua"
    [ "$status" -eq 1 ]
    [[ $output == *'heap failed while its counters were read: its counter 1 is no number'* ]]
}

@test "a resumed run has the counts of its beginning" {
    tiny --rounds=1 --counters --point=free:8 fragmentation >/dev/null 2>&1
    folder=$(readlink -f "$SCRATCH/latest")
    counted() { grep -oE '"(counters|events)": \{[^}]*\}' "$folder/results.json"; }
    before=$(counted)
    [ -n "$before" ]
    rm "$folder/results.json"
    "$ESC" bench "--resume=$folder" --results="$SCRATCH" --no-charts >/dev/null 2>&1
    [ "$(counted)" = "$before" ]
}
