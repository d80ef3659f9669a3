/*
 * The comparison as Markdown. See comparison.h for the contract.
 */
#include "base/memory.h"
#include "report/comparison.h"
#include "report/markdown.h"
#include "words/changes.h"

#include <stdlib.h>
#include <string.h>

static void put_row(const struct esc_comparison *comparison, const struct esc_change *change,
                    FILE *out)
{
    char text[ESC_CHANGE_TEXT];
    char *place = esc_change_place(comparison, change);
    char *row = esc_change_row(comparison, change);
    const char *strong = esc_change_resolved(change) ? "**" : "";
    fputs("| ", out);
    esc_markdown_code(out, place);
    fputs(" | ", out);
    esc_markdown_code(out, row);
    fprintf(out, " | %s", esc_change_before(text, change, "×"));
    fprintf(out, " | %s", esc_change_after(text, change, "×"));
    fprintf(out, " | %s%s%s", strong, esc_change_words(text, change, "×"), strong);
    fprintf(out, " | %s", esc_change_interval(text, change));
    esc_change_p(text, change);
    fprintf(out, " | %s%s |\n", *text == '<' ? "\\" : "", text);
    free(row);
    free(place);
}

/* Those of all changes that were resolved, or those that were not. Returns how many. */
static size_t put_table(const struct esc_comparison *comparison, bool resolved, FILE *out)
{
    struct esc_changes changes =
        resolved ? esc_changes_resolved(comparison) : esc_changes_all(comparison);
    size_t count = 0;
    for (size_t i = 0; i < changes.count; i++) {
        const struct esc_change *change = &comparison->changes[changes.index[i]];
        if (esc_change_resolved(change) != resolved)
            continue;
        if (count++ == 0)
            fputs(
                "| case | row | before | after | change | 95 % interval | p |\n"
                "|---|---|--:|--:|---|---|--:|\n",
                out);
        put_row(comparison, change, out);
    }
    free(changes.index);
    return count;
}

static void put_rest(const struct esc_comparison *comparison, FILE *out)
{
    struct esc_changes changes = esc_changes_resolved(comparison);
    size_t rest = comparison->change_count - changes.count;
    free(changes.index);
    if (rest == 0)
        return;
    fprintf(out, "\n<details><summary>%zu row%s without a change that can be claimed</summary>\n\n",
            rest, rest == 1 ? "" : "s");
    put_table(comparison, false, out);
    fputs("\n</details>\n", out);
}

/* "- **Before** …"; takes the text, NULL: nothing. */
static void put_item(FILE *out, const char *name, char *text)
{
    if (text == NULL)
        return;
    fprintf(out, "- **%s** ", name);
    esc_markdown_text(out, text);
    fputc('\n', out);
}

void esc_report_comparison_markdown(const struct esc_comparison *comparison, FILE *out)
{
    char *warning = esc_changes_warning(comparison);
    fputs("### escapement: ", out);
    esc_markdown_text(out, esc_changes_finding(comparison, "×"));
    fputs("\n\n", out);
    if (warning != NULL) {
        fputs("> ", out);
        esc_markdown_text(out, warning);
        fputs("\n\n", out);
    }
    put_table(comparison, true, out);
    put_rest(comparison, out);
    fputc('\n', out);
    put_item(out, "Before", esc_changes_run(comparison->a));
    put_item(out, "After", esc_changes_run(comparison->b));
    put_item(out, "Differs", esc_changes_besides(comparison));
    put_item(out, "Besides", esc_changes_legend(comparison));
    put_item(out, "Only before",
             esc_changes_only(comparison->a, comparison->only_a, comparison->only_a_count));
    put_item(out, "Only after",
             esc_changes_only(comparison->b, comparison->only_b, comparison->only_b_count));
    put_item(out, "Noise", esc_changes_noise(comparison));
    put_item(out, "Shared", esc_changes_shared(comparison));
    put_item(out, "Method", esc_changes_method(comparison));
}
