#!/usr/bin/env bats
# A run from the command line: its files, its table in a pipe, resuming, interrupting.
load helper

@test "a run leaves its files and ends with 0" {
    run tiny pointer-return
    [ "$status" -eq 0 ]
    for file in journal.tsv samples.tsv summary.tsv results.json machine.txt go.txt; do
        [ -s "$SCRATCH/latest/$file" ]
    done
    [ -z "$(find "$SCRATCH" -name '*.tmp')" ]
}

@test "in a pipe there is no escape sequence and no line over 80 columns" {
    tiny pointer-return a-a >"$SCRATCH/out" 2>"$SCRATCH/err"
    ! grep -q $'\x1b' "$SCRATCH/out" "$SCRATCH/err" || false
    ! grep -q $'\r' "$SCRATCH/out" "$SCRATCH/err" || false
    [ "$(grep -vE '^Results' "$SCRATCH/out" | wc -L)" -le 80 ]
}

@test "many cases end in one screen, the table is beside the run and with --table on the screen" {
    tiny pointer-return a-a lock-elision object-pool >"$SCRATCH/out" 2>/dev/null
    [ "$(wc -l <"$SCRATCH/out")" -le 40 ]
    grep -q '^Not resolved ' "$SCRATCH/out"
    ! grep -q 'time/op  *allocs' "$SCRATCH/out" || false
    table=$(sed -n 's/^Table  *//p' "$SCRATCH/out")
    [ "$(grep -c 'time/op  *allocs' "$table")" -eq 4 ]
    tiny --table pointer-return a-a lock-elision object-pool >"$SCRATCH/out" 2>/dev/null
    [ "$(grep -c 'time/op  *allocs' "$SCRATCH/out")" -eq 4 ]
}

@test "a run of few cases names the file to send, too, and as Markdown it does not" {
    tiny --seat=12 a-a >"$SCRATCH/out" 2>/dev/null
    grep -q "^Send         $SCRATCH/.*/results.json$" "$SCRATCH/out"
    grep -q '^ *(it calls this machine "12"; ' "$SCRATCH/out"
    tiny --markdown a-a >"$SCRATCH/out" 2>/dev/null
    ! grep -q '^Send' "$SCRATCH/out" || false
}

@test "as Markdown it is one table with a row a variant, and nothing of a case is markup" {
    sed 's/title = .*/title = "a | b <b>*x*<\/b>",/' cases/pointer-return.lua >"$SCRATCH/it.lua"
    tiny --markdown "$SCRATCH/it.lua" a-a >"$SCRATCH/out.md" 2>/dev/null
    rows=$(grep -v '^#' "$SCRATCH/latest/summary.tsv" | tail -n +2 | wc -l)
    [ "$(grep -c '^| ' "$SCRATCH/out.md")" -eq $((rows + 2)) ]
    [ "$(grep '^|' "$SCRATCH/out.md" | sed 's/\\|//g; s/[^|]//g' | sort -u | wc -l)" -eq 1 ]
    cat "$SCRATCH/out.md" # a disturbed time has a mark before it
    grep -q '^| `it, size 64 B` | `heap@malloc` | [^|]*[0-9.]* [nu]s | 1 | [0-9]* | ' "$SCRATCH/out.md"
    if grep -q '<b>' "$SCRATCH/out.md"; then false; fi
}

@test "without UTF-8 the table is ASCII" {
    LC_ALL=C tiny pointer-return >"$SCRATCH/out" 2>&1
    ! LC_ALL=C grep -q '[^ -~[:space:]]' "$SCRATCH/out" || false
}

@test "the results are valid JSON, and all sides agree on the operations that all run" {
    tiny pointer-return >/dev/null 2>&1
    run python3 - "$SCRATCH/latest/results.json" <<'P'
import json, sys
run = json.load(open(sys.argv[1]), parse_constant=lambda word: sys.exit("not finite: " + word))
rows = [row for row in run["benchmarks"] if row["run_type"] == "iteration"]
points = {}
for row in rows:
    case, side, point = row["name"].split("/")
    points.setdefault(point, {}).setdefault(side, set()).add(row["iterations"])
assert points, "no rows"
for sides in points.values():
    assert len(sides) >= 2 and all(len(n) == 1 for n in sides.values()), sides
samples = run["escapement"]["samples"]
point_of = [v["name"].split("/")[2] for v in run["escapement"]["variants"]]
for point in points:
    assert len({s["checksum"] for s in samples if point_of[s["variant"]] == point}) == 1
assert all(s["disturbance"]["thread_cpu_ns"] > 0 for s in samples), "no CPU time"
assert all(s["disturbance"]["faults"] >= 0 for s in samples), "no page faults"
P
    [ "$status" -eq 0 ]
}

@test "calibrate has an A/A in one server's forks and one between two servers" {
    run "$ESC" calibrate --runs=2 --rounds=6 --sample-time=0.2
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ] # two runs may miss by chance
    [[ $output == *"both sides in one server's forks: the 95 % interval holds 1 in "*" of 2 runs"* ]]
    [[ $output == *"each side in a server of its own: the 95 % interval holds 1 in "*" of 2 runs"* ]]
}

@test "the same seed gives the same order" {
    tiny --seed=7 pointer-return a-a >/dev/null 2>&1
    cut -f1-3 "$SCRATCH/latest/samples.tsv" | grep -v '^#' >"$SCRATCH/one"
    tiny --seed=7 pointer-return a-a >/dev/null 2>&1
    cut -f1-3 "$SCRATCH/latest/samples.tsv" | grep -v '^#' >"$SCRATCH/two"
    cmp "$SCRATCH/one" "$SCRATCH/two"
}

# A run of five rounds in the middle of its third.
wait_in_round_three() {
    ESC_TEST_FOLDER=$SCRATCH "$ESC" bench "${tiny[@]}" --rounds=5 tests/fixtures/waits.lua \
        >"$SCRATCH/out" 2>"$SCRATCH/err" &
    victim=$!
    until [ -e "$SCRATCH/waiting" ]; do
        kill -0 "$victim"
        sleep 0.05
    done
}

# Every variant of a run has ROUNDS samples.
has_rounds() { # has_rounds RESULTS ROUNDS
    python3 - "$1" "$2" <<'P'
import json, sys
rows = [r for r in json.load(open(sys.argv[1]))["benchmarks"] if r["run_type"] == "iteration"]
names = {r["name"] for r in rows}
assert len(names) == 2, names
for name in names:
    assert sum(r["name"] == name for r in rows) == int(sys.argv[2]), "a round is missing or double"
P
}

@test "a calibration that was kept waiting is repeated" {
    ESC_TEST_FOLDER=$SCRATCH run tiny tests/fixtures/slow-start.lua
    [ "$status" -eq 0 ]
    # Counted once, calibrated at least twice, two rounds.
    [ "$(wc -c <"$SCRATCH/count")" -ge 5 ]
}

@test "kill -9 loses at most the round under way; --resume completes the run" {
    wait_in_round_three
    kill -9 "$victim"
    wait "$victim" || true
    folder=$(ls -d "$SCRATCH"/2*)
    [ "$(grep -c '^round' "$folder/journal.tsv")" -eq 2 ]
    [ ! -e "$folder/results.json" ]
    ESC_TEST_FOLDER=$SCRATCH run "$ESC" bench --resume --results="$SCRATCH" --no-charts
    [ "$status" -eq 0 ]
    has_rounds "$folder/results.json" 5
    run "$ESC" bench --resume --results="$SCRATCH" --no-charts
    [ "$status" -eq 2 ]
    [[ $output == *'no unfinished run to resume'* ]]
}

@test "rounds that were swapped are dropped, told, kept beside and measured again" {
    tiny --rounds=4 a-a >/dev/null 2>&1
    folder=$(ls -d "$SCRATCH"/2*)
    rm "$folder/results.json"
    python3 - "$folder/journal.tsv" <<'P'
import re, sys
text = open(sys.argv[1]).read()
plan, one, two, three, four = re.findall(r"(?ms).*?^(?:plan|round)\t[^\n]*\n", text)
open(sys.argv[1], "w").write(plan + one + three + two + four)
P
    cp "$folder/journal.tsv" "$SCRATCH/as-it-was"
    ESC_CFLAGS=-DOTHER run "$ESC" bench --resume --results="$SCRATCH" --no-charts
    [ "$status" -eq 2 ]
    cmp "$folder/journal.tsv" "$SCRATCH/as-it-was"
    run "$ESC" bench --resume --results="$SCRATCH" --no-charts
    [ "$status" -eq 0 ]
    [[ $output == *"$folder/journal.tsv: dropped 3 damaged rounds,"*"kept in $folder/journal.damaged.tsv"* ]]
    cmp "$folder/journal.damaged.tsv" "$SCRATCH/as-it-was"
    has_rounds "$folder/results.json" 4
}

@test "an interrupt keeps the finished rounds, reports them and exits 130" {
    wait_in_round_three
    kill -INT "$victim"
    code=0
    wait "$victim" || code=$?
    [ "$code" -eq 130 ]
    grep -q 'interrupted after' "$SCRATCH/err"
    has_rounds "$SCRATCH/latest/results.json" 2
    [ -s "$SCRATCH/latest/report.html" ] # ^C in a round is no ^C while drawing
    grep -q '\[.*\] 50 %' "$SCRATCH/out"
    ! grep -qE '(slower|faster)' "$SCRATCH/out" || false
}

# Column NAME of the row ROW of summary.tsv.
summary() { # summary ROW NAME
    awk -F '\t' -v row="$1" -v name="$2" '
        /^#/ { next }
        !head { for (i = 1; i <= NF; i++) if ($i == name) column = i; head = 1; next }
        $1 == row { print $column; found = 1 }
        END { exit !(column && found) }' "$SCRATCH/latest/summary.tsv"
}

# good.lua, whose first operation takes 0.2 ms on the stack side and 20 ms on the heap side, so that
# n is 1 and both are long enough for the clock.
slow_heap() {
    sed 's|^  c = .*|&\n    #include <unistd.h>|
        s|^        esc_use(&t);|&\n        if (i == 0)\n            usleep(200);|
        s|^        esc_done(t);|&\n        if (i == 0)\n            usleep(20000);|' \
        tests/bad/good.lua >"$SCRATCH/good.lua"
}

@test "one round has a factor, no interval, and resolves nothing" {
    slow_heap
    run tiny --rounds=1 --threshold=1.5 "$SCRATCH/good.lua"
    [ "$status" -eq 0 ]
    [[ $output == *'×, 1 round no interval'* ]]
    [[ $output == *'too few rounds: an interval of 95 % needs 6.'* ]]
    [[ $output != *' slower'* ]]
    [[ $output != *'threshold crossed'* ]]
    [ -n "$(summary good/heap@malloc factor)" ]
    [ -z "$(summary good/heap@malloc factor_low)$(summary good/heap@malloc factor_high)" ]
    [ "$(summary good/heap@malloc factor_confidence)" = 0 ]
    [ "$(summary good/heap@malloc verdict)" = 'too few rounds' ]
    python3 - "$SCRATCH/latest/results.json" <<'P'
import json, sys
pair, = json.load(open(sys.argv[1]))["escapement"]["pairs"]
assert pair["verdict"] == "too few rounds", pair
assert set(pair["factor"]) == {"median", "confidence", "n"} and pair["factor"]["n"] == 1, pair
P
    "$ESC" charts --run="$SCRATCH/latest" --out="$SCRATCH/charts" --format=svg
    grep -q 'too few rounds to resolve a difference' "$SCRATCH/charts/pairs.svg"
}

@test "five rounds cover 93.75 % and cross no threshold" {
    slow_heap
    run tiny --rounds=5 --threshold=1.5 "$SCRATCH/good.lua"
    [ "$status" -eq 0 ]
    [[ $output == *'×, 5 rounds ['*'] 93.75 %'* ]]
    [[ $output != *'threshold crossed'* ]]
    [ "$(summary good/heap@malloc factor_confidence)" = 0.9375 ]
    [ "$(summary good/heap@malloc verdict)" = 'too few rounds' ]
}

# The interval of 12 rounds leaves out two at each end.
@test "a threshold that is crossed ends with 3" {
    slow_heap
    run tiny --rounds=12 --threshold=1.5 "$SCRATCH/good.lua"
    [ "$status" -eq 3 ]
    [[ $output == *'threshold crossed: good/heap@malloc is '* ]]
    run tiny --rounds=12 --threshold=1e9 "$SCRATCH/good.lua"
    [ "$status" -eq 0 ]
    [[ $output != *'threshold crossed'* ]]
}

@test "a case is a path anywhere" {
    cp tests/bad/good.lua "$SCRATCH/good.lua"
    cd "$SCRATCH"
    run tiny ./good.lua
    [ "$status" -eq 0 ]
}

@test "threads that do not divide the counted operations are counted an operation all the same" {
    run "$ESC" check --runtime=goheap,malloc tests/fixtures/threads-7.lua
    [ "$status" -eq 0 ]
    [[ $output == *"ok      threads-7/heap  "*" 1 allocs/op          8 B/op"* ]]
}
