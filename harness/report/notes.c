/*
 * Failures, legend and closing lines. See notes.h for the contracts.
 */
#include "report/notes.h"

#include "base/memory.h"
#include "words/outlier.h"
#include "words/remarks.h"

#include <stdlib.h>

void esc_notes_failures(const struct esc_run *run, size_t case_index,
                        const struct esc_terminal *terminal, FILE *out)
{
    for (size_t i = 0; i < run->variant_count; i++) {
        char *sentence =
            run->variants[i].case_index == case_index ? esc_remark_failure(run, i) : NULL;
        if (sentence != NULL)
            esc_ink_wrap(out, terminal, INK_FAILED, "  ", sentence);
        free(sentence);
    }
}

/* A sentence, which is freed, behind what it is about; nothing for NULL. */
static void print_note(FILE *out, const struct esc_terminal *terminal, enum ink ink,
                       const char *first, char *sentence)
{
    if (sentence != NULL)
        esc_ink_wrap(out, terminal, ink, first, sentence);
    free(sentence);
}

/* The sentence with its end; takes it. */
static char *ended(char *sentence, const char *end)
{
    char *whole = sentence != NULL ? esc_format("%s%s", sentence, end) : NULL;
    free(sentence);
    return whole;
}

void esc_notes_noise_floor(const struct esc_run *run, const struct esc_terminal *terminal,
                           FILE *out)
{
    print_note(out, terminal, INK_PLAIN, "Noise floor  ",
               esc_remark_noise_floor(run, esc_ink_times(terminal)));
}

void esc_notes_rounds(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    const char *rest = run->interrupted ? "; interrupted, `--resume` goes on." : ".";
    print_note(out, terminal, INK_PLAIN, "Run          ", ended(esc_remark_rounds(run), rest));
}

void esc_notes_failed(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    print_note(out, terminal, INK_FAILED, "Failed       ",
               ended(esc_remark_failed(run), ", see the table."));
}

void esc_notes_shared(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    print_note(out, terminal, INK_FAILED, "Shared       ", esc_remark_shared(run));
}

void esc_notes_closing(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    print_note(out, terminal, INK_MUTED, "Words        ", esc_remark_legend(run));
    print_note(out, terminal, INK_PLAIN, "Heap         ", esc_remark_runtimes(run));
    esc_notes_noise_floor(run, terminal, out);
    print_note(out, terminal, INK_PLAIN, "Machine      ", esc_remark_machine(run));
    print_note(out, terminal, INK_MUTED, "Outliers     ", esc_outliers_note(run));
    esc_notes_rounds(run, terminal, out);
    esc_notes_failed(run, terminal, out);
    esc_notes_shared(run, terminal, out);
    /* Never broken: a path is copied whole. */
    fputs("Results      ", out);
    esc_ink_put(out, terminal, INK_BOLD, run->folder != NULL ? run->folder : "");
    fputc('\n', out);
}
