/*
 * The sentences. See finding.h for the contracts.
 */
#include "words/finding.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/price.h"
#include "words/units.h"
#include "words/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- all cases ---- */

/* Factors that may be quoted, controls left out. */
struct range {
    double low, high;
    size_t compared, resolved, failed, few;
};

static struct range range_of(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    struct range range = {.low = INFINITY};
    for (size_t i = 0; i < count; i++) {
        bool control = run->cases[rows[i].case_index].control;
        bool figures = rows[i].pair != NULL && rows[i].pair->factor.known;
        range.failed += !figures;
        range.compared += figures && !control;
        range.few += figures && rows[i].pair->verdict == ESC_VERDICT_FEW_ROUNDS;
        if (control || !esc_pick_resolved(rows[i].pair))
            continue;
        range.resolved++;
        range.low = fmin(range.low, rows[i].pair->factor.median);
        range.high = fmax(range.high, rows[i].pair->factor.median);
    }
    return range;
}

char *esc_finding_pairs(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    struct range range = range_of(run, rows, count);
    struct esc_text text = {0};
    if (range.resolved == 0)
        return esc_strdup(range.few > 0 ? "Stack or heap: too few rounds to resolve a difference"
                                        : "Stack or heap: no difference resolved");
    esc_text_add(&text, "The heap side takes ");
    esc_units_add_factors(&text, range.low, range.high);
    esc_text_add(&text, " as long as the stack side");
    return esc_text_take(&text);
}

static const struct esc_row *find_control(const struct esc_run *run, const struct esc_row *rows,
                                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (run->cases[rows[i].case_index].control && rows[i].pair != NULL &&
            rows[i].pair->factor.known)
            return &rows[i];
    return NULL;
}

static bool any_whole(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (esc_price_is_whole(run, rows[i].pair))
            return true;
    return false;
}

/* Real Go beside C, each release by itself; rows that are Go's own are told already. */
static void add_go(struct esc_text *text, const struct esc_run *run, const struct esc_row *rows,
                   size_t count)
{
    struct esc_row *others = esc_calloc(count, sizeof *others);
    for (size_t go = 0; go < run->go_count; go++) {
        size_t n = 0;
        for (size_t i = 0; i < count; i++) {
            struct esc_row other = esc_row_go(run, &rows[i], go);
            if (other.heap != ESC_PICK_NONE && other.heap != rows[i].heap)
                others[n++] = other;
        }
        struct range range = range_of(run, others, n);
        if (n == 0)
            continue;
        esc_text_addf(text, "; %s: %zu of %zu", run->gos[go].version, range.resolved,
                      range.compared);
        if (range.resolved > 0) {
            esc_text_add(text, ", ");
            esc_units_add_factors(text, range.low, range.high);
        }
    }
    free(others);
}

char *esc_finding_resolved(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    struct range range = range_of(run, rows, count);
    struct esc_text text = {0};
    const struct esc_row *control = find_control(run, rows, count);
    if (range.compared + range.failed == 0)
        return esc_strdup("The control alone: the same code on both sides");
    esc_text_addf(&text, "Heap (%s) against the stack: %zu of %zu differences resolved",
                  esc_rows_runtime(run, rows, count), range.resolved, range.compared);
    if (range.failed > 0)
        esc_text_addf(&text, ", %zu without figures", range.failed);
    if (control != NULL)
        esc_text_addf(&text, "; the control, the same code on both sides: %s",
                      esc_pick_resolved(control->pair) ? "resolved, so beware"
                                                       : esc_verdict_words(control->pair->verdict));
    if (any_whole(run, rows, count))
        esc_text_add(&text, "; " ESC_PRICE_MEANING);
    add_go(&text, run, rows, count);
    return esc_text_take(&text);
}

char *esc_finding_pressure(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    char words[ESC_UNITS_TEXT];
    const struct esc_row *share = &rows[0];
    const struct esc_row *cycles = &rows[0];
    for (size_t i = 1; i < count; i++) {
        share = esc_row_share(run, &rows[i]) > esc_row_share(run, share) ? &rows[i] : share;
        cycles = esc_row_cycles(run, &rows[i]) > esc_row_cycles(run, cycles) ? &rows[i] : cycles;
    }
    bool known = esc_row_share(run, share) > 0;
    const struct esc_row *told = known ? share : cycles;
    bool go = esc_row_is_go(run, told);
    const char *in = go ? ", " : "";
    const char *release = go ? run->gos[run->variants[told->heap].go].version : "";
    if (known)
        return esc_format("The collector takes up to %s of the CPU time (%s%s%s)",
                          esc_units_percent(words, esc_row_share(run, told)),
                          run->cases[told->case_index].name, in, release);
    return esc_format("Up to %s collections per million operations (%s%s%s)",
                      esc_units_count(words, esc_row_cycles(run, told)),
                      run->cases[told->case_index].name, in, release);
}

/* ---- one case over its parameter ---- */

/* The resolved points between which a title may tell a course: of the axis and of the factors. */
struct ends {
    size_t first, last, least, most; /* indices on the axis; ESC_PICK_NONE: nothing is resolved */
    bool few;                        /* a point has too few rounds to be resolved */
};

struct course {
    const struct esc_param *param;
    const struct esc_pair *const *pairs;
    struct ends at;
};

static const struct esc_estimate *factor_at(const struct course *course, size_t index)
{
    return &course->pairs[index]->factor;
}

static struct ends ends_of(const struct course *course)
{
    struct ends ends = {.first = ESC_PICK_NONE};
    bool few = false;
    for (size_t k = 0; k < course->param->count; k++) {
        const struct esc_pair *pair = course->pairs[k];
        few = few || (pair != NULL && pair->verdict == ESC_VERDICT_FEW_ROUNDS);
        if (!esc_pick_resolved(course->pairs[k]))
            continue;
        if (ends.first == ESC_PICK_NONE)
            ends = (struct ends){k, k, k, k, false};
        ends.last = k;
        double median = factor_at(course, k)->median;
        ends.most = median > factor_at(course, ends.most)->median ? k : ends.most;
        ends.least = median < factor_at(course, ends.least)->median ? k : ends.least;
    }
    ends.few = few;
    return ends;
}

/* Intervals that touch leave it open which of the two factors is the larger one. */
static bool is_above(const struct course *course, size_t one, size_t other)
{
    return factor_at(course, one)->low > factor_at(course, other)->high;
}

/* "10.3× at object size 64 B", without its noun "10.3× at 64 B". */
static void add_point(struct esc_text *text, const struct course *course, size_t index, bool noun)
{
    char factor[ESC_UNITS_TEXT];
    char *value =
        noun ? esc_units_noun(course->param, index) : esc_units_value(course->param, index);
    esc_text_addf(text, "%s× at %s", esc_units_factor(factor, factor_at(course, index)->median),
                  value);
    free(value);
}

/* "; not resolved at 8 KiB", or nothing where every point is. */
static void add_unresolved(struct esc_text *text, const struct course *course)
{
    size_t points = 0, count = 0, at = 0;
    for (size_t k = 0; k < course->param->count; k++) {
        points += course->pairs[k] != NULL;
        if (course->pairs[k] == NULL || esc_pick_resolved(course->pairs[k]))
            continue;
        count++;
        at = k;
    }
    char *value = esc_units_value(course->param, at);
    if (count == 1)
        esc_text_addf(text, "; not resolved at %s", value);
    else if (count > 1)
        esc_text_addf(text, "; not resolved at %zu of %zu points", count, points);
    free(value);
}

/* Factors closer than this are one figure in a title. */
static const double alike = 1.25;

static void add_level(struct esc_text *text, const struct course *course, double middle)
{
    char factor[ESC_UNITS_TEXT];
    char *from = esc_units_noun(course->param, course->at.first);
    char *to = esc_units_value(course->param, course->at.last);
    esc_text_addf(text, "The heap costs about %s× from %s to %s", esc_units_factor(factor, middle),
                  from, to);
    free(to);
    free(from);
}

/* Both ends and what lies outside them in between: the title names each figure's own place. */
static void add_stations(struct esc_text *text, const struct course *course)
{
    const struct ends *at = &course->at;
    esc_text_add(text, "The heap costs ");
    add_point(text, course, at->first, true);
    for (size_t k = at->first + 1; k < at->last; k++) {
        if (k != at->least && k != at->most)
            continue;
        esc_text_add(text, ", ");
        add_point(text, course, k, false);
    }
    esc_text_add(text, " and ");
    add_point(text, course, at->last, false);
}

static void add_peak(struct esc_text *text, const struct course *course)
{
    char factor[ESC_UNITS_TEXT];
    const struct ends *at = &course->at;
    char *peak = esc_units_noun(course->param, at->most);
    esc_units_factor(factor, factor_at(course, at->most)->median);
    if (at->most == at->first) {
        esc_text_addf(text, "The gap is widest at %s: %s×, against ", peak, factor);
    } else {
        esc_text_addf(text, "The gap peaks at %s: %s×, against ", peak, factor);
        add_point(text, course, at->first, false);
        esc_text_add(text, " and ");
    }
    add_point(text, course, at->last, false);
    free(peak);
}

/* How the factor goes over several resolved points, as far as their intervals tell. */
static void add_course(struct esc_text *text, const struct course *course)
{
    const struct ends *at = &course->at;
    double most = factor_at(course, at->most)->median;
    double widest = most / factor_at(course, at->least)->median;
    bool above_first = is_above(course, at->most, at->first);
    bool above_last = is_above(course, at->most, at->last);
    if (widest < alike) {
        add_level(text, course, most / sqrt(widest));
    } else if (at->most == at->last && above_first && !is_above(course, at->first, at->least)) {
        char *subject = esc_units_subject(course->param);
        esc_text_addf(text, "The gap grows with %s: ", subject);
        add_point(text, course, at->first, false);
        esc_text_add(text, ", ");
        add_point(text, course, at->last, false);
        free(subject);
    } else if (above_last && (at->most == at->first || above_first)) {
        add_peak(text, course);
    } else {
        add_stations(text, course);
    }
}

char *esc_finding_scaling(const struct esc_param *param, const struct esc_pair *const *pairs)
{
    struct course course = {.param = param, .pairs = pairs};
    struct esc_text text = {0};
    course.at = ends_of(&course);
    if (course.at.first == ESC_PICK_NONE)
        return esc_strdup(course.at.few
                              ? "Too few rounds to resolve a difference at any point"
                              : "No difference between stack and heap is resolved at any point");
    if (course.at.first == course.at.last) {
        esc_text_add(&text, "The heap costs ");
        add_point(&text, &course, course.at.first, true);
        esc_text_add(&text, "; elsewhere no difference is resolved");
        return esc_text_take(&text);
    }
    add_course(&text, &course);
    add_unresolved(&text, &course);
    return esc_text_take(&text);
}

/* ---- samples ---- */

double esc_finding_longest_stop(const struct esc_gc_cycle *cycles, size_t count)
{
    int64_t longest = -1;
    for (size_t c = 0; c < count; c++)
        for (size_t k = 0; k < 2; k++)
            longest = cycles[c].pause_ns[k] > longest ? cycles[c].pause_ns[k] : longest;
    return (double)longest;
}

char *esc_finding_timeline(const struct esc_gc_cycle *cycles, size_t count, double span_ns)
{
    char wall[ESC_UNITS_TEXT];
    char stop[ESC_UNITS_TEXT];
    struct esc_text text = {0};
    double longest = esc_finding_longest_stop(cycles, count);
    esc_text_addf(&text, "%zu collection%s in %s", count, count == 1 ? "" : "s",
                  esc_units_ns_drawn(wall, span_ns));
    if (longest > 0)
        esc_text_addf(&text, ", the longest stop %s", esc_units_ns_drawn(stop, longest));
    return esc_text_take(&text);
}

char *esc_finding_distribution(const struct esc_samples *stack, const struct esc_samples *heap,
                               const struct esc_pair *pair)
{
    char from[ESC_UNITS_TEXT];
    char to[ESC_UNITS_TEXT];
    if (heap->ns[0] > stack->ns[stack->n - 1])
        return esc_strdup("Every heap sample is slower than every stack sample");
    if (stack->ns[0] > heap->ns[heap->n - 1])
        return esc_strdup("Every heap sample is faster than every stack sample");
    if (pair != NULL && pair->factor.known && !esc_pick_resolved(pair))
        return esc_strdup("The samples of both sides overlap: no difference resolved");
    return esc_format("The samples overlap, the medians are %s and %s",
                      esc_units_ns_drawn(from, stack->median_ns),
                      esc_units_ns_drawn(to, heap->median_ns));
}
