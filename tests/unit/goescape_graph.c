/*
 * The graph of escape analysis and its solution, on graphs made by hand: what reaches the heap,
 * what outlives what, what parameters leak.
 */
#include "goescape/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct made {
    struct esc_arena arena;
    struct esc_go_lines lines;
    struct esc_graph graph;
    struct esc_ir_function function;
};

static void begin(struct made *made)
{
    *made = (struct made){0};
    made->lines.arena = &made->arena;
    made->function.name = "f";
    esc_graph_begin(&made->graph, &made->arena, &made->lines, false);
}

static struct esc_location *variable(struct made *made, const char *name, enum esc_ir_class class,
                                     int depth)
{
    struct esc_ir_variable *one = esc_arena_take(&made->arena, 1, sizeof *one);
    *one = (struct esc_ir_variable){
        .name = name, .class = class, .function = &made->function, .path = "x.go"};
    return esc_graph_location(&made->graph, &made->function, one, NULL, depth, false);
}

/* to = *…*from; -1: to = &from. */
static void flow(struct made *made, struct esc_location *to, int derefs, struct esc_location *from)
{
    esc_graph_flow(&made->graph, esc_hole_shift(esc_hole_of(to), derefs), from);
}

static void end(struct made *made)
{
    esc_arena_free(&made->arena);
}

/* p = &x; q = p; heap = q: x is on the heap; y, of which only the value gets there, is not. */
static void an_address_that_reaches_the_heap(void **state)
{
    (void)state;
    struct made made;
    begin(&made);
    struct esc_location *x = variable(&made, "x", ESC_IR_LOCAL, 1);
    struct esc_location *y = variable(&made, "y", ESC_IR_LOCAL, 1);
    struct esc_location *p = variable(&made, "p", ESC_IR_LOCAL, 1);
    struct esc_location *q = variable(&made, "q", ESC_IR_LOCAL, 1);
    flow(&made, p, -1, x);
    flow(&made, q, 0, p);
    flow(&made, &made.graph.heap, 0, q);
    flow(&made, &made.graph.heap, 0, y);
    esc_graph_solve(&made.graph);
    assert_true(x->escapes);
    assert_false(y->escapes || p->escapes || q->escapes);
    assert_true(x->address_taken && !p->address_taken);
    end(&made);
}

/* heap = *p, p = &q, q = &x: what p points at is q, whose value is x's address. */
static void dereferences_and_addresses_cancel(void **state)
{
    (void)state;
    struct made made;
    begin(&made);
    struct esc_location *x = variable(&made, "x", ESC_IR_LOCAL, 1);
    struct esc_location *q = variable(&made, "q", ESC_IR_LOCAL, 1);
    struct esc_location *p = variable(&made, "p", ESC_IR_LOCAL, 1);
    flow(&made, q, -1, x);
    flow(&made, p, -1, q);
    flow(&made, &made.graph.heap, 1, p);
    esc_graph_solve(&made.graph);
    assert_true(x->escapes);
    assert_false(q->escapes || p->escapes);
    end(&made);
}

/* p = &x where x is declared in a loop that p is not in; q is declared in it, too. */
static void a_loop_ends_what_is_in_it(void **state)
{
    (void)state;
    struct made made;
    begin(&made);
    struct esc_location *p = variable(&made, "p", ESC_IR_LOCAL, 1);
    struct esc_location *x = variable(&made, "x", ESC_IR_LOCAL, 2);
    struct esc_location *q = variable(&made, "q", ESC_IR_LOCAL, 2);
    struct esc_location *y = variable(&made, "y", ESC_IR_LOCAL, 2);
    flow(&made, p, -1, x);
    flow(&made, q, -1, y);
    esc_graph_solve(&made.graph);
    assert_true(x->escapes);
    assert_false(y->escapes);
    end(&made);
}

/* A parameter's leaks: the fewest dereferences of several ways; a result that says no more than the
 * heap is left out; the eighth result is the heap. */
static void parameters_leak(void **state)
{
    (void)state;
    struct made made;
    begin(&made);
    struct esc_location *a = variable(&made, "a", ESC_IR_PARAMETER, 1);
    struct esc_location *b = variable(&made, "b", ESC_IR_PARAMETER, 1);
    struct esc_location *c = variable(&made, "c", ESC_IR_PARAMETER, 1);
    struct esc_location *first = variable(&made, "r", ESC_IR_RESULT, 1);
    struct esc_location *eighth = variable(&made, "s", ESC_IR_RESULT, 1);
    first->variable->result_index = 1;
    eighth->variable->result_index = ESC_TAG_RESULTS + 1;
    flow(&made, first, 2, a);
    flow(&made, first, 1, a);
    flow(&made, &made.graph.heap, 1, b);
    flow(&made, first, 1, b);
    flow(&made, eighth, 0, c);
    esc_graph_solve(&made.graph);
    assert_int_equal(a->leaks.heap, ESC_TAG_NONE);
    assert_int_equal(a->leaks.results[0], 1);
    assert_int_equal(b->leaks.heap, 1);
    esc_go_tag_simplify(&b->leaks);
    assert_int_equal(b->leaks.results[0], ESC_TAG_NONE);
    assert_int_equal(c->leaks.heap, 0);
    end(&made);
}

/* a = &b, b = &a, a = *b and b = a: circles come to an end, and nothing escapes by them. */
static void circles_end(void **state)
{
    (void)state;
    struct made made;
    begin(&made);
    struct esc_location *a = variable(&made, "a", ESC_IR_LOCAL, 1);
    struct esc_location *b = variable(&made, "b", ESC_IR_LOCAL, 1);
    flow(&made, a, -1, b);
    flow(&made, b, -1, a);
    flow(&made, a, 1, b);
    flow(&made, b, 0, a);
    esc_graph_solve(&made.graph);
    assert_false(a->escapes || b->escapes);
    flow(&made, &made.graph.heap, 0, a);
    esc_graph_solve(&made.graph);
    assert_true(a->escapes && b->escapes);
    end(&made);
}

/* &x straight into the heap needs no solution; into nowhere nothing flows. */
static void the_heap_is_told_at_once(void **state)
{
    (void)state;
    struct made made;
    begin(&made);
    struct esc_location *x = variable(&made, "x", ESC_IR_LOCAL, 1);
    struct esc_location *y = variable(&made, "y", ESC_IR_LOCAL, 1);
    flow(&made, &made.graph.heap, -1, x);
    flow(&made, &made.graph.blank, -1, y);
    assert_true(x->escapes && !y->escapes && y->address_taken);
    assert_int_equal(made.graph.heap.edge_count, 0);
    end(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_that_reaches_the_heap),
        cmocka_unit_test(dereferences_and_addresses_cancel),
        cmocka_unit_test(a_loop_ends_what_is_in_it),
        cmocka_unit_test(parameters_leak),
        cmocka_unit_test(circles_end),
        cmocka_unit_test(the_heap_is_told_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
