/*
 * Samples as JSON, with their collections and heap points. See json.h.
 */
#include "base/memory.h"
#include "emit/fields.h"
#include "emit/json.h"

/* -1, which says unknown, becomes null and back. */
static json_t *known_or_null(int64_t value)
{
    return value < 0 ? json_null() : json_integer(value);
}

static int64_t known_or_minus(const json_t *value)
{
    return json_is_integer(value) ? json_integer_value(value) : -1;
}

static json_t *row_json(const struct esc_field *fields, size_t count, const void *record)
{
    json_t *row = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(row, known_or_null(esc_field_get(&fields[i], record)));
    return row;
}

static void read_row(const json_t *row, const struct esc_field *fields, size_t count, void *record)
{
    for (size_t i = 0; i < count; i++)
        esc_field_set(&fields[i], record, known_or_minus(json_array_get(row, i)));
}

static json_t *cycles_json(const struct esc_record *record)
{
    json_t *array = json_array();
    for (size_t i = 0; i < record->cycle_count; i++) {
        json_t *row = row_json(esc_gc_cycle_fields, ESC_GC_CYCLE_FIELDS, &record->cycles[i]);
        json_array_append_new(row, known_or_null(record->cycles[i].forced));
        json_array_append_new(array, row);
    }
    return array;
}

static json_t *heap_json(const struct esc_record *record)
{
    json_t *array = json_array();
    for (size_t i = 0; i < record->heap_count; i++)
        json_array_append_new(
            array, row_json(esc_heap_point_fields, ESC_HEAP_POINT_FIELDS, &record->heap[i]));
    return array;
}

static json_t *disturbance_json(const struct esc_record *record)
{
    json_t *object = json_object();
    for (size_t i = 0; i < ESC_DISTURBANCE_FIELDS; i++)
        esc_json_set_count(object, esc_disturbance_fields[i].name,
                           esc_field_get(&esc_disturbance_fields[i], &record->disturbance));
    json_object_set_new(object, "disturbed",
                        json_boolean(esc_is_disturbed(&record->disturbance, record->wall_ns)));
    return object;
}

json_t *esc_json_record(const struct esc_record *record)
{
    json_t *object = json_object();
    esc_json_set_whole(object, "variant", (int64_t)record->variant);
    esc_json_set_whole(object, "round", record->round);
    esc_json_set_whole(object, "order", record->order);
    esc_json_set_text(object, "status", esc_status_key(record->status));
    esc_json_set_whole(object, "iterations", (int64_t)record->iterations);
    esc_json_set_hash(object, "checksum", record->checksum);
    esc_json_set_whole(object, "wall_ns", record->wall_ns);
    esc_json_set_whole(object, "cpu_ns", record->cpu_ns);
    esc_json_set_whole(object, "child_wall_ns", record->child_wall_ns);
    json_t *gc = json_object();
    for (size_t i = 0; i < ESC_GC_SUM_FIELDS; i++)
        esc_json_set_count(gc, esc_gc_sum_fields[i].name,
                           esc_field_get(&esc_gc_sum_fields[i], &record->gc));
    json_object_set_new(object, "gc", gc);
    json_object_set_new(object, "disturbance", disturbance_json(record));
    if (record->cycle_count > 0)
        json_object_set_new(object, "cycles", cycles_json(record));
    if (record->heap_count > 0)
        json_object_set_new(object, "heap", heap_json(record));
    return object;
}

static void read_cycles(const json_t *array, struct esc_record *record)
{
    record->cycle_count = json_array_size(array);
    record->cycles = esc_calloc(record->cycle_count, sizeof *record->cycles);
    for (size_t i = 0; i < record->cycle_count; i++) {
        const json_t *row = json_array_get(array, i);
        read_row(row, esc_gc_cycle_fields, ESC_GC_CYCLE_FIELDS, &record->cycles[i]);
        record->cycles[i].forced =
            (int32_t)known_or_minus(json_array_get(row, ESC_GC_CYCLE_FIELDS));
    }
}

static void read_heap(const json_t *array, struct esc_record *record)
{
    record->heap_count = json_array_size(array);
    record->heap = esc_calloc(record->heap_count, sizeof *record->heap);
    for (size_t i = 0; i < record->heap_count; i++)
        read_row(json_array_get(array, i), esc_heap_point_fields, ESC_HEAP_POINT_FIELDS,
                 &record->heap[i]);
}

bool esc_json_read_record(const json_t *object, struct esc_record *record)
{
    const char *status = json_string_value(json_object_get(object, "status"));
    const json_t *gc = json_object_get(object, "gc");
    record->variant = (size_t)esc_json_get_whole(object, "variant", -1);
    record->round = (uint32_t)esc_json_get_whole(object, "round", 0);
    record->order = (uint32_t)esc_json_get_whole(object, "order", 0);
    record->iterations = (uint64_t)esc_json_get_whole(object, "iterations", 0);
    record->checksum = esc_json_get_hash(object, "checksum");
    record->wall_ns = esc_json_get_whole(object, "wall_ns", 0);
    record->cpu_ns = esc_json_get_whole(object, "cpu_ns", 0);
    record->child_wall_ns = esc_json_get_whole(object, "child_wall_ns", 0);
    for (size_t i = 0; i < ESC_GC_SUM_FIELDS; i++)
        esc_field_set(&esc_gc_sum_fields[i], &record->gc,
                      esc_json_get_whole(gc, esc_gc_sum_fields[i].name, -1));
    const json_t *disturbance = json_object_get(object, "disturbance");
    for (size_t i = 0; i < ESC_DISTURBANCE_FIELDS; i++)
        esc_field_set(&esc_disturbance_fields[i], &record->disturbance,
                      esc_json_get_whole(disturbance, esc_disturbance_fields[i].name, -1));
    if (json_is_array(json_object_get(object, "cycles")))
        read_cycles(json_object_get(object, "cycles"), record);
    if (json_is_array(json_object_get(object, "heap")))
        read_heap(json_object_get(object, "heap"), record);
    return status != NULL && esc_status_find(status, &record->status);
}

static json_t *names_json(const struct esc_field *fields, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_string(fields[i].name));
    return array;
}

json_t *esc_json_columns(void)
{
    json_t *object = json_object();
    json_t *cycles = names_json(esc_gc_cycle_fields, ESC_GC_CYCLE_FIELDS);
    json_array_append_new(cycles, json_string("forced"));
    json_object_set_new(object, "cycle_columns", cycles);
    json_object_set_new(object, "heap_columns",
                        names_json(esc_heap_point_fields, ESC_HEAP_POINT_FIELDS));
    return object;
}
