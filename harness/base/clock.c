/*
 * See clock.h for the contract.
 */
#include "base/clock.h"

#include "base/memory.h"

double esc_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* strftime writes the offset without its colon. */
char *esc_local_time(time_t moment)
{
    char date[32];
    char offset[8];
    struct tm local;
    localtime_r(&moment, &local);
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &local);
    strftime(offset, sizeof offset, "%z", &local);
    return esc_format("%s%.3s:%s", date, offset, offset + 3);
}
