#!/usr/bin/env bats
# `guess`: predictions before the figures, from a file instead of a terminal; the score of a seat.
load helper

guess() { "$ESC" guess --no-go --seat=12 "--results=$SCRATCH" "$@"; }

@test "question and Go first, the truth after the last answer" {
    printf 'one\n1 0\nd\n' >"$SCRATCH/answers"
    run guess pointer-return <"$SCRATCH/answers"
    [ "$status" -eq 0 ]
    [[ $output == *'What does it cost when a function returns &t'*'1. Which side escapes'*'2. How many allocations'*'3. How many times as long'*'one is heap, other is stack.'* ]]
    before=${output%%one is heap*}
    [[ $before != *heapOp* ]]
    [[ $before != *moved* ]]
    [[ $output == *"lines: one, you said one: 2 of 2 points (the case's own text)"* ]]
    [[ $output == *"allocations: 1 0, you said 1 0: 2 of 2 points"* ]]
    [[ $output == *"(results/reference, another machine)"* ]]
    # What the reference says of this point, to be within a factor of 2 of 4.
    factor=$(awk -F'\t' '$1 == "pointer-return/heap/size:64" { print ($35 > 2 && $35 < 8) }' results/reference/summary.tsv)
    [ "$factor" = 1 ]
    [[ $output == *'you said 4.0x: 2 of 2 points'* ]]
    # The time is a run's: RFC 3339, with a colon in the offset.
    [[ $(tail -n 1 "$SCRATCH/guesses-12.tsv" | cut -f 1) =~ ^20..-..-..T..:..:..[+-]..:..$ ]]
    [[ $output == *'Score: 6 of 6 points in 1 case'* ]]
}

@test "the factor is the newest run's where one holds the case" {
    tiny pointer-return >/dev/null
    id=$(basename "$(readlink -f "$SCRATCH/latest")")
    printf '\n\n4\n' >"$SCRATCH/answers"
    run guess pointer-return <"$SCRATCH/answers"
    [ "$status" -eq 0 ]
    [[ $output == *"(run $id)"* ]]
    [[ $output == *'lines: one, you said nothing: 0 of 2 points'* ]]
    shown=$(cut -f6,8 "$SCRATCH/guesses-12.tsv" | sed -n 's/^factor\t//p')
    measured=$(awk -F'\t' '$1 == "pointer-return/heap@malloc/size:64" { printf "%.6g", $35 }' "$SCRATCH/latest/summary.tsv")
    [ -n "$measured" ]
    [ "$shown" = "$measured" ]
}

@test "what is not understood is asked again" {
    printf 'perhaps\nboth\nfew\n0 0\nmuch\n0.5\n' >"$SCRATCH/answers"
    run guess pointer-return <"$SCRATCH/answers"
    [ "$status" -eq 0 ]
    [[ $output == *'write one, other, both or none'* ]]
    [[ $output == *'write two numbers, of one and of other: 0 1'* ]]
    [[ $output == *'write a letter, a to h, or a number such as 2.5'* ]]
    [[ $output == *'allocations: 1 0, you said 0 0: 1 of 2 points'* ]]
}

@test "answers that end too early leave nothing behind" {
    printf 'one\n' >"$SCRATCH/answers"
    run guess pointer-return <"$SCRATCH/answers"
    [ "$status" -eq 2 ]
    [[ $output == *'the answers ended before question 2 (allocations); nothing was recorded'* ]]
    [[ $output == *'hint: a line an answer'* ]]
    [[ $output != *'one is heap'* ]]
    [ ! -e "$SCRATCH/guesses-12.tsv" ]
}

@test "without CASE= the next one is asked, and a second guess counts no more" {
    printf '\n\n\n' >"$SCRATCH/pass"
    run guess <"$SCRATCH/pass"
    [ "$status" -eq 0 ]
    first=$(sed -n 3p "$SCRATCH/guesses-12.tsv" | cut -f3)
    [ "$first" != a-a ]
    guess <"$SCRATCH/pass" >/dev/null
    [ "$(tail -n +3 "$SCRATCH/guesses-12.tsv" | cut -f3 | sort -u | wc -l)" -eq 2 ]
    printf 'one\n1 0\nd\n' >"$SCRATCH/answers"
    guess pointer-return <"$SCRATCH/pass" >/dev/null
    run guess pointer-return <"$SCRATCH/answers"
    # Two points a question; a case that no run holds has no question for its factor.
    asked=$(tail -n +3 "$SCRATCH/guesses-12.tsv" | cut -f3,6 | sort -u | wc -l)
    [ "$asked" -ge 7 ]
    [[ $output == *"Score: 0 of $((2 * asked)) points in 3 cases"* ]]
    [[ $output == *'Guessed before: the first answers count.'* ]]
}

@test "with a go the lines are the compiler's" {
    command -v go >/dev/null || skip 'no go here'
    # byAddress is the first block here, `var t object` its third line.
    printf 'one 3\n1 0\n4\n' >"$SCRATCH/answers"
    run "$ESC" guess pointer-return --seat=12 "--results=$SCRATCH" <"$SCRATCH/answers"
    [ "$status" -eq 0 ]
    [[ $output == *'   3      var t object'* ]]
    [[ $output == *'lines: one 3, you said one 3: 2 of 2 points (go1.'* ]]
}

@test "another file under the seat's name is not written over" {
    echo 'my notes' >"$SCRATCH/guesses-12.tsv"
    printf '\n\n\n' >"$SCRATCH/pass"
    run guess pointer-return <"$SCRATCH/pass"
    [ "$status" -eq 2 ]
    [[ $output == *'guesses-12.tsv: error: is not a file of guesses'* ]]
    [ "$(cat "$SCRATCH/guesses-12.tsv")" = 'my notes' ]
    run guess no-such-case <"$SCRATCH/pass"
    [ "$status" -eq 2 ]
}

@test "make guess CASE= SEAT=" {
    printf 'one\n1 0\nd\n' >"$SCRATCH/answers"
    run make -s guess CASE=pointer-return SEAT=12 ARGS="--no-go --results=$SCRATCH" BUILD="$BUILD" <"$SCRATCH/answers"
    [ "$status" -eq 0 ]
    [[ $output == *"Kept in $SCRATCH/guesses-12.tsv"* ]]
}
