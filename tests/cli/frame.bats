#!/usr/bin/env bats
# Stack frames of both sides, from their machine code: text and pictures.
load helper

needs_x86_64() {
    [ "$(uname -m)" = x86_64 ] || skip "not x86-64"
}

@test "C: the object of 64 bytes is in the stack side's frame and in no frame of the heap side" {
    needs_x86_64
    for compiler in gcc clang; do
        command -v $compiler >/dev/null || continue
        CC=$compiler run "$ESC" frame --no-go --no-charts pointer-return
        [ "$status" -eq 0 ]
        stack=${output%%heap, C*} heap=${output#*heap, C}
        # clang 21's debug information does not tell where t is: then its place has no name.
        [[ $compiler == gcc || $stack != *'bytes whose address is taken'* ]] || object='bytes whose address is taken'
        [[ $stack == *'call stack_op'*"the caller's bp"*"${object:-t, 64 bytes}"*'call fill'*'return address, into stack_op'* ]]
        [[ $stack == *'push %rbp '*'mov %rsp,%rbp '*'call fill '*'ret '* ]]
        [[ $heap == *'call by_address'* && $heap != *'64 bytes'* ]]
        [[ $heap == *'calls goheap_new: the object lies on the heap, in no frame'* ]]
    done
}

@test "C: the frame grows with the object" {
    needs_x86_64
    for size in 64 512 4096; do
        run "$ESC" frame --no-go --no-charts --point=size:$size pointer-return
        [[ $output == *"t, $size bytes"* ]]
    done
}

@test "Go's frames, of the go that is here or recorded" {
    run "$ESC" frame --no-charts --go=no-such-go pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *'stack, Go (go1.19.8 linux/amd64, recorded)'*'call stackOp'*'t, 64 bytes'*'MOVQ BP, 0x50(SP)'* ]]
    [[ $output == *'heap, Go (go1.19.8 linux/amd64, recorded)'*'byAddress calls runtime.newobject'* ]]
    run "$ESC" frame --no-charts --go=no-such-go global-store
    [ "$status" -eq 0 ]
    [[ $output == *'none were recorded of this case and point'* ]]
    command -v go >/dev/null && [ "$(uname -m)" = x86_64 ] || skip "no go for amd64"
    run "$ESC" frame --no-charts global-store
    [[ $output == *'heap, Go (go1.'*'storePointer calls runtime.newobject'* ]]
}

@test "slots fill each frame from its top to where sp points" {
    needs_x86_64
    for name in pointer-return reverse-runes closure-capture interface-call; do
        "$ESC" frame --go=no-such-go --format=svg "--out=$SCRATCH/$name" "$name" >/dev/null
        for table in "$SCRATCH/$name"/*.tsv; do
            awk -F'\t' '/^#/ || $1 == "function" { above = 0; next }
                $2 == -8 { above = 0 }
                $2 + $3 != above { print; bad = 1 }
                { above = $2 } END { exit bad }' "$table"
        done
    done
}

@test "pictures with a description, and lines within the terminal" {
    needs_x86_64
    command -v gnuplot >/dev/null || skip "no gnuplot"
    run "$ESC" frame --go=no-such-go "--out=$SCRATCH/frames" pointer-return
    [ "$status" -eq 0 ]
    [[ $output == *"2 pictures in $SCRATCH/frames"* ]]
    for name in frame-pointer-return-c frame-pointer-return-go; do
        [ -s "$SCRATCH/frames/$name.svg" ] && [ -s "$SCRATCH/frames/$name.png" ]
        grep -q 't, 64 bytes' "$SCRATCH/frames/$name.alt.txt"
        grep -q 'x86-64' "$SCRATCH/frames/$name.svg"
    done
    run "$ESC" frame --no-go "--out=$SCRATCH/frames" --format=svg pointer-return
    [[ $output == *"1 picture in $SCRATCH/frames"* ]]
    COLUMNS=80 "$ESC" frame --no-charts pointer-return >"$SCRATCH/out"
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$SCRATCH/out"
}

@test "without a case, with a wrong one" {
    run "$ESC" frame
    [ "$status" -eq 2 ]
    run "$ESC" frame --no-charts --strategy=pol pointer-return
    [ "$status" -eq 2 ]
    [[ $output == *'there is no strategy "pol"'* ]]
}
