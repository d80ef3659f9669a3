/*
 * The profiling pass: which places allocate how much, sampled as Go samples its heap. It runs a
 * counting library, whose wrappers tell of each block, so the timed libraries and the heap model
 * know nothing of it. See child.h; what is written is read by profile/raw.c.
 */
#include "child/child.h"

#include "child/alive.h"
#include "goheap/goheap.h"
#include "goheap/observe.h"
#include "plan/random.h"

#include <alloca.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unwind.h>

/* Frames of a stack that are kept, as of Go 1.19 (runtime/mprof.go, maxStack). */
enum { DEPTH = 32 };

/* Sampled blocks of one size and one stack, Go's bucket (runtime/mprof.go, stkbucket). */
struct record {
    uint64_t bytes; /* of one block */
    uint64_t allocs, frees;
    uint32_t depth;
    uintptr_t stack[DEPTH]; /* return addresses, the allocator's call first */
};

static struct {
    int64_t rate;
    uint64_t random;
    int64_t next_bytes; /* until the next sample */
    struct record *records;
    uint32_t record_count, record_room;
    uint32_t *slots; /* hash table of records, number + 1 */
    uint32_t slot_count;
    uint64_t allocs, bytes; /* of all blocks, sampled or not */
    uintptr_t low, high;    /* the counting library */
    pthread_mutex_t lock;
} own = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- when to sample ---- */

/* Bytes to the next sample: runtime/malloc.go, nextSample and fastexprand. */
static int64_t next_sample(void)
{
    enum { RANDOM_BITS = 26, MOST_MEAN = 0x7000000 };
    if (own.rate == 1)
        return 0;
    double mean = own.rate < MOST_MEAN ? (double)own.rate : (double)MOST_MEAN;
    double q = (double)((esc_random_next(&own.random) >> (64 - RANDOM_BITS)) + 1);
    return (int64_t)((log2(q) - (double)RANDOM_BITS) * (-M_LN2 * mean)) + 1;
}

/* ---- records ---- */

static void *room_for(size_t count, size_t size)
{
    void *room = calloc(count, size);
    if (room == NULL)
        esc_out_of_memory();
    return room;
}

static uint32_t hash_of(const struct record *record)
{
    uint64_t hash = record->bytes;
    for (uint32_t k = 0; k < record->depth; k++)
        hash = (hash ^ record->stack[k]) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(hash >> 32);
}

static bool is_same(const struct record *a, const struct record *b)
{
    return a->bytes == b->bytes && a->depth == b->depth &&
           memcmp(a->stack, b->stack, a->depth * sizeof *a->stack) == 0;
}

static uint32_t *find(const struct record *wanted)
{
    uint32_t slot = hash_of(wanted) & (own.slot_count - 1);
    while (own.slots[slot] != 0 && !is_same(&own.records[own.slots[slot] - 1], wanted))
        slot = (slot + 1) & (own.slot_count - 1);
    return &own.slots[slot];
}

static void grow(void)
{
    uint32_t room = own.record_room == 0 ? 64 : 2 * own.record_room;
    struct record *records = room_for(room, sizeof *records);
    if (own.record_count > 0)
        memcpy(records, own.records, own.record_count * sizeof *records);
    free(own.records);
    free(own.slots);
    own.records = records;
    own.record_room = room;
    own.slot_count = 2 * room;
    own.slots = room_for(own.slot_count, sizeof *own.slots);
    for (uint32_t k = 0; k < own.record_count; k++)
        *find(&own.records[k]) = k + 1;
}

/* The number of the record that is like this one. */
static uint32_t take(const struct record *record)
{
    if (own.record_count == own.record_room)
        grow();
    uint32_t *slot = find(record);
    if (*slot == 0) {
        own.records[own.record_count++] = *record;
        *slot = own.record_count;
    }
    return *slot - 1;
}

static void on_end(uint32_t record)
{
    own.records[record].frees++;
}

/* ---- stacks ---- */

struct walk {
    struct record *record;
    uintptr_t caller; /* where the allocator's call returns to: frames below it are the counter's */
};

static _Unwind_Reason_Code step(struct _Unwind_Context *frame, void *user)
{
    struct walk *walk = user;
    struct record *record = walk->record;
    const uintptr_t address = (uintptr_t)_Unwind_GetIP(frame);
    if (record->depth == 0 && address != walk->caller)
        return _URC_NO_REASON;
    if (address < own.low || address >= own.high || record->depth == DEPTH)
        return _URC_END_OF_STACK;
    record->stack[record->depth++] = address;
    return _URC_NO_REASON;
}

/* profilealloc, mProf_Malloc */
static void sample(uintptr_t block, uint64_t bytes, uintptr_t caller)
{
    struct record record = {.bytes = bytes};
    struct walk walk = {&record, caller};
    _Unwind_Backtrace(step, &walk);
    const uint32_t number = take(&record);
    own.records[number].allocs++;
    own.next_bytes = next_sample();
    if (!esc_alive_add(block, number))
        esc_out_of_memory();
}

/* Kernels may run in several threads. */
static void on_block(const void *block, uint64_t bytes, uintptr_t caller)
{
    pthread_mutex_lock(&own.lock);
    own.allocs++;
    own.bytes += bytes;
    esc_alive_reuse((uintptr_t)block, bytes, on_end);
    if (own.rate != 1 && (int64_t)bytes < own.next_bytes)
        own.next_bytes -= (int64_t)bytes;
    else
        sample((uintptr_t)block, bytes, caller);
    pthread_mutex_unlock(&own.lock);
}

/* ---- the pass ---- */

void esc_child_profile_start(struct esc_pass *pass)
{
    const struct esc_job *job = &pass->slot->job;
    own.rate = job->profile_rate;
    own.random = esc_random_stream(job->seed, 0);
    own.next_bytes = next_sample();
    esc_child_range_of(pass->counts, &own.low, &own.high);
    pass->counts->observer = on_block;
}

/* What dead frames of the kernel left on the stack would keep objects alive. */
static __attribute__((noinline)) void clear_stack(void)
{
    enum { BYTES = 64 << 10 };
    char *bytes = alloca(BYTES);
    explicit_bzero(bytes, BYTES);
}

/* In parts, so that slow operations end in time. */
static __attribute__((noinline)) void run_parts(struct esc_pass *pass)
{
    enum { PART = 1024 };
    const struct esc_job *job = &pass->slot->job;
    struct esc_sample *sample = &pass->slot->sample;
    const int64_t end_ns = esc_process_cpu_ns() + job->min_time_ns;
    while (sample->iterations < job->iterations &&
           (job->min_time_ns == 0 || esc_process_cpu_ns() < end_ns)) {
        const uint64_t left = job->iterations - sample->iterations;
        const uint64_t n = left < PART ? left : PART;
        sample->checksum += pass->kernel->run(n);
        sample->iterations += n;
    }
}

static bool is_there(uintptr_t address)
{
    return goheap_colour_of((const void *)address) != GOHEAP_FREE;
}

static void write_record(FILE *file, const struct record *record)
{
    fprintf(file, "stack %" PRIu64 " %" PRIu64 " %" PRIu64, record->bytes, record->allocs,
            record->frees);
    for (uint32_t k = 0; k < record->depth; k++)
        fprintf(file, " %" PRIxPTR, record->stack[k]);
    fprintf(file, "\n");
}

static void write_file(struct esc_slot *slot, uint64_t setup_allocs, uint64_t setup_bytes)
{
    FILE *file = fopen(slot->job.profile, "we");
    if (file == NULL)
        esc_child_fail(slot, "cannot write %s: %s", slot->job.profile, strerror(errno));
    fprintf(file, "library %" PRIxPTR " %" PRIxPTR "\n", own.low, own.high);
    fprintf(file, "setup %" PRIu64 " %" PRIu64 "\n", setup_allocs, setup_bytes);
    fprintf(file, "operations %" PRIu64 " %" PRIu64 "\n", own.allocs - setup_allocs,
            own.bytes - setup_bytes);
    for (uint32_t k = 0; k < own.record_count; k++)
        write_record(file, &own.records[k]);
    fprintf(file, "end\n");
    if (ferror(file) != 0 || fclose(file) != 0)
        esc_child_fail(slot, "cannot write %s: %s", slot->job.profile, strerror(errno));
}

void esc_child_profile(struct esc_pass *pass)
{
    const uint64_t setup_allocs = own.allocs;
    const uint64_t setup_bytes = own.bytes;
    pass->runtime->begin();
    const int64_t begin_ns = esc_now_ns();
    run_parts(pass);
    pass->slot->sample.wall_ns = esc_now_ns() - begin_ns;
    clear_stack();
    goheap_collect();
    esc_alive_settle(is_there, on_end);
    write_file(pass->slot, setup_allocs, setup_bytes);
}
