/*
 * results.json -> run. A file is somebody else's until it was checked: every index is tested before
 * it is kept. See emit.h for the contract.
 */
#include "emit/emit.h"

#include "base/memory.h"
#include "emit/files.h"
#include "emit/format.h"
#include "emit/json.h"

#include <stdlib.h>

static bool read_run(const json_t *object, struct esc_run *run)
{
    const char *preset = json_string_value(json_object_get(object, "preset"));
    run->id = esc_json_get_text(object, "id");
    run->started = esc_json_get_text(object, "started");
    run->point = esc_json_get_text(object, "point");
    run->seed = esc_json_get_hash(object, "seed");
    run->gogc = (int)esc_json_get_whole(object, "gogc", 100);
    run->rounds = (uint32_t)esc_json_get_whole(object, "rounds", 0);
    run->rounds_done = (uint32_t)esc_json_get_whole(object, "rounds_done", 0);
    run->interrupted = esc_json_get_flag(object, "interrupted");
    run->wall_s = esc_json_get_real(object, "wall_s", 0);
    run->timed_s = esc_json_get_real(object, "timed_s", 0);
    run->build_s = esc_json_get_real(object, "build_s", 0);
    esc_json_read_runtimes(json_object_get(object, "runtimes"), run->runtimes);
    return run->id != NULL && preset != NULL && esc_preset_find(preset, &run->preset);
}

/* Runs from before there was real Go have none. */
static bool read_gos(const json_t *array, struct esc_run *run)
{
    bool good = array == NULL || json_is_array(array);
    for (size_t i = 0; i < json_array_size(array) && good; i++) {
        run->gos = esc_grow(run->gos, &run->go_count, sizeof *run->gos);
        good = esc_json_read_go(json_array_get(array, i), &run->gos[i]);
    }
    return good;
}

static bool read_cases(const json_t *array, struct esc_run *run)
{
    bool good = json_is_array(array);
    for (size_t i = 0; i < json_array_size(array) && good; i++) {
        run->cases = esc_grow(run->cases, &run->case_count, sizeof *run->cases);
        good = esc_json_read_case(json_array_get(array, i), &run->cases[i]);
    }
    return good;
}

static bool read_variants(const json_t *array, struct esc_run *run)
{
    bool good = json_is_array(array);
    run->figures = esc_calloc(json_array_size(array), sizeof *run->figures);
    for (size_t v = 0; v < json_array_size(array) && good; v++) {
        run->variants = esc_grow(run->variants, &run->variant_count, sizeof *run->variants);
        struct esc_variant *variant = &run->variants[v];
        good = esc_json_read_variant(json_array_get(array, v), variant, &run->figures[v]) &&
               esc_json_holds(run, variant);
    }
    return good;
}

static bool read_pairs(const json_t *array, struct esc_run *run)
{
    bool good = json_is_array(array);
    for (size_t i = 0; i < json_array_size(array) && good; i++) {
        run->pairs = esc_grow(run->pairs, &run->pair_count, sizeof *run->pairs);
        good = esc_json_read_pair(json_array_get(array, i), &run->pairs[i]) &&
               run->pairs[i].base < run->variant_count && run->pairs[i].other < run->variant_count;
    }
    return good;
}

static bool read_samples(const json_t *array, struct esc_run *run)
{
    bool good = json_is_array(array);
    for (size_t i = 0; i < json_array_size(array) && good; i++) {
        run->records = esc_grow(run->records, &run->record_count, sizeof *run->records);
        good = esc_json_read_record(json_array_get(array, i), &run->records[i]) &&
               run->records[i].variant < run->variant_count;
    }
    return good;
}

static const struct {
    const char *key;
    bool (*read)(const json_t *value, struct esc_run *run);
} members[] = {
    {"run", read_run},           {"gos", read_gos},     {"cases", read_cases},
    {"variants", read_variants}, {"pairs", read_pairs}, {"samples", read_samples},
};

static bool read_members(const json_t *object, struct esc_run *run, const char *path,
                         struct esc_error *error)
{
    int64_t version = esc_json_get_whole(object, "schema_version", 0);
    if (version == 0)
        return esc_error_add(error, path, 0, "is not a results file of escapement");
    if (version != ESC_RESULTS_VERSION)
        return esc_error_add(error, path, 0, "has schema version %lld; this escapement reads %d",
                             (long long)version, ESC_RESULTS_VERSION);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (!members[i].read(json_object_get(object, members[i].key), run))
            return esc_error_add(error, path, 0, "escapement.%s is missing or not valid",
                                 members[i].key);
    esc_json_read_machine(json_object_get(object, "machine"), &run->machine);
    return true;
}

bool esc_file_read_results(const char *bytes, size_t length, const char *path, struct esc_run *run,
                           struct esc_error *error)
{
    json_error_t reason = {0};
    json_t *root = json_loadb(bytes, length, 0, &reason);
    bool good = root != NULL ||
                esc_error_add(error, path, reason.line, "is not valid JSON: %s", reason.text);
    good = good && read_members(json_object_get(root, "escapement"), run, path, error);
    json_decref(root);
    return good;
}

bool esc_emit_read(const char *folder, struct esc_run *run, struct esc_error *error)
{
    struct esc_text text = {0};
    char *path = esc_format("%s/%s", folder, ESC_RESULTS_NAME);
    run->folder = esc_strdup(folder);
    bool good =
        esc_text_read(&text, path, error) &&
        esc_file_read_results(text.bytes == NULL ? "" : text.bytes, text.length, path, run, error);
    if (!good)
        esc_run_free(run);
    esc_text_free(&text);
    free(path);
    return good;
}
