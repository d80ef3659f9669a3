/*
 * The lowered form with its verdicts, as another program uses it: by public headers alone.
 */
#include "goescape/allocations.h"
#include "goescape/analyse.h"
#include "gosyntax/parse.h"
#include "gotypes/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct made {
    struct esc_syntax syntax;
    struct esc_go_world *world;
    struct esc_arena arena;
    struct esc_go_lines lines;
    const struct esc_ir_package *package;
    struct esc_text told;
};

static void tell(void *context, const struct esc_go_allocation *one)
{
    struct made *made = context;
    struct esc_text *told = &made->told;
    esc_text_addf(told, "%s %u:%u ", one->function->name, one->at.line, one->at.column);
    if (one->variable != NULL)
        esc_text_add(told, one->variable->name);
    else
        esc_ir_text(told, one->node, made->package->package);
    esc_text_addf(told, " %lld %s\n", (long long)one->size, one->heap ? "heap" : "stack");
}

static void begin(struct made *made, const char *text)
{
    struct esc_error error = {0};
    *made = (struct made){0};
    struct esc_go_file *file = esc_syntax_parse(&made->syntax, "x.go", text, strlen(text), &error);
    assert_non_null(file);
    made->world = esc_go_world_new(&made->syntax, ESC_GO_1_19);
    const struct esc_go_checked *checked =
        esc_go_check(made->world, &file, 1, "main", NULL, &error);
    assert_non_null(checked);
    const struct esc_go_asked asked = {0};
    made->package =
        esc_go_analyse(made->world, checked, &asked, &made->arena, &made->lines, &error);
    assert_non_null(made->package);
}

static void end(struct made *made)
{
    esc_text_free(&made->told);
    esc_go_world_free(made->world);
    esc_arena_free(&made->arena);
    esc_syntax_free(&made->syntax);
}

/* Sizes are amd64's: a pointer 8, a slice 24, an interface 16 bytes. Verdicts: Go 1.19.8. */
static void each_with_its_place_size_and_verdict(void **state)
{
    (void)state;
    struct made made;
    begin(&made,
          "package main\n"
          "\n"
          "type pair struct{ a, b *int }\n"
          "\n"
          "var any1 interface{}\n"
          "\n"
          "func f(n int, s []int) *pair {\n"
          "\tx := 1\n"
          "\tp := &pair{a: &x}\n"
          "\tq := new(pair)\n"
          "\tany1 = n\n"
          "\tg := func() int { y := make([]int, n); return len(y) }\n"
          "\tq.a = nil\n"
          "\tg()\n"
          "\treturn p\n"
          "}\n");
    esc_go_allocations(made.package, tell, &made);
    assert_string_equal(made.told.bytes,
                        "f 7:8 n 8 stack\n"
                        "f 7:15 s 24 stack\n"
                        "f 7:24 ~r0 8 stack\n"
                        "f 8:2 x 8 heap\n"
                        "f 9:2 p 8 stack\n"
                        "f 10:2 q 8 stack\n"
                        "f 12:2 g 8 stack\n"
                        "f 9:7 &pair{...} 16 heap\n"
                        "f 10:10 new(pair) 16 stack\n"
                        "f 11:2 n 8 heap\n"
                        "f 12:7 func literal -1 stack\n"
                        "f.func1 12:14 ~r0 8 stack\n"
                        "f.func1 12:20 y 24 stack\n"
                        "f.func1 12:29 make([]int, n) -1 heap\n");
    end(&made);
}

/* What a defer is given is copied: the copy is a variable, and its value stands before the call. */
static void what_a_defer_is_given(void **state)
{
    (void)state;
    struct made made;
    begin(&made,
          "package main\n"
          "\n"
          "func work(p *int) {}\n"
          "\n"
          "func f() {\n"
          "\tfor {\n"
          "\t\tdefer work(new(int))\n"
          "\t}\n"
          "}\n");
    esc_go_allocations(made.package, tell, &made);
    assert_string_equal(made.told.bytes,
                        "work 3:11 p 8 stack\n"
                        "f 7:17 .autotmp_0 8 stack\n"
                        "f 7:17 new(int) 8 heap\n");
    end(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_with_its_place_size_and_verdict),
        cmocka_unit_test(what_a_defer_is_given),
    };
    return cmocka_run_group_tests_name("goescape_allocations", tests, NULL, NULL);
}
