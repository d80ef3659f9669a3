/*
 * The clock by which the harness times itself: limits, progress, the length of a run.
 */
#ifndef ESC_BASE_CLOCK_H
#define ESC_BASE_CLOCK_H

/* CLOCK_MONOTONIC in seconds: for differences only. */
double esc_now_s(void);

#endif
