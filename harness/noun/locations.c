/*
 * Locations by function and name. See locations.h for the contracts.
 */
#include "noun/locations.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>

enum { FEWEST_SLOTS = 256 };

static size_t find_slot(const struct esc_locations *locations, const struct esc_location *location)
{
    const uintptr_t parts[] = {(uintptr_t)location->function, (uintptr_t)location->name};
    size_t k = (size_t)esc_hash(ESC_HASH_START, parts, sizeof parts) & (locations->slot_count - 1);
    while (locations->slots[k] != 0) {
        const struct esc_location *other = &locations->list[locations->slots[k] - 1];
        if (other->function == location->function && other->name == location->name)
            break;
        k = (k + 1) & (locations->slot_count - 1);
    }
    return k;
}

static void enlarge(struct esc_locations *locations)
{
    free(locations->slots);
    locations->slot_count = locations->slot_count > 0 ? locations->slot_count * 2 : FEWEST_SLOTS;
    locations->slots = esc_calloc(locations->slot_count, sizeof *locations->slots);
    for (size_t k = 0; k < locations->count; k++)
        locations->slots[find_slot(locations, &locations->list[k])] = k + 1;
}

size_t esc_locations_index(struct esc_locations *locations, const char *function, const char *name)
{
    const struct esc_location location = {function, name};
    if (locations->count >= locations->slot_count / 2)
        enlarge(locations);
    const size_t slot = find_slot(locations, &location);
    if (locations->slots[slot] == 0) {
        locations->list = esc_grow(locations->list, &locations->count, sizeof *locations->list);
        locations->list[locations->count - 1] = location;
        locations->slots[slot] = locations->count;
    }
    return locations->slots[slot] - 1;
}

void esc_locations_free(struct esc_locations *locations)
{
    free(locations->list);
    free(locations->slots);
    *locations = (struct esc_locations){0};
}
