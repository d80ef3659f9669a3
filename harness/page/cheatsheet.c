/*
 * The cheat sheet. See cheatsheet.h for the contract. A browser breaks the lines, and nobody asks
 * it how many there were: the size of the type is chosen by counting them as a wide font would
 * break them.
 */
#include "page/cheatsheet.h"

#include "base/memory.h"
#include "page/html.h"
#include "words/price.h"
#include "words/remarks.h"
#include "words/rows.h"
#include "words/sentence.h"
#include "words/units.h"
#include "words/verdict.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A4 (ISO 216) without margins of 7 mm, in points of 1/72 inch. */
static const double page_width_pt = 196 / 25.4 * 72;
static const double page_height_pt = 283 / 25.4 * 72;

/* Sizes of type, points: as large as fits. Below 6 nobody reads it. */
static const double largest_pt = 9;
static const double smallest_pt = 6;
static const double step_pt = 0.1;

/* In sizes of type: a line, what a row has besides its lines, what stands above and below the rows,
 * the padding at the sides of a cell. */
static const double line_em = 1.15;
static const double row_em = 0.35;
static const double frame_em = 8;
static const double padding_em = 0.8;

enum column { CAUSE, SAYS, PRICE, REMEDY, COLUMNS };
static const double share[COLUMNS] = {0.23, 0.25, 0.15, 0.37}; /* of the page's width */

/* Width of a character in sizes of type, the mean of English text: DejaVu Sans, whose bold is
 * wider, and its mono, 0.602 at 0.92 of the size. Other fonts that a browser takes are narrower. */
static const double character_em[COLUMNS] = {
    [CAUSE] = 0.56, [SAYS] = 0.555, [PRICE] = 0.52, [REMEDY] = 0.52};

/* Bytes of a remedy's sentences beyond the first: what is left out before type gets too small. */
static const size_t remedy_most[] = {120, 60, 0};

/* A case's cells. Each column but that of causes begins a new line with each of its texts. */
enum { LINES_MOST = 8 };
struct cell {
    char *lines[LINES_MOST];
    size_t count;
};
struct line {
    struct cell cells[COLUMNS];
};
struct lines {
    struct line *list;
    size_t count;
};

static void add_line(struct cell *cell, char *text)
{
    if (cell->count < LINES_MOST)
        cell->lines[cell->count++] = text;
    else
        free(text);
}

/* ---- what a case says ---- */

static void tell_diagnostics(struct cell *cell, const struct esc_strategy *heap)
{
    for (size_t i = 0; i < heap->escape_count; i++)
        add_line(cell, esc_strdup(heap->escapes[i]));
    if (heap->escape_count == 0)
        add_line(cell, esc_strdup("nothing"));
}

static void tell_price(struct cell *cell, const struct esc_run *run, const struct esc_row *row)
{
    char words[ESC_VERDICT_TEXT];
    char number[ESC_UNITS_TEXT];
    if (row == NULL) {
        add_line(cell, esc_strdup("not measured"));
        return;
    }
    const struct esc_pair *pair = row->pair;
    esc_row_words(words, run, row);
    add_line(cell, esc_format("%s%s", words, esc_price_mark(run, pair)));
    if (pair == NULL || !pair->factor.known)
        return;
    esc_pair_interval(words, pair);
    bool priced = esc_pick_resolved(pair) && pair->price_ns.known;
    esc_units_ns_drawn(number, pair->price_ns.median);
    const char *sign = pair->price_ns.median > 0 ? "+" : "";
    add_line(cell, priced ? esc_format("%s, %s%s", words, sign, number) : esc_strdup(words));
}

static struct line line_of(const struct esc_case *bench_case, const struct esc_run *run,
                           const struct esc_row *row, size_t most)
{
    struct line line = {0};
    char *detail = row != NULL ? esc_row_detail(run, row) : esc_strdup("");
    add_line(&line.cells[CAUSE], esc_strdup(bench_case->title));
    add_line(&line.cells[CAUSE],
             esc_format("%s%s%s", bench_case->name, *detail != '\0' ? ", " : "", detail));
    tell_diagnostics(&line.cells[SAYS], &bench_case->strategies[1]);
    tell_price(&line.cells[PRICE], run, row);
    add_line(&line.cells[REMEDY], esc_first_sentences(bench_case->remedy, most));
    free(detail);
    return line;
}

/* ---- which cases, in what order ---- */

/* Whether the run's case is that file's; a run without hashes is believed. */
static bool is_of(const struct esc_case *measured, const struct esc_case *bench_case)
{
    return strcmp(measured->name, bench_case->name) == 0 &&
           (measured->text_hash == 0 || measured->text_hash == bench_case->text_hash);
}

static void add_case(struct lines *lines, const struct esc_cheatsheet *sheet, size_t i,
                     const struct esc_row *row, size_t most)
{
    lines->list = esc_grow(lines->list, &lines->count, sizeof *lines->list);
    lines->list[lines->count - 1] = line_of(&sheet->cases[i], sheet->run, row, most);
}

/* Measured ones first, the dearest at the top; then the others in the order they are given. */
static struct lines lines_of(const struct esc_cheatsheet *sheet, size_t most)
{
    struct lines lines = {0};
    size_t rows = 0;
    bool *told = esc_calloc(sheet->count + 1, sizeof *told);
    struct esc_row *row = sheet->run != NULL ? esc_rows_by_factor(sheet->run, &rows) : NULL;
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < sheet->count; i++) {
            const struct esc_case *measured = &sheet->run->cases[row[r].case_index];
            if (told[i] || sheet->cases[i].control || !is_of(measured, &sheet->cases[i]))
                continue;
            add_case(&lines, sheet, i, &row[r], most);
            told[i] = true;
        }
    for (size_t i = 0; i < sheet->count; i++)
        if (!told[i] && !sheet->cases[i].control)
            add_case(&lines, sheet, i, NULL, most);
    free(row);
    free(told);
    return lines;
}

static void free_lines(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        for (size_t c = 0; c < COLUMNS; c++)
            for (size_t k = 0; k < lines->list[i].cells[c].count; k++)
                free(lines->list[i].cells[c].lines[k]);
    free(lines->list);
    *lines = (struct lines){0};
}

/* ---- the size of the type ---- */

/* Lines that the text takes in a column of so many characters, broken at blanks; a longer word is
 * broken where the column ends. */
static size_t broken_lines(const char *text, size_t room)
{
    size_t lines = 1;
    size_t used = 0;
    while (*text != '\0') {
        size_t word = strcspn(text, " ");
        size_t blank = used > 0;
        if (used + blank + word > room && used > 0) {
            lines++;
            used = blank = 0;
        }
        lines += word > room ? (word - 1) / room : 0;
        used = word > room ? (word - 1) % room + 1 : used + blank + word;
        text += word;
        text += *text == ' ';
    }
    return lines;
}

static size_t cell_lines(const struct cell *cell, enum column column, size_t room)
{
    size_t lines = 0;
    if (column == CAUSE) {
        char *joined = esc_format("%s %s", cell->lines[0], cell->lines[1]);
        lines = broken_lines(joined, room);
        free(joined);
        return lines;
    }
    for (size_t k = 0; k < cell->count; k++)
        lines += broken_lines(cell->lines[k], room);
    return lines;
}

static double height_em(const struct line *line, double size_pt)
{
    size_t most = 1;
    for (size_t c = 0; c < COLUMNS; c++) {
        double wide = share[c] * page_width_pt / size_pt - padding_em;
        size_t lines =
            cell_lines(&line->cells[c], (enum column)c, (size_t)fmax(1, wide / character_em[c]));
        most = lines > most ? lines : most;
    }
    return (double)most * line_em + row_em;
}

/* 0: none fits. */
static double size_of(const struct lines *lines)
{
    for (double size_pt = largest_pt; size_pt >= smallest_pt - step_pt / 2; size_pt -= step_pt) {
        double total = frame_em;
        for (size_t i = 0; i < lines->count; i++)
            total += height_em(&lines->list[i], size_pt);
        if (total * size_pt <= page_height_pt)
            return size_pt;
    }
    return 0;
}

/* ---- markup ---- */

static const char style[] =
    "@page { size: A4 portrait; margin: 7mm; }\n"
    "* { box-sizing: border-box; }\n"
    "html { background: #fff; color: #1f2328; }\n"
    "body { margin: 0 auto; width: 196mm; max-width: 100%; line-height: 1.15; "
    "font-family: \"DejaVu Sans\", system-ui, sans-serif; }\n"
    "h1 { font-size: 1.5em; margin: 0 0 0.3em; }\n"
    "p { margin: 0.5em 0 0; font-size: 0.92em; color: #444; }\n"
    "table { width: 100%; border-collapse: collapse; table-layout: fixed; }\n"
    "th, td { text-align: left; vertical-align: top; padding: 0.15em 0.4em; "
    "border-top: 1px solid #bbb; overflow-wrap: anywhere; }\n"
    "thead th { border-top: 0; border-bottom: 2px solid #1f2328; }\n"
    "tbody th { font-weight: 600; }\n"
    "tr { break-inside: avoid; }\n"
    "code { font-family: \"DejaVu Sans Mono\", monospace; font-size: 0.92em; }\n"
    "td span, code { display: block; }\n"
    ".more { font-weight: 400; color: #444; font-size: 0.92em; }\n"
    "@media screen { body { padding: 1rem; width: auto; max-width: 60rem; } }\n";

static void add_cell(struct esc_text *out, const struct cell *cell, enum column column)
{
    esc_text_add(out, column == CAUSE ? "<th scope=\"row\">" : "<td>");
    for (size_t k = 0; k < cell->count; k++) {
        if (column == SAYS)
            esc_html(out, "<code>%s</code>", cell->lines[k]);
        else
            esc_html(out, "%s<span class=\"%s\">%s</span>", k > 0 ? " " : "",
                     k > 0 ? "more" : "first", cell->lines[k]);
    }
    esc_text_add(out, column == CAUSE ? "</th>" : "</td>");
}

static void add_table(struct esc_text *out, const struct lines *lines)
{
    static const char *const heads[COLUMNS] = {"Cause", "What the compiler says",
                                               "Price: heap ÷ stack", "What to do"};
    esc_html(out, "<table>\n<colgroup>");
    for (size_t c = 0; c < COLUMNS; c++)
        esc_html(out, "<col style=\"width: %.4g%%\" />", 100 * share[c]);
    esc_html(out, "</colgroup>\n<thead><tr>");
    for (size_t c = 0; c < COLUMNS; c++)
        esc_html(out, "<th scope=\"col\">%s</th>", heads[c]);
    esc_html(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < lines->count; i++) {
        esc_text_add(out, "<tr>");
        for (size_t c = 0; c < COLUMNS; c++)
            add_cell(out, &lines->list[i].cells[c], (enum column)c);
        esc_text_add(out, "</tr>\n");
    }
    esc_html(out, "</tbody>\n</table>\n");
}

static void add_foot(struct esc_text *out, const struct esc_run *run)
{
    esc_html(out, "<p>What the compiler says: go build -gcflags='-m=2 -l', Go 1.19. ");
    if (run != NULL)
        esc_html(out,
                 "Prices: median and 95 %% interval of %u rounds, run %s on %s; another machine "
                 "has others: make bench, then make cheatsheet.%s",
                 run->rounds_done, run->id, run->machine.cpu,
                 esc_price_any_whole(run) ? " " ESC_PRICE_MEANING "." : "");
    else
        esc_html(out, "No prices: nothing is measured yet. make bench, then make cheatsheet.");
    char *shared = run != NULL ? esc_remark_shared(run) : NULL;
    if (shared != NULL)
        esc_html(out, " <strong>%s.</strong>", shared);
    free(shared);
    esc_html(out, " Each row is a case: make explain CASE=name.</p>\n");
}

bool esc_cheatsheet(const struct esc_cheatsheet *sheet, struct esc_text *out)
{
    struct lines lines = {0};
    double size_pt = 0;
    for (size_t k = 0; size_pt <= 0 && k < sizeof remedy_most / sizeof *remedy_most; k++) {
        free_lines(&lines);
        lines = lines_of(sheet, remedy_most[k]);
        size_pt = size_of(&lines);
    }
    if (size_pt > 0) {
        esc_html(out,
                 "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n"
                 "<head>\n<meta charset=\"utf-8\" />\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
                 "<title>Why a Go value escapes: cheat sheet</title>\n<style>\n");
        esc_text_add(out, style);
        esc_html(out, "@media print { body { font-size: %.4gpt; } }\n</style>\n</head>\n<body>\n",
                 size_pt);
        esc_html(out, "<h1>Why a Go value escapes, what it costs, what to do</h1>\n");
        add_table(out, &lines);
        add_foot(out, sheet->run);
        esc_html(out, "</body>\n</html>\n");
    }
    free_lines(&lines);
    return size_pt > 0;
}
