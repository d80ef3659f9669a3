/*
 * results.json -> run. A file is somebody else's until it was checked: every index is tested before
 * it is kept. See emit.h for the contract.
 */
#include "emit/emit.h"

#include "base/memory.h"
#include "emit/files.h"
#include "emit/format.h"
#include "emit/json.h"
#include "emit/pull.h"

#include <stdlib.h>
#include <string.h>

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
        if (good)
            esc_json_read_tally(json_array_get(array, v), esc_variant_case(run, variant),
                                &variant->tally);
    }
    return good;
}

static bool read_pairs_into(const json_t *array, const struct esc_run *run, struct esc_pair **pairs,
                            size_t *count)
{
    bool good = json_is_array(array);
    for (size_t i = 0; i < json_array_size(array) && good; i++) {
        *pairs = esc_grow(*pairs, count, sizeof **pairs);
        struct esc_pair *pair = &(*pairs)[i];
        good = esc_json_read_pair(json_array_get(array, i), pair) &&
               pair->base < run->variant_count && pair->other < run->variant_count;
    }
    return good;
}

static bool read_pairs(const json_t *array, struct esc_run *run)
{
    return read_pairs_into(array, run, &run->pairs, &run->pair_count);
}

/* Of runs with two releases of the Go model alone. */
static bool read_releases(const json_t *array, struct esc_run *run)
{
    return array == NULL || read_pairs_into(array, run, &run->releases, &run->release_count);
}

/* Samples are most of a file: each becomes a record when it is read, before it is known whether its
 * variant is there. */
static bool hold_samples(const struct esc_run *run)
{
    bool good = true;
    for (size_t i = 0; i < run->record_count && good; i++)
        good = run->records[i].variant < run->variant_count;
    return good;
}

static const struct {
    const char *key;
    bool (*read)(const json_t *value, struct esc_run *run);
} members[] = {
    {"run", read_run},           {"gos", read_gos},     {"cases", read_cases},
    {"variants", read_variants}, {"pairs", read_pairs}, {"releases", read_releases},
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

/* A file while it is read. */
struct reading {
    struct esc_run *run;
    json_t *members; /* of "escapement", without the samples */
    bool samples;    /* there are, and each is valid */
};

static bool read_sample(struct esc_pull *pull, const char *key, void *data)
{
    (void)key;
    struct reading *reading = data;
    struct esc_run *run = reading->run;
    json_t *value = esc_pull_value(pull);
    if (value == NULL)
        return false;
    run->records = esc_grow(run->records, &run->record_count, sizeof *run->records);
    reading->samples =
        esc_json_read_record(value, &run->records[run->record_count - 1]) && reading->samples;
    json_decref(value);
    return true;
}

static bool read_member(struct esc_pull *pull, const char *key, void *data)
{
    struct reading *reading = data;
    if (strcmp(key, "samples") == 0 && esc_pull_begins(pull, '[')) {
        reading->samples = true;
        return esc_pull_each(pull, read_sample, reading);
    }
    json_t *value = esc_pull_value(pull);
    return value != NULL && json_object_set_new(reading->members, key, value) == 0;
}

/* Google Benchmark's rows say again what the samples say. */
static bool read_root(struct esc_pull *pull, const char *key, void *data)
{
    if (key != NULL && strcmp(key, "escapement") == 0 && esc_pull_begins(pull, '{'))
        return esc_pull_each(pull, read_member, data);
    return esc_pull_skip(pull);
}

bool esc_file_read_results(const char *bytes, size_t length, const char *path, struct esc_run *run,
                           struct esc_error *error)
{
    struct esc_pull pull = {.bytes = bytes, .length = length};
    struct reading reading = {.run = run, .members = json_object()};
    bool good =
        (esc_pull_each(&pull, read_root, &reading) && esc_pull_end(&pull)) ||
        esc_error_add(error, path, pull.reason.line, "is not valid JSON: %s", pull.reason.text);
    good = good && read_members(reading.members, run, path, error) &&
           ((reading.samples && hold_samples(run)) ||
            esc_error_add(error, path, 0, "escapement.samples is missing or not valid"));
    json_decref(reading.members);
    return good;
}

/* "." of a path without a folder. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? esc_strdup(".") : esc_format("%.*s", (int)(slash - path), path);
}

bool esc_emit_read_file(const char *path, struct esc_run *run, struct esc_error *error)
{
    struct esc_text text = {0};
    run->folder = folder_of(path);
    bool good =
        esc_text_read(&text, path, error) &&
        esc_file_read_results(text.bytes == NULL ? "" : text.bytes, text.length, path, run, error);
    if (!good)
        esc_run_free(run);
    esc_text_free(&text);
    return good;
}

bool esc_emit_read(const char *folder, struct esc_run *run, struct esc_error *error)
{
    char *path = esc_format("%s/%s", folder, ESC_RESULTS_NAME);
    bool good = esc_emit_read_file(path, run, error);
    free(path);
    return good;
}
