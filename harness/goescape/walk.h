/*
 * From the lowered form of a group of functions to their graph. Private to this folder.
 */
#ifndef ESC_GOESCAPE_WALK_H
#define ESC_GOESCAPE_WALK_H

#include "base/error.h"
#include "goescape/graph.h"

/* A function literal, or what is made for a go or defer, and the hole into which what it captures
 * goes. */
struct esc_closure {
    struct esc_hole hole;
    const struct esc_ir_function *function;
};

struct esc_label {
    const char *name;
    bool loops; /* a goto behind it goes back to it */
};

struct esc_walk;

/* How each kind of code is walked. They call each other, their files do not. */
struct esc_walk_rules {
    void (*expression)(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node);
    void (*statement)(struct esc_walk *walk, struct esc_ir_node *node);
    void (*call)(struct esc_walk *walk, const struct esc_hole *holes, struct esc_ir_node *call);
    void (*function)(struct esc_walk *walk, struct esc_ir_function *function);
};

/* walk_expressions.c, walk_statements.c, walk_calls.c */
void esc_rule_expression(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node);
void esc_rule_statement(struct esc_walk *walk, struct esc_ir_node *node);
void esc_rule_call(struct esc_walk *walk, const struct esc_hole *holes, struct esc_ir_node *call);
void esc_rule_function(struct esc_walk *walk, struct esc_ir_function *function);

struct esc_walk {
    const struct esc_walk_rules *rules;
    struct esc_graph graph;
    struct esc_go_lines *lines;
    struct esc_error *error;
    bool failed;
    struct esc_ir_function *function; /* that is walked */
    int loop_depth;
    struct esc_label *labels;
    size_t label_count;
    struct esc_closure *closures;
    size_t closure_count;
};

/* The value of an expression flows into the hole; NULL is none. */
void esc_walk_expression(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node);
void esc_walk_discard(struct esc_walk *walk, struct esc_ir_node *node);
/* A uintptr that becomes a pointer: the pointers that it was made of flow on. */
void esc_walk_unsafe(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node);
void esc_walk_statement(struct esc_walk *walk, struct esc_ir_node *node);
void esc_walk_statements(struct esc_walk *walk, const struct esc_ir_nodes *nodes);

/* A body, in its own function, loops counted anew. */
void esc_walk_function(struct esc_walk *walk, struct esc_ir_function *function);

/* Where what is assigned to the expression goes. NULL: nowhere. */
struct esc_hole esc_walk_target(struct esc_walk *walk, struct esc_ir_node *node);
struct esc_hole esc_walk_heap(struct esc_walk *walk);
struct esc_hole esc_walk_nowhere(struct esc_walk *walk);

/* A hole that leads into all of them. */
struct esc_hole esc_walk_tee(struct esc_walk *walk, const struct esc_hole *holes, size_t count);

/* The memory of an expression, whose address goes into the hole; into its hole goes what it holds.
 */
struct esc_hole esc_walk_spill(struct esc_walk *walk, struct esc_hole hole,
                               struct esc_ir_node *node);

/* A call or builtin: results into the holes; `holes` NULL: they are not used. */
void esc_walk_call(struct esc_walk *walk, const struct esc_hole *holes, struct esc_ir_node *call);
void esc_walk_go(struct esc_walk *walk, struct esc_ir_node *statement);
/* The hole of a method's receiver, whose results all go to the heap. */
struct esc_hole esc_walk_receiver(struct esc_walk *walk, const struct esc_ir_node *method_value);

/* The statement's targets were assigned to. */
void esc_walk_reassigned(const struct esc_hole *holes, size_t count,
                         const struct esc_ir_node *statement);
/* a, b = c, d. `sources` may be shorter. */
void esc_walk_assign(struct esc_walk *walk, const struct esc_ir_nodes *targets,
                     const struct esc_ir_nodes *sources, const char *why,
                     struct esc_ir_node *statement);

void esc_walk_remember(struct esc_walk *walk, struct esc_hole hole,
                       const struct esc_ir_function *function);

/* One message; nothing more is told of the file. */
void esc_walk_refuse(struct esc_walk *walk, const struct esc_ir_node *node, const char *what);

/* Whether it is field Data of a reflect.SliceHeader or StringHeader. */
bool esc_ir_is_header_data(const struct esc_ir_node *node);
/* Whether assigning the source changes nothing that escape analysis looks at. */
bool esc_ir_is_self_assignment(const struct esc_ir_node *target, const struct esc_ir_node *source);

#endif
