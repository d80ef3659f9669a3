/*
 * Prints what the checker knows of each file's expressions, a line each:
 *   FILE:LINE:COLUMN KIND TYPE [= VALUE]    (where the expression's text begins)
 * compare.sh holds them against what dump.go says of go/types.
 *   dump [-c] FILE...     -c: only whether they are right; 1: one of them is not
 */
#include "base/text.h"
#include "gosyntax/parse.h"
#include "gotypes/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct printing {
    const char *path;
    const struct esc_go_checked *checked;
};

static const char *kind_of(const struct esc_go_node *node)
{
    switch (node->kind) {
    case ESC_NODE_NAME:
        return "name";
    case ESC_NODE_LITERAL:
        return "literal";
    case ESC_NODE_COMPOSITE:
        return "composite";
    case ESC_NODE_FUNC_LITERAL:
        return "func";
    case ESC_NODE_SELECTOR:
        return "selector";
    case ESC_NODE_INDEX:
        return "index";
    case ESC_NODE_SLICE:
        return "slice";
    case ESC_NODE_ASSERT:
        return "assert";
    case ESC_NODE_UNARY:
        return node->unary.op == ESC_GO_MUL ? "star" : "unary";
    case ESC_NODE_BINARY:
        return "binary";
    case ESC_NODE_CALL:
        return "call";
    default:
        return NULL;
    }
}

static void print_line(const struct printing *p, const struct esc_go_node *node, const char *kind,
                       const struct esc_go_type *type, const struct esc_constant *value)
{
    struct esc_text text = {0};
    const struct esc_go_place at = esc_go_start(node);
    esc_text_addf(&text, "%s:%u:%u %s ", p->path, at.line, at.column, kind);
    esc_go_type_text(&text, type, NULL);
    if (value != NULL) {
        esc_text_add(&text, " = ");
        esc_constant_exact(&text, value);
    }
    puts(text.bytes);
    esc_text_free(&text);
}

/* Of names what they stand for, of the others what they are; nil and built-ins say nothing that
 * go/types says in the same words. */
static void print_node(void *context, struct esc_go_node *node)
{
    const struct printing *p = context;
    const struct esc_go_fact *fact = &p->checked->facts[node->id];
    const char *kind = kind_of(node);
    const struct esc_go_object *object = node->kind == ESC_NODE_NAME ? fact->object : NULL;
    if (object != NULL && object->type != NULL && object->kind != ESC_OBJECT_NIL)
        print_line(p, node, object->kind == ESC_OBJECT_TYPE ? "type" : "object", object->type,
                   object->kind == ESC_OBJECT_CONST && object->at.line > 0 ? object->value : NULL);
    if (kind != NULL && fact->type != NULL && fact->mode != ESC_MODE_TYPE &&
        fact->mode != ESC_MODE_BUILTIN && fact->mode != ESC_MODE_NIL && fact->mode != ESC_MODE_NONE)
        print_line(p, node, kind, fact->type, fact->value);
    esc_go_children(node, print_node, context);
}

static void print_file(const struct esc_go_file *file, const struct esc_go_checked *checked)
{
    struct printing p = {file->path, checked};
    for (size_t k = 0; k < file->declarations.count; k++)
        print_node(&p, file->declarations.list[k]);
}

static bool check_file(const char *path, bool quiet)
{
    struct esc_error error = {0};
    struct esc_text source = {0};
    struct esc_syntax syntax = {0};
    struct esc_go_world *world = NULL;
    const struct esc_go_checked *checked = NULL;
    struct esc_go_file *file = NULL;
    if (esc_text_read(&source, path, &error))
        file = esc_syntax_parse(&syntax, path, source.bytes, source.length, &error);
    if (file != NULL) {
        world = esc_go_world_new(&syntax, ESC_GO_1_19);
        checked = esc_go_check(world, &file, 1, "main", NULL, &error);
    }
    if (checked != NULL && !quiet)
        print_file(file, checked);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_go_world_free(world);
    esc_syntax_free(&syntax);
    esc_text_free(&source);
    return checked != NULL;
}

int main(int argc, char **argv)
{
    const bool quiet = argc > 1 && strcmp(argv[1], "-c") == 0;
    bool all = true;
    for (int k = quiet ? 2 : 1; k < argc; k++)
        all = check_file(argv[k], quiet) && all;
    return all ? EXIT_SUCCESS : EXIT_FAILURE;
}
