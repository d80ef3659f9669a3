/*
 * Nodes as the compiler prints them: see esc_ir_text in ir.h. Source: Go 1.19,
 * cmd/compile/internal/ir/fmt.go, whose precedences these are.
 */
#include "goescape/ir.h"

#include "gotypes/constant.h"

enum { PRIMARY = 8, PREFIX = 7, WEAKEST = 0 };

/* Some built-in functions are missing in the compiler's table: inside of others they stand in
 * brackets. */
static int of_builtin(enum esc_go_builtin builtin)
{
    switch (builtin) {
    case ESC_BUILTIN_COMPLEX:
    case ESC_BUILTIN_IMAG:
    case ESC_BUILTIN_REAL:
    case ESC_BUILTIN_RECOVER:
        return WEAKEST;
    default:
        return PRIMARY;
    }
}

static void print(struct esc_text *text, const struct esc_ir_node *node,
                  const struct esc_go_package *package, int least);

static int precedence(const struct esc_ir_node *node)
{
    static const int binary[] = {0, 1, 2, 4, 5, 6};
    switch (node->op) {
    case ESC_IR_BINARY:
        return binary[esc_go_precedence(node->operation)];
    case ESC_IR_CONSTANT:
        return node->full                              ? binary[esc_go_precedence(node->operation)]
               : node->operation != ESC_GO_NO_OPERATOR ? PREFIX
                                                       : PRIMARY;
    case ESC_IR_UNARY:
    case ESC_IR_ADDRESS:
    case ESC_IR_DEREFERENCE:
    case ESC_IR_RECEIVE:
        return PREFIX;
    case ESC_IR_TYPE:
        return node->type->kind == ESC_TYPE_POINTER ? PREFIX : PRIMARY;
    case ESC_IR_CONCATENATE:
    case ESC_IR_POINTER_LITERAL:
    case ESC_IR_CLOSURE:
    case ESC_IR_MAKE_CHAN:
    case ESC_IR_MAKE_MAP:
        return WEAKEST;
    case ESC_IR_BUILTIN:
        return of_builtin(node->builtin);
    case ESC_IR_SEND:
        return 3;
    default:
        return PRIMARY;
    }
}

/* The node that stands for it in print. */
static const struct esc_ir_node *seen(const struct esc_ir_node *node)
{
    for (;;) {
        if (node->shown != NULL)
            node = node->shown;
        else if (node->implicit &&
                 (node->op == ESC_IR_ADDRESS || node->op == ESC_IR_DEREFERENCE ||
                  node->op == ESC_IR_CONVERT || node->op == ESC_IR_CONVERT_IDENTITY ||
                  node->op == ESC_IR_CONVERT_INTERFACE))
            node = node->x;
        else
            return node;
    }
}

static void print_list(struct esc_text *text, const struct esc_ir_nodes *nodes,
                       const struct esc_go_package *package, const char *between)
{
    for (size_t k = 0; k < nodes->count; k++) {
        esc_text_add(text, k > 0 ? between : "");
        esc_ir_text(text, nodes->list[k], package);
    }
}

/* The arguments that are gathered into a slice stand as written until the call is walked. */
static void print_arguments(struct esc_text *text, const struct esc_ir_node *node,
                            const struct esc_go_package *package)
{
    struct esc_ir_nodes list = node->list;
    esc_text_add(text, "(");
    const struct esc_ir_node *rest = list.count > 0 ? list.list[list.count - 1] : NULL;
    if (node->walked || !node->full || rest == NULL || !rest->implicit) {
        print_list(text, &list, package, ", ");
        esc_text_add(text, node->full ? "...)" : ")");
        return;
    }
    list.count--;
    print_list(text, &list, package, ", ");
    esc_text_add(text, list.count > 0 && rest->list.count > 0 ? ", " : "");
    print_list(text, &rest->list, package, ", ");
    esc_text_add(text, ")");
}

static void print_conversion(struct esc_text *text, const struct esc_ir_node *node,
                             const struct esc_go_package *package)
{
    const struct esc_go_type *type = node->type;
    const bool named = type->kind == ESC_TYPE_NAMED || type->kind == ESC_TYPE_BASIC ||
                       (type->kind == ESC_TYPE_INTERFACE && type->interface.is_any);
    esc_text_add(text, named ? "" : "(");
    esc_go_type_text(text, node->type, package);
    esc_text_add(text, named ? "(" : ")(");
    esc_ir_text(text, node->x, package);
    esc_text_add(text, ")");
}

static void print_slice(struct esc_text *text, const struct esc_ir_node *node,
                        const struct esc_go_package *package)
{
    print(text, node->x, package, PRIMARY);
    esc_text_add(text, "[");
    if (node->y != NULL)
        esc_ir_text(text, node->y, package);
    esc_text_add(text, ":");
    if (node->z != NULL)
        esc_ir_text(text, node->z, package);
    esc_text_add(text, node->full ? ":" : "");
    if (node->w != NULL)
        esc_ir_text(text, node->w, package);
    esc_text_add(text, "]");
}

static void print_make(struct esc_text *text, const struct esc_ir_node *node,
                       const struct esc_go_package *package)
{
    esc_text_add(text, "make(");
    esc_go_type_text(text, node->type, package);
    if (node->y != NULL) {
        esc_text_add(text, ", ");
        esc_ir_text(text, node->y, package);
    }
    if (node->z != NULL) {
        esc_text_add(text, ", ");
        esc_ir_text(text, node->z, package);
    }
    esc_text_add(text, ")");
}

static void print_prefixed(struct esc_text *text, const struct esc_ir_node *node,
                           const struct esc_go_package *package, const char *sign)
{
    esc_text_add(text, sign);
    if (node->op != ESC_IR_DEREFERENCE && node->x->op == node->op &&
        node->x->operation == node->operation)
        esc_text_add(text, " ");
    print(text, node->x, package, PREFIX + 1);
}

static void print_concatenation(struct esc_text *text, const struct esc_ir_node *node,
                                const struct esc_go_package *package)
{
    for (size_t k = 0; k < node->list.count; k++) {
        esc_text_add(text, k > 0 ? " + " : "");
        print(text, node->list.list[k], package, WEAKEST);
    }
}

static void print_literal(struct esc_text *text, const struct esc_ir_node *node,
                          const struct esc_go_package *package)
{
    if (node->implicit) {
        esc_text_add(text, "... argument");
        return;
    }
    esc_go_type_text(text, node->type, package);
    esc_text_add(text, node->list.count > 0 ? "{...}" : "{}");
}

static void print_operand(struct esc_text *text, const struct esc_ir_node *node,
                          const struct esc_go_package *package)
{
    switch (node->op) {
    case ESC_IR_NIL:
        esc_text_add(text, "nil");
        break;
    case ESC_IR_VARIABLE:
        esc_text_add(text, node->variable->name);
        break;
    case ESC_IR_TYPE:
        esc_go_type_text(text, node->type, package);
        break;
    case ESC_IR_CLOSURE:
        esc_text_add(text, "func literal");
        break;
    case ESC_IR_POINTER_LITERAL:
        esc_text_add(text, "&");
        esc_ir_text(text, node->x, package);
        break;
    case ESC_IR_ARRAY_LITERAL:
    case ESC_IR_SLICE_LITERAL:
    case ESC_IR_STRUCT_LITERAL:
    case ESC_IR_MAP_LITERAL:
        print_literal(text, node, package);
        break;
    default:
        esc_text_add(text, node->text != NULL ? node->text : "<node>");
    }
}

/* recover() gets a frame as its argument when it is walked, for which the compiler has no words. */
static void print_builtin(struct esc_text *text, const struct esc_ir_node *node,
                          const struct esc_go_package *package)
{
    if (node->builtin == ESC_BUILTIN_RECOVER && node->walked) {
        esc_text_add(text, "<node RECOVERFP>");
        return;
    }
    esc_text_add(text, node->text);
    print_arguments(text, node, package);
}

static void print_primary(struct esc_text *text, const struct esc_ir_node *node,
                          const struct esc_go_package *package)
{
    switch (node->op) {
    case ESC_IR_METHOD:
    case ESC_IR_FIELD:
    case ESC_IR_POINTER_FIELD:
    case ESC_IR_INTERFACE_METHOD:
    case ESC_IR_METHOD_VALUE:
        print(text, node->x, package, PRIMARY);
        esc_text_addf(text, ".%s", node->text);
        break;
    case ESC_IR_ASSERT:
        print(text, node->x, package, PRIMARY);
        esc_text_add(text, ".(");
        esc_go_type_text(text, node->type, package);
        esc_text_add(text, ")");
        break;
    case ESC_IR_INDEX:
    case ESC_IR_MAP_INDEX:
        print(text, node->x, package, PRIMARY);
        esc_text_add(text, "[");
        esc_ir_text(text, node->y, package);
        esc_text_add(text, "]");
        break;
    case ESC_IR_SLICE:
        print_slice(text, node, package);
        break;
    case ESC_IR_CONVERT:
    case ESC_IR_CONVERT_IDENTITY:
    case ESC_IR_CONVERT_INTERFACE:
    case ESC_IR_CONVERT_STRING:
    case ESC_IR_SLICE_TO_ARRAY:
        print_conversion(text, node, package);
        break;
    case ESC_IR_CALL:
        print(text, node->x, package, PRIMARY);
        print_arguments(text, node, package);
        break;
    case ESC_IR_BUILTIN:
        print_builtin(text, node, package);
        break;
    case ESC_IR_NEW:
        esc_text_add(text, "new(");
        esc_ir_text(text, node->x, package);
        esc_text_add(text, ")");
        break;
    case ESC_IR_MAKE_SLICE:
    case ESC_IR_MAKE_MAP:
    case ESC_IR_MAKE_CHAN:
        print_make(text, node, package);
        break;
    default:
        print_operand(text, node, package);
    }
}

static void print(struct esc_text *text, const struct esc_ir_node *node,
                  const struct esc_go_package *package, int least)
{
    node = seen(node);
    const int own = precedence(node);
    if (least > own) {
        esc_text_add(text, "(");
        esc_ir_text(text, node, package);
        esc_text_add(text, ")");
        return;
    }
    switch (node->op) {
    case ESC_IR_BINARY:
        print(text, node->x, package, own);
        esc_text_addf(text, " %s ", esc_go_operator_text(node->operation));
        print(text, node->y, package, own + 1);
        break;
    case ESC_IR_CONCATENATE:
        print_concatenation(text, node, package);
        break;
    case ESC_IR_UNARY:
        print_prefixed(text, node, package, esc_go_operator_text(node->operation));
        break;
    case ESC_IR_ADDRESS:
        print_prefixed(text, node, package, "&");
        break;
    case ESC_IR_DEREFERENCE:
        print_prefixed(text, node, package, "*");
        break;
    case ESC_IR_RECEIVE:
        print_prefixed(text, node, package, "<-");
        break;
    case ESC_IR_SEND:
        print(text, node->x, package, 3);
        esc_text_add(text, " <- ");
        print(text, node->y, package, 4);
        break;
    default:
        print_primary(text, node, package);
    }
}

static void print_assignment(struct esc_text *text, const struct esc_ir_node *node,
                             const struct esc_go_package *package)
{
    if (node->op == ESC_IR_ASSIGN) {
        esc_ir_text(text, node->x, package);
        esc_text_add(text, node->defines ? " := " : " = ");
        if (node->y != NULL)
            esc_ir_text(text, node->y, package);
        else
            esc_text_add(text, "<nil>");
        return;
    }
    print_list(text, &node->keys, package, ", ");
    esc_text_add(text, node->defines ? " := " : " = ");
    print_list(text, &node->list, package, ", ");
}

static void print_operation(struct esc_text *text, const struct esc_ir_node *node,
                            const struct esc_go_package *package)
{
    const char *sign = esc_go_operator_text(node->operation);
    esc_ir_text(text, node->x, package);
    if (node->full) {
        esc_text_addf(text, "%s%s", sign, sign);
        return;
    }
    esc_text_addf(text, " %s= ", sign);
    esc_ir_text(text, node->y, package);
}

static void print_if(struct esc_text *text, const struct esc_ir_node *node,
                     const struct esc_go_package *package)
{
    esc_text_add(text, "if ");
    esc_ir_text(text, node->x, package);
    esc_text_add(text, " { ");
    print_list(text, &node->list, package, "; ");
    esc_text_add(text, " }");
    if (node->keys.count == 0)
        return;
    esc_text_add(text, " else { ");
    print_list(text, &node->keys, package, "; ");
    esc_text_add(text, " }");
}

static void print_case(struct esc_text *text, const struct esc_ir_node *node,
                       const struct esc_go_package *package)
{
    esc_text_add(text, node->keys.count > 0 ? "case " : "default");
    print_list(text, &node->keys, package, ", ");
    esc_text_add(text, ": ");
    print_list(text, &node->list, package, "; ");
}

/* Statements inside of a clause, which stand behind its reason. */
static void print_nested(struct esc_text *text, const struct esc_ir_node *node,
                         const struct esc_go_package *package)
{
    switch (node->op) {
    case ESC_IR_BLOCK:
        print_list(text, &node->list, package, "; ");
        break;
    case ESC_IR_IF:
        print_if(text, node, package);
        break;
    case ESC_IR_CASE:
        print_case(text, node, package);
        break;
    case ESC_IR_GO:
    case ESC_IR_DEFER:
        esc_text_add(text, node->op == ESC_IR_GO ? "go " : "defer ");
        if (node->walked)
            esc_text_add(text, "(func literal)()");
        else
            esc_ir_text(text, node->x, package);
        break;
    default:
        print(text, node, package, WEAKEST);
    }
}

void esc_ir_text(struct esc_text *text, const struct esc_ir_node *node,
                 const struct esc_go_package *package)
{
    switch (node->op) {
    case ESC_IR_ASSIGN:
    case ESC_IR_ASSIGN_LIST:
    case ESC_IR_ASSIGN_OK:
    case ESC_IR_ASSIGN_CALL:
        print_assignment(text, node, package);
        break;
    case ESC_IR_ASSIGN_OP:
        print_operation(text, node, package);
        break;
    case ESC_IR_RETURN:
        esc_text_add(text, "return ");
        print_list(text, &node->list, package, ", ");
        break;
    case ESC_IR_FOR:
    case ESC_IR_RANGE:
        esc_text_add(text, "for loop");
        break;
    case ESC_IR_SELECT:
        esc_text_add(text, "select statement");
        break;
    case ESC_IR_SWITCH:
    case ESC_IR_TYPE_SWITCH:
        esc_text_add(text, "switch statement");
        break;
    default:
        print_nested(text, node, package);
    }
}
