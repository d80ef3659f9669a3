/*
 * What the files of the disasm command share.
 */
#ifndef ESC_COMMAND_DISASM_H
#define ESC_COMMAND_DISASM_H

#include "disasm/disasm.h"
#include "report/report.h"
#include "session/workbench.h"

#include <stdio.h>

/* The code of one side, and what stands over it. */
struct esc_side_code {
    const struct esc_case *item;
    const char *title; /* "heap, Go-model heap" */
    bool on_heap;
    struct esc_code code;
};

/* Both sides with the case's source lines: side by side where the terminal has room for two. */
void esc_disasm_print(const struct esc_side_code *left, const struct esc_side_code *right,
                      const struct esc_terminal *terminal, FILE *out);

/* "1 call of GC_malloc_atomic, 1 of free": what the code calls of an allocator, or "no call into an
 * allocator"; caller frees. */
char *esc_disasm_summary(const struct esc_code *code);

/*
 * The machine-code test with one compiler: each heap side whose case expects allocations calls its
 * runtime's allocator, each stack side calls none. Prints violations and a line of sums; returns
 * what to exit with.
 */
int esc_disasm_check(const struct esc_workbench_options *options, const char *compiler);

#endif
