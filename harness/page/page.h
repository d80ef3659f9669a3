/*
 * Stage: run -> one self-contained HTML page that is also well-formed XML: no network, readable
 * without its script. It only places what words/ says, and leaves out with a sentence what it was
 * not given.
 */
#ifndef ESC_PAGE_PAGE_H
#define ESC_PAGE_PAGE_H

#include "base/text.h"
#include "noun/diagnostic.h"
#include "noun/run.h"
#include "words/listing.h"

#include <stddef.h>

/* An <svg> element that goes into the page as it is: of chart/ with ESC_CHART_PAGE, never other
 * people's. `name` is "KIND" or "KIND-CASE", with "-…" behind it where there are several. */
struct esc_page_chart {
    char *name;
    char *svg;
};

/* What is known of a case beside its figures. All borrowed but what it says. */
struct esc_page_lesson {
    const struct esc_case *source; /* with Go and C; NULL: `missing` says why there are none */
    const char *missing;
    size_t point;                              /* of `source`: whose expectations are shown */
    const struct esc_diagnostics *diagnostics; /* NULL: none, the expected lines are shown */
    size_t diagnosed, diagnosed_point;         /* the case's index and point in them */
    const char *release;                       /* that printed them, "go1.19.8" */
    const struct esc_kept_code *const *codes;  /* sides, those that stand together two and two */
    size_t code_count;
    const char *code_missing; /* why there are none; NULL: nobody asks */
};

/* A page's material; the caller keeps and frees all of it. */
struct esc_page {
    const struct esc_run *run; /* with figures and pairs */
    const struct esc_page_chart *charts;
    size_t chart_count;
    const char *charts_missing;            /* NULL: all are there */
    const char *samples_missing;           /* NULL: the run has its records */
    const struct esc_page_lesson *lessons; /* one a case of the run */
    const char *light, *dark;              /* CSS declarations of the colours, `--esc-ink: …;` */
    /* What can be saved from the page. */
    const char *file_name; /* "results.json.gz" */
    const char *file_type; /* "application/gzip" */
    const char *file;      /* its bytes; NULL: there is none */
    size_t file_length;
    const char
        *file_beside;       /* where it is not in the page: its address from there; NULL: nowhere */
    const char *file_words; /* what it is, or why there is none; a sentence */
};

/* Appends the page. Pure. */
void esc_page(const struct esc_page *page, struct esc_text *out);

#endif
