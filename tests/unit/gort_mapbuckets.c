/* Maps of Go 1.19: where they grow, what that allocates, chains. */
#include "../gort/counted.h"

#include "../gort/filled_map.h"

#include "gort/mapstring.h"

#include "../vectors/gort_vectors.h"

#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Go 1.19 doubles the table at 9, 14, 27, 53, 105, 209, 417 and 833 keys. */
static void tables_double_where_go_doubles_them(void **state)
{
    (void)state;
    static const size_t expected[] = {9, 14, 27, 53, 105, 209, 417, 833};
    gort_map *m = gort_map_make();
    size_t doubled = 0;
    for (uint64_t key = 0; key < 1000; key++) {
        unsigned before = m->log;
        insert(m, key, key + 1);
        if (m->log == before)
            continue;
        assert_true(doubled < COUNT(expected));
        assert_int_equal(m->count, expected[doubled++]);
    }
    assert_int_equal(doubled, COUNT(expected));
    end(m);
}

/* go test -benchmem: an empty map that escapes 48 B, with one key 192 B in 2, with eight the same.
 */
static void small_maps_allocate_as_much_as_go(void **state)
{
    (void)state;
    count_from_here();
    gort_map *m = gort_map_make();
    assert_counted(1, 48);
    insert(m, 0, 1);
    assert_counted(2, 48 + 144);
    insert(m, 1, 8);
    assert_counted(2, 48 + 144);
    insert(m, 8, 9);
    assert_counted(3, 48 + 144 + 288);
    end(m);
}

/* 64 keys: 16 buckets and as many spare ones as the size class 2688 holds, and the 24-byte extra.
 */
static void a_sized_map_is_made_at_once(void **state)
{
    (void)state;
    gort_map m;
    gort_bucket bucket;
    count_from_here();
    gort_map_init_frame(&m, &bucket, 64);
    assert_counted(2, 18 * 144 + 24);
    unsigned before = m.log;
    insert(&m, 0, 64);
    assert_int_equal(m.log, before);
    assert_holds(&m, 64);
    gort_map_done(&m);
    assert_int_equal(counted.frees, counted.allocs);
}

/* As many overflow buckets as buckets: the table is rebuilt at its own size, and nothing is lost.
 */
static void too_many_chains_are_rebuilt_at_the_same_size(void **state)
{
    (void)state;
    gort_map *m = gort_map_make();
    insert(m, 0, 60);
    while (m->old)
        gort_map_move(m, m->moved);
    assert_int_equal(m->log, 4);
    m->overflows = 16;
    insert(m, 60, 61);
    assert_true(m->flags & GORT_MAP_SAME_SIZE);
    assert_int_equal(m->log, 4);
    assert_holds(m, 61);
    while (m->old)
        gort_map_move(m, m->moved);
    assert_int_equal(m->flags, 0);
    assert_holds(m, 61);
    end(m);
}

static void hashes_are_go_s(void **state)
{
    (void)state;
    char bytes[160];
    for (size_t k = 0; k < sizeof bytes; k++)
        bytes[k] = (char)(k * 7 + 1);
    for (size_t k = 0; k < COUNT(gort_hashes); k++)
        assert_int_equal(gort_hash_bytes(bytes, gort_hashes[k].length, gort_hashes[k].seed),
                         gort_hashes[k].hash);
}

GORT_MAP_OF_STRINGS(by_string, uint64_t, &gort_type_word);

static gort_string key(size_t k)
{
    static char names[1001][8];
    int length = snprintf(names[k], sizeof names[k], "key%zu", k);
    return (gort_string){names[k], (size_t)length};
}

static void tables_of_strings_double_where_go_s_do(void **state)
{
    (void)state;
    gort_map *m = gort_map_make_of(&by_string, 0);
    size_t doubled = 0;
    for (size_t n = 1; n <= 1000; n++) {
        unsigned before = m->log;
        gort_map_assign_string(&by_string, m, key(n));
        if (m->log == before)
            continue;
        assert_true(doubled < COUNT(gort_doublings));
        assert_int_equal(n, gort_doublings[doubled++]);
    }
    assert_int_equal(doubled, COUNT(gort_doublings));
    gort_map_done_of(&by_string, m);
    esc_done(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_double_where_go_doubles_them),
        cmocka_unit_test(small_maps_allocate_as_much_as_go),
        cmocka_unit_test(a_sized_map_is_made_at_once),
        cmocka_unit_test(too_many_chains_are_rebuilt_at_the_same_size),
        cmocka_unit_test(hashes_are_go_s),
        cmocka_unit_test(tables_of_strings_double_where_go_s_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
