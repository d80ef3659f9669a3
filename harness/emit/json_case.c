/*
 * A case as JSON, without its C and Go texts. See json.h.
 */
#include "base/memory.h"
#include "emit/emit.h"
#include "emit/json.h"

#include <float.h>
#include <stdlib.h>
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

static json_t *params_json(const struct esc_case *bench_case)
{
    json_t *array = json_array();
    for (size_t k = 0; k < bench_case->param_count; k++) {
        json_t *object = json_object();
        esc_json_set_text(object, "name", bench_case->params[k].name);
        esc_json_set_text(object, "label", bench_case->params[k].label);
        esc_json_set_text(object, "unit", units[bench_case->params[k].unit]);
        json_object_set_new(object, "values", values_json(&bench_case->params[k]));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *counters_json(const struct esc_case *bench_case)
{
    json_t *array = json_array();
    for (size_t k = 0; k < bench_case->counter_count; k++) {
        const struct esc_own_counter *counter = &bench_case->counters[k];
        json_t *object = json_object();
        esc_json_set_text(object, "name", counter->name);
        esc_json_set_text(object, "label", counter->label);
        esc_json_set_text(object, "unit", counter->unit);
        esc_json_set_text(object, "per", esc_counter_pers[counter->per]);
        esc_json_set_text(object, "better", esc_betters[counter->better]);
        json_array_append_new(array, object);
    }
    return array;
}

static void set_workload(json_t *point, const struct esc_workload *workload)
{
    if (!workload->known)
        return;
    esc_json_set_real(point, "live_bytes", workload->live_bytes);
    esc_json_set_real(point, "live_blocks", workload->live_blocks);
    if (workload->gogc >= 0)
        esc_json_set_whole(point, "gogc", workload->gogc);
}

static struct esc_workload get_workload(const json_t *point)
{
    return (struct esc_workload){
        .known = json_object_get(point, "live_bytes") != NULL,
        .live_bytes = esc_json_get_real(point, "live_bytes", 0),
        .live_blocks = esc_json_get_real(point, "live_blocks", 0),
        .gogc = (int)esc_json_get_whole(point, "gogc", -1),
    };
}

static json_t *points_json(const struct esc_case *bench_case)
{
    json_t *array = json_array();
    for (size_t i = 0; i < bench_case->point_count; i++) {
        json_t *object = json_object();
        esc_json_set_text(object, "name", bench_case->points[i].name);
        json_t *values = json_array();
        for (size_t k = 0; k < bench_case->param_count; k++)
            json_array_append_new(values,
                                  json_integer((json_int_t)bench_case->points[i].values[k]));
        json_object_set_new(object, "values", values);
        esc_json_set_flag(object, "quick", bench_case->points[i].quick);
        set_workload(object, &bench_case->points[i].workload);
        json_array_append_new(array, object);
    }
    return array;
}

/* One a point. */
static json_t *expect_json(const struct esc_case *bench_case, const struct esc_expectation *expect)
{
    json_t *array = json_array();
    for (size_t i = 0; expect != NULL && i < bench_case->point_count; i++) {
        json_t *object = json_object();
        esc_json_set_known(object, "allocs", expect[i].allocs);
        esc_json_set_known(object, "bytes", expect[i].bytes);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *texts_json(char *const *texts, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, esc_json_text(texts[i]));
    return array;
}

/* What later releases do otherwise. */
static json_t *changes_json(const struct esc_case *bench_case, const struct esc_since *list,
                            size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        esc_json_set_whole(object, "minor", list[i].minor);
        if (list[i].before != 0)
            esc_json_set_whole(object, "before", list[i].before);
        esc_json_set_text(object, "because", list[i].because);
        esc_json_set_text(object, "cause", list[i].cause);
        if (list[i].expect != NULL)
            json_object_set_new(object, "expect", expect_json(bench_case, list[i].expect));
        if (list[i].escape_count > 0)
            json_object_set_new(object, "escapes",
                                texts_json(list[i].escapes, list[i].escape_count));
        if (list[i].slack > 0)
            esc_json_set_real(object, "slack", list[i].slack);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *strategies_json(const struct esc_case *bench_case)
{
    json_t *array = json_array();
    for (size_t i = 0; i < bench_case->strategy_count; i++) {
        const struct esc_strategy *strategy = &bench_case->strategies[i];
        json_t *object = json_object();
        esc_json_set_text(object, "name", strategy->name);
        esc_json_set_text(object, "place", places[strategy->place]);
        esc_json_set_flag(object, "remedy", strategy->remedy);
        json_object_set_new(object, "expect", expect_json(bench_case, strategy->expect));
        json_object_set_new(object, "escapes",
                            texts_json(strategy->escapes, strategy->escape_count));
        if (strategy->since_count > 0)
            json_object_set_new(object, "since",
                                changes_json(bench_case, strategy->since, strategy->since_count));
        json_array_append_new(array, object);
    }
    return array;
}

json_t *esc_json_case(const struct esc_case *bench_case)
{
    json_t *object = json_object();
    esc_json_set_text(object, "name", bench_case->name);
    esc_json_set_text(object, "path", bench_case->path);
    esc_json_set_whole(object, "line", bench_case->line);
    if (bench_case->text_hash != 0)
        esc_json_set_hash(object, "text_hash", bench_case->text_hash);
    esc_json_set_text(object, "title", bench_case->title);
    json_object_set_new(object, "tags", texts_json(bench_case->tags, bench_case->tag_count));
    esc_json_set_text(object, "question", bench_case->question);
    esc_json_set_text(object, "because", bench_case->because);
    esc_json_set_text(object, "remedy", bench_case->remedy);
    esc_json_set_flag(object, "control", bench_case->control);
    esc_json_set_text(object, "differs", bench_case->differs);
    esc_json_set_real(object, "tolerance", bench_case->tolerance);
    esc_json_set_whole(object, "threads", bench_case->threads);
    json_object_set_new(object, "runtimes", esc_json_runtimes(bench_case->runtimes));
    json_object_set_new(object, "counters", counters_json(bench_case));
    json_object_set_new(object, "params", params_json(bench_case));
    json_object_set_new(object, "points", points_json(bench_case));
    json_object_set_new(object, "strategies", strategies_json(bench_case));
    if (bench_case->since_count > 0)
        json_object_set_new(object, "since",
                            changes_json(bench_case, bench_case->since, bench_case->since_count));
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

static void read_params(const json_t *array, struct esc_case *bench_case)
{
    for (size_t k = 0; k < json_array_size(array); k++) {
        const json_t *object = json_array_get(array, k);
        const char *unit = json_string_value(json_object_get(object, "unit"));
        bench_case->params =
            esc_grow(bench_case->params, &bench_case->param_count, sizeof *bench_case->params);
        struct esc_param *param = &bench_case->params[k];
        param->name = esc_json_get_text(object, "name");
        param->label = esc_json_get_text(object, "label");
        param->unit = (enum esc_unit)find_word(units, 3, unit);
        read_values(json_object_get(object, "values"), param);
    }
}

/* No more than a case may have. */
static void read_counters(const json_t *array, struct esc_case *bench_case)
{
    for (size_t k = 0; k < json_array_size(array) && k < ESC_COUNTERS_MOST; k++) {
        const json_t *object = json_array_get(array, k);
        const char *per = json_string_value(json_object_get(object, "per"));
        const char *better = json_string_value(json_object_get(object, "better"));
        bench_case->counters = esc_grow(bench_case->counters, &bench_case->counter_count,
                                        sizeof *bench_case->counters);
        bench_case->counters[k] = (struct esc_own_counter){
            .name = esc_json_get_text(object, "name"),
            .label = esc_json_get_text(object, "label"),
            .unit = esc_json_get_text(object, "unit"),
            .per = (enum esc_counter_per)find_word(esc_counter_pers, ESC_COUNTER_PERS, per),
            .better = (enum esc_better)find_word(esc_betters, ESC_BETTERS, better),
        };
    }
}

static bool counters_are_named(const struct esc_case *bench_case)
{
    for (size_t k = 0; k < bench_case->counter_count; k++)
        if (bench_case->counters[k].name == NULL || bench_case->counters[k].label == NULL)
            return false;
    return true;
}

static bool read_point(const json_t *object, const struct esc_case *bench_case,
                       struct esc_point *point)
{
    const json_t *values = json_object_get(object, "values");
    point->name = esc_json_get_text(object, "name");
    point->quick = esc_json_get_flag(object, "quick");
    point->workload = get_workload(object);
    point->values = esc_calloc(bench_case->param_count, sizeof *point->values);
    if (point->name == NULL || json_array_size(values) != bench_case->param_count)
        return false;
    for (size_t k = 0; k < bench_case->param_count; k++) {
        json_int_t index = json_integer_value(json_array_get(values, k));
        if (index < 0 || (size_t)index >= bench_case->params[k].count)
            return false;
        point->values[k] = (size_t)index;
    }
    return true;
}

static bool read_points(const json_t *array, struct esc_case *bench_case)
{
    bool good = json_array_size(array) > 0;
    for (size_t i = 0; i < json_array_size(array) && good; i++) {
        bench_case->points =
            esc_grow(bench_case->points, &bench_case->point_count, sizeof *bench_case->points);
        good = read_point(json_array_get(array, i), bench_case, &bench_case->points[i]);
    }
    return good;
}

/* What is no text becomes an empty one. */
static char **read_texts(const json_t *array, size_t *count)
{
    char **texts = NULL;
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *text = json_string_value(json_array_get(array, i));
        texts = esc_grow(texts, count, sizeof *texts);
        texts[i] = esc_strdup(text == NULL ? "" : text);
    }
    return texts;
}

static struct esc_expectation *read_expect(const json_t *array, const struct esc_case *bench_case)
{
    struct esc_expectation *expect = esc_calloc(bench_case->point_count, sizeof *expect);
    for (size_t i = 0; i < bench_case->point_count; i++)
        expect[i] = (struct esc_expectation){
            .allocs = esc_json_get_real(json_array_get(array, i), "allocs", -1),
            .bytes = esc_json_get_real(json_array_get(array, i), "bytes", -1),
        };
    return expect;
}

/* "" where there is none. */
static char *get_words(const json_t *object, const char *key)
{
    char *words = esc_json_get_text(object, key);
    return words != NULL ? words : esc_strdup("");
}

/* Runs from before it was written have none. */
static struct esc_since *read_changes(const json_t *array, const struct esc_case *bench_case,
                                      size_t *count)
{
    struct esc_since *list = NULL;
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *object = json_array_get(array, i);
        const json_t *expect = json_object_get(object, "expect");
        list = esc_grow(list, count, sizeof *list);
        list[i].minor = (int)esc_json_get_whole(object, "minor", 0);
        list[i].before = (int)esc_json_get_whole(object, "before", 0);
        list[i].because = get_words(object, "because");
        list[i].cause = get_words(object, "cause");
        list[i].expect = expect != NULL ? read_expect(expect, bench_case) : NULL;
        list[i].escapes = read_texts(json_object_get(object, "escapes"), &list[i].escape_count);
        list[i].slack = esc_json_get_real(object, "slack", 0);
    }
    return list;
}

static void read_strategy(const json_t *object, const struct esc_case *bench_case, size_t index,
                          struct esc_strategy *strategy)
{
    strategy->name = esc_json_get_text(object, "name");
    strategy->place =
        (enum esc_place)find_word(places, 2, json_string_value(json_object_get(object, "place")));
    /* Runs from before there was the flag drew all further strategies as remedies. */
    strategy->remedy =
        json_object_get(object, "remedy") != NULL ? esc_json_get_flag(object, "remedy") : index > 1;
    strategy->expect = read_expect(json_object_get(object, "expect"), bench_case);
    strategy->escapes = read_texts(json_object_get(object, "escapes"), &strategy->escape_count);
    strategy->since =
        read_changes(json_object_get(object, "since"), bench_case, &strategy->since_count);
}

static bool read_case_changes(const json_t *array, struct esc_case *bench_case)
{
    bench_case->since = read_changes(array, bench_case, &bench_case->since_count);
    return true;
}

static bool read_strategies(const json_t *array, struct esc_case *bench_case)
{
    bool named = json_array_size(array) > 0;
    for (size_t i = 0; i < json_array_size(array); i++) {
        bench_case->strategies = esc_grow(bench_case->strategies, &bench_case->strategy_count,
                                          sizeof *bench_case->strategies);
        read_strategy(json_array_get(array, i), bench_case, i, &bench_case->strategies[i]);
        named = named && bench_case->strategies[i].name != NULL;
    }
    return named;
}

static bool params_are_named(const struct esc_case *bench_case)
{
    for (size_t k = 0; k < bench_case->param_count; k++) {
        if (bench_case->params[k].name == NULL || bench_case->params[k].label == NULL)
            return false;
        for (size_t i = 0; i < bench_case->params[k].count; i++)
            if (bench_case->params[k].values[i].text == NULL)
                return false;
    }
    return true;
}

bool esc_json_read_case(const json_t *object, struct esc_case *bench_case)
{
    bench_case->name = esc_json_get_text(object, "name");
    bench_case->path = esc_json_get_text(object, "path");
    bench_case->line = (int)esc_json_get_whole(object, "line", 0);
    bench_case->text_hash = esc_json_get_hash(object, "text_hash");
    bench_case->title = esc_json_get_text(object, "title");
    bench_case->tags = read_texts(json_object_get(object, "tags"), &bench_case->tag_count);
    bench_case->question = esc_json_get_text(object, "question");
    bench_case->because = esc_json_get_text(object, "because");
    bench_case->remedy = esc_json_get_text(object, "remedy");
    bench_case->control = esc_json_get_flag(object, "control");
    bench_case->differs = esc_json_get_text(object, "differs");
    bench_case->tolerance = esc_json_get_real(object, "tolerance", 0);
    bench_case->threads = (unsigned)esc_json_get_whole(object, "threads", 1);
    esc_json_read_runtimes(json_object_get(object, "runtimes"), bench_case->runtimes);
    read_counters(json_object_get(object, "counters"), bench_case);
    read_params(json_object_get(object, "params"), bench_case);
    return bench_case->name != NULL && counters_are_named(bench_case) &&
           params_are_named(bench_case) &&
           read_points(json_object_get(object, "points"), bench_case) &&
           read_case_changes(json_object_get(object, "since"), bench_case) &&
           read_strategies(json_object_get(object, "strategies"), bench_case);
}

void esc_emit_case(const struct esc_case *bench_case, const double expected_s[ESC_PRESETS],
                   FILE *out)
{
    json_t *object = esc_json_case(bench_case);
    json_t *expected = json_object();
    for (int preset = 0; preset < ESC_PRESETS; preset++)
        if (expected_s[preset] >= 0)
            esc_json_set_real(expected, esc_preset_name((enum esc_preset)preset),
                              expected_s[preset]);
    json_object_set_new(object, "expected_s", expected);
    /* DBL_DIG: counts of bytes are whole, and a tolerance of 0.02 stays 0.02 */
    char *line = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(DBL_DIG));
    fputs(line, out);
    free(line);
    json_decref(object);
}
