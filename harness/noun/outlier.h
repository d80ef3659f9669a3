/*
 * Samples that took unusually long, and what else was unusual about them. They are marked, never
 * dropped.
 */
#ifndef ESC_NOUN_OUTLIER_H
#define ESC_NOUN_OUTLIER_H

#include "noun/run.h"

/* What a slow sample had unusually much of; the first that holds. */
enum esc_outlier {
    ESC_OUTLIER_NONE,        /* not unusually slow */
    ESC_OUTLIER_INTERRUPTED, /* other programs had part of it (esc_is_disturbed), or switches */
    ESC_OUTLIER_COLLECTION,  /* collections */
    ESC_OUTLIER_FAULTS,      /* page faults */
    ESC_OUTLIER_UNKNOWN,     /* nothing that was read */
    ESC_OUTLIERS
};

/* Of so few samples of a variant none is told to be unusual. */
enum { ESC_OUTLIER_LEAST = 8 };

/*
 * One for each of the run's records. Unusual is what lies above Q3 + 1.5 (Q3 - Q1) of its variant's
 * samples (Tukey, Exploratory Data Analysis, 1977; quartiles as in base/quantile.h): ns per
 * operation of the sample itself; switches, collections and faults an operation for its cause.
 * What is unknown is no cause. Records that did not end well are ESC_OUTLIER_NONE. The caller
 * frees.
 */
enum esc_outlier *esc_outliers(const struct esc_run *run);

/* "", "interrupted", "collection", "page-faults", "unknown": for files. */
const char *esc_outlier_key(enum esc_outlier outlier);

#endif
