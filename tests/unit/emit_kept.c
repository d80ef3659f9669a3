/* What a run keeps for its page: summaries, the cases' files, machine code and diagnostics, written
 * and read back; damaged ones cost no more than what is damaged. */
#include "emit/emit.h"
#include "emit_fixture.h"

#include <math.h>
#include <unistd.h>

static void same_median(const struct esc_estimate *a, const struct esc_estimate *b)
{
    assert_int_equal(a->known, b->known);
    if (!a->known)
        return;
    same_real(a->median, b->median);
    assert_int_equal(esc_estimate_has_interval(a), esc_estimate_has_interval(b));
    if (esc_estimate_has_interval(a)) {
        same_real(a->low, b->low);
        same_real(a->high, b->high);
    }
}

static void a_summary_has_figures_and_pairs(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(6);
    struct esc_run again = {0};
    struct esc_error error = {0};
    assert_true(esc_emit(&run, &error));
    assert_true(esc_emit_read_summary(run.folder, &again, &error));
    assert_string_equal(again.id, run.id);
    assert_string_equal(again.machine.cpu, run.machine.cpu);
    assert_int_equal(again.gogc, run.gogc);
    assert_int_equal(again.seed, run.seed);
    assert_int_equal(again.rounds_done, 6);
    assert_int_equal(again.case_count, run.case_count);
    assert_int_equal(again.variant_count, run.variant_count);
    assert_int_equal(again.record_count, 0);
    for (size_t v = 0; v < run.variant_count; v++) {
        same_text(again.variants[v].name, run.variants[v].name);
        same_text(again.variants[v].label, run.variants[v].label);
        same_text(again.variants[v].message, run.variants[v].message);
        assert_int_equal(again.variants[v].status, run.variants[v].status);
        assert_int_equal(again.variants[v].runtime, run.variants[v].runtime);
        assert_string_equal(esc_variant_strategy(&again, &again.variants[v])->name,
                            esc_variant_strategy(&run, &run.variants[v])->name);
        assert_string_equal(esc_variant_point(&again, &again.variants[v])->name,
                            esc_variant_point(&run, &run.variants[v])->name);
        same_median(&again.figures[v].ns_per_op, &run.figures[v].ns_per_op);
        same_median(&again.figures[v].gc_share, &run.figures[v].gc_share);
    }
    assert_int_equal(again.pair_count, run.pair_count);
    for (size_t i = 0; i < run.pair_count; i++) {
        assert_int_equal(again.pairs[i].base, run.pairs[i].base);
        assert_int_equal(again.pairs[i].other, run.pairs[i].other);
        assert_int_equal(again.pairs[i].verdict, run.pairs[i].verdict);
        same_median(&again.pairs[i].factor, &run.pairs[i].factor);
        same_median(&again.pairs[i].price_ns, &run.pairs[i].price_ns);
    }
    esc_run_free(&again);
    esc_run_free(&run);
}

static void a_bad_summary_is_told_with_its_line(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "# run: x\n",
                                        "name\tcase\n",
                                        "name\tcase\tstatus\nx/stack\tx\tfine\n",
                                        "name\tcase\tstatus\tbase\nx/heap\tx\tok\tx/none\n",
                                        "name\tcase\tstatus\truntime\nx/heap\tx\tok\tno-such\n",
                                        "\xff\xfe\n\t\t\t\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct esc_run run = {0};
        struct esc_error error = {0};
        char *path = esc_format("%s/summary.tsv", scratch);
        write_text(path, texts[i]);
        assert_false(esc_emit_read_summary(scratch, &run, &error));
        assert_int_equal(error.count, 1);
        assert_string_equal(error.messages[0].file, path);
        assert_null(run.variants);
        esc_error_free(&error);
        free(path);
    }
}

static void code_comes_back(void **state)
{
    (void)state;
    struct esc_kept_codes codes = {0};
    struct esc_kept_codes again = {0};
    struct esc_error error = {0};
    struct esc_kept_code *code = esc_kept_codes_add(&codes);
    *code = (struct esc_kept_code){.case_name = esc_strdup("x"),
                                   .point = esc_strdup(""),
                                   .title = esc_strdup("heap, served\tby \\"),
                                   .calls = esc_strdup("1 call of malloc"),
                                   .on_heap = true,
                                   .more = 7};
    esc_listing_lines_add(&code->lines, ESC_LISTING_FUNCTION, "f:");
    esc_listing_lines_add(&code->lines, ESC_LISTING_SOURCE, "1: a\tb");
    esc_listing_lines_add(&code->lines, ESC_LISTING_INSTRUCTION, "  10  ret");
    esc_listing_lines_add(&code->lines, ESC_LISTING_HEAP, "  11  call malloc");
    assert_false(esc_emit_read_codes(scratch, &again)); /* none yet */
    assert_true(esc_emit_codes(scratch, &codes, &error));
    assert_true(esc_emit_read_codes(scratch, &again));
    assert_int_equal(again.count, 1);
    assert_string_equal(again.list[0].title, code->title);
    assert_string_equal(again.list[0].calls, code->calls);
    assert_true(again.list[0].on_heap);
    assert_int_equal(again.list[0].more, 7);
    assert_int_equal(again.list[0].lines.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(again.list[0].lines.list[i].kind, code->lines.list[i].kind);
        assert_string_equal(again.list[0].lines.list[i].text, code->lines.list[i].text);
    }
    esc_kept_codes_free(&again);
    esc_kept_codes_free(&codes);
}

static void damaged_code_costs_its_lines(void **state)
{
    (void)state;
    struct esc_kept_codes codes = {0};
    char *path = esc_format("%s/code.tsv", scratch);
    write_text(path,
               "i\tbefore any side\nside\tx\ty\nside\tx\t\tt\theap\tc\t0\nq\tno kind\ni\n"
               "i\tgood\ni\ttoo\tmany\n");
    assert_true(esc_emit_read_codes(scratch, &codes));
    assert_int_equal(codes.count, 1);
    assert_int_equal(codes.list[0].lines.count, 1);
    assert_string_equal(codes.list[0].lines.list[0].text, "good");
    esc_kept_codes_free(&codes);
    free(path);
}

static void diagnostics_come_back(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_diagnostics diagnostics = {0};
    struct esc_diagnostics again = {0};
    struct esc_error error = {0};
    char *release = NULL;
    esc_diagnostics_add(&diagnostics,
                        &(struct esc_diagnostic){0, 1, 12, 3, (char *)"  flow: a\tb", false, true});
    esc_diagnostics_add(&diagnostics,
                        &(struct esc_diagnostic){1, 0, 0, 0, (char *)"x escapes", false, false});
    assert_true(esc_make_folder(run.folder, &error));
    assert_true(esc_emit_diagnostics(&run, &diagnostics, "go1.19.8", &error));
    run.cases[1].name[0] = 'b'; /* a case that this run has not */
    assert_true(esc_emit_read_diagnostics(&run, &again, &release));
    assert_string_equal(release, "go1.19.8");
    assert_int_equal(again.count, 1);
    assert_int_equal(again.list[0].case_index, 0);
    assert_int_equal(again.list[0].point, 1);
    assert_int_equal(again.list[0].line, 12);
    assert_int_equal(again.list[0].column, 3);
    assert_true(again.list[0].inlined);
    assert_string_equal(again.list[0].text, "  flow: a\tb");
    free(release);
    esc_diagnostics_free(&again);
    esc_diagnostics_free(&diagnostics);
    esc_run_free(&run);
}

static void a_case_is_the_one_that_was_planned(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_error error = {0};
    struct esc_journal *journal = esc_journal_create(&run, &error);
    assert_non_null(journal);
    esc_journal_close(journal);
    char *path = esc_emit_case_path(run.folder, &run.cases[0]);
    same_text(path, run.cases[0].path);
    free(path);
    assert_null(esc_emit_case_path(run.folder, &run.cases[1])); /* without a file */
    assert_true(esc_emit_cases(&run, &error));
    write_text(run.cases[0].path, "return case { changed = true }\n");
    path = esc_emit_case_path(run.folder, &run.cases[0]);
    char *copy = esc_format("%s/cases/pointer-return.lua", run.folder);
    same_text(path, copy);
    free(path);
    unlink(copy);
    assert_null(esc_emit_case_path(run.folder, &run.cases[0]));
    free(copy);
    free(run.cases[0].name);
    run.cases[0].name = esc_strdup("../../pointer-return"); /* no way out of the folder */
    assert_null(esc_emit_case_path(run.folder, &run.cases[0]));
    esc_run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_summary_has_figures_and_pairs, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(a_bad_summary_is_told_with_its_line, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(code_comes_back, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(damaged_code_costs_its_lines, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(diagnostics_come_back, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_case_is_the_one_that_was_planned, make_scratch,
                                        remove_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
