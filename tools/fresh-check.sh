#!/bin/sh
# Does a fresh Debian with nothing but git and make measure and test this project?
#   fresh-check.sh [--suite NAME] [-kw] [-c COMMAND]... [FOLDER [BRANCH]]
# FOLDER (default: this repository) is cloned at BRANCH (default: its current one) into a new
# chroot, and each COMMAND runs in it as root. Default: what a user who may not install is told by
# make bench, then make bench QUICK=1, then make test.
#   --suite  bookworm (the default), trixie, sid: the bases lie side by side in the cache
#   -w  copy FOLDER's files as they are, also uncommitted ones   -k  keep the chroot afterwards
# Needs root and debootstrap. Debian comes from the mirror that this system's apt is set up with;
# the bare base is kept in ~/.cache/escapement for the next time.
set -eu

as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
cache=${XDG_CACHE_HOME:-$HOME/.cache}/escapement

fail() {
    echo "fresh-check: $*" >&2
    exit 4
}

usage() {
    sed -n '3,8s/^# *//p' "$0" >&2
    exit 2
}

# "URI RELEASE" for each source that this system's apt has of the suite and of its updates; where it
# has another suite of Debian, the same mirrors serve this one. sid has no updates.
sources() {
    apt-get indextargets --format "\$(REPO_URI) \$(RELEASE) \$(LABEL)" "Created-By: Packages" |
        awk -v suite="$suite" '
            $2 ~ "^" suite { print $1, $2; own = 1 }
            $3 == "Debian" { other[$1 " " suite]; if (suite != "sid") other[$1 " " suite "-updates"] }
            $3 == "Debian-Security" && suite != "sid" { other[$1 " " suite "-security"] }
            END { if (!own) for (source in other) print source }' | sort -u
}

make_base() {
    mirror=$(sources | awk -v suite="$suite" '$2 == suite { print $1; exit }')
    [ -n "$mirror" ] || fail "no source of Debian in this system's apt; add one of $suite to /etc/apt"
    mkdir -p "$cache"
    new=$(mktemp -d "$cache/base.XXXXXX")
    debootstrap --variant=minbase "$suite" "$new" "$mirror" >"$base.log" 2>&1 ||
        fail "debootstrap failed, see $base.log; remove $new"
    tar -C "$new" --one-file-system -cf "$base.part" .
    mv "$base.part" "$base"
    rm -rf --one-file-system "$new"
}

# apt in the chroot reaches what apt reaches here: the same mirror, options and credentials.
give_apt_config() {
    sources | sed 's/^/deb /; s/$/ main/' >"$root/etc/apt/sources.list"
    for part in apt.conf apt.conf.d auth.conf auth.conf.d; do
        [ ! -e "/etc/apt/$part" ] || cp -rL "/etc/apt/$part" "$root/etc/apt/"
    done
    for part in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
        [ ! -e "$part" ] || { mkdir -p "$root${part%/*}" && cp -L "$part" "$root$part"; }
    done
}

# Nothing of this environment goes in but the proxies: the locale is POSIX, PATH is Debian's.
inside() {
    env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        ${http_proxy+"http_proxy=$http_proxy"} ${https_proxy+"https_proxy=$https_proxy"} \
        chroot "$@"
}

give_git_and_make() {
    inside "$root" sh -c 'apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install \
        -y --no-install-recommends git make && apt-get clean && rm -rf /var/lib/apt/lists/*' \
        >"$work/git-and-make.log" 2>&1 || fail "git and make: see $work/git-and-make.log"
}

give_project() {
    if $as_is; then
        mkdir "$root/srv/project"
        (cd "$folder" && git ls-files -co --exclude-standard -z |
            tar --null -T - --ignore-failed-read -cf -) |
            tar -C "$root/srv/project" --no-same-owner -xf -
        git init -q "$root/srv/project"
    else
        git clone -q --no-local ${branch:+--branch "$branch"} "$folder" "$root/srv/project"
    fi
}

mount_all() {
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount -t devpts devpts "$root/dev/pts"
    mount -t tmpfs tmpfs "$root/dev/shm"
}

clean_up() {
    for mounted in dev/shm dev/pts sys proc; do
        umount -l "$root/$mounted" 2>/dev/null || true
    done
    if $keep; then
        echo "kept: $root"
    else
        rm -rf --one-file-system "$work"
    fi
}

step() {
    echo "==> $1"
    began=$(date +%s)
    word=ok
    inside "$root" sh -c "cd /srv/project && $1" </dev/null || { word=FAILED && failed=1; }
    results="$results$word: $1 ($(($(date +%s) - began)) s)
"
}

suite=bookworm commands='' keep=false as_is=false failed=0 results=''
while [ $# -gt 0 ]; do
    case $1 in
    --suite | -c) [ $# -ge 2 ] || usage ;;
    esac
    case $1 in
    --suite) suite=$2 && shift ;;
    -c) commands="$commands$2
" && shift ;;
    -k) keep=true ;;
    -w) as_is=true ;;
    -kw | -wk) keep=true as_is=true ;;
    -*) usage ;;
    *) break ;;
    esac
    shift
done
case $suite in bookworm | trixie | sid) ;; *) usage ;; esac
[ $# -le 2 ] || usage
base=$cache/$suite-$(dpkg --print-architecture 2>/dev/null || uname -m).tar
folder=${1-$(dirname "$0")/..} branch=${2-}

[ "$(id -u)" = 0 ] || fail "needs root: it makes a chroot and mounts /proc in it"
command -v debootstrap >/dev/null || fail "needs debootstrap: apt-get install debootstrap"
[ -s "$base" ] || make_base

work=$(mktemp -d "${TMPDIR:-/tmp}/fresh.XXXXXX")
root=$work/debian
trap clean_up EXIT
trap 'exit 130' INT TERM
mkdir "$root"
tar -C "$root" -xf "$base"
chmod 755 "$root" # the base was made in a folder of mktemp's, which is root's alone
give_apt_config
mount_all
give_git_and_make
give_project

while IFS= read -r command; do
    [ -z "$command" ] || step "$command"
done <<END
${commands:-$as_nobody make bench 2>&1 | grep 'apt-get install'
make bench QUICK=1
make test}
END
printf '\nOn a fresh %s:\n%s' "$suite" "$results"
[ "$failed" = 0 ]
