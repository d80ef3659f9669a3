/*
 * The ways of values as a graph, its boxes and arrows in plain words: for drawing.
 */
#ifndef ESC_WORDS_FLOW_H
#define ESC_WORDS_FLOW_H

#include "noun/escape.h"
#include "noun/locations.h"

#include <stdbool.h>
#include <stddef.h>

enum esc_flow_kind {
    ESC_FLOW_PLAIN,    /* a variable, or memory of an expression, on the way */
    ESC_FLOW_VALUE,    /* that leaves the stack */
    ESC_FLOW_OUTLIVES, /* the end of a way: it lives longer */
};

struct esc_flow_arrow {
    size_t from, to; /* boxes */
    int derefs;      /* as struct esc_flow has it */
    size_t first_step, step_count;
    bool cut; /* the compiler's explanation breaks off behind it */
};

/* Zero-initialise before use. */
struct esc_flow_graph {
    struct esc_locations boxes;
    enum esc_flow_kind *kinds; /* of each box */
    size_t kind_count;
    struct esc_flow_arrow *arrows;
    size_t arrow_count;
};

/* Adds the value's ways, `most` at most; what was added of others before is shared. */
void esc_flow_add(struct esc_flow_graph *graph, const struct esc_escapes *escapes,
                  const struct esc_go_value *value, size_t most);

/* What a box stands for: "t", "memory of &T{...}", "result ~r0", "the heap". Caller frees. */
char *esc_flow_box(const struct esc_location *location);

/* What flows along the arrow: "its address", "its value", "what it points to". */
const char *esc_flow_what(const struct esc_flow_arrow *arrow);

/* The way that was added first, in a line: "t: its address to p, its value to result ~r0". Caller
 * frees. */
char *esc_flow_sentence(const struct esc_flow_graph *graph);

/* Frees everything inside and zeroes. */
void esc_flow_free(struct esc_flow_graph *graph);

#endif
