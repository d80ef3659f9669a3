/*
 * Which rows of a run stand for a case where there is room for one row only: in the table's
 * overview and in the charts that show all cases.
 */
#ifndef ESC_WORDS_PICK_H
#define ESC_WORDS_PICK_H

#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

#define ESC_PICK_NONE ((size_t)-1)

/* Whether the variant has figures to show: status ok and a median of ns per operation. */
bool esc_pick_measured(const struct esc_run *run, size_t variant);

/* Whether the variant stands for its strategy where there is room for one: it is C, on the first of
 * the run's runtimes in the order of preference (noun/runtime.h) that serves it, or on none. */
bool esc_pick_default(const struct esc_run *run, const struct esc_variant *variant);

/* What a variant is to its case: how it is drawn and coloured. */
enum esc_role { ESC_ROLE_STACK, ESC_ROLE_HEAP, ESC_ROLE_REMEDY, ESC_ROLE_OTHER, ESC_ROLES };
/* OTHER: a C side on another runtime than the default one, or a strategy that is no remedy. Real Go
 * has the roles of its strategies; esc_pick_is_go() tells it apart. */
enum esc_role esc_pick_role(const struct esc_run *run, const struct esc_variant *variant);
bool esc_pick_is_go(const struct esc_variant *variant);

/* "heap go1.19.8" for a side of real Go, else the label. Caller frees. */
char *esc_pick_name(const struct esc_run *run, const struct esc_variant *variant);

/* The variant of case `case_index` at `point` with that strategy on the default runtime; where real
 * Go alone was measured, of its first release; or ESC_PICK_NONE. Strategy 0 is "stack", 1 is
 * "heap".
 */
size_t esc_pick_variant(const struct esc_run *run, size_t case_index, size_t point,
                        size_t strategy);

/* The same in real Go, release run.gos[go]. */
size_t esc_pick_go(const struct esc_run *run, size_t case_index, size_t point, size_t strategy,
                   size_t go);

/* The comparison whose `other` side is this variant, or NULL. */
const struct esc_pair *esc_pick_pair(const struct esc_run *run, size_t variant);

/* The point that stands for the case: a quick point with both sides measured, else the middle one
 * of the points with both sides measured, else the first that was planned; ESC_PICK_NONE when the
 * case has no rows at all. */
size_t esc_pick_point(const struct esc_run *run, size_t case_index);

/* The sample that stands for the case's heap over time: of the heap side on the default runtime, at
 * the point where the collector takes most of the CPU time, of those with enough collections in a
 * sample to see their rhythm. `wanted`: so many are best. NULL: none has any. */
const struct esc_record *esc_pick_timeline(const struct esc_run *run, size_t case_index,
                                           size_t wanted);

/* Whether the pair's factor may be quoted in a sentence: ok or noisy, so an interval of at least
 * ESC_CONFIDENCE leaves 1 out. */
bool esc_pick_resolved(const struct esc_pair *pair);

#endif
