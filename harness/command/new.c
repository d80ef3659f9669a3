/*
 * new: writes a commented case file that already runs, from lua/template.lua or another case.
 */
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "load/load.h"
#include "session/folders.h"
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
};

static const struct argp_option option_table[] = {
    {"like", 'l', "CASE", 0, "start from this case instead of the commented template", 0},
    {"lang", 'L', "LANGUAGE", 0, "go, c or both (the default): what the template is written in", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    if (key == 'l')
        return options->like = argument, 0;
    if (key == 'L')
        return options->language = argument, 0;
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

static int write_case(const struct esc_folders *folders, const struct options *options,
                      const char *path, struct esc_error *error)
{
    if (access(path, F_OK) == 0) {
        esc_error_add(error, path, 0, "exists already; nothing was written");
        return ESC_EXIT_USAGE;
    }
    char *text = text_of(folders, options, error);
    if (text == NULL)
        return ESC_EXIT_USAGE;
    bool written = esc_text_write(path, text, strlen(text), error);
    free(text);
    if (!written)
        return ESC_EXIT_ENVIRONMENT;
    if (strcmp(folders->own, folders->cases) == 0)
        printf("wrote %s; now: make bench CASE=%s QUICK=1\n", path, options->name);
    else
        printf("wrote %s; now: escapement bench --preset=quick %s\n", path, path);
    return ESC_EXIT_OK;
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
    struct options options = {0};
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    int code = new_case(&options, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return code;
}
