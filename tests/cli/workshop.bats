#!/usr/bin/env bats
# docs/workshop.md: each command line of it is run, in its order, in a project of the test's own, with
# variables added that make it small; and the page holds what it promises.
load helper

# The command lines: indented ones, and those between backticks that say more than a target's name.
commands() {
    awk '/^    make / { sub(/^ +/, ""); print; next }
        { while (match($0, /`make [a-z]+ [^`]+`/)) {
            print substr($0, RSTART + 1, RLENGTH - 2); $0 = substr($0, RSTART + RLENGTH) } }' docs/workshop.md
}

# Slides in the order of their first mention: "slide `a`", "slides `a` and", "`a` shows", with those that
# the order file knows by name.
# shellcheck disable=SC2016
slides_of_page() {
    grep -oE '`[a-z]+(-[a-z]+)*`' docs/workshop.md | tr -d '`' | awk '!seen[$0]++' |
        grep -xF -f <(slides_of_file)
}
slides_of_file() { sed 's/#.*//; s/ *$//; /^$/d' plots/slides.txt; }

@test "its parts take ninety minutes" {
    [ "$(sed -nE 's/^## [0-9].*\(([0-9]+) minutes.*/\1/p' docs/workshop.md | awk '{ sum += $1 } END { print sum }')" -eq 90 ]
}

@test "it needs the slides in the order in which they are numbered" {
    slides_of_page >"$SCRATCH/page"
    slides_of_file >"$SCRATCH/file"
    diff "$SCRATCH/page" "$SCRATCH/file"
    [ "$(wc -l <"$SCRATCH/file")" -ge 10 ]
}

@test "the cases that workshop.mk measures, and those that the slides and the page name, are there" {
    measured=$(sed -n 's/^CASE *= *//p' workshop.mk | tr ',' '\n')
    of_slides=$(slides_of_file | sed -nE 's/^(scaling|gc-timeline|memory|distribution)-//p')
    named=$(commands | grep -oE '(CASE|LIKE)=[a-z-]+' | sed 's/.*=//' | grep -vx 'mine\|mine-in-go')
    for case in $measured $of_slides $named; do
        [ -f "cases/$case.lua" ] || { echo "there is no case $case"; return 1; }
    done
}

# A project of its own: `new` writes into cases, everything else is only read.
make_project() {
    project=$SCRATCH/project
    mkdir -p "$project/build" "$project/cases" "$project/laptops"
    ln -s "$ROOT"/{Makefile,harness,lua,plots,tools,exercises} "$project"
    ln -s "$ROOT"/cases/* "$project/cases"
    ln "$BUILD/escapement" "$BUILD/escapement-child" "$BUILD/count.o" "$project/build"
    for cache in cases go explain disasm; do
        mkdir -p "$PROGRAMS/$cache"
        ln -s "$(realpath "$PROGRAMS/$cache")" "$project/build/$cache"
    done
    echo pairs >"$project/order"
    printf 'CASE = a-a\nQUICK = 1\nROUNDS = 2\nRUNTIME = malloc\nPRESET = projector\nFORMAT = svg\nSLIDES = order\n' |
        tee "$project/workshop.mk" >"$project/course.mk"
    printf '\n\n4\n' >"$project/answers"
    touch "$project/hosts.txt"
}

# What makes a command small: more words for make.
more() {
    case $1 in
        *'bench RUNTIME='*) echo CASE=pointer-return,live-heap QUICK=1 ROUNDS=2 "ARGS='--sample-time=1 --time-limit=3600 --no-charts --no-page'" ;;
        *'bench QUICK='*) echo CASE=pointer-return ROUNDS=2 RUNTIME=malloc SEAT=12 "ARGS='--sample-time=1 --time-limit=3600 --no-charts'" ;;
        *'make bench '*) echo ROUNDS=2 RUNTIME=malloc "ARGS='--sample-time=1 --time-limit=3600 --no-charts'" ;;
        *'make charts '*) echo FORMAT=svg SLIDES=order ;;
        *'make frame '*) echo FORMAT=svg ;;
        *'make cheatsheet') echo "ARGS=--no-pdf" ;;
        *'make collect '* | *'make compare '* | *'make marking') echo "ARGS=--no-charts" ;;
        *'make profile '*) echo "ARGS=--operations=20000" ;;
        *'make class '*) echo --dry-run ;; # over ssh: class.bats
    esac
}

needs_go() { case $1 in *RUNTIME=*,go* | *verify* | *LANG=go*) true ;; *) false ;; esac; }

# ended_well COMMAND STATUS OUTPUT: `make exercise` grades a task that nobody has touched.
ended_well() {
    case $1 in
        'make exercise') [[ $2 -ne 0 && $3 == *'Not yet.'* ]] ;;
        *) [ "$2" -eq 0 ] ;;
    esac
}

@test "every command of it runs" {
    command -v gnuplot >/dev/null || skip "gnuplot is not installed"
    make_project
    commands >"$SCRATCH/commands"
    [ "$(wc -l <"$SCRATCH/commands")" -ge 25 ]
    cd "$project"
    while read -r command; do
        # Where no go is, the run that the next commands draw from is made without.
        if ! command -v go >/dev/null; then command=${command/RUNTIME=goheap,go/RUNTIME=goheap}; fi
        if needs_go "$command" && ! command -v go >/dev/null; then continue; fi
        eval "set -- ${command#make } $(more "$command")"
        run make --no-print-directory -s -o all -o deps-bench BUILD=build MAKE=true "$@" <answers
        ended_well "$command" "$status" "$output" || { printf '%s (%s):\n%s\n' "$command" "$*" "$output"; return 1; }
        case $command in *'bench QUICK=1') cp results/latest/results.json results/guesses-12.tsv laptops ;; esac
    done <"$SCRATCH/commands"
    # What the page says is there afterwards.
    [ -s results/latest/report.html ]
    [ -n "$(find results/ -path '*/slides/01-pairs.svg')" ]
    [ -s results/cheatsheet.html ]
    [ -s results/class/class.html ]
    [ -s cases/mine.lua ]
}
