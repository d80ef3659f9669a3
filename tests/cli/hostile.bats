#!/usr/bin/env bats
# Whatever a case's C does to the compiler or to the processes that measure it: an end of this
# program is an end of all it has started.
load helper

# A case whose C begins with $1 and whose heap side begins with $2.
write_case() { # write_case NAME C HEAP
    cat >"$SCRATCH/$1.lua" <<END
return case {
  title = "A fault on purpose",
  question = "What is left?",
  because = "The test asks for it.",
  remedy = "None.",
  c = [[
    #include <fcntl.h>
    #include <signal.h>
    #include <stdlib.h>
    #include <sys/ptrace.h>
    #include <unistd.h>
    $2
  ]],
  strategies = {
    stack = {
      go = [[func stackOp(i uint64) uint64 { return i }]],
      c = [[
    static uint64_t stack_op(uint64_t i)
    {
        return i;
    }
      ]],
    },
    heap = {
      go = [[func heapOp(i uint64) uint64 { return i }]],
      c = [[
    static uint64_t heap_op(uint64_t i)
    {
        $3
        return i;
    }
      ]],
    },
  },
}
END
}

# The ids of processes that were started by start(): they have inherited its mark. Zombies have none.
marked() {
    grep -lsz "^ESC_MARK=$SCRATCH\$" /proc/[0-9]*/environ | cut -d/ -f3
}

start() { # start COMMAND...: in the background, $victim
    ESC_MARK=$SCRATCH "$@" >"$SCRATCH/out" 2>&1 &
    victim=$!
}

# Until a process whose command line matches stands among the marked ones.
wait_for() { # wait_for PATTERN
    local pid
    for _ in $(seq 600); do
        for pid in $(marked); do
            if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qE "$1"; then return 0; fi
        done
        sleep 0.1
    done
    return 1
}

# Until the file is there.
wait_for_file() {
    for _ in $(seq 600); do
        if [ -e "$1" ]; then return 0; fi
        sleep 0.1
    done
    return 1
}

all_gone() {
    for _ in $(seq 300); do
        if [ -z "$(marked)" ]; then return 0; fi
        sleep 0.1
    done
    return 1
}

@test "a signal while a compiler hangs ends compilers too" {
    mkfifo "$SCRATCH/pipe.h"
    write_case hangs "#include \"$SCRATCH/pipe.h\""
    start "$ESC" check --runtime=malloc "$SCRATCH/hangs.lua"
    wait_for '/cc1 |clang'
    kill -TERM "$victim"
    code=0
    wait "$victim" || code=$?
    [ "$code" -ge 128 ]
    all_gone
}

@test "a kill while a compiler hangs ends compilers too" {
    mkfifo "$SCRATCH/pipe.h"
    write_case hangs "#include \"$SCRATCH/pipe.h\""
    start "$ESC" check --runtime=malloc "$SCRATCH/hangs.lua"
    wait_for '/cc1 |clang'
    kill -KILL "$victim"
    wait "$victim" || true
    all_gone
}

@test "an interrupt ends a check whose job has stopped its server, and its daemon" {
    write_case stops "" "
        if (fork() == 0) {
            sigset_t all;
            sigfillset(&all);
            sigprocmask(SIG_BLOCK, &all, 0);
            setsid();
            if (fork() != 0)
                _exit(0);
            close(creat(\"$SCRATCH/begun\", 0666));
            for (;;)
                pause();
        }
        kill(getppid(), SIGSTOP);
        for (;;)
            pause();"
    start "$ESC" check --runtime=malloc --time-limit=3600 "$SCRATCH/stops.lua"
    wait_for_file "$SCRATCH/begun"
    kill -INT "$victim"
    code=0
    wait "$victim" || code=$?
    [ "$code" -eq 130 ]
    [ -z "$(marked)" ]
}

@test "an interrupt ends a check whose job traces its server" {
    write_case traces "" "
        ptrace(PTRACE_ATTACH, getppid(), 0, 0);
        close(creat(\"$SCRATCH/begun\", 0666));
        for (;;)
            pause();"
    start "$ESC" check --runtime=malloc --time-limit=3600 "$SCRATCH/traces.lua"
    wait_for_file "$SCRATCH/begun"
    kill -INT "$victim"
    code=0
    wait "$victim" || code=$?
    [ "$code" -eq 130 ]
    [ -z "$(marked)" ]
}

@test "an interrupt ends a gnuplot that hangs, and what it has started" {
    mkdir "$SCRATCH/bin"
    printf '#!/bin/sh\n(setsid sleep 3600 &)\ntrap "" INT TERM\n: >%s/begun\nsleep 3600\n' "$SCRATCH" \
        >"$SCRATCH/bin/gnuplot"
    chmod +x "$SCRATCH/bin/gnuplot"
    PATH=$SCRATCH/bin:$PATH start "$ESC" bench --preset=quick --rounds=2 --sample-time=1 \
        --runtime=malloc --results="$SCRATCH/run" a-a
    wait_for_file "$SCRATCH/begun"
    kill -INT "$victim"
    code=0
    wait "$victim" || code=$?
    [ "$code" -eq 130 ]
    grep -q 'interrupted while drawing' "$SCRATCH/out"
    [ -z "$(marked)" ]
}

@test "bad C beside a good case: its row is lost, the good one is measured" {
    write_case huge "char huge[3ul << 30] = {1};"
    run "$ESC" check --runtime=malloc "$SCRATCH/huge.lua" a-a
    [ "$status" -eq 2 ]
    [[ $output == *"/huge.lua:1: error: "*" wrote more than 256 MiB for this case's C"* ]]
    [[ $output == *"ok      a-a/heap"* ]]
}
