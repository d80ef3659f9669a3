/* Texts kept once: equal ones share an address, which never moves. */
#include "base/intern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void equal_texts_share_an_address(void **state)
{
    (void)state;
    enum { TEXTS = 20000 };
    static const char *kept[TEXTS];
    struct esc_intern pool = {0};
    for (int round = 0; round < 2; round++)
        for (int k = 0; k < TEXTS; k++) {
            char text[32];
            snprintf(text, sizeof text, "text %d and more", k);
            const char *one = esc_intern(&pool, text, strlen(text) - 9);
            assert_true(round == 0 || one == kept[k]);
            kept[k] = one;
        }
    assert_int_equal(pool.count, TEXTS);
    for (int k = 0; k < TEXTS; k++) {
        char text[32];
        snprintf(text, sizeof text, "text %d", k);
        assert_string_equal(kept[k], text);
    }
    esc_intern_free(&pool);
}

static void any_length_has_room(void **state)
{
    (void)state;
    struct esc_intern pool = {0};
    static char large[200000];
    memset(large, 'x', sizeof large - 1);
    const char *empty = esc_intern(&pool, "", 0);
    const char *one = esc_intern(&pool, large, sizeof large - 1);
    assert_string_equal(one, large);
    assert_true(esc_intern(&pool, large, sizeof large - 2) != one);
    assert_true(esc_intern(&pool, "a", 0) == empty);
    assert_true(esc_intern(&pool, "b\0c", 3) == esc_intern(&pool, "b", 1)); /* a NUL ends it */
    esc_intern_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_share_an_address),
        cmocka_unit_test(any_length_has_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
