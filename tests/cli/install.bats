#!/usr/bin/env bats
# The program outside its checkout: installed below a prefix, and as a package.
load helper

# From a folder of the user's own, with a case of the user's own, where nothing of the program can be written.
use() {
    local home=$SCRATCH/home
    mkdir -p "$home"
    sed 's/Returning/Mine: returning/' cases/pointer-return.lua >"$home/mine.lua"
    chmod -R a-w "$2"
    cd "$home" || return
    HOME=$home "$1" bench --preset=quick --rounds=2 --sample-time=1 --runtime=goheap --seed=1 mine.lua >out 2>err
    chmod -R u+w "$2"
    grep -q '^mine: Mine: returning' out
    [ -s results/latest/results.json ]
    [ -s results/latest/charts/pairs.svg ]
    [ -d .cache/escapement/cases ]
    XDG_CACHE_HOME=$home/elsewhere "$1" check mine.lua
    [ -d elsewhere/escapement/cases ]
    "$1" new another | grep -q 'escapement bench --preset=quick ./another.lua'
    [ -s another.lua ]
    "$1" list | grep -q '^pointer-return '
}

@test "an installed program measures a case of the user's own" {
    without_manual make -s -o all BUILD="$BUILD" install DESTDIR="$SCRATCH/tree" PREFIX=/opt/esc >/dev/null
    use "$SCRATCH/tree/opt/esc/bin/escapement" "$SCRATCH/tree"
}

@test "the package holds all that runs, and names the libraries' packages" {
    command -v dpkg-shlibdeps >/dev/null || skip "no dpkg-dev"
    mkdir "$SCRATCH/build"
    cp "$BUILD/escapement" "$BUILD/escapement-child" "$BUILD/count.o" "$SCRATCH/build"
    package=$(make -s -o all BUILD="$SCRATCH/build" deb)
    depends=$(dpkg-deb -f "$package" Depends)
    for word in libc6 libjansson4 'liblua5\.[45]-0' libgc1 libbenchmark gcc gnuplot; do
        grep -qE "(^| )$word" <<<"$depends"
    done
    dpkg-deb -x "$package" "$SCRATCH/tree"
    use "$SCRATCH/tree/usr/bin/escapement" "$SCRATCH/tree"
}

@test "the manual has a page for each command, with its options" {
    command -v help2man >/dev/null || skip "no help2man"
    tools/man.sh "$BUILD" 1.2.3 "$SCRATCH/man"
    "$ESC" --list-commands | cut -f1 | while read -r command; do
        page=$SCRATCH/man/escapement-$command.1
        grep -q "^\.TH ESCAPEMENT-$(echo "$command" | tr '[:lower:]' '[:upper:]') " "$page"
        "$ESC" "$command" --list-options | sed 's/\t.*//; s/=.*//; s/-/\\-/g' | while read -r option; do
            grep -qF -- "$option" "$page"
        done
    done
    grep -q 'EXIT STATUS' "$SCRATCH/man/escapement.1"
}

@test "a prefix that is no absolute path is refused" {
    run make -s -o all BUILD="$BUILD" install DESTDIR="$SCRATCH/tree" PREFIX=here
    [ "$status" -eq 2 ]
    [[ $output == *"PREFIX=here does not begin with /"* ]]
    [ ! -e "$SCRATCH/tree" ]
}
