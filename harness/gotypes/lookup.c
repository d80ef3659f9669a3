/*
 * Selectors, level by level of embedding. See lookup.h.
 */
#include "gotypes/lookup.h"

#include "gotypes/world.h"

/* A type at the depth that is searched, and how it was reached. */
struct entry {
    const struct esc_go_type *type;
    struct esc_go_objects path;
    bool indirect;
    bool multiple; /* reached in several ways */
    struct entry *next;
};

struct search {
    struct esc_go_world *world;
    const struct esc_go_package *package;
    const char *name;
    struct esc_go_types seen; /* named types of lesser depth, and of this one */
    struct entry *deeper, **end;
    struct esc_go_selection *selection;
    bool twice;
};

static bool is_meant(const struct search *search, const struct esc_go_object *object)
{
    return esc_go_same_name(object->name, object->package, search->name, search->package);
}

static void found(struct search *search, const struct entry *entry, struct esc_go_object *object)
{
    if (search->selection->object != NULL || entry->multiple)
        search->twice = true;
    search->selection->object = object;
    search->selection->path = entry->path;
    search->selection->indirect = entry->indirect;
}

/* A type that is reached twice at one depth is searched once. */
static void add_deeper(struct search *search, const struct entry *from, struct esc_go_object *field)
{
    const struct esc_go_type *type = esc_go_dereferenced(field->type);
    for (struct entry *other = search->deeper; other != NULL; other = other->next)
        if (esc_go_identical(other->type, type)) {
            other->multiple = true;
            return;
        }
    struct entry *entry = esc_arena_take(&search->world->arena, 1, sizeof *entry);
    entry->type = type;
    entry->indirect = from->indirect || type != field->type;
    entry->multiple = from->multiple;
    for (size_t k = 0; k < from->path.count; k++)
        esc_go_objects_add(search->world, &entry->path, from->path.list[k]);
    esc_go_objects_add(search->world, &entry->path, field);
    *search->end = entry;
    search->end = &entry->next;
}

static void search_fields(struct search *search, const struct entry *entry,
                          const struct esc_go_objects *fields)
{
    for (size_t k = 0; k < fields->count; k++) {
        struct esc_go_object *field = fields->list[k];
        if (is_meant(search, field))
            found(search, entry, field);
        else if (field->variable.embedded && search->selection->object == NULL)
            add_deeper(search, entry, field);
    }
}

static bool search_methods(struct search *search, const struct entry *entry,
                           struct esc_go_objects methods)
{
    for (size_t k = 0; k < methods.count; k++)
        if (is_meant(search, methods.list[k])) {
            found(search, entry, methods.list[k]);
            return true;
        }
    return false;
}

static bool was_seen(struct search *search, const struct esc_go_type *named)
{
    for (size_t k = 0; k < search->seen.count; k++)
        if (search->seen.list[k] == named)
            return true;
    esc_go_types_add(search->world, &search->seen, named);
    return false;
}

static void search_entry(struct search *search, const struct entry *entry)
{
    if (entry->type->kind == ESC_TYPE_NAMED &&
        (was_seen(search, entry->type) ||
         search_methods(search, entry, esc_go_methods(entry->type))))
        return;
    const struct esc_go_type *under = esc_go_underlying(entry->type);
    if (under == NULL)
        return;
    if (under->kind == ESC_TYPE_STRUCT)
        search_fields(search, entry, &under->record.fields);
    else if (under->kind == ESC_TYPE_INTERFACE)
        search_methods(search, entry, esc_go_interface_methods(under));
}

static enum esc_go_found run(struct search *search, struct entry *level, bool addressable)
{
    while (level != NULL) {
        search->deeper = NULL;
        search->end = &search->deeper;
        for (; level != NULL; level = level->next)
            search_entry(search, level);
        const struct esc_go_object *object = search->selection->object;
        if (search->twice)
            return ESC_GO_FOUND_TWICE;
        if (object != NULL && object->kind == ESC_OBJECT_FUNC &&
            object->function.pointer_receiver && !search->selection->indirect && !addressable)
            return ESC_GO_FOUND_NEEDS_POINTER;
        if (object != NULL)
            return ESC_GO_FOUND;
        level = search->deeper;
    }
    return ESC_GO_FOUND_NOT;
}

enum esc_go_found esc_go_lookup(struct esc_go_world *world, const struct esc_go_type *type,
                                bool addressable, const struct esc_go_package *package,
                                const char *name, struct esc_go_selection *selection)
{
    *selection = (struct esc_go_selection){0};
    if (name == world->blank)
        return ESC_GO_FOUND_NOT;
    struct search search = {
        .world = world, .package = package, .name = name, .selection = selection};
    struct entry first = {.type = esc_go_dereferenced(type)};
    first.indirect = first.type != type;
    if (type->kind == ESC_TYPE_NAMED && esc_go_is(type, ESC_TYPE_POINTER)) {
        /* A defined pointer type has its target's fields, but no methods. */
        first.type = esc_go_underlying(type)->element;
        first.indirect = true;
        const enum esc_go_found how = run(&search, &first, addressable);
        return how == ESC_GO_FOUND && selection->object->kind == ESC_OBJECT_FUNC ? ESC_GO_FOUND_NOT
                                                                                 : how;
    }
    if (first.indirect && esc_go_is_interface(first.type))
        return ESC_GO_FOUND_NOT;
    return run(&search, &first, addressable);
}

const struct esc_go_type *esc_go_method_type(struct esc_go_world *world,
                                             struct esc_go_object *method)
{
    if (method->type == NULL && world->declare != NULL)
        world->declare(world->checker, method);
    return method->type;
}

static struct esc_go_object *in_interface(struct esc_go_objects methods,
                                          const struct esc_go_object *wanted)
{
    for (size_t k = 0; k < methods.count; k++)
        if (esc_go_same_name(methods.list[k]->name, methods.list[k]->package, wanted->name,
                             wanted->package))
            return methods.list[k];
    return NULL;
}

static struct esc_go_object *method_of(struct esc_go_world *world, const struct esc_go_type *type,
                                       const struct esc_go_object *wanted)
{
    if (esc_go_is_interface(type))
        return in_interface(esc_go_interface_methods(esc_go_underlying(type)), wanted);
    struct esc_go_selection selection;
    if (esc_go_lookup(world, type, false, wanted->package, wanted->name, &selection) !=
            ESC_GO_FOUND ||
        selection.object->kind != ESC_OBJECT_FUNC)
        return NULL;
    return selection.object;
}

struct esc_go_object *esc_go_missing_method(struct esc_go_world *world,
                                            const struct esc_go_type *type,
                                            const struct esc_go_type *interface, bool dynamic,
                                            struct esc_go_object **has)
{
    const struct esc_go_objects wanted = esc_go_interface_methods(esc_go_underlying(interface));
    const bool may_lack = dynamic && esc_go_is_interface(type);
    *has = NULL;
    for (size_t k = 0; k < wanted.count; k++) {
        struct esc_go_object *method = method_of(world, type, wanted.list[k]);
        if (method == NULL && may_lack)
            continue;
        *has = method;
        if (method == NULL || !esc_go_identical(esc_go_method_type(world, method),
                                                esc_go_method_type(world, wanted.list[k])))
            return wanted.list[k];
    }
    return NULL;
}
