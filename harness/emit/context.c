/*
 * Google Benchmark's context object. See files.h.
 */
#include "base/memory.h"
#include "emit/files.h"
#include "emit/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static json_t *caches(const struct esc_machine *machine)
{
    json_t *array = json_array();
    for (size_t i = 0; i < machine->cache_count; i++) {
        json_t *object = json_object();
        esc_json_set_text(object, "type", machine->caches[i].type);
        esc_json_set_whole(object, "level", machine->caches[i].level);
        esc_json_set_whole(object, "size", machine->caches[i].size_bytes);
        esc_json_set_whole(object, "num_sharing", machine->caches[i].num_sharing);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *load(const struct esc_machine *machine)
{
    json_t *array = json_array();
    for (int i = 0; i < 3; i++)
        json_array_append_new(array, json_real(machine->load[i]));
    return array;
}

static void set_number_text(json_t *object, const char *key, int64_t value)
{
    char *text = esc_format("%" PRId64, value);
    esc_json_set_text(object, key, text);
    free(text);
}

char *esc_releases_text(const struct esc_run *run)
{
    struct esc_text text = {0};
    for (size_t i = 0; i < run->go_count; i++)
        esc_text_addf(&text, "%s%s %s", i > 0 ? ", " : "", run->gos[i].version, run->gos[i].target);
    return text.length > 0 ? esc_text_take(&text) : NULL;
}

json_t *esc_context(const struct esc_run *run)
{
    const struct esc_machine *machine = &run->machine;
    json_t *context = json_object();
    esc_json_set_text(context, "date", run->started);
    esc_json_set_text(context, "host_name", machine->host);
    esc_json_set_text(context, "executable", "escapement");
    esc_json_set_whole(context, "num_cpus", machine->cpus);
    if (machine->mhz > 0)
        esc_json_set_whole(context, "mhz_per_cpu", (int64_t)lround(machine->mhz));
    if (machine->scaling >= 0)
        esc_json_set_flag(context, "cpu_scaling_enabled", machine->scaling > 0);
    json_object_set_new(context, "caches", caches(machine));
    json_object_set_new(context, "load_avg", load(machine));
    esc_json_set_text(context, "library_build_type", "release");
    esc_json_set_text(context, "compiler", machine->compiler);
    esc_json_set_text(context, "compiler_flags", machine->flags);
    esc_json_set_text(context, "cpu_model", machine->cpu);
    esc_json_set_text(context, "escapement_revision", machine->revision);
    esc_json_set_text(context, "escapement_version", machine->version);
    char *releases = esc_releases_text(run);
    esc_json_set_text(context, "go", releases);
    free(releases);
    set_number_text(context, "gogc", run->gogc);
    esc_json_set_text(context, "preset", esc_preset_name(run->preset));
    set_number_text(context, "rounds", run->rounds_done);
    esc_json_set_text(context, "run_id", run->id);
    char *seed = esc_format("%" PRIu64, run->seed);
    esc_json_set_text(context, "seed", seed);
    free(seed);
    return context;
}
