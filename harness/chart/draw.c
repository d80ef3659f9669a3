/*
 * Files and gnuplot processes. See draw.h for the contracts. A picture is drawn under a temporary
 * name and renamed when gnuplot succeeded: a failing gnuplot leaves partial files. A process draws
 * a batch of pictures, for a third of its time goes into starting it; the pictures of a batch that
 * fails are drawn again, each by a process of its own, so that a broken one costs itself alone.
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

enum { MOST_AT_ONCE = 8, MOST_IN_BATCH = 8, TIME_LIMIT_S = 60, LEAST_BYTES = 200 };

/* Those that take longest first: no processor is left with a PNG when the others have ended. */
static const struct {
    enum esc_chart_format bit;
    const char *suffix;
} formats[] = {{ESC_CHART_PNG, "png"}, {ESC_CHART_PDF, "pdf"}, {ESC_CHART_SVG, "svg"}};
enum { FORMATS = sizeof formats / sizeof *formats };

/* A sheet in a format. */
struct picture {
    const struct sheet *sheet;
    const char *suffix;
    bool good;
};

/* Pictures [first, first + count), which one process draws. */
struct batch {
    size_t first, count;
    pid_t process; /* 0: not started or done */
};

/* All that one call of esc_chart_draw knows. */
struct drawing {
    const struct esc_chart_options *options;
    const char *program;
    struct picture *pictures;
    size_t picture_count;
    struct batch *batches; /* those of failed ones come behind */
    size_t batch_count;
    size_t at_once;
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

/* gnuplot's words for a batch; NULL-terminated. Between two pictures all goes back to what a new
 * process has. No path is put into a script: gnuplot works in the charts' folder. */
static char **command_of(const struct drawing *drawing, const struct batch *batch)
{
    char **words = esc_calloc(5 * batch->count + 1, sizeof *words);
    size_t count = 0;
    words[count++] = esc_strdup(drawing->program);
    for (size_t i = 0; i < batch->count; i++) {
        const struct picture *picture = &drawing->pictures[batch->first + i];
        const char *name = picture->sheet->name;
        if (i > 0) {
            words[count++] = esc_strdup("-e");
            words[count++] = esc_strdup("reset session");
        }
        words[count++] = esc_strdup("-e");
        words[count++] =
            esc_format("format='%s'; out='%s.%s.tmp'", picture->suffix, name, picture->suffix);
        words[count++] = esc_format("%s.gp", name);
    }
    return words;
}

/* In the child. What gnuplot says goes to the log beside the batch's first picture. */
static void become_gnuplot(const struct drawing *drawing, const struct batch *batch)
{
    const struct picture *first = &drawing->pictures[batch->first];
    char *log = esc_format("%s.%s.log", first->sheet->name, first->suffix);
    char **command = command_of(drawing, batch);
    if (chdir(drawing->options->folder) != 0)
        _exit(126);
    int null = open("/dev/null", O_RDWR);
    int file = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (null < 0 || file < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(file, 2) < 0)
        _exit(126);
    setenv("LC_ALL", "C.UTF-8", 1);
    alarm(TIME_LIMIT_S);
    execvp(command[0], command);
    _exit(127);
}

static char *path_of(const struct picture *picture, const char *folder, const char *more)
{
    return esc_format("%s/%s.%s%s", folder, picture->sheet->name, picture->suffix, more);
}

static void mend(const struct picture *picture, struct esc_text *bytes)
{
    const struct sheet *sheet = picture->sheet;
    if (strcmp(picture->suffix, "svg") == 0)
        esc_chart_mend_svg(bytes, sheet->name, sheet->title,
                           sheet->alt.bytes != NULL ? sheet->alt.bytes : "");
    else if (strcmp(picture->suffix, "pdf") == 0)
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
static bool keep(const struct picture *picture, const char *folder, struct esc_error *error)
{
    struct esc_text bytes = {0};
    char *temporary = path_of(picture, folder, ".tmp");
    char *path = path_of(picture, folder, "");
    bool good = esc_text_read(&bytes, temporary, error);
    if (good && bytes.length < LEAST_BYTES)
        good = esc_error_add(error, path, 0, "gnuplot left an empty file");
    if (good) {
        mend(picture, &bytes);
        good = write_file(path, bytes.bytes, bytes.length, error);
    }
    esc_text_free(&bytes);
    free(path);
    free(temporary);
    return good;
}

/* gnuplot's own words, shortened: its first lines. */
static void add_failure(const struct picture *picture, const char *folder, int status,
                        struct esc_error *error)
{
    struct esc_text log = {0};
    struct esc_error ignored = {0};
    char *path = path_of(picture, folder, "");
    char *log_path = path_of(picture, folder, ".log");
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

static void clean_up(const struct picture *picture, const char *folder)
{
    static const char *const leftovers[] = {".tmp", ".log"};
    for (size_t i = 0; i < 2; i++) {
        char *path = path_of(picture, folder, leftovers[i]);
        unlink(path);
        free(path);
    }
}

static void add_batch(struct drawing *drawing, size_t first, size_t count)
{
    drawing->batches = esc_grow(drawing->batches, &drawing->batch_count, sizeof *drawing->batches);
    drawing->batches[drawing->batch_count - 1] = (struct batch){.first = first, .count = count};
}

/* The process has ended. */
static void finish(struct drawing *drawing, struct batch ended, int status)
{
    const char *folder = drawing->options->folder;
    bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    for (size_t i = ended.first; i < ended.first + ended.count; i++) {
        struct picture *picture = &drawing->pictures[i];
        if (good)
            picture->good = keep(picture, folder, drawing->error);
        else if (ended.count == 1)
            add_failure(picture, folder, status, drawing->error);
        else
            add_batch(drawing, i, 1);
        clean_up(picture, folder);
    }
}

/* Waits for one of the processes; the number of those that are still running. */
static size_t wait_one(struct drawing *drawing, size_t running)
{
    int status = 0;
    pid_t process = waitpid(-1, &status, 0);
    if (process < 0)
        return errno == EINTR ? running : 0;
    for (size_t k = 0; k < drawing->batch_count; k++) {
        if (drawing->batches[k].process != process)
            continue;
        drawing->batches[k].process = 0;
        finish(drawing, drawing->batches[k], status);
        return running - 1;
    }
    return running;
}

static bool start(struct drawing *drawing, struct batch *batch)
{
    pid_t process = fork();
    if (process == 0)
        become_gnuplot(drawing, batch);
    if (process < 0)
        esc_error_add(drawing->error, NULL, 0, "cannot start gnuplot: %s", strerror(errno));
    batch->process = process > 0 ? process : 0;
    return process > 0;
}

static void run_all(struct drawing *drawing)
{
    const char *gnuplot = drawing->options->gnuplot;
    char *absolute = strchr(gnuplot, '/') != NULL ? realpath(gnuplot, NULL) : NULL;
    drawing->program = absolute != NULL ? absolute : gnuplot;
    size_t running = 0;
    for (size_t next = 0; next < drawing->batch_count || running > 0;) {
        if (next < drawing->batch_count && running < drawing->at_once)
            running += start(drawing, &drawing->batches[next++]);
        else
            running = wait_one(drawing, running);
    }
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

/* Every processor gets two batches of a format, so that they end at about the same time. */
static void add_pictures(struct drawing *drawing, const struct sheets *sheets, const bool *written,
                         const char *suffix)
{
    size_t first = drawing->picture_count;
    for (size_t i = 0; i < sheets->count; i++) {
        if (!written[i])
            continue;
        drawing->pictures =
            esc_grow(drawing->pictures, &drawing->picture_count, sizeof *drawing->pictures);
        drawing->pictures[drawing->picture_count - 1] =
            (struct picture){.sheet = &sheets->sheets[i], .suffix = suffix};
    }
    size_t share = (drawing->picture_count - first) / (2 * drawing->at_once) + 1;
    size_t most = share < MOST_IN_BATCH ? share : MOST_IN_BATCH;
    while (first < drawing->picture_count) {
        size_t left = drawing->picture_count - first;
        add_batch(drawing, first, left < most ? left : most);
        first += left < most ? left : most;
    }
}

static bool all_good(const struct drawing *drawing, const struct sheet *sheet)
{
    bool any = false;
    for (size_t i = 0; i < drawing->picture_count; i++) {
        if (drawing->pictures[i].sheet != sheet)
            continue;
        if (!drawing->pictures[i].good)
            return false;
        any = true;
    }
    return any;
}

static size_t processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > MOST_AT_ONCE ? MOST_AT_ONCE : (size_t)count;
}

bool esc_chart_draw(const struct sheets *sheets, const struct esc_chart_options *options,
                    size_t *drawn, struct esc_error *error)
{
    struct drawing drawing = {.options = options, .at_once = processors(), .error = error};
    bool *written = esc_calloc(sheets->count + 1, sizeof *written);
    for (size_t i = 0; i < sheets->count; i++)
        written[i] = write_texts(&sheets->sheets[i], options, error);
    for (size_t f = 0; f < FORMATS; f++)
        if ((options->formats & (unsigned)formats[f].bit) != 0)
            add_pictures(&drawing, sheets, written, formats[f].suffix);
    run_all(&drawing);
    *drawn = 0;
    for (size_t i = 0; i < sheets->count; i++)
        *drawn += all_good(&drawing, &sheets->sheets[i]);
    free(written);
    free(drawing.pictures);
    free(drawing.batches);
    return *drawn == sheets->count;
}
