/* CPU lists, fields, numbers and the compiler's version: good ones and malformed ones. */
#include "machine/compiler.h"
#include "machine/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void cpu_lists(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int count, last;
    } good[] = {{"0", 1, 0}, {"0-3", 4, 3}, {"0-3,8", 5, 8}, {"7,1-2", 3, 7}, {"1023", 1, 1023}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        cpu_set_t set;
        assert_true(esc_cpu_list(good[i].text, &set));
        assert_int_equal(CPU_COUNT(&set), good[i].count);
        assert_int_equal(esc_last_cpu(&set), good[i].last);
    }
}

static void malformed_cpu_lists(void **state)
{
    (void)state;
    static const char *const bad[] = {
        NULL,   "",     ",",    "0,",   "3-1", "-1",     "0-",
        "0--1", "0- 1", "1024", "0-1x", "a",   "0-1,,2", "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cpu_set_t set;
        assert_false(esc_cpu_list(bad[i], &set));
        assert_int_equal(CPU_COUNT(&set), 0);
        assert_int_equal(esc_last_cpu(&set), -1);
    }
}

static void expect_field(const char *text, const char *key, const char *expected)
{
    char *field = esc_machine_field(text, key);
    if (expected == NULL)
        assert_null(field);
    else
        assert_string_equal(field, expected);
    free(field);
}

static void fields(void **state)
{
    (void)state;
    static const char text[] = "model name\t: one two \nmodel\t\t: 7\nempty:\nNAME=\"x\"\nword y";
    expect_field(text, "model", "7");
    expect_field(text, "model name", "one two");
    expect_field(text, "empty", "");
    expect_field(text, "NAME", "\"x\"");
    expect_field(text, "word", NULL);
    expect_field(text, "name", NULL);
    expect_field("", "name", NULL);
    expect_field(NULL, "name", NULL);
}

static void numbers(void **state)
{
    (void)state;
    static const char root[] = "tests/fixtures/machine/server";
    long number = 42;
    assert_false(esc_machine_read_long(root, "/proc/loadavg", &number));
    assert_false(esc_machine_read_long(root, "/no/such/file", &number));
    assert_int_equal(number, 42);
    assert_true(esc_machine_read_long(root, "/sys/fs/cgroup/cpu/cpu.cfs_quota_us", &number));
    assert_int_equal(number, -1);
}

static void reads_folders_as_nothing(void **state)
{
    (void)state;
    assert_null(esc_machine_read("tests/fixtures/machine/server", "/proc"));
    assert_true(esc_machine_exists("tests/fixtures/machine/server", "/proc"));
    assert_false(esc_machine_exists("tests/fixtures/machine/empty", "/proc"));
}

static void expect_version(const char *command, const char *expected)
{
    char *version = esc_compiler_version(command);
    assert_string_equal(version, expected);
    free(version);
}

static void compiler_versions(void **state)
{
    (void)state;
    expect_version("printf 'cc 1.2\\nCopyright\\n'; :", "cc 1.2");
    expect_version("no-such-compiler-here", "no-such-compiler-here");
    expect_version("false", "false");
    expect_version("true", "true");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cpu_lists),
        cmocka_unit_test(malformed_cpu_lists),
        cmocka_unit_test(fields),
        cmocka_unit_test(numbers),
        cmocka_unit_test(reads_folders_as_nothing),
        cmocka_unit_test(compiler_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
