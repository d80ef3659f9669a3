/*
 * What a function literal captures. The compiler prints which variables are captured, by their own
 * places, and not by which literal: that is read from the source, as far as it is there.
 */
#ifndef ESC_WORDS_LITERAL_H
#define ESC_WORDS_LITERAL_H

#include "noun/escape.h"
#include "noun/source_files.h"

#include <stdint.h>

enum esc_captures {
    ESC_CAPTURES_NONE, /* it is no object at all, but a fixed address */
    ESC_CAPTURES_SOME,
    ESC_CAPTURES_UNKNOWN
};

/* `value` is a function literal, or the copy of one that was inlined. */
enum esc_captures esc_literal_captures(const struct esc_escapes *escapes,
                                       const struct esc_source_files *sources,
                                       const struct esc_go_value *value);

/*
 * Bytes of its closure: the address of its code, and what it captures, each its value or its
 * address (cmd/compile/internal/typecheck, ClosureType), where that and the padding do not depend
 * on what is not told; else ESC_SIZE_UNKNOWN.
 */
int64_t esc_literal_size(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                         const struct esc_go_value *value);

#endif
