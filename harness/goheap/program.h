/* The Go program around what is measured: the globals and the objects of its runtime, which each of
 * Go's cycles scans and marks besides what the user allocated. The cycle's length, and with it the
 * number of cycles, depends on them.
 *
 * Source of every figure: a test binary of go1.19.8 (linux/amd64) that holds nothing, read from
 * inside after two runtime.GC(): runtime.firstmoduledata's data and bss with their pointer masks,
 * the words themselves, runtime.MemStats.BySize. */
#ifndef GOHEAP_PROGRAM_H
#define GOHEAP_PROGRAM_H

#include "heap.h"

enum {
    PROGRAM_DATA_BYTES = 35696, /* runtime.data to runtime.edata */
    PROGRAM_BSS_BYTES = 195136, /* runtime.bss to runtime.ebss */
    PROGRAM_GLOBALS_BYTES = PROGRAM_DATA_BYTES + PROGRAM_BSS_BYTES,
    PROGRAM_OBJECTS = 288, /* MemStats.HeapObjects */
};

/* Bytes of the tables that goheap_program_init fills. */
size_t goheap_program_bytes(void) HIDDEN;
/* Lays the globals out in `tables` (zeroed) and allocates the objects on the calling thread, which
 * is attached. false: no memory. */
bool goheap_program_init(void *tables) HIDDEN;

#endif
