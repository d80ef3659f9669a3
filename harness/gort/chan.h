/*
 * Channels: a ring buffer under a lock, values copied in and out, a waiting receiver served
 * directly past the buffer, waiting senders in turn. Source: runtime/chan.go (hchan, makechan,
 * chansend, chanrecv, closechan). Left out: select, and the scheduler (who waits is a thread on a
 * futex).
 */
#ifndef GORT_CHAN_H
#define GORT_CHAN_H

#include "gort/lock.h"

#include <stdlib.h>

/* One thread that waits (Go: sudog). It lives on that thread's stack. */
struct gort_waiter {
    struct gort_waiter *next;
    void *value;     /* where to put what is received, or what to send */
    uint32_t served; /* futex: 1 when done */
    bool closed;     /* woken by close, not by a value */
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
} gort_chan;
_Static_assert(sizeof(gort_chan) == 96, "makechan asks for 96 bytes and the buffer");
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
    bool one_block = capacity == 0 || element->size == 0 || element->pointer_bytes == 0;
    static const struct esc_type byte = {1, 0, NULL};
    gort_chan *c;
    if (one_block) {
        c = esc_runtime_make(&byte, sizeof *c + capacity * element->size);
        c->buffer = (char *)(c + 1);
    } else {
        c = esc_new(gort_chan);
        c->buffer = esc_runtime_make(element, capacity);
    }
    c->capacity = capacity;
    c->element = element;
    return c;
}

/* End of the channel's life, for runtimes without a collector. */
static inline void gort_chan_done(gort_chan *c)
{
    if (c->buffer != (char *)(c + 1))
        esc_done(c->buffer);
    esc_done(c);
}

static inline void gort_queue_push(struct gort_queue *queue, struct gort_waiter *waiter)
{
    waiter->next = NULL;
    if (queue->last)
        queue->last->next = waiter;
    else
        queue->first = waiter;
    queue->last = waiter;
}

static inline struct gort_waiter *gort_queue_pop(struct gort_queue *queue)
{
    struct gort_waiter *waiter = queue->first;
    if (!waiter)
        return NULL;
    queue->first = waiter->next;
    if (!queue->first)
        queue->last = NULL;
    return waiter;
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
    __atomic_store_n(&waiter->served, 1, __ATOMIC_RELEASE);
    gort_futex_wake(&waiter->served, 1);
}

static inline char *gort_chan_slot(gort_chan *c, size_t *at)
{
    char *slot = c->buffer + *at * c->element->size;
    *at = *at + 1 == c->capacity ? 0 : *at + 1;
    return slot;
}

/* c <- *value. Sending on a closed channel aborts (Go: panics). */
GORT_CALL void gort_chan_send(gort_chan *c, const void *value)
{
    gort_lock(&c->lock);
    if (c->closed)
        abort();
    struct gort_waiter *receiver = gort_queue_pop(&c->receivers);
    if (receiver) {
        gort_unlock(&c->lock);
        gort_value_copy(receiver->value, value, c->element);
        gort_chan_serve(receiver);
        return;
    }
    if (c->count < c->capacity) {
        gort_value_copy(gort_chan_slot(c, &c->send_at), value, c->element);
        c->count++;
        gort_unlock(&c->lock);
        return;
    }
    struct gort_waiter sender = {.value = (void *)(uintptr_t)value};
    gort_chan_wait(c, &c->senders, &sender);
    if (sender.closed)
        abort();
}

/* Takes from a waiting sender: straight across, or, if the buffer is full, its oldest element. */
static inline void gort_chan_take(gort_chan *c, struct gort_waiter *sender, void *value)
{
    if (c->capacity == 0) {
        gort_value_copy(value, sender->value, c->element);
    } else {
        char *slot = gort_chan_slot(c, &c->receive_at);
        gort_value_copy(value, slot, c->element);
        gort_value_copy(slot, sender->value, c->element);
        c->send_at = c->receive_at;
    }
    gort_unlock(&c->lock);
    gort_chan_serve(sender);
}

/* *value, ok = <-c. False: closed and drained; *value is cleared then. */
GORT_CALL bool gort_chan_receive(gort_chan *c, void *value)
{
    gort_lock(&c->lock);
    struct gort_waiter *sender = gort_queue_pop(&c->senders);
    if (sender) {
        gort_chan_take(c, sender, value);
        return true;
    }
    if (c->count > 0) {
        char *slot = gort_chan_slot(c, &c->receive_at);
        gort_value_copy(value, slot, c->element);
        gort_value_clear(slot, c->element);
        c->count--;
        gort_unlock(&c->lock);
        return true;
    }
    if (c->closed) {
        gort_unlock(&c->lock);
        gort_value_clear(value, c->element);
        return false;
    }
    struct gort_waiter receiver = {.value = value};
    gort_chan_wait(c, &c->receivers, &receiver);
    if (receiver.closed)
        gort_value_clear(value, c->element);
    return !receiver.closed;
}

/* close(c): every waiting thread goes on. Closing twice aborts (Go: panics). */
GORT_CALL void gort_chan_close(gort_chan *c)
{
    gort_lock(&c->lock);
    if (c->closed)
        abort();
    c->closed = 1;
    struct gort_queue woken = c->receivers;
    if (woken.last)
        woken.last->next = c->senders.first;
    else
        woken.first = c->senders.first;
    c->receivers = c->senders = (struct gort_queue){NULL, NULL};
    gort_unlock(&c->lock);
    for (struct gort_waiter *waiter = woken.first, *next; waiter; waiter = next) {
        next = waiter->next;
        waiter->closed = true;
        gort_chan_serve(waiter);
    }
}

#endif
