/*
 * list: what cases there are, a line each.
 */
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "load/load.h"
#include "report/ink.h"
#include "session/folders.h"
#include "session/options.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

/* `text` beside the name, or on a narrow terminal below it. */
static void print_beside(const struct esc_terminal *terminal, const char *name, const char *text)
{
    enum { NAME = 20, NARROW = 60 };
    char *first = esc_format("%-*s ", NAME, name);
    if (terminal->columns >= NARROW) {
        esc_ink_wrap(stdout, terminal, INK_PLAIN, first, text);
    } else {
        if (name[0] != '\0')
            esc_ink_wrap(stdout, terminal, INK_PLAIN, "", name);
        esc_ink_wrap(stdout, terminal, INK_PLAIN, "  ", text);
    }
    free(first);
}

static void print_case(const struct esc_terminal *terminal, const struct esc_case *bench_case)
{
    struct esc_text words = {0};
    esc_text_add(&words, "  strategies:");
    for (size_t i = 0; i < bench_case->strategy_count; i++)
        esc_text_addf(&words, " %s", bench_case->strategies[i].name);
    if (bench_case->point_count > 1 || bench_case->points[0].name[0] != '\0')
        esc_text_addf(&words, "; points: %s", bench_case->points[0].name);
    if (bench_case->point_count > 1)
        esc_text_addf(&words, " to %s (%zu)", bench_case->points[bench_case->point_count - 1].name,
                      bench_case->point_count);
    print_beside(terminal, bench_case->name, bench_case->title);
    print_beside(terminal, "", words.bytes);
    esc_text_free(&words);
}

static bool list_one(struct esc_loader *loader, const struct esc_terminal *terminal,
                     const char *path, struct esc_error *error)
{
    struct esc_case bench_case = {0};
    bool loaded = esc_loader_case(loader, path, &bench_case, error);
    if (loaded)
        print_case(terminal, &bench_case);
    esc_case_free(&bench_case);
    return loaded;
}

/* The names become paths. */
static bool list_all(const char *folder, char **names, size_t count, struct esc_error *error)
{
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_loader *loader = esc_loader_open();
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        char *name = names[i];
        names[i] = esc_format("%s/%s.lua", folder, name);
        free(name);
    }
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count)
            esc_loader_expect(loader, names[i + 1]);
        good = list_one(loader, &terminal, names[i], error) && good;
    }
    esc_loader_close(loader);
    return good;
}

static int list(void)
{
    struct esc_folders folders = {0};
    struct esc_error error = {0};
    size_t count = 0;
    bool good = esc_folders_find(&folders, &error);
    char **names = good ? esc_load_list(folders.cases, &count, &error) : NULL;
    good = good && list_all(folders.cases, names, count, &error);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
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
