#!/usr/bin/env bats
# What escape tells that no compiler prints: tags, why not, the graph, its steps, what if. Where a
# compiler's word stands behind an expectation, it is Go 1.19.8's.
load helper

rows() { awk '/^    (leaking|moved)/' | sed 's/^ *//; s/ (derefs=.*//' | sort; }

@test "escape --tags says of parameters what -m does" {
    cd tests/escape/rules
    for file in *.go; do
        "$ESC" escape --tags "$file" | rows >"$SCRATCH/told"
        sed -n 's/^[^ ]* \(leaking param.*\)/\1/p' "${file%.go}.out" | sort | diff - <(grep '^leaking' "$SCRATCH/told")
    done
}

# strings.Map: go build -gcflags=-m strings; the others: cmd/compile's tags in the export data, as
# `leaking param` lines of the same kind name them.
@test "escape --tags knows the standard library: a function, a type's methods, a package" {
    told=$("$ESC" escape --tags strings.Map)
    [[ $told == *'arg#1 does not escape'*'leaking param: arg#2 to result ~r0 level=0' ]]
    told=$("$ESC" escape --tags strings.Join)
    [[ $told == *'leaking param: arg#1 to result ~r0 level=1'*'arg#2 does not escape' ]]
    told=$("$ESC" escape --tags '(*strings.Builder).WriteString')
    [[ $told == *'leaking param content: receiver (derefs=1)'*'arg#1 does not escape' ]]
    [ "$told" = "$("$ESC" escape --tags strings.Builder.WriteString)" ]
    "$ESC" escape --tags strings.Builder | grep -qF 'strings.Builder).WriteString(string) (int, error)'
    told=$("$ESC" escape --tags sort)
    [[ $told == *'sort.Slice(any, func(int, int) bool)'*'leaking param: arg#1'*'arg#2 does not escape'* ]]
    "$ESC" escape --tags io.Writer | grep -q 'an interface'
}

@test "escape --tags names what there is not" {
    while read -r what message; do
        run "$ESC" escape --tags "$what"
        [ "$status" -eq 2 ]
        [[ $output == *"$message"* ]] || { echo "$output" && return 1; }
    done <<'END'
nothing no package nothing
strings.nothing package strings has no function
strings.Builder.Nothing package strings has no method Builder.Nothing
sync/atomic.Pointer is generic
nothing.go No such file
END
}

# A value that the compiler lets stay is explained, exit 0; of another one the way is told, exit 1.
@test "escape --why-not agrees with -m on who stays" {
    cd tests/escape/rules
    for file in *.go; do
        while read -r place expected; do
            run "$ESC" escape --why-not "$place" "$file"
            [ "$status" -eq "$expected" ] || { echo "$file:$place" "$output" && return 1; }
        done < <(awk -F: '/does not escape$/ { all[$2 ":" $3] }
            /escapes to heap$|moved to heap|leaking param/ { all[$2 ":" $3]; out[$2 ":" $3] }
            END { for (place in all) print place, place in out }' "${file%.go}.out")
    done
}

@test "escape --why-not tells what was followed, and why each way ends" {
    cat >"$SCRATCH/stays.go" <<'END'
package main

type node struct{ next *node }

var global *node

func read(n *node) bool { return n == nil }

func pass(n *node) *node { return n }

func inside() bool {
	n := node{}
	q := pass(&n)
	return read(q)
}

func content() {
	p := &node{}
	global = p.next
}

func loop(list []*node) {
	for range list {
		var m node
		for range list {
			last := &m
			_ = last
		}
	}
}

func main() { inside(); content(); loop(nil) }
END
    cd "$SCRATCH"
    # By the rules: q = n (pass: result, level 0), &n: its address; read's tag is empty.
    told=$("$ESC" escape --why-not inside.n stays.go)
    [[ $told == './stays.go:12:2: n stays on the stack:'* ]]
    [[ $told == *'its address gets to q'*'q = &n: q := pass(&n) (assign), line 13'*'both end with the call of inside'* ]]
    [[ $told == *'q is handed to read, line 14'*'its parameter does not leak'* ]]
    # heap = *p, p = &storage: -1 + 1 = 0 dereferences: a copy.
    told=$("$ESC" escape --why-not stays.go:18:7)
    [[ $told == *'&node{} stays on the stack'*'a copy of its value gets to the heap'*'{heap} = *p: global = p.next (assign), line 19'* ]]
    told=$("$ESC" escape --why-not m stays.go)
    [[ $told == *'last is in a loop as well (depth 3, m is at depth 2)'*'_ = last, line 27'* ]]
    run "$ESC" escape --why-not nothing stays.go
    [ "$status" -eq 2 ]
    [[ $output == *'no value nothing'* ]]
    [ "$(printf '%s\n' "$told" | wc -L)" -le 80 ]
}

# By the rules: result ~r0 outlives all of the call; of the loop's u only the address gets to q,
# which is declared outside; heap first, then the last location to the first.
@test "escape --steps tells each walk and what it changed, in 80 columns" {
    cat >"$SCRATCH/steps.go" <<'END'
package main

type T struct{ next *T }

func next(p *T) *T { return p.next }

func loop() {
	var q *T
	for {
		var u T
		q = &u
		_ = q
	}
}

func main() { loop(); next(nil) }
END
    cd "$SCRATCH"
    diff - <("$ESC" escape --steps=next steps.go) <<'END'
== next

locations (depth 1: in no loop)
  parameter p, line 5
  result ~r0, line 5

edges (left = right: what is right flows to the left)
  ~r0 = *p: return p.next (return), line 5

walks against the edges, from each root; the heap is first
  nothing leads to the heap
  from result ~r0
     1 p: what is 1 dereference away, by ~r0 = *p
        => p leaks to result ~r0, derefs=1: the root is a result
  nothing leads to p

so the compiler says
  line 5: leaking param: p to result ~r0 level=1
END
    "$ESC" escape --steps=loop steps.go >told
    grep -A 2 '^  from q$' told | diff - <(
        echo '  from q'
        echo '     -1 u: its address gets there, by q = &u'
        echo '        => u GOES TO THE HEAP: the root is declared outside of its loop; to be'
    )
    grep -qx '  u, line 10, loop depth 2' told
    cd "$ROOT/tests/escape/rules"
    for file in *.go; do
        [ "$("$ESC" escape --steps "$file" | wc -L)" -le 80 ]
    done
    run "$ESC" escape --steps=nothing memory.go
    [ "$status" -eq 2 ]
    [[ $output == *'there is no function nothing'* ]]
}

# arrow FROM TO DEREFS LOOKS: there is such an arrow between the nodes with these labels.
arrow() {
    awk -v from="$1" -v to="$2" -v derefs="$3" -v looks="$4" '
        match($0, /n[0-9]+ \[label="/) { name = $1; label = $0; sub(/.*label="/, "", label)
                                         sub(/(\\n|").*/, "", label); labels[name] = label }
        / -> / && labels[$1] == from && labels[$3] == to && $0 ~ "derefs=" derefs "," && $0 ~ looks { good = 1 }
        END { exit !good }' "$SCRATCH/graph.dot" || { cat "$SCRATCH/graph.dot" && return 1; }
}

@test "escape --graph draws locations, edges with dereferences, and what made each escape" {
    cat >"$SCRATCH/graph.go" <<'END'
package main

type T struct{ next *T }

var sink *T
var text string

func kept(p *T) *T {
	t := T{}
	q := &t
	sink = q
	u := T{next: p}
	r := &u
	sink = &T{}
	text = "a\"b\\" + text
	return r.next
}

func main() { kept(nil) }
END
    cd "$SCRATCH"
    "$ESC" escape --graph=kept graph.go >graph.dot
    arrow t q -1 b3261e
    arrow q 'the heap' 0 b3261e
    arrow 'memory of &amp;T{}' 'the heap' -1 b3261e
    arrow u r -1 1b5e9e
    arrow r 'result ~r0' 1 1b5e9e
    arrow 'parameter p' u 0 1b5e9e
    grep -q 'label="t\\nline 9\\nON THE HEAP"' graph.dot
    grep -q 'label="parameter p\\nline 8\\nleaks to ~r0 level=0"' graph.dot
    [ "$(grep -c 'ON THE HEAP' graph.dot)" -eq "$("$ESC" escape -m -l graph.go | grep -cE 'moved to heap|escapes to heap')" ]
    run "$ESC" escape --graph=main graph.go
    [ "$status" -eq 2 ]
    [[ $output == *'no function main that anything flows in'* ]]
    command -v dot >/dev/null || skip "graphviz is not installed"
    for file in graph.go "$ROOT"/tests/escape/rules/closures.go; do
        "$ESC" escape --graph "$file" | dot -Tplain >/dev/null 2>err
        [ ! -s err ]
    done
    "$ESC" escape --graph=kept --svg=graph.svg graph.go
    grep -q '</svg>' graph.svg
}

@test "escape --what-if tells which verdicts hang on a rule" {
    cat >"$SCRATCH/rules.go" <<'END'
package main

type T struct{ next *T }

func look(t *T) {}

func main() {
	var last *T
	for i := 0; i < 3; i++ {
		var t T
		last = &t
		defer func() { recover() }()
	}
	_ = last
	n := len("x" + string(rune(65)))
	_ = make([]int, n)
	_ = new([65537]byte)
	_ = make([]byte, 65537)
	look(&T{})
}
END
    cd "$SCRATCH"
    # By the rules 2.5 (a defer in a loop is the heap's), 2.7.2 and 2.7.4.
    diff - <("$ESC" escape --what-if=no-loop-depth rules.go) <<'END'
./rules.go:10:7:
    with     moved to heap: t
    without  t stays
./rules.go:12:9:
    with     func literal escapes to heap
    without  func literal does not escape
2 places change; with all rules 7 lines are told
END
    diff <(printf '%s\n' 16:10 17:9 18:10) <("$ESC" escape --what-if=no-limits rules.go | sed -n 's/^.*go:\(.*\):$/\1/p')
    told=$("$ESC" escape --what-if=tags-to-heap rules.go)
    [[ $told == *'./rules.go:19:7:'*'with     &T{} does not escape'*'without  &T{} escapes to heap'*'1 place changes;'* ]]
    run "$ESC" escape --what-if=inline rules.go
    [ "$status" -eq 2 ]
    [[ $output == *'what inlining changes is not known here'* ]]
    run "$ESC" escape --what-if=no-such rules.go
    [ "$status" -eq 2 ]
    [[ $output == *'no-loop-depth, no-limits, tags-to-heap'* ]]
}

@test "escape --check holds its lines against a go's, and shows what differs" {
    cd tests/escape/rules
    # shellcheck disable=SC2016 # for that script
    printf '#!/bin/sh\ncase $1 in version) echo go version go1.19.8 linux/amd64 ;;\n*) cat "%s" >&2 ;; esac\n' \
        "$SCRATCH/said" >"$SCRATCH/go"
    chmod +x "$SCRATCH/go"
    { cat memory.out && echo '<autogenerated>:1: leaking param: .this'; } >"$SCRATCH/said"
    run "$ESC" escape -m -l --check="$SCRATCH/go" memory.go
    [ "$status" -eq 0 ]
    [ "$output" = "$(grep -vc '^#' memory.out) lines, each as go1.19.8 has it" ]
    sed '3s/$/ indeed/' memory.out >"$SCRATCH/said"
    run "$ESC" escape -m -l --check="$SCRATCH/go" memory.go
    [ "$status" -eq 1 ]
    diff <(printf '%s\n' "$output" | tail -n +3) <(
        echo "- $(sed -n 3p "$SCRATCH/said")"
        echo "+ $(sed -n 3p memory.out)"
    )
    { sed -n 1p memory.out; sed -n 3p memory.out; sed -n 2p memory.out; sed 1,3d memory.out; } >"$SCRATCH/said"
    run "$ESC" escape -m -l --check="$SCRATCH/go" memory.go
    [ "$status" -eq 1 ]
    [[ $output == *'another order'* ]]
    # Of -m=2 the explanations of wrappers stand at the parameter's own place.
    {
        "$ESC" escape -m=2 -l memory.go
        echo './memory.go:86:7: parameter b leaks to {heap} with derefs=0:'
        echo './memory.go:86:7:   flow: {heap} = b:'
        echo './memory.go:86:7:     from .this.eq(b) (call parameter) at <autogenerated>:1'
    } >"$SCRATCH/said"
    run "$ESC" escape -m=2 -l --check="$SCRATCH/go" memory.go
    [ "$status" -eq 0 ]
    sed -i s/1.19.8/1.27.3/ "$SCRATCH/go"
    run "$ESC" escape -m -l --check="$SCRATCH/go" memory.go
    [ "$status" -eq 4 ]
    [[ $output == *'is go1.27.3, and what is compared is Go 1.19'* ]]
}
