/*
 * The cases' texts, machine code and diagnostics of a run. See keeping.h for the contract.
 */
#include "session/keeping.h"

#include "base/memory.h"
#include "codegen/codegen.h"
#include "disasm/disasm.h"
#include "emit/emit.h"
#include "session/go_code.h"
#include "words/pick.h"

#include <stdlib.h>

/* A side that inlines a map has 1500 lines; what is told of it stands at its beginning. */
enum { LINES_KEPT = 110 };

/* Takes the lines. */
static void keep_lines(struct esc_kept_code *kept, const struct esc_code *code,
                       struct esc_listing_lines lines)
{
    kept->calls = esc_listing_calls(code);
    kept->more = lines.count > LINES_KEPT ? lines.count - LINES_KEPT : 0;
    for (size_t i = LINES_KEPT; i < lines.count; i++)
        free(lines.list[i].text);
    lines.count -= kept->more;
    kept->lines = lines;
}

/* The texts that a case's code is shown with. */
struct texts {
    struct esc_text source; /* of the Lua file */
    struct esc_text made;   /* the C that was compiled */
};

static struct texts texts_of(const struct esc_case *bench_case)
{
    struct texts texts = {0};
    struct esc_error ignored = {0};
    esc_text_read(&texts.source, bench_case->path, &ignored);
    esc_codegen(bench_case, &texts.made);
    esc_error_free(&ignored);
    return texts;
}

static void free_texts(struct texts *texts)
{
    esc_text_free(&texts->source);
    esc_text_free(&texts->made);
}

static struct esc_kept_code *add_side(struct esc_kept_codes *codes,
                                      const struct esc_case *bench_case, size_t point, bool on_heap,
                                      char *title)
{
    struct esc_kept_code *kept = esc_kept_codes_add(codes);
    kept->case_name = esc_strdup(bench_case->name);
    kept->point = esc_strdup(bench_case->points[point].name);
    kept->title = title;
    kept->on_heap = on_heap;
    return kept;
}

static void keep_c_side(const struct esc_workbench *bench, const struct esc_listing *listing,
                        size_t v, const struct texts *texts, struct esc_kept_codes *codes)
{
    const struct esc_variant *variant = &bench->run.variants[v];
    const struct esc_case *bench_case = esc_variant_case(&bench->run, variant);
    struct esc_error ignored = {0};
    struct esc_code code = {0};
    struct esc_job job = esc_workbench_job(bench, v, ESC_JOB_TIMED);
    if (esc_listing_code(listing, job.symbol, &code, &ignored)) {
        struct esc_kept_code *kept =
            add_side(codes, bench_case, variant->point, variant->strategy > 0,
                     esc_listing_title(&bench->run, v));
        keep_lines(kept, &code,
                   esc_listing_words(&code, bench_case, texts->source.bytes, texts->made.bytes));
    }
    esc_code_free(&code);
    esc_error_free(&ignored);
}

/* Stack and heap as they were timed, on the case's default runtime. */
static void keep_c(const struct esc_workbench *bench, size_t case_index, size_t point,
                   const struct texts *texts, struct esc_kept_codes *codes)
{
    struct esc_error ignored = {0};
    const char *library = bench->libraries[case_index].timed;
    struct esc_listing *listing = library != NULL ? esc_listing_open(library, &ignored) : NULL;
    for (size_t strategy = 0; strategy < 2 && listing != NULL; strategy++) {
        size_t v = esc_run_find_c(&bench->run, case_index, point, strategy);
        if (v < bench->run.variant_count)
            keep_c_side(bench, listing, v, texts, codes);
    }
    esc_listing_close(listing);
    esc_error_free(&ignored);
}

/* Go's own of the two sides, where it is recorded of that point. */
static void keep_go(const struct esc_workbench *bench, const struct esc_case *bench_case,
                    size_t point, const struct texts *texts, struct esc_kept_codes *codes)
{
    struct esc_go_code go = {0};
    struct esc_error ignored = {0};
    bool found = bench_case->strategies[0].go.text != NULL &&
                 esc_go_code_recall(&go, bench_case, point, bench->folders.cases);
    for (size_t strategy = 0; strategy < 2 && found; strategy++) {
        struct esc_code code = {0};
        if (esc_go_code_side(&go, bench_case, point, strategy, &code, &ignored)) {
            char *title = esc_format("%s, Go (%s, recorded)", bench_case->strategies[strategy].name,
                                     go.release);
            keep_lines(add_side(codes, bench_case, point, strategy > 0, title), &code,
                       esc_listing_words(&code, bench_case, texts->source.bytes, NULL));
        }
        esc_code_free(&code);
    }
    esc_error_free(&ignored);
    esc_go_code_free(&go);
}

static bool keep_codes(const struct esc_workbench *bench, struct esc_error *error)
{
    struct esc_kept_codes codes = {0};
    for (size_t i = 0; i < bench->run.case_count; i++) {
        size_t point = esc_pick_point(&bench->run, i);
        if (point == ESC_PICK_NONE)
            continue;
        struct texts texts = texts_of(&bench->run.cases[i]);
        keep_c(bench, i, point, &texts, &codes);
        keep_go(bench, &bench->run.cases[i], point, &texts, &codes);
        free_texts(&texts);
    }
    bool good = esc_emit_codes(bench->run.folder, &codes, error);
    esc_kept_codes_free(&codes);
    return good;
}

/* Of the first release, where real Go was measured: it was compiled for that. */
static bool keep_diagnostics(const struct esc_workbench *bench, struct esc_error *error)
{
    return bench->releases.count == 0 ||
           esc_emit_diagnostics(&bench->run, &bench->releases.modules[0].diagnostics,
                                bench->run.gos[0].version, error);
}

bool esc_keep(const struct esc_workbench *bench, struct esc_error *error)
{
    return esc_emit_cases(&bench->run, error) && keep_codes(bench, error) &&
           keep_diagnostics(bench, error);
}
