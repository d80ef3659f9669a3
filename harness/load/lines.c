/*
 * From tokens to the lines of a case's fields. See lines.h for the contracts.
 */
#include "load/lines.h"

#include "base/memory.h"
#include "base/text.h"
#include "load/scan.h"

#include <stdlib.h>
#include <string.h>

static bool sign(const struct esc_token *token, const char *text)
{
    return esc_token_is(token, ESC_TOKEN_SIGN, text);
}

static bool word(const struct esc_token *token, const char *text)
{
    return esc_token_is(token, ESC_TOKEN_WORD, text);
}

static bool is_one_of(const struct esc_token *token, enum esc_token_kind kind,
                      const char *const *texts)
{
    for (; *texts != NULL; texts++)
        if (esc_token_is(token, kind, *texts))
            return true;
    return false;
}

/* +1 where something opens that a comma may stand in, -1 where it closes. */
static int depth_change(const struct esc_token *token)
{
    static const char *const opening_signs[] = {"{", "(", "[", NULL};
    static const char *const closing_signs[] = {"}", ")", "]", NULL};
    static const char *const opening_words[] = {"function", "if", "do", "repeat", NULL};
    static const char *const closing_words[] = {"end", "until", NULL};
    int opens = is_one_of(token, ESC_TOKEN_SIGN, opening_signs) ||
                is_one_of(token, ESC_TOKEN_WORD, opening_words);
    int closes = is_one_of(token, ESC_TOKEN_SIGN, closing_signs) ||
                 is_one_of(token, ESC_TOKEN_WORD, closing_words);
    return opens - closes;
}

static bool separates(const struct esc_token *token)
{
    return sign(token, ",") || sign(token, ";");
}

/* The token behind a value: a separator, the closing brace of its table, or the end. */
static const struct esc_token *skip_value(const struct esc_token *token)
{
    for (int depth = 0; token->kind != ESC_TOKEN_END; token++) {
        int change = depth_change(token);
        if (depth == 0 && (change < 0 || separates(token)))
            return token;
        depth += change;
    }
    return token;
}

static struct esc_field_line *field_at(const struct esc_lines *lines, const char *path)
{
    for (size_t i = 0; i < lines->field_count; i++)
        if (strcmp(lines->fields[i].path, path) == 0)
            return &lines->fields[i];
    return NULL;
}

/* Looking a field up is linear; a file with more has long lists, whose items share a line anyway.
 */
enum { MOST_FIELDS = 8192 };

/* Takes `path`. */
static void add_field(struct esc_lines *lines, char *path, int key_line,
                      const struct esc_token *value)
{
    struct esc_field_line *known = field_at(lines, path);
    if (known != NULL)
        known->again_line = key_line;
    if (known != NULL || lines->field_count == MOST_FIELDS) {
        free(path);
        return;
    }
    bool text = value->kind == ESC_TOKEN_LONG || value->kind == ESC_TOKEN_QUOTED;
    lines->fields = esc_grow(lines->fields, &lines->field_count, sizeof *lines->fields);
    lines->fields[lines->field_count - 1] = (struct esc_field_line){
        path, key_line, value->line, text ? value->content_line : 0, 0,
    };
}

/* What stands before the value of an entry: `name =`, `["name"] =`, `[1] =`, or nothing. */
struct entry_key {
    char *name;
    const struct esc_token *value;
};

static struct entry_key read_key(const struct esc_token *token, int *index)
{
    if (token->kind == ESC_TOKEN_WORD && sign(token + 1, "="))
        return (struct entry_key){esc_format("%.*s", (int)token->length, token->start), token + 2};
    if (!sign(token, "["))
        return (struct entry_key){esc_format("%d", ++*index), token};
    const struct esc_token *close = skip_value(token + 1);
    bool plain = close == token + 2;
    const char *start = plain ? token[1].start : "?";
    int length = plain ? (int)token[1].length : 1;
    const struct esc_token *value = close->kind == ESC_TOKEN_END ? close : close + 2;
    return (struct entry_key){esc_format("%.*s", length, start), value};
}

/* `token` is behind the opening brace; nesting is bounded by Lua's own limit of 200 levels. */
static void read_table(struct esc_lines *lines, const struct esc_token *token, const char *path)
{
    int index = 0;
    while (token->kind != ESC_TOKEN_END && !sign(token, "}")) {
        struct entry_key key = read_key(token, &index);
        char *field = esc_format("%s%s%s", path, *path == '\0' ? "" : ".", key.name);
        if (sign(key.value, "{"))
            read_table(lines, key.value + 1, field);
        add_field(lines, field, token->line, key.value);
        free(key.name);
        token = skip_value(key.value);
        if (separates(token))
            token++;
    }
}

/* `case` in `return case {`, else the first `case` that is called, else NULL. */
static const struct esc_token *find_case(const struct esc_token *tokens)
{
    const struct esc_token *first = NULL;
    for (const struct esc_token *token = tokens; token->kind != ESC_TOKEN_END; token++) {
        if (!word(token, "case") || !(sign(token + 1, "{") || sign(token + 1, "(")))
            continue;
        if (token > tokens && word(token - 1, "return"))
            return token;
        if (first == NULL)
            first = token;
    }
    return first;
}

/* The content of a long string as Lua gives it: every line end becomes \n. */
static char *plain_text(const struct esc_token *token)
{
    struct esc_text text = {0};
    for (size_t i = 0; i < token->length; i++) {
        char byte = token->start[i];
        char next = i + 1 < token->length ? token->start[i + 1] : '\0';
        bool line_end = byte == '\n' || byte == '\r';
        if (line_end && (next == '\n' || next == '\r') && next != byte)
            i++;
        esc_text_add_bytes(&text, line_end ? "\n" : &byte, 1);
    }
    return esc_text_take(&text);
}

static void keep_texts(struct esc_lines *lines, const struct esc_token *tokens)
{
    for (const struct esc_token *token = tokens; token->kind != ESC_TOKEN_END; token++) {
        if (token->kind != ESC_TOKEN_LONG)
            continue;
        lines->texts = esc_grow(lines->texts, &lines->text_count, sizeof *lines->texts);
        lines->texts[lines->text_count - 1] =
            (struct esc_text_line){plain_text(token), token->content_line};
    }
}

void esc_lines_read(struct esc_lines *lines, const char *bytes, size_t length)
{
    *lines = (struct esc_lines){.case_line = 1};
    struct esc_token *tokens = esc_scan(bytes, length);
    keep_texts(lines, tokens);
    const struct esc_token *start = find_case(tokens);
    if (start != NULL) {
        lines->case_line = start->line;
        const struct esc_token *brace = start + (sign(start + 1, "(") ? 2 : 1);
        if (sign(brace, "{"))
            read_table(lines, brace + 1, "");
    }
    free(tokens);
}

int esc_lines_field(const struct esc_lines *lines, const char *path)
{
    char *part = esc_strdup(path);
    const struct esc_field_line *field = field_at(lines, part);
    char *dot;
    while (field == NULL && (dot = strrchr(part, '.')) != NULL) {
        *dot = '\0';
        field = field_at(lines, part);
    }
    free(part);
    return field == NULL ? lines->case_line : field->key_line;
}

int esc_lines_text(const struct esc_lines *lines, const char *path, const char *text)
{
    const struct esc_field_line *field = field_at(lines, path);
    if (field != NULL && field->text_line > 0)
        return field->text_line;
    for (size_t i = 0; i < lines->text_count; i++)
        if (strcmp(lines->texts[i].text, text) == 0)
            return lines->texts[i].line;
    return field != NULL ? field->value_line : esc_lines_field(lines, path);
}

void esc_lines_free(struct esc_lines *lines)
{
    for (size_t i = 0; i < lines->field_count; i++)
        free(lines->fields[i].path);
    for (size_t i = 0; i < lines->text_count; i++)
        free(lines->texts[i].text);
    free(lines->fields);
    free(lines->texts);
    *lines = (struct esc_lines){0};
}
