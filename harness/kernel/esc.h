/*
 * What the C text of a case may use: types, allocation, pointer stores, end of life, barriers for
 * the optimiser. Which runtime serves a unit is decided by the compiler (-DESC_RUNTIME_ID=…), so
 * there is no indirect call on the timed path.
 *
 *   ESC_NOSCAN(T);                          T holds no pointers (Go: a noscan type)
 *   ESC_POINTERS(T, ESC_PTR(T, a) | …);     T holds pointers in these fields, precisely
 *   T *p = esc_new(T);                      new(T): one zeroed T
 *   T *s = esc_make(T, n);                  make([]T, n): n zeroed Ts in one block
 *   char *b = esc_bytes(n);                 n bytes without pointers, not cleared (strings, growth)
 *   esc_store(&p->a, q);                    p.a = q, with the runtime's write barrier
 *   esc_done(p);                            end of p's life: malloc frees, collectors do nothing
 *   esc_counter_set(occupancy, 87.5);       the case's counter of that name is 87.5
 *   esc_counter_add(misses, 1);             … is one more; from one thread at a time
 */
#ifndef ESC_KERNEL_ESC_H
#define ESC_KERNEL_ESC_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A function that is really called, with its real arguments (Go: //go:noinline). */
#if defined(__clang__)
#define ESC_NOINLINE __attribute__((noinline))
#else
#define ESC_NOINLINE __attribute__((noipa))
#endif

/*
 * The compiler must assume that the object behind `pointer` is read and written here, and that the
 * value is used: no store before it and no load behind it can be removed. Costs at most the
 * instruction that puts the address into a register ("g" would do, but clang takes memory for it:
 * a store more on one side of a pair).
 */
#define esc_use(pointer) __asm__ volatile("" : : "r"(pointer) : "memory")

/* The compiler must assume that `variable` has another value from here on. No instruction. */
#define esc_unknown(variable) __asm__ volatile("" : "+r"(variable))

/* `number`, unknown to the compiler: clang carries a constant into functions never inlined. */
static inline size_t esc_hidden(size_t number)
{
    esc_unknown(number);
    return number;
}

/* What a runtime must know of a type: its size and which of its first 64 words are pointers. */
struct esc_type {
    size_t size;
    size_t pointer_bytes;        /* prefix that ends with the last pointer; 0: noscan */
    const uint8_t *pointer_mask; /* one bit a word of the prefix, lowest first */
};

/* The bit of one pointer field, which must be aligned and in the first 512 bytes. */
#define ESC_PTR(T, field) (UINT64_C(1) << (offsetof(T, field) / sizeof(void *)))

#define ESC_NOSCAN(T) static const struct esc_type esc_type_##T = {sizeof(T), 0, NULL}

/* Little-endian machines only: the mask's bytes are read lowest first. */
#define ESC_POINTERS(T, mask)                                                                      \
    static const uint64_t esc_mask_##T = (mask);                                                   \
    static const struct esc_type esc_type_##T = {                                                  \
        sizeof(T), sizeof(void *) * (64 - (size_t)__builtin_clzll(mask)),                          \
        (const uint8_t *)&esc_mask_##T}

#define esc_new(T) ((T *)esc_runtime_new(&esc_type_##T))
#define esc_make(T, n) ((T *)esc_runtime_make(&esc_type_##T, (size_t)(n)))
#define esc_bytes(n) ((void *)esc_runtime_bytes((size_t)(n)))
#define esc_store(slot, value) esc_runtime_store((void **)(slot), (void *)(value))
#define esc_done(pointer) esc_runtime_done((void *)(pointer))

/*
 * Each runtime header defines, static inline:
 *   void *esc_runtime_new(const struct esc_type *type);
 *   void *esc_runtime_make(const struct esc_type *element, size_t n);
 *   void *esc_runtime_bytes(size_t bytes);
 *   void esc_runtime_store(void **slot, void *value);
 *   void esc_runtime_done(void *block);
 *   void esc_runtime_collect(void);
 *   void esc_runtime_gogc(int percent);       -1: off; runtimes without a collector ignore it
 *   void esc_runtime_memory_limit(size_t room);   bytes beyond what is in use now; likewise
 *   void esc_runtime_yield(void);             a goroutine would wait or end here
 */
#define ESC_ID_GOHEAP 0
#define ESC_ID_BOEHM 1
#define ESC_ID_MALLOC 2
#define ESC_ID_GOHEAP_1_27 4
#define ESC_ID_NONE 5 /* as in enum esc_runtime_id (codegen's unit test); 3 is real Go */

/* The release of Go whose runtime and compiler a unit follows, go1.ESC_GO. A case's C may ask for
 * it where the two make something else of the same Go. */
#ifndef ESC_GO
#if ESC_RUNTIME_ID == ESC_ID_GOHEAP_1_27
#define ESC_GO 27
#else
#define ESC_GO 19
#endif
#endif

#if ESC_RUNTIME_ID == ESC_ID_GOHEAP || ESC_RUNTIME_ID == ESC_ID_GOHEAP_1_27
#include "kernel_goheap.h"
#elif ESC_RUNTIME_ID == ESC_ID_BOEHM
#include "kernel_boehm.h"
#elif ESC_RUNTIME_ID == ESC_ID_MALLOC
#include "kernel_malloc.h"
#else
#include "kernel_none.h"
#endif

/* A case's own counters. The generated text has for each an index esc_counter_NAME into the unit's
 * array. What was added before the timed pass, in warm-up, is dropped; what was set stays. */
#define esc_counter_set(name, number)                                                              \
    (esc_own_counters[esc_counter_##name].value = (number),                                        \
     (void)(esc_own_counters[esc_counter_##name].set = ESC_COUNTER_SET))
#define esc_counter_add(name, number)                                                              \
    (esc_own_counters[esc_counter_##name].value += (number),                                       \
     (void)(esc_own_counters[esc_counter_##name].set = ESC_COUNTER_ADDED))

#define esc_collect() esc_runtime_collect()
#define esc_gogc(percent) esc_runtime_gogc(percent)
#define esc_memory_limit(room) esc_runtime_memory_limit((size_t)(room))
#define esc_yield() esc_runtime_yield()

#endif
