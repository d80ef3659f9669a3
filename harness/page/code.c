/*
 * Go, C and machine code of a case. See parts.h.
 */
#include "base/memory.h"
#include "page/html.h"
#include "page/parts.h"
#include "words/said.h"

#include <stdlib.h>
#include <string.h>

/* ---- sources ---- */

/* Blanks that all lines with something in them begin with: the Lua file's indentation. */
static size_t indentation_of(const char *text)
{
    size_t least = (size_t)-1;
    while (*text != '\0') {
        size_t blanks = strspn(text, " ");
        size_t length = strcspn(text, "\n");
        if (blanks < length && blanks < least)
            least = blanks;
        text += length;
        text += *text == '\n';
    }
    return least == (size_t)-1 ? 0 : least;
}

/* What Go said of the line: with > of the function alone, with + what inlining adds. */
static void add_said(struct esc_text *out, const struct esc_said *said, const char *mark)
{
    static const char *const classes[] = {
        [ESC_SAID_STAYS] = "stack", [ESC_SAID_ESCAPES] = "heap", [ESC_SAID_OTHER] = "other"};
    for (size_t i = 0; i < said->count; i++)
        esc_html(out, "<span class=\"says %s\">%s %s</span>\n",
                 classes[esc_said_kind(said->texts[i])], mark, said->texts[i]);
}

static void add_diagnostics(struct esc_text *out, const struct esc_page_lesson *lesson, int number)
{
    struct esc_said alone =
        esc_said_alone(lesson->diagnostics, lesson->diagnosed, lesson->diagnosed_point, number);
    struct esc_said inlined = esc_said_inlined(lesson->diagnostics, lesson->diagnosed,
                                               lesson->diagnosed_point, number, &alone);
    add_said(out, &alone, ">");
    add_said(out, &inlined, "+");
    esc_said_free(&inlined);
    esc_said_free(&alone);
}

/* The lines with their numbers in the Lua file; under them what Go said, where `lesson` is told. */
static void add_lines(struct esc_text *out, const struct esc_source *source,
                      const struct esc_page_lesson *lesson)
{
    size_t indentation = indentation_of(source->text);
    int number = source->line;
    esc_html(out, "<pre tabindex=\"0\"><code>");
    for (const char *line = source->text; line != NULL && *line != '\0'; number++) {
        size_t length = strcspn(line, "\n");
        size_t cut = length < indentation ? length : indentation;
        char *text = strndup(line + cut, length - cut);
        esc_html(out, "<span class=\"n\">%d</span>%s\n", number, text);
        free(text);
        if (lesson != NULL)
            add_diagnostics(out, lesson, number);
        line = line[length] == '\n' ? line + length + 1 : NULL;
    }
    esc_html(out, "</code></pre>\n");
}

/* Without a compiler's word: what the case file says that Go prints of this strategy. */
static void add_expected(struct esc_text *out, const struct esc_page_lesson *lesson,
                         const struct esc_strategy *strategy)
{
    if (lesson->diagnostics != NULL || strategy->escape_count == 0)
        return;
    struct esc_said expected = {strategy->escapes, strategy->escape_count};
    esc_html(out, "<p class=\"small\">%s</p>\n<pre><code>", ESC_SAID_EXPECTED);
    add_said(out, &expected, ">");
    esc_html(out, "</code></pre>\n");
}

static void add_expectation(struct esc_text *out, const struct esc_page_lesson *lesson,
                            const struct esc_strategy *strategy)
{
    char *words = esc_said_expectation(strategy, lesson->point);
    if (words != NULL)
        esc_html(out, "<p class=\"small\">%s</p>\n", words);
    free(words);
}

static const struct esc_source *source_of(const struct esc_case *bench_case, size_t strategy,
                                          bool go)
{
    const struct esc_strategy *one = &bench_case->strategies[strategy];
    return go ? &one->go : &one->c;
}

/* A stack side may need the heap, too: it is still what the heap side is compared with. */
static const char *class_of(const struct esc_strategy *strategy, size_t index)
{
    return index == 0 ? "stack" : index == 1 ? "heap" : strategy->remedy ? "remedy" : "other";
}

/* A language: what the strategies share, then each strategy, stack and heap beside each other. */
static void add_language(struct esc_text *out, const struct esc_page_lesson *lesson, bool go)
{
    const struct esc_case *bench_case = lesson->source;
    const struct esc_source *shared = go ? &bench_case->go : &bench_case->c;
    if (source_of(bench_case, 0, go)->text == NULL)
        return;
    esc_html(out, "<h3>%s</h3>\n", go ? "Go" : "C");
    if (go && lesson->diagnostics != NULL)
        esc_html(out,
                 "<p class=\"small\">Lines with &gt; are what %s says with -m=2 -l, with + what "
                 "-m adds.</p>\n",
                 lesson->release);
    if (shared->text != NULL) {
        esc_html(out, "<h4>shared</h4>\n");
        add_lines(out, shared, go ? lesson : NULL);
    }
    esc_html(out, "<div class=\"beside\">\n");
    for (size_t k = 0; k < bench_case->strategy_count; k++) {
        const struct esc_strategy *strategy = &bench_case->strategies[k];
        if (source_of(bench_case, k, go)->text == NULL)
            continue;
        esc_html(out, "<div>\n<h4 class=\"%s\">%s</h4>\n", class_of(strategy, k), strategy->name);
        add_lines(out, source_of(bench_case, k, go), go ? lesson : NULL);
        if (go) {
            add_expected(out, lesson, strategy);
            add_expectation(out, lesson, strategy);
        }
        esc_html(out, "</div>\n");
    }
    esc_html(out, "</div>\n");
}

/* ---- machine code ---- */

static void add_side(struct esc_text *out, const struct esc_kept_code *code)
{
    static const char *const classes[ESC_LISTING_KINDS] = {
        [ESC_LISTING_FUNCTION] = "f", [ESC_LISTING_SOURCE] = "s", [ESC_LISTING_HEAP] = "h"};
    esc_html(out, "<div>\n<h4 class=\"%s\">%s</h4>\n<pre class=\"machine\" tabindex=\"0\"><code>",
             code->on_heap ? "heap" : "stack", code->title);
    for (size_t i = 0; i < code->lines.count; i++) {
        const struct esc_listing_line *line = &code->lines.list[i];
        if (line->kind == ESC_LISTING_INSTRUCTION)
            esc_html(out, "%s\n", line->text);
        else
            esc_html(out, "<span class=\"%s\">%s</span>\n", classes[line->kind], line->text);
    }
    esc_html(out, "</code></pre>\n<p class=\"small\">%s", code->calls);
    if (code->more > 0)
        esc_html(out, "; %zu lines more: make disasm CASE=%s", code->more, code->case_name);
    esc_html(out, "</p>\n</div>\n");
}

static void add_machine_code(struct esc_text *out, const struct esc_page_lesson *lesson)
{
    if (lesson->code_count == 0 && lesson->code_missing == NULL)
        return;
    esc_html(out, "<h3>Machine code</h3>\n");
    if (lesson->code_count > 0) {
        const char *point = lesson->codes[0]->point;
        esc_html(out,
                 "<p class=\"small\">%s%sCalls that have to do with the heap are marked.</p>\n"
                 "<div class=\"beside\">\n",
                 point, *point != '\0' ? ". " : "");
        for (size_t i = 0; i < lesson->code_count; i++)
            add_side(out, lesson->codes[i]);
        esc_html(out, "</div>\n");
    }
    if (lesson->code_missing != NULL)
        esc_html(out, "<p class=\"missing\">%s</p>\n", lesson->code_missing);
}

void esc_page_code(const struct esc_page_lesson *lesson, struct esc_text *out)
{
    if (lesson->source != NULL) {
        add_language(out, lesson, true);
        add_language(out, lesson, false);
    }
    if (lesson->missing != NULL)
        esc_html(out, "<p class=\"missing\">%s</p>\n", lesson->missing);
    add_machine_code(out, lesson);
}
