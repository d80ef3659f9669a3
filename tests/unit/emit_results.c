/* results.json: back and forth without loss, valid for other readers, safe against bad files. */
#include "emit/emit.h"
#include "emit/files.h"
#include "emit/plain.h"

#include "emit_fixture.h"

#include <math.h>

static json_t *load_results(const struct esc_run *run)
{
    char *path = esc_format("%s/results.json", run->folder);
    json_error_t reason;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &reason);
    if (root == NULL)
        fail_msg("line %d: %s", reason.line, reason.text);
    free(path);
    return root;
}

static void emit(const struct esc_run *run)
{
    struct esc_error error = {0};
    if (!esc_emit(run, &error))
        esc_error_print(&error, stderr);
    assert_int_equal(error.count, 0);
}

static void written_and_read_is_the_same(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(6);
    struct esc_run again = {0};
    struct esc_error error = {0};
    emit(&run);
    assert_true(esc_emit_read(run.folder, &again, &error));
    same_run(&run, &again);
    esc_stats(&again); /* figures made again from what was read are those of the first time */
    same_run(&run, &again);
    esc_run_free(&again);
    run.interrupted = true;
    run.machine.pinned_cpu = 1;
    run.machine.scaling = 0;
    emit(&run);
    assert_true(esc_emit_read(run.folder, &again, &error));
    same_run(&run, &again);
    esc_run_free(&again);
    esc_run_free(&run);
}

static void a_run_without_samples_is_valid(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(0);
    struct esc_run again = {0};
    struct esc_error error = {0};
    emit(&run);
    assert_true(esc_emit_read(run.folder, &again, &error));
    same_run(&run, &again);
    esc_run_free(&again);
    esc_run_free(&run);
}

static void assert_keys(const json_t *object, const char *const *keys, size_t count)
{
    const char *key;
    json_t *value;
    size_t i = 0;
    json_object_foreach((json_t *)object, key, value)
    {
        assert_true(i < count);
        assert_string_equal(key, keys[i++]);
    }
    assert_int_equal(i, count);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const context_keys[] = {"date",
                                           "host_name",
                                           "executable",
                                           "num_cpus",
                                           "mhz_per_cpu",
                                           "caches",
                                           "load_avg",
                                           "library_build_type",
                                           "compiler",
                                           "compiler_flags",
                                           "cpu_model",
                                           "escapement_revision",
                                           "escapement_version",
                                           "gogc",
                                           "preset",
                                           "rounds",
                                           "run_id",
                                           "seed"};
static const char *const iteration_keys[] = {"name",
                                             "family_index",
                                             "per_family_instance_index",
                                             "run_name",
                                             "run_type",
                                             "repetitions",
                                             "repetition_index",
                                             "threads",
                                             "iterations",
                                             "real_time",
                                             "cpu_time",
                                             "time_unit",
                                             "allocs_per_op",
                                             "bytes_per_op",
                                             "gc_cpu_ns_per_op",
                                             "gc_cycles_per_mop",
                                             "gc_pause_ns_per_op",
                                             "label"};
static const char *const aggregate_keys[] = {"name",
                                             "family_index",
                                             "per_family_instance_index",
                                             "run_name",
                                             "run_type",
                                             "repetitions",
                                             "threads",
                                             "aggregate_name",
                                             "aggregate_unit",
                                             "iterations",
                                             "real_time",
                                             "cpu_time",
                                             "time_unit",
                                             "allocs_per_op",
                                             "bytes_per_op",
                                             "gc_cpu_ns_per_op",
                                             "gc_cycles_per_mop",
                                             "gc_pause_ns_per_op",
                                             "label"};
static const char *const error_keys[] = {"name",
                                         "family_index",
                                         "per_family_instance_index",
                                         "run_name",
                                         "run_type",
                                         "repetitions",
                                         "repetition_index",
                                         "threads",
                                         "error_occurred",
                                         "error_message",
                                         "iterations",
                                         "real_time",
                                         "cpu_time",
                                         "time_unit",
                                         "label"};

static const char *text_of(const json_t *row, const char *key)
{
    return json_string_value(json_object_get(row, key));
}

static double real_of(const json_t *row, const char *key)
{
    return json_number_value(json_object_get(row, key));
}

/* The rows called `name`, in order. */
static json_t *rows_named(const json_t *root, const char *name)
{
    json_t *found = json_array();
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(root, "benchmarks"), i, row)
    {
        if (strcmp(text_of(row, "name"), name) == 0)
            json_array_append(found, row);
    }
    return found;
}

static void google_benchmark_keys_in_order(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(6);
    emit(&run);
    json_t *root = load_results(&run);
    static const char *const top[] = {"context", "benchmarks", "escapement"};
    assert_keys(root, top, 3);
    assert_keys(json_object_get(root, "context"), context_keys, COUNT(context_keys));
    json_t *rows = rows_named(root, "pointer-return/heap@malloc/size:64");
    assert_int_equal(json_array_size(rows), 6);
    assert_keys(json_array_get(rows, 5), iteration_keys, COUNT(iteration_keys));
    assert_int_equal(real_of(json_array_get(rows, 5), "repetition_index"), 5);
    assert_int_equal(real_of(json_array_get(rows, 5), "threads"), 2);
    json_decref(rows);
    rows = rows_named(root, "pointer-return/heap@malloc/size:64_median");
    assert_int_equal(json_array_size(rows), 1);
    assert_keys(json_array_get(rows, 0), aggregate_keys, COUNT(aggregate_keys));
    json_decref(rows);
    rows = rows_named(root, "pointer-return/pool/size:64");
    assert_int_equal(json_array_size(rows), 1);
    assert_keys(json_array_get(rows, 0), error_keys, COUNT(error_keys));
    assert_true(json_is_true(json_object_get(json_array_get(rows, 0), "error_occurred")));
    assert_string_equal(text_of(json_array_get(rows, 0), "error_message"), run.variants[3].message);
    json_decref(rows);
    json_decref(root);
    esc_run_free(&run);
}

/* Unknown is a missing member, or null where an array keeps its place. */
static void unknown_is_not_a_number(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(1);
    size_t i = 0;
    while (run.records[i].cycle_count == 0)
        i++;
    emit(&run);
    json_t *root = load_results(&run);
    const json_t *samples = json_object_get(json_object_get(root, "escapement"), "samples");
    const json_t *sample = json_array_get(samples, i);
    const json_t *cycle = json_array_get(json_object_get(sample, "cycles"), 0);
    assert_int_equal(run.records[i].cycles[0].assist_ns, -1);
    assert_true(json_is_null(json_array_get(cycle, 6)));
    assert_int_equal(json_integer_value(json_array_get(cycle, 7)), 20000);
    assert_null(json_object_get(json_object_get(sample, "gc"), "gc_assist_ns"));
    assert_non_null(json_object_get(json_object_get(sample, "gc"), "gc_sweep_ns"));
    json_decref(root);
    esc_run_free(&run);
}

static const json_t *one_row(const json_t *root, const char *name)
{
    json_t *rows = rows_named(root, name);
    assert_int_equal(json_array_size(rows), 1);
    const json_t *row = json_array_get(rows, 0);
    json_decref(rows); /* the root keeps the row */
    return row;
}

/* Times 10, 20, 40 and 30 ns per op: mean, median, deviation and variation by hand. */
static void aggregates_of_four_rounds(void **state)
{
    (void)state;
    struct esc_run run = fixture_plan();
    for (uint32_t round = 0; round < 4; round++) {
        static const int64_t walls_ns[] = {10000, 20000, 40000, 30000};
        struct esc_sample *sample = esc_calloc(1, sizeof *sample);
        sample->iterations = 1000;
        sample->wall_ns = walls_ns[round];
        esc_run_add_record(&run, round, 0, sample, false);
        free(sample);
    }
    esc_stats(&run);
    emit(&run);
    json_t *root = load_results(&run);
    static const struct {
        const char *name, *unit;
        double real_time;
    } rows[] = {{"mean", "time", 25},
                {"median", "time", 25},
                {"stddev", "time", 12.909944487358056},
                {"cv", "percentage", 0.51639777949432225}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *name = esc_format("pointer-return/stack/size:64_%s", rows[i].name);
        const json_t *row = one_row(root, name);
        assert_string_equal(text_of(row, "aggregate_name"), rows[i].name);
        assert_string_equal(text_of(row, "aggregate_unit"), rows[i].unit);
        assert_string_equal(text_of(row, "run_name"), "pointer-return/stack/size:64");
        assert_true(fabs(real_of(row, "real_time") - rows[i].real_time) < 1e-12);
        assert_int_equal(real_of(row, "iterations"), 4);
        assert_int_equal(real_of(row, "repetitions"), 4);
        free(name);
    }
    json_decref(root);
    esc_run_free(&run);
}

static void releases_of_go_are_read_back(void **state)
{
    (void)state;
    struct esc_run run = fixture_go_plan();
    struct esc_run again = {0};
    struct esc_error error = {0};
    fixture_round(&run, 0);
    esc_stats(&run);
    emit(&run);
    assert_true(esc_emit_read(run.folder, &again, &error));
    same_run(&run, &again);
    json_t *root = load_results(&run);
    assert_string_equal(text_of(json_object_get(root, "context"), "go"),
                        "go1.19.8 linux/amd64, go1.27.3 linux/amd64");
    json_decref(root);
    esc_run_free(&again);
    esc_run_free(&run);
}

/* Rows by name: the label is what served them, and each release has its pair. */
static void each_release_has_rows_and_a_pair(void **state)
{
    (void)state;
    struct esc_run run = fixture_go_plan();
    fixture_round(&run, 0);
    esc_stats(&run);
    emit(&run);
    json_t *root = load_results(&run);
    size_t i;
    size_t labelled = 0;
    json_t *row;
    json_array_foreach(json_object_get(root, "benchmarks"), i, row) labelled +=
        strcmp(text_of(row, "name"), "pointer-return/stack@go1.27.3/size:64") == 0 &&
        strcmp(text_of(row, "label"), "go1.27.3") == 0;
    assert_int_equal(labelled, 1);
    size_t paired = 0;
    json_t *pairs = json_object_get(json_object_get(root, "escapement"), "pairs");
    json_array_foreach(pairs, i, row) paired +=
        strcmp(text_of(row, "base_name"), "pointer-return/stack@go1.27.3/size:64") == 0 &&
        strcmp(text_of(row, "other_name"), "pointer-return/heap@go1.27.3/size:64") == 0;
    assert_int_equal(paired, 1);
    json_decref(root);
    esc_run_free(&run);
}

static const char *price_of(const json_t *root, const char *other)
{
    const json_t *pairs = json_object_get(json_object_get(root, "escapement"), "pairs");
    size_t i;
    json_t *row;
    json_array_foreach(pairs, i, row) if (strcmp(text_of(row, "other_name"), other) ==
                                          0) return text_of(row, "price_of");
    return "no such pair";
}

/* Of the heap side alone; a remedy is compared, but pays for nothing. */
static void a_price_says_what_it_is_of(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(6);
    char *const differs[] = {run.cases[0].differs, NULL};
    for (size_t k = 0; k < 2; k++) {
        run.cases[0].differs = k == 0 ? (char *)(uintptr_t) "it grows" : NULL;
        emit(&run);
        json_t *root = load_results(&run);
        assert_string_equal(price_of(root, "pointer-return/heap/size:64"),
                            k == 0 ? "remedy" : "escape");
        assert_null(price_of(root, "pointer-return/pool/size:64"));
        json_decref(root);
    }
    run.cases[0].differs = differs[0];
    esc_run_free(&run);
}

/* compare.py needs these on every row, and numbers that are numbers. */
static void every_row_can_be_compared(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(6);
    emit(&run);
    json_t *root = load_results(&run);
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(root, "benchmarks"), i, row)
    {
        assert_non_null(text_of(row, "name"));
        assert_string_equal(text_of(row, "time_unit"), "ns");
        assert_true(json_is_number(json_object_get(row, "real_time")));
        assert_true(json_is_number(json_object_get(row, "cpu_time")));
    }
    assert_true(i > 0);
    json_decref(root);
    esc_run_free(&run);
}

static void no_number_that_is_none(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(2);
    run.figures[0].noise = NAN;
    run.figures[0].ns_per_op.high = INFINITY;
    run.pairs[0].factor.median = -NAN;
    run.variants[0].allocs_per_op = INFINITY;
    run.records[0].cpu_ns = 0;
    emit(&run);
    json_decref(load_results(&run));
    static const char *const names[] = {"results.json", "summary.tsv", "samples.tsv", "go.txt"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char *path = esc_format("%s/%s", run.folder, names[i]);
        size_t length;
        char *text = read_whole(path, &length);
        assert_null(strcasestr(text, "nan"));
        assert_null(strcasestr(text, "inf,"));
        assert_null(strcasestr(text, "inf\t"));
        assert_null(strcasestr(text, "inf "));
        free(text);
        free(path);
    }
    esc_run_free(&run);
}

static void texts_that_are_not_utf8(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(1);
    struct esc_run again = {0};
    struct esc_error error = {0};
    free(run.cases[0].title);
    run.cases[0].title = esc_strdup("caf\xe9");
    emit(&run);
    assert_true(esc_emit_read(run.folder, &again, &error));
    assert_string_equal(again.cases[0].title, "caf?");
    esc_run_free(&again);
    esc_run_free(&run);
}

/* Applies `change` to good results and reads them: each must be refused, and none may crash. */
static void assert_bad(const struct esc_run *run, const char *words,
                       void (*change)(json_t *escapement))
{
    json_t *root = load_results(run);
    struct esc_error error = {0};
    struct esc_run again = {0};
    char *bad = esc_format("%s/bad", scratch);
    char *path = esc_format("%s/results.json", bad);
    assert_true(esc_make_folder(bad, &error));
    change(json_object_get(root, "escapement"));
    assert_int_equal(json_dump_file(root, path, 0), 0);
    assert_false(esc_emit_read(bad, &again, &error));
    if (strstr(error.messages[0].text, words) == NULL)
        fail_msg("'%s' is not in '%s'", words, error.messages[0].text);
    assert_null(again.id);
    esc_error_free(&error);
    json_decref(root);
    free(path);
    free(bad);
}

static void newer_schema(json_t *escapement)
{
    json_object_set_new(escapement, "schema_version", json_integer(2));
}

static void no_schema(json_t *escapement)
{
    json_object_del(escapement, "schema_version");
}

static void no_run(json_t *escapement)
{
    json_object_del(escapement, "run");
}

static void no_points(json_t *escapement)
{
    json_object_del(json_array_get(json_object_get(escapement, "cases"), 0), "points");
}

static void point_out_of_range(json_t *escapement)
{
    json_t *one_case = json_array_get(json_object_get(escapement, "cases"), 0);
    json_t *point = json_array_get(json_object_get(one_case, "points"), 1);
    json_array_set_new(json_object_get(point, "values"), 0, json_integer(2));
}

static void set_first(json_t *escapement, const char *array, const char *key, json_t *value)
{
    json_object_set_new(json_array_get(json_object_get(escapement, array), 0), key, value);
}

static void variant_of_no_case(json_t *escapement)
{
    set_first(escapement, "variants", "case", json_integer(7));
}

static void variant_of_negative_point(json_t *escapement)
{
    set_first(escapement, "variants", "point", json_integer(-1));
}

static void variant_of_no_runtime(json_t *escapement)
{
    set_first(escapement, "variants", "runtime", json_string("tcmalloc"));
}

static void variant_of_no_release(json_t *escapement)
{
    set_first(escapement, "variants", "runtime", json_string("go"));
}

static void variants_are_text(json_t *escapement)
{
    json_object_set_new(escapement, "variants", json_string("none"));
}

static void pair_out_of_range(json_t *escapement)
{
    set_first(escapement, "pairs", "other", json_integer(1000));
}

static void pair_of_no_verdict(json_t *escapement)
{
    set_first(escapement, "pairs", "verdict", json_string("splendid"));
}

static void sample_out_of_range(json_t *escapement)
{
    set_first(escapement, "samples", "variant", json_string("first"));
}

static void samples_of_null(json_t *escapement)
{
    json_array_set_new(json_object_get(escapement, "samples"), 0, json_null());
}

static void bad_files_are_refused(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(1);
    emit(&run);
    assert_bad(&run, "has schema version 2", newer_schema);
    assert_bad(&run, "is not a results file of escapement", no_schema);
    assert_bad(&run, "escapement.run is", no_run);
    assert_bad(&run, "escapement.cases is", no_points);
    assert_bad(&run, "escapement.cases is", point_out_of_range);
    assert_bad(&run, "escapement.variants is", variant_of_no_case);
    assert_bad(&run, "escapement.variants is", variant_of_negative_point);
    assert_bad(&run, "escapement.variants is", variant_of_no_runtime);
    assert_bad(&run, "escapement.variants is", variant_of_no_release);
    assert_bad(&run, "escapement.variants is", variants_are_text);
    assert_bad(&run, "escapement.pairs is", pair_out_of_range);
    assert_bad(&run, "escapement.pairs is", pair_of_no_verdict);
    assert_bad(&run, "escapement.samples is", sample_out_of_range);
    assert_bad(&run, "escapement.samples is", samples_of_null);
    esc_run_free(&run);
}

/* As escapement wrote it before it had a word for too few rounds. */
static void few_rounds_of_an_old_run(void **state)
{
    (void)state;
    static const char *const old[] = {"ok", "noisy", "not resolved"};
    for (uint32_t rounds = 5; rounds <= 6; rounds++) {
        for (size_t k = 0; k < 3; k++) {
            struct esc_run run = fixture_run(rounds);
            struct esc_run again = {0};
            struct esc_error error = {0};
            emit(&run);
            char *path = esc_format("%s/results.json", run.folder);
            json_t *root = json_load_file(path, 0, NULL);
            json_t *pairs = json_object_get(json_object_get(root, "escapement"), "pairs");
            size_t i;
            json_t *pair;
            json_array_foreach(pairs, i, pair)
                json_object_set_new(pair, "verdict", json_string(old[k]));
            assert_int_equal(json_dump_file(root, path, 0), 0);
            json_decref(root);
            assert_true(esc_emit_read(run.folder, &again, &error));
            assert_int_equal(again.pairs[0].verdict, rounds < 6 ? ESC_VERDICT_FEW_ROUNDS
                                                     : k == 0   ? ESC_VERDICT_OK
                                                     : k == 1   ? ESC_VERDICT_NOISY
                                                                : ESC_VERDICT_NOT_RESOLVED);
            free(path);
            esc_run_free(&again);
            esc_run_free(&run);
        }
    }
}

static void refuse_line(const char *text, const char *words, int line)
{
    struct esc_error error = {0};
    struct esc_run run = {0};
    char *path = esc_format("%s/results.json", scratch);
    write_text(path, text);
    assert_false(esc_emit_read(scratch, &run, &error));
    assert_non_null(strstr(error.messages[0].text, words));
    if (line > 0)
        assert_int_equal(error.messages[0].line, line);
    esc_error_free(&error);
    free(path);
}

static void refuse_text(const char *text, const char *words)
{
    refuse_line(text, words, 0);
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    struct esc_error error = {0};
    struct esc_run run = {0};
    assert_false(esc_emit_read(scratch, &run, &error));
    assert_non_null(strstr(error.messages[0].text, "cannot read"));
    esc_error_free(&error);
    refuse_text("", "is not valid JSON");
    refuse_text("{\"context\": ", "is not valid JSON");
    refuse_text("{\"a\": NaN}", "is not valid JSON");
    refuse_text("{}", "is not a results file of escapement");
    refuse_text("[]", "is not a results file of escapement");
    refuse_text("{\"escapement\": 7}", "is not a results file of escapement");
    refuse_text("[1, {}]", "is not a results file of escapement");
    refuse_text("7", "is not valid JSON");
    refuse_line("{\"a\": [1,\n2],\n\"b\" 1}", "':' is expected", 3);
    refuse_line("{\"a\": [1,\n]}", "is not valid JSON", 2);
    refuse_line("{\"a\": 1\n,}", "a member's name is expected", 2);
    refuse_line("{\"a\": 1\n \"b\": 2}", "',' or '}' is expected", 2);
    refuse_line("{\"a\": {\n\"b\": [\n1}]}", "is not valid JSON", 3);
    refuse_line("{}\n{}", "end of file expected", 2);
}

/* The members may come in any order, samples before the variants that they are of; one of a variant
 * that is not there is found all the same. */
static void samples_may_come_first(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(1);
    struct esc_text text = {0};
    struct esc_plain plain = esc_plain_begin();
    esc_file_results(&run, &text);
    esc_plain_end(&plain);
    char *path = esc_format("%s/results.json", scratch);
    for (int wrong = 0; wrong < 2; wrong++) {
        struct esc_error error = {0};
        struct esc_run again = {0};
        json_t *root = json_loadb(text.bytes, text.length, 0, NULL);
        json_t *escapement = json_object_get(root, "escapement");
        json_t *samples = json_incref(json_object_get(escapement, "samples"));
        json_t *turned = json_object();
        if (wrong)
            json_object_set_new(json_array_get(samples, 0), "variant", json_integer(1000));
        json_object_set_new(turned, "samples", samples);
        json_object_update_missing(turned, escapement);
        json_object_set_new(root, "escapement", turned);
        assert_int_equal(json_dump_file(root, path, 0), 0);
        assert_int_equal(esc_emit_read(scratch, &again, &error), !wrong);
        if (wrong)
            assert_string_equal(error.messages[0].text,
                                "escapement.samples is missing or not valid");
        else
            assert_int_equal(again.record_count, run.record_count);
        json_decref(root);
        esc_error_free(&error);
        esc_run_free(&again);
    }
    esc_text_free(&text);
    free(path);
    esc_run_free(&run);
}

/* Cut at each byte of the head and at places spread over the rest: reading to a cut takes longer
 * the further it is, and the rows behind the head are alike. */
static void cut_results_never_crash(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(1);
    struct esc_text text = {0};
    struct esc_plain plain = esc_plain_begin();
    esc_file_results(&run, &text);
    esc_plain_end(&plain);
    char *path = esc_format("%s/results.json", scratch);
    for (size_t cut = 0; cut + 1 < text.length; cut += cut < 3000 ? 1 : 397) {
        struct esc_error error = {0};
        struct esc_run again = {0};
        assert_true(esc_text_write(path, text.bytes, cut, &error));
        assert_false(esc_emit_read(scratch, &again, &error));
        esc_error_free(&error);
    }
    esc_text_free(&text);
    free(path);
    esc_run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(written_and_read_is_the_same, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(releases_of_go_are_read_back, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(each_release_has_rows_and_a_pair, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(a_run_without_samples_is_valid, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(google_benchmark_keys_in_order, make_scratch,
                                        remove_scratch),
        cmocka_unit_test_setup_teardown(unknown_is_not_a_number, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(aggregates_of_four_rounds, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(every_row_can_be_compared, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(no_number_that_is_none, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(texts_that_are_not_utf8, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(bad_files_are_refused, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(few_rounds_of_an_old_run, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(other_texts_are_refused, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(samples_may_come_first, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(a_price_says_what_it_is_of, make_scratch, remove_scratch),
        cmocka_unit_test_setup_teardown(cut_results_never_crash, make_scratch, remove_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
