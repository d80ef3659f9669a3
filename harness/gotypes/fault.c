/*
 * How a check ends early, texts for its messages, and what is noted of nodes. See checker.h.
 */
#include "gotypes/checker.h"
#include "gotypes/size.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Caller frees. */
static char *formatted(const char *format, va_list arguments)
{
    char *text = NULL;
    if (vasprintf(&text, format, arguments) < 0)
        abort();
    return text;
}

/* Frees the text. */
static __attribute__((noreturn)) void fail(struct checker *c, struct esc_go_place at, char *text)
{
    if (c->inherited.line > 0)
        at = c->inherited;
    esc_error_add(c->error, c->path, (int)at.line, "%s", text);
    free(text);
    if (c->wrong != NULL)
        *c->wrong = at;
    longjmp(c->fault, 1);
}

void esc_check_fail(struct checker *c, struct esc_go_place at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = formatted(format, arguments);
    va_end(arguments);
    fail(c, at, text);
}

void esc_check_fail_at(struct checker *c, const struct esc_go_node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = formatted(format, arguments);
    va_end(arguments);
    fail(c, esc_go_start(node), text);
}

void esc_check_descend(struct checker *c, const struct esc_go_node *node)
{
    if (++c->level > ESC_CHECK_LEVELS)
        esc_check_fail(c, node->at, "declarations that need each other are nested too deeply");
}

/* ---- texts ---- */

static const char *kept(struct checker *c, struct esc_text *text)
{
    char *copy = esc_arena_copy(c->arena, text->bytes, text->length);
    esc_text_free(text);
    return copy;
}

const char *esc_check_type_text(struct checker *c, const struct esc_go_type *type)
{
    struct esc_text text = {0};
    esc_go_type_text(&text, type, c->package);
    return kept(c, &text);
}

static void add_node(struct esc_text *text, const struct esc_go_node *node);

static void add_part(struct esc_text *text, const struct esc_go_node *node, const char *behind)
{
    if (node != NULL)
        add_node(text, node);
    esc_text_add(text, behind);
}

static void add_list(struct esc_text *text, const struct esc_go_nodes *nodes)
{
    for (size_t k = 0; k < nodes->count; k++)
        add_part(text, nodes->list[k], k + 1 < nodes->count ? ", " : "");
}

/* As it is written, but what is long: for messages. */
static void add_node(struct esc_text *text, const struct esc_go_node *node)
{
    switch (node->kind) {
    case ESC_NODE_NAME:
        esc_text_add(text, node->name);
        break;
    case ESC_NODE_LITERAL:
        esc_text_add(text, node->literal.text);
        break;
    case ESC_NODE_PAREN:
        esc_text_add(text, "(");
        add_part(text, node->inner, ")");
        break;
    case ESC_NODE_SELECTOR:
        add_part(text, node->selector.operand, ".");
        add_node(text, node->selector.name);
        break;
    case ESC_NODE_INDEX:
        add_part(text, node->index.operand, "[");
        add_list(text, &node->index.indices);
        esc_text_add(text, "]");
        break;
    case ESC_NODE_CALL:
        add_part(text, node->call.callee, "(");
        add_list(text, &node->call.arguments);
        esc_text_add(text, node->call.has_dots ? "...)" : ")");
        break;
    case ESC_NODE_ASSERT:
        add_part(text, node->assertion.operand, ".(");
        add_part(text, node->assertion.type, ")");
        break;
    case ESC_NODE_UNARY:
        esc_text_add(text, esc_go_operator_text(node->unary.op));
        add_node(text, node->unary.operand);
        break;
    case ESC_NODE_BINARY:
        add_part(text, node->binary.left, " ");
        esc_text_addf(text, "%s ", esc_go_operator_text(node->binary.op));
        add_node(text, node->binary.right);
        break;
    case ESC_NODE_COMPOSITE:
        add_part(text, node->composite.type, "{…}");
        break;
    case ESC_NODE_SLICE_TYPE:
        esc_text_add(text, "[]");
        add_node(text, node->element);
        break;
    case ESC_NODE_FUNC_LITERAL:
        esc_text_add(text, "func literal");
        break;
    case ESC_NODE_SLICE:
        add_part(text, node->slice.operand, "[");
        add_part(text, node->slice.low, ":");
        add_part(text, node->slice.high, node->slice.full ? ":" : "");
        add_part(text, node->slice.max, "]");
        break;
    default:
        esc_text_add(text, esc_node_word(node->kind));
        break;
    }
}

const char *esc_check_node_text(struct checker *c, const struct esc_go_node *node)
{
    struct esc_text text = {0};
    add_node(&text, node);
    return kept(c, &text);
}

static const char *const mode_words[] = {
    [ESC_MODE_NONE] = "no value",     [ESC_MODE_NO_VALUE] = "no value",
    [ESC_MODE_BUILTIN] = "built-in",  [ESC_MODE_TYPE] = "type",
    [ESC_MODE_CONSTANT] = "constant", [ESC_MODE_VARIABLE] = "variable",
    [ESC_MODE_VALUE] = "value",       [ESC_MODE_MAP_INDEX] = "map index expression",
    [ESC_MODE_NIL] = "nil",           [ESC_MODE_COMMA_OK] = "comma, ok expression",
    [ESC_MODE_PACKAGE] = "package",
};

const char *esc_check_describe(struct checker *c, const struct operand *x)
{
    struct esc_text text = {0};
    if (esc_check_is_nil(x) && x->type != NULL && esc_go_is_untyped(x->type))
        esc_text_add(&text, "nil");
    else {
        add_node(&text, x->node);
        esc_text_add(&text, " (");
        if (x->type != NULL && x->mode != ESC_MODE_TYPE && esc_go_is_untyped(x->type))
            esc_text_addf(&text, "%s %s", x->type->basic.name, mode_words[x->mode]);
        else {
            esc_text_add(&text, mode_words[x->mode]);
            if (x->mode == ESC_MODE_CONSTANT && x->node->kind != ESC_NODE_LITERAL) {
                esc_text_add(&text, " ");
                esc_constant_exact(&text, x->value);
            }
            if (x->type != NULL && x->mode != ESC_MODE_TYPE)
                esc_text_addf(&text, " of type %s", esc_check_type_text(c, x->type));
        }
        esc_text_add(&text, ")");
    }
    return kept(c, &text);
}

bool esc_check_is_nil(const struct operand *x)
{
    return x->mode == ESC_MODE_NIL;
}

/* ---- notes ---- */

void esc_check_note(struct checker *c, struct esc_go_node *node, const struct operand *x)
{
    struct esc_go_fact *fact = FACT(c, node);
    fact->mode = x->mode;
    fact->type = x->type;
    fact->value = x->mode == ESC_MODE_CONSTANT ? x->value : NULL;
}

void esc_check_note_type(struct checker *c, struct esc_go_node *node,
                         const struct esc_go_type *type)
{
    FACT(c, node)->mode = ESC_MODE_TYPE;
    FACT(c, node)->type = type;
}

void esc_check_postpone(struct checker *c,
                        void (*check)(struct checker *, const struct postponed *),
                        struct esc_go_node *node, const struct esc_go_type *type,
                        struct esc_go_object *object)
{
    struct postponed *it = esc_arena_take(c->arena, 1, sizeof *it);
    *it = (struct postponed){
        .check = check, .node = node, .type = type, .object = object, .path = c->path};
    *c->postponed_end = it;
    c->postponed_end = &it->next;
}

const struct esc_go_type *esc_check_under(struct checker *c, const struct esc_go_type *type,
                                          const struct esc_go_node *node)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    if (under == NULL)
        esc_check_fail_at(c, node, "invalid recursive type %s", esc_check_type_text(c, type));
    return under;
}

/* Whether all that the size hangs on is declared, as deep as arrays and structs go. */
static bool is_complete(const struct esc_go_type *type, unsigned depth);

static bool has_complete_parts(const struct esc_go_type *under, unsigned depth)
{
    if (under->kind == ESC_TYPE_ARRAY)
        return is_complete(under->array.element, depth + 1);
    if (under->kind != ESC_TYPE_STRUCT)
        return true;
    for (size_t k = 0; k < under->record.fields.count; k++)
        if (!is_complete(under->record.fields.list[k]->type, depth + 1))
            return false;
    return under->record.complete;
}

static bool is_complete(const struct esc_go_type *type, unsigned depth)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    if (under == NULL || depth > ESC_SYNTAX_HEIGHT)
        return false;
    if (!under->is_complete)
        ((struct esc_go_type *)under)->is_complete = has_complete_parts(under, depth);
    return under->is_complete;
}

bool esc_check_is_complete(const struct esc_go_type *type)
{
    return is_complete(type, 0);
}

int64_t esc_check_size(struct checker *c, const struct esc_go_type *type,
                       const struct esc_go_node *node)
{
    if (!is_complete(type, 0))
        esc_check_fail_at(c, node, "invalid recursive type %s", esc_check_type_text(c, type));
    const int64_t size = esc_go_size(type);
    if (size > ESC_GO_MAX_WIDTH)
        esc_check_fail_at(c, node, "type %s larger than address space",
                          esc_check_type_text(c, type));
    return size;
}
