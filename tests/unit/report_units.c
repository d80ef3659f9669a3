/* Numbers in words: the borders between units, between digits, and between verdicts. */
#include "words/units.h"

#include "model_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct expected {
    double value;
    const char *text;
};

static void check(char *(*format)(char *, double), const struct expected *table, size_t count)
{
    char text[ESC_UNITS_TEXT];
    for (size_t i = 0; i < count; i++)
        assert_string_equal(format(text, table[i].value), table[i].text);
}
#define CHECK(format, ...)                                                                         \
    check(format, (const struct expected[])__VA_ARGS__,                                            \
          sizeof(const struct expected[]) __VA_ARGS__ / sizeof(struct expected))

static void times(void **state)
{
    (void)state;
    CHECK(esc_units_ns,
          {{0, "0 ns"},         {0.994, "0.99 ns"},  {1.664, "1.66 ns"}, {9.994, "9.99 ns"},
           {9.996, "10.0 ns"},  {99.94, "99.9 ns"},  {99.96, "100 ns"},  {438, "438 ns"},
           {999.4, "999 ns"},   {999.6, "1.00 us"},  {2570, "2.57 us"},  {5100, "5.10 us"},
           {999499, "999 us"},  {999600, "1.00 ms"}, {1.5e9, "1.50 s"},  {5e12, "5000 s"},
           {0.001, "<0.01 ns"}, {-3.2, "-3.20 ns"},  {-0.0, "0 ns"},     {NAN, "-"},
           {INFINITY, "-"}});
}

static void bytes(void **state)
{
    (void)state;
    CHECK(esc_units_bytes, {{0, "0 B"},
                            {8, "8 B"},
                            {5.4, "5.40 B"},
                            {1000, "1000 B"},
                            {1023, "1023 B"},
                            {1023.4, "1023 B"},
                            {1023.6, "1.00 KiB"},
                            {1024, "1 KiB"},
                            {2570, "2.51 KiB"},
                            {4096, "4 KiB"},
                            {65535, "64.0 KiB"},
                            {65536, "64 KiB"},
                            {65537, "64.0 KiB"},
                            {73728, "72 KiB"},
                            {1310720, "1.25 MiB"},
                            {1048575, "1.00 MiB"},
                            {0x1p30, "1 GiB"}});
}

static void counts(void **state)
{
    (void)state;
    CHECK(esc_units_count, {{0, "0"},
                            {1, "1"},
                            {12.5, "12.5"},
                            {2.334, "2.33"},
                            {999.4, "999"},
                            {999.6, "1k"},
                            {1302, "1.3k"},
                            {41564, "41.6k"},
                            {2.5e6, "2.5M"}});
}

static void shares(void **state)
{
    (void)state;
    CHECK(esc_units_percent, {{0, "0 %"},
                              {0.0001, "<0.1 %"},
                              {0.004, "0.4 %"},
                              {0.0096, "1 %"},
                              {0.123, "12 %"},
                              {0.996, "100 %"},
                              {NAN, "-"}});
}

static void factors(void **state)
{
    (void)state;
    CHECK(esc_units_factor, {{0.0039, "0.0039"},
                             {0.994, "0.99"},
                             {0.996, "1.00"},
                             {1.994, "1.99"},
                             {1.996, "2.0"},
                             {6.14, "6.1"},
                             {9.96, "10.0"},
                             {36.04, "36.0"},
                             {99.94, "99.9"},
                             {99.96, "100"},
                             {134.2, "134"},
                             {2566, "2570"},
                             {2570, "2570"},
                             {25704, "25700"}});
}

static void verdicts(void **state)
{
    (void)state;
    char text[64];
    esc_units_verdict(text, sizeof text, 10.3, 9.9, 10.6, "x");
    assert_string_equal(text, "10.3x slower");
    esc_units_verdict(text, sizeof text, 0.8, 0.77, 0.91, "×");
    assert_string_equal(text, "1.25× faster");
    esc_units_verdict(text, sizeof text, 1.1, 1.0, 1.2, "x");
    assert_string_equal(text, "not resolved");
    esc_units_verdict(text, sizeof text, 0.9, 0.8, 1.0, "x");
    assert_string_equal(text, "not resolved");
    esc_units_interval(text, sizeof text, 9.9, 10.6);
    assert_string_equal(text, "[9.9, 10.6]");
    esc_units_interval(text, sizeof text, 0.5, 0.8);
    assert_string_equal(text, "[1.25, 2.0]");
    esc_units_interval(text, sizeof text, 0.93, 1.31);
    assert_string_equal(text, "[0.93, 1.31]");
}

static void points(void **state)
{
    (void)state;
    struct esc_value sizes[] = {{"65536", 65536, false}};
    struct esc_value kinds[] = {{"scan", 0, true}, {"noscan", 1, true}};
    struct esc_value lengths[] = {{"65536", 65536, false}};
    struct esc_param params[] = {{"size", "object size", ESC_UNIT_BYTES, sizes, 1},
                                 {"kind", "kind", ESC_UNIT_NONE, kinds, 2},
                                 {"length", "length", ESC_UNIT_COUNT, lengths, 1}};
    size_t values[] = {0, 1, 0};
    struct esc_case bench_case = {.params = params, .param_count = 3};
    char *words = esc_units_point(&bench_case, &(struct esc_point){.values = values});
    assert_string_equal(words, "size 64 KiB, kind noscan, length 65536");
    free(words);
    bench_case.param_count = 0;
    words = esc_units_point(&bench_case, &(struct esc_point){.values = values});
    assert_string_equal(words, "");
    free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times),  cmocka_unit_test(bytes),   cmocka_unit_test(counts),
        cmocka_unit_test(shares), cmocka_unit_test(factors), cmocka_unit_test(verdicts),
        cmocka_unit_test(points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
