#!/usr/bin/env bats
# The slides of a lecture: one folder of numbered pictures in the order of a file.
load helper

# A run with two cases, drawn later.
measured() {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    tiny --rounds=6 --no-page pointer-return global-store >/dev/null 2>&1
}

pictures() { find "$1" -maxdepth 1 -type f -printf '%f\n' | sort; }

@test "slides are numbered as the order says, what it does not name follows" {
    measured
    printf '# mine\n\n  distribution-global-store # last time in reverse\nscaling-pointer-return\n' >"$SCRATCH/order"
    run "$ESC" charts "--run=$SCRATCH/latest" --preset=projector --format=svg "--slides=$SCRATCH/order"
    [ "$status" -eq 0 ]
    pictures "$SCRATCH/latest/slides" >"$SCRATCH/names"
    # The quick preset measures one point, of which nothing is drawn over its parameter.
    [ "$(sed -n 1p "$SCRATCH/names")" = 01-distribution-global-store.svg ]
    [ "$(sed -n 2p "$SCRATCH/names")" = 02-pairs.svg ]
    [[ $output == "$(wc -l <"$SCRATCH/names") slides in $SCRATCH/latest/slides" ]]
    # What they are made of lies apart, under the chart's own name.
    [ -s "$SCRATCH/latest/slides/source/pairs.gp" ]
    [ -s "$SCRATCH/latest/slides/source/pairs.tsv" ]
    [ -z "$(find "$SCRATCH/latest/slides/source" -name '*.svg')" ]
}

@test "drawn again in another order, no slide of the first is left, and other files stay" {
    measured
    slides=$SCRATCH/latest/slides
    echo distribution-global-store >"$SCRATCH/order"
    "$ESC" charts "--run=$SCRATCH/latest" --preset=projector --format=svg "--slides=$SCRATCH/order" >/dev/null
    [ -s "$slides/01-distribution-global-store.svg" ]
    echo mine >"$slides/01-title.svg"
    printf 'pairs\n' >"$SCRATCH/order"
    "$ESC" charts "--run=$SCRATCH/latest" --preset=projector --format=svg "--slides=$SCRATCH/order" >/dev/null
    [ -s "$slides/01-pairs.svg" ]
    [ ! -e "$slides/02-pairs.svg" ]
    [ ! -e "$slides/01-distribution-global-store.svg" ]
    [ "$(cat "$slides/01-title.svg")" = mine ]
}

@test "slides are PNG where no format is asked for, charts of another preset stay as they were" {
    measured
    echo pairs >"$SCRATCH/order"
    "$ESC" charts "--run=$SCRATCH/latest" --preset=projector "--slides=$SCRATCH/order" --case=global-store >/dev/null
    [ "$(pictures "$SCRATCH/latest/slides-global-store" | head -n 1)" = 01-pairs.png ]
    [ -z "$(find "$SCRATCH/latest/slides-global-store" -name '*.svg')" ]
    "$ESC" charts "--run=$SCRATCH/latest" --format=svg --preset=paper >/dev/null
    [ -s "$SCRATCH/latest/charts/pairs.svg" ]
}

@test "the mark phase is among the slides where the order names it" {
    measured
    printf 'marking-past-barrier\npairs\nmarking\n' >"$SCRATCH/order"
    "$ESC" charts "--run=$SCRATCH/latest" --preset=projector --format=svg "--slides=$SCRATCH/order" >/dev/null
    pictures "$SCRATCH/latest/slides" >"$SCRATCH/names"
    [[ $(sed -n 1p "$SCRATCH/names") == 01-marking-past-barrier-* ]]
    pairs=$(grep -n -- '-pairs.svg$' "$SCRATCH/names" | cut -d: -f1)
    first=$(grep -nE -- '^[0-9]+-marking-[0-9]+.svg$' "$SCRATCH/names" | head -n 1 | cut -d: -f1)
    [ "$first" -eq $((pairs + 1)) ]
}

@test "an order with a name that no chart has is an error at its line" {
    measured
    printf 'pairs\n# a comment\npears\nlunch\n' >"$SCRATCH/order"
    run "$ESC" charts "--run=$SCRATCH/latest" --preset=projector "--slides=$SCRATCH/order"
    [ "$status" -eq 2 ]
    [[ $output == *"$SCRATCH/order:3: error: there is no kind of chart that \"pears\" begins with"$'\n'*'hint: did you mean pairs?'* ]]
    [[ $output == *"$SCRATCH/order:4: error: "* ]]
    [ ! -e "$SCRATCH/latest/slides" ]
    run "$ESC" charts "--run=$SCRATCH/latest" --preset=projector "--slides=$SCRATCH/none"
    [ "$status" -eq 2 ]
    [[ $output == *"$SCRATCH/none"* ]]
    run "$ESC" charts "--run=$SCRATCH/latest" "--slides=$SCRATCH/order"
    [ "$status" -eq 2 ]
    [[ $output == *'hint: PRESET=projector'* ]]
}
