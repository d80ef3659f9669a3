/*
 * The border between a compiled case and the measuring child: what a unit exports (struct
 * esc_kernel) and what the child exports to it (counts.h: what a counting library exports).
 * Included by generated C and by the child.
 */
#ifndef ESC_KERNEL_KERNEL_H
#define ESC_KERNEL_KERNEL_H

#include <stdint.h>

/* One of a case's own counters. */
struct esc_counter {
    double value;
    uint32_t set; /* ESC_COUNTER_…; 0: the strategy does not count it */
};
enum { ESC_COUNTER_SET = 1, ESC_COUNTER_ADDED = 2 };

struct esc_kernel {
    const char *strategy;
    void (*setup)(void);          /* before warm-up, untimed; NULL when the case has none */
    uint64_t (*run)(uint64_t n);  /* n operations; returns the checksum of what they returned */
    void (*teardown)(void);       /* after the timed pass, untimed; NULL when the case has none */
    struct esc_counter *counters; /* as the case declares them; NULL: none */
    uint32_t counter_count;
};

/*
 * The symbol of a unit's kernel, e.g. esc_kernel_3_heap_malloc: point, strategy ('-' written '_'),
 * runtime. ESC_RUNTIME_NAME comes from the runtime's kernel header and holds no '_', so that two
 * kernels never share a symbol. The only symbols that a unit shows to the linker.
 */
#define ESC_SYMBOL(point, strategy, runtime) ESC_SYMBOL_OF(point, strategy, runtime)
#define ESC_SYMBOL_OF(point, strategy, runtime) esc_kernel_##point##_##strategy##_##runtime
#define ESC_EXPORT __attribute__((visibility("default")))

/* The child's: an allocator returned NULL. Ends the sample as "memory limit". */
ESC_EXPORT void esc_out_of_memory(void) __attribute__((noreturn, cold));

/* The child's: a case built with -DESC_CHECKED broke a contract of gort/ in line `line` of its
 * file. Ends the sample with that message. */
ESC_EXPORT void esc_contract(const char *file, int line, const char *contract)
    __attribute__((noreturn, cold));

#endif
