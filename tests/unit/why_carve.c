/*
 * A function carved out of its file: what comes with it, what does not, and how it is called.
 */
#include "why/carve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char text[] =
    "//go:build linux\n"                                     /* 1 */
    "\n"                                                     /* 2 */
    "package main\n"                                         /* 3 */
    "\n"                                                     /* 4 */
    "import (\n"                                             /* 5 */
    "\t\"fmt\" // not used by f\n"                           /* 6 */
    "\tstr \"strings\"; \"math/bits\"\n"                     /* 7 */
    ")\n"                                                    /* 8 */
    "import `errors`\n"                                      /* 9 */
    "\n"                                                     /* 10 */
    "var kept = func() error { return errors.New(\"}\") }\n" /* 11 */
    "\n"                                                     /* 12 */
    "// f is of interest.\n"                                 /* 13 */
    "//go:noinline\n"                                        /* 14 */
    "func f(a, b int,\n"                                     /* 15 */
    "\tword string, rest ...any) interface{} {\n"            /* 16 */
    "\t_ = `}`; /* } */ _ = '}'\n"                           /* 17 */
    "\tif a > 0 { return f(a - 1, b, word) }\n"              /* 18 */
    "\treturn x.f + helper(str.ToUpper(word)) // f\n"        /* 19 */
    "}\n"                                                    /* 20 */
    "func helper(s string) int { return inner(len(s)) }\n"   /* 21 */
    "func inner(n int) int { return bits.Len(uint(n)) }\n"   /* 22 */
    "func other() { fmt.Println() }\n"                       /* 23 */
    "func main() { f(1, 2, \"\"); other() }\n"               /* 24 */
    "func (t T) method() {}\n"                               /* 25 */
    "func generic[P any](p P) {}\n"                          /* 26 */
    "func (\n\tt *T) of() { }\n"                             /* 27, 28 */
    "func types(int, bool, float64,) { }\n"                  /* 29 */
    "func list(s []int, n int) {}";                          /* 30, without a line end */

static bool carve(int line, struct esc_carved *carved, char **message)
{
    struct esc_error error = {0};
    const bool good = esc_carve("x.go", text, line, carved, &error);
    assert_int_equal(good, error.count == 0);
    *message = good ? NULL : strdup(error.messages[0].text);
    esc_error_free(&error);
    return good;
}

static void test_function(void **state)
{
    (void)state;
    for (int line = 15; line <= 20; line++) {
        struct esc_carved carved = {0};
        char *message;
        assert_true(carve(line, &carved, &message));
        assert_string_equal(carved.name, "f");
        assert_string_equal(carved.call, "f(8, 8, \"escapement\")");
        static const char opening[] = "// f is of interest.\n//go:noinline\nfunc f(";
        assert_memory_equal(carved.function, opening, strlen(opening));
        assert_non_null(strstr(carved.function, "// f\n}\n"));
        esc_carved_free(&carved);
    }
}

/* Variables may be needed for what setting them does, and methods for interfaces; functions where
 * they are named; imports where their names are. */
static void test_shared(void **state)
{
    (void)state;
    struct esc_carved carved = {0};
    char *message;
    assert_true(carve(18, &carved, &message));
    static const char *const there[] = {"import str \"strings\"\n",
                                        "import \"math/bits\"\n",
                                        "import `errors`\n",
                                        "var kept",
                                        "func helper",
                                        "func inner",
                                        "method()",
                                        "of()"};
    static const char *const gone[] = {"fmt",        "func main",    "func f",  "func other",
                                       "func types", "func generic", "package", "go:build"};
    for (size_t k = 0; k < sizeof there / sizeof *there; k++)
        if (strstr(carved.shared, there[k]) == NULL)
            fail_msg("%s is missing in:\n%s", there[k], carved.shared);
    for (size_t k = 0; k < sizeof gone / sizeof *gone; k++)
        if (strstr(carved.shared, gone[k]) != NULL)
            fail_msg("%s is in:\n%s", gone[k], carved.shared);
    esc_carved_free(&carved);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *message;
    } refused[] = {{3, "the line is in no function"},
                   {11, "the line is in no function"},
                   {24, "main cannot be called from a case"},
                   {25, "a method cannot be called from a case"},
                   {28, "a method cannot be called from a case"},
                   {26, "a function with type parameters cannot be called from a case"},
                   {30, "list takes a []int: what to call it with is not known"},
                   {31, "the line is in no function"}};
    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) {
        struct esc_carved carved = {0};
        char *message = NULL;
        assert_false(carve(refused[k].line, &carved, &message));
        assert_string_equal(message, refused[k].message);
        free(message);
        esc_carved_free(&carved);
    }
    struct esc_carved carved = {0};
    char *message;
    assert_true(carve(29, &carved, &message));
    assert_string_equal(carved.call, "types(8, true, 8)");
    esc_carved_free(&carved);
}

static void test_renamed(void **state)
{
    (void)state;
    char *renamed = esc_carve_renamed("func f() { x.f(); f(ff, \"f\", f) } // f", "f", "g");
    assert_string_equal(renamed, "func g() { x.f(); g(ff, \"f\", g) } // f");
    free(renamed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_function), cmocka_unit_test(test_shared),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_renamed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
