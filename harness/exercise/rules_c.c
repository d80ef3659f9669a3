/*
 * What a task in C may not hold. See exercise.h.
 */
#include "exercise/rules.h"

#include <ctype.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const names[] = {"stack_op", "stack_setup", "stack_teardown",
                                    "heap_op",  "heap_setup",  "heap_teardown"};
static const char *const forbidden[] = {"asm",           "__asm__", "__asm",      "__thread",
                                        "_Thread_local", "extern",  "alloca",     "__attribute__",
                                        "__attribute",   "_Pragma", "gort_caller"};
/* What gives storage that outlives a call; the first two describe types, which are constants. */
static const char *const storage[] = {"ESC_NOSCAN",         "ESC_POINTERS", "static",
                                      "GORT_CALL",          "GORT_MAP_OF",  "GORT_MAP_OF_WORDS",
                                      "GORT_MAP_OF_STRINGS"};
enum { DESCRIPTIONS = 2 };

static const char *skip_word(const char *at)
{
    while (esc_scan_in_word(*at))
        at++;
    return at;
}

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

/* Behind a directive that a task may have: a file of gort/ itself, a name for a number. NULL: it is
 * another one. */
static const char *directive_end(const char *word)
{
    static const char own[] = "\"gort/";
    const char *behind = skip_word(word);
    const char *at = skip_blanks(behind);
    size_t length = (size_t)(behind - word);
    if (esc_token_is(word, length, "include") && strncmp(at, own, strlen(own)) == 0) {
        at = skip_word(at + strlen(own));
        return strncmp(at, ".h\"", 3) == 0 ? at + 3 : NULL;
    }
    if (!esc_token_is(word, length, "define"))
        return NULL;
    at = skip_blanks(skip_word(at));
    return isdigit((unsigned char)*at) ? skip_word(at) : NULL;
}

/* Reads a line of the preprocessor, behind which there is nothing but a comment up to its end. */
static void check_directive(struct esc_reader *reader, const char *hash)
{
    const char *word = skip_blanks(hash + 1);
    const char *end = directive_end(word);
    const char *rest = end != NULL ? end + strspn(end, " \t\r") : NULL;
    size_t line = strcspn(word, "\n");
    if (rest == NULL || !(*rest == '\n' || *rest == '\0' || strncmp(rest, "//", 2) == 0))
        esc_reader_blame(reader,
                         "\"#%.*s\": a task includes files of gort/ alone, and has no other "
                         "directive but a #define of a number",
                         (int)line, word);
    reader->at = word + line;
}

/* What stands outside of functions. */
enum statement { NONE, FUNCTION, DESCRIPTION, ENUMERATION, TYPE, VARIABLE };

static void blame_statement(const struct esc_reader *reader, const char *head)
{
    esc_reader_blame(reader,
                     "\"%.*s\" is a variable, a prototype, or a type without typedef, outside of a "
                     "function, which the exercise does not have: keep it in one",
                     (int)strcspn(head, "{=;\n"), head);
}

static enum statement begin_statement(const struct esc_reader *reader, const char *head,
                                      size_t length)
{
    static const char *const types[] = {"typedef", "_Static_assert"};
    if (esc_token_among(head, length, types, COUNT(types)))
        return TYPE;
    if (esc_token_is(head, length, "enum"))
        return ENUMERATION;
    if (esc_token_among(head, length, storage, DESCRIPTIONS))
        return DESCRIPTION;
    if (head[strcspn(head, "({[=;")] == '(')
        return FUNCTION;
    if (esc_task_declares(reader->task, head))
        return VARIABLE;
    blame_statement(reader, head);
    return TYPE;
}

/* Whether a token outside of all brackets makes the statement declare a variable, or another one:
 * a function ends with its body, an enumeration with its brace. */
static bool declares_more(enum statement in, char before, char token)
{
    switch (in) {
    case FUNCTION:
        return strchr(",=;", token) != NULL;
    case ENUMERATION:
        return strchr(",=])", token) != NULL || (token == ';' && before != '}');
    case DESCRIPTION:
    case VARIABLE:
        return token == ',';
    case NONE:
    case TYPE:
        break;
    }
    return false;
}

/* Other spellings of what is looked for: %: is #, <% is {, R"(…)" a literal with its own end. */
static bool is_disguise(const char *token, size_t length)
{
    return (*token == '%' && token[1] == ':') ||
           (*token == '<' && (token[1] == '%' || token[1] == ':')) ||
           (token[length - 1] == 'R' && token[length] == '"');
}

static void check_word(const struct esc_reader *reader, const char *token, size_t length)
{
    if (esc_token_among(token, length, names, COUNT(names)))
        esc_reader_blame(reader, "%.*s is a name of the grading's", (int)length, token);
    if (esc_token_among(token, length, forbidden, COUNT(forbidden)))
        esc_reader_blame(reader, "%.*s is no word for a task", (int)length, token);
    if (is_disguise(token, length))
        esc_reader_blame(reader, "\"%.*s\" is no spelling for a task", (int)length + 1, token);
    if (reader->depth > 0 && esc_token_among(token, length, storage, COUNT(storage)))
        esc_reader_blame(reader,
                         "%.*s in a function: a static variable keeps its value between calls",
                         (int)length, token);
}

/* A backslash joins lines before anything is read, words and comments too. */
static void check_joined_lines(const struct esc_task *task, struct esc_error *error)
{
    struct esc_reader reader = esc_reader_open(task, error);
    for (const char *at = task->text; *at != '\0'; at++) {
        if (*at == '\\' && at[1 + strspn(at + 1, " \t\r\f\v")] == '\n')
            esc_reader_blame(&reader, "a backslash joins this line with the next");
        reader.line += *at == '\n';
    }
}

void esc_rules_c(const struct esc_task *task, struct esc_error *error)
{
    struct esc_reader reader = esc_reader_open(task, error);
    const char *token;
    const char *head = task->text; /* of the statement */
    size_t length;
    enum statement in = NONE;
    char before = '\0'; /* the first byte of the token before */
    check_joined_lines(task, error);
    while ((length = esc_reader_next(&reader, &token)) > 0) {
        if (*token == '/' && length > 1)
            continue;
        if (*token == '#') {
            check_directive(&reader, token);
            continue;
        }
        check_word(&reader, token, length);
        if (in == NONE)
            in = begin_statement(&reader, head = token, length);
        if (reader.depth == 0 && declares_more(in, before, *token)) {
            blame_statement(&reader, head);
            in = TYPE;
        }
        bool ends = reader.depth == 0 && (*token == ';' || (*token == '}' && in == FUNCTION));
        in = ends ? NONE : in;
        before = *token;
    }
}
