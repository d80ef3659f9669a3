/*
 * All that is made of a run that was read, so that what a reader accepts is known to be safe to
 * use.
 */
#ifndef FUZZ_SHOWN_H
#define FUZZ_SHOWN_H

#include "emit/files.h"
#include "emit/plain.h"
#include "report/report.h"
#include "stats/stats.h"

#include <stdio.h>
#include <stdlib.h>

static inline void write_texts(const struct esc_run *run)
{
    static void (*const writers[])(const struct esc_run *, struct esc_text *) = {
        esc_file_samples, esc_file_cycles, esc_file_heap,    esc_file_summary,
        esc_file_results, esc_file_go,     esc_file_machine, esc_file_gctrace,
    };
    struct esc_plain plain = esc_plain_begin();
    for (size_t k = 0; k < sizeof writers / sizeof *writers; k++) {
        struct esc_text text = {0};
        writers[k](run, &text);
        esc_text_free(&text);
    }
    esc_plain_end(&plain);
}

static inline void print_table(const struct esc_run *run)
{
    struct esc_terminal terminal = {0};
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    esc_report(run, &terminal, out);
    fclose(out);
    free(bytes);
}

#endif
