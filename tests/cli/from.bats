#!/usr/bin/env bats
# A new case from a line of Go: what real Go and the runtimes count is what the file claims.
load helper

# Two functions with a remedy, and lines of which no case can be made.
write_main() {
    cat >"$SCRATCH/main.go" <<'END'
package main

import (
	"fmt"
	str "strings"
)

type point struct{ x, y int64 }

var sink any

//go:noinline
func box(words ...string) (int, error) {
	n := 1000
	sink = n
	return len(words), nil
}

func last(rounds int) (sum int64) {
	text := []string{`]]`, "]=]"}
	var p *point
	for k := 0; k < rounds; k++ {
		t := point{int64(k), unneeded(0)}
		p = &t
		sum += p.x
	}
	return sum + int64(len(text[0]))
}

func unneeded(n int) int64 { return int64(n) }

func leak(n int) *point { return &point{int64(n), 1} }

func (p *point) method() *point { return &point{p.y, p.x} }

func generic[T any](x T) *T { return &x }

func takes(p *point) { sink = p.x + 1000 }

func two() (*point, *point) { return &point{}, &point{} }

func counter() func() int { n := 1000; return func() int { n++; return n } }

func main() {
	var p point
	box()
	takes(p.method())
	two()
	fmt.Println(str.ToUpper("x"), last(1), leak(1), *generic(p.x))
	sink = unneeded
	sink = struct{}{}
}
END
}

@test "a new case from a line of Go: the function and its checked remedy pass check and verify" {
    command -v go >/dev/null || skip "go is not installed"
    own_project
    write_main
    run "$ESC" new --from=main.go:15 zz-box
    [ "$status" -eq 0 ] || { echo "$output"; false; }
    [[ $output == "wrote cases/zz-box.lua: box takes 1 block a call, counted with go1."*'; none with the remedy, '* ]]
    [[ $output == *'"const n int = 1000" in line 14'*'rm cases/zz-box.lua takes it away again; now: make bench CASE=zz-box QUICK=1' ]]
    run "$ESC" new --from=main.go:23 zz-last
    [ "$status" -eq 0 ] || { echo "$output"; false; }
    [[ $output == *'last takes 8 blocks a call'* ]] # it is called with 8 rounds
    # The file holds what the function needs: not main, nor what only main names.
    run grep -c 'func unneeded\|func main\|func leak\|import' cases/zz-last.lua
    [ "$output" = 1 ]
    run "$ESC" check zz-box zz-last
    [ "$status" -eq 0 ]
    [[ $output == *'zz-box/heap '*' 1 allocs/op          8 B/op'* ]]
    [[ $output == *'zz-last/heap '*' 8 allocs/op        128 B/op'* ]]
    [[ $output == *'zz-last/stack '*' 0 allocs/op          0 B/op'* ]]
    [[ $output == *'8 variants of 2 cases: 8 ok'* ]]
    run "$ESC" verify --no-timing zz-box zz-last
    [ "$status" -eq 0 ]
    [[ $output == *'diagnostics: 2 of 2 found'*'equal in 4 of 4 rows'* ]]
}

@test "a new case from a line without a remedy: the stack side is left to write, and no claim is made" {
    command -v go >/dev/null || skip "go is not installed"
    own_project
    write_main
    run "$ESC" new --from=main.go:32 zz-leak
    [ "$status" -eq 0 ]
    [[ $output == *'leak takes 1 block a call'*'No change of a line that was tried helps: the stack side is yours to write'* ]]
    [[ $output == *'the file does not load; rm cases/zz-leak.lua takes it away again' ]]
    grep -q 'allocs = 1, .*a call' cases/zz-leak.lua
    grep -q 'bytes = 16, .*asked for' cases/zz-leak.lua
    run "$ESC" check zz-leak
    [ "$status" -eq 2 ]
    [[ $output == *'strategy stack: '*'stack_op'* ]]
    # Written, it is a case as any other, and the C beside it has to return the same.
    sed -i -e 's|^// TO DO.*|func stackOp(i uint64) uint64 { p := point{8, 1}; sink8 = p.x; return i }|' \
        -e 's|^// func stackOp.*|var sink8 int64|' \
        -e 's|/\* TO DO: \(static.*i)\) \*/|\1 { return i; }|' cases/zz-leak.lua
    run "$ESC" check zz-leak
    [ "$status" -eq 0 ] || { echo "$output"; false; }
}

@test "a line that makes no case: each time another reason, and nothing is written" {
    command -v go >/dev/null || skip "go is not installed"
    own_project
    write_main
    refused() { # STATUS FROM REASON
        run "$ESC" new --from="$2" zz-no
        [ "$status" -eq "$1" ] && [[ $output == *"$3"* ]] || { echo "$2: $status $output"; return 1; }
        [ ! -e cases/zz-no.lua ]
    }
    refused 2 main.go 'names no line of a Go file'
    refused 2 main.go:x 'names no line of a Go file'
    refused 2 main.go:0 'names no line of a Go file'
    refused 2 cases/a-a.lua:3 'names no line of a Go file'
    refused 2 main.go:1000 'main.go:1000: error: the file has 52 lines'
    refused 2 main.go:14 'main.go:14: error: nothing leaves the stack here'
    [[ $output == *'hint: in this function these leave: n in line 15'* ]]
    refused 2 main.go:30 'nothing leaves the stack here'
    [[ $output == *'hint: make why FILE='* ]]
    refused 1 main.go:42:29 'counter() takes blocks of different sizes' # n of 8 bytes, the closure of 16
    refused 2 main.go:34 'a method cannot be called from a case'
    refused 2 main.go:36 'a function with type parameters cannot be called'
    refused 2 main.go:38 'takes takes a *point: what to call it with is not known'
    refused 2 main.go:40 'several values leave the stack here'
    [[ $output == *'(FROM=main.go:40:'* ]]
    refused 2 main.go:47 'is a value of takes, whose body stands here instead of the call'
    refused 2 main.go:51 'takes no block, so there is nothing to measure: it has no bytes'
    refused 2 missing.go:3 'missing.go: error: there is no such file'
    printf 'package main\n\nfunc main() { other() }\n' >broken.go
    refused 1 broken.go:3 'undefined: other'
    run "$ESC" new --from=main.go:32 --go="$SCRATCH/no-go" zz-no
    [ "$status" -eq 4 ]
    [[ $output == *"no-go version"*'does not start'* ]]
    run "$ESC" new --from=main.go:32 --lang=go zz-no
    [ "$status" -eq 2 ]
    [[ $output == *'leave --like and --lang out'* ]]
    # What another file of the package declares is not in the case.
    mkdir two && printf 'module m\n\ngo 1.19\n' >two/go.mod
    printf 'package main\n\nfunc main() { leak() }\n\nfunc leak() *int { n := other(); return &n }\n' >two/main.go
    printf 'package main\n\nfunc other() int { return 1 }\n' >two/other.go
    refused 1 two/main.go:5 'undefined: other'
    [[ $output == *'a case holds what main.go declares, and no other file of its package'* ]]
}
