/*
 * The verdict of a pair. See verdict.h for the rules.
 */
#include "stats/verdict.h"

static bool is_noisy(const struct esc_estimate *factor)
{
    double width = ESC_NOISY_WIDTH * factor->median;
    return factor->high - factor->median > width || factor->median - factor->low > width;
}

enum esc_verdict esc_verdict_of(const struct esc_estimate *factor, bool failed, double shortest_ns)
{
    if (failed)
        return ESC_VERDICT_FAILED;
    if (shortest_ns < ESC_CLOCK_LIMIT_NS)
        return ESC_VERDICT_CLOCK_LIMITED;
    if (!factor->known)
        return ESC_VERDICT_FAILED;
    if (factor->confidence < ESC_CONFIDENCE)
        return ESC_VERDICT_FEW_ROUNDS;
    if (factor->low <= 1 && 1 <= factor->high)
        return ESC_VERDICT_NOT_RESOLVED;
    return is_noisy(factor) ? ESC_VERDICT_NOISY : ESC_VERDICT_OK;
}
