/*
 * Files and gnuplot processes. See draw.h for the contracts. A picture is drawn under a temporary
 * name and renamed when gnuplot succeeded: a failing gnuplot leaves partial files. A process draws
 * a batch of pictures, for a third of its time goes into starting it; the pictures of a batch that
 * fails are drawn again, each by a process of its own, so that a broken one costs itself alone.
 */
#include "chart/draw.h"

#include "base/keeper.h"
#include "base/memory.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A picture takes 0.3 s and 40 MB on an idle machine. When two have not ended, each alone in its
 * process, it is gnuplot and not the picture. */
static const double time_limit_s = 60;

enum { MOST_AT_ONCE = 8, MOST_IN_BATCH = 8, MEMORY_MIB = 1024, MOST_LATE = 2, LEAST_BYTES = 200 };

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
    pid_t process; /* its keeper; 0: not started or done */
};

/* All that one call of esc_chart_draw knows. */
struct drawing {
    const struct esc_chart_options *options;
    const char *program;
    struct esc_limits limits;
    struct picture *pictures;
    size_t picture_count;
    struct batch *batches; /* those of failed ones come behind */
    size_t batch_count;
    struct colours colours; /* for svg that goes into a page; else none */
    size_t at_once;
    size_t done;  /* pictures that are drawn or given up */
    size_t late;  /* of these at the time limit */
    bool stopped; /* nothing is drawn any more: a signal was caught, or gnuplot never ends */
    struct esc_error *error;
};

bool esc_chart_can_draw(const char *gnuplot)
{
    return esc_program_found(gnuplot);
}

/* gnuplot's words for a batch; NULL-terminated. Between two pictures all goes back to what a new
 * process has. No path is put into a script: gnuplot works in the charts' folder. */
static char **command_of(const struct drawing *drawing, const struct batch *batch)
{
    char **words = esc_calloc(5 * batch->count + 2, sizeof *words);
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
    execvp(command[0], command);
    _exit(127);
}

static char *path_of(const struct picture *picture, const char *folder, const char *more)
{
    return esc_format("%s/%s.%s%s", folder, picture->sheet->name, picture->suffix, more);
}

static void mend(const struct drawing *drawing, const struct picture *picture,
                 struct esc_text *bytes)
{
    const struct colours *colours = drawing->colours.count > 0 ? &drawing->colours : NULL;
    const struct sheet *sheet = picture->sheet;
    if (strcmp(picture->suffix, "svg") == 0)
        esc_chart_mend_svg(bytes, sheet->name, sheet->title,
                           sheet->alt.bytes != NULL ? sheet->alt.bytes : "", colours);
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
static bool keep(const struct drawing *drawing, const struct picture *picture)
{
    const char *folder = drawing->options->folder;
    struct esc_error *error = drawing->error;
    struct esc_text bytes = {0};
    char *temporary = path_of(picture, folder, ".tmp");
    char *path = path_of(picture, folder, "");
    bool good = esc_text_read(&bytes, temporary, error);
    if (good && bytes.length < LEAST_BYTES)
        good = esc_error_add(error, path, 0, "gnuplot left an empty file");
    if (good) {
        mend(drawing, picture, &bytes);
        good = write_file(path, bytes.bytes, bytes.length, error);
    }
    esc_text_free(&bytes);
    free(path);
    free(temporary);
    return good;
}

/* A hint that is true of whatever keeps gnuplot from ending. */
static void hint_by_hand(const struct drawing *drawing, const struct picture *picture)
{
    esc_error_hint(
        drawing->error, "to see what it does: cd %s && %s -e \"format='%s'; out='x'\" %s.gp",
        drawing->options->folder, drawing->program, picture->suffix, picture->sheet->name);
}

/* gnuplot's own words, shortened: its first lines. */
static void add_failure(const struct drawing *drawing, const struct picture *picture, int status)
{
    struct esc_text log = {0};
    struct esc_error ignored = {0};
    char *path = path_of(picture, drawing->options->folder, "");
    char *log_path = path_of(picture, drawing->options->folder, ".log");
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
        hint_by_hand(drawing, picture);
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

static void stop_all(struct drawing *drawing)
{
    drawing->stopped = true;
    for (size_t i = 0; i < drawing->batch_count; i++)
        if (drawing->batches[i].process != 0)
            kill(drawing->batches[i].process, SIGTERM);
}

static void add_batch(struct drawing *drawing, size_t first, size_t count)
{
    drawing->batches = esc_grow(drawing->batches, &drawing->batch_count, sizeof *drawing->batches);
    drawing->batches[drawing->batch_count - 1] = (struct batch){.first = first, .count = count};
}

/* A picture whose process failed, with others or alone. */
static void fail(struct drawing *drawing, size_t index, bool alone, int status)
{
    if (drawing->stopped)
        return;
    if (!alone) {
        add_batch(drawing, index, 1);
        return;
    }
    add_failure(drawing, &drawing->pictures[index], status);
    drawing->done++;
    drawing->late += esc_keeper_reached(status) == ESC_REACHED_TIME;
}

/* The process has ended. */
static void finish(struct drawing *drawing, struct batch ended, int status)
{
    const char *folder = drawing->options->folder;
    bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    for (size_t i = ended.first; i < ended.first + ended.count; i++) {
        struct picture *picture = &drawing->pictures[i];
        if (good)
            picture->good = keep(drawing, picture);
        else
            fail(drawing, i, ended.count == 1, status);
        drawing->done += good;
        clean_up(picture, folder);
    }
    if (drawing->late >= MOST_LATE && !drawing->stopped)
        stop_all(drawing);
}

/* Waits for one of the processes; the number of those that are still running. */
static size_t wait_one(struct drawing *drawing, size_t running)
{
    int status = 0;
    pid_t process = waitpid(-1, &status, 0);
    if (process < 0 && errno == EINTR)
        stop_all(drawing); /* whoever caught a signal wants an end */
    else if (process < 0)
        return 0;
    for (size_t k = 0; process > 0 && k < drawing->batch_count; k++) {
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
    pid_t process = esc_keeper_fork(&drawing->limits);
    if (process == 0)
        become_gnuplot(drawing, batch);
    if (process < 0)
        esc_error_add(drawing->error, NULL, 0, "cannot start gnuplot: %s", strerror(errno));
    batch->process = process > 0 ? process : 0;
    return process > 0;
}

static void run_all(struct drawing *drawing)
{
    size_t running = 0;
    size_t next = 0;
    while ((next < drawing->batch_count && !drawing->stopped) || running > 0) {
        if (next < drawing->batch_count && !drawing->stopped && running < drawing->at_once)
            running += start(drawing, &drawing->batches[next++]);
        else
            running = wait_one(drawing, running);
    }
    if (drawing->late >= MOST_LATE && drawing->done < drawing->picture_count)
        esc_error_add(drawing->error, drawing->options->folder, 0,
                      "gnuplot does not end: %zu more pictures are not drawn",
                      drawing->picture_count - drawing->done);
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

/* Writes the texts of all sheets and lists their pictures: none without the theme's colours. */
static void prepare(struct drawing *drawing, const struct sheets *sheets)
{
    const struct esc_chart_options *options = drawing->options;
    struct style style = esc_chart_style(options->preset, options->theme);
    if (options->theme == ESC_CHART_PAGE &&
        !esc_colours_read(&drawing->colours, &style, options->plots, drawing->error))
        return;
    bool *written = esc_calloc(sheets->count + 1, sizeof *written);
    for (size_t i = 0; i < sheets->count; i++)
        written[i] = write_texts(&sheets->sheets[i], options, drawing->error);
    for (size_t f = 0; f < FORMATS; f++)
        if ((options->formats & (unsigned)formats[f].bit) != 0)
            add_pictures(drawing, sheets, written, formats[f].suffix);
    free(written);
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
    char *absolute =
        strchr(options->gnuplot, '/') != NULL ? realpath(options->gnuplot, NULL) : NULL;
    struct drawing drawing = {
        .options = options,
        .program = absolute != NULL ? absolute : options->gnuplot,
        .limits = {.time_s = options->time_limit_s > 0 ? options->time_limit_s : time_limit_s,
                   .memory_bytes = (int64_t)MEMORY_MIB << 20},
        .at_once = processors(),
        .error = error};
    prepare(&drawing, sheets);
    run_all(&drawing);
    *drawn = 0;
    for (size_t i = 0; i < sheets->count; i++)
        *drawn += all_good(&drawing, &sheets->sheets[i]);
    free(absolute);
    free(drawing.pictures);
    free(drawing.batches);
    esc_colours_free(&drawing.colours);
    return *drawn == sheets->count;
}
