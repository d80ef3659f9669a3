#!/usr/bin/env bats
# `make class`: a lab room over ssh. Every "machine" is this one: an sshd of the test's own on
# 127.0.0.1, reached under several names; nothing leaves the machine.
load helper

# room: an sshd with a key of its own, and an ssh configuration that calls it seat-a, seat-b, …;
# seat-dead is a port that nobody listens on.
room() {
    local daemon try
    daemon=$(PATH=$PATH:/usr/sbin:/sbin command -v sshd) || skip 'no sshd here'
    parallel --version 2>/dev/null | grep -q GNU || skip 'no GNU parallel here'
    command -v ssh-keygen >/dev/null || skip 'no ssh-keygen here'
    [ "$(id -u)" != 0 ] || mkdir -p /run/sshd || skip 'sshd has no folder to part its rights in'
    SSH=$SCRATCH/ssh
    mkdir -m 700 "$SSH"
    ssh-keygen -q -t ed25519 -N '' -f "$SSH/key"
    ssh-keygen -q -t ed25519 -N '' -f "$SSH/host"
    cp "$SSH/key.pub" "$SSH/authorized"
    for try in 1 2 3 4 5; do
        : >"$SSH/log"
        write_configurations $((10000 + RANDOM % 20000))
        "$daemon" -f "$SSH/sshd" -E "$SSH/log" && listening && return
    done
    skip "no session on the own sshd: $(tail -n 1 "$SSH/log")"
}

# write_configurations PORT: sshd's, and that of those who call it.
write_configurations() {
    local port=$1
    printf '%s\n' "ListenAddress 127.0.0.1:$port" "HostKey $SSH/host" "PidFile $SSH/pid" \
        "AuthorizedKeysFile $SSH/authorized" 'StrictModes no' 'PasswordAuthentication no' \
        'PermitRootLogin prohibit-password' >"$SSH/sshd"
    cat >"$SSH/config" <<END
Host seat-dead
    Port 1
Host *
    HostName 127.0.0.1
    Port $port
    User $(id -un)
    IdentityFile $SSH/key
    IdentitiesOnly yes
    StrictHostKeyChecking no
    UserKnownHostsFile /dev/null
    LogLevel ERROR
    BatchMode yes
    ConnectTimeout 10
END
}

# sshd leaves for the background before it listens: it does when a session on it succeeds, and it
# never will when the port is another's.
listening() {
    local try
    for try in $(seq 100); do
        if [ -s "$SSH/pid" ] && ssh -F "$SSH/config" -n seat-a true 2>/dev/null; then return 0; fi
        ! grep -q 'Cannot bind any address' "$SSH/log" || return 1
        sleep 0.1
    done
    return 1
}

teardown() {
    if [ -s "${SSH:-}/pid" ]; then kill "$(cat "$SSH/pid")"; fi
    rm -rf "$SCRATCH" /tmp/escapement-class-"$(id -un)"-seat-copied-$$
}

# checkout FOLDER RECIPE...: what stands for a checkout over there; its bench is the RECIPE.
checkout() {
    local folder=$1
    shift
    mkdir -p "$folder/tools"
    printf '#!/bin/sh\nexit 0\n' >"$folder/tools/deps.sh"
    chmod +x "$folder/tools/deps.sh"
    { printf 'all:\n\t@echo built\nbench:\n'; printf '\t%s\n' "$@"; } >"$folder/Makefile"
}

# The program of this build, on one small case.
bench_there() {
    echo "@'$ESC' bench --case=pointer-return --preset=quick --rounds=2 --sample-time=1 --time-limit=3600 --runtime=malloc --seat=\$(SEAT) \$(ARGS)"
}

class() {
    tools/class.sh --ssh="ssh -F $SSH/config" --program="$ESC" --out="$SCRATCH/out" "$@"
}

@test "two machines measure at once, a dead one is named, and the runs are collected" {
    room
    checkout "$SCRATCH/checkout" "$(bench_there)"
    printf '%s\n' '# the room' "seat-a $SCRATCH/checkout" "seat-b  $SCRATCH/checkout  # at the window" '' seat-dead \
        >"$SCRATCH/hosts"
    run class --hosts="$SCRATCH/hosts" --seed=7
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *'3 machines, results in'* ]]
    [[ $output == *seat-a*'building on '* ]]
    [[ $output == *seat-b*'measuring'* ]]
    [[ $output == *'class: seat-dead failed: unreachable: '* ]]
    [[ $output == *'2 of 3 machines gave a run'* ]]
    [[ $output == *'On each of 2 machines'* ]]
    [ -e "$SCRATCH/out/seat-a.json" ]
    [ -e "$SCRATCH/out/seat-b.json" ]
    [ ! -e "$SCRATCH/out/seat-dead.json" ]
    [ -s "$SCRATCH/out/class.md" ]
    grep -q '"host": "seat-b"' "$SCRATCH/out/seat-b.json"
}

@test "builds that fail, benches without a run and missing folders are told apart" {
    room
    checkout "$SCRATCH/good" "$(bench_there)"
    checkout "$SCRATCH/unbuilt" '@true'
    printf 'all:\n\t@echo nothing.c:1: error: no such thing; exit 1\n' >"$SCRATCH/unbuilt/Makefile"
    checkout "$SCRATCH/empty" '@echo nobody measured'
    printf '%s\n' "seat-a $SCRATCH/good" "seat-unbuilt $SCRATCH/unbuilt" "seat-empty $SCRATCH/empty" \
        "seat-nowhere $SCRATCH/nowhere" >"$SCRATCH/hosts"
    run class --hosts="$SCRATCH/hosts"
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *'seat-unbuilt failed: the build failed: nothing.c:1: error: no such thing'* ]]
    [[ $output == *'seat-empty failed: the bench made no run: nobody measured'* ]]
    [[ $output == *'seat-nowhere failed: the build failed: no folder '* ]]
    [[ $output == *'1 of 4 machines gave a run'* ]]
}

@test "a machine that takes too long is left, and a room without a run is an error" {
    room
    checkout "$SCRATCH/slow" '@sleep 600'
    echo "seat-slow $SCRATCH/slow" >"$SCRATCH/hosts"
    run class --hosts="$SCRATCH/hosts" --limit=2
    echo "$output"
    [ "$status" -eq 4 ]
    [[ $output == *'seat-slow failed: timed out after 2 s'* ]]
    [[ $output == *'no machine of 1 gave a run'* ]]
}

@test "without a folder the files here are copied there" {
    room
    checkout "$SCRATCH/here" "$(bench_there)"
    cp tools/class.sh "$SCRATCH/here/tools/"
    echo "seat-copied-$$" >"$SCRATCH/hosts"
    run "$SCRATCH/here/tools/class.sh" --ssh="ssh -F $SSH/config" --program="$ESC" --out="$SCRATCH/out" \
        --hosts="$SCRATCH/hosts"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *copying* ]]
    [ -e "/tmp/escapement-class-$(id -un)-seat-copied-$$/Makefile" ]
    [[ $output == *'One machine: '* ]]
}

@test "files of hosts that cannot be meant are refused before anybody is asked" {
    command -v parallel >/dev/null || skip 'no GNU parallel here'
    SSH=$SCRATCH
    run class --hosts="$SCRATCH/none"
    [ "$status" -eq 2 ]
    [[ $output == *'cannot be read'* ]]
    echo '-oProxyCommand=touch' >"$SCRATCH/hosts"
    run class --hosts="$SCRATCH/hosts"
    [ "$status" -eq 2 ]
    [[ $output == *'not [user@]host [folder]'* ]]
    printf 'anna@lab-1\nlab-1\n' >"$SCRATCH/hosts"
    run class --hosts="$SCRATCH/hosts"
    [ "$status" -eq 2 ]
    [[ $output == *'names lab-1 twice'* ]]
    echo 'lab-1' >"$SCRATCH/hosts"
    run class --hosts="$SCRATCH/hosts" "--case=a;reboot"
    [ "$status" -eq 2 ]
    run make -s class HOSTS="$SCRATCH/none" QUICK=1 BUILD="$BUILD"
    [ "$status" -eq 2 ]
    [[ $output == *"class: $SCRATCH/none cannot be read"* ]]
    run tools/class.sh
    [ "$status" -eq 2 ]
    [[ $output == *'HOSTS=hosts.txt'* ]]
}
