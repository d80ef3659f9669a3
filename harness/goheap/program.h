/* The Go program around what is measured: the globals and the objects of its runtime, which each of
 * Go's cycles scans and marks besides what the user allocated. The cycle's length, and with it the
 * number of cycles, depends on them.
 *
 * Source of every figure: test binaries of go1.19.8 and go1.27.3 (linux/amd64) that hold nothing,
 * read from inside after two runtime.GC(): runtime.firstmoduledata's data and bss with their
 * pointer masks, the words themselves, runtime.MemStats.BySize. */
#ifndef GOHEAP_PROGRAM_H
#define GOHEAP_PROGRAM_H

#include "heap.h"

/* Of the release that the heap is of. */
size_t goheap_program_globals_bytes(enum goheap_release release) HIDDEN;

/* Bytes of the tables that goheap_program_init fills. */
size_t goheap_program_bytes(enum goheap_release release) HIDDEN;
/* Lays the globals out in `tables` (zeroed) and allocates the objects on the calling thread, which
 * is attached. false: no memory. */
bool goheap_program_init(void *tables) HIDDEN;

#endif
