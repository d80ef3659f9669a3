/*
 * One line and a mark under it. See excerpt.h for the contracts.
 */
#include "base/excerpt.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { TAB = 8, PIECE = 16, GUTTER = 8, ROOM_LEAST = 20 };

/* ---- making --------------------------------------------------------------------------------- */

static bool ends_line(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* The bytes of the line end at `at`, of which `left` are there. */
static size_t end_length(const char *at, size_t left)
{
    return left > 1 && ends_line(at[1]) && at[1] != at[0] ? 2 : 1;
}

/* The line that begins at `start`. */
static struct esc_excerpt cut(const char *text, size_t length, size_t start, int number)
{
    size_t stop = start;
    while (stop < length && !ends_line(text[stop]))
        stop++;
    struct esc_excerpt excerpt = {
        .line = esc_calloc(stop - start + 1, 1), .length = stop - start, .number = number};
    memcpy(excerpt.line, text + start, stop - start);
    return excerpt;
}

struct esc_excerpt esc_excerpt_at(const char *text, size_t length, size_t from, size_t to)
{
    size_t start = 0;
    int number = 1;
    for (size_t at = 0; at < from;) {
        bool end = ends_line(text[at]);
        at += end ? end_length(text + at, length - at) : 1;
        if (end && at <= from) {
            start = at;
            number++;
        }
    }
    struct esc_excerpt excerpt = cut(text, length, start, number);
    size_t most = start + excerpt.length;
    excerpt.from = (from < most ? from : most) - start;
    excerpt.to = (to < most ? to : most) - start;
    return excerpt;
}

static bool is_blank(const struct esc_excerpt *excerpt)
{
    for (size_t i = 0; i < excerpt->length; i++)
        if (!isspace((unsigned char)excerpt->line[i]))
            return false;
    return true;
}

struct esc_excerpt esc_excerpt_line(const char *text, size_t length, int number)
{
    size_t at = 0;
    int here = 1;
    while (at < length && here < number) {
        bool end = ends_line(text[at]);
        at += end ? end_length(text + at, length - at) : 1;
        here += end;
    }
    if (number < 1 || here < number)
        return (struct esc_excerpt){0};
    struct esc_excerpt excerpt = cut(text, length, at, number);
    if (is_blank(&excerpt))
        esc_excerpt_free(&excerpt);
    return excerpt;
}

static bool in_word(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_';
}

/* Whether [at, at + length) is no part of a longer word. */
static bool is_whole(const struct esc_excerpt *excerpt, size_t at, size_t length)
{
    size_t stop = at + length;
    bool opens = at == 0 || !in_word(excerpt->line[at]) || !in_word(excerpt->line[at - 1]);
    bool closes = stop == excerpt->length || !in_word(excerpt->line[stop - 1]) ||
                  !in_word(excerpt->line[stop]);
    return opens && closes;
}

void esc_excerpt_mark(struct esc_excerpt *excerpt, const char *part, size_t length)
{
    size_t found = 0;
    size_t where = 0;
    for (size_t at = 0; length > 0 && at + length <= excerpt->length; at++) {
        if (memcmp(excerpt->line + at, part, length) != 0 || !is_whole(excerpt, at, length))
            continue;
        found++;
        where = at;
    }
    if (found != 1)
        return;
    excerpt->from = where;
    excerpt->to = where + length;
}

void esc_excerpt_free(struct esc_excerpt *excerpt)
{
    free(excerpt->line);
    *excerpt = (struct esc_excerpt){0};
}

/* ---- printing ------------------------------------------------------------------------------- */

/* One character on the way through the line: how it is printed, and the columns [left, right). */
struct cursor {
    size_t at, next; /* bytes of the line */
    int left, right;
    char piece[PIECE];
};

/* The next character; false behind the last one. */
static bool step(const struct esc_excerpt *excerpt, struct cursor *cursor)
{
    cursor->at = cursor->next;
    cursor->left = cursor->right;
    if (cursor->at >= excerpt->length)
        return false;
    const char *bytes = excerpt->line + cursor->at;
    if (*bytes == '\t') {
        cursor->next++;
        cursor->right += TAB - cursor->left % TAB;
        sprintf(cursor->piece, "%*s", cursor->right - cursor->left, "");
        return true;
    }
    cursor->next += esc_utf8_spell(cursor->piece, bytes, excerpt->length - cursor->at);
    cursor->right += esc_utf8_columns(cursor->piece);
    return true;
}

/* The columns that the mark takes, and those of the whole line. */
struct extent {
    int from, to, whole;
};

static struct extent measure(const struct esc_excerpt *excerpt)
{
    struct extent extent = {0};
    struct cursor cursor = {0};
    while (step(excerpt, &cursor)) {
        if (cursor.at < excerpt->from)
            extent.from = cursor.right;
        if (cursor.at < excerpt->to)
            extent.to = cursor.right;
        extent.whole = cursor.right;
    }
    return extent;
}

int esc_excerpt_column(const struct esc_excerpt *excerpt)
{
    return excerpt->from == excerpt->to ? 0 : measure(excerpt).from + 1;
}

/* The first column that is shown: the mark stands in the middle where the line does not fit. */
static int first_shown(const struct extent *extent, int room)
{
    int most = extent->whole - room;
    int first = extent->from - room / 2;
    if (most <= 0 || first <= 0 || extent->to < room)
        return 0;
    return first < most ? first : most;
}

static void print_line(const struct esc_excerpt *excerpt, int first, int stop, int whole, FILE *out)
{
    struct cursor cursor = {0};
    int least = first > 0 ? first + 1 : 0;
    int most = stop < whole ? stop - 1 : stop;
    int column = least;
    if (first > 0)
        fputs("…", out);
    while (step(excerpt, &cursor)) {
        if (cursor.left < least || cursor.right > most)
            continue;
        fprintf(out, "%*s%s", cursor.left - column, "", cursor.piece);
        column = cursor.right;
    }
    fprintf(out, "%s\n", stop < whole ? "…" : "");
}

static void print_mark(int from, int to, FILE *out)
{
    fprintf(out, "%*s | %*s^", GUTTER - 3, "", from, "");
    for (int column = from + 1; column < to; column++)
        fputc('~', out);
    fputc('\n', out);
}

void esc_excerpt_print(const struct esc_excerpt *excerpt, int columns, FILE *out)
{
    int room = columns - GUTTER > ROOM_LEAST ? columns - GUTTER : ROOM_LEAST;
    struct extent extent = measure(excerpt);
    int first = first_shown(&extent, room);
    int stop = first + room < extent.whole ? first + room : extent.whole;
    fprintf(out, "%*d | ", GUTTER - 3, excerpt->number);
    print_line(excerpt, first, stop, extent.whole, out);
    if (excerpt->from != excerpt->to)
        print_mark(extent.from - first, (extent.to < stop ? extent.to : stop) - first, out);
}
