/*
 * Releases of Go and lists of runtimes as JSON. See json.h.
 */
#include "emit/json.h"

#include <string.h>

json_t *esc_json_go(const struct esc_go *go)
{
    json_t *object = json_object();
    esc_json_set_text(object, "version", go->version);
    esc_json_set_text(object, "target", go->target);
    esc_json_set_whole(object, "minor", go->minor);
    esc_json_set_text(object, "command", go->command);
    return object;
}

bool esc_json_read_go(const json_t *object, struct esc_go *go)
{
    *go = (struct esc_go){.command = esc_json_get_text(object, "command"),
                          .version = esc_json_get_text(object, "version"),
                          .target = esc_json_get_text(object, "target"),
                          .minor = (int)esc_json_get_whole(object, "minor", 0)};
    return go->version != NULL && go->target != NULL && go->command != NULL;
}

json_t *esc_json_runtimes(const bool runtimes[ESC_RUNTIMES])
{
    json_t *array = json_array();
    for (int id = 0; id < ESC_RUNTIMES; id++)
        if (runtimes[id])
            json_array_append_new(array, json_string(esc_runtime_name((enum esc_runtime_id)id)));
    return array;
}

void esc_json_read_runtimes(const json_t *array, bool runtimes[ESC_RUNTIMES])
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *name = json_string_value(json_array_get(array, i));
        enum esc_runtime_id id;
        if (name != NULL && esc_runtime_find(name, &id))
            runtimes[id] = true;
    }
}
