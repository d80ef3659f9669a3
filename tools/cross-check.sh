#!/bin/sh
# Does the project build for aarch64 without a warning, and do its units and `make check` pass there?
#   cross-check.sh [--suite NAME] [-kw] [FOLDER [BRANCH]]     as for fresh-check.sh, in whose chroot it works
# Debian's cross compiler builds, qemu-user runs. docs/measuring-machine.md lists what an emulator
# cannot show; those units are skipped here by name.
set -eu

target=aarch64-linux-gnu
build=build/arm64
not_emulated='gbench_process load_bad measure_failures runtime_machine_code'

say() {
    echo "cross-check: $*" >&2
}

install_all() {
    dpkg --add-architecture arm64
    apt-get -q update
    apt-get -q install -y --no-install-recommends gcc-$target g++-$target qemu-user pkg-config \
        libc6-dev:arm64 libbenchmark-dev:arm64 liblua5.4-dev:arm64 libgc-dev:arm64 \
        libjansson-dev:arm64 libprotobuf-c-dev:arm64 zlib1g-dev:arm64 libgmp-dev:arm64 libcmocka-dev:arm64
}

compile() {
    PKG_CONFIG_LIBDIR=/usr/lib/$target/pkgconfig:/usr/share/pkgconfig make -k -j"$(nproc)" \
        BUILD=$build CC=$target-gcc CXX=$target-g++ AR=$target-ar WERROR=-Werror units
}

# The program starts its children by their path: a shell script that starts the emulator is there.
# The tools that build a case have their native names.
wrap() {
    mkdir -p "$build/bin"
    for tool in gcc g++ objcopy objdump; do
        ln -sf "/usr/bin/$target-$tool" "$build/bin/$tool"
    done
    ln -sf "/usr/bin/$target-gcc" "$build/bin/cc"
    for program in escapement escapement-child; do
        [ -e "$build/$program.arm64" ] || mv "$build/$program" "$build/$program.arm64"
        # shellcheck disable=SC2016 # for the script's shell
        printf '#!/bin/sh\nexec qemu-aarch64 -0 "$0" "%s" "$@"\n' \
            "$PWD/$build/$program.arm64" >"$build/$program"
        chmod +x "$build/$program"
    done
}

units() {
    passed='' failed='' skipped=''
    for program in "$build"/unit/*; do
        name=${program##*/}
        case " $not_emulated " in *" $name "*) skipped="$skipped $name" && continue ;; esac
        case $name in *.d) continue ;; esac
        if timeout 600 qemu-aarch64 "$program" >"$program.log" 2>&1; then
            passed="$passed $name"
        else
            failed="$failed $name"
            tail -n 20 "$program.log"
        fi
    done
    printf 'passed:%s\nskipped:%s\nfailed:%s\n' "$passed" "$skipped" "$failed"
    [ -z "$failed" ]
}

cases() {
    "$build/escapement" check
}

case ${1-} in
inside)
    [ "$2" = compile ] || PATH=$PWD/$build/bin:$PATH
    "$2"
    ;;
*)
    self=tools/cross-check.sh
    exec "$(dirname "$0")/fresh-check.sh" --suite trixie -c "$self inside install_all" \
        -c "$self inside compile" -c "$self inside wrap" -c "$self inside units" \
        -c "$self inside cases" "$@"
    ;;
esac
