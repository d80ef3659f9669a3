/*
 * See dot.h for the contracts.
 */
#include "chart/dot.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/process.h"

#include <stdlib.h>

static const double limit_s = 60;

bool esc_dot_run(const char *form, const char *source, struct esc_text *out,
                 struct esc_error *error)
{
    const char *const arguments[] = {"dot", form, source, NULL};
    static const char *const environment[] = {"LC_ALL=C", NULL};
    struct esc_text told = {0};
    int code = -1;
    const struct esc_process process = {.arguments = arguments,
                                        .environment = environment,
                                        .cpu = -1,
                                        .limits = {.time_s = limit_s}};
    bool good = esc_process_run(&process, out, &told, &code, error);
    if (good && code != 0)
        good = esc_error_add(error, NULL, 0, "dot ended with %d: %.200s", code,
                             told.bytes != NULL ? told.bytes : "");
    esc_text_free(&told);
    return good;
}

bool esc_dot_draw(const char *text, size_t length, const char *path, struct esc_error *error)
{
    if (!esc_program_found("dot")) {
        esc_error_add(error, NULL, 0, "graphviz's dot is not installed, which draws graphs");
        esc_error_hint(error, "tools/deps.sh install extra");
        return false;
    }
    char *folder = esc_temporary_folder(error);
    if (folder == NULL)
        return false;
    struct esc_text picture = {0};
    char *source = esc_format("%s/graph.dot", folder);
    const bool good = esc_text_write(source, text, length, error) &&
                      esc_dot_run("-Tsvg", source, &picture, error) &&
                      esc_text_write(path, picture.bytes, picture.length, error);
    esc_remove_folder(folder);
    free(source);
    free(folder);
    esc_text_free(&picture);
    return good;
}
