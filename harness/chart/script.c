/*
 * The script of a sheet: numbers and datablocks, theme, terminal, marks, texts and what draws,
 * all in one file that runs alone. See draw.h for the contract.
 */
#include "chart/draw.h"

#include "base/memory.h"

#include <stdlib.h>

static bool inline_file(struct esc_text *script, const char *plots, const char *name,
                        struct esc_error *error)
{
    char *path = esc_format("%s/%s.gp", plots, name);
    bool good = esc_text_read(script, path, error);
    free(path);
    return good;
}

bool esc_chart_script(const struct sheet *sheet, const char *plots, struct esc_text *script,
                      struct esc_error *error)
{
    const struct style *style = sheet->style;
    esc_text_addf(script, ESC_CHART_FIRST_LINE, sheet->name, sheet->name);
    esc_text_addf(script, "# Another format: gnuplot -e \"format='png'\" %s.gp (svg, png, pdf)\n",
                  sheet->name);
    esc_text_addf(script, "name = '%s'\nwidth = %g; height = %g\n", sheet->name, style->width,
                  style->height);
    esc_text_addf(script, "font_px = %g; line = %g; mark_px = %g\n", style->font, style->line,
                  esc_chart_mark(style));
    bool good = true;
    for (size_t i = 0; i < THEME_FILES && style->theme[i] != NULL && good; i++)
        good = inline_file(script, plots, style->theme[i], error);
    good = good && inline_file(script, plots, "canvas", error) &&
           inline_file(script, plots, "marks", error);
    esc_text_add(script, "\n# ---- data ----\n");
    esc_text_add(script, sheet->data.bytes != NULL ? sheet->data.bytes : "");
    esc_text_add(script, "\n# ---- texts ----\n");
    esc_text_add(script, sheet->labels.bytes != NULL ? sheet->labels.bytes : "");
    esc_text_add(script, "\n# ---- drawing ----\n");
    esc_text_add(script, sheet->plot.bytes != NULL ? sheet->plot.bytes : "");
    return good;
}
