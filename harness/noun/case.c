/*
 * A case as plain data: look-ups and clean-up. See case.h for the contracts.
 */
#include "noun/case.h"

#include <stdlib.h>
#include <string.h>

unsigned esc_case_threads(const struct esc_case *item, const struct esc_point *point)
{
    for (size_t k = 0; k < item->param_count; k++) {
        const struct esc_param *param = &item->params[k];
        if (strcmp(param->name, "threads") == 0)
            return (unsigned)param->values[point->values[k]].number;
    }
    return item->threads > 0 ? item->threads : 1;
}

const struct esc_strategy *esc_case_strategy(const struct esc_case *item, const char *name)
{
    for (size_t i = 0; i < item->strategy_count; i++)
        if (strcmp(item->strategies[i].name, name) == 0)
            return &item->strategies[i];
    return NULL;
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

void esc_case_free(struct esc_case *item)
{
    for (size_t i = 0; i < item->strategy_count; i++)
        free_strategy(&item->strategies[i]);
    for (size_t i = 0; i < item->param_count; i++)
        free_param(&item->params[i]);
    for (size_t i = 0; i < item->point_count; i++) {
        free(item->points[i].name);
        free(item->points[i].values);
    }
    free_changes(item->since, item->since_count);
    free(item->strategies);
    free(item->params);
    free(item->points);
    free(item->shared.text);
    free(item->go_shared.text);
    char *words[] = {item->path,     item->name,    item->title,
                     item->question, item->because, item->remedy};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        free(words[i]);
    *item = (struct esc_case){0};
}
