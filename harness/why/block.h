/*
 * What a compiler's explanation of one thing consists of, whatever it is wrapped in: a text's
 * lines, or messages in JSON. Private to why/.
 */
#ifndef ESC_WHY_BLOCK_H
#define ESC_WHY_BLOCK_H

#include "noun/escape.h"
#include "why/line.h"

const char *block_keep(struct esc_escapes *into, struct part part);

/* "parameter P leaks to R with derefs=N", later "… to R for F with …"; function.length 0: not told.
 */
struct leak {
    struct part name, to, function;
    int derefs;
};
bool block_leak(struct part text, struct leak *leak);

/* Begins a path; `function` NULL: not told. The address of the value as of esc_escapes_value(). */
void block_begin(struct esc_escapes *into, struct esc_go_value *value, const char *to, int derefs,
                 const char *function);

/* "A = &B:", later "A ← &B:", the arrow as UTF-8: a flow of the newest path. */
bool block_flow(struct esc_escapes *into, struct part text);

/* "EXPRESSION (REASON)": a step of the newest flow; false where the newest path has none. */
bool block_step(struct esc_escapes *into, struct part text, struct esc_spot at);

/* To be called once all is there: esc_escapes_finish(), and what follows from the flows. */
void block_finish(struct esc_escapes *into);

#endif
