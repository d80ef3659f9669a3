/*
 * What the Go compiler prints: which line belongs to which point, diagnostics found and not found,
 * errors told from remarks.
 */
#include "compiled_case.h"
#include "golang/internal.h"

/* As go1.19.8 prints it (GO-FACTS: scenarios 01, 05, 09), with two points of one case. */
static const char printed[] =
    "# exit 0\n"
    "# escapement/good/point0\n"
    "good.lua:21:6: t escapes to heap:\n"
    "good.lua:21:6:   flow: ~r0 = &t:\n"
    "good.lua:21:6:     from &t (address-of) at good.lua:23:9\n"
    "good.lua:21:6:     from return &t (return) at good.lua:23:2\n"
    "good.lua:21:6: moved to heap: t\n"
    "good.lua:11:6: make([]int, 4) does not escape\n"
    "loops.go:4:2: moved to heap: loops\n"
    "# escapement/good/point1\n"
    "sub/good.lua:21:10: make([]int, n) escapes to heap:\n"
    "sub/good.lua:21:10:     from make([]int, n) (non-constant size) at good.lua:21:10\n"
    "no-good.lua:21:6: moved to heap: other\n";

struct fixture {
    struct small_case small;
    struct esc_point points[2];
    struct esc_diagnostics printed;
};

static struct fixture *parse(const char *output)
{
    static const struct esc_go_unit units[] = {{0, 0}, {0, 1}};
    struct fixture *fixture = esc_calloc(1, sizeof *fixture);
    small_case(&fixture->small, "good", "cases/good.lua", NULL, "", "");
    fixture->small.strategies[0].go = (struct esc_source){(char *)"a\nb\nc", 10};
    fixture->small.strategies[1].go = (struct esc_source){(char *)"a\nb\nc", 20};
    esc_go_parse(&fixture->small.bench_case, units, 2, output, false, &fixture->printed);
    return fixture;
}

static void done(struct fixture *fixture)
{
    esc_diagnostics_free(&fixture->printed);
    free(fixture);
}

static bool has(const struct fixture *fixture, size_t point, size_t strategy, const char *expected)
{
    return esc_diagnostics_have(&fixture->printed, &fixture->small.bench_case, 0, point,
                                &fixture->small.strategies[strategy], expected);
}

static void lines_have_point_line_and_column(void **state)
{
    (void)state;
    struct fixture *fixture = parse(printed);
    assert_int_equal(fixture->printed.count, 8);
    const struct esc_diagnostic *last = &fixture->printed.list[7];
    assert_int_equal(last->point, 1);
    assert_int_equal(last->line, 21);
    assert_int_equal(last->column, 10);
    assert_string_equal(last->text,
                        "    from make([]int, n) (non-constant size) at good.lua:21:10");
    done(fixture);
}

static void diagnostics_are_found_where_they_belong(void **state)
{
    (void)state;
    struct fixture *fixture = parse(printed);
    assert_true(has(fixture, 0, 1, "moved to heap: t"));
    assert_true(has(fixture, 0, 1, "t escapes to heap:"));
    assert_true(has(fixture, 0, 1, "from return &t (return)"));
    assert_true(has(fixture, 0, 0, "make([]int, 4) does not escape"));
    assert_true(has(fixture, 1, 1, "make([]int, n) escapes to heap"));
    assert_true(has(fixture, 1, 1, "from make([]int, n) (non-constant size)"));
    done(fixture);
}

static void diagnostics_elsewhere_do_not_count(void **state)
{
    (void)state;
    struct fixture *fixture = parse(printed);
    assert_false(has(fixture, 1, 1, "moved to heap: t"));     /* another point */
    assert_false(has(fixture, 0, 0, "moved to heap: t"));     /* another strategy's lines */
    assert_false(has(fixture, 0, 1, "moved to heap: loops")); /* not the case's text */
    assert_false(has(fixture, 1, 1, "moved to heap: other")); /* a file that ends alike */
    assert_false(has(fixture, 0, 1, ""));
    done(fixture);
}

static void a_diagnostic_ends_with_its_word(void **state)
{
    (void)state;
    struct fixture *fixture = parse(
        "# exit 0\n# escapement/good/point0\n"
        "good.lua:21:6: moved to heap: total\n"
        "good.lua:22:6: object t does not escape\n");
    assert_false(has(fixture, 0, 1, "moved to heap: t"));
    assert_false(has(fixture, 0, 1, "t does not escape"));
    assert_true(has(fixture, 0, 1, "moved to heap: total"));
    done(fixture);
}

static void shared_go_counts_for_every_strategy(void **state)
{
    (void)state;
    struct fixture *fixture = parse(
        "# exit 0\n# escapement/good/point0\n"
        "good.lua:3:6: moved to heap: t\n");
    assert_false(has(fixture, 0, 1, "moved to heap: t"));
    fixture->small.bench_case.go = (struct esc_source){(char *)"a\nb", 2};
    assert_true(has(fixture, 0, 1, "moved to heap: t"));
    assert_true(has(fixture, 0, 0, "moved to heap: t"));
    done(fixture);
}

/* go1.19.8 and go1.27.3 print of new(T) in a function that is inlined, and of methods that the
 * compiler writes; the last line is an older release's, as an article quotes it. */
static void lines_of_plain_m_are_kept_apart(void **state)
{
    (void)state;
    static const struct esc_go_unit units[] = {{0, 0}, {0, 1}};
    struct fixture *fixture = parse(
        "# exit 0\n# escapement/good/point0\n"
        "good.lua:21:10: new(T) escapes to heap\n");
    esc_go_parse(&fixture->small.bench_case, units, 2,
                 "# exit 0\n# escapement/good/point0\n"
                 "good.lua:20:6: can inline small\n"
                 "good.lua:22:50: inlining call to small\n"
                 "<autogenerated>:1: inlining call to T.Sum\n"
                 "good.lua:22:50: new(T) does not escape\n"
                 "# escapement/good/point1\n"
                 "<autogenerated>:1: .this does not escape\n",
                 true, &fixture->printed);
    assert_int_equal(fixture->printed.count, 6);
    assert_false(fixture->printed.list[0].inlined);
    for (size_t k = 1; k < 6; k++)
        assert_true(fixture->printed.list[k].inlined && !fixture->printed.list[k].is_error);
    assert_int_equal(fixture->printed.list[3].line, 0);
    assert_string_equal(fixture->printed.list[3].text, "inlining call to T.Sum");
    assert_int_equal(fixture->printed.list[5].point, 1);
    assert_string_equal(fixture->printed.list[5].text, ".this does not escape");
    assert_true(has(fixture, 0, 1, "can inline small"));
    assert_true(has(fixture, 0, 1, "inlining call to small"));
    assert_false(has(fixture, 0, 1, "inlining call to T.Sum"));
    assert_true(has(fixture, 0, 1, "new(T) escapes to heap"));
    assert_false(has(fixture, 0, 1, "new(T) does not escape")); /* with inlining off it does */
    done(fixture);
}

static void errors_are_told_from_remarks(void **state)
{
    (void)state;
    struct fixture *fixture = parse(
        "# exit 1\n# escapement/good/point0\n"
        "good.lua:21:6: moved to heap: t\n"
        "good.lua:22:9: undefined: x\n");
    assert_int_equal(fixture->printed.count, 2);
    assert_false(fixture->printed.list[0].is_error);
    assert_true(fixture->printed.list[1].is_error);
    done(fixture);
}

static void remarks_of_newer_releases_are_no_errors(void **state)
{
    (void)state;
    struct fixture *fixture = parse(
        "# exit 1\n# escapement/good/point0\n"
        "good.lua:22:9: zero-copy string->[]byte conversion\n"
        "good.lua:22:9: t escapes to heap in byAddress:\n"
        "good.lua:22:9: append does not escape\n"
        "good.lua:22:14: index bounds check elided\n"
        "good.lua:22:15: slice bounds check elided\n");
    for (size_t k = 0; k < 5; k++)
        assert_false(fixture->printed.list[k].is_error);
    done(fixture);
}

/* As go1.26.10 prints it, with and without the "in f" of 1.26. */
static void newer_wordings_of_the_same_count(void **state)
{
    (void)state;
    struct fixture *fixture = parse(
        "# exit 0\n# escapement/good/point0\n"
        "good.lua:20:6: t escapes to heap in byAddress:\n"
        "good.lua:20:6:   flow: ~r0 \xe2\x86\x90 &t:\n"
        "good.lua:21:6: parameter u leaks to {heap} for (*box).leak with derefs=0:\n"
        "good.lua:22:6: parameter x leaks to {storage for func literal} for f with derefs=0:\n"
        "good.lua:22:7: b[1:2] escapes to heap in main.func1:\n");
    assert_true(has(fixture, 0, 1, "t escapes to heap:"));
    assert_true(has(fixture, 0, 1, "t escapes to heap in byAddress:"));
    assert_true(has(fixture, 0, 1, "flow: ~r0 = &t:"));
    assert_true(has(fixture, 0, 1, "flow: ~r0 \xe2\x86\x90 &t:"));
    assert_true(has(fixture, 0, 1, "parameter u leaks to {heap} with derefs=0:"));
    assert_true(
        has(fixture, 0, 1, "parameter x leaks to {storage for func literal} with derefs=0:"));
    assert_true(has(fixture, 0, 1, "b[1:2] escapes to heap:"));
    assert_false(has(fixture, 0, 1, "u escapes to heap:"));
    assert_false(has(fixture, 0, 1, "flow: ~r0 = &u:"));
    done(fixture);
}

/* go1.19.8 has no name after the storage: nothing may be cut from its line. */
static void the_older_wording_stays_whole(void **state)
{
    (void)state;
    struct fixture *fixture = parse(
        "# exit 0\n# escapement/good/point0\n"
        "good.lua:22:6: parameter x leaks to {storage for func literal} with derefs=0:\n");
    assert_true(
        has(fixture, 0, 1, "parameter x leaks to {storage for func literal} with derefs=0:"));
    assert_false(has(fixture, 0, 1, "parameter x leaks to {storage with derefs=0:"));
    done(fixture);
}

/* go1.19.8 prints a constant's name, go1.22.12 and later its value: here Length is 16. */
static void constants_count_by_name_and_by_value(void **state)
{
    (void)state;
    struct fixture *fixture = parse(
        "# exit 0\n# escapement/good/point0\n"
        "good.lua:20:6: make([]uint64, 0, 16) does not escape\n"
        "good.lua:21:6: make([]uint64, Length) does not escape\n");
    struct esc_value value = {.number = 16};
    struct esc_param param = {.name = (char *)"length", .values = &value, .count = 1};
    size_t chosen = 0;
    fixture->small.point.values = &chosen;
    fixture->small.bench_case.params = &param;
    fixture->small.bench_case.param_count = 1;
    assert_true(has(fixture, 0, 1, "make([]uint64, 0, Length) does not escape"));
    assert_true(has(fixture, 0, 1, "make([]uint64, Length) does not escape"));
    value.number = 17;
    assert_false(has(fixture, 0, 1, "make([]uint64, 0, Length) does not escape"));
    done(fixture);
}

static void diagnostics_are_due_where_something_is_allocated(void **state)
{
    (void)state;
    struct esc_expectation expect[2] = {{.allocs = 0}, {.allocs = 1}};
    struct esc_strategy heap = {.place = ESC_PLACE_HEAP, .expect = expect};
    struct esc_strategy stack = {.place = ESC_PLACE_STACK, .expect = expect};
    assert_false(esc_diagnostics_due(&heap, 0));
    assert_true(esc_diagnostics_due(&heap, 1));
    assert_true(esc_diagnostics_due(&stack, 0));
}

/* As go1.19.8 prints it. Cases good (points 0 and 1) and, for its name alone, no-good. */
static void errors_without_a_place_go_to_their_case(void **state)
{
    (void)state;
    static const struct esc_go_unit units[] = {{0, 0}, {0, 1}};
    static const char said[] =
        "go: finding module for package example.com/x\n"
        "package escapement/good/point1\n"
        "\tgood/point1/good.lua:5:8: use of internal package internal/abi not allowed\n"
        "no-good/point0/no-good.lua:5:8: another case\n"
        "good/point10/good.lua:5:8: another point\n"
        "# escapement/good/point0\n"
        "generated.go:2:7: Size1 redeclared in this block\n"
        "\tgenerated.go:1:7: other declaration of Size1\n"
        "loops.go:4:2: moved to heap: loops\n";
    struct small_case small;
    struct esc_text out = {0};
    bool blamed[1] = {false};
    small_case(&small, "good", "cases/good.lua", NULL, "", "");
    small.bench_case.line = 3;
    size_t count = esc_go_attribute(&small.bench_case, units, 2, said, &out, blamed);
    assert_true(blamed[0]);
    assert_string_equal(out.bytes,
                        "# escapement/good/point1\n"
                        "good.lua:5:1: use of internal package internal/abi not allowed\n"
                        "# escapement/good/point0\n"
                        "good.lua:3:1: generated.go:2:7: Size1 redeclared in this block\n");
    assert_int_equal(count, 2);
    esc_text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_have_point_line_and_column),
        cmocka_unit_test(diagnostics_are_found_where_they_belong),
        cmocka_unit_test(diagnostics_elsewhere_do_not_count),
        cmocka_unit_test(a_diagnostic_ends_with_its_word),
        cmocka_unit_test(shared_go_counts_for_every_strategy),
        cmocka_unit_test(lines_of_plain_m_are_kept_apart),
        cmocka_unit_test(errors_are_told_from_remarks),
        cmocka_unit_test(errors_without_a_place_go_to_their_case),
        cmocka_unit_test(remarks_of_newer_releases_are_no_errors),
        cmocka_unit_test(newer_wordings_of_the_same_count),
        cmocka_unit_test(the_older_wording_stays_whole),
        cmocka_unit_test(constants_count_by_name_and_by_value),
        cmocka_unit_test(diagnostics_are_due_where_something_is_allocated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
