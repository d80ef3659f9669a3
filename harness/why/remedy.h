/*
 * Remedies that can be written by changing a line or two of a source: candidates, which the
 * compiler has to be asked about. Each is safe as text: where it would change what the program
 * does, it does not compile.
 */
#ifndef ESC_WHY_REMEDY_H
#define ESC_WHY_REMEDY_H

#include "noun/escape.h"
#include "noun/source_files.h"
#include "words/cause.h"

/* Zero-initialise before use. */
struct esc_remedy {
    char *text;  /* of the whole file, with as many lines as before */
    int line;    /* that was changed, the last one */
    char *shown; /* what was done: "with \"const n int = 64\" in line 24" */
};

/*
 * For a value that leaves the stack:
 *   make([]T, n) whose size is only known at run time, n := 64: const n int = 64;
 *   a variable n := 1000 put into an interface: the same, and 1000 in place of n;
 *   a value that a variable from outside of its loop points to, var p T and later p = e: var p T =
 * e there, and a type of the name p in place of the old line, so that no use of the old p compiles.
 * A constant cannot be assigned to, nor its address be taken: then there is an error. False where
 * none of these fits.
 */
bool esc_remedy_find(const struct esc_escapes *escapes, const struct esc_source_file *file,
                     const struct esc_go_value *value, struct esc_remedy *remedy);

void esc_remedy_free(struct esc_remedy *remedy);

#endif
