/*
 * Looking things up in the tree of a case file. See node.h for the contracts.
 */
#include "load/node.h"

#include <string.h>

const struct esc_node *esc_node_get(const struct esc_node *node, const char *key)
{
    if (node == NULL || node->kind != ESC_KIND_TABLE)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (strcmp(node->entries[i].key, key) == 0)
            return &node->entries[i].value;
    return NULL;
}

const char *esc_node_text(const struct esc_node *node, const char *key)
{
    const struct esc_node *value = esc_node_get(node, key);
    return value != NULL && value->kind == ESC_KIND_TEXT ? value->text : NULL;
}

bool esc_node_is_list(const struct esc_node *node)
{
    if (node == NULL || node->kind != ESC_KIND_TABLE)
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (node->entries[i].index != (int64_t)i + 1)
            return false;
    return true;
}

const char *esc_node_words(const struct esc_node *node)
{
    static const char *const words[] = {
        [ESC_KIND_NIL] = "nothing",       [ESC_KIND_BOOLEAN] = "true or false",
        [ESC_KIND_NUMBER] = "a number",   [ESC_KIND_TEXT] = "a text",
        [ESC_KIND_TABLE] = "a table",     [ESC_KIND_FUNCTION] = "a function",
        [ESC_KIND_FAULT] = "a Lua error",
    };
    return words[node->kind];
}
