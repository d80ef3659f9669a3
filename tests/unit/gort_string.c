/* Strings: what fits a frame's 32 bytes, what does not, UTF-8 both ways. */
#include "../gort/counted.h"

#include "gort/string.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char text[] = "0123456789012345678901234567890123456789";

static gort_string first(size_t length)
{
    return (gort_string){text, length};
}

/* Go 1.19: b + "!" in a frame allocates from 33 bytes on. */
static void a_result_of_32_bytes_stays_in_the_frame(void **state)
{
    (void)state;
    gort_tmp tmp;
    count_from_here();
    gort_string s = gort_concat(&tmp, first(31), GORT_STRING("!"));
    assert_counted(0, 0);
    assert_ptr_equal(s.bytes, tmp.bytes);
    assert_int_equal(s.length, 32);
    assert_memory_equal(s.bytes, "0123456789012345678901234567890!", 32);
    gort_string_done(s, &tmp);
    assert_int_equal(counted.frees, 0);
}

static void a_result_of_33_bytes_does_not(void **state)
{
    (void)state;
    gort_tmp tmp;
    count_from_here();
    gort_string s = gort_concat(&tmp, first(32), GORT_STRING("!"));
    assert_counted(1, 33);
    assert_int_equal(s.bytes[32], '!');
    gort_string_done(s, &tmp);
    assert_int_equal(counted.frees, 1);
}

static void an_escaping_result_is_always_allocated(void **state)
{
    (void)state;
    count_from_here();
    gort_string s = gort_concat(NULL, first(7), GORT_STRING("!"));
    assert_counted(1, 8);
    gort_string_done(s, NULL);
    count_from_here();
    s = gort_string_of_bytes(NULL, text, 5);
    assert_counted(1, 5);
    assert_memory_equal(s.bytes, "01234", 5);
    gort_string_done(s, NULL);
}

/* Go 1.19: string(runes) allocates from 30 bytes on, []rune(s) from 33 runes on (size classes). */
static void runes_have_their_own_limits(void **state)
{
    (void)state;
    gort_tmp tmp;
    gort_tmp_runes tmp_runes;
    size_t count;
    count_from_here();
    gort_rune *runes = gort_runes_of_string(&tmp_runes, first(32), &count);
    assert_ptr_equal(runes, tmp_runes.runes);
    assert_int_equal(count, 32);
    gort_string_of_runes(&tmp, runes, 29);
    assert_counted(0, 0);
    gort_string s = gort_string_of_runes(&tmp, runes, 30);
    assert_counted(1, 33);
    assert_int_equal(s.length, 30);
    gort_string_done(s, &tmp);
    count_from_here();
    runes = gort_runes_of_string(&tmp_runes, first(33), &count);
    assert_counted(1, 144);
    assert_int_equal(runes[32], '2');
    assert_int_equal(runes[35], 0);
    esc_done(runes);
}

/* The Unicode standard, tables 3-6 and 3-7: lengths, and what is no UTF-8. */
static void utf8_goes_both_ways(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        gort_rune rune;
    } runes[] = {
        {"a", 'a'},
        {"\xC2\x80", 0x80},
        {"\xDF\xBF", 0x7FF},
        {"\xE0\xA0\x80", 0x800},
        {"\xE4\xB8\xAD", 0x4E2D},
        {"\xEF\xBF\xBF", 0xFFFF},
        {"\xF0\x90\x80\x80", 0x10000},
        {"\xF4\x8F\xBF\xBF", 0x10FFFF},
    };
    for (size_t k = 0; k < COUNT(runes); k++) {
        gort_string s = {runes[k].bytes, strlen(runes[k].bytes)};
        size_t at = 0;
        assert_int_equal(gort_decode_rune(s, &at), runes[k].rune);
        assert_int_equal(at, s.length);
        char back[4];
        assert_int_equal(gort_encode_rune(back, runes[k].rune), s.length);
        assert_memory_equal(back, s.bytes, s.length);
    }
}

static void what_is_not_utf8_is_one_bad_byte(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",     "\xC0\x80", "\xC1\xBF",         "\xE0\x9F\xBF",     "\xED\xA0\x80",
        "\xE4\xB8", "\xFF",     "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
    };
    for (size_t k = 0; k < COUNT(bad); k++) {
        size_t at = 0;
        gort_string s = {bad[k], strlen(bad[k])};
        assert_int_equal(gort_decode_rune(s, &at), GORT_RUNE_ERROR);
        assert_int_equal(at, 1);
    }
    char back[4];
    assert_int_equal(gort_encode_rune(back, 0xD800), 3);
    assert_memory_equal(back, "\xEF\xBF\xBD", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_of_32_bytes_stays_in_the_frame),
        cmocka_unit_test(a_result_of_33_bytes_does_not),
        cmocka_unit_test(an_escaping_result_is_always_allocated),
        cmocka_unit_test(runes_have_their_own_limits),
        cmocka_unit_test(utf8_goes_both_ways),
        cmocka_unit_test(what_is_not_utf8_is_one_bad_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
