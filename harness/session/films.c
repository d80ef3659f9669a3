/*
 * Two mark phases. See films.h for the contracts.
 */
#include "session/films.h"

#include "lesson/marking.h"
#include "session/chart_options.h"

#include <stdlib.h>

bool esc_films_run(struct esc_films *films, struct esc_error *error)
{
    static const char *const names[ESC_FILMS] = {"marking", "marking-past-barrier"};
    for (size_t i = 0; i < ESC_FILMS; i++) {
        films->films[i] = (struct esc_chart_film){&films->runs[i], names[i]};
        if (!esc_marking_run(i == 0, &films->runs[i], error))
            return false;
    }
    esc_marking_keep_other(&films->runs[1], &films->runs[0]);
    films->made_by = esc_made_by(
        "Go-model heap, go1.19's collector: its own marks, queue and write "
        "barrier, observed after each object");
    return true;
}

void esc_films_free(struct esc_films *films)
{
    for (size_t i = 0; i < ESC_FILMS; i++)
        esc_marking_free(&films->runs[i]);
    free(films->made_by);
    films->made_by = NULL;
}
