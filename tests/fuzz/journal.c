/*
 * libFuzzer target: a journal, as `--resume` reads it. With an odd first byte the hashes are made
 * to hold, so that what stands in the lines is read; that byte is no part of the journal.
 */
#include "emit/journal.h"
#include "../unit/sealed_journal.h"
#include "shown.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct esc_run *run, struct esc_journal_end end, size_t length)
{
    if (end.length > length || run->rounds_done > run->rounds)
        abort();
    for (size_t i = 0; i < run->record_count; i++)
        if (run->records[i].variant >= run->variant_count ||
            run->records[i].round >= run->rounds_done)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t skip = size > 0;
    size_t length = size - skip;
    char *bytes = malloc(length + 1);
    memcpy(bytes, data + skip, length);
    bytes[length] = '\0';
    if (size > 0 && data[0] % 2 == 1)
        seal_journal(bytes, length);
    struct esc_run run = {0};
    struct esc_error error = {0};
    uint64_t *hashes = NULL;
    struct esc_journal_end end =
        esc_journal_parse(bytes, length, "journal.tsv", &run, &hashes, &error);
    if ((end.length > 0) != (error.count == 0))
        abort();
    if (end.length > 0) {
        check(&run, end, length);
        run.folder = strdup("fuzz");
        esc_stats(&run);
        write_texts(&run);
        print_table(&run);
    }
    free(hashes);
    free(bytes);
    esc_error_free(&error);
    esc_run_free(&run);
    return 0;
}
