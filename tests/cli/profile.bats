#!/usr/bin/env bats
# Heap profiles: what is counted, what is estimated, and whether Go's own tool reads them.
load helper

SITES=tests/fixtures/sites.lua

needs_go() {
    command -v go >/dev/null || skip "no go"
}

# top TYPE FILE...: the rows that go tool pprof prints.
top() {
    go tool pprof -top -nodefraction=0 "-sample_index=$1" "${@:2}" 2>/dev/null |
        sed -n '/flat%.*cum%/,$p'
}

# raw FILE: its samples' values, a line each: "3: 192 1: 64".
raw() {
    go tool pprof -raw "$1" 2>/dev/null
}

# An operation of sites.lua takes 2 x 2 x 64 bytes, every fourth one 1024 more; 1024 x 1024 stay.
@test "unsampled: each place's blocks and bytes, counted" {
    run "$ESC" profile --rate=1 --operations=4000 "--out=$SCRATCH/p" $SITES
    [ "$status" -eq 0 ]
    [[ $output == *"alloc_space of 4000 operations, every block:"* ]]
    [[ $output == *"Counted: 2.95 MiB in 18024 blocks, 1 MiB of them in the setup"* ]]
    [[ ${output#*inuse_space} == *"1MB   100%   100%        1MB   100%  main.heapSetup"* ]]
    line=$(grep -E '  main.twoSmall$' <<<"${output%inuse_space*}")
    read -r flat _ _ cum _ <<<"$line"
    [ "$flat" = 1000kB ] && [ "$cum" = 1000kB ] # 4 x 64 x 4000 / 1024
    line=$(grep -E '  heap_op$' <<<"$output")
    read -r flat _ _ cum _ <<<"$line"
    [ "$flat" = 0 ] && [ "$cum" = 2000kB ]
}

@test "go tool pprof reads it, and lists what we list" {
    needs_go
    "$ESC" profile --rate=1 --operations=4000 "--out=$SCRATCH/p" $SITES >"$SCRATCH/out"
    sed -n '/flat%.*cum%/,/^$/p' "$SCRATCH/out" | sed '/^$/,$d' >"$SCRATCH/ours"
    top alloc_space "$SCRATCH/p/heap.pb.gz" >"$SCRATCH/theirs"
    diff "$SCRATCH/theirs" "$SCRATCH/ours"
    sed -n '/(inuse_space)/,/^$/p' "$SCRATCH/out" | sed '1d;/^$/,$d' >"$SCRATCH/ours"
    top inuse_space "$SCRATCH/p/heap.pb.gz" >"$SCRATCH/theirs"
    diff "$SCRATCH/theirs" "$SCRATCH/ours"
    top alloc_objects "$SCRATCH/p/heap.pb.gz" | grep -E '^ +16000 .* main.twoSmall$'
    run go tool pprof -top "$SCRATCH/p/heap.pb.gz" # alloc_space is what it shows unasked
    [[ $output == *"Type: alloc_space"*"3024kB total"* ]]
    run go tool pprof -lines -top "$SCRATCH/p/heap.pb.gz"
    for text in 'first := &small{}' 'sink = new(small)' 'var t large' 'kept\[k\] = &large{}'; do
        number=$(grep -n "$text" $SITES | cut -d: -f1)
        grep -qE "^ +[1-9].* main\..* $SITES:$number$" <<<"$output"
    done
}

@test "sampled: within 2 % of what was counted, and in pprof too" {
    run "$ESC" profile --point=size:4096 --operations=2097152 --seed=3 "--out=$SCRATCH/p" pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *"alloc_space of 2097152 operations, a sample every 524288 bytes on average"* ]]
    off=$(tr '\n' ' ' <<<"$output" | sed -E 's/.*The profile says [^,]*, ([0-9.]+) % .*/\1/')
    awk -v off="$off" 'BEGIN { exit !(off < 2) }'
    needs_go
    said=$(top alloc_space -unit=B "$SCRATCH/p/heap.pb.gz" | awk '$NF == "main.byAddress" { print $1 + 0 }')
    awk -v said="$said" -v counted=$((2097152 * 4096)) \
        'BEGIN { exit !(counted > 0 && said > 0.98 * counted && said < 1.02 * counted) }'
}

# large-make takes 73728 bytes an operation, of which 116508.4 make 8 GiB.
@test "unasked, as many operations as allocate 8 GiB, or fewer where they take long" {
    run "$ESC" profile "--out=$SCRATCH/p" large-make
    [ "$status" -eq 0 ]
    operations=$(sed -n 's/^alloc_space of \([0-9]*\) .*/\1/p' <<<"$output")
    [ "$operations" -le 116509 ] && { [ "$operations" -eq 116509 ] || [ $((operations % 1024)) -eq 0 ]; }
}

# Each of n blocks of 4096 bytes is sampled with p = 1 - exp(-4096 / 524288): a mean of
# 262144 p = 2040 and a deviation of 45.
@test "the same seed gives the same samples, another one others, each near the mean" {
    for seed in 1 1 2; do
        "$ESC" profile --operations=262144 --seed=$seed --point=size:4096 "--out=$SCRATCH/p" \
            pointer-return | tr '\n' ' ' | sed -E 's/.* from ([0-9]+) samples.*/\1/' >>"$SCRATCH/n"
        echo >>"$SCRATCH/n"
    done
    mapfile -t samples <"$SCRATCH/n"
    [ "${samples[0]}" -eq "${samples[1]}" ] && [ "${samples[0]}" -ne "${samples[2]}" ]
    for each in "${samples[@]}"; do [ "$each" -gt 1860 ] && [ "$each" -lt 2220 ]; done
}

@test "the lines are those of real Go's own heap profile" {
    needs_go
    for each in pointer-return:1 outer-variable:0 string-concat:1 closure-in-loop:1; do
        name=${each%:*} point=${each#*:}
        "$ESC" explain "$name" >/dev/null
        "$ESC" profile --rate=1 --operations=1000 "--out=$SCRATCH/p" "$name" >/dev/null
        go tool pprof -lines -top -nodefraction=0 "$SCRATCH/p/heap.pb.gz" 2>/dev/null |
            sed -nE "s|^ +([1-9][^ ]*) .* main\.([A-Za-z]+) cases/$name.lua:([0-9]+)\$|\2 \3|p" |
            sort >"$SCRATCH/ours"
        module=$(dirname "$(ls -td "$(readlink -f "$PROGRAMS/cases")"/../explain/*/"$name/point$point" | head -n 1)")/..
        mkdir -p "$module/profiled"
        cat >"$module/profiled/main.go" <<END
package main

import (
	"fmt"
	"runtime"
	"strings"

	p "escapement/$name/point$point"
)

func main() {
	runtime.MemProfileRate = 1
	p.EscSetupHeap()
	p.EscRunHeap(1000)
	runtime.GC()
	runtime.GC()
	r := make([]runtime.MemProfileRecord, 10000)
	n, _ := runtime.MemProfile(r, true)
	for _, x := range r[:n] {
		frames := runtime.CallersFrames(x.Stack())
		for {
			f, more := frames.Next()
			if strings.HasSuffix(f.File, "$name.lua") && x.AllocObjects > 100 {
				fmt.Println(f.Function[strings.LastIndex(f.Function, ".")+1:], f.Line)
				break
			}
			if !more {
				break
			}
		}
	}
}
END
        (cd "$module" && GOFLAGS=-mod=mod go run ./profiled) | sort -u >"$SCRATCH/theirs"
        rm -r "$module/profiled"
        diff "$SCRATCH/theirs" "$SCRATCH/ours"
    done
}

@test "timed code is as it was: no library that is timed knows of profiles" {
    "$ESC" profile --rate=1 --operations=10 "--out=$SCRATCH/p" $SITES >/dev/null
    for library in "$PROGRAMS"/cases/sites-*.so; do
        case $library in
        *-count.so) nm -D "$library" | grep -q esc_counts ;;
        *) ! nm -D "$library" | grep -q esc_counts || false ;;
        esac
    done
    ! nm "$BUILD/harness/goheap/alloc.o" | grep -q profile || false
}

@test "what it cannot do it says" {
    run "$ESC" profile
    [ "$status" -eq 2 ]
    run "$ESC" profile --rate=0 pointer-return
    [ "$status" -eq 2 ]
    run "$ESC" profile --strategy=inlined "--out=$SCRATCH/p" pointer-return
    [ "$status" -eq 2 ]
    [[ $output == *'cases/pointer-return.lua: error: the Go-model heap does not serve inlined'* ]]
    run "$ESC" profile --strategy=hep pointer-return
    [ "$status" -eq 2 ]
    run "$ESC" profile --operations=10 "--out=$SCRATCH/p" tests/bad/run-segfault.lua
    [ "$status" -eq 1 ]
    [[ $output == *'run-segfault.lua: error: heap failed in the profiling pass: '* ]]
    [ ! -e "$SCRATCH/p/heap.pb.gz" ]
    : >"$SCRATCH/file"
    run "$ESC" profile --operations=10 "--out=$SCRATCH/file/p" pointer-return
    [ "$status" -eq 4 ]
}
