/*
 * A comparison as JSON. See emit.h for the contract, docs/comparing.md for the members.
 */
#include "emit/emit.h"
#include "emit/json.h"
#include "emit/plain.h"

static json_t *change_json(const struct esc_comparison *comparison, const struct esc_change *change)
{
    json_t *object = json_object();
    esc_json_set_text(object, "name", comparison->a->variants[change->a].name);
    esc_json_set_text(object, "of", change->of == ESC_CHANGE_TIME ? "ns_per_op" : "factor");
    esc_json_set_estimate(object, "before", &change->before);
    esc_json_set_estimate(object, "after", &change->after);
    esc_json_set_estimate(object, "ratio", &change->ratio);
    if (change->ratio.known) {
        esc_json_set_real(object, "p", change->p);
        esc_json_set_real(object, "p_holm", change->p_holm);
        esc_json_set_flag(object, "exact", change->exact);
        esc_json_set_real(object, "noise", change->noise);
    }
    esc_json_set_text(object, "verdict", esc_change_verdict_words(change));
    return object;
}

static json_t *run_json(const struct esc_run *run, const size_t *only, size_t count)
{
    json_t *object = json_object();
    json_t *names = json_array();
    esc_json_set_text(object, "id", run->id);
    esc_json_set_text(object, "started", run->started);
    esc_json_set_whole(object, "rounds_done", run->rounds_done);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(names, esc_json_text(run->variants[only[i]].name));
    json_object_set_new(object, "only_here", names);
    return object;
}

static json_t *differences_json(const struct esc_comparison *comparison)
{
    json_t *array = json_array();
    for (size_t i = 0; i < comparison->difference_count; i++) {
        json_t *object = json_object();
        esc_json_set_text(object, "what", comparison->differences[i].what);
        esc_json_set_text(object, "before", comparison->differences[i].a);
        esc_json_set_text(object, "after", comparison->differences[i].b);
        esc_json_set_flag(object, "factors_only", comparison->differences[i].grave);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *texts_json(const struct esc_comparison *comparison)
{
    json_t *array = json_array();
    for (size_t i = 0; i < comparison->a->case_count; i++)
        if (comparison->changed_texts[i])
            json_array_append_new(array, esc_json_text(comparison->a->cases[i].name));
    return array;
}

static json_t *comparison_json(const struct esc_comparison *comparison)
{
    json_t *object = json_object();
    esc_json_set_whole(object, "schema_version", ESC_COMPARISON_VERSION);
    json_object_set_new(object, "before",
                        run_json(comparison->a, comparison->only_a, comparison->only_a_count));
    json_object_set_new(object, "after",
                        run_json(comparison->b, comparison->only_b, comparison->only_b_count));
    json_object_set_new(object, "differences", differences_json(comparison));
    json_object_set_new(object, "changed_texts", texts_json(comparison));
    esc_json_set_flag(object, "paired", comparison->paired);
    esc_json_set_text(object, "unpaired_because", comparison->unpaired);
    esc_json_set_whole(object, "tested", (int64_t)comparison->tested);
    esc_json_set_real(object, "noise_of_times", comparison->noise[ESC_CHANGE_TIME]);
    esc_json_set_real(object, "noise_of_factors", comparison->noise[ESC_CHANGE_FACTOR]);
    return object;
}

static json_t *changes_json(const struct esc_comparison *comparison)
{
    json_t *array = json_array();
    for (size_t i = 0; i < comparison->change_count; i++)
        json_array_append_new(array, change_json(comparison, &comparison->changes[i]));
    return array;
}

void esc_emit_comparison(const struct esc_comparison *comparison, FILE *out)
{
    struct esc_text text = {0};
    struct esc_plain plain = esc_plain_begin();
    json_t *head = comparison_json(comparison);
    json_t *changes = changes_json(comparison);
    esc_text_add(&text, "{\n  \"comparison\": ");
    esc_json_add_members(&text, head, "  ");
    esc_text_add(&text, ",\n  \"changes\": ");
    esc_json_add_elements(&text, changes, "  ");
    esc_text_add(&text, "\n}\n");
    esc_plain_end(&plain);
    fputs(text.bytes, out);
    json_decref(changes);
    json_decref(head);
    esc_text_free(&text);
}
