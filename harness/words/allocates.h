/*
 * Whether a value that leaves the stack takes a block from the heap: another question than where it
 * lies. "x escapes to heap" of a constant allocates nothing; a string that stays may allocate.
 */
#ifndef ESC_WORDS_ALLOCATES_H
#define ESC_WORDS_ALLOCATES_H

#include "noun/escape.h"
#include "noun/source_files.h"

enum esc_allocates { ESC_ALLOCATES_NO, ESC_ALLOCATES_YES, ESC_ALLOCATES_DEPENDS };

/* "no", "yes", "depends". */
const char *esc_allocates_word(enum esc_allocates answer);

/*
 * What can be told without more of types than the sources show, each time the line runs; *because
 * is a clause that says why. From Go's runtime: convT16/32/64, convTstring, convTslice (iface.go),
 * zerobase (malloc.go), concatstrings, slicebytetostring, stringtoslicebyte (string.go), growslice
 * (slice.go); and from cmd/compile/internal/walk/convert.go: read-only data.
 */
enum esc_allocates esc_allocates_of(const struct esc_escapes *escapes,
                                    const struct esc_source_files *sources,
                                    const struct esc_go_value *value, const char **because);

#endif
