/*
 * Calling go for a module, and what it says: faults go to their cases, and a case that keeps the
 * others from being compiled is taken out. See work.h for the contracts.
 */
#include "golang/work.h"

#include "base/memory.h"
#include "base/path.h"
#include "noun/balance.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ERRORS = 10 }; /* told of a case */
static const double build_limit_s = 900;

/* The messages that name a line of a case go to that case. */
static void blame_cases(const struct esc_go_work *work)
{
    for (size_t k = 0; k < work->module->diagnostics.count; k++) {
        const struct esc_diagnostic *line = &work->module->diagnostics.list[k];
        /* "package x is not in GOROOT (/usr/lib/go/src/x)": where Go lies tells a reader nothing.
         */
        const char *folder = strstr(line->text, " (/");
        size_t length = folder != NULL ? (size_t)(folder - line->text) : strlen(line->text);
        if (line->is_error)
            esc_error_add(&work->errors[line->case_index], work->cases[line->case_index].path,
                          line->line, "Go: %.*s", (int)length, line->text);
    }
}

/* Where a text is not balanced go tells what follows from it, in the texts behind. */
static void check_balance(const struct esc_case *bench_case, const struct esc_source *source,
                          struct esc_error *error)
{
    if (source->text == NULL)
        return;
    struct esc_unbalanced unbalanced = esc_balance(source, ESC_IN_GO);
    if (unbalanced.line == 0)
        return;
    struct esc_error before = {0};
    for (size_t i = 0; i < error->count; i++)
        if (error->messages[i].line < source->line)
            esc_error_add(&before, bench_case->path, error->messages[i].line, "%s",
                          error->messages[i].text);
    esc_error_add(&before, bench_case->path, unbalanced.line, "Go: %s", unbalanced.text);
    esc_error_free(error);
    *error = before;
}

/* Two points of a case usually have the same faults. */
static void condense(const struct esc_case *bench_case, struct esc_error *error)
{
    if (error->count == 0)
        return;
    check_balance(bench_case, &bench_case->go, error);
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        check_balance(bench_case, &bench_case->strategies[k].go, error);
    size_t more = esc_error_condense(error, MOST_ERRORS);
    if (more > 0)
        esc_error_add(error, bench_case->path, 0, "and %zu more", more);
}

void esc_go_take_output(const struct esc_go_work *work, const char *output)
{
    for (size_t i = 0; i < work->count; i++)
        esc_error_free(&work->errors[i]);
    esc_go_parse(work->cases, work->units, work->unit_count, output != NULL ? output : "", false,
                 &work->module->diagnostics);
    blame_cases(work);
    for (size_t i = 0; i < work->count; i++)
        condense(&work->cases[i], &work->errors[i]);
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
        char *below = esc_go_folder(&work->cases[it->case_index], it->point);
        char *folder = esc_format("%s/%s", work->folder, below);
        char *program = esc_format("%s/programs/%s-point%zu", work->folder, name, it->point);
        esc_remove_folder(folder);
        esc_remove_folder(program);
        free(program);
        free(folder);
        free(below);
    }
    free(blamed);
    return count > 0;
}

bool esc_go_run_until_built(const struct esc_go_work *work, const char *const *arguments,
                            struct esc_text *told, bool *faults)
{
    bool again = true;
    bool ran = true;
    while (again && ran) {
        struct esc_text out = {0};
        int code = -1;
        ran =
            esc_go_call(work->go, work->folder, arguments, build_limit_s, &out, &code, work->error);
        const char *output = out.bytes != NULL ? out.bytes : "";
        bool errors = ran && code != 0 && tells_errors(work, output);
        again = ran && code != 0 && !errors && take_out(work, output, told);
        *faults = *faults || again || errors;
        if (!again)
            esc_text_add(told, output);
        bool none_left = *faults && strstr(output, "matched no packages") != NULL;
        if (ran && code != 0 && !again && !errors && !none_left)
            ran = esc_go_ended_badly("go build", NULL, code, &out, work->error);
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
