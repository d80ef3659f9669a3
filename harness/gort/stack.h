/*
 * A goroutine's stack: it begins with 2 KiB, and a function whose frame does not fit gets a larger
 * one, doubled until it does, into which what is used is copied. Source: runtime/stack.go
 * (newstack, copystack, stackalloc), runtime/proc.go (newproc, gfput).
 * What is modelled is the stack, not the scheduler: the code runs at once, on the calling thread,
 * and pointers in copied frames need no adjusting, for growth happens before the first frame. The
 * code must not use the heap: collectors look for roots on the thread's own stack.
 */
#ifndef GORT_STACK_H
#define GORT_STACK_H

#include "gort/base.h"

#include <sys/mman.h>

#ifdef ESC_CHECKED
static _Thread_local bool gort_stack_in_use __attribute__((unused));
#define gort_stack_check()                                                                         \
    (gort_note(__FILE__, __LINE__),                                                                \
     gort_check(!gort_stack_in_use, "code that gort_go runs must not use the heap"))
#undef esc_new
#undef esc_make
#undef esc_bytes
#define esc_new(T) (gort_stack_check(), (T *)esc_runtime_new(&esc_type_##T))
#define esc_make(T, n) (gort_stack_check(), (T *)esc_runtime_make(&esc_type_##T, (size_t)(n)))
#define esc_bytes(n) (gort_stack_check(), (void *)esc_runtime_bytes((size_t)(n)))
#define gort_stack_enter(in) (gort_stack_in_use = (in))
#else
#define gort_stack_enter(in) ((void)(in))
#endif

enum {
    GORT_STACK_LEAST = 2048,
    GORT_STACK_GUARD = 928, /* room that a check leaves below a frame */
    GORT_STACK_USED = 128,  /* of a goroutine that was just started */
    GORT_STACK_ORDERS = 12, /* 2 KiB … 4 MiB */
    GORT_STACK_SIGNAL =
        16384 /* below each stack, not in Go: a signal's frame needs more than 2 KiB */
};

struct gort_stack {
    char *low;
    size_t bytes;
};

/* One free stack of each size is kept, warm, as Go's caches keep them. One thread starts them. */
static char *gort_stack_free[GORT_STACK_ORDERS] __attribute__((unused));

static inline unsigned gort_stack_order(size_t bytes)
{
    unsigned order = 0;
    while ((size_t)GORT_STACK_LEAST << order < bytes)
        order++;
    return order;
}

/* The next stack of this size from memory of its own, which collectors do not look into. */
static inline char *gort_stack_map(unsigned order)
{
    size_t bytes = GORT_STACK_SIGNAL + ((size_t)GORT_STACK_LEAST << order);
    char *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED)
        abort();
    return map + GORT_STACK_SIGNAL;
}

/* stackalloc. Stacks are no objects of the heap, in Go neither. */
static inline struct gort_stack gort_stack_take(size_t bytes)
{
    unsigned order = gort_stack_order(bytes);
    if (order >= GORT_STACK_ORDERS)
        gort_panic("a frame needs a stack of more than 4 MiB");
    char *low = gort_stack_free[order];
    gort_stack_free[order] = NULL;
    return (struct gort_stack){low ? low : gort_stack_map(order),
                               (size_t)GORT_STACK_LEAST << order};
}

static inline void gort_stack_give(struct gort_stack stack)
{
    gort_stack_free[gort_stack_order(stack.bytes)] = stack.low;
}

/* newstack and copystack: room for `frame` more bytes; the old stack is free afterwards. */
GORT_CALL struct gort_stack gort_stack_grow(struct gort_stack old, size_t frame)
{
    size_t bytes = 2 * old.bytes;
    while (bytes - GORT_STACK_USED < frame + GORT_STACK_GUARD)
        bytes *= 2;
    struct gort_stack grown = gort_stack_take(bytes);
    memcpy(grown.low + grown.bytes - GORT_STACK_USED, old.low + old.bytes - GORT_STACK_USED,
           GORT_STACK_USED);
    gort_stack_give(old);
    return grown;
}

/* Calls code(x) with the stack pointer at `top`, which is a multiple of 16. */
static inline uint64_t gort_call_on(char *top, uint64_t (*code)(uint64_t x), uint64_t x)
{
#if defined(__x86_64__)
    uint64_t result;
    __asm__ volatile(
        "movq %%rsp, %%rbx\n\t"
        "movq %[top], %%rsp\n\t"
        "call *%[code]\n\t"
        "movq %%rbx, %%rsp"
        : "=a"(result), "+D"(x)
        : [top] "r"(top), [code] "r"(code)
        : "rbx", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3",
          "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13",
          "xmm14", "xmm15", "cc", "memory");
    return result;
#else
    esc_use(top);
    return code(x);
#endif
}

/* go code(x), and wait for its result: a point where the scheduler may run something else. `frame`:
 * what code's check asks for, its frame's bytes. */
GORT_CALL uint64_t gort_go(uint64_t (*code)(uint64_t x), uint64_t x, size_t frame)
{
    gort_check_one_thread("goroutines of gort/stack.h are started by one thread");
    struct gort_stack stack = gort_stack_take(GORT_STACK_LEAST);
    memset(stack.low + stack.bytes - GORT_STACK_USED, 0, GORT_STACK_USED);
    if (frame + GORT_STACK_GUARD > stack.bytes - GORT_STACK_USED)
        stack = gort_stack_grow(stack, frame);
    gort_stack_enter(true);
    uint64_t result = gort_call_on(stack.low + stack.bytes - GORT_STACK_USED, code, x);
    gort_stack_enter(false);
    gort_stack_give(stack);
    esc_yield();
    return result;
}

#ifdef ESC_CHECKED
#define gort_go(...) GORT_AT(gort_go(__VA_ARGS__))
#endif

#endif
