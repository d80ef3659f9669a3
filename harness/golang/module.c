/*
 * The Go module: written below a folder named by the hash of all that is in it, built there once,
 * found again while nothing changes. See golang.h for the contracts.
 */
#include "golang/work.h"

#include "base/memory.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One file of the module. */
struct file {
    char *path; /* below the module's folder */
    char *text;
};

struct files {
    struct file *list;
    size_t count;
};

/* Takes over both. */
static void add_file(struct files *files, char *path, struct esc_text *text)
{
    files->list = esc_grow(files->list, &files->count, sizeof *files->list);
    files->list[files->count - 1] = (struct file){.path = path, .text = esc_text_take(text)};
}

/* go would leave out the file that imports "C", and then miss what is in it. Appends what is told.
 */
static bool add_refusal(const struct esc_case *bench_case, struct esc_text *text)
{
    int line = esc_go_cgo_line(bench_case);
    if (line > 0)
        esc_text_addf(text,
                      "%s.lua:%d:1: import \"C\" is not possible, cases are built without cgo; "
                      "write the C side as c\n",
                      bench_case->name, line);
    return line > 0;
}

/* As go would have said it of each unit. */
static void tell_refusals(const struct esc_go_work *work, struct esc_text *told, bool *faults)
{
    for (size_t u = 0; u < work->unit_count; u++) {
        const struct esc_case *bench_case = &work->cases[work->units[u].case_index];
        struct esc_text refusal = {0};
        if (add_refusal(bench_case, &refusal)) {
            char *package = esc_go_package(bench_case, work->units[u].point);
            esc_text_addf(told, "# %s\n%s", package, refusal.bytes);
            free(package);
            *faults = true;
        }
        esc_text_free(&refusal);
    }
}

/* Everything but the programs, which are only written for cases that compile. */
static struct files write_texts(const struct esc_go_work *work)
{
    struct files files = {0};
    struct esc_text text = {0};
    esc_text_addf(&text, "module escapement\n\ngo 1.%d\n", work->go->minor);
    add_file(&files, esc_strdup("go.mod"), &text);
    for (size_t u = 0; u < work->unit_count; u++) {
        const struct esc_case *bench_case = &work->cases[work->units[u].case_index];
        size_t point = work->units[u].point;
        char *folder = esc_go_folder(bench_case, point);
        if (add_refusal(bench_case, &text)) {
            add_file(&files, esc_format("%s/refused.txt", folder), &text);
        } else {
            esc_go_text(bench_case, point, &text);
            add_file(&files, esc_format("%s/point.go", folder), &text);
            esc_go_loops(bench_case, &text);
            add_file(&files, esc_format("%s/loops.go", folder), &text);
        }
        free(folder);
    }
    return files;
}

static void free_files(struct files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->list[i].path);
        free(files->list[i].text);
    }
    free(files->list);
}

static unsigned long long hash_of(const struct esc_go_work *work, const struct files *files,
                                  bool programs)
{
    unsigned long long hash =
        esc_hash_text(esc_hash_text(ESC_HASH_START, ESC_GO_DIAGNOSTICS), work->go->version);
    for (size_t i = 0; i < files->count; i++) {
        hash = esc_hash_text(hash, files->list[i].path);
        hash = esc_hash_text(hash, files->list[i].text);
    }
    for (size_t u = 0; u < work->unit_count && programs; u++) {
        struct esc_text sides = {0};
        esc_go_sides(&work->cases[work->units[u].case_index], work->units[u].point, &sides);
        hash = esc_hash_text(hash, sides.bytes);
        esc_text_free(&sides);
    }
    return esc_hash_text(hash, programs ? esc_go_runner : "");
}

/* Compiles all packages without inlining, which is how the diagnostics are asked for. */
static bool ask_diagnostics(const struct esc_go_work *work, struct esc_text *told, bool *faults)
{
    const char *const arguments[] = {"build", "-trimpath", "-gcflags=-m=2 -l", "./...", NULL};
    return esc_go_run_until_built(work, arguments, told, faults) &&
           esc_go_keep_output(work, told, *faults);
}

static char *program_name(const struct esc_go_work *work, size_t unit)
{
    const struct esc_go_unit *it = &work->units[unit];
    return esc_format("%s-point%zu", work->cases[it->case_index].name, it->point);
}

/* A program of its own for each point: what a package does when it starts is part of the point. */
static bool write_program(const struct esc_go_work *work, size_t unit)
{
    const struct esc_go_unit *it = &work->units[unit];
    char *name = program_name(work, unit);
    char *main_path = esc_format("programs/%s/main.go", name);
    char *sides_path = esc_format("programs/%s/sides.go", name);
    struct esc_text sides = {0};
    esc_go_sides(&work->cases[it->case_index], it->point, &sides);
    bool written = esc_go_write_file(work->folder, main_path, esc_go_runner, work->error) &&
                   esc_go_write_file(work->folder, sides_path, sides.bytes, work->error);
    esc_text_free(&sides);
    free(main_path);
    free(sides_path);
    free(name);
    return written;
}

static bool has_program(const struct esc_go_work *work, size_t unit)
{
    char *name = program_name(work, unit);
    char *program = esc_format("%s/bin/%s", work->folder, name);
    bool there = access(program, X_OK) == 0;
    free(program);
    free(name);
    return there;
}

/* The first unit whose case has no fault, and no program either; unit_count where there is none. */
static size_t find_lacking(const struct esc_go_work *work)
{
    size_t u = 0;
    while (u < work->unit_count &&
           (work->errors[work->units[u].case_index].count > 0 || has_program(work, u)))
        u++;
    return u;
}

static bool write_programs(const struct esc_go_work *work, size_t *count)
{
    bool good = true;
    for (size_t u = 0; u < work->unit_count && good; u++) {
        if (work->errors[work->units[u].case_index].count > 0)
            continue;
        good = write_program(work, u);
        ++*count;
    }
    return good;
}

/* All programs in one call of go, with inlining, as Go code is run; without debug information. */
static bool build_programs(const struct esc_go_work *work, struct esc_text *told, bool *faults)
{
    const char *const arguments[] = {"build",          "-trimpath", "-ldflags=-s -w", "-o", "bin/",
                                     "./programs/...", NULL};
    size_t programs = 0;
    struct esc_text more = {0};
    bool good = write_programs(work, &programs);
    if (!good || programs == 0)
        return good;
    good = esc_go_run_until_built(work, arguments, &more, faults);
    if (good && more.length > 0)
        esc_text_add(told, more.bytes);
    good = good && esc_go_keep_output(work, told, *faults);
    esc_text_free(&more);
    size_t lacking = good ? find_lacking(work) : work->unit_count;
    if (lacking < work->unit_count)
        good = esc_error_add(work->error, NULL, 0, "%s build ended well but made no program of %s",
                             work->go->command, work->cases[work->units[lacking].case_index].name);
    return good;
}

static bool read_again(const struct esc_go_work *work)
{
    struct esc_text diagnostics = {0};
    char *path = esc_format("%s/" ESC_GO_DIAGNOSTICS, work->folder);
    bool good = esc_text_read(&diagnostics, path, work->error);
    utimensat(AT_FDCWD, work->folder, NULL, 0); /* used now: the oldest are removed first */
    esc_go_take_output(work, diagnostics.bytes);
    esc_text_free(&diagnostics);
    free(path);
    return good;
}

/* In a folder of this process's own, which gets its name when all is there. */
static bool build_module(struct esc_go_work *work, const struct files *files, const char *folder,
                         bool programs)
{
    char *mine = esc_format("%s.%ld.work", folder, (long)getpid());
    work->folder = mine;
    bool good = esc_make_folder(mine, work->error);
    for (size_t i = 0; i < files->count && good; i++)
        good = esc_go_write_file(mine, files->list[i].path, files->list[i].text, work->error);
    struct esc_text told = {0};
    bool faults = false;
    tell_refusals(work, &told, &faults);
    good = good && ask_diagnostics(work, &told, &faults) &&
           (!programs || build_programs(work, &told, &faults));
    esc_text_free(&told);
    if (good && rename(mine, folder) != 0 && errno != ENOTEMPTY && errno != EEXIST)
        good = esc_error_add(work->error, folder, 0, "cannot rename to this: %s", strerror(errno));
    esc_remove_folder(mine);
    free(mine);
    work->folder = folder;
    return good;
}

static void find_programs(const struct esc_go_work *work)
{
    for (size_t u = 0; u < work->unit_count; u++) {
        char *name = program_name(work, u);
        if (has_program(work, u))
            work->module->programs[u] = esc_format("%s/bin/%s", work->folder, name);
        free(name);
    }
}

/* As it was built; false where it is not there, or has lost a program. */
static bool find_built(const struct esc_go_work *work, bool programs)
{
    if (access(work->folder, F_OK) != 0)
        return false;
    if (read_again(work) && (!programs || find_lacking(work) == work->unit_count))
        return true;
    for (size_t i = 0; i < work->count; i++)
        esc_error_free(&work->errors[i]);
    esc_diagnostics_free(&work->module->diagnostics);
    esc_remove_folder(work->folder);
    return false;
}

bool esc_go_build(const struct esc_case *cases, size_t count, const struct esc_go_unit *units,
                  size_t unit_count, const struct esc_go *go, const char *cache, bool programs,
                  struct esc_go_module *module, struct esc_error *errors, struct esc_error *error)
{
    *module = (struct esc_go_module){.programs = esc_calloc(unit_count, sizeof *module->programs),
                                     .unit_count = unit_count};
    struct esc_go_work work = {cases, count, units, unit_count, go, NULL, module, errors, error};
    struct files files = write_texts(&work);
    module->folder = esc_format("%s/%016llx", cache, hash_of(&work, &files, programs));
    work.folder = module->folder;
    bool good =
        find_built(&work, programs) || build_module(&work, &files, module->folder, programs);
    free_files(&files);
    if (good && programs)
        find_programs(&work);
    esc_go_prune(cache, module->folder);
    return good;
}

void esc_go_module_free(struct esc_go_module *module)
{
    for (size_t i = 0; module->programs != NULL && i < module->unit_count; i++)
        free(module->programs[i]);
    esc_diagnostics_free(&module->diagnostics);
    free(module->programs);
    free(module->folder);
    *module = (struct esc_go_module){0};
}
