/*
 * docs/questions.md. See questions.h.
 */
#include "words/questions.h"

static void add_question(struct esc_text *out, size_t k)
{
    const struct esc_question *one = &esc_questions[k];
    esc_text_addf(
        out, "\n<a id=\"q%zu\"></a>\n### %zu. %s\n\n%s\n\n- Go 1.27: %s.\n- Shown by `%s`\n", k + 1,
        k + 1, one->title, one->answer, one->today != NULL ? one->today : "the same", one->shown);
}

/* In a table's cell a bar ends the cell. */
static void add_cell(struct esc_text *out, const char *text)
{
    for (; *text != '\0'; text++)
        esc_text_addf(out, "%s%c", *text == '|' || *text == '*' ? "\\" : "", *text);
}

void esc_questions_page(struct esc_text *out)
{
    size_t count;
    const struct esc_word *words = esc_words(&count);
    esc_text_add(
        out,
        "# Fifteen questions, and every word of the tables\n\n"
        "<!-- Made by `escapement explain --page`; do not edit. -->\n\n"
        "`make explain Q=` lists the questions, `make explain Q=4` or `Q=println` answers one,\n"
        "`make explain WORD=price` explains a word. Answers are for Go 1.19, with what is\n"
        "otherwise in 1.27; each rests on a program in `tests/fixtures/questions` that the real\n"
        "compiler is asked about.\n\n"
        "## Questions\n");
    for (size_t k = 0; k < ESC_QUESTIONS; k++)
        add_question(out, k);
    esc_text_add(out, "\n## Words\n\n| word | what | meaning |\n|---|---|---|\n");
    for (size_t k = 0; k < count; k++) {
        esc_text_add(out, "| ");
        add_cell(out, words[k].name);
        esc_text_addf(out, " | %s | %s |\n", words[k].where, words[k].meaning);
    }
}
