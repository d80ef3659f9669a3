/*
 * Questions and words. See questions.h for the contracts.
 */
#include "report/questions.h"

#include "base/memory.h"
#include "report/ink.h"

#include <stdlib.h>

enum { WHERE_WIDTH = 12 };

static void print_title(size_t index, const struct esc_terminal *terminal, FILE *out)
{
    char *number = esc_format("%2zu. ", index + 1);
    esc_ink_wrap(out, terminal, INK_BOLD, number, esc_questions[index].title);
    free(number);
}

void esc_report_questions(const struct esc_terminal *terminal, FILE *out)
{
    for (size_t k = 0; k < ESC_QUESTIONS; k++)
        print_title(k, terminal, out);
}

void esc_report_question(size_t index, const struct esc_terminal *terminal, FILE *out)
{
    const struct esc_question *one = &esc_questions[index];
    print_title(index, terminal, out);
    esc_ink_wrap(out, terminal, INK_PLAIN, "    ", one->answer);
    esc_ink_wrap(out, terminal, INK_PLAIN, "    Go 1.27   ",
                 one->today != NULL ? one->today : "the same");
    esc_ink_wrap(out, terminal, INK_REMEDY, "    Shown by  ", one->shown);
}

void esc_report_words(const struct esc_terminal *terminal, FILE *out)
{
    size_t count;
    const struct esc_word *words = esc_words(&count);
    for (size_t k = 0; k < count; k++) {
        char *name = esc_ink_clean(words[k].name, terminal);
        esc_ink_pad(out, terminal, INK_PLAIN, words[k].where, WHERE_WIDTH, false);
        esc_ink_put(out, terminal, INK_BOLD, name);
        fputc('\n', out);
        free(name);
    }
}

void esc_report_word(const struct esc_word *word, const struct esc_terminal *terminal, FILE *out)
{
    char *head = esc_format("%s (%s)", word->name, word->where);
    esc_ink_wrap(out, terminal, INK_BOLD, "", head);
    esc_ink_wrap(out, terminal, INK_PLAIN, "  ", word->meaning);
    free(head);
}
