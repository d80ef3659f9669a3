/*
 * Escapes as Markdown. See why_markdown.h for the contracts.
 */
#include "report/why_markdown.h"

#include "base/memory.h"
#include "report/markdown.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/own_names.h"

#include <stdlib.h>

void esc_markdown_why_head(FILE *out)
{
    fputs(
        "| place | leaves the stack | because | allocates? | price |\n"
        "|---|---|---|---|---|\n",
        out);
}

static void add_text(FILE *out, const char *text)
{
    fputs(" | ", out);
    if (text != NULL)
        esc_markdown_text(out, esc_strdup(text));
}

void esc_markdown_why_row(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                          const struct esc_go_value *value, const struct esc_report_extra *extra,
                          FILE *out)
{
    static const char *const answers[] = {"no", "yes", "depends on the run"};
    const char *because;
    char *spot = esc_report_spot(sources, value->at);
    fputs("| ", out);
    esc_markdown_code(out, spot);
    fputs(" | ", out);
    char *name = esc_own_names(value->name);
    esc_markdown_code(out, name);
    free(name);
    if (value->function != NULL) {
        fputs(" in ", out);
        esc_markdown_code(out, value->function);
    }
    add_text(out, esc_cause_words(esc_cause_of(escapes, value))->title);
    add_text(out, answers[esc_allocates_of(escapes, sources, value, &because)]);
    add_text(out, extra->price);
    if (extra->share != NULL) {
        fputs(extra->price != NULL ? "; " : "", out);
        esc_markdown_text(out, esc_strdup(extra->share));
    }
    if (extra->remedy != NULL) {
        fputs("; ", out);
        esc_markdown_text(out, esc_strdup(extra->remedy));
    }
    fputs(" |\n", out);
    free(spot);
}

void esc_markdown_why_point(const char *text, FILE *out)
{
    fputs("- ", out);
    esc_markdown_text(out, esc_strdup(text));
    fputc('\n', out);
}
