/*
 * charts: draws a finished run again from its results.json, measuring nothing.
 */
#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "command/command.h"
#include "emit/emit.h"
#include "load/nearest.h"
#include "session/chart_options.h"
#include "session/drawing.h"
#include "session/options.h"
#include "session/run_folder.h"
#include "session/slides.h"
#include "stats/stats.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options {
    struct esc_chart_options chart;
    const char *run;
    const char *cases;  /* a list of names; NULL: all */
    const char *slides; /* a file with their order; NULL: the usual one */
};

enum { OPT_OUT = 0x100, OPT_SLIDES };
static const struct argp_option option_table[] = {
    {"run", 'r', "RUN", 0, "folder of the run, its id, or a baseline (default: results/latest)", 0},
    {"case", 'c', "LIST", 0, "cases of the run by name, separated by commas (default: all)", 0},
    {"all", 'a', NULL, 0, "a timeline and a distribution for every case", 0},
    {"out", OPT_OUT, "FOLDER", 0,
     "where to put the charts (default: RUN/charts, of chosen cases RUN/charts-CASE; slides: "
     "RUN/slides, RUN/slides-CASE)",
     0},
    {"slides", OPT_SLIDES, "FILE", 0,
     "order of the slides that the preset projector draws (default: plots/slides.txt)", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'r':
        options->run = argument;
        return 0;
    case 'c':
        options->cases = argument;
        return 0;
    case 'a':
        options->chart.all = true;
        return 0;
    case OPT_OUT:
        options->chart.folder = argument;
        return 0;
    case OPT_SLIDES:
        options->slides = argument;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->chart;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool mark_case(const struct esc_run *run, const char *name, bool *kept,
                      struct esc_error *error)
{
    struct esc_nearest nearest = {.typed = name};
    for (size_t i = 0; i < run->case_count; i++) {
        if (strcmp(run->cases[i].name, name) == 0)
            return kept[i] = true;
        esc_nearest_offer(&nearest, run->cases[i].name);
    }
    esc_error_add(error, NULL, 0, "the run %s has no case \"%s\"", run->id, name);
    if (nearest.name != NULL)
        esc_error_hint(error, "did you mean %s?", nearest.name);
    return false;
}

/* Leaves the cases of that list in the run; few cases get every chart of each. */
static bool keep_cases(struct esc_run *run, const char *list, struct esc_error *error)
{
    bool *kept = esc_calloc(run->case_count, sizeof *kept);
    bool good = true;
    char *copy = esc_strdup(list);
    char *rest = NULL;
    for (char *name = strtok_r(copy, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
        good = mark_case(run, name, kept, error) && good;
    if (good)
        esc_run_keep_cases(run, kept);
    free(copy);
    free(kept);
    return good;
}

/* What results/reference is: figures without the samples that charts are drawn from. */
static void hint_unread(const struct options *options, const char *folder, struct esc_error *error)
{
    if (esc_has_file(folder, "summary.tsv") && !esc_has_file(folder, "results.json"))
        esc_error_hint(error,
                       "this folder has a summary only; charts are drawn from the samples, "
                       "in the results.json of the run that it came from");
    else if (options->run == NULL)
        esc_error_hint(error, "`make bench` makes a run first");
    else
        esc_error_hint(error, "RUN= names a folder, or one inside results");
}

/* RUN/charts or RUN/slides; chosen cases do not overwrite those of all: RUN/charts-a+b. Caller
 * frees. */
static char *charts_folder(const char *folder, bool slides, const char *cases)
{
    char *charts = esc_format("%s/%s%s%s", folder, slides ? "slides" : "charts",
                              cases != NULL ? "-" : "", cases != NULL ? cases : "");
    for (char *comma = charts + strlen(folder); (comma = strchr(comma, ',')) != NULL;)
        *comma = '+';
    return charts;
}

/* Slides are turned over in a viewer of pictures, which would show each format. */
static unsigned usual_formats(bool slides)
{
    return slides ? ESC_CHART_PNG : ESC_CHART_SVG | ESC_CHART_PNG;
}

static int draw_run(struct options *options, const struct esc_folders *folders, struct esc_run *run,
                    struct esc_error *error)
{
    bool slides = options->chart.preset == ESC_CHART_PROJECTOR;
    bool bad_order = false;
    if (options->slides != NULL && !slides) {
        esc_error_add(error, NULL, 0, "an order of slides is for the preset projector alone");
        esc_error_hint(error, "PRESET=projector");
        return ESC_EXIT_USAGE;
    }
    if (options->cases != NULL) {
        if (!keep_cases(run, options->cases, error))
            return ESC_EXIT_USAGE;
        options->chart.all = true;
    }
    char *charts = charts_folder(run->folder, slides, options->cases);
    options->chart.plots = folders->plots;
    if (options->chart.folder == NULL)
        options->chart.folder = charts;
    if (options->chart.formats == 0)
        options->chart.formats = usual_formats(slides);
    esc_stats(run);
    bool good = slides ? esc_slides_draw(run, options->slides, &options->chart, &bad_order, error)
                       : esc_drawing(run, &options->chart, error);
    free(charts);
    return good ? ESC_EXIT_OK : bad_order ? ESC_EXIT_USAGE : ESC_EXIT_ENVIRONMENT;
}

static int draw(struct options *options, struct esc_error *error)
{
    struct esc_folders folders = {0};
    struct esc_run run = {0};
    int code = ESC_EXIT_ENVIRONMENT;
    if (!esc_folders_find(&folders, error))
        return code;
    char *folder = esc_run_folder(folders.results, options->run);
    if (esc_emit_read(folder, &run, error))
        code = draw_run(options, &folders, &run, error);
    else
        hint_unread(options, folder, error);
    free(folder);
    esc_run_free(&run);
    esc_folders_free(&folders);
    return code;
}

int esc_command_charts(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_chart_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        option_table, parse_option, NULL, "Draws the charts of a finished run again.",
        children,     NULL,         NULL};
    struct options options = {.chart = esc_chart_options()};
    struct esc_error error = {0};
    options.chart.formats = 0; /* the usual ones of what is drawn */
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    int code = draw(&options, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return code;
}
