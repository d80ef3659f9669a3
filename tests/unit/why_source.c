/*
 * What is read from the source: imports, types without bytes, parameters, named results, package
 * variables, assertions.
 */
#include "base/memory.h"
#include "why/source.h"
#include "why/why.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct esc_escapes escapes;
static struct esc_source_files files;

static void read_both(const char *text, const char *source)
{
    struct esc_m2_reader *reader = esc_m2_begin(&escapes);
    esc_m2_take(reader, text, strlen(text));
    esc_m2_end(reader);
    assert_int_equal(escapes.strange, 0);
    esc_source_files_add(&files, "a.go", "dir/a.go", esc_strdup(source));
    esc_why_declarations(&escapes, &files.list[0]);
    esc_why_place(&escapes, &files.list[0]);
}

static int forget(void **state)
{
    (void)state;
    esc_escapes_free(&escapes);
    esc_source_files_free(&files);
    return 0;
}

static bool imports(const char *name)
{
    const char *file = esc_intern(&escapes.texts, "a.go", 4);
    return esc_escapes_imports(&escapes, file, name, strlen(name));
}

static void test_imports(void **state)
{
    (void)state;
    read_both("",
              "// import \"no1\"\n"
              "package a\n"
              "import \"fmt\"\n"
              "import (\n"
              "\t\"net/http\" // \"no2\"\n"
              "\t/* \"no3\" */ r \"math/rand/v2\"\n"
              "\t\"example.com/x/v3\"; . \"strings\"\n"
              "\t_ `image/png`\n"
              ")\n"
              "const s = `\nimport \"no4\"\n`\n");
    assert_true(imports("fmt") && imports("http") && imports("r") && imports("x"));
    assert_true(imports(".") && imports("_"));
    assert_false(imports("rand") || imports("v3") || imports("htt") || imports("strings"));
    assert_int_equal(escapes.import_count, 6);
}

static void test_types(void **state)
{
    (void)state;
    read_both("",
              "package a\n\ntype zeros struct{}\ntype point struct{ x int }\n"
              "type none [0]int\n/*\ntype no struct{}\n*/\n");
    assert_int_equal(escapes.type_count, 3);
    assert_string_equal(esc_escapes_type_text(&escapes, "zeros{}", 5), "struct{}");
    assert_string_equal(esc_escapes_type_text(&escapes, "none", 4), "[0]int");
    assert_null(esc_escapes_type_text(&escapes, "no", 2));
}

static const struct esc_go_value *find(const char *name, int line)
{
    for (size_t k = 0; k < escapes.value_count; k++)
        if (strcmp(escapes.values[k].name, name) == 0 && escapes.values[k].at.line == line)
            return &escapes.values[k];
    fail_msg("no %s in line %d", name, line);
    return NULL;
}

/* In the function's line or not, what stands before the body is a parameter, and nothing else. */
static void test_parameters(void **state)
{
    (void)state;
    read_both(
        "a.go:3:6: can inline f with cost 3 as: func(*int) { g(i) }\n"
        "a.go:5:6: can inline (*T).m with cost 3 as: method(*T) func(*int) { }\n"
        "a.go:11:6: can inline h with cost 3 as: func() { }\n"
        "a.go:3:8: p does not escape\n"
        "a.go:3:21: i does not escape\n"
        "a.go:5:7: t does not escape\n"
        "a.go:6:2: q does not escape\n"
        "a.go:9:4: r does not escape\n"
        "a.go:12:9: x does not escape\n",
        "package a\n"
        "\n"
        "func f(p *int) { g(i) }\n"
        "\n"
        "func (t *T) m(\n"
        "\tq *int,\n"
        "\ts struct{ a int }, // {\n"
        "\ti interface{ M() }) (\n"
        "\t  r *int) {\n"
        "}\n"
        "func h() {\n"
        "\tprint(x)\n"
        "}\n");
    assert_true(find("p", 3)->is_parameter && find("t", 5)->is_parameter);
    assert_true(find("q", 6)->is_parameter && find("r", 9)->is_parameter);
    assert_false(find("i", 3)->is_parameter || find("x", 12)->is_parameter);
}

static void test_results(void **state)
{
    (void)state;
    read_both(
        "a.go:3:6: can inline f with cost 3 as: func(int) *T { }\n"
        "a.go:7:6: can inline (*T).g with cost 3 as: method(*T) func(*T) { }\n"
        "a.go:4:2: v escapes to heap:\na.go:4:2:   flow: t = &v:\na.go:4:2: moved to heap: v\n"
        "a.go:8:2: w escapes to heap:\na.go:8:2:   flow: p = &w:\na.go:8:2: moved to heap: w\n"
        "a.go:11:9: new(T) escapes to heap\n",
        "package a\n"
        "\n"
        "func f(n int) (t *T, err error) {\n"
        "\tv := T{}\n"
        "\tt = &v\n"
        "}\n"
        "func (s *T) g(p *T) {\n"
        "\tw := T{}\n"
        "\tp = &w\n"
        "}\n"
        "var p = new(T)\n");
    assert_true(escapes.paths[find("v", 4)->first_path].to_result);
    assert_false(escapes.paths[find("w", 8)->first_path].to_result);
    assert_string_equal(find("w", 8)->function, "(*T).g");
    assert_null(find("new(T)", 11)->function); /* of the package */
}

static void test_assertions(void **state)
{
    (void)state;
    read_both("",
              "package a\n"
              "\n"
              "var a = 1 //escapement:stack\n"
              "\t//escapement:heap\n"
              "var b = \"//escapement:stack\" //escapement:allocs=0 and why\r\n"
              "/* //escapement:stack */\n"
              "var c = `\n//escapement:heap`\n"
              "// escapement:heap\n");
    struct esc_assertions assertions = {0};
    struct esc_error error = {0};
    assert_true(esc_why_assertions(&files.list[0], &assertions, &error));
    static const struct {
        enum esc_assertion_kind kind;
        int line, comment;
    } wanted[] = {{ESC_ASSERT_STACK, 3, 3}, {ESC_ASSERT_HEAP, 5, 4}, {ESC_ASSERT_ALLOCS, 5, 5}};
    assert_int_equal(assertions.count, 3);
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(assertions.list[k].kind, wanted[k].kind);
        assert_int_equal(assertions.list[k].line, wanted[k].line);
        assert_int_equal(assertions.list[k].comment, wanted[k].comment);
    }
    free(assertions.list);
}

static void test_wrong_assertions(void **state)
{
    (void)state;
    read_both("", "package a\n//escapement:\nvar a = 1 //escapement:allocs=1\n");
    struct esc_assertions assertions = {0};
    struct esc_error error = {0};
    assert_false(esc_why_assertions(&files.list[0], &assertions, &error));
    assert_int_equal(error.count, 2);
    assert_string_equal(error.messages[0].file, "dir/a.go");
    assert_int_equal(error.messages[0].line, 2);
    assert_string_equal(error.messages[1].text, "\"allocs=1\" is no assertion");
    assert_non_null(error.messages[1].hint);
    esc_error_free(&error);
    free(assertions.list);
}

static bool loops(int line, int column)
{
    const struct esc_spot at = {esc_intern(&escapes.texts, "a.go", 4), line, column};
    return esc_why_in_loop(&escapes, &files.list[0], at);
}

static void test_loops(void **state)
{
    (void)state;
    read_both("a.go:2:6: cannot inline f: x\na.go:14:6: cannot inline g: x\n",
              "package a\n"
              "func f(xs []int) {\n"
              "\tbefore()\n"
              "\tfor _, s := range []string{\"}\", \"{\"} {\n"
              "\t\tin(s)\n"
              "\t\tif true {\n"
              "\t\t\tdeep()\n"
              "\t\t}\n"
              "\t\tstill() // }\n"
              "\t}\n"
              "\tbehind()\n"
              "\tvar fortune = T{1}\n"
              "}\n"
              "func g() {\n"
              "\tif x {\n"
              "\t\tfor {\n"
              "\t\t\tlast()\n"
              "\t\t}\n"
              "\t}\n"
              "}\n"
              "var p = &T{}\n");
    static const struct {
        int line;
        bool loops;
    } wanted[] = {{3, false},  {5, true},   {7, true},  {9, true},
                  {11, false}, {12, false}, {17, true}, {21, false}};
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
        assert_int_equal(loops(wanted[k].line, 4), wanted[k].loops);
}

static const char *function_at(int line, int column)
{
    const struct esc_spot at = {esc_intern(&escapes.texts, "a.go", 4), line, column};
    return esc_why_function(&escapes, &files.list[0], at);
}

/* As go1.19.8 prints them with -m=2, at these places; type arguments left out. */
static void test_function_names(void **state)
{
    (void)state;
    read_both("",
              "package a\n"
              "func plain() {}\n"
              "func (t *T) pointer() {}\n"
              "func (T) value() {}\n"
              "func (t  T) named() { func() {}() }\n"
              "func (l *List[K]) generic() {}\n"
              "func Map[K any](k K) {}\n"
              "func ünlich() {}\n");
    assert_string_equal(function_at(2, 6), "plain");
    assert_string_equal(function_at(3, 6), "(*T).pointer");
    assert_string_equal(function_at(4, 6), "T.value");
    assert_string_equal(function_at(5, 6), "T.named");
    assert_string_equal(function_at(6, 6), "(*List[...]).generic");
    assert_string_equal(function_at(7, 6), "Map");
    assert_string_equal(function_at(8, 6), "ünlich");
    assert_null(function_at(1, 1));
    assert_null(function_at(9, 1));
    assert_null(function_at(2, 1));
}

static void test_scalars(void **state)
{
    (void)state;
    read_both("", "package a\nfunc f(a, b int, c *int, d ...byte, e interface{}, f uint8) {}\n");
    static const struct {
        const char *name;
        int column;
        bool scalar;
    } wanted[] = {{"a", 8, true},   {"b", 11, true},  {"c", 18, false},
                  {"d", 26, false}, {"e", 37, false}, {"f", 52, true}};
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        const struct esc_go_value value = {.name = wanted[k].name,
                                           .at = {"a.go", 2, wanted[k].column}};
        assert_int_equal(files.list[0].text[files.list[0].lines[1] + (size_t)value.at.column - 1],
                         wanted[k].name[0]);
        assert_int_equal(esc_why_is_scalar(&files.list[0], &value), wanted[k].scalar);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_imports, forget),
        cmocka_unit_test_teardown(test_types, forget),
        cmocka_unit_test_teardown(test_parameters, forget),
        cmocka_unit_test_teardown(test_results, forget),
        cmocka_unit_test_teardown(test_assertions, forget),
        cmocka_unit_test_teardown(test_wrong_assertions, forget),
        cmocka_unit_test_teardown(test_loops, forget),
        cmocka_unit_test_teardown(test_function_names, forget),
        cmocka_unit_test_teardown(test_scalars, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
