/*
 * Pages for a heap, before it is used. See pages.h.
 */
#include "child/pages.h"

#include "base/text.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool are_lent; /* huge pages, to who asks for them */

void esc_pages_look(void)
{
    char text[64];
    are_lent =
        esc_read_beginning("/sys/kernel/mm/transparent_hugepage/enabled", text, sizeof text) &&
        strstr(text, "[madvise]") != NULL;
}

/* A page whose rights differ from its neighbours' has an entry of its own in the page table, and so
 * has each of its huge page from then on. */
static bool break_up(char *huge)
{
    size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
    return mprotect(huge, page_bytes, PROT_READ) == 0 &&
           mprotect(huge, page_bytes, PROT_READ | PROT_WRITE) == 0;
}

void esc_pages_bring(void *low, size_t bytes)
{
#ifdef MADV_POPULATE_WRITE
    char *begin = (char *)(((uintptr_t)low + ESC_HUGE_PAGE - 1) & -(uintptr_t)ESC_HUGE_PAGE);
    char *end = (char *)(((uintptr_t)low + bytes) & -(uintptr_t)ESC_HUGE_PAGE);
    if (!are_lent || begin >= end || madvise(begin, (size_t)(end - begin), MADV_HUGEPAGE) != 0)
        return;
    bool there = madvise(begin, (size_t)(end - begin), MADV_POPULATE_WRITE) == 0;
    for (char *huge = begin; there && huge < end; huge += ESC_HUGE_PAGE)
        there = break_up(huge);
    madvise(begin, (size_t)(end - begin), MADV_NOHUGEPAGE);
#else
    (void)low;
    (void)bytes;
#endif
}
