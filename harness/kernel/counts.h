/*
 * The counts of a counting library, exported as `esc_counts`. Two count into it: the library's own
 * wrappers (count.c), and the child, for what libc allocates on the case's behalf (child_count.c).
 */
#ifndef ESC_KERNEL_COUNTS_H
#define ESC_KERNEL_COUNTS_H

#include <stdint.h>

/* A place in the case's code that allocates: there an allocator's call, or that of a libc function
 * which allocates, returns to. */
struct esc_count_site {
    uintptr_t address; /* 0: free */
    uint64_t allocs;
    const char *callee; /* a function of libc; NULL: what the case calls is no matter of libc */
};

enum { ESC_COUNT_SITES = 16 };

/* Told, in place of the counts, of each block of the Go-model heap that is handed out: `bytes` of
 * its slot, and where the allocator's call returns to. Not told of what takes no slot of its own (a
 * tiny object behind another one). */
typedef void esc_block_observer(const void *block, uint64_t bytes, uintptr_t caller);

/* Allocator calls seen since the library was loaded. */
struct esc_counts {
    uint64_t allocs;
    uint64_t requested_bytes;
    uint64_t bytes;               /* as handed out by the runtime */
    uint32_t inside;              /* wrappers of libc's functions that are being run */
    esc_block_observer *observer; /* the child's (child_profile.c); NULL: nobody */
    struct esc_count_site sites[ESC_COUNT_SITES]; /* the first ones */
};

/* Kernels may run in several threads. */
static inline struct esc_count_site *esc_counts_add(struct esc_counts *counts,
                                                    uint64_t requested_bytes, uint64_t bytes,
                                                    uintptr_t address)
{
    __atomic_fetch_add(&counts->allocs, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&counts->requested_bytes, requested_bytes, __ATOMIC_RELAXED);
    __atomic_fetch_add(&counts->bytes, bytes, __ATOMIC_RELAXED);
    for (int k = 0; k < ESC_COUNT_SITES; k++) {
        struct esc_count_site *site = &counts->sites[k];
        uintptr_t found = 0;
        if (!__atomic_compare_exchange_n(&site->address, &found, address, 0, __ATOMIC_RELAXED,
                                         __ATOMIC_RELAXED) &&
            found != address)
            continue;
        __atomic_fetch_add(&site->allocs, 1, __ATOMIC_RELAXED);
        return site;
    }
    return 0;
}

#endif
