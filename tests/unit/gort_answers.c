/* What the models allocate, beside what go1.19.8 or go1.27.3 answered (tests/vectors/gort). */
#include "../gort/counted.h"

#include "gort/backing.h"
#include "gort/closure.h"
#include "gort/fmt.h"
#include "gort/maprange.h"
#include "gort/mapstring.h"
#include "gort/select.h"
#include "gort/timer.h"

#if ESC_GO < 24
#include "../vectors/gort_vectors.h"
#else
#include "../vectors/gort_vectors_1.27.h"
#endif

#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static size_t asked;

/* Since count_from_here(), with each block rounded to its size class. */
static void assert_as_go(const char *question, size_t n)
{
    for (size_t k = 0; k < COUNT(gort_answers); k++) {
        if (strcmp(gort_answers[k].question, question) != 0 || gort_answers[k].n != n)
            continue;
        if (counted.allocs != (size_t)gort_answers[k].allocs ||
            (gort_answers[k].bytes >= 0 && counted.rounded != (size_t)gort_answers[k].bytes))
            fail_msg("%s, %zu: %zu allocations, %zu bytes; Go makes %d, %d", question, n,
                     counted.allocs, counted.rounded, gort_answers[k].allocs,
                     gort_answers[k].bytes);
        asked++;
        return;
    }
    fail_msg("Go was not asked about %s, %zu", question, n);
}

static char text[1024];

static gort_string first(size_t length)
{
    memset(text, 'x', sizeof text);
    return (gort_string){text, length};
}

/* ---- conversions ---- */

static void conversions_allocate_what_they_do_in_go(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 2, 8, 16, 31, 32, 33, 48, 49, 64};
    for (size_t k = 0; k < COUNT(lengths); k++) {
        size_t n = lengths[k];
        gort_tmp tmp;
        count_from_here();
        gort_slice bytes = gort_bytes_of_string(&tmp, first(n));
        assert_as_go("[]byte(s) that stays", n);
        gort_bytes_done(bytes, &tmp);
        count_from_here();
        bytes = gort_bytes_of_string(NULL, first(n));
        assert_as_go("[]byte(s) that escapes", n);
        assert_int_equal(bytes.length, n);
        assert_memory_equal(n ? bytes.array : text, text, n);
        gort_bytes_done(bytes, NULL);
        count_from_here();
        gort_string s = gort_string_of_bytes(&tmp, text, n);
        assert_as_go("string(b) that stays", n);
        gort_string_done(s, &tmp);
        count_from_here();
        s = gort_string_of_bytes(NULL, text, n);
        assert_as_go("string(b) that escapes", n);
        assert_int_equal(s.length, n);
        assert_memory_equal(n ? s.bytes : text, text, n);
        gort_string_done(s, NULL);
        assert_int_equal(counted.frees, counted.allocs);
    }
}

static void capacities_are_go_s(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(gort_capacities); k++) {
        gort_tmp tmp;
        gort_string s = first(gort_capacities[k].length);
        gort_slice stays = gort_bytes_of_string(&tmp, s), escapes = gort_bytes_of_string(NULL, s);
        assert_int_equal(stays.capacity, gort_capacities[k].stays);
        assert_int_equal(escapes.capacity, gort_capacities[k].escapes);
        for (size_t at = s.length; at < escapes.capacity; at++)
            assert_int_equal(((char *)escapes.array)[at], 0);
        gort_bytes_done(stays, &tmp);
        gort_bytes_done(escapes, NULL);
    }
}

/* ---- maps ---- */

GORT_MAP_OF_STRINGS(words_by_string, uint64_t, &gort_type_word);
GORT_MAP_OF_STRINGS(pointers_by_string, uint64_t *, &gort_type_pointer);

static gort_string key(size_t k)
{
    static char names[1001][8];
    int length = snprintf(names[k], sizeof names[k], "key%zu", k);
    return (gort_string){names[k], (size_t)length};
}

static void string_keys_are_copied_where_go_copies_them(void **state)
{
    (void)state;
    static const size_t lengths[] = {16, 32, 33, 40, 48, 49};
    for (size_t k = 0; k < COUNT(lengths); k++) {
        size_t n = lengths[k];
        gort_map *m = gort_map_make_of(&words_by_string, 0);
        gort_map_assign_string(&words_by_string, m, GORT_STRING("first"));
        count_from_here();
        gort_map_get_string(&words_by_string, m, gort_string_borrowed(text, n));
        assert_as_go("m[string(b)]", n);
        count_from_here();
        gort_string new = gort_string_of_bytes(NULL, first(n).bytes, n);
        gort_map_assign_string(&words_by_string, m, new);
        assert_as_go("m[string(b)] = v, a new key", n);
        count_from_here();
        gort_string known = gort_string_of_bytes(NULL, first(n).bytes, n);
        gort_map_assign_string(&words_by_string, m, known);
        assert_as_go("m[string(b)] = v, a known key", n);
        gort_tmp tmp;
        count_from_here();
        gort_string looked = ESC_GO < 27 ? gort_string_of_bytes(&tmp, text, n)
                                         : gort_string_borrowed(text, n); /* it is used once */
        assert_non_null(gort_map_get_string(&words_by_string, m, looked));
        assert_as_go("k := string(b); m[k]", n);
        if (ESC_GO < 27)
            gort_string_done(looked, &tmp);
        gort_string_done(new, NULL);
        gort_string_done(known, NULL);
        gort_map_done_of(&words_by_string, m);
        esc_done(m);
    }
}

static void filled_maps_allocate_what_they_do_in_go(void **state)
{
    (void)state;
    static const size_t keys[] = {0, 1, 8, 9};
    static uint64_t one;
    for (size_t k = 0; k < COUNT(keys); k++) {
        size_t n = keys[k];
        count_from_here();
        gort_map *m = gort_map_make_of(&words_by_string, 0);
        for (size_t at = 0; at < n; at++)
            gort_map_assign_string(&words_by_string, m, key(at));
        assert_as_go("map[string]uint64{} that escapes, n keys", n);
        gort_map_done_of(&words_by_string, m);
        esc_done(m);
        assert_int_equal(counted.frees, counted.allocs);
        count_from_here();
        m = gort_map_make_of(&pointers_by_string, 0);
        for (size_t at = 0; at < n; at++)
            *(uint64_t **)gort_map_assign_string(&pointers_by_string, m, key(at)) = &one;
        assert_as_go("map[string]*uint64{} that escapes, n keys", n);
        gort_map_done_of(&pointers_by_string, m);
        esc_done(m);
        assert_int_equal(counted.frees, counted.allocs);
    }
}

static void ranging_allocates_what_it_does_in_go(void **state)
{
    (void)state;
    static const size_t keys[] = {0, 1, 8, 9};
    gort_map m;
    gort_map_iter it;
    for (size_t k = 0; k < COUNT(keys); k++) {
        size_t n = keys[k], seen = 0;
        words_by_string_bucket first_bucket;
        count_from_here();
        gort_map_init_frame_of(&words_by_string, &m, &first_bucket, 0);
        for (size_t at = 0; at < n; at++)
            gort_map_assign_string(&words_by_string, &m, key(at));
        for (gort_map_range(&words_by_string, &m, &it); it.key; gort_map_next(&it))
            seen++;
        assert_int_equal(seen, n);
        assert_as_go("map[string]uint64{} that stays, n keys, ranged over", n);
        gort_map_done_of(&words_by_string, &m);
        if (n > 8)
            continue;
        gort_bucket bucket;
        count_from_here();
        gort_map_init_frame(&m, &bucket, 0);
        for (size_t at = 0; at < n; at++)
            gort_map_assign(&m, at);
        for (gort_map_range(&gort_map_words, &m, &it); it.key; gort_map_next(&it))
            seen++;
        assert_int_equal(seen, 2 * n);
        assert_as_go("map[uint64]uint64{} that stays, n keys, ranged over", n);
        gort_map_done(&m);
        assert_int_equal(counted.frees, counted.allocs);
    }
}

static void sized_maps_allocate_what_they_do_in_go(void **state)
{
    (void)state;
    static const size_t hints[] = {8, 9, 64, 1000};
    for (size_t k = 0; k < COUNT(hints); k++) {
        count_from_here();
        gort_map *m = gort_map_make_of(&words_by_string, hints[k]);
        assert_as_go("make(map[string]uint64, n) that escapes", hints[k]);
        gort_map_done_of(&words_by_string, m);
        esc_done(m);
        assert_int_equal(counted.frees, counted.allocs);
    }
}

/* ---- slices and channels ---- */

typedef struct {
    uint64_t words[3];
} three;
typedef struct {
    uint64_t words[5];
} five;
typedef unsigned char byte;
typedef uint64_t word;
typedef uint64_t *pointer;
ESC_NOSCAN(three);
ESC_NOSCAN(five);
ESC_NOSCAN(byte);
ESC_NOSCAN(word);
static const struct esc_type esc_type_pointer = {8, 8, &gort_mask_one};

static void assert_slice(const char *question, const char *of, size_t n)
{
    char asked_for[64];
    snprintf(asked_for, sizeof asked_for, "%s: %s", question, of);
    assert_as_go(asked_for, n);
}

#define SLICES(T, of, value)                                                                       \
    do {                                                                                           \
        static const size_t lengths[] = {                                                          \
            1, 2, 3, 4, 5, 8, 9, 16, 32, 33, 64, 65, 256, 1000, 5000};                             \
        for (size_t k = 0; k < COUNT(lengths); k++) {                                              \
            gort_backing stays = GORT_BACKING, leaves = GORT_BACKING, made = GORT_BACKING;         \
            gort_slice s = {NULL, 0, 0};                                                           \
            count_from_here();                                                                     \
            while (s.length < lengths[k])                                                          \
                gort_append_here(T, &s, value, &stays);                                            \
            assert_slice("append n times, stays", of, lengths[k]);                                 \
            gort_here_done(s.array, &stays);                                                       \
            s = (gort_slice){NULL, 0, 0};                                                          \
            count_from_here();                                                                     \
            while (s.length < lengths[k])                                                          \
                gort_append_here(T, &s, value, &leaves);                                           \
            gort_slice_move(&s, &leaves, &esc_type_##T);                                           \
            assert_slice("append n times, returned", of, lengths[k]);                              \
            gort_here_done(s.array, &leaves);                                                      \
            count_from_here();                                                                     \
            T *array = gort_make_here(T, lengths[k], &made);                                       \
            assert_slice("make of n, stays", of, lengths[k]);                                      \
            gort_here_done(array, &made);                                                          \
            assert_int_equal(counted.frees, counted.allocs);                                       \
        }                                                                                          \
    } while (0)

static void slices_allocate_what_they_do_in_go(void **state)
{
    (void)state;
    SLICES(word, "uint64", 4711);
    SLICES(byte, "byte", 7);
    SLICES(three, "[3]uint64", (three){{1}});
    SLICES(five, "[5]uint64", (five){{1}});
    SLICES(pointer, "*uint64", NULL);
    SLICES(gort_string, "string", first(3));
}

static void channels_allocate_what_they_do_in_go(void **state)
{
    (void)state;
    static const size_t capacities[] = {0, 1, 16, 100};
    for (size_t k = 0; k < COUNT(capacities); k++) {
        count_from_here();
        gort_chan *c = gort_chan_make(&gort_type_word, capacities[k]);
        assert_as_go("make(chan uint64, n)", capacities[k]);
        gort_chan_done(c);
        count_from_here();
        c = gort_chan_make(&gort_type_pointer, capacities[k]);
        assert_as_go("make(chan *uint64, n)", capacities[k]);
        gort_chan_done(c);
        assert_int_equal(counted.frees, counted.allocs);
    }
}

/* ---- fmt and errors ---- */

static void errorf(const char *question, size_t n, gort_string format, gort_any x)
{
    gort_any error = gort_errorf(format, &x, x.type != NULL);
    assert_as_go(question, n);
    gort_errorf_done(error);
}

static void errors_allocate_what_they_do_in_go(void **state)
{
    (void)state;
    count_from_here();
    gort_any inner = gort_error_new(GORT_STRING("inner"));
    assert_as_go("errors.New", 0);
    gort_any none = {NULL, NULL}, x = {NULL, NULL};
    gort_errorf_done(gort_errorf(GORT_STRING("a buffer for the printer, of many bytes"), &none, 0));
    static const uint64_t numbers[] = {7, 255, 256, 1234567};
    for (size_t k = 0; k < COUNT(numbers); k++) {
        count_from_here();
        x = gort_any_word(numbers[k]);
        errorf("fmt.Errorf(\"x %d\", n)", numbers[k], GORT_STRING("x %d"), x);
        gort_box_done(x.data);
        count_from_here();
        x = gort_any_word(numbers[k]);
        gort_string s = gort_sprintf(GORT_STRING("x %d"), &x, 1);
        assert_as_go("fmt.Sprintf(\"x %d\", n)", numbers[k]);
        gort_string_done(s, NULL);
        gort_box_done(x.data);
        assert_int_equal(counted.frees, counted.allocs);
    }
    count_from_here();
    x = gort_any_word(UINT64_C(1) << 40);
    errorf("fmt.Errorf(\"sixteen bytes: %d\", 1<<40)", 0, GORT_STRING("sixteen bytes: %d"), x);
    gort_box_done(x.data);
    count_from_here();
    errorf("fmt.Errorf(\"sixteen bytes: %w\", err)", 0, GORT_STRING("sixteen bytes: %w"), inner);
    count_from_here();
    x = gort_any_string(first(20));
    errorf("fmt.Errorf(\"sixteen bytes: %s\", s)", 0, GORT_STRING("sixteen bytes: %s"), x);
    gort_box_done(x.data);
    count_from_here();
    errorf("fmt.Errorf(\"sixteen bytes.%%\")", 0, GORT_STRING("sixteen bytes.%%"), none);
    assert_int_equal(counted.frees, counted.allocs);
    esc_done(inner.data);
}

static void sprintf_allocates_what_it_does_in_go(void **state)
{
    (void)state;
    gort_any x = gort_any_string(first(500));
    gort_string_done(gort_sprintf(GORT_STRING("%s"), &x, 1), NULL); /* the buffer has grown now */
    gort_box_done(x.data);
    count_from_here();
    x = gort_any_string(first(500));
    gort_string s = gort_sprintf(GORT_STRING("%s"), &x, 1);
    assert_as_go("fmt.Sprintf(\"%s\", s) of 500", 0);
    assert_int_equal(s.length, 500);
    assert_memory_equal(s.bytes, text, 500);
    gort_string_done(s, NULL);
    gort_box_done(x.data);
    count_from_here();
    x = gort_any_string((gort_string){NULL, 0});
    s = gort_sprintf(GORT_STRING("%s"), &x, 1);
    assert_as_go("fmt.Sprintf(\"%s\", \"\")", 0);
    assert_int_equal(s.length, 0);
}

/* ---- method values ---- */

#define METHOD_VALUE(words)                                                                        \
    do {                                                                                           \
        typedef struct {                                                                           \
            uint64_t w[words];                                                                     \
        } receiver;                                                                                \
        typedef GORT_METHOD_VALUE(uint64_t, receiver, uint64_t) method_value;                      \
        ESC_NOSCAN(method_value);                                                                  \
        count_from_here();                                                                         \
        method_value *f = esc_new(method_value);                                                   \
        assert_as_go("method value, a receiver of n bytes", 8 * (words));                          \
        esc_done(f);                                                                               \
    } while (0)

static void method_values_have_go_s_size(void **state)
{
    (void)state;
    METHOD_VALUE(1);
    METHOD_VALUE(3);
    METHOD_VALUE(7);
    METHOD_VALUE(15);
    typedef GORT_METHOD_VALUE(uint64_t, uint64_t *, uint64_t) method_value;
    ESC_POINTERS(method_value, ESC_PTR(method_value, of));
    count_from_here();
    method_value *f = esc_new(method_value);
    assert_as_go("method value, a pointer as the receiver", 0);
    esc_done(f);
}

/* ---- timers and select ---- */

static void nothing(void)
{
}

static void timers_allocate_what_they_do_in_go(void **state)
{
    (void)state;
    static const int64_t hour = INT64_C(3600000000000);
    gort_timer *warm = gort_timer_after(hour, nothing); /* Go's heap of timers is there already */
    gort_timer_stop(warm);
    count_from_here();
    gort_timer *timer = gort_timer_new(hour);
    assert_true(gort_timer_stop(timer));
    assert_as_go("time.NewTimer, Stop", 0);
    count_from_here();
    gort_timer *ticker = gort_ticker_new(hour);
    assert_true(gort_timer_stop(ticker));
    assert_as_go("time.NewTicker, Stop", 0);
    count_from_here();
    gort_timer *after = gort_timer_after(hour, nothing);
    assert_true(gort_timer_stop(after));
    assert_as_go("time.AfterFunc, Stop", 0);
    count_from_here();
    gort_timer_reset(after, hour);
    assert_as_go("timer.Reset", 0);
    gort_timer_stop(after);
    gort_timers_run(gort_nanotime());
    gort_timer_done(warm);
    gort_timer_done(timer);
    gort_timer_done(ticker);
    gort_timer_done(after);
    assert_int_equal(counted.frees, 4 + 2 * 2);
}

static void select_allocates_nothing_as_in_go(void **state)
{
    (void)state;
    uint64_t one_slot[1], two_slots[1], value = 7, got = 0;
    gort_chan one = GORT_CHAN(&gort_type_word, one_slot),
              two = GORT_CHAN(&gort_type_word, two_slots);
    struct gort_select_case cases[] = {{&one, &got}, {&two, &got}};
    bool received = false;
    count_from_here();
    gort_chan_send(&one, &value);
    assert_int_equal(gort_select(cases, 0, 2, true, &received), 0);
    assert_as_go("select", 0);
    assert_true(received);
    assert_int_equal(got, 7);
}

static void every_answer_was_asked_for(void **state)
{
    (void)state;
    assert_int_equal(asked, COUNT(gort_answers));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conversions_allocate_what_they_do_in_go),
        cmocka_unit_test(capacities_are_go_s),
        cmocka_unit_test(string_keys_are_copied_where_go_copies_them),
        cmocka_unit_test(filled_maps_allocate_what_they_do_in_go),
        cmocka_unit_test(ranging_allocates_what_it_does_in_go),
        cmocka_unit_test(sized_maps_allocate_what_they_do_in_go),
        cmocka_unit_test(slices_allocate_what_they_do_in_go),
        cmocka_unit_test(channels_allocate_what_they_do_in_go),
        cmocka_unit_test(errors_allocate_what_they_do_in_go),
        cmocka_unit_test(sprintf_allocates_what_it_does_in_go),
        cmocka_unit_test(method_values_have_go_s_size),
        cmocka_unit_test(timers_allocate_what_they_do_in_go),
        cmocka_unit_test(select_allocates_nothing_as_in_go),
        cmocka_unit_test(every_answer_was_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
