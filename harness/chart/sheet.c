/*
 * Composing a picture's script. See sheet.h for the contracts.
 */
#include "chart/sheet.h"

#include "base/memory.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const double line_height = 1.3;
enum { SUBTITLE_LINES = 2, CAPTION_LINES = 3 };

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

static void add_label(struct sheet *sheet, double x, double y, enum align align, double size,
                      const char *colour, const char *face, const char *text)
{
    static const char *const aligns[] = {"left", "center", "right"};
    if (*text == '\0')
        return;
    esc_text_add(&sheet->labels, "set label ");
    add_quoted(&sheet->labels, text);
    esc_text_addf(&sheet->labels,
                  " at screen %.5f,%.5f %s noenhanced front font %s(%.5g) tc rgb %s",
                  x / sheet->style->width, 1 - y / sheet->style->height, aligns[align], face,
                  size * sheet->style->font, colour);
}

void esc_chart_text(struct sheet *sheet, double x, double y, enum align align, double size,
                    const char *colour, const char *text)
{
    add_label(sheet, x, y, align, size, colour, "plain", text);
    esc_text_add(&sheet->labels, *text != '\0' ? "\n" : "");
}

void esc_chart_bold(struct sheet *sheet, double x, double y, enum align align, double size,
                    const char *colour, const char *text)
{
    add_label(sheet, x, y, align, size, colour, "bold", text);
    esc_text_add(&sheet->labels, *text != '\0' ? "\n" : "");
}

void esc_chart_text_up(struct sheet *sheet, double x, double y, double size, const char *colour,
                       const char *text)
{
    add_label(sheet, x, y, ALIGN_CENTER, size, colour, "plain", text);
    esc_text_add(&sheet->labels, *text != '\0' ? " rotate by 90\n" : "");
}

void esc_chart_number(struct sheet *sheet, const char *name, double value)
{
    esc_text_addf(&sheet->data, "%s = %.10g\n", name, value);
}

void esc_chart_panel(struct sheet *sheet, const char *name, double left, double right, double top,
                     double bottom)
{
    esc_text_addf(&sheet->data,
                  "%s_left = %.5f; %s_right = %.5f; %s_top = %.5f; %s_bottom = %.5f\n", name,
                  left / sheet->style->width, name, right / sheet->style->width, name,
                  1 - top / sheet->style->height, name, 1 - bottom / sheet->style->height);
}

void esc_chart_axis(struct sheet *sheet, const char *name, const struct scale *scale)
{
    esc_text_addf(&sheet->data, "%s_low = %.10g; %s_high = %.10g; %s_log = %d\n%s_tics = '(", name,
                  scale->low, name, scale->high, name, scale->log, name);
    for (size_t i = 0; i < scale->tic_count; i++)
        esc_text_addf(&sheet->data, "%s\"\" %.10g%s", i > 0 ? ", " : "", scale->tics[i].at,
                      scale->tics[i].text[0] == '\0' ? " 1" : "");
    esc_text_add(&sheet->data, ")'\n");
}

void esc_chart_x_words(struct sheet *sheet, const struct scale *scale, double bottom)
{
    for (size_t i = 0; i < scale->tic_count; i++)
        esc_chart_text(sheet, esc_chart_place(scale, scale->tics[i].at),
                       bottom + 1.0 * sheet->style->font, ALIGN_CENTER, TEXT_TIC, "ink",
                       scale->tics[i].text);
}

void esc_chart_y_words(struct sheet *sheet, const struct scale *scale, double left)
{
    for (size_t i = 0; i < scale->tic_count; i++)
        esc_chart_text(sheet, left - 0.6 * sheet->style->font,
                       esc_chart_place(scale, scale->tics[i].at), ALIGN_RIGHT, TEXT_TIC, "ink",
                       scale->tics[i].text);
}

double esc_chart_y_room(const struct sheet *sheet, const struct scale *scale)
{
    double font = sheet->style->font;
    return esc_chart_tic_width(scale, TEXT_TIC * font) + 2.1 * font;
}

void esc_chart_data_open(struct sheet *sheet, const char *name)
{
    esc_text_addf(&sheet->data, "$%s << END\n", name);
}

void esc_chart_data(struct sheet *sheet, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *row = NULL;
    if (vasprintf(&row, format, arguments) >= 0)
        esc_text_addf(&sheet->data, "%s\n", row);
    va_end(arguments);
    free(row);
}

void esc_chart_data_close(struct sheet *sheet)
{
    esc_text_add(&sheet->data, "END\n");
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
    else
        esc_text_addf(&sheet->tsv, "\t%.10g\t%.10g\t%.10g", estimate->median, estimate->low,
                      estimate->high);
}

/* Lines from `y` (top of the first) downwards; returns the bottom of the last. */
static double place_lines(struct sheet *sheet, char **lines, size_t count, double y, double size,
                          bool bold, const char *colour)
{
    double height = size * sheet->style->font * line_height;
    for (size_t i = 0; i < count; i++) {
        double middle = y + ((double)i + 0.5) * height;
        if (bold)
            esc_chart_bold(sheet, sheet->left, middle, ALIGN_LEFT, size, colour, lines[i]);
        else
            esc_chart_text(sheet, sheet->left, middle, ALIGN_LEFT, size, colour, lines[i]);
    }
    return y + (double)count * height;
}

/* The largest size that takes one line; else the largest that takes two. The last is cut. */
static double place_title(struct sheet *sheet, const char *title, double y)
{
    static const struct {
        double size;
        size_t lines;
    } tries[] = {{TEXT_TITLE, 1}, {1.15, 1}, {TEXT_TITLE, 2}, {1.15, 2}, {1.0, 2}};
    enum { TRIES = sizeof tries / sizeof *tries };
    double room = sheet->right - sheet->left;
    for (size_t k = 0;; k++) {
        double px = tries[k].size * sheet->style->font;
        size_t most = tries[k].lines + (k + 1 < TRIES);
        size_t count;
        char **lines = esc_chart_wrap(title, " ", px, true, room, most, &count);
        bool fits = count <= tries[k].lines;
        if (fits)
            y = place_lines(sheet, lines, count, y, tries[k].size, true, "ink");
        esc_chart_free_lines(lines, count);
        if (fits)
            return y;
    }
}

static double place_wrapped(struct sheet *sheet, const char *text, double y, double size,
                            size_t most)
{
    size_t count;
    char **lines = esc_chart_wrap(text, " ", size * sheet->style->font, false,
                                  sheet->right - sheet->left, most, &count);
    y = place_lines(sheet, lines, count, y, size, false, "muted");
    esc_chart_free_lines(lines, count);
    return y;
}

static void place_caption(struct sheet *sheet, const char *caption)
{
    size_t count;
    double px = TEXT_CAPTION * sheet->style->font;
    char **lines = esc_chart_wrap(caption, " · ", px, false, sheet->right - sheet->left,
                                  CAPTION_LINES, &count);
    double height = (double)count * px * line_height;
    double y = sheet->style->height - 0.5 * sheet->margin - height;
    place_lines(sheet, lines, count, y, TEXT_CAPTION, false, "muted");
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
    if (strlen(name) > 120)
        name[120] = '\0';
    return name;
}

struct sheet esc_chart_sheet(const struct esc_run *run, const struct style *style, const char *name,
                             const char *kind, const char *title, const char *subtitle)
{
    struct sheet sheet = {.style = style, .margin = 1.7 * style->font};
    sheet.name = file_name(name);
    sheet.kind = esc_strdup(kind);
    sheet.title = esc_chart_clean(title);
    snprintf(sheet.date, sizeof sheet.date, "%.10s",
             run->started != NULL ? run->started : "1970-01-01");
    sheet.left = sheet.margin;
    sheet.right = style->width - sheet.margin;
    char *second = esc_chart_clean(subtitle);
    char *line = esc_chart_caption(run);
    char *caption = esc_chart_clean(line);
    double y = place_title(&sheet, sheet.title, 0.75 * sheet.margin);
    y = place_wrapped(&sheet, second, y + 0.1 * style->font, 0.8, SUBTITLE_LINES);
    place_caption(&sheet, caption);
    sheet.top = y + 0.5 * style->font;
    esc_text_addf(&sheet.alt, "%s\n%s\n", sheet.title, second);
    esc_text_addf(&sheet.tsv, "# %s\n# %s\n", sheet.title, caption);
    free(caption);
    free(line);
    free(second);
    return sheet;
}

void esc_chart_sheet_free(struct sheet *sheet)
{
    free(sheet->name);
    free(sheet->kind);
    free(sheet->title);
    esc_text_free(&sheet->data);
    esc_text_free(&sheet->labels);
    esc_text_free(&sheet->tsv);
    esc_text_free(&sheet->alt);
    *sheet = (struct sheet){0};
}

struct sheet esc_chart_empty(const struct esc_run *run, const struct style *style, const char *name,
                             const char *title, const char *reason)
{
    struct sheet sheet = esc_chart_sheet(run, style, name, "empty", title, "");
    size_t count;
    char *clean = esc_chart_clean(reason);
    double px = TEXT_BODY * style->font;
    char **lines =
        esc_chart_wrap(clean, " ", px, false, 0.7 * (sheet.right - sheet.left), 6, &count);
    double y = (sheet.top + sheet.bottom) / 2 - (double)count * px * line_height / 2;
    for (size_t i = 0; i < count; i++)
        esc_chart_text(&sheet, style->width / 2, y + ((double)i + 0.5) * px * line_height,
                       ALIGN_CENTER, TEXT_BODY, "muted", lines[i]);
    esc_text_addf(&sheet.alt, "%s\n", clean);
    esc_chart_free_lines(lines, count);
    free(clean);
    return sheet;
}
