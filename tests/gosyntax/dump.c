/*
 * Prints the tree of each file, a line a node: FILE:LINE:COLUMN KIND DETAIL < the node above it, so
 * that the sorted lines tell the whole tree but for the order of equal things. compare.sh holds
 * them against what dump.go says of the compiler's own tree.
 *   dump FILE...     1: one of them is no Go file
 */
#include "base/text.h"
#include "gosyntax/parse.h"

#include <stdlib.h>

struct place {
    const char *file;
    const struct esc_go_node *parent;
};

static const char *detail(const struct esc_go_node *node)
{
    static const char *const directions[] = {"both", "send", "receive"};
    static const char *const branches[] = {"break", "continue", "fallthrough", "goto"};
    switch (node->kind) {
    case ESC_NODE_NAME:
        return node->name;
    case ESC_NODE_LITERAL:
        return node->literal.text;
    case ESC_NODE_UNARY:
        return esc_go_operator_text(node->unary.op);
    case ESC_NODE_BINARY:
        return esc_go_operator_text(node->binary.op);
    case ESC_NODE_CHAN_TYPE:
        return directions[node->chan_type.direction];
    case ESC_NODE_BRANCH:
        return branches[node->branch.what];
    case ESC_NODE_CALL:
        return node->call.has_dots ? "..." : "";
    case ESC_NODE_ASSIGN:
        return node->assign.defines ? ":" : esc_go_operator_text(node->assign.op);
    case ESC_NODE_RANGE:
        return node->range.defines ? ":" : "";
    case ESC_NODE_TYPE:
        return node->type_decl.is_alias ? "=" : "";
    default:
        return "";
    }
}

static void print_text(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '\n')
            fputs("\\n", stdout);
        else
            putchar(*text);
}

static void print_node(void *context, struct esc_go_node *node)
{
    const struct place *place = context;
    const struct esc_go_node *parent = place->parent;
    printf("%s:%u:%u %s ", place->file, node->at.line, node->at.column, esc_node_word(node->kind));
    print_text(detail(node));
    if (node->kind == ESC_NODE_BRANCH && node->branch.target != NULL)
        printf(" > %u:%u", node->branch.target->at.line, node->branch.target->at.column);
    if (parent != NULL)
        printf(" < %u:%u %s", parent->at.line, parent->at.column, esc_node_word(parent->kind));
    putchar('\n');
    struct place below = {place->file, node};
    esc_go_children(node, print_node, &below);
}

static bool dump(const char *path)
{
    struct esc_text text = {0};
    struct esc_error error = {0};
    struct esc_syntax syntax = {0};
    const struct esc_go_file *file = NULL;
    if (esc_text_read(&text, path, &error))
        file = esc_syntax_parse(&syntax, path, text.bytes != NULL ? text.bytes : "", text.length,
                                &error);
    if (file == NULL)
        esc_error_print(&error, stderr);
    struct place place = {.file = path};
    if (file != NULL) {
        print_node(&place, file->package);
        for (size_t k = 0; k < file->declarations.count; k++)
            print_node(&place, file->declarations.list[k]);
    }
    esc_syntax_free(&syntax);
    esc_text_free(&text);
    esc_error_free(&error);
    return file != NULL;
}

int main(int argc, char **argv)
{
    int code = 0;
    for (int k = 1; k < argc; k++)
        if (!dump(argv[k]))
            code = 1;
    return code;
}
