#!/usr/bin/env bats
# What a page leaves out to stay below two megabytes, of made-up runs whose sizes are known: in the
# order of docs/report.md, and no more than it must.
load helper

MOST=2000000

size_of() { stat -c %s "$1"; }

# lacks GREP-ARGUMENT...: bash does not stop at a command behind `!`.
lacks() { if grep "$@"; then return 1; fi; }

# The file in the page, unpacked.
file_of() { grep -oE 'href="data:application/gzip;base64,[A-Za-z0-9+/=]*' "$1" | sed 's/.*,//' | base64 -d | gunzip; }

# A small run of a case that has every kind of chart of one case, measured once, and each test's copy of it.
setup_file() {
    MADE=$(mktemp -d)
    export MADE
    (
        setup
        "$ESC" bench sub-slice --runtime=goheap --preset=quick --rounds=6 --sample-time=1 --time-limit=3600 \
            --seed=1 --no-charts --no-page "--results=$MADE"
        teardown
    ) >/dev/null 2>&1
}

teardown_file() {
    rm -rf "$MADE"
}

measured() {
    cp -r "$MADE/." "$SCRATCH"
}

# grown WHAT DIGITS CASES: results.json with so many random digits more, in the collections of a sample
# or in the path of the case, which no page shows, and the case under so many names. A random digit is log2 10
# bits, and no packing makes it less; in base 64 that is 4/3 * 3.322 / 8 = 0.554 bytes of the page.
grown() {
    python3 - "$SCRATCH/latest/results.json" "$@" <<'P'
import copy, json, random, sys
path, what, digits, cases = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
run = json.load(open(path))
own = run["escapement"]
random.seed(1)
number = lambda: random.randrange(10**8, 10**9)  # nine digits
if what == "cycles":
    row = len(next(s for s in own["samples"] if "cycles" in s)["cycles"][0]) - 1
    sample = next(s for s in own["samples"] if "cycles" in s)
    for _ in range(digits // (9 * row)):
        sample["cycles"].append([number() for _ in range(row)] + [0])
else:
    own["cases"][0]["path"] = "".join(random.choices("0123456789", k=digits))
for i in range(1, cases):
    own["cases"].append(dict(copy.deepcopy(own["cases"][0]), name="copy-%d" % i))
json.dump(run, open(path, "w"))
P
}

@test "the file is in the page whole where it has room" {
    measured
    grown cycles 2000000 1 # 1.1 MB
    "$ESC" report "--run=$SCRATCH/latest" --no-charts >/dev/null
    page=$SCRATCH/latest/report.html
    [ "$(size_of "$page")" -lt $MOST ]
    [ "$(size_of "$page")" -gt 1108000 ]
    grep -q 'with all samples; gunzip unpacks it' "$page"
    [ "$(file_of "$page" | tr -cd 0-9 | wc -c)" -gt 2000000 ]
}

@test "then it goes without the single collections" {
    measured
    samples=$(grep -c '"wall_ns"' "$SCRATCH/latest/results.json")
    grown cycles 4000000 1 # 2.2 MB
    "$ESC" report "--run=$SCRATCH/latest" --no-charts >/dev/null
    page=$SCRATCH/latest/report.html
    [ "$(size_of "$page")" -lt 1000000 ]
    grep -q 'without the single collections and the heap over time' "$page"
    file_of "$page" >"$SCRATCH/light.json"
    lacks -q '"cycles": \[' "$SCRATCH/light.json"
    [ "$(grep -c '"wall_ns"' "$SCRATCH/light.json")" -eq "$samples" ]
}

@test "of 64 cases a page may weigh twice as much" {
    measured
    grown cycles 4000000 64 # 2.2 MB
    "$ESC" report "--run=$SCRATCH/latest" --no-charts >/dev/null
    page=$SCRATCH/latest/report.html
    [ "$(size_of "$page")" -gt $MOST ]
    [ "$(size_of "$page")" -le $((2 * MOST)) ]
    grep -q 'with all samples; gunzip unpacks it' "$page"
}

@test "a file that is too large without them lies beside the page" {
    measured
    grown path 4000000 1
    "$ESC" report "--run=$SCRATCH/latest" --no-charts >/dev/null
    page=$SCRATCH/latest/report.html
    [ "$(size_of "$page")" -lt $MOST ]
    lacks -q 'data:application/gzip' "$page"
    grep -q 'even compressed it is too large for this page' "$page"
    grep -q '<a[^>]* href="results.json"' "$page"
}

# drawn BYTES: in place of gnuplot one whose pictures have about so many bytes each, letters that
# nothing makes shorter.
drawn() {
    mkdir -p "$SCRATCH/bin"
    cat >"$SCRATCH/bin/gnuplot" <<END
#!/bin/sh
for word in "\$@"; do
    case \$word in *out=\'*)
        file=\${word##*out=\'}
        {
            echo '<?xml version="1.0"?><svg width="9" height="9" viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><title>Gnuplot</title><text>'
            head -c $1 /dev/zero | tr '\\0' m
            echo '</text></svg>'
        } >"\${file%\'}"
        ;;
    esac
done
END
    chmod +x "$SCRATCH/bin/gnuplot"
    PATH=$SCRATCH/bin:$PATH "$ESC" report "--run=$SCRATCH/latest" >/dev/null
    grep -c 'mmmmmmmmmmmmmmmm' "$SCRATCH/latest/report.html"
}

@test "charts of single cases go one kind after the other" {
    measured
    page=$SCRATCH/latest/report.html
    # Of all cases pairs and gc-pressure, of this one gc-timeline, memory and distribution.
    [ "$(drawn 300000)" -eq 5 ] # 1.5 MB
    lacks -q 'some charts of single cases are not in it' "$page"
    [ "$(drawn 450000)" -eq 4 ] # 5 are 2.25 MB, 4 are 1.8
    [ "$(size_of "$page")" -lt $MOST ]
    grep -q 'some charts of single cases are not in it: make charts ALL=1 draws them' "$page"
    [ "$(drawn 600000)" -eq 3 ] # 4 are 2.4, 3 are 1.8
    [ "$(drawn 900000)" -eq 2 ] # 3 are 2.7, 2 are 1.8
    [ "$(size_of "$page")" -lt $MOST ]
}
