/*
 * Writing the journal: the plan, then round after round. See emit.h and journal.h.
 */
#include "emit/journal.h"

#include "base/memory.h"
#include "emit/emit.h"
#include "emit/fields.h"
#include "emit/format.h"
#include "emit/json.h"
#include "emit/plain.h"
#include "emit/tsv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

bool esc_journal_hash_file(const char *path, uint64_t *hash, struct esc_error *error)
{
    struct esc_text text = {0};
    bool good = esc_text_read(&text, path, error);
    *hash = esc_hash(ESC_HASH_START, text.bytes, text.length);
    esc_text_free(&text);
    return good;
}

static void add_run(struct esc_tsv *tsv, const struct esc_run *run)
{
    esc_tsv_text(tsv, NULL, "journal");
    esc_tsv_whole(tsv, NULL, ESC_JOURNAL_VERSION);
    esc_tsv_end(tsv);
    esc_tsv_text(tsv, NULL, "run");
    esc_tsv_text(tsv, NULL, run->id);
    esc_tsv_text(tsv, NULL, run->started);
    esc_tsv_hash(tsv, NULL, run->seed);
    esc_tsv_text(tsv, NULL, esc_preset_name(run->preset));
    esc_tsv_whole(tsv, NULL, run->rounds);
    esc_tsv_whole(tsv, NULL, run->gogc);
    esc_tsv_real(tsv, NULL, run->wall_s, true);
    esc_tsv_real(tsv, NULL, run->timed_s, true);
    esc_tsv_real(tsv, NULL, run->build_s, true);
    esc_tsv_text(tsv, NULL, run->point);
    esc_tsv_end(tsv);
}

/* Takes the reference. */
static void add_json(struct esc_tsv *tsv, json_t *value)
{
    char *line = json_dumps(value, JSON_COMPACT);
    esc_tsv_text(tsv, NULL, line);
    esc_tsv_end(tsv);
    free(line);
    json_decref(value);
}

static bool add_case(struct esc_tsv *tsv, const struct esc_case *bench_case,
                     struct esc_error *error)
{
    uint64_t hash = 0;
    if (bench_case->path != NULL && !esc_journal_hash_file(bench_case->path, &hash, error))
        return false;
    esc_tsv_text(tsv, NULL, "case");
    esc_tsv_text(tsv, NULL, bench_case->path);
    esc_tsv_hash(tsv, NULL, hash);
    add_json(tsv, esc_json_case(bench_case));
    return true;
}

static void add_variant(struct esc_tsv *tsv, const struct esc_run *run,
                        const struct esc_variant *variant)
{
    json_t *object = esc_json_variant(variant, NULL);
    esc_json_set_tally(object, &variant->tally, esc_variant_case(run, variant));
    esc_tsv_text(tsv, NULL, "variant");
    add_json(tsv, object);
}

bool esc_journal_add_plan(struct esc_text *text, const struct esc_run *run,
                          struct esc_journal_end *end, struct esc_error *error)
{
    struct esc_tsv tsv = {0};
    bool good = true;
    add_run(&tsv, run);
    esc_tsv_text(&tsv, NULL, "machine");
    add_json(&tsv, esc_json_machine(&run->machine));
    esc_tsv_text(&tsv, NULL, "runtimes");
    add_json(&tsv, esc_json_runtimes(run->runtimes));
    for (size_t i = 0; i < run->go_count; i++) {
        esc_tsv_text(&tsv, NULL, "go");
        add_json(&tsv, esc_json_go(&run->gos[i]));
    }
    for (size_t i = 0; i < run->case_count && good; i++)
        good = add_case(&tsv, &run->cases[i], error);
    for (size_t v = 0; v < run->variant_count; v++)
        add_variant(&tsv, run, &run->variants[v]);
    esc_tsv_text(&tsv, NULL, "plan");
    end->chain = esc_block_close(&tsv, esc_journal_start);
    end->length = tsv.text.length;
    *text = tsv.text;
    return good;
}

static bool lock(const struct esc_journal *journal, struct esc_error *error)
{
    if (flock(journal->file, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return esc_error_add(error, journal->path, 0, "another escapement is writing this run");
    return esc_error_add(error, journal->path, 0, "cannot lock: %s", strerror(errno));
}

struct esc_journal *esc_journal_open(const char *path, struct esc_error *error)
{
    struct esc_journal *journal = esc_calloc(1, sizeof *journal);
    journal->path = esc_strdup(path);
    journal->file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (journal->file < 0)
        esc_error_add(error, path, 0, "cannot open: %s", strerror(errno));
    if (journal->file >= 0 && lock(journal, error))
        return journal;
    esc_journal_close(journal);
    return NULL;
}

void esc_journal_mark(struct esc_journal *journal, const struct esc_run *run,
                      struct esc_journal_end end)
{
    journal->end = end;
    free(journal->status);
    journal->status = esc_calloc(run->variant_count, sizeof *journal->status);
    for (size_t v = 0; v < run->variant_count; v++)
        journal->status[v] = run->variants[v].status;
}

void esc_journal_close(struct esc_journal *journal)
{
    if (journal == NULL)
        return;
    if (journal->file >= 0)
        close(journal->file);
    free(journal->path);
    free(journal->status);
    free(journal);
}

/* The folder's own entry must be on disk too, or the journal could be lost with it. */
static void sync_folder(const char *folder)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;
    fsync(file);
    close(file);
}

static struct esc_journal *create(const struct esc_run *run, const char *path,
                                  struct esc_error *error)
{
    struct esc_text text = {0};
    struct esc_journal_end end;
    struct esc_journal *journal = NULL;
    if (!esc_make_folder(run->folder, error))
        return NULL;
    if (access(path, F_OK) == 0) {
        esc_error_add(error, path, 0, "is there already: a run's folder is used once");
        return NULL;
    }
    if (esc_journal_add_plan(&text, run, &end, error) &&
        esc_text_write(path, text.bytes, text.length, error))
        journal = esc_journal_open(path, error);
    if (journal != NULL)
        esc_journal_mark(journal, run, end);
    sync_folder(run->folder);
    esc_text_free(&text);
    return journal;
}

struct esc_journal *esc_journal_create(const struct esc_run *run, struct esc_error *error)
{
    struct esc_plain plain = esc_plain_begin();
    char *path = esc_format("%s/%s", run->folder, ESC_JOURNAL_NAME);
    struct esc_journal *journal = create(run, path, error);
    free(path);
    esc_plain_end(&plain);
    return journal;
}

static void add_fields(struct esc_tsv *tsv, const struct esc_field *fields, size_t count,
                       const void *record)
{
    for (size_t i = 0; i < count; i++)
        esc_tsv_whole(tsv, NULL, esc_field_get(&fields[i], record));
}

static void add_cycles(struct esc_tsv *tsv, const struct esc_record *record)
{
    for (size_t i = 0; i < record->cycle_count; i++) {
        esc_tsv_text(tsv, NULL, "cycle");
        add_fields(tsv, esc_gc_cycle_fields, ESC_GC_CYCLE_FIELDS, &record->cycles[i]);
        esc_tsv_whole(tsv, NULL, record->cycles[i].forced);
        esc_tsv_end(tsv);
    }
}

static void add_heap(struct esc_tsv *tsv, const struct esc_record *record)
{
    for (size_t i = 0; i < record->heap_count; i++) {
        esc_tsv_text(tsv, NULL, "heap");
        add_fields(tsv, esc_heap_point_fields, ESC_HEAP_POINT_FIELDS, &record->heap[i]);
        esc_tsv_end(tsv);
    }
}

static void add_sample(struct esc_tsv *tsv, const struct esc_record *record)
{
    esc_tsv_text(tsv, NULL, "sample");
    esc_tsv_whole(tsv, NULL, (int64_t)record->variant);
    esc_tsv_whole(tsv, NULL, record->round);
    esc_tsv_whole(tsv, NULL, record->order);
    esc_tsv_text(tsv, NULL, esc_status_key(record->status));
    esc_tsv_whole(tsv, NULL, (int64_t)record->iterations);
    esc_tsv_hash(tsv, NULL, record->checksum);
    esc_tsv_whole(tsv, NULL, record->wall_ns);
    esc_tsv_whole(tsv, NULL, record->cpu_ns);
    esc_tsv_whole(tsv, NULL, record->child_wall_ns);
    add_fields(tsv, esc_gc_sum_fields, ESC_GC_SUM_FIELDS, &record->gc);
    add_fields(tsv, esc_disturbance_fields, ESC_DISTURBANCE_FIELDS, &record->disturbance);
    esc_tsv_end(tsv);
    add_cycles(tsv, record);
    add_heap(tsv, record);
}

static void add_failures(struct esc_tsv *tsv, const struct esc_journal *journal,
                         const struct esc_run *run)
{
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        if (variant->status == journal->status[v])
            continue;
        esc_tsv_text(tsv, NULL, "failed");
        esc_tsv_whole(tsv, NULL, (int64_t)v);
        esc_tsv_text(tsv, NULL, esc_status_key(variant->status));
        esc_tsv_text(tsv, NULL, variant->message);
        esc_tsv_end(tsv);
    }
}

/* Where the journal will end with it. */
static struct esc_journal_end add_round(struct esc_tsv *tsv, const struct esc_journal *journal,
                                        const struct esc_run *run, size_t first)
{
    for (size_t i = first; i < run->record_count; i++)
        add_sample(tsv, &run->records[i]);
    add_failures(tsv, journal, run);
    esc_tsv_text(tsv, NULL, "round");
    esc_tsv_whole(tsv, NULL, (int64_t)(run->record_count - first));
    esc_tsv_real(tsv, NULL, run->wall_s, true);
    esc_tsv_real(tsv, NULL, run->timed_s, true);
    uint64_t chain = esc_block_close(tsv, journal->end);
    return (struct esc_journal_end){journal->end.length + tsv->text.length, chain};
}

static bool append(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return fsync(file) == 0;
}

/* A round that does not fit on the disk leaves the journal as it was before it. */
static bool append_round(const struct esc_journal *journal, const struct esc_text *text,
                         struct esc_error *error)
{
    if (append(journal->file, text->bytes, text->length))
        return true;
    int reason = errno;
    if (ftruncate(journal->file, (off_t)journal->end.length) != 0)
        esc_error_add(error, journal->path, 0, "cannot drop a torn round: %s", strerror(errno));
    return esc_error_add(error, journal->path, 0, "cannot write a round: %s", strerror(reason));
}

bool esc_journal_round(struct esc_journal *journal, const struct esc_run *run, size_t first,
                       struct esc_error *error)
{
    struct esc_plain plain = esc_plain_begin();
    struct esc_tsv tsv = {0};
    struct esc_journal_end end = add_round(&tsv, journal, run, first);
    bool written = append_round(journal, &tsv.text, error);
    if (written)
        esc_journal_mark(journal, run, end);
    esc_text_free(&tsv.text);
    esc_plain_end(&plain);
    return written;
}

/* Under the first name that is free: an older one may be all there is of older rounds. */
static char *keep_beside(const struct esc_journal *journal, struct esc_error *error)
{
    struct esc_text text = {0};
    int stem = (int)(strlen(journal->path) - strlen(".tsv"));
    char *kept = esc_format("%.*s.damaged.tsv", stem, journal->path);
    for (int k = 2; access(kept, F_OK) == 0; k++) {
        free(kept);
        kept = esc_format("%.*s.damaged-%d.tsv", stem, journal->path, k);
    }
    bool written = esc_text_read(&text, journal->path, error) &&
                   esc_text_write(kept, text.bytes, text.length, error);
    esc_text_free(&text);
    if (written)
        return kept;
    free(kept);
    return NULL;
}

static char *describe_cut(const struct esc_journal *journal, const char *kept)
{
    size_t count = journal->dropped + journal->torn;
    if (journal->dropped == 0)
        return esc_format(
            "%s: dropped a round that was cut short; the file as it was is kept in %s",
            journal->path, kept);
    return esc_format(
        "%s: dropped %zu damaged round%s, the first damaged one and all behind it; the "
        "file as it was is kept in %s",
        journal->path, count, count == 1 ? "" : "s", kept);
}

bool esc_journal_cut(struct esc_journal *journal, char **note, struct esc_error *error)
{
    *note = NULL;
    if (journal->dropped == 0 && !journal->torn)
        return true;
    char *kept = keep_beside(journal, error);
    if (kept == NULL)
        return false;
    bool cut =
        ftruncate(journal->file, (off_t)journal->end.length) == 0 && fsync(journal->file) == 0;
    if (cut)
        *note = describe_cut(journal, kept);
    else
        esc_error_add(error, journal->path, 0, "cannot drop damaged rounds: %s", strerror(errno));
    journal->dropped = 0;
    journal->torn = false;
    free(kept);
    return cut;
}
