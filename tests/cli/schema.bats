#!/usr/bin/env bats
# results.json against its schema, and the schema against files that are none.
load helper

@test "runs of all kinds fit the schema of results.json" {
    python3 -c 'import jsonschema' 2>/dev/null || skip "no python3-jsonschema"
    files=()
    keep() { files+=("$SCRATCH/$1.json") && cp "$SCRATCH/latest/results.json" "$SCRATCH/$1.json"; }
    tiny --runtime=goheap,boehm,malloc pointer-return live-heap string-concat gogc memory-limit a-a >/dev/null 2>&1
    keep all
    tiny tests/bad/run-abort.lua tests/bad/run-checksum.lua a-a >/dev/null 2>&1 || [ $? -eq 1 ]
    keep failed
    tiny --rounds=1 pointer-return >/dev/null 2>&1
    keep one-round
    tiny --rounds=1 --counters fragmentation pointer-return >/dev/null 2>&1
    keep counters
    grep -q '"page_faults"' "$SCRATCH/counters.json"
    grep -q '"counters": {"occupancy"' "$SCRATCH/counters.json"
    if command -v go >/dev/null; then
        tiny --runtime=goheap,go pointer-return >/dev/null 2>&1
        keep go
    fi
    run python3 tests/cli/schema.py "${files[@]}"
    [ "$status" -eq 0 ] || { echo "$output"; false; }
    # What cases say that they keep alive, against what the heap counted: all of it, and where what was
    # made while it marked is not much, half as much again at most.
    python3 - "$SCRATCH/all.json" "$SCRATCH/counters.json" "$BUILD" <<'END'
import json, sys
told = {}
for name in sys.argv[1:3]:
    run = json.load(open(name))["escapement"]
    for sample in run["samples"]:
        variant = run["variants"][sample["variant"]]
        case = run["cases"][variant["case"]]
        says = case["points"][variant["point"]].get("live_bytes")
        if says and variant.get("runtime") in ("goheap", "malloc"):
            told.setdefault(case["name"], [])
            if "live_bytes" in sample["gc"]:
                told[case["name"]].append(sample["gc"]["live_bytes"] / says)
assert set(told) == {"live-heap", "gogc", "memory-limit", "fragmentation"}, told
if not told["fragmentation"]: # by malloc's word, mallinfo2, which a sanitizer's allocator has not
    assert "build/san" in sys.argv[3], told
    del told["fragmentation"]
for case, parts in told.items():
    assert min(parts) >= 1 and min(parts) < 1.5, (case, parts)
END
}

@test "what is no results.json does not fit" {
    python3 -c 'import jsonschema' 2>/dev/null || skip "no python3-jsonschema"
    tiny pointer-return >/dev/null 2>&1
    python3 tests/cli/schema.py "$SCRATCH/latest/results.json"
    number=0
    for change in 's/"schema_version": 1/"schema_version": 2/' 's/"rounds_done"/"rounds_don"/' \
        's/"verdict": "[a-z ]*"/"verdict": "fine"/' 's/"status": "ok"/"status": "good"/' \
        's/"interrupted": false/"interrupted": "no"/'; do
        number=$((number + 1))
        sed "$change" "$SCRATCH/latest/results.json" >"$SCRATCH/changed-$number.json"
        ! cmp -s "$SCRATCH/latest/results.json" "$SCRATCH/changed-$number.json" || false
    done
    run python3 tests/cli/schema.py "$SCRATCH"/changed-*.json
    [ "$status" -eq 1 ]
    for ((; number > 0; number--)); do
        [[ $output == *"/changed-$number.json "* ]]
    done
}
