#!/bin/sh
# What must be installed to measure, to test, and for the extras; the one list of packages.
#   deps.sh check GROUP     names what is missing (exit 1); silent when all is there
#   deps.sh install GROUP   installs it with apt-get as root or by sudo without a password;
#                           otherwise prints the one line to run and exits 4
# GROUP is bench, test (bench and more) or extra (bench and what is optional at run time).
set -eu

# Looks for commands and files only: asking dpkg costs more than the rest of a warm `make`.
# The fields: group, kind of probe, what to look for, Debian package.
packages() {
    cat <<'END'
bench command cc gcc
bench command c++ g++
bench command ld binutils
bench command objdump binutils
bench command pkg-config pkg-config
bench command gnuplot gnuplot-nox
bench header stdlib.h libc6-dev
bench header benchmark/benchmark.h libbenchmark-dev
bench header lua5.4/lua.h liblua5.4-dev
bench header gc.h libgc-dev
bench header jansson.h libjansson-dev
bench file /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core
test header cmocka.h libcmocka-dev
test command bats bats
test command clang clang
test command clang-format clang-format
test command luacheck lua-check
test command shellcheck shellcheck
extra command go golang-go
extra file /usr/share/benchmark/compare.py libbenchmark-tools
extra file /usr/lib/python3/dist-packages/scipy/__init__.py python3-scipy
END
}

usage() {
    echo "usage: deps.sh check|install bench|test|extra" >&2
    exit 2
}

say() {
    echo "escapement: $*" >&2
}

# Paths are looked up below DEPS_ROOT, which only the tests set.
present() {
    case $1 in
    command) command -v "$2" >/dev/null 2>&1 ;;
    header) [ -e "${DEPS_ROOT-}/usr/include/$2" ] || [ -e "${DEPS_ROOT-}/usr/local/include/$2" ] ;;
    file) [ -e "${DEPS_ROOT-}$2" ] ;;
    esac
}

# Sets `missing` (one line each, for people) and `wanted` (packages, each once).
look() {
    missing='' wanted=''
    while read -r group kind subject package; do
        [ "$group" = bench ] || [ "$group" = "$1" ] || continue
        present "$kind" "$subject" && continue
        missing="$missing$kind $subject (package $package)
"
        case " $wanted " in
        *" $package "*) ;;
        *) wanted="${wanted:+$wanted }$package" ;;
        esac
    done <<END
$(packages)
END
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_be_root() {
    [ "$(id -u)" = 0 ] || { command -v sudo && sudo -n true; } >/dev/null 2>&1
}

apt() {
    as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive \
        apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" >&2
}

give_up() {
    say "$1"
    echo "    apt-get update && apt-get install -y --no-install-recommends $wanted" >&2
    exit 4
}

# A fresh system has no lists, an old one has stale lists: update first. An update that fails (one
# source of several is down, say) may still leave lists that will do.
install_wanted() {
    if ! command -v apt-get >/dev/null 2>&1; then
        say "no apt-get here; install what these Debian packages hold: $wanted"
        exit 4
    fi
    may_be_root || give_up "packages are missing and may not be installed; run as root:"
    say "installing $wanted"
    apt update || say "apt-get update failed; trying with the lists there are"
    # shellcheck disable=SC2086 # a list of package names, to be split
    apt install -y --no-install-recommends $wanted || give_up "that failed; run as root:"
}

[ $# -eq 2 ] || usage
case $2 in bench | test | extra) ;; *) usage ;; esac
look "$2"
case $1 in
check)
    printf '%s' "$missing"
    [ -z "$missing" ]
    ;;
install)
    [ -n "$missing" ] || exit 0
    install_wanted
    look "$2"
    [ -z "$missing" ] || give_up "still missing after the installation: ${missing%?}"
    ;;
*) usage ;;
esac
