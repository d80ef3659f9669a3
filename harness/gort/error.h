/*
 * error: the address of a type and of a value with a text. errors.New makes a new value at each
 * call, 16 bytes, which tells two errors of one text apart; fmt.Errorf is in gort/fmt.h. Source:
 * errors/errors.go, fmt/errors.go.
 */
#ifndef GORT_ERROR_H
#define GORT_ERROR_H

#include "gort/iface.h"

typedef struct {
    gort_string text;
} gort_error_string;
ESC_POINTERS(gort_error_string, ESC_PTR(gort_error_string, text.bytes));

/* What %w makes: the text and the error that it wraps. */
typedef struct {
    gort_string text;
    gort_any error;
} gort_wrap_error;
ESC_POINTERS(gort_wrap_error,
             ESC_PTR(gort_wrap_error, text.bytes) | ESC_PTR(gort_wrap_error, error.data));

/* errors.New(text). The bytes of the text stay where they are. */
GORT_CALL gort_any gort_error_new(gort_string text)
{
    gort_error_string *error = gort_heap_make(&esc_type_gort_error_string, 1);
    gort_string_store(&error->text, text);
    return (gort_any){&esc_type_gort_error_string, error};
}

static inline bool gort_is_wrap_error(gort_any error)
{
    return error.type == &esc_type_gort_wrap_error;
}

static inline bool gort_is_error(gort_any error)
{
    return error.type == &esc_type_gort_error_string || gort_is_wrap_error(error);
}

/* error.Error(), of the two types above: both begin with their text. */
static inline gort_string gort_error_text(gort_any error)
{
    gort_check(gort_is_error(error), "this error was made neither by errors.New nor by fmt.Errorf");
    return *(const gort_string *)error.data;
}

/* errors.Unwrap(error): no type where nothing is wrapped. */
static inline gort_any gort_error_unwrap(gort_any error)
{
    if (!gort_is_wrap_error(error))
        return (gort_any){NULL, NULL};
    return ((const gort_wrap_error *)error.data)->error;
}

#ifdef ESC_CHECKED
#define gort_error_text(...) GORT_AT(gort_error_text(__VA_ARGS__))
#endif

#endif
