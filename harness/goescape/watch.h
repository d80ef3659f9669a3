/*
 * Looking on while a graph is built and solved: what each step was, for who draws it, counts it, or
 * asks why not.
 */
#ifndef ESC_GOESCAPE_WATCH_H
#define ESC_GOESCAPE_WATCH_H

#include <stdbool.h>
#include <stddef.h>

struct esc_graph;
struct esc_location;
struct esc_note;

enum esc_event_kind {
    /* While the graph is built. `from` flows to `root` with `derefs`, because of `notes`: */
    ESC_EVENT_AT_ONCE, /* its address to what escapes: it is on the heap, and there is no edge */
    ESC_EVENT_NOWHERE, /* to what nobody looks at: there is no edge */

    /* While it is solved; a walk is from one root against the edges. */
    ESC_EVENT_ROOT,    /* a walk begins at `root`; what the last one found is still there */
    ESC_EVENT_REACH,   /* `from` leads to the root with `derefs`, fewer than known so far, by edge
                          number `edge` of `to` */
    ESC_EVENT_VISIT,   /* `from` is looked at, `derefs` away; `outlives`: the root outlives it */
    ESC_EVENT_LASTING, /* `from` is needed beyond its statement, since its address is in the root */
    ESC_EVENT_LEAK,    /* `from`, a parameter, leaks to the root, `derefs` away */
    ESC_EVENT_ESCAPE,  /* `from` is on the heap now: its address is in the root */
};

/* What does not belong to the kind is zero. */
struct esc_event {
    enum esc_event_kind kind;
    const struct esc_location *root, *from, *to;
    int derefs;
    size_t edge;
    bool outlives;
    const struct esc_note *notes;
};

/* `see` may read the graph and keeps nothing of the event itself. */
struct esc_watch {
    void *context;
    void (*see)(void *context, const struct esc_graph *graph, const struct esc_event *event);
};

/* Rules that are left out, to see what they are for. None of them may be for a compiler's words. */
struct esc_without {
    bool loop_depth; /* what is declared in a loop lives as long as its function */
    bool limits;     /* nothing is too large for the stack, no size has to be known */
    bool tags;       /* of no callee anything is known: what it is given goes to the heap */
};

#endif
