#!/usr/bin/env bats
# What Go's compiler says of a file, without a compiler. The expectations in tests/escape/rules were
# recorded from Go 1.19.8: go build -gcflags='-m -l' NAME.go; NAME.ways with -m=2, without lines about what
# the compiler makes itself.
load helper

# told FILE.go RECORDED LEVEL...: ours beside what is recorded.
told() {
    run "$ESC" escape -l "${@:3}" "$1"
    [ "$status" -eq 0 ] || { echo "$1: $output" && return 1; }
    diff "$2" <(printf '%s\n' "$output")
}

@test "escape prints what go build -gcflags='-m -l' does, rule by rule" {
    cd tests/escape/rules
    for file in *.go; do told "$file" "${file%.go}.out" -m; done
}

@test "escape -m=2 prints what go build -gcflags='-m=2 -l' does: rules and the texts' programs" {
    for folder in escape/rules fixtures/texts; do
        cd "$ROOT/tests/$folder"
        for file in *.go; do told "$file" "${file%.go}.ways" -m=2; done
    done
}

@test "escape -m -l says of the texts' programs what the compiler does" {
    cd tests/fixtures/texts
    local texts=(*.ways)
    [ "${#texts[@]}" -ge 11 ]
    for file in *.go; do
        awk -v verdicts="$SCRATCH/verdicts" -f "$ROOT/tests/escape/own.awk" "${file%.go}.ways" >"$SCRATCH/all"
        run "$ESC" escape -m -l "$file"
        diff <(sed 's|^|./|' "$SCRATCH/verdicts") <(printf '%s\n' "$output" | tail -n +2)
    done
}

@test "escape -m -m -l prints the four listings of text 4, which it made of main.go" {
    cd "$SCRATCH"
    for listing in "$ROOT"/tests/escape/listings/*.out; do
        cp "${listing%.out}.go" main.go
        told main.go "$listing" -m -m
    done
}

@test "escape -m=2 -l tells the ways as go does" {
    cd tests/escape/explained
    diff ways.out <("$ESC" escape -m=2 -l ways.go)
}

@test "what is recorded is what go says, where there is one of that release" {
    once
    [[ $(go env GOVERSION 2>/dev/null) == go1.19* ]] || skip "no Go 1.19 here"
    cp tests/escape/rules/*.go "$SCRATCH"
    cd tests/escape/explained
    GO111MODULE=off go build -gcflags='-m=2 -l' -o /dev/null ways.go 2>&1 | diff ways.out -
    cd "$SCRATCH"
    for file in *.go; do
        rm -f verdicts
        go tool compile -p main -m=2 -l -o made "$file" 2>&1 |
            awk -v verdicts=verdicts -f "$ROOT/tests/escape/own.awk" | sed 's|^|./|; s| at | at ./|' |
            diff <(tail -n +2 "$ROOT/tests/escape/rules/${file%.go}.ways") -
        sed 's|^|./|' verdicts | diff <(tail -n +2 "$ROOT/tests/escape/rules/${file%.go}.out") -
    done
}

@test "escape refuses what it does not know: a place, a reason, exit 2, no verdict" {
    cd "$SCRATCH"
    printf 'package main\n\nfunc f[T any](x T) {}\n\nfunc main() { p := new(int); f(p) }\n' >generic.go
    printf 'package main\n\nvar f, _ interface{} = g()\n\nfunc g() (int, int)\n\nfunc main() {}\n' >literal.go
    printf 'package main\n\nfunc main() { x := }\n' >syntax.go
    printf 'package main\n\nfunc main() { var x int = "a"; _ = x }\n' >types.go
    printf 'package main\n\nimport "example.org/x"\n\nfunc main() { x.F(new(int)) }\n' >import.go
    while read -r file place; do
        run sh -c '"$1" escape -m -l "$2" >verdicts' sh "$ESC" "$file"
        [ "$status" -eq 2 ]
        [ ! -s verdicts ]
        [[ $output == "./$file:$place: error: "* ]] || [[ $output == "./$file:$place:"*": error: "* ]] ||
            { echo "$output" && return 1; }
    done <<'END'
generic.go 3
literal.go 3
syntax.go 3:20
types.go 3
import.go 3
END
    run "$ESC" escape -m -l nothing.go
    [ "$status" -eq 2 ]
    [[ $output == *"nothing.go"*"No such file"* ]]
}

@test "escape names a file as go build does, however many slashes lead to it" {
    cd tests/escape/rules
    diff memory.out <("$ESC" escape -m -l .//././/memory.go)
}

@test "escape wants the flags that say what it prints" {
    for flags in '' '-m' '-l' '-m=2' '-m=3 -l' '-ml' '-m -l --go=1.27'; do
        # shellcheck disable=SC2086 # several words
        run "$ESC" escape $flags tests/escape/rules/memory.go
        [ "$status" -eq 2 ]
    done
    run "$ESC" escape -m -l
    [ "$status" -eq 2 ]
    [[ $output == *"which file?"* ]]
    run "$ESC" escape -m -l "$SCRATCH"
    [ "$status" -eq 2 ]
    [[ $output == *" is a folder, and one file is read: "*"escapement why $SCRATCH asks"* ]]
}
