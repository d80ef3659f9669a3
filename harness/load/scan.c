/*
 * The scanner behind lines.c. See scan.h for the contracts.
 */
#include "load/scan.h"

#include "base/memory.h"

#include <ctype.h>
#include <string.h>

struct cursor {
    const char *at;
    const char *end;
    int line;
};

static int peek(const struct cursor *cursor, size_t ahead)
{
    return (size_t)(cursor->end - cursor->at) > ahead ? (unsigned char)cursor->at[ahead] : 0;
}

/* Lua counts \n, \r, \r\n and \n\r as one line end each. */
static void step(struct cursor *cursor)
{
    int byte = peek(cursor, 0);
    int next = peek(cursor, 1);
    bool line_end = byte == '\n' || byte == '\r';
    bool pair = line_end && (next == '\n' || next == '\r') && next != byte;
    cursor->line += line_end;
    cursor->at += pair ? 2 : 1;
}

/* The number of `=` in a long bracket that opens here, or -1. */
static int bracket_level(const struct cursor *cursor)
{
    size_t level = 0;
    while (peek(cursor, 1 + level) == '=')
        level++;
    return peek(cursor, 0) == '[' && peek(cursor, 1 + level) == '[' ? (int)level : -1;
}

static bool closes(const struct cursor *cursor, size_t level)
{
    for (size_t i = 1; i <= level; i++)
        if (peek(cursor, i) != '=')
            return false;
    return peek(cursor, 0) == ']' && peek(cursor, level + 1) == ']';
}

static struct esc_token read_long(struct cursor *cursor, size_t level)
{
    struct esc_token token = {.kind = ESC_TOKEN_LONG, .line = cursor->line};
    cursor->at += level + 2;
    if (peek(cursor, 0) == '\n' || peek(cursor, 0) == '\r')
        step(cursor);
    token.start = cursor->at;
    token.content_line = cursor->line;
    while (cursor->at < cursor->end && !closes(cursor, level))
        step(cursor);
    token.length = (size_t)(cursor->at - token.start);
    if (cursor->at < cursor->end)
        cursor->at += level + 2;
    return token;
}

static struct esc_token read_quoted(struct cursor *cursor)
{
    struct esc_token token = {ESC_TOKEN_QUOTED, cursor->at + 1, 0, cursor->line, cursor->line};
    int quote = peek(cursor, 0);
    step(cursor);
    while (cursor->at < cursor->end && peek(cursor, 0) != quote) {
        if (peek(cursor, 0) == '\\')
            step(cursor);
        if (cursor->at < cursor->end)
            step(cursor);
    }
    token.length = (size_t)(cursor->at - token.start);
    if (cursor->at < cursor->end)
        step(cursor);
    return token;
}

static bool in_word(int byte)
{
    return isalnum(byte) || byte == '_';
}

/* Numbers are words too; a sign in an exponent or a fraction makes several, which does no harm. */
static struct esc_token read_word_or_sign(struct cursor *cursor)
{
    struct esc_token token = {ESC_TOKEN_SIGN, cursor->at, 1, cursor->line, cursor->line};
    if (in_word(peek(cursor, 0))) {
        token.kind = ESC_TOKEN_WORD;
        while (in_word(peek(cursor, token.length)))
            token.length++;
    } else if (peek(cursor, 0) == '=' && peek(cursor, 1) == '=') {
        token.length = 2;
    }
    cursor->at += token.length;
    return token;
}

static void skip_comment(struct cursor *cursor)
{
    cursor->at += 2;
    int level = bracket_level(cursor);
    if (level >= 0) {
        read_long(cursor, (size_t)level);
        return;
    }
    while (cursor->at < cursor->end && peek(cursor, 0) != '\n' && peek(cursor, 0) != '\r')
        step(cursor);
}

static void skip_blank(struct cursor *cursor)
{
    while (cursor->at < cursor->end) {
        if (peek(cursor, 0) == '-' && peek(cursor, 1) == '-')
            skip_comment(cursor);
        else if (isspace(peek(cursor, 0)))
            step(cursor);
        else
            return;
    }
}

static struct esc_token read_token(struct cursor *cursor)
{
    skip_blank(cursor);
    if (cursor->at >= cursor->end)
        return (struct esc_token){ESC_TOKEN_END, cursor->end, 0, cursor->line, cursor->line};
    int level = bracket_level(cursor);
    if (level >= 0)
        return read_long(cursor, (size_t)level);
    if (peek(cursor, 0) == '"' || peek(cursor, 0) == '\'')
        return read_quoted(cursor);
    return read_word_or_sign(cursor);
}

struct esc_token *esc_scan(const char *bytes, size_t length)
{
    struct cursor cursor = {bytes, bytes + length, 1};
    struct esc_token *tokens = NULL;
    size_t count = 0;
    do {
        tokens = esc_grow(tokens, &count, sizeof *tokens);
        tokens[count - 1] = read_token(&cursor);
    } while (tokens[count - 1].kind != ESC_TOKEN_END);
    return tokens;
}

bool esc_token_is(const struct esc_token *token, enum esc_token_kind kind, const char *text)
{
    return token->kind == kind && token->length == strlen(text) &&
           memcmp(token->start, text, token->length) == 0;
}
