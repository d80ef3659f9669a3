/* Text for pictures: measuring, cleaning, cutting, wrapping; axes and their ticks. */
#include "chart/scale.h"
#include "chart/style.h"
#include "words/units.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void widths_are_those_of_the_font(void **state)
{
    (void)state;
    assert_true(fabs(esc_chart_width("0123456789", 100, false) - 636) < 1e-9);
    assert_true(fabs(esc_chart_width("iii", 1000, false) - 3 * 278) < 1e-9);
    assert_true(esc_chart_width("heap", 20, true) > esc_chart_width("heap", 20, false));
    assert_true(fabs(esc_chart_width("×", 1000, false) - 838) < 1e-9);
    assert_true(fabs(esc_chart_width("", 20, false)) < 1e-9);
}

static void check_clean(const char *text, const char *wanted)
{
    char *clean = esc_chart_clean(text);
    assert_string_equal(clean, wanted);
    free(clean);
}

static void cleaning(void **state)
{
    (void)state;
    check_clean("two\nlines\r\n and\ttabs ", "two lines and tabs");
    check_clean("esc\033[31m bell\a", "esc [31m bell");
    check_clean("\xff\xfe bad \xc3( \xe2\x82 short", "bad ( short");
    check_clean("\xed\xa0\x80 surrogate \xc0\xaf long form", "surrogate long form");
    check_clean("ü × 指 𝄞", "ü × 指 𝄞");
    check_clean("\xc2\x85 C1", "C1");
    check_clean(NULL, "");
}

static void cutting(void **state)
{
    (void)state;
    char *cut = esc_chart_cut("interface-boxing", 20, false, 100);
    assert_true(esc_chart_width(cut, 20, false) <= 100);
    assert_non_null(strstr(cut, "…"));
    assert_int_equal(strncmp(cut, "inter", 5), 0);
    free(cut);
    cut = esc_chart_cut("short", 20, false, 100);
    assert_string_equal(cut, "short");
    free(cut);
    cut = esc_chart_cut("üüüüüüüü", 20, false, 60);
    char *clean = esc_chart_clean(cut);
    assert_string_equal(cut, clean); /* never cut inside a character */
    free(clean);
    free(cut);
}

static void wrapping(void **state)
{
    (void)state;
    size_t count;
    char **lines = esc_chart_wrap("one two three four", " ", 10, false, 60, 9, &count);
    assert_true(count > 1);
    for (size_t i = 0; i < count; i++)
        assert_true(esc_chart_width(lines[i], 10, false) <= 60);
    assert_string_equal(lines[0], "one two");
    esc_chart_free_lines(lines, count);
    lines = esc_chart_wrap("CPU with blanks · VM · kernel", " · ", 10, false, 90, 9, &count);
    assert_string_equal(lines[0], "CPU with blanks");
    esc_chart_free_lines(lines, count);
    lines = esc_chart_wrap("a b c d e f g h i j k l m n o p", " ", 10, false, 40, 2, &count);
    assert_int_equal(count, 2);
    assert_non_null(strstr(lines[1], "…"));
    esc_chart_free_lines(lines, count);
    lines = esc_chart_wrap("", " ", 10, false, 40, 2, &count);
    assert_int_equal(count, 0);
    esc_chart_free_lines(lines, count);
}

static struct scale scale_of(double low, double high, bool force_log)
{
    double values[] = {low, NAN, high};
    return esc_chart_scale(values, 3, 100, 1100, force_log, 90, esc_chart_ns_words);
}

static void log_from_a_span_of_twenty(void **state)
{
    (void)state;
    assert_false(scale_of(1, 20, false).log);
    assert_true(scale_of(1, 20.1, false).log);
    assert_true(scale_of(1, 2, true).log);
    assert_true(fabs(scale_of(5, 20, false).low) < 1e-9); /* linear axes start at 0 */
    assert_true(scale_of(5, 20, false).high > 20);
}

/* Whatever the range: ticks inside, at least two with words, no two words closer than asked. */
static void ticks_are_readable(void **state)
{
    (void)state;
    static const double spans[] = {1.001, 1.1, 1.7, 3, 7, 15, 19, 50, 400, 1e4, 1e7, 1e12};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        for (double low = 0.05; low < 1e7; low *= 3.7)
            for (int force = 0; force < 2; force++) {
                struct scale scale = scale_of(low, low * spans[i], force == 1);
                size_t words = 0;
                double last = -INFINITY;
                for (double place = 100; place <= 1100; place += 0.25) {
                    for (size_t t = 0; t < scale.tic_count; t++) {
                        double at = esc_chart_place(&scale, scale.tics[t].at);
                        if (scale.tics[t].text[0] == '\0' || at < place || at >= place + 0.25)
                            continue;
                        assert_true(at - last >= 89);
                        last = at;
                        words++;
                    }
                }
                assert_true(words >= 2);
                assert_true(esc_chart_place(&scale, low) >= 100);
                assert_true(esc_chart_place(&scale, low * spans[i]) <= 1100);
            }
}

/* Three and a half decades with room for every second one: 1 and 100 us, not 10 us alone. */
static void decades_are_skipped_so_that_most_are_named(void **state)
{
    (void)state;
    const double values[] = {180, 234000};
    struct scale scale = esc_chart_scale(values, 2, 0, 373, false, 109, esc_chart_ns_words);
    size_t words = 0;
    for (size_t t = 0; t < scale.tic_count; t++)
        words += scale.tics[t].text[0] != '\0';
    assert_int_equal(words, 2);
}

static void tick_words(void **state)
{
    (void)state;
    char text[TIC_TEXT];
    esc_chart_ns_words(text, 1000);
    assert_string_equal(text, "1 µs");
    esc_chart_ns_words(text, 10);
    assert_string_equal(text, "10 ns");
    esc_chart_ns_words(text, 2500);
    assert_string_equal(text, "2.5 µs");
    esc_chart_ns_words(text, 0.001);
    assert_string_equal(text, "0.001 ns");
    esc_units_ns_drawn(text, 2000);
    assert_string_equal(text, "2.00 µs");
    esc_chart_percent_words(text, 20);
    assert_string_equal(text, "20 %");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_those_of_the_font),
        cmocka_unit_test(cleaning),
        cmocka_unit_test(cutting),
        cmocka_unit_test(wrapping),
        cmocka_unit_test(log_from_a_span_of_twenty),
        cmocka_unit_test(ticks_are_readable),
        cmocka_unit_test(decades_are_skipped_so_that_most_are_named),
        cmocka_unit_test(tick_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
