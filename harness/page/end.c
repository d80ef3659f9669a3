/*
 * How it was measured, on what, and what can be taken along. See parts.h.
 */
#include "page/html.h"
#include "page/parts.h"
#include "words/remarks.h"
#include "words/tally.h"

#include <stdlib.h>

/* A paragraph with a sentence, which is freed; nothing for NULL. */
static void add_note(struct esc_text *out, const char *head, char *sentence)
{
    if (sentence != NULL)
        esc_html(out, "<dt>%s</dt><dd>%s</dd>\n", head, sentence);
    free(sentence);
}

static void add_method(const struct esc_page *page, struct esc_text *out)
{
    const struct esc_run *run = page->run;
    esc_html(
        out,
        "<section id=\"the_method\" aria-labelledby=\"the_method_head\">\n"
        "<h2 id=\"the_method_head\">How it was measured</h2>\n"
        "<p>Every case does the same work at least twice: with its values on the stack, and on "
        "the heap because something lets them escape. Both sides run for the same time, in "
        "turns, in fresh processes, over many rounds; what other programs had of the processor "
        "is left out. A factor is the median of the factors of the rounds, with its exact "
        "interval by order statistics. Before anything was timed, both sides had to return the "
        "same values and to allocate exactly what the case expects. More: docs/method.md in "
        "the project.</p>\n<dl>\n");
    add_note(out, "Words", esc_remark_legend(run));
    add_note(out, "Heap", esc_remark_runtimes(run));
    add_note(out, "Noise floor", esc_remark_noise_floor(run, "×"));
    add_note(out, "Counters", esc_tally_refusals(run));
    add_note(out, "Run", esc_remark_rounds(run));
    add_note(out, "Failed", esc_remark_failed(run));
    esc_html(out, "</dl>\n</section>\n");
}

static void add_fact(struct esc_text *out, const char *name, const char *value)
{
    if (value != NULL && *value != '\0')
        esc_html(out, "<dt>%s</dt><dd>%s</dd>\n", name, value);
}

static void add_findings(const struct esc_machine *machine, struct esc_text *out)
{
    if (machine->finding_count == 0)
        return;
    esc_html(out,
             "<div class=\"wide\" role=\"region\" aria-labelledby=\"the_machine_head\" "
             "tabindex=\"0\">\n<table>\n<thead><tr><th scope=\"col\">what affects figures</th>"
             "<th scope=\"col\">state</th><th scope=\"col\">was</th>"
             "<th scope=\"col\">effect</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < machine->finding_count; i++) {
        const struct esc_finding *finding = &machine->findings[i];
        esc_html(out,
                 "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td class=\"prose\">%s"
                 "</td></tr>\n",
                 finding->name, esc_finding_word(finding->state), finding->value, finding->effect);
    }
    esc_html(out, "</tbody>\n</table>\n</div>\n");
}

static void add_machine(const struct esc_page *page, struct esc_text *out)
{
    const struct esc_machine *machine = &page->run->machine;
    esc_html(out,
             "<section id=\"the_machine\" aria-labelledby=\"the_machine_head\">\n"
             "<h2 id=\"the_machine_head\">The machine</h2>\n<dl>\n");
    add_fact(out, "Processor", machine->cpu);
    if (machine->cpus > 0)
        esc_html(out, "<dt>Processors</dt><dd>%d</dd>\n", machine->cpus);
    if (machine->mhz > 0)
        esc_html(out, "<dt>Clock</dt><dd>%.5g MHz</dd>\n", machine->mhz);
    add_fact(out, "Kernel", machine->kernel);
    add_fact(out, "System", machine->os);
    add_fact(out, "Compiler", machine->compiler);
    add_fact(out, "Flags", machine->flags);
    add_fact(out, "Governor", machine->governor);
    for (size_t i = 0; i < page->run->go_count; i++)
        esc_html(out, "<dt>Go</dt><dd>%s %s</dd>\n", page->run->gos[i].version,
                 page->run->gos[i].target);
    add_fact(out, "escapement", machine->version);
    add_fact(out, "Revision", machine->revision);
    esc_html(out, "</dl>\n");
    add_findings(machine, out);
    esc_html(out, "</section>\n");
}

static void add_file(const struct esc_page *page, struct esc_text *out)
{
    esc_html(out,
             "<section id=\"the_file\" aria-labelledby=\"the_file_head\">\n"
             "<h2 id=\"the_file_head\">The run itself</h2>\n");
    if (page->file != NULL) {
        esc_html(out, "<p><a class=\"file\" download=\"%s\" href=\"data:%s;base64,",
                 page->file_name, page->file_type);
        esc_html_base64(out, page->file, page->file_length);
        esc_html(out, "\">Save %s</a></p>\n", page->file_name);
    } else if (page->file_beside != NULL) {
        esc_html(out, "<p><a class=\"file\" href=\"%s\">%s</a></p>\n", page->file_beside,
                 page->file_beside);
    }
    esc_html(out, "<p>%s</p>\n</section>\n", page->file_words);
}

void esc_page_end(const struct esc_page *page, struct esc_text *out)
{
    add_method(page, out);
    add_machine(page, out);
    add_file(page, out);
}
