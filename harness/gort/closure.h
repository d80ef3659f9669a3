/*
 * How a function literal holds the variables around it. A func value is the address of a block that
 * starts with the code and goes on with the captured variables; the code gets that address. Here x
 * is captured by value, then by reference:
 *
 *   typedef struct adder { uint64_t (*code)(struct adder *f); uint64_t x; } adder;
 *   typedef struct counter { uint64_t (*code)(struct counter *f); uint64_t *x; } counter;
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
 * Whether a variable of `bytes` bytes is captured as a copy: it is small, nobody takes its address,
 * before the literal or after, and nobody assigns to it but before the first literal that captures
 * it, outside any loop that holds the literal and not the declaration. Otherwise the block holds
 * its address.
 */
#define GORT_BY_VALUE(bytes, changed) ((bytes) <= GORT_CAPTURED_BYTES && !(changed))

/*
 * A method value `t.m` is such a block, too: the code of a wrapper, then a copy of the receiver.
 * With a value as the receiver that is the whole value, with a pointer 8 bytes:
 *
 *   typedef GORT_METHOD_VALUE(uint64_t, point, uint64_t) adder;
 *   adder f = {add_of, p};  …  f.code(&f, y);
 *
 * where add_of(self, y) calls add(((adder *)self)->of, y), the method.
 * Source: cmd/compile/internal/typecheck/func.go (MethodValueType),
 * walk/closure.go (methodValueWrapper).
 */
#define GORT_METHOD_VALUE(result, receiver, argument)                                              \
    struct {                                                                                       \
        result (*code)(void *self, argument x);                                                    \
        receiver of;                                                                               \
    }

#endif
