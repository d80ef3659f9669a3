/*
 * The last figures of a case. See lesson.h.
 */
#include "report/lesson.h"

#include "base/memory.h"
#include "report/ink.h"
#include "words/pick.h"
#include "words/price.h"
#include "words/verdict.h"

#include <stdlib.h>
#include <string.h>

/* Three significant digits. */
static void print_number(FILE *out, double value, const char *unit)
{
    int digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    fprintf(out, " %9.*f%s", digits, value, unit);
}

static void print_row(const struct esc_lesson *lesson, const struct esc_run *run, size_t v)
{
    const struct esc_variant *variant = &run->variants[v];
    const struct esc_pair *pair = esc_pick_pair(run, v);
    fprintf(lesson->out, "  %-18.18s %-17.17s", esc_variant_point(run, variant)->name,
            variant->label);
    print_number(lesson->out, run->figures[v].ns_per_op.median, " ns");
    fprintf(lesson->out, " %6g %8g B", variant->allocs_per_op, variant->bytes_per_op);
    if (pair != NULL && pair->factor.known)
        fprintf(lesson->out, " %6.*f%s%s", pair->factor.median < 9.95 ? 2 : 1, pair->factor.median,
                esc_ink_times(lesson->terminal),
                variant->strategy == 1 && lesson->bench_case->differs != NULL ? ESC_PRICE_MARK
                                                                              : "");
    fputc('\n', lesson->out);
}

static bool is_of_case(const struct esc_lesson *lesson, const struct esc_run *run, size_t v)
{
    const struct esc_variant *variant = &run->variants[v];
    return strcmp(run->cases[variant->case_index].name, lesson->bench_case->name) == 0 &&
           esc_pick_default(run, variant) && esc_pick_measured(run, v);
}

static size_t count_rows(const struct esc_lesson *lesson, const struct esc_run *run)
{
    size_t rows = 0;
    for (size_t v = 0; v < run->variant_count; v++)
        rows += is_of_case(lesson, run, v);
    return rows;
}

/* Of the case as it is today: the run may be older than what its file says. */
static void print_price(const struct esc_lesson *lesson)
{
    char *words = esc_price_words(lesson->bench_case);
    if (words == NULL)
        return;
    char *sentence = esc_format("heap against stack is the %s", words);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_MUTED, "  " ESC_PRICE_MARK " ", sentence);
    free(sentence);
    free(words);
}

void esc_lesson_figures(const struct esc_lesson *lesson, const struct esc_run *run)
{
    esc_lesson_heading(lesson, "Last figures");
    if (run == NULL || count_rows(lesson, run) == 0) {
        fprintf(lesson->out, "none yet: make bench CASE=%s\n", lesson->bench_case->name);
        print_price(lesson);
        return;
    }
    char words[ESC_VERDICT_TEXT];
    fprintf(lesson->out, "run %s: per operation, %s\n", run->id,
            esc_rounds_words(words, run->rounds_done));
    for (size_t v = 0; v < run->variant_count; v++)
        if (is_of_case(lesson, run, v))
            print_row(lesson, run, v);
    print_price(lesson);
}
