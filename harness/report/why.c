/*
 * Escapes for a terminal. See why.h for the contracts.
 */
#include "report/why.h"

#include "base/memory.h"
#include "report/ink.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/escapes.h"
#include "words/own_names.h"
#include "words/path.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBER = 6, TAB = 4, PATHS_SHOWN = 2 }; /* columns of a line number and of a tab */

char *esc_report_spot(const struct esc_source_files *sources, struct esc_spot at)
{
    const struct esc_source_file *file = esc_source_files_find(sources, at.file);
    const char *name = file != NULL ? file->shown : at.file;
    return at.column > 0 ? esc_format("%s:%d:%d", name, at.line, at.column)
                         : esc_format("%s:%d", name, at.line);
}

/* ---- the source line ------------------------------------------------------------------------ */

/* The bytes as they are printed, tabs as blanks. Caller frees. */
static char *printable(const char *bytes, size_t length, const struct esc_terminal *terminal)
{
    struct esc_text text = {0};
    for (size_t k = 0; k < length; k++)
        esc_text_add_bytes(&text, bytes[k] == '\t' ? "    " : &bytes[k],
                           bytes[k] == '\t' ? TAB : 1);
    char *clean = esc_ink_clean(text.bytes, terminal);
    esc_text_free(&text);
    return clean;
}

/* Where the place is out of sight: leaves out what stands in front until it is in the middle. */
static const char *scroll(const char *line, int *marked, int room)
{
    const int most = *marked > room - 8 ? room / 2 : *marked;
    while (*marked > most && *line != '\0') {
        size_t length = 1;
        while ((line[length] & 0xc0) == 0x80)
            length++;
        char *character = strndup(line, length);
        *marked -= esc_ink_width(character);
        free(character);
        line += length;
    }
    return line;
}

static void print_fitting(const char *line, int room, FILE *out)
{
    int used = 0;
    while (*line != '\0') {
        size_t length = 1;
        while ((line[length] & 0xc0) == 0x80)
            length++;
        char *character = strndup(line, length);
        used += esc_ink_width(character);
        if (used <= room)
            fputs(character, out);
        free(character);
        line += length;
    }
}

static void print_source(const struct esc_source_files *sources, struct esc_spot at,
                         const struct esc_terminal *terminal, FILE *out)
{
    size_t length;
    const char *line =
        esc_source_file_line(esc_source_files_find(sources, at.file), at.line, &length);
    if (line == NULL)
        return;
    const size_t blanks = strspn(line, " \t");
    const size_t before = at.column > 0 && (size_t)at.column <= length ? (size_t)at.column - 1 : 0;
    const size_t start = blanks <= before ? blanks : 0;
    char *front = printable(line + start, before - (before > 0 ? start : before), terminal);
    char *whole = printable(line + start, length - start, terminal);
    const int room = terminal->columns - NUMBER - 2;
    int marked = before > 0 ? esc_ink_width(front) : 0;
    const char *shown = scroll(whole, &marked, room);
    fprintf(out, "%*d%s", NUMBER, at.line, shown == whole ? "  " : terminal->utf8 ? " …" : " <");
    print_fitting(shown, room, out);
    fputc('\n', out);
    if (at.column > 0) {
        fprintf(out, "%*s", NUMBER + 2 + marked, "");
        esc_ink_put(out, terminal, INK_HEAP, "^");
        fputc('\n', out);
    }
    free(front);
    free(whole);
}

/* ---- labels --------------------------------------------------------------------------------- */

/* "  kind       text", the text wrapped below itself. */
static void print_labelled(const char *label, const char *text, enum ink ink,
                           const struct esc_terminal *terminal, FILE *out)
{
    char *first = esc_format("  %-11s", label);
    esc_ink_wrap(out, terminal, ink, first, text);
    free(first);
}

static void print_path_lines(const struct esc_path_lines *lines, const struct esc_spot *value,
                             const struct esc_source_files *sources, const char *label,
                             const struct esc_terminal *terminal, FILE *out)
{
    for (size_t k = 0; k < lines->count; k++) {
        const struct esc_path_line *line = &lines->list[k];
        struct esc_text text = {0};
        if (line->at.line == 0)
            esc_text_add(&text, terminal->utf8 ? "→ " : "> ");
        esc_text_add(&text, line->text);
        if (line->at.line > 0 && line->at.file == value->file && line->at.line != value->line)
            esc_text_addf(&text, " (line %d)", line->at.line);
        else if (line->at.line > 0 && line->at.file != value->file) {
            char *spot = esc_report_spot(sources, line->at);
            esc_text_addf(&text, " (%s)", spot);
            free(spot);
        }
        print_labelled(k == 0 ? label : "", text.bytes, line->at.line > 0 ? INK_PLAIN : INK_MUTED,
                       terminal, out);
        esc_text_free(&text);
    }
}

static void print_paths(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                        const struct esc_go_value *value, const struct esc_terminal *terminal,
                        FILE *out)
{
    size_t shown = 0;
    size_t count = 0;
    for (size_t k = value->first_path; k != ESC_NONE; k = escapes->paths[k].next) {
        count++;
        if (shown == PATHS_SHOWN)
            continue;
        struct esc_path_lines lines = esc_path_words(escapes, value, &escapes->paths[k]);
        print_path_lines(&lines, &value->at, sources, shown == 0 ? "way" : "or", terminal, out);
        esc_path_lines_free(&lines);
        shown++;
    }
    if (count == 0)
        print_labelled("way", "not told: the text was made by -m; -m=2 tells it", INK_MUTED,
                       terminal, out);
    if (count > shown) {
        char *more = esc_format("and %zu more", count - shown);
        print_labelled("", more, INK_MUTED, terminal, out);
        free(more);
    }
}

static void print_cause(const struct esc_escapes *escapes, const struct esc_go_value *value,
                        const struct esc_terminal *terminal, FILE *out)
{
    const struct esc_cause_words *words = esc_cause_words(esc_cause_of(escapes, value));
    print_labelled("cause", words->title, INK_BOLD, terminal, out);
}

static void print_remedy(const struct esc_escapes *escapes, const struct esc_go_value *value,
                         const struct esc_terminal *terminal, FILE *out)
{
    const struct esc_cause_words *words = esc_cause_words(esc_cause_of(escapes, value));
    if (words->helps == NULL)
        return;
    char *text = esc_format("make explain CASE=%s", words->bench_case);
    print_labelled("usually", words->helps, INK_REMEDY, terminal, out);
    print_labelled("see", text, INK_REMEDY, terminal, out);
    free(text);
}

static void print_allocates(const struct esc_escapes *escapes,
                            const struct esc_source_files *sources,
                            const struct esc_go_value *value, const struct esc_terminal *terminal,
                            FILE *out)
{
    static const char *const answers[] = {"no", "yes", "depends on the run"};
    const char *because;
    const enum esc_allocates answer = esc_allocates_of(escapes, sources, value, &because);
    char *text = esc_format("%s: %s", answers[answer], because);
    print_labelled("allocates?", text, answer == ESC_ALLOCATES_NO ? INK_STACK : INK_PLAIN, terminal,
                   out);
    free(text);
}

/* ---- a value -------------------------------------------------------------------------------- */

static void print_head(const struct esc_source_files *sources, const struct esc_go_value *value,
                       const char *what, const struct esc_terminal *terminal, FILE *out)
{
    char *spot = esc_report_spot(sources, value->at);
    char *shown = esc_ink_clean(spot, terminal);
    char *opening = esc_format("%s  ", shown);
    char *name = esc_own_names(value->name);
    struct esc_text text = {0};
    esc_text_addf(&text, "%s%s", name, what);
    free(name);
    if (value->function != NULL)
        esc_text_addf(&text, ", in %s", value->function);
    const int width = esc_ink_width(opening);
    if (width > terminal->columns / 3 && width + esc_ink_width(text.bytes) > terminal->columns) {
        esc_ink_put(out, terminal, INK_BOLD, shown);
        fputc('\n', out);
        esc_ink_wrap(out, terminal, INK_BOLD, "  ", text.bytes);
    } else {
        esc_ink_wrap(out, terminal, INK_BOLD, opening, text.bytes);
    }
    esc_text_free(&text);
    free(opening);
    free(shown);
    free(spot);
}

static void print_inlining(const struct esc_escapes *escapes, const struct esc_go_value *value,
                           const struct esc_terminal *terminal, FILE *out)
{
    char *text = esc_why_inlining(escapes, value);
    if (text != NULL)
        print_labelled("inlining", text, INK_MUTED, terminal, out);
    free(text);
}

void esc_report_escape(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                       const struct esc_go_value *value, const struct esc_report_extra *extra,
                       const struct esc_terminal *terminal, FILE *out)
{
    print_head(sources, value, " leaves the stack", terminal, out);
    print_source(sources, value->at, terminal, out);
    print_paths(escapes, sources, value, terminal, out);
    print_cause(escapes, value, terminal, out);
    struct esc_text verdict = {0};
    esc_text_add(&verdict, "on the heap: the compiler says \"");
    esc_escape_verdict(value, &verdict);
    esc_text_add(&verdict, value->differs ? "\", and of another copy that it stays" : "\"");
    print_labelled("verdict", verdict.bytes, INK_HEAP, terminal, out);
    esc_text_free(&verdict);
    print_allocates(escapes, sources, value, terminal, out);
    if (extra->share != NULL)
        print_labelled("profile", extra->share, INK_BOLD, terminal, out);
    if (extra->price != NULL)
        print_labelled("price", extra->price, INK_PLAIN, terminal, out);
    print_inlining(escapes, value, terminal, out);
    if (extra->remedy != NULL)
        print_labelled("remedy", extra->remedy, INK_REMEDY, terminal, out);
    print_remedy(escapes, value, terminal, out);
    fputc('\n', out);
}

void esc_report_staying(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                        const struct esc_go_value *value, const struct esc_terminal *terminal,
                        FILE *out)
{
    const char *because;
    print_head(sources, value,
               value->fate == ESC_FATE_UNTOLD ? " is told of, without a verdict"
                                              : " stays: no way out of its function was found",
               terminal, out);
    print_source(sources, value->at, terminal, out);
    if (esc_allocates_of(escapes, sources, value, &because) != ESC_ALLOCATES_NO)
        print_allocates(escapes, sources, value, terminal, out);
    fputc('\n', out);
}

void esc_report_parameter(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                          const struct esc_go_value *value, const struct esc_terminal *terminal,
                          FILE *out)
{
    print_head(sources, value, "", terminal, out);
    if (value->fate == ESC_FATE_MOVED)
        print_labelled("parameter", "it is moved to the heap itself", INK_HEAP, terminal, out);
    else if (value->first_tag == ESC_NONE)
        print_labelled("parameter", "is not kept: callers may hand down what is on their stack",
                       INK_STACK, terminal, out);
    for (size_t k = value->first_tag; k != ESC_NONE; k = escapes->tags[k].next) {
        struct esc_text text = {0};
        esc_tag_words(&escapes->tags[k], &text);
        esc_text_add(&text, " (");
        esc_tag_verdict(value, &escapes->tags[k], &text);
        esc_text_add(&text, ")");
        print_labelled(k == value->first_tag ? "parameter" : "", text.bytes,
                       escapes->tags[k].kind == ESC_TAG_HEAP ? INK_HEAP : INK_PLAIN, terminal, out);
        esc_text_free(&text);
    }
}
