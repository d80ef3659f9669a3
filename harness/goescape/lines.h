/*
 * What is told of a program, line by line, in the order in which the compiler tells it.
 */
#ifndef ESC_GOESCAPE_LINES_H
#define ESC_GOESCAPE_LINES_H

#include "base/arena.h"
#include "gosyntax/tree.h"

#include <stddef.h>
#include <stdio.h>

struct esc_go_line {
    const char *path;
    struct esc_go_place at;
    const char *text;
};

/* Zero-initialise before use, but for the arena, in which the lines lie. */
struct esc_go_lines {
    struct esc_arena *arena;
    struct esc_go_line *list;
    size_t count;
};

void esc_go_lines_add(struct esc_go_lines *lines, const char *path, struct esc_go_place at,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));

/* "x.go:3:7", without a column from 255 on, as the compiler keeps none there (Go:
 * cmd/internal/src/pos.go, colMax). The text lies in the arena. */
const char *esc_go_place_text(struct esc_arena *arena, const char *path, struct esc_go_place at);

/* A line each, PLACE: TEXT. */
void esc_go_lines_print(const struct esc_go_lines *lines, FILE *out);

#endif
