/*
 * Words for two runs beside each other. See changes.h for the contracts.
 */
#include "words/changes.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/pick.h"
#include "words/units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a row ---- */

char *esc_change_words(char *out, const struct esc_change *change, const char *times)
{
    char number[ESC_UNITS_TEXT];
    double ratio = change->ratio.median;
    if (esc_change_resolved(change))
        snprintf(out, ESC_CHANGE_TEXT, "%s%s %s",
                 esc_units_factor(number, ratio < 1 ? 1 / ratio : ratio), times,
                 esc_change_verdict_words(change));
    else
        snprintf(out, ESC_CHANGE_TEXT, "%s", esc_change_verdict_words(change));
    return out;
}

char *esc_change_interval(char *out, const struct esc_change *change)
{
    char low[ESC_UNITS_TEXT];
    char high[ESC_UNITS_TEXT];
    const struct esc_estimate *ratio = &change->ratio;
    out[0] = '\0';
    if (!ratio->known || !esc_estimate_has_interval(ratio))
        return out;
    if (esc_change_resolved(change))
        return esc_units_interval(out, ESC_CHANGE_TEXT, ratio->low, ratio->high);
    snprintf(out, ESC_CHANGE_TEXT, "[%s, %s]", esc_units_factor(low, ratio->low),
             esc_units_factor(high, ratio->high));
    return out;
}

static char *write_figure(char *out, const struct esc_change *change,
                          const struct esc_estimate *figure, const char *times)
{
    char number[ESC_UNITS_TEXT];
    if (!figure->known)
        strcpy(out, "-");
    else if (change->of == ESC_CHANGE_TIME)
        esc_units_ns(out, figure->median);
    else
        snprintf(out, ESC_CHANGE_TEXT, "%s%s", esc_units_factor(number, figure->median), times);
    return out;
}

char *esc_change_before(char *out, const struct esc_change *change, const char *times)
{
    return write_figure(out, change, &change->before, times);
}

char *esc_change_after(char *out, const struct esc_change *change, const char *times)
{
    return write_figure(out, change, &change->after, times);
}

char *esc_change_p(char *out, const struct esc_change *change)
{
    if (!change->ratio.known)
        out[0] = '\0';
    else if (change->p_holm < 0.001)
        strcpy(out, "<0.001");
    else
        snprintf(out, ESC_CHANGE_TEXT, "%.3f", change->p_holm);
    return out;
}

char *esc_change_place(const struct esc_comparison *comparison, const struct esc_change *change)
{
    const struct esc_variant *variant = &comparison->a->variants[change->a];
    const struct esc_case *bench_case = esc_variant_case(comparison->a, variant);
    char *point = esc_units_point(bench_case, esc_variant_point(comparison->a, variant));
    char *place = esc_format("%s%s%s", bench_case->name, *point != '\0' ? ", " : "", point);
    free(point);
    return place;
}

char *esc_change_row(const struct esc_comparison *comparison, const struct esc_change *change)
{
    const struct esc_variant *a = &comparison->a->variants[change->a];
    const struct esc_go *before = esc_variant_go(comparison->a, a);
    const struct esc_go *after = esc_variant_go(comparison->b, &comparison->b->variants[change->b]);
    if (before == NULL || after == NULL || strcmp(before->version, after->version) == 0)
        return esc_strdup(a->label);
    return esc_format("%s %s→%s", esc_variant_strategy(comparison->a, a)->name, before->version,
                      after->version);
}

/* ---- choosing rows ---- */

size_t esc_changes_count(const struct esc_comparison *comparison, enum esc_change_verdict verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < comparison->change_count; i++)
        count += comparison->changes[i].verdict == verdict;
    return count;
}

static void add_index(struct esc_changes *changes, size_t index)
{
    changes->index = esc_grow(changes->index, &changes->count, sizeof *changes->index);
    changes->index[changes->count - 1] = index;
}

static double size_of(const struct esc_comparison *comparison, size_t index)
{
    return fabs(log(comparison->changes[index].ratio.median));
}

/* By insertion, which keeps the order of equals: there are few that changed. */
static void insert_by_size(struct esc_changes *changes, const struct esc_comparison *comparison,
                           size_t index)
{
    add_index(changes, index);
    for (size_t i = changes->count - 1; i > 0; i--) {
        if (size_of(comparison, changes->index[i - 1]) >= size_of(comparison, index))
            return;
        changes->index[i] = changes->index[i - 1];
        changes->index[i - 1] = index;
    }
}

struct esc_changes esc_changes_resolved(const struct esc_comparison *comparison)
{
    struct esc_changes changes = {0};
    for (size_t i = 0; i < comparison->change_count; i++)
        if (esc_change_resolved(&comparison->changes[i]))
            insert_by_size(&changes, comparison, i);
    return changes;
}

struct esc_changes esc_changes_all(const struct esc_comparison *comparison)
{
    struct esc_changes changes = {0};
    for (size_t i = 0; i < comparison->change_count; i++)
        add_index(&changes, i);
    return changes;
}

static bool is_telling(const struct esc_run *run, const struct esc_change *change)
{
    const struct esc_variant *variant = &run->variants[change->a];
    size_t point = esc_pick_point(run, variant->case_index);
    return change->a == esc_pick_variant(run, variant->case_index, point, 1);
}

/* Of the case's changes of that kind; comparison->change_count: it has none. */
static size_t telling_of(const struct esc_comparison *comparison, enum esc_change_of of,
                         size_t case_index)
{
    size_t found = comparison->change_count;
    int rank = -1; /* 0 any, 1 the heap side, 2 resolved */
    for (size_t i = 0; i < comparison->change_count; i++) {
        const struct esc_change *change = &comparison->changes[i];
        if (change->of != of || comparison->a->variants[change->a].case_index != case_index)
            continue;
        int own = esc_change_resolved(change) ? 2 : is_telling(comparison->a, change);
        if (own > rank ||
            (own == 2 && rank == 2 && size_of(comparison, i) > size_of(comparison, found))) {
            rank = own;
            found = i;
        }
    }
    return found;
}

static struct esc_changes all_of(const struct esc_comparison *comparison, enum esc_change_of of)
{
    struct esc_changes changes = {0};
    for (size_t i = 0; i < comparison->change_count; i++)
        if (comparison->changes[i].of == of)
            add_index(&changes, i);
    return changes;
}

static struct esc_changes one_each(const struct esc_comparison *comparison, enum esc_change_of of)
{
    struct esc_changes changes = {0};
    for (size_t c = 0; c < comparison->a->case_count; c++) {
        size_t telling = telling_of(comparison, of, c);
        if (telling < comparison->change_count)
            add_index(&changes, telling);
    }
    return changes;
}

struct esc_changes esc_changes_shown(const struct esc_comparison *comparison, enum esc_change_of of,
                                     size_t most)
{
    struct esc_changes sorted = {0};
    struct esc_changes changes = all_of(comparison, of);
    if (changes.count > most) {
        free(changes.index);
        changes = one_each(comparison, of);
    }
    for (size_t i = 0; i < changes.count; i++)
        if (esc_change_resolved(&comparison->changes[changes.index[i]]))
            insert_by_size(&sorted, comparison, changes.index[i]);
    for (size_t i = 0; i < changes.count; i++)
        if (!esc_change_resolved(&comparison->changes[changes.index[i]]))
            add_index(&sorted, changes.index[i]);
    free(changes.index);
    return sorted;
}

/* ---- all rows ---- */

static size_t count_resolved(const struct esc_comparison *comparison)
{
    return esc_changes_count(comparison, ESC_CHANGE_SLOWER) +
           esc_changes_count(comparison, ESC_CHANGE_FASTER);
}

/* The words for a direction: times and factors together have no word in common. */
static const char *direction(const struct esc_comparison *comparison,
                             enum esc_change_verdict verdict)
{
    bool up = verdict == ESC_CHANGE_SLOWER;
    bool has[ESC_CHANGE_KINDS] = {false};
    for (size_t i = 0; i < comparison->change_count; i++)
        if (comparison->changes[i].verdict == verdict)
            has[comparison->changes[i].of] = true;
    if (!has[ESC_CHANGE_FACTOR])
        return up ? "slower" : "faster";
    if (!has[ESC_CHANGE_TIME])
        return up ? "larger" : "smaller";
    return up ? "slower or larger" : "faster or smaller";
}

static void add_most(struct esc_text *text, const struct esc_comparison *comparison,
                     enum esc_change_verdict verdict, bool only, const char *times)
{
    char number[ESC_UNITS_TEXT];
    struct esc_changes changes = esc_changes_resolved(comparison);
    for (size_t i = 0; i < changes.count; i++) {
        const struct esc_change *change = &comparison->changes[changes.index[i]];
        if (change->verdict != verdict)
            continue;
        double ratio = change->ratio.median;
        char *place = esc_change_place(comparison, change);
        char *row = esc_change_row(comparison, change);
        esc_text_addf(text, "%s %s, %s (%s%s)", only ? ":" : ", most of all", place, row,
                      esc_units_factor(number, ratio < 1 ? 1 / ratio : ratio), times);
        free(row);
        free(place);
        break;
    }
    free(changes.index);
}

/* "2 of 24 rows are slower, most of all …"; behind another such clause without "of 24 rows". */
static void add_clause(struct esc_text *text, const struct esc_comparison *comparison,
                       enum esc_change_verdict verdict, const char *times)
{
    size_t count = esc_changes_count(comparison, verdict);
    const char *what = esc_comparison_has(comparison, ESC_CHANGE_TIME) ? "row" : "factor";
    if (count == 0)
        return;
    if (text->length > 0)
        esc_text_addf(text, "; %zu", count);
    else
        esc_text_addf(text, "%zu of %zu %s%s", count, comparison->change_count, what,
                      comparison->change_count == 1 ? "" : "s");
    esc_text_addf(text, " %s %s", count == 1 ? "is" : "are", direction(comparison, verdict));
    add_most(text, comparison, verdict, count == 1, times);
}

char *esc_changes_finding(const struct esc_comparison *comparison, const char *times)
{
    struct esc_text text = {0};
    size_t few = esc_changes_count(comparison, ESC_CHANGE_FEW_ROUNDS);
    size_t count = comparison->change_count;
    const char *plural = count == 1 ? "" : "s";
    add_clause(&text, comparison, ESC_CHANGE_SLOWER, times);
    add_clause(&text, comparison, ESC_CHANGE_FASTER, times);
    if (count == 0)
        esc_text_add(&text, "The runs have no row in common that can be compared");
    else if (few == count)
        esc_text_addf(&text, "Too few rounds to show a difference in %zu row%s", count, plural);
    else if (count_resolved(comparison) == 0)
        esc_text_addf(&text, "No difference beyond the noise in %zu row%s", count, plural);
    return esc_text_take(&text);
}

static size_t count_changed_texts(const struct esc_comparison *comparison)
{
    size_t count = 0;
    for (size_t i = 0; i < comparison->a->case_count; i++)
        count += comparison->changed_texts[i];
    return count;
}

enum { NAMED = 5 };

static void add_texts(struct esc_text *text, const struct esc_comparison *comparison)
{
    size_t count = count_changed_texts(comparison);
    size_t named = 0;
    if (count == 0)
        return;
    esc_text_addf(text, "%sthe text of ", text->length > 0 ? "; " : "");
    for (size_t i = 0; i < comparison->a->case_count && named < NAMED; i++)
        if (comparison->changed_texts[i])
            esc_text_addf(text, "%s%s", named++ > 0 ? ", " : "", comparison->a->cases[i].name);
    if (count > named)
        esc_text_addf(text, " and %zu more cases", count - named);
    if (comparison->unknown_texts)
        esc_text_add(text, " (not recorded in a run that is older than this comparison)");
}

static void add_facts(struct esc_text *text, const struct esc_comparison *comparison, bool grave)
{
    for (size_t i = 0; i < comparison->difference_count; i++) {
        const struct esc_contrast *difference = &comparison->differences[i];
        if (difference->grave == grave)
            esc_text_addf(text, "%s%s: %s before, %s after", text->length > 0 ? "; " : "",
                          difference->what, difference->a, difference->b);
    }
}

static void add_releases(struct esc_text *text, const struct esc_comparison *comparison)
{
    const struct esc_run *a = comparison->a;
    const struct esc_run *b = comparison->b;
    if (a->go_count == 1 && b->go_count == 1 && strcmp(a->gos[0].version, b->gos[0].version) != 0)
        esc_text_addf(text, "%sGo: %s before, %s after", text->length > 0 ? "; " : "",
                      a->gos[0].version, b->gos[0].version);
}

char *esc_changes_warning(const struct esc_comparison *comparison)
{
    struct esc_text text = {0};
    if (!esc_comparison_has(comparison, ESC_CHANGE_FACTOR) && comparison->baseless == 0)
        return NULL;
    add_facts(&text, comparison, true);
    add_texts(&text, comparison);
    add_releases(&text, comparison);
    char *what = esc_text_take(&text);
    const char *which = esc_comparison_has(comparison, ESC_CHANGE_TIME)
                            ? "Of some rows only factors"
                            : "Only factors";
    const char *why = comparison->factors_asked ? ", as asked for" : "";
    const char *differ = *what != '\0' ? ", for these runs differ: " : "";
    char *warning =
        esc_format("%s are compared, each row against its stack side in its own run%s%s%s.", which,
                   why, differ, what);
    free(what);
    return warning;
}

char *esc_changes_besides(const struct esc_comparison *comparison)
{
    struct esc_text text = {0};
    add_facts(&text, comparison, false);
    return text.length > 0 ? esc_text_take(&text) : NULL;
}

char *esc_changes_method(const struct esc_comparison *comparison)
{
    if (comparison->paired)
        return esc_format(
            "Round by round: both runs took their samples in the same order. Median "
            "of the rounds' ratios, sign test; p corrected for %zu rows (Holm).",
            comparison->tested);
    return esc_format(
        "All rounds of a run as one sample, not paired: %s. Mann-Whitney U, "
        "Hodges-Lehmann ratio; p corrected for %zu rows (Holm).",
        comparison->unpaired, comparison->tested);
}

/* The controls by name: "a-a". */
static char *controls_of(const struct esc_run *run)
{
    struct esc_text names = {0};
    for (size_t i = 0; i < run->case_count; i++)
        if (run->cases[i].control)
            esc_text_addf(&names, "%s%s", names.length > 0 ? ", " : "", run->cases[i].name);
    return esc_text_take(&names);
}

/* "times within 2 % and factors within 1 % and the spread of a row's rounds", of what is compared.
 */
static char *limits_of(const struct esc_comparison *comparison)
{
    static const char *const names[] = {"times", "factors"};
    struct esc_text text = {0};
    for (int of = 0; of < ESC_CHANGE_KINDS; of++)
        if (esc_comparison_has(comparison, (enum esc_change_of)of))
            esc_text_addf(&text, "%s%s within %.2g %%%s", text.length > 0 ? ", of " : "", names[of],
                          100 * comparison->noise[of],
                          of == ESC_CHANGE_FACTOR && comparison->noise_of != ESC_NOISE_OF_USER
                              ? " and the spread of the row's rounds"
                              : "");
    return esc_text_take(&text);
}

char *esc_changes_noise(const struct esc_comparison *comparison)
{
    static const char *const why[] = {
        [ESC_NOISE_OF_USER] = "as asked for",
        [ESC_NOISE_OF_NOTHING] =
            "these runs have no control in common that would tell how far "
            "the same code moves",
    };
    if (comparison->change_count == 0)
        return NULL;
    char *names = controls_of(comparison->a);
    char *limits = limits_of(comparison);
    char *reason = comparison->noise_of == ESC_NOISE_OF_CONTROL
                       ? esc_format(
                             "so far the control (%s), which is the same code, moved "
                             "between the runs, or may have%s",
                             names,
                             esc_comparison_has(comparison, ESC_CHANGE_FACTOR)
                                 ? " (in its factor, or a quarter of that in time)"
                                 : "")
                       : esc_strdup(why[comparison->noise_of]);
    char *words = esc_format("No difference is claimed of %s: %s.", limits, reason);
    free(reason);
    free(limits);
    free(names);
    return words;
}

char *esc_changes_shared(const struct esc_comparison *comparison)
{
    bool before = esc_run_disturbed_part(comparison->a) > ESC_SHARED_RUN_PART;
    bool after = esc_run_disturbed_part(comparison->b) > ESC_SHARED_RUN_PART;
    if (!before && !after)
        return NULL;
    return esc_format(
        "other programs had the processor in too many samples of %s; what differs "
        "here may be theirs",
        before && after ? "both runs"
        : before        ? "the run before"
                        : "the run after");
}

char *esc_changes_legend(const struct esc_comparison *comparison)
{
    static const struct {
        enum esc_change_verdict verdict;
        const char *meaning;
    } rows[] = {
        {ESC_CHANGE_NONE, "none was shown, which does not say that there is none"},
        {ESC_CHANGE_WITHIN_NOISE, "shown, but not surely larger than the noise"},
        {ESC_CHANGE_FEW_ROUNDS, "for so many rows, so few rounds could show none"},
        {ESC_CHANGE_CLOCK_LIMITED, "a side ran too short for the clock"},
        {ESC_CHANGE_FAILED, "a side has no figures"},
    };
    struct esc_text text = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct esc_change change = {.verdict = rows[i].verdict};
        size_t count = esc_changes_count(comparison, rows[i].verdict);
        if (count > 0)
            esc_text_addf(&text, "%s%zu %s: %s", text.length > 0 ? "; " : "", count,
                          esc_change_verdict_words(&change), rows[i].meaning);
    }
    return text.length > 0 ? esc_text_take(&text) : NULL;
}

char *esc_changes_only(const struct esc_run *run, const size_t *variants, size_t count)
{
    struct esc_text text = {0};
    if (count == 0)
        return NULL;
    for (size_t i = 0; i < count && i < NAMED; i++)
        esc_text_addf(&text, "%s%s", i > 0 ? ", " : "", run->variants[variants[i]].name);
    if (count > NAMED)
        esc_text_addf(&text, " and %zu more", count - NAMED);
    return esc_text_take(&text);
}

char *esc_changes_run(const struct esc_run *run)
{
    struct esc_text text = {0};
    esc_text_addf(&text, "%s, %u round%s", run->id, run->rounds_done,
                  run->rounds_done == 1 ? "" : "s");
    if (run->started != NULL)
        esc_text_addf(&text, ", %.10s %.5s", run->started,
                      strlen(run->started) >= 16 ? run->started + 11 : "");
    if (run->interrupted || run->rounds_done < run->rounds)
        esc_text_addf(&text, " (interrupted: %u planned)", run->rounds);
    double part = esc_run_disturbed_part(run);
    if (part > ESC_SHARED_RUN_PART)
        esc_text_addf(&text, ", %.0f %% of samples interrupted", 100 * part);
    return esc_text_take(&text);
}
