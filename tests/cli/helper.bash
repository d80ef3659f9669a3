# What every transcript needs: the program, a scratch folder, a quiet terminal. The programs are
# linked into a folder of each file's own, for beside them lies the cache: it keeps the newest few
# libraries of a case, and files that run at the same time must not take them from each other. What is
# compiled in one is handed on to those that begin later, by links: a library's name is the hash of all
# that it is made of. With ESC_CACHE, a folder as ESC_BUILD is, the same file's cache of that build is used.
setup() {
    ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    case ${ESC_BUILD:-build} in
        /*) BUILD=$ESC_BUILD ;;
        *) BUILD=$ROOT/${ESC_BUILD:-build} ;;
    esac
    PROGRAMS=$BUILD/cli/${BATS_TEST_FILENAME##*/}
    PROGRAMS=${PROGRAMS%.bats}
    SHARED=$BUILD/cli/shared
    [ -d "$PROGRAMS" ] || mkdir -p "$PROGRAMS"
    ln -f "$BUILD/escapement" "$BUILD/escapement-child" "$BUILD/count.o" "$PROGRAMS"
    if [ -z "${ESC_CACHE:-}" ] && [ ! -e "$PROGRAMS/cases" ]; then
        mkdir -p "$SHARED" "$PROGRAMS/cases"
        cp -ln "$SHARED"/* "$PROGRAMS/cases" 2>/dev/null || true # there may be none yet
    fi
    if [ -n "${ESC_CACHE:-}" ]; then
        local cache
        for cache in cases go explain disasm; do
            [ ! -e "$PROGRAMS/$cache" ] || continue
            mkdir -p "$ROOT/$ESC_CACHE/cli/${PROGRAMS##*/}/$cache"
            ln -s "$ROOT/$ESC_CACHE/cli/${PROGRAMS##*/}/$cache" "$PROGRAMS/$cache"
        done
    fi
    ESC=$PROGRAMS/escapement
    SCRATCH=$(mktemp -d)
    tiny=(--preset=quick --rounds=2 --sample-time=1 --time-limit=3600 --runtime=malloc --no-charts
        --seed=1 "--results=$SCRATCH")
    export LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=80
    cd "$ROOT" || return 1
}

teardown() {
    rm -rf "$SCRATCH"
    if [ -z "${ESC_CACHE:-}" ] && [ "$PROGRAMS/cases" -nt "$PROGRAMS/handed-on" ]; then
        touch "$PROGRAMS/handed-on"
        cp -ln "$PROGRAMS"/cases/*.so "$PROGRAMS"/cases/*.c "$SHARED" 2>/dev/null || true
    fi
}

# A test of go's or gcc's own words, not of a program of ours: once is enough.
once() {
    [ -z "${ESC_CACHE:-}" ] || skip "no program of ours takes part: see the run without sanitizers"
}

# without_manual COMMAND...: help2man asks the program a hundred times, which takes longer than all else that
# is installed; install.bats has the pages made where they are looked at.
without_manual() {
    mkdir -p "$SCRATCH/no-manual"
    ln -sf "$(command -v true)" "$SCRATCH/no-manual/help2man"
    PATH=$SCRATCH/no-manual:$PATH "$@"
}

# A run that takes a second: two rounds of a millisecond on one runtime. No sample comes near the
# time limit, however slow the machine.
tiny() {
    "$ESC" bench "${tiny[@]}" "$@"
}

# A project of its own, for the tests that look at all of this one's cases: what the program finds
# from where it lies.
own_project() {
    mkdir "$SCRATCH/build"
    cp "$PROGRAMS"/escapement* "$PROGRAMS/count.o" "$SCRATCH/build"
    cp -r cases lua "$SCRATCH"
    ln -s "$ROOT/harness" "$SCRATCH/harness"
    cd "$SCRATCH" || return 1
    ESC=build/escapement
}
