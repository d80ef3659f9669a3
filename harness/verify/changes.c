/*
 * What releases after Go 1.19 changed, as the cases' `since` says, so that a difference can be told
 * as expected: only that difference, at that point, and only with the figure or the diagnostic that
 * those releases have. docs/go-releases.md is the same for readers.
 */
#include "verify/internal.h"

#include <math.h>
#include <stddef.h>

/* The figure that the change gives at that point; negative: unchanged. */
static double figure(const struct esc_since *since, size_t point, enum esc_difference difference)
{
    if (since->expect == NULL)
        return -1;
    const struct esc_expectation *expect = &since->expect[point];
    return difference == ESC_DIFFERS_ALLOCS ? expect->allocs : expect->bytes;
}

/* Whether the change says something about that difference there. */
static bool speaks_of(const struct esc_since *since, size_t point, enum esc_difference difference)
{
    switch (difference) {
    case ESC_DIFFERS_DIAGNOSTIC:
        return since->escape_count > 0;
    case ESC_DIFFERS_ALLOCS:
    case ESC_DIFFERS_BYTES:
        return figure(since, point, difference) >= 0;
    default:
        return false;
    }
}

/* The last that the release has holds. */
static const struct esc_since *find_change(const struct esc_strategy *strategy, size_t point,
                                           enum esc_difference difference, int minor)
{
    const struct esc_since *found = NULL;
    for (size_t i = 0; i < strategy->since_count; i++) {
        const struct esc_since *since = &strategy->since[i];
        bool has = minor >= since->minor && (since->before == 0 || minor < since->before);
        if (has && speaks_of(since, point, difference))
            found = since;
    }
    return found;
}

/* What the runtime allocates now and then on its own account is in Go's figures. */
static bool is_near(double go, double known, double tolerance, double slack)
{
    return fabs(go - known) <= tolerance + (0.002 + slack) * known;
}

static bool bears_out(const struct esc_since *since, const struct esc_fidelity_row *row,
                      enum esc_difference difference)
{
    const struct esc_fidelity_side *go = &row->sides[ESC_SIDE_GO];
    double known = figure(since, row->point, difference);
    switch (difference) {
    case ESC_DIFFERS_DIAGNOSTIC:
        return row->says_newer;
    case ESC_DIFFERS_ALLOCS:
        return is_near(go->allocs, known, 0.01, since->slack);
    case ESC_DIFFERS_BYTES:
        return is_near(go->bytes, known, 1, since->slack);
    default:
        return false;
    }
}

const char *esc_go_cause(const struct esc_fidelity_row *row, enum esc_difference difference,
                         int minor)
{
    const struct esc_strategy *strategy = &row->bench_case->strategies[row->strategy];
    const struct esc_since *own = find_change(strategy, row->point, difference, row->minor);
    const struct esc_since *since = find_change(strategy, row->point, difference, minor);
    bool later = minor > row->minor && since != NULL && since != own;
    return later && bears_out(since, row, difference) ? since->cause : NULL;
}

const struct esc_since *esc_go_newer_diagnostic(const struct esc_strategy *strategy, int minor)
{
    return find_change(strategy, 0, ESC_DIFFERS_DIAGNOSTIC, minor);
}
