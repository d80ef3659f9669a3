/*
 * Variables of a package: what is data when the program begins, of which nothing is told, and what
 * init has to do, which is analysed as any code. See lower.h. Source: Go 1.19,
 * cmd/compile/internal/staticinit and pkginit.
 */
#include "goescape/lower.h"

#include "gotypes/size.h"

#include <inttypes.h>
#include <string.h>

/* What is laid out: a part of a variable, or of memory that only the program's data know. */
struct part {
    const char *name; /* "main.x", "main..stmp_0"; NULL: `_` */
    int64_t offset;
};

/* ---- what has effects ---- */

static bool is_zero(const struct esc_ir_node *node)
{
    int64_t value = 0;
    return node->op == ESC_IR_CONSTANT && node->value != NULL &&
           esc_constant_int64(node->value, &value) && value == 0;
}

/* Operators have none, but a division by what may be zero. */
static bool operator_acts(const struct esc_ir_node *node)
{
    if (node->operation != ESC_GO_DIV && node->operation != ESC_GO_REM)
        return false;
    return node->y->op != ESC_IR_CONSTANT || is_zero(node->y);
}

static bool builtin_acts(const struct esc_ir_node *node)
{
    switch (node->builtin) {
    case ESC_BUILTIN_LEN:
    case ESC_BUILTIN_CAP:
    case ESC_BUILTIN_REAL:
    case ESC_BUILTIN_IMAG:
    case ESC_BUILTIN_COMPLEX:
        return false;
    default:
        return true;
    }
}

/* Whether the node itself does what somebody may see. Source: staticinit.AnySideEffects. */
static bool acts(void *context, struct esc_ir_node *node)
{
    (void)context;
    switch (node->op) {
    case ESC_IR_CONSTANT:
    case ESC_IR_NIL:
    case ESC_IR_VARIABLE:
    case ESC_IR_GLOBAL:
    case ESC_IR_FUNCTION:
    case ESC_IR_TYPE:
    case ESC_IR_UNARY:
    case ESC_IR_CONCATENATE:
    case ESC_IR_ADDRESS:
    case ESC_IR_FIELD:
    case ESC_IR_CONVERT:
    case ESC_IR_CONVERT_IDENTITY:
    case ESC_IR_CONVERT_INTERFACE:
    case ESC_IR_CONVERT_STRING:
    case ESC_IR_NEW:
    case ESC_IR_POINTER_LITERAL:
    case ESC_IR_ARRAY_LITERAL:
    case ESC_IR_SLICE_LITERAL:
    case ESC_IR_STRUCT_LITERAL:
    case ESC_IR_MAP_LITERAL:
        return false;
    case ESC_IR_BINARY:
        return operator_acts(node);
    case ESC_IR_BUILTIN:
        return builtin_acts(node);
    case ESC_IR_MAKE_MAP:
    case ESC_IR_MAKE_CHAN:
        return node->y != NULL && !is_zero(node->y);
    default:
        return true;
    }
}

/* ---- data ---- */

static bool lay_out(struct esc_lowering *lowering, struct part to, struct esc_ir_node *value);

static struct part temporary(struct esc_lowering *lowering)
{
    return (struct part){.name = esc_lower_text(lowering, "%s..stmp_%u",
                                                lowering->checked->package->path,
                                                lowering->data_temporaries++)};
}

static void add_work(struct esc_lowering *lowering, struct esc_ir_node *target,
                     struct esc_ir_node *value)
{
    struct esc_ir_node *assign = esc_lower_make(lowering, ESC_IR_ASSIGN, lowering->base, NULL);
    assign->x = target;
    assign->y = value;
    esc_lower_add(lowering, &lowering->function->body, assign);
}

/* The compiler's words for a part: (T)(main.x@8). */
static struct esc_ir_node *part_node(struct esc_lowering *lowering, struct part part,
                                     const struct esc_go_type *type)
{
    struct esc_ir_node *node = esc_lower_make(
        lowering, part.name != NULL ? ESC_IR_GLOBAL : ESC_IR_NOTHING, lowering->base, type);
    if (part.name == NULL) {
        node->text = "_";
        return node;
    }
    struct esc_text text = {0};
    esc_go_type_text(&text, type, lowering->checked->package);
    node->text =
        esc_lower_text(lowering, "(%s)(%s@%" PRId64 ")", text.bytes, part.name, part.offset);
    esc_text_free(&text);
    return node;
}

/* Data, or work that init does in the order in which it is found. */
static void put(struct esc_lowering *lowering, struct part to, struct esc_ir_node *value)
{
    if (!lay_out(lowering, to, value))
        add_work(lowering, part_node(lowering, to, value->type), value);
}

/* Names keep the place of what is around them. */
static void take_place(struct esc_lowering *lowering, const struct esc_ir_node *node)
{
    if (node->op != ESC_IR_GLOBAL && node->op != ESC_IR_FUNCTION)
        lowering->base = node->at;
}

static void lay_out_elements(struct esc_lowering *lowering, struct part to,
                             const struct esc_ir_node *literal)
{
    if (literal->offsets == NULL) /* []rune of a constant */
        return;
    for (size_t k = 0; k < literal->list.count; k++) {
        struct esc_ir_node *element = literal->list.list[k];
        const struct part part = {to.name, to.offset + literal->offsets[k]};
        if (literal->offsets[k] < 0)
            continue;
        if (element->op == ESC_IR_ARRAY_LITERAL || element->op == ESC_IR_STRUCT_LITERAL) {
            lay_out_elements(lowering, part, element);
            continue;
        }
        take_place(lowering, element);
        put(lowering, part, element);
    }
}

static bool lay_out_interface(struct esc_lowering *lowering, struct part to,
                              struct esc_ir_node *value)
{
    while (value->op == ESC_IR_CONVERT_INTERFACE)
        value = value->x;
    if (esc_go_is_interface(value->type))
        return value->op == ESC_IR_NIL;
    if (!esc_go_is_direct(value->type)) {
        put(lowering, temporary(lowering), value);
        return true;
    }
    if (value->op == ESC_IR_NIL)
        return true;
    take_place(lowering, value);
    put(lowering, (struct part){to.name, to.offset + 8}, value);
    return true;
}

/* x, x.f or x[1] in the package's own variables, whose address is known before the program runs. */
static bool is_fixed(const struct esc_ir_node *node)
{
    while (node->op == ESC_IR_FIELD ||
           (node->op == ESC_IR_INDEX && esc_go_is(node->x->type, ESC_TYPE_ARRAY) &&
            node->y->op == ESC_IR_CONSTANT))
        node = node->x;
    return node->op == ESC_IR_GLOBAL || node->op == ESC_IR_FUNCTION;
}

static bool is_bytes(const struct esc_go_type *type)
{
    return esc_go_is(type, ESC_TYPE_SLICE) &&
           esc_go_is_basic(esc_go_underlying(type)->element, ESC_BASIC_UINT8);
}

/* False: init works it out. Of what is copied from a variable nothing is told, whoever does it. */
static bool lay_out(struct esc_lowering *lowering, struct part to, struct esc_ir_node *value)
{
    while (value->op == ESC_IR_CONVERT_IDENTITY)
        value = value->x;
    switch (value->op) {
    case ESC_IR_CONSTANT:
    case ESC_IR_NIL:
    case ESC_IR_GLOBAL:
    case ESC_IR_FUNCTION:
    case ESC_IR_METHOD:
        return true;
    case ESC_IR_ADDRESS:
        return is_fixed(value->x);
    case ESC_IR_CONVERT_STRING:
        return to.name != NULL && is_bytes(value->type) && value->x->op == ESC_IR_CONSTANT;
    case ESC_IR_CLOSURE:
        return value->function->capture_count == 0;
    case ESC_IR_CONVERT_INTERFACE:
        return lay_out_interface(lowering, to, value);
    case ESC_IR_POINTER_LITERAL:
        put(lowering, temporary(lowering), value->x);
        return true;
    case ESC_IR_SLICE_LITERAL:
        lay_out_elements(lowering, temporary(lowering), value);
        return true;
    case ESC_IR_ARRAY_LITERAL:
    case ESC_IR_STRUCT_LITERAL:
        lay_out_elements(lowering, to, value);
        return true;
    default:
        return false;
    }
}

/* ---- variables ---- */

static struct esc_ir_node *variable(struct esc_lowering *lowering,
                                    const struct esc_go_object *object)
{
    const bool is_blank = object->name == lowering->world->blank;
    struct esc_ir_node *node = esc_lower_make(lowering, is_blank ? ESC_IR_NOTHING : ESC_IR_GLOBAL,
                                              object->at, object->type);
    node->text = object->name;
    return node;
}

struct esc_ir_node *esc_lower_initialiser(struct esc_lowering *lowering,
                                          const struct esc_go_initialiser *initialiser)
{
    const struct esc_go_objects *variables = &initialiser->variables;
    struct esc_ir_node *assign =
        esc_lower_make(lowering, ESC_IR_ASSIGN_LIST, initialiser->at, NULL);
    lowering->base = initialiser->at;
    for (size_t k = 0; k < variables->count; k++)
        esc_lower_add(lowering, &assign->keys, variable(lowering, variables->list[k]));
    esc_lower_add(lowering, &assign->list, esc_lower_expression(lowering, initialiser->value));
    esc_lower_fit(lowering, assign);
    return assign;
}

void esc_lower_schedule(struct esc_lowering *lowering, struct esc_ir_node *assign)
{
    lowering->base = assign->at;
    if (assign->op == ESC_IR_ASSIGN_LIST) {
        esc_lower_refuse(lowering, assign->at,
                         "a value of several variables of the package that it has to be converted "
                         "for");
        return;
    }
    if (assign->op == ESC_IR_ASSIGN) {
        const bool is_blank = assign->x->op == ESC_IR_NOTHING;
        if (is_blank && !esc_ir_any(assign->y, acts, NULL))
            return;
        const char *name = is_blank
                               ? NULL
                               : esc_lower_text(lowering, "%s.%s", lowering->checked->package->path,
                                                assign->x->text);
        if (lay_out(lowering, (struct part){name, 0}, assign->y))
            return;
    }
    esc_lower_add(lowering, &lowering->function->body, assign);
}
