/*
 * What the compiler does not print, read from the source: imports, where a function's parameters
 * end, and the assertions in comments. No parser: strings and comments are told from code, no more.
 */
#ifndef ESC_WHY_SOURCE_H
#define ESC_WHY_SOURCE_H

#include "base/error.h"
#include "noun/escape.h"
#include "noun/source_files.h"

/* What the file's imports are called: the name given, or the last part of the path, without a
 * version (v2). And the types that it declares at its outermost level. */
void esc_why_declarations(struct esc_escapes *escapes, const struct esc_source_file *file);

/* Which of the file's values that stay are parameters, and which are in no function, where the
 * functions' places are told. */
void esc_why_place(struct esc_escapes *escapes, const struct esc_source_file *file);

/* Whether the value stands, by its name, between a function's name and its body. */
bool esc_why_in_signature(const struct esc_escapes *escapes, const struct esc_source_file *file,
                          const struct esc_go_value *value);

/* Whether the parameter's type, as it stands behind its name, is a number or a bool: no pointers.
 */
bool esc_why_is_scalar(const struct esc_source_file *file, const struct esc_go_value *parameter);

/* The name of the function that is declared at that place, as the compiler would print it: "f",
 * "T.m", "(*T).m"; NULL where none is: a function literal has no name. Of escapes' pool. */
const char *esc_why_function(struct esc_escapes *escapes, const struct esc_source_file *file,
                             struct esc_spot at);

/* Whether the place stands in the body of a for of its function, as gofmt writes it. */
bool esc_why_in_loop(const struct esc_escapes *escapes, const struct esc_source_file *file,
                     struct esc_spot at);

enum esc_assertion_kind {
    ESC_ASSERT_STACK,  /* nothing of the line leaves the stack */
    ESC_ASSERT_HEAP,   /* something does */
    ESC_ASSERT_ALLOCS, /* nothing of the line allocates */
};

/* "//escapement:stack": of the line it ends, or, alone on its line, of the next one. */
struct esc_assertion {
    enum esc_assertion_kind kind;
    const struct esc_source_file *file;
    int line;    /* what is asserted of */
    int comment; /* where it is written */
};
struct esc_assertions {
    struct esc_assertion *list;
    size_t count;
};

/* Appends those of the file. False with a message for each that is none of the three words. */
bool esc_why_assertions(const struct esc_source_file *file, struct esc_assertions *assertions,
                        struct esc_error *error);

const char *esc_assertion_word(enum esc_assertion_kind kind);

#endif
