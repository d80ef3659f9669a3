/*
 * Address in a case's library -> place in the case's text, as the debug information has it.
 */
#ifndef ESC_DISASM_PLACE_H
#define ESC_DISASM_PLACE_H

#include <stdbool.h>
#include <stdint.h>

struct esc_code_place {
    char *function;
    int line; /* of the case file */
};

/*
 * The innermost function of the case file at `path` that the code at `offset` belongs to, be it
 * inlined. False where there is none, or no addr2line. The caller frees the function's name.
 */
bool esc_code_place(const char *library, uint64_t offset, const char *path,
                    struct esc_code_place *place);

#endif
