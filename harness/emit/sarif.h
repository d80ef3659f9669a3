/*
 * Escapes in the format of code review: SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange
 * Format"), sections 3.13 sarifLog, 3.27 result, 3.36 codeFlow, 3.49 reportingDescriptor.
 */
#ifndef ESC_EMIT_SARIF_H
#define ESC_EMIT_SARIF_H

#include "noun/escape.h"
#include "noun/source_files.h"

#include <stdbool.h>
#include <stdio.h>

struct esc_sarif {
    const struct esc_escapes *escapes;
    const struct esc_source_files *sources; /* for paths, and for columns in characters */
    const char *version;                    /* of this program */
    const void *context;                    /* of: */
    bool (*is_shown)(const void *context, const struct esc_go_value *value);
};

/*
 * A result for each shown value that leaves the stack: its rule is the cause, its code flows are
 * its ways. What takes a block, or may, is a warning, what takes none a note.
 */
void esc_sarif_write(const struct esc_sarif *sarif, FILE *out);

#endif
