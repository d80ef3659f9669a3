/*
 * Files and gnuplot processes. See draw.h for the contracts. A picture is drawn under a temporary
 * name and renamed when gnuplot succeeded: a failing gnuplot leaves partial files.
 */
#include "chart/draw.h"

#include "base/keeper.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A picture takes 0.3 s and 40 MB on an idle machine. When as many as are drawn side by side have
 * not ended, it is gnuplot and not the picture. */
enum { AT_ONCE = 2, TIME_LIMIT_S = 60, MEMORY_MIB = 1024, MOST_LATE = AT_ONCE, LEAST_BYTES = 200 };

static const struct {
    enum esc_chart_format bit;
    const char *suffix;
} formats[] = {{ESC_CHART_SVG, "svg"}, {ESC_CHART_PNG, "png"}, {ESC_CHART_PDF, "pdf"}};
enum { FORMATS = sizeof formats / sizeof *formats };

/* One picture: a sheet in a format. */
struct task {
    const struct sheet *sheet;
    const char *suffix;
    pid_t process; /* its keeper; 0: not started or done */
    bool good;
};

/* All pictures of one call. */
struct drawing {
    const struct esc_chart_options *options;
    const char *program;
    struct esc_limits limits;
    struct task *tasks;
    size_t count;
    size_t done;  /* have ended by themselves, or at a limit */
    size_t late;  /* of these at the time limit */
    bool stopped; /* nothing is drawn any more: a signal was caught, or gnuplot never ends */
    struct esc_error *error;
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

/* A hint that is true of whatever keeps gnuplot from ending. */
static void hint_by_hand(const struct drawing *drawing, const struct task *task)
{
    esc_error_hint(drawing->error,
                   "to see what it does: cd %s && %s -e \"format='%s'; out='x'\" %s.gp",
                   drawing->options->folder, drawing->program, task->suffix, task->sheet->name);
}

/* gnuplot's own words, shortened: its first lines. */
static void add_failure(const struct drawing *drawing, const struct task *task, int status)
{
    struct esc_text log = {0};
    struct esc_error ignored = {0};
    char *path = path_of(task, drawing->options->folder, "");
    char *log_path = path_of(task, drawing->options->folder, ".log");
    esc_text_read(&log, log_path, &ignored);
    char *words = esc_chart_clean(log.bytes);
    enum esc_reached reached = esc_keeper_reached(status);
    if (reached == ESC_REACHED_TIME)
        esc_error_add(drawing->error, path, 0, "gnuplot still ran at the time limit of %g s",
                      drawing->limits.time_s);
    else if (reached == ESC_REACHED_MEMORY)
        esc_error_add(drawing->error, path, 0, "gnuplot took more than %d MiB of memory",
                      MEMORY_MIB);
    else if (WIFSIGNALED(status))
        esc_error_add(drawing->error, path, 0, "gnuplot was ended by signal %d: %.400s",
                      WTERMSIG(status), words);
    else
        esc_error_add(drawing->error, path, 0, "gnuplot failed (exit code %d): %.400s",
                      WEXITSTATUS(status), words);
    if (reached != ESC_REACHED_NONE)
        hint_by_hand(drawing, task);
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

static void stop_all(struct drawing *drawing)
{
    drawing->stopped = true;
    for (size_t i = 0; i < drawing->count; i++)
        if (drawing->tasks[i].process != 0)
            kill(drawing->tasks[i].process, SIGTERM);
}

static void finish(struct drawing *drawing, struct task *task, int status)
{
    const char *folder = drawing->options->folder;
    task->process = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        task->good = keep(task, folder, drawing->error);
    else if (!drawing->stopped)
        add_failure(drawing, task, status);
    drawing->done += !drawing->stopped;
    drawing->late += esc_keeper_reached(status) == ESC_REACHED_TIME;
    if (drawing->late >= MOST_LATE && !drawing->stopped)
        stop_all(drawing);
    clean_up(task, folder);
}

static size_t wait_one(struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->count; i++) {
        struct task *task = &drawing->tasks[i];
        int status = 0;
        if (task->process == 0)
            continue;
        while (waitpid(task->process, &status, 0) < 0 && errno == EINTR)
            stop_all(drawing); /* whoever caught a signal wants an end */
        finish(drawing, task, status);
        return 1;
    }
    return 0;
}

static void start(struct drawing *drawing, struct task *task)
{
    pid_t process = esc_keeper_fork(&drawing->limits);
    if (process == 0)
        become_gnuplot(task, drawing->options->folder, drawing->program);
    if (process < 0)
        esc_error_add(drawing->error, NULL, 0, "cannot start gnuplot: %s", strerror(errno));
    task->process = process > 0 ? process : 0;
}

static void run_all(struct drawing *drawing)
{
    size_t running = 0;
    for (size_t i = 0; i < drawing->count && !drawing->stopped; i++) {
        if (running == AT_ONCE)
            running -= wait_one(drawing);
        if (!drawing->stopped)
            start(drawing, &drawing->tasks[i]);
        running += drawing->tasks[i].process != 0;
    }
    while (wait_one(drawing) > 0)
        continue;
    if (drawing->late >= MOST_LATE && drawing->done < drawing->count)
        esc_error_add(drawing->error, drawing->options->folder, 0,
                      "gnuplot does not end: %zu more pictures are not drawn",
                      drawing->count - drawing->done);
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
    char *absolute =
        strchr(options->gnuplot, '/') != NULL ? realpath(options->gnuplot, NULL) : NULL;
    struct drawing drawing = {
        .options = options,
        .program = absolute != NULL ? absolute : options->gnuplot,
        .limits = {.time_s = options->time_limit_s > 0 ? options->time_limit_s : TIME_LIMIT_S,
                   .memory_bytes = (int64_t)MEMORY_MIB << 20},
        .tasks = tasks,
        .count = count,
        .error = error};
    run_all(&drawing);
    free(absolute);
    *drawn = 0;
    for (size_t i = 0; i < sheets->count; i++)
        *drawn += all_good(tasks, count, &sheets->sheets[i]);
    free(tasks);
    return *drawn == sheets->count;
}
