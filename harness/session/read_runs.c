/*
 * Reading runs side by side. See read_runs.h for the contract.
 */
#include "session/read_runs.h"

#include "base/memory.h"
#include "emit/emit.h"
#include "stats/stats.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct reader {
    pthread_t thread;
    bool started;
    const char *path;
    struct esc_run run;
    struct esc_error error;
    bool good;
};

static void *read_one(void *own)
{
    struct reader *reader = own;
    reader->good = esc_emit_read_file(reader->path, &reader->run, &reader->error);
    if (reader->good && reader->run.record_count > 0)
        esc_stats(&reader->run);
    return NULL;
}

static void finish(struct reader *reader, esc_take_run *take, void *taker)
{
    if (reader->started)
        pthread_join(reader->thread, NULL);
    take(taker, reader->path, &reader->run, reader->good, &reader->error);
    esc_run_free(&reader->run);
    esc_error_free(&reader->error);
}

void esc_read_runs(const char *const *paths, size_t count, esc_take_run *take, void *taker)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t most = processors > 1 ? (size_t)processors : 1;
    struct reader *readers = esc_calloc(most, sizeof *readers);
    for (size_t first = 0; first < count; first += most) {
        size_t some = count - first < most ? count - first : most;
        for (size_t i = 0; i < some; i++) {
            readers[i] = (struct reader){.path = paths[first + i]};
            readers[i].started =
                pthread_create(&readers[i].thread, NULL, read_one, &readers[i]) == 0;
            if (!readers[i].started)
                read_one(&readers[i]);
        }
        for (size_t i = 0; i < some; i++)
            finish(&readers[i], take, taker);
    }
    free(readers);
}
