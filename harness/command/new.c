/*
 * new: writes a commented case file that already runs, from lua/template.lua or another case.
 */
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "load/load.h"
#include "session/folders.h"
#include "session/from_code.h"
#include "session/options.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
    const char *name;
    const char *like;
    const char *language; /* NULL: both */
    const char *from;     /* FILE.go:LINE; NULL: from a template or another case */
    const char *go;
};

static const struct argp_option option_table[] = {
    {"like", 'l', "CASE", 0, "start from this case instead of the commented template", 0},
    {"lang", 'L', "LANGUAGE", 0, "go, c or both (the default): what the template is written in", 0},
    {"from", 'f', "FILE.go:LINE", 0,
     "from the function of that line, in which a value leaves the stack, and a remedy that the "
     "compiler confirms",
     0},
    {"go", 'g', "COMMAND", 0, "the go that is asked with --from (default: go)", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    if (key == 'l')
        return options->like = argument, 0;
    if (key == 'L')
        return options->language = argument, 0;
    if (key == 'f')
        return options->from = argument, 0;
    if (key == 'g')
        return options->go = argument, 0;
    if (key == ARGP_KEY_END && options->from != NULL &&
        (options->like != NULL || options->language != NULL))
        argp_error(state, "--from takes the code of that file; leave --like and --lang out");
    if (key == ARGP_KEY_ARG && state->arg_num == 0)
        return options->name = argument, 0;
    if (key == ARGP_KEY_NO_ARGS)
        argp_error(state, "name the new case: make new CASE=my-case");
    return ARGP_ERR_UNKNOWN;
}

/* Replaces every `from` by `to`. */
static char *replace(const char *text, const char *from, const char *to)
{
    struct esc_text out = {0};
    for (const char *hit; (hit = strstr(text, from)) != NULL; text = hit + strlen(from)) {
        esc_text_add_bytes(&out, text, (size_t)(hit - text));
        esc_text_add(&out, to);
    }
    esc_text_add(&out, text);
    return esc_text_take(&out);
}

/* The template in that language; NULL: there is no such language. The caller frees. */
static char *template_of(const struct esc_folders *folders, const char *language,
                         struct esc_error *error)
{
    static const struct {
        const char *language, *file;
    } templates[] = {{"both", "template"}, {"go", "template-go"}, {"c", "template-c"}};
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
        if (strcmp(language, templates[i].language) == 0)
            return esc_format("%s/%s.lua", folders->lua, templates[i].file);
    esc_error_add(error, NULL, 0, "there is no language \"%s\": go, c, both", language);
    return NULL;
}

static char *source_of(const struct esc_folders *folders, const struct options *options,
                       struct esc_error *error)
{
    if (options->like == NULL)
        return template_of(folders, options->language == NULL ? "both" : options->language, error);
    if (options->language == NULL)
        return esc_load_find(folders->cases, options->like, error);
    esc_error_add(error, NULL, 0, "--like takes the languages of that case; leave --lang out");
    return NULL;
}

/* What the new file shall hold; the caller frees. NULL: there is nothing to start from. */
static char *text_of(const struct esc_folders *folders, const struct options *options,
                     struct esc_error *error)
{
    char *source = source_of(folders, options, error);
    struct esc_text text = {0};
    char *filled = NULL;
    if (source != NULL && esc_text_read(&text, source, error))
        filled = replace(text.bytes == NULL ? "" : text.bytes, "@NAME@", options->name);
    esc_text_free(&text);
    free(source);
    return filled;
}

/* The text, or NULL with a message: *code is what the process should end with then. */
static char *made_of(const struct esc_folders *folders, const struct options *options,
                     struct esc_text *note, bool *whole, int *code, struct esc_error *error)
{
    *whole = true;
    *code = ESC_EXIT_USAGE;
    if (options->from == NULL)
        return text_of(folders, options, error);
    const struct esc_from_code ask = {options->from, options->go, options->name};
    struct esc_text text = {0};
    *code = esc_from_code(&ask, &text, note, whole, error);
    if (*code == ESC_EXIT_OK)
        return esc_text_take(&text);
    esc_text_free(&text);
    return NULL;
}

static void print_written(const struct esc_folders *folders, const struct options *options,
                          const char *path, const struct esc_text *note, bool whole)
{
    printf("wrote %s", path);
    if (note->length > 0)
        printf(": %s; rm %s takes it away again", note->bytes, path);
    if (!whole)
        puts("");
    else if (strcmp(folders->own, folders->cases) == 0)
        printf("; now: make bench CASE=%s QUICK=1\n", options->name);
    else
        printf("; now: escapement bench --preset=quick %s\n", path);
}

static int write_case(const struct esc_folders *folders, const struct options *options,
                      const char *path, struct esc_error *error)
{
    if (access(path, F_OK) == 0) {
        esc_error_add(error, path, 0, "exists already; nothing was written");
        return ESC_EXIT_USAGE;
    }
    struct esc_text note = {0};
    bool whole;
    int code;
    char *text = made_of(folders, options, &note, &whole, &code, error);
    if (text != NULL) {
        const bool written = esc_text_write(path, text, strlen(text), error);
        code = written ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
        if (written)
            print_written(folders, options, path, &note, whole);
    }
    esc_text_free(&note);
    free(text);
    return code;
}

static int new_case(const struct options *options, struct esc_error *error)
{
    struct esc_folders folders = {0};
    char *rule = esc_load_name_rule(options->name);
    if (rule != NULL) {
        esc_error_add(error, NULL, 0, "\"%s\" is not a case name", options->name);
        esc_error_hint(error, "use %s, such as my-case", rule);
        free(rule);
        return ESC_EXIT_USAGE;
    }
    if (!esc_folders_find(&folders, error))
        return ESC_EXIT_ENVIRONMENT;
    char *path = esc_format("%s/%s.lua", folders.own, options->name);
    int code = write_case(&folders, options, path, error);
    free(path);
    esc_folders_free(&folders);
    return code;
}

int esc_command_new(int argc, char **argv)
{
    static const struct argp argp = {
        option_table, parse_option, "NAME", "Writes a case file that already runs.",
        NULL,         NULL,         NULL};
    struct options options = {.go = "go"};
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    int code = new_case(&options, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return code;
}
