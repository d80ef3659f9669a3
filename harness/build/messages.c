/*
 * Reading what compilers and linkers print. See messages.h for the contracts.
 *
 *   gcc, clang: cases/x.lua:12:5: error: TEXT         (or "fatal error:")
 *   ld:         cases/x.lua:12: undefined reference to `f'
 *               /usr/bin/ld: cases/x.lua:12: multiple definition of `f'; …
 */
#include "build/messages.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *const marks[] = {": fatal error: ", ": error: "};
static const char *const linker_marks[] = {": undefined reference to ",
                                           ": multiple definition of "};

static const struct {
    const char *part; /* of a message */
    const char *hint;
} hints[] = {
    {"esc_type_",
     "say what the type holds, below its typedef: ESC_NOSCAN(T) or ESC_POINTERS(T, ...)"},
    {"return-type", "a strategy's operation ends with `return <value>;`"},
    {"esc_no_heap", "keep the value in a local, or give the strategy place = \"heap\""},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Takes ":NUMBER" off the end of the line; 0 when there is none. */
static int take_number(char *line)
{
    char *colon = strrchr(line, ':');
    if (colon == NULL || !isdigit((unsigned char)colon[1]))
        return 0;
    char *end;
    long number = strtol(colon + 1, &end, 10);
    if (*end != '\0')
        return 0;
    *colon = '\0';
    return (int)number;
}

static bool known(const struct esc_error *error, const char *file, int line, const char *text)
{
    for (size_t i = 0; i < error->count; i++) {
        const struct esc_message *message = &error->messages[i];
        bool same_file = message->file != NULL && strcmp(message->file, file) == 0;
        if (same_file && message->line == line && strcmp(message->text, text) == 0)
            return true;
    }
    return false;
}

static void add(struct esc_error *error, size_t *more, char *place, const char *text)
{
    int column_or_line = take_number(place);
    int line = take_number(place);
    if (line == 0)
        line = column_or_line;
    if (known(error, place, line, text))
        return;
    if (error->count >= ESC_MESSAGES_SHOWN) {
        (*more)++;
        return;
    }
    esc_error_add(error, place, line, "%s", text);
    for (size_t k = 0; k < COUNT(hints); k++) {
        if (strstr(text, hints[k].part) == NULL)
            continue;
        esc_error_hint(error, "%s", hints[k].hint);
        return;
    }
}

/* Skips "/usr/bin/ld: ", which some of the linker's lines start with. */
static char *without_program(char *line)
{
    char *behind = strstr(line, "ld: ");
    return behind != NULL && memchr(line, ' ', (size_t)(behind - line)) == NULL ? behind + 4 : line;
}

/* What a line of output reports; text NULL: no error. */
struct finding {
    char *place;
    char *text;
};

/* Cuts the line in two. */
static struct finding read_line(char *line)
{
    for (size_t k = 0; k < COUNT(marks); k++) {
        char *mark = strstr(line, marks[k]);
        if (mark == NULL)
            continue;
        *mark = '\0';
        return (struct finding){line, mark + strlen(marks[k])};
    }
    for (size_t k = 0; k < COUNT(linker_marks); k++) {
        char *mark = strstr(line, linker_marks[k]);
        if (mark == NULL)
            continue;
        *mark = '\0';
        return (struct finding){without_program(line), mark + 2};
    }
    return (struct finding){NULL, NULL};
}

/*
 * gcc places an error inside a macro at the macro's own text and says where it was used in notes
 * behind, innermost first. For a macro that is not the case's, the use in the case is what counts.
 */
static void follow_macro(struct finding *finding, char *line, const char *path)
{
    size_t length = strlen(path);
    char *mark = strstr(line, ": note: in expansion of macro ");
    bool elsewhere = strncmp(finding->place, path, length) != 0;
    if (mark == NULL || !elsewhere || strncmp(line, path, length) != 0)
        return;
    *mark = '\0';
    finding->place = line;
}

/* gcc says it of every function whose return statement has another error. */
static bool is_missing_return(const char *text)
{
    return strstr(text, "return-type") != NULL;
}

size_t esc_messages_add(const char *log, const char *path, struct esc_error *error, size_t *more)
{
    char *copy = esc_strdup(log);
    struct finding *findings = NULL;
    size_t count = 0;
    bool others = false;
    char *rest = copy;
    for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
        struct finding finding = read_line(line);
        if (finding.text == NULL && count > 0)
            follow_macro(&findings[count - 1], line, path);
        if (finding.text == NULL)
            continue;
        findings = esc_grow(findings, &count, sizeof *findings);
        findings[count - 1] = finding;
        others = others || !is_missing_return(finding.text);
    }
    for (size_t k = 0; k < count; k++)
        if (!others || !is_missing_return(findings[k].text))
            add(error, more, findings[k].place, findings[k].text);
    free(findings);
    free(copy);
    return count;
}
