/*
 * What a program keeps while it makes garbage: a binary tree of 64-byte nodes, two pointers each,
 * that nobody touches but the collector. No part of Go's runtime; the cases about the collector's
 * pace have the same tree in their Go, allocated in the same order.
 */
#ifndef GORT_TREE_H
#define GORT_TREE_H

#include "gort/base.h"

typedef struct gort_node {
    struct gort_node *left, *right;
    uint64_t words[6];
} gort_node;
ESC_POINTERS(gort_node, ESC_PTR(gort_node, left) | ESC_PTR(gort_node, right));

static gort_node *gort_live __attribute__((unused)); /* its root: esc_store(&gort_live, …) */

/* A balanced tree of so many nodes, parents allocated before their children, left before right. */
GORT_CALL gort_node *gort_grow(size_t nodes)
{
    if (nodes == 0)
        return NULL;
    size_t half = (nodes - 1) / 2;
    gort_node *top = esc_new(gort_node);
    esc_store(&top->left, gort_grow(half));
    esc_store(&top->right, gort_grow(nodes - 1 - half));
    return top;
}

#endif
