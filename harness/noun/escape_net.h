/*
 * The graph of an escape analysis as it is drawn: places that hold or need memory, and what flows
 * between them.
 */
#ifndef ESC_NOUN_ESCAPE_NET_H
#define ESC_NOUN_ESCAPE_NET_H

#include <stdbool.h>
#include <stddef.h>

enum esc_net_kind {
    ESC_NET_VARIABLE,
    ESC_NET_PARAMETER,
    ESC_NET_RESULT,
    ESC_NET_MEMORY,    /* of an expression that needs it */
    ESC_NET_TEMPORARY, /* the analysis's own */
    ESC_NET_HEAP,      /* what outlives every call */
};

struct esc_net_place {
    enum esc_net_kind kind;
    char *text;     /* "p", "~r0", "&T{...}" */
    char *function; /* NULL: of none */
    unsigned line;  /* 0: none */
    int loop_depth; /* 1: in no loop */
    bool on_heap;   /* the analysis puts it there */
    char *promise;  /* of a parameter: what callers are told; NULL: none */
};

/* What an arrow is part of. */
enum esc_net_way {
    ESC_NET_HARMLESS,
    ESC_NET_LEAK,   /* of the way by which a parameter leaks */
    ESC_NET_ESCAPE, /* of the way that puts something on the heap */
};

struct esc_net_flow {
    size_t from, to; /* places */
    int derefs;      /* -1: the address of `from`; 0: its value; n: what is n dereferences away */
    enum esc_net_way way;
    char *expression, *reason; /* the statement or call behind it, and the compiler's word for it;
                                  NULL: none */
    unsigned line;
};

/* Zero-initialise before use. */
struct esc_net {
    struct esc_net_place *places;
    size_t place_count;
    struct esc_net_flow *flows;
    size_t flow_count;
};

/* The index of a new place; its texts are NULL, to be given on the heap. */
size_t esc_net_add_place(struct esc_net *net, enum esc_net_kind kind);
struct esc_net_flow *esc_net_add_flow(struct esc_net *net);

/* Frees everything inside and zeroes. */
void esc_net_free(struct esc_net *net);

#endif
