/*
 * Charts as the commands ask for them. See drawing.h for the contracts.
 */
#include "session/drawing.h"

#include "base/memory.h"
#include "session/chart_options.h"
#include "session/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

char *esc_drawing_place(struct esc_chart_options *options, const struct esc_folders *folders,
                        const char *name)
{
    char *folder = esc_format("%s/%s", folders->results, name);
    options->plots = folders->plots;
    if (options->folder == NULL)
        options->folder = folder;
    return folder;
}

void esc_drawing_tell(size_t drawn, const char *what, const char *folder)
{
    if (drawn > 0)
        printf("%zu %s%s in %s\n", drawn, what, drawn == 1 ? "" : "s", folder);
}

bool esc_drawing(const struct esc_run *run, const struct esc_chart_options *options,
                 struct esc_error *error)
{
    size_t drawn = 0;
    bool good = esc_chart(run, options, &drawn, error);
    esc_drawing_tell(drawn, "chart", options->folder);
    return good;
}

bool esc_drawing_default(const struct esc_run *run, const struct esc_folders *folders,
                         struct esc_error *error)
{
    char *folder = esc_format("%s/charts", run->folder);
    struct esc_chart_options options = esc_chart_options();
    options.all = run->case_count <= 3;
    options.folder = folder;
    options.plots = folders->plots;
    bool good = esc_drawing(run, &options, error);
    free(folder);
    return good;
}

static bool draw_and_tell(const struct esc_run *run, const struct esc_folders *folders)
{
    struct esc_error error = {0};
    bool good = esc_drawing_default(run, folders, &error);
    fflush(stdout);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return good;
}

/* What the process says of its end. */
enum { SAID_GOOD = 1, SAID_STOPPED };

/* The process; it ends with `parent`. */
static void draw_apart(const struct esc_run *run, const struct esc_folders *folders, pid_t parent,
                       int result)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
    char said = draw_and_tell(run, folders) ? SAID_GOOD : esc_stop_requested ? SAID_STOPPED : 0;
    _exit(write(result, &said, 1) == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
}

struct esc_drawing_apart esc_drawing_begin(const struct esc_run *run,
                                           const struct esc_folders *folders)
{
    struct esc_drawing_apart apart = {0};
    int ends[2];
    pid_t self = getpid();
    if (pipe2(ends, O_CLOEXEC) == 0) {
        apart.process = fork();
        if (apart.process == 0)
            draw_apart(run, folders, self, ends[1]);
        close(ends[1]);
        apart.result = ends[0];
        if (apart.process > 0)
            return apart;
        close(ends[0]);
    }
    return (struct esc_drawing_apart){.good = draw_and_tell(run, folders)};
}

/* Who draws the page waits for any child, and may have waited for this one: so the pipe tells. */
bool esc_drawing_end(struct esc_drawing_apart *apart)
{
    char said = 0;
    if (apart->process == 0)
        return apart->good;
    while (read(apart->result, &said, 1) < 0 && errno == EINTR)
        if (esc_stop_requested)
            kill(apart->process, SIGTERM);
    close(apart->result);
    while (waitpid(apart->process, NULL, 0) < 0 && errno == EINTR)
        ;
    apart->process = 0;
    if (said == SAID_STOPPED)
        esc_stop_requested = 1;
    return said == SAID_GOOD;
}
