/* Which variants a run has, and their names in the two formats that other tools read. */
#include "plan/plan.h"
#include "plan_fixture.h"

#include <math.h>
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *const sizes[] = {"8", "64"};

static void assert_names(const struct esc_run *run, const char *const *names, size_t count)
{
    assert_int_equal(run->variant_count, count);
    for (size_t v = 0; v < count; v++)
        assert_string_equal(run->variants[v].name, names[v]);
}

static void grouped_by_point_stack_first(void **state)
{
    (void)state;
    static const char *const names[] = {
        "pointer-return/stack/size:8",       "pointer-return/heap/size:8",
        "pointer-return/heap@malloc/size:8", "pointer-return/pool/size:8",
        "pointer-return/pool@malloc/size:8", "pointer-return/stack/size:64",
        "pointer-return/heap/size:64",       "pointer-return/heap@malloc/size:64",
        "pointer-return/pool/size:64",       "pointer-return/pool@malloc/size:64",
    };
    struct esc_run run = {.preset = ESC_PRESET_NORMAL};
    fixture_add(&run, fixture_case("pointer-return", "pool", sizes, 2));
    fixture_plan(&run, goheap_and_malloc);
    assert_names(&run, names, 10);
    assert_int_equal(run.variants[0].runtime, ESC_RUNTIME_NONE);
    assert_int_equal(run.variants[1].runtime, ESC_RUNTIME_GOHEAP);
    assert_int_equal(run.variants[2].runtime, ESC_RUNTIME_MALLOC);
    assert_string_equal(run.variants[2].label, "heap@malloc");
    assert_string_equal(run.variants[7].go_name,
                        "BenchmarkPointerReturn/size=64/place=heap@malloc");
    assert_true(run.variants[0].allocs_per_op < 0);
    assert_true(run.variants[0].bytes_per_op < 0);
    assert_true(run.variants[0].requested_bytes_per_op < 0);
    assert_int_equal(run.variants[0].iterations, 0);
    esc_run_free(&run);
}

static void quick_takes_quick_points_only(void **state)
{
    (void)state;
    static const char *const names[] = {"a-a/stack/size:8", "a-a/heap/size:8",
                                        "a-a/heap@malloc/size:8"};
    struct esc_run run = {.preset = ESC_PRESET_QUICK};
    fixture_add(&run, fixture_case("a-a", NULL, sizes, 2));
    fixture_plan(&run, goheap_and_malloc);
    assert_names(&run, names, 3);
    assert_string_equal(run.variants[1].go_name, "BenchmarkAA/size=8/place=heap");
    esc_run_free(&run);
}

static void a_case_may_forbid_a_runtime(void **state)
{
    (void)state;
    static const char *const names[] = {"x/stack/size:8", "x/heap/size:8"};
    struct esc_run run = {.preset = ESC_PRESET_QUICK};
    fixture_add(&run, fixture_case("x", NULL, sizes, 1));
    run.cases[0].runtimes[ESC_RUNTIME_GOHEAP] = run.cases[0].runtimes[ESC_RUNTIME_BOEHM] = false;
    fixture_plan(&run, goheap_and_malloc);
    assert_names(&run, names, 2);
    assert_int_equal(run.variants[1].runtime, ESC_RUNTIME_MALLOC);
    esc_run_free(&run);
}

static void the_first_built_runtime_is_unlabelled(void **state)
{
    (void)state;
    struct esc_run run = {.preset = ESC_PRESET_QUICK};
    size_t built = 0;
    fixture_add(&run, fixture_case("x", NULL, sizes, 1));
    fixture_plan(&run, every_runtime);
    for (int id = 0; id < ESC_RUNTIMES; id++)
        built += esc_runtime_usual((enum esc_runtime_id)id);
    assert_int_equal(run.variant_count, 1 + built);
    assert_string_equal(run.variants[1].label, "heap");
    for (size_t v = 2; v < run.variant_count; v++)
        assert_non_null(strstr(run.variants[v].label, "heap@"));
    esc_run_free(&run);
}

/* The rows of a case x of all runtimes in a run that asks for some of them. */
static void assert_rows(const bool runtimes[ESC_RUNTIMES], bool usual_only,
                        const char *const *names, size_t count)
{
    struct esc_run run = {.preset = ESC_PRESET_QUICK};
    fixture_add(&run, fixture_case("x", NULL, sizes, 1));
    run.cases[0].runtimes[ESC_RUNTIME_GOHEAP_1_27] = true;
    memcpy(run.runtimes, runtimes, sizeof run.runtimes);
    esc_plan_variants(&run, usual_only);
    assert_names(&run, names, count);
    esc_run_free(&run);
}

/* Another release of the Go model serves what goheap does, and only where it is asked for. */
static void releases_of_the_go_model_stand_beside_each_other(void **state)
{
    (void)state;
    static const bool both[ESC_RUNTIMES] = {
        [ESC_RUNTIME_GOHEAP] = true, [ESC_RUNTIME_MALLOC] = true, [ESC_RUNTIME_GOHEAP_1_27] = true};
    static const char *const names[] = {"x/stack/size:8", "x/heap/size:8", "x/heap@1.27/size:8",
                                        "x/heap@malloc/size:8"};
    assert_rows(both, false, names, 4);
    assert_rows(both, true, names, 3);
}

/* Whatever else was asked for. */
static void a_row_has_one_name_in_all_runs(void **state)
{
    (void)state;
    static const bool later[ESC_RUNTIMES] = {
        [ESC_RUNTIME_GOHEAP_1_27] = true, [ESC_RUNTIME_BOEHM] = true, [ESC_RUNTIME_MALLOC] = true};
    static const bool malloc_alone[ESC_RUNTIMES] = {[ESC_RUNTIME_MALLOC] = true};
    static const char *const beside[] = {"x/stack/size:8", "x/heap@1.27/size:8",
                                         "x/heap@boehm/size:8", "x/heap@malloc/size:8"};
    static const char *const alone[] = {"x/stack/size:8", "x/heap@malloc/size:8"};
    assert_rows(later, false, beside, 4);
    assert_rows(later, true, beside, 2);
    assert_rows(malloc_alone, false, alone, 2);
}

/* At "64" Go 1.24 moves what the stack side keeps in a frame. */
static struct esc_case moved_at_64(void)
{
    struct esc_case bench_case = fixture_case("x", NULL, sizes, 2);
    bench_case.runtimes[ESC_RUNTIME_GOHEAP_1_27] = true;
    struct esc_strategy *stack = &bench_case.strategies[0];
    stack->since = esc_grow(stack->since, &stack->since_count, sizeof *stack->since);
    stack->since[0] = (struct esc_since){
        .minor = 24, .expect = esc_calloc(bench_case.point_count, sizeof *stack->since->expect)};
    stack->since[0].expect[0] = (struct esc_expectation){-1, -1};
    stack->since[0].expect[1] = (struct esc_expectation){1, 64};
    return bench_case;
}

static void what_a_release_moves_is_served_there(void **state)
{
    (void)state;
    static const bool one[ESC_RUNTIMES] = {
        [ESC_RUNTIME_GOHEAP_1_27] = true, [ESC_RUNTIME_MALLOC] = true};
    static const bool both[ESC_RUNTIMES] = {
        [ESC_RUNTIME_GOHEAP] = true, [ESC_RUNTIME_GOHEAP_1_27] = true};
    static const char *const labels[2][8] = {
        {"stack", "heap@1.27", "heap@malloc", "stack@1.27", "stack@malloc", "heap@1.27",
         "heap@malloc"},
        {"stack", "heap", "heap@1.27", "stack", "stack@1.27", "heap", "heap@1.27"}};
    for (size_t k = 0; k < 2; k++) {
        struct esc_run run = {.preset = ESC_PRESET_NORMAL};
        fixture_add(&run, moved_at_64());
        fixture_plan(&run, k == 0 ? one : both);
        assert_int_equal(run.variant_count, 7);
        for (size_t v = 0; v < 7; v++)
            assert_string_equal(run.variants[v].label, labels[k][v]);
        size_t base = esc_variant_base(&run, 6);
        assert_string_equal(run.variants[base].label, k == 0 ? "stack@malloc" : "stack@1.27");
        esc_run_free(&run);
    }
}

static struct esc_case words_and_numbers(const char *word, const char *remedy)
{
    struct esc_case bench_case = fixture_case("interface-boxing-2", remedy, sizes, 1);
    bench_case.params =
        esc_grow(bench_case.params, &bench_case.param_count, sizeof *bench_case.params);
    struct esc_param *kind = &bench_case.params[1];
    kind->name = esc_strdup("kind");
    kind->values = esc_grow(kind->values, &kind->count, sizeof *kind->values);
    kind->values[0] = (struct esc_value){.text = esc_strdup(word), .is_word = true};
    bench_case.points[0].values = esc_resize(bench_case.points[0].values, 2, sizeof(size_t));
    bench_case.points[0].values[1] = 0;
    return bench_case;
}

static void several_parameters_and_words(void **state)
{
    (void)state;
    struct esc_run run = {.preset = ESC_PRESET_NORMAL};
    fixture_add(&run, words_and_numbers("scan", NULL));
    fixture_plan(&run, goheap_and_malloc);
    assert_string_equal(run.variants[1].name, "interface-boxing-2/heap/size:8/kind:scan");
    assert_string_equal(run.variants[1].go_name,
                        "BenchmarkInterfaceBoxing2/size=8/kind=scan/place=heap");
    esc_run_free(&run);
}

/* Go's format: no white space, and a final '-' with digits is the number of CPUs. */
static void awkward_words_stay_one_name(void **state)
{
    (void)state;
    struct esc_run run = {.preset = ESC_PRESET_NORMAL};
    regex_t pattern;
    assert_int_equal(
        regcomp(&pattern, "^Benchmark[^a-z/ ][^/ ]*(/[^/= ]+=[^/= ]+)*$", REG_EXTENDED), 0);
    regex_t cpus;
    assert_int_equal(regcomp(&cpus, "-[0-9]+$", REG_EXTENDED), 0);
    fixture_add(&run, words_and_numbers("with space/and=more\t:", "pool-16"));
    fixture_plan(&run, goheap_and_malloc);
    for (size_t v = 0; v < run.variant_count; v++) {
        assert_int_equal(regexec(&pattern, run.variants[v].go_name, 0, NULL, 0), 0);
        assert_int_equal(regexec(&cpus, run.variants[v].go_name, 0, NULL, 0), REG_NOMATCH);
        assert_null(strpbrk(run.variants[v].name, " \t"));
    }
    assert_string_equal(run.variants[3].label, "pool-16");
    regfree(&pattern);
    regfree(&cpus);
    esc_run_free(&run);
}

/* ---- real Go -------------------------------------------------------------------------------- */

static const bool goheap_boehm_and_go[ESC_RUNTIMES] = {
    [ESC_RUNTIME_GOHEAP] = true, [ESC_RUNTIME_BOEHM] = true, [ESC_RUNTIME_GO] = true};
static const bool go_only[ESC_RUNTIMES] = {[ESC_RUNTIME_GO] = true};
static const bool goheap_only[ESC_RUNTIMES] = {[ESC_RUNTIME_GOHEAP] = true};

static void add_release(struct esc_run *run, const char *version)
{
    run->gos = esc_grow(run->gos, &run->go_count, sizeof *run->gos);
    run->gos[run->go_count - 1].version = esc_strdup(version);
}

/* A run of one case of one point, whose strategies have Go; without C, where `alone`. */
static struct esc_run go_run(bool alone)
{
    struct esc_run run = {.preset = ESC_PRESET_NORMAL};
    fixture_add(&run, fixture_case("x", "pool", sizes, 1));
    for (size_t i = 0; i < run.cases[0].strategy_count; i++) {
        run.cases[0].strategies[i].go.text = esc_strdup("func f() {}");
        if (!alone)
            continue;
        free(run.cases[0].strategies[i].c.text);
        run.cases[0].strategies[i].c.text = NULL;
    }
    return run;
}

static void one_release_is_called_go(void **state)
{
    (void)state;
    static const char *const names[] = {"x/stack/size:8",      "x/stack@go/size:8", "x/heap/size:8",
                                        "x/heap@boehm/size:8", "x/heap@go/size:8",  "x/pool/size:8",
                                        "x/pool@boehm/size:8", "x/pool@go/size:8"};
    struct esc_run run = go_run(false);
    add_release(&run, "go1.19.8");
    fixture_plan(&run, goheap_boehm_and_go);
    assert_names(&run, names, 8);
    assert_int_equal(run.variants[1].runtime, ESC_RUNTIME_GO);
    assert_string_equal(run.variants[4].go_name, "BenchmarkX/size=8/place=heap@go");
    esc_run_free(&run);
}

static void several_releases_have_their_versions(void **state)
{
    (void)state;
    static const char *const names[] = {"x/stack@go1.27.3/size:8", "x/stack@go1.19.8/size:8",
                                        "x/heap@go1.27.3/size:8",  "x/heap@go1.19.8/size:8",
                                        "x/pool@go1.27.3/size:8",  "x/pool@go1.19.8/size:8"};
    struct esc_run run = go_run(false);
    add_release(&run, "go1.27.3");
    add_release(&run, "go1.19.8");
    fixture_plan(&run, go_only);
    assert_names(&run, names, 6);
    assert_ptr_equal(esc_variant_go(&run, &run.variants[3]), &run.gos[1]);
    esc_run_free(&run);
}

/* Each release against its own stack side, C against C. */
static void bases_are_of_the_same_side(void **state)
{
    (void)state;
    static const size_t bases[] = {0, 1, 2, 0, 0, 1, 2, 0, 0, 1, 2};
    struct esc_run run = go_run(false);
    add_release(&run, "go1.27.3");
    add_release(&run, "go1.19.8");
    fixture_plan(&run, goheap_boehm_and_go);
    assert_int_equal(run.variant_count, sizeof bases / sizeof *bases);
    for (size_t v = 0; v < run.variant_count; v++)
        assert_int_equal(esc_variant_base(&run, v), bases[v]);
    run.variants[1].strategy = 1; /* nothing of that release is on the stack now */
    assert_int_equal(esc_variant_base(&run, 5), run.variant_count);
    esc_run_free(&run);
}

/* A stack strategy whose value outgrows its frame is served by every runtime: each has its own. */
static void bases_are_of_the_same_runtime(void **state)
{
    (void)state;
    static const char *const names[] = {
        "x/stack/size:8",      "x/stack@boehm/size:8", "x/stack@go/size:8", "x/heap/size:8",
        "x/heap@boehm/size:8", "x/heap@go/size:8",     "x/pool/size:8",     "x/pool@go/size:8"};
    static const size_t bases[] = {0, 1, 2, 0, 1, 2, 0, 2};
    struct esc_run run = go_run(false);
    run.cases[0].strategies[0].place = ESC_PLACE_HEAP;
    run.cases[0].strategies[2].place = ESC_PLACE_STACK;
    add_release(&run, "go1.19.8");
    fixture_plan(&run, goheap_boehm_and_go);
    assert_names(&run, names, 8);
    for (size_t v = 0; v < run.variant_count; v++)
        assert_int_equal(esc_variant_base(&run, v), bases[v]);
    esc_run_free(&run);
}

static void go_alone_needs_no_asking_but_a_release(void **state)
{
    (void)state;
    static const char *const names[] = {"x/stack@go/size:8", "x/heap@go/size:8",
                                        "x/pool@go/size:8"};
    struct esc_run run = go_run(true);
    fixture_plan(&run, goheap_only);
    assert_int_equal(run.variant_count, 0);
    add_release(&run, "go1.19.8");
    fixture_plan(&run, goheap_only);
    assert_names(&run, names, 3);
    esc_run_free(&run);
}

static void c_alone_has_no_go(void **state)
{
    (void)state;
    static const char *const names[] = {"x/stack/size:8", "x/heap/size:8", "x/heap@boehm/size:8"};
    struct esc_run run = {.preset = ESC_PRESET_NORMAL};
    fixture_add(&run, fixture_case("x", NULL, sizes, 1));
    add_release(&run, "go1.19.8");
    fixture_plan(&run, goheap_boehm_and_go);
    assert_names(&run, names, 3);
    esc_run_free(&run);
}

static void usual_only_leaves_out_other_heaps_but_not_go(void **state)
{
    (void)state;
    static const char *const names[] = {"x/stack/size:8", "x/stack@go/size:8",
                                        "x/heap/size:8",  "x/heap@go/size:8",
                                        "x/pool/size:8",  "x/pool@go/size:8"};
    struct esc_run run = go_run(false);
    add_release(&run, "go1.19.8");
    memcpy(run.runtimes, goheap_boehm_and_go, sizeof run.runtimes);
    esc_plan_variants(&run, true);
    assert_names(&run, names, 6);
    esc_run_free(&run);
}

static void iterations_fill_the_time(void **state)
{
    (void)state;
    static const struct {
        double ns_per_op, target_ns;
        uint64_t iterations;
    } rows[] = {
        {10, 1e6, 100000}, {7, 20e6, 2900000}, {438, 20e6, 46000},
        {99, 9900, 100},   {3, 100, 33},       {5e9, 1e6, 1},
        {0, 1e6, 1},       {-1, 1e6, 1},       {1e-9, 1e12, 1000000000000000},
        {1, 12500, 13000}, {NAN, 1e6, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(esc_plan_iterations(rows[i].ns_per_op, rows[i].target_ns),
                         rows[i].iterations);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grouped_by_point_stack_first),
        cmocka_unit_test(quick_takes_quick_points_only),
        cmocka_unit_test(a_case_may_forbid_a_runtime),
        cmocka_unit_test(the_first_built_runtime_is_unlabelled),
        cmocka_unit_test(releases_of_the_go_model_stand_beside_each_other),
        cmocka_unit_test(a_row_has_one_name_in_all_runs),
        cmocka_unit_test(what_a_release_moves_is_served_there),
        cmocka_unit_test(several_parameters_and_words),
        cmocka_unit_test(awkward_words_stay_one_name),
        cmocka_unit_test(one_release_is_called_go),
        cmocka_unit_test(several_releases_have_their_versions),
        cmocka_unit_test(bases_are_of_the_same_side),
        cmocka_unit_test(bases_are_of_the_same_runtime),
        cmocka_unit_test(go_alone_needs_no_asking_but_a_release),
        cmocka_unit_test(c_alone_has_no_go),
        cmocka_unit_test(usual_only_leaves_out_other_heaps_but_not_go),
        cmocka_unit_test(iterations_fill_the_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
