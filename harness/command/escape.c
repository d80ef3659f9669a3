/*
 * escape: what Go's compiler prints of a file's escape analysis, without a compiler. What it is not
 * sure of it refuses.
 */
#include "base/text.h"
#include "command/command.h"
#include "goescape/analyse.h"
#include "gosyntax/parse.h"
#include "gotypes/check.h"
#include "session/options.h"

#include <stdio.h>
#include <string.h>

enum { OPT_GO = 0x800 };

struct options {
    const char *path;
    bool verdicts, without_inlining;
};

static const struct argp_option option_table[] = {
    {NULL, 'm', NULL, 0, "print what moves to the heap and what stays (the compiler's -m)", 0},
    {NULL, 'l', NULL, 0, "without inlining (the compiler's -l): must be given", 0},
    {"go", OPT_GO, "RELEASE", 0, "whose rules: 1.19 (default)", 0},
    {0}};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'm':
        options->verdicts = true;
        return 0;
    case 'l':
        options->without_inlining = true;
        return 0;
    case OPT_GO:
        if (strcmp(argument, "1.19") != 0)
            argp_error(state, "--go=%s: only Go 1.19's rules are known here", argument);
        return 0;
    case ARGP_KEY_ARG:
        if (options->path != NULL)
            argp_error(state, "one file at a time, and %s is given already", options->path);
        options->path = argument;
        return 0;
    case ARGP_KEY_END:
        if (!options->verdicts || !options->without_inlining)
            argp_error(state, "give both -m and -l: what inlining changes is not known here");
        if (options->path == NULL)
            argp_error(state, "which file? escapement escape -m -l FILE.go");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* As go build names a file: ./x.go in the folder where it runs. */
static const char *shown_path(struct esc_arena *arena, const char *path)
{
    while (strncmp(path, "./", 2) == 0)
        path += 1 + strspn(path + 1, "/");
    if (strchr(path, '/') != NULL)
        return path;
    char *shown = esc_arena_take(arena, strlen(path) + 3, 1);
    memcpy(shown, "./", 2);
    memcpy(shown + 2, path, strlen(path));
    return shown;
}

static bool analyse(const char *path, struct esc_syntax *syntax, struct esc_go_world **world,
                    struct esc_arena *arena, struct esc_go_lines *lines, struct esc_error *error)
{
    struct esc_text text = {0};
    struct esc_go_file *file = NULL;
    if (esc_text_read(&text, path, error))
        file = esc_syntax_parse(syntax, shown_path(arena, path), text.bytes, text.length, error);
    esc_text_free(&text);
    if (file == NULL)
        return false;
    *world = esc_go_world_new(syntax, ESC_GO_1_19);
    const struct esc_go_checked *checked = esc_go_check(*world, &file, 1, "main", NULL, error);
    return checked != NULL && esc_go_escape(*world, checked, false, arena, lines, error);
}

int esc_command_escape(int argc, char **argv)
{
    static const struct argp argp = {option_table,
                                     parse_option,
                                     "FILE.go",
                                     "What `go build -gcflags='-m -l' FILE.go` of Go 1.19 prints, "
                                     "from the file alone. Exit 2 with a reason, and no verdict, "
                                     "where it is not known.",
                                     NULL,
                                     NULL,
                                     NULL};
    struct options options = {0};
    struct esc_syntax syntax = {0};
    struct esc_arena arena = {0};
    struct esc_go_lines lines = {0};
    struct esc_error error = {0};
    struct esc_go_world *world = NULL;
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    const bool good = analyse(options.path, &syntax, &world, &arena, &lines, &error);
    if (good && lines.count > 0)
        puts("# command-line-arguments");
    if (good)
        esc_go_lines_print(&lines, stdout);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_go_world_free(world);
    esc_arena_free(&arena);
    esc_syntax_free(&syntax);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}
