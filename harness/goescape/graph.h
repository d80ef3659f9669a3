/*
 * The graph of escape analysis: locations, and what flows from one to another. A location is a
 * variable, the memory of an expression, or a nameless helper; two stand for all the world outside,
 * the heap, and for what nobody looks at, the blank one.
 *
 * An edge dst <- src with derefs: -1 is dst = &src, 0 dst = src, n dst = src dereferenced n times.
 * Invariant: no edge has fewer than -1.
 *
 * Source of the model and of its solution: Go 1.19, cmd/compile/internal/escape, as its comments
 * and its behaviour tell it.
 */
#ifndef ESC_GOESCAPE_GRAPH_H
#define ESC_GOESCAPE_GRAPH_H

#include "goescape/ir.h"
#include "goescape/lines.h"
#include "goescape/watch.h"

/* Why something flows: "from WHERE (why)". The newest comes first. */
struct esc_note {
    const struct esc_note *next;
    const struct esc_ir_node *where;
    const char *why;
};

struct esc_edge {
    struct esc_location *source;
    int derefs;
    const struct esc_note *notes;
};

struct esc_location {
    struct esc_ir_variable *variable; /* this, or the next, or none of both */
    struct esc_ir_node *node;
    struct esc_ir_function *function; /* NULL: heap and blank */
    int loop_depth;                   /* where it is declared; 1: in no loop */
    struct esc_edge *edges;           /* that lead to it */
    size_t edge_count;
    bool escapes;   /* its memory is on the heap */
    bool transient; /* its memory may be used again once the statement is over */
    bool captured, reassigned, address_taken;
    struct esc_go_tag leaks; /* of a parameter */

    /* While the graph is walked from a root. */
    int derefs;                /* fewest that lead from it to the root */
    unsigned walk;             /* in which walk that was */
    struct esc_location *next; /* towards the root */
    size_t next_edge;          /* which edge of `next` */
    bool queued;
    unsigned explained; /* in which explanation it was */
};

struct esc_graph {
    struct esc_arena *arena;
    const struct esc_go_package *package;
    struct esc_go_lines *lines;    /* explanations go there */
    bool explains;                 /* as -m=2 does */
    const struct esc_watch *watch; /* NULL: nobody looks on */
    struct esc_without without;
    struct esc_location **locations;
    size_t count;
    struct esc_location heap, blank;
    unsigned walks, explanations;
};

/* Where a value goes to: the location and how often the value is dereferenced before. */
struct esc_hole {
    struct esc_location *to;
    int derefs;
    bool takes_address;
    const struct esc_note *notes;
};

/* An empty graph; what it holds belongs to the arena. */
void esc_graph_begin(struct esc_graph *graph, struct esc_arena *arena, struct esc_go_lines *lines,
                     bool explains);

/* A new location, of a variable, of an expression, or (both NULL) a helper. */
struct esc_location *esc_graph_location(struct esc_graph *graph, struct esc_ir_function *function,
                                        struct esc_ir_variable *variable, struct esc_ir_node *node,
                                        int loop_depth, bool transient);

struct esc_hole esc_hole_of(struct esc_location *location);
struct esc_hole esc_hole_note(struct esc_graph *graph, struct esc_hole hole,
                              const struct esc_ir_node *where, const char *why);
/* One dereference more, or the address: one less. */
struct esc_hole esc_hole_shift(struct esc_hole hole, int derefs);

/* Tells the watch, where there is one. */
void esc_graph_see(const struct esc_graph *graph, const struct esc_event *event);

/* The value of `source` flows into the hole. */
void esc_graph_flow(struct esc_graph *graph, struct esc_hole hole, struct esc_location *source);

/* A parameter's leaks: the fewest dereferences of each kind. */
extern const struct esc_go_tag esc_go_tag_none;
void esc_go_tag_add_heap(struct esc_go_tag *tag, int derefs);
void esc_go_tag_add_result(struct esc_go_tag *tag, size_t result, int derefs);
/* Without results that say no more than the heap does. */
void esc_go_tag_simplify(struct esc_go_tag *tag);

/*
 * Finds out which locations escape, which are not transient, and where parameters leak to; with
 * explanations where the graph gives them. Θ(n) walks for n locations, each over all edges.
 */
void esc_graph_solve(struct esc_graph *graph);

/* Whether what is stored in `root` may be used when `location` is no more. */
bool esc_graph_outlives(const struct esc_graph *graph, const struct esc_location *root,
                        const struct esc_location *location);

/* "{heap}", "{temp}", a variable's name, "{storage for x}". In the arena. */
const char *esc_location_text(const struct esc_graph *graph, const struct esc_location *location);
/* What the location is called in a verdict: a variable's name, or the expression. */
const char *esc_location_name(const struct esc_graph *graph, const struct esc_location *location);
struct esc_go_place esc_location_at(const struct esc_location *location, const char **path);

/* "X escapes to heap:" and its one flow; for who finds out before the graph is solved. */
void esc_graph_explain(struct esc_graph *graph, struct esc_hole hole, struct esc_location *source);

/* All flows from the location to the root of the walk that has just found it. */
void esc_graph_explain_path(struct esc_graph *graph, const struct esc_location *root,
                            struct esc_location *location);

#endif
