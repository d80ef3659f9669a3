/*
 * Blocks: a list, and a table over it once it is long. See scope.h.
 */
#include "gotypes/scope.h"

#include <stdint.h>
#include <string.h>

enum { FEW = 8 };

static size_t place_of(const struct esc_go_scope *scope, const char *name)
{
    const size_t mask = scope->slot_count - 1;
    size_t at = (size_t)((uintptr_t)name * UINT64_C(0x9E3779B97F4A7C15) >> 20) & mask;
    while (scope->slots[at] != NULL && scope->slots[at]->name != name)
        at = (at + 1) & mask;
    return at;
}

struct esc_go_object *esc_go_scope_find(const struct esc_go_scope *scope, const char *name)
{
    if (scope->slots != NULL)
        return scope->slots[place_of(scope, name)];
    for (size_t k = scope->objects.count; k > 0; k--)
        if (scope->objects.list[k - 1]->name == name)
            return scope->objects.list[k - 1];
    return NULL;
}

struct esc_go_object *esc_go_scope_search(const struct esc_go_scope *scope, const char *name)
{
    struct esc_go_object *object = NULL;
    for (; scope != NULL && object == NULL; scope = scope->outer)
        object = esc_go_scope_find(scope, name);
    return object;
}

/* Room for twice as many: both grow at powers of two. */
static void enlarge(struct esc_arena *arena, struct esc_go_scope *scope)
{
    struct esc_go_objects *objects = &scope->objects;
    const size_t room = objects->count > 0 ? objects->count * 2 : 2;
    struct esc_go_object **list = esc_arena_take(arena, room, sizeof *list);
    if (objects->count > 0)
        memcpy(list, objects->list, objects->count * sizeof *list);
    objects->list = list;
    if (room <= FEW)
        return;
    scope->slot_count = room * 2;
    scope->slots = esc_arena_take(arena, scope->slot_count, sizeof *scope->slots);
    for (size_t k = 0; k < objects->count; k++)
        scope->slots[place_of(scope, list[k]->name)] = list[k];
}

void esc_go_scope_add(struct esc_arena *arena, struct esc_go_scope *scope,
                      struct esc_go_object *object)
{
    const size_t count = scope->objects.count;
    if (count == 0 || (count > 1 && (count & (count - 1)) == 0))
        enlarge(arena, scope);
    scope->objects.list[scope->objects.count++] = object;
    if (scope->slots != NULL)
        scope->slots[place_of(scope, object->name)] = object;
}
