/*
 * What is said of unusually slow samples.
 */
#ifndef ESC_WORDS_OUTLIER_H
#define ESC_WORDS_OUTLIER_H

#include "noun/outlier.h"

/* Beside a mark: "interrupted", "more collections", "page faults", "unknown cause". */
const char *esc_outlier_words(enum esc_outlier outlier);

/* "3 of 240 samples took unusually long (…): 2 interrupted, 1 of unknown cause." NULL where none
 * did. Caller frees. */
char *esc_outliers_note(const struct esc_run *run);

#endif
