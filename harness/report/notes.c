/*
 * Failures, legend and closing lines. See notes.h for the contracts.
 */
#include "report/notes.h"

#include "base/memory.h"
#include "words/outlier.h"
#include "words/price.h"
#include "words/units.h"
#include "words/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES_NAMED = 3 };

static bool failed_in(const struct esc_variant *variant, size_t case_index)
{
    return variant->case_index == case_index && variant->status != ESC_STATUS_OK;
}

static bool same_failure(const struct esc_variant *one, const struct esc_variant *other)
{
    const char *texts[] = {one->message != NULL ? one->message : "",
                           other->message != NULL ? other->message : ""};
    return one->status == other->status && strcmp(texts[0], texts[1]) == 0;
}

static bool told_before(const struct esc_run *run, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (failed_in(&run->variants[i], run->variants[index].case_index) &&
            same_failure(&run->variants[i], &run->variants[index]))
            return true;
    return false;
}

static bool names_itself(const struct esc_variant *variant)
{
    return variant->message != NULL &&
           strncmp(variant->message, variant->label, strlen(variant->label)) == 0;
}

/* "heap (size 64 B)"; without the label where the message opens with it. Caller frees. */
static char *place_of(const struct esc_run *run, const struct esc_variant *variant)
{
    char *point = esc_units_point(esc_variant_case(run, variant), esc_variant_point(run, variant));
    if (names_itself(variant))
        return point;
    char *place =
        *point != '\0' ? esc_format("%s (%s)", variant->label, point) : esc_strdup(variant->label);
    free(point);
    return place;
}

/* Where the same failure struck: the first places, "and 4 more". Caller frees. */
static char *places_of(const struct esc_run *run, size_t first)
{
    struct esc_text places = {0};
    size_t count = 0;
    const struct esc_variant *told = &run->variants[first];
    for (size_t i = first; i < run->variant_count; i++) {
        const struct esc_variant *variant = &run->variants[i];
        if (!failed_in(variant, told->case_index) || !same_failure(variant, told) ||
            ++count > PLACES_NAMED)
            continue;
        char *place = place_of(run, variant);
        esc_text_addf(&places, "%s%s", count > 1 ? ", " : "", place);
        free(place);
    }
    if (count > PLACES_NAMED)
        esc_text_addf(&places, " and %zu more", count - PLACES_NAMED);
    return esc_text_take(&places);
}

void esc_notes_failures(const struct esc_run *run, size_t case_index,
                        const struct esc_terminal *terminal, FILE *out)
{
    for (size_t i = 0; i < run->variant_count; i++) {
        const struct esc_variant *variant = &run->variants[i];
        if (!failed_in(variant, case_index) || told_before(run, i))
            continue;
        char *places = places_of(run, i);
        const char *cause =
            variant->message != NULL ? variant->message : esc_status_words(variant->status);
        char *sentence = esc_format("%s%s%s", places, *places != '\0' ? ": " : "", cause);
        esc_ink_wrap(out, terminal, INK_FAILED, "  ", sentence);
        free(sentence);
        free(places);
    }
}

void esc_notes_noise_floor(const struct esc_run *run, const struct esc_terminal *terminal,
                           FILE *out)
{
    double low = INFINITY;
    double high = -INFINITY;
    const char *name = NULL;
    for (size_t i = 0; i < run->pair_count; i++) {
        const struct esc_pair *pair = &run->pairs[i];
        const struct esc_case *bench_case = esc_variant_case(run, &run->variants[pair->other]);
        if (!bench_case->control || pair->factor.confidence < ESC_CONFIDENCE)
            continue;
        low = fmin(low, pair->factor.low);
        high = fmax(high, pair->factor.high);
        name = bench_case->name;
    }
    if (name == NULL)
        return;
    char from[ESC_UNITS_TEXT];
    char to[ESC_UNITS_TEXT];
    const char *times = esc_ink_times(terminal);
    char *text = esc_format(
        "%s runs the same code on both sides: %s%s to %s%s. A factor in that "
        "range means nothing in this run.",
        name, esc_units_factor(from, low), times, esc_units_factor(to, high), times);
    esc_ink_wrap(out, terminal, INK_PLAIN, "Noise floor  ", text);
    free(text);
}

static bool is_given(const struct esc_run *run, enum esc_verdict verdict)
{
    for (size_t i = 0; i < run->pair_count; i++)
        if (run->pairs[i].verdict == verdict)
            return true;
    return false;
}

static bool any_is_shared(const struct esc_run *run)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (esc_figures_shared(&run->figures[v]))
            return true;
    return false;
}

static void print_legend(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    struct esc_text text = {0};
    esc_text_addf(&text,
                  "Medians with the %sinterval of the factor. price: heap - stack. "
                  "GC/M: collections per million operations. GC: the collector's share of "
                  "CPU time.",
                  is_given(run, ESC_VERDICT_FEW_ROUNDS) ? "" : "95 % ");
    for (int verdict = ESC_VERDICT_OK; verdict <= ESC_VERDICT_FAILED; verdict++) {
        const char *meaning = esc_verdict_meaning((enum esc_verdict)verdict);
        if (is_given(run, (enum esc_verdict)verdict) && meaning != NULL)
            esc_text_addf(&text, " %s", meaning);
    }
    if (esc_price_any_whole(run))
        esc_text_add(&text, " " ESC_PRICE_MEANING ": the sides differ in more.");
    if (any_is_shared(run))
        esc_text_add(&text,
                     " ! shared: in more than a quarter of this row's samples another program "
                     "had the processor.");
    char *words = esc_text_take(&text);
    esc_ink_wrap(out, terminal, INK_MUTED, "Words        ", words);
    free(words);
}

static bool is_used(const struct esc_run *run, enum esc_runtime_id id)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].runtime == id)
            return true;
    return false;
}

/* "real Go (go1.19.8, go1.27.3)": the label of its rows may not say which. */
static void add_releases(const struct esc_run *run, struct esc_text *text)
{
    for (size_t i = 0; i < run->go_count; i++)
        esc_text_addf(text, "%s%s", i == 0 ? " (" : ", ", run->gos[i].version);
    if (run->go_count > 0)
        esc_text_add(text, ")");
}

/* Which runtimes served the heap sides. */
static void print_runtimes(const struct esc_run *run, const struct esc_terminal *terminal,
                           FILE *out)
{
    struct esc_text text = {0};
    for (size_t id = 0; id < ESC_RUNTIMES; id++) {
        if (!is_used(run, (enum esc_runtime_id)id))
            continue;
        esc_text_addf(&text, "%s%s: %s", text.length > 0 ? "; " : "",
                      esc_runtime_name((enum esc_runtime_id)id),
                      esc_runtime_title((enum esc_runtime_id)id));
        if (id == ESC_RUNTIME_GO)
            add_releases(run, &text);
    }
    char *words = esc_text_take(&text);
    if (*words != '\0')
        esc_ink_wrap(out, terminal, INK_PLAIN, "Heap         ", words);
    free(words);
}

void esc_notes_rounds(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    struct esc_text text = {0};
    char share[ESC_UNITS_TEXT];
    esc_text_addf(&text, "%u of %u rounds (%s), seed %llu, %.1f s, of which %.1f s timed work",
                  run->rounds_done, run->rounds, esc_preset_name(run->preset),
                  (unsigned long long)run->seed, run->wall_s, run->timed_s);
    if (run->wall_s > 0)
        esc_text_addf(&text, " (%s)", esc_units_percent(share, run->timed_s / run->wall_s));
    if (run->build_s > 0)
        esc_text_addf(&text, ", build %.1f s before", run->build_s);
    esc_text_add(&text, run->interrupted ? "; interrupted, `--resume` goes on." : ".");
    char *words = esc_text_take(&text);
    esc_ink_wrap(out, terminal, INK_PLAIN, "Run          ", words);
    free(words);
}

char *esc_notes_findings(const struct esc_run *run)
{
    struct esc_text text = {0};
    for (size_t i = 0; i < run->machine.finding_count; i++) {
        const struct esc_finding *finding = &run->machine.findings[i];
        if (finding->state == ESC_FINDING_WARN)
            esc_text_addf(&text, "%s%s: %s", text.length > 0 ? "; " : "", finding->name,
                          finding->value);
    }
    return text.length > 0 ? esc_text_take(&text) : NULL;
}

/* Only what affects figures; the doctor tells what to do about it. */
static void print_machine(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    char *words = esc_notes_findings(run);
    if (words == NULL)
        return;
    char *sentence = esc_format("affects the figures: %s. `make doctor` tells more.", words);
    esc_ink_wrap(out, terminal, INK_PLAIN, "Machine      ", sentence);
    free(sentence);
    free(words);
}

void esc_notes_shared(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    char share[ESC_UNITS_TEXT];
    double part = esc_run_disturbed_part(run);
    if (part <= ESC_SHARED_RUN_PART)
        return;
    char *text = esc_format(
        "this machine was shared: %s of samples were interrupted; do not quote "
        "these factors",
        esc_units_percent(share, part));
    esc_ink_wrap(out, terminal, INK_FAILED, "Shared       ", text);
    free(text);
}

static void print_outliers(const struct esc_run *run, const struct esc_terminal *terminal,
                           FILE *out)
{
    char *note = esc_outliers_note(run);
    if (note != NULL)
        esc_ink_wrap(out, terminal, INK_MUTED, "Outliers     ", note);
    free(note);
}

static size_t count_failed(const struct esc_run *run)
{
    size_t failed = 0;
    for (size_t i = 0; i < run->variant_count; i++)
        failed += run->variants[i].status != ESC_STATUS_OK;
    return failed;
}

void esc_notes_failed(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    size_t failed = count_failed(run);
    if (failed == 0)
        return;
    char *text =
        esc_format("%zu of %zu rows have no figures, see the table.", failed, run->variant_count);
    esc_ink_wrap(out, terminal, INK_FAILED, "Failed       ", text);
    free(text);
}

void esc_notes_closing(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    print_legend(run, terminal, out);
    print_runtimes(run, terminal, out);
    esc_notes_noise_floor(run, terminal, out);
    print_machine(run, terminal, out);
    print_outliers(run, terminal, out);
    esc_notes_rounds(run, terminal, out);
    esc_notes_failed(run, terminal, out);
    esc_notes_shared(run, terminal, out);
    /* Never broken: a path is copied whole. */
    fputs("Results      ", out);
    esc_ink_put(out, terminal, INK_BOLD, run->folder != NULL ? run->folder : "");
    fputc('\n', out);
}
