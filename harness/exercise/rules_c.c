/*
 * What a task in C may not hold. See exercise.h.
 */
#include "exercise/rules.h"

#include <string.h>

static const char *const names[] = {"stack_op", "stack_setup", "stack_teardown",
                                    "heap_op",  "heap_setup",  "heap_teardown"};
static const char *const forbidden[] = {"asm",           "__asm__", "__asm",  "__thread",
                                        "_Thread_local", "extern",  "alloca", "__attribute__"};

/* A line of the preprocessor: what it includes is the kernel's own, and it hides no storage. */
static void check_directive(struct esc_reader *reader, const char *hash)
{
    const char *word = hash + 1 + strspn(hash + 1, " \t");
    size_t length = strcspn(word, "\n");
    size_t name = strcspn(word, " \t\n\"<");
    const char *behind = word + name + strspn(word + name, " \t");
    if (esc_token_is(word, name, "include") && strncmp(behind, "\"gort/", 6) == 0)
        return;
    if (esc_token_is(word, name, "define") && memmem(word, length, "static", 6) == NULL)
        return;
    esc_reader_blame(reader,
                     "\"#%.*s\": a task includes files of gort/ alone, and has no other "
                     "directive but a #define without static",
                     (int)length, word);
}

/* Behind the name of a macro or of a file: the line ends there. */
static void skip_line(struct esc_reader *reader)
{
    reader->at += strcspn(reader->at, "\n");
}

/* What stands outside of functions: one of them, or their prototypes and macros, ends with a
 * parenthesis; all else with a semicolon. */
enum statement { NONE, FUNCTION, OTHER };

static bool is_type(const char *head)
{
    static const char *const words[] = {"typedef ", "enum ", "_Static_assert"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strncmp(head, words[k], strlen(words[k])) == 0)
            return true;
    return false;
}

static enum statement check_statement(const struct esc_reader *reader, const char *head)
{
    const char *end = head + strcspn(head, "({[=;");
    if (*end == '(' && end[1] != '*' && !is_type(head))
        return FUNCTION;
    if (!is_type(head) && !esc_task_declares(reader->task, head))
        esc_reader_blame(
            reader,
            "\"%.*s\" is a variable, or a type without typedef, outside of a function, "
            "which the exercise does not have: keep it in one",
            (int)strcspn(head, "{=;\n"), head);
    return OTHER;
}

static void check_word(const struct esc_reader *reader, const char *token, size_t length)
{
    if (esc_token_among(token, length, names, sizeof names / sizeof *names))
        esc_reader_blame(reader, "%.*s is a name of the grading's", (int)length, token);
    if (esc_token_among(token, length, forbidden, sizeof forbidden / sizeof *forbidden))
        esc_reader_blame(reader, "%.*s is no word for a task", (int)length, token);
    if (reader->depth > 0 && esc_token_is(token, length, "static"))
        esc_reader_blame(reader, "a static variable in a function keeps its value between calls");
}

void esc_rules_c(const struct esc_task *task, struct esc_error *error)
{
    struct esc_reader reader = esc_reader_open(task, error);
    const char *token;
    size_t length;
    enum statement in = NONE;
    while ((length = esc_reader_next(&reader, &token)) > 0) {
        if (*token == '/' && length > 1)
            continue;
        if (*token == '#') {
            check_directive(&reader, token);
            skip_line(&reader);
            continue;
        }
        check_word(&reader, token, length);
        if (in == NONE)
            in = check_statement(&reader, token);
        bool ends = reader.depth == 0 && (*token == ';' || (*token == '}' && in == FUNCTION));
        in = ends ? NONE : in;
    }
}
