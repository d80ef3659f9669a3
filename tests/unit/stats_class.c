/* Runs of many machines: ranks and their agreement by hand, which rows stand for a class, who is
 * odd in it, what is counted once, and what the room believed. */
#include "base/rank.h"
#include "stats/beliefs.h"
#include "stats/class.h"
#include "words/class.h"

#include "model_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void near(double a, double b)
{
    assert_true(fabs(a - b) < 1e-9);
}

/* ---- ranks ---- */

static void ranks_share_the_places_of_equals(void **state)
{
    (void)state;
    const double values[] = {7, 3, 7, 9};
    double ranks[4];
    esc_rank(values, 4, ranks);
    near(ranks[0], 2.5);
    near(ranks[1], 1);
    near(ranks[2], 2.5);
    near(ranks[3], 4);
}

static void rank_correlation_is_spearmans(void **state)
{
    (void)state;
    const double a[] = {1, 2, 3, 4, 5};
    const double b[] = {2, 1, 4, 3, 5}; /* 1 - 6 * 4 / (5 * 24) */
    near(esc_spearman(a, b, 5), 0.8);
    const double down[] = {50, 40, 30, 20, 10};
    near(esc_spearman(a, down, 5), -1);
    const double tied[] = {1, 2, 2, 3}; /* ranks 1 2.5 2.5 4 against 1 2 3 4: 4.5 / sqrt(4.5 * 5) */
    near(esc_spearman(tied, a, 4), 4.5 / sqrt(22.5));
    const double same[] = {4, 4, 4, 4};
    assert_true(isnan(esc_spearman(a, same, 4)));
    assert_true(isnan(esc_spearman(a, b, 1)));
}

static void concordance_is_kendalls(void **state)
{
    (void)state;
    const double three[] = {1, 2, 3, 4, 1, 3, 2, 4, 2, 1, 3, 4}; /* sums 4 6 8 12: 12 * 35 / 540 */
    near(esc_kendall_w(three, 3, 4), 7.0 / 9);
    const double tied[] = {1, 2, 2, 1, 2, 3}; /* sums 2 4.5 5.5: 12 * 6.5 / (4 * 24 - 2 * 6) */
    near(esc_kendall_w(tied, 2, 3), 78.0 / 84);
    const double against[] = {1, 2, 3, 3, 2, 1};
    near(esc_kendall_w(against, 2, 3), 0);
    near(esc_kendall_w((const double[]){1, 2, 3, 10, 20, 30}, 2, 3), 1);
    assert_true(isnan(esc_kendall_w(three, 1, 4)));
}

static void distances_are_iglewicz_and_hoaglins(void **state)
{
    (void)state;
    const double values[] = {1, 2, 3, 4, 100}; /* median 3, deviations 2 1 0 1 97 */
    double scores[5];
    esc_modified_z(values, 5, scores);
    near(scores[0], -0.6745 * 2);
    near(scores[2], 0);
    near(scores[4], 0.6745 * 97);
    esc_modified_z((const double[]){1, 1, 1, 5}, 4, scores);
    near(scores[0], 0);
    assert_true(isinf(scores[3]));
}

/* ---- classes ---- */

enum { CASES = 4 };
static const char *const case_names[CASES] = {"alpha", "beta", "gamma", "delta"};

/* A machine's run of four cases, two points each, with these factors at both points. */
static struct esc_run run_of(const char *host, const char *cpu, const double factors[CASES])
{
    static struct model_case cases[CASES];
    for (size_t i = 0; i < CASES; i++) {
        cases[i] = model_cases[0];
        cases[i].name = case_names[i];
        cases[i].count = 2;
    }
    struct esc_run run = model_run(cases, CASES);
    free(run.machine.host);
    free(run.machine.cpu);
    run.machine.host = esc_strdup(host);
    run.machine.cpu = esc_strdup(cpu);
    for (size_t c = 0; c < CASES; c++)
        run.cases[c].text_hash = c + 1;
    for (size_t i = 0; i < run.pair_count; i++) {
        struct esc_pair *pair = &run.pairs[i];
        double factor = factors[run.variants[pair->other].case_index];
        pair->factor = (struct esc_estimate){true, factor, factor * 0.99, factor * 1.01, 0.96, 12};
        pair->verdict = ESC_VERDICT_OK;
    }
    return run;
}

static void add(struct esc_class *class, struct esc_run *run, const char *path)
{
    esc_class_add(class, run, path);
    esc_run_free(run);
}

/* Six machines; the last one is odd in "beta". */
static struct esc_class six(void)
{
    static const double factors[6][CASES] = {{8, 4, 2, 0.50},       {8.2, 4.1, 2.0, 0.51},
                                             {7.9, 3.9, 2.1, 0.49}, {8.1, 4.0, 1.9, 0.50},
                                             {8.0, 4.2, 2.0, 0.52}, {8.0, 9.0, 2.0, 0.50}};
    static const char *const hosts[] = {"anna", "bert", "carl", "dora", "emil", "fred"};
    struct esc_class class = {0};
    for (size_t m = 0; m < 6; m++) {
        struct esc_run run = run_of(hosts[m],
                                    m < 4 ? "Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz"
                                          : "AMD Ryzen 7 5800U with Radeon Graphics",
                                    factors[m]);
        char *path = esc_format("%s.json", hosts[m]);
        add(&class, &run, path);
        free(path);
    }
    return class;
}

static const struct esc_class_row *row_of(const struct esc_class *class, const char *name)
{
    for (size_t i = 0; i < class->row_count; i++)
        if (strcmp(class->rows[i].case_name, name) == 0)
            return &class->rows[i];
    fail();
    return NULL;
}

static void a_class_has_a_row_a_case_by_median(void **state)
{
    (void)state;
    struct esc_class class = six();
    esc_class_finish(&class, false);
    assert_int_equal(class.machine_count, 6);
    assert_int_equal(class.row_count, CASES);
    for (size_t i = 0; i < CASES; i++) {
        assert_string_equal(class.rows[i].case_name, case_names[i]);
        assert_int_equal(class.rows[i].dot_count, 6);
    }
    near(class.rows[0].median, 8);
    near(class.rows[1].median, 4.05);
    near(class.rows[1].most, 9);
    assert_int_equal(class.rows[0].slower, 6);
    assert_int_equal(class.rows[3].faster, 6);
    assert_int_equal(class.group_count, 2);
    assert_string_equal(class.groups[0].processor, "Intel Core i7-8550U");
    assert_int_equal(class.groups[0].machines, 4);
    assert_string_equal(class.groups[1].processor, "AMD Ryzen 7 5800U");
    esc_class_free(&class);
}

static void the_odd_one_is_named(void **state)
{
    (void)state;
    struct esc_class class = six();
    esc_class_finish(&class, false);
    const struct esc_class_row *beta = row_of(&class, "beta");
    assert_int_equal(beta->odd, 1);
    assert_true(esc_class_dot(beta, 5)->odd);
    /* ln 0.52 is far by its score, but within a tenth of the median. */
    const struct esc_class_row *delta = row_of(&class, "delta");
    assert_int_equal(delta->odd, 0);
    char *all = esc_class_odd_ones(&class);
    assert_string_equal(all, "1 machine is odd: fred in 1 case.");
    char *one = esc_class_oddness(&class, 5, "x");
    assert_string_equal(one, "fred (AMD Ryzen 7 5800U): beta 9.0x, the class 4.0x");
    assert_null(esc_class_oddness(&class, 0, "x"));
    free(one);
    free(all);
    esc_class_free(&class);
}

static void orders_are_held_against_the_class(void **state)
{
    (void)state;
    struct esc_class class = six();
    static const double turned[CASES] = {0.5, 2, 4, 8};
    struct esc_run run = run_of("gerd", "other", turned);
    add(&class, &run, "gerd.json");
    esc_class_finish(&class, false);
    near(class.machines[0].order, 1);
    near(class.machines[5].order, 0.8); /* beta before alpha: 1 - 6 * 2 / (4 * 15) */
    near(class.machines[6].order, -1);
    assert_int_equal(class.ordered, 7);
    assert_int_equal(class.same_order, 5);
    assert_int_equal(class.concordance_rows, CASES);
    /* Rank sums of the 7: 5*4+3+1, 5*3+4+2, 7*2 with the turned one's 3 for a 2, 6*1+4. */
    const double sums[] = {24, 21, 15, 10};
    double spread = 0;
    for (size_t i = 0; i < CASES; i++)
        spread += (sums[i] - 17.5) * (sums[i] - 17.5);
    near(class.concordance, 12 * spread / (49 * 60));
    esc_class_free(&class);
}

static void contradictions_on_the_sign_are_named(void **state)
{
    (void)state;
    struct esc_class class = {0};
    static const double one[CASES] = {8, 4, 2, 0.5};
    static const double other[CASES] = {8, 4, 0.8, 0.5};
    struct esc_run first = run_of("anna", "A", one);
    struct esc_run second = run_of("bert", "A", other);
    second.pairs[0].verdict = ESC_VERDICT_NOT_RESOLVED; /* alpha */
    second.pairs[1].verdict = ESC_VERDICT_NOT_RESOLVED;
    add(&class, &first, "a.json");
    add(&class, &second, "b.json");
    esc_class_finish(&class, false);
    char *signs = esc_class_signs(&class);
    assert_string_equal(signs,
                        "Machines contradict each other on the sign in 1 of 4 cases: gamma; "
                        "1 with the heap side faster.");
    char *finding = esc_class_finding(&class);
    assert_string_equal(finding,
                        "On each of 2 machines the heap side is the slower one in 1 of 4 cases");
    char *row = esc_class_row_signs(row_of(&class, "alpha"));
    assert_string_equal(row, "1 slower, 1 not resolved");
    free(row);
    free(finding);
    free(signs);
    esc_class_free(&class);
}

static void two_files_of_one_run_are_counted_once(void **state)
{
    (void)state;
    struct esc_class class = {0};
    static const double factors[CASES] = {8, 4, 2, 0.5};
    static const double others[CASES] = {8, 4, 2, 0.6};
    struct esc_run run = run_of("anna", "A", factors);
    struct esc_run again = run_of("renamed", "A", factors);
    struct esc_run second = run_of("anna", "A", others); /* the same id: a room starts together */
    add(&class, &run, "a.json");
    add(&class, &again, "copy.json");
    add(&class, &second, "b.json");
    esc_class_finish(&class, false);
    assert_int_equal(class.machine_count, 2);
    assert_int_equal(class.left_count, 1);
    assert_string_equal(class.left[0].path, "copy.json");
    assert_string_equal(class.left[0].reason, "is the run of a.json again, which is counted once");
    assert_string_equal(class.machines[0].name, "anna #1");
    assert_string_equal(class.machines[1].name, "anna #2");
    esc_class_free(&class);
}

static void another_text_is_a_row_aside(void **state)
{
    (void)state;
    struct esc_class class = six();
    static const double factors[CASES] = {80, 4, 2, 0.5};
    struct esc_run run = run_of("gerd", "A", factors);
    run.cases[0].text_hash = 99;
    add(&class, &run, "gerd.json");
    esc_class_finish(&class, false);
    assert_int_equal(class.row_count, CASES + 1);
    const struct esc_class_row *last = &class.rows[CASES];
    assert_true(last->aside);
    assert_int_equal(last->dot_count, 1);
    assert_int_equal(class.rows[0].dot_count, 6); /* the others' alpha does not hold its 80 */
    near(class.rows[0].most, 8.2);
    char *name = esc_class_row_name(&class, last);
    assert_string_equal(name, "alpha, other text");
    free(name);
    assert_int_equal(class.concordance_rows, CASES - 1);
    assert_int_equal(class.machines[6].rows, CASES - 1);
    esc_class_free(&class);
}

static void the_point_is_the_one_that_most_machines_have(void **state)
{
    (void)state;
    struct esc_class class = {0};
    for (int m = 0; m < 3; m++) {
        const double factors[CASES] = {8 + m, 4, 2, 0.5};
        struct esc_run run = run_of("host", "A", factors);
        for (size_t i = 0; m > 0 && i < run.pair_count; i++)
            if (run.variants[run.pairs[i].other].point == 0)
                run.pairs[i].factor.known = false;
        add(&class, &run, "x.json");
    }
    esc_class_finish(&class, false);
    assert_int_equal(class.row_count, CASES);
    assert_int_equal(class.rows[0].dot_count, 3);
    assert_string_equal(class.rows[0].point, "size:64");
    esc_class_free(&class);
}

static void an_anonymous_class_has_no_names(void **state)
{
    (void)state;
    struct esc_class class = six();
    static const double factors[CASES] = {8, 4, 2, 0.50};
    struct esc_run again = run_of("anna", "A", factors);
    add(&class, &again, "anna-again.json");
    esc_class_finish(&class, true);
    assert_string_equal(class.machines[5].name, "machine 6");
    for (size_t m = 0; m < class.machine_count; m++)
        assert_null(strstr(class.machines[m].path, "json"));
    assert_int_equal(class.left_count, 1);
    assert_null(strstr(class.left[0].path, "anna"));
    assert_null(strstr(class.left[0].reason, "anna"));
    assert_string_equal(class.left[0].reason, "is the run of file 1 again, which is counted once");
    esc_class_free(&class);
}

static void a_run_without_factors_is_left_out(void **state)
{
    (void)state;
    struct esc_class class = {0};
    static const double factors[CASES] = {8, 4, 2, 0.5};
    struct esc_run run = run_of("anna", "A", factors);
    for (size_t i = 0; i < run.pair_count; i++)
        run.pairs[i].factor.known = false;
    assert_false(esc_class_add(&class, &run, "a.json"));
    esc_run_free(&run);
    esc_class_finish(&class, false);
    assert_int_equal(class.machine_count, 0);
    assert_int_equal(class.row_count, 0);
    char *finding = esc_class_finding(&class);
    assert_string_equal(finding, "No machine's run could be read");
    free(finding);
    esc_class_free(&class);
}

/* ---- what the room believed ---- */

static void guess(struct esc_guesses *guesses, const char *seat, const char *name,
                  const char *answer)
{
    *esc_guess_add(guesses) = (struct esc_guess){.time = esc_strdup("t"),
                                                 .seat = esc_strdup(seat),
                                                 .case_name = esc_strdup(name),
                                                 .point = esc_strdup(""),
                                                 .question = ESC_QUESTION_FACTOR,
                                                 .answer = esc_strdup(answer),
                                                 .truth = esc_strdup("3"),
                                                 .source = esc_strdup("run")};
}

static void the_first_guess_of_a_seat_counts_beside_the_classs_median(void **state)
{
    (void)state;
    struct esc_class class = six();
    struct esc_guesses guesses = {0};
    esc_class_finish(&class, false);
    guess(&guesses, "1", "alpha", "2");
    guess(&guesses, "1", "alpha", "8"); /* it has seen the truth */
    guess(&guesses, "2", "alpha", "4");
    guess(&guesses, "3", "alpha", "");
    guess(&guesses, "4", "alpha", "100");
    guess(&guesses, "4", "unmeasured", "6");
    struct esc_beliefs beliefs = esc_beliefs_of(&guesses, &class);
    assert_int_equal(beliefs.seats, 4);
    assert_int_equal(beliefs.count, 2);
    assert_string_equal(beliefs.list[0].case_name, "alpha");
    assert_int_equal(beliefs.list[0].count, 3);
    near(beliefs.list[0].median, 4);
    near(beliefs.list[0].truth, 8);
    assert_int_equal(beliefs.list[0].near, 1);
    near(beliefs.list[1].truth, 3); /* what the seat was shown */
    char *finding = esc_beliefs_finding(&beliefs, "x");
    assert_string_equal(finding,
                        "2 of 4 guesses are within a factor of 2; farthest off: alpha, "
                        "believed 4.0x, measured 8.0x");
    free(finding);
    esc_beliefs_free(&beliefs);
    esc_guesses_free(&guesses);
    esc_class_free(&class);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_share_the_places_of_equals),
        cmocka_unit_test(rank_correlation_is_spearmans),
        cmocka_unit_test(concordance_is_kendalls),
        cmocka_unit_test(distances_are_iglewicz_and_hoaglins),
        cmocka_unit_test(a_class_has_a_row_a_case_by_median),
        cmocka_unit_test(the_odd_one_is_named),
        cmocka_unit_test(orders_are_held_against_the_class),
        cmocka_unit_test(contradictions_on_the_sign_are_named),
        cmocka_unit_test(two_files_of_one_run_are_counted_once),
        cmocka_unit_test(another_text_is_a_row_aside),
        cmocka_unit_test(the_point_is_the_one_that_most_machines_have),
        cmocka_unit_test(an_anonymous_class_has_no_names),
        cmocka_unit_test(a_run_without_factors_is_left_out),
        cmocka_unit_test(the_first_guess_of_a_seat_counts_beside_the_classs_median),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
