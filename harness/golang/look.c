/*
 * What a built module is asked besides: plain -m, with inlining on, and the machine code. See
 * golang.h for the contracts.
 */
#include "golang/internal.h"

#include "base/memory.h"
#include "base/path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double look_limit_s = 300;

static bool is_faulty(const struct esc_go_module *module, size_t case_index)
{
    for (size_t k = 0; k < module->diagnostics.count; k++)
        if (module->diagnostics.list[k].is_error &&
            module->diagnostics.list[k].case_index == case_index)
            return true;
    return false;
}

/* ---- plain -m ---- */

/* "./pointer-return/point1" for each unit that compiles. Caller frees each and the list. */
static char **packages_of(const struct esc_case *cases, const struct esc_go_unit *units,
                          const struct esc_go_module *module, size_t *count)
{
    char **packages = NULL;
    *count = 0;
    for (size_t u = 0; u < module->unit_count; u++) {
        if (is_faulty(module, units[u].case_index))
            continue;
        packages = esc_grow(packages, count, sizeof *packages);
        char *folder = esc_go_folder(&cases[units[u].case_index], units[u].point);
        packages[*count - 1] = esc_format("./%s", folder);
        free(folder);
    }
    return packages;
}

bool esc_go_ask_inlined(const struct esc_case *cases, const struct esc_go_unit *units,
                        const struct esc_go *go, struct esc_go_module *module,
                        struct esc_error *error)
{
    size_t count = 0;
    char **packages = packages_of(cases, units, module, &count);
    const char **arguments = esc_calloc(count + 4, sizeof *arguments);
    struct esc_text out = {0};
    int code = -1;
    arguments[0] = "build";
    arguments[1] = "-trimpath";
    arguments[2] = "-gcflags=-m";
    for (size_t i = 0; i < count; i++)
        arguments[i + 3] = packages[i];
    esc_text_add(&out, esc_go_ended_well);
    bool ran =
        count == 0 || esc_go_call(go, module->folder, arguments, look_limit_s, &out, &code, error);
    if (ran && count > 0 && code != 0)
        ran = esc_go_ended_badly("go build -gcflags=-m", NULL, code, &out, error);
    if (ran)
        esc_go_parse(cases, units, module->unit_count, out.bytes, true, &module->diagnostics);
    for (size_t i = 0; i < count; i++)
        free(packages[i]);
    free(packages);
    free(arguments);
    esc_text_free(&out);
    return ran;
}

/* ---- machine code ---- */

/* One program in which every strategy's loop is reached, so that the linker keeps it. */
static char *reader_text(const struct esc_case *cases, const struct esc_go_unit *units,
                         const struct esc_go_module *module)
{
    struct esc_text imports = {0};
    struct esc_text kept = {0};
    for (size_t u = 0; u < module->unit_count; u++) {
        const struct esc_case *bench_case = &cases[units[u].case_index];
        if (is_faulty(module, units[u].case_index))
            continue;
        char *package = esc_go_package(bench_case, units[u].point);
        esc_text_addf(&imports, "import p%zu \"%s\"\n", u, package);
        free(package);
        for (size_t k = 0; k < bench_case->strategy_count; k++) {
            char *run = esc_go_run_function(bench_case->strategies[k].name);
            esc_text_addf(&kept, "\tp%zu.%s,\n", u, run);
            free(run);
        }
    }
    char *text = esc_format(
        "package main\n\n%s\nvar kept = []func(uint64) uint64{\n%s}\n\n"
        "func main() {\n\tfor _, run := range kept {\n\t\trun(0)\n\t}\n}\n",
        imports.bytes != NULL ? imports.bytes : "", kept.bytes != NULL ? kept.bytes : "");
    esc_text_free(&imports);
    esc_text_free(&kept);
    return text;
}

char *esc_go_reader(const struct esc_case *cases, const struct esc_go_unit *units,
                    const struct esc_go *go, const struct esc_go_module *module,
                    struct esc_error *error)
{
    char *program = esc_format("%s/reader.bin", module->folder);
    if (access(program, R_OK) == 0)
        return program;
    char *name = esc_format("reader.%ld", (long)getpid());
    char *path = esc_format("%s/main.go", name);
    char *package = esc_format("./%s", name);
    char *made = esc_format("%s.bin", name);
    char *text = reader_text(cases, units, module);
    const char *const arguments[] = {"build", "-trimpath", "-o", made, package, NULL};
    struct esc_text out = {0};
    int code = -1;
    bool good = esc_go_write_file(module->folder, path, text, error) &&
                esc_go_call(go, module->folder, arguments, look_limit_s, &out, &code, error);
    if (good && code != 0)
        good = esc_go_ended_badly("go build", NULL, code, &out, error);
    char *folder = esc_format("%s/%s", module->folder, name);
    char *whole = esc_format("%s/%s", module->folder, made);
    if (good && rename(whole, program) != 0)
        good = esc_error_add(error, program, 0, "cannot rename to this: %s", strerror(errno));
    esc_remove_folder(folder);
    char *const owned[] = {name, path, package, made, text, folder, whole};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    esc_text_free(&out);
    if (good)
        return program;
    free(program);
    return NULL;
}

bool esc_go_objdump(const struct esc_go *go, const char *program, const char *functions,
                    struct esc_text *out, struct esc_error *error)
{
    const char *const arguments[] = {"tool", "objdump", "-s", functions, program, NULL};
    int code = -1;
    bool good = esc_go_call(go, NULL, arguments, look_limit_s, out, &code, error);
    if (good && code != 0)
        good = esc_go_ended_badly("go tool objdump", program, code, out, error);
    return good;
}
