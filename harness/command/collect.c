/*
 * collect: the runs of many machines side by side, and what the room guessed before: a table, a
 * chart, a page, Markdown.
 */
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "emit/gather.h"
#include "emit/guesses.h"
#include "report/class.h"
#include "session/chart_options.h"
#include "session/class_page.h"
#include "session/drawing.h"
#include "session/options.h"
#include "session/read_runs.h"
#include "stats/beliefs.h"
#include "stats/class.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_ANONYMOUS = 0x100 };

struct options {
    struct esc_chart_options chart;
    struct esc_gathering files;
    bool anonymous;
};

static const struct argp_option option_table[] = {
    {"anonymous", OPT_ANONYMOUS, NULL, 0,
     "machines and seats by number, not by name: for what is published", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_ANONYMOUS:
        options->anonymous = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->chart;
        return 0;
    case ARGP_KEY_ARG:
        esc_gather(&options->files, argument);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state,
                   "which runs? make collect RUNS='laptops', a folder of results.json files");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* The first message without its place, which is told beside it. */
static void leave(struct esc_class *class, const char *path, struct esc_error *error)
{
    const struct esc_message *message = &error->messages[0];
    char *reason = message->line > 0 ? esc_format("%s (line %d)", message->text, message->line)
                                     : esc_strdup(message->text);
    esc_class_leave(class, path, reason);
    free(reason);
    esc_error_free(error);
}

static void take_run(void *class, const char *path, struct esc_run *run, bool good,
                     struct esc_error *error)
{
    if (good)
        esc_class_add(class, run, path);
    else
        leave(class, path, error);
}

/* A seat without a name is known by its file. */
static void add_guesses(struct esc_class *class, struct esc_guesses *guesses, const char *path)
{
    struct esc_error error = {0};
    size_t before = guesses->count;
    if (!esc_guesses_read(path, guesses, &error))
        leave(class, path, &error);
    for (size_t i = before; i < guesses->count; i++) {
        if (*guesses->list[i].seat != '\0')
            continue;
        free(guesses->list[i].seat);
        guesses->list[i].seat = esc_strdup(path);
    }
}

static void read_all(const struct options *options, struct esc_class *class,
                     struct esc_guesses *guesses)
{
    const char **runs = esc_calloc(options->files.count + 1, sizeof *runs);
    size_t count = 0;
    for (size_t i = 0; i < options->files.count; i++) {
        const struct esc_gathered *file = &options->files.files[i];
        if (file->reason != NULL)
            esc_class_leave(class, file->path, file->reason);
        else if (file->guesses)
            add_guesses(class, guesses, file->path);
        else
            runs[count++] = file->path;
    }
    esc_read_runs(runs, count, take_run, class);
    free(runs);
    esc_class_finish(class, options->anonymous);
}

typedef void report(const struct esc_class *class, const struct esc_beliefs *beliefs, FILE *out);

static void report_text(const struct esc_class *class, const struct esc_beliefs *beliefs, FILE *out)
{
    static const struct esc_terminal paper = {.columns = 100, .utf8 = true};
    esc_report_class(class, beliefs, &paper, out);
}

static bool write_report(const struct esc_class *class, const struct esc_beliefs *beliefs,
                         const char *folder, const char *name, report *write,
                         struct esc_error *error)
{
    char *text;
    size_t length;
    FILE *memory = esc_memory_stream(&text, &length);
    write(class, beliefs, memory);
    fclose(memory);
    char *path = esc_format("%s/%s", folder, name);
    bool good = esc_text_write(path, text, length, error);
    free(path);
    free(text);
    return good;
}

static bool keep(const struct esc_class *class, const struct esc_beliefs *beliefs,
                 struct options *options, struct esc_error *error)
{
    struct esc_folders folders = {0};
    if (!esc_folders_find(&folders, error))
        return false;
    char *place = esc_drawing_place(&options->chart, &folders, "class");
    const char *folder = options->chart.folder;
    size_t drawn = 0;
    bool good = esc_make_folder(folder, error) &&
                write_report(class, beliefs, folder, "class.txt", report_text, error) &&
                write_report(class, beliefs, folder, "class.md", esc_report_class_markdown, error);
    char *page = esc_format("%s/class.html", folder);
    good =
        good && esc_class_page_write(class, beliefs, &folders, !options->chart.none, page, error);
    if (good)
        printf("\nthe page: %s; beside it class.md and class.txt\n", page);
    free(page);
    good = good &&
           (options->chart.none || esc_chart_class(class, beliefs, &options->chart, &drawn, error));
    esc_drawing_tell(drawn, "chart", folder);
    free(place);
    esc_folders_free(&folders);
    return good;
}

static int collect(struct options *options)
{
    struct esc_class class = {0};
    struct esc_guesses guesses = {0};
    struct esc_error error = {0};
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    read_all(options, &class, &guesses);
    struct esc_beliefs beliefs = esc_beliefs_of(&guesses, &class);
    int code = ESC_EXIT_OK;
    esc_report_class(&class, &beliefs, &terminal, stdout);
    if (class.machine_count == 0 && beliefs.count == 0) {
        code = ESC_EXIT_USAGE;
        esc_error_add(&error, NULL, 0, "none of these files is a run");
    } else if (!keep(&class, &beliefs, options, &error)) {
        code = ESC_EXIT_ENVIRONMENT;
    }
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_beliefs_free(&beliefs);
    esc_guesses_free(&guesses);
    esc_class_free(&class);
    return code;
}

int esc_command_collect(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_pictures_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        option_table,
        parse_option,
        "RUN...",
        "Joins the runs of many machines, compared by their factors: run folders, results.json "
        "files, folders full of them, and files of guesses. Table, page and charts go to "
        "results/class.",
        children,
        NULL,
        NULL};
    struct options options = {.chart = esc_chart_options()};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    int code = collect(&options);
    esc_gathering_free(&options.files);
    return code;
}
