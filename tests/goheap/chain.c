/* An LRU cache whose evicted entries still lead to younger ones: one word that keeps an evicted
 * entry keeps all that were evicted after it. Says how much more a cycle marked than is alive, and
 * fails when that is more than LEEWAY_BYTES in more than one cycle of ten (one thread: in any).
 * usage: chain [procs=1] [threads=1] [operations=1000000]
 * threads: one runs the cache, the others only allocate, so that it is stopped by signals.
 *
 * Alive is what the program keeps, by arithmetic: an entry is of Go's size class 192, a table of 64
 * Ki pointers is 512 KiB, and the Go program around it has 79 152 bytes. What is allocated while
 * marking is marked as well, in Go too. chain.go is the same program. */
#include "../../harness/goheap/goheap.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
    CAPACITY = 65536,
    TABLE = 65536,
    ENTRY_BYTES = 192,
    PROGRAM_BYTES = 79152,
    ALIVE_BYTES = CAPACITY * ENTRY_BYTES + TABLE * 8 + PROGRAM_BYTES,
    LEEWAY_BYTES = 64 << 10, /* some 340 of 65 536 entries */
    MOST_THREADS = 16,
};

struct entry {
    struct entry *older, *younger, *same;
    uint64_t key;
    uint64_t value[20];
};
_Static_assert(sizeof(struct entry) == ENTRY_BYTES, "a size class of its own");

static const uint8_t entry_mask[] = {7}, one_pointer[] = {1};
static const struct goheap_type entry_type = {ENTRY_BYTES, 24, entry_mask};
static const struct goheap_type pointer_type = {8, 8, one_pointer};
static const struct goheap_type other_type = {64, 0, NULL};

static struct {
    struct entry **table;
    struct entry *oldest, *youngest;
} cache; /* a root */
static size_t count;
static _Atomic bool done;

static uint64_t next_random(void)
{
    static uint64_t state = 1; /* xorshift64 */
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static struct entry **place_of(uint64_t key)
{
    return &cache.table[key % TABLE];
}

static __attribute__((noinline)) struct entry *find(uint64_t key)
{
    struct entry *entry = *place_of(key);
    while (entry && entry->key != key)
        entry = entry->same;
    return entry;
}

/* entry->younger stays. */
static __attribute__((noinline)) void evict(struct entry *entry)
{
    struct entry **at = place_of(entry->key);
    while (*at != entry)
        at = &(*at)->same;
    goheap_store(at, entry->same);
    goheap_store(&cache.oldest, entry->younger);
    goheap_store(&entry->younger->older, NULL);
    count--;
}

static __attribute__((noinline)) struct entry *insert(uint64_t key)
{
    if (count == CAPACITY)
        evict(cache.oldest);
    struct entry *entry = goheap_new(&entry_type);
    entry->key = key;
    entry->older = cache.youngest;
    entry->same = *place_of(key);
    goheap_store(place_of(key), entry);
    goheap_store(cache.youngest ? &cache.youngest->younger : &cache.oldest, entry);
    goheap_store(&cache.youngest, entry);
    count++;
    return entry;
}

static __attribute__((noinline)) void use(uint64_t key)
{
    struct entry *entry = find(key);
    if (!entry)
        entry = insert(key);
    entry->value[0]++;
}

static void *allocate(void *unused)
{
    (void)unused;
    static void *_Atomic sink;
    if (!goheap_thread_attach())
        abort();
    while (!atomic_load(&done))
        atomic_store(&sink, goheap_new(&other_type));
    goheap_thread_detach();
    return NULL;
}

static void work(long operations, long threads)
{
    pthread_t others[MOST_THREADS];
    for (long i = 1; i < threads; i++)
        if (pthread_create(&others[i], NULL, allocate, NULL) != 0)
            abort();
    for (long i = 0; i < operations; i++)
        use(next_random() % (4 * CAPACITY));
    atomic_store(&done, true);
    for (long i = 1; i < threads; i++)
        pthread_join(others[i], NULL);
}

static int64_t kept_bytes(const struct goheap_cycle *cycle)
{
    const uint64_t born = cycle->heap_end_bytes - cycle->heap_start_bytes;
    return (int64_t)(cycle->heap_marked_bytes - born) - ALIVE_BYTES;
}

static int judge(long procs, long threads)
{
    const size_t cycles = goheap_cycle_count(NULL);
    size_t over = 0;
    int64_t most = 0;
    for (size_t i = 0; i < cycles; i++) {
        struct goheap_cycle cycle;
        if (!goheap_cycle_at(i, &cycle))
            abort();
        const int64_t kept = kept_bytes(&cycle);
        most = kept > most ? kept : most;
        over += kept > LEEWAY_BYTES;
    }
    printf(
        "chain  procs=%ld threads=%ld: %d bytes alive, at most %lld more kept; %zu of %zu cycles "
        "kept more than %d\n",
        procs, threads, ALIVE_BYTES, (long long)most, over, cycles, LEEWAY_BYTES);
    return cycles < 5 || over > (threads > 1 ? cycles / 10 : 0);
}

int main(int arguments, char **argument)
{
    const long procs = arguments > 1 ? strtol(argument[1], NULL, 10) : 1;
    const long threads = arguments > 2 ? strtol(argument[2], NULL, 10) : 1;
    const long operations = arguments > 3 ? strtol(argument[3], NULL, 10) : 1000000;
    struct goheap_config config = goheap_config_default();
    config.procs = (int)procs;
    if (threads < 1 || threads > MOST_THREADS || !goheap_init(&config) ||
        !goheap_add_roots(&cache, &cache + 1))
        return 2;
    goheap_store(&cache.table, goheap_make(&pointer_type, TABLE));
    work(operations, threads);
    return judge(procs, threads);
}
