/*
 * A scan of C or Go text for what is opened and not closed. See balance.h.
 */
#include "noun/balance.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bracket {
    char sign;
    int line, column; /* `column` of the first sign in the line: how far it is moved in */
};

/* One #if. Its branches must all leave as many brackets open as each other. */
struct conditional {
    int line;
    size_t depth; /* before it */
};

struct scan {
    enum esc_language language;
    const char *at;
    const char *line_start;
    int line;
    bool fresh; /* nothing but blanks and comments so far in this line */
    struct bracket *open;
    size_t depth;
    struct conditional *conditionals;
    size_t nesting;
    bool unsure;                /* of brackets */
    struct bracket odd;         /* the first whose other half is moved in otherwise; sign 0: none */
    struct esc_unbalanced sure; /* a fault of comments or #if */
    struct esc_unbalanced brackets;
};

static void fault(struct esc_unbalanced *first, int line, const char *words, char sign)
{
    if (first->line != 0)
        return;
    first->line = line;
    snprintf(first->text, sizeof first->text, words, sign);
}

static int column_of(const char *line)
{
    return (int)strspn(line, " \t");
}

static void next_line(struct scan *scan)
{
    scan->line++;
    scan->line_start = scan->at;
    scan->fresh = true;
}

/* Moves on by one character. */
static void step(struct scan *scan)
{
    bool newline = *scan->at++ == '\n';
    if (newline)
        next_line(scan);
}

/* To the newline that ends the line, over those behind a backslash. */
static void skip_line(struct scan *scan)
{
    while (*scan->at != '\0' && *scan->at != '\n') {
        if (*scan->at == '\\' && scan->at[1] != '\0')
            step(scan);
        step(scan);
    }
}

static void skip_comment(struct scan *scan)
{
    int line = scan->line;
    bool fresh = scan->fresh;
    if (scan->at[1] == '/') {
        skip_line(scan);
        return;
    }
    const char *end = strstr(scan->at + 2, "*/");
    if (end == NULL)
        fault(&scan->sure, line, "this comment is not closed; add */", 0);
    const char *stop = end != NULL ? end + 2 : scan->at + strlen(scan->at);
    while (scan->at < stop)
        step(scan);
    scan->fresh = fresh || scan->line > line;
}

static bool at_comment(const struct scan *scan)
{
    return scan->at[0] == '/' && (scan->at[1] == '*' || scan->at[1] == '/');
}

/* A literal ends with its line at the latest; the compiler tells of one that does not close. */
static void skip_literal(struct scan *scan)
{
    char quote = *scan->at;
    step(scan);
    while (*scan->at != '\0' && *scan->at != '\n' && *scan->at != quote) {
        if (*scan->at == '\\' && scan->at[1] != '\0')
            step(scan);
        step(scan);
    }
    if (*scan->at == quote)
        step(scan);
}

/* Go's `…`, over lines and without escapes. */
static void skip_raw(struct scan *scan)
{
    const char *end = strchr(scan->at + 1, '`');
    if (end == NULL)
        fault(&scan->sure, scan->line, "this string is not closed; add `", 0);
    const char *stop = end != NULL ? end + 1 : scan->at + strlen(scan->at);
    while (scan->at < stop)
        step(scan);
    scan->fresh = false;
}

static char closing(char sign)
{
    return sign == '(' ? ')' : sign == '[' ? ']' : '}';
}

static void open_bracket(struct scan *scan)
{
    scan->open = esc_grow(scan->open, &scan->depth, sizeof *scan->open);
    scan->open[scan->depth - 1] =
        (struct bracket){*scan->at, scan->line, column_of(scan->line_start)};
}

/* A brace that begins its line stands below the line that opened it. Below the line of the one
 * around, it was meant for that; further in, it was meant for one that is not there. */
static void compare_columns(struct scan *scan)
{
    const struct bracket *opened = &scan->open[scan->depth - 1];
    int column = column_of(scan->line_start);
    if (*scan->at != '}' || !scan->fresh || scan->odd.sign != 0)
        return;
    if (column > opened->column)
        scan->odd = (struct bracket){'}', scan->line, column};
    else if (column < opened->column && scan->depth > 1 && opened[-1].column == column)
        scan->odd = *opened;
}

static void close_bracket(struct scan *scan)
{
    const struct bracket *last = scan->depth > 0 ? &scan->open[scan->depth - 1] : NULL;
    if (last == NULL) {
        bool odd = scan->odd.sign == '}' && *scan->at == '}';
        fault(&scan->brackets, odd ? scan->odd.line : scan->line,
              "this %c closes nothing; remove it, or open what it closes", *scan->at);
        return;
    }
    if (closing(last->sign) != *scan->at)
        fault(&scan->brackets, last->line, "the %c in this line is not closed", last->sign);
    else
        compare_columns(scan);
    scan->depth--;
}

static bool is_word(const char *word, size_t length, const char *name)
{
    return strlen(name) == length && memcmp(word, name, length) == 0;
}

static void begin_conditional(struct scan *scan)
{
    scan->conditionals = esc_grow(scan->conditionals, &scan->nesting, sizeof *scan->conditionals);
    scan->conditionals[scan->nesting - 1] = (struct conditional){scan->line, scan->depth};
}

/* At #else, #elif and #endif: a branch that opens or closes brackets makes their count unsure. */
static void end_branch(struct scan *scan, const char *name)
{
    if (scan->nesting == 0) {
        fault(&scan->sure, scan->line,
              strcmp(name, "endif") == 0 ? "#endif without #if" : "#else without #if", 0);
        return;
    }
    if (scan->conditionals[scan->nesting - 1].depth != scan->depth)
        scan->unsure = true;
    if (strcmp(name, "endif") == 0)
        scan->nesting--;
}

/* Brackets of a macro that are not paired are paired where it is used. */
static void check_macro(struct scan *scan)
{
    int depth = 0;
    while (*scan->at != '\0' && *scan->at != '\n') {
        if (at_comment(scan)) {
            skip_comment(scan);
            continue;
        }
        if (*scan->at == '"' || *scan->at == '\'') {
            skip_literal(scan);
            continue;
        }
        depth += strchr("([{", *scan->at) != NULL;
        depth -= strchr(")]}", *scan->at) != NULL;
        if (*scan->at == '\\' && scan->at[1] != '\0')
            step(scan);
        step(scan);
    }
    if (depth != 0)
        scan->unsure = true;
}

static void read_directive(struct scan *scan)
{
    step(scan);
    scan->at += strspn(scan->at, " \t");
    size_t length = strspn(scan->at, "abcdefghijklmnopqrstuvwxyz");
    const char *word = scan->at;
    if (is_word(word, length, "if") || is_word(word, length, "ifdef") ||
        is_word(word, length, "ifndef"))
        begin_conditional(scan);
    else if (is_word(word, length, "endif"))
        end_branch(scan, "endif");
    else if (length > 2 && memcmp(word, "el", 2) == 0)
        end_branch(scan, "else");
    if (is_word(word, length, "define"))
        check_macro(scan);
    while (*scan->at != '\0' && *scan->at != '\n') {
        if (at_comment(scan) && scan->at[1] == '*') {
            skip_comment(scan);
            continue;
        }
        if (*scan->at == '\\' && scan->at[1] != '\0')
            step(scan);
        step(scan);
    }
}

static void read_one(struct scan *scan)
{
    char sign = *scan->at;
    if (at_comment(scan)) {
        skip_comment(scan);
    } else if (sign == '`' && scan->language == ESC_IN_GO) {
        skip_raw(scan);
    } else if (sign == '#' && scan->fresh && scan->language == ESC_IN_C) {
        read_directive(scan);
    } else if (sign == '"' || sign == '\'') {
        scan->fresh = false;
        skip_literal(scan);
    } else {
        if (strchr("([{", sign) != NULL)
            open_bracket(scan);
        else if (strchr(")]}", sign) != NULL)
            close_bracket(scan);
        scan->fresh = scan->fresh && isspace((unsigned char)sign);
        step(scan);
    }
}

static void check_end(struct scan *scan)
{
    if (scan->nesting > 0)
        fault(&scan->sure, scan->conditionals[scan->nesting - 1].line,
              "this #if has no #endif in its text", 0);
    if (scan->depth == 0)
        return;
    const struct bracket *first = &scan->open[0];
    bool odd = first->sign == '{' && scan->odd.sign == '{';
    fault(&scan->brackets, odd ? scan->odd.line : first->line, "the %c in this line is not closed",
          first->sign);
}

struct esc_unbalanced esc_balance(const struct esc_source *source, enum esc_language language)
{
    struct scan scan = {.language = language,
                        .at = source->text,
                        .line_start = source->text,
                        .line = source->line,
                        .fresh = true};
    while (*scan.at != '\0')
        read_one(&scan);
    check_end(&scan);
    free(scan.open);
    free(scan.conditionals);
    return scan.sure.line != 0 || scan.unsure ? scan.sure : scan.brackets;
}
