/*
 * Types: made, compared, asked what they are. See types.h.
 */
#include "gotypes/types.h"

#include "gosyntax/letters.h"
#include "gotypes/world.h"

#include <stdlib.h>
#include <string.h>

const char *esc_go_name(struct esc_go_world *world, const char *bytes, size_t length)
{
    return esc_intern(&world->syntax->texts, bytes, length);
}

struct esc_go_type *esc_go_type_new(struct esc_go_world *world, enum esc_type_kind kind)
{
    struct esc_go_type *type = esc_arena_take(&world->arena, 1, sizeof *type);
    type->kind = kind;
    return type;
}

struct esc_go_object *esc_go_object_new(struct esc_go_world *world, enum esc_object_kind kind,
                                        const char *name, struct esc_go_package *package,
                                        const struct esc_go_type *type)
{
    struct esc_go_object *object = esc_arena_take(&world->arena, 1, sizeof *object);
    object->kind = kind;
    object->name = name;
    object->package = package;
    object->type = type;
    return object;
}

const struct esc_go_type *esc_go_pointer_to(struct esc_go_world *world,
                                            const struct esc_go_type *element)
{
    struct esc_go_type *type = esc_go_type_new(world, ESC_TYPE_POINTER);
    type->element = element;
    return type;
}

const struct esc_go_type *esc_go_slice_of(struct esc_go_world *world,
                                          const struct esc_go_type *element)
{
    struct esc_go_type *type = esc_go_type_new(world, ESC_TYPE_SLICE);
    type->element = element;
    return type;
}

const struct esc_go_type *esc_go_basic(const struct esc_go_world *world, enum esc_basic what)
{
    return world->basic[what];
}

void esc_go_objects_add(struct esc_go_world *world, struct esc_go_objects *objects,
                        struct esc_go_object *object)
{
    objects->list =
        esc_arena_grow(&world->arena, objects->list, &objects->count, sizeof *objects->list);
    objects->list[objects->count - 1] = object;
}

void esc_go_types_add(struct esc_go_world *world, struct esc_go_types *types,
                      const struct esc_go_type *type)
{
    types->list = esc_arena_grow(&world->arena, types->list, &types->count, sizeof *types->list);
    types->list[types->count - 1] = type;
}

/* ---- behind the names ---- */

static void fetch(const struct esc_go_type *type)
{
    struct esc_go_type *named = (struct esc_go_type *)type;
    void (*fetcher)(struct esc_go_type *) = named->named.fetch;
    named->named.fetch = NULL;
    if (fetcher != NULL)
        fetcher(named);
}

const struct esc_go_type *esc_go_underlying(const struct esc_go_type *type)
{
    const struct esc_go_type *end = type, *slow = type;
    bool odd = false;
    for (; end != NULL && end->kind == ESC_TYPE_NAMED; odd = !odd) {
        if (end->named.underlying != NULL) {
            end = end->named.underlying;
            break;
        }
        fetch(end);
        end = end->named.definition;
        if (odd)
            slow = slow->named.definition;
        if (end == slow)
            return NULL; /* a circle of names */
    }
    if (end != NULL && type->kind == ESC_TYPE_NAMED)
        ((struct esc_go_type *)type)->named.underlying = end;
    return end;
}

struct esc_go_objects esc_go_methods(const struct esc_go_type *type)
{
    if (type->kind != ESC_TYPE_NAMED)
        return (struct esc_go_objects){0};
    fetch(type);
    return type->named.methods;
}

const struct esc_go_type *esc_go_dereferenced(const struct esc_go_type *type)
{
    return type->kind == ESC_TYPE_POINTER ? type->element : type;
}

/* ---- interfaces ---- */

/* Source: cmd/compile/internal/types/sym.go, (*Sym).Less. */
static int method_order(const void *left, const void *right)
{
    const struct esc_go_object *a = *(struct esc_go_object *const *)left;
    const struct esc_go_object *b = *(struct esc_go_object *const *)right;
    const bool exported = esc_go_is_exported(a->name);
    if (exported != esc_go_is_exported(b->name))
        return exported ? -1 : 1;
    const int names = strcmp(a->name, b->name);
    return names != 0 || exported ? names : strcmp(a->package->path, b->package->path);
}

static bool holds(const struct esc_go_objects *methods, const struct esc_go_object *method)
{
    for (size_t k = 0; k < methods->count; k++)
        if (esc_go_same_name(methods->list[k]->name, methods->list[k]->package, method->name,
                             method->package))
            return true;
    return false;
}

static void add_missing(struct esc_go_world *world, struct esc_go_objects *to,
                        struct esc_go_objects from)
{
    for (size_t k = 0; k < from.count; k++)
        if (!holds(to, from.list[k]))
            esc_go_objects_add(world, to, from.list[k]);
}

/* False: what it embeds is not declared yet. */
static bool add_embedded(struct esc_go_world *world, struct esc_go_objects *all,
                         const struct esc_go_type *embedded)
{
    const struct esc_go_type *inner = esc_go_underlying(embedded);
    if (inner == NULL || inner->kind != ESC_TYPE_INTERFACE)
        return false;
    add_missing(world, all, esc_go_interface_methods(inner));
    return inner->interface.complete;
}

struct esc_go_objects esc_go_interface_methods(const struct esc_go_type *interface)
{
    struct esc_go_type *type = (struct esc_go_type *)interface;
    if (type->interface.complete)
        return type->interface.methods;
    type->interface.complete = true; /* ends circles, which are refused elsewhere */
    struct esc_go_world *world = type->interface.world;
    struct esc_go_objects all = {0};
    bool complete = type->interface.declared;
    add_missing(world, &all, type->interface.own);
    for (size_t k = 0; k < type->interface.embedded.count; k++)
        complete = add_embedded(world, &all, type->interface.embedded.list[k]) && complete;
    if (all.count > 1)
        qsort(all.list, all.count, sizeof(struct esc_go_object *), method_order);
    type->interface.methods = all;
    type->interface.complete = complete;
    return all;
}

/* ---- identity ---- */

/* Interfaces that are being compared: a method may lead back to them. */
struct compared {
    const struct esc_go_type *a, *b;
    const struct compared *outer;
};

struct comparison {
    bool tags;
    const struct compared *open;
};

static bool same(const struct comparison *how, const struct esc_go_type *a,
                 const struct esc_go_type *b);

static bool same_types(const struct comparison *how, struct esc_go_objects a,
                       struct esc_go_objects b)
{
    if (a.count != b.count)
        return false;
    for (size_t k = 0; k < a.count; k++)
        if (!same(how, a.list[k]->type, b.list[k]->type))
            return false;
    return true;
}

static bool same_func(const struct comparison *how, const struct esc_go_type *a,
                      const struct esc_go_type *b)
{
    return a->func.variadic == b->func.variadic &&
           same_types(how, a->func.parameters, b->func.parameters) &&
           same_types(how, a->func.results, b->func.results);
}

static bool same_tag(const char *a, const char *b)
{
    return a == b || strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

static bool same_record(const struct comparison *how, const struct esc_go_type *a,
                        const struct esc_go_type *b)
{
    const struct esc_go_objects *these = &a->record.fields, *those = &b->record.fields;
    if (these->count != those->count)
        return false;
    for (size_t k = 0; k < these->count; k++) {
        const struct esc_go_object *x = these->list[k], *y = those->list[k];
        if (x->variable.embedded != y->variable.embedded ||
            (how->tags && !same_tag(x->variable.tag, y->variable.tag)) ||
            !esc_go_same_name(x->name, x->package, y->name, y->package) ||
            !same(how, x->type, y->type))
            return false;
    }
    return true;
}

static bool same_interface(const struct comparison *how, const struct esc_go_type *a,
                           const struct esc_go_type *b)
{
    for (const struct compared *open = how->open; open != NULL; open = open->outer)
        if ((open->a == a && open->b == b) || (open->a == b && open->b == a))
            return true;
    const struct esc_go_objects these = esc_go_interface_methods(a);
    const struct esc_go_objects those = esc_go_interface_methods(b);
    if (these.count != those.count)
        return false;
    const struct compared open = {a, b, how->open};
    const struct comparison inner = {how->tags, &open};
    for (size_t k = 0; k < these.count; k++) {
        const struct esc_go_object *x = these.list[k], *y = those.list[k];
        if (x != y && (!esc_go_same_name(x->name, x->package, y->name, y->package) ||
                       !same(&inner, x->type, y->type)))
            return false;
    }
    return true;
}

static bool same_tuple(const struct comparison *how, const struct esc_go_type *a,
                       const struct esc_go_type *b)
{
    if (a->tuple.count != b->tuple.count)
        return false;
    for (size_t k = 0; k < a->tuple.count; k++)
        if (!same(how, a->tuple.list[k], b->tuple.list[k]))
            return false;
    return true;
}

static bool same(const struct comparison *how, const struct esc_go_type *a,
                 const struct esc_go_type *b)
{
    if (a == b)
        return true;
    if (a == NULL || b == NULL || a->kind != b->kind)
        return false;
    switch (a->kind) {
    case ESC_TYPE_BASIC:
        return a->basic.what == b->basic.what;
    case ESC_TYPE_NAMED:
        return false;
    case ESC_TYPE_POINTER:
    case ESC_TYPE_SLICE:
        return same(how, a->element, b->element);
    case ESC_TYPE_ARRAY:
        return a->array.length == b->array.length && same(how, a->array.element, b->array.element);
    case ESC_TYPE_MAP:
        return same(how, a->map.key, b->map.key) && same(how, a->map.element, b->map.element);
    case ESC_TYPE_CHAN:
        return a->chan.direction == b->chan.direction &&
               same(how, a->chan.element, b->chan.element);
    case ESC_TYPE_FUNC:
        return same_func(how, a, b);
    case ESC_TYPE_STRUCT:
        return same_record(how, a, b);
    case ESC_TYPE_INTERFACE:
        return same_interface(how, a, b);
    case ESC_TYPE_TUPLE:
        return same_tuple(how, a, b);
    }
    return false;
}

bool esc_go_identical(const struct esc_go_type *a, const struct esc_go_type *b)
{
    return same(&(struct comparison){.tags = true}, a, b);
}

bool esc_go_identical_but_tags(const struct esc_go_type *a, const struct esc_go_type *b)
{
    return same(&(struct comparison){.tags = false}, a, b);
}

/* ---- what a type is ---- */

enum {
    BOOLEAN = 1,
    INTEGER = 2,
    UNSIGNED = 4,
    FLOATING = 8,
    COMPLEX = 16,
    TEXT = 32,
    UNTYPED = 64,
    NUMERIC = INTEGER | FLOATING | COMPLEX
};

static const unsigned char properties[ESC_BASICS] = {
    [ESC_BASIC_BOOL] = BOOLEAN,
    [ESC_BASIC_INT] = INTEGER,
    [ESC_BASIC_INT8] = INTEGER,
    [ESC_BASIC_INT16] = INTEGER,
    [ESC_BASIC_INT32] = INTEGER,
    [ESC_BASIC_INT64] = INTEGER,
    [ESC_BASIC_UINT] = INTEGER | UNSIGNED,
    [ESC_BASIC_UINT8] = INTEGER | UNSIGNED,
    [ESC_BASIC_UINT16] = INTEGER | UNSIGNED,
    [ESC_BASIC_UINT32] = INTEGER | UNSIGNED,
    [ESC_BASIC_UINT64] = INTEGER | UNSIGNED,
    [ESC_BASIC_UINTPTR] = INTEGER | UNSIGNED,
    [ESC_BASIC_FLOAT32] = FLOATING,
    [ESC_BASIC_FLOAT64] = FLOATING,
    [ESC_BASIC_COMPLEX64] = COMPLEX,
    [ESC_BASIC_COMPLEX128] = COMPLEX,
    [ESC_BASIC_STRING] = TEXT,
    [ESC_BASIC_UNTYPED_BOOL] = BOOLEAN | UNTYPED,
    [ESC_BASIC_UNTYPED_STRING] = TEXT | UNTYPED,
    [ESC_BASIC_UNTYPED_INT] = INTEGER | UNTYPED,
    [ESC_BASIC_UNTYPED_RUNE] = INTEGER | UNTYPED,
    [ESC_BASIC_UNTYPED_FLOAT] = FLOATING | UNTYPED,
    [ESC_BASIC_UNTYPED_COMPLEX] = COMPLEX | UNTYPED,
    [ESC_BASIC_UNTYPED_NIL] = UNTYPED,
};

static unsigned property(const struct esc_go_type *type)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    return under != NULL && under->kind == ESC_TYPE_BASIC ? properties[under->basic.what] : 0;
}

bool esc_go_is(const struct esc_go_type *type, enum esc_type_kind kind)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    return under != NULL && under->kind == kind;
}

bool esc_go_is_basic(const struct esc_go_type *type, enum esc_basic what)
{
    return esc_go_is(type, ESC_TYPE_BASIC) && esc_go_underlying(type)->basic.what == what;
}

bool esc_go_is_bool(const struct esc_go_type *type)
{
    return (property(type) & BOOLEAN) != 0;
}

bool esc_go_is_string(const struct esc_go_type *type)
{
    return (property(type) & TEXT) != 0;
}

bool esc_go_is_integer(const struct esc_go_type *type)
{
    return (property(type) & INTEGER) != 0;
}

bool esc_go_is_unsigned(const struct esc_go_type *type)
{
    return (property(type) & UNSIGNED) != 0;
}

bool esc_go_is_float(const struct esc_go_type *type)
{
    return (property(type) & FLOATING) != 0;
}

bool esc_go_is_complex(const struct esc_go_type *type)
{
    return (property(type) & COMPLEX) != 0;
}

bool esc_go_is_numeric(const struct esc_go_type *type)
{
    return (property(type) & NUMERIC) != 0;
}

bool esc_go_is_untyped(const struct esc_go_type *type)
{
    return type->kind == ESC_TYPE_BASIC && (properties[type->basic.what] & UNTYPED) != 0;
}

bool esc_go_is_interface(const struct esc_go_type *type)
{
    return esc_go_is(type, ESC_TYPE_INTERFACE);
}

bool esc_go_is_constant_type(const struct esc_go_type *type)
{
    return (property(type) & (BOOLEAN | NUMERIC | TEXT)) != 0;
}

static bool comparable_fields(const struct esc_go_type *record)
{
    for (size_t k = 0; k < record->record.fields.count; k++)
        if (!esc_go_comparable(record->record.fields.list[k]->type))
            return false;
    return true;
}

/* What is not is found at once; what is would be asked again for each type that it is a part of. */
static bool remember(const struct esc_go_type *type, bool comparable)
{
    ((struct esc_go_type *)type)->is_comparable = comparable;
    return comparable;
}

bool esc_go_comparable(const struct esc_go_type *type)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    if (under == NULL)
        return false;
    switch (under->kind) {
    case ESC_TYPE_BASIC:
        return under->basic.what != ESC_BASIC_UNTYPED_NIL;
    case ESC_TYPE_POINTER:
    case ESC_TYPE_INTERFACE:
    case ESC_TYPE_CHAN:
        return true;
    case ESC_TYPE_STRUCT:
        return under->is_comparable || remember(under, comparable_fields(under));
    case ESC_TYPE_ARRAY:
        return under->is_comparable || remember(under, esc_go_comparable(under->array.element));
    default:
        return false;
    }
}

bool esc_go_has_nil(const struct esc_go_type *type)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    if (under == NULL)
        return false;
    switch (under->kind) {
    case ESC_TYPE_BASIC:
        return under->basic.what == ESC_BASIC_UNSAFE_POINTER ||
               under->basic.what == ESC_BASIC_UNTYPED_NIL;
    case ESC_TYPE_POINTER:
    case ESC_TYPE_SLICE:
    case ESC_TYPE_MAP:
    case ESC_TYPE_CHAN:
    case ESC_TYPE_FUNC:
    case ESC_TYPE_INTERFACE:
        return true;
    default:
        return false;
    }
}

const struct esc_go_type *esc_go_default(const struct esc_go_world *world,
                                         const struct esc_go_type *type)
{
    if (type->kind != ESC_TYPE_BASIC)
        return type;
    switch (type->basic.what) {
    case ESC_BASIC_UNTYPED_BOOL:
        return world->basic[ESC_BASIC_BOOL];
    case ESC_BASIC_UNTYPED_STRING:
        return world->basic[ESC_BASIC_STRING];
    case ESC_BASIC_UNTYPED_INT:
        return world->basic[ESC_BASIC_INT];
    case ESC_BASIC_UNTYPED_RUNE:
        return world->rune;
    case ESC_BASIC_UNTYPED_FLOAT:
        return world->basic[ESC_BASIC_FLOAT64];
    case ESC_BASIC_UNTYPED_COMPLEX:
        return world->basic[ESC_BASIC_COMPLEX128];
    default:
        return type;
    }
}

/* ---- names ---- */

bool esc_go_same_name(const char *a, const struct esc_go_package *of_a, const char *b,
                      const struct esc_go_package *of_b)
{
    return a == b && (of_a == of_b || esc_go_is_exported(a));
}
