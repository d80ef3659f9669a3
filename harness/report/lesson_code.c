/*
 * Go and C of a case with line numbers; the compiler's diagnostics stand under their lines. See
 * lesson.h.
 */
#include "report/lesson.h"

#include "base/memory.h"
#include "base/text.h"
#include "report/columns.h"
#include "report/ink.h"
#include "words/said.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBER = 6 }; /* columns of a line number */

/* The line with its tabs as blanks; a line too long goes on under itself. */
static void print_line(const struct esc_lesson *lesson, int number, const char *line, size_t length)
{
    struct esc_text text = {0};
    for (size_t k = 0; k < length; k++)
        esc_text_addf(&text, "%s%.*s", line[k] == '\t' ? "    " : "", line[k] != '\t', &line[k]);
    char *clean = esc_ink_clean(text.bytes, lesson->terminal);
    size_t room = (size_t)(lesson->terminal->columns - NUMBER);
    const char *rest = clean;
    fprintf(lesson->out, "%4d%s", number, *rest != '\0' ? "  " : "");
    while (strlen(rest) > room) {
        const char *blank = memrchr(rest, ' ', room);
        size_t part = blank != NULL && blank > rest + room / 2 ? (size_t)(blank - rest) : room;
        fprintf(lesson->out, "%.*s\n%*s", (int)part, rest, NUMBER, "");
        rest += part;
    }
    fprintf(lesson->out, "%s\n", rest);
    free(clean);
    esc_text_free(&text);
}

static enum ink diagnostic_ink(const char *text)
{
    static const enum ink inks[] = {
        [ESC_SAID_STAYS] = INK_STACK, [ESC_SAID_ESCAPES] = INK_HEAP, [ESC_SAID_OTHER] = INK_MUTED};
    return inks[esc_said_kind(text)];
}

static void print_all(const struct esc_lesson *lesson, const struct esc_said *remarks,
                      const char *mark)
{
    for (size_t i = 0; i < remarks->count; i++)
        esc_ink_wrap(lesson->out, lesson->terminal, diagnostic_ink(remarks->texts[i]), mark,
                     remarks->texts[i]);
}

static void print_remarks(const struct esc_lesson *lesson, int number)
{
    struct esc_said remarks = esc_said_alone(lesson->diagnostics, 0, lesson->point, number);
    struct esc_said inlined =
        esc_said_inlined(lesson->diagnostics, 0, lesson->point, number, &remarks);
    print_all(lesson, &remarks, "    > ");
    print_all(lesson, &inlined, "    + ");
    esc_said_free(&inlined);
    esc_said_free(&remarks);
}

static void print_source(const struct esc_lesson *lesson, const struct esc_source *source,
                         bool with_remarks)
{
    int number = source->line;
    for (const char *line = source->text; line != NULL && *line != '\0'; number++) {
        size_t length = strcspn(line, "\n");
        print_line(lesson, number, line, length);
        if (with_remarks)
            print_remarks(lesson, number);
        line = line[length] == '\n' ? line + length + 1 : NULL;
    }
}

void esc_lesson_source(const struct esc_lesson *lesson, const struct esc_source *source)
{
    print_source(lesson, source, false);
}

static void print_expected(const struct esc_lesson *lesson, const struct esc_strategy *strategy)
{
    if (lesson->diagnostics != NULL || strategy->escape_count == 0)
        return;
    esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "      ", ESC_SAID_EXPECTED);
    for (size_t k = 0; k < strategy->escape_count; k++)
        esc_ink_wrap(lesson->out, lesson->terminal, diagnostic_ink(strategy->escapes[k]), "    > ",
                     strategy->escapes[k]);
}

static void print_expectation(const struct esc_lesson *lesson, const struct esc_strategy *strategy)
{
    char *words = esc_said_expectation(strategy, lesson->point);
    if (words != NULL)
        esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "      ", words);
    free(words);
}

void esc_lesson_heading(const struct esc_lesson *lesson, const char *text)
{
    fputc('\n', lesson->out);
    esc_ink_put(lesson->out, lesson->terminal, INK_BOLD, text);
    fputc('\n', lesson->out);
}

void esc_lesson_paragraphs(const struct esc_lesson *lesson, const char *heading, const char *text)
{
    esc_lesson_heading(lesson, heading);
    while (*text != '\0') {
        const char *end = strstr(text, "\n\n");
        size_t length = end != NULL ? (size_t)(end - text) : strlen(text);
        char *paragraph = strndup(text, length);
        esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "", paragraph);
        free(paragraph);
        text += length;
        text += strspn(text, "\n");
        if (*text != '\0')
            fputc('\n', lesson->out);
    }
}

static void print_title(const struct esc_lesson *lesson, const char *language, const char *strategy)
{
    char *title = esc_format("%s, %s", language, strategy);
    esc_lesson_heading(lesson, title);
    free(title);
}

/* What is seen together: the Go and the C of a strategy (NULL: what the strategies share). */
static void print_go(const struct esc_lesson *lesson, const struct esc_strategy *strategy)
{
    const struct esc_source *go = strategy != NULL ? &strategy->go : &lesson->bench_case->go;
    if (go->text == NULL)
        return;
    print_title(lesson, "Go", strategy != NULL ? strategy->name : "shared");
    print_source(lesson, go, true);
    if (strategy != NULL)
        print_expected(lesson, strategy);
}

static void print_c(const struct esc_lesson *lesson, const struct esc_strategy *strategy)
{
    const struct esc_source *c = strategy != NULL ? &strategy->c : &lesson->bench_case->c;
    if (c->text == NULL)
        return;
    print_title(lesson, "C", strategy != NULL ? strategy->name : "shared");
    esc_lesson_source(lesson, c);
}

void esc_lesson_column_begin(struct esc_lesson_column *column, const struct esc_lesson *lesson)
{
    column->terminal = *lesson->terminal;
    column->terminal.columns = esc_columns_width(lesson->terminal);
    column->lesson = *lesson;
    column->lesson.terminal = &column->terminal;
    column->lesson.out = esc_memory_stream(&column->text, &column->length);
}

char *esc_lesson_column_end(struct esc_lesson_column *column)
{
    fclose(column->lesson.out);
    return column->text;
}

typedef void print_function(const struct esc_lesson *lesson, const struct esc_strategy *strategy);

/* As text of half the terminal's width; caller frees. */
static char *print_column(const struct esc_lesson *lesson, const struct esc_strategy *strategy,
                          print_function *print)
{
    struct esc_lesson_column column;
    esc_lesson_column_begin(&column, lesson);
    print(&column.lesson, strategy);
    return esc_lesson_column_end(&column);
}

static void print_both(const struct esc_lesson *lesson, const struct esc_strategy *strategy)
{
    if (!esc_columns_fit(lesson->terminal)) {
        print_go(lesson, strategy);
        print_c(lesson, strategy);
    } else {
        char *go = print_column(lesson, strategy, print_go);
        char *c = print_column(lesson, strategy, print_c);
        esc_columns_print(lesson->terminal, lesson->out, go, c);
        free(go);
        free(c);
    }
    if (strategy != NULL)
        print_expectation(lesson, strategy);
}

/* Whether plain -m printed a line of that kind. */
static bool has_inlined(const struct esc_lesson *lesson, const char *opening)
{
    for (size_t k = 0; lesson->diagnostics != NULL && k < lesson->diagnostics->count; k++) {
        const struct esc_diagnostic *line = &lesson->diagnostics->list[k];
        if (line->inlined && line->point == lesson->point &&
            strncmp(line->text, opening, strlen(opening)) == 0)
            return true;
    }
    return false;
}

void esc_lesson_inlining(const struct esc_lesson *lesson)
{
    static const struct {
        const char *opening, *meaning;
    } kinds[] = {
        {"can inline ",
         "can inline f: f is so small that the compiler may put its body where it is "
         "called. That says nothing about escape yet."},
        {"inlining call to ",
         "inlining call to f: it did so here. Escape analysis then sees the body as a part of the "
         "caller, and asks anew: what f returned the address of may stay in the caller's frame. "
         "With -l, as in the lines with >, nothing is inlined and f is judged alone."},
    };
    struct esc_text text = {0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (has_inlined(lesson, kinds[i].opening))
            esc_text_addf(&text, "%s%s", text.length > 0 ? "\n\n" : "", kinds[i].meaning);
    struct esc_said own =
        esc_said_inlined(lesson->diagnostics, 0, lesson->point, 0, &(struct esc_said){0});
    if (own.count > 0)
        esc_text_addf(
            &text,
            "%s<autogenerated>: about a method that stands in no file. The compiler wrote "
            "it, to be called through a pointer, an embedding type or an interface; it "
            "calls the one that was declared.",
            text.length > 0 ? "\n\n" : "");
    if (text.length > 0)
        esc_lesson_paragraphs(lesson, "Inlining (go build -gcflags=-m)", text.bytes);
    print_all(lesson, &own, "    + <autogenerated>:1: ");
    esc_said_free(&own);
    esc_text_free(&text);
}

void esc_lesson_code(const struct esc_lesson *lesson)
{
    const struct esc_case *bench_case = lesson->bench_case;
    print_both(lesson, NULL);
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        print_both(lesson, &bench_case->strategies[k]);
}
