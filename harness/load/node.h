/*
 * What a case file returned, as plain data: a tree without Lua in it, on its way from the sandbox
 * to the program's own state. Nodes live in memory shared with the process that ran the file
 * (script.h).
 */
#ifndef ESC_LOAD_NODE_H
#define ESC_LOAD_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum esc_kind {
    ESC_KIND_NIL,
    ESC_KIND_BOOLEAN,
    ESC_KIND_NUMBER,
    ESC_KIND_TEXT,
    ESC_KIND_TABLE,
    ESC_KIND_FUNCTION,
    ESC_KIND_FAULT, /* only among the results of a function: it raised an error */
};

struct esc_entry;

struct esc_node {
    enum esc_kind kind;
    bool flag;                 /* BOOLEAN */
    bool whole;                /* NUMBER: has no fraction and fits `integer` */
    int64_t integer;           /* NUMBER if whole; FAULT: the line */
    double number;             /* NUMBER */
    const char *text;          /* TEXT and FAULT, NUL-terminated */
    size_t length;             /* of `text`, which may hold further NULs */
    struct esc_entry *entries; /* TABLE: indices ascending, then names in byte order */
    struct esc_node *results;  /* FUNCTION: at each point; NULL: was not evaluated */
    size_t count;              /* of entries or results */
};

struct esc_entry {
    const char *key; /* an index as decimal digits; of a key that is neither, its type */
    size_t length;   /* of `key`, which may hold NULs */
    int64_t index;   /* 0: the key is a name, or `named` is false */
    bool named;      /* the key is a text or a whole number */
    struct esc_node value;
};

#endif
