#!/usr/bin/env bats
# tools/deps.sh on made-up systems: a PATH that holds nothing but what a test puts there.
load helper

DEPS=tools/deps.sh

# A system where all of bench and test is installed; `id`, `sudo` and `apt-get` are made up.
make_system() {
    BIN=$SCRATCH/bin SYSTEM=$SCRATCH/system
    mkdir -p "$BIN" "$SYSTEM/usr/include/benchmark" "$SYSTEM/usr/include/lua5.4" \
        "$SYSTEM/usr/include/protobuf-c" "$SYSTEM/usr/include/riscv64-linux-gnu" \
        "$SYSTEM/usr/share/fonts/truetype/dejavu"
    for tool in sh cat env; do ln -s "$(command -v "$tool")" "$BIN/$tool"; done
    for tool in cc c++ ld objdump pkg-config gnuplot protoc-c bats clang clang-format luacheck shellcheck \
        xmllint tidy dot dpkg-shlibdeps help2man; do
        fake "$tool" :
    done
    for header in stdlib.h gc.h jansson.h zlib.h cmocka.h benchmark/benchmark.h lua5.4/lua.h \
        protobuf-c/protobuf-c.h riscv64-linux-gnu/gmp.h; do
        : >"$SYSTEM/usr/include/$header"
    done
    : >"$SYSTEM/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    mkdir -p "$SYSTEM/usr/lib/python3/dist-packages/jsonschema"
    be_user 1000
    fake apt-get "echo \"\$DEBIAN_FRONTEND \$*\" >>$SCRATCH/apt"
}

fake() {
    printf '#!/bin/sh\n%s\n' "$2" >"$BIN/$1"
    chmod +x "$BIN/$1"
}

be_user() {
    fake id "echo $1"
}

deps() {
    run env -i PATH="$BIN" DEPS_ROOT="$SYSTEM" /bin/sh "$ROOT/$DEPS" "$@"
}

@test "deps check: silent when all is there" {
    make_system
    for group in bench test; do
        deps check "$group"
        [ "$status" -eq 0 ]
        [ -z "$output" ]
    done
}

@test "deps check: names each missing thing and its package" {
    make_system
    rm "$BIN/gnuplot" "$SYSTEM/usr/include/lua5.4/lua.h" "$BIN/shellcheck" \
        "$SYSTEM/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    deps check bench
    [ "$status" -eq 1 ]
    [ "${#lines[@]}" -eq 3 ]
    [ "${lines[0]}" = 'command gnuplot (package gnuplot-nox)' ]
    [ "${lines[1]}" = 'header lua5.4/lua.h (package liblua5.4-dev)' ]
    [ "${lines[2]}" = 'font DejaVuSans.ttf (package fonts-dejavu-core)' ]
    deps check test
    [ "$status" -eq 1 ]
    [ "${#lines[@]}" -eq 4 ]
    [ "${lines[3]}" = 'command shellcheck (package shellcheck)' ]
}

@test "deps check: headers below /usr/local count" {
    make_system
    mkdir -p "$SYSTEM/usr/local/include"
    mv "$SYSTEM/usr/include/gc.h" "$SYSTEM/usr/local/include/"
    deps check bench
    [ "$status" -eq 0 ]
}

@test "deps install: nothing to do, nothing said, apt-get not called" {
    make_system
    deps install test
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ ! -e "$SCRATCH/apt" ]
}

@test "deps install: without root and sudo, one apt line and exit 4" {
    make_system
    rm "$BIN/ld" "$BIN/objdump" "$SYSTEM/usr/include/gc.h"
    deps install bench
    [ "$status" -eq 4 ]
    [ "${#lines[@]}" -eq 2 ]
    [ "${lines[1]}" = '    apt-get update && apt-get install -y --no-install-recommends binutils libgc-dev' ]
    [ ! -e "$SCRATCH/apt" ]
}

@test "deps install: a sudo that wants a password is not asked for one" {
    make_system
    fake sudo "[ \"\$1\" = -n ] || echo asked >$SCRATCH/asked; exit 1"
    rm "$BIN/gnuplot"
    deps install bench
    [ "$status" -eq 4 ]
    [[ $output == *'--no-install-recommends gnuplot-nox' ]]
    [ ! -e "$SCRATCH/asked" ]
    [ ! -e "$SCRATCH/apt" ]
}

@test "deps install: as root it updates, then installs only what is missing" {
    make_system
    be_user 0
    rm "$BIN/gnuplot"
    fake apt-get "echo \"\$DEBIAN_FRONTEND \$*\" >>$SCRATCH/apt
case \"\$*\" in *install*) cat $BIN/cc >$BIN/gnuplot; $(command -v chmod) +x $BIN/gnuplot ;; esac"
    deps install bench
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = 'escapement: installing gnuplot-nox' ]
    [ "$(wc -l <"$SCRATCH/apt")" -eq 2 ]
    grep -q '^noninteractive .*update$' <(sed -n 1p "$SCRATCH/apt")
    grep -q '^noninteractive .*install -y --no-install-recommends gnuplot-nox$' <(sed -n 2p "$SCRATCH/apt")
}

@test "deps install: with a sudo that asks nothing it goes through sudo" {
    make_system
    fake sudo "[ \"\$1\" = -n ] && shift; echo \"\$1\" >>$SCRATCH/sudo; \"\$@\""
    rm "$SYSTEM/usr/include/jansson.h"
    fake apt-get "case \"\$*\" in *install*) : >$SYSTEM/usr/include/jansson.h ;; esac"
    fake true :
    deps install bench
    [ "$status" -eq 0 ]
    [ "$(grep -c '^env$' "$SCRATCH/sudo")" -eq 2 ]
}

@test "deps install: an update that fails does not stop the installation" {
    make_system
    be_user 0
    rm "$SYSTEM/usr/include/gc.h"
    fake apt-get "case \"\$*\" in *install*) : >$SYSTEM/usr/include/gc.h ;; *) exit 100 ;; esac"
    deps install bench
    [ "$status" -eq 0 ]
    [[ $output == *'apt-get update failed'* ]]
}

@test "deps install: an installation that fails ends with the line and 4" {
    make_system
    be_user 0
    rm "$SYSTEM/usr/include/gc.h"
    fake apt-get 'exit 100'
    deps install bench
    [ "$status" -eq 4 ]
    [ "${lines[-1]}" = '    apt-get update && apt-get install -y --no-install-recommends libgc-dev' ]
}

@test "deps install: packages that bring nothing are told" {
    make_system
    be_user 0
    rm "$SYSTEM/usr/include/gc.h"
    deps install bench
    [ "$status" -eq 4 ]
    [[ $output == *'still missing after the installation: header gc.h (package libgc-dev)'* ]]
}

@test "deps install: without apt-get the packages' names and 4" {
    make_system
    rm "$BIN/apt-get" "$BIN/c++"
    deps install test
    [ "$status" -eq 4 ]
    [ "${#lines[@]}" -eq 1 ]
    [[ $output == *'no apt-get, dnf or pacman here'*': g++' ]]
}

# Fedora or Arch: another package manager, and the libraries where these have them.
make_other() {
    make_system
    rm "$BIN/apt-get" "$SYSTEM/usr/include/lua5.4/lua.h" \
        "$SYSTEM/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    : >"$SYSTEM/usr/include/lua.h"
    fake "$1" "echo \"$1 \$*\" >>$SCRATCH/log"
}

@test "deps check: Lua's header and the font where Fedora and Arch have them" {
    make_other dnf
    for folder in dejavu-sans-fonts TTF; do
        rm -rf "$SYSTEM/usr/share/fonts"
        deps check bench
        [ "$status" -eq 1 ]
        [ "$output" = 'font DejaVuSans.ttf (package dejavu-sans-fonts)' ]
        mkdir -p "$SYSTEM/usr/share/fonts/$folder"
        : >"$SYSTEM/usr/share/fonts/$folder/DejaVuSans.ttf"
        deps check bench
        [ "$status" -eq 0 ]
    done
}

@test "deps install: Fedora's names and one dnf line without root" {
    make_other dnf
    rm "$BIN/c++" "$SYSTEM/usr/include/lua.h" "$SYSTEM/usr/include/benchmark/benchmark.h"
    deps install bench
    [ "$status" -eq 4 ]
    [ "${lines[1]}" = '    dnf install -y --setopt=install_weak_deps=False gcc-c++ google-benchmark-devel lua-devel dejavu-sans-fonts' ]
    [ ! -e "$SCRATCH/log" ]
}

@test "deps install: as root dnf is called once, and what Fedora lacks is told" {
    make_other dnf
    be_user 0
    rm "$BIN/luacheck" "$SYSTEM/usr/include/gc.h"
    fake dnf "echo \"\$*\" >>$SCRATCH/log
: >$SYSTEM/usr/include/gc.h"
    deps install test
    [ "$status" -eq 4 ]
    [ "$(cat "$SCRATCH/log")" = 'install -y --setopt=install_weak_deps=False gc-devel dejavu-sans-fonts' ]
    [ "${lines[0]}" = 'escapement: going on without what this distribution has no package of: luacheck' ]
    [[ $output == *'still missing after the installation: '*'font DejaVuSans.ttf'* ]]
}

@test "deps install: nothing but what Fedora has no package of stops nothing" {
    make_other dnf
    be_user 0
    mkdir -p "$SYSTEM/usr/share/fonts/TTF"
    : >"$SYSTEM/usr/share/fonts/TTF/DejaVuSans.ttf"
    rm "$BIN/luacheck"
    deps install test
    [ "$status" -eq 0 ]
    [ "$output" = 'escapement: going on without what this distribution has no package of: luacheck' ]
    [ ! -e "$SCRATCH/log" ]
}

@test "deps install: Arch's names, each once, through pacman" {
    make_other pacman
    be_user 0
    rm "$BIN/cc" "$BIN/c++" "$BIN/clang" "$BIN/clang-format" "$SYSTEM/usr/include/lua.h"
    deps install test
    [ "$status" -eq 4 ]
    [ "$(cat "$SCRATCH/log")" = 'pacman -Syu --needed --noconfirm gcc lua54 ttf-dejavu clang' ]
    [ "${lines[-1]}" = '    pacman -Syu --needed --noconfirm gcc lua54 ttf-dejavu clang' ]
}

@test "deps: where there are several package managers, Debian's counts" {
    make_system
    fake dnf "echo dnf >>$SCRATCH/log"
    rm "$SYSTEM/usr/include/gc.h"
    deps install bench
    [ "$status" -eq 4 ]
    [ "${lines[1]}" = '    apt-get update && apt-get install -y --no-install-recommends libgc-dev' ]
}

@test "deps check: libFuzzer is looked for where clang keeps its libraries" {
    make_system
    fake clang "echo $SYSTEM/clang/19"
    deps check fuzz
    [ "$status" -eq 1 ]
    [ "$output" = 'fuzzer clang (package libclang-rt-dev)' ]
    mkdir -p "$SYSTEM/clang/19/lib/linux"
    : >"$SYSTEM/clang/19/lib/linux/libclang_rt.fuzzer-x86_64.a"
    deps check fuzz
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    rm "$BIN/clang"
    deps check fuzz
    [ "${#lines[@]}" -eq 2 ]
}

@test "deps: wrong words end with 2" {
    make_system
    for words in '' check 'check all' 'remove bench' 'check bench more'; do
        # shellcheck disable=SC2086 # to be split
        deps $words
        [ "$status" -eq 2 ]
        [ "${lines[0]}" = 'usage: deps.sh check|install bench|test|fuzz|class|extra' ]
    done
}
