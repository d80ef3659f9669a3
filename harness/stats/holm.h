/*
 * Many tests at once: p-values corrected so that the chance of one false alarm among all of them
 * stays below the level of one.
 */
#ifndef ESC_STATS_HOLM_H
#define ESC_STATS_HOLM_H

#include <stddef.h>

/*
 * The k-th smallest of n p-values (from 1) becomes the greatest of (n - j + 1) · p(j) over j <= k,
 * at most 1; `p` keeps its order. It holds whether or not the tests depend on each other. Source:
 * Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
 * Statistics 6 (1979).
 */
void esc_holm(double *p, size_t n);

#endif
