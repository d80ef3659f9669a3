/* The C text of a case: golden texts, line mapping, names of symbols. */
#include "compiled_case.h"
#include "noun/function.h"

#define ESC_RUNTIME_ID 5
#include "kernel/esc.h"

static const char golden[] =
    "#include \"esc.h\"\n"
    "#line 3 \"cases/tiny.lua\"\n"
    "static long words;\n"
    "#line 5 \"tiny.c\"\n"
    "\n"
    "#if ESC_RUNTIME_ID == ESC_ID_NONE\n"
    "\n"
    "static inline uint64_t stack_op(uint64_t i);\n"
    "#line 10 \"cases/tiny.lua\"\n"
    "static uint64_t stack_op(uint64_t i) { return i; }\n"
    "#line 12 \"tiny.c\"\n"
    "static uint64_t esc_run_stack(uint64_t n)\n"
    "{\n"
    "    uint64_t sum = 0;\n"
    "    for (uint64_t i = 0; i < n; i++) {\n"
    "        sum = (sum << 1 | sum >> 63) ^ stack_op(i);\n"
    "        __asm__ volatile(\"\" : \"+r\"(sum), \"+r\"(i) : : \"memory\");\n"
    "    }\n"
    "    return sum;\n"
    "}\n"
    "ESC_EXPORT const struct esc_kernel "
    "ESC_SYMBOL(ESC_POINT, stack, ESC_RUNTIME_NAME) = {\n"
    "    \"stack\", 0, esc_run_stack, 0};\n"
    "\n"
    "#else\n"
    "\n"
    "static inline uint64_t heap_op(uint64_t i);\n"
    "#line 20 \"cases/tiny.lua\"\n"
    "static uint64_t heap_op(uint64_t i) { \n"
    " return i;\n"
    " }\n"
    "#line 32 \"tiny.c\"\n"
    "static uint64_t esc_run_heap(uint64_t n)\n"
    "{\n"
    "    uint64_t sum = 0;\n"
    "    for (uint64_t i = 0; i < n; i++) {\n"
    "        sum = (sum << 1 | sum >> 63) ^ heap_op(i);\n"
    "        __asm__ volatile(\"\" : \"+r\"(sum), \"+r\"(i) : : \"memory\");\n"
    "    }\n"
    "    return sum;\n"
    "}\n"
    "ESC_EXPORT const struct esc_kernel "
    "ESC_SYMBOL(ESC_POINT, heap, ESC_RUNTIME_NAME) = {\n"
    "    \"heap\", 0, esc_run_heap, 0};\n"
    "\n"
    "#endif\n";

static const struct esc_case *tiny_case(struct small_case *small, const char *path)
{
    return small_case(small, "tiny", path, "static long words;", "return i;", "\n return i;\n");
}

static void whole_text(void **state)
{
    (void)state;
    struct small_case small;
    struct esc_text text = {0};
    esc_codegen(tiny_case(&small, "cases/tiny.lua"), &text);
    assert_string_equal(text.bytes, golden);
    esc_text_free(&text);
}

static void text_is_appended(void **state)
{
    (void)state;
    struct small_case small;
    struct esc_text text = {0};
    esc_text_add(&text, "before\nthat\n");
    esc_codegen(tiny_case(&small, "cases/tiny.lua"), &text);
    assert_string_equal(text.bytes + strlen("before\nthat\n"), golden);
    esc_text_free(&text);
}

/* size:8 and size:64 by kind:plain and kind:to-scan; the last parameter varies fastest. */
static void parameters(void **state)
{
    (void)state;
    char size[] = "size", kind[] = "kind", eight[] = "8", large[] = "-6000000000",
         plain[] = "plain", scan[] = "to-scan";
    struct esc_value sizes[] = {{eight, 8, false}, {large, -6000000000, false}};
    struct esc_value kinds[] = {{plain, 0, true}, {scan, 1, true}};
    struct esc_param params[] = {{.name = size, .values = sizes, .count = 2},
                                 {.name = kind, .values = kinds, .count = 2}};
    size_t chosen[3][2] = {{0, 0}, {0, 1}, {1, 1}};
    struct esc_point points[] = {
        {.values = chosen[0]}, {.values = chosen[1]}, {.values = chosen[2]}};
    struct small_case small;
    small_case(&small, "tiny", "cases/tiny.lua", NULL, "return i;", "return i;");
    small.bench_case.params = params;
    small.bench_case.param_count = 2;
    small.bench_case.points = points;
    small.bench_case.point_count = 3;
    struct esc_text text = {0};
    esc_codegen(&small.bench_case, &text);
    static const char expected[] =
        "#define KIND_PLAIN 0\n"
        "#define KIND_TO_SCAN 1\n"
        "#if ESC_POINT == 0\n"
        "#define SIZE 8\n#define ESC_VALUE_SIZE 8\n"
        "#define KIND 0\n#define ESC_VALUE_KIND 0\n"
        "#elif ESC_POINT == 1\n"
        "#define SIZE 8\n#define ESC_VALUE_SIZE 8\n"
        "#define KIND 1\n#define ESC_VALUE_KIND 1\n"
        "#elif ESC_POINT == 2\n"
        "#define SIZE (-6000000000)\n#define ESC_VALUE_SIZE (-6000000000)\n"
        "#define KIND 1\n#define ESC_VALUE_KIND 1\n"
        "#endif\n"
        "\n#if ESC_RUNTIME_ID == ESC_ID_NONE\n";
    assert_non_null(strstr(text.bytes, expected));
    static const char *const guards[] = {"#ifdef SIZE\n#line",
                                         "#ifdef KIND\n#line",
                                         "#ifdef KIND_PLAIN\n#line",
                                         "#ifdef KIND_TO_SCAN\n#line",
                                         "#if SIZE != ESC_VALUE_SIZE\n#line",
                                         "#if KIND != ESC_VALUE_KIND\n#line"};
    for (size_t k = 0; k < sizeof guards / sizeof *guards; k++)
        assert_non_null(strstr(text.bytes, guards[k]));
    esc_text_free(&text);
}

static void setup_and_teardown(void **state)
{
    (void)state;
    struct small_case small;
    small_case(&small, "tiny", "cases/tiny.lua", NULL, "return i; /* heap_setup(void) {} */",
               "return i;");
    small.strategies[1].c.text =
        (char *)"void heap_setup(void) {}\nuint64_t heap_op(uint64_t i) { return i; }\n"
                "void heap_teardown(void)\n{\n}\n";
    struct esc_text text = {0};
    esc_codegen(&small.bench_case, &text);
    assert_non_null(strstr(text.bytes,
                           "static inline uint64_t heap_op(uint64_t i);\n"
                           "static void heap_setup(void);\n"
                           "static void heap_teardown(void);\n"
                           "#line 20 \"cases/tiny.lua\"\n"));
    assert_non_null(strstr(text.bytes, "\"heap\", heap_setup, esc_run_heap, heap_teardown};"));
    assert_non_null(strstr(text.bytes, "\"stack\", 0, esc_run_stack, 0};"));
    esc_text_free(&text);
}

/* Before the case's text, so that all of it may set them; the parameters' guards come behind. */
static void counters(void **state)
{
    (void)state;
    struct small_case small;
    struct esc_own_counter own[] = {{.name = (char *)"hits"}, {.name = (char *)"page_use"}};
    small_case(&small, "tiny", "cases/tiny.lua", "int shared;", "return i;", "return i;");
    small.bench_case.counters = own;
    small.bench_case.counter_count = 2;
    struct esc_text text = {0};
    esc_codegen(&small.bench_case, &text);
    static const char opening[] =
        "#include \"esc.h\"\n"
        "enum { esc_counter_hits, esc_counter_page_use };\n"
        "static struct esc_kernel_counter esc_own_counters[2];\n"
        "#line 3 \"cases/tiny.lua\"\n";
    assert_memory_equal(text.bytes, opening, strlen(opening));
    assert_non_null(strstr(text.bytes, "\"stack\", 0, esc_run_stack, 0, esc_own_counters, 2};"));
    esc_text_free(&text);
}

/* A case of Go alone has no kernels. */
static void without_c(void **state)
{
    (void)state;
    struct small_case small;
    small_case(&small, "tiny", "cases/tiny.lua", NULL, "return i;", "return i;");
    small.strategies[0].c.text = small.strategies[1].c.text = NULL;
    struct esc_text text = {0};
    esc_codegen(&small.bench_case, &text);
    assert_null(strstr(text.bytes, "esc_run_"));
    esc_text_free(&text);
}

/* What counts as a definition in a C text. */
static void definitions(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool defines;
    } rows[] = {
        {"static uint64_t a_op(uint64_t i) { return i; }", true},
        {"uint64_t\na_op\n(uint64_t (*f)(int), int i)\n{}", true},
        {"int a_op(int i) ESC_COLD __attribute__((cold(1))) /* { */ {}", true},
        {"int a_op(char c /* ) */) { return ')'; }", true},
        {"#if SIZE > 8\nint b(void) {\n#else\nint b(int i) {\n#endif\n}\nint a_op(void) {}", true},
        {"uint64_t a_op(uint64_t i);", false},
        {"int b(void) { return a_op(1); }", false},
        {"int b(void) { if (a_op(1)) { } }", false},
        {"int aa_op(int i) {} int a_opp(int i) {}", false},
        {"/* int a_op(int i) {} */ // int a_op(int i) {}", false},
        {"char *s = \"\\\" a_op(i) {\"; char c = '\\'';", false},
        {"a_op", false},
        {"int a_op(int i", false},
        {"/* int", false},
        {"", false},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        assert_int_equal(esc_function_defined(rows[k].text, "a_op"), rows[k].defines);
    char *name = esc_function_name("constant-capacity", "op");
    assert_string_equal(name, "constant_capacity_op");
    free(name);
}

static void awkward_paths(void **state)
{
    (void)state;
    struct small_case small;
    struct esc_text text = {0};
    esc_codegen(tiny_case(&small, "my \"own\"\\cases/a\nb.lua"), &text);
    assert_non_null(strstr(text.bytes, "#line 10 \"my \\042own\\042\\134cases/a\\012b.lua\"\n"));
    esc_text_free(&text);
}

static void symbols(void **state)
{
    (void)state;
    static const struct {
        const char *strategy;
        size_t point;
        enum esc_runtime_id runtime;
        const char *symbol;
    } rows[] = {
        {"heap", 3, ESC_RUNTIME_MALLOC, "esc_kernel_3_heap_malloc"},
        {"stack", 0, ESC_RUNTIME_NONE, "esc_kernel_0_stack_none"},
        {"heap-boehm", 12, ESC_RUNTIME_NONE, "esc_kernel_12_heap_boehm_none"},
        {"heap", 12, ESC_RUNTIME_BOEHM, "esc_kernel_12_heap_boehm"},
        {"pre-alloc", 1, ESC_RUNTIME_GOHEAP, "esc_kernel_1_pre_alloc_goheap"},
        {"heap", 2, ESC_RUNTIME_GOHEAP_1_27, "esc_kernel_2_heap_goheap127"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct esc_strategy strategy = {.name = (char *)(uintptr_t)rows[k].strategy};
        char *symbol = esc_codegen_symbol(&strategy, rows[k].point, rows[k].runtime);
        assert_string_equal(symbol, rows[k].symbol);
        free(symbol);
    }
}

/* The numbers the preprocessor sees are those of the enum. */
static void runtime_numbers(void **state)
{
    (void)state;
    assert_int_equal(ESC_ID_GOHEAP, ESC_RUNTIME_GOHEAP);
    assert_int_equal(ESC_ID_BOEHM, ESC_RUNTIME_BOEHM);
    assert_int_equal(ESC_ID_MALLOC, ESC_RUNTIME_MALLOC);
    assert_int_equal(ESC_ID_GOHEAP_1_27, ESC_RUNTIME_GOHEAP_1_27);
    assert_int_equal(ESC_ID_NONE, ESC_RUNTIME_NONE);
}

/* A stack side that the later release moves is in a unit of either kind, and in one of them. */
static void a_moved_stack_side_goes_where_the_release_puts_it(void **state)
{
    (void)state;
    struct small_case small;
    struct esc_text text = {0};
    struct esc_expectation moved = {1, 64};
    struct esc_since since = {.minor = 24, .expect = &moved};
    tiny_case(&small, "cases/tiny.lua");
    small.strategies[0].since = &since;
    small.strategies[0].since_count = 1;
    esc_codegen(&small.bench_case, &text);
    const char *none = strstr(text.bytes,
                              "#if ESC_RUNTIME_ID == ESC_ID_NONE\n\n"
                              "#if !(ESC_GO >= 27 && (0 || ESC_POINT == 0))\n");
    const char *heap = strstr(text.bytes, "#else\n\n#if (ESC_GO >= 27 && (0 || ESC_POINT == 0))\n");
    assert_non_null(none);
    assert_non_null(heap);
    assert_non_null(strstr(none, "esc_run_stack"));
    assert_non_null(strstr(heap, "esc_run_stack"));
    esc_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_text),
        cmocka_unit_test(text_is_appended),
        cmocka_unit_test(parameters),
        cmocka_unit_test(setup_and_teardown),
        cmocka_unit_test(counters),
        cmocka_unit_test(without_c),
        cmocka_unit_test(definitions),
        cmocka_unit_test(awkward_paths),
        cmocka_unit_test(symbols),
        cmocka_unit_test(runtime_numbers),
        cmocka_unit_test(a_moved_stack_side_goes_where_the_release_puts_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
