/*
 * Verdict and allocation apart. See allocates.h for the contracts.
 */
#include "words/allocates.h"

#include "base/text.h"
#include "words/expression.h"
#include "words/literal.h"
#include "words/size.h"

#include <string.h>

const char *esc_allocates_word(enum esc_allocates answer)
{
    static const char *const words[] = {"no", "yes", "depends"};
    return words[answer];
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

static const char read_only[] = "a constant in an interface is read-only data of the program";
static const char one_block[] = "one block; none if its type has no bytes";

struct answer {
    enum esc_allocates answer;
    const char *because;
};

static struct answer of_boxed(struct esc_size size)
{
    static const struct answer answers[] = {
        [ESC_SHAPE_OTHER] = {ESC_ALLOCATES_YES, "one block for what is put into the interface"},
        [ESC_SHAPE_BYTE] = {ESC_ALLOCATES_NO,
                            "all values of one byte are in a table of the runtime"},
        [ESC_SHAPE_NUMBER] = {ESC_ALLOCATES_DEPENDS,
                              "one block for what is put into the interface; none for 0 to 255"},
        [ESC_SHAPE_TEXT] = {ESC_ALLOCATES_DEPENDS,
                            "one block for what is put into the interface; "
                            "none for an empty string"},
        [ESC_SHAPE_SLICE] = {ESC_ALLOCATES_DEPENDS,
                             "one block for what is put into the interface; none for a nil slice"},
        [ESC_SHAPE_CONSTANT] = {ESC_ALLOCATES_NO, read_only}};
    const bool known = size.bytes != ESC_SIZE_UNKNOWN && size.shape != ESC_SHAPE_INTERFACE;
    if (known || size.shape == ESC_SHAPE_CONSTANT)
        return answers[size.shape];
    return (struct answer){
        ESC_ALLOCATES_DEPENDS,
        "one block for what is put into the interface; none for whole numbers below 256, bools "
        "and bytes, empty strings, nil slices, values of no bytes and constants"};
}

static struct answer of_literal(enum esc_captures captures)
{
    static const struct answer answers[] = {
        [ESC_CAPTURES_NONE] = {ESC_ALLOCATES_NO,
                               "it captures nothing: a fixed piece of the program"},
        [ESC_CAPTURES_SOME] = {ESC_ALLOCATES_YES, "one block for what it captures"},
        [ESC_CAPTURES_UNKNOWN] = {ESC_ALLOCATES_DEPENDS,
                                  "one block for what it captures; none if it captures nothing"}};
    return answers[captures];
}

static struct answer of_leaving(const struct esc_escapes *escapes,
                                const struct esc_source_files *sources,
                                const struct esc_go_value *value)
{
    switch (esc_expression_of(escapes, value)) {
    case ESC_EXPRESSION_CONSTANT:
        return (struct answer){ESC_ALLOCATES_NO, read_only};
    case ESC_EXPRESSION_BOXED:
        return of_boxed(esc_sized(escapes, sources, value));
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
        return of_literal(esc_literal_captures(escapes, sources, value));
    case ESC_EXPRESSION_MAKE:
        if (is_constant_make(value->name))
            return (struct answer){ESC_ALLOCATES_YES, "one block for the elements"};
        return (struct answer){ESC_ALLOCATES_DEPENDS, "one block; none for a slice of no elements"};
    case ESC_EXPRESSION_METHOD:
        return (struct answer){ESC_ALLOCATES_YES, "one block, which holds the receiver"};
    case ESC_EXPRESSION_CHANNEL:
        return (struct answer){ESC_ALLOCATES_YES, "one block for the channel and its buffer"};
    case ESC_EXPRESSION_ARGUMENTS:
        return (struct answer){ESC_ALLOCATES_YES, "one block for the arguments"};
    case ESC_EXPRESSION_MAKE_NAMED:
        return (struct answer){ESC_ALLOCATES_YES,
                               "one block, and for a map room for its entries as it grows"};
    case ESC_EXPRESSION_MAP:
        return (struct answer){ESC_ALLOCATES_YES, "the map, and room for its entries as it grows"};
    default:
        return (struct answer){ESC_ALLOCATES_YES, one_block};
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

/* Where its size is known it is known whether there is anything to allocate. */
static struct answer of_size(struct answer answer, const struct esc_go_value *value, int64_t bytes)
{
    if (bytes == 0 || makes_nothing(value->name))
        return (struct answer){ESC_ALLOCATES_NO, "it has no bytes"};
    if (value->fate == ESC_FATE_MOVED)
        answer.because =
            bytes != ESC_SIZE_UNKNOWN
                ? "one block each time its declaration runs"
                : "one block each time its declaration runs; none if its type has no bytes";
    else if (answer.because == one_block && bytes != ESC_SIZE_UNKNOWN)
        answer.because = "one block";
    return answer;
}

enum esc_allocates esc_allocates_of(const struct esc_escapes *escapes,
                                    const struct esc_source_files *sources,
                                    const struct esc_go_value *value, const char **because)
{
    struct answer answer = esc_go_value_leaves(value) || value->fate == ESC_FATE_UNTOLD
                               ? of_leaving(escapes, sources, value)
                               : of_staying(escapes, value);
    answer = of_size(answer, value, esc_size_of(escapes, sources, value));
    *because = answer.because;
    return answer.answer;
}
