/*
 * Reading what compilers, assemblers and linkers print. See messages.h for the contracts.
 *
 *   gcc, clang: cases/x.lua:12:5: error: TEXT         (or "fatal error:"); notes behind it
 *   as:         cases/x.lua:12: Error: TEXT           in a function; /tmp/cc1.s:6: outside
 *   ld:         /cases/x.lua:12: undefined reference to `f'
 *               /usr/bin/ld: /build/0-malloc.o:/cases/x.lua:12: multiple definition of `f'; …
 *   gold:       cases/x.lua:12: error: TEXT
 *   lld:        ld.lld: error: TEXT                   then ">>> referenced by x.lua:12"
 */
#include "build/messages.h"

#include "base/memory.h"
#include "base/text.h"
#include "build/places.h"
#include "noun/balance.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What stands between a place and a text; `skip` of it belong to neither. */
static const struct {
    const char *words;
    size_t skip;
    bool assembler;
} marks[] = {
    {": fatal error: ", 15, false},
    {": internal compiler error: ", 2, false},
    {": error: ", 9, false},
    {": Error: ", 9, true},
    {": Fatal error: ", 15, true},
    {": undefined reference to ", 2, false},
    {": multiple definition of ", 2, false},
    {": relocation truncated to fit: ", 2, false},
};

static const struct {
    const char *part; /* of a text */
    const char *hint;
} hints[] = {
    {"esc_type_",
     "say what the type holds, below its typedef: ESC_NOSCAN(T) or ESC_POINTERS(T, ...)"},
    {"return-type", "a strategy's operation ends with `return <value>;`"},
    {"esc_no_heap", "keep the value in a local, or give the strategy place = \"heap\""},
    {"multiple definition", "the text is compiled once a point and runtime; make it static"},
    {"duplicate symbol", "the text is compiled once a point and runtime; make it static"},
    {"relocation ", "all static objects of a case together must stay under 2 GiB"},
};

static struct esc_found_place find_place(const struct esc_messages *messages, char *text)
{
    return esc_place_find(messages->bench_case, messages->code, text);
}

/* ---- reading ------------------------------------------------------------------------------- */

/* A word that begins with '/' and is about a file of the build. */
static bool is_build_path(const char *word, size_t length)
{
    bool object = length > 2 && memcmp(word + length - 2, ".o", 2) == 0;
    return object || memmem(word, length, ".work/", 6) != NULL;
}

char *esc_messages_clean(const char *text)
{
    struct esc_text clean = {0};
    while (*text != '\0') {
        size_t before = strcspn(text, "/");
        esc_text_add_bytes(&clean, text, before);
        text += before;
        size_t length = strcspn(text, " \t:;,'`\"()");
        if (length > 0 && is_build_path(text, length))
            while (memchr(text, '/', length) != NULL)
                text++, length--;
        esc_text_add_bytes(&clean, text, length);
        text += length;
    }
    return esc_text_take(&clean);
}

/* Behind "0-malloc.o: " or "0-malloc.o:(function f: .text+0x1): ", with which some texts start. */
static const char *without_object(const char *text)
{
    size_t word = strcspn(text, " :");
    if (word < 2 || memcmp(text + word - 2, ".o", 2) != 0 || text[word] != ':')
        return text;
    const char *section = text[word + 1] == '(' ? strstr(text, "): ") : NULL;
    const char *behind = section != NULL ? section + 2 : text + word + 1;
    return behind + strspn(behind, " ");
}

static void add_report(struct esc_messages *messages, const struct esc_found_place *place,
                       int include_line, const char *text)
{
    messages->reports = esc_grow(messages->reports, &messages->count, sizeof *messages->reports);
    struct esc_report *report = &messages->reports[messages->count - 1];
    *report = (struct esc_report){.line = place->line, .own = place->kind == ESC_PLACE_CODE};
    report->text = esc_messages_clean(without_object(text));
    if (place->kind == ESC_PLACE_ASSEMBLY)
        report->origin = esc_strdup("assembly");
    if (place->kind == ESC_PLACE_ELSEWHERE && place->line > 0) {
        report->origin = esc_format("%s:%d", place->file, place->line);
        report->line = include_line;
    }
}

/* "/usr/bin/ld: " or "ld.bfd: ", which some of the linker's lines start with; else `line`. */
static char *without_linker(char *line)
{
    size_t word = strcspn(line, " ");
    char *behind = line + word;
    if (word < 3 || *behind == '\0' || behind[-1] != ':')
        return line;
    const char *slash = memrchr(line, '/', word);
    const char *name = slash == NULL ? line : slash + 1;
    return strncmp(name, "ld:", 3) == 0 || strncmp(name, "ld.", 3) == 0 ? behind + 1 : line;
}

/* What the driver says of a program that has told its errors itself. */
static bool is_summary(const char *text)
{
    return strncmp(text, "ld returned ", 12) == 0 ||
           strncmp(text, "linker command failed", 21) == 0;
}

/* Text of the linker that no mark parts from its place. */
static bool is_linker_error(const char *text)
{
    static const char *const others[] = {": in function `", "warning: ", "final link failed",
                                         "first defined here", "previous definition here"};
    for (size_t k = 0; k < COUNT(others); k++)
        if (strstr(text, others[k]) != NULL)
            return false;
    return true;
}

/* An error that `line` tells; cuts it. */
static void read_error(struct esc_messages *messages, char *line, int include_line)
{
    static const char bare[] = "error: ";
    char nowhere[] = "";
    struct esc_found_place unplaced = find_place(messages, nowhere);
    for (size_t k = 0; k < COUNT(marks); k++) {
        char *mark = strstr(line, marks[k].words);
        if (mark == NULL)
            continue;
        char *text = mark + marks[k].skip;
        *mark = '\0';
        text[strcspn(text, strncmp(text, "multiple", 8) == 0 ? ";" : "")] = '\0';
        struct esc_found_place place = find_place(messages, without_linker(line));
        if (marks[k].assembler || place.kind == ESC_PLACE_ASSEMBLY)
            place.line = esc_place_of_assembly(messages->bench_case, place.line, text);
        if (!is_summary(text))
            add_report(messages, &place, include_line, text);
        return;
    }
    char *text = without_linker(line);
    if (text != line && is_linker_error(text))
        add_report(messages, &unplaced, 0, text);
    if (strncmp(line, bare, sizeof bare - 1) == 0)
        add_report(messages, &unplaced, 0, line + sizeof bare - 1);
}

static void forget_origin(struct esc_report *report)
{
    free(report->origin);
    report->origin = NULL;
}

/*
 * What stands behind an error and says where it comes from. gcc places an error inside a macro at
 * the macro's own text, an error in the harness's text may concern a name of the case, and lld
 * gives places in lines of their own: the first that is in the case counts.
 */
static bool follow(struct esc_messages *messages, char *line)
{
    static const char *const openings[] = {">>> referenced by ", ">>> defined at "};
    char *place = NULL;
    char *note = strstr(line, ": note: ");
    if (note != NULL)
        place = line;
    for (size_t k = 0; k < COUNT(openings); k++)
        if (strncmp(line, openings[k], strlen(openings[k])) == 0)
            place = line + strlen(openings[k]);
    if (place == NULL || messages->count == 0)
        return place != NULL;
    if (note != NULL)
        *note = '\0';
    struct esc_report *report = &messages->reports[messages->count - 1];
    struct esc_found_place found = find_place(messages, place);
    if ((report->line == 0 || report->own) && found.kind == ESC_PLACE_CASE) {
        report->line = found.line;
        report->own = false;
        if (note != NULL && strstr(note + 1, "in expansion of macro ") != NULL)
            forget_origin(report);
    }
    return true;
}

/*
 * gcc: "In file included from /usr/include/a.h:3," then "                 from cases/x.lua:12:"
 * clang: the same opening in each line, from the case inwards
 */
static bool is_inclusion(const char *line)
{
    return strncmp(line, "In file included from ", 22) == 0 ||
           strncmp(line, "                 from ", 22) == 0;
}

/* The line of the case in it, else `before`. Cuts it. */
static int read_inclusion(const struct esc_messages *messages, char *line, int before)
{
    char *text = line + 22;
    text[strcspn(text, ",")] = '\0';
    size_t length = strlen(text);
    if (length > 0 && text[length - 1] == ':')
        text[length - 1] = '\0';
    struct esc_found_place place = find_place(messages, text);
    return place.kind == ESC_PLACE_CASE ? place.line : before;
}

void esc_messages_read(struct esc_messages *messages, const char *log)
{
    char *copy = esc_strdup(log);
    char *rest = copy;
    int include_line = 0;
    bool including = false;
    messages->stopped = messages->stopped || strstr(log, "too many errors emitted") != NULL;
    for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
        bool includes = is_inclusion(line);
        if (includes)
            include_line = read_inclusion(messages, line, including ? include_line : 0);
        else if (!follow(messages, line))
            read_error(messages, line, include_line);
        including = includes;
    }
    free(copy);
}

/* ---- telling ------------------------------------------------------------------------------- */

/* gcc says it of every function whose return statement has another error. */
static bool is_missing_return(const struct esc_report *report)
{
    return strstr(report->text, "return-type") != NULL;
}

static bool is_in_case(const struct esc_report *report)
{
    return report->line > 0 && !report->own;
}

static bool is_cause(const struct esc_report *report)
{
    return !is_missing_return(report);
}

static void free_report(struct esc_report *report)
{
    free(report->origin);
    free(report->text);
}

/* Drops the others where some are of this kind. */
static void prefer(struct esc_messages *messages, bool (*is_kind)(const struct esc_report *report))
{
    size_t some = 0;
    size_t kept = 0;
    for (size_t i = 0; i < messages->count; i++)
        some += is_kind(&messages->reports[i]);
    for (size_t i = 0; i < messages->count; i++) {
        if (some == 0 || is_kind(&messages->reports[i]))
            messages->reports[kept++] = messages->reports[i];
        else
            free_report(&messages->reports[i]);
    }
    messages->count = kept;
}

/* Everything from the unbalanced text on, and what the compiler says of the harness's text. */
static void drop_followers(struct esc_messages *messages, int first_line)
{
    size_t kept = 0;
    for (size_t i = 0; i < messages->count; i++) {
        if (is_in_case(&messages->reports[i]) && messages->reports[i].line < first_line)
            messages->reports[kept++] = messages->reports[i];
        else
            free_report(&messages->reports[i]);
    }
    messages->count = kept;
}

static void check_balance(struct esc_messages *messages, const struct esc_source *source)
{
    if (source->text == NULL)
        return;
    struct esc_unbalanced unbalanced = esc_balance(source, ESC_IN_C);
    if (unbalanced.line == 0)
        return;
    drop_followers(messages, source->line);
    messages->reports = esc_grow(messages->reports, &messages->count, sizeof *messages->reports);
    messages->reports[messages->count - 1] =
        (struct esc_report){.line = unbalanced.line, .text = esc_strdup(unbalanced.text)};
}

/* The first text in the file that is not balanced; those behind it may only seem so. */
static void find_unbalanced(struct esc_messages *messages)
{
    const struct esc_case *bench_case = messages->bench_case;
    check_balance(messages, &bench_case->c);
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        check_balance(messages, &bench_case->strategies[k].c);
}

static void tell(const struct esc_messages *messages, const struct esc_report *report,
                 struct esc_error *error)
{
    const char *origin = report->origin;
    esc_error_add(error, messages->bench_case->path, report->line, "%s%s%s%s",
                  origin != NULL ? "in " : "", origin != NULL ? origin : "",
                  origin != NULL ? ": " : "", report->text);
    for (size_t k = 0; k < COUNT(hints); k++) {
        if (strstr(report->text, hints[k].part) == NULL)
            continue;
        esc_error_hint(error, "%s", hints[k].hint);
        return;
    }
    if (report->own)
        esc_error_hint(error, "a text of the case ends here; is something missing at its end?");
}

void esc_messages_tell(struct esc_messages *messages, struct esc_error *error)
{
    struct esc_error told = {0};
    prefer(messages, is_cause);
    prefer(messages, is_in_case);
    if (messages->count > 0)
        find_unbalanced(messages);
    for (size_t i = 0; i < messages->count; i++)
        tell(messages, &messages->reports[i], &told);
    size_t more = esc_error_condense(&told, ESC_MESSAGES_SHOWN);
    if (more > 0)
        esc_error_add(&told, messages->bench_case->path, 0, "and %s%zu more",
                      messages->stopped ? "at least " : "", more);
    esc_error_move(error, &told);
}

void esc_messages_free(struct esc_messages *messages)
{
    for (size_t i = 0; i < messages->count; i++)
        free_report(&messages->reports[i]);
    free(messages->reports);
    *messages = (struct esc_messages){0};
}
