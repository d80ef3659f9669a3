/*
 * Points and lines of a sweep. See sweep.h for the contracts.
 */
#include "words/sweep.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/units.h"

#include <stdlib.h>
#include <string.h>

enum { POINTS_LEAST = 3 };

static bool is_numeric(const struct esc_param *param)
{
    for (size_t k = 0; k < param->count; k++)
        if (param->values[k].is_word)
            return false;
    return true;
}

static bool is_at(const struct esc_sweep *sweep, const struct esc_point *point)
{
    for (size_t k = 0; k < sweep->run->cases[sweep->item].param_count; k++)
        if (k != sweep->axis && point->values[k] != sweep->fixed[k])
            return false;
    return true;
}

size_t esc_sweep_at(const struct esc_sweep *sweep, const char *label, size_t index)
{
    for (size_t v = 0; v < sweep->run->variant_count; v++) {
        const struct esc_variant *variant = &sweep->run->variants[v];
        if (variant->item != sweep->item || strcmp(variant->label, label) != 0 ||
            !esc_pick_measured(sweep->run, v))
            continue;
        const struct esc_point *point = esc_variant_point(sweep->run, variant);
        if (point->values[sweep->axis] == index && is_at(sweep, point))
            return v;
    }
    return ESC_PICK_NONE;
}

const struct esc_pair **esc_sweep_pairs(const struct esc_sweep *sweep)
{
    const struct esc_pair **pairs = esc_calloc(esc_sweep_param(sweep)->count, sizeof *pairs);
    for (size_t k = 0; k < esc_sweep_param(sweep)->count; k++) {
        size_t heap = esc_sweep_at(sweep, "heap", k);
        pairs[k] = heap != ESC_PICK_NONE ? esc_pick_pair(sweep->run, heap) : NULL;
    }
    return pairs;
}

const struct esc_param *esc_sweep_param(const struct esc_sweep *sweep)
{
    return &sweep->run->cases[sweep->item].params[sweep->axis];
}

size_t esc_sweep_count(const struct esc_sweep *sweep)
{
    size_t count = 0;
    for (size_t k = 0; k < esc_sweep_param(sweep)->count; k++)
        count += esc_sweep_at(sweep, "stack", k) != ESC_PICK_NONE ||
                 esc_sweep_at(sweep, "heap", k) != ESC_PICK_NONE;
    return count;
}

size_t esc_sweep_axis(const struct esc_case *item)
{
    size_t best = ESC_PICK_NONE;
    for (size_t k = 0; k < item->param_count; k++) {
        const struct esc_param *param = &item->params[k];
        if (!is_numeric(param) || param->count < POINTS_LEAST)
            continue;
        if (best == ESC_PICK_NONE || param->count > item->params[best].count)
            best = k;
    }
    return best;
}

static bool is_known(const struct esc_lines *lines, const char *label)
{
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->line[i].label, label) == 0)
            return true;
    return false;
}

struct esc_lines esc_sweep_lines(const struct esc_sweep *sweep)
{
    struct esc_lines lines = {NULL, 0};
    for (size_t v = 0; v < sweep->run->variant_count; v++) {
        const struct esc_variant *variant = &sweep->run->variants[v];
        bool wanted = variant->strategy < 2 || esc_pick_default(variant);
        if (!wanted || variant->item != sweep->item || !esc_pick_measured(sweep->run, v) ||
            !is_at(sweep, esc_variant_point(sweep->run, variant)) ||
            is_known(&lines, variant->label))
            continue;
        lines.line = esc_grow(lines.line, &lines.count, sizeof *lines.line);
        lines.line[lines.count - 1] =
            (struct esc_line){variant->strategy, variant->label, esc_pick_role(variant)};
    }
    return lines;
}

char *esc_sweep_words(const struct esc_sweep *sweep)
{
    const struct esc_case *item = &sweep->run->cases[sweep->item];
    struct esc_text text = {0};
    esc_text_addf(&text, "%s: %s", item->name, item->title != NULL ? item->title : "");
    for (size_t k = 0; k < item->param_count; k++) {
        if (k == sweep->axis)
            continue;
        char *value = esc_units_value(&item->params[k], sweep->fixed[k]);
        esc_text_addf(&text, ", %s %s", item->params[k].name, value);
        free(value);
    }
    return esc_text_take(&text);
}

bool esc_sweep_next(struct esc_sweep *sweep)
{
    const struct esc_case *item = &sweep->run->cases[sweep->item];
    for (size_t k = item->param_count; k-- > 0;) {
        if (k == sweep->axis)
            continue;
        if (++sweep->fixed[k] < item->params[k].count)
            return true;
        sweep->fixed[k] = 0;
    }
    return false;
}
