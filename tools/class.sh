#!/bin/sh
# The bench on all machines of a lab room at once, over ssh, then `collect`. GNU parallel starts the
# machines and shows who is where; one that fails is named with its reason and costs only itself.
#   class.sh --hosts=FILE [--case=LIST] [--preset=NAME] [--out=FOLDER] [--limit=SECONDS]
#            [--ssh=COMMAND] [--make=COMMAND] [--program=FILE] [bench's own options]
# A line of FILE is [user@]host, or that and the folder of a checkout there, which is used as it is;
# without one this checkout's files are copied to a folder of /tmp there, and built. # begins a comment.
# Nothing is typed: ssh must get in by a key. See docs/collecting.md.
set -eu

say() { echo "class: $*" >&2; }
give_up() {
    code=$1
    shift
    say "$*"
    exit "$code"
}
root=$(cd "$(dirname "$0")/.." && pwd)

# ---- one machine: class.sh one LINE, under parallel --------------------------------------------

# "anna@lab-3.example.org" -> lab-3.example.org, with nothing in it that a file's name may not have.
seat_of() { echo "$1" | sed 's/.*@//; s/[^A-Za-z0-9._-]/-/g; s/^\./-/' | cut -c 1-32; }

# failed REASON...: the machine's last word; ssh's own stands in its log.
failed() {
    echo "failed: $*"
    echo "failed: $*" >"$CLASS_OUT/.state/$seat"
    exit 0
}
# Not those of make, which only says that something failed above.
last_words() { grep -vE '^([@=]|make[][0-9]*:)' "$log" | grep . | tail -n 1 | cut -c 1-120; }

files_here() {
    cd "$root" || exit 1
    if [ -e .git ] && git ls-files -z >/dev/null 2>&1; then
        git ls-files -z | tar --null --ignore-failed-read -T - -cf -
    else
        tar --exclude=./build --exclude=./results -cf - .
    fi
}

# Where the copy goes: a disk of the machine's own, for homes of lab rooms are often one for all.
copy_there() {
    # shellcheck disable=SC2016,SC2086 # expanded over there; CLASS_SSH is a command with options
    files_here 2>>"$log" | $CLASS_SSH "$host" 'umask 077; d=/tmp/escapement-class-$(id -un)-'"$seat"'
        mkdir -p "$d" && [ -O "$d" ] && tar -xf - -C "$d" && echo "$d"' 2>>"$log" | tail -n 1
}

# Runs over there. Lines that begin with @ are shown here, the rest is the log.
there() {
    cat <<END
exec 2>&1
trap 'echo "=there \$?"' EXIT
folder='$folder' results='$results'
cd "\$folder" 2>/dev/null || { echo "no folder \$folder"; exit 20; }
export LC_ALL=C.UTF-8
echo "@ building on \$(uname -m), \$(getconf _NPROCESSORS_ONLN) CPUs"
tools/deps.sh check bench >/dev/null 2>&1 || tools/deps.sh install bench || exit 22
timeout $CLASS_LIMIT $CLASS_MAKE --no-print-directory all || exit 20
echo "@ measuring"
timeout $CLASS_LIMIT $CLASS_MAKE --no-print-directory bench SEAT='$seat' ARGS="--results=\$results --no-charts $CLASS_BENCH"
code=\$?
[ \$code -ne 124 ] || exit 124
[ -e "\$results/latest/results.json" ] || exit 21
exit 0
END
}

# ended here|there: the code in the log.
ended() { sed -n "s/^=$1 //p" "$log" | tail -n 1; }

# Why there is no run, from the ends in the log.
reason() {
    case $(ended here)/$(ended there) in
    124/* | 137/* | */124) echo "timed out after $CLASS_LIMIT s" ;;
    */20) echo "the build failed: $(last_words)" ;;
    */21) echo "the bench made no run: $(last_words)" ;;
    */22) echo "packages are missing: $(last_words)" ;;
    *) echo "the connection was lost: $(last_words)" ;;
    esac
}

one() {
    host=${1%%[	 ]*} folder=''
    case $1 in *[\	\ ]*) folder=$(echo "${1#*[	 ]}" | sed 's/^[	 ]*//; s/[	 ]*$//') ;; esac
    seat=$(seat_of "$host") log=$CLASS_OUT/$(seat_of "$host").log results=results/room/$CLASS_STAMP-$seat
    echo "connecting"
    # shellcheck disable=SC2086 # CLASS_SSH is a command with options
    timeout 60 $CLASS_SSH -n "$host" true >"$log" 2>&1 || failed "unreachable: $(last_words)"
    if [ -z "$folder" ]; then
        echo "copying"
        folder=$(copy_there)
        [ -n "$folder" ] || failed "the files could not be copied: $(last_words)"
    fi
    # A pipe tells its last command's code only: both ends write theirs into the log.
    # shellcheck disable=SC2086
    { there | timeout --kill-after=5 "$CLASS_LIMIT" $CLASS_SSH "$host" sh 2>&1 || echo "=here $?"; } |
        tee -a "$log" | sed -un 's/^@ //p'
    [ "$(ended there)" = 0 ] || failed "$(reason)"
    # shellcheck disable=SC2086
    $CLASS_SSH -n "$host" "cat '$folder/$results/latest/results.json'" >"$CLASS_OUT/$seat.json" 2>>"$log" || {
        rm -f "$CLASS_OUT/$seat.json"
        failed "the results could not be fetched: $(last_words)"
    }
    echo "done"
    echo "done" >"$CLASS_OUT/.state/$seat"
}

# ---- the room ----------------------------------------------------------------------------------

if [ "${1-}" = one ]; then
    one "$2"
    exit 0
fi

hosts='' out='' bench='' limit=1800 program=$root/build/escapement
CLASS_SSH='ssh -o BatchMode=yes -o ConnectTimeout=10' CLASS_MAKE=make
for option; do
    value=${option#*=}
    case $option in
    --hosts=*) hosts=$value ;;
    --out=*) out=$value ;;
    --limit=*) limit=$value ;;
    --ssh=*) CLASS_SSH=$value ;;
    --make=*) CLASS_MAKE=$value ;;
    --program=*) program=$value ;;
    -*) bench="$bench $option" ;;
    *) give_up 2 "$option is no option; see the first lines of tools/class.sh" ;;
    esac
done
[ -n "$hosts" ] || give_up 2 "which machines? make class HOSTS=hosts.txt, a host a line"
[ -r "$hosts" ] || give_up 2 "$hosts cannot be read"
case $limit in '' | *[!0-9]*) give_up 2 "--limit=$limit is no number of seconds" ;; esac
case $bench in *[!A-Za-z0-9=,._/@:\ -]*) give_up 2 "options of the bench may hold letters, digits and = , . _ / @ : -" ;; esac
parallel --version 2>/dev/null | grep -q GNU || give_up 4 "needs GNU parallel (package parallel)"

CLASS_STAMP=$(date +%Y%m%d-%H%M%S)
CLASS_OUT=${out:-$root/results/room-$CLASS_STAMP} CLASS_LIMIT=$limit CLASS_BENCH=$bench
mkdir -p "$CLASS_OUT/.state" || give_up 4 "$CLASS_OUT cannot be made"
CLASS_OUT=$(cd "$CLASS_OUT" && pwd)
export CLASS_STAMP CLASS_OUT CLASS_LIMIT CLASS_BENCH CLASS_SSH CLASS_MAKE

lines=$(sed 's/#.*//; s/^[[:blank:]]*//; s/[[:blank:]]*$//; /^$/d' "$hosts")
[ -n "$lines" ] || give_up 2 "$hosts names no machine"
bad=$(echo "$lines" | grep -vxE '[A-Za-z0-9_][A-Za-z0-9._@:-]*([[:blank:]]+[A-Za-z0-9._/][A-Za-z0-9._/-]*)?' || :)
[ -z "$bad" ] || give_up 2 "$hosts: not [user@]host [folder]: $(echo "$bad" | head -n 1)"
seats=$(echo "$lines" | while read -r host _; do seat_of "$host"; done)
twice=$(echo "$seats" | sort | uniq -d | head -n 1)
[ -z "$twice" ] || give_up 2 "$hosts names $twice twice"

say "$(echo "$seats" | wc -l) machines, results in $CLASS_OUT"
echo "$lines" | parallel --will-cite --jobs 0 --line-buffer \
    --tagstring '{= s/[ \t].*//; s/.*\@//; =}' "$0" one '{}' || :

failures=0 files=0
for seat in $seats; do
    state=$(cat "$CLASS_OUT/.state/$seat" 2>/dev/null) || state='failed: was not begun'
    case $state in done) files=$((files + 1)) ;; *) failures=$((failures + 1)) && say "$seat $state" ;; esac
done
rm -rf "$CLASS_OUT/.state"
[ "$files" -gt 0 ] || give_up 4 "no machine of $failures gave a run; their logs are in $CLASS_OUT"
say "$files of $((files + failures)) machines gave a run"
"$program" collect "$CLASS_OUT" --out="$CLASS_OUT" || exit
[ "$failures" -eq 0 ] || exit 1
