/*
 * The class as a table. See class.h for the contract.
 */
#include "report/class.h"

#include "base/memory.h"
#include "report/ink.h"
#include "words/class.h"
#include "words/price.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>

static void print_owned(char *text, const char *first, const struct esc_terminal *terminal,
                        FILE *out)
{
    if (text != NULL)
        esc_ink_wrap(out, terminal, INK_PLAIN, first, text);
    free(text);
}

static void print_findings(const struct esc_class *class, const struct esc_terminal *terminal,
                           FILE *out)
{
    char *finding = esc_class_finding(class);
    esc_ink_wrap(out, terminal, INK_BOLD, "", finding);
    free(finding);
    print_owned(esc_class_made_of(class), "", terminal, out);
    fputc('\n', out);
    print_owned(esc_class_signs(class), "Sign   ", terminal, out);
    print_owned(esc_class_orders(class), "Order  ", terminal, out);
    print_owned(esc_class_odd_ones(class), "Odd    ", terminal, out);
    size_t count;
    char **notes = esc_class_notes(class, &count);
    for (size_t i = 0; i < count; i++)
        print_owned(notes[i], "Note   ", terminal, out);
    free(notes);
}

static const struct column {
    const char *head;
    int width;
} columns[] = {{"machines", 8}, {"median", 9}, {"least to most", 19}};
enum { COLUMNS = sizeof columns / sizeof *columns };

static int name_width(const struct esc_class *class)
{
    int widest = 4;
    for (size_t i = 0; i < class->row_count; i++) {
        char *name = esc_class_row_name(class, &class->rows[i]);
        int width = esc_ink_width(name);
        widest = width > widest ? width : widest;
        free(name);
    }
    return widest;
}

static void print_row(const struct esc_class *class, const struct esc_class_row *row, int width,
                      const struct esc_terminal *terminal, FILE *out)
{
    const char *times = esc_ink_times(terminal);
    char factor[ESC_UNITS_TEXT];
    char *name = esc_class_row_name(class, row);
    char *clean = esc_ink_clean(name, terminal);
    char *median = esc_format("%s%s", esc_units_factor(factor, row->median), times);
    char *range = esc_class_row_range(row, times);
    char *signs = esc_class_row_signs(row);
    char *odd = row->odd > 0 ? esc_format(", %zu odd", row->odd) : esc_strdup("");
    bool agreed = row->slower == row->dot_count || row->faster == row->dot_count;
    esc_ink_pad(out, terminal, agreed ? INK_PLAIN : INK_MUTED, clean, width, false);
    fprintf(out, "%*zu", columns[0].width, row->dot_count);
    esc_ink_pad(out, terminal, INK_BOLD, median, columns[1].width, true);
    esc_ink_pad(out, terminal, INK_PLAIN, range, columns[2].width, true);
    fprintf(out, "  %s%s\n", signs, odd);
    free(odd);
    free(signs);
    free(range);
    free(median);
    free(clean);
    free(name);
}

static void print_rows(const struct esc_class *class, const struct esc_terminal *terminal,
                       FILE *out)
{
    int width = name_width(class);
    bool whole = false;
    fputc('\n', out);
    esc_ink_pad(out, terminal, INK_MUTED, "heap / stack", width, false);
    for (size_t i = 0; i < COLUMNS; i++)
        esc_ink_pad(out, terminal, INK_MUTED, columns[i].head, columns[i].width, true);
    esc_ink_put(out, terminal, INK_MUTED, "  heap is");
    fputc('\n', out);
    for (size_t i = 0; i < class->row_count; i++) {
        print_row(class, &class->rows[i], width, terminal, out);
        whole = whole || class->rows[i].whole;
    }
    if (whole)
        esc_ink_wrap(out, terminal, INK_MUTED, "", ESC_PRICE_MEANING);
}

static void print_odd(const struct esc_class *class, const struct esc_terminal *terminal, FILE *out)
{
    bool begun = false;
    for (size_t m = 0; m < class->machine_count; m++) {
        char *text = esc_class_oddness(class, m, esc_ink_times(terminal));
        if (text != NULL && !begun)
            fputs("\nOdd\n", out);
        begun = begun || text != NULL;
        print_owned(text, "  ", terminal, out);
    }
}

static void print_beliefs(const struct esc_beliefs *beliefs, const struct esc_terminal *terminal,
                          FILE *out)
{
    const char *times = esc_ink_times(terminal);
    if (beliefs->count == 0)
        return;
    fputs("\nWhat the room believed\n", out);
    print_owned(esc_beliefs_finding(beliefs, times), "  ", terminal, out);
    for (size_t i = 0; i < beliefs->count; i++) {
        const struct esc_belief *belief = &beliefs->list[i];
        char guess[ESC_UNITS_TEXT];
        char truth[ESC_UNITS_TEXT];
        char *words = esc_belief_words(belief);
        print_owned(
            esc_format("%s: middle guess %s%s, measured %s%s; %s", belief->case_name,
                       esc_units_factor(guess, belief->median), times,
                       isfinite(belief->truth) ? esc_units_factor(truth, belief->truth) : "nothing",
                       isfinite(belief->truth) ? times : "", words),
            "  ", terminal, out);
        free(words);
    }
}

static void print_machine(const struct esc_class_machine *machine,
                          const struct esc_terminal *terminal, FILE *out)
{
    char *order = isfinite(machine->order) ? esc_format(", order %.2f", machine->order)
                                           : esc_strdup(", no order");
    print_owned(esc_format("%s: %zu case%s%s; %s %s, %u rounds; %s", machine->name, machine->rows,
                           machine->rows == 1 ? "" : "s", order, machine->version, machine->preset,
                           machine->rounds, machine->path),
                "    ", terminal, out);
    free(order);
}

static void print_machines(const struct esc_class *class, const struct esc_terminal *terminal,
                           FILE *out)
{
    fputs("\nMachines (order: rank correlation with the class)\n", out);
    for (size_t g = 0; g < class->group_count; g++) {
        print_owned(esc_format("%s (%zu)", class->groups[g].processor, class->groups[g].machines),
                    "  ", terminal, out);
        for (size_t m = 0; m < class->machine_count; m++)
            if (class->machines[m].group == g)
                print_machine(&class->machines[m], terminal, out);
    }
}

static void print_left(const struct esc_class *class, const struct esc_terminal *terminal,
                       FILE *out)
{
    if (class->left_count > 0)
        fputs("\nLeft out\n", out);
    for (size_t i = 0; i < class->left_count; i++)
        print_owned(esc_format("%s %s", class->left[i].path, class->left[i].reason), "  ", terminal,
                    out);
}

void esc_report_class(const struct esc_class *class, const struct esc_beliefs *beliefs,
                      const struct esc_terminal *terminal, FILE *out)
{
    if (class->machine_count > 0) {
        print_findings(class, terminal, out);
        print_rows(class, terminal, out);
        print_odd(class, terminal, out);
    }
    print_beliefs(beliefs, terminal, out);
    if (class->machine_count > 0)
        print_machines(class, terminal, out);
    print_left(class, terminal, out);
}
