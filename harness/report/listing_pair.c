/*
 * Two columns of functions, source lines and instructions. See listing_pair.h.
 */
#include "report/listing_pair.h"

#include "base/memory.h"
#include "base/text.h"
#include "report/columns.h"
#include "report/ink.h"
#include "words/listing.h"

#include <stdlib.h>
#include <string.h>

/* One side as lines; block k is function k, from starts[k] to starts[k + 1]. */
struct sheet {
    struct esc_listing_lines lines;
    size_t *starts;
    size_t start_count;
    bool on_heap;
};

static void add_start(struct sheet *sheet, size_t line)
{
    sheet->starts = esc_grow(sheet->starts, &sheet->start_count, sizeof *sheet->starts);
    sheet->starts[sheet->start_count - 1] = line;
}

static enum ink ink_of(enum esc_listing_kind kind, bool on_heap)
{
    switch (kind) {
    case ESC_LISTING_FUNCTION:
        return INK_BOLD;
    case ESC_LISTING_SOURCE:
        return on_heap ? INK_REMEDY : INK_STACK;
    case ESC_LISTING_HEAP:
        return INK_HEAP;
    default:
        return INK_PLAIN;
    }
}

static struct sheet make_sheet(const struct esc_listing_side *side)
{
    struct sheet sheet = {0};
    struct esc_text source = {0};
    struct esc_error unread = {0};
    if (!esc_text_read(&source, side->bench_case->path, &unread))
        esc_error_free(&unread);
    sheet.lines = esc_listing_words(&side->code, side->bench_case, source.bytes,
                                    side->made != NULL ? side->made->bytes : NULL);
    for (size_t i = 0; i < sheet.lines.count; i++)
        if (sheet.lines.list[i].kind == ESC_LISTING_FUNCTION)
            add_start(&sheet, i);
    sheet.on_heap = side->on_heap;
    esc_text_free(&source);
    return sheet;
}

static void free_sheet(struct sheet *sheet)
{
    esc_listing_lines_free(&sheet->lines);
    free(sheet->starts);
}

/* The row's text, cut to the width. */
static void put_row(const struct esc_listing_line *row, enum ink ink, int width,
                    const struct esc_terminal *terminal, FILE *out)
{
    char *clean = esc_ink_clean(row->text, terminal);
    while (esc_ink_width(clean) > width) {
        size_t length = strlen(clean) - 1;
        while (length > 0 && ((unsigned char)clean[length] & 0xc0) == 0x80)
            length--;
        clean[length] = '\0';
    }
    esc_ink_put(out, terminal, ink, clean);
    free(clean);
}

/* The rows [first, end) as text of that width; caller frees. */
static char *print_rows(const struct sheet *sheet, size_t first, size_t end, int width,
                        const struct esc_terminal *terminal)
{
    char *text;
    size_t length;
    FILE *out = esc_memory_stream(&text, &length);
    for (size_t i = first; i < end; i++) {
        const struct esc_listing_line *line = &sheet->lines.list[i];
        put_row(line, ink_of(line->kind, sheet->on_heap), width, terminal, out);
        fputc('\n', out);
    }
    fclose(out);
    return text;
}

static char *print_block(const struct sheet *sheet, size_t block,
                         const struct esc_terminal *terminal)
{
    size_t first = block < sheet->start_count ? sheet->starts[block] : sheet->lines.count;
    size_t end = block + 1 < sheet->start_count ? sheet->starts[block + 1] : sheet->lines.count;
    return print_rows(sheet, first, end, esc_columns_width(terminal), terminal);
}

static void print_two(const struct sheet *left, const struct sheet *right,
                      const struct esc_terminal *terminal, FILE *out)
{
    size_t blocks = left->start_count > right->start_count ? left->start_count : right->start_count;
    for (size_t block = 0; block < blocks; block++) {
        char *a = print_block(left, block, terminal);
        char *b = print_block(right, block, terminal);
        esc_columns_print(terminal, out, a, b);
        fputc('\n', out);
        free(a);
        free(b);
    }
}

static void print_one(const struct sheet *sheet, const struct esc_terminal *terminal, FILE *out)
{
    char *rows = print_rows(sheet, 0, sheet->lines.count, terminal->columns, terminal);
    fprintf(out, "%s\n", rows);
    free(rows);
}

static void print_title(const struct esc_listing_side *side, const struct esc_terminal *terminal,
                        int width, FILE *out)
{
    esc_ink_pad(out, terminal, side->on_heap ? INK_HEAP : INK_STACK, side->title, width, false);
}

void esc_report_listing_pair(const struct esc_listing_side *left,
                             const struct esc_listing_side *right,
                             const struct esc_terminal *terminal, FILE *out)
{
    struct sheet sheets[2] = {make_sheet(left), make_sheet(right)};
    if (esc_columns_fit(terminal)) {
        print_title(left, terminal, esc_columns_width(terminal), out);
        fputs(" | ", out);
        print_title(right, terminal, 0, out);
        fputs("\n\n", out);
        print_two(&sheets[0], &sheets[1], terminal, out);
    } else {
        print_title(left, terminal, 0, out);
        fputs("\n\n", out);
        print_one(&sheets[0], terminal, out);
        print_title(right, terminal, 0, out);
        fputs("\n\n", out);
        print_one(&sheets[1], terminal, out);
    }
    free_sheet(&sheets[0]);
    free_sheet(&sheets[1]);
}
