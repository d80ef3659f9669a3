/*
 * The table as a file. See table_file.h for the contract.
 */
#include "session/table_file.h"

#include "base/memory.h"
#include "base/text.h"
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS_OF_ALL = 120 };

char *esc_table_file(const struct esc_run *run, struct esc_error *error)
{
    static const struct esc_terminal paper = {.columns = COLUMNS_OF_ALL, .utf8 = true};
    char *text;
    size_t length;
    FILE *memory = esc_memory_stream(&text, &length);
    esc_report(run, &paper, memory);
    fclose(memory);
    char *path = esc_format("%s/table.txt", run->folder);
    if (!esc_text_write(path, text, length, error)) {
        free(path);
        path = NULL;
    }
    free(text);
    return path;
}
