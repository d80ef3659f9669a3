#!/usr/bin/env bats
# `collect`: the runs of many machines. Forty of them are made from the reference (tests/class/runs.sh);
# damaged and foreign files cost only themselves.
load helper

room() { tests/class/runs.sh "$1" "$SCRATCH/room"; }
collect() { "$ESC" collect --no-charts "--out=$SCRATCH/out" "$@"; }

@test "forty machines give one picture, one table, one page" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    room 40
    run "$ESC" collect "$SCRATCH/room" "--out=$SCRATCH/out"
    [ "$status" -eq 0 ]
    [[ $output == *'On each of 40 machines the heap side is the slower one in '* ]]
    [[ $output == *'  Intel Core i7-8550U (12)'* ]]
    [ "$(find "$SCRATCH/out" -name '*.png' | wc -l)" -eq 1 ]
    # One mark a machine and case: as many rows as the table beside the picture has.
    grep -v '^#\|^case' "$SCRATCH/out/class.tsv" >"$SCRATCH/marks"
    cases=$(cut -f1 "$SCRATCH/marks" | sort -u | wc -l)
    [ "$(wc -l <"$SCRATCH/marks")" -eq $((40 * cases)) ]
    [ "$cases" -eq "$(grep '/heap' results/reference/summary.tsv | grep -v '/heap@' | cut -f2 | sort -u | wc -l)" ]
    if command -v xmllint >/dev/null; then xmllint --noout "$SCRATCH/out/class.html"; fi
    if command -v tidy >/dev/null; then [ -z "$(tidy -e -q "$SCRATCH/out/class.html" 2>&1)" ]; fi
    [ "$(grep -c '<svg role="img"' "$SCRATCH/out/class.html")" -eq 1 ]
    if grep -E ' (src|href)="[^#]' "$SCRATCH/out/class.html"; then false; fi
    grep -q '^| map-insert | length:8 | 40 | ' "$SCRATCH/out/class.md"
}

# Machine 7's factors of the cases that begin with s were tripled when its run was made up.
@test "the odd one is found and named" {
    room 12
    run collect "$SCRATCH/room"
    [ "$status" -eq 0 ]
    [[ $output == *'seat-07 in '* ]]
    grep -q '^  seat-07 (Intel Core i7-8550U): .*s' "$SCRATCH/out/class.txt"
    awk '/^Odd$/, /^Machines/' "$SCRATCH/out/class.txt" >"$SCRATCH/odd"
    for case in stack-growth string-concat size-classes; do grep -q "$case" "$SCRATCH/odd"; done
}

@test "damaged and foreign files cost only themselves" {
    room 3
    head -c 3000 "$SCRATCH/room/seat-01.json" >"$SCRATCH/room/torn.json"
    echo '{"benchmarks": []}' >"$SCRATCH/room/foreign.json"
    : >"$SCRATCH/room/empty.json"
    sed 's/"schema_version": 1/"schema_version": 9/' "$SCRATCH/room/seat-01.json" >"$SCRATCH/room/future.json"
    sed 's/"other": 1/"other": 4711/' "$SCRATCH/room/seat-01.json" >"$SCRATCH/room/broken.json"
    cp "$SCRATCH/room/seat-02.json" "$SCRATCH/room/twice.json"
    mkfifo "$SCRATCH/room/pipe.json"
    run collect "$SCRATCH/room" "$SCRATCH/nobody.json"
    [ "$status" -eq 0 ]
    [[ $output == *'On each of 3 machines'* ]]
    left=$(sed -n '/^Left out/,$p' "$SCRATCH/out/class.txt" | tr -s ' \n' ' ')
    [[ $left == *'torn.json is not valid JSON'* ]]
    [[ $left == *'foreign.json is not a results file of escapement'* ]]
    [[ $left == *'empty.json is not valid JSON'* ]]
    [[ $left == *'future.json has schema version 9; this escapement reads 1'* ]]
    [[ $left == *'broken.json escapement.pairs is missing or not valid'* ]]
    [[ $left == *'twice.json is the run of '*'seat-02.json again, which is counted once'* ]]
    [[ $left == *'pipe.json is no file and no folder'* ]]
    [[ $left == *'nobody.json is not there'* ]]
}

@test "nothing that is a run is an error" {
    echo '[]' >"$SCRATCH/a.json"
    run collect "$SCRATCH/a.json"
    [ "$status" -eq 2 ]
    [[ $output == *'none of these files is a run'* ]]
    [ ! -e "$SCRATCH/out" ]
    run "$ESC" collect
    [ "$status" -eq 2 ]
    [[ $output == *"which runs? make collect RUNS='laptops'"* ]]
}

@test "runs come as folders, as files, by patterns, and by another name once" {
    tiny pointer-return >/dev/null
    tiny pointer-return >/dev/null
    run collect "$SCRATCH"
    [[ $output == *'On each of 2 machines'* ]] # results/latest is one of them
    [[ $output != *'Left out'* ]]
    [[ $output == *'2 runs come from hosts of equal names; each is counted as a'* ]]
    run collect "$SCRATCH/latest" "$SCRATCH/latest/results.json"
    [[ $output == *'One machine: '* ]]
    cp "$(readlink -f "$SCRATCH/latest")/results.json" "$SCRATCH/sent [1].json"
    run collect "$SCRATCH/sent [1].json"
    [[ $output == *'One machine: '* ]]
    run collect "$SCRATCH/2*/results.j?on"
    [[ $output == *'On each of 2 machines'* ]]
}

@test "another text of a case has a row of its own" {
    room 3
    sed -i 's/"name": "gogc", "text_hash": "0x/&f/' "$SCRATCH/room/seat-02.json"
    run collect "$SCRATCH/room"
    [ "$status" -eq 0 ]
    [[ $output == *'gogc, other text'* ]]
    [[ $output == *'Rows of their own'*'gogc, other text (1 machine)'* ]]
    sed -i 's/"text_hash": "[^"]*", //; s/"0.1.0"/"0.0.9"/' "$SCRATCH"/room/seat-03.json
    run collect "$SCRATCH/room"
    [[ $output == *'gogc, unknown text'* ]]
    [[ $output == *'Different versions of escapement: 0.1.0 (2), 0.0.9 (1)'* ]]
}

@test "SEAT= leaves the host's name out of every file; --anonymous that of everybody" {
    tiny --seat=12 pointer-return >/dev/null
    host=$(uname -n)
    if [ "${#host}" -gt 3 ]; then
        if grep -rlw -- "$host" "$(readlink -f "$SCRATCH/latest")"; then false; fi
    fi
    grep -q '"host": "12"' "$SCRATCH/latest/results.json"
    grep -q '"host_name": "12"' "$SCRATCH/latest/results.json"
    run tiny "--seat=../x" pointer-return
    [ "$status" -eq 2 ]
    [[ $output == *'is no name of a seat'* ]]
    room 3
    run collect --anonymous "$SCRATCH/room"
    [ "$status" -eq 0 ]
    [[ $output == *'machine 3: '* ]]
    if grep -r 'seat-0' "$SCRATCH/out"; then false; fi
}

@test "what a stranger's file says is text, on the terminal, in Markdown and on the page" {
    room 3
    sed -i 's/"host": "seat-01"/"host": "<script>alert(1)<\/script>|`x`\\u001b[31m"/' "$SCRATCH/room/seat-01.json"
    run collect "$SCRATCH/room"
    [ "$status" -eq 0 ]
    [[ $output != *$'\e'* ]]
    if grep -q '<script>alert' "$SCRATCH/out/class.html"; then false; fi
    grep -q '&lt;script&gt;alert(1)' "$SCRATCH/out/class.html"
    if grep -q '<script>\||`x`' "$SCRATCH/out/class.md"; then false; fi
}

@test "guesses are drawn beside what was measured" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    room 3
    for seat in 1 2; do
        printf 'none\n0 1\n%s\n' "$((seat * 3))" | "$ESC" guess gogc --no-go --seat=$seat "--results=$SCRATCH/room" >/dev/null
    done
    echo 'not guesses' >"$SCRATCH/room/guesses-bad.tsv"
    run "$ESC" collect "$SCRATCH/room" "--out=$SCRATCH/out"
    [ "$status" -eq 0 ]
    [[ $output == *'What the room believed'* ]]
    [[ $output == *'gogc: middle guess 4.5'* ]]
    [[ $output == *'guesses-bad.tsv is not a file of guesses'* ]]
    [ -s "$SCRATCH/out/guesses.svg" ]
    [ "$(grep -c '^gogc' "$SCRATCH/out/guesses.tsv")" -eq 2 ]
    grep -q 'What the room believed' "$SCRATCH/out/class.html"
}

@test "make collect RUNS=" {
    room 3
    run make -s collect RUNS="$SCRATCH/room/seat-01.json $SCRATCH/room/seat-0[23].json" \
        ARGS="--no-charts --out=$SCRATCH/out" BUILD="$BUILD"
    [ "$status" -eq 0 ]
    [[ $output == *'On each of 3 machines'* ]]
}
