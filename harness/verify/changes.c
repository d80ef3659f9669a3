/*
 * What Go releases after 1.19 changed about the cases, as data, so that a difference can be told as
 * expected. Sources: the release notes of the versions named and golang/go issue 73536; the limits
 * stand in cmd/compile/internal/ir/cfg.go and cmd/compile/internal/walk/builtin.go.
 */
#include "verify/internal.h"

#include <stdint.h>
#include <string.h>

enum { COUNTS = ESC_DIFFERS_ALLOCS | ESC_DIFFERS_BYTES, ALL = COUNTS | ESC_DIFFERS_VERDICT };

struct change {
    int minor; /* since go1.MINOR */
    const char *item;
    const char *strategy; /* NULL: all of the case */
    const char *param;    /* only where this parameter lies in [low, high]; NULL: at all points */
    int64_t low, high;
    unsigned bits; /* of enum esc_difference */
    const char *cause;
};

static const struct change changes[] = {
    {22, "closure-in-loop", NULL, NULL, 0, 0, ALL,
     "Go 1.22: each turn of a loop has its own variable"},
    {24, "map-insert", NULL, NULL, 0, 0, ALL, "Go 1.24: maps are Swiss tables"},
    {24, "lock-elision", NULL, NULL, 0, 0, ALL,
     "Go 1.24: arguments of sync/atomic functions no longer escape"},
    {24, "large-make", "stack", "length", 16385, INT64_MAX, ALL,
     "Go 1.24: a variable may have 128 KiB on the stack, no longer 10 MiB"},
    {25, "dynamic-make", "heap", NULL, 0, 0, ESC_DIFFERS_VERDICT,
     "Go 1.25: a make of variable size is decided when it runs"},
    {25, "dynamic-make", "heap", "length", 0, 4, ALL,
     "Go 1.25: a make of variable size has 32 bytes on the stack"},
    {25, "append-growth", "sized", NULL, 0, 0, ESC_DIFFERS_VERDICT,
     "Go 1.25: a make of variable size is decided when it runs"},
    {26, "append-growth", "heap", NULL, 0, 0, ALL,
     "Go 1.26: the first append of a nil slice has 32 bytes on the stack"},
};

bool esc_go_param_within(const struct esc_fidelity_row *row, const char *param, int64_t low,
                         int64_t high)
{
    const struct esc_case *item = row->item;
    for (size_t k = 0; param != NULL && k < item->param_count; k++) {
        int64_t number = item->params[k].values[item->points[row->point].values[k]].number;
        if (strcmp(item->params[k].name, param) == 0)
            return number >= low && number <= high;
    }
    return param == NULL;
}

static bool applies(const struct change *change, const struct esc_fidelity_row *row)
{
    const struct esc_case *item = row->item;
    return strcmp(change->item, item->name) == 0 &&
           (change->strategy == NULL ||
            strcmp(change->strategy, item->strategies[row->strategy].name) == 0) &&
           esc_go_param_within(row, change->param, change->low, change->high);
}

unsigned esc_go_changes(const struct esc_fidelity_row *row, int minor, const char **cause)
{
    unsigned bits = 0;
    *cause = NULL;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        if (minor < changes[i].minor || !applies(&changes[i], row))
            continue;
        bits |= changes[i].bits;
        *cause = changes[i].cause;
    }
    return bits;
}
