/* The text files of a run folder: shapes, grammars of other people's tools, links, locales. */
#include "emit/emit.h"
#include "emit/files.h"
#include "emit/plain.h"
#include "emit/tsv.h"

#include "emit_fixture.h"

#include <locale.h>
#include <regex.h>

typedef void writer(const struct esc_run *run, struct esc_text *text);

static char *text_of(writer *write, const struct esc_run *run)
{
    struct esc_text text = {0};
    struct esc_plain plain = esc_plain_begin();
    write(run, &text);
    esc_plain_end(&plain);
    return esc_text_take(&text);
}

static bool matches(const char *pattern, const char *line)
{
    regex_t compiled;
    assert_int_equal(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
    bool match = regexec(&compiled, line, 0, NULL, 0) == 0;
    regfree(&compiled);
    return match;
}

static void assert_matches(const char *pattern, const char *line)
{
    if (!matches(pattern, line))
        fail_msg("'%s' does not match '%s'", line, pattern);
}

/* The next line of *text, cut off there; NULL at the end. */
static char *next_line(char **text)
{
    char *line = *text;
    if (*line == '\0')
        return NULL;
    char *end = strchr(line, '\n');
    assert_non_null(end); /* every line ends */
    *end = '\0';
    *text = end + 1;
    return line;
}

static size_t count_tabs(const char *line)
{
    size_t tabs = 0;
    for (; *line != '\0'; line++)
        tabs += *line == '\t';
    return tabs;
}

/* Comments, one header line, then `rows` rows of as many cells as the header. */
static void assert_table(writer *write, const struct esc_run *run, const char *first_names,
                         size_t rows)
{
    char *whole = text_of(write, run);
    char *text = whole;
    char *line = next_line(&text);
    assert_string_equal(line, strstr(line, "# escapement: "));
    while (*line == '#')
        line = next_line(&text);
    assert_true(strncmp(line, first_names, strlen(first_names)) == 0);
    assert_matches("^[a-z0-9_]+(\t[a-z0-9_]+)*$", line);
    size_t tabs = count_tabs(line);
    size_t count = 0;
    while ((line = next_line(&text)) != NULL) {
        assert_int_equal(count_tabs(line), tabs);
        count++;
    }
    assert_int_equal(count, rows);
    free(whole);
}

static void tables_are_rectangular(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(4);
    size_t cycles = 0;
    size_t heap = 0;
    for (size_t i = 0; i < run.record_count; i++) {
        cycles += run.records[i].cycle_count;
        heap += run.records[i].heap_count;
    }
    assert_true(cycles > 0 && heap > 0);
    assert_table(esc_file_samples, &run, "name\tcase\tpoint\tstrategy\truntime\tround\t",
                 run.record_count);
    assert_table(esc_file_cycles, &run, "name\tround\tcycle\tstart_ns\t", cycles);
    assert_table(esc_file_heap, &run, "name\tround\ttime_ns\theap_bytes\tgoal_bytes", heap);
    assert_table(esc_file_summary, &run, "name\tcase\tpoint\tstrategy\t", run.variant_count);
    esc_run_free(&run);
    struct esc_run empty = fixture_run(0);
    assert_table(esc_file_samples, &empty, "name\t", 0);
    assert_table(esc_file_cycles, &empty, "name\t", 0);
    assert_table(esc_file_heap, &empty, "name\t", 0);
    esc_run_free(&empty);
}

/* The cell of the named column in the row of the named variant; the caller frees. */
static char *cell_of(writer *write, const struct esc_run *run, const char *row, const char *column)
{
    char *whole = text_of(write, run);
    char *text = whole;
    char *line = next_line(&text);
    char *names[64];
    char *cells[64];
    char *found = NULL;
    while (*line == '#')
        line = next_line(&text);
    size_t count = esc_tsv_split(line, names, 64);
    while (found == NULL && (line = next_line(&text)) != NULL) {
        esc_tsv_split(line, cells, 64);
        for (size_t i = 0; strcmp(cells[0], row) == 0 && i < count; i++)
            if (strcmp(names[i], column) == 0)
                found = esc_strdup(cells[i]);
    }
    free(whole);
    assert_non_null(found);
    return found;
}

static void assert_cell(writer *write, const struct esc_run *run, const char *row,
                        const char *column, const char *expected)
{
    char *cell = cell_of(write, run, row, column);
    assert_string_equal(cell, expected);
    free(cell);
}

static void cells_say_what_is_known(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(6);
    const char *stack = "pointer-return/stack/size:64";
    const char *heap = "pointer-return/heap/size:64";
    const char *failed = "pointer-return/pool/size:64";
    assert_cell(esc_file_samples, &run, stack, "gc_cycles", "0");
    assert_cell(esc_file_samples, &run, heap, "gc_cycles", "2");
    assert_cell(esc_file_samples, &run, heap, "gc_assist_ns", ""); /* -1: unknown */
    assert_cell(esc_file_samples, &run, heap, "checksum", "fffffffffffffffe");
    assert_cell(esc_file_cycles, &run, heap, "assist_ns", "");
    assert_cell(esc_file_cycles, &run, heap, "forced", "");
    assert_cell(esc_file_summary, &run, stack, "allocs_per_op", "");
    assert_cell(esc_file_summary, &run, heap, "allocs_per_op", "0.3333333333333333");
    assert_cell(esc_file_summary, &run, stack, "base", "");
    assert_cell(esc_file_summary, &run, heap, "base", stack);
    assert_cell(esc_file_summary, &run, failed, "status", "compile");
    assert_cell(esc_file_summary, &run, failed, "verdict", "failed");
    assert_cell(esc_file_summary, &run, failed, "factor", "");
    assert_cell(esc_file_summary, &run, failed, "message", run.variants[3].message);
    char *factor = cell_of(esc_file_summary, &run, heap, "factor");
    double expected = run.pairs[0].factor.median;
    double written = strtod(factor, NULL);
    assert_memory_equal(&written, &expected, sizeof written);
    free(factor);
    esc_run_free(&run);
}

/* golang.org/design/14313-benchmark-format, and the Unit lines of golang.org/x/perf/benchfmt. */
static void go_text_follows_the_grammar(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(5);
    char *whole = text_of(esc_file_go, &run);
    char *text = whole;
    size_t results = 0;
    for (char *line; (line = next_line(&text)) != NULL;) {
        if (strncmp(line, "Benchmark", 9) == 0) {
            assert_matches(
                "^Benchmark[^a-z \t][^ \t]*(/[^ \t=]+=[^ \t]+)*-[0-9]+\t[1-9][0-9]*"
                "(\t[0-9.e+-]+ [^ \t]+)+$",
                line);
            assert_true(matches("\t[0-9.e+-]+ ns/op\t", line));
            assert_true(matches("\t64 B/op", line));
            assert_false(matches("\t0 ns/op", line));
            results++;
        } else if (strncmp(line, "Unit ", 5) == 0) {
            assert_matches("^Unit [^ ]+( [a-z]+=[a-z]+)+$", line);
            assert_int_equal(results, 0); /* before the values they speak of */
        } else {
            assert_matches("^[a-z][^A-Z: ]*: [^ ].*$", line);
        }
    }
    size_t expected = 0;
    for (size_t i = 0; i < run.record_count; i++)
        expected += run.records[i].status == ESC_STATUS_OK;
    assert_int_equal(results, expected);
    assert_true(results > 0);
    free(whole);
    esc_run_free(&run);
}

static void go_text_has_a_line_a_sample(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(6);
    for (size_t i = 0; i < run.record_count; i++)
        if (run.records[i].round == 2)
            run.records[i].wall_ns = 0; /* not measurable: no line */
    char *text = text_of(esc_file_go, &run);
    size_t lines = 0;
    const char *const start = "\nBenchmarkPointerReturn/size=64/place=heap-2\t1010\t";
    for (const char *at = text; (at = strstr(at, start)) != NULL; at++)
        lines++;
    assert_int_equal(lines, 5);
    assert_non_null(strstr(text, "\nUnit B/op better=lower assume=exact\n"));
    free(text);
    esc_run_free(&run);
}

#define MS "(0|0\\.[0-9]{2,3}|[1-9]\\.[0-9]|[1-9][0-9]*)"

static void gctrace_lines_look_like_gos(void **state)
{
    (void)state;
    static const char *const pattern =
        "^gc [0-9]+ @[0-9]+\\.[0-9]{3}s [0-9]+%: " MS "\\+" MS "\\+" MS " ms clock, " MS "\\+" MS
        "/" MS "/" MS "\\+" MS
        " ms cpu, [0-9]+->[0-9]+->[0-9]+ MB, [0-9]+ MB goal, [0-9]+ MB "
        "stacks, [0-9]+ MB globals, [0-9]+ P( \\(forced\\))?$";
    struct esc_run run = fixture_run(2);
    char *whole = text_of(esc_file_gctrace, &run);
    char *text = whole;
    size_t lines = 0;
    for (char *line; (line = next_line(&text)) != NULL; lines += *line != '#')
        if (*line != '#')
            assert_matches(pattern, line);
    assert_true(lines > 0);
    free(whole);
    esc_run_free(&run);
}

/* One line worked out by hand from Go's rules, for 2 CPUs. */
static void gctrace_of_one_cycle(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    struct esc_sample *sample = esc_calloc(1, sizeof *sample);
    sample->iterations = 10;
    sample->cycle_count = 3;
    sample->cycles[0] = (struct esc_gc_cycle){.start_ns = 8999999,
                                              .mark_start_ns = 9000000,
                                              .mark_end_ns = 9425999,
                                              .end_ns = 10000000,
                                              .pause_ns = {18999, 5000},
                                              .assist_ns = 250000,
                                              .background_ns = 12345678,
                                              .heap_start_bytes = 4194303,
                                              .heap_end_bytes = 4194304,
                                              .heap_live_bytes = 1048576,
                                              .goal_bytes = 5 << 20};
    sample->cycles[1] = (struct esc_gc_cycle){.start_ns = 12345678,
                                              .mark_start_ns = 12345678,
                                              .mark_end_ns = 14345678,
                                              .end_ns = 20000000,
                                              .pause_ns = {999, -1},
                                              .assist_ns = -1,
                                              .background_ns = -1,
                                              .goal_bytes = -1,
                                              .forced = 1};
    sample->cycles[2] = sample->cycles[1];
    sample->cycles[2].forced = -1; /* unknown is not forced */
    esc_run_add_record(&run, 3, 1, sample, false);
    char *text = text_of(esc_file_gctrace, &run);
    assert_string_equal(
        text,
        "# pointer-return/heap/size:64 round 3\n"
        "gc 1 @0.008s 63%: 0.018+0.42+0.005 ms clock, 0.037+0.25/12/0+0.010 ms cpu, "
        "3->4->1 MB, 5 MB goal, 0 MB stacks, 0 MB globals, 2 P\n"
        "gc 2 @0.012s 31%: 0+2.0+0 ms clock, 0.001+0/0/0+0 ms cpu, "
        "0->0->0 MB, 0 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)\n"
        "gc 3 @0.012s 31%: 0+2.0+0 ms clock, 0.001+0/0/0+0 ms cpu, "
        "0->0->0 MB, 0 MB goal, 0 MB stacks, 0 MB globals, 2 P\n");
    free(text);
    free(sample);
    esc_run_free(&run);
}

static void gctrace_names_what_is_unknown(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(1);
    char *text = text_of(esc_file_gctrace, &run);
    assert_non_null(
        strstr(text, "round 0\n# unknown to this runtime, written as 0: assist\ngc 1 "));
    free(text);
    esc_run_free(&run);
}

/* The last column of samples.tsv; of twelve samples of a row one is ten times as slow. */
static void a_slow_sample_has_its_cause(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(12);
    char *usual = text_of(esc_file_samples, &run);
    assert_non_null(strstr(usual, "\tdisturbed\toutlier\n"));
    run.records[0].wall_ns *= 10;
    run.records[0].disturbance.wait_ns = 0;
    run.records[0].disturbance.steal_ns = 20000000;
    char *slow = text_of(esc_file_samples, &run);
    assert_null(strstr(usual, "\tinterrupted\n"));
    assert_non_null(strstr(slow, "\tinterrupted\n"));
    free(slow);
    free(usual);
    esc_run_free(&run);
}

static void assert_exists(const char *folder, const char *name, bool expected)
{
    char *path = esc_format("%s/%s", folder, name);
    if ((access(path, F_OK) == 0) != expected)
        fail_msg("%s %s", path, expected ? "is missing" : "should not be there");
    free(path);
}

static const char *const names[] = {"samples.tsv", "cycles.tsv",  "heap.tsv",    "summary.tsv",
                                    "go.txt",      "machine.txt", "results.json"};

static void the_folder_and_the_link(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(2);
    struct esc_error error = {0};
    char *latest = esc_format("%s/results/latest", scratch);
    assert_true(esc_emit(&run, &error));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_exists(run.folder, names[i], true);
        assert_exists(latest, names[i], true);
    }
    assert_exists(run.folder, "gctrace.txt", true);
    assert_exists(run.folder, "results.json.tmp", false);
    free(run.folder);
    run.folder = esc_format("%s/results/second/", scratch);
    assert_true(esc_emit(&run, &error));
    char target[64] = {0};
    assert_true(readlink(latest, target, sizeof target - 1) > 0);
    assert_string_equal(target, "second");
    free(latest);
    esc_run_free(&run);
}

static void no_cycles_no_gctrace(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(0);
    struct esc_error error = {0};
    assert_true(esc_emit(&run, &error));
    assert_exists(run.folder, "gctrace.txt", false);
    assert_exists(run.folder, "cycles.tsv", true);
    esc_run_free(&run);
}

static void a_folder_called_latest_is_left_alone(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(1);
    struct esc_error error = {0};
    char *latest = esc_format("%s/results/latest", scratch);
    assert_true(esc_make_folder(latest, &error));
    assert_true(esc_emit(&run, &error));
    assert_int_equal(error.count, 1);
    assert_non_null(strstr(error.messages[0].text, "cannot point at"));
    assert_exists(run.folder, "results.json", true);
    esc_error_free(&error);
    free(latest);
    esc_run_free(&run);
}

static void what_cannot_be_written_is_told(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(1);
    struct esc_error error = {0};
    char *blocked = esc_format("%s/go.txt", run.folder);
    assert_true(esc_make_folder(blocked, &error)); /* a folder where a file must go */
    assert_false(esc_emit(&run, &error));
    assert_string_equal(error.messages[0].file, blocked);
    assert_non_null(strstr(error.messages[0].text, "cannot write"));
    assert_exists(run.folder, "results.json", false);
    esc_error_free(&error);
    free(blocked);
    esc_run_free(&run);
}

static void reals_come_back_exactly(void **state)
{
    (void)state;
    static const double values[] = {0,    1,         0.1,  1.0 / 3, 1e300,         5e-324,
                                    -2.5, 123456789, 1e15, 6.1,     2.0 / 3 * 1e-9};
    char digits[ESC_PLAIN_REAL];
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        double back = strtod(esc_plain_real(digits, values[i]), NULL);
        assert_memory_equal(&back, &values[i], sizeof back);
    }
    assert_string_equal(esc_plain_real(digits, 0.1), "0.1");
    assert_string_equal(esc_plain_real(digits, 64), "64");
}

/* Makes and chooses a language that writes 1,5; false where the system cannot make one. */
static bool choose_comma(void)
{
    char *source = esc_format("%s/comma", scratch);
    char *command = esc_format(
        "cd %s && localedef -c -f ANSI_X3.4-1968 -i comma ./comma_XX >/dev/null 2>&1 "
        "; test -f comma_XX/LC_NUMERIC",
        scratch);
    write_text(source,
               "LC_IDENTIFICATION\ntitle \"comma\"\nEND LC_IDENTIFICATION\n"
               "LC_NUMERIC\ndecimal_point \",\"\nthousands_sep \"\"\ngrouping -1\n"
               "END LC_NUMERIC\n");
    bool made = system(command) == 0 && setenv("LOCPATH", scratch, 1) == 0 &&
                setlocale(LC_NUMERIC, "comma_XX") != NULL;
    free(source);
    free(command);
    return made;
}

static void files_do_not_depend_on_the_language(void **state)
{
    (void)state;
    if (!choose_comma())
        skip();
    struct esc_run run = fixture_plan();
    struct esc_run again = {0};
    struct esc_error error = {0};
    char *digits = esc_format("%.1f", 0.5);
    assert_string_equal(digits, "0,5"); /* the language is in force */
    struct esc_journal *journal = esc_journal_create(&run, &error);
    assert_non_null(journal);
    for (uint32_t round = 0; round < 3; round++)
        assert_true(esc_journal_round(journal, &run, fixture_round(&run, round), &error));
    esc_stats(&run);
    esc_journal_close(journal);
    journal = esc_journal_resume(run.folder, &again, &error);
    assert_non_null(journal);
    same_raw(&run, &again);
    esc_journal_close(journal);
    esc_run_free(&again);
    assert_true(esc_emit(&run, &error));
    assert_true(esc_emit_read(run.folder, &again, &error));
    same_run(&run, &again);
    setlocale(LC_ALL, "C");
    assert_cell(esc_file_summary, &again, "pointer-return/heap/size:64", "allocs_per_op",
                "0.3333333333333333");
    char *path = esc_format("%s/go.txt", run.folder);
    size_t length;
    char *text = read_whole(path, &length);
    assert_null(strstr(text, ",3"));
    free(text);
    free(path);
    free(digits);
    esc_run_free(&again);
    esc_run_free(&run);
}

static void cells_keep_any_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"",   "plain", "a\tb",    "a\nb\r\n",
                                        "\\", "\\t",   "\\\\n\t", "ends in \\"};
    enum { COUNT = sizeof texts / sizeof *texts };
    struct esc_tsv tsv = {0};
    char *cells[COUNT + 2];
    for (size_t i = 0; i < COUNT; i++)
        esc_tsv_text(&tsv, NULL, texts[i]);
    assert_null(strchr(tsv.text.bytes, '\n'));
    assert_int_equal(esc_tsv_split(tsv.text.bytes, cells, COUNT + 2), COUNT);
    for (size_t i = 0; i < COUNT; i++)
        assert_string_equal(cells[i], texts[i]);
    esc_text_free(&tsv.text);
}

#define SCRATCH(test) cmocka_unit_test_setup_teardown(test, make_scratch, remove_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH(tables_are_rectangular),
        SCRATCH(cells_say_what_is_known),
        SCRATCH(go_text_follows_the_grammar),
        SCRATCH(go_text_has_a_line_a_sample),
        SCRATCH(gctrace_lines_look_like_gos),
        SCRATCH(gctrace_of_one_cycle),
        SCRATCH(gctrace_names_what_is_unknown),
        SCRATCH(a_slow_sample_has_its_cause),
        SCRATCH(the_folder_and_the_link),
        SCRATCH(no_cycles_no_gctrace),
        SCRATCH(a_folder_called_latest_is_left_alone),
        SCRATCH(what_cannot_be_written_is_told),
        SCRATCH(files_do_not_depend_on_the_language),
        cmocka_unit_test(reals_come_back_exactly),
        cmocka_unit_test(cells_keep_any_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
