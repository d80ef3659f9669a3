#!/usr/bin/env bats
# Two runs compared from the command line: what is found, what is said first, and what is refused.
load helper

# One real run for all tests of this file, and others made from it. Eight rounds, for six rows want
# p <= 0.05/6 and eight pairs give 2/2^8.
setup_file() {
    MADE=$(mktemp -d)
    export MADE
    (
        setup
        "$ESC" bench "${tiny[@]}" --rounds=8 "--results=$MADE" a-a pointer-return
        rm -rf "$SCRATCH"
    ) >"$MADE/out" 2>&1
    [ -s "$MADE/latest/results.json" ]
}

teardown_file() {
    rm -rf "$MADE"
}

# again NAME CODE: a run called NAME, the real one after CODE in Python did something to it.
again() {
    mkdir -p "$SCRATCH/$1"
    python3 - "$MADE/latest/results.json" "$SCRATCH/$1/results.json" "$1" "$2" <<'P'
import json, sys
source, target, name, code = sys.argv[1:]
document = json.load(open(source))
run = document["escapement"]
run["run"]["id"] = name

def scale(row, factor):
    index = [variant["name"] for variant in run["variants"]].index(row)
    for sample in run["samples"]:
        if sample["variant"] == index:
            sample["wall_ns"] = round(sample["wall_ns"] * factor)
            for key in ("wait_ns", "thread_cpu_ns"):
                sample["disturbance"][key] = round(sample["disturbance"].get(key, 0) * factor)

exec(code)
json.dump(document, open(target, "w"))
P
}

compare() {
    "$ESC" compare --no-charts "--results=$SCRATCH" "$@"
}

@test "the same samples under another name: no difference" {
    again before ''
    again after 'run["run"]["started"] = "2026-11-30T12:00:00+01:00"'
    run compare before after
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == 'Before       before, 8 rounds'* ]]
    [[ $output == *'Round by round: both runs took their samples in the same order.'* ]]
    [[ $output == *'Result       No difference beyond the noise in 6 rows' ]]
}

@test "20 % put into a row are found, and pass a threshold of 10 %" {
    again before ''
    again after 'scale("pointer-return/heap@malloc/size:64", 1.2)'
    run compare before after
    [ "$status" -eq 0 ]
    [[ $output == *' heap@malloc '*'1.20× slower'* ]]
    [[ $output == *'Result       1 of 6 rows is slower: pointer-return, size 64 B, heap@malloc'*'(1.20'* ]]
    run compare --threshold=10% before after
    [ "$status" -eq 3 ]
    [[ $output == *'threshold crossed: pointer-return/heap@malloc/size:64 is 1.20x slower, surely more than 1.1 times'* ]]
    run compare --threshold=1.3 before after
    [ "$status" -eq 0 ]
    run compare --threshold=10% after before # it became faster: no regression
    [ "$status" -eq 0 ]
    [[ $output == *'1 of 6 rows is faster'* ]]
}

@test "another processor: factors alone, and that is said first" {
    again before ''
    again after 'run["machine"]["cpu"] = "Another 9000"'
    COLUMNS=400 run compare before after
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == 'Factors      Only factors are compared'* ]]
    [[ ${lines[0]} == *'processor: '*' before, Another 9000 after.' ]]
    [[ $output != *' ns '* ]]
}

@test "a case whose text changed in between is compared by its factors, the others by their times" {
    again before ''
    again after '[c for c in run["cases"] if c["name"] == "pointer-return"][0]["text_hash"] = "0x1"'
    COLUMNS=400 run compare before after
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == 'Factors      Of some rows only factors are compared'* ]]
    [[ ${lines[0]} == *'these runs differ: the text of pointer-return.' ]]
    grep -q '^ stack  *[0-9.]* ns' <<<"${output#*a-a}"
    [[ ${output#*pointer-return, size 64 B} != *' ns '* ]]
}

@test "rows that one run alone has are listed" {
    again before 'run["cases"][1]["strategies"][1]["name"] = "gone"'
    again after ''
    run compare before after
    [ "$status" -eq 0 ]
    [[ $output == *'Only before  '*'Only after   '* ]]
}

@test "80 and 40 columns" {
    again before ''
    again after 'scale("pointer-return/heap@malloc/size:64", 1.2)'
    for width in 80 40; do
        COLUMNS=$width run compare before after
        [ "$(wc -L <<<"$output")" -le $width ]
    done
}

@test "Markdown and JSON hold what the table does" {
    again before ''
    again after 'scale("pointer-return/heap@malloc/size:64", 1.2)'
    run compare --markdown before after
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == '### escapement: 1 of 6 rows is slower'* ]]
    grep -q '^| `pointer-return, size 64 B` | `heap@malloc` | .* | \*\*1.20× slower\*\* | \[1.20, 1.20\] | ' <<<"$output"
    run compare --json before after
    [ "$status" -eq 0 ]
    python3 - "$output" <<'P'
import json, sys
document = json.loads(sys.argv[1], parse_constant=lambda word: sys.exit("not finite: " + word))
rows = {row["name"]: row for row in document["changes"]}
changed = [name for name, row in rows.items() if row["verdict"] == "slower"]
assert changed == ["pointer-return/heap@malloc/size:64"], changed
row = rows[changed[0]]
assert abs(row["ratio"]["median"] - 1.2) < 1e-3 and row["of"] == "ns_per_op"
assert abs(row["p"] - 2 / 2**8) < 1e-12 and abs(row["p_holm"] - 6 * row["p"]) < 1e-12
about = document["comparison"]
assert about["tested"] == 6 and about["paired"] is True and about["schema_version"] == 1
P
}

@test "a chart whose title is the finding" {
    command -v gnuplot >/dev/null || skip "no gnuplot"
    again before ''
    again after 'scale("pointer-return/heap@malloc/size:64", 1.2)'
    run "$ESC" compare "--results=$SCRATCH" "--out=$SCRATCH/charts" --format=svg before after
    [ "$status" -eq 0 ]
    grep -q '<title>1 of 6 rows is slower: pointer-return, size 64 B, heap@malloc (1.20×)' "$SCRATCH/charts/compare.svg"
    grep -q 'pointer-return/heap@malloc/size:64: 1.20× slower' "$SCRATCH/charts/compare.alt.txt"
}

@test "a folder, a file, an id and a saved name are all runs; without a second the newest" {
    tiny a-a --save=base >"$SCRATCH/out" 2>&1
    grep -q 'Baseline     base; `make compare A=base` shows what changes' "$SCRATCH/out"
    [ -s "$SCRATCH/baselines/base/results.json" ]
    id=$(basename "$(readlink "$SCRATCH/latest")")
    cp "$SCRATCH/latest/results.json" "$SCRATCH/alone.json"
    rm -r "${SCRATCH:?}/$id" # the baseline outlives its run
    tiny a-a >/dev/null 2>&1
    for name in base "$SCRATCH/baselines/base" "$SCRATCH/alone.json"; do
        run compare "$name"
        [ "$status" -eq 0 ]
        [[ $output == *"Before       $id"* ]]
    done
    run compare base "$(basename "$(readlink "$SCRATCH/latest")")"
    [ "$status" -eq 0 ]
    [[ $output == *'Too few rounds to show a difference in 2 rows'* ]]
}

@test "a baseline's name" {
    for name in ../up .hidden a/b '' "$(printf '%0200d' 1)"; do
        run tiny a-a "--save=$name"
        [ "$status" -eq 2 ]
        [[ $output == *"a baseline's name has letters, digits"* ]]
    done
}

@test "what is no run, or no second run" {
    again before ''
    run compare before before
    [ "$status" -eq 2 ]
    [[ $output == *'before and before are the same run, before'* ]]
    run compare nowhere before
    [ "$status" -eq 2 ]
    [[ $output == *"nowhere: error: is neither a run's folder nor a results.json"*'make bench SAVE=nowhere'* ]]
    mkdir -p "$SCRATCH/empty" "$SCRATCH/baselines/kept"
    run compare empty before
    [ "$status" -eq 2 ]
    [[ $output == *"$SCRATCH/empty/results.json: error: "*'No such file'* ]]
    run compare nowhere before
    [[ $output == *'baselines there: kept'* ]]
    head -c 2000 "$SCRATCH/before/results.json" >"$SCRATCH/cut.json"
    run compare before "$SCRATCH/cut.json"
    [ "$status" -eq 2 ]
    [[ $output == *'cut.json:'*'is not valid JSON'* ]]
    echo '{"context": {}, "benchmarks": []}' >"$SCRATCH/foreign.json"
    run compare before "$SCRATCH/foreign.json"
    [ "$status" -eq 2 ]
    [[ $output == *'foreign.json: error: is not a results file of escapement'* ]]
    again other 'run["cases"][0]["name"] = "x"; run["cases"][1]["name"] = "y"'
    run compare before other
    [ "$status" -eq 2 ]
    [[ $output == *'Result       The runs have no row in common that can be compared'* ]]
}

@test "usage" {
    run "$ESC" compare
    [ "$status" -eq 2 ]
    [[ $output == *'which runs? make compare A=before [B=after]'* ]]
    run "$ESC" compare a b c
    [ "$status" -eq 2 ]
    [[ $output == *'"c" is a third'* ]]
    for threshold in 0.9 x '' %; do
        run "$ESC" compare "--threshold=$threshold" a b
        [ "$status" -eq 2 ]
        [[ $output == *'--threshold'* ]]
    done
    run "$ESC" compare --noise=-1 a b
    [ "$status" -eq 2 ]
}
