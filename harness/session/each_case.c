/*
 * One case after another. See each_case.h for the contract.
 */
#include "session/each_case.h"

#include <stdio.h>

int esc_each_case(const struct esc_workbench_options *cases, esc_show_case *show,
                  const void *options)
{
    struct esc_workbench bench = {.options = *cases};
    struct esc_error error = {0};
    bool opened = esc_workbench_open(&bench, &error);
    int code = !opened              ? esc_workbench_exit(&bench)
               : bench.rejected > 0 ? ESC_EXIT_USAGE
                                    : ESC_EXIT_OK;
    for (size_t i = 0; opened && i < bench.run.case_count; i++) {
        int shown = show(&bench, i, options, &error);
        code = shown != ESC_EXIT_OK ? shown : code;
    }
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_workbench_close(&bench);
    return code;
}
