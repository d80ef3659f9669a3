#!/usr/bin/env bats
# The page of a run: one file that is well-formed, loads nothing, holds every case, and is made again
# from a folder without compiler and measuring.
load helper

# lacks GREP-ARGUMENT...: bash does not stop at a command behind `!`.
lacks() { if grep "$@"; then return 1; fi; }

# What a browser would fetch: an address that is neither of the page nor in it.
loads_nothing() {
    grep -oE ' (src|href|action|poster|srcset|data)=["'\''][^#][^"'\'']{0,80}' "$1" |
        lacks -v '="data:application/gzip;base64,'
    lacks -nE '@import|url\((.?https?:|.?//)|<(link|iframe|object|embed|img|base)[ >]' "$1"
}

is_well_formed() {
    if command -v xmllint >/dev/null; then xmllint --noout "$1"; fi
    if command -v tidy >/dev/null; then
        run tidy -e -q "$1"
        [ "$output" = "" ] || { echo "$output" >&2; return 1; }
    fi
}

size_of() { stat -c %s "$1"; }

# What the page carries as its file.
file_of() {
    grep -oE 'href="data:application/gzip;base64,[A-Za-z0-9+/=]*' "$1" | sed 's/.*,//' | base64 -d | gunzip
}

@test "bench writes a page with what the run has" {
    page=$SCRATCH/latest/report.html
    "$ESC" bench "${tiny[@]}" pointer-return global-store >"$SCRATCH/out"
    grep -q "^the page: $SCRATCH/.*/report.html$" "$SCRATCH/out"
    is_well_formed "$page"
    loads_nothing "$page"
    for case in pointer-return global-store; do
        grep -q "<a href=\"#$case\">" "$page"
        [ "$(grep -c " id=\"$case\"" "$page")" -eq 1 ]
        cmp "cases/$case.lua" "$SCRATCH/latest/cases/$case.lua"
    done
    # Go and C with the lines' numbers in the file, both sides' machine code, and what Go must say.
    line=$(grep -n 'func byAddress' cases/pointer-return.lua | cut -d: -f1)
    grep -q "<span class=\"n\">$line</span>func byAddress(x uint64) \*object {" "$page"
    grep -q 'ESC_NOINLINE static object \*by_address' "$page"
    grep -q '&gt; moved to heap: t' "$page"
    grep -q '<span class="f">esc_run_stack:</span>$' "$page"
    grep -q '<span class="h">.*malloc   &lt;== takes memory</span>' "$page"
    file_of "$page" | cmp - "$SCRATCH/latest/results.json"
    grep -q 'There are no charts: none were asked for' "$page"
}

@test "with real Go its diagnostics stand under their lines" {
    command -v go >/dev/null || skip "go is not installed"
    "$ESC" bench "${tiny[@]}" --runtime=malloc,go pointer-return >/dev/null
    page=$SCRATCH/latest/report.html
    release=$(go version | cut -d' ' -f3)
    grep -q "^# go: $release$" "$SCRATCH/latest/diagnostics.tsv"
    grep -q "Lines with &gt; are what $release says" "$page"
    line=$(grep -n 'var t object$' cases/pointer-return.lua | head -n 1 | cut -d: -f1)
    grep -A3 "<span class=\"n\">$line</span>" "$page" | grep -q '<span class="says heap">&gt; moved to heap: t</span>'
    lacks "says of this:" "$page"
    is_well_formed "$page"
}

@test "--no-page writes none" {
    "$ESC" bench "${tiny[@]}" --no-page a-a >"$SCRATCH/out"
    [ ! -e "$SCRATCH/latest/report.html" ]
    lacks 'the page:' "$SCRATCH/out"
}

@test "report makes the page again without compiler, Go and cases, with charts" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    "$ESC" bench "${tiny[@]}" --rounds=6 --no-page pointer-return >/dev/null
    mkdir "$SCRATCH/bin"
    for tool in gnuplot gzip; do ln -s "$(command -v $tool)" "$SCRATCH/bin"; done
    PATH=$SCRATCH/bin run "$ESC" report "--run=$SCRATCH/latest"
    [ "$status" -eq 0 ]
    page=$SCRATCH/latest/report.html
    is_well_formed "$page"
    loads_nothing "$page"
    # Each chart has its own text for those who do not see it, and the theme's colours.
    charts=$(grep -c '<svg role="img"' "$page")
    [ "$charts" -ge 2 ]
    [ "$(grep -c '<title>' "$page")" -eq $((charts + 1)) ]
    [ "$(grep -c '<desc>' "$page")" -eq "$charts" ]
    [ "$(grep -oE ' id=["'\''][^"'\'']*' "$page" | sort | uniq -d | wc -l)" -eq 0 ]
    lacks -E '(fill|stroke|color)=["'\''](rgb|#)' "$page"
    # Its Go and C are still those of the file, whose hash the journal has; the machine code is gone.
    grep -q 'func byAddress' "$page"
    grep -q 'The machine code that was timed is not here' "$page"
}

@test "sources that have changed since are left out, and it says so" {
    cp cases/pointer-return.lua "$SCRATCH/mine.lua"
    "$ESC" bench "${tiny[@]}" --no-page "$SCRATCH/mine.lua" >/dev/null
    sed -i 's/func byAddress/func byAnything/' "$SCRATCH/mine.lua"
    "$ESC" report "--run=$SCRATCH/latest" --no-charts
    lacks 'byAddress\|byAnything' "$SCRATCH/latest/report.html"
    grep -q "Its Go and C are not here" "$SCRATCH/latest/report.html"
}

@test "what the run kept is shown, whatever became of the case" {
    cp cases/pointer-return.lua "$SCRATCH/mine.lua"
    "$ESC" bench "${tiny[@]}" "$SCRATCH/mine.lua" >/dev/null
    rm "$SCRATCH/mine.lua"
    "$ESC" report "--run=$SCRATCH/latest" --no-charts
    grep -q 'func byAddress' "$SCRATCH/latest/report.html"
    grep -q 'esc_run_heap:' "$SCRATCH/latest/report.html"
}

@test "the reference, which has a summary only" {
    run "$ESC" report --run=results/reference "--out=$SCRATCH/reference.html"
    [ "$status" -eq 0 ]
    is_well_formed "$SCRATCH/reference.html"
    loads_nothing "$SCRATCH/reference.html"
    [ "$(size_of "$SCRATCH/reference.html")" -lt 2000000 ]
    cut -f2 results/reference/summary.tsv | grep -v '^#\|^case$' | sort -u >"$SCRATCH/cases"
    while read -r case; do
        grep -q "<div class=\"body\" id=\"$case\">" "$SCRATCH/reference.html"
    done <"$SCRATCH/cases"
    # A figure of the file is the page's.
    median=$(awk -F'\t' '$1 == "pointer-return/heap/size:64" { printf "%.1f", $12 }' results/reference/summary.tsv)
    grep -q "<a href=\"#pointer-return\">pointer-return</a></th><td>size 64 B</td>.*>$median ns<" "$SCRATCH/reference.html"
    grep -q 'this folder has a summary only' "$SCRATCH/reference.html"
}

@test "make report RUN=" {
    run make -s report RUN=results/no-such-run BUILD="$BUILD"
    [ "$status" -eq 2 ]
    [[ $output == *"results/no-such-run/results.json"* ]]
    [[ $output == *"hint: RUN= names a folder"* ]]
}

@test "a damaged run is an error with its place, and no page" {
    mkdir "$SCRATCH/run"
    printf '{ "context": {},\n "escapement": ' >"$SCRATCH/run/results.json"
    run "$ESC" report "--run=$SCRATCH/run"
    [ "$status" -eq 4 ]
    [[ $output == "$SCRATCH/run/results.json:2: error: is not valid JSON"* ]]
    rm "$SCRATCH/run/results.json"
    printf '# run: x\nname\tcase\tstatus\na/stack\ta\tgood\n' >"$SCRATCH/run/summary.tsv"
    run "$ESC" report "--run=$SCRATCH/run"
    [ "$status" -eq 4 ]
    [[ $output == "$SCRATCH/run/summary.tsv:3: error: is not a row of a summary"* ]]
    [ ! -e "$SCRATCH/run/report.html" ]
}

@test "other damaged files of a run cost themselves only" {
    "$ESC" bench "${tiny[@]}" pointer-return >/dev/null
    head -c 3000 "$SCRATCH/latest/code.tsv" >"$SCRATCH/code" && mv "$SCRATCH/code" "$SCRATCH/latest/code.tsv"
    printf 'x\ty\tz\n\xff\xfe\n' >>"$SCRATCH/latest/code.tsv"
    : >"$SCRATCH/latest/diagnostics.tsv"
    echo 'return case {' >"$SCRATCH/latest/cases/pointer-return.lua"
    run "$ESC" report "--run=$SCRATCH/latest" --no-charts
    [ "$status" -eq 0 ]
    is_well_formed "$SCRATCH/latest/report.html"
}

# What another's file says is text in the page, and no path either.
@test "a hostile results.json" {
    "$ESC" bench "${tiny[@]}" --no-page pointer-return >/dev/null
    evil='<script>alert(1)</script>\\u202e\\u0007\\" onload=\\"x ]]>'
    sed -i "s|\"title\": \"[^\"]*\"|\"title\": \"$evil\"|; s|\"cpu\": \"[^\"]*\"|\"cpu\": \"$evil\"|
            s|\"name\": \"pointer-return\"|\"name\": \"../../etc/$evil\"|" "$SCRATCH/latest/results.json"
    run "$ESC" report "--run=$SCRATCH/latest"
    [ "$status" -eq 0 ]
    page=$SCRATCH/latest/report.html
    is_well_formed "$page"
    [ "$(grep -c '<script>' "$page")" -eq 1 ]
    grep -q '&lt;script&gt;alert(1)&lt;/script&gt;\\u{202E}' "$page"
    lacks $'\u202e' "$page"
    lacks -E '<[^>]* onload="' "$page"
}

@test "a page that cannot be written is an error" {
    "$ESC" bench "${tiny[@]}" --no-page a-a >/dev/null
    run "$ESC" report "--run=$SCRATCH/latest" --no-charts "--out=$SCRATCH/no/such/place.html"
    [ "$status" -eq 4 ]
    [[ $output == *"$SCRATCH/no/such/place.html"*"No such file or directory"* ]]
}
