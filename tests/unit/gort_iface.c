/* Boxing: which values have a home already, and what the others take from the heap. */
#include "../gort/counted.h"

#include "gort/iface.h"

typedef struct {
    uint64_t words[8];
} object;
ESC_NOSCAN(object);

typedef struct {
    const char *bytes;
    size_t length;
} string;
ESC_POINTERS(string, ESC_PTR(string, bytes));

/* Go 1.19: any(int) allocates nothing from 0 to 255, 8 bytes from 256 on. */
static void small_words_are_in_a_table(void **state)
{
    (void)state;
    count_from_here();
    for (uint64_t value = 0; value < 256; value++) {
        const void *box = gort_box_word(value);
        assert_int_equal(*(const uint64_t *)box, value);
        assert_ptr_equal(box, gort_box_word(value));
        gort_box_done(box);
    }
    assert_counted(0, 0);
    assert_int_equal(counted.frees, 0);
}

static void larger_words_get_eight_bytes_each(void **state)
{
    (void)state;
    static const uint64_t values[] = {256, 1000, UINT64_MAX};
    for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
        count_from_here();
        const void *box = gort_box_word(values[k]);
        assert_counted(1, 8);
        assert_int_equal(*(const uint64_t *)box, values[k]);
        gort_box_done(box);
        assert_int_equal(counted.frees, 1);
    }
}

/* Go 1.19: a 64-byte struct takes 64 bytes, a string its 16-byte header. */
static void other_types_take_their_size(void **state)
{
    (void)state;
    object o = {{1, 2, 3, 4, 5, 6, 7, 8}};
    count_from_here();
    const void *box = gort_box(&esc_type_object, &o);
    assert_counted(1, 64);
    assert_memory_equal(box, &o, sizeof o);
    gort_box_done(box);
    string s = {"Ding", 4};
    count_from_here();
    box = gort_box(&esc_type_string, &s);
    assert_counted(1, 16);
    assert_memory_equal(box, &s, sizeof s);
    gort_box_done(box);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_words_are_in_a_table),
        cmocka_unit_test(larger_words_get_eight_bytes_each),
        cmocka_unit_test(other_types_take_their_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
