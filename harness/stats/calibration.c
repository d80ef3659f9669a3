/*
 * Counting intervals that hold 1. See calibration.h for the contracts.
 */
#include "stats/calibration.h"

#include "stats/interval.h"

#include <math.h>

static double log_choose(double n, double k)
{
    int sign;
    return lgamma_r(n + 1, &sign) - lgamma_r(k + 1, &sign) - lgamma_r(n - k + 1, &sign);
}

/* P(B >= hits), B binomial (trials, chance), 0 < chance < 1: the terms are summed as they are. */
static double chance_of_at_least(size_t hits, size_t trials, double chance)
{
    double sum = 0;
    double n = (double)trials;
    for (size_t i = hits; i <= trials; i++) {
        double k = (double)i;
        sum += exp(log_choose(n, k) + k * log(chance) + (n - k) * log1p(-chance));
    }
    return sum;
}

/* The chance at which `hits` or more have probability `tail`; that probability grows with it. */
static double solve(size_t hits, size_t trials, double tail)
{
    double low = 0;
    double high = 1;
    while (high - low > 1e-14) {
        double middle = (low + high) / 2;
        if (chance_of_at_least(hits, trials, middle) < tail)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

void esc_binomial_interval(size_t hits, size_t trials, double confidence, double *low, double *high)
{
    double tail = (1 - confidence) / 2;
    *low = hits == 0 ? 0 : solve(hits, trials, tail);
    *high = hits == trials ? 1 : solve(hits + 1, trials, 1 - tail);
}

struct esc_calibration esc_calibration_of(const struct esc_estimate *factors, size_t count)
{
    struct esc_calibration result = {.high = 1};
    for (size_t i = 0; i < count; i++) {
        if (!factors[i].known)
            continue;
        result.count++;
        result.holding += factors[i].low <= 1 && 1 <= factors[i].high;
    }
    if (result.count == 0)
        return result;
    result.share = (double)result.holding / (double)result.count;
    esc_binomial_interval(result.holding, result.count, ESC_CONFIDENCE, &result.low, &result.high);
    return result;
}
