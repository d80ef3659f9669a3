/*
 * The way of a value off the stack, step by step, in plain words; and what a parameter's tags mean
 * for callers.
 */
#ifndef ESC_WORDS_PATH_H
#define ESC_WORDS_PATH_H

#include "base/text.h"
#include "noun/escape.h"

/* A sentence about one place; line 0: about none. */
struct esc_path_line {
    struct esc_spot at;
    char *text;
};
struct esc_path_lines {
    struct esc_path_line *list;
    size_t count;
};

/* What a reason means: "its address is taken"; the reason itself where it is not known. */
const char *esc_path_reason(const char *reason);

/* The lines of one path of the value. Free with esc_path_lines_free(). */
struct esc_path_lines esc_path_words(const struct esc_escapes *escapes,
                                     const struct esc_go_value *value, const struct esc_path *path);
void esc_path_lines_free(struct esc_path_lines *lines);

/* What a caller has to know: "what it points to must be on the heap: the function may keep it". Of
 * a parameter without a tag: NULL. */
void esc_tag_words(const struct esc_tag *tag, struct esc_text *out);

/* How the compiler says it, in the words of 1.19: "moved to heap: t", "leaking param: p". */
void esc_escape_verdict(const struct esc_go_value *value, struct esc_text *out);
void esc_tag_verdict(const struct esc_go_value *value, const struct esc_tag *tag,
                     struct esc_text *out);

#endif
