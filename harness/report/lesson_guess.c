/*
 * A case to guess at. See lesson.h.
 */
#include "report/lesson.h"

#include "base/memory.h"
#include "base/text.h"
#include "report/ink.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of the Go token at `text` that must not be looked into: a string, a rune, or one byte. */
static size_t literal_length(const char *text)
{
    char quote = *text;
    if (quote != '"' && quote != '\'' && quote != '`')
        return 1;
    size_t length = 1;
    while (text[length] != '\0' && text[length] != quote)
        length += quote != '`' && text[length] == '\\' && text[length + 1] != '\0' ? 2 : 1;
    return length + (text[length] != '\0');
}

/* Bytes of the comment at `text`, its end of line excluded; 0: none. Directives are no comments. */
static size_t comment_length(const char *text)
{
    if (strncmp(text, "//", 2) == 0)
        return strncmp(text, "//go:", 5) == 0 ? 0 : strcspn(text, "\n");
    if (strncmp(text, "/*", 2) != 0)
        return 0;
    const char *end = strstr(text + 2, "*/");
    return end != NULL ? (size_t)(end - text) + 2 : strlen(text);
}

static void trim(struct esc_text *out)
{
    while (out->length > 0 && strchr(" \t", out->bytes[out->length - 1]) != NULL)
        out->bytes[--out->length] = '\0';
}

/* Line ends stay, also those inside a comment. */
static void add_line_ends(struct esc_text *out, const char *text, size_t length)
{
    trim(out);
    for (size_t k = 0; k < length; k++)
        if (text[k] == '\n')
            esc_text_add(out, "\n");
}

/* "heapOp" at `text` names the strategy "heap". */
static bool names_side(const char *text, const char *strategy)
{
    static const char *const suffixes[] = {"Op", "Setup", "Teardown"};
    size_t length = strlen(strategy);
    if (strncmp(text, strategy, length) != 0)
        return false;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (strncmp(text + length, suffixes[i], strlen(suffixes[i])) == 0)
            return true;
    return false;
}

/* Go without comments, its functions named after `side` instead of the strategy. Caller frees. */
static char *hide(const char *go, const char *strategy, const char *side)
{
    struct esc_text out = {0};
    while (*go != '\0') {
        size_t comment = comment_length(go);
        if (comment > 0) {
            add_line_ends(&out, go, comment);
            go += comment;
        } else if (strategy != NULL && names_side(go, strategy)) {
            esc_text_add(&out, side);
            go += strlen(strategy);
        } else {
            size_t length = literal_length(go);
            esc_text_add_bytes(&out, go, length);
            go += length;
        }
    }
    return esc_text_take(&out);
}

static void print_hidden(const struct esc_lesson *lesson, const struct esc_source *go,
                         const char *strategy, const char *side)
{
    if (go->text == NULL)
        return;
    char *heading = esc_format("Go, %s", side);
    esc_lesson_heading(lesson, heading);
    /* Numbered from 1: the lines of the file would tell, stack stands first there. */
    const struct esc_source hidden = {hide(go->text, strategy, side), 1};
    esc_lesson_source(lesson, &hidden);
    free(hidden.text);
    free(heading);
}

/* The same order each time, and not stack first in every case. */
size_t esc_lesson_guess_strategy(const struct esc_case *bench_case, size_t side)
{
    return (esc_hash(ESC_HASH_START, bench_case->name, strlen(bench_case->name)) & 1) ^ side;
}

void esc_lesson_guess_code(const struct esc_lesson *lesson)
{
    static const char *const sides[] = {"one", "other"};
    const struct esc_case *bench_case = lesson->bench_case;
    print_hidden(lesson, &bench_case->go, NULL, "shared");
    for (size_t k = 0; k < 2; k++) {
        const struct esc_strategy *strategy =
            &bench_case->strategies[esc_lesson_guess_strategy(bench_case, k)];
        print_hidden(lesson, &strategy->go, strategy->name, sides[k]);
    }
}

void esc_lesson_guess(const struct esc_lesson *lesson)
{
    const struct esc_case *bench_case = lesson->bench_case;
    esc_lesson_guess_code(lesson);
    char *end = esc_format(
        "Which side escapes, where, and how many allocations is it? Comments and "
        "names that tell are left out; make explain CASE=%s has the answer.",
        bench_case->name);
    fputc('\n', lesson->out);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "", end);
    free(end);
}
