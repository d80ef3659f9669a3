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
