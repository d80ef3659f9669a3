/*
 * list: what cases there are, a line each.
 */
#include "base/memory.h"
#include "command/command.h"
#include "load/load.h"
#include "session/folders.h"
#include "session/options.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

static void print_case(const struct esc_case *bench_case)
{
    printf("%-20s %s\n", bench_case->name, bench_case->title);
    printf("%-20s   strategies:", "");
    for (size_t i = 0; i < bench_case->strategy_count; i++)
        printf(" %s", bench_case->strategies[i].name);
    if (bench_case->point_count > 1 || bench_case->points[0].name[0] != '\0')
        printf("; points: %s", bench_case->points[0].name);
    if (bench_case->point_count > 1)
        printf(" to %s (%zu)", bench_case->points[bench_case->point_count - 1].name,
               bench_case->point_count);
    printf("\n");
}

static bool list_one(struct esc_loader *loader, const char *folder, const char *name,
                     struct esc_error *error)
{
    struct esc_case bench_case = {0};
    char *path = esc_load_find(folder, name, error);
    bool loaded = path != NULL && esc_loader_case(loader, path, &bench_case, error);
    if (loaded)
        print_case(&bench_case);
    esc_case_free(&bench_case);
    free(path);
    return loaded;
}

static int list(void)
{
    struct esc_folders folders = {0};
    struct esc_error error = {0};
    size_t count = 0;
    bool good = esc_folders_find(&folders, &error);
    char **names = good ? esc_load_list(folders.cases, &count, &error) : NULL;
    struct esc_loader *loader = esc_loader_open();
    for (size_t i = 0; i < count; i++) {
        good = list_one(loader, folders.cases, names[i], &error) && good;
        free(names[i]);
    }
    esc_loader_close(loader);
    free(names);
    esc_error_print(&error, stderr);
    good = good && error.count == 0;
    esc_error_free(&error);
    esc_folders_free(&folders);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

int esc_command_list(int argc, char **argv)
{
    static const struct argp argp = {NULL, NULL, NULL, "Lists the cases.", NULL, NULL, NULL};
    if (!esc_options_parse(&argp, argc, argv, NULL))
        return ESC_EXIT_USAGE;
    return list();
}
