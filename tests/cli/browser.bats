#!/usr/bin/env bats
# The page in a browser: its script sorts, filters, unfolds what an address names, and copies.
# Skipped where there is no chromium; the page is read without its script everywhere else.
load helper

setup_file() {
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then export BROWSER=$name; fi
    done
}

# The page of the committed run, which has all kinds of rows.
page() {
    [ -n "${BROWSER:-}" ] || skip "no chromium here"
    "$ESC" report --run=results/reference "--out=$SCRATCH/report.html" --no-charts >/dev/null
}

# dom FRAGMENT: the page as the script leaves it.
dom() {
    timeout 120 "$BROWSER" --headless --no-sandbox --disable-gpu "--user-data-dir=$SCRATCH/profile" \
        --virtual-time-budget=5000 --dump-dom "file://$SCRATCH/report.html$1" 2>/dev/null
}

# rows: the first table's rows, one a line, with tabs between the cells.
rows() {
    sed -n '/id="the_table"/,/<\/table>/p' "$1" | tr -d '\n' | sed 's/<tr/\n<tr/g; s/<\/t[hd]>/\t/g' |
        grep '<th scope="row"' | sed 's/<tr[^>]*hidden[^>]*>/hidden /; s/<[^>]*>//g'
}

@test "the script sorts by a column that the address names, largest first" {
    page
    dom '#sort=heap' >"$SCRATCH/dom"
    grep -q '<th scope="col" class="number" aria-sort="descending"><button type="button">heap</button>' "$SCRATCH/dom"
    # As sort(1) orders the medians of the rows shown.
    sed -n '/id="the_table"/,/<\/table>/p' "$SCRATCH/dom" | tr -d '\n' | sed 's/<tr/\n<tr/g' |
        grep '<th scope="row"' | sed -E 's/.*<\/th><td>[^<]*<\/td><td[^>]*>[^<]*<\/td><td data-value="([^"]*)".*/\1/' >"$SCRATCH/heap"
    [ "$(wc -l <"$SCRATCH/heap")" -ge 20 ]
    sort -gr "$SCRATCH/heap" | cmp - "$SCRATCH/heap"
}

@test "the script filters by words" {
    page
    dom '#filter=CHANNEL%20send' >"$SCRATCH/dom"
    rows "$SCRATCH/dom" >"$SCRATCH/rows"
    [ "$(grep -vc '^hidden' "$SCRATCH/rows")" -eq 1 ]
    grep -q '^channel-send' "$SCRATCH/rows"
    grep -q '<p role="status" class="small">1 rows shown</p>' "$SCRATCH/dom"
}

@test "an address unfolds its case and no other" {
    page
    dom '#pointer-return' >"$SCRATCH/dom"
    [ "$(grep -c '<details class="case" open="">' "$SCRATCH/dom")" -eq 1 ]
    grep -A1 '<details class="case" open="">' "$SCRATCH/dom" | grep -q '<strong>pointer-return</strong>'
    dom '#%E0' >"$SCRATCH/dom" # no UTF-8: nothing to find, and no fault either
    grep -q '>Unfold all</button>' "$SCRATCH/dom"
}

@test "a row is copied as Markdown" {
    page
    cat >>"$SCRATCH/report.html" <<'END'
<script>
navigator.clipboard.writeText = function (words) { document.title = words; return Promise.resolve(); };
document.querySelector('button[aria-label="copy pointer-return as Markdown"]').click();
</script>
END
    dom '' | sed -n '/<title>/,/<\/title>/p' >"$SCRATCH/markdown"
    sed -n 1p "$SCRATCH/markdown" | grep -qF '<title>| case | at | stack | heap | factor | interval | price | allocs | bytes | GC share | verdict |'
    sed -n 2p "$SCRATCH/markdown" | grep -qxF '|---|---|---|---|---|---|---|---|---|---|---|'
    sed -n 3p "$SCRATCH/markdown" | grep -q '^| pointer-return | size 64 B | [0-9.]* ns | [0-9.]* ns | .* |$'
}

# Its page has no cases to unfold and, of guesses alone, no table of all.
@test "on the page of a class the script ends without a fault" {
    [ -n "${BROWSER:-}" ] || skip "no chromium here"
    printf 'none\n0 1\n3\n' | "$ESC" guess gogc --no-go --seat=1 "--results=$SCRATCH/guesses" >/dev/null
    tests/class/runs.sh 3 "$SCRATCH/room"
    for files in "$SCRATCH/guesses" "$SCRATCH/room"; do
        "$ESC" collect "$files" --no-charts "--out=$SCRATCH/out" >/dev/null
        sed 's|</head>|<script>window.onerror = function (fault) { document.title = "fault: " + fault; };</script>&|' \
            "$SCRATCH/out/class.html" >"$SCRATCH/report.html"
        dom '#sort=odd' >"$SCRATCH/dom"
        grep '<title>' "$SCRATCH/dom" >"$SCRATCH/title"
        ! grep -q 'fault: ' "$SCRATCH/title" || { cat "$SCRATCH/title"; false; }
        grep -q '<th scope="col" class="number"[^>]*><button type="button">' "$SCRATCH/dom"
    done
    grep -q 'aria-sort="descending"><button type="button">odd</button>' "$SCRATCH/dom"
}

# What is wider moves in a frame of its own: charts, tables, code.
@test "on a phone nothing makes the page wider than the screen, with all cases unfolded" {
    [ -n "${BROWSER:-}" ] || skip "no chromium here"
    tiny pointer-return reverse-runes >/dev/null 2>&1
    cp "$SCRATCH/latest/report.html" "$SCRATCH/phone.html"
    cat >"$SCRATCH/report.html" <<'END'
<iframe src="phone.html" style="width: 360px; height: 700px"></iframe>
<script>
window.onload = function () {
    var page = document.querySelector("iframe").contentDocument;
    page.querySelectorAll("details").forEach(function (one) { one.open = true; });
    document.title = page.querySelectorAll("details[open]").length + " open, " +
        page.documentElement.scrollWidth + " of " + page.documentElement.clientWidth;
};
</script>
END
    timeout 120 "$BROWSER" --headless --no-sandbox --disable-gpu "--user-data-dir=$SCRATCH/profile" \
        --allow-file-access-from-files --virtual-time-budget=5000 --dump-dom "file://$SCRATCH/report.html" 2>/dev/null |
        grep -o '<title>[^<]*' >"$SCRATCH/title"
    read -r open _ wide _ room <<<"$(sed 's/<title>//' "$SCRATCH/title")"
    [ "$open" -ge 4 ]
    [ "$room" -gt 300 ]
    [ "$wide" -eq "$room" ] || { cat "$SCRATCH/title"; false; }
}
