/*
 * Two columns of functions, source lines and instructions. See listing_pair.h.
 */
#include "report/listing_pair.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "report/columns.h"
#include "report/ink.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct row {
    char *text;
    enum ink ink;
};

/* One side as rows; block k is function k, from starts[k] to starts[k + 1]. */
struct sheet {
    struct row *rows;
    size_t count;
    size_t *starts;
    size_t start_count;
    struct esc_text source;      /* of the Lua file */
    const struct esc_text *made; /* the side's; NULL: none */
};

static void add_row(struct sheet *sheet, enum ink ink, char *text)
{
    sheet->rows = esc_grow(sheet->rows, &sheet->count, sizeof *sheet->rows);
    sheet->rows[sheet->count - 1] = (struct row){.text = text, .ink = ink};
}

static void add_start(struct sheet *sheet)
{
    sheet->starts = esc_grow(sheet->starts, &sheet->start_count, sizeof *sheet->starts);
    sheet->starts[sheet->start_count - 1] = sheet->count;
}

/* Line `number` of the text without its indentation; its length in *length. */
static const char *line_of(const struct esc_text *text, int number, size_t *length)
{
    const char *line = text->bytes != NULL ? text->bytes : "";
    for (int k = 1; k < number && line != NULL; k++) {
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    line = line != NULL ? line + strspn(line, " \t") : "";
    *length = strcspn(line, "\n");
    return line;
}

/* "114: return append_nil(i);", or where the line stands if it is not the case's. What codegen put
 * around the case's own text, the loop over the operations, is in `made`. */
static char *source_text(const struct sheet *sheet, const struct esc_case *bench_case,
                         const struct esc_code_line *line)
{
    const char *file = esc_base_name(line->file);
    size_t length = strlen(bench_case->name);
    if (line->line == 0)
        return esc_strdup("(the compiler tells no line)");
    if (sheet->made != NULL && strncmp(file, bench_case->name, length) == 0 &&
        strcmp(file + length, ".c") == 0) {
        const char *made = line_of(sheet->made, line->line, &length);
        return esc_format("harness: %.*s", (int)length, made);
    }
    if (strcmp(file, esc_base_name(bench_case->path)) != 0)
        return esc_format("%s:%d", file, line->line);
    const char *text = line_of(&sheet->source, line->line, &length);
    return esc_format("%d: %.*s", line->line, (int)length, text);
}

static char *instruction_text(const struct esc_code_line *line)
{
    char *plain = esc_strdup(line->text);
    for (char *at = plain; *at != '\0'; at++)
        if (*at == '\t')
            *at = ' ';
    size_t mnemonic = strcspn(plain, " ");
    static const char *const marks[ESC_CALLEES] = {
        [ESC_CALLEE_OTHER] = "",
        [ESC_CALLEE_ALLOCATES] = "   <== takes memory",
        [ESC_CALLEE_MAY] = "   <== may take memory",
        [ESC_CALLEE_HEAP] = "   <== heap",
    };
    char *text = line->calls != NULL
                     ? esc_format("  %5" PRIx64 "  %-6.*s %s%s", line->address, (int)mnemonic,
                                  plain, line->calls, marks[line->callee])
                     : esc_format("  %5" PRIx64 "  %s", line->address, plain);
    free(plain);
    return text;
}

static enum ink instruction_ink(const struct esc_code_line *line)
{
    return line->callee == ESC_CALLEE_OTHER ? INK_PLAIN : INK_HEAP;
}

/* `.cold` parts hold what never happens: running out of memory. They are checked, not shown. */
static struct sheet make_sheet(const struct esc_listing_side *side)
{
    struct sheet sheet = {.made = side->made};
    struct esc_error unread = {0};
    bool shown = true;
    const char *last = "";
    if (!esc_text_read(&sheet.source, side->bench_case->path, &unread))
        esc_error_free(&unread);
    for (size_t i = 0; i < side->code.count; i++) {
        const struct esc_code_line *line = &side->code.lines[i];
        if (line->kind == ESC_CODE_FUNCTION) {
            shown = strstr(line->text, ".cold") == NULL;
            last = "";
            if (shown) {
                add_start(&sheet);
                add_row(&sheet, INK_BOLD, esc_format("%s:", line->text));
            }
        } else if (shown && line->kind == ESC_CODE_SOURCE) {
            char *text = source_text(&sheet, side->bench_case, line);
            bool again = strcmp(text, last) == 0;
            if (again)
                free(text);
            else
                add_row(&sheet, side->on_heap ? INK_REMEDY : INK_STACK, text);
            last = again ? last : text;
        } else if (shown) {
            add_row(&sheet, instruction_ink(line), instruction_text(line));
        }
    }
    return sheet;
}

static void free_sheet(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        free(sheet->rows[i].text);
    free(sheet->rows);
    free(sheet->starts);
    esc_text_free(&sheet->source);
}

/* The row's text, cut to the width. */
static void put_row(const struct row *row, int width, const struct esc_terminal *terminal,
                    FILE *out)
{
    char *clean = esc_ink_clean(row->text, terminal);
    while (esc_ink_width(clean) > width) {
        size_t length = strlen(clean) - 1;
        while (length > 0 && ((unsigned char)clean[length] & 0xc0) == 0x80)
            length--;
        clean[length] = '\0';
    }
    esc_ink_put(out, terminal, row->ink, clean);
    free(clean);
}

/* The rows [first, end) as text of that width; caller frees. */
static char *print_rows(const struct sheet *sheet, size_t first, size_t end, int width,
                        const struct esc_terminal *terminal)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (out == NULL)
        return esc_strdup("");
    for (size_t i = first; i < end; i++) {
        put_row(&sheet->rows[i], width, terminal, out);
        fputc('\n', out);
    }
    fclose(out);
    return text;
}

static char *print_block(const struct sheet *sheet, size_t block,
                         const struct esc_terminal *terminal)
{
    size_t first = block < sheet->start_count ? sheet->starts[block] : sheet->count;
    size_t end = block + 1 < sheet->start_count ? sheet->starts[block + 1] : sheet->count;
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
    char *rows = print_rows(sheet, 0, sheet->count, terminal->columns, terminal);
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

static void add_calls(const struct esc_code *code, enum esc_callee callee, struct esc_text *text)
{
    for (size_t i = 0; i < code->call_count; i++) {
        const struct esc_code_call *call = &code->calls[i];
        if (call->callee == callee)
            esc_text_addf(text, "%s%zu %sof %s", text->length > 0 ? ", " : "", call->count,
                          text->length > 0  ? ""
                          : call->count > 1 ? "calls "
                                            : "call ",
                          call->name);
    }
}

char *esc_report_calls(const struct esc_code *code)
{
    struct esc_text text = {0};
    add_calls(code, ESC_CALLEE_ALLOCATES, &text);
    add_calls(code, ESC_CALLEE_MAY, &text);
    add_calls(code, ESC_CALLEE_HEAP, &text);
    if (text.length == 0)
        esc_text_add(&text, "no call into an allocator");
    if (code->indirect > 0)
        esc_text_addf(&text, "; %zu through a pointer", code->indirect);
    return esc_text_take(&text);
}
