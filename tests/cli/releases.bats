#!/usr/bin/env bats
# Two releases of the Go model: GO=1.19, GO=1.27, GO=both.
load helper

# A run of both releases that takes a second.
both() {
    "$ESC" bench --preset=quick --rounds=6 --sample-time=1 --time-limit=3600 --seed=1 "--results=$SCRATCH" \
        --go=both "$@"
}

@test "one run of both releases: table, files, chart and page say what changed" {
    both append-growth a-a >"$SCRATCH/out" 2>/dev/null
    grep -q '^Then and now: ' "$SCRATCH/out"
    grep -q '9 → 6 allocs' "$SCRATCH/out"
    [ "$(sed -n '/^Then and now/,/^$/p' "$SCRATCH/out" | wc -L)" -le 80 ]
    python3 - "$SCRATCH/latest/results.json" "$SCRATCH/latest/summary.tsv" <<'END'
import csv, json, sys
told = json.load(open(sys.argv[1]))["escapement"]
assert told["run"]["runtimes"] == ["goheap", "goheap@1.27"], told["run"]["runtimes"]
change = [r for r in told["releases"] if r["other_name"] == "append-growth/heap@1.27/length:256"]
assert len(change) == 1 and change[0]["base_name"] == "append-growth/heap/length:256", told["releases"]
assert all("a-a" not in r["other_name"] for r in told["releases"])
since = next(c for c in told["cases"] if c["name"] == "append-growth")["strategies"][1]["since"]
assert since[0]["minor"] == 26 and since[0]["cause"].startswith("Go 1.26: "), since
rows = csv.DictReader((l for l in open(sys.argv[2]) if not l.startswith("#")), delimiter="\t")
earlier = {r["name"]: r["earlier"] for r in rows}
assert earlier["append-growth/heap@1.27/length:256"] == "append-growth/heap/length:256", earlier
assert earlier["append-growth/heap/length:256"] == "", earlier
END
    if python3 -c 'import jsonschema' 2>/dev/null; then
        python3 tests/cli/schema.py "$SCRATCH/latest/results.json"
    fi
    grep -q 'append-growth length:256: .* 9 -> 6 allocations' "$SCRATCH/latest/charts/then-and-now.alt.txt"
    [ "$(grep -c '<section id="the_releases"' "$SCRATCH/latest/report.html")" -eq 1 ]
    # Narrow, and without a second release nothing of it.
    COLUMNS=40 "$ESC" bench --preset=quick --rounds=1 --sample-time=1 --no-charts --no-page --seed=1 \
        "--results=$SCRATCH" --go=1.27 --runtime=goheap append-growth >"$SCRATCH/out" 2>/dev/null
    grep -q '^ heap@1.27' "$SCRATCH/out"
    if grep -q 'Then and now' "$SCRATCH/out"; then false; fi
    # Runs of two releases are not compared by their times where C follows another one.
    run "$ESC" compare "--results=$SCRATCH" "$(find "$SCRATCH" -maxdepth 1 -name '2*' | sort | head -1)"
    [[ $(tr -s ' \n' ' ' <<<"$output") == *'release of Go that C follows: 1.19 before, 1.27 after'* ]]
}

@test "check counts both, each by its own words" {
    run "$ESC" check --preset=quick --go=both dynamic-make
    [ "$status" -eq 0 ]
    [[ $output == *"dynamic-make/heap/length:16 "*" 1 allocs/op"* ]]
    [[ $output == *"dynamic-make/heap@1.27/length:16 "*" 1 allocs/op"* ]]
    [[ $output != *"@malloc"* ]]
    run "$ESC" check --preset=quick --go=1.27 dynamic-make
    [[ $output == *"dynamic-make/heap@1.27/"*"dynamic-make/heap@boehm/"*"dynamic-make/heap@malloc/"* ]]
    [[ $output != *"dynamic-make/heap/"* ]]
}

@test "explain shows both releases beside each other, below each other on a narrow terminal" {
    run "$ESC" explain --no-go --go=both --point=length:16 append-growth
    [ "$status" -eq 0 ]
    [[ $output == *'Go 1.19, as expected                   | Go 1.27, as expected'* ]]
    [[ $output == *'5 allocations, 248 bytes             |   2 allocations, 192 bytes'* ]]
    [[ $output == *'= Go 1.26: the first append of a nil slice has 32 bytes on the stack'* ]]
    COLUMNS=40 run "$ESC" explain --no-go --go=both --point=length:16 append-growth
    [ "$status" -eq 0 ]
    [[ $output == *$'Go 1.19, as expected\n  5 allocations, 248 bytes\nGo 1.27, as expected\n  2 allocations, 192 bytes'* ]]
}

@test "a release that there is not is refused with those there are" {
    for word in 1.20 1.27.3 27; do
        for command in bench check explain; do
            run "$ESC" "$command" "--go=$word" a-a
            [ "$status" -eq 2 ]
            [[ $output == *"--go=$word: the Go model has no such release; choose from 1.19, 1.27 or both"* ]]
        done
    done
    run "$ESC" bench --go=both --runtime=malloc a-a
    [ "$status" -eq 2 ]
    [[ $output == *'--runtime names no goheap that it could be of; add goheap to --runtime'* ]]
    run "$ESC" why --go=both tests/fixtures/why/println.go
    [ "$status" -eq 2 ] || [ "$status" -eq 4 ]
    [[ $output == *'--go=both: one release at a time here'* ]]
}
