/* fmt and errors: texts beside libc's, what is wrapped, and the printer that comes back. */
#include "../gort/counted.h"

#include "gort/fmt.h"

#include <stdio.h>

static void assert_text(gort_string s, const char *expected)
{
    assert_int_equal(s.length, strlen(expected));
    assert_memory_equal(s.length ? s.bytes : "", expected, s.length);
}

static gort_string string_of(const char *text)
{
    return (gort_string){text, strlen(text)};
}

static void numbers_are_printed_as_libc_prints_them(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {0, 9, 10, 255, 256, 4711, UINT64_MAX / 10, UINT64_MAX};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        char expected[64];
        gort_any args[] = {gort_any_word(numbers[k]), gort_any_word(k)};
        snprintf(expected, sizeof expected, "%llu of %zu.", (unsigned long long)numbers[k], k);
        gort_string s = gort_sprintf(GORT_STRING("%d of %v."), args, 2);
        assert_text(s, expected);
        gort_string_done(s, NULL);
        gort_box_done(args[0].data);
        gort_box_done(args[1].data);
    }
}

/* go1.19.8: fmt.Sprintf("%%|%s|%v|%d%%", "", "two", 3) is "%||two|3%". */
static void verbs_and_text_follow_each_other(void **state)
{
    (void)state;
    gort_any args[] = {gort_any_string(string_of("")), gort_any_string(string_of("two")),
                       gort_any_word(3)};
    gort_string s = gort_sprintf(GORT_STRING("%%|%s|%v|%d%%"), args, 3);
    assert_text(s, "%||two|3%");
    gort_string_done(s, NULL);
    for (size_t k = 0; k < 3; k++)
        gort_box_done(args[k].data);
    s = gort_sprintf(GORT_STRING(""), NULL, 0);
    assert_text(s, "");
}

static void wrapped_errors_are_unwrapped(void **state)
{
    (void)state;
    gort_any inner = gort_error_new(GORT_STRING("disk full"));
    gort_any args[] = {gort_any_string(string_of("log.txt")), inner};
    gort_any outer = gort_errorf(GORT_STRING("write %s: %w"), args, 2);
    assert_text(gort_error_text(outer), "write log.txt: disk full");
    gort_any again = gort_error_unwrap(outer);
    assert_ptr_equal(again.type, inner.type);
    assert_ptr_equal(again.data, inner.data);
    assert_null(gort_error_unwrap(inner).type);
    gort_any printed = gort_errorf(GORT_STRING("write %s: %v"), args, 2);
    assert_text(gort_error_text(printed), "write log.txt: disk full");
    assert_null(gort_error_unwrap(printed).type); /* %v does not wrap */
    gort_errorf_done(outer);
    gort_errorf_done(printed);
    gort_box_done(args[0].data);
    esc_done(inner.data);
}

/* errors.New of one text twice: two errors (errors_test.go, TestNewEqual). */
static void errors_of_one_text_are_two(void **state)
{
    (void)state;
    gort_any a = gort_error_new(GORT_STRING("abc")), b = gort_error_new(GORT_STRING("abc"));
    assert_ptr_not_equal(a.data, b.data);
    assert_ptr_equal(a.type, b.type);
    esc_done(a.data);
    esc_done(b.data);
}

/* pp.free: a buffer of over 64 KiB is not pooled, and the next print makes both anew. */
static void large_buffers_are_not_kept(void **state)
{
    (void)state;
    size_t length = 70000;
    char *bytes = malloc(length);
    memset(bytes, 'x', length);
    gort_any x = gort_any_string((gort_string){bytes, length});
    count_from_here();
    gort_string s = gort_sprintf(GORT_STRING("%s"), &x, 1);
    assert_int_equal(s.length, length);
    assert_memory_equal(s.bytes, bytes, length);
    gort_string_done(s, NULL);
    gort_box_done(x.data);
    free(bytes);
    assert_null(gort_pool_get(&gort_printers));
    x = gort_any_word(1);
    count_from_here();
    gort_string_done(gort_sprintf(GORT_STRING("ab%d"), &x, 1), NULL);
    assert_int_equal(counted.allocs, 3); /* the printer, its buffer, the string */
    count_from_here();
    gort_string_done(gort_sprintf(GORT_STRING("ab%d"), &x, 1), NULL);
    assert_counted(1, 3);
    gort_printer *p = gort_pool_get(&gort_printers);
    assert_non_null(p);
    esc_done(p->buffer.array);
    esc_done(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_printed_as_libc_prints_them),
        cmocka_unit_test(verbs_and_text_follow_each_other),
        cmocka_unit_test(wrapped_errors_are_unwrapped),
        cmocka_unit_test(errors_of_one_text_are_two),
        cmocka_unit_test(large_buffers_are_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
