/* Two runs beside each other: the tests against SciPy, how often the same code is told to differ,
 * what of two runs may be compared at all, and every verdict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compared_run.h"

#include "stats/holm.h"
#include "stats/shift.h"

#include "../vectors/compare_vectors.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void assert_near(double got, double expected)
{
    double allowed = 1e-10 * fmax(1e-6, fabs(expected)) + 1e-13;
    if (!(fabs(got - expected) <= allowed))
        fail_msg("got %.17g, expected %.17g", got, expected);
}

/* ---- against SciPy ---- */

static void independent_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(independent_vectors); i++) {
        double first[LONGEST_OF_TWO];
        double second[LONGEST_OF_TWO];
        memcpy(first, independent_vectors[i].first, sizeof first);
        memcpy(second, independent_vectors[i].second, sizeof second);
        struct esc_shift shift = esc_shift_independent(first, independent_vectors[i].n, second,
                                                       independent_vectors[i].m);
        assert_true(shift.known);
        assert_int_equal(shift.exact, independent_vectors[i].exact);
        assert_near(shift.p, independent_vectors[i].p);
        assert_near(shift.shift, independent_vectors[i].shift);
        assert_near(shift.low, independent_vectors[i].low);
        assert_near(shift.high, independent_vectors[i].high);
        assert_near(shift.confidence, independent_vectors[i].confidence);
    }
    assert_false(esc_shift_independent(NULL, 0, NULL, 0).known);
}

static void pairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(paired_vectors); i++) {
        double differences[LONGEST_OF_TWO];
        memcpy(differences, paired_vectors[i].differences, sizeof differences);
        struct esc_shift shift = esc_shift_paired(differences, paired_vectors[i].n);
        assert_true(shift.known && shift.exact);
        assert_near(shift.p, paired_vectors[i].p);
        assert_near(shift.shift, paired_vectors[i].shift);
        assert_near(shift.low, paired_vectors[i].low);
        assert_near(shift.high, paired_vectors[i].high);
    }
    assert_false(esc_shift_paired(NULL, 0).known);
}

static void the_least_p(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(least_vectors); i++)
        assert_near(esc_shift_least_independent(least_vectors[i].n, least_vectors[i].m),
                    least_vectors[i].p);
    for (size_t n = 1; n < 60; n++) /* all on one side, or all on the other: 2 of 2^n */
        assert_near(esc_shift_least_paired(n), 2 / pow(2, (double)n));
}

/* Samples too long for all differences to be kept: 3000 million of them. Second is first + 5. */
static void long_samples(void **state)
{
    (void)state;
    enum { LONG = 55000 };
    double *first = esc_calloc(LONG, sizeof *first);
    double *second = esc_calloc(LONG, sizeof *second);
    for (size_t i = 0; i < LONG; i++) {
        first[i] = (double)i;
        second[i] = (double)i + 5;
    }
    struct esc_shift shift = esc_shift_independent(first, LONG, second, LONG);
    assert_near(shift.shift, 5);
    assert_true(shift.low < 5 && shift.high > 5);
    assert_false(shift.exact);
    free(first);
    free(second);
}

/* By hand: 4·0.005, 3·0.01, 2·0.03, and the largest may not fall below that; in the order given. */
static void holm(void **state)
{
    (void)state;
    double p[] = {0.01, 0.04, 0.03, 0.005};
    esc_holm(p, 4);
    assert_near(p[0], 0.03);
    assert_near(p[1], 0.06);
    assert_near(p[2], 0.06);
    assert_near(p[3], 0.02);
    double many[] = {0.5, 0.9, 0.6};
    esc_holm(many, 3);
    for (size_t i = 0; i < 3; i++)
        assert_near(many[i], 1);
    double one = 0.04;
    esc_holm(&one, 1);
    assert_near(one, 0.04);
    esc_holm(NULL, 0);
}

/* ---- false alarms ---- */

enum { FAMILIES = 2000, ROWS = 20, ROUNDS = 12 };

/* Skewed, as times are: the cube of a uniform number. */
static double skewed(uint64_t *state)
{
    return pow(compared_noise(state, 1), 3);
}

/* Whether any of so many rows is told to differ, at the level of all. */
static bool any_alarm(uint64_t *state, bool paired, bool corrected)
{
    double p[ROWS];
    for (size_t row = 0; row < ROWS; row++) {
        double first[ROUNDS];
        double second[ROUNDS];
        for (size_t i = 0; i < ROUNDS; i++) {
            first[i] = skewed(state);
            second[i] = skewed(state) - (paired ? first[i] : 0);
        }
        p[row] = paired ? esc_shift_paired(second, ROUNDS).p
                        : esc_shift_independent(first, ROUNDS, second, ROUNDS).p;
    }
    if (corrected)
        esc_holm(p, ROWS);
    for (size_t row = 0; row < ROWS; row++)
        if (p[row] <= ESC_COMPARE_LEVEL)
            return true;
    return false;
}

static double alarms(bool paired, bool corrected)
{
    uint64_t state = esc_random_stream(20261130, paired ? 1 : corrected ? 2 : 3);
    size_t count = 0;
    for (size_t i = 0; i < FAMILIES; i++)
        count += any_alarm(&state, paired, corrected);
    return (double)count / (double)FAMILIES;
}

/* At most 5 %, up to three standard deviations of such a count: sqrt(0.05·0.95/2000) = 0.5 %.
 * Uncorrected it would be 1 - 0.95^20 = 64 %. The sign test of 12 pairs can be no closer to 5 %
 * than 20 · 2/4096 = 1 %. */
static void the_same_code_seldom_differs(void **state)
{
    (void)state;
    double independent = alarms(false, true);
    double pairs_of_rounds = alarms(true, true);
    assert_true(independent <= 0.05 + 0.015 && independent >= 0.02);
    assert_true(pairs_of_rounds <= 0.01 + 0.007 && pairs_of_rounds >= 0.003);
    assert_true(alarms(false, false) > 0.5);
}

/* ---- whole runs ---- */

static size_t count_resolved(const struct esc_comparison *comparison)
{
    size_t count = 0;
    for (size_t i = 0; i < comparison->change_count; i++)
        count += esc_change_resolved(&comparison->changes[i]);
    return count;
}

static void the_same_code_again(void **state)
{
    (void)state;
    struct esc_run a = compared_run(MODEL_CASES, "one", 1, 0.03);
    struct esc_run b = compared_run(MODEL_CASES, "other", 2, 0.03);
    b.seed++;
    struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
    assert_int_equal(comparison.change_count, a.variant_count);
    assert_int_equal(comparison.tested, a.variant_count);
    assert_int_equal(count_resolved(&comparison), 0);
    assert_false(esc_comparison_has(&comparison, ESC_CHANGE_FACTOR));
    assert_int_equal(comparison.noise_of, ESC_NOISE_OF_CONTROL);
    assert_true(comparison.noise[ESC_CHANGE_TIME] >= ESC_NOISE_USUAL &&
                comparison.noise[ESC_CHANGE_TIME] < 0.1);
    assert_int_equal(comparison.difference_count, 0);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

/* One row of 20 % more time, one of a third less; both are found, with their size, and no other. */
static void a_change_is_found(void **state)
{
    (void)state;
    for (int same_seed = 0; same_seed < 2; same_seed++) {
        struct esc_run a = compared_run(MODEL_CASES, "one", 1, 0.03);
        struct esc_run b = compared_run(MODEL_CASES, "other", 2, 0.03);
        b.seed += same_seed == 0;
        compared_scale(&b, "pointer-return/heap/size:64", 1.2);
        compared_scale(&b, "interface-call/reused/size:64", 2.0 / 3);
        struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
        const struct esc_change *slower = compared_row(&comparison, "pointer-return/heap/size:64");
        const struct esc_change *faster =
            compared_row(&comparison, "interface-call/reused/size:64");
        assert_int_equal(comparison.paired, same_seed);
        assert_int_equal(slower->verdict, ESC_CHANGE_SLOWER);
        assert_true(slower->ratio.low < 1.2 && slower->ratio.high > 1.2);
        assert_true(slower->ratio.median > 1.15 && slower->ratio.median < 1.25);
        assert_int_equal(faster->verdict, ESC_CHANGE_FASTER);
        assert_true(faster->ratio.low < 2.0 / 3 && faster->ratio.high > 2.0 / 3);
        assert_int_equal(count_resolved(&comparison), 2);
        esc_comparison_free(&comparison);
        esc_run_free(&b);
        esc_run_free(&a);
    }
}

/* What is grave leaves factors alone; what is not is told. */
static void what_differs(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        bool grave;
    } rows[] = {{"processor", true},
                {"compiler", true},
                {"compiler's flags", true},
                {"escapement", true},
                {"revision of escapement", true},
                {"number of CPUs", true},
                {"host", false},
                {"kernel", false},
                {"governor", false},
                {"GOGC", false},
                {"preset", false},
                {"pinned CPU", false},
                {"virtual machine", false}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct esc_run a = compared_run(2, "one", 1, 0.03);
        struct esc_run b = compared_run(2, "other", 2, 0.03);
        char **texts[] = {&b.machine.cpu,     &b.machine.compiler, &b.machine.flags,
                          &b.machine.version, &b.machine.revision, NULL,
                          &b.machine.host,    &b.machine.kernel,   &b.machine.governor};
        if (i < COUNT(texts) && texts[i] != NULL) {
            free(*texts[i]);
            *texts[i] = esc_strdup("another");
        }
        b.machine.cpus += i == 5;
        b.gogc = i == 9 ? -1 : b.gogc;
        b.preset = i == 10 ? ESC_PRESET_QUICK : b.preset;
        b.machine.pinned_cpu = i == 11 ? a.machine.pinned_cpu + 1 : b.machine.pinned_cpu;
        b.machine.virtual_machine = i == 12 ? 0 : b.machine.virtual_machine;
        struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
        assert_int_equal(comparison.difference_count, 1);
        assert_string_equal(comparison.differences[0].what, rows[i].what);
        assert_int_equal(comparison.differences[0].grave, rows[i].grave);
        assert_int_equal(esc_comparison_has(&comparison, ESC_CHANGE_TIME), !rows[i].grave);
        assert_int_equal(esc_comparison_has(&comparison, ESC_CHANGE_FACTOR), rows[i].grave);
        assert_false(comparison.paired);
        esc_comparison_free(&comparison);
        esc_run_free(&b);
        esc_run_free(&a);
    }
}

/* Twice as fast a machine changes no factor; a heap side of 80 % more does. The bases have none.
 * So much another speed may move a factor by half its logarithm: 20 % more would be claimed of
 * none. */
static void factors_of_another_machine(void **state)
{
    (void)state;
    struct esc_run a = compared_run(MODEL_CASES, "one", 1, 0.03);
    struct esc_run b = compared_run(MODEL_CASES, "other", 2, 0.03);
    free(b.machine.cpu);
    b.machine.cpu = esc_strdup("another");
    for (size_t i = 0; i < b.record_count; i++)
        b.records[i].wall_ns /= 2;
    compared_scale(&b, "pointer-return/heap/size:64", 1.8);
    compared_scale(&b, "channel-send/heap/size:64", 1.2);
    struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
    const struct esc_change *change = compared_row(&comparison, "pointer-return/heap/size:64");
    assert_int_equal(compared_row(&comparison, "channel-send/heap/size:64")->verdict,
                     ESC_CHANGE_WITHIN_NOISE);
    assert_int_equal(change->of, ESC_CHANGE_FACTOR);
    assert_int_equal(change->verdict, ESC_CHANGE_SLOWER);
    assert_string_equal(esc_change_verdict_words(change), "larger");
    assert_true(change->before.median > 8 && change->before.median < 13); /* 20.3 / 1.98 */
    assert_int_equal(count_resolved(&comparison), 1);
    size_t bases = 0;
    for (size_t v = 0; v < a.variant_count; v++)
        bases += a.variants[v].strategy == 0;
    assert_int_equal(comparison.baseless, bases);
    assert_int_equal(comparison.change_count, a.variant_count - bases);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

static void factors_as_asked_for(void **state)
{
    (void)state;
    struct esc_run a = compared_run(2, "one", 1, 0.01);
    struct esc_run b = compared_run(2, "other", 2, 0.01);
    compared_scale(&b, "pointer-return/stack/size:64", 1.25);
    struct esc_comparison comparison = esc_compare(&a, &b, -1, true);
    const struct esc_change *change = compared_row(&comparison, "pointer-return/heap/size:64");
    assert_false(esc_comparison_has(&comparison, ESC_CHANGE_TIME));
    assert_true(comparison.paired);
    assert_int_equal(change->verdict, ESC_CHANGE_FASTER);
    assert_true(change->ratio.low < 0.8 && change->ratio.high > 0.8); /* 1 / 1.25 */
    assert_string_equal(esc_change_verdict_words(change), "smaller");
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

/* Of a case whose text is another, or unknown, only factors; of the others times. */
static void a_case_that_was_edited(void **state)
{
    (void)state;
    for (uint64_t hash = 0; hash < 2; hash++) {
        struct esc_run a = compared_run(2, "one", 1, 0.03);
        struct esc_run b = compared_run(2, "other", 2, 0.03);
        b.cases[1].text_hash = hash;
        struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
        assert_int_equal(compared_row(&comparison, "pointer-return/heap/size:64")->of,
                         ESC_CHANGE_TIME);
        assert_int_equal(compared_row(&comparison, "channel-send/heap/size:64")->of,
                         ESC_CHANGE_FACTOR);
        assert_false(comparison.changed_texts[0]);
        assert_true(comparison.changed_texts[1]);
        assert_int_equal(comparison.unknown_texts, hash == 0);
        esc_comparison_free(&comparison);
        esc_run_free(&b);
        esc_run_free(&a);
    }
}

/* Rows are known by case, strategy, point and runtime, wherever they stand. */
static void rows_of_one_run_only(void **state)
{
    (void)state;
    struct esc_run a = compared_run(3, "one", 1, 0.03);
    struct esc_run b = compared_run(3, "other", 2, 0.03);
    free(a.cases[0].name);
    a.cases[0].name = esc_strdup("only-before");
    free(b.cases[1].strategies[1].name);
    b.cases[1].strategies[1].name = esc_strdup("only-after");
    struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
    size_t first = 0;
    size_t heaps = 0;
    for (size_t v = 0; v < a.variant_count; v++) {
        first += a.variants[v].case_index == 0;
        heaps += a.variants[v].case_index == 1 && a.variants[v].strategy == 1;
    }
    assert_int_equal(comparison.only_a_count, first + heaps);
    assert_int_equal(comparison.only_b_count, first + heaps);
    assert_int_equal(comparison.change_count, a.variant_count - first - heaps);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

static struct esc_run run_of_go(const char *id, const char *version)
{
    struct esc_run run = model_run_with(model_cases, 1, 1, false);
    free(run.id);
    run.id = esc_strdup(id);
    run.cases[0].text_hash = 1;
    free(run.gos[0].version);
    run.gos[0].version = esc_strdup(version);
    esc_stats(&run);
    return run;
}

/* C is the same; of Go's own rows another release leaves the factors. */
static void another_release_of_go(void **state)
{
    (void)state;
    struct esc_run a = run_of_go("one", "go1.19.8");
    struct esc_run b = run_of_go("other", "go1.27.3");
    struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
    assert_int_equal(compared_row(&comparison, "pointer-return/heap/size:64")->of, ESC_CHANGE_TIME);
    assert_int_equal(compared_row(&comparison, "pointer-return/heap@go/size:64")->of,
                     ESC_CHANGE_FACTOR);
    assert_int_equal(comparison.only_a_count, 0);
    assert_int_equal(comparison.baseless, 4); /* stack@go of the four points */
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

/* ---- rounds ---- */

static const char *why_unpaired(void (*change)(struct esc_run *b))
{
    struct esc_run a = compared_run(2, "one", 1, 0.03);
    struct esc_run b = compared_run(2, "other", 2, 0.03);
    change(&b);
    struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
    const char *why = comparison.unpaired;
    assert_int_equal(comparison.paired, why == NULL);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
    return why;
}

static void nothing(struct esc_run *b)
{
    (void)b;
}

static void another_seed(struct esc_run *b)
{
    b->seed++;
}

static void another_place(struct esc_run *b)
{
    b->records[3].order += 1;
}

static void a_round_less(struct esc_run *b)
{
    b->rounds_done--;
}

static void another_kernel(struct esc_run *b)
{
    free(b->machine.kernel);
    b->machine.kernel = esc_strdup("another");
}

static void another_row(struct esc_run *b)
{
    free(b->variants[1].name);
    b->variants[1].name = esc_strdup("another");
}

static void rounds_that_match(void **state)
{
    (void)state;
    assert_null(why_unpaired(nothing));
    assert_string_equal(why_unpaired(another_seed), "the seeds differ");
    assert_string_equal(why_unpaired(another_place), "samples were taken in another order");
    assert_string_equal(why_unpaired(a_round_less), "a run was interrupted");
    assert_string_equal(why_unpaired(another_kernel), "the runs differ in more than the moment");
    assert_string_equal(why_unpaired(another_row), "the rows differ");
}

/* Rounds from `kept` on are dropped from both runs. */
static void keep_rounds(struct esc_run *run, uint32_t kept)
{
    size_t count = 0;
    for (size_t i = 0; i < run->record_count; i++) {
        if (run->records[i].round < kept) {
            run->records[count++] = run->records[i];
            continue;
        }
        free(run->records[i].cycles);
        free(run->records[i].heap);
    }
    run->record_count = count;
    run->rounds = run->rounds_done = kept;
    esc_stats(run);
}

/*
 * The model's first case has 4 points of a stack side and three heap sides each: 16 rows. Holm's
 * first step asks for p <= 0.05/16 = 0.0031. 9 pairs give 2/2^9 = 0.0039 at least and 10 give
 * 0.00195; 6 rounds of each run, not paired, 2/924 = 0.0022, and 5 rounds 2/252 = 0.0079.
 */
static void what_so_few_rounds_can_show(void **state)
{
    (void)state;
    static const struct {
        uint32_t rounds;
        bool paired, resolves;
    } rows[] = {{10, true, true}, {9, false, true}, {6, false, true}, {5, false, false}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct esc_run a = compared_run(1, "one", 1, 0.001);
        struct esc_run b = compared_run(1, "other", 2, 0.001);
        keep_rounds(&a, rows[i].rounds);
        keep_rounds(&b, rows[i].rounds);
        compared_scale(&b, "pointer-return/heap/size:64", 3);
        struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
        const struct esc_change *change = compared_row(&comparison, "pointer-return/heap/size:64");
        assert_int_equal(comparison.tested, 16);
        assert_int_equal(comparison.paired, rows[i].paired);
        assert_int_equal(change->verdict,
                         rows[i].resolves ? ESC_CHANGE_SLOWER : ESC_CHANGE_FEW_ROUNDS);
        esc_comparison_free(&comparison);
        esc_run_free(&b);
        esc_run_free(&a);
    }
}

/* 9 of 10 rounds above 1: p = 2·(1 + 10)/2^10 = 0.0215 of the row alone, whose interval runs from
 * the second smallest to the second largest and leaves 1 out; of 16 rows 0.34, which is nothing. */
static void a_row_that_stands_out_by_chance(void **state)
{
    (void)state;
    struct esc_run a = compared_run(1, "one", 1, 0.01);
    struct esc_run b = compared_run(1, "other", 1, 0.01);
    keep_rounds(&a, 10);
    keep_rounds(&b, 10);
    for (size_t i = 0; i < b.record_count; i++)
        if (b.records[i].variant == 2)
            b.records[i].wall_ns =
                b.records[i].round == 4 ? b.records[i].wall_ns / 2 : b.records[i].wall_ns * 2;
    esc_stats(&b);
    struct esc_comparison comparison = esc_compare(&a, &b, 0, false);
    const struct esc_change *change = &comparison.changes[2];
    assert_true(comparison.paired);
    assert_near(change->p, 22.0 / 1024);
    assert_near(change->p_holm, 16 * 22.0 / 1024);
    assert_true(change->ratio.low > 1.9);
    assert_int_equal(change->verdict, ESC_CHANGE_NONE);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

/* ---- noise and failures ---- */

/* Every row of the second run, the control's too, takes 10 % more: a slower machine, no change. */
static void a_machine_that_moved(void **state)
{
    (void)state;
    struct esc_run a = compared_run(MODEL_CASES, "one", 1, 0.001);
    struct esc_run b = compared_run(MODEL_CASES, "other", 2, 0.001);
    for (size_t i = 0; i < b.record_count; i++)
        b.records[i].wall_ns = (int64_t)((double)b.records[i].wall_ns * 1.1);
    compared_scale(&b, "channel-send/heap/size:64", 1.5);
    struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
    assert_true(comparison.noise[ESC_CHANGE_TIME] > 0.1);
    /* both sides moved: a quarter of ln 1.1, and hardly more */
    assert_true(comparison.noise[ESC_CHANGE_FACTOR] > 0.0235 &&
                comparison.noise[ESC_CHANGE_FACTOR] < 0.03);
    assert_int_equal(compared_row(&comparison, "pointer-return/heap/size:64")->verdict,
                     ESC_CHANGE_WITHIN_NOISE);
    assert_int_equal(compared_row(&comparison, "channel-send/heap/size:64")->verdict,
                     ESC_CHANGE_SLOWER);
    assert_int_equal(count_resolved(&comparison), 1);
    esc_comparison_free(&comparison);
    b.cases[0].text_hash = 5; /* factors of this one: 10 % on both sides are none */
    comparison = esc_compare(&a, &b, -1, false);
    assert_int_equal(compared_row(&comparison, "pointer-return/heap/size:64")->verdict,
                     ESC_CHANGE_NONE);
    esc_comparison_free(&comparison);
    b.cases[0].text_hash = a.cases[0].text_hash;
    comparison = esc_compare(&a, &b, 0.02, false); /* as asked for, whatever the control did */
    assert_int_equal(comparison.noise_of, ESC_NOISE_OF_USER);
    assert_int_equal(count_resolved(&comparison), comparison.change_count);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

/* Rounds of one row that lie 10 % above and below their median, in turn, of A alone: one robust
 * standard deviation is 1.4826 * 0.1, and stands beside what the control says. */
static void a_row_whose_rounds_are_spread(void **state)
{
    (void)state;
    struct esc_run a = compared_run(MODEL_CASES, "one", 1, 0);
    struct esc_run b = compared_run(MODEL_CASES, "other", 2, 0);
    size_t heap = compared_variant(&a, "pointer-return/heap/size:64");
    size_t stack = compared_variant(&a, "pointer-return/stack/size:64");
    for (size_t i = 0; i < a.record_count; i++) {
        struct esc_record *record = &a.records[i];
        bool above = record->round % 2 == 0;
        if (record->variant != heap && record->variant != stack)
            continue;
        record->iterations = 1000;
        record->wall_ns = record->variant == stack ? 1000000 : above ? 11000000 : 9000000;
    }
    esc_stats(&a);
    struct esc_comparison comparison = esc_compare(&a, &b, -1, true);
    assert_near(compared_row(&comparison, "pointer-return/heap/size:64")->noise,
                comparison.noise[ESC_CHANGE_FACTOR] + 0.14826);
    esc_comparison_free(&comparison);
    comparison = esc_compare(&a, &b, 0.02, true);
    assert_near(compared_row(&comparison, "pointer-return/heap/size:64")->noise, 0.02);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

static void without_a_control(void **state)
{
    (void)state;
    struct esc_run a = compared_run(2, "one", 1, 0.0001);
    struct esc_run b = compared_run(2, "other", 2, 0.0001);
    struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
    assert_int_equal(comparison.noise_of, ESC_NOISE_OF_NOTHING);
    assert_near(comparison.noise[ESC_CHANGE_TIME], 0.01);
    assert_near(comparison.noise[ESC_CHANGE_FACTOR], 0.01);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

static void rows_without_figures(void **state)
{
    (void)state;
    struct esc_run a = compared_run(1, "one", 1, 0.03);
    struct esc_run b = compared_run(1, "other", 2, 0.03);
    b.seed++;
    esc_variant_fail(&b.variants[1], ESC_STATUS_SIGNAL, "crashed");
    for (size_t i = 0; i < a.record_count; i++)
        if (a.records[i].variant == 2)
            a.records[i].wall_ns = 40000; /* below the 50 us that can be timed */
    esc_stats(&a);
    esc_stats(&b);
    struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
    assert_int_equal(comparison.changes[1].verdict, ESC_CHANGE_FAILED);
    assert_false(comparison.changes[1].ratio.known);
    assert_int_equal(comparison.changes[2].verdict, ESC_CHANGE_CLOCK_LIMITED);
    assert_int_equal(comparison.tested, a.variant_count - 2);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(independent_samples),
        cmocka_unit_test(pairs),
        cmocka_unit_test(the_least_p),
        cmocka_unit_test(long_samples),
        cmocka_unit_test(holm),
        cmocka_unit_test(the_same_code_seldom_differs),
        cmocka_unit_test(the_same_code_again),
        cmocka_unit_test(a_change_is_found),
        cmocka_unit_test(what_differs),
        cmocka_unit_test(factors_of_another_machine),
        cmocka_unit_test(factors_as_asked_for),
        cmocka_unit_test(a_case_that_was_edited),
        cmocka_unit_test(rows_of_one_run_only),
        cmocka_unit_test(another_release_of_go),
        cmocka_unit_test(rounds_that_match),
        cmocka_unit_test(what_so_few_rounds_can_show),
        cmocka_unit_test(a_row_that_stands_out_by_chance),
        cmocka_unit_test(a_machine_that_moved),
        cmocka_unit_test(a_row_whose_rounds_are_spread),
        cmocka_unit_test(without_a_control),
        cmocka_unit_test(rows_without_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
