/*
 * marking: a mark phase of the Go-model heap, one object at a time, as pictures and in the
 * terminal.
 */
#include "report/marking.h"
#include "command/command.h"
#include "session/chart_options.h"
#include "session/drawing.h"
#include "session/films.h"
#include "session/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { OPT_PACE = 0x100 };

struct options {
    struct esc_chart_options chart;
    double pace_s;
};

static const struct argp_option option_table[] = {
    {"pace", OPT_PACE, "SECONDS", 0, "how long a step stands in a terminal (default: 3)", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_PACE:
        options->pace_s = esc_option_number(state, "pace", argument, 0, 3600);
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->chart;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void wait_s(double seconds)
{
    struct timespec time = {.tv_sec = (time_t)seconds};
    time.tv_nsec = (long)((seconds - (double)time.tv_sec) * 1e9);
    nanosleep(&time, NULL);
}

static void tell(const struct esc_marking *marking, double pace_s)
{
    struct esc_terminal terminal = esc_terminal_of(stdout);
    if (!terminal.tty || !terminal.colour) {
        esc_report_marking(marking, &terminal, stdout);
        return;
    }
    for (size_t i = 0; i < marking->count; i++) {
        esc_report_marking_frame(marking, i, &terminal, stdout);
        wait_s(pace_s);
    }
    printf("\n");
}

static bool draw(const struct esc_films *films, struct options *options, struct esc_error *error)
{
    struct esc_folders folders = {0};
    if (!esc_folders_find(&folders, error))
        return false;
    char *folder = esc_drawing_place(&options->chart, &folders, "marking");
    size_t drawn = 0;
    bool good =
        esc_chart_marking(films->films, ESC_FILMS, films->made_by, &options->chart, &drawn, error);
    esc_drawing_tell(drawn, "picture", options->chart.folder);
    free(folder);
    esc_folders_free(&folders);
    return good;
}

static bool show(struct options *options, struct esc_error *error)
{
    struct esc_films films = {0};
    bool good = esc_films_run(&films, error);
    if (good) {
        tell(&films.runs[0], options->pace_s);
        printf("The same with stores that go past the write barrier. What differs:\n\n");
        tell(&films.runs[1], options->pace_s);
        good = options->chart.none || draw(&films, options, error);
    }
    esc_films_free(&films);
    return good;
}

int esc_command_marking(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_pictures_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        option_table,
        parse_option,
        NULL,
        "Tri-colour marking on a heap of twenty objects, step by step: pictures in "
        "results/marking, and an animation or numbered steps in the terminal.",
        children,
        NULL,
        NULL};
    struct options options = {.chart = esc_chart_options(), .pace_s = 3};
    options.chart.preset = ESC_CHART_PROJECTOR;
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    bool good = show(&options, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return good ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
}
