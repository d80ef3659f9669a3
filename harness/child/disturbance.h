/*
 * Readings of Linux around a timed pass, and what they say of it: see struct esc_disturbance. All
 * is read before the clock starts and after it has stopped; a pair of readings takes 10 us.
 */
#ifndef ESC_CHILD_DISTURBANCE_H
#define ESC_CHILD_DISTURBANCE_H

#include "noun/sample.h"

/* Of the calling thread. */
struct esc_readings {
    int64_t cpu_ns;
    int64_t delay_ns; /* on a run queue; -1: this kernel does not tell */
    int64_t switches, faults;
};

struct esc_readings esc_readings_now(void);

/* Adds what lies between two readings of one thread: CPU time, switches, faults. */
void esc_readings_add(struct esc_disturbance *sum, const struct esc_readings *before,
                      const struct esc_readings *after);

/* How long the thread waited for a processor in the `wall_ns` between the readings; -1: unknown. */
int64_t esc_wait_ns(const struct esc_readings *before, const struct esc_readings *after,
                    int64_t wall_ns);

/* Stolen so far from that CPU; from all together where `cpu` is negative. -1: unknown. */
int64_t esc_steal_ns(int cpu);

#endif
