/*
 * Two runs beside each other. See comparison.h for the contracts.
 */
#include "noun/comparison.h"

#include <stdlib.h>

const char *esc_change_verdict_words(const struct esc_change *change)
{
    static const char *const words[] = {
        [ESC_CHANGE_FAILED] = "failed",
        [ESC_CHANGE_CLOCK_LIMITED] = "clock-limited",
        [ESC_CHANGE_FEW_ROUNDS] = "too few rounds",
        [ESC_CHANGE_NONE] = "no difference",
        [ESC_CHANGE_WITHIN_NOISE] = "within noise",
        [ESC_CHANGE_SLOWER] = "slower",
        [ESC_CHANGE_FASTER] = "faster",
    };
    if (change->of == ESC_CHANGE_FACTOR && change->verdict == ESC_CHANGE_SLOWER)
        return "larger";
    if (change->of == ESC_CHANGE_FACTOR && change->verdict == ESC_CHANGE_FASTER)
        return "smaller";
    return words[change->verdict];
}

bool esc_change_resolved(const struct esc_change *change)
{
    return change->verdict == ESC_CHANGE_SLOWER || change->verdict == ESC_CHANGE_FASTER;
}

bool esc_comparison_has(const struct esc_comparison *comparison, enum esc_change_of of)
{
    for (size_t i = 0; i < comparison->change_count; i++)
        if (comparison->changes[i].of == of)
            return true;
    return false;
}

void esc_comparison_free(struct esc_comparison *comparison)
{
    for (size_t i = 0; i < comparison->difference_count; i++) {
        free(comparison->differences[i].a);
        free(comparison->differences[i].b);
    }
    free(comparison->differences);
    free(comparison->changed_texts);
    free(comparison->changes);
    free(comparison->only_a);
    free(comparison->only_b);
    *comparison = (struct esc_comparison){0};
}
