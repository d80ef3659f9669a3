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

static void free_strategy(struct esc_strategy *strategy)
{
    free(strategy->name);
    free(strategy->go.text);
    free(strategy->c.text);
    free(strategy->expect);
    for (size_t i = 0; i < strategy->escape_count; i++)
        free(strategy->escapes[i]);
    free(strategy->escapes);
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
