/*
 * What Go releases after 1.19 changed about the cases, as data, so that a difference can be told as
 * expected: only that difference, at that point, and only with the figure or the diagnostic that
 * those releases have. Seen with go1.21.13, go1.22.12, go1.23.5, go1.24.4, go1.26.10 and go1.27.3;
 * docs/go-releases.md is the same for readers. A release in between stands here by its release
 * notes.
 */
#include "verify/internal.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { COUNTS = ESC_DIFFERS_ALLOCS | ESC_DIFFERS_BYTES };

struct change {
    int minor; /* since go1.MINOR */
    const char *item, *strategy;
    const char *param; /* only where this parameter lies in [low, high]; NULL: at all points */
    int64_t low, high;
    unsigned bits;          /* of enum esc_difference: what it changed */
    double allocs, bytes;   /* an operation's since then, where the bits say so */
    const char *diagnostic; /* printed since then instead of the expected lines, likewise */
    const char *cause;
    int until;    /* go1.MINOR has it no more; 0: they all do */
    double slack; /* share of `allocs` and `bytes` by which Go varies, hash seeds */
};

/* runtime/map.go, loadFactorNum: (bucketCnt * 13 / 16) * 2, whole numbers, is 12. */
static const char load_factor[] = "Go 1.21 alone: maps grow at 6 keys a bucket, not 6.5";
/* sync/atomic/doc.go: //go:noescape (golang/go issue 16241). */
static const char atomics[] = "Go 1.24: arguments of sync/atomic functions no longer escape";
/* internal/runtime/maps. */
static const char swiss[] = "Go 1.24: maps are Swiss tables";
/* cmd/compile/internal/ir/cfg.go, MaxStackVarSize (golang/go issue 73536). */
static const char variable[] =
    "Go 1.24: a variable may have 128 KiB on the stack, no longer 10 MiB";
/* runtime/mbitmap.go, minSizeForMallocHeader. */
static const char header[] = "Go 1.22: a block with pointers over 512 bytes has a header of 8";
/* cmd/compile/internal/walk/builtin.go, walkMakeSlice; the 32 bytes: base.Debug's
 * VariableMakeThreshold. */
static const char decided[] = "Go 1.25: a make of variable size is decided when it runs";
static const char small[] = "Go 1.25: a make of variable size has 32 bytes on the stack";
/* cmd/compile/internal/slice/slice.go. */
static const char append[] = "Go 1.26: the first append of a nil slice has 32 bytes on the stack";

static const struct change changes[] = {
    {21, "map-insert", "heap", "length", 64, 64, COUNTS, 12.4, 5230, NULL, load_factor, 22, 0.03},
    {21, "map-insert", "heap", "length", 1024, 1024, COUNTS, 49.8, 84600, NULL, load_factor, 22,
     0.01},
    {21, "map-insert", "stays", "length", 64, 64, COUNTS, 10.3, 5030, NULL, load_factor, 22, 0.03},
    {21, "map-insert", "stays", "length", 1024, 1024, COUNTS, 48.1, 84450, NULL, load_factor, 22,
     0.01},
    {22, "size-classes", "pointers", "size", 1024, 1024, ESC_DIFFERS_BYTES, 1, 1152, NULL, header,
     0, 0},
    {22, "size-classes", "pointers", "size", 4096, 4096, ESC_DIFFERS_BYTES, 1, 4864, NULL, header,
     0, 0},
    {24, "lock-elision", "atomic", NULL, 0, 0, COUNTS | ESC_DIFFERS_DIAGNOSTIC, 0, 0,
     "n does not escape", atomics, 0, 0},
    {24, "map-insert", "heap", "length", 64, 64, COUNTS, 11, 4648, NULL, swiss, 0, 0},
    {24, "map-insert", "heap", "length", 1024, 1024, COUNTS, 22, 74456, NULL, swiss, 0, 0},
    {24, "map-insert", "stays", "length", 64, 64, COUNTS, 9, 4456, NULL, swiss, 0, 0},
    {24, "map-insert", "stays", "length", 1024, 1024, COUNTS, 20, 74264, NULL, swiss, 0, 0},
    {24, "map-insert", "sized", "length", 1024, 1024, COUNTS, 5, 36944, NULL, swiss, 0, 0},
    {24, "size-classes", "stack", "size", 262144, 262144, COUNTS, 1, 262144, NULL, variable, 0, 0},
    {24, "size-classes", "stack", "size", 1048576, 1048576, COUNTS, 1, 1048576, NULL, variable, 0,
     0},
    {24, "stack-growth", "stack", "size", 524288, 524288, COUNTS, 1, 524288, NULL, variable, 0, 0},
    {24, "stack-growth", "grown", "size", 524288, 524288, COUNTS, 1, 524288, NULL, variable, 0, 0},
    {25, "append-growth", "sized", NULL, 0, 0, ESC_DIFFERS_DIAGNOSTIC, 0, 0,
     "make([]uint64, 0, n) does not escape", decided, 0, 0},
    {25, "array-vs-slice", "heap", NULL, 0, 0, ESC_DIFFERS_DIAGNOSTIC, 0, 0,
     "make([]uint64, n) does not escape", decided, 0, 0},
    {25, "dynamic-make", "heap", NULL, 0, 0, ESC_DIFFERS_DIAGNOSTIC, 0, 0,
     "make([]uint64, n) does not escape", decided, 0, 0},
    {25, "dynamic-make", "heap", "length", 1, 4, COUNTS, 0, 0, NULL, small, 0, 0},
    {25, "size-classes", "heap", NULL, 0, 0, ESC_DIFFERS_DIAGNOSTIC, 0, 0,
     "make([]byte, n) does not escape", decided, 0, 0},
    {25, "size-classes", "heap", "size", 1, 32, COUNTS, 0, 0, NULL, small, 0, 0},
    {25, "size-classes", "pointers", NULL, 0, 0, ESC_DIFFERS_DIAGNOSTIC, 0, 0,
     "make([]*byte, n) does not escape", decided, 0, 0},
    {25, "size-classes", "pointers", "size", 1, 32, COUNTS, 0, 0, NULL, small, 0, 0},
    {25, "stack-growth", "heap", NULL, 0, 0, ESC_DIFFERS_DIAGNOSTIC, 0, 0,
     "make([]byte, n) does not escape", decided, 0, 0},
    {26, "append-growth", "heap", "length", 16, 16, COUNTS, 2, 192, NULL, append, 0, 0},
    {26, "append-growth", "heap", "length", 256, 256, COUNTS, 6, 4032, NULL, append, 0, 0},
    {26, "append-growth", "heap", "length", 4096, 4096, COUNTS, 13, 128192, NULL, append, 0, 0},
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

static bool applies(const struct change *change, const struct esc_fidelity_row *row, int minor)
{
    const struct esc_case *item = row->item;
    return minor >= change->minor && (change->until == 0 || minor < change->until) &&
           strcmp(change->item, item->name) == 0 &&
           strcmp(change->strategy, item->strategies[row->strategy].name) == 0 &&
           esc_go_param_within(row, change->param, change->low, change->high);
}

/* What the runtime allocates now and then on its own account is in Go's figures. */
static bool is_near(double go, double known, double tolerance, double slack)
{
    return fabs(go - known) <= tolerance + (0.002 + slack) * known;
}

static bool bears_out(const struct change *change, const struct esc_fidelity_row *row,
                      enum esc_difference difference)
{
    const struct esc_fidelity_side *go = &row->sides[ESC_SIDE_GO];
    switch (difference) {
    case ESC_DIFFERS_DIAGNOSTIC:
        return row->says_newer;
    case ESC_DIFFERS_ALLOCS:
        return is_near(go->allocs, change->allocs, 0.01, change->slack);
    case ESC_DIFFERS_BYTES:
        return is_near(go->bytes, change->bytes, 1, change->slack);
    default:
        return false;
    }
}

static const struct change *find_change(const struct esc_fidelity_row *row,
                                        enum esc_difference difference, int minor)
{
    const struct change *found = NULL;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if ((changes[i].bits & difference) != 0 && applies(&changes[i], row, minor))
            found = &changes[i];
    return found;
}

const char *esc_go_cause(const struct esc_fidelity_row *row, enum esc_difference difference,
                         int minor)
{
    const struct change *change = find_change(row, difference, minor);
    return change != NULL && bears_out(change, row, difference) ? change->cause : NULL;
}

const char *esc_go_newer_diagnostic(const struct esc_fidelity_row *row, int minor)
{
    const struct change *change = find_change(row, ESC_DIFFERS_DIAGNOSTIC, minor);
    return change != NULL ? change->diagnostic : NULL;
}
