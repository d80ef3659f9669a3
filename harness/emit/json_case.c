/*
 * A case as JSON, without its C and Go texts. See json.h.
 */
#include "base/memory.h"
#include "emit/json.h"

#include <string.h>

static const char *const units[] = {"none", "bytes", "count"};
static const char *const places[] = {"stack", "heap"};

/* The index of `word`; 0 when it is none of them. */
static size_t find_word(const char *const *words, size_t count, const char *word)
{
    for (size_t index = 0; word != NULL && index < count; index++)
        if (strcmp(words[index], word) == 0)
            return index;
    return 0;
}

static json_t *values_json(const struct esc_param *param)
{
    json_t *array = json_array();
    for (size_t i = 0; i < param->count; i++) {
        json_t *object = json_object();
        esc_json_set_text(object, "text", param->values[i].text);
        esc_json_set_whole(object, "number", param->values[i].number);
        esc_json_set_flag(object, "word", param->values[i].is_word);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *params_json(const struct esc_case *item)
{
    json_t *array = json_array();
    for (size_t k = 0; k < item->param_count; k++) {
        json_t *object = json_object();
        esc_json_set_text(object, "name", item->params[k].name);
        esc_json_set_text(object, "label", item->params[k].label);
        esc_json_set_text(object, "unit", units[item->params[k].unit]);
        json_object_set_new(object, "values", values_json(&item->params[k]));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *points_json(const struct esc_case *item)
{
    json_t *array = json_array();
    for (size_t i = 0; i < item->point_count; i++) {
        json_t *object = json_object();
        esc_json_set_text(object, "name", item->points[i].name);
        json_t *values = json_array();
        for (size_t k = 0; k < item->param_count; k++)
            json_array_append_new(values, json_integer((json_int_t)item->points[i].values[k]));
        json_object_set_new(object, "values", values);
        esc_json_set_flag(object, "quick", item->points[i].quick);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *expect_json(const struct esc_case *item, const struct esc_strategy *strategy)
{
    json_t *array = json_array();
    for (size_t i = 0; strategy->expect != NULL && i < item->point_count; i++) {
        json_t *object = json_object();
        esc_json_set_known(object, "allocs", strategy->expect[i].allocs);
        esc_json_set_known(object, "bytes", strategy->expect[i].bytes);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *strategies_json(const struct esc_case *item)
{
    json_t *array = json_array();
    for (size_t i = 0; i < item->strategy_count; i++) {
        const struct esc_strategy *strategy = &item->strategies[i];
        json_t *object = json_object();
        esc_json_set_text(object, "name", strategy->name);
        esc_json_set_text(object, "place", places[strategy->place]);
        json_object_set_new(object, "expect", expect_json(item, strategy));
        json_t *escapes = json_array();
        for (size_t e = 0; e < strategy->escape_count; e++)
            json_array_append_new(escapes, esc_json_text(strategy->escapes[e]));
        json_object_set_new(object, "escapes", escapes);
        json_array_append_new(array, object);
    }
    return array;
}

json_t *esc_json_case(const struct esc_case *item)
{
    json_t *object = json_object();
    esc_json_set_text(object, "name", item->name);
    esc_json_set_text(object, "path", item->path);
    esc_json_set_whole(object, "line", item->line);
    esc_json_set_text(object, "title", item->title);
    esc_json_set_text(object, "question", item->question);
    esc_json_set_text(object, "because", item->because);
    esc_json_set_text(object, "remedy", item->remedy);
    esc_json_set_flag(object, "control", item->control);
    esc_json_set_real(object, "tolerance", item->tolerance);
    esc_json_set_whole(object, "threads", item->threads);
    json_object_set_new(object, "runtimes", esc_json_runtimes(item->runtimes));
    json_object_set_new(object, "params", params_json(item));
    json_object_set_new(object, "points", points_json(item));
    json_object_set_new(object, "strategies", strategies_json(item));
    return object;
}

static void read_values(const json_t *array, struct esc_param *param)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *object = json_array_get(array, i);
        param->values = esc_grow(param->values, &param->count, sizeof *param->values);
        param->values[i] = (struct esc_value){
            .text = esc_json_get_text(object, "text"),
            .number = esc_json_get_whole(object, "number", 0),
            .is_word = esc_json_get_flag(object, "word"),
        };
    }
}

static void read_params(const json_t *array, struct esc_case *item)
{
    for (size_t k = 0; k < json_array_size(array); k++) {
        const json_t *object = json_array_get(array, k);
        const char *unit = json_string_value(json_object_get(object, "unit"));
        item->params = esc_grow(item->params, &item->param_count, sizeof *item->params);
        struct esc_param *param = &item->params[k];
        param->name = esc_json_get_text(object, "name");
        param->label = esc_json_get_text(object, "label");
        param->unit = (enum esc_unit)find_word(units, 3, unit);
        read_values(json_object_get(object, "values"), param);
    }
}

static bool read_point(const json_t *object, const struct esc_case *item, struct esc_point *point)
{
    const json_t *values = json_object_get(object, "values");
    point->name = esc_json_get_text(object, "name");
    point->quick = esc_json_get_flag(object, "quick");
    point->values = esc_calloc(item->param_count, sizeof *point->values);
    if (point->name == NULL || json_array_size(values) != item->param_count)
        return false;
    for (size_t k = 0; k < item->param_count; k++) {
        json_int_t index = json_integer_value(json_array_get(values, k));
        if (index < 0 || (size_t)index >= item->params[k].count)
            return false;
        point->values[k] = (size_t)index;
    }
    return true;
}

static bool read_points(const json_t *array, struct esc_case *item)
{
    bool good = json_array_size(array) > 0;
    for (size_t i = 0; i < json_array_size(array) && good; i++) {
        item->points = esc_grow(item->points, &item->point_count, sizeof *item->points);
        good = read_point(json_array_get(array, i), item, &item->points[i]);
    }
    return good;
}

static void read_strategy(const json_t *object, const struct esc_case *item,
                          struct esc_strategy *strategy)
{
    const json_t *expect = json_object_get(object, "expect");
    const json_t *escapes = json_object_get(object, "escapes");
    strategy->name = esc_json_get_text(object, "name");
    strategy->place =
        (enum esc_place)find_word(places, 2, json_string_value(json_object_get(object, "place")));
    strategy->expect = esc_calloc(item->point_count, sizeof *strategy->expect);
    for (size_t i = 0; i < item->point_count; i++)
        strategy->expect[i] = (struct esc_expectation){
            .allocs = esc_json_get_real(json_array_get(expect, i), "allocs", -1),
            .bytes = esc_json_get_real(json_array_get(expect, i), "bytes", -1),
        };
    for (size_t e = 0; e < json_array_size(escapes); e++) {
        const char *line = json_string_value(json_array_get(escapes, e));
        strategy->escapes =
            esc_grow(strategy->escapes, &strategy->escape_count, sizeof *strategy->escapes);
        strategy->escapes[e] = esc_strdup(line == NULL ? "" : line);
    }
}

static bool read_strategies(const json_t *array, struct esc_case *item)
{
    bool named = json_array_size(array) > 0;
    for (size_t i = 0; i < json_array_size(array); i++) {
        item->strategies =
            esc_grow(item->strategies, &item->strategy_count, sizeof *item->strategies);
        read_strategy(json_array_get(array, i), item, &item->strategies[i]);
        named = named && item->strategies[i].name != NULL;
    }
    return named;
}

static bool params_are_named(const struct esc_case *item)
{
    for (size_t k = 0; k < item->param_count; k++) {
        if (item->params[k].name == NULL || item->params[k].label == NULL)
            return false;
        for (size_t i = 0; i < item->params[k].count; i++)
            if (item->params[k].values[i].text == NULL)
                return false;
    }
    return true;
}

bool esc_json_read_case(const json_t *object, struct esc_case *item)
{
    item->name = esc_json_get_text(object, "name");
    item->path = esc_json_get_text(object, "path");
    item->line = (int)esc_json_get_whole(object, "line", 0);
    item->title = esc_json_get_text(object, "title");
    item->question = esc_json_get_text(object, "question");
    item->because = esc_json_get_text(object, "because");
    item->remedy = esc_json_get_text(object, "remedy");
    item->control = esc_json_get_flag(object, "control");
    item->tolerance = esc_json_get_real(object, "tolerance", 0);
    item->threads = (unsigned)esc_json_get_whole(object, "threads", 1);
    esc_json_read_runtimes(json_object_get(object, "runtimes"), item->runtimes);
    read_params(json_object_get(object, "params"), item);
    return item->name != NULL && params_are_named(item) &&
           read_points(json_object_get(object, "points"), item) &&
           read_strategies(json_object_get(object, "strategies"), item);
}
