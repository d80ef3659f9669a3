/*
 * Texts of a picture's script. See sheet.h for the contracts.
 */
#include "chart/sheet.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double line_height = 1.3;
enum { SUBTITLE_LINES = 2, CAPTION_LINES = 4 };

/* In single quotes gnuplot takes everything literally; a quote within becomes a typographic one,
 * because gnuplot 5.4 loses its place in doubled ones that follow each other. */
static void add_quoted(struct esc_text *out, const char *text)
{
    char *clean = esc_chart_clean(text);
    esc_text_add(out, "'");
    for (const char *at = clean; *at != '\0'; at++)
        esc_text_add_bytes(out, *at == '\'' ? "’" : at, *at == '\'' ? strlen("’") : 1);
    esc_text_add(out, "'");
    free(clean);
}

/* From descender to capital, without the air around a line. */
static const double body = 0.8;

static struct box box_of(double x, double y, enum align align, double width, double px)
{
    static const double before[] = {0, 0.5, 1};
    double left = x - before[align] * width;
    return (struct box){left, left + width, y - body / 2 * px, y + body / 2 * px};
}

struct box esc_chart_box(double x, double y, enum align align, double px, const char *text)
{
    return box_of(x, y, align, esc_chart_width(text, px, false), px);
}

bool esc_chart_is_free(const struct sheet *sheet, const struct box *box)
{
    if (box->left < 0 || box->top < 0 || box->right > sheet->style->width ||
        box->bottom > sheet->style->height)
        return false;
    for (size_t i = 0; i < sheet->taken_count; i++) {
        const struct box *other = &sheet->taken[i];
        if (box->left < other->right && other->left < box->right && box->top < other->bottom &&
            other->top < box->bottom)
            return false;
    }
    return true;
}

void esc_chart_take(struct sheet *sheet, struct box box)
{
    sheet->taken = esc_grow(sheet->taken, &sheet->taken_count, sizeof *sheet->taken);
    sheet->taken[sheet->taken_count - 1] = box;
}

static void add_label(struct sheet *sheet, double x, double y, enum align align, double px,
                      const char *colour, const char *face, const char *text)
{
    static const char *const aligns[] = {"left", "center", "right"};
    esc_text_add(&sheet->labels, "set label ");
    add_quoted(&sheet->labels, text);
    esc_text_addf(
        &sheet->labels, " at screen %.5f,%.5f %s noenhanced front font %s(%.5g) tc rgb %s",
        x / sheet->style->width, 1 - y / sheet->style->height, aligns[align], face, px, colour);
}

void esc_chart_text(struct sheet *sheet, double x, double y, enum align align, double px,
                    const char *colour, const char *text)
{
    if (*text == '\0')
        return;
    add_label(sheet, x, y, align, px, colour, "plain", text);
    esc_text_add(&sheet->labels, "\n");
    esc_chart_take(sheet, esc_chart_box(x, y, align, px, text));
}

void esc_chart_bold(struct sheet *sheet, double x, double y, enum align align, double px,
                    const char *colour, const char *text)
{
    if (*text == '\0')
        return;
    add_label(sheet, x, y, align, px, colour, "bold", text);
    esc_text_add(&sheet->labels, "\n");
    esc_chart_take(sheet, box_of(x, y, align, esc_chart_width(text, px, true), px));
}

void esc_chart_text_up(struct sheet *sheet, double x, double y, double px, const char *colour,
                       const char *text)
{
    if (*text == '\0')
        return;
    double half = esc_chart_width(text, px, false) / 2;
    add_label(sheet, x, y, ALIGN_CENTER, px, colour, "plain", text);
    esc_text_add(&sheet->labels, " rotate by 90\n");
    esc_chart_take(sheet, (struct box){x - body / 2 * px, x + body / 2 * px, y - half, y + half});
}

void esc_chart_canvas(struct sheet *sheet)
{
    esc_text_addf(&sheet->plot,
                  "unset border; unset tics; unset grid\n"
                  "set lmargin at screen 0; set rmargin at screen 1\n"
                  "set bmargin at screen 0; set tmargin at screen 1\n"
                  "set xrange [0:%g]; set yrange [%g:0]\neval 'plot '.",
                  sheet->style->width, sheet->style->height);
}

void esc_chart_number(struct sheet *sheet, const char *name, double value)
{
    esc_text_addf(&sheet->data, "%s = %.10g\n", name, value);
}

void esc_chart_tsv_text(struct sheet *sheet, const char *text, const char *after)
{
    char *clean = esc_chart_clean(text);
    esc_text_addf(&sheet->tsv, "%s%s", clean, after);
    free(clean);
}

void esc_chart_tsv_estimate(struct sheet *sheet, const struct esc_estimate *estimate)
{
    if (estimate == NULL)
        esc_text_add(&sheet->tsv, "\t\t\t");
    else if (!esc_estimate_has_interval(estimate))
        esc_text_addf(&sheet->tsv, "\t%.10g\t\t", estimate->median);
    else
        esc_text_addf(&sheet->tsv, "\t%.10g\t%.10g\t%.10g", estimate->median, estimate->low,
                      estimate->high);
}

/* Lines from `y` (top of the first) downwards; returns the bottom of the last. */
static double place_lines(struct sheet *sheet, char **lines, size_t count, double y, double px,
                          bool bold, const char *colour)
{
    for (size_t i = 0; i < count; i++) {
        double middle = y + ((double)i + 0.5) * px * line_height;
        if (bold)
            esc_chart_bold(sheet, sheet->left, middle, ALIGN_LEFT, px, colour, lines[i]);
        else
            esc_chart_text(sheet, sheet->left, middle, ALIGN_LEFT, px, colour, lines[i]);
    }
    return y + (double)count * px * line_height;
}

/* The largest size that takes one line; else the largest that takes two. The last is cut. */
static double place_title(struct sheet *sheet, const char *title, double y)
{
    static const struct {
        double size;
        size_t lines;
    } tries[] = {{1, 1}, {0.88, 1}, {1, 2}, {0.88, 2}, {0.77, 2}};
    enum { TRIES = sizeof tries / sizeof *tries };
    double room = sheet->right - sheet->left;
    for (size_t k = 0;; k++) {
        double px = tries[k].size * esc_chart_px(sheet->style, TEXT_TITLE);
        size_t most = tries[k].lines + (k + 1 < TRIES);
        size_t count;
        char **lines = esc_chart_wrap(title, " ", px, true, room, most, &count);
        bool fits = count <= tries[k].lines;
        if (fits)
            y = place_lines(sheet, lines, count, y, px, true, "ink");
        esc_chart_free_lines(lines, count);
        if (fits)
            return y;
    }
}

static double place_subtitle(struct sheet *sheet, const char *text, double y)
{
    size_t count;
    double px = esc_chart_px(sheet->style, TEXT_SUBTITLE);
    char **lines =
        esc_chart_wrap(text, " ", px, false, sheet->right - sheet->left, SUBTITLE_LINES, &count);
    y = place_lines(sheet, lines, count, y, px, false, "muted");
    esc_chart_free_lines(lines, count);
    return y;
}

static void place_caption(struct sheet *sheet, const char *caption, double margin)
{
    size_t count;
    double px = esc_chart_px(sheet->style, TEXT_CAPTION);
    char **lines = esc_chart_wrap(caption, " · ", px, false, sheet->right - sheet->left,
                                  CAPTION_LINES, &count);
    double y = sheet->style->height - margin - (double)count * px * line_height;
    place_lines(sheet, lines, count, y, px, false, "muted");
    esc_chart_free_lines(lines, count);
    sheet->bottom = y - 0.5 * sheet->style->font;
}

/* Case names are kebab-case; anything else in a name becomes '-'. */
static char *file_name(const char *text)
{
    char *name = esc_strdup(text);
    for (char *at = name; *at != '\0'; at++) {
        bool kept = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '-';
        *at = kept ? *at : '-';
    }
    return name;
}

struct sheet esc_chart_sheet_of(const struct style *style, const char *name, const char *date,
                                const char *caption, const char *title, const char *subtitle)
{
    struct sheet sheet = {.style = style};
    double margin = fmin(1.7 * style->font, 0.03 * style->width);
    sheet.name = file_name(name);
    sheet.title = esc_chart_clean(title);
    snprintf(sheet.date, sizeof sheet.date, "%.10s", *date != '\0' ? date : "1970-01-01");
    sheet.left = margin;
    sheet.right = style->width - margin;
    char *second = esc_chart_clean(subtitle);
    char *last = esc_chart_clean(caption);
    double y = place_title(&sheet, sheet.title, 0.7 * margin);
    y = place_subtitle(&sheet, second, y + 0.1 * style->font);
    place_caption(&sheet, last, 0.45 * margin);
    sheet.top = y + 0.4 * style->font;
    esc_text_addf(&sheet.alt, "%s\n%s\n", sheet.title, second);
    esc_text_addf(&sheet.tsv, "# %s\n# %s\n", sheet.title, last);
    free(last);
    free(second);
    return sheet;
}

struct sheet esc_chart_sheet(const struct esc_run *run, const struct style *style, const char *name,
                             const char *title, const char *subtitle)
{
    char *caption = esc_chart_caption(run);
    struct sheet sheet = esc_chart_sheet_of(style, name, run->started != NULL ? run->started : "",
                                            caption, title, subtitle);
    free(caption);
    return sheet;
}

void esc_chart_sheet_free(struct sheet *sheet)
{
    free(sheet->name);
    free(sheet->title);
    free(sheet->taken);
    esc_text_free(&sheet->data);
    esc_text_free(&sheet->labels);
    esc_text_free(&sheet->plot);
    esc_text_free(&sheet->tsv);
    esc_text_free(&sheet->alt);
    *sheet = (struct sheet){0};
}

static bool is_taken(const struct sheets *sheets, const char *name)
{
    for (size_t i = 0; i < sheets->count; i++)
        if (strcmp(sheets->sheets[i].name, name) == 0)
            return true;
    return false;
}

/* A file of somebody else may have two cases of one name; two sheets of one name would be drawn
 * into one file at the same time. */
static void make_unique(const struct sheets *sheets, struct sheet *sheet)
{
    char *name = esc_strdup(sheet->name);
    for (size_t number = 2; is_taken(sheets, sheet->name); number++) {
        free(sheet->name);
        sheet->name = esc_format("%s-%zu", name, number);
    }
    free(name);
}

void esc_chart_add(struct sheets *sheets, struct sheet sheet)
{
    make_unique(sheets, &sheet);
    sheets->sheets = esc_grow(sheets->sheets, &sheets->count, sizeof sheet);
    sheets->sheets[sheets->count - 1] = sheet;
}

struct sheet esc_chart_empty(const struct esc_run *run, const struct style *style, const char *name,
                             const char *title, const char *reason)
{
    struct sheet sheet = esc_chart_sheet(run, style, name, title, "");
    size_t count;
    char *clean = esc_chart_clean(reason);
    double px = esc_chart_px(style, TEXT_BODY);
    char **lines =
        esc_chart_wrap(clean, " ", px, false, 0.7 * (sheet.right - sheet.left), 6, &count);
    double y = (sheet.top + sheet.bottom) / 2 - (double)count * px * line_height / 2;
    for (size_t i = 0; i < count; i++)
        esc_chart_text(&sheet, style->width / 2, y + ((double)i + 0.5) * px * line_height,
                       ALIGN_CENTER, px, "muted", lines[i]);
    esc_text_add(&sheet.plot,
                 "unset border; unset tics; unset grid\n"
                 "set xrange [0:1]; set yrange [0:1]\nplot NaN notitle\n");
    esc_text_addf(&sheet.alt, "%s\n", clean);
    esc_chart_free_lines(lines, count);
    free(clean);
    return sheet;
}
