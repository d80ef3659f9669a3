/*
 * libFuzzer target: Go source and its tree, walked once. What is no Go file is told by one message.
 */
#include "base/memory.h"
#include "gosyntax/parse.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct esc_syntax *walked;

static void check(void *context, struct esc_go_node *node)
{
    const struct esc_go_node *above = context;
    if (node->height >= above->height || node->height > ESC_SYNTAX_HEIGHT ||
        node->id >= walked->node_count || node->kind == ESC_NODE_NONE || node->at.line == 0 ||
        esc_go_start(node).line > node->at.line)
        abort();
    esc_go_children(node, check, node);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct esc_syntax syntax = {0};
    struct esc_error error = {0};
    struct esc_go_node root = {.height = ESC_SYNTAX_HEIGHT + 1};
    const struct esc_go_file *file =
        esc_syntax_parse(&syntax, "x.go", (const char *)data, size, &error);
    if (error.count != (file == NULL))
        abort();
    walked = &syntax;
    for (size_t k = 0; file != NULL && k < file->declarations.count; k++)
        check(&root, file->declarations.list[k]);
    if (file == NULL) {
        char *bytes = NULL;
        size_t length = 0;
        FILE *out = esc_memory_stream(&bytes, &length);
        esc_error_print(&error, out);
        fclose(out);
        free(bytes);
    }
    esc_error_free(&error);
    esc_syntax_free(&syntax);
    return 0;
}
