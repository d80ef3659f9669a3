/* The report as people get it: widths, characters, colours, words, failures. */
#include "report/report.h"

#include "model_run.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <wchar.h>

#include <cmocka.h>

/* ---- help ---- */

static char *print(const struct esc_run *run, struct esc_terminal terminal)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    esc_report(run, &terminal, out);
    fclose(out);
    return text;
}

static char *print_plain(const struct esc_run *run, int columns)
{
    return print(run, (struct esc_terminal){.columns = columns});
}

/* Columns of the widest line of UTF-8 text without escape sequences. */
static int widest_line(const char *text)
{
    int widest = 0;
    char *copy = esc_strdup(text);
    char *rest = copy;
    for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
        wchar_t wide[4096];
        assert_true(mbstowcs(wide, line, 4096) != (size_t)-1);
        int width = wcswidth(wide, 4096);
        widest = width > widest ? width : widest;
    }
    free(copy);
    return widest;
}

/* The line that holds both texts, or NULL. Static memory. */
static const char *line_with(const char *text, const char *one, const char *other)
{
    static char line[4096];
    for (const char *at = text; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, at);
        if (strstr(line, one) != NULL && strstr(line, other) != NULL)
            return line;
        at += length;
        at += *at == '\n';
    }
    return NULL;
}

static struct esc_pair *pair_of(struct esc_run *run, const char *name)
{
    size_t variant = model_find(run, name);
    for (size_t i = 0; i < run->pair_count; i++)
        if (run->pairs[i].other == variant)
            return &run->pairs[i];
    return NULL;
}

static void set_factor(struct esc_pair *pair, double factor, double low, double high,
                       enum esc_verdict verdict)
{
    assert_non_null(pair);
    pair->factor = (struct esc_estimate){true, factor, low, high, 0.96, 20};
    pair->verdict = verdict;
}

/* ---- tests ---- */

static void stays_within_the_width(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    model_fail(&run, model_find(&run, "channel-send/heap@boehm/size:64"), ESC_STATUS_SIGNAL,
               "heap@boehm crashed with a segmentation fault in the counting pass, which is a very "
               "long story that has to be wrapped");
    for (int columns = 40; columns <= 200; columns += 4)
        for (int utf8 = 0; utf8 < 2; utf8++) {
            char *text = print(&run, (struct esc_terminal){.columns = columns, .utf8 = utf8 == 1});
            if (columns >= 60)
                assert_true(widest_line(text) <= columns);
            assert_non_null(strstr(text, "time/op"));
            free(text);
        }
    esc_run_free(&run);
}

static void shows_more_where_there_is_room(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    char *narrow = print_plain(&run, 60);
    char *usual = print_plain(&run, 80);
    char *wide = print_plain(&run, 140);
    static const char *const usual_columns[] = {"time/op", "allocs", "B/op",
                                                "GC/M",    "GC ",    "price"};
    for (size_t i = 0; i < sizeof usual_columns / sizeof *usual_columns; i++)
        assert_non_null(strstr(usual, usual_columns[i]));
    assert_null(line_with(narrow, "time/op", "price"));
    assert_null(line_with(usual, "time/op", "p99 stop"));
    assert_non_null(line_with(wide, "time/op", "p99 stop"));
    free(narrow);
    free(usual);
    free(wide);
    esc_run_free(&run);
}

static void a_price_of_more_than_the_escape_is_marked(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 2);
    char *text = print_plain(&run, 100);
    assert_null(strchr(text, '*'));
    free(text);
    run.cases[1].differs = esc_strdup("it also grows");
    text = print_plain(&run, 100);
    assert_non_null(line_with(text, " heap", "ns*"));
    assert_non_null(strstr(text, "* price of the whole remedy, not of the escape: it also grows"));
    assert_non_null(strstr(text, "slower*"));
    assert_true(strstr(text, "ns*") > strstr(text, "channel-send"));
    free(text);
    esc_run_free(&run);
}

/* Disturbs the last `count` samples of each row. */
static void disturb(struct esc_run *run, size_t count)
{
    for (size_t v = 0; v < run->variant_count; v++) {
        size_t left = count;
        for (size_t i = run->record_count; i-- > 0 && left > 0;)
            if (run->records[i].variant == v) {
                run->records[i].disturbance.wait_ns = run->records[i].wall_ns / 2;
                left--;
            }
        run->figures[v].disturbed = count - left;
    }
}

static void a_shared_machine_is_told_loudly(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    char *idle = print_plain(&run, 80);
    assert_null(strstr(idle, "shared"));
    assert_null(strchr(idle, '!'));
    disturb(&run, run.rounds);
    char *text = print_plain(&run, 200);
    assert_non_null(line_with(text, "Shared  ",
                              "this machine was shared: 100 % of samples were interrupted; do not "
                              "quote these factors"));
    assert_non_null(line_with(text, " heap ", "!"));
    assert_non_null(strstr(text, "! shared: "));
    free(idle);
    free(text);
    esc_run_free(&run);
}

static void plain_text_is_ascii_without_escapes(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    free(run.cases[0].title);
    run.cases[0].title = esc_strdup("Zeiger “zurück” \033[31m 指针 \xff end");
    char *text = print_plain(&run, 80);
    for (const char *at = text; *at != '\0'; at++)
        assert_true(*at == '\n' || (*at >= 32 && *at < 127));
    assert_non_null(strstr(text, "Zeiger \"zur?ck\"  [31m ?? ? end"));
    free(text);
    esc_run_free(&run);
}

/* Else a machine's or a case's name turns the order of the line it stands in. */
static void writing_direction_is_spelled(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    free(run.cases[0].title);
    run.cases[0].title = esc_strdup("a \u202Eb\u2066 \uFEFFc \uFFFE end");
    char *text = print(&run, (struct esc_terminal){.columns = 80, .utf8 = true});
    assert_non_null(strstr(text, "a \\u{202E}b\\u{2066} \uFEFFc \\u{FFFE} end"));
    free(text);
    text = print_plain(&run, 80);
    assert_non_null(strstr(text, "a \\u{202E}b\\u{2066} ?c \\u{FFFE} end"));
    free(text);
    esc_run_free(&run);
}

static void colours_only_when_asked(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    char *plain = print(&run, (struct esc_terminal){.columns = 80, .utf8 = true});
    char *coloured =
        print(&run, (struct esc_terminal){.columns = 80, .utf8 = true, .colour = true});
    assert_null(strchr(plain, '\033'));
    assert_non_null(strstr(coloured, "\033[38;5;32m"));
    assert_non_null(strstr(coloured, "\033[38;5;208m"));
    free(plain);
    free(coloured);
    esc_run_free(&run);
}

static void verdicts_are_words(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    set_factor(pair_of(&run, "pointer-return/heap/size:8"), 10.3, 9.9, 10.6, ESC_VERDICT_OK);
    set_factor(pair_of(&run, "pointer-return/heap/size:64"), 6.1, 5.0, 7.7, ESC_VERDICT_NOISY);
    set_factor(pair_of(&run, "pointer-return/heap/size:512"), 1.04, 0.93, 1.31,
               ESC_VERDICT_NOT_RESOLVED);
    set_factor(pair_of(&run, "pointer-return/heap/size:4096"), 2.0, 1.5, 3.0,
               ESC_VERDICT_CLOCK_LIMITED);
    set_factor(pair_of(&run, "pointer-return/heap@malloc/size:8"), 0.8, 0.5, 0.909, ESC_VERDICT_OK);
    char *text = print_plain(&run, 80);
    assert_non_null(line_with(text, " heap ", "10.3x slower [9.9, 10.6]"));
    assert_non_null(line_with(text, " heap ", "~6.1x slower [5.0, 7.7]"));
    assert_non_null(line_with(text, " heap ", "not resolved [0.93, 1.31]"));
    assert_non_null(line_with(text, " heap ", "clock-limited"));
    assert_non_null(line_with(text, "@malloc", "1.25x faster [1.10, 2.0]"));
    assert_non_null(strstr(text, "~ noisy:"));
    assert_non_null(strstr(text, "not resolved: the interval holds 1"));
    free(text);
    esc_run_free(&run);
}

static void set_few(struct esc_pair *pair, double factor, double low, double high, size_t rounds)
{
    set_factor(pair, factor, low, high, ESC_VERDICT_FEW_ROUNDS);
    pair->factor.n = rounds;
    pair->factor.confidence = 1 - 2 * ldexp(1, -(int)rounds);
}

/* Below six rounds the coverage that there is stands beside the interval, and nothing is slower. */
static void few_rounds_tell_their_coverage(void **state)
{
    (void)state;
    struct esc_run run = model_run_with(model_cases, 2, 1, false);
    set_few(pair_of(&run, "pointer-return/heap/size:8"), 10.7, 10.7, 10.7, 1);
    set_few(pair_of(&run, "pointer-return/heap/size:64"), 0.8, 0.5, 0.9, 5);
    set_few(pair_of(&run, "pointer-return/heap/size:512"), 6.1, 5.9, 6.4, 2);
    set_few(pair_of(&run, "pointer-return/heap@go/size:512"), 9.5, 9.5, 9.5, 1);
    char *text = print_plain(&run, 120);
    assert_non_null(line_with(text, " heap ", "  10.7x, 1 round no interval"));
    assert_non_null(line_with(text, " heap ", " 0.80x, 5 rounds [0.50, 0.90] 93.75 %"));
    assert_non_null(line_with(text, " heap ", "  6.1x, 2 rounds [5.9, 6.4] 50 %"));
    assert_non_null(line_with(text, "pointer-return, size 512 B", "6.1x, 2 rounds"));
    assert_non_null(line_with(text, "pointer-return, size 512 B", "go 9.5x, 1 round"));
    assert_non_null(strstr(text, "Medians with the interval of the factor."));
    assert_non_null(strstr(text, "too few rounds: an interval of 95 % needs 6."));
    free(text);
    esc_run_free(&run);
}

static void a_noise_floor_needs_an_interval(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    set_few(pair_of(&run, "a-a/heap"), 1.0, 0.99, 1.02, 5);
    char *text = print_plain(&run, 80);
    assert_null(strstr(text, "Noise floor"));
    free(text);
    esc_run_free(&run);
}

static void failures_name_strategy_and_cause(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 2);
    model_fail(&run, model_find(&run, "channel-send/heap/size:64"), ESC_STATUS_TIME_LIMIT,
               "heap is still running after 20 s");
    model_fail(&run, model_find(&run, "channel-send/heap/size:1024"), ESC_STATUS_TIME_LIMIT,
               "heap is still running after 20 s");
    model_fail(&run, model_find(&run, "pointer-return/heap@boehm/size:8"), ESC_STATUS_COMPILE,
               "its C does not compile");
    char *text = print_plain(&run, 100);
    assert_non_null(line_with(text, " heap ", "failed: time limit"));
    assert_non_null(strstr(text, "size 64 B, size 1 KiB: heap is still running after 20 s\n"));
    assert_non_null(strstr(text, "heap@boehm (size 8 B): its C does not compile\n"));
    assert_non_null(strstr(text, "3 of 28 rows have no figures"));
    assert_null(strstr(text, "nan"));
    free(text);
    esc_run_free(&run);
}

static void closing_tells_noise_share_and_folder(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    set_factor(pair_of(&run, "a-a/heap"), 1.0, 0.97, 1.02, ESC_VERDICT_NOT_RESOLVED);
    run.interrupted = true;
    run.rounds_done = 7;
    char *text = print_plain(&run, 200);
    assert_non_null(line_with(text, "Noise floor", "0.97x to 1.02x"));
    assert_non_null(line_with(text, "7 of 20 rounds", "41.2 s timed work (82 %)"));
    assert_non_null(line_with(text, "interrupted", "--resume"));
    assert_non_null(line_with(text, "Results", "results/20261121-142501-normal"));
    free(text);
    esc_run_free(&run);
}

static void an_empty_run_is_told(void **state)
{
    (void)state;
    struct esc_run run = {0};
    char *text = print_plain(&run, 80);
    assert_non_null(strstr(text, "0 of 0 rounds"));
    free(text);
}

static void real_go_has_its_rows_and_its_factor(void **state)
{
    (void)state;
    struct esc_run run = model_run_with(model_cases, 2, 1, false);
    set_factor(pair_of(&run, "pointer-return/heap/size:512"), 7, 6.9, 7.1, ESC_VERDICT_OK);
    set_factor(pair_of(&run, "pointer-return/heap@go/size:512"), 9.5, 9.4, 9.6, ESC_VERDICT_OK);
    set_factor(pair_of(&run, "channel-send/heap@go/size:1024"), 1.01, 0.9, 1.1,
               ESC_VERDICT_NOT_RESOLVED);
    char *text = print_plain(&run, 100);
    assert_non_null(line_with(text, "  @go ", "9.5x slower"));
    assert_non_null(line_with(text, "  @go ", "[9.4, 9.6]"));
    assert_non_null(line_with(text, "pointer-return, size 512 B", "7.0x slower      go 9.5x"));
    assert_non_null(line_with(text, "channel-send, size 1 KiB", "go not resolved"));
    assert_true(widest_line(text) <= 100);
    free(text);
    for (int columns = 60; columns <= 200; columns += 4) {
        text = print_plain(&run, columns);
        assert_true(widest_line(text) <= columns);
        free(text);
    }
    esc_run_free(&run);
}

static void the_axis_names_decades_below_a_nanosecond(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 2);
    for (size_t v = 0; v < run.variant_count; v++)
        if (run.variants[v].strategy == 0)
            run.figures[v].ns_per_op.median = 0.4;
    char *text = print_plain(&run, 80);
    assert_non_null(line_with(text, " 0.1 ns ", " 10 ns "));
    free(text);
    esc_run_free(&run);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stays_within_the_width),
        cmocka_unit_test(shows_more_where_there_is_room),
        cmocka_unit_test(a_shared_machine_is_told_loudly),
        cmocka_unit_test(plain_text_is_ascii_without_escapes),
        cmocka_unit_test(writing_direction_is_spelled),
        cmocka_unit_test(colours_only_when_asked),
        cmocka_unit_test(verdicts_are_words),
        cmocka_unit_test(few_rounds_tell_their_coverage),
        cmocka_unit_test(a_noise_floor_needs_an_interval),
        cmocka_unit_test(failures_name_strategy_and_cause),
        cmocka_unit_test(closing_tells_noise_share_and_folder),
        cmocka_unit_test(an_empty_run_is_told),
        cmocka_unit_test(real_go_has_its_rows_and_its_factor),
        cmocka_unit_test(a_price_of_more_than_the_escape_is_marked),
        cmocka_unit_test(the_axis_names_decades_below_a_nanosecond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
