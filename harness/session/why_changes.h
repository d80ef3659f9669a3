/*
 * What changed since a file of `why --json`: what is new, and what is gone.
 */
#ifndef ESC_SESSION_WHY_CHANGES_H
#define ESC_SESSION_WHY_CHANGES_H

#include "base/error.h"
#include "emit/why_read.h"
#include "report/report.h"
#include "session/why_view.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise before use; esc_past_free() frees what is inside. */
struct esc_why_changes {
    struct esc_past past;
    size_t new_ones, gone;
};

/* Reads the old ones; the view shows only what is new from then on. False with a message. */
bool esc_why_changes_find(struct esc_why_view *view, const char *path,
                          struct esc_why_changes *changes, struct esc_error *error);

/* What is gone, and both counts, on standard output. */
void esc_why_changes_print(const struct esc_why_view *view, const struct esc_why_changes *changes,
                           bool markdown, const struct esc_terminal *terminal);

#endif
