/*
 * Outliers in words. See outlier.h.
 */
#include "words/outlier.h"

#include "base/text.h"

#include <stdlib.h>

const char *esc_outlier_words(enum esc_outlier outlier)
{
    static const char *const words[ESC_OUTLIERS] = {
        [ESC_OUTLIER_NONE] = "",
        [ESC_OUTLIER_INTERRUPTED] = "interrupted",
        [ESC_OUTLIER_COLLECTION] = "more collections",
        [ESC_OUTLIER_FAULTS] = "page faults",
        [ESC_OUTLIER_UNKNOWN] = "unknown cause",
    };
    return words[outlier];
}

/* Behind a number. */
static const char *const counted[ESC_OUTLIERS] = {
    [ESC_OUTLIER_INTERRUPTED] = "interrupted",
    [ESC_OUTLIER_COLLECTION] = "with more collections",
    [ESC_OUTLIER_FAULTS] = "with more page faults",
    [ESC_OUTLIER_UNKNOWN] = "of unknown cause",
};

char *esc_outliers_note(const struct esc_run *run)
{
    size_t counts[ESC_OUTLIERS] = {0};
    enum esc_outlier *outliers = esc_outliers(run);
    for (size_t r = 0; r < run->record_count; r++)
        counts[outliers[r]]++;
    free(outliers);
    const size_t all = run->record_count - counts[ESC_OUTLIER_NONE];
    if (all == 0)
        return NULL;
    struct esc_text text = {0};
    esc_text_addf(&text,
                  "%zu of %zu samples took unusually long for their row (above Q3 + 1.5 IQR)", all,
                  run->record_count);
    const char *before = ": ";
    for (int k = ESC_OUTLIER_INTERRUPTED; k < ESC_OUTLIERS; k++) {
        if (counts[k] == 0)
            continue;
        esc_text_addf(&text, "%s%zu %s", before, counts[k], counted[k]);
        before = ", ";
    }
    esc_text_add(&text, "; none is left out.");
    return esc_text_take(&text);
}
