/*
 * exercise/: what the text of a task may hold, in both languages, and the case that it becomes.
 */
#include "exercise/exercise.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char go_start[] =
    "package task\n\ntype kind struct{}\nvar one kind\n\nfunc Sum() {\n\tvar p point\n}\n";
static const char go_solution[] = "package task\n\nvar pool = sync.Pool{New: f}\n";
static const char c_start[] =
    "static message *slots[1];\nstatic uint64_t sum(void)\n{\n    word s;\n}\n";
static const char c_solution[] = "static message slots[1];\n";

/* The faults of a text. */
static struct esc_error faults_of(enum esc_language language, const char *text)
{
    const bool go = language == ESC_IN_GO;
    const struct esc_task task = {language, "seat/01-x/task", text, go ? go_start : c_start,
                                  go ? go_solution : c_solution};
    struct esc_error error = {0};
    bool good = esc_exercise_rules(&task, &error);
    assert_int_equal(good, error.count == 0);
    return error;
}

static void allows(enum esc_language language, const char *text)
{
    struct esc_error error = faults_of(language, text);
    assert_int_equal(error.count, 0);
}

/* One fault, at that line, that names `word`. */
static void refuses(enum esc_language language, const char *text, int line, const char *word)
{
    struct esc_error error = faults_of(language, text);
    assert_int_equal(error.count, 1);
    assert_string_equal(error.messages[0].file, "seat/01-x/task");
    assert_int_equal(error.messages[0].line, line);
    assert_non_null(strstr(error.messages[0].text, word));
    esc_error_free(&error);
}

static void go_directives_but_noinline_are_refused(void **state)
{
    (void)state;
    allows(ESC_IN_GO, "package task\n\n//go:noinline\nfunc f() {}\n");
    refuses(ESC_IN_GO, "package task\n//go:noescape\nfunc f()\n", 2, "//go:noescape");
    refuses(ESC_IN_GO, "package task\n//go:noinlines\n", 2, "//go:noinlines");
    refuses(ESC_IN_GO, "//go:build ignore\n\npackage task\n", 1, "//go:build");
    refuses(ESC_IN_GO, "// +build ignore\n\npackage task\n", 1, "none of a task's directives");
    refuses(ESC_IN_GO, "package task\nfunc f() {\n\tx() /*line a.go:1:1*/\n}\n", 3, "/*line");
    refuses(ESC_IN_GO, "package task\n//export f\n", 2, "//export");
    refuses(ESC_IN_GO, "package task\nimport (\n\t\"fmt\"\n//line a.go:99\n)\n", 4, "//line");
    /* Where no compiler reads them they are words. */
    allows(ESC_IN_GO,
           "package task\n// see //go:noescape\nvar one kind\nconst s = \"//go:linkname\"\n");
}

static void go_imports_are_those_of_the_list(void **state)
{
    (void)state;
    allows(ESC_IN_GO,
           "package task\nimport \"fmt\"\nimport (\n\ts \"strings\"\n\t\"math/bits\"\n)\n");
    refuses(ESC_IN_GO, "package task\nimport \"unsafe\"\n", 2, "\"unsafe\"");
    refuses(ESC_IN_GO, "package task\nimport _ \"unsafe\"\n", 2, "\"unsafe\"");
    refuses(ESC_IN_GO, "package task\nimport (\n\t\"fmt\"\n\tr `runtime`\n)\n", 4, "`runtime`");
    refuses(ESC_IN_GO, "package task\nimport \"C\"\n", 2, "\"C\"");
    refuses(ESC_IN_GO, "package task\nimport \"fm\"\n", 2, "\"fm\"");
    /* A text in a function is no import. */
    allows(ESC_IN_GO, "package task\nfunc f() string { return \"unsafe\" }\n");
}

static void go_variables_are_those_of_start_and_solution(void **state)
{
    (void)state;
    allows(ESC_IN_GO, "package task\nvar one kind\nvar  pool = sync.Pool{New: another}\n");
    allows(ESC_IN_GO, "package task\nfunc f() {\n\tvar kept point\n}\n");
    refuses(ESC_IN_GO, "package task\n\nvar kept point\n", 3, "var kept point");
    refuses(ESC_IN_GO, "package task\nvar one point\n", 2, "var one point");
    refuses(ESC_IN_GO, "package task\nvar (\n\tone kind\n)\n", 2, "var (");
    allows(ESC_IN_GO, "package task\n\ntype kind  struct{}\nvar one kind\n");
    refuses(ESC_IN_GO, "package task\n\ntype kind struct{ p point }\nvar one kind\n", 4,
            "type kind");
    refuses(ESC_IN_GO, "package task\nvar one kind\ntype kind [4]point\n", 2, "type kind");
    refuses(ESC_IN_GO, "package task\nvar one kind\n\ttype /* */\tkind [4]point\n", 2, "type kind");
    refuses(ESC_IN_GO, "package task\ntype (\n\tkind [4]point\n)\n", 2, "type (");
    refuses(ESC_IN_GO, "package task\nfunc f() {\n\tio.EOF = &point{}\n}\n", 3, "EOF");
    /* The start has a line like this, but inside of a function. */
    refuses(ESC_IN_GO, "package task\nvar p point\n", 2, "var p point");
}

static void names_of_the_grading_are_its_own(void **state)
{
    (void)state;
    refuses(ESC_IN_GO, "package task\nfunc Sum(x uint64) uint64 { return stackOp(x) }\n", 2,
            "stackOp");
    refuses(ESC_IN_GO, "package task\nfunc heapSetup() {}\n", 2, "heapSetup");
    refuses(ESC_IN_GO, "package task\nfunc f() { EscRunStack(1) }\n", 2, "EscRunStack");
    refuses(ESC_IN_GO, "package task\nfunc init() {}\n", 2, "init");
    refuses(ESC_IN_GO, "package task\nfunc /* */ init() {}\n", 2, "init");
    allows(ESC_IN_GO, "package task\nfunc (p *point) init() {}\nfunc heapOps() {}\n");
    refuses(ESC_IN_C, "static uint64_t sum(uint64_t x)\n{\n    return stack_op(x);\n}\n", 3,
            "stack_op");
    refuses(ESC_IN_C, "static void heap_setup(void)\n{\n}\n", 1, "heap_setup");
}

static void c_variables_outside_of_functions_are_those_of_start_and_solution(void **state)
{
    (void)state;
    allows(ESC_IN_C,
           "typedef struct {\n    uint64_t a;\n} point;\nESC_NOSCAN(point);\nenum { SIZE = 4 };\n");
    allows(ESC_IN_C, "static message slots[1];\nstatic uint64_t sum(void)\n{\n    point p;\n}\n");
    allows(ESC_IN_C,
           "_Static_assert(1, \"\");\nESC_POINTERS(a, ESC_PTR(a, b));\n"
           "typedef unsigned char byte, buffer[64];\nenum state { A, B = 2 };\n");
    refuses(ESC_IN_C, "static uint64_t f(void)\n{\n}\n\nstatic point kept;\n", 5,
            "static point kept");
    refuses(ESC_IN_C, "static point kept = {0};\n", 1, "static point kept");
    refuses(ESC_IN_C, "static point kept[4];\n", 1, "static point kept[4]");
    refuses(ESC_IN_C, "static void (*kept)(void);\n", 1, "variable");
    refuses(ESC_IN_C, "struct {\n    int a;\n} kept;\n", 1, "struct");
    refuses(ESC_IN_C, "word s;\n", 1, "word s");
}

/* A macro may make anything of what looks like a prototype. */
static void c_variables_that_look_like_something_else_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"static point(kept);\n",
                                        "static point(kept) = {0};\n",
                                        "static uint64_t sum(void);\n",
                                        "static point f(void), kept;\n",
                                        "static __typeof__(point) kept;\n",
                                        "_Alignas(16) static point kept;\n",
                                        "ESC_NOSCAN(point), *kept;\n",
                                        "GORT_MAP_OF(kept, a, b, c, d, e, f);\n",
                                        "static message slots[1]\n, kept;\n",
                                        "enum { A } kept[8];\n",
                                        "enum { A /* }; */ } kept;\n",
                                        "enum state kept;\n",
                                        "enum state kept[2] = {A};\n"};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct esc_error error = faults_of(ESC_IN_C, texts[k]);
        assert_int_equal(error.count, 1);
        assert_non_null(strstr(error.messages[0].text, "is a variable"));
        esc_error_free(&error);
    }
}

static void c_other_spellings_are_refused(void **state)
{
    (void)state;
    refuses(ESC_IN_C, "static void f(void)\n{\n    sta\\\ntic point p;\n}\n", 3, "backslash");
    refuses(ESC_IN_C, "/* *\\ \n/ static point kept; /* */\n", 1, "backslash");
    refuses(ESC_IN_C, "static void f(void)\n{\n    a<:1:> = 0;\n}\n", 3, "<:");
    refuses(ESC_IN_C, "static void f(void)\n{\n    g(R\"x\");\n}\n", 3, "R\"");
    refuses(ESC_IN_C, "static void f(void)\n{\n    GORT_CALL point p;\n}\n", 3, "GORT_CALL");
    refuses(ESC_IN_C, "static void f(void)\n{\n    ESC_NOSCAN(a), *p;\n}\n", 3, "ESC_NOSCAN");
    allows(ESC_IN_C, "static uint64_t f(void)\n{\n    return a < b ? c : d % 7;\n}\n");
    allows(ESC_IN_C, "static void f(void)\n{\n    g(\"a\\n\", 'R');\n}\n");
}

static void c_storage_that_outlives_a_call_is_refused(void **state)
{
    (void)state;
    refuses(ESC_IN_C, "static uint64_t f(void)\n{\n    static point p;\n}\n", 3, "static variable");
    refuses(ESC_IN_C, "static uint64_t f(void)\n{\n    extern point p;\n}\n", 3, "extern");
    refuses(ESC_IN_C, "static uint64_t f(void)\n{\n    _Thread_local point p;\n}\n", 3,
            "_Thread_local");
    refuses(ESC_IN_C, "#define KEPT static\n", 1, "KEPT");
}

static void c_directives_reach_for_nothing(void **state)
{
    (void)state;
    allows(ESC_IN_C, "#include \"gort/block.h\"\n# define SIZE 0x40u // words\n");
    refuses(ESC_IN_C, "#include \"gort/../secret.h\"\n", 1, "secret.h");
    refuses(ESC_IN_C, "#define PASTE(a, b) a##b\n", 1, "PASTE");
    refuses(ESC_IN_C, "#define WORDS __asm__\n", 1, "WORDS");
    refuses(ESC_IN_C, "#define SIZE\n", 1, "SIZE");
    refuses(ESC_IN_C, "#define SIZE 4 + f(x)\n", 1, "SIZE");
    refuses(ESC_IN_C, "#include \"gort/block.h\" /*\n// */\n", 1, "block.h");
    refuses(ESC_IN_C, "#include <stdlib.h>\n", 1, "<stdlib.h>");
    refuses(ESC_IN_C, "\n#include \"../secret.h\"\n", 2, "secret.h");
    refuses(ESC_IN_C, "#line 1 \"x.c\"\n", 1, "#line");
    refuses(ESC_IN_C, "#pragma GCC optimize(\"O3\")\n", 1, "pragma");
    refuses(ESC_IN_C, "static uint64_t f(void)\n{\n    __asm__(\"\");\n}\n", 3, "__asm__");
}

static void texts_that_end_early_are_read_to_their_end(void **state)
{
    (void)state;
    static const char *const texts[] = {"",     "import", "import (", "var",  "\"", "/*",     "//",
                                        "func", "#",      "{",        "}}}}", "`",  "package"};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct esc_error error = faults_of(ESC_IN_GO, texts[k]);
        esc_error_free(&error);
        error = faults_of(ESC_IN_C, texts[k]);
        esc_error_free(&error);
    }
}

/* ---- the case ------------------------------------------------------------------------------- */

static struct esc_strategy side(const char *name, const char *go, const char *c)
{
    struct esc_strategy side = {.name = esc_strdup(name),
                                .go = {esc_strdup(go), 10},
                                .c = {esc_strdup(c), 20},
                                .expect = esc_calloc(1, sizeof *side.expect)};
    return side;
}

static struct esc_case grade_case(void)
{
    struct esc_case grade = {.path = esc_strdup("exercises/01-x/grade.lua"),
                             .name = esc_strdup("grade"),
                             .line = 4,
                             .strategies = esc_calloc(2, sizeof *grade.strategies),
                             .strategy_count = 2,
                             .points = esc_calloc(1, sizeof *grade.points),
                             .point_count = 1};
    grade.strategies[0] = side("stack", "func stackOp() {}", "stack_op");
    grade.strategies[1] = side("heap", "func heapOp() {}", "heap_op");
    return grade;
}

static void a_task_in_go_stands_in_front_of_its_caller(void **state)
{
    (void)state;
    struct esc_case grade = grade_case();
    const struct esc_task task = {ESC_IN_GO, "seat/01-x/task.go",
                                  "// package words\npackage task\n\nfunc Sum() {}\n", "", ""};
    esc_exercise_compose(&grade, &task, "task7");
    assert_string_equal(grade.name, "task7");
    assert_string_equal(grade.path, "seat/01-x/task.go");
    assert_int_equal(grade.strategies[1].go.line, 1);
    assert_string_equal(grade.strategies[1].go.text,
                        "// package words\n            \n\nfunc Sum() {}\n"
                        "\n//line grade.go:10:1\nfunc heapOp() {}");
    assert_string_equal(grade.strategies[0].go.text, "func stackOp() {}");
    assert_null(grade.strategies[0].c.text);
    assert_null(grade.strategies[1].c.text);
    esc_case_free(&grade);
}

static void a_task_in_c_likewise(void **state)
{
    (void)state;
    struct esc_case grade = grade_case();
    const struct esc_task task = {ESC_IN_C, "seat/01-x/task.c", "sum\n", "", ""};
    esc_exercise_compose(&grade, &task, "task0");
    assert_string_equal(grade.strategies[1].c.text,
                        "sum\n\n#line 20 \"exercises/01-x/grade.lua\"\nheap_op");
    assert_null(grade.strategies[0].go.text);
    assert_null(grade.strategies[1].go.text);
    esc_case_free(&grade);
}

static void silence_is_wanted_where_nothing_is_to_be_allocated(void **state)
{
    (void)state;
    struct esc_case grade = grade_case();
    assert_true(esc_exercise_wants_silence(&grade));
    grade.strategies[1].expect[0].allocs = 1;
    assert_false(esc_exercise_wants_silence(&grade));
    grade.strategies[1].expect[0].allocs = 0;
    grade.strategies[1].escapes = esc_calloc(1, sizeof(char *));
    grade.strategies[1].escapes[0] = esc_strdup("moved to heap: x");
    grade.strategies[1].escape_count = 1;
    assert_false(esc_exercise_wants_silence(&grade));
    esc_case_free(&grade);
}

static void hints_stand_under_their_numbers(void **state)
{
    (void)state;
    static const char hints[] = "## 1\n\nfirst\n\n## 2\n\nsecond\n";
    char *hint = esc_exercise_hint(hints, 1);
    assert_string_equal(hint, "\nfirst\n\n");
    free(hint);
    hint = esc_exercise_hint(hints, 2);
    assert_string_equal(hint, "\nsecond\n");
    free(hint);
    assert_null(esc_exercise_hint(hints, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(go_directives_but_noinline_are_refused),
        cmocka_unit_test(go_imports_are_those_of_the_list),
        cmocka_unit_test(go_variables_are_those_of_start_and_solution),
        cmocka_unit_test(names_of_the_grading_are_its_own),
        cmocka_unit_test(c_variables_outside_of_functions_are_those_of_start_and_solution),
        cmocka_unit_test(c_variables_that_look_like_something_else_are_refused),
        cmocka_unit_test(c_other_spellings_are_refused),
        cmocka_unit_test(c_storage_that_outlives_a_call_is_refused),
        cmocka_unit_test(c_directives_reach_for_nothing),
        cmocka_unit_test(texts_that_end_early_are_read_to_their_end),
        cmocka_unit_test(a_task_in_go_stands_in_front_of_its_caller),
        cmocka_unit_test(a_task_in_c_likewise),
        cmocka_unit_test(silence_is_wanted_where_nothing_is_to_be_allocated),
        cmocka_unit_test(hints_stand_under_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
