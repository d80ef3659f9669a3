/*
 * Sentences about a run. See remarks.h for the contracts.
 */
#include "words/remarks.h"

#include "base/memory.h"
#include "base/text.h"
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

char *esc_remark_failure(const struct esc_run *run, size_t index)
{
    const struct esc_variant *variant = &run->variants[index];
    if (variant->status == ESC_STATUS_OK || told_before(run, index))
        return NULL;
    char *places = places_of(run, index);
    const char *cause =
        variant->message != NULL ? variant->message : esc_status_words(variant->status);
    char *sentence = esc_format("%s%s%s", places, *places != '\0' ? ": " : "", cause);
    free(places);
    return sentence;
}

/* NULL instead of nothing. */
static char *take(struct esc_text *text)
{
    return text->length > 0 ? esc_text_take(text) : NULL;
}

char *esc_remark_noise_floor(const struct esc_run *run, const char *times)
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
        return NULL;
    char from[ESC_UNITS_TEXT];
    char to[ESC_UNITS_TEXT];
    return esc_format(
        "%s runs the same code on both sides: %s%s to %s%s. A factor in that "
        "range means nothing in this run.",
        name, esc_units_factor(from, low), times, esc_units_factor(to, high), times);
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

char *esc_remark_legend(const struct esc_run *run)
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
    return esc_text_take(&text);
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

char *esc_remark_runtimes(const struct esc_run *run)
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
    return take(&text);
}

char *esc_remark_rounds(const struct esc_run *run)
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
    return esc_text_take(&text);
}

char *esc_remark_machine(const struct esc_run *run)
{
    struct esc_text text = {0};
    size_t count = 0;
    for (size_t i = 0; i < run->machine.finding_count; i++) {
        const struct esc_finding *finding = &run->machine.findings[i];
        if (finding->state == ESC_FINDING_WARN)
            esc_text_addf(&text, "%s%s: %s",
                          count++ > 0 ? "; " : "affects the figures: ", finding->name,
                          finding->value);
    }
    if (count > 0)
        esc_text_add(&text, ". `make doctor` tells more.");
    return take(&text);
}

char *esc_remark_shared(const struct esc_run *run)
{
    char share[ESC_UNITS_TEXT];
    double part = esc_run_disturbed_part(run);
    if (part <= ESC_SHARED_RUN_PART)
        return NULL;
    return esc_format(
        "this machine was shared: %s of samples were interrupted; do not quote "
        "these factors",
        esc_units_percent(share, part));
}

static size_t count_failed(const struct esc_run *run)
{
    size_t failed = 0;
    for (size_t i = 0; i < run->variant_count; i++)
        failed += run->variants[i].status != ESC_STATUS_OK;
    return failed;
}

char *esc_remark_failed(const struct esc_run *run)
{
    size_t failed = count_failed(run);
    if (failed == 0)
        return NULL;
    return esc_format("%zu of %zu rows have no figures", failed, run->variant_count);
}
