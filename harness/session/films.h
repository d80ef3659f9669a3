/*
 * The mark phase of the heap model as films: with its write barrier, and what differs past it.
 */
#ifndef ESC_SESSION_FILMS_H
#define ESC_SESSION_FILMS_H

#include "base/error.h"
#include "chart/chart.h"
#include "noun/marking.h"

#include <stdbool.h>

enum { ESC_FILMS = 2 };

/* Zero-initialise before use. */
struct esc_films {
    struct esc_marking runs[ESC_FILMS];
    struct esc_chart_film films[ESC_FILMS]; /* marking, marking-past-barrier; borrow the runs */
    char *made_by;                          /* their caption */
};

/* Lets the model mark twice. False with a message when its heap cannot be had. */
bool esc_films_run(struct esc_films *films, struct esc_error *error);
void esc_films_free(struct esc_films *films);

#endif
