/*
 * The machine record as JSON. See json.h.
 */
#include "base/memory.h"
#include "emit/json.h"

#include <string.h>

#define TEXT(member)                                                                               \
    {                                                                                              \
#member, offsetof(struct esc_machine, member)                                              \
    }

static const struct {
    const char *key;
    size_t offset;
} texts[] = {TEXT(host),  TEXT(cpu),      TEXT(kernel),  TEXT(os),      TEXT(compiler),
             TEXT(flags), TEXT(governor), TEXT(version), TEXT(revision)};

static char **text_at(const struct esc_machine *machine, size_t index)
{
    return (char **)((char *)machine + texts[index].offset);
}

/* 1 yes, 0 no, -1 unknown. */
static void set_tristate(json_t *object, const char *key, int value)
{
    if (value >= 0)
        esc_json_set_flag(object, key, value > 0);
}

static int get_tristate(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? json_is_true(value) : -1;
}

static json_t *findings(const struct esc_machine *machine)
{
    json_t *array = json_array();
    for (size_t i = 0; i < machine->finding_count; i++) {
        const struct esc_finding *finding = &machine->findings[i];
        json_t *object = json_object();
        esc_json_set_text(object, "state", esc_finding_word(finding->state));
        esc_json_set_text(object, "name", finding->name);
        esc_json_set_text(object, "value", finding->value);
        esc_json_set_text(object, "effect", finding->effect);
        esc_json_set_text(object, "remedy", finding->remedy);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *caches(const struct esc_machine *machine)
{
    json_t *array = json_array();
    for (size_t i = 0; i < machine->cache_count; i++) {
        const struct esc_cache *cache = &machine->caches[i];
        json_t *object = json_object();
        esc_json_set_text(object, "type", cache->type);
        esc_json_set_whole(object, "level", cache->level);
        esc_json_set_whole(object, "size", cache->size_bytes);
        esc_json_set_whole(object, "num_sharing", cache->num_sharing);
        json_array_append_new(array, object);
    }
    return array;
}

json_t *esc_json_machine(const struct esc_machine *machine)
{
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        esc_json_set_text(object, texts[i].key, *text_at(machine, i));
    if (machine->mhz > 0)
        esc_json_set_real(object, "mhz", machine->mhz);
    esc_json_set_whole(object, "cpus", machine->cpus);
    esc_json_set_count(object, "pinned_cpu", machine->pinned_cpu);
    set_tristate(object, "virtual_machine", machine->virtual_machine);
    set_tristate(object, "scaling", machine->scaling);
    json_t *load = json_array();
    for (int i = 0; i < 3; i++)
        json_array_append_new(load, json_real(machine->load[i]));
    json_object_set_new(object, "load", load);
    json_object_set_new(object, "caches", caches(machine));
    json_object_set_new(object, "findings", findings(machine));
    return object;
}

static enum esc_finding_state find_state(const char *word)
{
    enum esc_finding_state state = ESC_FINDING_OK;
    while (state < ESC_FINDING_UNKNOWN && (word == NULL || strcmp(esc_finding_word(state), word)))
        state++;
    return state;
}

static void read_findings(const json_t *array, struct esc_machine *machine)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *object = json_array_get(array, i);
        machine->findings =
            esc_grow(machine->findings, &machine->finding_count, sizeof *machine->findings);
        machine->findings[i] = (struct esc_finding){
            .state = find_state(json_string_value(json_object_get(object, "state"))),
            .name = esc_json_get_text(object, "name"),
            .value = esc_json_get_text(object, "value"),
            .effect = esc_json_get_text(object, "effect"),
            .remedy = esc_json_get_text(object, "remedy"),
        };
    }
}

static void read_caches(const json_t *array, struct esc_machine *machine)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *object = json_array_get(array, i);
        machine->caches = esc_grow(machine->caches, &machine->cache_count, sizeof *machine->caches);
        machine->caches[i] = (struct esc_cache){
            .type = esc_json_get_text(object, "type"),
            .level = (int)esc_json_get_whole(object, "level", 0),
            .size_bytes = esc_json_get_whole(object, "size", 0),
            .num_sharing = (int)esc_json_get_whole(object, "num_sharing", 0),
        };
    }
}

void esc_json_read_machine(const json_t *object, struct esc_machine *machine)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *text_at(machine, i) = esc_json_get_text(object, texts[i].key);
    machine->mhz = esc_json_get_real(object, "mhz", 0);
    machine->cpus = (int)esc_json_get_whole(object, "cpus", 0);
    machine->pinned_cpu = (int)esc_json_get_whole(object, "pinned_cpu", -1);
    machine->virtual_machine = get_tristate(object, "virtual_machine");
    machine->scaling = get_tristate(object, "scaling");
    const json_t *load = json_object_get(object, "load");
    for (size_t i = 0; i < 3; i++)
        machine->load[i] = json_number_value(json_array_get(load, i));
    read_caches(json_object_get(object, "caches"), machine);
    read_findings(json_object_get(object, "findings"), machine);
}
