/*
 * The type checker: what it refuses, where and why; what it bounds; what it finds out. That it
 * gives every expression the type that go/types gives it is tests/gotypes/compare.sh's business.
 */
#include "gotypes/check.h"

#include "base/text.h"
#include "gosyntax/parse.h"
#include "gotypes/library.h"
#include "gotypes/size.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A program and what was found out about it. */
struct program {
    struct esc_syntax syntax;
    struct esc_error error;
    struct esc_go_world *world;
    struct esc_go_file *file;
    const struct esc_go_checked *checked; /* NULL: refused, by the one message in `error` */
    struct esc_go_place wrong;
};

static struct program *check(const char *text, size_t length)
{
    struct program *p = calloc(1, sizeof *p);
    p->world = esc_go_world_new(&p->syntax, ESC_GO_1_19);
    p->file = esc_syntax_parse(&p->syntax, "x.go", text, length, &p->error);
    if (p->file != NULL)
        p->checked = esc_go_check(p->world, &p->file, 1, "main", &p->wrong, &p->error);
    assert_int_equal(p->error.count, p->checked == NULL ? 1 : 0);
    return p;
}

static struct program *check_text(const char *text)
{
    return check(text, strlen(text));
}

static void drop(struct program *p)
{
    esc_go_world_free(p->world);
    esc_syntax_free(&p->syntax);
    esc_error_free(&p->error);
    free(p);
}

/* tests/gotypes/refused.txt; its lines and words are the compiler's. */
static void refuses_what_go_refuses(void **state)
{
    (void)state;
    struct esc_text table = {0};
    struct esc_error error = {0};
    assert_true(esc_text_read(&table, "tests/gotypes/refused.txt", &error));
    size_t programs = 0;
    char *next = strstr(table.bytes, "\n===");
    while (next != NULL) {
        char *words;
        const long line = strtol(next + strlen("\n==="), &words, 10);
        char *begin = strchr(words, '\n') + 1;
        begin[-1] = '\0';
        next = strstr(begin, "\n===");
        struct program *p = check(begin, next != NULL ? (size_t)(next + 1 - begin) : strlen(begin));
        const struct esc_message *message = p->error.messages;
        if (p->checked != NULL || message->line != line || strstr(message->text, words + 1) == NULL)
            fail_msg("line %ld,%s; ours: %d, %s\n%.400s", line, words,
                     p->checked == NULL ? message->line : 0,
                     p->checked == NULL ? message->text : "accepted", begin);
        drop(p);
        programs++;
    }
    assert_true(programs > 150);
    esc_text_free(&table);
}

/* The message of a program that is refused, as far as it is the analyser's own. */
static void assert_refused(const char *text, unsigned line, unsigned column, const char *words)
{
    struct program *p = check_text(text);
    assert_null(p->checked);
    assert_int_equal(p->error.messages[0].line, line);
    assert_non_null(strstr(p->error.messages[0].text, words));
    if (column > 0) {
        assert_int_equal(p->wrong.line, line);
        assert_int_equal(p->wrong.column, column);
    }
    drop(p);
}

static void refuses_what_it_does_not_know(void **state)
{
    (void)state;
    assert_refused("package p\nfunc f[T any](x T) {}\n", 2, 6, "generic");
    assert_refused("package p\ntype T[P any] struct{}\n", 2, 6, "generic");
    assert_refused("package p\ntype I interface{ ~int }\n", 2, 19, "generics");
    assert_refused("package p\nimport \"sync/atomic\"\nvar x atomic.Pointer[int]\n", 3, 0,
                   "generic");
    assert_refused("package p\nimport \"example.org/x\"\n", 2, 8, "example.org/x");
    assert_refused("package p\nconst c = 1e2000000\n", 2, 11, "excessively large");
}

static char *repeated(const char *before, const char *piece, size_t count, const char *after)
{
    struct esc_text text = {0};
    esc_text_add(&text, before);
    for (size_t k = 0; k < count; k++)
        esc_text_addf(&text, piece, k + 1, k);
    esc_text_add(&text, after);
    return esc_text_take(&text);
}

/* What would recurse without end, or as deep as somebody likes, is an answer all the same. */
static void bounds_recursion(void **state)
{
    (void)state;
    char *chain = repeated("package p\nconst c0 = 1\n", "const c%zu = c%zu\n", 100000, "");
    struct program *p = check_text(chain);
    assert_non_null(p->checked);
    drop(p);
    free(chain);

    chain = repeated("package p\n", "const a%zu = 1 + b%zu\n", 1, "const b0 = d0\n");
    assert_refused(chain, 3, 0, "undefined: d0");
    free(chain);

    struct esc_text back = {0};
    esc_text_add(&back, "package p\n");
    for (int k = 0; k < 5000; k++)
        esc_text_addf(&back, "const c%d = c%d\n", k, k + 1);
    esc_text_add(&back, "const c5000 = 1\n");
    assert_refused(back.bytes, 1002, 0, "too deeply");
    esc_text_free(&back);

    esc_text_add(&back, "package p\n");
    for (int k = 0; k < 300; k++) {
        esc_text_addf(&back, "var v%d = ", k);
        for (int m = 0; m < 300; m++)
            esc_text_add(&back, "(");
        esc_text_addf(&back, "v%d", k + 1);
        for (int m = 0; m < 300; m++)
            esc_text_add(&back, ")");
        esc_text_add(&back, "\n");
    }
    esc_text_add(&back, "var v300 = 1\n");
    assert_refused(back.bytes, 11, 0, "too deeply");
    esc_text_free(&back);

    /* 2 to the power of 60 fields, each type of two of the one before */
    char *wide = repeated("package p\ntype T0 struct{}\n", "type T%zu struct{ a, b T%zu }\n", 60,
                          "var x, y T60\nvar z = x == y\n");
    p = check_text(wide);
    assert_non_null(p->checked);
    assert_false(esc_go_has_pointers(p->checked->objects.list[60]->type));
    drop(p);
    free(wide);
}

static const struct esc_go_object *named(const struct program *p, const char *name)
{
    for (size_t k = 0; k < p->checked->objects.count; k++)
        if (strcmp(p->checked->objects.list[k]->name, name) == 0)
            return p->checked->objects.list[k];
    fail_msg("%s is not declared", name);
    return NULL;
}

static void assert_constant(const struct program *p, const char *name, const char *exact)
{
    struct esc_text text = {0};
    esc_constant_exact(&text, named(p, name)->value);
    assert_string_equal(text.bytes, exact);
    esc_text_free(&text);
}

/* The exact values are arithmetic; math.MaxUint64 is 2 to the power of 64, less one. */
static void computes_constants(void **state)
{
    (void)state;
    struct program *p = check_text(
        "package p\n"
        "import \"math\"\n"
        "import \"unsafe\"\n"
        "const big = 1 << 100 >> 98\n"
        "const third = 1 / 3.0\n"
        "const whole = 7 / 2 * 2.0\n"
        "const text = \"a\" + \"\\x00\\u00e9\"\n"
        "const f32 float32 = 0.1\n"
        "const most = math.MaxUint64\n"
        "const turned = ^uint8(1)\n"
        "const i = (1 + 2i) * (3 - 1i)\n"
        "const r = real(i) - imag(i)\n"
        "const is = 'a' < 98 && len(text) == 4\n"
        "const size = unsafe.Sizeof(struct{ a byte; b int64; c byte }{})\n"
        "const (\n\t_ = iota\n\tone\n\tten = iota * 5\n\tfifteen\n)\n");
    if (p->checked == NULL)
        fail_msg("%s", p->error.messages[0].text);
    assert_constant(p, "big", "4");
    assert_constant(p, "third", "1/3");
    assert_constant(p, "whole", "6");
    assert_constant(p, "text", "\"a\\x00\\xc3\\xa9\"");
    assert_constant(p, "f32", "13421773/134217728"); /* the nearest of 24 bits: IEEE 754 */
    assert_constant(p, "most", "18446744073709551615");
    assert_constant(p, "turned", "254");
    assert_constant(p, "i", "(5 + 5i)");
    assert_constant(p, "r", "0");
    assert_constant(p, "is", "true");
    assert_constant(p, "size", "24");
    assert_constant(p, "one", "1");
    assert_constant(p, "ten", "10");
    assert_constant(p, "fifteen", "15");
    drop(p);
}

static void assert_type(const struct program *p, const char *name, const char *expected)
{
    struct esc_text text = {0};
    esc_go_type_text(&text, named(p, name)->type, p->checked->package);
    assert_string_equal(text.bytes, expected);
    esc_text_free(&text);
}

/* As `go build -gcflags=-m` prints types: cmd/compile/internal/types/fmt.go. */
static void prints_types_as_the_compiler(void **state)
{
    (void)state;
    struct program *p = check_text(
        "package p\n"
        "import \"os\"\n"
        "type T struct{}\n"
        "var a struct { x int; T; y string `k:\"v\"` }\n"
        "var b func(a, b int, more ...string) (n int, err error)\n"
        "var c map[T]chan<- (<-chan *os.File)\n"
        "var d interface { Z(); a(T) any; B(byte) rune }\n"
        "var e, f = []interface{}{}, chan (<-chan int)(nil)\n");
    if (p->checked == NULL)
        fail_msg("%s", p->error.messages[0].text);
    assert_type(p, "a", "struct { x int; T; y string \"k:\\\"v\\\"\" }");
    assert_type(p, "b", "func(int, int, ...string) (int, error)");
    assert_type(p, "c", "map[T]chan<- <-chan *os.File");
    assert_type(p, "d", "interface { B(byte) rune; Z(); p.a(T) any }");
    assert_type(p, "e", "[]interface {}");
    assert_type(p, "f", "chan (<-chan int)");
    drop(p);
}

static const struct esc_go_function *literal(const struct program *p, unsigned line)
{
    for (unsigned k = 0; k < p->checked->fact_count; k++) {
        const struct esc_go_function *function = p->checked->facts[k].function;
        if (p->checked->facts[k].mode == ESC_MODE_VALUE && p->checked->facts[k].type != NULL &&
            p->checked->facts[k].type->kind == ESC_TYPE_FUNC && function != NULL &&
            p->checked->facts[k].object == NULL && function->node->at.line == line)
            return function;
    }
    fail_msg("no function literal in line %u", line);
    return NULL;
}

static void finds_captures(void **state)
{
    (void)state;
    struct program *p = check_text(
        "package p\n"
        "var g int\n"
        "func f(a, b, c int) {\n"
        "\t_ = func(d int) int {\n"
        "\t\treturn c + d + g + func() int { return a + c }()\n"
        "\t}\n"
        "}\n");
    assert_non_null(p->checked);
    const struct esc_go_function *outer = literal(p, 4), *inner = literal(p, 5);
    assert_int_equal(inner->capture_count, 2);
    assert_string_equal(inner->captures[0].variable->name, "a");
    assert_int_equal(outer->capture_count, 2);
    assert_string_equal(outer->captures[0].variable->name, "c");
    assert_int_equal(outer->captures[0].at.column, 10);
    assert_string_equal(outer->captures[1].variable->name, "a");
    assert_int_equal(outer->captures[1].at.column, 22); /* where the inner literal stands */
    drop(p);
}

/* Go specification, "Package initialization", with its own example. */
static void orders_initialisers(void **state)
{
    (void)state;
    struct program *p = check_text(
        "package p\n"
        "var (\n\ta = c + b\n\tb = f()\n\tc = f()\n\td = 3\n)\n"
        "func f() int {\n\td++\n\treturn d\n}\n");
    assert_non_null(p->checked);
    const char *const order[] = {"d", "b", "c", "a"};
    assert_int_equal(p->checked->initialiser_count, 4);
    for (size_t k = 0; k < 4; k++)
        assert_string_equal(p->checked->initialisers[k].variables.list[0]->name, order[k]);
    drop(p);
}

/* Tags as -m=2 printed them of Go 1.19.8; sizes are those of amd64. */
static void knows_the_library(void **state)
{
    (void)state;
    struct program *p = check_text(
        "package p\nimport \"fmt\"\nimport \"sync\"\n"
        "var f = fmt.Fprintf\nvar m sync.Mutex\n");
    assert_non_null(p->checked);
    struct esc_go_package *fmt = esc_go_library_package(p->world, "fmt");
    const struct esc_go_object *printf =
        esc_go_library_find(p->world, fmt, esc_go_name(p->world, "Fprintf", 7));
    assert_int_equal(printf->function.tags->count, 3);
    assert_int_equal(printf->function.tags->list[0].heap, 0);
    assert_int_equal(printf->function.tags->list[1].heap, ESC_TAG_NONE);
    assert_int_equal(printf->function.tags->list[2].heap, 1);
    assert_int_equal(esc_go_size(named(p, "m")->type), 8);
    assert_false(esc_go_has_pointers(named(p, "m")->type));
    struct esc_go_selection lock;
    assert_int_equal(esc_go_lookup(p->world, named(p, "m")->type, true, NULL,
                                   esc_go_name(p->world, "Lock", 4), &lock),
                     ESC_GO_FOUND);
    assert_true(lock.object->function.pointer_receiver);
    assert_int_equal(lock.object->function.tags->list[0].heap, 0);
    drop(p);
}

/* Every object of every package can be read, and every named type that they lead to. */
static void reads_the_whole_library(void **state)
{
    (void)state;
    static const char *const paths[] = {"net/http",     "reflect",   "os",      "go/types",
                                        "syscall",      "math",      "runtime", "testing",
                                        "database/sql", "crypto/tls"};
    struct program *p = check_text("package p\n");
    size_t objects = 0;
    for (size_t k = 0; k < sizeof paths / sizeof *paths; k++) {
        struct esc_go_package *package = esc_go_library_package(p->world, paths[k]);
        assert_non_null(package);
        const struct esc_go_objects all = esc_go_library_all(p->world, package);
        for (size_t m = 0; m < all.count; m++) {
            objects++;
            if (all.list[m]->kind == ESC_OBJECT_TYPE) {
                assert_true(esc_go_size(all.list[m]->type) >= 0);
                esc_go_methods(all.list[m]->type);
            }
        }
    }
    assert_true(objects > 2900);
    drop(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_go_refuses),
        cmocka_unit_test(refuses_what_it_does_not_know),
        cmocka_unit_test(bounds_recursion),
        cmocka_unit_test(computes_constants),
        cmocka_unit_test(prints_types_as_the_compiler),
        cmocka_unit_test(finds_captures),
        cmocka_unit_test(orders_initialisers),
        cmocka_unit_test(knows_the_library),
        cmocka_unit_test(reads_the_whole_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
