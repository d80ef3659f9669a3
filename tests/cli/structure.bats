#!/usr/bin/env bats
# tests/structure.sh on small trees: a sound one passes, and each breach is told by its own rule, with
# file and line, by that one alone.

setup() {
    SCRIPT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)/structure.sh
    TREE=$BATS_TEST_TMPDIR
    (cd "$BATS_TEST_DIRNAME/../.." && find harness -type d) | (cd "$TREE" && xargs mkdir -p)
    cd "$TREE" || return 1
    put base/text.h 'void text(void);'
    put base/text.c '#include "base/text.h"' 'void text(void) {}'
    put noun/thing.h '#include "base/text.h"'
    put load/load.h '#include "noun/thing.h"' 'void load(void);'
    put load/load.c '#include "load/load.h"' '#include "load.h"' '#include <stdlib.h>' \
        'void load(void) { text(); }'
    put plan/plan.h 'void plan(void);'
    put goheap/heap.h 'void heap(void); void span(void); void page(void);'
    put goheap/heap.c '#include "heap.h"' 'void heap(void) { span(); }'
    put goheap/span.c '#include "heap.h"' 'void span(void) { page(); }'
    put goheap/page.c '#include "heap.h"' 'void page(void) {}'
    put kernel/esc.h '#include "../goheap/heap.h"'
    put gort/block.h '#include "esc.h"'
    put gort/map.h '#include "gort/block.h"'
    put main.c '#include "load/load.h"' 'int main(void) { load(); }'
}

# put FILE LINE...
put() {
    local file=harness/$1
    shift
    printf '%s\n' "$@" >"$file"
}

compile() {
    local source
    for source in $(find harness -name '*.c'); do
        mkdir -p "build/$(dirname "$source")"
        cc -MMD -Iharness -Wno-implicit-function-declaration -c "$source" -o "build/${source%.c}.o"
    done
}

structure() {
    run "$SCRIPT" build "$TREE"
}

# told RULE TEXT...: that rule and no other is broken, and the texts are in what is said of it.
told() {
    compile
    structure
    echo "$output"
    [ "$status" -eq 1 ]
    [ "$(grep '^not ok' <<<"$output" | sed -E 's/^not ok [0-9]+ //')" = "$1" ]
    shift
    for text in "$@"; do grep -qF -- "# $text" <<<"$output"; done
}

@test "structure: a sound tree passes" {
    compile
    structure
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$(grep -c '^ok ' <<<"$output")" -eq 11 ]
}

@test "structure: an include upward" {
    put base/text.c '#include "base/text.h"' '#include "load/load.h"' 'void text(void) {}'
    told 'no file includes upward' 'harness/base/text.c:2: includes load/load.h: base is of layer 0, load of layer 3'
}

@test "structure: an include upward, however it is written" {
    put base/text.c '  #  include"../load/load.h"' 'void text(void) {}'
    told 'no file includes upward' 'harness/base/text.c:1: includes load/load.h'
    put base/text.c '#include <load/load.h> /* why */' 'void text(void) {}'
    told 'no file includes upward' 'harness/base/text.c:1: includes load/load.h'
    put base/text.c '/* why */ #include "base/./../noun/../load/load.h"' 'void text(void) {}'
    told 'no file includes upward' 'harness/base/text.c:1: includes load/load.h'
    put base/text.c 'void text(void) {}'
    put base/unused.h '#include "load/load.h"'
    told 'no file includes upward' 'harness/base/unused.h:1: includes load/load.h'
}

@test "structure: two folders that include each other" {
    put base/list.h ''
    put base/text.h '#include "noun/word.h"' 'void text(void);'
    put noun/word.h ''
    told 'no two folders include each other' 'harness/base/text.h:1: includes noun/word.h' \
        'harness/noun/thing.h:1: includes base/text.h'
}

@test "structure: two stages that meet" {
    put load/load.c '#include "load/load.h"' '#include "plan/plan.h"' 'void load(void) {}'
    told 'no two folders of a layer meet' \
        'harness/load/load.c:2: includes plan/plan.h: both folders are of layer 3'
}

@test "structure: a stage that meets the kernels by their own search path" {
    put noun/kernel.h '#include "esc.h"'
    told 'no two folders of a layer meet' 'harness/noun/kernel.h:1: includes kernel/esc.h'
}

@test "structure: a subject that knows the workbench" {
    put gort/map.h '#include "gort/block.h"' '#include "base/text.h"'
    told 'subjects know nothing of the workbench' \
        'harness/gort/map.h:2: includes base/text.h: gort is a subject, base is not'
}

@test "structure: two headers of a folder that include each other" {
    put load/file.h '#pragma once' '#include "lines.h"'
    put load/lines.h '#pragma once' '#include "load/file.h"'
    put load/load.c '#include "load/file.h"' 'void load(void) {}'
    told 'no two files of a folder include each other in a circle' \
        'harness/load/file.h:2: includes load/lines.h, which leads back to it' \
        'harness/load/lines.h:2: includes load/file.h, which leads back to it'
}

@test "structure: two files that call each other" {
    put goheap/span.c '#include "heap.h"' '' 'void span(void) { heap(); }'
    told 'no two files of a folder call each other in a circle' \
        'harness/goheap/heap.c:2: uses span of goheap/span.c, which leads back to it' \
        'harness/goheap/span.c:3: uses heap of goheap/heap.c, which leads back to it'
}

@test "structure: three files that call each other in a circle, a variable among it" {
    put goheap/heap.c '#include "heap.h"' 'int live;' 'void heap(void) { span(); }'
    put goheap/page.c 'extern int live;' 'void page(void) { live++; }'
    told 'no two files of a folder call each other in a circle' \
        'harness/goheap/heap.c:3: uses span of goheap/span.c' \
        'harness/goheap/span.c:2: uses page of goheap/page.c' \
        'harness/goheap/page.c:1: uses live of goheap/heap.c'
}

@test "structure: a function of a folder above, declared by hand" {
    put base/text.c 'void load(void);' '' 'void text(void) { load(); }'
    told 'no file uses what it may not include' \
        'harness/base/text.c:1: uses load of load/load.c: base is of layer 0, load of layer 3'
    put base/text.c 'void text(void) {}'
    put goheap/page.c '#include "heap.h"' '' 'void page(void) { text(); }'
    told 'no file uses what it may not include' \
        'harness/goheap/page.c:3: uses text of base/text.c: goheap is a subject, base is not'
}

@test "structure: an include that names no file" {
    put noun/thing.h '#include "base/text.h"' '#include "load/nowhere.h"'
    unreadable 'harness/noun/thing.h:2: includes load/nowhere.h (no such file in harness/)'
    put noun/thing.h '#include HEADER'
    unreadable 'harness/noun/thing.h:1: includes HEADER (not a file name)'
    put noun/thing.h '#include "../../secret.h"'
    unreadable 'harness/noun/thing.h:1: includes ../../secret.h (outside of harness/)'
}

unreadable() {
    structure
    echo "$output"
    grep -qE '^not ok [0-9]+ each #include names a file$' <<<"$output"
    grep -qF -- "# $1" <<<"$output"
}

@test "structure: an include that only the compiler can read" {
    put base/text.c '#\' 'include "load/load.h"' 'void text(void) {}'
    told 'the compiler read no other header' 'harness/base/text.c: the compiler read load/load.h'
}

@test "structure: a folder and a file that stand in no layer" {
    mkdir harness/attic harness/load/deep
    put other.c 'int other;'
    told 'each folder stands in a layer' 'harness/attic: stands in no layer' \
        'harness/load/deep: stands in no layer' 'harness/other.c: stands in no layer'
}

@test "structure: a layer without its folder" {
    rmdir harness/emit
    told 'each folder stands in a layer' 'harness/emit: stands in the list of layers, but not here'
}

@test "structure: no build, part of one, an old one" {
    structure
    echo "$output"
    [ "$status" -eq 1 ]
    grep -q '^not ok .* each source has its object$' <<<"$output"
    grep -qF '# build: holds no object of harness/: make units' <<<"$output"
    compile
    rm build/harness/goheap/span.o
    touch -d '2 hours ago' build/harness/load/load.o
    rm build/harness/base/text.d
    echo damaged >build/harness/goheap/page.o
    sed -i "s| harness| $TREE/harness|" build/harness/main.d
    structure
    echo "$output"
    grep -qF '# harness/goheap/span.c: has no object in build' <<<"$output"
    grep -qF '# harness/load/load.c: is newer than build/harness/load/load.o' <<<"$output"
    grep -qF '# build/harness/base/text.d: is missing' <<<"$output"
    grep -qF 'build/harness/goheap/page.o: file format not recognized' <<<"$output"
    grep -qF '# build/harness/main.d: does not name harness/main.c' <<<"$output"
}
