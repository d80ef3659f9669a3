/*
 * What was counted beside times and allocations, as JSON. See json.h.
 */
#include "emit/json.h"

/* Counters go by their names in files, so the case is needed. */
static json_t *counters_json(const struct esc_tally *tally, const struct esc_case *bench_case)
{
    json_t *object = json_object();
    for (size_t k = 0; k < bench_case->counter_count; k++)
        if (tally->set[k])
            esc_json_set_real(object, bench_case->counters[k].name, tally->counters[k]);
    return object;
}

void esc_json_set_tally(json_t *object, const struct esc_tally *tally,
                        const struct esc_case *bench_case)
{
    json_t *counters = counters_json(tally, bench_case);
    if (json_object_size(counters) > 0)
        json_object_set(object, "counters", counters);
    json_decref(counters);
    if (!tally->events_taken)
        return;
    json_t *events = json_object();
    json_t *refused = json_object();
    for (int id = 0; id < ESC_EVENTS; id++) {
        enum esc_event event = (enum esc_event)id;
        if (tally->refused[id] == ESC_REFUSAL_NONE)
            esc_json_set_real(events, esc_event_key(event), tally->events[id]);
        else
            esc_json_set_text(refused, esc_event_key(event), esc_refusal_key(tally->refused[id]));
    }
    json_object_set_new(object, "events", events);
    if (json_object_size(refused) > 0)
        json_object_set_new(object, "events_refused", refused);
    else
        json_decref(refused);
}

static void read_events(const json_t *events, const json_t *refused, struct esc_tally *tally)
{
    tally->events_taken = true;
    for (int id = 0; id < ESC_EVENTS; id++) {
        const char *key = esc_event_key((enum esc_event)id);
        tally->events[id] = esc_json_get_real(events, key, -1);
        tally->refused[id] = tally->events[id] < 0 ? ESC_REFUSAL_OTHER : ESC_REFUSAL_NONE;
        if (tally->events[id] < 0)
            esc_refusal_find(json_string_value(json_object_get(refused, key)), &tally->refused[id]);
    }
}

void esc_json_read_tally(const json_t *object, const struct esc_case *bench_case,
                         struct esc_tally *tally)
{
    const json_t *counters = json_object_get(object, "counters");
    for (size_t k = 0; k < bench_case->counter_count; k++) {
        const char *name = bench_case->counters[k].name;
        tally->set[k] = json_is_number(json_object_get(counters, name));
        tally->counters[k] = esc_json_get_real(counters, name, 0);
    }
    if (json_is_object(json_object_get(object, "events")))
        read_events(json_object_get(object, "events"), json_object_get(object, "events_refused"),
                    tally);
}
