/*
 * The text of a case that was made from a function of some Go code. Private to from_code.c.
 */
#ifndef ESC_SESSION_FROM_TEXT_H
#define ESC_SESSION_FROM_TEXT_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* All texts are the caller's. */
struct esc_from_text {
    const char *name;                  /* of the case */
    const char *value, *function;      /* what leaves the stack, and in which function */
    const char *place;                 /* "main.go:42" */
    const char *cause, *helps;         /* in words; `helps` may be NULL */
    const char *shared, *heap, *stack; /* Go; stack NULL: left to write */
    const char *heap_call, *stack_call;
    const char *remedy;  /* that was checked, in words; NULL: none */
    const char *verdict; /* "moved to heap: t" */
    const char *release; /* of the go that was asked */
    int64_t blocks;      /* of a call of the heap side; 0: not counted yet, so none is claimed */
    int64_t bytes;       /* of each block */
    bool is_rounded;     /* bytes: not what is asked for, but what Go's heap made of it */
};

/* Appends the file. */
void esc_from_text(const struct esc_from_text *from, struct esc_text *out);

#endif
