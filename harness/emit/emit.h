/*
 * Stage: run -> files in its folder, and back. Nothing half-written is ever found under its final
 * name: the journal only grows by whole rounds, everything else is written beside and renamed.
 */
#ifndef ESC_EMIT_EMIT_H
#define ESC_EMIT_EMIT_H

#include "base/error.h"
#include "base/text.h"
#include "noun/comparison.h"
#include "noun/diagnostic.h"
#include "noun/run.h"
#include "words/listing.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The journal: what was planned, and each finished round. Append-only, fsync after each round. */
struct esc_journal;

/*
 * Creates run->folder and journal.tsv with the plan: options, machine, cases with path and content
 * hash, variants with n and counts. The run must be planned and calibrated. NULL on error, also
 * when the folder has a journal already. The journal is locked until it is closed.
 */
struct esc_journal *esc_journal_create(const struct esc_run *run, struct esc_error *error);

/*
 * Reads the journal in `folder` into a zeroed run: the plan and every record of complete rounds
 * (run->rounds_done) up to the first that is damaged or cut short. Nothing is changed on disk.
 * run->cases are without C and Go texts: who needs
 * those loads run->cases[i].path again. That gives the same case, for a file whose content hash is
 * not the journal's is an error that says so. NULL on error, the run is zeroed then.
 */
struct esc_journal *esc_journal_resume(const char *folder, struct esc_run *run,
                                       struct esc_error *error);

/*
 * Before the first round of a resumed run: drops what stands behind the last complete one, once the
 * file as it is was copied beside. `*note` says so in words, the caller frees it; NULL when there
 * was nothing to drop. False with a message, and nothing is lost.
 */
bool esc_journal_cut(struct esc_journal *journal, char **note, struct esc_error *error);

/*
 * Appends the records from `first` to the end of run->records as one finished round, with what has
 * failed since the last one, run->wall_s and run->timed_s; on disk when it returns. On error the
 * journal is as it was before.
 */
bool esc_journal_round(struct esc_journal *journal, const struct esc_run *run, size_t first,
                       struct esc_error *error);
void esc_journal_close(struct esc_journal *journal); /* takes NULL */

/*
 * Writes samples.tsv, cycles.tsv, heap.tsv, summary.tsv, results.json, go.txt (Go benchmark text),
 * machine.txt, and gctrace.txt where a runtime gave cycles; points results/latest at the folder.
 * Where that cannot be done (a file system without links) there is a message, and the run is whole.
 */
bool esc_emit(const struct esc_run *run, struct esc_error *error);

/*
 * Reads results.json of a folder back into a zeroed run: all that was written, figures and pairs
 * included; cases are without C and Go texts. False on error, the run is zeroed then.
 */
bool esc_emit_read(const char *folder, struct esc_run *run, struct esc_error *error);

/* The same from a file of any name; run->folder is where it stands. */
bool esc_emit_read_file(const char *path, struct esc_run *run, struct esc_error *error);

/* Writes a case as a JSON object on one line, without a line end: the members that results.json has
 * of it, and `expected_s`, how long the presets take, s, those below 0 left out. */
void esc_emit_case(const struct esc_case *bench_case, const double expected_s[ESC_PRESETS],
                   FILE *out);

/* Writes a comparison as a JSON object, a change a line; its members are in docs/comparing.md. */
#define ESC_COMPARISON_VERSION 1
void esc_emit_comparison(const struct esc_comparison *comparison, FILE *out);

/*
 * The same of a folder that has summary.tsv alone, as results/reference: figures and pairs without
 * samples. Cases have the names, points and strategies of the rows and empty texts, no parameters.
 * False on error, the run is zeroed then.
 */
bool esc_emit_read_summary(const char *folder, struct esc_run *run, struct esc_error *error);

/* results.json of the run as it is written; without the single collections and heap points, which
 * are most of it, where `light`. The text is appended. */
void esc_emit_results(const struct esc_run *run, bool light, struct esc_text *text);

/* ---- what a run keeps of its cases, to be shown without them, a compiler or Go ----------------
 */

/* Copies the files of the run's cases to FOLDER/cases/NAME.lua. */
bool esc_emit_cases(const struct esc_run *run, struct esc_error *error);

/*
 * Where the text of a case is as it was when the run was planned: that copy, else the file itself
 * while its hash is the journal's. NULL when it has changed or is gone. Caller frees.
 */
char *esc_emit_case_path(const char *folder, const struct esc_case *bench_case);

/* FOLDER/code.tsv and FOLDER/diagnostics.tsv; the latter's lines are those of `release`. */
bool esc_emit_codes(const char *folder, const struct esc_kept_codes *codes,
                    struct esc_error *error);
bool esc_emit_diagnostics(const struct esc_run *run, const struct esc_diagnostics *diagnostics,
                          const char *release, struct esc_error *error);

/* Back; `codes` and `diagnostics` are zeroed. False where the file is not there; what it holds that
 * cannot be read, or is of no case of the run, is passed over. *release is the caller's to free. */
bool esc_emit_read_codes(const char *folder, struct esc_kept_codes *codes);
bool esc_emit_read_diagnostics(const struct esc_run *run, struct esc_diagnostics *diagnostics,
                               char **release);

/*
 * Reads the newest run among the folders in `results` that has rows of the case. False when there
 * is none; folders that cannot be read are passed over.
 */
bool esc_emit_read_newest(const char *results, const char *case_name, struct esc_run *run);

#endif
