/*
 * A file from its package clause to its last declaration. See parse.h.
 */
#include "gosyntax/parse.h"

#include "gosyntax/parser.h"

#include <stdlib.h>
#include <string.h>

static struct esc_go_node *body(struct esc_parser *parser)
{
    struct esc_go_node *block = esc_parse_block(parser, "{");
    esc_check_branches(parser, block);
    return block;
}

/* A { at the beginning of a line, behind a function's signature. */
static void refuse_declaration(struct esc_parser *parser, const struct esc_go_node *before)
{
    if (esc_parser_token(parser) == ESC_TOKEN_LEFT_BRACE && before != NULL &&
        before->kind == ESC_NODE_FUNC && before->func.body == NULL)
        esc_parser_refuse(parser, esc_parser_place(parser),
                          "unexpected newline before {: a body begins in its function's line");
    else
        esc_parser_unexpected(parser, "a declaration: statements stand in functions");
}

static struct esc_go_node *newest(const struct esc_parser *parser)
{
    return parser->gathered_count > 0 ? parser->gathered[parser->gathered_count - 1] : NULL;
}

/* One keyword and what it declares; imports come first. */
static void declaration(struct esc_parser *parser, bool *imports)
{
    const enum esc_token keyword = esc_parser_token(parser);
    if (keyword == ESC_TOKEN_IMPORT && !*imports)
        esc_parser_refuse(parser, esc_parser_place(parser), "imports stand before all else");
    *imports = keyword == ESC_TOKEN_IMPORT;
    switch (keyword) {
    case ESC_TOKEN_IMPORT:
    case ESC_TOKEN_CONST:
    case ESC_TOKEN_TYPE:
    case ESC_TOKEN_VAR:
        esc_parser_next(parser);
        esc_parse_declarations(parser, keyword);
        break;
    case ESC_TOKEN_FUNC:
        esc_parser_next(parser);
        esc_parser_gather(parser, esc_parse_function(parser));
        break;
    default:
        refuse_declaration(parser, newest(parser));
    }
    esc_parser_pragmas(parser, 0);
    if (esc_parser_token(parser) != ESC_TOKEN_END && !esc_parser_got(parser, ESC_TOKEN_SEMICOLON))
        esc_parser_unexpected(parser, "semicolon or newline after a declaration");
}

static void read_file(struct esc_parser *parser, struct esc_go_file *file)
{
    file->at = esc_parser_place(parser);
    if (!esc_parser_got(parser, ESC_TOKEN_PACKAGE))
        esc_parser_unexpected(parser, "package: a file begins with its package");
    esc_parser_pragmas(parser, ESC_PRAGMA_BUILD);
    file->package = esc_parser_name(parser);
    esc_parser_want(parser, ESC_TOKEN_SEMICOLON);
    const size_t begin = esc_parser_begin(parser);
    bool imports = true;
    while (esc_parser_token(parser) != ESC_TOKEN_END)
        declaration(parser, &imports);
    esc_parser_pragmas(parser, 0);
    file->declarations = esc_parser_end(parser, begin, NULL);
    file->lines = parser->scanner.line;
}

static void keep_directives(struct esc_parser *parser, struct esc_go_file *file)
{
    const struct esc_scanner *scanner = &parser->scanner;
    file->directive_count = scanner->directive_count;
    if (file->directive_count == 0)
        return;
    file->directives =
        esc_arena_take(&parser->syntax->arena, file->directive_count, sizeof *file->directives);
    memcpy(file->directives, scanner->directives, file->directive_count * sizeof *file->directives);
}

struct esc_go_file *esc_syntax_parse(struct esc_syntax *syntax, const char *path, const char *bytes,
                                     size_t length, struct esc_error *error)
{
    struct esc_parser parser = {
        .scanner = {.path = path,
                    .bytes = length > 0 ? bytes : "",
                    .length = length,
                    .error = error,
                    .arena = &syntax->arena},
        .syntax = syntax,
        .expression = esc_parse_expression,
        .body = body,
    };
    struct esc_go_file *file = esc_arena_take(&syntax->arena, 1, sizeof *file);
    file->path = esc_intern(&syntax->texts, path, strlen(path));
    esc_scanner_begin(&parser.scanner);
    read_file(&parser, file);
    keep_directives(&parser, file);
    free(parser.gathered);
    free(parser.scanner.directives);
    return parser.scanner.failed ? NULL : file;
}
