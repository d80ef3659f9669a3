#!/usr/bin/env bash
# Everything that is checked without running the program, as TAP: formatting, Lua and shell linters,
# which library is whose. Who includes and calls whom: tests/structure.sh.
# shellcheck disable=SC2317,SC2329  # the checks are called by name
set -u
cd "$(dirname "$0")/.." || exit 4
number=0 bad=0

# check NAME COMMAND...: ok when the command succeeds; its output is shown when not.
check() {
    local name=$1 out
    shift
    number=$((number + 1))
    if out=$("$@" 2>&1); then
        echo "ok $number $name"
    else
        echo "not ok $number $name"
        printf '%s\n' "$out" | head -n 40 | sed 's/^/# /'
        bad=1
    fi
}

# skip NAME REASON
skip() {
    number=$((number + 1))
    echo "ok $number $1 # SKIP $2"
}

sources() { git ls-files -co --exclude-standard "$@"; }

go_formatted() { [ -z "$(gofmt -l harness exercises)" ]; }
# What stands for somebody's submission to an exercise is written as it would be.
formatted() {
    sources '*.c' '*.h' '*.cc' ':!tests/fixtures/exercises' | xargs "$format" --dry-run -Werror
}
lua_clean() { luacheck --quiet lua cases exercises; }
shell_clean() { { sources '*.sh' '*.bash'; echo .ci/run; } | xargs shellcheck; }

# only HEADER FOLDER-PATTERN: files that include HEADER must match the pattern.
only() {
    local strays
    strays=$(grep -lE "^#include [<\"]$1[>\"]" -r harness | grep -vE "$2")
    [ -z "$strays" ] || { echo "$1 is included by: $strays"; return 1; }
}

readme_short() { [ "$(wc -l <README.md)" -lt 120 ]; }
no_leftovers() { ! grep -nIE '\b(TODO|FIXME|XXX|HACK)\b' -r harness lua plots cases Makefile; }

# Each release formats some lines differently: what is committed is formatted by 14.
format=$(command -v clang-format-14 || command -v clang-format)
case $("$format" --version 2>&1) in
*' version 14.'*) check 'clang-format changes nothing' formatted ;;
*) skip 'clang-format changes nothing' 'no clang-format 14 here' ;;
esac
if command -v gofmt >/dev/null; then
    check 'gofmt changes nothing' go_formatted
else
    skip 'gofmt changes nothing' 'no gofmt here'
fi
if command -v luacheck >/dev/null; then
    check 'luacheck is silent' lua_clean
else
    skip 'luacheck is silent' 'Fedora has no package of it'
fi
check 'shellcheck is silent' shell_clean
check 'lua.h is included by the loader alone' only 'lua(xlib|lib)?\.h' '^harness/load/'
check 'benchmark.h is included by the C port alone' only 'benchmark/benchmark\.h' '^harness/gbench/'
check 'dlfcn.h is included by the measuring child alone' only 'dlfcn\.h' '^harness/child/'
check 'jansson.h is included by emit alone' only 'jansson\.h' '^harness/emit/'
check 'protobuf-c is used by profile alone' only 'profile\.pb-c\.h' '^harness/profile/'
check 'zlib is used by profile and gotypes alone' only 'zlib\.h' '^harness/(profile|gotypes)/'
check 'gmp.h is included by gotypes alone' only 'gmp\.h' '^harness/gotypes/'
check 'the README has under 120 lines' readme_short
check 'nothing is left for later' no_leftovers
echo "1..$number"
exit $bad
