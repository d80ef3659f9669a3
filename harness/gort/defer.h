/*
 * defer. Up to eight defers of a function, none in a loop, are open-coded: a bit says that the
 * statement was reached, and the function's end calls what is marked (struct gort_open). Others
 * become records in a list, taken from a pool that each P keeps, so the record is no allocation;
 * the closure it calls is one. Source: runtime/panic.go (deferproc, newdefer, deferreturn),
 * cmd/compile/internal/ssagen/ssa.go (openDeferRecord).
 */
#ifndef GORT_DEFER_H
#define GORT_DEFER_H

#include "gort/base.h"

/* A deferred func(): a closure whose first word is its code. */
typedef struct {
    void (*code)(void *self);
} gort_func;

/* ---- open-coded ---- */

/* The bits are volatile because Go stores them too: a panic must find them. */
struct gort_open {
    volatile uint8_t bits;
};

static inline void gort_open_defer(struct gort_open *open, unsigned index)
{
    gort_check(index < 8, "only eight defers of a function are open-coded");
    open->bits = (uint8_t)(open->bits | 1U << index);
}

/* True once for each defer that was reached; call its closure then. Ask from the last to the first.
 */
static inline bool gort_open_pending(struct gort_open *open, unsigned index)
{
    if (!(open->bits & 1U << index))
        return false;
    open->bits = (uint8_t)(open->bits & ~(1U << index));
    return true;
}

/* ---- in a list ---- */

struct gort_record {
    struct gort_record *link;
    gort_func *call;
};

enum { GORT_DEFER_RECORDS = 256 };

/* The pool of the one thread that defers, taken as filled, as it is after Go's first calls. */
static struct {
    struct gort_record records[GORT_DEFER_RECORDS], *free;
    size_t used;
} gort_defer_pool __attribute__((unused));

GORT_CALL struct gort_record *gort_record_new(void)
{
    gort_check_one_thread("defers in a list are for one thread");
    struct gort_record *record = gort_defer_pool.free;
    if (record) {
        gort_defer_pool.free = record->link;
        return record;
    }
    if (gort_defer_pool.used == GORT_DEFER_RECORDS)
        gort_panic("more than 256 defers are pending");
    return &gort_defer_pool.records[gort_defer_pool.used++];
}

/* defer call(): `frame` is the list of the running function, NULL at first. */
GORT_CALL void gort_defer(struct gort_record **frame, void *call)
{
    struct gort_record *record = gort_record_new();
    esc_store(&record->call, call);
    record->link = *frame;
    *frame = record;
}

/* The function's end: runs what was deferred, last first. */
GORT_CALL void gort_defer_return(struct gort_record **frame)
{
    while (*frame) {
        struct gort_record *record = *frame;
        gort_func *call = record->call;
        *frame = record->link;
        esc_store(&record->call, NULL);
        record->link = gort_defer_pool.free;
        gort_defer_pool.free = record;
        call->code(call);
    }
}

#ifdef ESC_CHECKED
#define gort_open_defer(...) GORT_AT(gort_open_defer(__VA_ARGS__))
#define gort_defer(...) GORT_AT(gort_defer(__VA_ARGS__))
#endif

#endif
