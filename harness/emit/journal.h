/*
 * The journal's lines, shared by its writer and its reader. A line is a kind and its cells:
 *
 *   journal  version
 *   run      id started seed preset rounds gogc wall_s timed_s build_s point
 *   machine  JSON
 *   runtimes JSON                                         that were asked for
 *   go       JSON                                         one a release of Go
 *   case     path content-hash JSON                       one a case
 *   variant  JSON                                         one a variant
 *   plan     hash
 *   sample   variant round order status iterations checksum wall_ns cpu_ns child_wall_ns + sums
 *            + disturbance
 *   cycle    fields forced                                of the sample above
 *   heap     fields                                       of the sample above
 *   failed   variant status message                       since the last round
 *   round    samples wall_s timed_s hash
 *
 * Two kinds of line close a block, plan and round: the last cell is FNV-1a of all bytes of the
 * block, up to the tab before the hash, going on from the hash that closes the block before. A step
 * of FNV-1a is a bijection of the hash it goes on from, so a block that was moved, repeated, put in
 * or bereft of the one before never closes with the same hash.
 *
 * Invariant: up to `end` the file is a whole plan and whole rounds, numbered from 0, each closed by
 * a line whose hash holds. What stands behind `end` is dropped, and kept beside the journal.
 */
#ifndef ESC_EMIT_JOURNAL_H
#define ESC_EMIT_JOURNAL_H

#include "base/text.h"
#include "emit/tsv.h"
#include "noun/run.h"

#include <sys/types.h>

/* A place between two blocks: a length in bytes, and the hash that closes the block before it. */
struct esc_journal_end {
    size_t length;
    uint64_t chain;
};

extern const struct esc_journal_end esc_journal_start;

struct esc_journal {
    int file;   /* open for writing and locked against a second writer */
    char *path; /* of the file, for messages */
    struct esc_journal_end end;
    size_t dropped;          /* closing lines behind `end` */
    bool torn;               /* lines without a closing one stand behind those */
    enum esc_status *status; /* of each variant, as the journal has it */
};

/* Opens and locks an existing journal file; NULL with a message. */
struct esc_journal *esc_journal_open(const char *path, struct esc_error *error);

/* From here on the journal's whole part ends at `end` and holds the run's present statuses. */
void esc_journal_mark(struct esc_journal *journal, const struct esc_run *run,
                      struct esc_journal_end end);

/* Sets `text` to the whole plan, closing line included, and `end` to where it ends; false when a
 * case file cannot be read. */
bool esc_journal_add_plan(struct esc_text *text, const struct esc_run *run,
                          struct esc_journal_end *end, struct esc_error *error);

/*
 * Fills a zeroed run from the journal's bytes, which are changed on the way. Returns the end of the
 * part that is whole; its length is 0, with a message, when that is not even the plan. Case files
 * are not looked at; `hashes` becomes an array of run->case_count content hashes that the caller
 * frees.
 */
struct esc_journal_end esc_journal_parse(char *bytes, size_t length, const char *path,
                                         struct esc_run *run, uint64_t **hashes,
                                         struct esc_error *error);

/* The content hash of a case file. */
bool esc_journal_hash_file(const char *path, uint64_t *hash, struct esc_error *error);

/* Adds the last cell of a block that begins behind `before` and is the whole text; its hash. */
uint64_t esc_block_close(struct esc_tsv *tsv, struct esc_journal_end before);

/* Moves `at` over the block there, if that is closed by a hash that goes on from at->chain. */
bool esc_block_next(const char *bytes, size_t length, struct esc_journal_end *at);

/* How many lines of [bytes, bytes + length) close a block; *rest: whether others follow the last.
 */
size_t esc_block_count(const char *bytes, size_t length, bool *rest);

#endif
