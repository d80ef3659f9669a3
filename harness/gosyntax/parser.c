/*
 * Tokens taken, nodes made, lists gathered. See parser.h.
 */
#include "gosyntax/parser.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- the next token ---- */

enum esc_token esc_parser_token(const struct esc_parser *parser)
{
    return parser->scanner.token;
}

struct esc_go_place esc_parser_place(const struct esc_parser *parser)
{
    return parser->scanner.place;
}

bool esc_parser_at(const struct esc_parser *parser, enum esc_go_operator op)
{
    return parser->scanner.op == op &&
           (parser->scanner.token == ESC_TOKEN_OPERATOR || parser->scanner.token == ESC_TOKEN_STAR);
}

void esc_parser_next(struct esc_parser *parser)
{
    esc_scanner_next(&parser->scanner);
}

bool esc_parser_got(struct esc_parser *parser, enum esc_token token)
{
    if (parser->scanner.token != token || parser->scanner.failed)
        return false;
    esc_parser_next(parser);
    return true;
}

void esc_parser_want(struct esc_parser *parser, enum esc_token token)
{
    if (!esc_parser_got(parser, token))
        esc_parser_unexpected(parser, esc_token_word(token));
}

void esc_parser_unexpected(struct esc_parser *parser, const char *wanted)
{
    char found[100];
    esc_scanner_describe(&parser->scanner, found, sizeof found);
    esc_scanner_fail(&parser->scanner, parser->scanner.place,
                     "syntax error: unexpected %s, expected %s", found, wanted);
}

void esc_parser_refuse(struct esc_parser *parser, struct esc_go_place place, const char *reason)
{
    esc_scanner_fail(&parser->scanner, place, "syntax error: %s", reason);
}

static void refuse_depth(struct esc_parser *parser, struct esc_go_place place)
{
    esc_scanner_fail(&parser->scanner, place,
                     "nests deeper than %d levels, which is the limit here", ESC_SYNTAX_HEIGHT);
}

bool esc_parser_down(struct esc_parser *parser)
{
    if (++parser->depth <= ESC_SYNTAX_HEIGHT)
        return true;
    refuse_depth(parser, parser->scanner.place);
    return false;
}

void esc_parser_up(struct esc_parser *parser)
{
    parser->depth--;
}

unsigned esc_parser_pragmas(struct esc_parser *parser, unsigned allowed)
{
    const unsigned found = parser->scanner.pragmas;
    const struct esc_go_place *first = NULL;
    parser->scanner.pragmas = 0;
    for (unsigned bit = 0; bit < ESC_PRAGMA_BITS; bit++) {
        const struct esc_go_place *place = &parser->scanner.pragma_places[bit];
        if ((found & ~allowed & 1U << bit) != 0 && (first == NULL || place->line < first->line))
            first = place;
    }
    if (first != NULL)
        esc_scanner_fail(&parser->scanner, *first,
                         "a compiler directive (//go:…) before what does not take it");
    return found & allowed;
}

/* ---- nodes ---- */

struct esc_go_node *esc_parser_node(struct esc_parser *parser, enum esc_node_kind kind,
                                    struct esc_go_place at)
{
    struct esc_go_node *node = esc_arena_take(&parser->syntax->arena, 1, sizeof *node);
    node->kind = kind;
    node->id = parser->syntax->node_count++;
    node->at = at;
    node->height = 1;
    return node;
}

struct esc_go_node *esc_parser_nothing(struct esc_parser *parser)
{
    return esc_parser_node(parser, ESC_NODE_NONE, parser->scanner.place);
}

static const char *const no_guard = "x.(type) stands in the head of a switch only";

/* x.(type) as a part of anything but a switch; an expression statement holds it until its switch
 * takes it out. */
static bool is_stray_guard(const struct esc_go_node *parent, const struct esc_go_node *child)
{
    if (child->kind == ESC_NODE_EXPRESSION)
        return child->inner->kind == ESC_NODE_TYPE_GUARD;
    return child->kind == ESC_NODE_TYPE_GUARD && parent->kind != ESC_NODE_SWITCH &&
           parent->kind != ESC_NODE_EXPRESSION;
}

struct esc_go_node *esc_parser_adopt(struct esc_parser *parser, struct esc_go_node *parent,
                                     struct esc_go_node *child)
{
    if (child == NULL)
        return NULL;
    if (parent->height <= child->height)
        parent->height = child->height + 1;
    if (parent->height > ESC_SYNTAX_HEIGHT)
        refuse_depth(parser, parent->at);
    if (is_stray_guard(parent, child))
        esc_parser_refuse(parser, child->at, no_guard);
    return child;
}

struct esc_go_node *esc_parser_make_name(struct esc_parser *parser, struct esc_go_place at,
                                         const char *text, size_t length)
{
    struct esc_go_node *name = esc_parser_node(parser, ESC_NODE_NAME, at);
    name->name = esc_intern(&parser->syntax->texts, text, length);
    return name;
}

struct esc_go_node *esc_parser_name(struct esc_parser *parser)
{
    const struct esc_scanner *scanner = &parser->scanner;
    if (scanner->token != ESC_TOKEN_NAME) {
        esc_parser_unexpected(parser, "name");
        return esc_parser_make_name(parser, scanner->place, "_", 1);
    }
    struct esc_go_node *name =
        esc_parser_make_name(parser, scanner->place, scanner->text, scanner->text_length);
    esc_parser_next(parser);
    return name;
}

struct esc_go_node *esc_parser_literal(struct esc_parser *parser)
{
    const struct esc_scanner *scanner = &parser->scanner;
    if (scanner->token != ESC_TOKEN_LITERAL)
        return NULL;
    struct esc_go_node *literal = esc_parser_node(parser, ESC_NODE_LITERAL, scanner->place);
    literal->literal.text = esc_intern(&parser->syntax->texts, scanner->text, scanner->text_length);
    literal->literal.kind = scanner->literal;
    esc_parser_next(parser);
    return literal;
}

/* ---- lists ---- */

size_t esc_parser_begin(const struct esc_parser *parser)
{
    return parser->gathered_count;
}

void esc_parser_gather(struct esc_parser *parser, struct esc_go_node *node)
{
    if (parser->gathered_count == parser->gathered_size) {
        parser->gathered_size = parser->gathered_size > 0 ? parser->gathered_size * 2 : 64;
        parser->gathered =
            esc_resize(parser->gathered, parser->gathered_size, sizeof(struct esc_go_node *));
    }
    parser->gathered[parser->gathered_count++] = node;
}

void esc_parser_adopt_all(struct esc_parser *parser, struct esc_go_node *parent,
                          const struct esc_go_nodes *nodes)
{
    for (size_t k = 0; k < nodes->count; k++)
        esc_parser_adopt(parser, parent, nodes->list[k]);
}

struct esc_go_nodes esc_parser_end(struct esc_parser *parser, size_t begin,
                                   struct esc_go_node *parent)
{
    struct esc_go_nodes nodes = {.count = parser->gathered_count - begin};
    parser->gathered_count = begin;
    if (nodes.count == 0)
        return nodes;
    nodes.list = esc_arena_take(&parser->syntax->arena, nodes.count, sizeof(struct esc_go_node *));
    memcpy(nodes.list, parser->gathered + begin, nodes.count * sizeof(struct esc_go_node *));
    if (parent != NULL)
        esc_parser_adopt_all(parser, parent, &nodes);
    return nodes;
}

bool esc_parser_goes_on(struct esc_parser *parser, enum esc_token separator, enum esc_token close)
{
    const enum esc_token token = esc_parser_token(parser);
    if (token != separator && token != close) {
        char wanted[60];
        snprintf(wanted, sizeof wanted, "%s or %s", esc_token_word(separator),
                 esc_token_word(close));
        esc_parser_unexpected(parser, wanted);
        return false;
    }
    esc_parser_got(parser, separator);
    return esc_parser_token(parser) != close && esc_parser_token(parser) != ESC_TOKEN_END;
}
