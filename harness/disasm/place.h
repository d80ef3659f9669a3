/*
 * Address in a case's library -> places in the case's text, as the debug information has it.
 */
#ifndef ESC_DISASM_PLACE_H
#define ESC_DISASM_PLACE_H

#include "base/error.h"
#include "noun/place.h"

#include <stdbool.h>
#include <stdint.h>

/* Fills in the places of each offset by one call of addr2line. False with a message. */
bool esc_code_places_read(const char *library, struct esc_code_places *places, size_t count,
                          struct esc_error *error);

/*
 * The innermost function of the case file at `path` that the code at `offset` belongs to, be it
 * inlined. False where there is none, or no addr2line. Free with esc_code_place_free().
 */
bool esc_code_place(const char *library, uint64_t offset, const char *path,
                    struct esc_code_place *place);

#endif
