/*
 * Stage: this machine -> struct esc_machine. Reads /proc and /sys, sets nothing, guesses nothing:
 * what cannot be read is "unknown".
 */
#ifndef ESC_MACHINE_PROBE_H
#define ESC_MACHINE_PROBE_H

#include "noun/machine.h"

#include <stdbool.h>

/* `compiler` and `flags` are recorded as given; `root` is "" or a folder to read /proc and /sys
 * under (tests). */
void esc_machine_probe(const char *root, const char *compiler, const char *flags,
                       struct esc_machine *machine);

/* The CPU to pin single-threaded samples to: the last one of the allowed mask; -1 if unknown. */
int esc_machine_pin_cpu(void);

/* Whether the affinity mask allows the CPU. */
bool esc_machine_may_use(int cpu);

#endif
