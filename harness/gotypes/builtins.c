/*
 * Built-in functions, those of package unsafe as well. See checker.h; Go specification, "Built-in
 * functions", "Package unsafe".
 */
#include "gotypes/checker.h"
#include "gotypes/size.h"

static const struct {
    const char *name;
    unsigned char fewest, most; /* arguments */
} table[ESC_BUILTINS] = {
    [ESC_BUILTIN_APPEND] = {"append", 1, 255},
    [ESC_BUILTIN_CAP] = {"cap", 1, 1},
    [ESC_BUILTIN_CLOSE] = {"close", 1, 1},
    [ESC_BUILTIN_COMPLEX] = {"complex", 2, 2},
    [ESC_BUILTIN_COPY] = {"copy", 2, 2},
    [ESC_BUILTIN_DELETE] = {"delete", 2, 2},
    [ESC_BUILTIN_IMAG] = {"imag", 1, 1},
    [ESC_BUILTIN_LEN] = {"len", 1, 1},
    [ESC_BUILTIN_MAKE] = {"make", 1, 3},
    [ESC_BUILTIN_NEW] = {"new", 1, 1},
    [ESC_BUILTIN_PANIC] = {"panic", 1, 1},
    [ESC_BUILTIN_PRINT] = {"print", 0, 255},
    [ESC_BUILTIN_PRINTLN] = {"println", 0, 255},
    [ESC_BUILTIN_REAL] = {"real", 1, 1},
    [ESC_BUILTIN_RECOVER] = {"recover", 0, 0},
    [ESC_BUILTIN_ADD] = {"unsafe.Add", 2, 2},
    [ESC_BUILTIN_ALIGNOF] = {"unsafe.Alignof", 1, 1},
    [ESC_BUILTIN_OFFSETOF] = {"unsafe.Offsetof", 1, 1},
    [ESC_BUILTIN_SIZEOF] = {"unsafe.Sizeof", 1, 1},
    [ESC_BUILTIN_SLICE] = {"unsafe.Slice", 2, 2},
};

struct built {
    struct checker *c;
    struct operand *x; /* first the first argument, then the result */
    struct esc_go_node *node;
    enum esc_go_builtin what;
    struct operands arguments;
};

static void result(struct built *b, enum esc_go_mode mode, const struct esc_go_type *type)
{
    b->x->mode = mode;
    b->x->type = type;
}

static const struct esc_go_type *basic(const struct built *b, enum esc_basic what)
{
    return b->c->world->basic[what];
}

static void no_value(struct built *b)
{
    result(b, ESC_MODE_NO_VALUE, esc_go_type_new(b->c->world, ESC_TYPE_TUPLE));
}

static void __attribute__((noreturn))
refuse(struct built *b, const struct operand *x, const char *why)
{
    esc_check_fail_at(b->c, x->node, "invalid argument: %s for %s%s%s", esc_check_describe(b->c, x),
                      table[b->what].name, why[0] != '\0' ? ": " : "", why);
}

/* ---- slices and maps ---- */

static bool appends_text(struct built *b, const struct operand *slice)
{
    const char *why;
    return b->arguments.count == 2 && b->node->call.has_dots &&
           esc_go_is_string(b->arguments.list[1].type) &&
           esc_check_assignable(b->c, slice, esc_go_slice_of(b->c->world, b->c->world->byte), &why);
}

static struct esc_go_object *parameter(struct checker *c, const struct esc_go_type *type)
{
    struct esc_go_object *object =
        esc_go_object_new(c->world, ESC_OBJECT_VAR, c->world->blank, NULL, type);
    object->variable.role = ESC_ROLE_PARAMETER;
    return object;
}

/* func(S, ...T) S */
static void append(struct built *b)
{
    struct checker *c = b->c;
    const struct esc_go_type *slice = b->x->type;
    const struct esc_go_type *under = esc_check_under(c, slice, b->node);
    if (under->kind != ESC_TYPE_SLICE)
        refuse(b, b->x, "first argument to append must be a slice");
    if (!appends_text(b, b->x)) {
        struct esc_go_type *func = esc_go_type_new(c->world, ESC_TYPE_FUNC);
        func->func.variadic = true;
        esc_go_objects_add(c->world, &func->func.parameters, parameter(c, slice));
        esc_go_objects_add(c->world, &func->func.parameters,
                           parameter(c, esc_go_slice_of(c->world, under->element)));
        esc_check_arguments(c, b->node, func, b->arguments);
    }
    result(b, ESC_MODE_VALUE, slice);
}

static void copy(struct built *b)
{
    struct checker *c = b->c;
    const struct operand *from = &b->arguments.list[1];
    const struct esc_go_type *to = esc_check_under(c, b->x->type, b->node);
    const struct esc_go_type *source = esc_check_under(c, from->type, b->node);
    const bool text = esc_go_is_string(source);
    if (to->kind != ESC_TYPE_SLICE || (source->kind != ESC_TYPE_SLICE && !text))
        esc_check_fail_at(c, b->node,
                          "invalid argument: copy expects slice arguments; found %s and %s",
                          esc_check_describe(c, b->x), esc_check_describe(c, from));
    const struct esc_go_type *element = text ? c->world->byte : source->element;
    if (!esc_go_identical(to->element, element))
        esc_check_fail_at(
            c, b->node,
            "invalid argument: arguments to copy have different element types %s and %s",
            esc_check_type_text(c, to->element), esc_check_type_text(c, element));
    result(b, ESC_MODE_VALUE, basic(b, ESC_BASIC_INT));
}

static void delete_key(struct built *b)
{
    const struct esc_go_type *map = esc_check_under(b->c, b->x->type, b->node);
    if (map->kind != ESC_TYPE_MAP)
        refuse(b, b->x, "not a map");
    esc_check_assign(b->c, &b->arguments.list[1], map->map.key, "argument to delete");
    no_value(b);
}

static void close_channel(struct built *b)
{
    const struct esc_go_type *chan = esc_check_under(b->c, b->x->type, b->node);
    if (chan->kind != ESC_TYPE_CHAN)
        refuse(b, b->x, "not a channel");
    if (chan->chan.direction == ESC_GO_RECEIVE_ONLY)
        refuse(b, b->x, "receive-only channel");
    no_value(b);
}

/* Arrays, and pointers to them, have a constant length, unless something is called to get there. */
static void length(struct built *b)
{
    struct operand *x = b->x;
    const bool is_length = b->what == ESC_BUILTIN_LEN;
    const struct esc_go_type *under = esc_check_under(b->c, x->type, b->node);
    const struct esc_go_type *target =
        under->kind == ESC_TYPE_POINTER ? esc_check_under(b->c, under->element, b->node) : under;
    if (target->kind == ESC_TYPE_ARRAY)
        under = target;
    const bool counts = under->kind == ESC_TYPE_ARRAY || under->kind == ESC_TYPE_SLICE ||
                        under->kind == ESC_TYPE_CHAN ||
                        (is_length && (under->kind == ESC_TYPE_MAP || esc_go_is_string(under)));
    if (!counts)
        refuse(b, x, "");
    enum esc_go_mode mode = ESC_MODE_VALUE;
    if (under->kind == ESC_TYPE_ARRAY && !b->c->calls) {
        mode = ESC_MODE_CONSTANT;
        x->value = esc_constant_int(b->c->arena, under->array.length);
    } else if (x->mode == ESC_MODE_CONSTANT) {
        size_t bytes;
        esc_constant_bytes(x->value, &bytes);
        mode = ESC_MODE_CONSTANT;
        x->value = esc_constant_int(b->c->arena, (int64_t)bytes);
    }
    result(b, mode, basic(b, ESC_BASIC_INT));
}

/* ---- complex numbers ---- */

/* Untyped parts: two constants stay constants, anything else is taken for float64. */
static void match_parts(struct built *b, struct operand *y)
{
    struct operand *x = b->x;
    const bool first = esc_go_is_untyped(x->type), second = esc_go_is_untyped(y->type);
    if (first && !second) {
        esc_check_convert_untyped(b->c, x, y->type);
    } else if (second && !first) {
        esc_check_convert_untyped(b->c, y, x->type);
    } else if (first && x->mode == ESC_MODE_CONSTANT && y->mode == ESC_MODE_CONSTANT) {
        struct operand *const both[] = {x, y};
        for (int k = 0; k < 2; k++)
            if (esc_constant_kind(both[k]->value) == ESC_CONSTANT_NUMBER)
                both[k]->type = basic(b, ESC_BASIC_UNTYPED_FLOAT);
    } else if (first) {
        esc_check_convert_untyped(b->c, x, basic(b, ESC_BASIC_FLOAT64));
        esc_check_convert_untyped(b->c, y, basic(b, ESC_BASIC_FLOAT64));
    }
}

static bool pairs(const struct esc_go_type *part, enum esc_basic *whole)
{
    const struct esc_go_type *under = esc_go_underlying(part);
    if (under->kind != ESC_TYPE_BASIC)
        return false;
    *whole = under->basic.what == ESC_BASIC_FLOAT32   ? ESC_BASIC_COMPLEX64
             : under->basic.what == ESC_BASIC_FLOAT64 ? ESC_BASIC_COMPLEX128
                                                      : ESC_BASIC_UNTYPED_COMPLEX;
    return esc_go_is_float(under);
}

static void make_complex(struct built *b)
{
    struct operand *x = b->x, *y = &b->arguments.list[1];
    enum esc_basic whole;
    match_parts(b, y);
    if (!esc_go_identical(x->type, y->type))
        esc_check_fail_at(b->c, x->node, "invalid operation: %s (mismatched types %s and %s)",
                          esc_check_node_text(b->c, b->node), esc_check_type_text(b->c, x->type),
                          esc_check_type_text(b->c, y->type));
    if (!pairs(x->type, &whole))
        refuse(b, x, "expected floating-point");
    const bool folds = x->mode == ESC_MODE_CONSTANT && y->mode == ESC_MODE_CONSTANT;
    if (folds)
        x->value = esc_constant_complex(b->c->arena, x->value, y->value);
    result(b, folds ? ESC_MODE_CONSTANT : ESC_MODE_VALUE, basic(b, whole));
}

static void complex_part(struct built *b)
{
    struct operand *x = b->x;
    if (esc_go_is_untyped(x->type)) {
        if (x->mode != ESC_MODE_CONSTANT)
            esc_check_convert_untyped(b->c, x, basic(b, ESC_BASIC_COMPLEX128));
        else if (esc_go_is_numeric(x->type))
            x->type = basic(b, ESC_BASIC_UNTYPED_COMPLEX);
    }
    const struct esc_go_type *under = esc_go_underlying(x->type);
    if (under == NULL || !esc_go_is_complex(under))
        refuse(b, x, "expected complex type");
    if (x->mode == ESC_MODE_CONSTANT)
        x->value = b->what == ESC_BUILTIN_REAL ? esc_constant_real(x->value)
                                               : esc_constant_imaginary(b->c->arena, x->value);
    result(b, x->mode == ESC_MODE_CONSTANT ? ESC_MODE_CONSTANT : ESC_MODE_VALUE,
           basic(b, under->basic.what == ESC_BASIC_COMPLEX64    ? ESC_BASIC_FLOAT32
                    : under->basic.what == ESC_BASIC_COMPLEX128 ? ESC_BASIC_FLOAT64
                                                                : ESC_BASIC_UNTYPED_FLOAT));
}

/* ---- memory ---- */

static void make(struct built *b)
{
    const struct esc_go_nodes *nodes = &b->node->call.arguments;
    const struct esc_go_type *type = esc_check_type(b->c, nodes->list[0]);
    const struct esc_go_type *under = esc_check_under(b->c, type, b->node);
    const bool slice = under->kind == ESC_TYPE_SLICE;
    if (!slice && under->kind != ESC_TYPE_MAP && under->kind != ESC_TYPE_CHAN)
        esc_check_fail_at(b->c, nodes->list[0],
                          "invalid argument: cannot make %s; type must be slice, map, or channel",
                          esc_check_node_text(b->c, nodes->list[0]));
    const size_t fewest = slice ? 2 : 1;
    if (nodes->count < fewest || nodes->count > fewest + 1)
        esc_check_fail_at(b->c, b->node,
                          "invalid operation: %s expects %zu or %zu arguments; found %zu",
                          esc_check_node_text(b->c, b->node), fewest, fewest + 1, nodes->count);
    int64_t sizes[2] = {-1, -1};
    for (size_t k = 1; k < nodes->count; k++)
        sizes[k - 1] = esc_check_index_value(b->c, nodes->list[k], -1);
    if (sizes[1] >= 0 && sizes[0] > sizes[1])
        esc_check_fail_at(b->c, nodes->list[1], "invalid argument: length and capacity swapped");
    result(b, ESC_MODE_VALUE, type);
}

static void make_new(struct built *b)
{
    const struct esc_go_type *type = esc_check_type(b->c, b->node->call.arguments.list[0]);
    result(b, ESC_MODE_VALUE, esc_go_pointer_to(b->c->world, type));
}

/* ---- the others ---- */

static void print(struct built *b)
{
    for (size_t k = 0; k < b->arguments.count; k++)
        esc_check_assign(b->c, &b->arguments.list[k], NULL,
                         b->what == ESC_BUILTIN_PRINT ? "argument to print"
                                                      : "argument to println");
    no_value(b);
}

static void panic(struct built *b)
{
    esc_check_assign(b->c, b->x, b->c->world->empty, "argument to panic");
    no_value(b);
}

static void size_constant(struct built *b, int64_t size)
{
    b->x->value = esc_constant_int(b->c->arena, size);
    result(b, ESC_MODE_CONSTANT, basic(b, ESC_BASIC_UINTPTR));
}

static void size_of(struct built *b)
{
    esc_check_assign(b->c, b->x, NULL, "argument to unsafe.Sizeof or unsafe.Alignof");
    const int64_t size = esc_check_size(b->c, b->x->type, b->node);
    size_constant(b, b->what == ESC_BUILTIN_SIZEOF ? size : esc_go_align(b->x->type));
}

static int64_t offset_in(const struct esc_go_type *record, const struct esc_go_object *field)
{
    const struct esc_go_objects *fields = &esc_go_underlying(record)->record.fields;
    for (size_t k = 0; k < fields->count; k++)
        if (fields->list[k] == field)
            return esc_go_offset(record, k);
    return 0;
}

/* From the struct that x is or points to, through embedded structs but no pointers. */
static void offset_of(struct built *b)
{
    struct esc_go_node *argument = esc_go_unparen(b->node->call.arguments.list[0]);
    if (argument->kind != ESC_NODE_SELECTOR)
        esc_check_fail_at(b->c, argument, "invalid argument: %s is not a selector expression",
                          esc_check_node_text(b->c, argument));
    struct operand field;
    esc_check_value(b->c, &field, argument);
    const struct esc_go_selected *selected = FACT(b->c, argument)->selected;
    if (selected->what != ESC_SELECT_FIELD)
        esc_check_fail_at(b->c, argument, "invalid argument: %s is a method value or of a package",
                          esc_check_node_text(b->c, argument));
    const struct esc_go_type *record = selected->of;
    if (esc_go_is(record, ESC_TYPE_POINTER))
        record = esc_go_underlying(record)->element;
    esc_check_size(b->c, record, b->node);
    int64_t offset = 0;
    for (size_t k = 0; k < selected->selection.path.count; k++) {
        const struct esc_go_object *embedded = selected->selection.path.list[k];
        if (embedded->type->kind == ESC_TYPE_POINTER)
            esc_check_fail_at(b->c, argument,
                              "invalid argument: field %s is embedded via a pointer",
                              selected->selection.object->name);
        offset += offset_in(record, embedded);
        record = embedded->type;
    }
    offset += offset_in(record, selected->selection.object);
    size_constant(b, offset);
}

/* A length or offset: an integer, untyped ones as int. */
static void check_number(struct built *b, struct operand *number, bool may_be_negative)
{
    esc_check_convert_untyped(b->c, number, basic(b, ESC_BASIC_INT));
    if (!esc_go_is_integer(number->type))
        refuse(b, number, "must be integer");
    if (number->mode == ESC_MODE_CONSTANT && !may_be_negative &&
        esc_constant_sign(number->value) < 0)
        refuse(b, number, "must not be negative");
}

static void unsafe_add(struct built *b)
{
    esc_check_assign(b->c, b->x, basic(b, ESC_BASIC_UNSAFE_POINTER), "argument to unsafe.Add");
    check_number(b, &b->arguments.list[1], true);
    result(b, ESC_MODE_VALUE, basic(b, ESC_BASIC_UNSAFE_POINTER));
}

static void unsafe_slice(struct built *b)
{
    const struct esc_go_type *pointer = b->x->type;
    if (pointer->kind != ESC_TYPE_POINTER)
        refuse(b, b->x, "not a pointer");
    check_number(b, &b->arguments.list[1], false);
    result(b, ESC_MODE_VALUE, esc_go_slice_of(b->c->world, pointer->element));
}

static void dispatch(struct built *b)
{
    switch (b->what) {
    case ESC_BUILTIN_APPEND:
        append(b);
        break;
    case ESC_BUILTIN_LEN:
    case ESC_BUILTIN_CAP:
        length(b);
        break;
    case ESC_BUILTIN_CLOSE:
        close_channel(b);
        break;
    case ESC_BUILTIN_COMPLEX:
        make_complex(b);
        break;
    case ESC_BUILTIN_COPY:
        copy(b);
        break;
    case ESC_BUILTIN_DELETE:
        delete_key(b);
        break;
    case ESC_BUILTIN_IMAG:
    case ESC_BUILTIN_REAL:
        complex_part(b);
        break;
    case ESC_BUILTIN_MAKE:
        make(b);
        break;
    case ESC_BUILTIN_NEW:
        make_new(b);
        break;
    case ESC_BUILTIN_PANIC:
        panic(b);
        break;
    case ESC_BUILTIN_PRINT:
    case ESC_BUILTIN_PRINTLN:
        print(b);
        break;
    case ESC_BUILTIN_RECOVER:
        result(b, ESC_MODE_VALUE, b->c->world->empty);
        break;
    case ESC_BUILTIN_SIZEOF:
    case ESC_BUILTIN_ALIGNOF:
        size_of(b);
        break;
    case ESC_BUILTIN_OFFSETOF:
        offset_of(b);
        break;
    case ESC_BUILTIN_ADD:
        unsafe_add(b);
        break;
    case ESC_BUILTIN_SLICE:
        unsafe_slice(b);
        break;
    default:
        esc_check_fail_at(b->c, b->node, "%s: the analyser does not know it yet",
                          esc_check_node_text(b->c, b->node));
    }
}

void esc_check_builtin(struct checker *c, struct operand *x, struct esc_go_node *node,
                       enum esc_go_builtin what)
{
    struct built b = {.c = c, .x = x, .node = node, .what = what};
    if (node->call.has_dots && what != ESC_BUILTIN_APPEND)
        esc_check_fail_at(c, node, "invalid operation: invalid use of ... with built-in %s",
                          table[what].name);
    const bool calls = c->calls;
    if (what == ESC_BUILTIN_LEN || what == ESC_BUILTIN_CAP)
        c->calls = false;
    size_t count = node->call.arguments.count;
    if (what != ESC_BUILTIN_MAKE && what != ESC_BUILTIN_NEW && what != ESC_BUILTIN_OFFSETOF &&
        count > 0) {
        b.arguments = esc_check_values(c, &node->call.arguments, false);
        count = b.arguments.count;
        if (count > 0)
            *x = b.arguments.list[0];
    }
    const bool many = table[what].most < 255 && count > table[what].most;
    if (count < table[what].fewest || many)
        esc_check_fail_at(c, node,
                          "invalid operation: %s arguments for %s (expected %d, found %zu)",
                          many ? "too many" : "not enough", esc_check_node_text(c, node),
                          many ? table[what].most : table[what].fewest, count);
    dispatch(&b);
    if (what == ESC_BUILTIN_LEN || what == ESC_BUILTIN_CAP)
        c->calls = calls;
}
