/*
 * One escape, unfolded. See why_parts.h.
 */
#include "base/memory.h"
#include "base/text.h"
#include "page/html.h"
#include "page/why_parts.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/escapes.h"
#include "words/path.h"

#include <stdlib.h>
#include <string.h>

enum { WAYS_SHOWN = 2 };

const char *esc_why_page_file(const struct esc_why_page *page, const char *name)
{
    const struct esc_source_file *file = esc_source_files_find(page->sources, name);
    const char *shown = file != NULL ? file->shown : name;
    return shown + (esc_starts(shown, page->folder) ? strlen(page->folder) : 0);
}

char *esc_why_page_spot(const struct esc_why_page *page, struct esc_spot at)
{
    return esc_format("%s:%d", esc_why_page_file(page, at.file), at.line);
}

const char *esc_why_page_answer(const struct esc_why_page *page, const struct esc_go_value *value,
                                const char **because)
{
    static const char *const answers[] = {[ESC_ALLOCATES_NO] = "no",
                                          [ESC_ALLOCATES_YES] = "yes",
                                          [ESC_ALLOCATES_DEPENDS] = "depends on the run"};
    return answers[esc_allocates_of(page->escapes, page->sources, value, because)];
}

static void add_line(const struct esc_why_page *page, const struct esc_go_value *value,
                     const struct esc_path_line *line, struct esc_text *out)
{
    if (line->at.line == 0) {
        esc_html(out, "<li class=\"other\">→ %s</li>\n", line->text);
    } else if (line->at.file == value->at.file) {
        esc_html(out, "<li>%s (line %d)</li>\n", line->text, line->at.line);
    } else {
        char *spot = esc_why_page_spot(page, line->at);
        esc_html(out, "<li>%s (%s)</li>\n", line->text, spot);
        free(spot);
    }
}

static void add_ways(const struct esc_why_page *page, const struct esc_go_value *value,
                     struct esc_text *out)
{
    const struct esc_escapes *escapes = page->escapes;
    size_t count = 0;
    for (size_t k = value->first_path; k != ESC_NONE; k = escapes->paths[k].next) {
        if (count++ >= WAYS_SHOWN)
            continue;
        struct esc_path_lines lines = esc_path_words(escapes, value, &escapes->paths[k]);
        esc_html(out, "<dt>%s</dt><dd><ul class=\"way\">\n", count == 1 ? "way" : "or");
        for (size_t l = 0; l < lines.count; l++)
            add_line(page, value, &lines.list[l], out);
        esc_html(out, "</ul></dd>\n");
        esc_path_lines_free(&lines);
    }
    if (count == 0)
        esc_html(out, "<dt>way</dt><dd>not told: the text was made by -m; -m=2 tells it</dd>\n");
    if (count > WAYS_SHOWN)
        esc_html(out, "<dt>more</dt><dd>and %zu more</dd>\n", count - WAYS_SHOWN);
}

/* A term with a text of ours or others', nothing for NULL. */
static void add_term(const char *term, const char *class, const char *text, struct esc_text *out)
{
    if (text != NULL)
        esc_html(out, "<dt>%s</dt><dd class=\"%s\">%s</dd>\n", term, class, text);
}

static void add_verdict(const struct esc_why_page *page, const struct esc_go_value *value,
                        struct esc_text *out)
{
    struct esc_text verdict = {0};
    const char *because;
    const char *answer = esc_why_page_answer(page, value, &because);
    esc_escape_verdict(value, &verdict);
    esc_html(out, "<dt>verdict</dt><dd>on the heap: the compiler says “%s”%s</dd>\n", verdict.bytes,
             value->differs ? ", and of another copy that it stays" : "");
    esc_html(out, "<dt>allocates?</dt><dd>%s: %s</dd>\n", answer, because);
    esc_text_free(&verdict);
}

static void add_usually(const struct esc_cause_words *words, struct esc_text *out)
{
    if (words->helps != NULL)
        esc_html(
            out,
            "<dt>usually</dt><dd class=\"remedy\">%s <span class=\"small\">Nothing has checked "
            "that for this code.</span></dd>\n"
            "<dt>see</dt><dd><code>make explain CASE=%s</code></dd>\n",
            words->helps, words->bench_case);
}

void esc_why_page_escape(const struct esc_why_page *page, const struct esc_page_escape *escape,
                         struct esc_text *out)
{
    const struct esc_go_value *value = escape->value;
    const struct esc_cause_words *words = esc_cause_words(esc_cause_of(page->escapes, value));
    char *inlining = esc_why_inlining(page->escapes, value);
    esc_html(out, "<div class=\"told\">\n<dl>\n");
    add_ways(page, value, out);
    add_verdict(page, value, out);
    add_term("profile", "strong", escape->share, out);
    add_term("price", "known", escape->price, out);
    add_term("inlining", "other", inlining, out);
    add_term("remedy", "remedy", escape->remedy, out);
    add_usually(words, out);
    esc_html(out, "</dl>\n");
    esc_why_page_flow(page->escapes, escape, out);
    esc_html(out, "</div>\n");
    free(inlining);
}
