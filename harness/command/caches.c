/*
 * caches: who serves allocations of each size, counted on the Go-model heap, as a table and a
 * chart.
 */
#include "lesson/caches.h"

#include "command/command.h"
#include "report/ink.h"
#include "session/chart_options.h"
#include "session/drawing.h"
#include "session/options.h"
#include "words/caches.h"
#include "words/units.h"

#include <stdio.h>
#include <stdlib.h>

static void print_row(const struct esc_cache_row *row)
{
    char size[ESC_UNITS_TEXT], span[ESC_UNITS_TEXT];
    printf("%8s %8s", esc_units_bytes(size, (double)row->bytes),
           esc_units_bytes(span, (double)row->span_bytes));
    for (int layer = 0; layer < ESC_CACHE_LAYERS; layer++) {
        double asked = esc_cache_asked(row, (enum esc_cache_layer)layer);
        double next = layer + 1 < ESC_CACHE_LAYERS
                          ? esc_cache_asked(row, (enum esc_cache_layer)(layer + 1))
                          : 0;
        printf(" %14.0f", asked - next);
    }
    printf("\n");
}

static void print_rows(const struct esc_cache_row *rows, size_t count)
{
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    esc_ink_wrap(
        stdout, &terminal, INK_PLAIN, "",
        "Who serves an object, of a million of one size (one P; 4 MiB are kept, replaced at "
        "random):");
    printf("\n%8s %8s", "object", "span");
    for (int layer = 0; layer < ESC_CACHE_LAYERS; layer++)
        printf(" %14s", esc_caches_layer((enum esc_cache_layer)layer));
    printf("\n");
    for (size_t i = 0; i < count; i++)
        print_row(&rows[i]);
    printf("\n");
}

static bool draw(const struct esc_cache_row *rows, size_t count, struct esc_chart_options *options,
                 struct esc_error *error)
{
    struct esc_folders folders = {0};
    if (!esc_folders_find(&folders, error))
        return false;
    char *folder = esc_drawing_place(options, &folders, "caches");
    char *made_by = esc_made_by("counted on the Go-model heap, go1.19's allocator");
    size_t drawn = 0;
    bool good = esc_chart_caches(rows, count, made_by, options, &drawn, error);
    esc_drawing_tell(drawn, "chart", options->folder);
    free(made_by);
    free(folder);
    esc_folders_free(&folders);
    return good;
}

int esc_command_caches(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_pictures_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        NULL,
        NULL,
        NULL,
        "Counts who serves allocations of each size: the P's own span, the central of the size "
        "class, pages, the page heap. The chart goes to results/caches.",
        children,
        NULL,
        NULL};
    struct esc_chart_options options = esc_chart_options();
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    struct esc_cache_row *rows;
    size_t count;
    bool good = esc_caches_run(&rows, &count, &error);
    if (good) {
        print_rows(rows, count);
        good = options.none || draw(rows, count, &options, &error);
    }
    free(rows);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return good ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
}
