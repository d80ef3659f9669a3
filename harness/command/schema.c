/*
 * schema: prints the case language as annotations for editors or as the reference in the docs. Both
 * are committed; `make test` checks that they are up to date.
 */
#include "base/error.h"
#include "command/command.h"
#include "load/load.h"
#include "session/options.h"

#include <argp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static const struct argp_option option_table[] = {
    {"luacats", 'l', NULL, 0, "annotations for lua-language-server (lua/escapement.lua)", 0},
    {"reference", 'r', NULL, 0, "the reference page (docs/case-reference.md)", 0},
    {0},
};

struct options {
    bool luacats, reference;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    (void)argument;
    if (key == 'l')
        return options->luacats = true, 0;
    if (key == 'r')
        return options->reference = true, 0;
    if (key == ARGP_KEY_END && options->luacats == options->reference)
        argp_error(state, "say which: --luacats or --reference");
    return ARGP_ERR_UNKNOWN;
}

int esc_command_schema(int argc, char **argv)
{
    static const struct argp argp = {option_table, parse_option, NULL, "Prints the case language.",
                                     NULL,         NULL,         NULL};
    struct options options = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    char *text = options.luacats ? esc_load_annotations() : esc_load_reference();
    fputs(text, stdout);
    free(text);
    return ESC_EXIT_OK;
}
