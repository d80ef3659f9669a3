/*
 * A file of `why --json`, read. See why_read.h for the contracts.
 */
#include "emit/why_read.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/json.h"
#include "emit/why.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static bool leaves(const json_t *value)
{
    const char *verdict = json_string_value(json_object_get(value, "verdict"));
    return verdict != NULL &&
           (strcmp(verdict, "moved to heap") == 0 || strcmp(verdict, "escapes to heap") == 0);
}

static bool read_value(const json_t *object, struct esc_past *past)
{
    const json_t *at = json_object_get(object, "at");
    const int64_t line = esc_json_get_whole(at, "line", 0);
    if (!leaves(object))
        return json_is_object(object);
    past->list = esc_grow(past->list, &past->count, sizeof *past->list);
    struct esc_past_value *value = &past->list[past->count - 1];
    value->name = esc_json_get_text(object, "name");
    value->function = esc_json_get_text(object, "function");
    value->file = esc_json_get_text(at, "file");
    value->line = line >= 0 && line <= INT_MAX ? (int)line : 0;
    return value->name != NULL && value->file != NULL;
}

static bool is_ours(const json_t *root)
{
    const char *kind = json_string_value(json_object_get(root, "escapement"));
    return kind != NULL && strcmp(kind, "why") == 0 &&
           esc_json_get_whole(root, "schema_version", 0) == ESC_WHY_VERSION;
}

static bool read_values(const json_t *root, struct esc_past *past)
{
    const json_t *values = json_object_get(root, "values");
    bool good = json_is_array(values);
    for (size_t k = 0; good && k < json_array_size(values); k++)
        good = read_value(json_array_get(values, k), past);
    past->go = esc_json_get_text(root, "go");
    return good;
}

bool esc_past_read(const char *path, struct esc_past *past, struct esc_error *error)
{
    struct esc_text text = {0};
    json_error_t reason;
    if (!esc_text_read(&text, path, error))
        return false;
    json_t *root = json_loadb(text.bytes != NULL ? text.bytes : "", text.length, 0, &reason);
    bool good = root != NULL;
    if (!good)
        esc_error_add(error, path, reason.line, "is not JSON: %s", reason.text);
    else if (!is_ours(root) || !read_values(root, past))
        good =
            esc_error_add(error, path, 0, "is no file of why --json, version %d", ESC_WHY_VERSION);
    if (!good) {
        esc_error_hint(error, "make one of the old code: make why FILE=... ARGS=--json > old.json");
        esc_past_free(past);
    }
    json_decref(root);
    esc_text_free(&text);
    return good;
}

void esc_past_free(struct esc_past *past)
{
    for (size_t k = 0; k < past->count; k++) {
        free(past->list[k].name);
        free(past->list[k].function);
        free(past->list[k].file);
    }
    free(past->list);
    free(past->go);
    *past = (struct esc_past){0};
}
