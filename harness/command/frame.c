/*
 * frame: the stack frames of both sides, read from their machine code: what lies where, where bp
 * and sp point, what call and ret do. For x86-64.
 */
#include "report/frame.h"
#include "base/memory.h"
#include "command/command.h"
#include "disasm/disasm.h"
#include "noun/function.h"
#include "report/ink.h"
#include "session/chart_options.h"
#include "session/drawing.h"
#include "session/each_case.h"
#include "session/go_code.h"
#include "session/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_POINT = 0x300, OPT_STRATEGY, OPT_NO_GO, OPT_GO };

/* As texts draw frames: with bp, each function with a frame of its own. What is timed is built
 * without these. */
static const char frame_flags[] =
    "-fno-omit-frame-pointer -mno-omit-leaf-frame-pointer "
    "-mno-red-zone -fno-inline -fno-optimize-sibling-calls";
/* What clang does not know, and does not do. */
static const char gcc_flags[] = "-fno-shrink-wrap -fno-ipa-sra -fno-ipa-cp";

static bool is_x86_64(void)
{
#ifdef __x86_64__
    return true;
#else
    return false;
#endif
}

struct options {
    struct esc_workbench_options bench;
    struct esc_chart_options chart;
    const char *point, *strategy, *go;
    bool no_go;
};

static const struct argp_option option_table[] = {
    {"case", 'c', "LIST", 0, "cases by name or path, separated by commas", 0},
    {"go", OPT_GO, "NAME", 0, "command of the Go that is asked (default: go)", 0},
    {"point", OPT_POINT, "NAME", 0, "which point, such as size:64 (default: the quick one)", 0},
    {"strategy", OPT_STRATEGY, "NAME", 0, "what to show beside stack (default: heap)", 0},
    {"no-go", OPT_NO_GO, NULL, 0, "the frames of C alone", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'c':
    case ARGP_KEY_ARG:
        esc_workbench_add_names(&options->bench, argument);
        return 0;
    case OPT_GO:
        options->go = argument;
        return 0;
    case OPT_POINT:
        options->point = argument;
        return 0;
    case OPT_STRATEGY:
        options->strategy = argument;
        return 0;
    case OPT_NO_GO:
        options->no_go = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->chart;
        return 0;
    case ARGP_KEY_END:
        if (options->bench.name_count == 0)
            argp_error(state, "which case? `escapement list` shows them");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* What is shown of a case, and a picture each language; one behind the count is being read. */
struct view {
    const struct esc_workbench *bench;
    const struct options *options;
    const struct esc_case *bench_case;
    size_t case_index, point;
    size_t strategies[2];
    char *file; /* "pointer-return.lua" */
    struct esc_chart_frames pictures[2];
    size_t picture_count;
};

/* The next picture, whose sides are read. */
static void show_sides(struct view *view, const char *language)
{
    struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_chart_frames *picture = &view->pictures[view->picture_count++];
    picture->name = esc_format("frame-%s-%s", view->bench_case->name, language);
    for (size_t k = 0; k < 2; k++)
        esc_report_frames(&picture->sides[k], picture->titles[k], k > 0, &terminal, stdout);
}

/* ---- Go ---- */

static bool show_go(struct view *view, struct esc_error *error)
{
    struct esc_go_code code = {0};
    struct esc_variables variables = {0};
    struct esc_chart_frames *picture = &view->pictures[view->picture_count];
    size_t faults = error->count;
    bool found = esc_go_code_find(&code, &view->bench->folders, view->bench_case, view->point,
                                  view->options->go, error);
    bool good = (found || error->count == faults) &&
                (!found || esc_go_code_variables(&code, &variables, error));
    bool drawn = found && good && strstr(code.release, "/amd64") != NULL;
    for (size_t k = 0; k < 2 && drawn && good; k++) {
        const char *strategy = view->bench_case->strategies[view->strategies[k]].name;
        struct esc_code side;
        char *start = esc_go_function(strategy, "Op");
        good = esc_go_code_side(&code, view->bench_case, view->point, view->strategies[k], &side,
                                error);
        if (good)
            esc_frames_read(&side, start, view->file, &variables, &picture->sides[k]);
        picture->titles[k] = esc_format("%s, Go (%s%s)", strategy, code.release,
                                        code.program == NULL ? ", recorded" : "");
        esc_code_free(&side);
        free(start);
    }
    if (drawn && good)
        show_sides(view, "go");
    else if (good)
        puts(
            "Go's frames: no go for amd64 is here, and none were recorded of this case and "
            "point.\n");
    esc_variables_free(&variables);
    esc_go_code_free(&code);
    return good;
}

/* ---- C ---- */

static bool read_c(const struct view *view, const struct esc_listing *listing,
                   const struct esc_variables *variables, size_t k, struct esc_frames *frames,
                   char **title, struct esc_error *error)
{
    const struct esc_run *run = &view->bench->run;
    size_t v = esc_run_find_c(run, view->case_index, view->point, view->strategies[k]);
    struct esc_code code = {0};
    const char *strategy = view->bench_case->strategies[view->strategies[k]].name;
    char *start = esc_function_name(strategy, "op");
    bool good = v < run->variant_count;
    if (!good)
        esc_error_add(error, view->bench_case->path, 0, "no runtime has C of %s at this point",
                      strategy);
    if (good) {
        const struct esc_variant *variant = &run->variants[v];
        bool on_heap = variant->runtime != ESC_RUNTIME_NONE;
        good = esc_listing_code(listing, esc_workbench_job(view->bench, v, ESC_JOB_TIMED).symbol,
                                &code, error);
        *title = esc_format("%s, C%s%s", strategy, on_heap ? ", served by " : "",
                            on_heap ? esc_runtime_title(variant->runtime) : "");
    }
    if (good)
        esc_frames_read(&code, start, view->file, variables, frames);
    esc_code_free(&code);
    free(start);
    return good;
}

static bool show_c(struct view *view, struct esc_error *error)
{
    const char *library = view->bench->libraries[view->case_index].timed;
    struct esc_variables variables = {0};
    struct esc_chart_frames *picture = &view->pictures[view->picture_count];
    struct esc_listing *listing = esc_listing_open(library, error);
    bool good = listing != NULL && esc_variables_read(library, &variables, error);
    for (size_t k = 0; k < 2 && good; k++)
        good = read_c(view, listing, &variables, k, &picture->sides[k], &picture->titles[k], error);
    if (good)
        show_sides(view, "c");
    esc_variables_free(&variables);
    esc_listing_close(listing);
    return good;
}

/* ---- a case ---- */

static bool draw(const struct view *view, struct esc_error *error)
{
    struct esc_chart_options chart = view->options->chart;
    char *folder = esc_drawing_place(&chart, &view->bench->folders, "frames");
    char *point = esc_format("%s%s%s", view->bench_case->name,
                             view->bench_case->points[view->point].name[0] != '\0' ? " " : "",
                             view->bench_case->points[view->point].name);
    size_t drawn = 0;
    bool good = esc_chart_frame(view->pictures, view->picture_count, point, &chart, &drawn, error);
    esc_drawing_tell(drawn, "picture", chart.folder);
    free(point);
    free(folder);
    return good;
}

static void free_view(struct view *view)
{
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < 2; k++) {
            esc_frames_free(&view->pictures[i].sides[k]);
            free(view->pictures[i].titles[k]);
        }
        free(view->pictures[i].name);
    }
    free(view->file);
}

static int show_case(const struct esc_workbench *bench, size_t case_index, const void *context,
                     struct esc_error *error)
{
    const struct options *options = context;
    struct view view = {.bench = bench,
                        .options = options,
                        .bench_case = &bench->run.cases[case_index],
                        .case_index = case_index};
    const char *const file = strrchr(view.bench_case->path, '/');
    if (!esc_case_choose_point(view.bench_case, options->point, &view.point, error) ||
        !esc_case_find_strategy(view.bench_case, options->strategy, &view.strategies[1], error))
        return ESC_EXIT_USAGE;
    view.file = esc_strdup(file != NULL ? file + 1 : view.bench_case->path);
    const char *name = view.bench_case->points[view.point].name;
    printf(
        "%s%s%s: %s\nframes on x86-64, addresses falling; numbers are offsets from each frame's "
        "top\n\n",
        view.bench_case->name, name[0] != '\0' ? " " : "", name, view.bench_case->path);
    bool good =
        options->no_go || view.bench_case->strategies[0].go.text == NULL || show_go(&view, error);
    if (good && is_x86_64() && bench->libraries[case_index].timed != NULL)
        good = show_c(&view, error);
    else if (good && !is_x86_64())
        puts("C's frames are not drawn: this processor is not x86-64.\n");
    if (good && !options->chart.none && view.picture_count > 0)
        good = draw(&view, error);
    free_view(&view);
    return good ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
}

static void set_flags(void)
{
    const char *compiler = getenv("CC");
    bool clang = compiler != NULL && strstr(compiler, "clang") != NULL;
    if (is_x86_64())
        esc_workbench_add_flags(frame_flags);
    if (is_x86_64() && !clang)
        esc_workbench_add_flags(gcc_flags);
}

int esc_command_frame(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_pictures_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        option_table,
        parse_option,
        "CASE...",
        "Draws the stack frames of both sides, read from their machine code: what lies where, "
        "where bp and sp point, what call and ret do, into results/frames. x86-64 alone.",
        children,
        NULL,
        NULL};
    struct options options = {.bench = esc_workbench_options(),
                              .chart = esc_chart_options(),
                              .strategy = "heap",
                              .go = "go"};
    options.bench.usual_only = true;
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    set_flags();
    return esc_each_case(&options.bench, show_case, &options);
}
