/*
 * Places as data. See place.h.
 */
#include "noun/place.h"

#include "base/path.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int esc_code_place_line(const struct esc_code_place *place, const char *path)
{
    const char *name = esc_base_name(path);
    size_t length = strlen(place->file);
    size_t wanted = strlen(name);
    bool same = length >= wanted && strcmp(place->file + length - wanted, name) == 0 &&
                (length == wanted || place->file[length - wanted - 1] == '/');
    return same ? place->line : 0;
}

void esc_code_place_free(struct esc_code_place *place)
{
    free(place->function);
    free(place->file);
    *place = (struct esc_code_place){0};
}

void esc_code_places_free(struct esc_code_places *places)
{
    for (size_t k = 0; k < places->count; k++)
        esc_code_place_free(&places->list[k]);
    free(places->list);
    *places = (struct esc_code_places){0};
}
