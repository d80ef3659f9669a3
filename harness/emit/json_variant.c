/*
 * Variants, figures and pairs as JSON. See json.h.
 */
#include "base/memory.h"
#include "emit/json.h"

#include <stddef.h>
#include <string.h>

void esc_json_set_estimate(json_t *object, const char *key, const struct esc_estimate *estimate)
{
    if (!estimate->known)
        return;
    json_t *value = json_object();
    esc_json_set_real(value, "median", estimate->median);
    if (esc_estimate_has_interval(estimate)) {
        esc_json_set_real(value, "low", estimate->low);
        esc_json_set_real(value, "high", estimate->high);
    }
    esc_json_set_real(value, "confidence", estimate->confidence);
    esc_json_set_whole(value, "n", (int64_t)estimate->n);
    json_object_set_new(object, key, value);
}

static struct esc_estimate get_estimate(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_object(value))
        return (struct esc_estimate){0};
    double median = esc_json_get_real(value, "median", 0);
    return (struct esc_estimate){
        .known = true,
        .median = median,
        .low = esc_json_get_real(value, "low", median),
        .high = esc_json_get_real(value, "high", median),
        .confidence = esc_json_get_real(value, "confidence", 0),
        .n = (size_t)esc_json_get_whole(value, "n", 0),
    };
}

#define ESTIMATE(member)                                                                           \
    {                                                                                              \
#member, offsetof(struct esc_figures, member)                                              \
    }

static const struct {
    const char *key;
    size_t offset;
} estimates[] = {ESTIMATE(ns_per_op), ESTIMATE(cpu_ns_per_op), ESTIMATE(cycles_per_mop),
                 ESTIMATE(gc_share), ESTIMATE(pause_ns)};

static struct esc_estimate *estimate_at(const struct esc_figures *figures, size_t index)
{
    return (struct esc_estimate *)((char *)figures + estimates[index].offset);
}

static json_t *figures_json(const struct esc_figures *figures)
{
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof estimates / sizeof *estimates; i++)
        esc_json_set_estimate(object, estimates[i].key, estimate_at(figures, i));
    if (figures->ns_per_op.known) {
        esc_json_set_real(object, "min_ns_per_op", figures->min_ns_per_op);
        esc_json_set_real(object, "max_ns_per_op", figures->max_ns_per_op);
        esc_json_set_real(object, "noise", figures->noise);
        esc_json_set_whole(object, "disturbed", (int64_t)figures->disturbed);
    }
    esc_json_set_known(object, "pause_p99_ns", figures->pause_p99_ns);
    esc_json_set_known(object, "pause_max_ns", figures->pause_max_ns);
    esc_json_set_known(object, "stw_ns_per_mop", figures->stw_ns_per_mop);
    return object;
}

static void read_figures(const json_t *object, struct esc_figures *figures)
{
    for (size_t i = 0; i < sizeof estimates / sizeof *estimates; i++)
        *estimate_at(figures, i) = get_estimate(object, estimates[i].key);
    figures->min_ns_per_op = esc_json_get_real(object, "min_ns_per_op", 0);
    figures->max_ns_per_op = esc_json_get_real(object, "max_ns_per_op", 0);
    figures->noise = esc_json_get_real(object, "noise", 0);
    figures->disturbed = (size_t)esc_json_get_whole(object, "disturbed", 0);
    figures->pause_p99_ns = esc_json_get_real(object, "pause_p99_ns", -1);
    figures->pause_max_ns = esc_json_get_real(object, "pause_max_ns", -1);
    figures->stw_ns_per_mop = esc_json_get_real(object, "stw_ns_per_mop", -1);
}

json_t *esc_json_variant(const struct esc_variant *variant, const struct esc_figures *figures)
{
    json_t *object = json_object();
    esc_json_set_text(object, "name", variant->name);
    esc_json_set_text(object, "go_name", variant->go_name);
    esc_json_set_text(object, "label", variant->label);
    esc_json_set_whole(object, "case", (int64_t)variant->case_index);
    esc_json_set_whole(object, "point", (int64_t)variant->point);
    esc_json_set_whole(object, "strategy", (int64_t)variant->strategy);
    if (variant->runtime != ESC_RUNTIME_NONE)
        esc_json_set_text(object, "runtime", esc_runtime_name(variant->runtime));
    if (variant->runtime == ESC_RUNTIME_GO)
        esc_json_set_whole(object, "go", (int64_t)variant->go);
    esc_json_set_whole(object, "iterations", (int64_t)variant->iterations);
    esc_json_set_known(object, "allocs_per_op", variant->allocs_per_op);
    esc_json_set_known(object, "bytes_per_op", variant->bytes_per_op);
    esc_json_set_known(object, "requested_bytes_per_op", variant->requested_bytes_per_op);
    esc_json_set_text(object, "status", esc_status_key(variant->status));
    esc_json_set_text(object, "message", variant->message);
    if (figures != NULL)
        json_object_set_new(object, "figures", figures_json(figures));
    return object;
}

bool esc_json_read_variant(const json_t *object, struct esc_variant *variant,
                           struct esc_figures *figures)
{
    const char *runtime = json_string_value(json_object_get(object, "runtime"));
    const char *status = json_string_value(json_object_get(object, "status"));
    variant->name = esc_json_get_text(object, "name");
    variant->go_name = esc_json_get_text(object, "go_name");
    variant->label = esc_json_get_text(object, "label");
    variant->message = esc_json_get_text(object, "message");
    variant->case_index = (size_t)esc_json_get_whole(object, "case", -1);
    variant->point = (size_t)esc_json_get_whole(object, "point", -1);
    variant->strategy = (size_t)esc_json_get_whole(object, "strategy", -1);
    variant->runtime = ESC_RUNTIME_NONE;
    variant->go = (size_t)esc_json_get_whole(object, "go", 0);
    variant->iterations = (uint64_t)esc_json_get_whole(object, "iterations", 0);
    variant->allocs_per_op = esc_json_get_real(object, "allocs_per_op", -1);
    variant->bytes_per_op = esc_json_get_real(object, "bytes_per_op", -1);
    variant->requested_bytes_per_op = esc_json_get_real(object, "requested_bytes_per_op", -1);
    if (figures != NULL && json_is_object(json_object_get(object, "figures")))
        read_figures(json_object_get(object, "figures"), figures);
    return variant->name != NULL && variant->go_name != NULL && variant->label != NULL &&
           status != NULL && esc_status_find(status, &variant->status) &&
           (runtime == NULL || esc_runtime_find(runtime, &variant->runtime));
}

bool esc_json_holds(const struct esc_run *run, const struct esc_variant *variant)
{
    return variant->case_index < run->case_count &&
           variant->point < run->cases[variant->case_index].point_count &&
           variant->strategy < run->cases[variant->case_index].strategy_count &&
           (variant->runtime != ESC_RUNTIME_GO || variant->go < run->go_count);
}

/* "escape" or "remedy", of the heap side; NULL of all other pairs. */
static const char *price_of(const struct esc_run *run, const struct esc_pair *pair)
{
    const struct esc_variant *other = &run->variants[pair->other];
    if (other->strategy != 1)
        return NULL;
    return esc_variant_case(run, other)->differs != NULL ? "remedy" : "escape";
}

json_t *esc_json_pair(const struct esc_run *run, const struct esc_pair *pair)
{
    json_t *object = json_object();
    esc_json_set_whole(object, "base", (int64_t)pair->base);
    esc_json_set_whole(object, "other", (int64_t)pair->other);
    esc_json_set_text(object, "base_name", run->variants[pair->base].name);
    esc_json_set_text(object, "other_name", run->variants[pair->other].name);
    esc_json_set_estimate(object, "factor", &pair->factor);
    esc_json_set_estimate(object, "price_ns", &pair->price_ns);
    esc_json_set_text(object, "price_of", price_of(run, pair));
    esc_json_set_text(object, "verdict", esc_verdict_words(pair->verdict));
    return object;
}

static bool find_verdict(const char *words, enum esc_verdict *verdict)
{
    for (int id = 0; words != NULL && id <= ESC_VERDICT_FAILED; id++) {
        if (strcmp(esc_verdict_words((enum esc_verdict)id), words) != 0)
            continue;
        *verdict = (enum esc_verdict)id;
        return true;
    }
    return false;
}

/* Runs from before there was the word judged few rounds like many. */
static bool is_of_few_rounds(const struct esc_pair *pair)
{
    bool judged = pair->verdict == ESC_VERDICT_OK || pair->verdict == ESC_VERDICT_NOISY ||
                  pair->verdict == ESC_VERDICT_NOT_RESOLVED;
    return judged && pair->factor.known && pair->factor.confidence < ESC_CONFIDENCE;
}

bool esc_json_read_pair(const json_t *object, struct esc_pair *pair)
{
    pair->base = (size_t)esc_json_get_whole(object, "base", -1);
    pair->other = (size_t)esc_json_get_whole(object, "other", -1);
    pair->factor = get_estimate(object, "factor");
    pair->price_ns = get_estimate(object, "price_ns");
    if (!find_verdict(json_string_value(json_object_get(object, "verdict")), &pair->verdict))
        return false;
    if (is_of_few_rounds(pair))
        pair->verdict = ESC_VERDICT_FEW_ROUNDS;
    return true;
}
