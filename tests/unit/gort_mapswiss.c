/* Maps of Go 1.27: control words, tables and directory after every write, what they allocate beside
 * what go1.27.3 answered (tests/vectors/gort). */
#define ESC_GO 27
#include "../gort/counted.h"

#include "../gort/filled_map.h"

#include "gort/maprange.h"
#include "gort/mapstring.h"

#include "../vectors/gort_vectors_1.27.h"

#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
    return *state >> 33;
}

/* ---- control words ---- */

static bool has(gort_slots slots, unsigned slot)
{
    return slots >> (GORT_SLOT_BITS * slot) & GORT_SLOT_BIT;
}

/* Eight bytes at random, of few kinds, so that neighbours are often equal or one apart. */
static uint64_t some_controls(uint64_t *random)
{
    static const uint8_t kinds[] = {GORT_MAP_EMPTY, GORT_MAP_DELETED, 0, 1, 2, 3, 0x7e, 0x7f};
    uint64_t controls = 0;
    for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++)
        controls = controls << 8 | kinds[next_random(random) % COUNT(kinds)];
    return controls;
}

static void sets_of_slots_are_what_the_bytes_say(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (size_t round = 0; round < 20000; round++) {
        const uint64_t controls = some_controls(&random);
        const unsigned bits = next_random(&random) % 4;
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
            const uint8_t control = (uint8_t)(controls >> (8 * slot));
            assert_int_equal(has(gort_slots_empty(controls), slot), control == GORT_MAP_EMPTY);
            assert_int_equal(has(gort_slots_free(controls), slot), control >= GORT_MAP_EMPTY);
            assert_int_equal(has(gort_slots_full(controls), slot), control < GORT_MAP_EMPTY);
            if (control == bits) /* others may be in it, where there is no SSE2 */
                assert_true(has(gort_slots_with(controls, bits), slot));
            else if (control >= GORT_MAP_EMPTY || GORT_SLOT_BITS == 1)
                assert_false(has(gort_slots_with(controls, bits), slot));
        }
    }
}

static void sets_of_slots_are_walked_from_below(void **state)
{
    (void)state;
    for (unsigned bytes = 1; bytes < 256; bytes++) {
        uint64_t controls = 0;
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++)
            if (bytes >> slot & 1)
                controls |= UINT64_C(0x80) << (8 * slot);
        unsigned met = 0;
        for (gort_slots s = gort_slots_free(controls); s; s = gort_slots_rest(s)) {
            assert_true(met >> gort_slots_first(s) == 0);
            met |= 1U << gort_slots_first(s);
        }
        assert_int_equal(met, bytes);
        for (unsigned from = 0; from < GORT_MAP_SLOTS; from++) {
            const gort_slots rest = gort_slots_from(gort_slots_free(controls), from);
            for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++)
                assert_int_equal(has(rest, slot), slot >= from && (bytes >> slot & 1));
        }
    }
}

/* ---- invariants ---- */

static size_t count_controls(const gort_map_type *type, const gort_table *table, unsigned low,
                             unsigned high)
{
    size_t count = 0;
    for (size_t k = 0; k <= table->mask; k++)
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
            const unsigned control =
                gort_group_control(gort_groups_at(type, table->groups, k), slot);
            count += control >= low && control <= high;
        }
    return count;
}

static void assert_table(const gort_map_type *type, const gort_map *m, size_t index)
{
    const gort_table *table = gort_map_table(m, index);
    const size_t deleted = count_controls(type, table, GORT_MAP_DELETED, GORT_MAP_DELETED);
    assert_int_equal(table->index, index);
    assert_true(table->depth <= m->depth);
    assert_int_equal(index % gort_table_entries(m, table), 0);
    for (size_t k = 0; k < gort_table_entries(m, table); k++)
        assert_ptr_equal(gort_map_table(m, index + k), table);
    assert_true(table->capacity <= GORT_MAP_TABLE_SLOTS);
    assert_true(table->depth == 0 || table->capacity == GORT_MAP_TABLE_SLOTS);
    assert_int_equal((table->mask + 1) * GORT_MAP_SLOTS, table->capacity);
    assert_int_equal(count_controls(type, table, 0, 0x7f), table->used);
    assert_int_equal(table->used + deleted + table->growth_left, gort_table_room(table));
    if (deleted > 0)
        assert_true(m->deleted);
}

static void assert_tables(const gort_map_type *type, const gort_map *m)
{
    size_t used = 0, entries = 0;
    assert_int_equal(m->writing, 0);
    if (m->length == 0)
        return;
    assert_int_equal(m->length, (size_t)1 << m->depth);
    assert_int_equal(m->shift, 64 - m->depth);
    for (size_t k = 0; k < m->length; k += entries) {
        assert_table(type, m, k);
        entries = gort_table_entries(m, gort_map_table(m, k));
        used += gort_map_table(m, k)->used;
    }
    assert_int_equal(used, m->count);
}

static void tables_hold_their_invariants_as_they_grow_and_split(void **state)
{
    (void)state;
    count_from_here();
    gort_map *m = gort_map_make();
    for (uint64_t key = 0; key < 6000; key++) {
        insert(m, key, key + 1);
        if (key < 100 || key % 97 == 0)
            assert_tables(&gort_map_words, m);
    }
    assert_true(m->length >= 8);
    assert_holds(m, 6000);
    end(m);
    assert_int_equal(counted.frees, counted.allocs);
}

static void tables_hold_their_invariants_as_keys_come_and_go(void **state)
{
    (void)state;
    uint64_t random = 7;
    static unsigned char there[3000];
    memset(there, 0, sizeof there);
    gort_map *m = gort_map_make();
    for (size_t step = 0, count = 0; step < 40000; step++) {
        const size_t key = next_random(&random) % (step % 10000 < 5000 ? COUNT(there) : 300);
        if (next_random(&random) % 2 == 0) {
            *gort_map_assign(m, key) = key;
            count += !there[key];
            there[key] = 1;
        } else {
            gort_map_delete_word(&gort_map_words, m, key);
            count -= there[key];
            there[key] = 0;
        }
        assert_int_equal(m->count, count);
        assert_int_equal(gort_map_get_word(&gort_map_words, m, key) != NULL, there[key]);
        if (step % 500 == 0)
            assert_tables(&gort_map_words, m);
    }
    gort_map_clear(&gort_map_words, m);
    assert_tables(&gort_map_words, m);
    assert_false(m->deleted);
    end(m);
}

/* ---- beside Go ---- */

typedef struct {
    uint64_t words[3];
} triple;
ESC_NOSCAN(triple);
GORT_MAP_OF_WORDS(triples, triple, &esc_type_triple);
GORT_MAP_OF_STRINGS(strings, uint64_t, &gort_type_word);
GORT_MAP_OF_STRINGS(pointers, uint64_t *, &gort_type_pointer);

static const gort_map_type *type_of(const char *kind)
{
    static const struct {
        const char *kind;
        const gort_map_type *type;
    } types[] = {{"map[uint64]uint64", &gort_map_words},
                 {"map[uint64]uint64 in a frame", &gort_map_words},
                 {"map[uint64][3]uint64", &triples},
                 {"map[string]uint64", &strings},
                 {"map[string]*uint64", &pointers}};
    for (size_t k = 0; k < COUNT(types); k++)
        if (strcmp(types[k].kind, kind) == 0)
            return types[k].type;
    fail_msg("no such kind of map: %s", kind);
    return NULL;
}

static gort_string key(size_t k)
{
    static char names[5001][8];
    const int length = snprintf(names[k], sizeof names[k], "key%zu", k);
    return (gort_string){names[k], (size_t)length};
}

static void fill(const gort_map_type *type, gort_map *m, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (type->key == &gort_type_word)
            gort_map_assign_word(type, m, k);
        else
            gort_map_assign_string(type, m, key(k));
    }
}

/* Beyond 896 keys Go's answers are those of most seeds: so must ours be. */
static void filled_maps_allocate_what_they_do_in_go(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(gort_filled); k++) {
        const bool in_frame = strstr(gort_filled[k].kind, "frame") != NULL;
        const gort_map_type *type = type_of(gort_filled[k].kind);
        gort_bucket group;
        gort_map frame, *m = &frame;
        count_from_here();
        if (in_frame)
            gort_map_init_frame(m, &group, gort_filled[k].hint);
        else
            m = gort_map_make_of(type, gort_filled[k].hint);
        fill(type, m, gort_filled[k].n);
        if (counted.allocs != (size_t)gort_filled[k].allocs ||
            counted.rounded != (size_t)gort_filled[k].bytes)
            fail_msg("%s of %zu with a hint of %zu: %zu allocations, %zu bytes; Go makes %d, %d",
                     gort_filled[k].kind, gort_filled[k].n, gort_filled[k].hint, counted.allocs,
                     counted.rounded, gort_filled[k].allocs, gort_filled[k].bytes);
        gort_map_done_of(type, m);
        if (!in_frame)
            esc_done(m);
        assert_int_equal(counted.frees, counted.allocs);
    }
}

/* Deleted slots are used again, or made empty where enough of them can be: as often as in Go. */
static void keys_that_come_and_go_make_maps_grow_where_go_s_do(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(gort_churned); k++)
        for (size_t round = 0; round < 5; round++) {
            const size_t n = gort_churned[k].n;
            gort_map *m = gort_map_make_of(&gort_map_words, n);
            fill(&gort_map_words, m, n);
            count_from_here();
            for (size_t at = 0; at < 20 * n; at++) {
                gort_map_delete_word(&gort_map_words, m, at);
                *gort_map_assign(m, at + n) = 1;
            }
            if ((counted.allocs > 0) != (gort_churned[k].grown > 0))
                fail_msg("%zu keys that come and go: %zu allocations, in Go %d of 51 maps", n,
                         counted.allocs, gort_churned[k].grown);
            end(m);
        }
}

static void a_hint_that_no_memory_has_is_none(void **state)
{
    (void)state;
    count_from_here();
    gort_map *m = gort_map_make_of(&gort_map_words, SIZE_MAX);
    assert_counted(1, 48);
    insert(m, 0, 100);
    assert_holds(m, 100);
    end(m);
}

/* ---- strings ---- */

/* Eight keys in one group, of more than 64 bytes: some equal at both ends, of one length or not. */
static void long_keys_of_a_single_group_are_told_apart(void **state)
{
    (void)state;
    static char texts[8][200];
    gort_string keys[8];
    gort_map *m = gort_map_make_of(&strings, 0);
    for (size_t k = 0; k < 8; k++) {
        memset(texts[k], 'x', sizeof texts[k]);
        if (k % 3 == 1)
            texts[k][0] = 'y';
        texts[k][40] = (char)('a' + k);
        keys[k] = (gort_string){texts[k], k == 7 ? 199 : 65 + k / 4};
        assert_null(gort_map_get_string(&strings, m, keys[k]));
        *(uint64_t *)gort_map_assign_string(&strings, m, keys[k]) = k;
    }
    assert_int_equal(m->length, 0);
    for (size_t k = 0; k < 8; k++)
        assert_int_equal(*(const uint64_t *)gort_map_get_string(&strings, m, keys[k]), k);
    texts[7][100] = 'z';
    gort_string other = {texts[7], 198};
    assert_null(gort_map_get_string(&strings, m, other));
    gort_map_done_of(&strings, m);
    esc_done(m);
}

/* ---- ranging ---- */

/* The table that is ranged over is split, and split again; the directory doubles. */
static void ranging_while_tables_split(void **state)
{
    (void)state;
    enum { OLD = 800, NEW = 9000 };
    for (size_t round = 0; round < 10; round++) {
        static unsigned char met[OLD], gone[OLD];
        uint64_t added = OLD;
        gort_map_iter it;
        memset(met, 0, sizeof met);
        memset(gone, 0, sizeof gone);
        gort_map *m = gort_map_make();
        for (uint64_t k = 0; k < OLD; k++)
            *gort_map_assign(m, k) = k;
        for (gort_map_range(&gort_map_words, m, &it); it.key; gort_map_next(&it)) {
            const uint64_t k = *(const gort_word *)it.key;
            if (k >= OLD)
                continue;
            assert_int_equal(met[k]++, 0);
            assert_int_equal(gone[k], 0);
            assert_int_equal(*(const gort_word *)it.value, k);
            const uint64_t victim = (k + 1) % OLD;
            if (k % 4 == 0 && !met[victim]) {
                gort_map_delete_word(&gort_map_words, m, victim);
                gone[victim] = 1;
            }
            for (size_t more = 0; more < 30 && added < NEW; more++, added++)
                *gort_map_assign(m, added) = added;
        }
        for (uint64_t k = 0; k < OLD; k++)
            assert_int_equal(met[k], !gone[k]);
        assert_true(m->depth >= 3);
        end(m);
    }
}

/* A table anywhere in the directory is the first that comes. */
static void ranging_begins_in_any_table(void **state)
{
    (void)state;
    size_t first[8] = {0};
    gort_map *m = gort_map_make();
    gort_map_iter it;
    insert(m, 0, 6000);
    assert_int_equal(m->depth, 3);
    for (size_t k = 0; k < 400; k++) {
        gort_map_range(&gort_map_words, m, &it);
        first[gort_hash(*(const gort_word *)it.key, m->seed) >> 61]++;
    }
    for (size_t k = 0; k < COUNT(first); k++)
        assert_in_range(first[k], 20, 100);
    end(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_of_slots_are_what_the_bytes_say),
        cmocka_unit_test(sets_of_slots_are_walked_from_below),
        cmocka_unit_test(tables_hold_their_invariants_as_they_grow_and_split),
        cmocka_unit_test(tables_hold_their_invariants_as_keys_come_and_go),
        cmocka_unit_test(filled_maps_allocate_what_they_do_in_go),
        cmocka_unit_test(keys_that_come_and_go_make_maps_grow_where_go_s_do),
        cmocka_unit_test(a_hint_that_no_memory_has_is_none),
        cmocka_unit_test(long_keys_of_a_single_group_are_told_apart),
        cmocka_unit_test(ranging_while_tables_split),
        cmocka_unit_test(ranging_begins_in_any_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
