/*
 * "Did you mean …?": the known name that is nearest to what somebody typed.
 */
#ifndef ESC_LOAD_NEAREST_H
#define ESC_LOAD_NEAREST_H

#include <stddef.h>

/*
 * Edits that turn `a` into `b`: insert, delete or replace a byte, swap two neighbours.
 * Source: optimal string alignment (Damerau 1964, restricted), the three-row form.
 */
size_t esc_edit_distance(const char *a, const char *b);

/* Keeps the nearest name over several offers. Zero-initialise all but `typed`. */
struct esc_nearest {
    const char *typed;
    const char *name; /* NULL: none was near enough */
    size_t distance;
};

/*
 * Near enough means: at most a third of the typed letters (rounded up) are edited, and not all.
 * Among equals the first offered wins. `name` must outlive `nearest`.
 */
void esc_nearest_offer(struct esc_nearest *nearest, const char *name);

/* The nearest in a NULL-terminated list, or NULL. */
const char *esc_nearest_of(const char *typed, const char *const *names);

#endif
