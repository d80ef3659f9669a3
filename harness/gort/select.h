/*
 * select with two cases or more: all channels locked in the order of their addresses, looked at in
 * a random order; if none is ready, the thread waits for all of them at once. Nothing is allocated:
 * Go takes what waits from a cache. Source: runtime/select.go (selectgo). A single case with a
 * default is gort_chan_try_send or gort_chan_try_receive, as Go's compiler makes it.
 */
#ifndef GORT_SELECT_H
#define GORT_SELECT_H

#include "gort/chan.h"

enum { GORT_SELECT_CASES = 16 }; /* Go has 65,536; here they are all in the frame */

/* Go's scase. A NULL channel is never chosen. */
struct gort_select_case {
    gort_chan *chan;
    void *value; /* what to send, or where to put what is received */
};

/* What a select is about: the sends come first. */
struct gort_select {
    struct gort_select_case *cases;
    unsigned sends, count;
    unsigned poll[GORT_SELECT_CASES], locks[GORT_SELECT_CASES], used; /* indices of cases */
};

/* fastrandn(n), a sequence that is the same in every run of a thread. */
static inline unsigned gort_select_random(unsigned n)
{
    static _Thread_local uint32_t state = 0x9e3779b9;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (unsigned)((uint64_t)state * n >> 32);
}

static inline uintptr_t gort_select_key(const struct gort_select *select, unsigned k)
{
    return (uintptr_t)select->cases[select->locks[k]].chan;
}

/* The poll order is shuffled, the lock order sorted, by insertion where Go has a heap sort. */
static inline void gort_select_order(struct gort_select *select)
{
    for (unsigned k = 0; k < select->count; k++) {
        if (!select->cases[k].chan)
            continue;
        unsigned other = gort_select_random(select->used + 1);
        select->poll[select->used] = select->poll[other];
        select->poll[other] = k;
        select->locks[select->used] = k;
        for (unsigned at = select->used++;
             at > 0 && gort_select_key(select, at - 1) > gort_select_key(select, at); at--) {
            select->locks[at] = select->locks[at - 1];
            select->locks[at - 1] = k;
        }
    }
}

/* One channel may stand in several cases; it is locked once. */
static inline void gort_select_lock(const struct gort_select *select)
{
    for (unsigned k = 0; k < select->used; k++)
        if (k == 0 || gort_select_key(select, k) != gort_select_key(select, k - 1))
            gort_lock(&select->cases[select->locks[k]].chan->lock);
}

static inline void gort_select_unlock(const struct gort_select *select)
{
    for (unsigned k = select->used; k-- > 0;)
        if (k == 0 || gort_select_key(select, k) != gort_select_key(select, k - 1))
            gort_unlock(&select->cases[select->locks[k]].chan->lock);
}

/* Pass 1: the first case in poll order that needs no waiting, or -1. */
static inline int gort_select_ready(const struct gort_select *select, bool *received,
                                    struct gort_waiter **woken)
{
    for (unsigned k = 0; k < select->used; k++) {
        unsigned index = select->poll[k];
        const struct gort_select_case *one = &select->cases[index];
        bool done = index < select->sends ? gort_chan_put(one->chan, one->value, woken)
                                          : gort_chan_get(one->chan, one->value, received, woken);
        if (done)
            return (int)index;
    }
    return -1;
}

static inline struct gort_queue *gort_select_queue(const struct gort_select *select, unsigned index)
{
    gort_chan *c = select->cases[index].chan;
    return index < select->sends ? &c->senders : &c->receivers;
}

/* Passes 2 and 3: queued with all channels, woken by one, out of the queues of the others. */
static inline int gort_select_wait(const struct gort_select *select, bool *received)
{
    struct gort_waiter waiters[GORT_SELECT_CASES] = {{.leader = &waiters[0]}};
    int chosen = -1;
    for (unsigned k = 0; k < select->used; k++) {
        waiters[k].leader = &waiters[0];
        waiters[k].value = select->cases[select->locks[k]].value;
        gort_queue_push(gort_select_queue(select, select->locks[k]), &waiters[k]);
    }
    gort_select_unlock(select);
    while (__atomic_load_n(&waiters[0].served, __ATOMIC_ACQUIRE) == 0)
        gort_futex_wait(&waiters[0].served, 0);
    gort_select_lock(select);
    for (unsigned k = 0; k < select->used; k++) {
        if (waiters[k].previous != &waiters[k])
            gort_queue_remove(gort_select_queue(select, select->locks[k]), &waiters[k]);
        if (&waiters[k] == waiters[0].winner)
            chosen = (int)select->locks[k];
    }
    gort_select_unlock(select);
    *received = !waiters[0].winner->closed;
    return chosen;
}

/*
 * The index of the chosen case, or -1 if none is ready and `block` is false (a default). The first
 * `sends` cases send, the others receive; *received: a value came, not the channel's end.
 */
GORT_CALL int gort_select(struct gort_select_case *cases, unsigned sends, unsigned count,
                          bool block, bool *received)
{
    gort_check(count <= GORT_SELECT_CASES, "a select has more than 16 cases");
    struct gort_select select = {.cases = cases, .sends = sends, .count = count};
    struct gort_waiter *woken = NULL;
    bool any = false;
    gort_select_order(&select);
    gort_check(!block || select.used > 0, "a select of nil channels waits for ever");
    gort_select_lock(&select);
    int chosen = gort_select_ready(&select, &any, &woken);
    if (chosen < 0 && block) {
        chosen = gort_select_wait(&select, &any);
        if ((unsigned)chosen < sends && !any)
            gort_panic("send on closed channel");
        if (!any)
            gort_value_clear(cases[chosen].value, cases[chosen].chan->element);
    } else {
        gort_select_unlock(&select);
        if (woken)
            gort_chan_serve(woken);
    }
    if (received)
        *received = any && chosen >= (int)sends;
    return chosen;
}

#ifdef ESC_CHECKED
#define gort_select(...) GORT_AT(gort_select(__VA_ARGS__))
#endif

#endif
