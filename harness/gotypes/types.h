/*
 * Go's types and what names stand for: packages, variables, constants, functions, types.
 *
 * All of it belongs to an esc_go_world and lives as long as it. A type is compared by
 * esc_go_identical(), never by its address: only named and basic types exist once (`byte` and
 * `uint8` are two that are identical, as are `rune` and `int32`, `any` and `interface{}`). Names
 * are texts of the world's esc_syntax: equal ones have equal addresses.
 *
 * Of an imported package only what is asked for is there: read a named type through
 * esc_go_underlying() and esc_go_methods(), which fetch the rest.
 */
#ifndef ESC_GOTYPES_TYPES_H
#define ESC_GOTYPES_TYPES_H

#include "base/text.h"
#include "gosyntax/tree.h"
#include "gotypes/constant.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum esc_type_kind {
    ESC_TYPE_BASIC,
    ESC_TYPE_NAMED,
    ESC_TYPE_POINTER,
    ESC_TYPE_SLICE,
    ESC_TYPE_ARRAY,
    ESC_TYPE_MAP,
    ESC_TYPE_CHAN,
    ESC_TYPE_FUNC,
    ESC_TYPE_STRUCT,
    ESC_TYPE_INTERFACE,
    ESC_TYPE_TUPLE, /* of a call with several results, or with none */
};

enum esc_basic {
    ESC_BASIC_BOOL,
    ESC_BASIC_INT,
    ESC_BASIC_INT8,
    ESC_BASIC_INT16,
    ESC_BASIC_INT32,
    ESC_BASIC_INT64,
    ESC_BASIC_UINT,
    ESC_BASIC_UINT8,
    ESC_BASIC_UINT16,
    ESC_BASIC_UINT32,
    ESC_BASIC_UINT64,
    ESC_BASIC_UINTPTR,
    ESC_BASIC_FLOAT32,
    ESC_BASIC_FLOAT64,
    ESC_BASIC_COMPLEX64,
    ESC_BASIC_COMPLEX128,
    ESC_BASIC_STRING,
    ESC_BASIC_UNSAFE_POINTER,
    /* of constants without a type, in the order in which the greater wins */
    ESC_BASIC_UNTYPED_BOOL,
    ESC_BASIC_UNTYPED_STRING,
    ESC_BASIC_UNTYPED_INT,
    ESC_BASIC_UNTYPED_RUNE,
    ESC_BASIC_UNTYPED_FLOAT,
    ESC_BASIC_UNTYPED_COMPLEX,
    ESC_BASIC_UNTYPED_NIL,
    ESC_BASICS
};

struct esc_go_type;
struct esc_go_object;
struct esc_go_package;
struct esc_go_world;

struct esc_go_types {
    const struct esc_go_type **list;
    size_t count;
};

struct esc_go_objects {
    struct esc_go_object **list;
    size_t count;
};

struct esc_go_type {
    enum esc_type_kind kind;
    /* What was computed once: see size.h. */
    int64_t size, align;                             /* align 0: not yet */
    bool is_complete, is_comparable, is_pointerless; /* true: known to be */
    union {
        struct {
            enum esc_basic what;
            const char *name;
        } basic;
        struct {
            struct esc_go_object *object;         /* its TYPE_NAME */
            const struct esc_go_type *definition; /* as declared, perhaps named; NULL: not yet */
            const struct esc_go_type *underlying; /* NULL: not asked for yet */
            struct esc_go_objects methods;        /* those declared for it, in source order */
            bool not_in_heap;                     /* //go:notinheap */
            /* Fills in definition and methods at first use; NULL: they are there. */
            void (*fetch)(struct esc_go_type *named);
        } named;
        const struct esc_go_type *element; /* POINTER, SLICE */
        struct {
            const struct esc_go_type *element;
            int64_t length; /* -1: of [...], while its literal is read */
        } array;
        struct {
            const struct esc_go_type *key, *element;
        } map;
        struct {
            const struct esc_go_type *element;
            enum esc_go_direction direction;
        } chan;
        struct {
            struct esc_go_object *receiver;            /* NULL: no method */
            struct esc_go_objects parameters, results; /* VAR */
            bool variadic;                             /* the last parameter's type is the slice */
        } func;
        struct {
            struct esc_go_objects fields; /* VAR */
            bool complete;
        } record; /* STRUCT */
        struct {
            struct esc_go_objects own;     /* FUNC: methods written out */
            struct esc_go_types embedded;  /* interfaces */
            struct esc_go_objects methods; /* all: ask esc_go_interface_methods() */
            bool complete;                 /* `methods` is there */
            bool declared;                 /* `own` and `embedded` are there */
            bool is_any;                   /* written as `any` */
            struct esc_go_world *world;
        } interface;
        struct esc_go_types tuple;
    };
};

enum esc_object_kind {
    ESC_OBJECT_PACKAGE, /* an import's name */
    ESC_OBJECT_CONST,
    ESC_OBJECT_TYPE,
    ESC_OBJECT_VAR,
    ESC_OBJECT_FUNC, /* a function or method, of an interface as well */
    ESC_OBJECT_BUILTIN,
    ESC_OBJECT_NIL,
    ESC_OBJECT_GENERIC, /* a generic function or type of an imported package: use is refused */
};

enum esc_go_role {
    ESC_ROLE_LOCAL,
    ESC_ROLE_RECEIVER,
    ESC_ROLE_PARAMETER,
    ESC_ROLE_RESULT,
    ESC_ROLE_FIELD,
    ESC_ROLE_GLOBAL,
};

enum esc_go_builtin {
    ESC_BUILTIN_APPEND,
    ESC_BUILTIN_CAP,
    ESC_BUILTIN_CLOSE,
    ESC_BUILTIN_COMPLEX,
    ESC_BUILTIN_COPY,
    ESC_BUILTIN_DELETE,
    ESC_BUILTIN_IMAG,
    ESC_BUILTIN_LEN,
    ESC_BUILTIN_MAKE,
    ESC_BUILTIN_NEW,
    ESC_BUILTIN_PANIC,
    ESC_BUILTIN_PRINT,
    ESC_BUILTIN_PRINTLN,
    ESC_BUILTIN_REAL,
    ESC_BUILTIN_RECOVER,
    /* of package unsafe */
    ESC_BUILTIN_ADD,
    ESC_BUILTIN_ALIGNOF,
    ESC_BUILTIN_OFFSETOF,
    ESC_BUILTIN_SIZEOF,
    ESC_BUILTIN_SLICE,
    /* since Go 1.20 and 1.21 */
    ESC_BUILTIN_UNSAFE_STRING,
    ESC_BUILTIN_STRING_DATA,
    ESC_BUILTIN_SLICE_DATA,
    ESC_BUILTIN_CLEAR,
    ESC_BUILTIN_MAX,
    ESC_BUILTIN_MIN,
    ESC_BUILTINS
};

enum { ESC_TAG_NONE = -1, ESC_TAG_RESULTS = 7 };

/* Where a parameter of an imported function flows to: the fewest dereferences, or ESC_TAG_NONE. */
struct esc_go_tag {
    int heap, results[ESC_TAG_RESULTS];
};

/* A function's tags: receiver first, then the parameters. */
struct esc_go_tags {
    const struct esc_go_tag *list;
    size_t count;
    bool uintptr_escapes; /* //go:uintptrescapes */
};

struct esc_go_function;

struct esc_go_object {
    enum esc_object_kind kind;
    const char *name;               /* "_" too; "" of a parameter or result without a name */
    struct esc_go_package *package; /* NULL: of the universe */
    const struct esc_go_type *type; /* NULL while it is not known */
    struct esc_go_place at;         /* line 0: imported */
    const char *path;               /* the file; NULL: imported */
    struct esc_go_node
        *node; /* CONST, TYPE, VAR, FUNC: its declaration; NULL: imported, or has none */
    union {
        const struct esc_constant *value; /* CONST */
        struct {
            enum esc_go_role role;
            bool embedded;   /* FIELD */
            bool used;       /* LOCAL */
            const char *tag; /* FIELD: unquoted, or NULL */
            struct esc_go_function
                *function; /* in whose body it is declared; NULL: GLOBAL, FIELD */
        } variable;
        struct {
            /* The named type it is a method of, NULL: none; of an interface's method the interface.
             */
            const struct esc_go_type *receiver;
            bool pointer_receiver;
            bool of_interface;
            const struct esc_go_tags *tags; /* imported; NULL: none are known, everything leaks */
        } function;
        struct {
            bool is_alias;
        } type_name;
        enum esc_go_builtin builtin;
        struct {
            struct esc_go_package *package;
            bool used;
        } import;
    };
    /* The checker's: in what state its declaration is, and what it is. */
    unsigned char state, mark;
    void *entry;
};

struct esc_go_package {
    const char *path, *name;
    bool imported;
    /* Imported: finds an exported object, or any for the library itself; NULL: there is none. */
    void *library;
};

/* ---- making ---- */

struct esc_go_type *esc_go_type_new(struct esc_go_world *world, enum esc_type_kind kind);
struct esc_go_object *esc_go_object_new(struct esc_go_world *world, enum esc_object_kind kind,
                                        const char *name, struct esc_go_package *package,
                                        const struct esc_go_type *type);
const struct esc_go_type *esc_go_pointer_to(struct esc_go_world *world,
                                            const struct esc_go_type *element);
const struct esc_go_type *esc_go_slice_of(struct esc_go_world *world,
                                          const struct esc_go_type *element);
const struct esc_go_type *esc_go_basic(const struct esc_go_world *world, enum esc_basic what);

void esc_go_objects_add(struct esc_go_world *world, struct esc_go_objects *objects,
                        struct esc_go_object *object);
void esc_go_types_add(struct esc_go_world *world, struct esc_go_types *types,
                      const struct esc_go_type *type);

/* ---- asking ---- */

/* The type behind names; NULL while a type of its own declaration's circle is not known yet. */
const struct esc_go_type *esc_go_underlying(const struct esc_go_type *type);

/* The methods declared for a named type, or none. */
struct esc_go_objects esc_go_methods(const struct esc_go_type *type);

/* All methods of an INTERFACE, of one name one, sorted: exported ones first, then by name and
 * package. */
struct esc_go_objects esc_go_interface_methods(const struct esc_go_type *interface);

/* Go specification, "Type identity". */
bool esc_go_identical(const struct esc_go_type *a, const struct esc_go_type *b);
/* The same but for the tags of structs. */
bool esc_go_identical_but_tags(const struct esc_go_type *a, const struct esc_go_type *b);

/* Of the underlying type. */
bool esc_go_is(const struct esc_go_type *type, enum esc_type_kind kind);
bool esc_go_is_basic(const struct esc_go_type *type, enum esc_basic what);
bool esc_go_is_bool(const struct esc_go_type *type);
bool esc_go_is_string(const struct esc_go_type *type);
bool esc_go_is_integer(const struct esc_go_type *type); /* untyped int and rune as well */
bool esc_go_is_unsigned(const struct esc_go_type *type);
bool esc_go_is_float(const struct esc_go_type *type);
bool esc_go_is_complex(const struct esc_go_type *type);
bool esc_go_is_numeric(const struct esc_go_type *type);
bool esc_go_is_untyped(const struct esc_go_type *type); /* nil as well */
bool esc_go_is_interface(const struct esc_go_type *type);
/* bool, number or string: what a constant may be of. */
bool esc_go_is_constant_type(const struct esc_go_type *type);

/* Go specification, "Comparison operators": whether == is there; interfaces are. */
bool esc_go_comparable(const struct esc_go_type *type);
bool esc_go_has_nil(const struct esc_go_type *type);

/* int for untyped int …; other types themselves. */
const struct esc_go_type *esc_go_default(const struct esc_go_world *world,
                                         const struct esc_go_type *type);

/* The target of a pointer type that is not named, else the type. */
const struct esc_go_type *esc_go_dereferenced(const struct esc_go_type *type);

/* Whether the two names are one identifier: exported ones whatever the package is. */
bool esc_go_same_name(const char *a, const struct esc_go_package *of_a, const char *b,
                      const struct esc_go_package *of_b);

/*
 * As the compiler prints it: names of `inside` (NULL: of none) without their package, parameters
 * without names, `interface {}`, `struct { a int; b int }`. Source: measured on cmd/compile 1.19.8;
 * its internal/types/fmt.go.
 */
void esc_go_type_text(struct esc_text *text, const struct esc_go_type *type,
                      const struct esc_go_package *inside);

#endif
