/* Who serves allocations: what follows from Go's size classes and page cache alone. */
#include "lesson/caches.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct esc_cache_row *row_of(const struct esc_cache_row *rows, size_t count,
                                          size_t bytes)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].bytes == bytes)
            return &rows[i];
    fail_msg("no row of %zu bytes", bytes);
    return NULL;
}

/* Spans of malloc.go's sizeclasses: 64 B in 8 KiB, 32 KiB alone in its span; over that a span of
 * the pages needed. */
static void spans_are_go_s(void **state)
{
    (void)state;
    struct esc_error error = {0};
    struct esc_cache_row *rows;
    size_t count;
    assert_true(esc_caches_run(&rows, &count, &error));
    assert_int_equal(count, 18);
    assert_int_equal(row_of(rows, count, 64)->span_bytes, 8192);
    assert_int_equal(row_of(rows, count, 2048)->span_bytes, 8192);
    assert_int_equal(row_of(rows, count, 32768)->span_bytes, 32768);
    assert_int_equal(row_of(rows, count, 1 << 20)->span_bytes, 1 << 20);

    /* Never fewer visits than a span that is empty to begin with needs: 1 in 128 at 64 bytes. */
    assert_true(esc_cache_asked(row_of(rows, count, 64), ESC_CACHE_CENTRAL) >= 1e6 / 128 - 1);
    /* One object a span: none is served from the own one. */
    assert_true(esc_cache_asked(row_of(rows, count, 8192), ESC_CACHE_CENTRAL) == 1e6);
    /* No size class: nothing comes from a central. */
    assert_int_equal(row_of(rows, count, 65536)->served[ESC_CACHE_CENTRAL], 0);
    /* 16 pages and more never come from the own 64 (mheap.go, allocSpan). */
    assert_true(esc_cache_asked(row_of(rows, count, 131072), ESC_CACHE_HEAP) == 1e6);
    assert_true(esc_cache_asked(row_of(rows, count, 65536), ESC_CACHE_HEAP) < 1e6);
    free(rows);
}

static void who_had_to_be_asked(void **state)
{
    (void)state;
    struct esc_cache_row row = {.served = {90, 6, 3, 1}};
    assert_true(esc_cache_asked(&row, ESC_CACHE_OWN) == 1e6);
    assert_true(esc_cache_asked(&row, ESC_CACHE_CENTRAL) == 1e5);
    assert_true(esc_cache_asked(&row, ESC_CACHE_PAGES) == 4e4);
    assert_true(esc_cache_asked(&row, ESC_CACHE_HEAP) == 1e4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_are_go_s),
        cmocka_unit_test(who_had_to_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
