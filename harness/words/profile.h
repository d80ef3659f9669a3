/*
 * What a heap profile says of each function, as `go tool pprof -top` counts and writes it.
 */
#ifndef ESC_WORDS_PROFILE_H
#define ESC_WORDS_PROFILE_H

#include "noun/profile.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_profile_row {
    const char *function; /* the profile's */
    int64_t flat;         /* of samples that end in it */
    int64_t cum;          /* of all samples that it is in, each once */
};

/* The functions, the largest flat value first, then by name (pprof, internal/graph, FlatNameOrder).
 * The caller frees the list. */
struct esc_profile_row *esc_profile_rows(const struct esc_profile *profile,
                                         enum esc_profile_type type, size_t *count);

/* The unit that all values of a list are written in: its factor and name, "" for counts (pprof,
 * internal/report, selectOutputUnit). */
struct esc_profile_unit {
    double factor;
    const char *name;
};
struct esc_profile_unit esc_profile_unit(const struct esc_profile_row *rows, size_t count,
                                         int64_t total, enum esc_profile_type type);

/* Each writes into `out` (at least ESC_PROFILE_TEXT bytes) and returns it: "512.53MB", "99.27%"
 * (pprof, internal/measurement, ScaledLabel and Percentage). */
#define ESC_PROFILE_TEXT 32
char *esc_profile_value(char *out, int64_t value, struct esc_profile_unit unit);
char *esc_profile_percent(char *out, int64_t value, int64_t total);

#endif
