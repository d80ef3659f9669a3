/*
 * objdump's text, parsed. Private to disasm/.
 */
#ifndef ESC_DISASM_LISTING_H
#define ESC_DISASM_LISTING_H

#include "disasm/disasm.h"

/* A dynamic symbol (name), or a relocation to an address inside the library (target). */
struct esc_place {
    uint64_t address;
    char *name;
    uint64_t target;
};

/* One instruction or source position, in objdump's order. */
struct esc_entry {
    enum esc_code_kind kind;
    uint64_t address;
    char *text; /* function's name, source file, instruction */
    int line;
};

/* Addresses [begin, end) whose code has line 0 in the line table: clang gives it to instructions
 * that stand for several lines at once. objdump -l passes over them in silence. */
struct esc_gap {
    uint64_t begin, end; /* end 0: not seen yet */
};

struct esc_listing {
    struct esc_place *symbols; /* dynamic ones: the kernels */
    size_t symbol_count;
    struct esc_place *relocations;
    size_t relocation_count;
    struct esc_gap *gaps;
    size_t gap_count;
    struct esc_entry *entries;
    size_t entry_count;
    size_t *functions; /* the entries that open one: each call and jump is looked up */
    size_t function_count;
};

/* Appends the entry's line to the code; the pointer holds until the next one. */
struct esc_code_line *esc_listing_add(struct esc_code *code, const struct esc_entry *entry);

/* The line calls that function, outside what is listed; counts it. Takes over the name. */
void esc_listing_call(struct esc_code *code, struct esc_code_line *line, char *name);

/* The index of the entry that opens the function at that address; entry_count: none does. */
size_t esc_listing_function(const struct esc_listing *listing, uint64_t address);

/* Whether the line table has no source line for the code at that address. */
bool esc_listing_in_gap(const struct esc_listing *listing, uint64_t address);

#endif
