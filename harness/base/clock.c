/*
 * See clock.h for the contract.
 */
#include "base/clock.h"

#include <time.h>

double esc_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
