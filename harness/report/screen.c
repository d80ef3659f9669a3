/*
 * The first screen. See report.h for the contracts.
 */
#include "report/notes.h"
#include "report/releases.h"

#include "base/memory.h"
#include "words/headline.h"
#include "words/releases.h"
#include "words/remarks.h"

#include <stdlib.h>
#include <string.h>

enum {
    FILES_LINES = 7,   /* what esc_report_files() prints at most, with the line of the charts */
    OVERVIEW_FRAME = 3 /* head, axis, blank */
};

static void print_findings(const struct esc_run *run, const struct esc_terminal *terminal,
                           FILE *out)
{
    size_t count;
    struct esc_row *rows = esc_rows_by_factor(run, &count);
    const struct esc_row *ends[] = {esc_headline_dearest(run, rows, count),
                                    esc_headline_cheapest(run, rows, count)};
    static const char *const names[] = {"Dearest      ", "Cheapest     "};
    for (size_t i = 0; i < 2; i++) {
        if (ends[i] == NULL)
            continue;
        char *text = esc_headline_row(run, ends[i], esc_ink_times(terminal));
        esc_ink_wrap(out, terminal, INK_PLAIN, names[i], text);
        free(text);
    }
    char *text = esc_headline_unresolved(run, rows, count);
    esc_ink_wrap(out, terminal, INK_PLAIN, "Not resolved ", text);
    free(text);
    free(rows);
}

/* "Intel Xeon, 2 CPUs; affects the figures: turbo: on." */
static void print_machine(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    const struct esc_machine *machine = &run->machine;
    char *remark = esc_remark_machine(run);
    char *text = esc_format("%s, %d CPU%s%s%s", machine->cpu != NULL ? machine->cpu : "unknown",
                            machine->cpus, machine->cpus == 1 ? "" : "s",
                            remark != NULL ? "; " : "", remark != NULL ? remark : "");
    esc_ink_wrap(out, terminal, INK_PLAIN, "Machine      ", text);
    free(text);
    free(remark);
}

static void print_below(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    print_findings(run, terminal, out);
    esc_notes_noise_floor(run, terminal, out);
    print_machine(run, terminal, out);
    esc_notes_rounds(run, terminal, out);
    esc_notes_failed(run, terminal, out);
    esc_notes_shared(run, terminal, out);
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    return lines;
}

void esc_report_screen(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    char *below;
    size_t length;
    FILE *memory = esc_memory_stream(&below, &length);
    print_below(run, terminal, memory);
    fclose(memory);
    size_t taken = count_lines(below) + OVERVIEW_FRAME + FILES_LINES;
    if (esc_release_any(run))
        esc_report_releases(run, terminal, out);
    else
        esc_notes_overview(run, taken < ESC_SCREEN_LINES ? ESC_SCREEN_LINES - taken : 0, terminal,
                           out);
    fputs(below, out);
    free(below);
}

/* Never broken: a path is copied whole. */
static void print_path(const char *name, const char *path, const struct esc_terminal *terminal,
                       FILE *out)
{
    if (path == NULL)
        return;
    fputs(name, out);
    esc_ink_put(out, terminal, INK_BOLD, path);
    fputc('\n', out);
}

/* For `make collect`. Who sends a file is told whose name is in it. */
void esc_report_send(const struct esc_run *run, const char *path,
                     const struct esc_terminal *terminal, FILE *out)
{
    if (path == NULL)
        return;
    print_path("Send         ", path, terminal, out);
    char *clean = esc_ink_clean(run->machine.host != NULL ? run->machine.host : "", terminal);
    if (*clean != '\0')
        fprintf(out, "             (it calls this machine \"%.24s\"; SEAT=12 gives another name)\n",
                clean);
    free(clean);
}

void esc_report_files(const struct esc_run *run, const struct esc_report_files *files,
                      const struct esc_terminal *terminal, FILE *out)
{
    size_t count;
    struct esc_row *rows = esc_rows_by_factor(run, &count);
    const struct esc_row *dearest = esc_headline_dearest(run, rows, count);
    print_path("Page         ", files->page, terminal, out);
    print_path("Table        ", files->table, terminal, out);
    esc_report_send(run, files->send, terminal, out);
    if (dearest != NULL) {
        const char *name = run->cases[dearest->case_index].name;
        fprintf(out, "Next         make explain CASE=%s    make bench CASE=%s\n", name, name);
    }
    free(rows);
}
