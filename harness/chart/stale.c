/*
 * Charts of an earlier drawing that this one has not: a page fewer, another case. See draw.h.
 */
#include "chart/draw.h"

#include "base/memory.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_drawn(const struct sheets *sheets, const char *name)
{
    for (size_t i = 0; i < sheets->count; i++)
        if (strcmp(sheets->sheets[i].name, name) == 0)
            return true;
    return false;
}

bool esc_chart_is_ours(const char *folder, const char *name)
{
    char *path = esc_format("%s/%s.gp", folder, name);
    char *wanted = esc_format(ESC_CHART_FIRST_LINE, name, name);
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    bool ours = file != NULL && getline(&line, &room, file) > 0 && strcmp(line, wanted) == 0;
    if (file != NULL)
        fclose(file);
    free(line);
    free(wanted);
    free(path);
    return ours;
}

static void remove_chart(const char *folder, const char *name)
{
    static const char *const suffixes[] = {"svg", "png", "pdf", "tsv", "alt.txt", "gp"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *path = esc_format("%s/%s.%s", folder, name, suffixes[i]);
        unlink(path);
        free(path);
    }
}

void esc_chart_remove_stale(const struct sheets *sheets, const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, NULL);
    for (int i = 0; i < count; i++) {
        char *name = entries[i]->d_name;
        char *suffix = strrchr(name, '.');
        if (suffix != NULL && strcmp(suffix, ".gp") == 0) {
            *suffix = '\0';
            if (!is_drawn(sheets, name) && esc_chart_is_ours(folder, name))
                remove_chart(folder, name);
        }
        free(entries[i]);
    }
    free(entries);
}
