/*
 * Charts, texts, machine code and results of a run for its page. See run_page.h for the contracts.
 */
#include "session/run_page.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/process.h"
#include "base/text.h"
#include "emit/emit.h"
#include "load/load.h"
#include "page/page.h"
#include "session/page_charts.h"
#include "stats/stats.h"
#include "words/pick.h"

#include <stdlib.h>
#include <string.h>

/* What a page may weigh, bytes: 2 MB for 32 cases and in proportion for more. */
enum { PAGE_MOST = 2000000, PAGE_MOST_A_CASE = PAGE_MOST / 32 };

/* All that a page borrows. */
struct material {
    struct esc_page page;
    char *folder; /* of files on the way */
    struct esc_page_chart *charts;
    struct esc_text colours[2];
    struct esc_page_lesson *lessons;
    struct esc_case *sources;
    struct esc_kept_codes codes;
    const struct esc_kept_code **sides; /* of codes, by case */
    struct esc_diagnostics diagnostics;
    char *release;
    struct esc_text file;
};

/* ---- charts ---- */

static void draw(struct material *material, const struct esc_folders *folders)
{
    size_t drawn = 0;
    struct esc_error faults = {0};
    struct esc_chart_options options = esc_page_chart_options(folders, material->folder);
    options.all = true;
    if (!esc_chart(material->page.run, &options, &drawn, &faults))
        material->page.charts_missing =
            drawn > 0 ? "Some charts are missing: gnuplot could not draw them."
                      : "There are no charts: gnuplot, which draws them, is not installed here or "
                        "failed. make report makes the page again.";
    esc_error_free(&faults);
    material->charts = esc_page_charts_read(material->folder, &material->page.chart_count);
    material->page.charts = material->charts;
}

/* Without the themes' files a page has the browser's own colours. */
static void read_colours(struct material *material, const struct esc_folders *folders)
{
    static const enum esc_chart_theme themes[] = {ESC_CHART_LIGHT, ESC_CHART_DARK};
    const char **const declarations[] = {&material->page.light, &material->page.dark};
    for (size_t i = 0; i < 2; i++) {
        struct esc_error ignored = {0};
        bool read = esc_chart_colours(themes[i], folders->plots, &material->colours[i], &ignored);
        *declarations[i] = read ? material->colours[i].bytes : "";
        esc_error_free(&ignored);
    }
}

/* ---- texts of the cases ---- */

static void tell_source(struct material *material, struct esc_loader *loader, size_t i)
{
    const struct esc_run *run = material->page.run;
    struct esc_page_lesson *lesson = &material->lessons[i];
    struct esc_case *source = &material->sources[i];
    struct esc_error ignored = {0};
    size_t point = esc_pick_point(run, i);
    char *path = esc_emit_case_path(run->folder, &run->cases[i]);
    bool loaded = path != NULL && esc_loader_case(loader, path, source, &ignored);
    if (loaded &&
        (point == ESC_PICK_NONE ||
         esc_case_find_point(source, run->cases[i].points[point].name, &lesson->point, &ignored)))
        lesson->source = source;
    else
        lesson->missing =
            "Its Go and C are not here: the run did not keep them, and the case's "
            "file has changed since, or is gone. make explain shows today's.";
    esc_error_free(&ignored);
    free(path);
}

static void tell_diagnostics(struct material *material, size_t i)
{
    size_t point = esc_pick_point(material->page.run, i);
    bool any = false;
    for (size_t k = 0; k < material->diagnostics.count; k++)
        any = any || (material->diagnostics.list[k].case_index == i &&
                      material->diagnostics.list[k].point == point);
    if (!any)
        return;
    material->lessons[i].diagnostics = &material->diagnostics;
    material->lessons[i].diagnosed = i;
    material->lessons[i].diagnosed_point = point;
    material->lessons[i].release = material->release;
}

/* The sides of the case, from `first` on in `sides`; how many. */
static size_t tell_code(struct material *material, size_t i, size_t first)
{
    size_t count = 0;
    struct esc_page_lesson *lesson = &material->lessons[i];
    for (size_t k = 0; k < material->codes.count; k++)
        if (strcmp(material->codes.list[k].case_name, material->page.run->cases[i].name) == 0)
            material->sides[first + count++] = &material->codes.list[k];
    lesson->codes = material->sides + first;
    lesson->code_count = count;
    if (count == 0)
        lesson->code_missing =
            "The machine code that was timed is not here: the run did not keep it. make disasm "
            "shows today's.";
    return count;
}

static void tell_lessons(struct material *material)
{
    const struct esc_run *run = material->page.run;
    struct esc_loader *loader = esc_loader_open();
    size_t sides = 0;
    esc_emit_read_codes(run->folder, &material->codes);
    esc_emit_read_diagnostics(run, &material->diagnostics, &material->release);
    material->lessons = esc_calloc(run->case_count, sizeof *material->lessons);
    material->sources = esc_calloc(run->case_count, sizeof *material->sources);
    /* Two cases of one name, in another's file, have the same sides. */
    material->sides =
        esc_calloc(run->case_count * material->codes.count + 1, sizeof *material->sides);
    for (size_t i = 0; i < run->case_count; i++) {
        tell_source(material, loader, i);
        tell_diagnostics(material, i);
        sides += tell_code(material, i, sides);
    }
    esc_loader_close(loader);
    material->page.lessons = material->lessons;
}

/* ---- the file in the page ---- */

/* Compressed by gzip; false without it. */
static bool compress(struct material *material, bool light, struct esc_error *error)
{
    struct esc_text results = {0};
    struct esc_text said = {0};
    char *path = esc_format("%s/results.json", material->folder);
    const char *const arguments[] = {"gzip", "-9", "-n", "-c", path, NULL};
    const struct esc_process process = {
        .arguments = arguments, .cpu = -1, .limits = {.time_s = 60}};
    int code = -1;
    esc_text_free(&material->file);
    esc_emit_results(material->page.run, light, &results);
    bool good = esc_text_write(path, results.bytes, results.length, error) &&
                esc_process_run(&process, &material->file, &said, &code, error) && code == 0;
    esc_text_free(&said);
    esc_text_free(&results);
    free(path);
    return good;
}

/* What the page of that run may weigh. */
static size_t most_bytes(const struct esc_run *run)
{
    size_t most = (size_t)PAGE_MOST_A_CASE * run->case_count;
    return most > PAGE_MOST ? most : PAGE_MOST;
}

/* Whole where the page has room for it, else without what it is mostly made of, else not at all. */
static void add_file(struct material *material, size_t used)
{
    static const char *const words[] = {
        "It is results.json, in the format of Google Benchmark with all samples; gunzip unpacks it.",
        "It is results.json, in the format of Google Benchmark with all samples, but, to keep this "
        "page small, without the single collections and the heap over time: these are in the run's "
        "folder. gunzip unpacks it.",
    };
    struct esc_page *page = &material->page;
    struct esc_error ignored = {0};
    size_t most = most_bytes(page->run);
    for (int light = 0; light < 2 && page->file == NULL; light++) {
        if (!compress(material, light > 0, &ignored))
            break;
        if (used + material->file.length / 3 * 4 > most)
            continue;
        page->file = material->file.bytes;
        page->file_length = material->file.length;
        page->file_words = words[light];
    }
    esc_error_free(&ignored);
}

/* ---- all ---- */

static bool gather(struct material *material, const struct esc_folders *folders, bool charts,
                   struct esc_error *error)
{
    struct esc_page *page = &material->page;
    material->folder = esc_temporary_folder(error);
    if (material->folder == NULL)
        return false;
    read_colours(material, folders);
    if (charts)
        draw(material, folders);
    else
        page->charts_missing = "There are no charts: none were asked for. make report draws them.";
    tell_lessons(material);
    page->file_name = "results.json.gz";
    page->file_type = "application/gzip";
    page->file_words =
        "results.json lies in the run's folder: even compressed it is too large for this page, "
        "or there is no gzip here.";
    if (page->run->record_count > 0)
        return true;
    page->samples_missing = "There are no samples here: this folder has a summary only.";
    page->file_words = "There is no results.json in the run's folder.";
    return true;
}

/* Without the charts of that kind. */
static void drop_charts(struct material *material, const char *kind)
{
    size_t kept = 0;
    for (size_t i = 0; i < material->page.chart_count; i++) {
        struct esc_page_chart chart = material->charts[i];
        if (strncmp(chart.name, kind, strlen(kind)) != 0) {
            material->charts[kept++] = chart;
            continue;
        }
        free(chart.name);
        free(chart.svg);
    }
    if (kept < material->page.chart_count)
        material->page.charts_missing =
            "To keep this page small some charts of single cases are not in it: make charts ALL=1 "
            "draws them.";
    material->page.chart_count = kept;
}

/* The page without what can be had elsewhere, the least telling first, until it is small enough. */
static void compose(struct material *material, struct esc_text *text)
{
    static const char *const kinds[] = {"distribution-", "memory-", "gc-timeline-"};
    size_t most = most_bytes(material->page.run);
    esc_page(&material->page, text);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds && text->length > most; k++) {
        drop_charts(material, kinds[k]);
        esc_text_free(text);
        esc_page(&material->page, text);
    }
    if (material->page.run->record_count == 0)
        return;
    add_file(material, text->length);
    esc_text_free(text);
    esc_page(&material->page, text);
}

static void release(struct material *material)
{
    if (material->folder != NULL)
        esc_remove_folder(material->folder);
    esc_page_charts_free(material->charts, material->page.chart_count);
    for (size_t i = 0; material->sources != NULL && i < material->page.run->case_count; i++)
        esc_case_free(&material->sources[i]);
    free(material->sources);
    free(material->lessons);
    free(material->sides);
    free(material->release);
    free(material->folder);
    esc_kept_codes_free(&material->codes);
    esc_diagnostics_free(&material->diagnostics);
    esc_text_free(&material->colours[0]);
    esc_text_free(&material->colours[1]);
    esc_text_free(&material->file);
}

bool esc_run_page_write(const struct esc_run *run, const struct esc_folders *folders, bool charts,
                        const char *path, char **written, struct esc_error *error)
{
    struct material material = {.page = {.run = run}};
    struct esc_text text = {0};
    *written = path != NULL ? esc_strdup(path) : esc_format("%s/report.html", run->folder);
    bool good = gather(&material, folders, charts, error);
    if (path == NULL && run->record_count > 0)
        material.page.file_beside = "results.json";
    if (good)
        compose(&material, &text);
    good = good && esc_text_write(*written, text.bytes, text.length, error);
    esc_text_free(&text);
    release(&material);
    return good;
}

/* ---- reading ---- */

/* Whether the loaded case has all points and strategies of the rows; `points` and `strategies`
 * become its indices of them. */
static bool covers(const struct esc_case *loaded, const struct esc_case *rows, size_t *points,
                   size_t *strategies)
{
    struct esc_error ignored = {0};
    bool all = true;
    for (size_t p = 0; p < rows->point_count && all; p++)
        all = esc_case_find_point(loaded, rows->points[p].name, &points[p], &ignored);
    esc_error_free(&ignored);
    if (!all)
        return false;
    for (size_t k = 0; k < rows->strategy_count; k++) {
        const struct esc_strategy *strategy = esc_case_strategy(loaded, rows->strategies[k].name);
        if (strategy == NULL)
            return false;
        strategies[k] = (size_t)(strategy - loaded->strategies);
    }
    return true;
}

/* Today's words for a case that is known by its rows alone. */
static void adopt(struct esc_run *run, size_t i, struct esc_case *loaded)
{
    struct esc_case *rows = &run->cases[i];
    size_t *points = esc_calloc(rows->point_count, sizeof *points);
    size_t *strategies = esc_calloc(rows->strategy_count, sizeof *strategies);
    if (covers(loaded, rows, points, strategies)) {
        for (size_t v = 0; v < run->variant_count; v++) {
            struct esc_variant *variant = &run->variants[v];
            if (variant->case_index != i)
                continue;
            variant->point = points[variant->point];
            variant->strategy = strategies[variant->strategy];
        }
        esc_case_free(rows);
        *rows = *loaded;
        *loaded = (struct esc_case){0};
    }
    free(points);
    free(strategies);
}

static void adopt_words(struct esc_run *run, const struct esc_folders *folders)
{
    struct esc_loader *loader = esc_loader_open();
    for (size_t i = 0; i < run->case_count; i++) {
        struct esc_case loaded = {0};
        struct esc_error ignored = {0};
        char *path = esc_format("%s/%s.lua", folders->cases, run->cases[i].name);
        if (strchr(run->cases[i].name, '/') == NULL &&
            esc_loader_case(loader, path, &loaded, &ignored))
            adopt(run, i, &loaded);
        esc_error_free(&ignored);
        esc_case_free(&loaded);
        free(path);
    }
    esc_loader_close(loader);
}

bool esc_run_page_read(const char *folder, const struct esc_folders *folders, struct esc_run *run,
                       struct esc_error *error)
{
    bool results = esc_has_file(folder, "results.json");
    if (!results && esc_has_file(folder, "summary.tsv")) {
        bool good = esc_emit_read_summary(folder, run, error);
        if (good)
            adopt_words(run, folders);
        return good;
    }
    if (!esc_emit_read(folder, run, error)) {
        if (!results)
            esc_error_hint(error,
                           "RUN= names a folder that `make bench` made, or one inside results");
        return false;
    }
    esc_stats(run);
    return true;
}
