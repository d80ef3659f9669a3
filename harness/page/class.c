/*
 * The class as a page. See class.h for the contract.
 */
#include "page/class.h"

#include "page/html.h"
#include "page/parts.h"
#include "words/class.h"
#include "words/price.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>

static void add_term(struct esc_text *out, const char *name, char *sentence)
{
    esc_html(out, "<dt>%s</dt><dd>%s</dd>\n", name, sentence);
    free(sentence);
}

static void add_section(struct esc_text *out, const char *id, const char *head)
{
    esc_html(out, "<section id=\"%s\" aria-labelledby=\"%s_head\">\n<h2 id=\"%s_head\">%s</h2>\n",
             id, id, id, head);
}

static void add_header(const struct esc_class *class, const char *finding, struct esc_text *out)
{
    size_t count;
    char *made = esc_class_made_of(class);
    char **notes = esc_class_notes(class, &count);
    esc_html(out, "<header>\n<p class=\"small\">%s</p>\n<h1>%s</h1>\n<dl>\n", made, finding);
    add_term(out, "Sign", esc_class_signs(class));
    add_term(out, "Order", esc_class_orders(class));
    add_term(out, "Odd", esc_class_odd_ones(class));
    esc_html(out, "</dl>\n");
    for (size_t i = 0; i < count; i++) {
        esc_html(out, "<p class=\"note\">%s</p>\n", notes[i]);
        free(notes[i]);
    }
    esc_html(out, "</header>\n");
    free(notes);
    free(made);
}

static void add_factor(struct esc_text *out, double factor)
{
    char words[ESC_UNITS_TEXT];
    if (isfinite(factor))
        esc_html(out, "<td data-value=\"%.9g\">%s×</td>", factor, esc_units_factor(words, factor));
    else
        esc_html(out, "<td></td>");
}

static void add_row(struct esc_text *out, const struct esc_class *class,
                    const struct esc_class_row *row)
{
    char *name = esc_class_row_name(class, row);
    char *signs = esc_class_row_signs(row);
    esc_html(out, "<tr><th scope=\"row\">%s</th><td>%s</td><td data-value=\"%zu\">%zu</td>", name,
             row->point, row->dot_count, row->dot_count);
    add_factor(out, row->median);
    add_factor(out, row->least);
    add_factor(out, row->most);
    esc_html(out, "<td>%s</td><td data-value=\"%zu\">%zu</td></tr>\n", signs, row->odd, row->odd);
    free(signs);
    free(name);
}

static void add_rows(const struct esc_class *class, struct esc_text *out)
{
    static const struct esc_page_column columns[] = {
        {"case", false}, {"at", false},  {"machines", true}, {"median", true},
        {"least", true}, {"most", true}, {"heap is", false}, {"odd", true}};
    bool whole = false;
    add_section(out, "the_table", "All cases");
    esc_html(out,
             "<p>Heap ÷ stack of each machine, nothing else: times of different machines are "
             "not compared.</p>\n");
    esc_page_open_table(out, "the_table_head", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < class->row_count; i++) {
        add_row(out, class, &class->rows[i]);
        whole = whole || class->rows[i].whole;
    }
    esc_page_close_table(out);
    if (whole)
        esc_html(out, "<p class=\"note\">%s</p>\n", ESC_PRICE_MEANING);
    esc_html(out, "</section>\n");
}

static void add_odd(const struct esc_class *class, struct esc_text *out)
{
    bool begun = false;
    for (size_t m = 0; m < class->machine_count; m++) {
        char *text = esc_class_oddness(class, m, "×");
        if (text == NULL)
            continue;
        if (!begun) {
            add_section(out, "the_odd", "Odd ones");
            esc_html(out, "<ul>\n");
        }
        begun = true;
        esc_html(out, "<li>%s</li>\n", text);
        free(text);
    }
    if (begun)
        esc_html(out, "</ul>\n</section>\n");
}

static void add_beliefs(const struct esc_class_page *page, struct esc_text *out)
{
    static const struct esc_page_column columns[] = {{"case", false},
                                                     {"guesses", true},
                                                     {"middle guess", true},
                                                     {"measured", true},
                                                     {"", false}};
    const struct esc_beliefs *beliefs = page->beliefs;
    if (beliefs->count == 0)
        return;
    char *finding = esc_beliefs_finding(beliefs, "×");
    add_section(out, "the_guesses", "What the room believed");
    esc_html(out, "<p class=\"lead\">%s</p>\n", finding);
    esc_page_charts_of(page->charts, page->chart_count, "guesses", out);
    esc_page_open_table(out, "the_guesses_head", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < beliefs->count; i++) {
        const struct esc_belief *belief = &beliefs->list[i];
        char *words = esc_belief_words(belief);
        esc_html(out, "<tr><th scope=\"row\">%s</th><td data-value=\"%zu\">%zu</td>",
                 belief->case_name, belief->count, belief->count);
        add_factor(out, belief->median);
        add_factor(out, belief->truth);
        esc_html(out, "<td>%s</td></tr>\n", words);
        free(words);
    }
    esc_page_close_table(out);
    esc_html(out, "</section>\n");
    free(finding);
}

static void add_machine(struct esc_text *out, const struct esc_class_machine *machine)
{
    esc_html(out, "<tr><th scope=\"row\">%s</th><td>%s</td><td data-value=\"%zu\">%zu</td>",
             machine->name, machine->processor, machine->rows, machine->rows);
    if (isfinite(machine->order))
        esc_html(out, "<td data-value=\"%.9g\">%.2g</td>", machine->order, machine->order);
    else
        esc_html(out, "<td></td>");
    esc_html(out, "<td data-value=\"%zu\">%zu</td><td>%s %s</td><td>%s</td></tr>\n", machine->odd,
             machine->odd, machine->version, machine->preset, machine->path);
}

static void add_machines(const struct esc_class *class, struct esc_text *out)
{
    static const struct esc_page_column columns[] = {
        {"machine", false}, {"processor", false},  {"cases", true}, {"order", true},
        {"odd", true},      {"escapement", false}, {"file", false}};
    add_section(out, "the_machines", "Machines");
    esc_html(out,
             "<p>Order: rank correlation of the machine's factors with the class's medians.</p>\n");
    esc_page_open_table(out, "the_machines_head", columns, sizeof columns / sizeof *columns);
    for (size_t g = 0; g < class->group_count; g++)
        for (size_t m = 0; m < class->machine_count; m++)
            if (class->machines[m].group == g)
                add_machine(out, &class->machines[m]);
    esc_page_close_table(out);
    esc_html(out, "</section>\n");
}

static void add_left(const struct esc_class *class, struct esc_text *out)
{
    if (class->left_count == 0)
        return;
    add_section(out, "the_left", "Left out");
    esc_html(out, "<ul>\n");
    for (size_t i = 0; i < class->left_count; i++)
        esc_html(out, "<li>%s %s</li>\n", class->left[i].path, class->left[i].reason);
    esc_html(out, "</ul>\n</section>\n");
}

static void add_chart(const struct esc_class_page *page, struct esc_text *out)
{
    add_section(out, "the_charts", "One mark a machine");
    esc_page_charts_of(page->charts, page->chart_count, "class", out);
    if (page->charts_missing != NULL)
        esc_html(out, "<p class=\"missing\">%s</p>\n", page->charts_missing);
    esc_html(out, "</section>\n");
}

void esc_class_page(const struct esc_class_page *page, struct esc_text *out)
{
    const struct esc_class *class = page->class;
    char *finding = esc_class_finding(class);
    esc_page_open(finding, page->light, page->dark, out);
    if (class->machine_count > 0)
        esc_html(out, "<a class=\"skip\" href=\"#the_table\">To the table</a>\n");
    add_header(class, finding, out);
    esc_html(out, "<main>\n");
    if (class->machine_count > 0) {
        add_chart(page, out);
        add_rows(class, out);
        add_odd(class, out);
    }
    add_beliefs(page, out);
    if (class->machine_count > 0)
        add_machines(class, out);
    add_left(class, out);
    esc_page_close(out);
    free(finding);
}
