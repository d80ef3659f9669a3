/*
 * Stage: compiled case -> machine code that can be read and checked. What objdump prints of a
 * library is parsed once; the code of one kernel is its run function and the local functions that
 * it reaches, found by address, because names repeat between the library's units.
 */
#ifndef ESC_DISASM_DISASM_H
#define ESC_DISASM_DISASM_H

#include "base/error.h"
#include "noun/code.h"
#include "noun/frame.h"

#include <stdbool.h>
#include <stdint.h>

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

/* One side of a case in Go: its package, the loop over its operation, and its lines in the file. */
struct esc_go_side {
    const char *package; /* "escapement/pointer-return/point1" */
    const char *run;     /* "EscRunHeap" */
    const char *file;    /* "pointer-return.lua" */
    int first, last;
};

/*
 * The code of that side, from what `go tool objdump` printed of the package: the loop first, then
 * what it reaches, and what its lines define. False when there is no such loop. Free with
 * esc_code_free().
 */
bool esc_go_code(const char *text, const struct esc_go_side *side, struct esc_code *code,
                 struct esc_error *error);

/* A variable with a place of its own in a frame, as the debug information tells it. */
struct esc_variable {
    uint64_t function; /* the address of its function */
    char *name;
    int64_t offset, bytes; /* from the frame's top, see noun/frame.h; bytes 0: unknown */
};

/* Zero-initialise before use. */
struct esc_variables {
    struct esc_variable *list;
    size_t count;
};

/* Of a library or program, by objdump. */
bool esc_variables_read(const char *path, struct esc_variables *variables, struct esc_error *error);

/* The same from what `objdump --dwarf=info --dwarf=loc` has printed. */
void esc_variables_parse(const char *text, struct esc_variables *variables);
void esc_variables_free(struct esc_variables *variables);

/*
 * The frames of one side on x86-64, in C's listing or Go's: of the function `start` (where it was
 * inlined, of what the loop calls instead), of one that it calls, and so on. Where several are
 * called, of the one that leads to a call that takes memory; else of the first that stands in
 * `file`.
 */
void esc_frames_read(const struct esc_code *code, const char *start, const char *file,
                     const struct esc_variables *variables, struct esc_frames *frames);

/* What that function has to do with the heap of any runtime, by its name. */
enum esc_callee esc_callee_of(const char *name);

#endif
