/*
 * Cases -> shared objects: look in the cache, compile the units of all other cases in parallel,
 * link, publish by rename. See build.h for the contracts.
 */
#include "build/build.h"

#include "base/memory.h"
#include "base/text.h"
#include "build/cache.h"
#include "build/messages.h"
#include "build/pool.h"
#include "build/units.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A case that the cache does not have. Everything happens in `folder`, until it is whole. */
struct work {
    size_t index; /* in cases[], libraries[], errors[] */
    char *stem;   /* CACHE/NAME-HASH */
    char *folder; /* CACHE/NAME-HASH.PID.work */
    char *source; /* in the folder */
    char **objects;
    size_t object_count;
    bool failed;
    bool limited; /* a command has reached a limit, which was told */
};

/* All that one call of esc_build knows. */
struct build {
    const struct esc_case *cases;
    char *const *texts;
    const struct esc_build_options *options;
    struct esc_library *libraries;
    struct esc_error *errors;
    struct esc_words words;
    struct work *works;
    size_t work_count;
    struct esc_task *tasks;
    size_t task_count;
};

/* Of what is the same for all cases, of this case's text, and of which units are made of it. */
static unsigned long long hash_of(const struct esc_case *bench_case, const char *description,
                                  const char *code, bool quick)
{
    unsigned long long hash = esc_hash_text(ESC_HASH_START, description);
    hash = esc_hash_text(hash, code);
    struct esc_build_unit *units;
    size_t count = esc_units_of(bench_case, quick, &units);
    for (size_t k = 0; k < count; k++) {
        char *name = esc_unit_path("", &units[k], "");
        hash = esc_hash_text(hash, name);
        free(name);
    }
    free(units);
    return hash;
}

/* Takes the library from the cache and marks it as used now. */
static bool find(const char *stem, struct esc_library *library)
{
    char *timed = esc_format("%s.so", stem);
    char *counting = esc_format("%s-count.so", stem);
    bool there = access(timed, R_OK) == 0 && access(counting, R_OK) == 0;
    if (there) {
        utimensat(AT_FDCWD, timed, NULL, 0);
        *library = (struct esc_library){.timed = timed, .counting = counting};
        return true;
    }
    free(timed);
    free(counting);
    return false;
}

static bool prepare(struct work *work, const char *name, const char *code, struct esc_error *error)
{
    work->folder = esc_format("%s.%ld.work", work->stem, (long)getpid());
    work->source = esc_format("%s/%s.c", work->folder, name);
    return esc_make_folder(work->folder, error) &&
           esc_text_write(work->source, code, strlen(code), error);
}

static void add_task(struct build *build, size_t owner, char **first, char **second, char *log)
{
    build->tasks = esc_grow(build->tasks, &build->task_count, sizeof *build->tasks);
    build->tasks[build->task_count - 1] =
        (struct esc_task){.commands = {first, second}, .log = log, .owner = owner};
}

static void add_compilations(struct build *build, size_t owner)
{
    struct work *work = &build->works[owner];
    struct esc_build_unit *units;
    work->object_count = esc_units_of(&build->cases[work->index], build->options->quick, &units);
    work->objects = esc_calloc(work->object_count, sizeof *work->objects);
    for (size_t k = 0; k < work->object_count; k++) {
        char *object = esc_unit_path(work->folder, &units[k], ".o");
        work->objects[k] = object;
        add_task(build, owner,
                 esc_compile_command(&build->words, build->options->include, work->source,
                                     &units[k], object),
                 esc_localize_command(object), esc_unit_path(work->folder, &units[k], ".log"));
    }
    free(units);
}

static void add_links(struct build *build, size_t owner)
{
    const struct work *work = &build->works[owner];
    const char *const counters[] = {NULL, build->options->counter};
    static const char *const endings[] = {"", "-count"};
    for (size_t k = 0; k < 2; k++) {
        char *library = esc_format("%s/library%s.so", work->folder, endings[k]);
        add_task(build, owner,
                 esc_link_command(&build->words, work->objects, work->object_count, counters[k],
                                  library),
                 NULL, esc_format("%s/library%s.log", work->folder, endings[k]));
        free(library);
    }
}

/* The case either comes from the cache or becomes a piece of work. */
static void look_up(struct build *build, size_t index, const char *description)
{
    const struct esc_case *bench_case = &build->cases[index];
    const char *code = build->texts[index];
    char *stem = esc_format("%s/%s-%016llx", build->options->cache, bench_case->name,
                            hash_of(bench_case, description, code, build->options->quick));
    if (find(stem, &build->libraries[index])) {
        free(stem);
    } else {
        build->works = esc_grow(build->works, &build->work_count, sizeof *build->works);
        struct work *work = &build->works[build->work_count - 1];
        *work = (struct work){.index = index, .stem = stem};
        work->failed = !prepare(work, bench_case->name, code, &build->errors[index]);
    }
}

static double mib(int64_t bytes)
{
    return (double)bytes / 1048576;
}

static bool ended_by(const struct esc_task *task, int number)
{
    return WIFSIGNALED(task->wait_status) && WTERMSIG(task->wait_status) == number;
}

/* What a command took too much of; false: no limit ended it. There is no line to tell. */
static bool add_limit(const struct build *build, struct work *work, const struct esc_task *task,
                      const char *log, struct esc_error *error)
{
    const struct esc_case *bench_case = &build->cases[work->index];
    const struct esc_limits *limits = &build->options->limits;
    const char *program = task->commands[0][0];
    enum esc_reached reached = esc_keeper_reached(task->wait_status);
    bool file = strstr(log, strsignal(SIGXFSZ)) != NULL || ended_by(task, SIGXFSZ);
    char *words = NULL;
    if (reached == ESC_REACHED_TIME)
        words = esc_format("'%s' still worked on this case's C at the time limit of %g s", program,
                           limits->time_s);
    else if (reached == ESC_REACHED_MEMORY)
        words = esc_format("'%s' took more than %g MiB of memory for this case's C", program,
                           mib(limits->memory_bytes));
    else if (file)
        words = esc_format("'%s' wrote more than %g MiB for this case's C", program,
                           mib(limits->file_bytes));
    if (words != NULL && !work->limited) {
        esc_error_add(error, bench_case->path, bench_case->line, "%s", words);
        esc_error_hint(error,
                       "look for an #include of a device or a pipe, a macro that doubles "
                       "itself, an array of gigabytes");
    }
    work->limited = work->limited || words != NULL;
    free(words);
    return work->limited;
}

/* In words, for a command whose output names no error. */
static void add_failure(const struct esc_task *task, const char *log, struct esc_error *error)
{
    const char *program = task->commands[0][0];
    int status = task->wait_status;
    char *clean = esc_messages_clean(log);
    log = clean;
    size_t length = strlen(log);
    while (length > 0 && log[length - 1] == '\n')
        length--;
    const char *last = memrchr(log, '\n', length);
    last = last == NULL ? log : last + 1;
    int width = (int)(log + length - last);
    if (status == -1)
        esc_error_add(error, NULL, 0, "cannot start a process to compile");
    else if (WIFSIGNALED(status))
        esc_error_add(error, NULL, 0, "'%s' was ended by signal %d", program, WTERMSIG(status));
    else
        esc_error_add(error, NULL, 0, "'%s' failed (exit code %d): %.*s", program,
                      WEXITSTATUS(status), width, last);
    free(clean);
}

/* Puts the messages of one case's failed tasks into its error list. */
static void explain(struct build *build, size_t owner)
{
    struct work *work = &build->works[owner];
    struct esc_messages messages = {.bench_case = &build->cases[work->index],
                                    .code = build->texts[work->index]};
    struct esc_error *error = &build->errors[work->index];
    for (size_t k = 0; k < build->task_count; k++) {
        const struct esc_task *task = &build->tasks[k];
        if (task->owner != owner || !task->failed || task->skipped)
            continue;
        struct esc_error unread = {0};
        struct esc_text log = {0};
        work->failed = true;
        esc_text_read(&log, task->log, &unread);
        const char *text = log.bytes == NULL ? "" : log.bytes;
        bool limited = add_limit(build, work, task, text, error);
        if (!limited)
            esc_messages_read(&messages, text);
        if (!limited && messages.count == 0 && error->count == 0)
            add_failure(task, text, error);
        esc_text_free(&log);
        esc_error_free(&unread);
    }
    esc_messages_tell(&messages, error);
    esc_messages_free(&messages);
}

static void run_tasks(struct build *build)
{
    esc_pool_run(build->tasks, build->task_count,
                 build->options->jobs > 0 ? build->options->jobs : 1, &build->options->limits);
    for (size_t owner = 0; owner < build->work_count; owner++)
        explain(build, owner);
    esc_tasks_free(build->tasks, build->task_count);
    build->tasks = NULL;
    build->task_count = 0;
}

/* The timed library last: the cache counts as filled once both are there. */
static void publish(struct build *build, struct work *work)
{
    static const char *const from[] = {"library-count.so", "library.so"};
    static const char *const ending[] = {"-count.so", ".so"};
    struct esc_error *error = &build->errors[work->index];
    char *source = esc_format("%s.c", work->stem);
    rename(work->source, source);
    free(source);
    for (size_t k = 0; k < 2; k++) {
        char *made = esc_format("%s/%s", work->folder, from[k]);
        char *final = esc_format("%s%s", work->stem, ending[k]);
        if (rename(made, final) != 0)
            esc_error_add(error, final, 0, "cannot write: %s", strerror(errno));
        free(made);
        free(final);
    }
    if (find(work->stem, &build->libraries[work->index]))
        build->libraries[work->index].compiled = true;
    else if (error->count == 0)
        esc_error_add(error, work->stem, 0, "the library vanished from the cache");
}

static void finish(struct build *build, struct work *work)
{
    if (!work->failed)
        publish(build, work);
    esc_cache_remove_folder(work->folder);
    esc_cache_clean(build->options->cache, build->cases[work->index].name);
    for (size_t k = 0; k < work->object_count; k++)
        free(work->objects[k]);
    free(work->objects);
    free(work->source);
    free(work->folder);
    free(work->stem);
}

static void run(struct build *build, size_t count, const char *description)
{
    for (size_t i = 0; i < count; i++)
        look_up(build, i, description);
    for (size_t k = 0; k < build->work_count; k++)
        if (!build->works[k].failed)
            add_compilations(build, k);
    run_tasks(build);
    for (size_t k = 0; k < build->work_count; k++)
        if (!build->works[k].failed)
            add_links(build, k);
    run_tasks(build);
    for (size_t k = 0; k < build->work_count; k++)
        finish(build, &build->works[k]);
    free(build->works);
}

/* Copies one message into every case's list: without a compiler none can be built. */
static void fail_all(const struct esc_error *reason, size_t count, struct esc_error *errors)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < reason->count; k++) {
            const struct esc_message *message = &reason->messages[k];
            esc_error_add(&errors[i], message->file, message->line, "%s", message->text);
            if (message->hint != NULL)
                esc_error_hint(&errors[i], "%s", message->hint);
        }
    }
}

/* What is the same for all cases: the compiler's words, and what goes into every hash. */
static bool get_ready(const struct esc_build_options *options, struct esc_words *words,
                      struct esc_text *description, struct esc_error *error)
{
    return esc_words_split(options, words, error) &&
           esc_cache_describe(options, words->words[0], description, error) &&
           esc_make_folder(options->cache, error);
}

bool esc_build_ready(const struct esc_build_options *options, struct esc_error *error)
{
    struct esc_words words = {0};
    struct esc_text description = {0};
    bool ready = get_ready(options, &words, &description, error);
    esc_words_free(&words);
    esc_text_free(&description);
    return ready;
}

bool esc_build(const struct esc_case *cases, char *const *texts, size_t count,
               const struct esc_build_options *options, struct esc_library *libraries,
               struct esc_error *errors)
{
    struct build build = {.cases = cases,
                          .texts = texts,
                          .options = options,
                          .libraries = libraries,
                          .errors = errors};
    struct esc_error reason = {0};
    struct esc_text description = {0};
    memset(libraries, 0, count * sizeof *libraries);
    if (get_ready(options, &build.words, &description, &reason))
        run(&build, count, description.bytes);
    else
        fail_all(&reason, count, errors);
    bool all = true;
    for (size_t i = 0; i < count; i++)
        all = all && libraries[i].timed != NULL;
    esc_words_free(&build.words);
    esc_text_free(&description);
    esc_error_free(&reason);
    return all;
}

void esc_library_free(struct esc_library *library)
{
    free(library->timed);
    free(library->counting);
    *library = (struct esc_library){0};
}
