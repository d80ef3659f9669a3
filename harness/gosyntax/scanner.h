/*
 * The tokens of a Go file, semicolons put in where the language does (Go specification, "Lexical
 * elements"). Private to this folder: parse.h is what others use.
 */
#ifndef ESC_GOSYNTAX_SCANNER_H
#define ESC_GOSYNTAX_SCANNER_H

#include "base/error.h"
#include "gosyntax/tree.h"

#include <stdint.h>

enum esc_token {
    ESC_TOKEN_END,
    ESC_TOKEN_NAME,
    ESC_TOKEN_LITERAL,
    ESC_TOKEN_OPERATOR,        /* any but * */
    ESC_TOKEN_ASSIGN_OPERATOR, /* += and its like */
    ESC_TOKEN_INCREMENT,       /* ++ and -- */
    ESC_TOKEN_ASSIGN,
    ESC_TOKEN_DEFINE,
    ESC_TOKEN_ARROW,
    ESC_TOKEN_STAR,
    ESC_TOKEN_LEFT_PAREN,
    ESC_TOKEN_LEFT_BRACKET,
    ESC_TOKEN_LEFT_BRACE,
    ESC_TOKEN_RIGHT_PAREN,
    ESC_TOKEN_RIGHT_BRACKET,
    ESC_TOKEN_RIGHT_BRACE,
    ESC_TOKEN_COMMA,
    ESC_TOKEN_SEMICOLON,
    ESC_TOKEN_COLON,
    ESC_TOKEN_DOT,
    ESC_TOKEN_DOTS,
    /* Keywords, as the alphabet has them. */
    ESC_TOKEN_BREAK,
    ESC_TOKEN_CASE,
    ESC_TOKEN_CHAN,
    ESC_TOKEN_CONST,
    ESC_TOKEN_CONTINUE,
    ESC_TOKEN_DEFAULT,
    ESC_TOKEN_DEFER,
    ESC_TOKEN_ELSE,
    ESC_TOKEN_FALLTHROUGH,
    ESC_TOKEN_FOR,
    ESC_TOKEN_FUNC,
    ESC_TOKEN_GO,
    ESC_TOKEN_GOTO,
    ESC_TOKEN_IF,
    ESC_TOKEN_IMPORT,
    ESC_TOKEN_INTERFACE,
    ESC_TOKEN_MAP,
    ESC_TOKEN_PACKAGE,
    ESC_TOKEN_RANGE,
    ESC_TOKEN_RETURN,
    ESC_TOKEN_SELECT,
    ESC_TOKEN_STRUCT,
    ESC_TOKEN_SWITCH,
    ESC_TOKEN_TYPE,
    ESC_TOKEN_VAR,
    ESC_TOKENS
};

enum {
    ESC_PRAGMA_BUILD = 1 << 11, /* //go:build, which belongs before `package` */
    ESC_PRAGMA_BITS = 12
};

struct esc_scanner {
    const char *path;
    const char *bytes;
    size_t length;
    struct esc_error *error;
    struct esc_arena *arena;
    bool failed; /* a message was given; from then on each token is ESC_TOKEN_END */

    /* The character that comes next: `width` bytes at `at`; -1: the end. */
    int32_t character;
    unsigned width;
    size_t at, line_start;
    unsigned line;
    bool ends_line; /* the next line end is a semicolon */

    /* The token. */
    enum esc_token token;
    struct esc_go_place place;
    const char *text; /* its bytes in the file */
    size_t text_length;
    enum esc_go_operator op; /* OPERATOR, STAR, ASSIGN_OPERATOR, INCREMENT */
    int precedence;          /* of a binary operator, else 0 */
    enum esc_go_literal literal;

    unsigned pragmas; /* directives that stand before a declaration and were not taken yet */
    struct esc_go_place pragma_places[ESC_PRAGMA_BITS]; /* of the first one of each bit */
    struct esc_go_directive *directives; /* all others; grown by esc_grow(), the caller frees */
    size_t directive_count;
};

/* Begins at the first token. */
void esc_scanner_begin(struct esc_scanner *scanner);

/* On to the next token. */
void esc_scanner_next(struct esc_scanner *scanner);

/* The one message that there can be: later ones are not given. */
void esc_scanner_fail(struct esc_scanner *scanner, struct esc_go_place place, const char *format,
                      ...) __attribute__((format(printf, 3, 4)));

/* How a person calls the token that is next: "name x", "newline", "keyword for", "+=". Of the text,
 * as much as `size` holds. */
void esc_scanner_describe(const struct esc_scanner *scanner, char *text, size_t size);

/* "comma", "semicolon or newline", "keyword for", ")". */
const char *esc_token_word(enum esc_token token);

#endif
