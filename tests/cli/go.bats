#!/usr/bin/env bats
# Real Go as a runtime: its rows beside ours, several releases, cases in Go alone, and no go at all.
load helper

need_go() { command -v go >/dev/null || skip "go is not installed"; }

# beside ARGUMENTS: a short run on the Go-model heap and in real Go.
beside() {
    "$ESC" bench --preset=quick --rounds=6 --sample-time=2 --time-limit=3600 --no-charts --seed=1 \
        --runtime=goheap,go "--results=$SCRATCH" "$@"
}

# without_go COMMAND...: runs it where a C compiler is in PATH and no go.
without_go() {
    mkdir -p "$SCRATCH/bin"
    for tool in sh cc gcc ld as objcopy; do
        ln -sf "$(command -v "$tool")" "$SCRATCH/bin/$tool"
    done
    PATH=$SCRATCH/bin "$@"
}

# A go that is the real one, but says to be VERSION.
pretend() { # pretend FILE VERSION
    cat >"$1" <<END
#!/bin/sh
test "\$1" = version && exec echo go version $2 linux/amd64
exec $(command -v go) "\$@"
END
    chmod +x "$1"
}

# rows FILE: a line "case strategy runtime go samples" for each row of summary.tsv.
rows() {
    python3 - "$1" <<'P'
import csv, sys
lines = [line for line in open(sys.argv[1]) if not line.startswith("#")]
for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
    print(row["name"], row["runtime"] or "-", row["go"] or "-", row["samples"])
P
}

@test "go's rows stand beside ours in the table and in every file" {
    need_go
    run beside pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'  @go '* ]]
    [[ $output == *"go: real Go ($(go env GOVERSION))"* ]]
    diff - <(rows "$SCRATCH/latest/summary.tsv") <<END
pointer-return/stack/size:64 - - 6
pointer-return/stack@go/size:64 go $(go env GOVERSION) 6
pointer-return/heap/size:64 goheap - 6
pointer-return/heap@go/size:64 go $(go env GOVERSION) 6
pointer-return/inlined/size:64 - - 6
pointer-return/inlined@go/size:64 go $(go env GOVERSION) 6
pointer-return/value/size:64 - - 6
pointer-return/value@go/size:64 go $(go env GOVERSION) 6
END
    python3 - "$SCRATCH/latest" <<'P'
import json, sys
results = json.load(open(sys.argv[1] + "/results.json"))
rows = [r for r in results["benchmarks"] if r["run_type"] == "iteration"]
heap = [r for r in rows if r["name"] == "pointer-return/heap@go/size:64"]
assert len(heap) == 6
assert all(r["allocs_per_op"] == 1 and r["bytes_per_op"] == 64 for r in heap)
sums = {r["checksum"] for r in results["escapement"]["samples"]}
assert len(sums) == 1, "not the same values on all sides"
pairs = {(p["base_name"], p["other_name"]) for p in results["escapement"]["pairs"]}
assert ("pointer-return/stack@go/size:64", "pointer-return/heap@go/size:64") in pairs
assert ("pointer-return/stack/size:64", "pointer-return/heap/size:64") in pairs
P
    [ "$(grep -c '^BenchmarkPointerReturn/size=64/place=heap@go' "$SCRATCH/latest/go.txt")" -eq 6 ]
    grep -q "^go  *$(go env GOVERSION) " "$SCRATCH/latest/machine.txt"
}

@test "without asking there is no go, and none is needed" {
    run without_go tiny pointer-return
    [ "$status" -eq 0 ]
    [[ $output != *'@go'* ]]
}

@test "asked for a go that is not there, it says how to get it and ends with 4" {
    run without_go "$ESC" bench --runtime=goheap,go pointer-return
    [ "$status" -eq 4 ]
    [ "${lines[0]}" = 'escapement: error: the Go compiler is needed for this, and `go version` does not start' ] ||
        [[ ${lines[0]} == *'the Go compiler is needed for this, and `go version` does not start' ]]
    [[ ${lines[1]} == *'hint: apt install golang-go'* ]]
    [ "${#lines[@]}" -eq 2 ]
}

@test "killed in the middle, a run with go is finished by --resume" {
    need_go
    ESC_TEST_FOLDER=$SCRATCH "$ESC" bench "${tiny[@]}" --rounds=5 --runtime=malloc,go \
        tests/fixtures/waits.lua >"$SCRATCH/out" 2>"$SCRATCH/err" &
    victim=$!
    until [ -e "$SCRATCH/waiting" ]; do
        kill -0 "$victim"
        sleep 0.05
    done
    kill -9 "$victim"
    wait "$victim" || true
    ESC_TEST_FOLDER=$SCRATCH run "$ESC" bench --resume --results="$SCRATCH" --no-charts
    [ "$status" -eq 0 ]
    diff - <(rows "$SCRATCH/latest/summary.tsv") <<END
waits/stack - - 5
waits/stack@go go $(go env GOVERSION) 5
waits/heap@malloc malloc - 5
waits/heap@go go $(go env GOVERSION) 5
END
}

@test "a run that began with another release of go is not resumed" {
    need_go
    pretend "$SCRATCH/go" go1.99.1
    ESC_TEST_FOLDER=$SCRATCH "$ESC" bench "${tiny[@]}" --rounds=5 --runtime=malloc,go \
        --go="$SCRATCH/go" tests/fixtures/waits.lua >"$SCRATCH/out" 2>"$SCRATCH/err" &
    victim=$!
    until [ -e "$SCRATCH/waiting" ]; do
        kill -0 "$victim"
        sleep 0.05
    done
    kill -9 "$victim"
    wait "$victim" || true
    pretend "$SCRATCH/go" go1.99.2
    ESC_TEST_FOLDER=$SCRATCH run "$ESC" bench --resume="$(ls -d "$SCRATCH"/2*)" --no-charts
    [ "$status" -ne 0 ]
    [[ $output == *'another release of Go: this run began with "go1.99.1", now it is "go1.99.2"'* ]]
    [[ $output == *'hint: start a new run: make bench'* ]]
}

@test "two releases stand side by side under their versions" {
    need_go
    pretend "$SCRATCH/go" go1.99.1
    run "$ESC" bench "${tiny[@]}" --runtime=go --go="$SCRATCH/go,go" pointer-return
    [ "$status" -eq 0 ]
    diff - <(rows "$SCRATCH/latest/summary.tsv" | cut -d' ' -f1-3) <<END
pointer-return/stack@go1.99.1/size:64 go go1.99.1
pointer-return/stack@$(go env GOVERSION)/size:64 go $(go env GOVERSION)
pointer-return/heap@go1.99.1/size:64 go go1.99.1
pointer-return/heap@$(go env GOVERSION)/size:64 go $(go env GOVERSION)
pointer-return/inlined@go1.99.1/size:64 go go1.99.1
pointer-return/inlined@$(go env GOVERSION)/size:64 go $(go env GOVERSION)
pointer-return/value@go1.99.1/size:64 go go1.99.1
pointer-return/value@$(go env GOVERSION)/size:64 go $(go env GOVERSION)
END
}

@test "one release twice is refused" {
    need_go
    run "$ESC" bench "${tiny[@]}" --runtime=go --go="go,$(command -v go)" pointer-return
    [ "$status" -eq 4 ]
    [[ $output == *"are both $(go env GOVERSION): rows could not be told apart"* ]]
}

@test "a case in Go alone is measured by go without asking" {
    need_go
    run tiny tests/fixtures/go-alone.lua a-a
    [ "$status" -eq 0 ]
    diff - <(rows "$SCRATCH/latest/summary.tsv" | cut -d' ' -f1,4) <<END
go-alone/stack@go 2
go-alone/heap@go 2
a-a/stack 2
a-a/heap 2
END
    run "$ESC" check tests/fixtures/go-alone.lua
    [ "$status" -eq 0 ]
    [[ $output == *'go-alone/heap@go '*' 1 allocs/op '*' 8 B/op'* ]]
}

@test "a case in Go alone whose count is not the expected one fails" {
    need_go
    sed 's/allocs = 1/allocs = 2/' tests/fixtures/go-alone.lua >"$SCRATCH/go-alone.lua"
    run "$ESC" check "$SCRATCH/go-alone.lua"
    [ "$status" -eq 1 ]
    [[ $output == *'heap@go makes 1 allocations per operation, the case expects 2'* ]]
}

@test "what newer Go allocates in a case in Go alone is its since" {
    need_go
    pretend "$SCRATCH/go" go1.99.1
    sed 's/allocs = 1,/allocs = 2, since = { { go = "1.98", because = "So.", allocs = 1 } },/' \
        tests/fixtures/go-alone.lua >"$SCRATCH/go-alone.lua"
    run "$ESC" check --go="$SCRATCH/go" "$SCRATCH/go-alone.lua"
    [ "$status" -eq 0 ]
    pretend "$SCRATCH/go" go1.97.1
    run "$ESC" check --go="$SCRATCH/go" "$SCRATCH/go-alone.lua"
    [ "$status" -eq 1 ]
}

@test "without go a case in Go alone is skipped with a line, and the others run" {
    run without_go "$ESC" bench "${tiny[@]}" tests/fixtures/go-alone.lua
    [ "$status" -eq 0 ]
    [ "$output" = 'escapement: go-alone is skipped: it is in Go alone, and no go was found (apt install golang-go)' ]
    run without_go "$ESC" check tests/fixtures/go-alone.lua a-a
    [ "$status" -eq 0 ]
    [[ $output == *'go-alone is skipped'* ]]
    [[ $output == *'2 ok, 0 failed'* ]]
}

@test "runtimes that can run none of a case are told; exit 2" {
    need_go
    sed '/go = \[\[/d' tests/fixtures/waits.lua >"$SCRATCH/waits.lua"
    ESC_TEST_FOLDER=$SCRATCH run tiny --runtime=go "$SCRATCH/waits.lua"
    [ "$status" -eq 2 ]
    [[ $output == *'these cases have nothing that these runtimes can run'* ]]
}

# The Go side fails in its own way and costs its own row.
@test "a Go side that panics, exits or returns other values costs its row" {
    need_go
    for fault in 'panic("boom")@failed in the untimed pass: panic: boom' \
        'os.Exit(3)@called exit(3) instead of returning' \
        'return ends(byAddress(i)) + 1@returns other values than stack'; do
        sed "s/return ends(byAddress(i)) }/${fault%%@*}; return ends(byAddress(i)) }/
            0,/^ *go = \[\[/s//&\nimport \"os\"\nvar _ = os.Exit/" \
            cases/pointer-return.lua >"$SCRATCH/pointer-return.lua"
        run beside --rounds=2 "$SCRATCH/pointer-return.lua"
        [ "$status" -eq 1 ]
        [[ $(tr -s ' \n' ' ' <<<"$output") == *"heap@go ${fault##*@}"* ]]
        [ "$(rows "$SCRATCH/latest/summary.tsv" | grep -c ' 2$')" -eq 7 ]
    done
}

@test "Go that cannot be loaded, or spoils the harness's lines, costs its case only" {
    need_go
    sed 's/^func stackOp/import "nowhere"\n&/' tests/fixtures/go-alone.lua >"$SCRATCH/unloaded.lua"
    sed 's/^func stackOp/\/\/line other.go:7\nodd\n&/' tests/fixtures/go-alone.lua >"$SCRATCH/elsewhere.lua"
    run "$ESC" check "$SCRATCH/unloaded.lua" "$SCRATCH/elsewhere.lua" tests/fixtures/go-alone.lua
    [ "$status" -eq 2 ]
    line=$(grep -n nowhere "$SCRATCH/unloaded.lua" | cut -d: -f1)
    [[ $output == *"unloaded.lua:$line: error: Go: package nowhere is not in "* ]]
    [[ $output == *"elsewhere.lua:"*": error: strategies.stack.go has //line"* ]]
    [[ $output == *"ok      go-alone/heap@go"* ]]
    [[ $output != *"FAILED  go-alone"* ]]
}

@test "a version that is none, or a folder's path, is not taken" {
    need_go
    for version in 'go1.27/../../x' go1.x 'go1.27:x'; do
        pretend "$SCRATCH/odd" "$version"
        run "$ESC" check "--go=$SCRATCH/odd" tests/fixtures/go-alone.lua
        [ "$status" -eq 4 ]
        [[ $output == *"\`$SCRATCH/odd version\` does not tell it"* ]]
    done
}

# A case in Go alone: its file, what stands before the strategies, what is in the stack side.
write_go_case() { # write_go_case FILE GO STACK
    cat >"$1" <<LUA
return case {
  title = "t", question = "q", because = "b", remedy = "r",
  go = [[
$2
var kept *uint64
]],
  strategies = {
    stack = { go = [[
func stackOp(i uint64) uint64 {
    $3
    return i
}
]] },
    heap = { go = [[
func heapOp(i uint64) uint64 {
    p := new(uint64)
    *p = i
    kept = p
    return *p
}
]], allocs = 1, bytes = 8, escapes = { "new(uint64) escapes to heap" } },
  },
}
LUA
}

@test "names that go keeps for itself are names of cases all the same" {
    command -v go >/dev/null || skip "go is not installed"
    cd "$SCRATCH"
    for name in vendor testdata internal programs bin; do write_go_case "$name.lua" '' ''; done
    run "$ESC" verify --no-timing ./*.lua
    [ "$status" -eq 0 ]
    [[ $output != *error* ]]
    run "$ESC" check --runtime=go ./*.lua
    [ "$status" -eq 0 ]
    [[ $output == *'10 variants of 5 cases: 10 ok'* ]]
}

@test "what Go cannot build is told once, in its line, without paths" {
    command -v go >/dev/null || skip "go is not installed"
    cd "$SCRATCH"
    write_go_case cgo.lua 'import "C"' ''
    write_go_case group.lua $'import (\n"fmt"\n`C`\n)\nvar _ = fmt.Sprint' ''
    write_go_case brace.lua '' 'if i > 1 {'
    write_go_case extra.lua '' '}'
    write_go_case comment.lua '' '/* and so on'
    write_go_case import.lua 'import "nothing/here"' ''
    write_go_case twelve.lua '' "$(for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "a$i()"; done)"
    run "$ESC" check --runtime=go ./*.lua
    [ "$status" -eq 2 ] || [ "$status" -eq 1 ]
    told() { grep -c "^$1" <<<"$output"; }
    [ "$(told './cgo.lua:4: error: Go: import "C" is not possible')" -eq 1 ]
    [ "$(told './group.lua:6: error: Go: import "C" is not possible')" -eq 1 ]
    [ "$(told './brace.lua:10: error: Go: the { in this line is not closed')" -eq 1 ]
    [ "$(told './extra.lua:10: error: Go: this } closes nothing')" -eq 1 ]
    [ "$(told './comment.lua:10: error: Go: this comment is not closed')" -eq 1 ]
    [ "$(told './import.lua:4: error: Go: package nothing/here is not in')" -eq 1 ]
    [ "$(told './[cgbei].*error:')" -eq 6 ]
    [ "$(told './twelve.lua:[0-9]*: error: Go: undefined: a')" -eq 10 ]
    [[ $output != *' /usr'* && $output != *"$BUILD"* && $output != *'(/'* ]]
}

@test "what gort is held to is what go1.19.8 answers" {
    [ "$(go env GOVERSION)" = go1.19.8 ] || skip "another release of go"
    cd tests/vectors/gort
    GOCACHE=${GOCACHE:-$SCRATCH/cache} go run . >"$SCRATCH/vectors.h"
    diff "$SCRATCH/vectors.h" ../gort_vectors.h
}

@test "what goheap's newer release is held to is what go1.27.3 answers" {
    [ "$(go env GOVERSION)" = go1.27.3 ] || skip "another release of go"
    cd tests/vectors/malloc
    GOMAXPROCS=1 GOCACHE=${GOCACHE:-$SCRATCH/cache} go run . >"$SCRATCH/vectors.h"
    # Collections of one size may be one more or one less the next time.
    diff <(sed '/malloc_cycles/,/};/d' "$SCRATCH/vectors.h") <(sed '/malloc_cycles/,/};/d' ../malloc_vectors.h)
}
