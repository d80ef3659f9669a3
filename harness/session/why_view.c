/*
 * What is shown of escapes, and what is said of them. See why_view.h for the contracts.
 */
#include "session/why_view.h"

#include "base/memory.h"
#include "report/why.h"
#include "report/why_markdown.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/size.h"

#include <stdlib.h>
#include <string.h>

bool esc_why_view_shows(const void *context, const struct esc_go_value *value)
{
    const struct esc_why_view *view = context;
    return view->is_new != NULL ? view->is_new[value - view->why.escapes.values]
                                : esc_why_is_shown(&view->why, value);
}

struct esc_why_said esc_why_view_said(void *context, const struct esc_go_value *value)
{
    struct esc_why_view *view = context;
    const struct esc_escapes *escapes = &view->why.escapes;
    struct esc_why_said said = {.bytes = ESC_SIZE_UNKNOWN, .line_blocks = -1, .line_bytes = -1};
    if (value->is_parameter && value->fate != ESC_FATE_MOVED)
        return said;
    said.allocates =
        esc_allocates_word(esc_allocates_of(escapes, &view->why.sources, value, &said.because));
    if (!esc_go_value_leaves(value))
        return said;
    const struct esc_cause_words *words = esc_cause_words(esc_cause_of(escapes, value));
    said.cause = words->word;
    said.bench_case = words->bench_case;
    said.helps = words->helps;
    said.cost = esc_why_beside_cost(&view->beside, value, &said.bytes);
    said.remedy = esc_why_beside_remedy(&view->beside, value);
    if (view->beside.ranks != NULL) {
        said.line_blocks = view->beside.ranks[value - escapes->values].blocks;
        said.line_bytes = view->beside.ranks[value - escapes->values].bytes;
    }
    return said;
}

static int compare_values(const void *a, const void *b)
{
    const struct esc_go_value *const *one = a, *const *other = b;
    const struct esc_spot *x = &(*one)->at, *y = &(*other)->at;
    const int files = strcmp(x->file, y->file);
    const int lines = (x->line > y->line) - (x->line < y->line);
    const int columns = (x->column > y->column) - (x->column < y->column);
    const int order = files != 0 ? files : lines != 0 ? lines : columns;
    return order != 0 ? order : (*one > *other) - (*one < *other);
}

static int compare_ranked(const void *a, const void *b, void *context)
{
    const struct esc_why_view *view = context;
    const struct esc_go_value *const *one = a, *const *other = b;
    const int64_t x = view->beside.ranks[*one - view->why.escapes.values].bytes;
    const int64_t y = view->beside.ranks[*other - view->why.escapes.values].bytes;
    return x != y ? (x < y) - (x > y) : compare_values(a, b);
}

const struct esc_go_value **esc_why_view_sorted(struct esc_why_view *view, size_t *count)
{
    const struct esc_why *why = &view->why;
    const struct esc_go_value **list = esc_calloc(why->escapes.value_count + 1, sizeof *list);
    *count = 0;
    for (size_t k = 0; k < why->escapes.value_count; k++)
        if (esc_why_view_shows(view, &why->escapes.values[k]))
            list[(*count)++] = &why->escapes.values[k];
    if (view->beside.ranks != NULL)
        qsort_r(list, *count, sizeof *list, compare_ranked, view);
    else
        qsort(list, *count, sizeof *list, compare_values);
    return list;
}

struct texts {
    char *price, *remedy, *share; /* NULL: not known; owned */
};

static struct texts texts_of(struct esc_why_view *view, const struct esc_go_value *value)
{
    return (struct texts){.price = esc_why_beside_price(&view->beside, value),
                          .remedy = esc_why_beside_remedy(&view->beside, value),
                          .share = esc_why_beside_share(&view->beside, value)};
}

static void free_texts(struct texts *texts)
{
    free(texts->price);
    free(texts->remedy);
    free(texts->share);
}

void esc_why_view_print(struct esc_why_view *view, const struct esc_go_value *value,
                        const struct esc_terminal *terminal)
{
    struct texts texts = texts_of(view, value);
    const struct esc_report_extra extra = {
        .price = texts.price, .remedy = texts.remedy, .share = texts.share};
    esc_report_escape(&view->why.escapes, &view->why.sources, value, &extra, terminal, stdout);
    free_texts(&texts);
}

void esc_why_view_row(struct esc_why_view *view, const struct esc_go_value *value)
{
    struct texts texts = texts_of(view, value);
    const struct esc_report_extra extra = {
        .price = texts.price, .remedy = texts.remedy, .share = texts.share};
    esc_markdown_why_row(&view->why.escapes, &view->why.sources, value, &extra, stdout);
    free_texts(&texts);
}

void esc_why_view_free(struct esc_why_view *view)
{
    esc_why_beside_free(&view->beside);
    esc_why_free(&view->why);
    free(view->is_new);
    *view = (struct esc_why_view){0};
}
