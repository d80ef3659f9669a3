/*
 * The Go module: written below a folder named by the hash of all that is in it, built there once,
 * found again while nothing changes. See golang.h for the contracts.
 */
#include "golang/internal.h"

#include "base/memory.h"
#include "base/process.h"
#include "noun/balance.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT_MODULES = 3, REMOVE_FILES = 16, MOST_TOLD = 2000, MOST_ERRORS = 10 };
static const struct esc_limits build_limits = {.time_s = 900, .memory_bytes = INT64_C(2) << 30};
#define DIAGNOSTICS "diagnostics.txt"

/* One file of the module. */
struct file {
    char *path; /* below the module's folder */
    char *text;
};

struct files {
    struct file *list;
    size_t count;
};

struct work {
    const struct esc_case *cases;
    size_t count;
    const struct esc_go_unit *units;
    size_t unit_count;
    const struct esc_go *go;
    char *command;      /* go's, whatever folder it is called in */
    const char *folder; /* where it is being built */
    struct esc_go_module *module;
    struct esc_error *errors, *error;
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
static void tell_refusals(const struct work *work, struct esc_text *told, bool *faults)
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
static struct files write_texts(const struct work *work)
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

static unsigned long long hash_text(unsigned long long hash, const char *text)
{
    return esc_hash(hash, text, strlen(text) + 1);
}

static unsigned long long hash_of(const struct work *work, const struct files *files, bool programs)
{
    unsigned long long hash = hash_text(hash_text(ESC_HASH_START, DIAGNOSTICS), work->go->version);
    for (size_t i = 0; i < files->count; i++) {
        hash = hash_text(hash, files->list[i].path);
        hash = hash_text(hash, files->list[i].text);
    }
    for (size_t u = 0; u < work->unit_count && programs; u++) {
        struct esc_text sides = {0};
        esc_go_sides(&work->cases[work->units[u].case_index], work->units[u].point, &sides);
        hash = hash_text(hash, sides.bytes);
        esc_text_free(&sides);
    }
    return hash_text(hash, programs ? esc_go_runner : "");
}

bool esc_go_write_file(const char *folder, const char *path, const char *text,
                       struct esc_error *error)
{
    char *whole = esc_format("%s/%s", folder, path);
    char *slash = strrchr(whole, '/');
    *slash = '\0';
    bool made = esc_make_folder(whole, error);
    *slash = '/';
    FILE *file = made ? fopen(whole, "we") : NULL;
    bool written = file != NULL && fputs(text, file) >= 0;
    written = file != NULL && fclose(file) == 0 && written;
    if (made && !written)
        esc_error_add(error, whole, 0, "cannot write: %s", strerror(errno));
    free(whole);
    return written;
}

static bool run_go(const struct work *work, const char *const *arguments, struct esc_text *out,
                   int *code)
{
    const struct esc_process process = {.arguments = arguments,
                                        .environment = esc_go_environment,
                                        .folder = work->folder,
                                        .cpu = -1,
                                        .limits = build_limits};
    return esc_process_run(&process, out, out, code, work->error);
}

/* The messages that name a line of a case go to that case. */
static void blame_cases(const struct work *work)
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

/* `output` may be NULL. */
static void take_output(const struct work *work, const char *output)
{
    for (size_t i = 0; i < work->count; i++)
        esc_error_free(&work->errors[i]);
    esc_go_parse(work->cases, work->units, work->unit_count, output != NULL ? output : "", false,
                 &work->module->diagnostics);
    blame_cases(work);
    for (size_t i = 0; i < work->count; i++)
        condense(&work->cases[i], &work->errors[i]);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

void esc_go_remove_folder(const char *folder)
{
    nftw(folder, remove_entry, REMOVE_FILES, FTW_DEPTH | FTW_PHYS);
}

/* Whether the compiler tells an error at a line of a case. */
static bool tells_errors(const struct work *work, const char *output)
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
static bool take_out(const struct work *work, const char *output, struct esc_text *told)
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
        esc_go_remove_folder(folder);
        esc_go_remove_folder(program);
        free(program);
        free(folder);
        free(below);
    }
    free(blamed);
    return count > 0;
}

static bool go_failed(const struct work *work, int code, const char *output)
{
    return esc_error_add(work->error, NULL, 0, "go build ended with %d:\n%.*s", code, MOST_TOLD,
                         output);
}

/*
 * Calls go until what is left of the module builds: a package that cannot be loaded stops it before
 * it compiles any. Appends what it said, and sets *faults where cases have some.
 */
static bool run_until_built(const struct work *work, const char *const *arguments,
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

/* What is read again when nothing has changed, and makes the diagnostics and errors. */
static bool keep_output(const struct work *work, const struct esc_text *told, bool faults)
{
    struct esc_text text = {0};
    esc_text_add(&text, faults ? "# exit 1\n" : esc_go_ended_well);
    esc_text_add(&text, told->bytes != NULL ? told->bytes : "");
    bool written = esc_go_write_file(work->folder, DIAGNOSTICS, text.bytes, work->error);
    esc_diagnostics_free(&work->module->diagnostics);
    take_output(work, text.bytes);
    esc_text_free(&text);
    return written;
}

/* Compiles all packages without inlining, which is how the diagnostics are asked for. */
static bool ask_diagnostics(const struct work *work, struct esc_text *told, bool *faults)
{
    const char *const arguments[] = {work->command,      "build", "-trimpath",
                                     "-gcflags=-m=2 -l", "./...", NULL};
    return run_until_built(work, arguments, told, faults) && keep_output(work, told, *faults);
}

static char *program_name(const struct work *work, size_t unit)
{
    const struct esc_go_unit *it = &work->units[unit];
    return esc_format("%s-point%zu", work->cases[it->case_index].name, it->point);
}

/* A program of its own for each point: what a package does when it starts is part of the point. */
static bool write_program(const struct work *work, size_t unit)
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

static bool has_program(const struct work *work, size_t unit)
{
    char *name = program_name(work, unit);
    char *program = esc_format("%s/bin/%s", work->folder, name);
    bool there = access(program, X_OK) == 0;
    free(program);
    free(name);
    return there;
}

/* The first unit whose case has no fault, and no program either; unit_count where there is none. */
static size_t find_lacking(const struct work *work)
{
    size_t u = 0;
    while (u < work->unit_count &&
           (work->errors[work->units[u].case_index].count > 0 || has_program(work, u)))
        u++;
    return u;
}

static bool write_programs(const struct work *work, size_t *count)
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
static bool build_programs(const struct work *work, struct esc_text *told, bool *faults)
{
    const char *const arguments[] = {work->command, "build", "-trimpath",      "-ldflags=-s -w",
                                     "-o",          "bin/",  "./programs/...", NULL};
    size_t programs = 0;
    struct esc_text more = {0};
    bool good = write_programs(work, &programs);
    if (!good || programs == 0)
        return good;
    good = run_until_built(work, arguments, &more, faults);
    if (good && more.length > 0)
        esc_text_add(told, more.bytes);
    good = good && keep_output(work, told, *faults);
    esc_text_free(&more);
    size_t lacking = good ? find_lacking(work) : work->unit_count;
    if (lacking < work->unit_count)
        good = esc_error_add(work->error, NULL, 0, "%s build ended well but made no program of %s",
                             work->command, work->cases[work->units[lacking].case_index].name);
    return good;
}

static bool is_older(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* The module used longest ago, `used` left out; NULL when there are no more than are kept. A
 * module's name is the hash's sixteen digits. Caller frees. */
static char *find_oldest(const char *cache, const char *used)
{
    DIR *folder = opendir(cache);
    char *oldest = NULL;
    struct timespec oldest_time = {0};
    size_t count = 0;
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        struct stat status;
        char *path = esc_format("%s/%s", cache, entry->d_name);
        bool module = strlen(entry->d_name) == 16 && stat(path, &status) == 0;
        count += module;
        if (module && strcmp(path, used) != 0 &&
            (oldest == NULL || is_older(&status.st_mtim, &oldest_time))) {
            free(oldest);
            oldest = path;
            oldest_time = status.st_mtim;
        } else {
            free(path);
        }
    }
    if (folder != NULL)
        closedir(folder);
    if (count > KEPT_MODULES)
        return oldest;
    free(oldest);
    return NULL;
}

static void prune(const char *cache, const char *used)
{
    for (char *oldest; (oldest = find_oldest(cache, used)) != NULL; free(oldest))
        esc_go_remove_folder(oldest);
}

static bool read_again(const struct work *work)
{
    struct esc_text diagnostics = {0};
    char *path = esc_format("%s/" DIAGNOSTICS, work->folder);
    bool good = esc_text_read(&diagnostics, path, work->error);
    utimensat(AT_FDCWD, work->folder, NULL, 0); /* used now: the oldest are removed first */
    take_output(work, diagnostics.bytes);
    esc_text_free(&diagnostics);
    free(path);
    return good;
}

/* In a folder of this process's own, which gets its name when all is there. */
static bool build_module(struct work *work, const struct files *files, const char *folder,
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
    esc_go_remove_folder(mine);
    free(mine);
    work->folder = folder;
    return good;
}

static void find_programs(const struct work *work)
{
    for (size_t u = 0; u < work->unit_count; u++) {
        char *name = program_name(work, u);
        if (has_program(work, u))
            work->module->programs[u] = esc_format("%s/bin/%s", work->folder, name);
        free(name);
    }
}

/* As it was built; false where it is not there, or has lost a program. */
static bool find_built(const struct work *work, bool programs)
{
    if (access(work->folder, F_OK) != 0)
        return false;
    if (read_again(work) && (!programs || find_lacking(work) == work->unit_count))
        return true;
    for (size_t i = 0; i < work->count; i++)
        esc_error_free(&work->errors[i]);
    esc_diagnostics_free(&work->module->diagnostics);
    esc_go_remove_folder(work->folder);
    return false;
}

char *esc_go_command(const char *command)
{
    char *whole = strchr(command, '/') != NULL ? realpath(command, NULL) : NULL;
    return whole != NULL ? whole : esc_strdup(command);
}

bool esc_go_build(const struct esc_case *cases, size_t count, const struct esc_go_unit *units,
                  size_t unit_count, const struct esc_go *go, const char *cache, bool programs,
                  struct esc_go_module *module, struct esc_error *errors, struct esc_error *error)
{
    *module = (struct esc_go_module){.programs = esc_calloc(unit_count, sizeof *module->programs),
                                     .unit_count = unit_count};
    struct work work = {cases, count,  units,  unit_count, go, esc_go_command(go->command),
                        NULL,  module, errors, error};
    struct files files = write_texts(&work);
    module->folder = esc_format("%s/%016llx", cache, hash_of(&work, &files, programs));
    work.folder = module->folder;
    bool good =
        find_built(&work, programs) || build_module(&work, &files, module->folder, programs);
    free_files(&files);
    free(work.command);
    if (good && programs)
        find_programs(&work);
    prune(cache, module->folder);
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
