/*
 * Heap profiles as data. See profile.h.
 */
#include "noun/profile.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

const char *esc_profile_type_name(enum esc_profile_type type)
{
    static const char *const names[ESC_PROFILE_TYPES] = {
        [ESC_PROFILE_ALLOC_OBJECTS] = "alloc_objects",
        [ESC_PROFILE_ALLOC_SPACE] = "alloc_space",
        [ESC_PROFILE_INUSE_OBJECTS] = "inuse_objects",
        [ESC_PROFILE_INUSE_SPACE] = "inuse_space"};
    return names[type];
}

void esc_profile_scale(int64_t *count, int64_t *bytes, int64_t rate)
{
    if (*count == 0 || *bytes == 0) {
        *count = *bytes = 0;
        return;
    }
    if (rate <= 1)
        return;
    double average = (double)*bytes / (double)*count;
    double scale = 1 / (1 - exp(-average / (double)rate));
    *count = (int64_t)((double)*count * scale);
    *bytes = (int64_t)((double)*bytes * scale);
}

double esc_profile_spread(const struct esc_profile *profile)
{
    double variance = 0;
    const double total = (double)esc_profile_total(profile, ESC_PROFILE_ALLOC_SPACE);
    for (size_t k = 0; k < profile->sample_count && profile->rate > 1; k++) {
        const struct esc_profile_sample *sample = &profile->samples[k];
        const double p = 1 - exp(-(double)sample->block_bytes / (double)profile->rate);
        const double weight = (double)sample->block_bytes / p;
        variance += (double)sample->sampled * (1 - p) * weight * weight;
    }
    return total > 0 ? sqrt(variance) / total : 0;
}

int64_t esc_profile_total(const struct esc_profile *profile, enum esc_profile_type type)
{
    int64_t total = 0;
    for (size_t k = 0; k < profile->sample_count; k++)
        total += profile->samples[k].values[type];
    return total;
}

void esc_profile_comment(struct esc_profile *profile, char *comment)
{
    profile->comments =
        esc_grow(profile->comments, &profile->comment_count, sizeof *profile->comments);
    profile->comments[profile->comment_count - 1] = comment;
}

void esc_profile_free(struct esc_profile *profile)
{
    for (size_t k = 0; k < profile->comment_count; k++)
        free(profile->comments[k]);
    for (size_t k = 0; k < profile->frame_count; k++) {
        free(profile->frames[k].function);
        free(profile->frames[k].file);
    }
    for (size_t k = 0; k < profile->sample_count; k++)
        free(profile->samples[k].frames);
    free(profile->comments);
    free(profile->frames);
    free(profile->samples);
    free(profile->library);
    *profile = (struct esc_profile){0};
}
