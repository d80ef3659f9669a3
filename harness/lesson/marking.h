/*
 * Stage: nothing -> a mark phase of the Go-model heap, observed step by step on twenty objects. The
 * collector is the one that cases are measured with; it is driven by goheap/observe.h.
 */
#ifndef ESC_LESSON_MARKING_H
#define ESC_LESSON_MARKING_H

#include "base/error.h"
#include "noun/marking.h"

/*
 * Makes the heap and its objects, begins a cycle, lets the collector scan one object a step while
 * the program moves a pointer behind it, and sweeps. `barrier` false: the program's two stores go
 * past the write barrier, and what comes of it is observed. The process must have no heap yet, and
 * has none afterwards. False with a message: there is no memory for one.
 */
bool esc_marking_run(bool barrier, struct esc_marking *marking, struct esc_error *error);

#endif
