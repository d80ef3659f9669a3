/*
 * Stage: run -> charts. For each chart a self-contained gnuplot script, its data, the drawn file
 * and an alt text. A broken chart costs one chart.
 */
#ifndef ESC_CHART_CHART_H
#define ESC_CHART_CHART_H

#include "base/error.h"
#include "base/text.h"
#include "noun/caches.h"
#include "noun/class.h"
#include "noun/comparison.h"
#include "noun/frame.h"
#include "noun/guess.h"
#include "noun/marking.h"
#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

enum esc_chart_preset { ESC_CHART_PROJECTOR, ESC_CHART_SCREEN, ESC_CHART_PAPER };

/*
 * ESC_CHART_PAGE: an SVG to be put into an HTML page as it is (no prolog, role="img" with <title>
 * and <desc>, no id that another chart has, width and height by its viewBox alone), whose colours
 * are the page's: custom properties, each with the light theme's colour for a page that has none.
 * PNG, PDF and the script have the light colours.
 */
enum esc_chart_theme { ESC_CHART_LIGHT, ESC_CHART_DARK, ESC_CHART_PAGE };
enum esc_chart_format { ESC_CHART_SVG = 1, ESC_CHART_PNG = 2, ESC_CHART_PDF = 4 };

struct esc_chart_options {
    enum esc_chart_preset preset;
    enum esc_chart_theme theme;
    unsigned formats;    /* bits of enum esc_chart_format */
    bool none;           /* a command draws nothing */
    bool all;            /* a timeline and a distribution for every case, not just one of each */
    const char *folder;  /* where charts go, e.g. "results/latest/charts"; is made */
    const char *plots;   /* folder of the .gp files that are inlined ("plots") */
    const char *gnuplot; /* program, "gnuplot" */
    double time_limit_s; /* of one gnuplot; 0: a minute */
};

/*
 * Draws every chart the run has data for; charts of an earlier drawing into the folder go. `*drawn`
 * counts the charts. False when there is no gnuplot (nothing is drawn; one message says what is
 * missing) or when a chart failed (a message each; the others are drawn, unless gnuplot never ends
 * or a signal was caught meanwhile).
 */
bool esc_chart(const struct esc_run *run, const struct esc_chart_options *options, size_t *drawn,
               struct esc_error *error);

/* Steps of a mark phase, a chart each, by their numbers: NAME-01, NAME-02, … */
struct esc_chart_film {
    const struct esc_marking *marking;
    const char *name;
};

/* What slides are drawn beside a run's charts, and in what order. All borrowed. */
struct esc_chart_slides {
    const char *const *order; /* charts by name, KIND or KIND-CASE; what is not named follows */
    size_t order_count;
    const struct esc_chart_film *films; /* may be none */
    size_t film_count;
    const char *films_made_by; /* their caption */
};

/* What names in the order may begin with: the kinds of chart, and "marking" for the films. Ends
 * with NULL. */
const char *const *esc_chart_slide_kinds(void);

/*
 * The same as esc_chart(), as slides: pictures 01-NAME.png, 02-NAME.png, … in options->folder and
 * nothing else of ours, scripts, figures and words in its folder "source". Of the kinds with a
 * chart for every case those that the order names are drawn, and the telling one.
 */
bool esc_chart_slides(const struct esc_run *run, const struct esc_chart_slides *slides,
                      const struct esc_chart_options *options, size_t *drawn,
                      struct esc_error *error);

/* The same for what changed between two runs; options->all has no meaning here. */
bool esc_chart_comparison(const struct esc_comparison *comparison,
                          const struct esc_chart_options *options, size_t *drawn,
                          struct esc_error *error);

/* The same for films; options->all has no meaning here. `made_by` is the caption. */
bool esc_chart_marking(const struct esc_chart_film *films, size_t count, const char *made_by,
                       const struct esc_chart_options *options, size_t *drawn,
                       struct esc_error *error);

/* The frames of two sides, stack first, as one chart. */
struct esc_chart_frames {
    char *name;
    char *titles[2];
    struct esc_frames sides[2];
};

/* The same for frames; `point` says of what: "pointer-return size:64". Pictures of other cases in
 * the folder stay. */
bool esc_chart_frame(const struct esc_chart_frames *pictures, size_t count, const char *point,
                     const struct esc_chart_options *options, size_t *drawn,
                     struct esc_error *error);

/* The same for who serves allocations: one chart, caches. */
bool esc_chart_caches(const struct esc_cache_row *rows, size_t count, const char *made_by,
                      const struct esc_chart_options *options, size_t *drawn,
                      struct esc_error *error);

/* The same for a class of machines, and what the room believed where somebody guessed: class,
 * guesses. One picture each, as high as its rows need; several with the projector preset. */
bool esc_chart_class(const struct esc_class *class, const struct esc_beliefs *beliefs,
                     const struct esc_chart_options *options, size_t *drawn,
                     struct esc_error *error);

/*
 * What the custom properties of such an SVG are in a theme: declarations for the page to put
 * between the braces of a rule, `--esc-bg: #111418;` and so on: bg, ink, muted, faint, link, and
 * stack, heap, gc, remedy each with its -text. They are added to `css`. False with a message when
 * the theme's file cannot be read.
 */
bool esc_chart_colours(enum esc_chart_theme theme, const char *plots, struct esc_text *css,
                       struct esc_error *error);

#endif
