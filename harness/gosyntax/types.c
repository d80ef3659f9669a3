/*
 * Types, signatures, fields, and lists of parameters. See parser.h. Sources: Go specification,
 * "Types", "Function types", "Type parameter declarations"; the places are those of the compiler.
 */
#include "gosyntax/parser.h"

static struct esc_go_node *expression(struct esc_parser *parser)
{
    parser->nesting++;
    struct esc_go_node *node = parser->expression(parser);
    parser->nesting--;
    return node;
}

static struct esc_go_node *unary(struct esc_parser *parser, struct esc_go_place at,
                                 enum esc_go_operator op, struct esc_go_node *operand)
{
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_UNARY, at);
    node->unary.op = op;
    node->unary.operand = esc_parser_adopt(parser, node, operand);
    return node;
}

/* ---- names of types ---- */

bool esc_parse_type_list(struct esc_parser *parser, bool types, struct esc_go_node *parent,
                         struct esc_go_nodes *list)
{
    const size_t begin = esc_parser_begin(parser);
    bool comma = false;
    parser->nesting++;
    esc_parser_gather(parser, types ? esc_parse_type(parser) : parser->expression(parser));
    while (esc_parser_got(parser, ESC_TOKEN_COMMA)) {
        comma = true;
        struct esc_go_node *type = esc_parse_type_if_any(parser);
        if (type == NULL)
            break;
        esc_parser_gather(parser, type);
    }
    parser->nesting--;
    *list = esc_parser_end(parser, begin, parent);
    return comma;
}

/* T[A, B] behind T. */
static struct esc_go_node *instance(struct esc_parser *parser, struct esc_go_node *type)
{
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_INDEX, esc_parser_place(parser));
    esc_parser_want(parser, ESC_TOKEN_LEFT_BRACKET);
    node->index.operand = esc_parser_adopt(parser, node, type);
    if (esc_parser_token(parser) == ESC_TOKEN_RIGHT_BRACKET)
        esc_parser_unexpected(parser, "type argument");
    esc_parse_type_list(parser, true, node, &node->index.indices);
    esc_parser_want(parser, ESC_TOKEN_RIGHT_BRACKET);
    return node;
}

/* T, p.T, T[A]; `name`: T, where it was taken already. */
static struct esc_go_node *type_name(struct esc_parser *parser, struct esc_go_node *name)
{
    struct esc_go_node *type = name != NULL ? name : esc_parser_name(parser);
    if (esc_parser_token(parser) == ESC_TOKEN_DOT) {
        struct esc_go_node *node =
            esc_parser_node(parser, ESC_NODE_SELECTOR, esc_parser_place(parser));
        esc_parser_next(parser);
        node->selector.operand = esc_parser_adopt(parser, node, type);
        node->selector.name = esc_parser_adopt(parser, node, esc_parser_name(parser));
        type = node;
    }
    return esc_parser_token(parser) == ESC_TOKEN_LEFT_BRACKET ? instance(parser, type) : type;
}

/* ---- arrays, slices, channels, maps ---- */

struct esc_go_node *esc_parse_slice_type(struct esc_parser *parser, struct esc_go_place place)
{
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_SLICE_TYPE, place);
    node->element = esc_parser_adopt(parser, node, esc_parse_type(parser));
    return node;
}

struct esc_go_node *esc_parse_array_type(struct esc_parser *parser, struct esc_go_place place,
                                         struct esc_go_node *length)
{
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_ARRAY_TYPE, place);
    if (length == NULL && !esc_parser_got(parser, ESC_TOKEN_DOTS))
        length = expression(parser);
    node->array_type.length = esc_parser_adopt(parser, node, length);
    esc_parser_want(parser, ESC_TOKEN_RIGHT_BRACKET);
    node->array_type.element = esc_parser_adopt(parser, node, esc_parse_type(parser));
    return node;
}

/* Behind a name, from [ on: [n]T, []T, or the type arguments of the name, as an INDEX whose operand
 * the caller puts in. */
static struct esc_go_node *array_or_arguments(struct esc_parser *parser)
{
    const struct esc_go_place place = esc_parser_place(parser);
    esc_parser_want(parser, ESC_TOKEN_LEFT_BRACKET);
    if (esc_parser_got(parser, ESC_TOKEN_RIGHT_BRACKET))
        return esc_parse_slice_type(parser, place);
    struct esc_go_nodes list = {0};
    const bool comma = esc_parse_type_list(parser, false, NULL, &list);
    esc_parser_want(parser, ESC_TOKEN_RIGHT_BRACKET);
    struct esc_go_node *element = comma ? NULL : esc_parse_type_if_any(parser);
    struct esc_go_node *node =
        esc_parser_node(parser, element != NULL ? ESC_NODE_ARRAY_TYPE : ESC_NODE_INDEX, place);
    esc_parser_adopt_all(parser, node, &list);
    if (element == NULL) {
        node->index.indices = list;
    } else {
        node->array_type.length = list.list[0];
        node->array_type.element = esc_parser_adopt(parser, node, element);
    }
    return node;
}

static struct esc_go_node *channel(struct esc_parser *parser)
{
    struct esc_go_node *node =
        esc_parser_node(parser, ESC_NODE_CHAN_TYPE, esc_parser_place(parser));
    if (esc_parser_got(parser, ESC_TOKEN_ARROW)) {
        node->chan_type.direction = ESC_GO_RECEIVE_ONLY;
        esc_parser_want(parser, ESC_TOKEN_CHAN);
    } else {
        esc_parser_next(parser);
        if (esc_parser_got(parser, ESC_TOKEN_ARROW))
            node->chan_type.direction = ESC_GO_SEND_ONLY;
    }
    node->chan_type.element = esc_parser_adopt(parser, node, esc_parse_type(parser));
    return node;
}

static struct esc_go_node *map(struct esc_parser *parser)
{
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_MAP_TYPE, esc_parser_place(parser));
    esc_parser_next(parser);
    esc_parser_want(parser, ESC_TOKEN_LEFT_BRACKET);
    node->map_type.key = esc_parser_adopt(parser, node, esc_parse_type(parser));
    esc_parser_want(parser, ESC_TOKEN_RIGHT_BRACKET);
    node->map_type.value = esc_parser_adopt(parser, node, esc_parse_type(parser));
    return node;
}

/* ---- structs ---- */

static void gather_field(struct esc_parser *parser, struct esc_go_place at,
                         struct esc_go_node *name, struct esc_go_node *type,
                         struct esc_go_node *tag)
{
    struct esc_go_node *field = esc_parser_node(parser, ESC_NODE_FIELD, at);
    field->field.name = esc_parser_adopt(parser, field, name);
    field->field.type = esc_parser_adopt(parser, field, type);
    field->field.tag = esc_parser_adopt(parser, field, tag);
    esc_parser_gather(parser, field);
}

static void gather_embedded(struct esc_parser *parser, struct esc_go_place at,
                            struct esc_go_node *type)
{
    gather_field(parser, at, NULL, type, esc_parser_literal(parser));
}

/* a, b T behind a. */
static void gather_named(struct esc_parser *parser, struct esc_go_node *first)
{
    const size_t begin = esc_parser_begin(parser);
    esc_parser_gather(parser, first);
    while (esc_parser_got(parser, ESC_TOKEN_COMMA))
        esc_parser_gather(parser, esc_parser_name(parser));
    const struct esc_go_nodes names = esc_parser_end(parser, begin, NULL);
    struct esc_go_node *type;
    if (names.count == 1 && esc_parser_token(parser) == ESC_TOKEN_LEFT_BRACKET) {
        type = array_or_arguments(parser);
        if (type->kind == ESC_NODE_INDEX) {
            type->index.operand = esc_parser_adopt(parser, type, first);
            gather_embedded(parser, first->at, type);
            return;
        }
    } else {
        type = esc_parse_type(parser);
    }
    struct esc_go_node *tag = esc_parser_literal(parser);
    for (size_t k = 0; k < names.count; k++)
        gather_field(parser, names.list[k]->at, names.list[k], type, tag);
}

static void gather_fields(struct esc_parser *parser)
{
    const struct esc_go_place at = esc_parser_place(parser);
    if (esc_parser_got(parser, ESC_TOKEN_STAR)) {
        if (esc_parser_token(parser) == ESC_TOKEN_LEFT_PAREN)
            esc_parser_refuse(parser, esc_parser_place(parser),
                              "an embedded type stands without parentheses");
        gather_embedded(parser, at, unary(parser, at, ESC_GO_MUL, type_name(parser, NULL)));
        return;
    }
    if (esc_parser_token(parser) != ESC_TOKEN_NAME) {
        if (esc_parser_token(parser) == ESC_TOKEN_LEFT_PAREN)
            esc_parser_refuse(parser, at, "an embedded type stands without parentheses");
        esc_parser_unexpected(parser, "a field's name or an embedded type");
        return;
    }
    struct esc_go_node *name = esc_parser_name(parser);
    const enum esc_token token = esc_parser_token(parser);
    if (token == ESC_TOKEN_DOT || token == ESC_TOKEN_LITERAL || token == ESC_TOKEN_SEMICOLON ||
        token == ESC_TOKEN_RIGHT_BRACE)
        gather_embedded(parser, at, type_name(parser, name));
    else
        gather_named(parser, name);
}

/* { … ; … } behind the keyword: what `gather` gathers between. */
static struct esc_go_nodes members(struct esc_parser *parser, struct esc_go_node *node,
                                   void (*gather)(struct esc_parser *))
{
    esc_parser_next(parser);
    esc_parser_want(parser, ESC_TOKEN_LEFT_BRACE);
    const size_t begin = esc_parser_begin(parser);
    if (esc_parser_token(parser) != ESC_TOKEN_RIGHT_BRACE)
        do
            gather(parser);
        while (esc_parser_goes_on(parser, ESC_TOKEN_SEMICOLON, ESC_TOKEN_RIGHT_BRACE));
    esc_parser_want(parser, ESC_TOKEN_RIGHT_BRACE);
    return esc_parser_end(parser, begin, node);
}

/* ---- interfaces ---- */

static struct esc_go_node *term(struct esc_parser *parser)
{
    const struct esc_go_place at = esc_parser_place(parser);
    if (esc_parser_at(parser, ESC_GO_TILDE)) {
        esc_parser_next(parser);
        return unary(parser, at, ESC_GO_TILDE, esc_parse_type(parser));
    }
    struct esc_go_node *type = esc_parse_type_if_any(parser);
    if (type != NULL)
        return type;
    esc_parser_unexpected(parser, "~ or a type");
    return esc_parser_nothing(parser);
}

/* T | ~U | … behind T. */
static struct esc_go_node *terms(struct esc_parser *parser, struct esc_go_node *first)
{
    while (esc_parser_at(parser, ESC_GO_OR)) {
        struct esc_go_node *node =
            esc_parser_node(parser, ESC_NODE_BINARY, esc_parser_place(parser));
        esc_parser_next(parser);
        node->binary.op = ESC_GO_OR;
        node->binary.left = esc_parser_adopt(parser, node, first);
        node->binary.right = esc_parser_adopt(parser, node, term(parser));
        first = node;
    }
    return first;
}

/* Behind a name and [: type arguments, unless it is a method with type parameters. */
static struct esc_go_node *embedded_instance(struct esc_parser *parser, struct esc_go_node *name,
                                             struct esc_go_place bracket)
{
    static const struct esc_parameters what = {.close = ESC_TOKEN_RIGHT_BRACKET};
    if (esc_parser_token(parser) == ESC_TOKEN_RIGHT_BRACKET) {
        esc_parser_refuse(parser, esc_parser_place(parser), "nothing between [ and ]");
        return name;
    }
    const struct esc_go_nodes list = esc_parse_parameters(parser, NULL, NULL, &what);
    if (list.count > 0 && list.list[0]->field.name != NULL)
        esc_parser_refuse(parser, bracket, "a method of an interface has no type parameters");
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_INDEX, bracket);
    node->index.operand = esc_parser_adopt(parser, node, name);
    const size_t begin = esc_parser_begin(parser);
    for (size_t k = 0; k < list.count; k++)
        esc_parser_gather(parser, list.list[k]->field.type);
    node->index.indices = esc_parser_end(parser, begin, node);
    return node;
}

static void gather_member(struct esc_parser *parser)
{
    struct esc_go_node *field = esc_parser_node(parser, ESC_NODE_FIELD, esc_parser_place(parser));
    struct esc_go_node *type;
    if (esc_parser_token(parser) == ESC_TOKEN_NAME) {
        struct esc_go_node *name = esc_parser_name(parser);
        const struct esc_go_place place = esc_parser_place(parser);
        if (esc_parser_token(parser) == ESC_TOKEN_LEFT_PAREN) {
            field->field.name = esc_parser_adopt(parser, field, name);
            type = esc_parse_signature(parser, NULL, "a method of an interface");
            field->field.type = esc_parser_adopt(parser, field, type);
            esc_parser_gather(parser, field);
            return;
        }
        type = esc_parser_got(parser, ESC_TOKEN_LEFT_BRACKET)
                   ? embedded_instance(parser, name, place)
                   : type_name(parser, name);
    } else {
        type = term(parser);
    }
    field->field.type = esc_parser_adopt(parser, field, terms(parser, type));
    esc_parser_gather(parser, field);
}

/* ---- parameters ---- */

/* Behind a name, what tells that the name is a type, or the type of a parameter of this name. */
static void name_or_type(struct esc_parser *parser, struct esc_go_node *field,
                         struct esc_go_node *name, bool terms_fit)
{
    struct esc_go_node *type = NULL;
    if (esc_parser_token(parser) == ESC_TOKEN_LEFT_BRACKET) {
        type = array_or_arguments(parser);
        if (type->kind == ESC_NODE_INDEX)
            type->index.operand = esc_parser_adopt(parser, type, name);
        else
            field->field.name = name;
    } else if (esc_parser_token(parser) == ESC_TOKEN_DOT) {
        type = type_name(parser, name);
    } else if (terms_fit && esc_parser_at(parser, ESC_GO_OR)) {
        type = name;
    } else {
        field->field.name = name;
        return;
    }
    field->field.type = terms_fit ? terms(parser, type) : type;
}

static struct esc_go_node *dots(struct esc_parser *parser)
{
    struct esc_go_node *node =
        esc_parser_node(parser, ESC_NODE_DOTS_TYPE, esc_parser_place(parser));
    esc_parser_next(parser);
    node->element = esc_parser_adopt(parser, node, esc_parse_type_if_any(parser));
    if (node->element == NULL)
        esc_parser_refuse(parser, esc_parser_place(parser), "no type behind ...");
    return node;
}

/* A field with a name, a type, or both; `name`: its first token where it was taken already. */
static struct esc_go_node *parameter(struct esc_parser *parser, struct esc_go_node *name,
                                     const struct esc_parameters *what)
{
    const bool terms_fit = what->close == ESC_TOKEN_RIGHT_BRACKET;
    struct esc_go_node *field =
        esc_parser_node(parser, ESC_NODE_FIELD, name != NULL ? name->at : esc_parser_place(parser));
    if (name == NULL && esc_parser_token(parser) == ESC_TOKEN_NAME)
        name = esc_parser_name(parser);
    if (name != NULL)
        name_or_type(parser, field, name, terms_fit);
    if (field->field.type != NULL)
        return field;
    if (esc_parser_token(parser) == ESC_TOKEN_DOTS) {
        field->field.type = dots(parser);
        return field;
    }
    struct esc_go_node *type = terms_fit && esc_parser_at(parser, ESC_GO_TILDE)
                                   ? term(parser)
                                   : esc_parse_type_if_any(parser);
    if (type != NULL)
        field->field.type = terms_fit ? terms(parser, type) : type;
    else if (field->field.name == NULL)
        esc_parser_unexpected(parser, esc_token_word(what->close));
    return field;
}

/* In a list without a name that has a type, names alone are types. */
static void all_are_types(const struct esc_go_nodes *list)
{
    for (size_t k = 0; k < list->count; k++) {
        struct esc_go_node *field = list->list[k];
        if (field->field.name != NULL) {
            field->field.type = field->field.name;
            field->field.name = NULL;
        }
    }
}

/* a, b T: a name without a type has the next one's. Refuses what is left without. */
static void hand_types_back(struct esc_parser *parser, const struct esc_go_nodes *list,
                            const struct esc_parameters *what, struct esc_go_place end)
{
    struct esc_go_place nameless = {0};
    bool typeless = false;
    struct esc_go_node *type = NULL;
    for (size_t k = list->count; k-- > 0;) {
        struct esc_go_node *field = list->list[k];
        if (field->field.type != NULL) {
            type = field->field.type;
            if (field->field.name == NULL)
                nameless = esc_go_start(type);
        } else if (type != NULL) {
            field->field.type = type;
        } else {
            typeless = true;
        }
    }
    if (nameless.line > 0)
        esc_parser_refuse(parser, nameless,
                          what->named ? "a type parameter without a name, or no array's length"
                                      : "a parameter without a name among some with names");
    if (typeless)
        esc_parser_refuse(parser, end,
                          what->named ? "a type parameter without its constraint"
                                      : "a parameter without a type");
}

static void check_dots(struct esc_parser *parser, const struct esc_go_nodes *list,
                       const struct esc_parameters *what)
{
    for (size_t k = 0; k < list->count; k++) {
        const struct esc_go_node *type = list->list[k]->field.type;
        if (type == NULL || type->kind != ESC_NODE_DOTS_TYPE)
            continue;
        if (!what->dots)
            esc_parser_refuse(parser, type->at, "... stands in a function's parameters only");
        else if (k + 1 < list->count)
            esc_parser_refuse(parser, type->at, "... is for the last parameter");
    }
}

static void finish_parameters(struct esc_parser *parser, const struct esc_go_nodes *list,
                              const struct esc_parameters *what, struct esc_go_place end)
{
    size_t complete = 0;
    for (size_t k = 0; k < list->count; k++)
        complete += list->list[k]->field.name != NULL && list->list[k]->field.type != NULL;
    if (complete == 0 && !what->named)
        all_are_types(list);
    else if (complete < list->count)
        hand_types_back(parser, list, what, end);
    check_dots(parser, list, what);
    for (size_t k = 0; k < list->count; k++) {
        struct esc_go_node *field = list->list[k];
        if (field->field.type == NULL)
            field->field.type = esc_parser_nothing(parser);
        esc_parser_adopt(parser, field, field->field.name);
        esc_parser_adopt(parser, field, field->field.type);
    }
}

struct esc_go_nodes esc_parse_parameters(struct esc_parser *parser, struct esc_go_node *name,
                                         struct esc_go_node *type,
                                         const struct esc_parameters *what)
{
    const size_t begin = esc_parser_begin(parser);
    bool more = name != NULL || esc_parser_token(parser) != what->close;
    for (; more; more = esc_parser_goes_on(parser, ESC_TOKEN_COMMA, what->close)) {
        if (type != NULL) {
            struct esc_go_node *first = esc_parser_node(parser, ESC_NODE_FIELD, name->at);
            first->field.name = name;
            first->field.type = type;
            esc_parser_gather(parser, first);
        } else {
            esc_parser_gather(parser, parameter(parser, name, what));
        }
        name = type = NULL;
    }
    const struct esc_go_place end = esc_parser_place(parser);
    esc_parser_want(parser, what->close);
    const struct esc_go_nodes list = esc_parser_end(parser, begin, NULL);
    finish_parameters(parser, &list, what, end);
    return list;
}

/* ---- functions ---- */

static struct esc_go_nodes results(struct esc_parser *parser)
{
    static const struct esc_parameters what = {.close = ESC_TOKEN_RIGHT_PAREN};
    if (esc_parser_got(parser, ESC_TOKEN_LEFT_PAREN))
        return esc_parse_parameters(parser, NULL, NULL, &what);
    const size_t begin = esc_parser_begin(parser);
    const struct esc_go_place at = esc_parser_place(parser);
    struct esc_go_node *type = esc_parse_type_if_any(parser);
    if (type != NULL)
        gather_field(parser, at, NULL, type, NULL);
    return esc_parser_end(parser, begin, NULL);
}

struct esc_go_node *esc_parse_signature(struct esc_parser *parser,
                                        struct esc_go_nodes *type_parameters, const char *refusal)
{
    static const struct esc_parameters types = {.close = ESC_TOKEN_RIGHT_BRACKET, .named = true};
    static const struct esc_parameters values = {.close = ESC_TOKEN_RIGHT_PAREN, .dots = true};
    struct esc_go_node *node =
        esc_parser_node(parser, ESC_NODE_FUNC_TYPE, esc_parser_place(parser));
    if (esc_parser_got(parser, ESC_TOKEN_LEFT_BRACKET)) {
        if (type_parameters == NULL)
            esc_scanner_fail(&parser->scanner, node->at, "syntax error: %s has no type parameters",
                             refusal);
        else if (esc_parser_token(parser) == ESC_TOKEN_RIGHT_BRACKET)
            esc_parser_refuse(parser, esc_parser_place(parser), "nothing between [ and ]");
        else
            *type_parameters = esc_parse_parameters(parser, NULL, NULL, &types);
    }
    esc_parser_want(parser, ESC_TOKEN_LEFT_PAREN);
    node->func_type.parameters = esc_parse_parameters(parser, NULL, NULL, &values);
    node->func_type.results = results(parser);
    esc_parser_adopt_all(parser, node, &node->func_type.parameters);
    esc_parser_adopt_all(parser, node, &node->func_type.results);
    return node;
}

/* ---- types ---- */

static struct esc_go_node *structure(struct esc_parser *parser)
{
    struct esc_go_node *node =
        esc_parser_node(parser, ESC_NODE_STRUCT_TYPE, esc_parser_place(parser));
    node->struct_type.fields = members(parser, node, gather_fields);
    return node;
}

static struct esc_go_node *interface(struct esc_parser *parser)
{
    struct esc_go_node *node =
        esc_parser_node(parser, ESC_NODE_INTERFACE_TYPE, esc_parser_place(parser));
    node->interface_type.members = members(parser, node, gather_member);
    return node;
}

static struct esc_go_node *type_here(struct esc_parser *parser)
{
    const struct esc_go_place at = esc_parser_place(parser);
    struct esc_go_node *type;
    switch (esc_parser_token(parser)) {
    case ESC_TOKEN_NAME:
        return type_name(parser, NULL);
    case ESC_TOKEN_STAR:
        esc_parser_next(parser);
        return unary(parser, at, ESC_GO_MUL, esc_parse_type(parser));
    case ESC_TOKEN_LEFT_BRACKET:
        esc_parser_next(parser);
        return esc_parser_got(parser, ESC_TOKEN_RIGHT_BRACKET)
                   ? esc_parse_slice_type(parser, at)
                   : esc_parse_array_type(parser, at, NULL);
    case ESC_TOKEN_FUNC:
        esc_parser_next(parser);
        return esc_parse_signature(parser, NULL, "a function type");
    case ESC_TOKEN_ARROW:
    case ESC_TOKEN_CHAN:
        return channel(parser);
    case ESC_TOKEN_MAP:
        return map(parser);
    case ESC_TOKEN_STRUCT:
        return structure(parser);
    case ESC_TOKEN_INTERFACE:
        return interface(parser);
    case ESC_TOKEN_LEFT_PAREN:
        esc_parser_next(parser);
        type = esc_parse_type(parser);
        esc_parser_want(parser, ESC_TOKEN_RIGHT_PAREN);
        return type;
    default:
        return NULL;
    }
}

struct esc_go_node *esc_parse_type_if_any(struct esc_parser *parser)
{
    struct esc_go_node *type =
        esc_parser_down(parser) ? type_here(parser) : esc_parser_nothing(parser);
    esc_parser_up(parser);
    return type;
}

struct esc_go_node *esc_parse_type(struct esc_parser *parser)
{
    struct esc_go_node *type = esc_parse_type_if_any(parser);
    if (type != NULL)
        return type;
    esc_parser_unexpected(parser, "type");
    return esc_parser_nothing(parser);
}
