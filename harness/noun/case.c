/*
 * A case as plain data: look-ups and clean-up. See case.h for the contracts.
 */
#include "noun/case.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

const char *const esc_counter_pers[ESC_COUNTER_PERS] = {"value", "operation", "second"};
const char *const esc_betters[ESC_BETTERS] = {"neither", "lower", "higher"};

int esc_source_last_line(const struct esc_source *source)
{
    int line = source->line;
    for (const char *at = source->text; at != NULL && (at = strchr(at, '\n')) != NULL; at++)
        line++;
    return line;
}

bool esc_source_has_line(const struct esc_source *source, int line)
{
    return source->text != NULL && line >= source->line && line <= esc_source_last_line(source);
}

unsigned esc_case_threads(const struct esc_case *bench_case, const struct esc_point *point)
{
    for (size_t k = 0; k < bench_case->param_count; k++) {
        const struct esc_param *param = &bench_case->params[k];
        if (strcmp(param->name, "threads") == 0)
            return (unsigned)param->values[point->values[k]].number;
    }
    return bench_case->threads > 0 ? bench_case->threads : 1;
}

bool esc_case_has_tag(const struct esc_case *bench_case, const char *tag)
{
    for (size_t i = 0; i < bench_case->tag_count; i++)
        if (strcmp(bench_case->tags[i], tag) == 0)
            return true;
    return false;
}

const struct esc_strategy *esc_case_strategy(const struct esc_case *bench_case, const char *name)
{
    for (size_t i = 0; i < bench_case->strategy_count; i++)
        if (strcmp(bench_case->strategies[i].name, name) == 0)
            return &bench_case->strategies[i];
    return NULL;
}

/* The last change of the release that speaks of it; NULL: none does, Go 1.19's word holds. */
static const struct esc_since *last_change(const struct esc_strategy *strategy, size_t point,
                                           int minor, bool bytes)
{
    const struct esc_since *last = NULL;
    for (size_t i = 0; i < strategy->since_count; i++) {
        const struct esc_since *since = &strategy->since[i];
        bool has = minor >= since->minor && (since->before == 0 || minor < since->before);
        if (!has || since->expect == NULL)
            continue;
        double figure = bytes ? since->expect[point].bytes : since->expect[point].allocs;
        last = figure < 0 ? last : since;
    }
    return last;
}

double esc_strategy_allocs(const struct esc_strategy *strategy, size_t point, int minor,
                           double *slack)
{
    const struct esc_since *since = last_change(strategy, point, minor, false);
    *slack = since != NULL ? since->slack : 0;
    return since != NULL ? since->expect[point].allocs : strategy->expect[point].allocs;
}

double esc_strategy_bytes(const struct esc_strategy *strategy, size_t point, int minor)
{
    const struct esc_since *since = last_change(strategy, point, minor, true);
    return since != NULL ? since->expect[point].bytes : strategy->expect[point].bytes;
}

bool esc_strategy_has_own_bytes(const struct esc_strategy *strategy, size_t point, int minor)
{
    return last_change(strategy, point, minor, true) != NULL;
}

const struct esc_since *esc_strategy_change(const struct esc_strategy *strategy, size_t point,
                                            int minor)
{
    const struct esc_since *allocs = last_change(strategy, point, minor, false);
    return allocs != NULL ? allocs : last_change(strategy, point, minor, true);
}

bool esc_strategy_stays(const struct esc_strategy *strategy, size_t point, int minor)
{
    const struct esc_since *since = last_change(strategy, point, minor, false);
    return strategy->place == ESC_PLACE_STACK &&
           (since == NULL || since->expect[point].allocs <= 0);
}

char *const *esc_strategy_escapes(const struct esc_strategy *strategy, int minor, size_t *count)
{
    char *const *lines = strategy->escapes;
    *count = strategy->escape_count;
    for (size_t i = 0; i < strategy->since_count; i++) {
        const struct esc_since *since = &strategy->since[i];
        bool has = minor >= since->minor && (since->before == 0 || minor < since->before);
        if (!has || since->escape_count == 0)
            continue;
        lines = since->escapes;
        *count = since->escape_count;
    }
    return lines;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void free_changes(struct esc_since *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].because);
        free(list[i].cause);
        free(list[i].expect);
        free_texts(list[i].escapes, list[i].escape_count);
    }
    free(list);
}

static void free_strategy(struct esc_strategy *strategy)
{
    free(strategy->name);
    free(strategy->go.text);
    free(strategy->c.text);
    free(strategy->expect);
    free_texts(strategy->escapes, strategy->escape_count);
    free_changes(strategy->since, strategy->since_count);
}

static void free_param(struct esc_param *param)
{
    free(param->name);
    free(param->label);
    for (size_t i = 0; i < param->count; i++)
        free(param->values[i].text);
    free(param->values);
}

static bool has_part(const char *name, const char *part, size_t length)
{
    for (const char *at = name; *at != '\0'; at += *at == '/') {
        size_t here = strcspn(at, "/");
        if (here == length && strncmp(at, part, length) == 0)
            return true;
        at += here;
    }
    return false;
}

bool esc_point_has(const struct esc_point *point, const char *name)
{
    for (const char *part = name; *part != '\0'; part += *part == '/') {
        size_t length = strcspn(part, "/");
        if (!has_part(point->name, part, length))
            return false;
        part += length;
    }
    return *name != '\0';
}

bool esc_case_find_point(const struct esc_case *bench_case, const char *name, size_t *found,
                         struct esc_error *error)
{
    struct esc_text known = {0};
    for (size_t p = 0; p < bench_case->point_count; p++) {
        esc_text_addf(&known, "%s%s", p > 0 ? ", " : "", bench_case->points[p].name);
        *found = p;
        if (strcmp(bench_case->points[p].name, name) == 0) {
            esc_text_free(&known);
            return true;
        }
    }
    esc_error_add(error, bench_case->path, 0, "there is no point \"%s\"", name);
    if (known.length > 0)
        esc_error_hint(error, "choose from %s", known.bytes);
    else
        esc_error_hint(error, "%s has no params, so no points: leave POINT= out", bench_case->name);
    esc_text_free(&known);
    return false;
}

bool esc_case_choose_point(const struct esc_case *bench_case, const char *name, size_t *found,
                           struct esc_error *error)
{
    if (name != NULL)
        return esc_case_find_point(bench_case, name, found, error);
    *found = 0;
    for (size_t p = bench_case->point_count; p-- > 0;)
        *found = bench_case->points[p].quick ? p : *found;
    return true;
}

bool esc_case_find_strategy(const struct esc_case *bench_case, const char *name, size_t *found,
                            struct esc_error *error)
{
    const struct esc_strategy *strategy = esc_case_strategy(bench_case, name);
    struct esc_text known = {0};
    *found = strategy != NULL ? (size_t)(strategy - bench_case->strategies) : 0;
    if (strategy != NULL)
        return true;
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        esc_text_addf(&known, "%s%s", k > 0 ? ", " : "", bench_case->strategies[k].name);
    esc_error_add(error, bench_case->path, 0, "there is no strategy \"%s\" here", name);
    esc_error_hint(error, "choose from %s", known.bytes);
    esc_text_free(&known);
    return false;
}

void esc_case_free(struct esc_case *bench_case)
{
    for (size_t i = 0; i < bench_case->strategy_count; i++)
        free_strategy(&bench_case->strategies[i]);
    for (size_t i = 0; i < bench_case->param_count; i++)
        free_param(&bench_case->params[i]);
    for (size_t i = 0; i < bench_case->point_count; i++) {
        free(bench_case->points[i].name);
        free(bench_case->points[i].values);
    }
    for (size_t i = 0; i < bench_case->counter_count; i++) {
        free(bench_case->counters[i].name);
        free(bench_case->counters[i].label);
        free(bench_case->counters[i].unit);
    }
    free(bench_case->counters);
    free_changes(bench_case->since, bench_case->since_count);
    free_texts(bench_case->tags, bench_case->tag_count);
    free(bench_case->strategies);
    free(bench_case->params);
    free(bench_case->points);
    free(bench_case->c.text);
    free(bench_case->go.text);
    char *words[] = {bench_case->path,     bench_case->name,    bench_case->title,
                     bench_case->question, bench_case->because, bench_case->remedy,
                     bench_case->differs};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        free(words[i]);
    *bench_case = (struct esc_case){0};
}

static bool allocates(const struct esc_case *bench_case, size_t point)
{
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        if (bench_case->strategies[k].expect[point].allocs > 0)
            return true;
    return false;
}

size_t esc_case_telling_point(const struct esc_case *bench_case)
{
    size_t quick = 0;
    for (size_t p = bench_case->point_count; p-- > 0;)
        quick = bench_case->points[p].quick ? p : quick;
    for (size_t p = 0; p < bench_case->point_count; p++)
        if (bench_case->points[p].quick && allocates(bench_case, p))
            return p;
    return quick;
}
