/*
 * Stage: compiled case -> machine code that can be read and checked. What objdump prints of a
 * library is parsed once; the code of one kernel is its run function and the local functions that
 * it reaches, found by address, because names repeat between the library's units.
 */
#ifndef ESC_DISASM_DISASM_H
#define ESC_DISASM_DISASM_H

#include "base/error.h"
#include "noun/runtime.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a function outside the library has to do with the heap. */
enum esc_callee {
    ESC_CALLEE_OTHER,     /* nothing: memset, esc_out_of_memory, … */
    ESC_CALLEE_ALLOCATES, /* malloc, GC_malloc_atomic, goheap_new, … */
    ESC_CALLEE_HEAP,      /* the allocator's, but gives no memory: free, goheap_store, … */
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

/* What objdump says of a library; opaque. */
struct esc_listing;

/* Runs objdump on the library. NULL with a message and a hint when that fails. */
struct esc_listing *esc_listing_open(const char *library, struct esc_error *error);

/* The same from what `objdump -T -R` and `objdump -d -l -w --no-show-raw-insn --dwarf=decodedline`
 * have printed, one after the other. Never NULL. */
struct esc_listing *esc_listing_parse(const char *text);
void esc_listing_close(struct esc_listing *listing);

/*
 * The code behind the kernel of that symbol, the run function first. False when the library has no
 * such kernel. Free with esc_code_free().
 */
bool esc_listing_code(const struct esc_listing *listing, const char *symbol, struct esc_code *code,
                      struct esc_error *error);
void esc_code_free(struct esc_code *code);

/* What that function has to do with the heap of any runtime, by its name. */
enum esc_callee esc_callee_of(const char *name);

/* The number of calls that take memory from that runtime's allocator; with ESC_RUNTIME_NONE the
 * number of calls into any allocator, freeing included. */
size_t esc_code_heap_calls(const struct esc_code *code, enum esc_runtime_id runtime);

#endif
