/*
 * Files and gnuplot processes. See draw.h for the contracts. A picture is drawn under a temporary
 * name and renamed when gnuplot succeeded: a failing gnuplot leaves partial files.
 */
#include "chart/draw.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AT_ONCE = 2, TIME_LIMIT_S = 60, LEAST_BYTES = 200 };

static const struct {
    enum esc_chart_format bit;
    const char *suffix;
} formats[] = {{ESC_CHART_SVG, "svg"}, {ESC_CHART_PNG, "png"}, {ESC_CHART_PDF, "pdf"}};
enum { FORMATS = sizeof formats / sizeof *formats };

/* One picture: a sheet in a format. */
struct task {
    const struct sheet *sheet;
    const char *suffix;
    pid_t process; /* 0: not started or done */
    bool good;
};

static bool can_run(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

bool esc_chart_can_draw(const char *gnuplot)
{
    if (strchr(gnuplot, '/') != NULL)
        return can_run(gnuplot);
    const char *value = getenv("PATH");
    char *path = esc_strdup(value != NULL ? value : "/usr/bin:/bin");
    bool found = false;
    char *rest = path;
    for (char *folder = strsep(&rest, ":"); folder != NULL && !found; folder = strsep(&rest, ":")) {
        char *program = esc_format("%s/%s", *folder != '\0' ? folder : ".", gnuplot);
        found = can_run(program);
        free(program);
    }
    free(path);
    return found;
}

/* In the child: works in the charts' folder, so that no path is ever put into a script. What
 * gnuplot says goes to NAME.SUFFIX.log. */
static void become_gnuplot(const struct task *task, const char *folder, const char *program)
{
    const char *name = task->sheet->name;
    char *settings = esc_format("format='%s'; out='%s.%s.tmp'", task->suffix, name, task->suffix);
    char *script = esc_format("%s.gp", name);
    char *log = esc_format("%s.%s.log", name, task->suffix);
    if (chdir(folder) != 0)
        _exit(126);
    int null = open("/dev/null", O_RDWR);
    int file = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (null < 0 || file < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(file, 2) < 0)
        _exit(126);
    setenv("LC_ALL", "C.UTF-8", 1);
    alarm(TIME_LIMIT_S);
    execlp(program, program, "-e", settings, script, (char *)NULL);
    _exit(127);
}

static char *path_of(const struct task *task, const char *folder, const char *more)
{
    return esc_format("%s/%s.%s%s", folder, task->sheet->name, task->suffix, more);
}

static void mend(const struct task *task, struct esc_text *bytes)
{
    const struct sheet *sheet = task->sheet;
    if (strcmp(task->suffix, "svg") == 0)
        esc_chart_mend_svg(bytes, sheet->name, sheet->title,
                           sheet->alt.bytes != NULL ? sheet->alt.bytes : "");
    else if (strcmp(task->suffix, "pdf") == 0)
        esc_chart_mend_pdf(bytes, sheet->date);
}

/* Beside and renamed, like esc_text_write(), but without waiting for the disk: a run has hundreds
 * of these files, and `charts` draws each of them again. */
static bool write_file(const char *path, const char *bytes, size_t length, struct esc_error *error)
{
    char *temporary = esc_format("%s.new", path);
    FILE *file = fopen(temporary, "wb");
    bool good = file != NULL && fwrite(bytes, 1, length, file) == length;
    good = file != NULL && fclose(file) == 0 && good && rename(temporary, path) == 0;
    if (!good) {
        esc_error_add(error, path, 0, "cannot write: %s", strerror(errno));
        unlink(temporary);
    }
    free(temporary);
    return good;
}

/* The drawn bytes, mended, under the final name. */
static bool keep(const struct task *task, const char *folder, struct esc_error *error)
{
    struct esc_text bytes = {0};
    char *temporary = path_of(task, folder, ".tmp");
    char *path = path_of(task, folder, "");
    bool good = esc_text_read(&bytes, temporary, error);
    if (good && bytes.length < LEAST_BYTES)
        good = esc_error_add(error, path, 0, "gnuplot left an empty file");
    if (good) {
        mend(task, &bytes);
        good = write_file(path, bytes.bytes, bytes.length, error);
    }
    esc_text_free(&bytes);
    free(path);
    free(temporary);
    return good;
}

/* gnuplot's own words, shortened: its first lines. */
static void add_failure(const struct task *task, const char *folder, int status,
                        struct esc_error *error)
{
    struct esc_text log = {0};
    struct esc_error ignored = {0};
    char *path = path_of(task, folder, "");
    char *log_path = path_of(task, folder, ".log");
    esc_text_read(&log, log_path, &ignored);
    char *words = esc_chart_clean(log.bytes);
    if (WIFSIGNALED(status))
        esc_error_add(error, path, 0, "gnuplot was ended by signal %d: %.400s", WTERMSIG(status),
                      words);
    else
        esc_error_add(error, path, 0, "gnuplot failed (exit code %d): %.400s", WEXITSTATUS(status),
                      words);
    esc_error_free(&ignored);
    esc_text_free(&log);
    free(words);
    free(log_path);
    free(path);
}

static void clean_up(const struct task *task, const char *folder)
{
    static const char *const leftovers[] = {".tmp", ".log"};
    for (size_t i = 0; i < 2; i++) {
        char *path = path_of(task, folder, leftovers[i]);
        unlink(path);
        free(path);
    }
}

static void finish(struct task *task, const char *folder, int status, struct esc_error *error)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        task->good = keep(task, folder, error);
    else
        add_failure(task, folder, status, error);
    clean_up(task, folder);
    task->process = 0;
}

static size_t wait_one(struct task *tasks, size_t first, size_t end, const char *folder,
                       struct esc_error *error)
{
    for (size_t i = first; i < end; i++) {
        int status;
        if (tasks[i].process == 0)
            continue;
        while (waitpid(tasks[i].process, &status, 0) < 0 && errno == EINTR)
            continue;
        finish(&tasks[i], folder, status, error);
        return 1;
    }
    return 0;
}

static void start(struct task *task, const char *folder, const char *program,
                  struct esc_error *error)
{
    pid_t process = fork();
    if (process == 0)
        become_gnuplot(task, folder, program);
    if (process < 0)
        esc_error_add(error, NULL, 0, "cannot start gnuplot: %s", strerror(errno));
    task->process = process > 0 ? process : 0;
}

static void run_all(struct task *tasks, size_t count, const struct esc_chart_options *options,
                    struct esc_error *error)
{
    char *absolute =
        strchr(options->gnuplot, '/') != NULL ? realpath(options->gnuplot, NULL) : NULL;
    const char *program = absolute != NULL ? absolute : options->gnuplot;
    size_t running = 0;
    for (size_t i = 0; i < count; i++) {
        if (running == AT_ONCE)
            running -= wait_one(tasks, 0, i, options->folder, error);
        start(&tasks[i], options->folder, program, error);
        running += tasks[i].process != 0;
    }
    while (wait_one(tasks, 0, count, options->folder, error) > 0)
        continue;
    free(absolute);
}

static bool write_text(const char *folder, const char *name, const char *suffix,
                       const struct esc_text *text, struct esc_error *error)
{
    char *path = esc_format("%s/%s%s", folder, name, suffix);
    bool good = write_file(path, text->bytes != NULL ? text->bytes : "", text->length, error);
    free(path);
    return good;
}

static bool write_texts(const struct sheet *sheet, const struct esc_chart_options *options,
                        struct esc_error *error)
{
    struct esc_text script = {0};
    bool good = esc_chart_script(sheet, options->plots, &script, error) &&
                write_text(options->folder, sheet->name, ".gp", &script, error) &&
                write_text(options->folder, sheet->name, ".tsv", &sheet->tsv, error) &&
                write_text(options->folder, sheet->name, ".alt.txt", &sheet->alt, error);
    esc_text_free(&script);
    return good;
}

static size_t add_tasks(struct task **tasks, size_t *count, const struct sheet *sheet,
                        unsigned wanted)
{
    size_t before = *count;
    for (size_t f = 0; f < FORMATS; f++) {
        if ((wanted & (unsigned)formats[f].bit) == 0)
            continue;
        *tasks = esc_grow(*tasks, count, sizeof **tasks);
        (*tasks)[*count - 1] = (struct task){.sheet = sheet, .suffix = formats[f].suffix};
    }
    return *count - before;
}

static bool all_good(const struct task *tasks, size_t count, const struct sheet *sheet)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (tasks[i].sheet != sheet)
            continue;
        if (!tasks[i].good)
            return false;
        any = true;
    }
    return any;
}

bool esc_chart_draw(const struct sheets *sheets, const struct esc_chart_options *options,
                    size_t *drawn, struct esc_error *error)
{
    struct task *tasks = NULL;
    size_t count = 0;
    for (size_t i = 0; i < sheets->count; i++)
        if (write_texts(&sheets->sheets[i], options, error))
            add_tasks(&tasks, &count, &sheets->sheets[i], options->formats);
    run_all(tasks, count, options, error);
    *drawn = 0;
    for (size_t i = 0; i < sheets->count; i++)
        *drawn += all_good(tasks, count, &sheets->sheets[i]);
    free(tasks);
    return *drawn == sheets->count;
}
