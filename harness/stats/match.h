/*
 * What two runs have in common, as far as their data can tell: which rows are the same, in what the
 * runs differ, and whether their rounds were alike. Private to the comparison.
 */
#ifndef ESC_STATS_MATCH_H
#define ESC_STATS_MATCH_H

#include "noun/comparison.h"

/*
 * Fills differences, changed_texts and unknown_texts of a comparison whose runs are set. Grave, so
 * that times are not compared: processor, number of CPUs, compiler, its flags, version and revision
 * of escapement, the release of Go that C on other runtimes than the Go model follows. Told
 * besides: host, kernel, governor, virtual machine, pinned CPU, GOGC, preset. A host alone is not
 * grave: containers have a new name each time.
 */
void esc_match_facts(struct esc_comparison *comparison);

/*
 * The row of run B that is row `a` of run A: the same case, strategy, point and runtime, and of
 * real Go the same release, or its only one where either run has one only. b->variant_count: none.
 */
size_t esc_match_row(const struct esc_comparison *comparison, size_t a);

/* What of the pair of rows may be compared: times only where nothing grave differs, the case's text
 * is the same, and so is the release of Go. */
enum esc_change_of esc_match_kind(const struct esc_comparison *comparison, size_t a, size_t b);

/*
 * Why round k of A is not paired with round k of B; NULL: it may be. They were alike where nothing
 * of the above differs, both runs are whole, and every sample of both stood at the same place of
 * the same order under the same seed: then the predecessors and the offsets of the stack are the
 * same as well, and fall out of the quotient. The moment was another one, and nothing makes up for
 * that.
 */
const char *esc_match_rounds(const struct esc_comparison *comparison);

#endif
