/*
 * See own_escapes.h for the contracts.
 */
#include "session/own_escapes.h"

#include "base/memory.h"
#include "base/path.h"
#include "goescape/analyse.h"
#include "golang/golang.h"
#include "session/go_file.h"

#include <stdlib.h>
#include <string.h>

const char esc_own_version[] = "escapement's own analysis (Go 1.19 rules, -l: no inlining)";

bool esc_own_is_asked(const char *command)
{
    return strcmp(command, "own") == 0 || (strcmp(command, "go") == 0 && !esc_program_found("go"));
}

/* What the analysis says, a line each; NULL with a message. Caller frees. */
static char *analyse(struct esc_go_source *source, struct esc_go_lines *lines,
                     struct esc_error *error)
{
    char *text = NULL;
    size_t length = 0;
    if (!esc_go_escape(source->world, source->checked, true, &source->arena, lines, error))
        return NULL;
    FILE *out = esc_memory_stream(&text, &length);
    esc_go_lines_print(lines, out);
    fclose(out);
    return text;
}

bool esc_own_explain(const char *file, void (*take)(void *to, const char *bytes, size_t length),
                     void *to, struct esc_error *error)
{
    struct esc_go_source source = {0};
    struct esc_go_lines lines = {0};
    char *text = esc_go_source_open(&source, ESC_GO_1_19, file, error)
                     ? analyse(&source, &lines, error)
                     : NULL;
    if (text != NULL)
        take(to, text, strlen(text));
    esc_go_source_free(&source);
    const bool good = text != NULL;
    free(text);
    return good;
}

/* ---- the Go of a case ---- */

/* Where each line of a text is from, by its `//line NAME:NUMBER:1`. */
struct origin {
    char *name;
    unsigned number;
};
struct origins {
    struct origin *list;
    size_t count;
};

static const char point_file[] = "point.go";

/* The directives become comments of the same length: the parser knows no //line. */
static struct origins take_origins(char *text)
{
    static const char directive[] = "//line ";
    struct origins origins = {0};
    struct origin now = {.name = NULL};
    for (char *at = text; *at != '\0';) {
        const size_t length = strcspn(at, "\n");
        const char *colon = memchr(at, ':', length);
        origins.list = esc_grow(origins.list, &origins.count, sizeof *origins.list);
        origins.list[origins.count - 1] = now;
        now.number++;
        if (esc_starts(at, directive) && colon != NULL) {
            const char *name = at + strlen(directive);
            now = (struct origin){strndup(name, (size_t)(colon - name)),
                                  (unsigned)strtoul(colon + 1, NULL, 10)};
            memcpy(at, "//from ", strlen(directive));
        }
        at += length + (at[length] == '\n');
    }
    if (origins.count == 0 || origins.list[origins.count - 1].name != now.name)
        free(now.name); /* of a directive behind which nothing comes */
    return origins;
}

static void free_origins(struct origins *origins)
{
    const char *last = NULL;
    for (size_t k = 0; k < origins->count; k++) {
        if (origins->list[k].name != last)
            free(origins->list[k].name);
        last = origins->list[k].name;
    }
    free(origins->list);
}

/* "point.go:12:3…" as "x.lua:51:3…": the text up to the line's end. */
static void add_place(struct esc_text *out, const struct origins *origins, const char *at,
                      size_t length)
{
    char *behind;
    const size_t line = strtoul(at + strlen(point_file) + 1, &behind, 10);
    if (line == 0 || line > origins->count || origins->list[line - 1].name == NULL) {
        esc_text_add_bytes(out, at, length);
        return;
    }
    esc_text_addf(out, "%s:%u", origins->list[line - 1].name, origins->list[line - 1].number);
    esc_text_add_bytes(out, behind, length - (size_t)(behind - at));
}

/* A line begins with a place, and a step of an explanation ends with one. */
static void add_line(struct esc_text *out, const struct origins *origins, const char *line,
                     size_t length)
{
    static const char place[] = ") at point.go:";
    const char *end = line + length, *last = NULL;
    for (const char *at = line; (at = strstr(at, place)) != NULL && at < end; at++)
        last = at + strlen(") at ");
    struct esc_text begin = {0};
    esc_text_add_bytes(&begin, line, last != NULL ? (size_t)(last - line) : length);
    add_place(out, origins, begin.bytes, begin.length);
    if (last != NULL)
        add_place(out, origins, last, (size_t)(end - last));
    esc_text_add(out, "\n");
    esc_text_free(&begin);
}

/* A message about point.go is about what its line is from. */
static void place_messages(struct esc_error *error, const struct origins *origins)
{
    for (size_t k = 0; k < error->count; k++) {
        struct esc_message *message = &error->messages[k];
        if (message->file == NULL || strcmp(message->file, point_file) != 0 || message->line < 1 ||
            (size_t)message->line > origins->count)
            continue;
        const struct origin *origin = &origins->list[message->line - 1];
        if (origin->name == NULL)
            continue;
        free(message->file);
        message->file = esc_strdup(origin->name);
        message->line = (int)origin->number;
    }
}

bool esc_own_told(const struct esc_case *bench_case, size_t point, char **told,
                  struct esc_error *error)
{
    struct esc_text text = {0}, out = {0};
    struct esc_go_source source = {0};
    struct esc_go_lines lines = {0};
    esc_go_text(bench_case, point, &text);
    struct origins origins = take_origins(text.bytes);
    char *package = esc_go_package(bench_case, point);
    char *said = esc_go_source_take(&source, ESC_GO_1_19, point_file, package, text.bytes,
                                    text.length, error)
                     ? analyse(&source, &lines, error)
                     : NULL;
    for (const char *at = said; at != NULL && *at != '\0';) {
        const size_t length = strcspn(at, "\n");
        add_line(&out, &origins, at, length);
        at += length + (at[length] == '\n');
    }
    esc_go_source_free(&source);
    place_messages(error, &origins);
    const bool good = said != NULL;
    free(said);
    free(package);
    free_origins(&origins);
    esc_text_free(&text);
    *told = good ? esc_text_take(&out) : NULL;
    return good;
}
