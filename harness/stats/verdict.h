/*
 * The word beside each factor. Rules in the order in which they are tried; the first that holds
 * wins:
 *   failed         a side has no figures, or no round has both sides
 *   clock-limited  a side's median sample is shorter than ESC_CLOCK_LIMIT_NS
 *   too few rounds the interval covers less than ESC_CONFIDENCE, or there is none: nothing is
 *                  resolved
 *   not resolved   low <= 1 <= high
 *   noisy          the interval reaches more than 10 % of the factor to a side
 *   ok             otherwise
 */
#ifndef ESC_STATS_VERDICT_H
#define ESC_STATS_VERDICT_H

#include "noun/run.h"

/*
 * 50 us: 1000 readings of CLOCK_MONOTONIC at up to 50 ns (measured: 21 ns through the vDSO in a
 * virtual machine), so that the two readings' own jitter stays near 0.1 %. Reading the process CPU
 * clock, which Google Benchmark does inside the timed span, costs 0.4 us: below 1 % of this.
 */
#define ESC_CLOCK_LIMIT_NS 50000.0

/* How far an interval may reach to either side, relative to the factor. */
#define ESC_NOISY_WIDTH 0.10

/* `failed`: a side has no figures. `shortest_ns`: the lesser of both sides' median samples. */
enum esc_verdict esc_verdict_of(const struct esc_estimate *factor, bool failed, double shortest_ns);

#endif
