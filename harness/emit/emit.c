/*
 * Writes the files of a run folder: a table of names and texts. See emit.h for the contract.
 */
#include "emit/emit.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/files.h"
#include "emit/format.h"
#include "emit/plain.h"

#include <stdlib.h>

/* results.json stands last: where it is, the others are. */
static const struct {
    const char *name;
    void (*add)(const struct esc_run *run, struct esc_text *text);
} files[] = {
    {"samples.tsv", esc_file_samples}, {"cycles.tsv", esc_file_cycles},
    {"heap.tsv", esc_file_heap},       {ESC_SUMMARY_NAME, esc_file_summary},
    {"go.txt", esc_file_go},           {"gctrace.txt", esc_file_gctrace},
    {"machine.txt", esc_file_machine}, {ESC_RESULTS_NAME, esc_file_results},
};

static bool write_file(const struct esc_run *run, size_t index, struct esc_error *error)
{
    struct esc_text text = {0};
    files[index].add(run, &text);
    char *path = esc_format("%s/%s", run->folder, files[index].name);
    bool written = text.length == 0 || esc_text_write(path, text.bytes, text.length, error);
    free(path);
    esc_text_free(&text);
    return written;
}

bool esc_emit(const struct esc_run *run, struct esc_error *error)
{
    if (!esc_make_folder(run->folder, error))
        return false;
    struct esc_plain plain = esc_plain_begin();
    bool written = true;
    for (size_t i = 0; i < sizeof files / sizeof *files && written; i++)
        written = write_file(run, i, error);
    esc_plain_end(&plain);
    if (written)
        esc_link_latest(run->folder, error);
    return written;
}
