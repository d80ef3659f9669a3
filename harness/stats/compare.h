/*
 * Two runs -> what changed from one to the other. Pure. Method: docs/comparing.md.
 */
#ifndef ESC_STATS_COMPARE_H
#define ESC_STATS_COMPARE_H

#include "noun/comparison.h"

/* The chance, at most, that a comparison of the same code claims any difference at all, as far as
 * the runs are alike but for chance: the p-values of all its rows are corrected for each other
 * (stats/holm.h) and held against this. */
#define ESC_COMPARE_LEVEL 0.05

/*
 * How far a factor moves with the machine's speed: the part of the control's change in time, a
 * logarithm, that is taken for a factor's own. A factor of the same code is another one on a core
 * whose neighbour is at work: where the control took 1.65 times as long, pointer-return's factor
 * was 1.25 times as large (ln 1.25 / ln 1.65 = 0.45), others' less. With a quarter, and the spread
 * of the rounds, the same code is claimed to differ in 3 of 100 comparisons: docs/comparing.md.
 */
#define ESC_COMPARE_SPEED_SHARE 0.25

/*
 * Compares two runs whose figures and pairs were made by esc_stats(); both must outlive the
 * comparison. Values are natural logarithms of times, or of factors round by round, so that their
 * shift is that of a ratio.
 *
 * Paired by rounds where esc_match_rounds() allows it and pairs can resolve anything: the least p
 * of n of them is 2^(1-n), which must pass Holm's first step. That is decided by the numbers of
 * rounds and rows, before any time is looked at. Else the rounds of each run are an independent
 * sample.
 *
 * `noise` is the part by which the same code is taken to differ, 0.01 for 1 %; negative: as far as
 * the change of a control that both runs measured reaches, at least ESC_NOISE_USUAL, and that where
 * there is none. Of factors at least ESC_COMPARE_SPEED_SHARE of what the control's time changed by,
 * and of each row one robust standard deviation more of its rounds' factors, the larger of both
 * runs.
 *
 * With `factors` only factors are compared, also where times could be.
 *
 * The verdict of a row is the first rule that holds:
 *   failed          a side has no figures
 *   clock-limited   a side's median sample is shorter than ESC_CLOCK_LIMIT_NS (stats/verdict.h)
 *   too few rounds  the least possible p, corrected, is above ESC_COMPARE_LEVEL, or the interval
 *                   covers less than ESC_CONFIDENCE
 *   no difference   p_holm is above ESC_COMPARE_LEVEL, or the interval holds 1
 *   within noise    the interval is not wholly beyond the row's noise
 *   slower, faster  otherwise; of factors: larger, smaller
 *
 * Free with esc_comparison_free().
 */
struct esc_comparison esc_compare(const struct esc_run *a, const struct esc_run *b, double noise,
                                  bool factors);

#endif
