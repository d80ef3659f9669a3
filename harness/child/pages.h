/*
 * Pages for a heap, before it is used. The kernel takes 2.4 us to give one of 4 KiB and 0.6 to take
 * it back on the virtual machine where this was looked at, which for a heap of 4 MiB is more than
 * all else that a sample needs beside its pass; a huge page of 2 MiB, 512 of them, takes 0.25 ms.
 */
#ifndef ESC_CHILD_PAGES_H
#define ESC_CHILD_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ESC_HUGE_PAGE = 2 << 20 };

/* Once, before anything is brought: whether the system gives huge pages to who asks for them
 * (Documentation/admin-guide/mm/transhuge.rst of Linux). Where it gives them to everybody, or to
 * nobody, heaps are left as they are. */
void esc_pages_look(void);

/*
 * Brings the pages of [low, low + bytes), private memory that may be written to, as far as huge
 * pages fit into it and nothing was touched there. Then the huge pages are broken up: the program
 * goes by page table entries of 4 KiB, as it would without. Does nothing where that cannot be.
 */
void esc_pages_bring(void *low, size_t bytes);

#endif
