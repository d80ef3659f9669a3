/*
 * Calling go for a module, and what it says: faults go to their cases, and a case that keeps the
 * others from being compiled is taken out. See work.h for the contracts.
 */
#include "golang/work.h"

#include "base/memory.h"
#include "base/process.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_TOLD = 2000 }; /* bytes of go's words in a message */
static const struct esc_limits build_limits = {.time_s = 900, .memory_bytes = INT64_C(2) << 30};

static bool run_go(const struct esc_go_work *work, const char *const *arguments,
                   struct esc_text *out, int *code)
{
    const struct esc_process process = {.arguments = arguments,
                                        .environment = esc_go_environment,
                                        .folder = work->folder,
                                        .cpu = -1,
                                        .limits = build_limits};
    return esc_process_run(&process, out, out, code, work->error);
}

/* The messages that name a line of a case go to that case. */
static void blame_cases(const struct esc_go_work *work)
{
    for (size_t k = 0; k < work->module->diagnostics.count; k++) {
        const struct esc_diagnostic *line = &work->module->diagnostics.list[k];
        if (line->is_error)
            esc_error_add(&work->errors[line->case_index], work->cases[line->case_index].path,
                          line->line, "Go: %s", line->text);
    }
}

/* Two points of a case usually have the same fault. */
static void drop_doubles(struct esc_error *error)
{
    for (size_t i = 0; i < error->count; i++)
        for (size_t k = i + 1; k < error->count; k++) {
            const struct esc_message *a = &error->messages[i];
            const struct esc_message *b = &error->messages[k];
            if (a->line != b->line || strcmp(a->text, b->text) != 0)
                continue;
            free(error->messages[k].file);
            free(error->messages[k].text);
            free(error->messages[k].hint);
            error->messages[k--] = error->messages[--error->count];
        }
}

void esc_go_take_output(const struct esc_go_work *work, const char *output)
{
    esc_go_parse(work->cases, work->units, work->unit_count, output != NULL ? output : "", false,
                 &work->module->diagnostics);
    blame_cases(work);
    for (size_t i = 0; i < work->count; i++)
        drop_doubles(&work->errors[i]);
}

/* Whether the compiler tells an error at a line of a case. */
static bool tells_errors(const struct esc_go_work *work, const char *output)
{
    struct esc_diagnostics lines = {0};
    bool found = false;
    esc_go_parse(work->cases, work->units, work->unit_count, output, false, &lines);
    for (size_t k = 0; k < lines.count; k++)
        found = found || lines.list[k].is_error;
    esc_diagnostics_free(&lines);
    return found;
}

/* Cases that keep go from compiling the others, or the harness's lines from compiling: told, and
 * taken out of the module. False where the output names none. */
static bool take_out(const struct esc_go_work *work, const char *output, struct esc_text *told)
{
    bool *blamed = esc_calloc(work->count, sizeof *blamed);
    size_t count =
        esc_go_attribute(work->cases, work->units, work->unit_count, output, told, blamed);
    for (size_t u = 0; u < work->unit_count; u++) {
        const struct esc_go_unit *it = &work->units[u];
        const char *name = work->cases[it->case_index].name;
        if (!blamed[it->case_index])
            continue;
        char *folder = esc_format("%s/%s/point%zu", work->folder, name, it->point);
        char *program = esc_format("%s/programs/%s-point%zu", work->folder, name, it->point);
        esc_go_remove_folder(folder);
        esc_go_remove_folder(program);
        free(program);
        free(folder);
    }
    free(blamed);
    return count > 0;
}

static bool go_failed(const struct esc_go_work *work, int code, const char *output)
{
    return esc_error_add(work->error, NULL, 0, "go build ended with %d:\n%.*s", code, MOST_TOLD,
                         output);
}

bool esc_go_run_until_built(const struct esc_go_work *work, const char *const *arguments,
                            struct esc_text *told, bool *faults)
{
    bool again = true;
    bool ran = true;
    while (again && ran) {
        struct esc_text out = {0};
        int code = -1;
        ran = run_go(work, arguments, &out, &code);
        const char *output = out.bytes != NULL ? out.bytes : "";
        bool errors = ran && code != 0 && tells_errors(work, output);
        again = ran && code != 0 && !errors && take_out(work, output, told);
        *faults = *faults || again || errors;
        if (!again)
            esc_text_add(told, output);
        bool none_left = *faults && strstr(output, "matched no packages") != NULL;
        if (ran && code != 0 && !again && !errors && !none_left)
            ran = go_failed(work, code, output);
        esc_text_free(&out);
    }
    return ran;
}

bool esc_go_keep_output(const struct esc_go_work *work, const struct esc_text *told, bool faults)
{
    struct esc_text text = {0};
    esc_text_add(&text, faults ? "# exit 1\n" : esc_go_ended_well);
    esc_text_add(&text, told->bytes != NULL ? told->bytes : "");
    bool written = esc_go_write_file(work->folder, ESC_GO_DIAGNOSTICS, text.bytes, work->error);
    esc_diagnostics_free(&work->module->diagnostics);
    esc_go_take_output(work, text.bytes);
    esc_text_free(&text);
    return written;
}
