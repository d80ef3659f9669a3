/*
 * Machine code of one kernel: functions, source lines and instructions in their order, and what it
 * calls. disasm/ reads it from a library, report/ prints it.
 */
#ifndef ESC_NOUN_CODE_H
#define ESC_NOUN_CODE_H

#include "noun/runtime.h"

#include <stddef.h>
#include <stdint.h>

/* What a function outside the library has to do with the heap. */
enum esc_callee {
    ESC_CALLEE_OTHER,     /* nothing: memset, esc_out_of_memory, … */
    ESC_CALLEE_ALLOCATES, /* malloc, GC_malloc_atomic, goheap_new, runtime.newobject, … */
    ESC_CALLEE_MAY,       /* takes memory where it finds no room: runtime.growslice, … */
    ESC_CALLEE_HEAP,      /* the allocator's, but gives no memory: free, goheap_store, … */
    ESC_CALLEES
};

enum esc_code_kind {
    ESC_CODE_FUNCTION,    /* a function begins; text: its name */
    ESC_CODE_SOURCE,      /* from here on the code of file:line, as the compiler tells it */
    ESC_CODE_INSTRUCTION, /* text: as objdump writes it */
};

struct esc_code_line {
    enum esc_code_kind kind;
    uint64_t address;
    char *text;             /* NULL for ESC_CODE_SOURCE */
    char *file;             /* of ESC_CODE_SOURCE */
    int line;               /* of ESC_CODE_SOURCE; 0: the compiler tells none */
    char *calls;            /* the function outside the library that it calls; NULL: none */
    enum esc_callee callee; /* of `calls` */
};

/* One function outside the library, and how often it is called (counted in the text). */
struct esc_code_call {
    char *name;
    enum esc_callee callee;
    size_t count;
};

struct esc_code {
    struct esc_code_line *lines;
    size_t count;
    struct esc_code_call *calls;
    size_t call_count;
    size_t indirect; /* calls through pointers, whose target is not known here */
};

/* The number of calls that take memory from that runtime's allocator, or, in Go, may; with
 * ESC_RUNTIME_NONE the number of calls into any allocator, freeing included. */
size_t esc_code_heap_calls(const struct esc_code *code, enum esc_runtime_id runtime);

/* The number of calls that take memory whenever they are made, whoever gives it. */
size_t esc_code_sure_calls(const struct esc_code *code);

/* Frees everything inside and zeroes. */
void esc_code_free(struct esc_code *code);

#endif
