/*
 * sync.Pool: for each P one private slot and a shared stack that others may take from. Get and Put
 * of one thread touch its own slot only. Source: sync/pool.go, sync/poolqueue.go.
 * Differences: a P is a thread; the shared part is a short stack under a lock instead of a
 * lock-free chain; a collection empties nothing (in Go what lies unused for two cycles is dropped),
 * since runtimes tell nobody when they collect and the cases take out at once what they put in.
 */
#ifndef GORT_POOL_H
#define GORT_POOL_H

#include "gort/lock.h"

enum { GORT_POOL_PROCS = 16, GORT_POOL_SHARED = 12 };

/* 128 bytes, as in Go, so that two threads never share a cache line. */
struct gort_pool_local {
    void *private;
    void *shared[GORT_POOL_SHARED];
    uint32_t count;
    struct gort_lock lock;
    uint64_t pad[2];
};
_Static_assert(sizeof(struct gort_pool_local) == 128, "two cache lines");

/* Zeroed: empty. A static variable, so that what lies in it can be found by collectors. */
struct gort_pool {
    struct gort_pool_local local[GORT_POOL_PROCS];
};

static uint32_t gort_pool_threads __attribute__((unused));
static _Thread_local uint32_t gort_pool_thread __attribute__((unused)); /* from 1; 0: not yet */

/* Pool.pin: the calling thread's part. */
static inline struct gort_pool_local *gort_pool_pin(struct gort_pool *pool)
{
    if (!gort_likely(gort_pool_thread != 0))
        gort_pool_thread = 1 + __atomic_fetch_add(&gort_pool_threads, 1, __ATOMIC_RELAXED);
    gort_check(gort_pool_thread <= GORT_POOL_PROCS, "a pool is for 16 threads at most");
    gort_check(!gort_on_stack(pool), "a pool is a static variable: collectors look there");
    return &pool->local[gort_pool_thread % GORT_POOL_PROCS];
}

static inline void *gort_pool_pop(struct gort_pool_local *local)
{
    void *object = NULL;
    gort_lock(&local->lock);
    if (local->count > 0) {
        object = local->shared[--local->count];
        esc_store(&local->shared[local->count], NULL);
    }
    gort_unlock(&local->lock);
    return object;
}

/* The own shared part first, then everybody else's. */
GORT_CALL void *gort_pool_get_slow(struct gort_pool *pool, struct gort_pool_local *own)
{
    size_t first = (size_t)(own - pool->local);
    for (size_t k = 0; k < GORT_POOL_PROCS; k++) {
        struct gort_pool_local *local = &pool->local[(first + k) % GORT_POOL_PROCS];
        void *object =
            __atomic_load_n(&local->count, __ATOMIC_RELAXED) > 0 ? gort_pool_pop(local) : NULL;
        if (object)
            return object;
    }
    return NULL;
}

/* pool.Get(), NULL when there is nothing (Go: pool.New or nil). Not cleared. */
GORT_CALL void *gort_pool_get(struct gort_pool *pool)
{
    struct gort_pool_local *local = gort_pool_pin(pool);
    void *object = local->private;
    if (!gort_likely(object != NULL))
        return gort_pool_get_slow(pool, local);
    esc_store(&local->private, NULL);
    return object;
}

/* pool.Put(object). When the shared part is full its life ends here. */
GORT_CALL void gort_pool_put(struct gort_pool *pool, void *object)
{
    gort_check(object != NULL, "a pool takes objects: NULL is put into it");
    struct gort_pool_local *local = gort_pool_pin(pool);
    if (!local->private) {
        esc_store(&local->private, object);
        return;
    }
    gort_lock(&local->lock);
    bool room = local->count < GORT_POOL_SHARED;
    if (room)
        esc_store(&local->shared[local->count++], object);
    gort_unlock(&local->lock);
    if (!room)
        esc_done(object);
}

/* The end of all that lies in the pool, for teardowns; Go leaves it to the collector. */
static inline void gort_pool_drain(struct gort_pool *pool)
{
    for (void *object; (object = gort_pool_get(pool)) != NULL;)
        esc_done(object);
}

#ifdef ESC_CHECKED
#define gort_pool_get(...) GORT_AT(gort_pool_get(__VA_ARGS__))
#define gort_pool_put(...) GORT_AT(gort_pool_put(__VA_ARGS__))
#endif

#endif
