/* Contracts of gort/ in a checked build: each, broken, is told with the line of the call. */
#define ESC_CHECKED
#define esc_contract note_contract /* the child's would end the process */
#include "../gort/counted.h"

#include "gort/block.h"
#include "gort/defer.h"
#include "gort/fmt.h"
#include "gort/maprange.h"
#include "gort/mapstring.h"
#include "gort/select.h"
#include "gort/stack.h"
#include "gort/timer.h"

#include <pthread.h>

/* What a call had allocated when it broke a contract is lost. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_stack_use_after_return=0"; /* a frame is on the stack */
}

static jmp_buf broken;
static struct {
    const char *file, *contract;
    int line;
} told;

void esc_contract(const char *file, int line, const char *contract)
{
    told.file = file;
    told.line = line;
    told.contract = contract;
    longjmp(broken, 1);
}

/* `call` must be told as a breach of `expected`, in this file and this line or the next. */
#define BREAKS(expected, call)                                                                     \
    do {                                                                                           \
        told.contract = NULL;                                                                      \
        if (setjmp(broken) == 0)                                                                   \
            call;                                                                                  \
        assert_told(expected, __LINE__);                                                           \
    } while (0)

static void assert_told(const char *expected, int line)
{
    if (!told.contract)
        fail_msg("line %d: nothing was told, not \"%s\"", line, expected);
    assert_string_equal(told.contract, expected);
    assert_string_equal(told.file, __FILE__);
    assert_in_range(told.line, line, line + 1);
}

/* Calls f in a second thread; a breach there ends it. */
static void *call(void *f)
{
    (*(void (**)(void))f)();
    return NULL;
}

static void in_another_thread(void (*f)(void))
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, call, &f), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

static void values(void **state)
{
    (void)state;
    uint64_t words[20] = {0}, *next = words + 1;
    esc_unknown(next); /* gcc sees the overlap by itself */
    BREAKS("a value is copied onto itself", gort_value_copy(words, words, &gort_type_word));
    BREAKS("values are copied onto themselves",
           gort_values_copy(words + 1, words, 2, &gort_type_word));
    BREAKS("gort_clear clears whole words: the bytes are no multiple of 8", gort_clear(words, 9));
    BREAKS("gort_copy copies whole words: the bytes are no multiple of 8",
           gort_copy(words, words + 10, 12));
    BREAKS("gort_copy: the two values overlap", gort_copy(words, next, 16));
    gort_values_copy(words + 2, words, 2, &gort_type_word);
}

static void slices(void **state)
{
    (void)state;
    uint64_t array[4];
    gort_slice s = {array, 4, 4};
    BREAKS("a slice is longer than its capacity", gort_growslice(&gort_type_word, array, 5, 4, 6));
    BREAKS("a slice grows that has the room already",
           gort_growslice(&gort_type_word, array, 4, 4, 4));
    BREAKS("gort_slice_grow ends the old array's life: it is in a frame",
           gort_slice_grow(&s, 5, &gort_type_word));
}

static void strings(void **state)
{
    (void)state;
    gort_tmp tmp, other;
    gort_rune runes[1];
    size_t at = 3;
    gort_string s = gort_string_of_bytes(&tmp, "0123", 4);
    BREAKS("index out of range of a string", gort_byte_of(s, 4));
    BREAKS("an empty string is concatenated: Go leaves it out",
           gort_concat(&tmp, s, GORT_STRING("")));
    BREAKS("a string's life ends that was made with another tmp", gort_string_done(s, &other));
    BREAKS("a rune is decoded behind the end of a string",
           *runes = gort_decode_rune(GORT_STRING("abc"), &at));
    BREAKS("bytes' life ends that were made with another tmp",
           gort_bytes_done(gort_bytes_of_string(&other, s), NULL));
    assert_int_equal(gort_byte_of(s, 3), '3');
    gort_string_done(s, &tmp);
}

static void boxes(void **state)
{
    (void)state;
    uint64_t word = 4711;
    BREAKS("a box's life ends that is in a frame", gort_box_done(&word));
    gort_box_done(gort_box_word(255));
}

GORT_MAP_OF_STRINGS(ages, uint64_t, &gort_type_word);

static void make_a_map(void)
{
    BREAKS("maps are made and written by one thread", gort_map_make());
}

static void maps(void **state)
{
    (void)state;
    gort_map *m = gort_map_make_of(&ages, 0);
    char bytes[4] = "abc";
    gort_map_iter it;
    BREAKS("assignment to entry in nil map", gort_map_assign(NULL, 1));
    BREAKS("this type of map has no words as keys", gort_map_assign_word(&ages, m, 1));
    BREAKS("this type of map has no words as keys", gort_map_get_word(&ages, m, 1));
    BREAKS("this type of map has no words as keys", gort_map_delete_word(&ages, m, 1));
    BREAKS("this type of map has no strings as keys",
           gort_map_assign_string(&gort_map_words, m, GORT_STRING("a")));
    BREAKS("this type of map has no strings as keys",
           gort_map_get_string(&gort_map_words, m, GORT_STRING("a")));
    BREAKS("this type of map has no strings as keys",
           gort_map_delete_string(&gort_map_words, m, GORT_STRING("a")));
    BREAKS("assignment to entry in nil map", gort_map_assign_string(&ages, NULL, GORT_STRING("a")));
    BREAKS("a map keeps a key whose bytes are in a frame",
           gort_map_assign_string(&ages, m, (gort_string){bytes, 3}));
    gort_map_assign_string(&ages, m, GORT_STRING("a"));
    gort_map_begin_write(m);
    BREAKS("concurrent map writes", gort_map_assign_string(&ages, m, GORT_STRING("b")));
    BREAKS("concurrent map writes", gort_map_delete_string(&ages, m, GORT_STRING("a")));
    BREAKS("concurrent map read and map write", gort_map_get_string(&ages, m, GORT_STRING("a")));
    BREAKS("concurrent map iteration and map write", gort_map_range(&ages, m, &it));
    gort_map_end_write(m);
    gort_map_assign_string(&ages, m, GORT_STRING("b"));
    gort_map_delete_string(&ages, m, GORT_STRING("a"));
    in_another_thread(make_a_map);
    gort_map_done_of(&ages, m);
    esc_done(m);
}

static void maps_of_words(void **state)
{
    (void)state;
    gort_map *m = gort_map_make();
    *gort_map_assign(m, 1) = 2;
    gort_map_begin_write(m);
    BREAKS("concurrent map writes", gort_map_assign(m, 1));
    BREAKS("concurrent map read and map write", gort_map_get(m, 1));
    BREAKS("concurrent map read and map write", gort_map_get_word(&gort_map_words, m, 1));
    gort_map_end_write(m);
    assert_int_equal(gort_map_get(m, 1), 2);
    gort_map_done(m), esc_done(m);
}

static void channels(void **state)
{
    (void)state;
    uint64_t slots[1], value = 1;
    bool received;
    gort_chan c = GORT_CHAN(&gort_type_word, slots);
    struct gort_waiter waiter = {0};
    struct esc_type in_frame = gort_type_word;
    BREAKS("a channel's element type must outlive it: it is in a frame",
           gort_chan_make(&in_frame, 1));
    BREAKS("a send on a nil channel waits for ever", gort_chan_send(NULL, &value));
    BREAKS("a receive from a nil channel waits for ever", gort_chan_receive(NULL, &value));
    BREAKS("close of nil channel", gort_chan_close(NULL));
    BREAKS("what is received needs a place", gort_chan_receive(&c, NULL));
    c.lock.key = GORT_UNLOCKED;
    c.receivers.first = &waiter;
    BREAKS("a channel's life ends while somebody waits for it", gort_chan_done(&c));
    c.receivers.first = NULL;
    gort_chan_close(&c);
    BREAKS("close of closed channel", gort_chan_close(&c));
    c.lock.key = GORT_UNLOCKED;
    BREAKS("send on closed channel", gort_chan_send(&c, &value));
    c.lock.key = GORT_UNLOCKED;
    BREAKS("send on closed channel", gort_chan_try_send(&c, &value));
    struct gort_select_case cases[GORT_SELECT_CASES + 1] = {{NULL, &value}};
    BREAKS("a select has more than 16 cases", gort_select(cases, 0, 17, false, &received));
    BREAKS("a select of nil channels waits for ever", gort_select(cases, 0, 2, true, &received));
    assert_int_equal(gort_select(cases, 0, 2, false, &received), -1);
}

static void locks(void **state)
{
    (void)state;
    struct gort_lock lock = {0};
    struct gort_mutex mutex = {0, 0};
    gort_lock(&lock);
    gort_unlock(&lock);
    BREAKS("unlock of an unlocked lock", gort_unlock(&lock));
    gort_mutex_lock(&mutex);
    gort_mutex_unlock(&mutex);
    BREAKS("sync: unlock of unlocked mutex", gort_mutex_unlock(&mutex));
}

static struct gort_record *frame;
static gort_func deferred;

static void defer_one(void)
{
    BREAKS("defers in a list are for one thread", gort_defer(&frame, &deferred));
}

static void defers(void **state)
{
    (void)state;
    struct gort_open open = {0};
    gort_open_defer(&open, 7);
    BREAKS("only eight defers of a function are open-coded", gort_open_defer(&open, 8));
    for (size_t k = 0; k < GORT_DEFER_RECORDS; k++)
        gort_defer(&frame, &deferred);
    BREAKS("more than 256 defers are pending", gort_defer(&frame, &deferred));
    in_another_thread(defer_one);
}

static struct gort_pool pool;

static void use_the_pool(void)
{
    gort_pool_get(&pool);
}

static void use_the_pool_once_more(void)
{
    BREAKS("a pool is for 16 threads at most", gort_pool_get(&pool));
}

static void pools(void **state)
{
    (void)state;
    struct gort_pool in_frame = {0};
    BREAKS("a pool is a static variable: collectors look there", gort_pool_get(&in_frame));
    BREAKS("a pool takes objects: NULL is put into it", gort_pool_put(&pool, NULL));
    while (gort_pool_threads < GORT_POOL_PROCS)
        in_another_thread(use_the_pool);
    in_another_thread(use_the_pool_once_more);
}

typedef uint64_t word;
ESC_NOSCAN(word);

static uint64_t use_the_heap(uint64_t x)
{
    return *esc_new(word) + x;
}

static uint64_t return_x(uint64_t x)
{
    return x;
}

static void start_a_goroutine(void)
{
    BREAKS("goroutines of gort/stack.h are started by one thread", gort_go(return_x, 1, 64));
}

static void stacks(void **state)
{
    (void)state;
    assert_int_equal(gort_go(return_x, 7, 64), 7);
    BREAKS("a frame needs a stack of more than 4 MiB", gort_go(return_x, 1, 5 << 20));
    in_another_thread(start_a_goroutine);
    told.contract = NULL;
    if (setjmp(broken) == 0)
        gort_go(use_the_heap, 1, 64);
    assert_string_equal(told.contract, "code that gort_go runs must not use the heap");
    assert_string_equal(told.file, __FILE__);
    gort_stack_enter(false);
    assert_int_equal(use_the_heap(0), 0);
}

static void formats(void **state)
{
    (void)state;
    gort_any number = gort_any_word(7), s = gort_any_string(GORT_STRING("text"));
    gort_any pointer = {&gort_type_pointer, &number};
    gort_any error = gort_error_new(GORT_STRING("e"));
    BREAKS("gort/fmt.h prints words, strings and errors",
           gort_sprintf(GORT_STRING("%v"), &pointer, 1));
    BREAKS("a verb does not go with its argument", gort_sprintf(GORT_STRING("%s"), &number, 1));
    BREAKS("a verb does not go with its argument", gort_sprintf(GORT_STRING("%d"), &s, 1));
    BREAKS("%w is for errors", gort_errorf(GORT_STRING("%w"), &s, 1));
    BREAKS("%w is for fmt.Errorf alone", gort_sprintf(GORT_STRING("%w"), &error, 1));
    BREAKS("a format ends with a single %", gort_sprintf(GORT_STRING("7 %"), &number, 1));
    BREAKS("a format has more verbs than arguments",
           gort_sprintf(GORT_STRING("%d %d"), &number, 1));
    BREAKS("a format has fewer verbs than arguments", gort_sprintf(GORT_STRING("7"), &number, 1));
    BREAKS("gort/fmt.h has the verbs %d, %s, %v and %w",
           gort_sprintf(GORT_STRING("%x"), &number, 1));
    BREAKS("this error was made neither by errors.New nor by fmt.Errorf", gort_error_text(s));
    assert_int_equal(gort_error_text(error).length, 1);
}

static void start_a_timer(void)
{
    BREAKS("timers are for one thread", gort_timer_after(1000, NULL));
}

static void timers(void **state)
{
    (void)state;
    static gort_timer unmade;
    gort_timer *timer = gort_timer_after(INT64_C(3600000000000), NULL);
    BREAKS("non-positive interval for NewTicker", gort_ticker_new(0));
    BREAKS("time: Stop called on uninitialized Timer", gort_timer_stop(&unmade));
    BREAKS("time: Reset called on uninitialized Timer", gort_timer_reset(&unmade, 1));
    BREAKS("a timer's life ends that is in the heap still", gort_timer_done(timer));
    in_another_thread(start_a_timer);
    gort_timer_stop(timer);
    gort_timers_run(gort_nanotime());
    gort_timer_done(timer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),   cmocka_unit_test(slices), cmocka_unit_test(strings),
        cmocka_unit_test(boxes),    cmocka_unit_test(maps),   cmocka_unit_test(maps_of_words),
        cmocka_unit_test(channels), cmocka_unit_test(locks),  cmocka_unit_test(defers),
        cmocka_unit_test(pools),    cmocka_unit_test(stacks), cmocka_unit_test(formats),
        cmocka_unit_test(timers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
