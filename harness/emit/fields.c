/*
 * Tables of numeric fields. See fields.h.
 */
#include "emit/fields.h"

#include <string.h>

#define FIELD(type, name, member)                                                                  \
    {                                                                                              \
        name, offsetof(struct type, member)                                                        \
    }

const struct esc_field esc_gc_sum_fields[ESC_GC_SUM_FIELDS] = {
    FIELD(esc_gc_sum, "gc_cycles", cycles),
    FIELD(esc_gc_sum, "gc_pauses", pauses),
    FIELD(esc_gc_sum, "gc_pause_total_ns", pause_total_ns),
    FIELD(esc_gc_sum, "gc_pause_max_ns", pause_max_ns),
    FIELD(esc_gc_sum, "gc_mark_ns", mark_ns),
    FIELD(esc_gc_sum, "gc_assist_ns", assist_ns),
    FIELD(esc_gc_sum, "gc_sweep_ns", sweep_ns),
    FIELD(esc_gc_sum, "gc_cpu_ns", gc_cpu_ns),
    FIELD(esc_gc_sum, "allocs", allocs),
    FIELD(esc_gc_sum, "alloc_bytes", alloc_bytes),
    FIELD(esc_gc_sum, "heap_peak_bytes", heap_peak_bytes),
    FIELD(esc_gc_sum, "write_barriers", barriers),
    FIELD(esc_gc_sum, "live_bytes", live_bytes),
    FIELD(esc_gc_sum, "rss_bytes", rss_bytes),
};

const struct esc_field esc_gc_cycle_fields[ESC_GC_CYCLE_FIELDS] = {
    FIELD(esc_gc_cycle, "start_ns", start_ns),
    FIELD(esc_gc_cycle, "mark_start_ns", mark_start_ns),
    FIELD(esc_gc_cycle, "mark_end_ns", mark_end_ns),
    FIELD(esc_gc_cycle, "end_ns", end_ns),
    FIELD(esc_gc_cycle, "sweep_termination_ns", pause_ns[0]),
    FIELD(esc_gc_cycle, "mark_termination_ns", pause_ns[1]),
    FIELD(esc_gc_cycle, "assist_ns", assist_ns),
    FIELD(esc_gc_cycle, "background_ns", background_ns),
    FIELD(esc_gc_cycle, "heap_start_bytes", heap_start_bytes),
    FIELD(esc_gc_cycle, "heap_end_bytes", heap_end_bytes),
    FIELD(esc_gc_cycle, "heap_live_bytes", heap_live_bytes),
    FIELD(esc_gc_cycle, "goal_bytes", goal_bytes),
};

const struct esc_field esc_heap_point_fields[ESC_HEAP_POINT_FIELDS] = {
    FIELD(esc_heap_point, "time_ns", time_ns),
    FIELD(esc_heap_point, "heap_bytes", heap_bytes),
    FIELD(esc_heap_point, "goal_bytes", goal_bytes),
};

const struct esc_field esc_disturbance_fields[ESC_DISTURBANCE_FIELDS] = {
    FIELD(esc_disturbance, "thread_cpu_ns", thread_cpu_ns),
    FIELD(esc_disturbance, "wait_ns", wait_ns),
    FIELD(esc_disturbance, "switches", switches),
    FIELD(esc_disturbance, "steal_ns", steal_ns),
    FIELD(esc_disturbance, "faults", faults),
    FIELD(esc_disturbance, "repeats", repeats),
};

int64_t esc_field_get(const struct esc_field *field, const void *record)
{
    int64_t value;
    memcpy(&value, (const char *)record + field->offset, sizeof value);
    return value;
}

void esc_field_set(const struct esc_field *field, void *record, int64_t value)
{
    memcpy((char *)record + field->offset, &value, sizeof value);
}
