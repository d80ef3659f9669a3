/*
 * See tags.h for the contracts.
 */
#include "goescape/tags.h"

#include "base/memory.h"
#include "gotypes/library.h"
#include "gotypes/lookup.h"
#include "gotypes/size.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_ROOM = 32 };

/* One parameter, whoever declared it. */
struct promise {
    const char *name; /* NULL, "" or "_": none */
    size_t index;     /* from 0, without the receiver */
    const struct esc_go_type *type;
    const struct esc_go_tag *tag; /* NULL: nothing is known, it goes to the heap */
    bool moved;                   /* its own memory is on the heap */
};

static bool is_named(const char *name)
{
    return name != NULL && name[0] != '\0' && strcmp(name, "_") != 0;
}

/* As the compiler calls a parameter without a name: arg#1. */
static const char *shown_name(const struct promise *promise, char room[NAME_ROOM])
{
    if (is_named(promise->name))
        return promise->name;
    snprintf(room, NAME_ROOM, "arg#%zu", promise->index + 1);
    return room;
}

static void add_result(struct esc_text *text, const struct esc_go_type *function, size_t index)
{
    const struct esc_go_objects *results = &function->func.results;
    const char *name = index < results->count ? results->list[index]->name : NULL;
    if (is_named(name))
        esc_text_add(text, name);
    else
        esc_text_addf(text, "~%c%zu", name != NULL && name[0] == '_' ? 'b' : 'r', index);
}

/* ---- a parameter ---- */

static void add_leaks(struct esc_text *text, const char *name, const struct esc_go_tag *tag,
                      const struct esc_go_type *function)
{
    bool leaks = tag->heap != ESC_TAG_NONE;
    if (tag->heap == 0)
        esc_text_addf(text, "    leaking param: %s\n", name);
    else if (leaks)
        esc_text_addf(text, "    leaking param content: %s (derefs=%d)\n", name, tag->heap);
    for (size_t k = 0; k < ESC_TAG_RESULTS; k++) {
        if (tag->results[k] == ESC_TAG_NONE)
            continue;
        leaks = true;
        esc_text_addf(text, "    leaking param: %s to result ", name);
        add_result(text, function, k);
        esc_text_addf(text, " level=%d\n", tag->results[k]);
    }
    if (!leaks)
        esc_text_addf(text, "    %s does not escape\n", name);
}

static void add_promise(struct esc_text *text, const struct promise *promise,
                        const struct esc_go_type *function)
{
    char room[NAME_ROOM];
    const char *name = shown_name(promise, room);
    if (!esc_go_has_pointers(promise->type))
        esc_text_addf(text, "    %s holds no pointers\n", name);
    else if (promise->tag == NULL)
        esc_text_addf(text, "    leaking param: %s (nothing is known of it)\n", name);
    else
        add_leaks(text, name, promise->tag, function);
    if (promise->moved)
        esc_text_addf(text, "    moved to heap: %s\n", name);
}

/* ---- the head ---- */

static void add_declared(struct esc_text *text, const struct esc_go_object *object, bool dots,
                         const struct esc_go_package *inside)
{
    if (object->name != NULL && object->name[0] != '\0')
        esc_text_addf(text, "%s ", object->name);
    if (dots)
        esc_text_add(text, "...");
    esc_go_type_text(text, dots ? esc_go_underlying(object->type)->element : object->type, inside);
}

/* "(p *T, rest ...int) (x *T)" */
static void add_signature(struct esc_text *text, const struct esc_go_type *function,
                          const struct esc_go_package *inside)
{
    const struct esc_go_objects *parameters = &function->func.parameters;
    const struct esc_go_objects *results = &function->func.results;
    const bool plain = results->count == 1 &&
                       (results->list[0]->name == NULL || results->list[0]->name[0] == '\0');
    esc_text_add(text, "(");
    for (size_t k = 0; k < parameters->count; k++) {
        esc_text_add(text, k > 0 ? ", " : "");
        add_declared(text, parameters->list[k],
                     function->func.variadic && k + 1 == parameters->count, inside);
    }
    esc_text_add(text, results->count == 0 ? ")" : plain ? ") " : ") (");
    for (size_t k = 0; k < results->count; k++) {
        esc_text_add(text, k > 0 ? ", " : "");
        add_declared(text, results->list[k], false, inside);
    }
    esc_text_add(text, results->count == 0 || plain ? "\n" : ")\n");
}

/* ---- of a package that was analysed ---- */

static void add_function(struct esc_text *text, const struct esc_ir_function *function,
                         const struct esc_go_package *inside, struct esc_arena *arena)
{
    if (function->parameter_count == 0)
        return;
    esc_text_addf(text, "%s: %s", esc_go_place_text(arena, function->path, function->at),
                  function->name);
    add_signature(text, function->type, inside);
    for (size_t k = 0; k < function->parameter_count; k++) {
        const struct esc_ir_parameter *parameter = &function->parameters[k];
        const struct esc_location *location =
            parameter->variable != NULL ? parameter->variable->location : NULL;
        const struct promise promise = {.name = parameter->name,
                                        .index = k,
                                        .type = parameter->type,
                                        .tag = &parameter->tag,
                                        .moved = location != NULL && location->escapes};
        add_promise(text, &promise, function->type);
    }
}

struct gathered {
    struct esc_ir_function **list;
    size_t count;
};

static void gather(void *context, const struct esc_graph *graph,
                   struct esc_ir_function *const *group, size_t count)
{
    (void)graph;
    struct gathered *gathered = context;
    for (size_t k = 0; k < count; k++) {
        gathered->list = esc_grow(gathered->list, &gathered->count, sizeof *gathered->list);
        gathered->list[gathered->count - 1] = group[k];
    }
}

static int compare_places(const void *a, const void *b)
{
    const struct esc_ir_function *one = *(struct esc_ir_function *const *)a;
    const struct esc_ir_function *other = *(struct esc_ir_function *const *)b;
    const int paths =
        strcmp(one->path != NULL ? one->path : "", other->path != NULL ? other->path : "");
    if (paths != 0)
        return paths;
    return one->at.line != other->at.line
               ? (one->at.line > other->at.line) - (one->at.line < other->at.line)
               : (one->at.column > other->at.column) - (one->at.column < other->at.column);
}

bool esc_go_tags(struct esc_text *text, const struct esc_go_subject *subject,
                 struct esc_error *error)
{
    struct gathered gathered = {0};
    struct esc_go_lines lines = {0};
    const struct esc_go_asked asked = {.solved = gather, .context = &gathered};
    const bool good = esc_go_analyse(subject->world, subject->checked, &asked, subject->arena,
                                     &lines, error) != NULL;
    if (good && gathered.count > 0)
        qsort(gathered.list, gathered.count, sizeof(struct esc_ir_function *), compare_places);
    for (size_t k = 0; good && k < gathered.count; k++)
        add_function(text, gathered.list[k], subject->checked->package, subject->arena);
    free(gathered.list);
    return good;
}

/* ---- of the library ---- */

static void add_library_head(struct esc_text *text, const struct esc_go_object *object)
{
    const struct esc_go_type *receiver = object->function.receiver;
    const char *package = object->package->path;
    if (receiver == NULL) {
        esc_text_addf(text, "%s.%s", package, object->name);
        return;
    }
    const char *name = receiver->kind == ESC_TYPE_NAMED ? receiver->named.object->name : "?";
    esc_text_addf(text, object->function.pointer_receiver ? "(*%s.%s).%s" : "%s.%s.%s", package,
                  name, object->name);
}

static void add_object(struct esc_text *text, struct esc_go_world *world,
                       struct esc_go_object *object)
{
    const struct esc_go_type *receiver = object->function.receiver;
    const struct esc_go_type *type = receiver != NULL
                                         ? esc_go_underlying(esc_go_method_type(world, object))
                                         : esc_go_underlying(object->type);
    const struct esc_go_tags *tags = object->function.tags;
    const size_t first = receiver != NULL ? 1 : 0;
    const size_t count = first + type->func.parameters.count;
    if (count == 0)
        return;
    add_library_head(text, object);
    add_signature(text, type, object->package);
    for (size_t k = 0; k < count; k++) {
        const struct esc_go_object *parameter =
            k < first ? NULL : type->func.parameters.list[k - first];
        const struct promise promise = {
            .name = parameter != NULL ? parameter->name : "receiver",
            .index = k - first,
            .type = parameter != NULL                   ? parameter->type
                    : object->function.pointer_receiver ? esc_go_pointer_to(world, receiver)
                                                        : receiver,
            .tag = tags != NULL && k < tags->count ? &tags->list[k] : NULL};
        add_promise(text, &promise, type);
    }
}

static size_t add_methods(struct esc_text *text, struct esc_go_world *world,
                          const struct esc_go_type *type, const char *method)
{
    size_t found = 0;
    const struct esc_go_objects methods = esc_go_methods(type);
    for (size_t k = 0; k < methods.count; k++) {
        if (method != NULL && strcmp(methods.list[k]->name, method) != 0)
            continue;
        add_object(text, world, methods.list[k]);
        found++;
    }
    return found;
}

/* A function, or a type's methods; `method`: that one alone, NULL: all. How many were found. */
static size_t add_any(struct esc_text *text, struct esc_go_world *world,
                      struct esc_go_object *object, const char *method)
{
    if (object->kind == ESC_OBJECT_TYPE && esc_go_is_interface(object->type)) {
        esc_text_addf(
            text,
            "%s.%s is an interface\n    a call by it goes to the heap with all its arguments, and with its value\n",
            object->package->path, object->name);
        return 1;
    }
    if (object->kind == ESC_OBJECT_TYPE)
        return add_methods(text, world, object->type, method);
    if (object->kind != ESC_OBJECT_FUNC || method != NULL)
        return 0;
    add_object(text, world, object);
    return 1;
}

/* "(*strings.Builder).Grow" as "strings.Builder.Grow", in the arena. */
static char *without_brackets(struct esc_arena *arena, const char *what)
{
    char *plain = esc_arena_take(arena, strlen(what) + 1, 1);
    size_t length = 0;
    for (; *what != '\0'; what++)
        if (strchr("(*)", *what) == NULL)
            plain[length++] = *what;
    return plain;
}

/* Cuts the text at its next dot; what stands behind it, or NULL. */
static char *cut(char *text)
{
    char *dot = text != NULL ? strchr(text, '.') : NULL;
    if (dot != NULL)
        *dot++ = '\0';
    return dot;
}

static bool add_package(struct esc_text *text, struct esc_go_world *world,
                        struct esc_go_package *package)
{
    const struct esc_go_objects all = esc_go_library_all(world, package);
    for (size_t k = 0; k < all.count; k++)
        add_any(text, world, all.list[k], NULL);
    return true;
}

bool esc_go_tags_library(struct esc_text *text, struct esc_go_world *world, const char *what,
                         struct esc_error *error)
{
    char *path = without_brackets(&world->arena, what);
    char *slash = strrchr(path, '/');
    char *name = cut(slash != NULL ? slash : path);
    char *method = cut(name);
    struct esc_go_package *package = esc_go_library_package(world, path);
    if (package == NULL) {
        esc_error_add(error, NULL, 0, "Go's standard library has no package %s", path);
        esc_error_hint(error, "a file of your own ends in .go; a function is strings.Map");
        return false;
    }
    if (name == NULL)
        return add_package(text, world, package);
    struct esc_go_object *object =
        esc_go_library_find(world, package, esc_go_name(world, name, strlen(name)));
    if (object != NULL && object->kind == ESC_OBJECT_GENERIC)
        return esc_error_add(error, NULL, 0, "%s.%s is generic: its tags are not known", path,
                             name);
    if (object == NULL || add_any(text, world, object, method) == 0)
        return esc_error_add(error, NULL, 0, "package %s has no %s %s%s%s", path,
                             method != NULL ? "method" : "function, and no type with methods,",
                             name, method != NULL ? "." : "", method != NULL ? method : "");
    return true;
}
