/*
 * report: a finished run as one page, report.html, made of what its folder holds.
 */
#include "base/memory.h"
#include "command/command.h"
#include "session/options.h"
#include "session/run_folder.h"
#include "session/run_page.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

struct options {
    const char *run;
    const char *out;
    bool no_charts;
};

enum { OPT_OUT = 0x100, OPT_NO_CHARTS };
static const struct argp_option option_table[] = {
    {"run", 'r', "RUN", 0, "folder of the run, its id, or a baseline (default: results/latest)", 0},
    {"out", OPT_OUT, "FILE", 0, "where to put the page (default: RUN/report.html)", 0},
    {"no-charts", OPT_NO_CHARTS, NULL, 0, "draw no charts", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'r':
        options->run = argument;
        return 0;
    case OPT_OUT:
        options->out = argument;
        return 0;
    case OPT_NO_CHARTS:
        options->no_charts = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool write_page(const struct options *options, struct esc_error *error)
{
    struct esc_folders folders = {0};
    struct esc_run run = {0};
    char *written = NULL;
    if (!esc_folders_find(&folders, error))
        return false;
    char *folder = esc_run_folder(folders.results, options->run);
    bool good =
        esc_run_page_read(folder, &folders, &run, error) &&
        esc_run_page_write(&run, &folders, !options->no_charts, options->out, &written, error);
    if (good)
        printf("the page: %s\n", written);
    free(written);
    free(folder);
    esc_run_free(&run);
    esc_folders_free(&folders);
    return good;
}

int esc_command_report(int argc, char **argv)
{
    static const struct argp argp = {option_table,
                                     parse_option,
                                     NULL,
                                     "Makes the page of a finished run again: one HTML file with "
                                     "all that the run's folder holds.",
                                     NULL,
                                     NULL,
                                     NULL};
    struct options options = {0};
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    bool good = write_page(&options, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return good ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
}
