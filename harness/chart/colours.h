/*
 * The colours of a theme: plots/theme-*.gp as data, for what gnuplot cannot write. Private to the
 * charts.
 */
#ifndef ESC_CHART_COLOURS_H
#define ESC_CHART_COLOURS_H

#include "base/text.h"
#include "chart/style.h"

#include <stdbool.h>
#include <stddef.h>

struct colour {
    char *name;   /* as in the theme's file: "stack_text" */
    unsigned rgb; /* 0xrrggbb */
};

/* In the order of the files, each name once; zero-initialise before use. */
struct colours {
    struct colour *colours;
    size_t count;
};

/* Reads `name = '#rrggbb'` out of the style's theme. False with a message when a file cannot be
 * read. */
bool esc_colours_read(struct colours *colours, const struct style *style, const char *plots,
                      struct esc_error *error);
void esc_colours_free(struct colours *colours);

/* The colour that stands at `at` as gnuplot's svg terminal writes it, `rgb( 85,  91,  97)` or
 * `#555b61`, and how long that is; NULL where there is none of these. */
const struct colour *esc_colours_at(const struct colours *colours, const char *at, size_t *length);

/* `--esc-stack-text`: the colour's custom property. */
void esc_colours_add_name(struct esc_text *out, const struct colour *colour);

#endif
