/*
 * results.json: a valid file of Google Benchmark with one more member, "escapement", from which the
 * whole run can be read back (read.c). See files.h.
 */
#include "emit/emit.h"
#include "emit/files.h"
#include "emit/format.h"
#include "emit/json.h"
#include "emit/plain.h"

static json_t *run_json(const struct esc_run *run)
{
    json_t *object = json_object();
    esc_json_set_text(object, "id", run->id);
    esc_json_set_text(object, "started", run->started);
    esc_json_set_text(object, "preset", esc_preset_name(run->preset));
    if (run->point != NULL)
        esc_json_set_text(object, "point", run->point);
    esc_json_set_hash(object, "seed", run->seed);
    esc_json_set_whole(object, "gogc", run->gogc);
    esc_json_set_whole(object, "rounds", run->rounds);
    esc_json_set_whole(object, "rounds_done", run->rounds_done);
    esc_json_set_flag(object, "interrupted", run->interrupted);
    esc_json_set_real(object, "wall_s", run->wall_s);
    esc_json_set_real(object, "timed_s", run->timed_s);
    esc_json_set_real(object, "build_s", run->build_s);
    json_object_set_new(object, "runtimes", esc_json_runtimes(run->runtimes));
    return object;
}

/* Adds `value` as a member, one line for each of its own members; takes the reference. */
static void add_object(struct esc_text *text, const char *indent, const char *key, json_t *value)
{
    esc_text_addf(text, ",\n%s\"%s\": ", indent, key);
    esc_json_add_members(text, value, indent);
    json_decref(value);
}

static void add_array(struct esc_text *text, const char *indent, const char *key, json_t *value)
{
    esc_text_addf(text, ",\n%s\"%s\": ", indent, key);
    esc_json_add_elements(text, value, indent);
    json_decref(value);
}

static json_t *gos_json(const struct esc_run *run)
{
    json_t *array = json_array();
    for (size_t i = 0; i < run->go_count; i++)
        json_array_append_new(array, esc_json_go(&run->gos[i]));
    return array;
}

static json_t *cases_json(const struct esc_run *run)
{
    json_t *array = json_array();
    for (size_t i = 0; i < run->case_count; i++)
        json_array_append_new(array, esc_json_case(&run->cases[i]));
    return array;
}

static json_t *variants_json(const struct esc_run *run)
{
    json_t *array = json_array();
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        json_t *object = esc_json_variant(variant, run->figures == NULL ? NULL : &run->figures[v]);
        esc_json_set_tally(object, &variant->tally, esc_variant_case(run, variant));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *pairs_json(const struct esc_run *run, const struct esc_pair *pairs, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, esc_json_pair(run, &pairs[i]));
    return array;
}

/* Samples are many and large: each is turned into text alone. */
static void add_samples(struct esc_text *text, const struct esc_run *run, bool light)
{
    esc_text_add(text, ",\n    \"samples\": [");
    for (size_t i = 0; i < run->record_count; i++) {
        struct esc_record shown = run->records[i];
        shown.cycle_count = light ? 0 : shown.cycle_count;
        shown.heap_count = light ? 0 : shown.heap_count;
        json_t *record = esc_json_record(&shown);
        esc_text_add(text, i > 0 ? ",\n      " : "\n      ");
        esc_json_add_line(text, record);
        json_decref(record);
    }
    esc_text_add(text, "\n    ]");
}

static void add_escapement(struct esc_text *text, const struct esc_run *run, bool light)
{
    const char *const indent = "    ";
    esc_text_addf(text, ",\n  \"escapement\": {\n    \"schema_version\": %d", ESC_RESULTS_VERSION);
    add_object(text, indent, "run", run_json(run));
    add_object(text, indent, "machine", esc_json_machine(&run->machine));
    add_array(text, indent, "gos", gos_json(run));
    add_array(text, indent, "cases", cases_json(run));
    add_array(text, indent, "variants", variants_json(run));
    add_array(text, indent, "pairs", pairs_json(run, run->pairs, run->pair_count));
    if (run->release_count > 0)
        add_array(text, indent, "releases", pairs_json(run, run->releases, run->release_count));
    add_object(text, indent, "gc", esc_json_columns());
    add_samples(text, run, light);
    esc_text_add(text, "\n  }");
}

static void add_results(struct esc_text *text, const struct esc_run *run, bool light)
{
    json_t *context = esc_context(run);
    esc_text_add(text, "{\n  \"context\": ");
    esc_json_add_members(text, context, "  ");
    json_decref(context);
    add_array(text, "  ", "benchmarks", esc_rows(run));
    add_escapement(text, run, light);
    esc_text_add(text, "\n}\n");
}

void esc_file_results(const struct esc_run *run, struct esc_text *text)
{
    add_results(text, run, false);
}

void esc_emit_results(const struct esc_run *run, bool light, struct esc_text *text)
{
    struct esc_plain plain = esc_plain_begin();
    add_results(text, run, light);
    esc_plain_end(&plain);
}
