/*
 * Ranks from the binomial distribution. See interval.h for the contracts.
 */
#include "stats/interval.h"

#include "base/quantile.h"

/*
 * P(B = m) for B binomial (2m, 1/2): C(2m, m) / 4^m as a product, which neither over- nor
 * underflows. For n = 2m-1 the two middle probabilities have this same value.
 */
static double middle_probability(size_t m)
{
    double probability = 1;
    for (size_t i = 1; i <= m; i++)
        probability *= (double)(2 * i - 1) / (double)(2 * i);
    return probability;
}

/* [x(k), x(n+1-k)] covers the median when k <= B <= n-k: summed from the middle outwards. */
struct esc_ranks esc_median_ranks(size_t n)
{
    if (n == 0)
        return (struct esc_ranks){0};
    size_t low = (n + 1) / 2;
    double probability = middle_probability(low); /* P(B = low) */
    double confidence = n % 2 == 0 ? probability : 0;
    while (low > 1 && confidence < ESC_CONFIDENCE) {
        low--;
        probability *= (double)(low + 1) / (double)(n - low);
        confidence += 2 * probability;
    }
    return (struct esc_ranks){low, n + 1 - low, confidence};
}

struct esc_estimate esc_estimate(double *values, size_t n)
{
    if (n == 0)
        return (struct esc_estimate){0};
    struct esc_ranks ranks = esc_median_ranks(n);
    return (struct esc_estimate){
        .known = true,
        .median = esc_median(values, n),
        .low = values[ranks.low - 1],
        .high = values[ranks.high - 1],
        .confidence = ranks.confidence,
        .n = n,
    };
}
