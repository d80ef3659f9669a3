/*
 * Points and lines of a sweep. See sweep.h for the contracts.
 */
#include "words/sweep.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/finding.h"
#include "words/price.h"
#include "words/units.h"

#include <ctype.h>
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
    for (size_t k = 0; k < sweep->run->cases[sweep->case_index].param_count; k++)
        if (k != sweep->axis && point->values[k] != sweep->fixed[k])
            return false;
    return true;
}

size_t esc_sweep_at(const struct esc_sweep *sweep, const char *label, size_t index)
{
    for (size_t v = 0; v < sweep->run->variant_count; v++) {
        const struct esc_variant *variant = &sweep->run->variants[v];
        if (variant->case_index != sweep->case_index || strcmp(variant->label, label) != 0 ||
            !esc_pick_measured(sweep->run, v))
            continue;
        const struct esc_point *point = esc_variant_point(sweep->run, variant);
        if (point->values[sweep->axis] == index && is_at(sweep, point))
            return v;
    }
    return ESC_PICK_NONE;
}

const char *esc_sweep_side(const struct esc_sweep *sweep, size_t strategy)
{
    const struct esc_case *bench_case = &sweep->run->cases[sweep->case_index];
    for (size_t point = 0; point < bench_case->point_count; point++) {
        size_t v = esc_pick_variant(sweep->run, sweep->case_index, point, strategy);
        if (v != ESC_PICK_NONE)
            return sweep->run->variants[v].label;
    }
    return NULL;
}

const struct esc_pair **esc_sweep_pairs(const struct esc_sweep *sweep, const char *label)
{
    size_t count = esc_sweep_param(sweep)->count;
    const struct esc_pair **pairs = esc_calloc(count, sizeof *pairs);
    for (size_t k = 0; k < count && label != NULL; k++) {
        size_t heap = esc_sweep_at(sweep, label, k);
        pairs[k] = heap != ESC_PICK_NONE ? esc_pick_pair(sweep->run, heap) : NULL;
    }
    return pairs;
}

const struct esc_param *esc_sweep_param(const struct esc_sweep *sweep)
{
    return &sweep->run->cases[sweep->case_index].params[sweep->axis];
}

size_t esc_sweep_count(const struct esc_sweep *sweep)
{
    size_t count = 0;
    for (size_t k = 0; k < esc_sweep_param(sweep)->count; k++) {
        bool any = false;
        for (size_t strategy = 0; strategy < 2; strategy++) {
            const char *label = esc_sweep_side(sweep, strategy);
            any = any || (label != NULL && esc_sweep_at(sweep, label, k) != ESC_PICK_NONE);
        }
        count += any;
    }
    return count;
}

size_t esc_sweep_axis(const struct esc_case *bench_case)
{
    size_t best = ESC_PICK_NONE;
    for (size_t k = 0; k < bench_case->param_count; k++) {
        const struct esc_param *param = &bench_case->params[k];
        if (!is_numeric(param) || param->count < POINTS_LEAST)
            continue;
        if (best == ESC_PICK_NONE || param->count > bench_case->params[best].count)
            best = k;
    }
    return best;
}

static bool is_known(const struct esc_lines *lines, const char *label)
{
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->line[i].variant->label, label) == 0)
            return true;
    return false;
}

struct esc_lines esc_sweep_lines(const struct esc_sweep *sweep)
{
    struct esc_lines lines = {NULL, 0};
    for (size_t v = 0; v < sweep->run->variant_count; v++) {
        const struct esc_variant *variant = &sweep->run->variants[v];
        bool wanted = variant->strategy < 2 || esc_pick_default(sweep->run, variant);
        if (!wanted || variant->case_index != sweep->case_index ||
            !esc_pick_measured(sweep->run, v) ||
            !is_at(sweep, esc_variant_point(sweep->run, variant)) ||
            is_known(&lines, variant->label))
            continue;
        lines.line = esc_grow(lines.line, &lines.count, sizeof *lines.line);
        lines.line[lines.count - 1] =
            (struct esc_line){variant, esc_pick_role(sweep->run, variant), esc_pick_is_go(variant)};
    }
    return lines;
}

/* What each release of real Go shows, where C is told in the title. */
static void add_go(struct esc_text *text, const struct esc_sweep *sweep)
{
    const char *told = esc_sweep_side(sweep, 1);
    struct esc_lines lines = esc_sweep_lines(sweep);
    for (size_t i = 0; i < lines.count; i++) {
        const struct esc_line *line = &lines.line[i];
        if (!line->go || line->role != ESC_ROLE_HEAP || strcmp(line->variant->label, told) == 0)
            continue;
        const struct esc_pair **pairs = esc_sweep_pairs(sweep, line->variant->label);
        char *words = esc_finding_scaling(esc_sweep_param(sweep), pairs);
        esc_text_addf(text, "; %s: %c%s", esc_variant_go(sweep->run, line->variant)->version,
                      tolower((unsigned char)words[0]), words + 1);
        free(words);
        free(pairs);
    }
    free(lines.line);
}

char *esc_sweep_words(const struct esc_sweep *sweep)
{
    const struct esc_case *bench_case = &sweep->run->cases[sweep->case_index];
    struct esc_text text = {0};
    esc_text_addf(&text, "%s: %s", bench_case->name,
                  bench_case->title != NULL ? bench_case->title : "");
    for (size_t k = 0; k < bench_case->param_count; k++) {
        if (k == sweep->axis)
            continue;
        char *value = esc_units_value(&bench_case->params[k], sweep->fixed[k]);
        esc_text_addf(&text, ", %s %s", bench_case->params[k].name, value);
        free(value);
    }
    add_go(&text, sweep);
    char *price = esc_price_words(bench_case);
    if (price != NULL)
        esc_text_addf(&text, "; %s", price);
    free(price);
    return esc_text_take(&text);
}

bool esc_sweep_next(struct esc_sweep *sweep)
{
    const struct esc_case *bench_case = &sweep->run->cases[sweep->case_index];
    for (size_t k = bench_case->param_count; k-- > 0;) {
        if (k == sweep->axis)
            continue;
        if (++sweep->fixed[k] < bench_case->params[k].count)
            return true;
        sweep->fixed[k] = 0;
    }
    return false;
}
