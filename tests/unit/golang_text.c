/*
 * The Go text of a point: what moves, what stays on its line, what parameters become.
 */
#include "compiled_case.h"
#include "golang/internal.h"
#include "verify/verify.h"

/* A case with one numeric and one word parameter; Go from line 10 (shared) and 20, 30. */
struct go_case {
    struct esc_case bench_case;
    struct esc_param params[2];
    struct esc_value sizes[2], kinds[2];
    struct esc_point points[2];
    size_t values[2][2];
    struct esc_strategy strategies[2];
};

static struct esc_source source(const char *text, int line)
{
    return (struct esc_source){.text = (char *)(uintptr_t)text, .line = line};
}

static const struct esc_case *go_case(struct go_case *go, const char *shared, const char *stack,
                                      const char *heap)
{
    *go = (struct go_case){
        .sizes = {{(char *)"8", 8, false}, {(char *)"64", 64, false}},
        .kinds = {{(char *)"scan", 0, true}, {(char *)"no-scan", 1, true}},
        .values = {{0, 0}, {1, 1}},
        .strategies = {{.name = (char *)"stack", .go = source(stack, 20)},
                       {.name = (char *)"two-words", .go = source(heap, 30)}},
    };
    go->params[0] =
        (struct esc_param){.name = (char *)"object_size", .values = go->sizes, .count = 2};
    go->params[1] = (struct esc_param){.name = (char *)"kind", .values = go->kinds, .count = 2};
    for (size_t p = 0; p < 2; p++)
        go->points[p] = (struct esc_point){.name = (char *)"", .values = go->values[p]};
    go->bench_case = (struct esc_case){.name = (char *)"a-case",
                                       .path = (char *)"cases/a-case.lua",
                                       .go = source(shared, 10),
                                       .params = go->params,
                                       .param_count = 2,
                                       .points = go->points,
                                       .point_count = 2,
                                       .strategies = go->strategies,
                                       .strategy_count = 2};
    return &go->bench_case;
}

static char *text_of(const struct esc_case *bench_case, size_t point)
{
    struct esc_text out = {0};
    esc_go_text(bench_case, point, &out);
    return esc_text_take(&out);
}

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no \"%s\" in:\n%s", part, text);
}

static void parameters_are_constants(void **state)
{
    (void)state;
    struct go_case go;
    char *text = text_of(go_case(&go, NULL, "func s() {}", "func h() {}"), 1);
    assert_has(text, "const ObjectSize = 64\n");
    assert_has(text, "const Kind = 1\nconst KindScan = 0\nconst KindNoScan = 1\n");
    free(text);
}

static void constants_are_replaced_by_values_in_whole_words(void **state)
{
    (void)state;
    struct go_case go;
    const struct esc_case *bench_case = go_case(&go, NULL, "func s() {}", "func h() {}");
    char *text = esc_diagnostic_values(bench_case, 1,
                                       "make([]T, ObjectSize, ObjectSizes) + xObjectSize, Kind");
    assert_string_equal(text, "make([]T, 64, ObjectSizes) + xObjectSize, 1");
    free(text);
    text = esc_diagnostic_values(bench_case, 0, "moved to heap: t");
    assert_string_equal(text, "moved to heap: t");
    free(text);
}

static void lines_are_those_of_the_lua_file(void **state)
{
    (void)state;
    struct go_case go;
    char *text = text_of(go_case(&go, "type t int", "func s() {}", "func h() {}"), 0);
    assert_has(text, "//line a-case.lua:10:1\ntype t int\n");
    assert_has(text, "//line a-case.lua:20:1\nfunc s() {}\n");
    assert_has(text, "//line a-case.lua:30:1\nfunc h() {}\n");
    assert_null(strstr(text, "cases/"));
    free(text);
}

static void imports_move_to_the_top_once_and_leave_their_line(void **state)
{
    (void)state;
    struct go_case go;
    static const char shared[] = "import (\n\t\"io\"\n\n\tb \"bytes\"\n)\ntype t int";
    static const char heap[] = "import \"io\"\nimport \"os\"\nfunc h() {}";
    char *text = text_of(go_case(&go, shared, "func s() {}", heap), 0);
    const char *declared = strstr(text, "const ");
    assert_non_null(declared);
    assert_null(strstr(declared, "import"));
    assert_has(text, "//line a-case.lua:11:1\nimport \"io\"\n");
    assert_has(text, "//line a-case.lua:13:1\nimport b \"bytes\"\n");
    assert_has(text, "//line a-case.lua:31:1\nimport \"os\"\n");
    const char *first = strstr(text, "import \"io\"");
    assert_null(strstr(first + 1, "import \"io\""));
    assert_has(text, "//line a-case.lua:10:1\n\n\n\n\n\ntype t int\n");
    assert_has(text, "//line a-case.lua:30:1\n\n\nfunc h() {}\n");
    free(text);
}

static void imports_are_read_as_go_reads_them(void **state)
{
    (void)state;
    struct go_case go;
    static const char shared[] =
        "/*\nimport this from there\n*/\nimport (\n\t\"fmt\" // Sprint (boxed)\n\t/* a\n\tb */"
        "\n\t\"os\"; . \"io\"\n)\ntype t int";
    static const char heap[] = "import\t\"fmt\"; import _ `net`\nvar x = `\nimport \"no\"\n`";
    char *text = text_of(go_case(&go, shared, "func s() {}", heap), 0);
    assert_has(text, "//line a-case.lua:14:1\nimport \"fmt\"\n");
    assert_has(text, "//line a-case.lua:17:1\nimport \"os\"\n");
    assert_has(text, "//line a-case.lua:17:1\nimport . \"io\"\n");
    assert_has(text, "//line a-case.lua:30:1\nimport _ `net`\n");
    assert_has(text, "//line a-case.lua:10:1\n/*\nimport this from there\n*/\n\n\n\n\n\n\ntype t");
    assert_has(text, "//line a-case.lua:30:1\n\nvar x = `\nimport \"no\"\n`\n");
    const char *first = strstr(text, "import \"fmt\"");
    assert_non_null(first);
    assert_null(strstr(first + 1, "import \"fmt\""));
    free(text);
}

static void functions_are_named_after_strategies(void **state)
{
    (void)state;
    char *one = esc_go_function("stack", "Op");
    char *two = esc_go_function("two-words-3", "Setup");
    assert_string_equal(one, "stackOp");
    assert_string_equal(two, "twoWords3Setup");
    free(one);
    free(two);
}

static void loops_call_set_up_where_there_is_one(void **state)
{
    (void)state;
    struct go_case go;
    struct esc_text out = {0};
    esc_go_loops(go_case(&go, NULL, "func stackOp(i uint64) uint64 { return i }",
                         "func twoWordsSetup() {}\nfunc twoWordsOp(i uint64) uint64 { return i }"),
                 &out);
    assert_has(out.bytes, "func EscSetupTwoWords() { twoWordsSetup() }");
    assert_has(out.bytes, "func EscTeardownTwoWords() {}");
    assert_has(out.bytes, "func EscSetupStack() {}");
    assert_has(out.bytes, "sum = (sum<<1 | sum>>63) ^ twoWordsOp(i)\n");
    assert_has(out.bytes, "//line a-case.lua:30:1\n\t\tsum");
    esc_text_free(&out);
}

static void set_up_is_what_go_takes_for_a_declaration(void **state)
{
    (void)state;
    struct go_case go;
    struct esc_text out = {0};
    esc_go_loops(go_case(&go, "func\ttwoWordsTeardown /* spaced */ () {}",
                         "// func stackSetup() is not needed\nvar x = `func stackSetup() {`\n"
                         "func (t) stackTeardown() {}",
                         "func  twoWordsSetup\t() {}\nfunc twoWordsSetups() {}"),
                 &out);
    assert_has(out.bytes, "func EscSetupTwoWords() { twoWordsSetup() }");
    assert_has(out.bytes, "func EscTeardownTwoWords() { twoWordsTeardown() }");
    assert_has(out.bytes, "func EscSetupStack() {}");
    assert_has(out.bytes, "func EscTeardownStack() {}");
    esc_text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_are_constants),
        cmocka_unit_test(constants_are_replaced_by_values_in_whole_words),
        cmocka_unit_test(lines_are_those_of_the_lua_file),
        cmocka_unit_test(imports_move_to_the_top_once_and_leave_their_line),
        cmocka_unit_test(imports_are_read_as_go_reads_them),
        cmocka_unit_test(functions_are_named_after_strategies),
        cmocka_unit_test(loops_call_set_up_where_there_is_one),
        cmocka_unit_test(set_up_is_what_go_takes_for_a_declaration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
