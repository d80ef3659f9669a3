/*
 * Runs -> class. Definitions with their sources: docs/collecting.md.
 */
#ifndef ESC_STATS_CLASS_H
#define ESC_STATS_CLASS_H

#include "noun/class.h"

/*
 * Adds the run of a machine, read from the file at `path`, to a zeroed or begun class: the factors
 * of each case at each point on its default runtime, where real Go alone was measured of its first
 * release. The run has its pairs; it is not needed afterwards. False, with the run left out and the
 * reason among class->left, when it has no factor, or is a run that the class has.
 */
bool esc_class_add(struct esc_class *class, const struct esc_run *run, const char *path);

/*
 * When all are added: chooses of each case the point that most machines have, and fills all that is
 * derived. `anonymous`: machines are called "machine 1", … in the order in which they were added,
 * and files by no name.
 */
void esc_class_finish(struct esc_class *class, bool anonymous);

/* A factor is odd only when it is off by more than this from the row's median: what lies nearer is
 * no wider than a factor's own interval may be (ESC_VERDICT_NOISY). */
#define ESC_CLASS_LEAST_DIFFERENCE 0.10

#endif
