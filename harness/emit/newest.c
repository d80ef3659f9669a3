/*
 * The newest run that measured a case. See emit.h for the contract.
 */
#include "emit/emit.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* The summary is a few KiB where results.json may be many MiB; its rows begin with CASE/. */
static bool holds(const char *folder, const char *case_name)
{
    struct esc_text summary = {0};
    struct esc_error ignored = {0};
    char *path = esc_format("%s/summary.tsv", folder);
    char *row = esc_format("\n%s/", case_name);
    bool found = esc_text_read(&summary, path, &ignored) && summary.bytes != NULL &&
                 strstr(summary.bytes, row) != NULL;
    esc_error_free(&ignored);
    esc_text_free(&summary);
    free(row);
    free(path);
    return found;
}

/* Run ids begin with their date and time: the greatest name is the newest. */
static int is_run(const struct dirent *entry)
{
    return isdigit((unsigned char)entry->d_name[0]);
}

bool esc_emit_read_newest(const char *results, const char *case_name, struct esc_run *run)
{
    struct dirent **entries = NULL;
    int count = scandir(results, &entries, is_run, alphasort);
    bool found = false;
    for (int i = count - 1; i >= 0; i--) {
        char *folder = esc_format("%s/%s", results, entries[i]->d_name);
        struct esc_error ignored = {0};
        found = found || (holds(folder, case_name) && esc_emit_read(folder, run, &ignored));
        esc_error_free(&ignored);
        free(folder);
        free(entries[i]);
    }
    free(entries);
    return found;
}
