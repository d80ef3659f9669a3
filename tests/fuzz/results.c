/*
 * libFuzzer target: results.json, as charts, explain and --resume read it.
 */
#include "base/error.h"
#include "shown.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct esc_run run = {0};
    struct esc_error error = {0};
    bool good = esc_file_read_results((const char *)data, size, "results.json", &run, &error);
    if (good != (error.count == 0))
        abort();
    if (good) {
        run.folder = strdup("fuzz");
        write_texts(&run);
        print_table(&run);
        esc_stats(&run);
        write_texts(&run);
    }
    esc_error_free(&error);
    esc_run_free(&run);
    return 0;
}
