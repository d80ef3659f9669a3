/*
 * migrate: rewrites case files of an older language into today's. The old text stays beside the new
 * one as FILE.orig.
 */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "load/load.h"
#include "session/options.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct options {
    char **paths;
    size_t count;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    (void)argument;
    if (key == ARGP_KEY_ARGS) {
        options->paths = state->argv + state->next;
        options->count = (size_t)(state->argc - state->next);
        return 0;
    }
    if (key == ARGP_KEY_NO_ARGS)
        argp_error(state, "name the files: escapement migrate cases/my-case.lua");
    return ARGP_ERR_UNKNOWN;
}

/* The new text replaces the file only when the old one is safe beside it. */
static bool write_both(const char *path, const char *kept, const char *text,
                       struct esc_error *error)
{
    if (access(kept, F_OK) == 0)
        return esc_error_add(error, kept, 0, "is there from another time; move it away first");
    struct stat old;
    if (stat(path, &old) != 0 || link(path, kept) != 0)
        return esc_error_add(error, path, 0, "cannot keep the old text in %s", kept);
    return esc_text_write(path, text, strlen(text), error) && chmod(path, old.st_mode & 07777) == 0;
}

/* Not all that is of an older language can be seen in the text: fields may be made by code. */
static bool is_todays(const char *path, struct esc_error *error)
{
    struct esc_case bench_case;
    bool good = esc_load_case(path, &bench_case, error);
    if (good)
        esc_case_free(&bench_case);
    else
        esc_error_hint(error,
                       "migrate rewrites what stands in case { … } itself; the rest is yours");
    return good;
}

static bool migrate(const char *path, struct esc_error *error)
{
    char *text = NULL;
    char *kept = esc_format("%s.orig", path);
    bool good = esc_load_migrate(path, &text, error);
    if (good && text == NULL) {
        if ((good = is_todays(path, error)))
            printf("%s: nothing to do\n", path);
    } else if (good && (good = write_both(path, kept, text, error))) {
        printf("%s: rewritten; the old text is in %s\n", path, kept);
        good = is_todays(path, error);
    }
    free(kept);
    free(text);
    return good;
}

int esc_command_migrate(int argc, char **argv)
{
    static const struct argp argp = {
        NULL, parse_option, "FILE...", "Rewrites case files of an older language into today's.",
        NULL, NULL,         NULL};
    struct options options = {0};
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    for (size_t i = 0; i < options.count; i++)
        migrate(options.paths[i], &error);
    int code = error.count == 0 ? ESC_EXIT_OK : ESC_EXIT_USAGE;
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return code;
}
