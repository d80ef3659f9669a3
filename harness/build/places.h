/*
 * Which line of a case file a compiler's place is about. Private to build/.
 */
#ifndef ESC_BUILD_PLACES_H
#define ESC_BUILD_PLACES_H

#include "noun/case.h"

/* What a place names: the case file, the text that the harness made of it, assembly that a compiler
 * made of that, or another file. */
enum esc_place_kind { ESC_PLACE_CASE, ESC_PLACE_CODE, ESC_PLACE_ASSEMBLY, ESC_PLACE_ELSEWHERE };

struct esc_found_place {
    enum esc_place_kind kind;
    int line;         /* of the case file, 0: not known; ELSEWHERE: of `file` */
    const char *file; /* base name, in the text that was given */
};

/*
 * Cuts `text`: FILE, FILE:LINE, FILE:LINE:COLUMN, or a linker's FILE:LINE:(.text+0x1). A line of
 * `code`, which esc_codegen made of the case, is that of the end of the case's text before it.
 */
struct esc_found_place esc_place_find(const struct esc_case *bench_case, const char *code,
                                      char *text);

/*
 * An assembler counts the lines of an asm statement's text: `line` may lie behind the statement.
 * The line of the statement that holds what `message` quotes, else that of its beginning. With line
 * 0: of the case's only asm statement; 0 where there are none or several.
 */
int esc_place_of_assembly(const struct esc_case *bench_case, int line, const char *message);

#endif
