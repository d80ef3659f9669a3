/*
 * What an expression that needs memory is, by the way in which the compiler prints it. Types are
 * not printed: what cannot be told from the words alone is told so.
 */
#ifndef ESC_WORDS_EXPRESSION_H
#define ESC_WORDS_EXPRESSION_H

#include "noun/escape.h"

enum esc_expression {
    ESC_EXPRESSION_VARIABLE, /* a declared one, moved */
    ESC_EXPRESSION_LITERAL,  /* func literal */
    ESC_EXPRESSION_METHOD,   /* t.add as a value */
    ESC_EXPRESSION_MAP,
    ESC_EXPRESSION_CHANNEL,
    ESC_EXPRESSION_MAKE,       /* with a size: of a slice, if its type is not spelt out */
    ESC_EXPRESSION_MAKE_NAMED, /* without one, of a named type: a map or a channel */
    ESC_EXPRESSION_SLICE,      /* []T{...} */
    ESC_EXPRESSION_NEW,        /* new(T), &T{...} */
    ESC_EXPRESSION_APPEND,     /* told by later releases */
    ESC_EXPRESSION_ARGUMENTS,  /* the slice of a call's further arguments */
    ESC_EXPRESSION_CONVERSION, /* string(b), []byte(s) */
    ESC_EXPRESSION_CONCAT,     /* a + "x" */
    ESC_EXPRESSION_SUM,        /* a + b: strings put together, or a sum put into an interface */
    ESC_EXPRESSION_CONSTANT,   /* put into an interface */
    ESC_EXPRESSION_BOXED,      /* any other value that is put into an interface */
};

enum esc_expression esc_expression_of(const struct esc_escapes *escapes,
                                      const struct esc_go_value *value);

/* A number, a text in quotes, true, false: what a compiler prints for a constant without a name. */
bool esc_expression_is_constant(const char *text);

/* "{storage for &T{...}}" -> "&T{...}", so many bytes of the text; NULL: another location. */
const char *esc_expression_storage(const char *location, size_t *length);

/* The callee in "f(a, b)": how many bytes of the text it takes; 0 where it is no call. */
size_t esc_expression_callee(const char *text);

#endif
