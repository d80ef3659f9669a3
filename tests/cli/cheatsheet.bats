#!/usr/bin/env bats
# The cheat sheet: one page, made of what the cases say and of what was measured.
load helper

sheet() { "$ESC" cheatsheet "--out=$SCRATCH/sheet.html" "$@"; }

# What one row holds: its cells without markup, a tab between them.
row() { grep "<tr><th scope=\"row\">.*>$1[<,]" "$SCRATCH/sheet.html" | sed 's/<\/t[hd]>/\t/g; s/<\/code><code>/ | /g; s/<[^>]*>//g'; }

@test "each case but the control has a row with what its file says" {
    run sheet --run=results/reference --no-pdf
    [ "$status" -eq 0 ]
    [ "$output" = "the page: $SCRATCH/sheet.html" ]
    cases=$(find cases -maxdepth 1 -name '*.lua' | wc -l)
    [ "$(grep -c '<tr><th scope="row">' "$SCRATCH/sheet.html")" -eq $((cases - $(grep -l '^ *control *= true' cases/*.lua | wc -l))) ]
    row channel-send | cut -f2 | grep -qxF 'from pointers &lt;- &amp;t (send) | moved to heap: t'
    row append-growth | cut -f2 | grep -qx 'nothing'
    row channel-send | cut -f4 | grep -qx 'Send the value.'
    if command -v xmllint >/dev/null; then xmllint --noout "$SCRATCH/sheet.html"; fi
    if command -v tidy >/dev/null; then [ -z "$(tidy -e -q "$SCRATCH/sheet.html" 2>&1)" ]; fi
    ! grep -qE ' (src|href)=|https?://[^w]|<script' "$SCRATCH/sheet.html" || false
}

@test "prices are those of the run, and its points; a case that changed since has none" {
    cp cases/pointer-return.lua "$SCRATCH/mine.lua"
    tiny --no-page global-store "$SCRATCH/mine.lua" >/dev/null 2>&1
    sheet "--run=$SCRATCH/latest" --no-pdf "--case=global-store,pointer-return,$SCRATCH/mine.lua" >/dev/null
    factor=$(awk -F'\t' '!/^#/ && !c { for (i = 1; i <= NF; i++) at[$i] = i; c = 1; next }
        $at["name"] ~ /^global-store\/heap(@malloc)?\/size:64$/ { printf "%.1f", $at["factor"] }' "$SCRATCH/latest/summary.tsv")
    row global-store | cut -f3 | grep -q "^$factor×"
    row mine | cut -f1 | grep -q 'mine, size 64 B'
    ! row mine | grep -q 'not measured' || false
    row pointer-return | cut -f3 | grep -qx 'not measured'
    sed -i 's/Returning the address/Giving the address/' "$SCRATCH/mine.lua"
    sheet "--run=$SCRATCH/latest" --no-pdf "--case=$SCRATCH/mine.lua" >/dev/null
    row mine | cut -f3 | grep -qx 'not measured'
}

@test "before the first run there are no prices" {
    mkdir -p "$SCRATCH/project/harness/kernel" "$SCRATCH/project/build"
    touch "$SCRATCH/project/harness/kernel/esc.h"
    for folder in cases lua plots; do ln -s "$ROOT/$folder" "$SCRATCH/project/$folder"; done
    cp "$ESC" "$SCRATCH/project/build"
    run "$SCRATCH/project/build/escapement" cheatsheet --no-pdf
    [ "$status" -eq 0 ]
    [[ $output == "the page: $SCRATCH/project/results/cheatsheet.html" ]]
    grep -q 'No prices: nothing is measured yet.' "$SCRATCH/project/results/cheatsheet.html"
}

@test "it prints to one page, with all cases, with one, and with long ones" {
    command -v chromium >/dev/null || skip "no chromium here"
    command -v pdfinfo >/dev/null || skip "no pdfinfo here"
    for cases in '' --case=gogc --case=closure-capture,reverse-runes,slice-of-pointers,sub-slice,value-vs-pointer; do
        run sheet --run=results/reference ${cases:+"$cases"}
        [ "$status" -eq 0 ]
        [[ $output == *"printed: $SCRATCH/sheet.pdf" ]]
        pdfinfo "$SCRATCH/sheet.pdf" >"$SCRATCH/info"
        grep -q '^Pages: *1$' "$SCRATCH/info"
        grep -q '^Page size: .*(A4)$' "$SCRATCH/info"
        rm "$SCRATCH/sheet.pdf"
    done
}

@test "without a browser it says who prints it" {
    mkdir "$SCRATCH/bin"
    PATH=$SCRATCH/bin run sheet --run=results/reference
    [ "$status" -eq 0 ]
    [[ ${lines[1]} == 'no PDF: there is no chromium here; '* ]]
    [ ! -e "$SCRATCH/sheet.pdf" ]
}

@test "what has no room on one page, a run and a case that are not there are errors" {
    run sheet "--case=$(printf 'sub-slice,%.0s' {1..80})" --no-pdf
    [ "$status" -eq 2 ]
    [[ $output == *'80 cases have no room on one page'*'hint: CASE=a,b chooses some'* ]]
    [ ! -e "$SCRATCH/sheet.html" ]
    run sheet --run=results/no-such-run --no-pdf
    [ "$status" -eq 4 ]
    [[ $output == *results/no-such-run/results.json* ]]
    run sheet --case=pointer-retrun --no-pdf
    [ "$status" -eq 2 ]
    [[ $output == *'pointer-return'* ]]
}
