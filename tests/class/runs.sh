#!/bin/sh
# A class that nobody measured: COUNT runs with invented machines, each the summary of a real run with
# its factors moved at random, for the tests of `collect` and for looking at its chart.
#   runs.sh COUNT FOLDER [SUMMARY]        default: results/reference/summary.tsv
# A third of the moves is the processor's, the rest the machine's own; machine 7 is odd in the cases
# whose names begin with s. Without samples: a reader takes the pairs as they stand.
set -eu
[ $# -ge 2 ] || {
    echo "usage: runs.sh COUNT FOLDER [SUMMARY]" >&2
    exit 2
}
here=$(cd "$(dirname "$0")" && pwd)
summary=${3:-$here/../../results/reference/summary.tsv}
mkdir -p "$2"
machine=1
while [ "$machine" -le "$1" ]; do
    awk -v machine="$machine" -f "$here/run.awk" "$summary" >"$2/seat-$(printf %02d "$machine").json"
    machine=$((machine + 1))
done
