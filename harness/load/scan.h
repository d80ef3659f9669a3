/*
 * Lua tokens, as far as finding lines needs them. Source: Lua 5.4 reference manual, section 3.1.
 */
#ifndef ESC_LOAD_SCAN_H
#define ESC_LOAD_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum esc_token_kind {
    ESC_TOKEN_END,
    ESC_TOKEN_WORD,   /* a name, a keyword or a number */
    ESC_TOKEN_QUOTED, /* "…" or '…' */
    ESC_TOKEN_LONG,   /* [[…]], [=[…]=] */
    ESC_TOKEN_SIGN,   /* one byte; `==` is one sign too, so that `=` is always an assignment */
};

struct esc_token {
    enum esc_token_kind kind;
    const char *start; /* of its content: behind the quote, or behind the bracket and newline */
    size_t length;     /* of its content */
    int line;          /* of the token */
    int content_line;  /* of the first character of its content */
};

/* All tokens of a text, in a block that ends with ESC_TOKEN_END; the caller frees with free(). */
struct esc_token *esc_scan(const char *bytes, size_t length);

bool esc_token_is(const struct esc_token *token, enum esc_token_kind kind, const char *text);

#endif
