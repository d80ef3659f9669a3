/*
 * The object of cases that ask where one lives, and its consumer: `object`, WORDS words without
 * pointers, and `ends`, which reads the first and the last and keeps nothing. The case defines
 * WORDS before it includes this. No part of Go's runtime, and without a prefix: the case's Go has
 * the same two under the same names.
 */
#ifndef GORT_OBJECT_H
#define GORT_OBJECT_H

#ifndef WORDS
#error "define WORDS, the object's size in words, before gort/object.h"
#endif

#include "gort/base.h"
#include "gort/block.h"

typedef struct {
    uint64_t words[WORDS];
} object;
ESC_NOSCAN(object);

ESC_NOINLINE static uint64_t ends(const object *t)
{
    esc_use(t);
    return t->words[0] + t->words[WORDS - 1];
}

#endif
