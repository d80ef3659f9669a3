/*
 * A heap profile as rows. See profile.h.
 */
#include "words/profile.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- rows ---- */

static size_t row_of(struct esc_profile_row **rows, size_t *count, const char *function)
{
    for (size_t k = 0; k < *count; k++)
        if (strcmp((*rows)[k].function, function) == 0)
            return k;
    *rows = esc_grow(*rows, count, sizeof **rows);
    (*rows)[*count - 1].function = function;
    return *count - 1;
}

static int compare(const void *a, const void *b)
{
    const struct esc_profile_row *left = a, *right = b;
    if (left->flat != right->flat)
        return left->flat > right->flat ? -1 : 1;
    return strcmp(left->function, right->function);
}

struct esc_profile_row *esc_profile_rows(const struct esc_profile *profile,
                                         enum esc_profile_type type, size_t *count)
{
    struct esc_profile_row *rows = NULL;
    *count = 0;
    for (size_t k = 0; k < profile->sample_count; k++) {
        const struct esc_profile_sample *sample = &profile->samples[k];
        const int64_t value = sample->values[type];
        for (size_t i = 0; i < sample->depth && value != 0; i++) {
            const char *function = profile->frames[sample->frames[i]].function;
            bool before = false; /* a recursion counts once */
            for (size_t j = 0; j < i; j++)
                before =
                    before || strcmp(profile->frames[sample->frames[j]].function, function) == 0;
            const size_t row = row_of(&rows, count, function);
            rows[row].flat += i == 0 ? value : 0;
            rows[row].cum += before ? 0 : value;
        }
    }
    if (*count > 0)
        qsort(rows, *count, sizeof *rows, compare);
    return rows;
}

/* ---- pprof's numbers ---- */

static struct esc_profile_unit unit_of(int64_t bytes)
{
    static const char *const names[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    struct esc_profile_unit unit = {1, names[0]};
    for (size_t k = 1; k < sizeof names / sizeof *names; k++)
        if ((double)bytes >= ldexp(1, 10 * (int)k))
            unit = (struct esc_profile_unit){ldexp(1, 10 * (int)k), names[k]};
    return unit;
}

/* That of the smallest value, or of a hundred times that where the values lie far apart. */
struct esc_profile_unit esc_profile_unit(const struct esc_profile_row *rows, size_t count,
                                         int64_t total, enum esc_profile_type type)
{
    if (type == ESC_PROFILE_ALLOC_OBJECTS || type == ESC_PROFILE_INUSE_OBJECTS)
        return (struct esc_profile_unit){1, ""};
    int64_t least = 0;
    for (size_t k = 0; k < count; k++) {
        const int64_t value = rows[k].flat != 0 ? rows[k].flat : rows[k].cum;
        if (value > 0 && (least == 0 || value < least))
            least = value;
    }
    least = least == 0 ? total : least;
    const bool far = unit_of(least).factor < unit_of(total).factor && least < total / 100;
    return unit_of(far ? 100 * least : least);
}

char *esc_profile_value(char *out, int64_t value, struct esc_profile_unit unit)
{
    snprintf(out, ESC_PROFILE_TEXT, "%.2f", (double)value / unit.factor);
    char *point = strchr(out, '.');
    if (strcmp(point, ".00") == 0)
        *point = '\0';
    if (strcmp(out, "0") != 0)
        strncat(out, unit.name, ESC_PROFILE_TEXT - strlen(out) - 1);
    return out;
}

char *esc_profile_percent(char *out, int64_t value, int64_t total)
{
    const double percent = total != 0 ? 100 * (double)value / (double)total : 0;
    if (percent >= 99.95 && percent <= 100.05)
        snprintf(out, ESC_PROFILE_TEXT, "  100%%");
    else if (percent >= 1)
        snprintf(out, ESC_PROFILE_TEXT, "%5.2f%%", percent);
    else
        snprintf(out, ESC_PROFILE_TEXT, "%5.2g%%", percent);
    return out;
}
