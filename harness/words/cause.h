/*
 * Why a value leaves the stack: the causes that texts on escape analysis name, each with the
 * bundled case that measures it and what usually helps. The advice is general; nothing here has
 * looked whether it applies to the code at hand.
 */
#ifndef ESC_WORDS_CAUSE_H
#define ESC_WORDS_CAUSE_H

#include "noun/escape.h"

enum esc_cause {
    ESC_CAUSE_RETURNED,
    ESC_CAUSE_SLICED,
    ESC_CAUSE_GLOBAL,
    ESC_CAUSE_STORED,
    ESC_CAUSE_ELEMENT,
    ESC_CAUSE_SENT,
    ESC_CAUSE_CALLEE,
    ESC_CAUSE_UNKNOWN_CALLEE,
    ESC_CAUSE_LOCK,
    ESC_CAUSE_BOXED,
    ESC_CAUSE_LARGE,
    ESC_CAUSE_SIZE,
    ESC_CAUSE_CLOSURE,
    ESC_CAUSE_CAPTURED,
    ESC_CAUSE_STARTED,
    ESC_CAUSE_METHOD,
    ESC_CAUSE_CONCAT,
    ESC_CAUSE_SUM,
    ESC_CAUSE_CONVERSION,
    ESC_CAUSE_APPEND,
    ESC_CAUSE_MAP,
    ESC_CAUSE_LOOP,
    ESC_CAUSE_PART,
    ESC_CAUSE_UNTOLD,
    ESC_CAUSES
};

struct esc_cause_words {
    const char *word;       /* in files: "returned", "unknown-callee" */
    const char *title;      /* half a sentence: "its address is returned" */
    const char *bench_case; /* that teaches it; NULL: none does */
    const char *helps;      /* what usually does, a sentence or two; NULL: nothing to say */
};
const struct esc_cause_words *esc_cause_words(enum esc_cause cause);

/* Of a value that leaves the stack: by the first of its paths. */
enum esc_cause esc_cause_of(const struct esc_escapes *escapes, const struct esc_go_value *value);

#endif
