/* A randomised mutator for goheap: threads build, cut, move and exchange linked structures and
 * compare each with a shadow copy kept outside the heap. Any difference is a collector's mistake.
 * usage: mutator [threads=4] [steps=20000] [seconds=0] [seed=1] [procs=2] [gogc=100] [stress=0]
 *                [work=0] [release=119]    seconds > 0 replaces steps; work limits the mark queues;
 *                release is 119 or 127.
 */
#include "../../harness/goheap/goheap.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum {
    MAX_CHILDREN = 40,
    SLOTS = 64,
    EXCHANGE_SLOTS = 32,
    PAYLOAD_MAX = 3000,
    WIDE_CHILDREN = 300, /* Go 1.27: with a header, in a slot */
    BIG_CHILDREN = 6000,
    GLOBALS = 65536 /* words of a range of roots: more than is read in a stop */
};

/* In the heap: word 0 id, word 1 payload, then children. */
struct node {
    uint64_t id;
    unsigned char *payload;
    struct node *child[];
};

/* Outside: the same without a single heap pointer in it. */
struct shadow {
    uint64_t id;
    uint32_t children, payload_bytes;
    struct shadow *child[];
};

struct options {
    long threads, steps, seconds, seed, procs, gogc, stress, work, release;
};

struct mutator {
    uint64_t random;
    long number;
    struct node **slots; /* heap array, reachable from this thread's stack only */
    struct shadow *shadows[SLOTS];
    struct node **globals; /* NULL or a range of roots that holds one node, in its last word */
    struct shadow *globals_shadow;
    uint64_t steps, checked;
};

static struct options options = {4, 20000, 0, 1, 2, 100, 0, 0, 119};
static struct goheap_type node_types[MAX_CHILDREN + 1], wide_type, big_type;
static const uint8_t one_pointer[] = {1};
static const struct goheap_type pointer_type = {8, 8, one_pointer};
static uint8_t masks[MAX_CHILDREN + 1][8], wide_mask[(WIDE_CHILDREN + 2 + 7) / 8],
    big_mask[(BIG_CHILDREN + 2 + 7) / 8];
static struct node *exchange[EXCHANGE_SLOTS]; /* registered as roots */
static struct shadow *exchange_shadows[EXCHANGE_SLOTS];
static pthread_mutex_t exchange_lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t end_ns;

static void die(const char *what, uint64_t id)
{
    fprintf(stderr, "mutator: %s (node %llu, seed %ld)\n", what, (unsigned long long)id,
            options.seed);
    abort();
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t next_random(struct mutator *self) /* xorshift64* */
{
    self->random ^= self->random >> 12;
    self->random ^= self->random << 25;
    self->random ^= self->random >> 27;
    return self->random * UINT64_C(2685821657736338717);
}

static uint32_t below(struct mutator *self, uint32_t bound)
{
    return (uint32_t)((next_random(self) >> 32) * bound >> 32);
}

static void fill_type(struct goheap_type *type, uint8_t *mask, size_t children)
{
    const size_t words = 2 + children;
    for (size_t i = 1; i < words; i++)
        mask[i / 8] = (uint8_t)(mask[i / 8] | 1u << i % 8);
    *type = (struct goheap_type){words * 8, words * 8, mask};
}

static void *must(void *p)
{
    if (!p)
        die("no memory", 0);
    return p;
}

/* Odd nodes are referred to by an interior pointer. */
static void *reference(struct node *node)
{
    return node && node->id % 2 ? (char *)node + 8 : (char *)node;
}

static struct node *target(struct node *stored, const struct shadow *shadow)
{
    return shadow && shadow->id % 2 ? (struct node *)(void *)((char *)stored - 8) : stored;
}

/* ---- build ---- */

static unsigned char *build_payload(uint64_t id, uint32_t bytes)
{
    if (bytes == 0)
        return NULL;
    unsigned char *payload = must(goheap_alloc_dirty(bytes));
    memset(payload, (int)(id & 0xff), bytes);
    return payload;
}

static uint32_t random_children(struct mutator *self, int depth)
{
    if (depth == 0)
        return 0;
    if (below(self, 3000) == 0)
        return BIG_CHILDREN;
    if (below(self, 300) == 0)
        return WIDE_CHILDREN;
    return below(self, 40) == 0 ? below(self, MAX_CHILDREN + 1) : 1 + below(self, 3);
}

static const struct goheap_type *type_of(uint32_t children)
{
    if (children <= MAX_CHILDREN)
        return &node_types[children];
    return children == WIDE_CHILDREN ? &wide_type : &big_type;
}

static struct node *build(struct mutator *self, int depth, struct shadow **shadow_out)
{
    const uint32_t children = random_children(self, depth);
    const uint32_t payload = below(self, 4) ? below(self, 40) : below(self, PAYLOAD_MAX);
    const struct goheap_type *type = type_of(children);
    struct shadow *shadow = must(calloc(1, sizeof *shadow + children * sizeof shadow));
    struct node *node = must(goheap_new(type));
    for (size_t i = 0; i < type->size / 8; i++)
        if (((uint64_t *)(void *)node)[i] != 0)
            die("new object is not zero", shadow->id);
    *shadow = (struct shadow){next_random(self), children, payload};
    node->id = shadow->id;
    goheap_store(&node->payload, build_payload(node->id, payload));
    for (uint32_t i = 0; i < children; i++) {
        if (children > 4 && below(self, 8) != 0)
            continue; /* wide nodes stay mostly empty */
        struct node *child = build(self, depth - 1, &shadow->child[i]);
        goheap_store(&node->child[i], reference(child));
    }
    *shadow_out = shadow;
    return node;
}

static void free_shadow(struct shadow *shadow)
{
    if (!shadow)
        return;
    for (uint32_t i = 0; i < shadow->children; i++)
        free_shadow(shadow->child[i]);
    free(shadow);
}

/* ---- compare ---- */

static size_t slot_bytes(size_t bytes)
{
    const bool header = options.release == 127 && bytes > 512 && bytes <= 32760;
    return goheap_round_size(bytes + (header ? 8 : 0));
}

static void compare(struct mutator *self, struct node *stored, const struct shadow *shadow)
{
    if (!shadow) {
        if (stored)
            die("pointer where the shadow has none", 0);
        return;
    }
    const struct node *node = target(stored, shadow);
    if (!stored || node->id != shadow->id)
        die("wrong node", shadow->id);
    const size_t bytes = 16 + 8 * (size_t)shadow->children;
    if (goheap_object_size(node) != slot_bytes(bytes))
        die("wrong size class", shadow->id);
    for (uint32_t i = 0; i < shadow->payload_bytes; i++)
        if (node->payload[i] != (shadow->id & 0xff))
            die("payload overwritten", shadow->id);
    for (uint32_t i = 0; i < shadow->children; i++)
        compare(self, node->child[i], shadow->child[i]);
    self->checked++;
}

/* ---- steps ---- */

static void step_build(struct mutator *self)
{
    const uint32_t slot = below(self, SLOTS);
    free_shadow(self->shadows[slot]);
    self->shadows[slot] = NULL;
    struct node *node = build(self, 1 + (int)below(self, 7), &self->shadows[slot]);
    goheap_store(&self->slots[slot], reference(node));
}

/* A random edge below slot: where it is stored in the heap and in the shadow. */
static bool pick_edge(struct mutator *self, struct node ***edge, struct shadow ***shadow_edge)
{
    const uint32_t slot = below(self, SLOTS);
    *edge = &self->slots[slot];
    *shadow_edge = &self->shadows[slot];
    for (uint32_t depth = below(self, 6); depth > 0; depth--) {
        struct shadow *shadow = **shadow_edge;
        if (!shadow || shadow->children == 0)
            return **shadow_edge != NULL;
        struct node *node = target(**edge, shadow);
        const uint32_t i = below(self, shadow->children);
        *edge = &node->child[i];
        *shadow_edge = &shadow->child[i];
    }
    return true;
}

static void step_cut(struct mutator *self)
{
    struct node **edge;
    struct shadow **shadow_edge;
    if (!pick_edge(self, &edge, &shadow_edge))
        return;
    goheap_store(edge, NULL);
    free_shadow(*shadow_edge);
    *shadow_edge = NULL;
}

static bool inside(const struct shadow *tree, struct shadow *const *edge)
{
    if (!tree)
        return false;
    if (edge >= tree->child && edge < tree->child + tree->children)
        return true;
    for (uint32_t i = 0; i < tree->children; i++)
        if (inside(tree->child[i], edge))
            return true;
    return false;
}

/* The only reference travels: read, cut, stored elsewhere. The barrier's hardest case. */
static void step_move(struct mutator *self)
{
    struct node **from, **to;
    struct shadow **shadow_from, **shadow_to;
    if (!pick_edge(self, &from, &shadow_from) || !pick_edge(self, &to, &shadow_to) || from == to ||
        inside(*shadow_from, shadow_to) || inside(*shadow_to, shadow_from))
        return;
    struct node *moved = *from;
    struct shadow *shadow = *shadow_from;
    goheap_store(from, NULL);
    *shadow_from = NULL;
    free_shadow(*shadow_to);
    goheap_store(to, moved);
    *shadow_to = shadow;
}

static void lock_exchange(void)
{
    goheap_block_enter();
    pthread_mutex_lock(&exchange_lock);
    goheap_block_leave();
}

/* A reference lives on the stack alone while cycles pass: only the deletion half of the barrier, or
 * the stack itself, keeps its object. */
static void step_hold(struct mutator *self)
{
    struct node **edge;
    struct shadow **shadow_edge;
    if (!pick_edge(self, &edge, &shadow_edge))
        return;
    struct node *volatile held = *edge;
    goheap_store(edge, NULL);
    for (int i = 0; i < 300; i++)
        memset(must(goheap_alloc_dirty(4096)), 0xcc, 4096);
    compare(self, held, *shadow_edge);
    goheap_store(edge, held);
}

static void step_exchange(struct mutator *self)
{
    const uint32_t slot = below(self, SLOTS), other = below(self, EXCHANGE_SLOTS);
    lock_exchange();
    struct node *node = exchange[other];
    struct shadow *shadow = exchange_shadows[other];
    goheap_store(&exchange[other], self->slots[slot]);
    exchange_shadows[other] = self->shadows[slot];
    pthread_mutex_unlock(&exchange_lock);
    goheap_store(&self->slots[slot], node);
    self->shadows[slot] = shadow;
}

/* The whole table moves into a new array, by bulk barrier copy; the old one is cleared. */
static void step_copy(struct mutator *self)
{
    struct node **copy = must(goheap_make(&pointer_type, SLOTS));
    goheap_copy(copy, self->slots, SLOTS * sizeof *copy, &pointer_type);
    goheap_clear(self->slots, SLOTS * sizeof *copy, &pointer_type);
    self->slots = copy;
}

static void step_garbage(struct mutator *self)
{
    for (int i = 0; i < 50; i++) {
        unsigned char *tiny = must(goheap_alloc_dirty(1 + below(self, 15)));
        tiny[0] = 0xff;
        memset(must(goheap_alloc_dirty(1 + below(self, 2000))), 0xee, 1);
    }
    const size_t words = 1 + below(self, 20000);
    void **large = must(goheap_make(&pointer_type, words));
    for (size_t i = 0; i < words; i++)
        if (large[i])
            die("new array is not zero", i);
    memset(must(goheap_alloc_dirty(words * 8)), 0xdd, words * 8);
    goheap_store(&large[words - 1], self->slots);
}

static void step_compare(struct mutator *self)
{
    const uint32_t slot = below(self, SLOTS);
    compare(self, self->slots[slot], self->shadows[slot]);
}

static void step_collect(struct mutator *self)
{
    if (below(self, 20) == 0)
        goheap_collect();
    if (below(self, 50) == 0)
        goheap_set_gogc((int)(25 + below(self, 200)));
    if (below(self, 50) == 0) {
        goheap_set_gogc(-1);
        step_build(self);
        goheap_set_gogc(100);
    }
    if (below(self, 50) == 0) {
        goheap_set_memory_limit((int64_t)(1 + below(self, 64)) << 20);
        step_build(self);
        goheap_set_memory_limit(INT64_MAX);
    }
}

static void step_look(struct mutator *self)
{
    struct goheap_stats stats;
    if (below(self, 4) == 0)
        goheap_stats_peek(&stats);
    else
        goheap_stats_read(&stats);
    if (stats.mallocs < stats.frees || stats.heap_alloc_bytes > stats.heap_sys_bytes)
        die("statistics contradict each other", stats.mallocs);
    if (below(self, 8) == 0 && !goheap_verify(stderr))
        die("an invariant does not hold", 0);
}

/* A library comes with a node and goes; the node moves into a slot before. */
static void step_load(struct mutator *self)
{
    const size_t bytes = GLOBALS * sizeof *self->globals;
    const uint32_t slot = below(self, SLOTS);
    if (!self->globals) {
        self->globals =
            mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (self->globals == MAP_FAILED ||
            !goheap_add_roots(self->globals, self->globals + GLOBALS))
            die("cannot add roots", 0);
        self->globals_shadow = self->shadows[slot];
        goheap_store(&self->globals[GLOBALS - 1], self->slots[slot]);
        goheap_store(&self->slots[slot], NULL);
        self->shadows[slot] = NULL;
        return;
    }
    free_shadow(self->shadows[slot]);
    self->shadows[slot] = self->globals_shadow;
    struct node *node = self->globals[GLOBALS - 1];
    goheap_remove_roots(self->globals);
    munmap(self->globals, bytes);
    self->globals = NULL;
    goheap_store(&self->slots[slot], node);
}

/* A thread that comes, allocates, and ends without detaching. */
static void *visit(void *argument)
{
    struct mutator visitor = {.random = *(const uint64_t *)argument};
    if (!goheap_thread_attach())
        die("cannot attach", 0);
    struct shadow *shadow;
    struct node *volatile node = reference(build(&visitor, 3, &shadow));
    compare(&visitor, node, shadow);
    free_shadow(shadow);
    return NULL;
}

static void step_visit(struct mutator *self)
{
    uint64_t random = next_random(self) | 1;
    pthread_t thread;
    if (below(self, 4) != 0)
        return;
    if (pthread_create(&thread, NULL, visit, &random) != 0)
        die("cannot start a thread", 0);
    goheap_block_enter();
    pthread_join(thread, NULL);
    goheap_block_leave();
}

static void step(struct mutator *self)
{
    static void (*const steps[])(struct mutator *) = {
        step_build,    step_cut,     step_move, step_move,    step_move,  step_exchange, step_copy,
        step_exchange, step_garbage, step_cut,  step_compare, step_hold,  step_move,     step_build,
        step_exchange, step_collect, step_look, step_load,    step_visit,
    };
    steps[below(self, sizeof steps / sizeof steps[0])](self);
    self->steps++;
}

static bool go_on(const struct mutator *self)
{
    return options.seconds ? now_ns() < end_ns : self->steps < (uint64_t)options.steps;
}

static __attribute__((noinline)) void run_steps(struct mutator *self)
{
    while (go_on(self))
        step(self);
    if (self->globals)
        step_load(self);
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        compare(self, self->slots[slot], self->shadows[slot]);
        free_shadow(self->shadows[slot]);
    }
}

/* The mutator lies on the stack, so its table is a root. */
static void *run(void *argument)
{
    struct mutator self = {.number = (long)(intptr_t)argument};
    self.random = (uint64_t)options.seed * UINT64_C(0x9e3779b97f4a7c15) + (uint64_t)self.number + 1;
    if (!goheap_thread_attach())
        die("cannot attach", 0);
    self.slots = must(goheap_make(&pointer_type, SLOTS));
    run_steps(&self);
    goheap_thread_detach();
    return (void *)(uintptr_t)self.checked;
}

static void parse(int count, char **arguments)
{
    static const struct {
        const char *name;
        long *value;
    } known[] = {
        {"threads", &options.threads}, {"steps", &options.steps}, {"seconds", &options.seconds},
        {"seed", &options.seed},       {"procs", &options.procs}, {"gogc", &options.gogc},
        {"stress", &options.stress},   {"work", &options.work},   {"release", &options.release}};
    for (int i = 1; i < count; i++) {
        const char *equals = strchr(arguments[i], '=');
        size_t k = 0;
        while (equals && k < sizeof known / sizeof known[0] &&
               (strncmp(known[k].name, arguments[i], (size_t)(equals - arguments[i])) != 0 ||
                known[k].name[equals - arguments[i]] != '\0'))
            k++;
        if (!equals || k == sizeof known / sizeof known[0]) {
            fprintf(stderr, "mutator: %s: not an option\n", arguments[i]);
            exit(2);
        }
        *known[k].value = strtol(equals + 1, NULL, 10);
    }
}

static void report(uint64_t checked)
{
    struct goheap_stats stats;
    goheap_stats_read(&stats);
    printf(
        "nodes compared %llu, cycles %llu, mallocs %llu, barrier stores %llu, "
        "pause max %llu us, mean %llu us\n",
        (unsigned long long)checked, (unsigned long long)stats.cycles,
        (unsigned long long)stats.mallocs, (unsigned long long)stats.barrier_stores,
        (unsigned long long)stats.pause_max_ns / 1000,
        (unsigned long long)(stats.pauses ? stats.pause_total_ns / stats.pauses / 1000 : 0));
}

static void start_heap(void)
{
    struct goheap_config config = goheap_config_default();
    config.release = options.release == 127 ? GOHEAP_GO_1_27 : GOHEAP_GO_1_19;
    config.gogc = (int)options.gogc;
    config.procs = (int)options.procs;
    config.poison = true;
    config.verify = true;
    config.stress_interval = (uint32_t)options.stress;
    config.work_limit_bytes = (size_t)options.work;
    if (!goheap_init(&config) || !goheap_add_roots(exchange, exchange + EXCHANGE_SLOTS))
        die("cannot start the heap", 0);
}

int main(int count, char **arguments)
{
    parse(count, arguments);
    end_ns = now_ns() + (uint64_t)options.seconds * 1000000000u;
    for (size_t i = 0; i <= MAX_CHILDREN; i++)
        fill_type(&node_types[i], masks[i], i);
    fill_type(&wide_type, wide_mask, WIDE_CHILDREN);
    fill_type(&big_type, big_mask, BIG_CHILDREN);
    start_heap();

    pthread_t threads[64];
    const long thread_count = options.threads < 64 ? options.threads : 64;
    for (long i = 0; i < thread_count; i++)
        if (pthread_create(&threads[i], NULL, run, (void *)(intptr_t)i) != 0)
            die("cannot start a thread", 0);
    uint64_t checked = 0;
    goheap_block_enter();
    for (long i = 0; i < thread_count; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        checked += (uintptr_t)result;
    }
    goheap_block_leave();
    for (size_t i = 0; i < EXCHANGE_SLOTS; i++) {
        struct mutator last = {0};
        compare(&last, exchange[i], exchange_shadows[i]);
        free_shadow(exchange_shadows[i]);
    }
    const bool sound = goheap_verify(stderr);
    report(checked);
    goheap_shutdown();
    return sound ? 0 : 1;
}
