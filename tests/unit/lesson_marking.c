/* The lesson about marking: what the collector does to twenty objects, with and without barrier.
 * What is expected follows from the objects' pointers and Go's rules, not from a run. */
#include "lesson/marking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char live[] = "ABCDEFGHIJKLMN"; /* reachable from A and B */

static struct esc_marking run(bool barrier)
{
    struct esc_marking marking;
    struct esc_error error = {0};
    assert_true(esc_marking_run(barrier, &marking, &error));
    assert_int_equal(error.count, 0);
    return marking;
}

static enum esc_marking_colour colour_of(const struct esc_marking_step *step, char name)
{
    return step->colour[name - 'A'];
}

/* The step at which the program has done what the words begin with. */
static const struct esc_marking_step *find(const struct esc_marking *marking, const char *words)
{
    for (size_t i = 0; i < marking->count; i++)
        if (strncmp(marking->steps[i].words, words, strlen(words)) == 0)
            return &marking->steps[i];
    fail_msg("no step begins with: %s", words);
    return NULL;
}

/* No pointer of a black object leads to a white one, but for those in the barrier's buffer. */
static bool has_black_to_white(const struct esc_marking_step *step)
{
    for (size_t i = 0; i < ESC_MARKING_OBJECTS; i++)
        for (size_t f = 0; f < ESC_MARKING_FIELDS; f++) {
            int to = step->points_to[i][f];
            if (to != ESC_MARKING_NOBODY && step->colour[i] == ESC_MARKING_BLACK &&
                step->colour[to] == ESC_MARKING_WHITE &&
                strchr(step->barrier, step->name[to]) == NULL)
                return true;
        }
    return false;
}

static void the_first_stop_greys_the_roots_and_nothing_else(void **state)
{
    (void)state;
    struct esc_marking marking = run(true);
    const struct esc_marking_step *stop = &marking.steps[1];
    assert_int_equal(stop->actor, ESC_MARKING_STOP);
    for (size_t i = 0; i < ESC_MARKING_OBJECTS; i++)
        assert_int_equal(stop->colour[i], i < 2 ? ESC_MARKING_GREY : ESC_MARKING_WHITE);
    assert_int_equal(strlen(stop->queue), 2);
    esc_marking_free(&marking);
}

static void grey_is_what_waits_in_the_queue(void **state)
{
    (void)state;
    struct esc_marking marking = run(true);
    for (size_t s = 0; s < marking.count; s++) {
        const struct esc_marking_step *step = &marking.steps[s];
        for (size_t i = 0; i < ESC_MARKING_OBJECTS; i++)
            assert_int_equal(step->colour[i] == ESC_MARKING_GREY,
                             strchr(step->queue, step->name[i]) != NULL);
    }
    esc_marking_free(&marking);
}

/* An object is scanned once, in a step of its own: 14 live ones less 2 without pointers. */
static void each_object_is_scanned_once(void **state)
{
    (void)state;
    struct esc_marking marking = run(true);
    size_t scanned[ESC_MARKING_OBJECTS] = {0};
    for (size_t s = 0; s < marking.count; s++)
        if (strstr(marking.steps[s].words, " is scanned") != NULL)
            scanned[marking.steps[s].subject]++;
    for (size_t i = 0; i < ESC_MARKING_OBJECTS; i++) {
        char name = (char)('A' + i);
        bool expected = strchr(live, name) != NULL && name != 'J' && name != 'M';
        assert_int_equal(scanned[i], expected);
    }
    esc_marking_free(&marking);
}

static void the_barrier_records_old_and_new_and_saves_the_object(void **state)
{
    (void)state;
    struct esc_marking marking = run(true);
    assert_string_equal(find(&marking, "x := A.right")->barrier, "D-");
    const struct esc_marking_step *moved = find(&marking, "F.right = x");
    assert_string_equal(moved->barrier, "D--D");
    assert_int_equal(colour_of(moved, 'D'), ESC_MARKING_WHITE);
    const struct esc_marking_step *flushed = find(&marking, "The queue is empty");
    assert_int_equal(colour_of(flushed, 'D'), ESC_MARKING_GREY);
    assert_string_equal(flushed->barrier, "");
    for (size_t s = 0; s < marking.count; s++)
        assert_false(has_black_to_white(&marking.steps[s]));
    const struct esc_marking_step *ended = find(&marking, "Marking has ended");
    for (size_t i = 0; i < ESC_MARKING_OBJECTS; i++)
        assert_int_equal(ended->colour[i], strchr(live, (char)('A' + i)) != NULL
                                               ? ESC_MARKING_BLACK
                                               : ESC_MARKING_WHITE);
    const struct esc_marking_step *last = &marking.steps[marking.count - 1];
    for (size_t i = 0; i < ESC_MARKING_OBJECTS; i++)
        assert_int_equal(last->colour[i], strchr(live, (char)('A' + i)) != NULL ? ESC_MARKING_WHITE
                                                                                : ESC_MARKING_FREE);
    esc_marking_free(&marking);
}

/* D, and I and M that only D leads to; H is C's as well. */
static void without_the_barrier_what_is_in_use_is_freed(void **state)
{
    (void)state;
    struct esc_marking marking = run(false);
    const struct esc_marking_step *moved = find(&marking, "F.right = x");
    assert_string_equal(moved->barrier, "");
    assert_true(has_black_to_white(moved));
    const struct esc_marking_step *swept = find(&marking, "Swept");
    for (const char *name = "DIM"; *name != '\0'; name++)
        assert_int_equal(colour_of(swept, *name), ESC_MARKING_FREE);
    assert_int_equal(colour_of(swept, 'H'), ESC_MARKING_WHITE);
    assert_int_equal(swept->points_to['F' - 'A'][1], 'D' - 'A');
    const struct esc_marking_step *last = &marking.steps[marking.count - 1];
    assert_int_equal(last->name['D' - 'A'], 'U');
    assert_int_equal(last->points_to['F' - 'A'][1], 'D' - 'A');
    esc_marking_free(&marking);
}

static void states_in_words(void **state)
{
    (void)state;
    struct esc_marking_step step = {.name = "ABCDEFGHIJKLMNOPQRST", .barrier = "D--F"};
    step.colour[1] = step.colour[19] = ESC_MARKING_BLACK;
    char *names = esc_marking_names(&step, ESC_MARKING_BLACK);
    assert_string_equal(names, "B T");
    free(names);
    char *stores = esc_marking_stores(&step);
    assert_string_equal(stores, "D→nil, nil→F");
    free(stores);
}

/* Up to the program's first store both runs are the same, and so is what is scanned after it. */
static void what_differs_is_the_stores_and_what_comes_of_them(void **state)
{
    (void)state;
    struct esc_marking with = run(true), past = run(false);
    size_t all = past.count;
    esc_marking_keep_other(&past, &with);
    assert_true(past.count > 0 && past.count < all);
    assert_int_equal(past.steps[0].actor, ESC_MARKING_PROGRAM);
    assert_int_equal(past.steps[0].local, 'D' - 'A');
    assert_int_equal(past.steps[past.count - 1].number, all);
    for (size_t s = 0; s < past.count; s++)
        assert_null(strstr(past.steps[s].words, " is scanned"));
    esc_marking_free(&past);
    esc_marking_free(&with);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_stop_greys_the_roots_and_nothing_else),
        cmocka_unit_test(grey_is_what_waits_in_the_queue),
        cmocka_unit_test(each_object_is_scanned_once),
        cmocka_unit_test(the_barrier_records_old_and_new_and_saves_the_object),
        cmocka_unit_test(without_the_barrier_what_is_in_use_is_freed),
        cmocka_unit_test(states_in_words),
        cmocka_unit_test(what_differs_is_the_stores_and_what_comes_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
