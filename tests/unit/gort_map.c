/* Maps: found again, deleted, ranged over, nothing left behind. Built for both releases of Go; what
 * only one of them has is in gort_mapbuckets.c and gort_mapswiss.c. */
#include "../gort/counted.h"

#include "../gort/filled_map.h"

#include "gort/maprange.h"
#include "gort/mapstring.h"

#include <stdio.h>

static void every_key_is_found_after_every_insert(void **state)
{
    (void)state;
    gort_map *m = gort_map_make();
    for (uint64_t count = 0; count < 1000; count++) {
        assert_int_equal(gort_map_get(m, count * 7), 0);
        insert(m, count, count + 1);
        assert_holds(m, count + 1);
    }
    end(m);
}

static void assigning_again_replaces(void **state)
{
    (void)state;
    gort_map *m = gort_map_make();
    insert(m, 0, 100);
    *gort_map_assign(m, 7) = 4711;
    assert_int_equal(m->count, 100);
    assert_int_equal(gort_map_get(m, 7), 4711);
    end(m);
}

static void eight_keys_fit_a_frame(void **state)
{
    (void)state;
    gort_map m;
    gort_bucket bucket;
    count_from_here();
    gort_map_init_frame(&m, &bucket, 8);
    insert(&m, 0, 8);
    assert_holds(&m, 8);
    assert_counted(0, 0);
    insert(&m, 8, 9);
    assert_int_not_equal(counted.allocs, 0);
    insert(&m, 9, 300);
    assert_holds(&m, 300);
    gort_map_done(&m);
    assert_int_equal(counted.frees, counted.allocs);
}

static void nothing_is_left_at_any_size(void **state)
{
    (void)state;
    for (uint64_t count = 0; count < 300; count++) {
        count_from_here();
        gort_map *m = gort_map_make();
        insert(m, 0, count);
        end(m);
        assert_int_equal(counted.frees, counted.allocs);
    }
}

/* ---- beside a plain array of all keys there are ---- */

GORT_MAP_OF_STRINGS(strings, uint64_t, &gort_type_word);
GORT_MAP_OF_STRINGS(pointers, uint64_t *, &gort_type_pointer);
GORT_MAP_OF_WORDS(words, uint64_t *, &gort_type_pointer);

enum { KEYS = 600, STEPS = 20000 };

/* Keys of 1 to 60 bytes; every fifth begins and ends as its neighbours do. */
static gort_string key_of(size_t k)
{
    static char bytes[KEYS][64];
    static size_t lengths[KEYS];
    if (lengths[k] == 0) {
        int width = k % 5 == 0 ? 40 : (int)(1 + k % 60);
        lengths[k] =
            (size_t)snprintf(bytes[k], sizeof bytes[k], "%s%0*zu%s", k % 5 == 0 ? "same" : "",
                             width - (k % 5 == 0 ? 8 : 0), k, k % 5 == 0 ? "same" : "");
    }
    return (gort_string){bytes[k], lengths[k]};
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
    return *state >> 33;
}

/* One map of each kind, the array, and what is done to all of them alike. */
struct model {
    gort_map *strings, *pointers, *words;
    uint64_t values[KEYS]; /* 0: not there */
    size_t count;
};

static struct model new_model(void)
{
    return (struct model){.strings = gort_map_make_of(&strings, 0),
                          .pointers = gort_map_make_of(&pointers, 0),
                          .words = gort_map_make_of(&words, 0)};
}

static void set(struct model *m, size_t k, uint64_t value)
{
    *(uint64_t *)gort_map_assign_string(&strings, m->strings, key_of(k)) = value;
    *(uint64_t **)gort_map_assign_string(&pointers, m->pointers, key_of(k)) = &m->values[k];
    *(uint64_t **)gort_map_assign_word(&words, m->words, k) = &m->values[k];
    m->count += m->values[k] == 0;
    m->values[k] = value;
}

static void drop(struct model *m, size_t k)
{
    gort_map_delete_string(&strings, m->strings, key_of(k));
    gort_map_delete_string(&pointers, m->pointers, key_of(k));
    gort_map_delete_word(&words, m->words, k);
    m->count -= m->values[k] != 0;
    m->values[k] = 0;
}

static void assert_key(const struct model *m, size_t k)
{
    const uint64_t *value = gort_map_get_string(&strings, m->strings, key_of(k));
    uint64_t *const *pointer = gort_map_get_string(&pointers, m->pointers, key_of(k));
    uint64_t *const *word = gort_map_get_word(&words, m->words, k);
    if (m->values[k] == 0) {
        assert_null(value);
        assert_null(pointer);
        assert_null(word);
        return;
    }
    assert_non_null(value);
    assert_int_equal(*value, m->values[k]);
    assert_non_null(pointer);
    assert_ptr_equal(*pointer, &m->values[k]);
    assert_non_null(word);
    assert_ptr_equal(*word, &m->values[k]);
}

static void assert_counts(const struct model *m)
{
    assert_int_equal(m->strings->count, m->count);
    assert_int_equal(m->pointers->count, m->count);
    assert_int_equal(m->words->count, m->count);
}

static void end_model(struct model *m)
{
    gort_map_done_of(&strings, m->strings);
    gort_map_done_of(&pointers, m->pointers);
    gort_map_done_of(&words, m->words);
    esc_done(m->strings);
    esc_done(m->pointers);
    esc_done(m->words);
}

static void keys_come_and_go_as_in_an_array(void **state)
{
    (void)state;
    uint64_t random = 1;
    count_from_here();
    struct model m = new_model();
    for (size_t step = 1; step <= STEPS; step++) {
        size_t range = step % 4000 < 2000 ? KEYS : 9, k = next_random(&random) % range;
        if (next_random(&random) % 3 == 0 || (step % 4000 > 3000 && range == 9))
            drop(&m, k);
        else
            set(&m, k, step);
        assert_key(&m, k);
        assert_counts(&m);
        for (size_t all = 0; step % 500 == 0 && all < KEYS; all++)
            assert_key(&m, all);
    }
    end_model(&m);
    assert_int_equal(counted.frees, counted.allocs);
}

/* Of its table, or tables. */
static size_t slots_of(const gort_map *m)
{
#if ESC_GO < 24
    return (size_t)GORT_MAP_SLOTS << m->log;
#else
    size_t slots = 0;
    for (size_t k = 0; k < m->length; k += gort_table_entries(m, gort_map_table(m, k)))
        slots += gort_map_table(m, k)->capacity;
    return slots;
#endif
}

static void emptied_maps_keep_their_table(void **state)
{
    (void)state;
    count_from_here();
    struct model m = new_model();
    for (size_t k = 0; k < KEYS; k++)
        set(&m, k, k + 1);
    size_t slots = slots_of(m.strings);
    for (size_t k = 0; k < KEYS; k++)
        drop(&m, k);
    assert_counts(&m);
    assert_int_equal(slots_of(m.strings), slots);
    for (size_t k = 0; k < KEYS; k++)
        set(&m, k, k + 1);
    assert_int_equal(slots_of(m.strings), slots);
    gort_map_clear(&strings, m.strings);
    gort_map_clear(&pointers, m.pointers);
    gort_map_clear(&words, m.words);
    memset(m.values, 0, sizeof m.values);
    m.count = 0;
    assert_counts(&m);
    assert_int_equal(slots_of(m.strings), slots);
    for (size_t k = 0; k < KEYS; k++)
        assert_key(&m, k);
    for (size_t k = 0; k < KEYS; k++)
        set(&m, k, k + 2);
    for (size_t k = 0; k < KEYS; k++)
        assert_key(&m, k);
    end_model(&m);
    assert_int_equal(counted.frees, counted.allocs);
}

/* ---- ranging ---- */

/* Each key that the map holds comes once, at any size: growing half done, moved, full. */
static void ranging_meets_every_key_once(void **state)
{
    (void)state;
    count_from_here();
    struct model m = new_model();
    gort_map_iter it;
    for (size_t k = 0; k < KEYS; k++) {
        static unsigned char met[KEYS];
        size_t seen = 0;
        set(&m, k, k + 1);
        memset(met, 0, sizeof met);
        for (gort_map_range(&strings, m.strings, &it); it.key; gort_map_next(&it), seen++) {
            size_t which = (size_t) * (const uint64_t *)it.value - 1;
            assert_true(gort_same_string(
                it.key, &(gort_string){key_of(which).bytes, key_of(which).length}));
            assert_int_equal(met[which]++, 0);
        }
        for (gort_map_range(&words, m.words, &it); it.key; gort_map_next(&it), seen++)
            assert_ptr_equal(*(uint64_t *const *)it.value, &m.values[*(const gort_word *)it.key]);
        assert_int_equal(seen, 2 * m.count);
    }
    end_model(&m);
    assert_int_equal(counted.frees, counted.allocs);
}

/* The language: keys that are not reached and deleted do not come, those that were there and stay
 * come once, those that are new come once or not. The map grows four times meanwhile. */
static void ranging_while_the_map_changes(void **state)
{
    (void)state;
    for (size_t round = 0; round < 50; round++) {
        static unsigned char met[KEYS];
        struct model m = new_model();
        size_t old = 40 + round, added = old;
        gort_map_iter it;
        count_from_here();
        memset(met, 0, sizeof met);
        for (size_t k = 0; k < old; k++)
            set(&m, k, k + 1);
        for (gort_map_range(&words, m.words, &it); it.key; gort_map_next(&it)) {
            size_t k = *(const gort_word *)it.key;
            assert_int_equal(met[k]++, 0);
            assert_int_not_equal(m.values[k], 0);
            size_t victim = (k + 1) % old;
            if (k % 4 == 0 && met[victim] == 0)
                drop(&m, victim);
            for (size_t more = 0; more < 10 && added < KEYS; more++, added++)
                set(&m, added, added + 1);
        }
        for (size_t k = 0; k < old; k++)
            assert_true(met[k] == 1 || m.values[k] == 0);
        end_model(&m);
        assert_true(added > 8 * old || added == KEYS);
    }
}

/* Go begins at a random bucket and a random slot, the same one in every bucket. */
static void ranging_begins_anywhere(void **state)
{
    (void)state;
    size_t first[GORT_MAP_SLOTS] = {0};
    gort_map *m = gort_map_make();
    gort_map_iter it;
    for (uint64_t key = 0; key < GORT_MAP_SLOTS; key++)
        gort_map_assign(m, key);
    for (size_t k = 0; k < 400; k++) {
        gort_map_range(&gort_map_words, m, &it);
        first[*(const gort_word *)it.key]++;
    }
    for (size_t k = 0; k < GORT_MAP_SLOTS; k++)
        assert_in_range(first[k], 20, 100);
    gort_map *nothing = gort_map_make();
    gort_map_range(&gort_map_words, nothing, &it);
    assert_null(it.key);
    gort_map_range(&gort_map_words, NULL, &it);
    assert_null(it.key);
    end(m);
    end(nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_found_after_every_insert),
        cmocka_unit_test(assigning_again_replaces),
        cmocka_unit_test(eight_keys_fit_a_frame),
        cmocka_unit_test(nothing_is_left_at_any_size),
        cmocka_unit_test(keys_come_and_go_as_in_an_array),
        cmocka_unit_test(emptied_maps_keep_their_table),
        cmocka_unit_test(ranging_meets_every_key_once),
        cmocka_unit_test(ranging_while_the_map_changes),
        cmocka_unit_test(ranging_begins_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
