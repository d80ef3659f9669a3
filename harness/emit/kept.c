/*
 * What a run keeps of its cases. See emit.h for the contracts.
 *
 *   code.tsv         side case point title place calls more, then for each of its lines: f, s, i or
 *                    h (function, source, instruction, call that has to do with the heap) and text
 *   diagnostics.tsv  `# go: RELEASE`, then: case point line column inlined text
 */
#include "emit/emit.h"

#include "base/memory.h"
#include "emit/format.h"
#include "emit/journal.h"
#include "emit/tsv.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char kinds[ESC_LISTING_KINDS] = {[ESC_LISTING_FUNCTION] = 'f',
                                              [ESC_LISTING_SOURCE] = 's',
                                              [ESC_LISTING_INSTRUCTION] = 'i',
                                              [ESC_LISTING_HEAP] = 'h'};

static bool write_tsv(const char *folder, const char *name, struct esc_tsv *tsv,
                      struct esc_error *error)
{
    char *path = esc_format("%s/%s", folder, name);
    bool written = esc_text_write(path, tsv->text.bytes != NULL ? tsv->text.bytes : "",
                                  tsv->text.length, error);
    esc_text_free(&tsv->text);
    free(path);
    return written;
}

/* ---- the cases' texts ---- */

/* A name from another's results.json may lead anywhere. */
static char *copy_path(const char *folder, const struct esc_case *bench_case)
{
    if (strchr(bench_case->name, '/') != NULL || bench_case->name[0] == '.')
        return NULL;
    return esc_format("%s/%s/%s.lua", folder, ESC_CASES_NAME, bench_case->name);
}

bool esc_emit_cases(const struct esc_run *run, struct esc_error *error)
{
    char *folder = esc_format("%s/%s", run->folder, ESC_CASES_NAME);
    bool good = esc_make_folder(folder, error);
    for (size_t i = 0; i < run->case_count && good; i++) {
        struct esc_text text = {0};
        char *path = run->cases[i].path != NULL ? copy_path(run->folder, &run->cases[i]) : NULL;
        good = path == NULL || (esc_text_read(&text, run->cases[i].path, error) &&
                                esc_text_write(path, text.bytes, text.length, error));
        esc_text_free(&text);
        free(path);
    }
    free(folder);
    return good;
}

/* The hash that the journal has of the file, as it stands in its line; false: it has none. */
static bool journal_hash(const char *folder, const char *path, uint64_t *hash)
{
    struct esc_text text = {0};
    struct esc_error ignored = {0};
    char *journal = esc_format("%s/%s", folder, ESC_JOURNAL_NAME);
    char *line = esc_format("\ncase\t%s\t", path);
    const char *found = NULL;
    if (esc_text_read(&text, journal, &ignored) && text.bytes != NULL)
        found = strstr(text.bytes, line);
    if (found != NULL)
        *hash = strtoull(found + strlen(line), NULL, 16);
    bool has = found != NULL;
    esc_error_free(&ignored);
    esc_text_free(&text);
    free(line);
    free(journal);
    return has;
}

char *esc_emit_case_path(const char *folder, const struct esc_case *bench_case)
{
    uint64_t planned = 0;
    uint64_t now = 0;
    struct esc_error ignored = {0};
    char *copy = copy_path(folder, bench_case);
    if (copy != NULL && access(copy, R_OK) == 0)
        return copy;
    free(copy);
    const char *path = bench_case->path;
    bool same = path != NULL && journal_hash(folder, path, &planned) &&
                esc_journal_hash_file(path, &now, &ignored) && planned == now;
    esc_error_free(&ignored);
    return same ? esc_strdup(path) : NULL;
}

/* ---- machine code ---- */

bool esc_emit_codes(const char *folder, const struct esc_kept_codes *codes, struct esc_error *error)
{
    struct esc_tsv tsv = {0};
    for (size_t i = 0; i < codes->count; i++) {
        const struct esc_kept_code *code = &codes->list[i];
        esc_tsv_text(&tsv, NULL, "side");
        esc_tsv_text(&tsv, NULL, code->case_name);
        esc_tsv_text(&tsv, NULL, code->point);
        esc_tsv_text(&tsv, NULL, code->title);
        esc_tsv_text(&tsv, NULL, code->on_heap ? "heap" : "stack");
        esc_tsv_text(&tsv, NULL, code->calls);
        esc_tsv_whole(&tsv, NULL, (int64_t)code->more);
        esc_tsv_end(&tsv);
        for (size_t k = 0; k < code->lines.count; k++) {
            const char kind[] = {kinds[code->lines.list[k].kind], '\0'};
            esc_tsv_text(&tsv, NULL, kind);
            esc_tsv_text(&tsv, NULL, code->lines.list[k].text);
            esc_tsv_end(&tsv);
        }
    }
    return write_tsv(folder, ESC_CODE_NAME, &tsv, error);
}

enum { CELLS = 7 };

static void read_side(struct esc_kept_codes *codes, char **cells)
{
    struct esc_kept_code *code = esc_kept_codes_add(codes);
    *code = (struct esc_kept_code){.case_name = esc_strdup(cells[1]),
                                   .point = esc_strdup(cells[2]),
                                   .title = esc_strdup(cells[3]),
                                   .on_heap = strcmp(cells[4], "heap") == 0,
                                   .calls = esc_strdup(cells[5]),
                                   .more = strtoul(cells[6], NULL, 10)};
}

static void read_code_line(struct esc_kept_codes *codes, char *line)
{
    char *cells[CELLS];
    size_t count = esc_tsv_split(line, cells, CELLS);
    if (count == CELLS && strcmp(cells[0], "side") == 0)
        read_side(codes, cells);
    for (int kind = 0; kind < ESC_LISTING_KINDS && count == 2 && codes->count > 0; kind++)
        if (cells[0][0] == kinds[kind] && cells[0][1] == '\0')
            esc_listing_lines_add(&codes->list[codes->count - 1].lines, (enum esc_listing_kind)kind,
                                  cells[1]);
}

/* The whole file, false where there is none or nothing in it. */
static bool read_file(const char *folder, const char *name, struct esc_text *text)
{
    struct esc_error ignored = {0};
    char *path = esc_format("%s/%s", folder, name);
    bool read = esc_text_read(text, path, &ignored) && text->bytes != NULL;
    esc_error_free(&ignored);
    free(path);
    return read;
}

bool esc_emit_read_codes(const char *folder, struct esc_kept_codes *codes)
{
    struct esc_text text = {0};
    char *rest = NULL;
    if (!read_file(folder, ESC_CODE_NAME, &text))
        return false;
    for (char *line = strtok_r(text.bytes, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        read_code_line(codes, line);
    esc_text_free(&text);
    return true;
}

/* ---- diagnostics ---- */

bool esc_emit_diagnostics(const struct esc_run *run, const struct esc_diagnostics *diagnostics,
                          const char *release, struct esc_error *error)
{
    struct esc_tsv tsv = {0};
    esc_text_addf(&tsv.text, "# go: %s\n", release);
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct esc_diagnostic *one = &diagnostics->list[i];
        const struct esc_case *bench_case = &run->cases[one->case_index];
        esc_tsv_text(&tsv, NULL, bench_case->name);
        esc_tsv_text(&tsv, NULL, bench_case->points[one->point].name);
        esc_tsv_whole(&tsv, NULL, one->line);
        esc_tsv_whole(&tsv, NULL, one->column);
        esc_tsv_whole(&tsv, NULL, one->inlined);
        esc_tsv_text(&tsv, NULL, one->text);
        esc_tsv_end(&tsv);
    }
    return write_tsv(run->folder, ESC_DIAGNOSTICS_NAME, &tsv, error);
}

/* False: of no case or point of the run. */
static bool find_place(const struct esc_run *run, char *const *cells, struct esc_diagnostic *one)
{
    for (size_t i = 0; i < run->case_count; i++)
        for (size_t p = 0; p < run->cases[i].point_count; p++)
            if (strcmp(run->cases[i].name, cells[0]) == 0 &&
                strcmp(run->cases[i].points[p].name, cells[1]) == 0) {
                one->case_index = i;
                one->point = p;
                return true;
            }
    return false;
}

static void read_diagnostic(const struct esc_run *run, struct esc_diagnostics *diagnostics,
                            char *line)
{
    char *cells[CELLS];
    struct esc_diagnostic one = {0};
    if (esc_tsv_split(line, cells, CELLS) != 6 || !find_place(run, cells, &one))
        return;
    one.line = atoi(cells[2]);
    one.column = atoi(cells[3]);
    one.inlined = cells[4][0] == '1';
    one.text = cells[5];
    esc_diagnostics_add(diagnostics, &one);
}

bool esc_emit_read_diagnostics(const struct esc_run *run, struct esc_diagnostics *diagnostics,
                               char **release)
{
    struct esc_text text = {0};
    char *rest = NULL;
    if (!read_file(run->folder, ESC_DIAGNOSTICS_NAME, &text))
        return false;
    for (char *line = strtok_r(text.bytes, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (line[0] != '#')
            read_diagnostic(run, diagnostics, line);
        else if (*release == NULL && strncmp(line, "# go: ", 6) == 0)
            *release = esc_strdup(line + 6);
    }
    if (*release == NULL)
        *release = esc_strdup("Go");
    esc_text_free(&text);
    return true;
}
