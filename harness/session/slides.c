/*
 * The order of slides, and drawing them. See slides.h for the contracts.
 */
#include "session/slides.h"

#include "base/memory.h"
#include "base/text.h"
#include "load/nearest.h"
#include "session/drawing.h"
#include "session/films.h"

#include <stdlib.h>
#include <string.h>

/* ---- the order file ---- */

/* Whether the name is a kind, or a kind with "-…" behind it. */
static bool has_kind(const char *name)
{
    const char *const *kinds = esc_chart_slide_kinds();
    for (size_t i = 0; kinds[i] != NULL; i++) {
        size_t length = strlen(kinds[i]);
        if (esc_starts(name, kinds[i]) && (name[length] == '\0' || name[length] == '-'))
            return true;
    }
    return false;
}

static bool refuse(const char *path, int line, const char *name, struct esc_error *error)
{
    const char *nearest = esc_nearest_of(name, esc_chart_slide_kinds());
    esc_error_add(error, path, line, "there is no kind of chart that \"%s\" begins with", name);
    if (nearest != NULL)
        esc_error_hint(error, "did you mean %s?", nearest);
    else
        esc_error_hint(error, "a line is KIND or KIND-CASE: pairs, real-go, gc-timeline-gogc");
    return false;
}

/* The line without its comment and the blanks around it; NULL: nothing is left. */
static char *name_in(char *line)
{
    line[strcspn(line, "#")] = '\0';
    char *name = line + strspn(line, " \t\r");
    size_t length = strlen(name);
    while (length > 0 && strchr(" \t\r", name[length - 1]) != NULL)
        length--;
    name[length] = '\0';
    return length > 0 ? name : NULL;
}

bool esc_slide_order_read(struct esc_slide_order *order, const char *path, struct esc_error *error)
{
    struct esc_text text = {0};
    bool good = esc_text_read(&text, path, error);
    int number = 0;
    char *rest = text.bytes;
    for (char *line = NULL; good && (line = strsep(&rest, "\n")) != NULL;) {
        char *name = name_in(line);
        number++;
        if (name == NULL)
            continue;
        if (!has_kind(name))
            refuse(path, number, name, error);
        order->names = esc_grow(order->names, &order->count, sizeof *order->names);
        order->names[order->count - 1] = esc_strdup(name);
    }
    esc_text_free(&text);
    return good && error->count == 0;
}

void esc_slide_order_free(struct esc_slide_order *order)
{
    for (size_t i = 0; i < order->count; i++)
        free(order->names[i]);
    free(order->names);
    *order = (struct esc_slide_order){0};
}

/* ---- drawing ---- */

static bool names_films(const struct esc_slide_order *order)
{
    for (size_t i = 0; i < order->count; i++)
        if (esc_starts(order->names[i], "marking"))
            return true;
    return false;
}

static bool draw(const struct esc_run *run, const struct esc_slide_order *order,
                 const struct esc_chart_options *options, struct esc_error *error)
{
    size_t drawn = 0;
    struct esc_films films = {0};
    bool wanted = names_films(order);
    bool good = !wanted || esc_films_run(&films, error);
    const struct esc_chart_slides slides = {.order = (const char *const *)order->names,
                                            .order_count = order->count,
                                            .films = films.films,
                                            .film_count = wanted && good ? ESC_FILMS : 0,
                                            .films_made_by = films.made_by};
    good = esc_chart_slides(run, &slides, options, &drawn, error) && good;
    esc_drawing_tell(drawn, "slide", options->folder);
    esc_films_free(&films);
    return good;
}

bool esc_slides_draw(const struct esc_run *run, const char *order,
                     const struct esc_chart_options *options, bool *bad_order,
                     struct esc_error *error)
{
    struct esc_slide_order read = {0};
    char *usual = esc_format("%s/slides.txt", options->plots);
    *bad_order = !esc_slide_order_read(&read, order != NULL ? order : usual, error);
    bool good = !*bad_order && draw(run, &read, options, error);
    esc_slide_order_free(&read);
    free(usual);
    return good;
}
