/*
 * The table of cold sides, and what they make garbage with. See runtime.h.
 */
#include "child/runtime.h"

#include <sys/mman.h>
#include <unistd.h>

/* In one call of the kernel where it has that (5.14): a fault costs twice as much as a page. */
void esc_touch(void *garbage)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uintptr_t first = (uintptr_t)garbage & ~(page - 1);
#ifdef MADV_POPULATE_WRITE
    if (madvise((void *)first, ESC_GARBAGE, MADV_POPULATE_WRITE) == 0)
        return;
#endif
    for (size_t at = 0; at < ESC_GARBAGE; at += page)
        ((volatile char *)garbage)[at] = 1;
}

const struct esc_runtime *esc_runtime_cold(enum esc_runtime_id id)
{
    static const struct esc_runtime *const table[ESC_RUNTIMES + 1] = {
        [ESC_RUNTIME_GOHEAP] = &esc_runtime_goheap,
        [ESC_RUNTIME_BOEHM] = &esc_runtime_boehm,
        [ESC_RUNTIME_MALLOC] = &esc_runtime_malloc,
        [ESC_RUNTIME_NONE] = &esc_runtime_malloc,
    };
    return table[id];
}
