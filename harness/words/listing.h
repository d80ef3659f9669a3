/*
 * Machine code as lines for people: functions, the source lines that the instructions come from,
 * the instructions, with calls that have to do with the heap marked.
 */
#ifndef ESC_WORDS_LISTING_H
#define ESC_WORDS_LISTING_H

#include "noun/case.h"
#include "noun/code.h"
#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

enum esc_listing_kind {
    ESC_LISTING_FUNCTION,    /* "esc_run_heap:" */
    ESC_LISTING_SOURCE,      /* "52: fill(&t, i);" */
    ESC_LISTING_INSTRUCTION, /* "  17a0  rol    %rax" */
    ESC_LISTING_HEAP,        /* the same, a call into an allocator: "… <== takes memory" */
    ESC_LISTING_KINDS
};

struct esc_listing_line {
    enum esc_listing_kind kind;
    char *text;
};

/* Zero-initialise before use. */
struct esc_listing_lines {
    struct esc_listing_line *list;
    size_t count;
};

/*
 * The lines of `code`. `source` is the text of the case's Lua file and `made` the C text that was
 * compiled, for the lines of the loop around the case's own; either may be NULL. Parts that never
 * run (`.cold`: running out of memory) are left out.
 */
struct esc_listing_lines esc_listing_words(const struct esc_code *code,
                                           const struct esc_case *bench_case, const char *source,
                                           const char *made);

/* Appends a line, whose text is copied. */
void esc_listing_lines_add(struct esc_listing_lines *lines, enum esc_listing_kind kind,
                           const char *text);

/* Frees everything inside and zeroes. */
void esc_listing_lines_free(struct esc_listing_lines *lines);

/* The lines of one side as a run keeps them. All owned. */
struct esc_kept_code {
    char *case_name, *point;
    char *title; /* "heap, served by Go-model heap" */
    char *calls; /* esc_listing_calls() */
    bool on_heap;
    struct esc_listing_lines lines;
    size_t more; /* lines that were left out behind them */
};

struct esc_kept_codes {
    struct esc_kept_code *list;
    size_t count;
};

/* Adds one, zeroed; the pointer holds until the next. */
struct esc_kept_code *esc_kept_codes_add(struct esc_kept_codes *codes);

/* Frees everything inside and zeroes. */
void esc_kept_codes_free(struct esc_kept_codes *codes);

/* "heap, served by Go-model heap": a side in C. Caller frees. */
char *esc_listing_title(const struct esc_run *run, size_t variant);

/* "1 call of GC_malloc_atomic, 1 of free": what the code calls of an allocator, or "no call into an
 * allocator"; caller frees. */
char *esc_listing_calls(const struct esc_code *code);

#endif
