/*
 * Where the code at an address comes from, as debug information has it.
 */
#ifndef ESC_NOUN_PLACE_H
#define ESC_NOUN_PLACE_H

#include <stddef.h>
#include <stdint.h>

/* A function, and the line of it that the code belongs to. */
struct esc_code_place {
    char *function;
    char *file; /* as the compiler was told it; "??" where it is unknown */
    int line;   /* 0: unknown */
};

/* The places of one address: the innermost function first, then those it is inlined into. */
struct esc_code_places {
    uint64_t offset; /* in the library */
    struct esc_code_place *list;
    size_t count;
};

/* The line when the place is in the case file at `path`; 0 when it is in another file. */
int esc_code_place_line(const struct esc_code_place *place, const char *path);

/* Frees everything inside and zeroes. */
void esc_code_place_free(struct esc_code_place *place);
void esc_code_places_free(struct esc_code_places *places);

#endif
