/*
 * A run as plain data: words, growing and clean-up. See run.h for the contracts.
 */
#include "noun/run.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    uint32_t rounds;
} presets[ESC_PRESETS] = {
    [ESC_PRESET_QUICK] = {"quick", 12},
    [ESC_PRESET_NORMAL] = {"normal", 20},
    [ESC_PRESET_THOROUGH] = {"thorough", 50},
};

const char *esc_preset_name(enum esc_preset preset)
{
    return presets[preset].name;
}

bool esc_preset_find(const char *name, enum esc_preset *preset)
{
    for (size_t i = 0; i < ESC_PRESETS; i++) {
        if (strcmp(presets[i].name, name) != 0)
            continue;
        *preset = (enum esc_preset)i;
        return true;
    }
    return false;
}

uint32_t esc_preset_rounds(enum esc_preset preset)
{
    return presets[preset].rounds;
}

bool esc_estimate_has_interval(const struct esc_estimate *estimate)
{
    return estimate->known && estimate->confidence > 0;
}

const char *esc_verdict_words(enum esc_verdict verdict)
{
    static const char *const words[] = {
        "ok", "noisy", "not resolved", "too few rounds", "clock-limited", "failed"};
    return words[verdict];
}

static void *copy_array(const void *items, size_t count, size_t size)
{
    if (count == 0)
        return NULL;
    void *copy = esc_calloc(count, size);
    memcpy(copy, items, count * size);
    return copy;
}

bool esc_figures_shared(const struct esc_figures *figures)
{
    return (double)figures->disturbed > ESC_SHARED_PART * (double)figures->ns_per_op.n;
}

bool esc_record_is_disturbed(const struct esc_record *record)
{
    return record->status == ESC_STATUS_OK &&
           esc_is_disturbed(&record->disturbance, record->wall_ns);
}

double esc_run_disturbed_part(const struct esc_run *run)
{
    size_t disturbed = 0;
    for (size_t i = 0; i < run->record_count; i++)
        disturbed += esc_record_is_disturbed(&run->records[i]);
    return run->record_count > 0 ? (double)disturbed / (double)run->record_count : 0;
}

double esc_record_ns_per_op(const struct esc_record *record)
{
    return (double)esc_work_ns(&record->disturbance, record->wall_ns) / (double)record->iterations;
}

struct esc_record *esc_run_add_record(struct esc_run *run, uint32_t round, size_t variant,
                                      const struct esc_sample *sample, bool keep_heap)
{
    run->records = esc_grow(run->records, &run->record_count, sizeof *run->records);
    struct esc_record *record = &run->records[run->record_count - 1];
    *record = (struct esc_record){
        .round = round,
        .order = (uint32_t)(run->record_count - 1),
        .variant = variant,
        .status = sample->status,
        .iterations = sample->iterations,
        .checksum = sample->checksum,
        .wall_ns = sample->wall_ns,
        .cpu_ns = sample->cpu_ns,
        .child_wall_ns = sample->child_wall_ns,
        .disturbance = sample->disturbance,
        .gc = sample->gc,
        .cycle_count = sample->cycle_count,
        .heap_count = keep_heap ? sample->heap_point_count : 0,
    };
    record->cycles = copy_array(sample->cycles, record->cycle_count, sizeof *sample->cycles);
    record->heap = copy_array(sample->heap, record->heap_count, sizeof *sample->heap);
    return record;
}

const struct esc_case *esc_variant_case(const struct esc_run *run,
                                        const struct esc_variant *variant)
{
    return &run->cases[variant->case_index];
}

const struct esc_point *esc_variant_point(const struct esc_run *run,
                                          const struct esc_variant *variant)
{
    return &esc_variant_case(run, variant)->points[variant->point];
}

const struct esc_strategy *esc_variant_strategy(const struct esc_run *run,
                                                const struct esc_variant *variant)
{
    return &esc_variant_case(run, variant)->strategies[variant->strategy];
}

static bool same_group(const struct esc_variant *a, const struct esc_variant *b)
{
    return a->case_index == b->case_index && a->point == b->point;
}

/* C beside C, whatever serves its heap; Go beside the same release. */
static bool same_side(const struct esc_variant *a, const struct esc_variant *b)
{
    bool go = a->runtime == ESC_RUNTIME_GO;
    return go == (b->runtime == ESC_RUNTIME_GO) && (!go || a->go == b->go);
}

size_t esc_variant_base(const struct esc_run *run, size_t index)
{
    size_t base = run->variant_count;
    const struct esc_variant *variant = &run->variants[index];
    size_t first = index;
    while (first > 0 && same_group(&run->variants[first - 1], variant))
        first--;
    for (size_t v = first; v < run->variant_count && same_group(&run->variants[v], variant); v++)
        if (run->variants[v].strategy == 0 && same_side(&run->variants[v], variant)) {
            if (run->variants[v].runtime == variant->runtime)
                return v;
            base = base == run->variant_count ? v : base;
        }
    return base;
}

size_t esc_variant_earlier(const struct esc_run *run, size_t index)
{
    const struct esc_variant *variant = &run->variants[index];
    if (!esc_runtime_is_model(variant->runtime))
        return run->variant_count;
    for (size_t v = index; v-- > 0 && same_group(&run->variants[v], variant);)
        if (run->variants[v].strategy == variant->strategy &&
            esc_runtime_is_model(run->variants[v].runtime))
            return v;
    return run->variant_count;
}

size_t esc_run_find_c(const struct esc_run *run, size_t case_index, size_t point, size_t strategy)
{
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        if (variant->case_index == case_index && variant->point == point &&
            variant->strategy == strategy && variant->runtime != ESC_RUNTIME_GO)
            return v;
    }
    return run->variant_count;
}

const struct esc_go *esc_variant_go(const struct esc_run *run, const struct esc_variant *variant)
{
    return variant->runtime == ESC_RUNTIME_GO ? &run->gos[variant->go] : NULL;
}

void esc_variant_fail(struct esc_variant *variant, enum esc_status status, const char *format, ...)
{
    if (variant->status != ESC_STATUS_OK)
        return;
    va_list arguments;
    va_start(arguments, format);
    char *message = NULL;
    if (vasprintf(&message, format, arguments) < 0)
        message = NULL;
    va_end(arguments);
    variant->message = esc_utf8_visible(message);
    free(message);
    variant->status = status;
}

static void free_variant(struct esc_variant *variant)
{
    free(variant->label);
    free(variant->name);
    free(variant->go_name);
    free(variant->message);
}

static void free_record(struct esc_record *record)
{
    free(record->cycles);
    free(record->heap);
}

enum { GONE = -1 };

/* Where each variant is afterwards, or GONE. Caller frees. */
static ptrdiff_t *keep_variants(struct esc_run *run, const bool *kept)
{
    ptrdiff_t *places = esc_calloc(run->variant_count, sizeof *places);
    size_t count = 0;
    for (size_t v = 0; v < run->variant_count; v++) {
        if (!kept[run->variants[v].case_index]) {
            free_variant(&run->variants[v]);
            places[v] = GONE;
            continue;
        }
        run->variants[count] = run->variants[v];
        places[v] = (ptrdiff_t)count++;
    }
    run->variant_count = count;
    return places;
}

void esc_run_keep_cases(struct esc_run *run, const bool *kept)
{
    ptrdiff_t *places = keep_variants(run, kept);
    size_t records = 0;
    for (size_t r = 0; r < run->record_count; r++) {
        struct esc_record record = run->records[r];
        if (places[record.variant] == GONE) {
            free_record(&record);
            continue;
        }
        record.variant = (size_t)places[record.variant];
        run->records[records++] = record;
    }
    run->record_count = records;
    run->pair_count = run->release_count = 0;
    free(places);
}

void esc_run_free(struct esc_run *run)
{
    for (size_t i = 0; i < run->case_count; i++)
        esc_case_free(&run->cases[i]);
    for (size_t i = 0; i < run->variant_count; i++)
        free_variant(&run->variants[i]);
    for (size_t i = 0; i < run->record_count; i++)
        free_record(&run->records[i]);
    for (size_t i = 0; i < run->go_count; i++)
        esc_go_free(&run->gos[i]);
    esc_machine_free(&run->machine);
    free(run->id);
    free(run->folder);
    free(run->started);
    free(run->point);
    free(run->gos);
    free(run->cases);
    free(run->variants);
    free(run->records);
    free(run->figures);
    free(run->pairs);
    free(run->releases);
    *run = (struct esc_run){0};
}

int esc_run_minor(const struct esc_run *run)
{
    const bool later = run->runtimes[ESC_RUNTIME_GOHEAP_1_27] && !run->runtimes[ESC_RUNTIME_GOHEAP];
    return later ? esc_runtime_minor(ESC_RUNTIME_GOHEAP_1_27) : 0;
}

int esc_run_minor_of(const struct esc_run *run, enum esc_runtime_id runtime)
{
    int minor = esc_run_minor(run);
    return minor != 0 ? minor : esc_runtime_minor(runtime);
}
