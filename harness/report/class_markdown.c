/*
 * The class as Markdown. See class.h for the contract.
 */
#include "report/class.h"

#include "base/memory.h"
#include "report/markdown.h"
#include "words/class.h"
#include "words/price.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>

/* Takes the text. */
static void put_owned(FILE *out, const char *before, char *text, const char *after)
{
    fputs(before, out);
    esc_markdown_text(out, text);
    fputs(after, out);
}

static void put_findings(const struct esc_class *class, FILE *out)
{
    put_owned(out, "# ", esc_class_finding(class), "\n\n");
    put_owned(out, "", esc_class_made_of(class), ". Compared by factors only.\n\n");
    put_owned(out, "* Sign: ", esc_class_signs(class), "\n");
    put_owned(out, "* Order: ", esc_class_orders(class), "\n");
    put_owned(out, "* Odd: ", esc_class_odd_ones(class), "\n");
    size_t count;
    char **notes = esc_class_notes(class, &count);
    for (size_t i = 0; i < count; i++)
        put_owned(out, "* ", notes[i], "\n");
    free(notes);
}

static void put_rows(const struct esc_class *class, FILE *out)
{
    bool whole = false;
    fputs(
        "\n| case | point | machines | heap ÷ stack, median | least to most | heap is | odd |\n"
        "|---|---|--:|--:|--:|---|--:|\n",
        out);
    for (size_t i = 0; i < class->row_count; i++) {
        const struct esc_class_row *row = &class->rows[i];
        char factor[ESC_UNITS_TEXT];
        put_owned(out, "| ", esc_class_row_name(class, row), " | ");
        esc_markdown_text(out, esc_strdup(row->point));
        fprintf(out, " | %zu | %s× | ", row->dot_count, esc_units_factor(factor, row->median));
        put_owned(out, "", esc_class_row_range(row, "×"), " | ");
        put_owned(out, "", esc_class_row_signs(row), "");
        fprintf(out, " | %zu |\n", row->odd);
        whole = whole || row->whole;
    }
    if (whole)
        put_owned(out, "\n", esc_strdup(ESC_PRICE_MEANING), "\n");
}

static void put_odd(const struct esc_class *class, FILE *out)
{
    bool begun = false;
    for (size_t m = 0; m < class->machine_count; m++) {
        char *text = esc_class_oddness(class, m, "×");
        if (text == NULL)
            continue;
        put_owned(out, begun ? "* " : "\n## Odd\n\n* ", text, "\n");
        begun = true;
    }
}

static void put_beliefs(const struct esc_beliefs *beliefs, FILE *out)
{
    if (beliefs->count == 0)
        return;
    put_owned(out, "\n## What the room believed\n\n", esc_beliefs_finding(beliefs, "×"), "\n\n");
    fputs("| case | guesses | middle guess | measured | |\n|---|--:|--:|--:|---|\n", out);
    for (size_t i = 0; i < beliefs->count; i++) {
        const struct esc_belief *belief = &beliefs->list[i];
        char guess[ESC_UNITS_TEXT];
        char truth[ESC_UNITS_TEXT] = "";
        put_owned(out, "| ", esc_strdup(belief->case_name), " | ");
        fprintf(out, "%zu | %s× | %s%s | ", belief->count, esc_units_factor(guess, belief->median),
                isfinite(belief->truth) ? esc_units_factor(truth, belief->truth) : "",
                isfinite(belief->truth) ? "×" : "");
        put_owned(out, "", esc_belief_words(belief), " |\n");
    }
}

static void put_machines(const struct esc_class *class, FILE *out)
{
    fputs(
        "\n## Machines\n\n| machine | processor | cases | order | escapement | file |\n"
        "|---|---|--:|--:|---|---|\n",
        out);
    for (size_t g = 0; g < class->group_count; g++)
        for (size_t m = 0; m < class->machine_count; m++) {
            const struct esc_class_machine *machine = &class->machines[m];
            if (machine->group != g)
                continue;
            put_owned(out, "| ", esc_strdup(machine->name), " | ");
            esc_markdown_text(out, esc_strdup(machine->processor));
            fprintf(out, " | %zu | ", machine->rows);
            if (isfinite(machine->order))
                fprintf(out, "%.2f", machine->order);
            put_owned(out, " | ", esc_format("%s %s", machine->version, machine->preset), " | ");
            put_owned(out, "", esc_strdup(machine->path), " |\n");
        }
}

void esc_report_class_markdown(const struct esc_class *class, const struct esc_beliefs *beliefs,
                               FILE *out)
{
    if (class->machine_count > 0) {
        put_findings(class, out);
        put_rows(class, out);
        put_odd(class, out);
    }
    put_beliefs(beliefs, out);
    if (class->machine_count > 0)
        put_machines(class, out);
    for (size_t i = 0; i < class->left_count; i++)
        put_owned(out, i == 0 ? "\n## Left out\n\n* " : "* ",
                  esc_format("%s %s", class->left[i].path, class->left[i].reason), "\n");
}
