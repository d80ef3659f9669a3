/*
 * A case over one of its parameters: which points and which lines show it.
 */
#ifndef ESC_WORDS_SWEEP_H
#define ESC_WORDS_SWEEP_H

#include "words/pick.h"

/* The values of params[axis] while all other parameters stay as in `fixed`. */
struct esc_sweep {
    const struct esc_run *run;
    size_t case_index, axis;
    size_t *fixed; /* one index a parameter */
};

/* A strategy on a runtime, over the axis. */
struct esc_line {
    const struct esc_variant *variant; /* one of its points */
    enum esc_role role;
    bool go;
};

struct esc_lines {
    struct esc_line *line;
    size_t count;
};

/* The parameter to sweep over: the numeric one with the most values, three at least; ESC_PICK_NONE
 * when there is none. */
size_t esc_sweep_axis(const struct esc_case *bench_case);

const struct esc_param *esc_sweep_param(const struct esc_sweep *sweep);

/* The measured variant of a line at the axis' value `index`, or ESC_PICK_NONE. */
size_t esc_sweep_at(const struct esc_sweep *sweep, const char *label, size_t index);

/* The label of the side, 0 stack or 1 heap, on the default runtime; where real Go alone was
 * measured, of its first release. NULL: there is none. */
const char *esc_sweep_side(const struct esc_sweep *sweep, size_t strategy);

/* The pair of the line with that label at each value of the axis, NULL where that was not measured.
 * Caller frees. */
const struct esc_pair **esc_sweep_pairs(const struct esc_sweep *sweep, const char *label);

/* Values of the axis at which stack or heap was measured. */
size_t esc_sweep_count(const struct esc_sweep *sweep);

/* Stack, heap on every runtime and in real Go, remedies on the default runtime. Free `line`. */
struct esc_lines esc_sweep_lines(const struct esc_sweep *sweep);

/* Next combination of the other parameters; false after the last. */
bool esc_sweep_next(struct esc_sweep *sweep);

/* "pointer-return: Returning the address of a local, kind scan; go1.19.8: the gap grows with …".
 * Caller frees. */
char *esc_sweep_words(const struct esc_sweep *sweep);

#endif
