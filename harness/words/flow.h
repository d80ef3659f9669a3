/*
 * The ways of values as a graph, its boxes and arrows in plain words: for drawing.
 */
#ifndef ESC_WORDS_FLOW_H
#define ESC_WORDS_FLOW_H

#include "noun/escape.h"
#include "noun/flow_layout.h"
#include "noun/locations.h"

#include <stdbool.h>
#include <stddef.h>

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

/* What happens along the arrow: a line for each step, with the place's line number; `file`: the
 * value's, whose name need not be told. Caller frees. */
char *esc_flow_caption(const struct esc_escapes *escapes, const struct esc_flow_arrow *arrow,
                       const char *file);

/* The way that was added first, in a line: "t: its address to p, its value to result ~r0". Caller
 * frees. */
char *esc_flow_sentence(const struct esc_flow_graph *graph);

/* Frees everything inside and zeroes. */
void esc_flow_free(struct esc_flow_graph *graph);

#endif
