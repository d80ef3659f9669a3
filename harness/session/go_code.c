/*
 * Go's machine code: built, read, freed. See go_code.h for the contracts.
 */
#include "session/go_code.h"

#include "base/memory.h"
#include "disasm/disasm.h"
#include "session/go_words.h"

#include <stdlib.h>

static bool disassemble(struct esc_go_code *code, const struct esc_go *go,
                        const struct esc_case *cases, const struct esc_go_unit *units,
                        const struct esc_go_module *module, struct esc_error *error)
{
    struct esc_text text = {0};
    code->program = esc_go_reader(cases, units, go, module, error);
    bool good =
        code->program != NULL && esc_go_objdump(go, code->program, "^escapement/", &text, error);
    code->release = esc_format("%s %s", go->version, go->target);
    code->minor = go->minor;
    code->text = esc_text_take(&text);
    return good;
}

bool esc_go_code_ask(struct esc_go_code *code, const struct esc_case *cases, size_t count,
                     const struct esc_go_unit *units, size_t unit_count, const struct esc_go *go,
                     const struct esc_folders *folders, struct esc_error *error)
{
    struct esc_go_module module = {0};
    struct esc_error *faults = esc_calloc(count, sizeof *faults);
    *code = (struct esc_go_code){0};
    bool good = esc_go_build(cases, count, units, unit_count, go, folders->go_code, false, &module,
                             faults, error);
    for (size_t i = 0; i < count; i++)
        esc_error_move(error, &faults[i]);
    good = good && disassemble(code, go, cases, units, &module, error);
    esc_go_module_free(&module);
    free(faults);
    return good;
}

bool esc_go_code_find(struct esc_go_code *code, const struct esc_folders *folders,
                      const struct esc_case *bench_case, size_t point, const char *command,
                      struct esc_error *error)
{
    struct esc_go here = {0};
    struct esc_error missing = {0};
    const struct esc_go_unit unit = {0, point};
    bool found = esc_go_named(command, &here, &missing)
                     ? esc_go_code_ask(code, bench_case, 1, &unit, 1, &here, folders, error)
                     : esc_go_code_recall(code, bench_case, point, folders->cases);
    esc_error_free(&missing);
    esc_go_free(&here);
    return found;
}

bool esc_go_code_side(const struct esc_go_code *code, const struct esc_case *bench_case,
                      size_t point, size_t strategy, struct esc_code *side, struct esc_error *error)
{
    const struct esc_source *go = &bench_case->strategies[strategy].go;
    char *package = esc_go_package(bench_case, point);
    char *run = esc_go_run_function(bench_case->strategies[strategy].name);
    char *file = esc_format("%s.lua", bench_case->name);
    const struct esc_go_side wanted = {package, run, file, go->line, esc_source_last_line(go)};
    bool found = esc_go_code(code->text, &wanted, side, error);
    free(file);
    free(run);
    free(package);
    return found;
}

void esc_go_code_free(struct esc_go_code *code)
{
    free(code->text);
    free(code->release);
    free(code->program);
    *code = (struct esc_go_code){0};
}
