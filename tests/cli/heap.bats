#!/usr/bin/env bats
# The model's heap under the measuring child: what no test of goheap alone can see.
load helper

# The set-up leaves objects on the stack, and the frames of the child that stand while the kernel
# runs have slots that they never write to. 4 MiB are alive (65 536 entries of 64 bytes); what is new
# during a cycle is marked too; gctrace rounds to MB.
@test "no frame of the child keeps what the set-up has dropped" {
    cat >"$SCRATCH/chain.lua" <<'END'
return case {
    title = "A queue", question = "?", because = "Entries that left it lead to younger ones.",
    remedy = "None.", runtimes = { "goheap" },
    c = [[
typedef struct entry { struct entry *younger; uint64_t words[7]; } entry;
ESC_POINTERS(entry, ESC_PTR(entry, younger));
static entry *oldest, *youngest;
ESC_NOINLINE static void push(void) {
    entry *e = esc_new(entry);
    if (youngest) esc_store(&youngest->younger, e);
    else esc_store(&oldest, e);
    esc_store(&youngest, e);
}
ESC_NOINLINE static void drop(void) { esc_store(&oldest, oldest->younger); }
]],
    strategies = {
        stack = { c = [[ static uint64_t stack_op(uint64_t i) { return i; } ]] },
        heap = { c = [[
static void heap_setup(void) {
    for (int i = 0; i < 65536; i++) push();
    for (int i = 0; i < 100000; i++) push(), drop();
}
static uint64_t heap_op(uint64_t i) { push(); drop(); return i; }
]], allocs = 1, bytes = 64 },
    },
    iterations = function() return 1000000 end,
}
END
    run "$ESC" bench "${tiny[@]}" --runtime=goheap --rounds=1 "$SCRATCH/chain.lua"
    [ "$status" -eq 0 ]
    awk 'match($0, /[0-9]+->[0-9]+->[0-9]+ MB/) {
            split(substr($0, RSTART, RLENGTH), mb, /->| /)
            cycles++
            if (mb[3] - (mb[2] - mb[1]) > 4 + 2) { print; bad = 1 }
        }
        END { exit bad || cycles < 5 }' "$SCRATCH"/*/gctrace.txt
}
