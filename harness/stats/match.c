/*
 * Facts, rows and rounds of two runs. See match.h for the contracts.
 */
#include "stats/match.h"

#include "base/memory.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- facts ---- */

static const struct {
    const char *what;
    size_t offset;
    bool grave;
} texts[] = {
    {"processor", offsetof(struct esc_machine, cpu), true},
    {"compiler", offsetof(struct esc_machine, compiler), true},
    {"compiler's flags", offsetof(struct esc_machine, flags), true},
    {"escapement", offsetof(struct esc_machine, version), true},
    {"revision of escapement", offsetof(struct esc_machine, revision), true},
    {"host", offsetof(struct esc_machine, host), false},
    {"kernel", offsetof(struct esc_machine, kernel), false},
    {"governor", offsetof(struct esc_machine, governor), false},
};

static const char *text_of(const struct esc_machine *machine, size_t offset)
{
    const char *text;
    memcpy(&text, (const char *)machine + offset, sizeof text);
    return text != NULL && *text != '\0' ? text : "unknown";
}

/* Takes both texts. */
static void tell(struct esc_comparison *comparison, const char *what, bool grave, char *a, char *b)
{
    if (strcmp(a, b) == 0) {
        free(a);
        free(b);
        return;
    }
    comparison->differences = esc_grow(comparison->differences, &comparison->difference_count,
                                       sizeof *comparison->differences);
    comparison->differences[comparison->difference_count - 1] =
        (struct esc_contrast){what, a, b, grave};
}

static void tell_whole(struct esc_comparison *comparison, const char *what, bool grave, int a,
                       int b)
{
    tell(comparison, what, grave, esc_format("%d", a), esc_format("%d", b));
}

static char *pin_of(const struct esc_machine *machine)
{
    return machine->pinned_cpu < 0 ? esc_strdup("none") : esc_format("%d", machine->pinned_cpu);
}

static char *gogc_of(const struct esc_run *run)
{
    return run->gogc < 0 ? esc_strdup("off") : esc_format("%d", run->gogc);
}

/* Of what no release of the Go model serves. */
static char *release_of(const struct esc_run *run)
{
    int minor = esc_run_minor(run);
    return esc_format("1.%d", minor != 0 ? minor : esc_runtime_minor(ESC_RUNTIME_NONE));
}

static const char *virtual_of(const struct esc_machine *machine)
{
    return machine->virtual_machine < 0 ? "unknown" : machine->virtual_machine > 0 ? "yes" : "no";
}

static const struct esc_case *case_named(const struct esc_run *run, const char *name)
{
    for (size_t i = 0; i < run->case_count; i++)
        if (strcmp(run->cases[i].name, name) == 0)
            return &run->cases[i];
    return NULL;
}

static void match_texts(struct esc_comparison *comparison)
{
    const struct esc_run *a = comparison->a;
    comparison->changed_texts = esc_calloc(a->case_count, sizeof *comparison->changed_texts);
    for (size_t i = 0; i < a->case_count; i++) {
        const struct esc_case *one = &a->cases[i];
        const struct esc_case *other = case_named(comparison->b, one->name);
        if (other == NULL)
            continue;
        bool unknown = one->text_hash == 0 || other->text_hash == 0;
        comparison->changed_texts[i] = unknown || one->text_hash != other->text_hash;
        comparison->unknown_texts = comparison->unknown_texts || unknown;
    }
}

void esc_match_facts(struct esc_comparison *comparison)
{
    const struct esc_run *a = comparison->a;
    const struct esc_run *b = comparison->b;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        tell(comparison, texts[i].what, texts[i].grave,
             esc_strdup(text_of(&a->machine, texts[i].offset)),
             esc_strdup(text_of(&b->machine, texts[i].offset)));
    tell_whole(comparison, "number of CPUs", true, a->machine.cpus, b->machine.cpus);
    tell(comparison, "release of Go that C follows", true, release_of(a), release_of(b));
    tell(comparison, "virtual machine", false, esc_strdup(virtual_of(&a->machine)),
         esc_strdup(virtual_of(&b->machine)));
    tell(comparison, "pinned CPU", false, pin_of(&a->machine), pin_of(&b->machine));
    tell(comparison, "GOGC", false, gogc_of(a), gogc_of(b));
    tell(comparison, "preset", false, esc_strdup(esc_preset_name(a->preset)),
         esc_strdup(esc_preset_name(b->preset)));
    match_texts(comparison);
}

/* ---- rows ---- */

static bool same_release(const struct esc_run *a, const struct esc_variant *one,
                         const struct esc_run *b, const struct esc_variant *other)
{
    const struct esc_go *first = esc_variant_go(a, one);
    const struct esc_go *second = esc_variant_go(b, other);
    if (first == NULL || second == NULL)
        return first == second;
    return strcmp(first->version, second->version) == 0 &&
           strcmp(first->target, second->target) == 0;
}

static bool same_row(const struct esc_run *a, const struct esc_variant *one,
                     const struct esc_run *b, const struct esc_variant *other)
{
    return one->runtime == other->runtime &&
           strcmp(esc_variant_case(a, one)->name, esc_variant_case(b, other)->name) == 0 &&
           strcmp(esc_variant_strategy(a, one)->name, esc_variant_strategy(b, other)->name) == 0 &&
           strcmp(esc_variant_point(a, one)->name, esc_variant_point(b, other)->name) == 0;
}

size_t esc_match_row(const struct esc_comparison *comparison, size_t a)
{
    const struct esc_run *left = comparison->a;
    const struct esc_run *right = comparison->b;
    bool only_one = left->go_count == 1 && right->go_count == 1;
    for (size_t v = 0; v < right->variant_count; v++)
        if (same_row(left, &left->variants[a], right, &right->variants[v]) &&
            (only_one || same_release(left, &left->variants[a], right, &right->variants[v])))
            return v;
    return right->variant_count;
}

static bool any_grave(const struct esc_comparison *comparison)
{
    for (size_t i = 0; i < comparison->difference_count; i++)
        if (comparison->differences[i].grave)
            return true;
    return false;
}

enum esc_change_of esc_match_kind(const struct esc_comparison *comparison, size_t a, size_t b)
{
    const struct esc_variant *one = &comparison->a->variants[a];
    const struct esc_variant *other = &comparison->b->variants[b];
    bool alike = !comparison->factors_asked && !any_grave(comparison) &&
                 !comparison->changed_texts[one->case_index] &&
                 same_release(comparison->a, one, comparison->b, other);
    return alike ? ESC_CHANGE_TIME : ESC_CHANGE_FACTOR;
}

/* ---- rounds ---- */

static bool same_plan(const struct esc_run *a, const struct esc_run *b)
{
    bool same = a->variant_count == b->variant_count;
    for (size_t v = 0; v < a->variant_count && same; v++)
        same = strcmp(a->variants[v].name, b->variants[v].name) == 0;
    return same;
}

static bool any_text_changed(const struct esc_comparison *comparison)
{
    for (size_t i = 0; i < comparison->a->case_count; i++)
        if (comparison->changed_texts[i])
            return true;
    return false;
}

static bool same_order(const struct esc_run *a, const struct esc_run *b)
{
    bool same = a->record_count == b->record_count;
    for (size_t i = 0; i < a->record_count && same; i++)
        same = a->records[i].round == b->records[i].round &&
               a->records[i].variant == b->records[i].variant &&
               a->records[i].order == b->records[i].order;
    return same;
}

const char *esc_match_rounds(const struct esc_comparison *comparison)
{
    const struct esc_run *a = comparison->a;
    const struct esc_run *b = comparison->b;
    if (a->seed != b->seed)
        return "the seeds differ";
    if (a->rounds_done != a->rounds || b->rounds_done != b->rounds)
        return "a run was interrupted";
    if (a->rounds != b->rounds)
        return "the numbers of rounds differ";
    if (!same_plan(a, b))
        return "the rows differ";
    if (comparison->difference_count > 0 || any_text_changed(comparison))
        return "the runs differ in more than the moment";
    return same_order(a, b) ? NULL : "samples were taken in another order";
}
