/*
 * Reading the journal back, as far as it is whole. See journal.h for the lines, emit.h for the
 * contract.
 */
#include "base/memory.h"
#include "emit/emit.h"
#include "emit/fields.h"
#include "emit/format.h"
#include "emit/journal.h"
#include "emit/json.h"
#include "emit/plain.h"
#include "emit/tsv.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SAMPLE_CELLS = 10 + ESC_GC_SUM_FIELDS + ESC_DISTURBANCE_FIELDS,
    CYCLE_CELLS = 2 + ESC_GC_CYCLE_FIELDS,
    HEAP_CELLS = 1 + ESC_HEAP_POINT_FIELDS,
    MOST_CELLS = 32,
};

struct failure {
    size_t variant;
    enum esc_status status;
    const char *message; /* in the journal's bytes */
};

/* What has been read so far. Of a round not yet closed: the records behind `committed`, `failures`.
 */
struct reader {
    struct esc_run *run;
    uint64_t *hashes;
    bool planned; /* the plan was closed */
    size_t committed;
    struct failure *failures;
    size_t failure_count;
};

static uint64_t hex(const char *cell)
{
    return strtoull(cell, NULL, 16);
}

static int64_t whole(const char *cell)
{
    return strtoll(cell, NULL, 10);
}

static void read_fields(char **cells, const struct esc_field *fields, size_t count, void *record)
{
    for (size_t i = 0; i < count; i++)
        esc_field_set(&fields[i], record, whole(cells[i]));
}

static bool read_version(struct reader *reader, char **cells)
{
    (void)reader;
    return whole(cells[1]) == ESC_JOURNAL_VERSION;
}

static bool read_run(struct reader *reader, char **cells)
{
    struct esc_run *run = reader->run;
    if (run->id != NULL)
        return false;
    run->id = esc_strdup(cells[1]);
    run->started = esc_strdup(cells[2]);
    run->seed = hex(cells[3]);
    run->rounds = (uint32_t)whole(cells[5]);
    run->gogc = (int)whole(cells[6]);
    run->wall_s = strtod(cells[7], NULL);
    run->timed_s = strtod(cells[8], NULL);
    run->build_s = strtod(cells[9], NULL);
    run->point = *cells[10] != '\0' ? esc_strdup(cells[10]) : NULL;
    return esc_preset_find(cells[4], &run->preset);
}

static bool read_machine(struct reader *reader, char **cells)
{
    json_t *object = json_loads(cells[1], 0, NULL);
    esc_machine_free(&reader->run->machine);
    esc_json_read_machine(object, &reader->run->machine);
    json_decref(object);
    return object != NULL;
}

static bool read_runtimes(struct reader *reader, char **cells)
{
    json_t *array = json_loads(cells[1], 0, NULL);
    esc_json_read_runtimes(array, reader->run->runtimes);
    json_decref(array);
    return array != NULL;
}

static bool read_go(struct reader *reader, char **cells)
{
    struct esc_run *run = reader->run;
    run->gos = esc_grow(run->gos, &run->go_count, sizeof *run->gos);
    json_t *object = json_loads(cells[1], 0, NULL);
    bool good = esc_json_read_go(object, &run->gos[run->go_count - 1]);
    json_decref(object);
    return good;
}

static bool read_case(struct reader *reader, char **cells)
{
    struct esc_run *run = reader->run;
    size_t hashes = run->case_count;
    reader->hashes = esc_grow(reader->hashes, &hashes, sizeof *reader->hashes);
    reader->hashes[run->case_count] = hex(cells[2]);
    run->cases = esc_grow(run->cases, &run->case_count, sizeof *run->cases);
    json_t *object = json_loads(cells[3], 0, NULL);
    bool good = esc_json_read_case(object, &run->cases[run->case_count - 1]);
    json_decref(object);
    return good;
}

static bool read_variant(struct reader *reader, char **cells)
{
    struct esc_run *run = reader->run;
    run->variants = esc_grow(run->variants, &run->variant_count, sizeof *run->variants);
    struct esc_variant *variant = &run->variants[run->variant_count - 1];
    json_t *object = json_loads(cells[1], 0, NULL);
    bool good = esc_json_read_variant(object, variant, NULL) && esc_json_holds(run, variant);
    if (good)
        esc_json_read_tally(object, esc_variant_case(run, variant), &variant->tally);
    json_decref(object);
    return good;
}

static bool read_sample(struct reader *reader, char **cells)
{
    struct esc_run *run = reader->run;
    run->records = esc_grow(run->records, &run->record_count, sizeof *run->records);
    struct esc_record *record = &run->records[run->record_count - 1];
    record->variant = (size_t)whole(cells[1]);
    record->round = (uint32_t)whole(cells[2]);
    record->order = (uint32_t)whole(cells[3]);
    record->iterations = (uint64_t)whole(cells[5]);
    record->checksum = hex(cells[6]);
    record->wall_ns = whole(cells[7]);
    record->cpu_ns = whole(cells[8]);
    record->child_wall_ns = whole(cells[9]);
    read_fields(cells + 10, esc_gc_sum_fields, ESC_GC_SUM_FIELDS, &record->gc);
    read_fields(cells + 10 + ESC_GC_SUM_FIELDS, esc_disturbance_fields, ESC_DISTURBANCE_FIELDS,
                &record->disturbance);
    return record->variant < run->variant_count && record->round == run->rounds_done &&
           esc_status_find(cells[4], &record->status);
}

/* The sample to which a cycle or a heap point belongs; NULL when none stands above it. */
static struct esc_record *last_record(const struct reader *reader)
{
    bool any = reader->run->record_count > reader->committed;
    return any ? &reader->run->records[reader->run->record_count - 1] : NULL;
}

static bool read_cycle(struct reader *reader, char **cells)
{
    struct esc_record *record = last_record(reader);
    if (record == NULL)
        return false;
    record->cycles = esc_grow(record->cycles, &record->cycle_count, sizeof *record->cycles);
    struct esc_gc_cycle *cycle = &record->cycles[record->cycle_count - 1];
    read_fields(cells + 1, esc_gc_cycle_fields, ESC_GC_CYCLE_FIELDS, cycle);
    cycle->forced = (int32_t)whole(cells[1 + ESC_GC_CYCLE_FIELDS]);
    return true;
}

static bool read_heap(struct reader *reader, char **cells)
{
    struct esc_record *record = last_record(reader);
    if (record == NULL)
        return false;
    record->heap = esc_grow(record->heap, &record->heap_count, sizeof *record->heap);
    read_fields(cells + 1, esc_heap_point_fields, ESC_HEAP_POINT_FIELDS,
                &record->heap[record->heap_count - 1]);
    return true;
}

static bool read_failed(struct reader *reader, char **cells)
{
    reader->failures = esc_grow(reader->failures, &reader->failure_count, sizeof *reader->failures);
    struct failure *failure = &reader->failures[reader->failure_count - 1];
    failure->variant = (size_t)whole(cells[1]);
    failure->message = cells[3];
    return failure->variant < reader->run->variant_count &&
           esc_status_find(cells[2], &failure->status);
}

static bool read_plan(struct reader *reader, char **cells)
{
    (void)cells;
    reader->planned = reader->run->id != NULL;
    return reader->planned;
}

static bool read_round(struct reader *reader, char **cells)
{
    struct esc_run *run = reader->run;
    if (run->record_count - reader->committed != (size_t)whole(cells[1]) ||
        run->rounds_done >= run->rounds)
        return false;
    for (size_t i = 0; i < reader->failure_count; i++)
        esc_variant_fail(&run->variants[reader->failures[i].variant], reader->failures[i].status,
                         "%s", reader->failures[i].message);
    reader->failure_count = 0;
    reader->committed = run->record_count;
    run->rounds_done++;
    run->wall_s = strtod(cells[2], NULL);
    run->timed_s = strtod(cells[3], NULL);
    return true;
}

static const struct kind {
    const char *name;
    size_t cells;
    bool planned; /* comes after the plan was closed */
    bool (*read)(struct reader *reader, char **cells);
} kinds[] = {
    {"journal", 2, false, read_version},
    {"run", 11, false, read_run},
    {"machine", 2, false, read_machine},
    {"runtimes", 2, false, read_runtimes},
    {"go", 2, false, read_go},
    {"case", 4, false, read_case},
    {"variant", 2, false, read_variant},
    {"plan", 2, false, read_plan},
    {"sample", SAMPLE_CELLS, true, read_sample},
    {"cycle", CYCLE_CELLS, true, read_cycle},
    {"heap", HEAP_CELLS, true, read_heap},
    {"failed", 4, true, read_failed},
    {"round", 5, true, read_round},
};

static const struct kind *find_kind(const char *line)
{
    size_t length = strcspn(line, "\t");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i].name) == length && memcmp(kinds[i].name, line, length) == 0)
            return &kinds[i];
    return NULL;
}

static bool read_line(struct reader *reader, char *line)
{
    char *cells[MOST_CELLS] = {0};
    const struct kind *kind = find_kind(line);
    size_t count = esc_tsv_split(line, cells, MOST_CELLS);
    return kind != NULL && kind->planned == reader->planned && kind->cells == count &&
           kind->read(reader, cells);
}

/* The block's bytes become cells; nothing reads them again. */
static bool read_block(struct reader *reader, char *bytes, size_t from, size_t end)
{
    bool good = true;
    for (char *line = bytes + from; line < bytes + end && good;) {
        char *newline = memchr(line, '\n', (size_t)(bytes + end - line));
        *newline = '\0';
        good = read_line(reader, line);
        line = newline + 1;
    }
    return good;
}

static void drop_uncommitted(struct reader *reader)
{
    struct esc_run *run = reader->run;
    for (size_t i = reader->committed; i < run->record_count; i++) {
        free(run->records[i].cycles);
        free(run->records[i].heap);
    }
    run->record_count = reader->committed;
    free(reader->failures);
}

static bool describe_plan(const char *bytes, size_t length, const char *path,
                          struct esc_error *error)
{
    static const char head[] = "journal\t";
    size_t known = length < sizeof head - 1 ? length : sizeof head - 1;
    if (memcmp(bytes, head, known) != 0)
        return esc_error_add(error, path, 0, "is not a journal of escapement");
    if (length > known && atoi(bytes + known) != ESC_JOURNAL_VERSION)
        return esc_error_add(error, path, 0, "is a journal of another version of escapement");
    esc_error_add(error, path, 0, "the plan in the journal is cut short or damaged");
    esc_error_hint(error, "start a new run: make bench");
    return false;
}

struct esc_journal_end esc_journal_parse(char *bytes, size_t length, const char *path,
                                         struct esc_run *run, uint64_t **hashes,
                                         struct esc_error *error)
{
    struct reader reader = {.run = run};
    struct esc_journal_end end = esc_journal_start;
    struct esc_journal_end next = end;
    while (esc_block_next(bytes, length, &next) &&
           read_block(&reader, bytes, end.length, next.length))
        end = next;
    drop_uncommitted(&reader);
    *hashes = reader.hashes;
    if (reader.planned)
        return end;
    describe_plan(bytes, length, path, error);
    return esc_journal_start;
}

static bool cases_are_unchanged(const struct esc_run *run, const uint64_t *hashes,
                                struct esc_error *error)
{
    bool good = true;
    for (size_t i = 0; i < run->case_count; i++) {
        const char *path = run->cases[i].path;
        uint64_t hash;
        if (path == NULL)
            continue;
        if (!esc_journal_hash_file(path, &hash, error)) {
            good = false;
        } else if (hash != hashes[i]) {
            good = esc_error_add(error, path, 0, "has changed since run %s was planned", run->id);
            esc_error_hint(error, "start a new run: make bench");
        }
    }
    return good;
}

static bool read_file(struct esc_journal *journal, struct esc_run *run, struct esc_error *error)
{
    struct esc_text text = {0};
    uint64_t *hashes = NULL;
    struct esc_journal_end end = esc_journal_start;
    if (esc_text_read(&text, journal->path, error)) {
        esc_text_add(&text, "");
        size_t blocks = esc_block_count(text.bytes, text.length, &journal->torn);
        end = esc_journal_parse(text.bytes, text.length, journal->path, run, &hashes, error);
        journal->dropped = blocks - (end.length > 0 ? run->rounds_done + 1 : 0);
    }
    bool good = end.length > 0 && cases_are_unchanged(run, hashes, error);
    if (good)
        esc_journal_mark(journal, run, end);
    free(hashes);
    esc_text_free(&text);
    return good;
}

/* The lock comes before the reading: a journal that somebody else writes is not ours to cut. */
static struct esc_journal *resume(const char *path, struct esc_run *run, struct esc_error *error)
{
    struct esc_journal *journal = esc_journal_open(path, error);
    if (journal == NULL || read_file(journal, run, error))
        return journal;
    esc_journal_close(journal);
    return NULL;
}

struct esc_journal *esc_journal_resume(const char *folder, struct esc_run *run,
                                       struct esc_error *error)
{
    struct esc_plain plain = esc_plain_begin();
    char *path = esc_format("%s/%s", folder, ESC_JOURNAL_NAME);
    run->folder = esc_strdup(folder);
    struct esc_journal *journal = resume(path, run, error);
    if (journal == NULL)
        esc_run_free(run);
    free(path);
    esc_plain_end(&plain);
    return journal;
}
