/*
 * Does a piece of C or Go stand on its own? Compilers tell of a missing brace where the text ends,
 * which is in text that the harness wrote.
 */
#ifndef ESC_NOUN_BALANCE_H
#define ESC_NOUN_BALANCE_H

#include "noun/case.h"
#include "noun/scan.h"

struct esc_unbalanced {
    int line;      /* of the case file; 0: all is balanced */
    char text[80]; /* what is wrong there */
};

/*
 * The first fault of the source's comments, brackets and, in C, #if … #endif; in Go, raw strings.
 * Where the blanks before a brace tell that it closes another one than was meant, the fault is
 * there. Brackets are not judged where a macro or a branch of an #if holds unequal ones: the text
 * may be balanced all the same.
 */
struct esc_unbalanced esc_balance(const struct esc_source *source, enum esc_language language);

#endif
