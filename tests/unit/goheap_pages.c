/* The page allocator against a plain array: first fit, summaries, the 64-page cache, scavenging. */
#include "../../harness/goheap/pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PAGES = 64 * CHUNK_PAGES };

struct fixture {
    struct pages pages;
    void *metadata;
    unsigned char *used; /* the model: one byte a page */
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->metadata = calloc(1, goheap_pages_metadata_bytes(PAGES));
    fixture->used = calloc(1, PAGES);
    goheap_pages_init(&fixture->pages, PAGES, fixture->metadata);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    free(fixture->metadata);
    free(fixture->used);
    free(fixture);
    return 0;
}

static int64_t model_take(struct fixture *fixture, size_t count)
{
    size_t run = 0;
    for (size_t i = 0; i < fixture->pages.grown; i++) {
        run = fixture->used[i] ? 0 : run + 1;
        if (run == count) {
            memset(fixture->used + i + 1 - count, 1, count);
            return (int64_t)(i + 1 - count);
        }
    }
    return NO_PAGE;
}

static void test_nothing_is_free_before_growth(void **state)
{
    struct fixture *fixture = *state;
    size_t scavenged;
    assert_int_equal(goheap_pages_take(&fixture->pages, 1, &scavenged), NO_PAGE);
    goheap_pages_grow(&fixture->pages, CHUNK_PAGES);
    assert_int_equal(goheap_pages_take(&fixture->pages, 1, &scavenged), 0);
    assert_int_equal(scavenged, 1);
    assert_int_equal(goheap_pages_take(&fixture->pages, CHUNK_PAGES, &scavenged), NO_PAGE);
    assert_true(goheap_pages_check(&fixture->pages));
}

static void test_runs_cross_chunks(void **state)
{
    struct fixture *fixture = *state;
    size_t scavenged;
    goheap_pages_grow(&fixture->pages, 40 * CHUNK_PAGES);
    assert_int_equal(goheap_pages_take(&fixture->pages, 100, &scavenged), 0);
    assert_int_equal(goheap_pages_take(&fixture->pages, 30 * CHUNK_PAGES, &scavenged), 100);
    assert_int_equal(goheap_pages_take(&fixture->pages, 11 * CHUNK_PAGES, &scavenged), NO_PAGE);
    goheap_pages_free(&fixture->pages, 100, 30 * CHUNK_PAGES);
    assert_int_equal(goheap_pages_take(&fixture->pages, 39 * CHUNK_PAGES, &scavenged), 100);
    assert_true(goheap_pages_check(&fixture->pages));
}

static void test_random_runs_as_the_model_says(void **state)
{
    struct fixture *fixture = *state;
    struct {
        size_t first, count;
    } held[400];
    size_t held_count = 0, scavenged;
    srand(7);
    goheap_pages_grow(&fixture->pages, 20 * CHUNK_PAGES);
    for (int step = 0; step < 20000; step++) {
        if (held_count > 0 && (held_count == 400 || rand() % 2)) {
            const size_t i = (size_t)rand() % held_count;
            goheap_pages_free(&fixture->pages, held[i].first, held[i].count);
            memset(fixture->used + held[i].first, 0, held[i].count);
            held[i] = held[--held_count];
            continue;
        }
        const size_t count = rand() % 30 ? 1 + (size_t)rand() % 20 : 1 + (size_t)rand() % 2000;
        const int64_t first = goheap_pages_take(&fixture->pages, count, &scavenged);
        assert_int_equal(first, model_take(fixture, count));
        if (first == NO_PAGE)
            continue;
        held[held_count].first = (size_t)first;
        held[held_count++].count = count;
        if (step % 500 == 0)
            assert_true(goheap_pages_check(&fixture->pages));
    }
    assert_true(goheap_pages_check(&fixture->pages));
}

static void test_cache_takes_a_whole_word_and_gives_back_the_rest(void **state)
{
    struct fixture *fixture = *state;
    struct page_cache cache = {0, 0, 0};
    size_t scavenged;
    goheap_pages_grow(&fixture->pages, CHUNK_PAGES);
    assert_int_equal(goheap_pages_take(&fixture->pages, 3, &scavenged), 0);
    assert_true(goheap_pages_fill_cache(&fixture->pages, &cache));
    assert_int_equal(fixture->pages.free_pages, CHUNK_PAGES - 64);
    assert_int_equal(goheap_page_cache_take(&cache, 10, &scavenged), 3);
    assert_int_equal(scavenged, 10);
    assert_int_equal(goheap_page_cache_take(&cache, 52, &scavenged), NO_PAGE);
    assert_int_equal(goheap_pages_take(&fixture->pages, 1, &scavenged), 64);
    goheap_pages_flush_cache(&fixture->pages, &cache);
    assert_int_equal(goheap_pages_take(&fixture->pages, 51, &scavenged), 13);
    assert_true(goheap_pages_check(&fixture->pages));
}

static void test_scavenging_starts_at_the_top_and_ends(void **state)
{
    struct fixture *fixture = *state;
    size_t scavenged, first, total = 0;
    goheap_pages_grow(&fixture->pages, CHUNK_PAGES);
    assert_int_equal(goheap_pages_scavenge(&fixture->pages, 8, &first), 0);
    assert_int_equal(goheap_pages_take(&fixture->pages, 200, &scavenged), 0);
    goheap_pages_free(&fixture->pages, 50, 150);
    assert_int_equal(goheap_pages_scavenge(&fixture->pages, 8, &first), 8);
    assert_int_equal(first, 192);
    for (size_t count; (count = goheap_pages_scavenge(&fixture->pages, 8, &first)) > 0;)
        total += count;
    assert_int_equal(total, 142);
    assert_int_equal(fixture->pages.scavenged_pages, CHUNK_PAGES - 50);
    assert_int_equal(goheap_pages_take(&fixture->pages, 10, &scavenged), 50);
    assert_int_equal(scavenged, 10);
    assert_true(goheap_pages_check(&fixture->pages));
}

/* Pages of a cache have memory that nobody uses, and the scavenger cannot see it, as in Go. */
static void test_scavenging_does_not_reach_into_a_cache(void **state)
{
    struct fixture *fixture = *state;
    struct page_cache cache = {0, 0, 0};
    size_t scavenged, first;
    goheap_pages_grow(&fixture->pages, CHUNK_PAGES);
    assert_int_equal(goheap_pages_take(&fixture->pages, 64, &scavenged), 0);
    goheap_pages_free(&fixture->pages, 0, 64);
    assert_true(goheap_pages_fill_cache(&fixture->pages, &cache));
    assert_int_equal(goheap_pages_scavenge(&fixture->pages, 8, &first), 0);
    goheap_pages_flush_cache(&fixture->pages, &cache);
    assert_int_equal(goheap_pages_scavenge(&fixture->pages, 8, &first), 8);
    assert_int_equal(first, 56);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_is_free_before_growth, setup, teardown),
        cmocka_unit_test_setup_teardown(test_runs_cross_chunks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_random_runs_as_the_model_says, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cache_takes_a_whole_word_and_gives_back_the_rest,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_scavenging_starts_at_the_top_and_ends, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_scavenging_does_not_reach_into_a_cache, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
