/*
 * Channels: a ring buffer under a lock, values copied in and out, a waiting receiver served
 * directly past the buffer, waiting senders in turn. Source: runtime/chan.go (hchan, makechan,
 * chansend, chanrecv, closechan). select is in gort/select.h. Left out: the scheduler (who waits is
 * a thread on a futex).
 */
#ifndef GORT_CHAN_H
#define GORT_CHAN_H

#include "gort/lock.h"

#include <stdlib.h>

/* One thread that waits (Go: sudog). It lives on that thread's stack. A select waits for several
 * channels at once with one such each: the first leads, and only one of them is ever served. */
struct gort_waiter {
    struct gort_waiter *next, *previous;
    void *value;                         /* where to put what is received, or what to send */
    struct gort_waiter *leader, *winner; /* a select's first; set in it: the one that was served */
    uint32_t claimed;                    /* in a leader: 1 when somebody serves one of them */
    uint32_t served;                     /* futex: 1 when done */
    bool closed;                         /* woken by close, not by a value */
};

struct gort_queue {
    struct gort_waiter *first, *last;
};

/* Laid out like Go's hchan. Zero `count`, `send_at`, `receive_at`: empty. */
typedef struct gort_chan {
    size_t count, capacity;
    char *buffer; /* capacity elements, none: NULL */
    uint64_t closed;
    const struct esc_type *element;
    size_t send_at, receive_at;
    struct gort_queue receivers, senders;
    struct gort_lock lock;
#if ESC_GO >= 25
    void *timer, *bubble; /* Go: who feeds it, and a test's own time; always NULL here */
#endif
} gort_chan;
_Static_assert(sizeof(gort_chan) == (ESC_GO >= 25 ? 112 : 96),
               "makechan asks for it and the buffer");
ESC_POINTERS(gort_chan, ESC_PTR(gort_chan, buffer) | ESC_PTR(gort_chan, receivers.first) |
                            ESC_PTR(gort_chan, receivers.last) | ESC_PTR(gort_chan, senders.first) |
                            ESC_PTR(gort_chan, senders.last));

/*
 * A channel that is not allocated: static gort_chan c = GORT_CHAN(type, slots). `slots` is an array
 * of elements of `type`, both static.
 */
#define GORT_CHAN(type, slots)                                                                     \
    {                                                                                              \
        .capacity = sizeof(slots) / sizeof((slots)[0]), .buffer = (char *)(slots),                 \
        .element = (type)                                                                          \
    }

/*
 * make(chan T, capacity). Elements without pointers: header and buffer in one block without
 * pointers (1 allocation); with pointers: header and buffer apart (2 allocations). `element` must
 * outlive the channel.
 */
GORT_CALL gort_chan *gort_chan_make(const struct esc_type *element, size_t capacity)
{
    gort_check(!gort_on_stack(element),
               "a channel's element type must outlive it: it is in a frame");
    bool one_block = capacity == 0 || element->size == 0 || element->pointer_bytes == 0;
    gort_chan *c;
    if (one_block) {
        c = gort_heap_make(&gort_type_byte, sizeof *c + capacity * element->size);
        c->buffer = (char *)(c + 1);
    } else {
        c = gort_heap_make(&esc_type_gort_chan, 1);
        c->buffer = gort_heap_make(element, capacity);
    }
    c->capacity = capacity;
    c->element = element;
    return c;
}

/* End of the channel's life, for runtimes without a collector. */
static inline void gort_chan_done(gort_chan *c)
{
    gort_check(!c->receivers.first && !c->senders.first,
               "a channel's life ends while somebody waits for it");
    if (c->buffer != (char *)(c + 1))
        esc_done(c->buffer);
    esc_done(c);
}

static inline void gort_queue_push(struct gort_queue *queue, struct gort_waiter *waiter)
{
    waiter->next = NULL;
    waiter->previous = queue->last;
    if (queue->last)
        queue->last->next = waiter;
    else
        queue->first = waiter;
    queue->last = waiter;
}

static inline void gort_queue_remove(struct gort_queue *queue, struct gort_waiter *waiter)
{
    if (waiter->previous)
        waiter->previous->next = waiter->next;
    else
        queue->first = waiter->next;
    if (waiter->next)
        waiter->next->previous = waiter->previous;
    else
        queue->last = waiter->previous;
}

/* The next that can be served: those of a select that another channel serves are passed over. */
static inline struct gort_waiter *gort_queue_pop(struct gort_queue *queue)
{
    struct gort_waiter *waiter;
    while ((waiter = queue->first) != NULL) {
        gort_queue_remove(queue, waiter);
        waiter->previous = waiter; /* in no queue any more */
        struct gort_waiter *leader = waiter->leader;
        if (!leader || __atomic_exchange_n(&leader->claimed, 1, __ATOMIC_ACQ_REL) == 0)
            return waiter;
    }
    return NULL;
}

/* Queues the calling thread, unlocks, sleeps until served. */
static inline void gort_chan_wait(gort_chan *c, struct gort_queue *queue,
                                  struct gort_waiter *waiter)
{
    gort_queue_push(queue, waiter);
    gort_unlock(&c->lock);
    while (__atomic_load_n(&waiter->served, __ATOMIC_ACQUIRE) == 0)
        gort_futex_wait(&waiter->served, 0);
}

/* After the store the waiter's frame may be gone: waking a stale address does no harm. */
static inline void gort_chan_serve(struct gort_waiter *waiter)
{
    struct gort_waiter *leader = waiter->leader;
    if (leader)
        leader->winner = waiter;
    else
        leader = waiter;
    __atomic_store_n(&leader->served, 1, __ATOMIC_RELEASE);
    gort_futex_wake(&leader->served, 1);
}

static inline char *gort_chan_slot(gort_chan *c, size_t *at)
{
    char *slot = c->buffer + *at * c->element->size;
    *at = *at + 1 == c->capacity ? 0 : *at + 1;
    return slot;
}

/* Sends if that needs no waiting. The lock is held, and stays; *woken is to be served behind it. */
static inline bool gort_chan_put(gort_chan *c, const void *value, struct gort_waiter **woken)
{
    if (c->closed)
        gort_panic("send on closed channel");
    struct gort_waiter *receiver = gort_queue_pop(&c->receivers);
    if (receiver) {
        gort_value_copy(receiver->value, value, c->element);
        *woken = receiver;
        return true;
    }
    if (c->count == c->capacity)
        return false;
    gort_value_copy(gort_chan_slot(c, &c->send_at), value, c->element);
    c->count++;
    return true;
}

/* Takes from a waiting sender: straight across, or, if the buffer is full, its oldest element. */
static inline void gort_chan_take(gort_chan *c, struct gort_waiter *sender, void *value)
{
    if (c->capacity == 0) {
        gort_value_copy(value, sender->value, c->element);
        return;
    }
    char *slot = gort_chan_slot(c, &c->receive_at);
    gort_value_copy(value, slot, c->element);
    gort_value_copy(slot, sender->value, c->element);
    c->send_at = c->receive_at;
}

/* Receives if that needs no waiting; *received: a value, not the end. The lock is held, and stays.
 */
static inline bool gort_chan_get(gort_chan *c, void *value, bool *received,
                                 struct gort_waiter **woken)
{
    gort_check(value != NULL, "what is received needs a place");
    struct gort_waiter *sender = gort_queue_pop(&c->senders);
    *received = true;
    if (sender) {
        gort_chan_take(c, sender, value);
        *woken = sender;
        return true;
    }
    if (c->count > 0) {
        char *slot = gort_chan_slot(c, &c->receive_at);
        gort_value_copy(value, slot, c->element);
        gort_value_clear(slot, c->element);
        c->count--;
        return true;
    }
    if (!c->closed)
        return false;
    gort_value_clear(value, c->element);
    *received = false;
    return true;
}

static inline void gort_chan_unlock(gort_chan *c, struct gort_waiter *woken)
{
    gort_unlock(&c->lock);
    if (woken)
        gort_chan_serve(woken);
}

/* c <- *value. Sending on a closed channel aborts (Go: panics). */
GORT_CALL void gort_chan_send(gort_chan *c, const void *value)
{
    gort_check(c != NULL, "a send on a nil channel waits for ever");
    struct gort_waiter *woken = NULL;
    gort_lock(&c->lock);
    if (gort_chan_put(c, value, &woken)) {
        gort_chan_unlock(c, woken);
        return;
    }
    struct gort_waiter sender = {.value = (void *)(uintptr_t)value};
    gort_chan_wait(c, &c->senders, &sender);
    if (sender.closed)
        gort_panic("send on closed channel");
}

/* *value, ok = <-c. False: closed and drained; *value is cleared then. */
GORT_CALL bool gort_chan_receive(gort_chan *c, void *value)
{
    gort_check(c != NULL, "a receive from a nil channel waits for ever");
    struct gort_waiter *woken = NULL;
    bool received;
    gort_lock(&c->lock);
    if (gort_chan_get(c, value, &received, &woken)) {
        gort_chan_unlock(c, woken);
        return received;
    }
    struct gort_waiter receiver = {.value = value};
    gort_chan_wait(c, &c->receivers, &receiver);
    if (receiver.closed)
        gort_value_clear(value, c->element);
    return !receiver.closed;
}

/* select { case c <- *value: … default: … } (selectnbsend): whether it was sent. */
GORT_CALL bool gort_chan_try_send(gort_chan *c, const void *value)
{
    struct gort_waiter *woken = NULL;
    if (!c)
        return false;
    gort_lock(&c->lock);
    bool sent = gort_chan_put(c, value, &woken);
    gort_chan_unlock(c, woken);
    return sent;
}

/* select { case *value, *received = <-c: … default: … } (selectnbrecv): whether it was chosen. */
GORT_CALL bool gort_chan_try_receive(gort_chan *c, void *value, bool *received)
{
    struct gort_waiter *woken = NULL;
    if (!c || (__atomic_load_n(&c->count, __ATOMIC_RELAXED) == 0 &&
               !__atomic_load_n(&c->senders.first, __ATOMIC_RELAXED) &&
               !__atomic_load_n(&c->closed, __ATOMIC_RELAXED)))
        return false; /* empty: seen without the lock */
    gort_lock(&c->lock);
    bool chosen = gort_chan_get(c, value, received, &woken);
    gort_chan_unlock(c, woken);
    return chosen;
}

/* close(c): every waiting thread goes on. Closing twice aborts (Go: panics). */
GORT_CALL void gort_chan_close(gort_chan *c)
{
    gort_check(c != NULL, "close of nil channel");
    gort_lock(&c->lock);
    if (c->closed)
        gort_panic("close of closed channel");
    c->closed = 1;
    struct gort_waiter *woken = NULL, *waiter;
    while ((waiter = gort_queue_pop(&c->receivers)) || (waiter = gort_queue_pop(&c->senders))) {
        waiter->next = woken;
        woken = waiter;
    }
    gort_unlock(&c->lock);
    for (struct gort_waiter *next; woken; woken = next) {
        next = woken->next;
        woken->closed = true;
        gort_chan_serve(woken);
    }
}

#ifdef ESC_CHECKED
#define gort_chan_make(...) GORT_AT(gort_chan_make(__VA_ARGS__))
#define gort_chan_done(...) GORT_AT(gort_chan_done(__VA_ARGS__))
#define gort_chan_send(...) GORT_AT(gort_chan_send(__VA_ARGS__))
#define gort_chan_receive(...) GORT_AT(gort_chan_receive(__VA_ARGS__))
#define gort_chan_try_send(...) GORT_AT(gort_chan_try_send(__VA_ARGS__))
#define gort_chan_try_receive(...) GORT_AT(gort_chan_try_receive(__VA_ARGS__))
#define gort_chan_close(...) GORT_AT(gort_chan_close(__VA_ARGS__))
#endif

#endif
