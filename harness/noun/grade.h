/*
 * What grading found about a task of an exercise.
 */
#ifndef ESC_NOUN_GRADE_H
#define ESC_NOUN_GRADE_H

#include <stdbool.h>

/* What is asked of a task, in this order. */
enum esc_check_kind {
    ESC_CHECK_RULES,       /* the text holds what a task may (exercise/exercise.h) */
    ESC_CHECK_COMPILES,    /* and compiles */
    ESC_CHECK_RESULTS,     /* returns what is wanted */
    ESC_CHECK_DIAGNOSTICS, /* Go's compiler says what is wanted; not asked of C */
    ESC_CHECK_ALLOCS,      /* allocations an operation, exactly */
    ESC_CHECK_BYTES,       /* bytes an operation, exactly */
    ESC_CHECKS
};

enum esc_check_state { ESC_CHECK_NOT_ASKED, ESC_CHECK_PASSED, ESC_CHECK_FAILED };

struct esc_check {
    enum esc_check_state state;
    char *detail; /* what was found, in words, perhaps in several lines; NULL: nothing to say */
};

struct esc_grade {
    bool passed;
    struct esc_check checks[ESC_CHECKS];
};

/* "rules", "compiles", "results", "diagnostics", "allocations", "bytes" */
const char *esc_check_name(enum esc_check_kind kind);

/* Frees everything inside and zeroes. */
void esc_grade_free(struct esc_grade *grade);

#endif
