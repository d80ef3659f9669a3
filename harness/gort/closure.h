/*
 * How a function literal holds the variables around it. A func value is the address of a block that
 * starts with the code and goes on with the captured variables; the code gets that address:
 *
 *   typedef struct { uint64_t (*code)(void *self); uint64_t x; } adder;     x by value
 *   typedef struct { uint64_t (*code)(void *self); uint64_t *x; } counter;  x by reference
 *
 * If the literal escapes, the block is one allocation, and each variable captured by reference is
 * another. Source: cmd/compile/internal/escape/escape.go (flowClosure), typecheck/func.go
 * (ClosureType), Go 1.19.
 */
#ifndef GORT_CLOSURE_H
#define GORT_CLOSURE_H

#include "gort/base.h"

enum { GORT_CAPTURED_BYTES = 128 };

/*
 * Whether a variable of `bytes` bytes is captured as a copy: it is small and nobody assigns to it
 * or takes its address after the literal. Otherwise the block holds its address.
 */
#define GORT_BY_VALUE(bytes, reassigned) ((bytes) <= GORT_CAPTURED_BYTES && !(reassigned))

#endif
