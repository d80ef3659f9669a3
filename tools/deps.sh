#!/bin/sh
# What must be installed to measure, to test, and for the extras; the one list of packages.
#   deps.sh check GROUP     names what is missing (exit 1); silent when all is there
#   deps.sh install GROUP   installs it as root or by sudo without a password, with apt-get, dnf or
#                           pacman; otherwise prints the one line to run and exits 4. What the
#                           distribution has no package of is told and does not stop it.
# GROUP is bench, test (bench and more), fuzz (bench and more), class (bench and more), or extra (bench and what is optional at run time).
# Run on Debian 12, 13 and sid by fresh-check.sh. Ubuntu's packages are Debian's (some in universe); the
# names of Fedora and Arch were looked up, not run.
set -eu

# Looks for commands and files only: asking a package manager costs more than the rest of a warm
# `make`. The fields: group, kind of probe, what to look for (any of), package of Debian and Ubuntu,
# of Fedora, of Arch; - where that distribution has none.
packages() {
    cat <<'END'
bench command cc gcc gcc gcc
bench command c++ g++ gcc-c++ gcc
bench command ld binutils binutils binutils
bench command objdump binutils binutils binutils
bench command pkg-config pkg-config pkgconf-pkg-config pkgconf
bench command gnuplot gnuplot-nox gnuplot-minimal gnuplot
bench header stdlib.h libc6-dev glibc-devel glibc
bench header benchmark/benchmark.h libbenchmark-dev google-benchmark-devel benchmark
bench header lua5.4/lua.h,lua5.5/lua.h,lua.h liblua5.4-dev lua-devel lua54
bench header gc.h libgc-dev gc-devel gc
bench header jansson.h libjansson-dev jansson-devel jansson
bench header protobuf-c/protobuf-c.h libprotobuf-c-dev protobuf-c-devel protobuf-c
bench command protoc-c,protoc protobuf-c-compiler protobuf-c-compiler protobuf-c
bench header zlib.h zlib1g-dev zlib-devel zlib
bench header gmp.h libgmp-dev gmp-devel gmp
bench font DejaVuSans.ttf fonts-dejavu-core dejavu-sans-fonts ttf-dejavu
test header cmocka.h libcmocka-dev libcmocka-devel cmocka
test command bats bats bats bats
test command clang clang clang clang
test command clang-format clang-format clang-tools-extra clang
test command luacheck lua-check - luacheck
test command shellcheck shellcheck ShellCheck shellcheck
test command xmllint libxml2-utils libxml2 libxml2
test command tidy tidy tidy tidy
test command dot graphviz graphviz graphviz
test command dpkg-shlibdeps dpkg-dev - -
test command help2man help2man help2man help2man
fuzz command clang clang clang clang
fuzz fuzzer clang libclang-rt-dev compiler-rt compiler-rt
test python jsonschema python3-jsonschema python3-jsonschema python-jsonschema
class command parallel parallel parallel parallel
class command ssh openssh-client openssh-clients openssh
extra command go golang-go golang go
extra command dot graphviz graphviz graphviz
extra file /usr/share/benchmark/compare.py libbenchmark-tools - -
extra python scipy python3-scipy - -
END
}

usage() {
    echo "usage: deps.sh check|install bench|test|fuzz|class|extra" >&2
    exit 2
}

say() {
    echo "escapement: $*" >&2
}

# Paths are looked up below DEPS_ROOT, which only the tests set.
exists() {
    [ -e "${DEPS_ROOT-}$1" ]
}

# Does the compiler have libFuzzer? Where its libraries lie differs from release to release.
has_fuzzer() {
    command -v "$1" >/dev/null 2>&1 && folder=$("$1" -print-resource-dir 2>/dev/null) || return
    for library in "$folder"/lib/*/libclang_rt.fuzzer*.a; do
        [ ! -e "$library" ] || return 0
    done
    return 1
}

# Debian keeps what differs from processor to processor in a folder of that processor.
has_header() {
    for folder in "${DEPS_ROOT-}"/usr/include "${DEPS_ROOT-}"/usr/local/include "${DEPS_ROOT-}"/usr/include/*-linux-gnu; do
        [ ! -e "$folder/$1" ] || return 0
    done
    return 1
}

# A module of Python that the distribution's own interpreter finds: Debian's folder, the others'.
has_module() {
    for folder in "${DEPS_ROOT-}"/usr/lib/python3/dist-packages "${DEPS_ROOT-}"/usr/lib/python3.*/site-packages; do
        [ ! -e "$folder/$1" ] || return 0
    done
    return 1
}

# present KIND SUBJECT[,SUBJECT]...: is one of them there?
present() {
    one=${2%%,*}
    case $1 in
    command) command -v "$one" >/dev/null 2>&1 ;;
    header) has_header "$one" ;;
    font)
        exists "/usr/share/fonts/truetype/dejavu/$one" ||
            exists "/usr/share/fonts/dejavu-sans-fonts/$one" || exists "/usr/share/fonts/TTF/$one"
        ;;
    file) exists "$one" ;;
    python) has_module "$one" ;;
    fuzzer) has_fuzzer "$one" ;;
    esac && return
    case $2 in *,*) present "$1" "${2#*,}" ;; *) return 1 ;; esac
}

# Sets `manager` ('' where there is none), `install`, and `refresh` where that is a command of its own.
find_manager() {
    manager='' refresh='' install=''
    if command -v apt-get; then
        manager=apt-get refresh='apt-get update' install='apt-get install -y --no-install-recommends'
    elif command -v dnf; then
        manager=dnf install='dnf install -y --setopt=install_weak_deps=False'
    elif command -v pacman; then # Arch supports no upgrade of some packages without the others
        manager=pacman install='pacman -Syu --needed --noconfirm'
    fi >/dev/null 2>&1
}

# Sets `missing` (one line each, for people), `wanted` (packages, each once) and `nowhere` (what this
# distribution has no package of).
look() {
    missing='' wanted='' nowhere=''
    while read -r group kind subject debian fedora arch; do
        [ "$group" = bench ] || [ "$group" = "$1" ] || continue
        ! present "$kind" "$subject" || continue
        case $manager in dnf) package=$fedora ;; pacman) package=$arch ;; *) package=$debian ;; esac
        if [ "$package" = - ]; then
            nowhere="${nowhere:+$nowhere, }${subject%%,*}"
            missing="$missing$kind ${subject%%,*} (no package)
"
            continue
        fi
        missing="$missing$kind ${subject%%,*} (package $package)
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

give_up() {
    say "$1"
    echo "    ${refresh:+$refresh && }$install $wanted" >&2
    exit 4
}

# run WORD...: the manager, as root and without questions. Its lists may be locked for a while.
run() {
    [ "$1" != apt-get ] || {
        shift
        set -- apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
    }
    as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@" >&2
}

# A fresh system has no lists, an old one has stale lists: update first. An update that fails (one
# source of several is down, say) may still leave lists that will do.
install_wanted() {
    [ -n "$manager" ] || {
        say "no apt-get, dnf or pacman here; install what these Debian packages hold: $wanted"
        exit 4
    }
    [ -z "$nowhere" ] || say "going on without what this distribution has no package of: $nowhere"
    [ -n "$wanted" ] || exit 0
    may_be_root || give_up "packages are missing and may not be installed; run as root:"
    say "installing $wanted"
    # shellcheck disable=SC2086 # commands and lists of package names, to be split
    {
        [ -z "$refresh" ] || run $refresh || say "$refresh failed; trying with the lists there are"
        run $install $wanted || give_up "that failed; run as root:"
    }
}

[ $# -eq 2 ] || usage
case $2 in bench | test | fuzz | class | extra) ;; *) usage ;; esac
find_manager
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
    [ -z "$wanted" ] || give_up "still missing after the installation: ${missing%?}"
    ;;
*) usage ;;
esac
