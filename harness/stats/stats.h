/*
 * Stage: records -> figures and pairs. Pure. Methods and their sources: docs/method.md.
 */
#ifndef ESC_STATS_STATS_H
#define ESC_STATS_STATS_H

#include "noun/run.h"

/* Fills run->figures, run->pairs and run->releases from run->records; replaces what was there. */
void esc_stats(struct esc_run *run);

#endif
