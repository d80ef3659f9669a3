/*
 * The universe: what every Go program finds declared. See world.h.
 */
#include "gotypes/world.h"

#include "base/memory.h"
#include "gotypes/library.h"

#include <stdlib.h>
#include <string.h>

static const char *const basic_names[ESC_BASICS] = {
    [ESC_BASIC_BOOL] = "bool",
    [ESC_BASIC_INT] = "int",
    [ESC_BASIC_INT8] = "int8",
    [ESC_BASIC_INT16] = "int16",
    [ESC_BASIC_INT32] = "int32",
    [ESC_BASIC_INT64] = "int64",
    [ESC_BASIC_UINT] = "uint",
    [ESC_BASIC_UINT8] = "uint8",
    [ESC_BASIC_UINT16] = "uint16",
    [ESC_BASIC_UINT32] = "uint32",
    [ESC_BASIC_UINT64] = "uint64",
    [ESC_BASIC_UINTPTR] = "uintptr",
    [ESC_BASIC_FLOAT32] = "float32",
    [ESC_BASIC_FLOAT64] = "float64",
    [ESC_BASIC_COMPLEX64] = "complex64",
    [ESC_BASIC_COMPLEX128] = "complex128",
    [ESC_BASIC_STRING] = "string",
    [ESC_BASIC_UNSAFE_POINTER] = "unsafe.Pointer",
    [ESC_BASIC_UNTYPED_BOOL] = "untyped bool",
    [ESC_BASIC_UNTYPED_STRING] = "untyped string",
    [ESC_BASIC_UNTYPED_INT] = "untyped int",
    [ESC_BASIC_UNTYPED_RUNE] = "untyped rune",
    [ESC_BASIC_UNTYPED_FLOAT] = "untyped float",
    [ESC_BASIC_UNTYPED_COMPLEX] = "untyped complex",
    [ESC_BASIC_UNTYPED_NIL] = "untyped nil",
};

static const struct {
    enum esc_go_builtin what;
    const char *name;
} builtins[] =
    {
        {ESC_BUILTIN_APPEND, "append"},   {ESC_BUILTIN_CAP, "cap"},
        {ESC_BUILTIN_CLOSE, "close"},     {ESC_BUILTIN_COMPLEX, "complex"},
        {ESC_BUILTIN_COPY, "copy"},       {ESC_BUILTIN_DELETE, "delete"},
        {ESC_BUILTIN_IMAG, "imag"},       {ESC_BUILTIN_LEN, "len"},
        {ESC_BUILTIN_MAKE, "make"},       {ESC_BUILTIN_NEW, "new"},
        {ESC_BUILTIN_PANIC, "panic"},     {ESC_BUILTIN_PRINT, "print"},
        {ESC_BUILTIN_PRINTLN, "println"}, {ESC_BUILTIN_REAL, "real"},
        {ESC_BUILTIN_RECOVER, "recover"},
},
  of_unsafe[] = {
      {ESC_BUILTIN_ADD, "Add"},           {ESC_BUILTIN_ALIGNOF, "Alignof"},
      {ESC_BUILTIN_OFFSETOF, "Offsetof"}, {ESC_BUILTIN_SIZEOF, "Sizeof"},
      {ESC_BUILTIN_SLICE, "Slice"},
};

static const char *name_of(struct esc_go_world *world, const char *text)
{
    return esc_go_name(world, text, strlen(text));
}

static struct esc_go_object *declare(struct esc_go_world *world, struct esc_go_scope *scope,
                                     enum esc_object_kind kind, const char *name,
                                     const struct esc_go_type *type)
{
    struct esc_go_object *object = esc_go_object_new(world, kind, name_of(world, name), NULL, type);
    esc_go_scope_add(&world->arena, scope, object);
    return object;
}

static struct esc_go_type *basic(struct esc_go_world *world, enum esc_basic what, const char *name)
{
    struct esc_go_type *type = esc_go_type_new(world, ESC_TYPE_BASIC);
    type->basic.what = what;
    type->basic.name = name;
    return type;
}

static void declare_basics(struct esc_go_world *world)
{
    for (int k = 0; k < ESC_BASICS; k++) {
        world->basic[k] = basic(world, (enum esc_basic)k, basic_names[k]);
        if (k < ESC_BASIC_UNSAFE_POINTER)
            declare(world, &world->universe, ESC_OBJECT_TYPE, basic_names[k], world->basic[k]);
    }
    world->byte = basic(world, ESC_BASIC_UINT8, "byte");
    world->rune = basic(world, ESC_BASIC_INT32, "rune");
    declare(world, &world->universe, ESC_OBJECT_TYPE, "byte", world->byte)->type_name.is_alias =
        true;
    declare(world, &world->universe, ESC_OBJECT_TYPE, "rune", world->rune)->type_name.is_alias =
        true;
}

static struct esc_go_type *interface(struct esc_go_world *world)
{
    struct esc_go_type *type = esc_go_type_new(world, ESC_TYPE_INTERFACE);
    type->interface.world = world;
    type->interface.declared = true;
    return type;
}

/* type error interface { Error() string } */
static void declare_error(struct esc_go_world *world)
{
    struct esc_go_type *error = esc_go_type_new(world, ESC_TYPE_NAMED);
    error->named.object = declare(world, &world->universe, ESC_OBJECT_TYPE, "error", error);
    struct esc_go_type *func = esc_go_type_new(world, ESC_TYPE_FUNC);
    struct esc_go_object *result = esc_go_object_new(world, ESC_OBJECT_VAR, name_of(world, ""),
                                                     NULL, world->basic[ESC_BASIC_STRING]);
    result->variable.role = ESC_ROLE_RESULT;
    esc_go_objects_add(world, &func->func.results, result);
    struct esc_go_object *method =
        esc_go_object_new(world, ESC_OBJECT_FUNC, name_of(world, "Error"), NULL, func);
    struct esc_go_type *methods = interface(world);
    method->function.receiver = error;
    method->function.of_interface = true;
    esc_go_objects_add(world, &methods->interface.own, method);
    error->named.definition = methods;
    world->error = error;
}

static void declare_unsafe(struct esc_go_world *world)
{
    world->unsafe = esc_arena_take(&world->arena, 1, sizeof *world->unsafe);
    world->unsafe->path = world->unsafe->name = "unsafe";
    world->unsafe->imported = true;
    declare(world, &world->unsafe_scope, ESC_OBJECT_TYPE, "Pointer",
            world->basic[ESC_BASIC_UNSAFE_POINTER]);
    for (size_t k = 0; k < sizeof of_unsafe / sizeof *of_unsafe; k++)
        declare(world, &world->unsafe_scope, ESC_OBJECT_BUILTIN, of_unsafe[k].name, NULL)->builtin =
            of_unsafe[k].what;
    for (size_t k = 0; k < world->unsafe_scope.objects.count; k++)
        world->unsafe_scope.objects.list[k]->package = world->unsafe;
}

/* Its value is the checker's to tell, wherever it is used. */
static void declare_values(struct esc_go_world *world)
{
    const struct esc_go_type *boolean = world->basic[ESC_BASIC_UNTYPED_BOOL];
    declare(world, &world->universe, ESC_OBJECT_CONST, "true", boolean)->value =
        esc_constant_bool(&world->arena, true);
    declare(world, &world->universe, ESC_OBJECT_CONST, "false", boolean)->value =
        esc_constant_bool(&world->arena, false);
    declare(world, &world->universe, ESC_OBJECT_CONST, "iota", world->basic[ESC_BASIC_UNTYPED_INT]);
    declare(world, &world->universe, ESC_OBJECT_NIL, "nil", world->basic[ESC_BASIC_UNTYPED_NIL]);
    for (size_t k = 0; k < sizeof builtins / sizeof *builtins; k++)
        declare(world, &world->universe, ESC_OBJECT_BUILTIN, builtins[k].name, NULL)->builtin =
            builtins[k].what;
}

struct esc_go_world *esc_go_world_new(struct esc_syntax *syntax, enum esc_go_release release)
{
    struct esc_go_world *world = esc_calloc(1, sizeof *world);
    world->syntax = syntax;
    world->release = release;
    world->blank = name_of(world, "_");
    declare_basics(world);
    declare_error(world);
    world->empty = interface(world);
    struct esc_go_type *any = interface(world);
    any->interface.is_any = true;
    world->any = any;
    declare(world, &world->universe, ESC_OBJECT_TYPE, "any", any)->type_name.is_alias = true;
    declare(world, &world->universe, ESC_OBJECT_GENERIC, "comparable", NULL);
    declare_values(world);
    declare_unsafe(world);
    return world;
}

void esc_go_world_free(struct esc_go_world *world)
{
    if (world == NULL)
        return;
    esc_go_library_free(world->library);
    esc_arena_free(&world->arena);
    free(world);
}
