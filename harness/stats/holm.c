/*
 * Holm's correction. See holm.h for the contract.
 */
#include "stats/holm.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    double one = **(double *const *)a;
    double other = **(double *const *)b;
    return (one > other) - (one < other);
}

void esc_holm(double *p, size_t n)
{
    double **ascending = esc_calloc(n, sizeof *ascending);
    double greatest = 0;
    for (size_t i = 0; i < n; i++)
        ascending[i] = &p[i];
    qsort(ascending, n, sizeof *ascending, by_value);
    for (size_t i = 0; i < n; i++) {
        greatest = fmin(1, fmax(greatest, (double)(n - i) * *ascending[i]));
        *ascending[i] = greatest;
    }
    free(ascending);
}
