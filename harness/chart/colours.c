/*
 * Theme files as data. See colours.h and, for esc_chart_colours(), chart.h for the contracts.
 */
#include "chart/colours.h"

#include "base/memory.h"
#include "chart/chart.h"

#include <stdlib.h>
#include <string.h>

static struct colour *find(struct colours *colours, const char *name)
{
    for (size_t i = 0; i < colours->count; i++)
        if (strcmp(colours->colours[i].name, name) == 0)
            return &colours->colours[i];
    colours->colours = esc_grow(colours->colours, &colours->count, sizeof *colours->colours);
    struct colour *added = &colours->colours[colours->count - 1];
    added->name = esc_strdup(name);
    return added;
}

/* `bg = '#ffffff'`, or several with semicolons between them; any other statement is passed over. */
static void read_line(struct colours *colours, char *line)
{
    char *rest = NULL;
    for (char *at = strtok_r(line, ";", &rest); at != NULL; at = strtok_r(NULL, ";", &rest)) {
        char name[32];
        unsigned rgb;
        if (sscanf(at, " %31[a-z_] = '#%6x'", name, &rgb) == 2)
            find(colours, name)->rgb = rgb;
    }
}

static bool read_file(struct colours *colours, const char *plots, const char *theme,
                      struct esc_error *error)
{
    struct esc_text text = {0};
    char *path = esc_format("%s/%s.gp", plots, theme);
    bool good = esc_text_read(&text, path, error);
    char *rest = NULL;
    for (char *line = good ? strtok_r(text.bytes, "\n", &rest) : NULL; line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        read_line(colours, line);
    esc_text_free(&text);
    free(path);
    return good;
}

bool esc_colours_read(struct colours *colours, const struct style *style, const char *plots,
                      struct esc_error *error)
{
    bool good = true;
    for (size_t i = 0; i < THEME_FILES && style->theme[i] != NULL && good; i++)
        good = read_file(colours, plots, style->theme[i], error);
    return good;
}

void esc_colours_free(struct colours *colours)
{
    for (size_t i = 0; i < colours->count; i++)
        free(colours->colours[i].name);
    free(colours->colours);
    *colours = (struct colours){0};
}

const struct colour *esc_colours_at(const struct colours *colours, const char *at, size_t *length)
{
    unsigned red, green, blue, rgb = 0;
    int end = 0;
    if (sscanf(at, "rgb(%u,%u,%u)%n", &red, &green, &blue, &end) == 3 && end > 0)
        rgb = red << 16 | green << 8 | blue;
    else if (sscanf(at, "#%6x%n", &rgb, &end) != 1 || end != 7)
        return NULL;
    *length = (size_t)end;
    for (size_t i = 0; i < colours->count; i++)
        if (colours->colours[i].rgb == rgb)
            return &colours->colours[i];
    return NULL;
}

void esc_colours_add_name(struct esc_text *out, const struct colour *colour)
{
    esc_text_add(out, "--esc-");
    for (const char *at = colour->name; *at != '\0'; at++)
        esc_text_add_bytes(out, *at == '_' ? "-" : at, 1);
}

bool esc_chart_colours(enum esc_chart_theme theme, const char *plots, struct esc_text *css,
                       struct esc_error *error)
{
    struct colours colours = {0};
    struct style style = esc_chart_style(ESC_CHART_SCREEN, theme);
    bool good = esc_colours_read(&colours, &style, plots, error);
    for (size_t i = 0; i < colours.count; i++) {
        esc_colours_add_name(css, &colours.colours[i]);
        esc_text_addf(css, ": #%06x;\n", colours.colours[i].rgb);
    }
    esc_colours_free(&colours);
    return good;
}
