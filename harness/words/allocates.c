/*
 * Verdict and allocation apart. See allocates.h for the contracts.
 */
#include "words/allocates.h"

#include "base/text.h"
#include "words/expression.h"
#include "words/size.h"

#include <string.h>

const char *esc_allocates_word(enum esc_allocates answer)
{
    static const char *const words[] = {"no", "yes", "depends"};
    return words[answer];
}

/* "struct {}{}", "[0]int{}", "&struct {}{}", "new(struct {})": types that have no bytes, as far as
 * they are written out or declared in a source that was looked at. */
static bool has_no_bytes(const struct esc_escapes *escapes, const char *name)
{
    const bool is_new = esc_starts(name, "new(");
    if (is_new)
        name += strlen("new(");
    name += *name == '&';
    const size_t length = strcspn(name, is_new ? ")" : "{");
    return esc_starts(name, "struct {}") || esc_starts(name, "[0]") ||
           (name[length] != '\0' && esc_size_of_type(escapes, name, length) == 0);
}

/* "make([]T, 0)". */
static bool makes_nothing(const char *name)
{
    return esc_starts(name, "make([]") && esc_ends(name, ", 0)");
}

/* "make([]int, 8193)", "make([]int, n, 64)": the last argument is a number. */
static bool is_constant_make(const char *name)
{
    const char *last = strrchr(name, ',');
    return last != NULL && last[1] == ' ' && strspn(last + 2, "0123456789") > 0 &&
           strcmp(last + 2 + strspn(last + 2, "0123456789"), ")") == 0;
}

/* Whether a literal in the value's function captures anything, or may: without, it is no object at
 * all, but a fixed address. Captures are told where paths are. */
static bool captures(const struct esc_escapes *escapes, const struct esc_go_value *value)
{
    for (size_t k = 0; k < escapes->capture_count; k++)
        if (escapes->captures[k].at.file == value->at.file &&
            (value->function == NULL || esc_starts(escapes->captures[k].function, value->function)))
            return true;
    return escapes->ways_alone || value->first_path == ESC_NONE;
}

struct answer {
    enum esc_allocates answer;
    const char *because;
};

static struct answer of_leaving(const struct esc_escapes *escapes, const struct esc_go_value *value)
{
    switch (esc_expression_of(escapes, value)) {
    case ESC_EXPRESSION_CONSTANT:
        return (struct answer){ESC_ALLOCATES_NO,
                               "a constant in an interface is read-only data of the program"};
    case ESC_EXPRESSION_BOXED:
        return (struct answer){
            ESC_ALLOCATES_DEPENDS,
            "one block for what is put into the interface; none for whole numbers below 256, bools "
            "and bytes, empty strings, nil slices, values of no bytes and constants"};
    case ESC_EXPRESSION_SUM:
    case ESC_EXPRESSION_CONCAT:
        return (struct answer){ESC_ALLOCATES_DEPENDS,
                               "one block for the text put together; none where all operands but "
                               "one are empty (a sum of numbers: none below 256)"};
    case ESC_EXPRESSION_CONVERSION:
        return (struct answer){ESC_ALLOCATES_DEPENDS,
                               "one block for the copy; none for an empty one, nor for a "
                               "string of one byte that is copied"};
    case ESC_EXPRESSION_APPEND:
        return (struct answer){ESC_ALLOCATES_DEPENDS, "only when the slice has no room and grows"};
    case ESC_EXPRESSION_LITERAL:
        return captures(escapes, value)
                   ? (struct answer){ESC_ALLOCATES_DEPENDS,
                                     "one block for what it captures; none if it captures nothing"}
                   : (struct answer){ESC_ALLOCATES_NO,
                                     "it captures nothing: a fixed piece of the program"};
    case ESC_EXPRESSION_MAKE:
        if (is_constant_make(value->name))
            return (struct answer){ESC_ALLOCATES_YES, "one block for the elements"};
        return (struct answer){ESC_ALLOCATES_DEPENDS, "one block; none for a slice of no elements"};
    case ESC_EXPRESSION_ARGUMENTS:
        return (struct answer){ESC_ALLOCATES_YES, "one block for the arguments"};
    case ESC_EXPRESSION_MAKE_NAMED:
        return (struct answer){ESC_ALLOCATES_YES,
                               "one block, and for a map room for its entries as it grows"};
    case ESC_EXPRESSION_MAP:
        return (struct answer){ESC_ALLOCATES_YES, "the map, and room for its entries as it grows"};
    default:
        return (struct answer){ESC_ALLOCATES_YES, "one block; none if its type has no bytes"};
    }
}

/* What stays takes memory of the frame. Some of it has a fixed size there, and a block beyond. */
static struct answer of_staying(const struct esc_escapes *escapes, const struct esc_go_value *value)
{
    switch (esc_expression_of(escapes, value)) {
    case ESC_EXPRESSION_CONVERSION:
    case ESC_EXPRESSION_CONCAT:
    case ESC_EXPRESSION_SUM:
        return (struct answer){ESC_ALLOCATES_DEPENDS,
                               "a text over 32 bytes ([]rune: over 32 runes) does not fit into the "
                               "frame and takes a block"};
    case ESC_EXPRESSION_MAP:
    case ESC_EXPRESSION_MAKE_NAMED:
        return (struct answer){ESC_ALLOCATES_DEPENDS,
                               "a map: beyond eight entries it takes room from the heap"};
    case ESC_EXPRESSION_APPEND:
        return (struct answer){ESC_ALLOCATES_DEPENDS, "only when the slice has no room and grows"};
    case ESC_EXPRESSION_MAKE:
        if (is_constant_make(value->name))
            return (struct answer){ESC_ALLOCATES_YES, "one block for the elements"};
        return (struct answer){ESC_ALLOCATES_DEPENDS,
                               "none if its size is a constant; else, from Go 1.25 on, a block "
                               "where it does not fit into 32 bytes of the frame"};
    default:
        return (struct answer){ESC_ALLOCATES_NO, "it lies in the frame"};
    }
}

enum esc_allocates esc_allocates_of(const struct esc_escapes *escapes,
                                    const struct esc_go_value *value, const char **because)
{
    struct answer answer = esc_go_value_leaves(value) || value->fate == ESC_FATE_UNTOLD
                               ? of_leaving(escapes, value)
                               : of_staying(escapes, value);
    if (has_no_bytes(escapes, value->name) || makes_nothing(value->name))
        answer = (struct answer){ESC_ALLOCATES_NO, "it has no bytes"};
    const struct esc_capture *capture = esc_escapes_capture(escapes, value->at, value->name);
    if (value->fate == ESC_FATE_MOVED && capture != NULL && capture->width == 0)
        answer = (struct answer){ESC_ALLOCATES_NO, "it has no bytes"};
    else if (value->fate == ESC_FATE_MOVED && capture != NULL)
        answer.because = "one block each time its declaration runs";
    else if (value->fate == ESC_FATE_MOVED)
        answer.because = "one block each time its declaration runs; none if its type has no bytes";
    *because = answer.because;
    return answer.answer;
}
