/*
 * Escapes as JSON: values, and the graph of their ways as nodes and edges. Format:
 * docs/why.schema.json.
 */
#ifndef ESC_EMIT_WHY_H
#define ESC_EMIT_WHY_H

#include "noun/cost.h"
#include "noun/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* What the words layer says of a value, so that files and terminal say the same. */
struct esc_why_said {
    const char *cause, *bench_case,
        *helps; /* of a value that leaves; else NULL, as where unknown */
    const char *allocates, *because;
    int64_t bytes; /* of its block; < 0: unknown */
    struct esc_cost cost;
    int64_t line_blocks, line_bytes; /* of its line in a profile; < 0: there is none */
};

#define ESC_WHY_VERSION 1

struct esc_why_file {
    const struct esc_escapes *escapes;
    const char *go; /* the release that was asked; NULL: a text was read */
    size_t changed; /* variables that are not where the compiler saw them */
    void *context;  /* of these two: */
    bool (*is_shown)(const void *context, const struct esc_go_value *value);
    struct esc_why_said (*said)(void *context, const struct esc_go_value *value);
    const char *(*reason)(const char *reason); /* in plain words */
};

/* Element by element: memory does not grow with the paths, but with the nodes. */
void esc_why_write(const struct esc_why_file *file, FILE *out);

#endif
