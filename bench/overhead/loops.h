/* The same three loops twice: written in C over gbench.h (loops.c) and in C++ as Google Benchmark's
 * own documentation writes them (native.cc). Both work on the same two buffers. */
#ifndef OVERHEAD_LOOPS_H
#define OVERHEAD_LOOPS_H

#include "gbench/gbench.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { LOOP_EMPTY, LOOP_MALLOC, LOOP_COPY, LOOP_COUNT, LOOP_BYTES = 64 };

extern unsigned char loop_source[LOOP_BYTES] __attribute__((aligned(64)));
extern unsigned char loop_target[LOOP_BYTES] __attribute__((aligned(64)));

extern gb_function *const loops_in_c[LOOP_COUNT];

/* Registers the C++ loop under `name`, timed as {.clock = GB_REAL_TIME, .process_cpu = true}. */
void loop_register_native(int loop, const char *name, int64_t iterations);

#ifdef __cplusplus
}
#endif

#endif
