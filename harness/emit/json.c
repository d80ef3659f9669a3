/*
 * Members of JSON objects and their layout. See json.h for the contracts.
 */
#include "emit/json.h"

#include "base/memory.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

json_t *esc_json_text(const char *value)
{
    json_t *text = json_string(value);
    if (text != NULL)
        return text;
    char *ascii = esc_strdup(value);
    for (char *byte = ascii; *byte != '\0'; byte++)
        if ((unsigned char)*byte >= 0x80)
            *byte = '?';
    text = json_string(ascii);
    free(ascii);
    return text;
}

void esc_json_set_text(json_t *object, const char *key, const char *value)
{
    if (value != NULL)
        json_object_set_new(object, key, esc_json_text(value));
}

void esc_json_set_whole(json_t *object, const char *key, int64_t value)
{
    json_object_set_new(object, key, json_integer(value));
}

void esc_json_set_count(json_t *object, const char *key, int64_t value)
{
    if (value >= 0)
        esc_json_set_whole(object, key, value);
}

void esc_json_set_real(json_t *object, const char *key, double value)
{
    if (isfinite(value))
        json_object_set_new(object, key, json_real(value));
}

void esc_json_set_known(json_t *object, const char *key, double value)
{
    if (value >= 0)
        esc_json_set_real(object, key, value);
}

void esc_json_set_flag(json_t *object, const char *key, bool value)
{
    json_object_set_new(object, key, json_boolean(value));
}

void esc_json_set_hash(json_t *object, const char *key, uint64_t value)
{
    json_object_set_new(object, key, json_sprintf("0x%016" PRIx64, value));
}

char *esc_json_get_text(const json_t *object, const char *key)
{
    return esc_strdup(json_string_value(json_object_get(object, key)));
}

int64_t esc_json_get_whole(const json_t *object, const char *key, int64_t missing)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : missing;
}

double esc_json_get_real(const json_t *object, const char *key, double missing)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : missing;
}

bool esc_json_get_flag(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

uint64_t esc_json_get_hash(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? 0 : strtoull(text, NULL, 16);
}

void esc_json_add_line(struct esc_text *text, const json_t *value)
{
    char *line = json_dumps(value, JSON_ENCODE_ANY);
    esc_text_add(text, line == NULL ? "null" : line);
    free(line);
}

void esc_json_add_members(struct esc_text *text, const json_t *object, const char *indent)
{
    const char *key;
    json_t *value;
    const char *before = "";
    esc_text_add(text, "{");
    json_object_foreach((json_t *)object, key, value)
    {
        esc_text_addf(text, "%s\n%s  \"%s\": ", before, indent, key);
        esc_json_add_line(text, value);
        before = ",";
    }
    esc_text_addf(text, "\n%s}", indent);
}

void esc_json_add_elements(struct esc_text *text, const json_t *array, const char *indent)
{
    esc_text_add(text, "[");
    for (size_t i = 0; i < json_array_size(array); i++) {
        esc_text_addf(text, "%s\n%s  ", i > 0 ? "," : "", indent);
        esc_json_add_line(text, json_array_get(array, i));
    }
    esc_text_addf(text, "\n%s]", indent);
}
