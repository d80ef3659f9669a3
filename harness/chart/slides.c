/*
 * Sheets as slides: their order, and pictures numbered by it. See slides.h for the contracts.
 */
#include "chart/slides.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const suffixes[] = {"png", "svg", "pdf"};
enum { SUFFIXES = sizeof suffixes / sizeof *suffixes };

/* ---- order ---- */

static bool covers(const char *entry, const char *name)
{
    size_t length = strlen(entry);
    return strncmp(entry, name, length) == 0 && (name[length] == '\0' || name[length] == '-');
}

size_t esc_slides_place(const struct esc_chart_slides *slides, const char *name)
{
    size_t place = slides->order_count;
    size_t longest = 0;
    for (size_t i = 0; i < slides->order_count; i++) {
        size_t length = strlen(slides->order[i]);
        if (length <= longest || !covers(slides->order[i], name))
            continue;
        place = i;
        longest = length;
    }
    return place;
}

struct placed {
    struct sheet sheet;
    size_t place, index;
};

static int compare_placed(const void *one, const void *other)
{
    const struct placed *a = one;
    const struct placed *b = other;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

void esc_slides_sort(const struct esc_chart_slides *slides, struct sheets *sheets)
{
    struct placed *placed = esc_calloc(sheets->count + 1, sizeof *placed);
    for (size_t i = 0; i < sheets->count; i++)
        placed[i] = (struct placed){.sheet = sheets->sheets[i],
                                    .place = esc_slides_place(slides, sheets->sheets[i].name),
                                    .index = i};
    qsort(placed, sheets->count, sizeof *placed, compare_placed);
    for (size_t i = 0; i < sheets->count; i++)
        sheets->sheets[i] = placed[i].sheet;
    free(placed);
}

/* ---- files ---- */

/* NAME of "NN-NAME.SUFFIX", which the caller frees; NULL: it is no such name. */
static char *name_of(const char *file)
{
    size_t digits = strspn(file, "0123456789");
    const char *dot = strrchr(file, '.');
    if (digits < 2 || file[digits] != '-' || dot == NULL)
        return NULL;
    for (size_t k = 0; k < SUFFIXES; k++)
        if (strcmp(dot + 1, suffixes[k]) == 0)
            return strndup(file + digits + 1, (size_t)(dot - file) - digits - 1);
    return NULL;
}

void esc_slides_clear(const char *folder, const char *source)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, NULL);
    for (int i = 0; i < count; i++) {
        char *name = name_of(entries[i]->d_name);
        char *path = esc_format("%s/%s", folder, entries[i]->d_name);
        if (name != NULL && esc_chart_is_ours(source, name))
            unlink(path);
        free(path);
        free(name);
        free(entries[i]);
    }
    free(entries);
}

/* False where the picture is there and cannot be moved: one that failed has its message already. */
static bool move(const char *from, const char *to, struct esc_error *error)
{
    if (rename(from, to) == 0 || errno == ENOENT)
        return true;
    return esc_error_add(error, to, 0, "cannot write: %s", strerror(errno));
}

bool esc_slides_number(const struct sheets *sheets, const char *folder, const char *source,
                       struct esc_error *error)
{
    bool good = true;
    for (size_t i = 0; i < sheets->count; i++)
        for (size_t k = 0; k < SUFFIXES; k++) {
            const char *name = sheets->sheets[i].name;
            char *from = esc_format("%s/%s.%s", source, name, suffixes[k]);
            char *to = esc_format("%s/%02zu-%s.%s", folder, i + 1, name, suffixes[k]);
            good = move(from, to, error) && good;
            free(to);
            free(from);
        }
    return good;
}
