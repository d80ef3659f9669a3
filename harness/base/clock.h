/*
 * The clock by which the harness times itself (limits, progress, the length of a run), and the
 * calendar's time as files tell it.
 */
#ifndef ESC_BASE_CLOCK_H
#define ESC_BASE_CLOCK_H

#include <time.h>

/* CLOCK_MONOTONIC in seconds: for differences only. */
double esc_now_s(void);

/* That moment in the local time zone by RFC 3339: "2026-11-21T14:25:01+01:00". Caller frees. */
char *esc_local_time(time_t moment);

#endif
