/*
 * The locations that values flow between, each once: the nodes of the graph of their ways.
 */
#ifndef ESC_NOUN_LOCATIONS_H
#define ESC_NOUN_LOCATIONS_H

#include <stddef.h>

/* A location of a function, as struct esc_flow has it; function NULL: unknown, or of none. Texts
 * are of one pool: equal ones have equal addresses. */
struct esc_location {
    const char *function, *name;
};

/* Zero-initialise before use. */
struct esc_locations {
    struct esc_location *list;
    size_t count;
    size_t *slots; /* index + 1; 0: free */
    size_t slot_count;
};

/* The index of that location, which is added where it is new. */
size_t esc_locations_index(struct esc_locations *locations, const char *function, const char *name);

/* Frees everything inside and zeroes. */
void esc_locations_free(struct esc_locations *locations);

#endif
