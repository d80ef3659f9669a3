/*
 * Edit distance and the nearest of several names. See nearest.h for the contracts.
 */
#include "load/nearest.h"

#include "base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One row of the table: rows[0] is being filled, rows[1] and rows[2] are the two before it. */
static void fill_row(size_t *const rows[3], const char *a, size_t i, const char *b, size_t length)
{
    rows[0][0] = i;
    for (size_t j = 1; j <= length; j++) {
        size_t replaced = rows[1][j - 1] + (a[i - 1] != b[j - 1]);
        rows[0][j] = smaller(replaced, smaller(rows[1][j], rows[0][j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        if (swapped)
            rows[0][j] = smaller(rows[0][j], rows[2][j - 2] + 1);
    }
}

size_t esc_edit_distance(const char *a, const char *b)
{
    size_t length = strlen(b);
    size_t *block = esc_calloc(3 * (length + 1), sizeof *block);
    size_t *rows[3] = {block, block + length + 1, block + 2 * (length + 1)};
    for (size_t j = 0; j <= length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= strlen(a); i++) {
        size_t *oldest = rows[2];
        rows[2] = rows[1];
        rows[1] = rows[0];
        rows[0] = oldest;
        fill_row(rows, a, i, b, length);
    }
    size_t distance = rows[0][length];
    free(block);
    return distance;
}

void esc_nearest_offer(struct esc_nearest *nearest, const char *name)
{
    size_t letters = strlen(nearest->typed);
    if (letters > 64) /* nobody mistypes that; and the table would be large */
        return;
    size_t distance = esc_edit_distance(nearest->typed, name);
    if (distance > (letters + 2) / 3 || distance >= letters)
        return;
    if (nearest->name != NULL && distance >= nearest->distance)
        return;
    nearest->name = name;
    nearest->distance = distance;
}

const char *esc_nearest_of(const char *typed, const char *const *names)
{
    struct esc_nearest nearest = {.typed = typed};
    for (size_t i = 0; names[i] != NULL; i++)
        esc_nearest_offer(&nearest, names[i]);
    return nearest.name;
}
