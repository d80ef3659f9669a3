/*
 * What a task in Go may not hold. See exercise.h.
 */
#include "exercise/rules.h"

#include <stdio.h>
#include <string.h>

/* Nothing here reaches around the compiler, or out of the program. */
static const char *const packages[] = {"bytes",   "errors",    "fmt",         "io",
                                       "math",    "math/bits", "sort",        "strconv",
                                       "strings", "sync",      "unicode/utf8"};

static const char *const names[] = {"stackOp", "stackSetup", "stackTeardown",
                                    "heapOp",  "heapSetup",  "heapTeardown"};

/* Variables of those packages: whoever assigns to one keeps an object in it. */
static const char *const variables[] = {"Discard",          "EOF",           "ErrClosedPipe",
                                        "ErrNoProgress",    "ErrRange",      "ErrShortBuffer",
                                        "ErrShortWrite",    "ErrSyntax",     "ErrTooLarge",
                                        "ErrUnexpectedEOF", "ErrUnsupported"};

static bool begins(const char *token, size_t length, const char *with)
{
    return length >= strlen(with) && strncmp(token, with, strlen(with)) == 0;
}

static bool is_comment(const char *token, size_t length)
{
    return *token == '/' && length > 1;
}

/* Comments that a compiler or the go command reads. */
static void check_comment(const struct esc_reader *reader, const char *token, size_t length)
{
    static const char allowed[] = "//go:noinline";
    size_t word = strcspn(token, " \t\r\n");
    bool directive = begins(token, length, "//go:") || begins(token, length, "//line ") ||
                     begins(token, length, "/*line ") || begins(token, length, "//export ") ||
                     begins(token, length, "//+build") || begins(token, length, "// +build");
    if (!directive || (word == strlen(allowed) && begins(token, length, allowed)))
        return;
    esc_reader_blame(reader, "\"%.*s\" is none of a task's directives: only //go:noinline is",
                     (int)(word < length ? word : length), token);
}

static void check_package(const struct esc_reader *reader, const char *literal, size_t length)
{
    size_t name = length >= 2 ? length - 2 : 0;
    if (esc_token_among(literal + 1, name, packages, sizeof packages / sizeof *packages))
        return;
    esc_reader_blame(reader,
                     "imports %.*s: a task may import bytes, errors, fmt, io, math, sort, strconv, "
                     "strings, sync, unicode/utf8 alone",
                     (int)length, literal);
}

/* Behind `import`: one, or a list in parentheses. */
static void check_imports(struct esc_reader *reader)
{
    const char *token;
    size_t length;
    bool list = false;
    while ((length = esc_reader_next(reader, &token)) > 0) {
        list = list || *token == '(';
        bool literal = *token == '"' || *token == '`';
        if (is_comment(token, length))
            check_comment(reader, token, length);
        if (literal)
            check_package(reader, token, length);
        if (*token == ')' || (literal && !list))
            return;
    }
}

/* Where a type of that name is declared outside of functions; NULL: nowhere. */
static const char *find_type(const struct esc_task *task, const char *kind)
{
    struct esc_reader reader = esc_reader_open(task, NULL);
    const char *token;
    const char *type = NULL; /* the word before, where it is `type` */
    size_t length;
    while ((length = esc_reader_next(&reader, &token)) > 0) {
        if (is_comment(token, length))
            continue;
        if (type != NULL && esc_token_is(token, length, kind))
            return type;
        type = reader.depth == 0 && esc_token_is(token, length, "type") ? token : NULL;
    }
    return NULL;
}

/* The type of `var name kind`, where that is one word, must be the exercise's own: with other
 * fields the variable would keep an object. */
static void check_kind(const struct esc_reader *reader, const char *declaration)
{
    char kind[64];
    if (sscanf(declaration, "var %*s %63[A-Za-z0-9_]", kind) != 1)
        return;
    const char *type = find_type(reader->task, kind);
    if (type != NULL && !esc_task_has_line(reader->task, type))
        esc_reader_blame(reader,
                         "type %s is that of a variable of the package: it has to stay as "
                         "it was",
                         kind);
}

/* Of the package's own variables those alone that come with the exercise. */
static void check_variable(const struct esc_reader *reader, const char *declaration)
{
    if (esc_task_declares(reader->task, declaration)) {
        check_kind(reader, declaration);
        return;
    }
    esc_reader_blame(reader,
                     "\"%.*s\" is a variable of the package that the exercise does not have: keep "
                     "it in a function",
                     (int)strcspn(declaration, "{=\n"), declaration);
}

static void check_name(const struct esc_reader *reader, const char *token, size_t length)
{
    bool taken = begins(token, length, "EscRun") || begins(token, length, "EscSetup") ||
                 begins(token, length, "EscTeardown") ||
                 esc_token_among(token, length, names, sizeof names / sizeof *names);
    if (taken)
        esc_reader_blame(reader, "%.*s is a name of the grading's", (int)length, token);
    if (esc_token_among(token, length, variables, sizeof variables / sizeof *variables))
        esc_reader_blame(reader, "%.*s is a variable of another package", (int)length, token);
}

/* Behind the words `func` and `type`, outside of functions. */
static void check_declared(const struct esc_reader *reader, const char *word, const char *token,
                           size_t length)
{
    if (*word == 'f' && esc_token_is(token, length, "init"))
        esc_reader_blame(reader, "init runs before anything is counted: a task has none");
    if (*word == 't' && *token == '(')
        esc_reader_blame(reader, "\"type (\": give each type a declaration of its own");
}

void esc_rules_go(const struct esc_task *task, struct esc_error *error)
{
    static const char *const declaring[] = {"func", "type"};
    struct esc_reader reader = esc_reader_open(task, error);
    const char *token;
    const char *word = ""; /* the token before, where it is one of those outside of functions */
    size_t length;
    while ((length = esc_reader_next(&reader, &token)) > 0) {
        bool outside = reader.depth == 0;
        if (is_comment(token, length)) {
            check_comment(&reader, token, length);
            continue;
        }
        if (outside && esc_token_is(token, length, "import"))
            check_imports(&reader);
        else if (outside && esc_token_is(token, length, "var"))
            check_variable(&reader, token);
        check_declared(&reader, word, token, length);
        check_name(&reader, token, length);
        word = outside && esc_token_among(token, length, declaring, 2) ? token : "";
    }
}
