/*
 * The numeric fields of GC sums, collections, heap points and disturbances as tables, so that the
 * journal, the TSV files and the JSON name and order them alike. Names are documented in
 * docs/results.md.
 */
#ifndef ESC_EMIT_FIELDS_H
#define ESC_EMIT_FIELDS_H

#include "noun/sample.h"

#include <stddef.h>

struct esc_field {
    const char *name;
    size_t offset; /* of an int64_t */
};

enum {
    ESC_GC_SUM_FIELDS = 14,
    ESC_GC_CYCLE_FIELDS = 12,
    ESC_HEAP_POINT_FIELDS = 3,
    ESC_DISTURBANCE_FIELDS = 6
};

/* -1 in any of them: the runtime cannot tell. */
extern const struct esc_field esc_gc_sum_fields[ESC_GC_SUM_FIELDS];
/* All of a cycle but `forced`, which is not 64 bits wide and is written last. */
extern const struct esc_field esc_gc_cycle_fields[ESC_GC_CYCLE_FIELDS];
extern const struct esc_field esc_heap_point_fields[ESC_HEAP_POINT_FIELDS];
extern const struct esc_field esc_disturbance_fields[ESC_DISTURBANCE_FIELDS];

int64_t esc_field_get(const struct esc_field *field, const void *record);
void esc_field_set(const struct esc_field *field, void *record, int64_t value);

#endif
