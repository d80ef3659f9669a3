/* What a good case file becomes: points, quick, expectations, defaults, lines of every text. */
#include "load_text.h"

static void defaults(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD CASE_SIDES "}", &bench_case);
    assert_string_equal(bench_case.name, "good");
    assert_string_equal(bench_case.title, "T");
    assert_int_equal(bench_case.line, 1);
    assert_false(bench_case.control);
    assert_true(bench_case.tolerance == 0);
    assert_null(bench_case.differs);
    assert_int_equal(bench_case.threads, 1);
    for (size_t i = 0; i < ESC_RUNTIMES; i++)
        assert_true(bench_case.runtimes[i]);
    assert_null(bench_case.c.text);
    assert_null(bench_case.go.text);
    assert_int_equal(bench_case.param_count, 0);
    assert_int_equal(bench_case.point_count, 1);
    assert_string_equal(bench_case.points[0].name, "");
    assert_true(bench_case.points[0].quick);
    assert_int_equal(bench_case.strategy_count, 2);
    assert_int_equal(bench_case.strategies[0].place, ESC_PLACE_STACK);
    assert_int_equal(bench_case.strategies[1].place, ESC_PLACE_HEAP);
    for (size_t i = 0; i < 2; i++) {
        /* a place on the stack says 0 and 0, one on the heap nothing */
        assert_true(bench_case.strategies[i].expect[0].allocs == 0 - (double)i);
        assert_true(bench_case.strategies[i].expect[0].bytes == 0 - (double)i);
        assert_int_equal(bench_case.strategies[i].escape_count, 0);
    }
    esc_case_free(&bench_case);
}

/* By its text a case is known again, also by a comment in it. */
static void the_text_has_a_hash(void **state)
{
    (void)state;
    static const char *const texts_of_one[] = {CASE_HEAD CASE_SIDES "}", CASE_HEAD CASE_SIDES "}",
                                               CASE_HEAD CASE_SIDES "} -- a word"};
    uint64_t hashes[3];
    for (size_t i = 0; i < 3; i++) {
        struct esc_case bench_case;
        load_good(texts_of_one[i], &bench_case);
        hashes[i] = bench_case.text_hash;
        esc_case_free(&bench_case);
    }
    assert_true(hashes[0] != 0);
    assert_true(hashes[0] == hashes[1]);
    assert_true(hashes[0] != hashes[2]);
}

static void short_params_are_sorted(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD CASE_SIDES
              "params = { size = { 8, 64.0, 512 }, kind = { 'no', 'scan' } } }",
              &bench_case);
    static const char *const names[] = {
        "kind:no/size:8",   "kind:no/size:64",   "kind:no/size:512",
        "kind:scan/size:8", "kind:scan/size:64", "kind:scan/size:512",
    };
    assert_int_equal(bench_case.param_count, 2);
    assert_string_equal(bench_case.params[0].name, "kind");
    assert_string_equal(bench_case.params[0].label, "kind");
    assert_int_equal(bench_case.params[0].unit, ESC_UNIT_NONE);
    assert_true(bench_case.params[0].values[1].is_word);
    assert_int_equal(bench_case.params[0].values[1].number, 1);
    assert_false(bench_case.params[1].values[1].is_word);
    assert_int_equal(bench_case.params[1].values[1].number, 64);
    assert_string_equal(bench_case.params[1].values[1].text, "64");
    assert_int_equal(bench_case.point_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(bench_case.points[i].name, names[i]);
        assert_int_equal(bench_case.points[i].values[0], i / 3);
        assert_int_equal(bench_case.points[i].values[1], i % 3);
        assert_int_equal(bench_case.points[i].quick,
                         i == 1); /* the middle of three, the lower of two */
    }
    esc_case_free(&bench_case);
}

static void long_params_keep_order(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD CASE_SIDES
              "params = { { name = 'size', values = { 8, 64 }, unit = 'bytes', label = 'object "
              "size' }, { name = 'count', values = { 1, 2, 3 }, unit = 'count',\n"
              "quick = { 1, 3 } } } }",
              &bench_case);
    static const bool quick[] = {true, false, true, false, false, false};
    assert_string_equal(bench_case.params[0].name, "size");
    assert_string_equal(bench_case.params[0].label, "object size");
    assert_int_equal(bench_case.params[0].unit, ESC_UNIT_BYTES);
    assert_string_equal(bench_case.params[1].label, "count");
    assert_int_equal(bench_case.params[1].unit, ESC_UNIT_COUNT);
    assert_string_equal(bench_case.points[2].name, "size:8/count:3");
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(bench_case.points[i].quick, quick[i]);
    esc_case_free(&bench_case);
}

static void most_points(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(
        "local v = {}\nfor i = 1, 64 do v[i] = i end\n" CASE_HEAD SIDES(
            "", "allocs = function(p) return p.a * 100 + p.b end") "params = { a = v, b = v } }",
        &bench_case);
    assert_int_equal(bench_case.point_count, 4096);
    assert_string_equal(bench_case.points[4095].name, "a:64/b:64");
    assert_true(bench_case.strategies[1].expect[4095].allocs == 6464);
    assert_true(bench_case.strategies[1].expect[64].allocs == 201);
    esc_case_free(&bench_case);
}

static void expectations(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(
        CASE_HEAD SIDES(
            "allocs = 0",
            "allocs = 0.5, bytes = function(p) if p.kind == 'scan' then return "
            "p.size end return 2 * p.size end,\n"
            "escapes = { 'moved to heap: t', 'second' }") "params = { kind = { 'scan', 'no' }, size = { 8, 64 } } }",
        &bench_case);
    static const double bytes[] = {8, 64, 16, 128};
    for (size_t i = 0; i < 4; i++) {
        assert_true(bench_case.strategies[0].expect[i].allocs == 0);
        assert_true(bench_case.strategies[0].expect[i].bytes == 0);
        assert_true(bench_case.strategies[1].expect[i].allocs == 0.5);
        assert_true(bench_case.strategies[1].expect[i].bytes == bytes[i]);
    }
    assert_int_equal(bench_case.strategies[1].escape_count, 2);
    assert_string_equal(bench_case.strategies[1].escapes[1], "second");
    esc_case_free(&bench_case);
}

static void remedies_follow_by_name(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD
              "strategies = {\n"
              "pool = { go = 'g' }, inplace = { place = 'stack', go = 'g' }, heap = { go = 'g' },\n"
              "stack = { go = 'g' } } }",
              &bench_case);
    static const char *const names[] = {"stack", "heap", "inplace", "pool"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(bench_case.strategies[i].name, names[i]);
    assert_int_equal(bench_case.strategies[2].place, ESC_PLACE_STACK);
    assert_int_equal(bench_case.strategies[3].place, ESC_PLACE_HEAP);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(bench_case.strategies[i].remedy, i > 1);
    esc_case_free(&bench_case);
}

static void a_third_side_may_be_no_remedy(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD
              "strategies = { pool = { go = 'g' }, third = { remedy = false, go = 'g' },\n"
              "heap = { remedy = false, go = 'g' }, stack = { go = 'g' } } }",
              &bench_case);
    assert_false(bench_case.strategies[1].remedy);
    assert_true(bench_case.strategies[2].remedy);
    assert_string_equal(bench_case.strategies[3].name, "third");
    assert_false(bench_case.strategies[3].remedy);
    esc_case_free(&bench_case);
}

static void plain_fields(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(
        "return case { title = ' T ', question = [[\n  Q?\nmore\n]],\n"
        "because = 'B', remedy = 'R', control = true, differs = ' D ', tolerance = 0.25, threads = 3,\n"
        "runtimes = { 'malloc' },\n" CASE_SIDES "}",
        &bench_case);
    assert_string_equal(bench_case.title, "T");
    assert_string_equal(bench_case.question, "Q?\nmore");
    assert_true(bench_case.control);
    assert_string_equal(bench_case.differs, "D");
    assert_true(bench_case.tolerance == 0.25);
    assert_int_equal(bench_case.threads, 3);
    assert_int_equal(esc_case_threads(&bench_case, &bench_case.points[0]), 3);
    assert_true(bench_case.runtimes[ESC_RUNTIME_MALLOC]);
    assert_false(bench_case.runtimes[ESC_RUNTIME_BOEHM]);
    assert_false(bench_case.runtimes[ESC_RUNTIME_GOHEAP]);
    esc_case_free(&bench_case);
}

static void threads_as_parameter(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD CASE_SIDES "params = { threads = { 1, 64 } } }", &bench_case);
    assert_int_equal(bench_case.threads, 0);
    assert_int_equal(esc_case_threads(&bench_case, &bench_case.points[1]), 64);
    esc_case_free(&bench_case);
}

/* #line must name the line of the first character, whatever way the text is written. */
static const char texts[] =
    "-- [[ no text ]] case {\n"                                             /* 1 */
    "local kept = [==[\n"                                                   /* 2 */
    "int stack_op(int i) { return x[x[1]]; }]==]\n"                         /* 3 */
    "\n"                                                                    /* 4 */
    "return case {\n"                                                       /* 5 */
    "  title = 'T', question = 'Q',\n"                                      /* 6 */
    "  because = 'B', remedy = 'R',\n"                                      /* 7 */
    "  c = [[ on the line ]],\n"                                            /* 8 */
    "  go = [[\n"                                                           /* 9 */
    "\n"                                                                    /* 10 */
    "after a blank line]],\n"                                               /* 11 */
    "  strategies = {\n"                                                    /* 12 */
    "    stack = {\n"                                                       /* 13 */
    "      go =\n"                                                          /* 14 */
    "        'quoted',\n"                                                   /* 15 */
    "      c = kept, },\n"                                                  /* 16 */
    "    [\"heap\"] = { go = 'g' .. 1; c = [[\n"                            /* 17 */
    "int heap_op(int i) {}]] .. kept },\n"                                  /* 18 */
    "    pool = { go = ('x'):rep(3),\n"                                     /* 19 */
    "      c = (function() return 'int pool_op(int i) {}', { 1 } end)(),\n" /* 20 */
    "    },\n"                                                              /* 21 */
    "  },\n"                                                                /* 22 */
    "}\n";

static void check_text_lines(const struct esc_case *bench_case)
{
    const struct esc_strategy *stack = &bench_case->strategies[0];
    const struct esc_strategy *heap = &bench_case->strategies[1];
    const struct esc_strategy *pool = &bench_case->strategies[2];
    assert_int_equal(bench_case->line, 5);
    assert_int_equal(bench_case->c.line, 8);
    assert_string_equal(bench_case->c.text, " on the line ");
    assert_int_equal(bench_case->go.line, 10);
    assert_string_equal(bench_case->go.text, "\nafter a blank line");
    assert_int_equal(stack->go.line, 15);
    assert_int_equal(stack->c.line, 3);
    assert_string_equal(stack->c.text, "int stack_op(int i) { return x[x[1]]; }");
    assert_int_equal(heap->go.line, 17);
    assert_int_equal(heap->c.line, 18);
    assert_int_equal(pool->go.line, 19);
    assert_string_equal(pool->go.text, "xxx");
    assert_int_equal(pool->c.line, 20);
}

static void lines_of_texts(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(texts, &bench_case);
    check_text_lines(&bench_case);
    esc_case_free(&bench_case);
}

/* Source: Lua 5.4 reference manual, section 3.1: each of these is one line end. */
static void lines_with_other_ends_and_mark(void **state)
{
    (void)state;
    static const char *const ends[] = {"\r\n", "\n\r", "\r"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct esc_case bench_case;
        struct esc_text text = {0};
        esc_text_add(&text, "\xEF\xBB\xBF");
        for (const char *byte = texts; *byte != '\0'; byte++)
            esc_text_add_bytes(&text, *byte == '\n' ? ends[i] : byte,
                               *byte == '\n' ? strlen(ends[i]) : 1);
        load_good(text.bytes, &bench_case);
        check_text_lines(&bench_case);
        esc_case_free(&bench_case);
        esc_text_free(&text);
    }
}

/* Each file finds the globals as they were, whatever the one before it did to them. */
static void one_loader_keeps_files_apart(void **state)
{
    (void)state;
    char *folder = fresh_folder();
    char *path = esc_format("%s/good.lua", folder);
    struct esc_loader *loader = esc_loader_open();
    for (int i = 0; i < 3; i++) {
        static const char text[] =
            "local seen = rawget(math, 'seen') or rawget(string, 'format') == nil\n"
            "math.seen = 1; string.format = nil\n" CASE_HEAD CASE_SIDES
            "params = { size = { seen and 1 or 2 } } }";
        struct esc_case bench_case;
        struct esc_error error = {0};
        write_file(path, text, strlen(text));
        assert_true(esc_loader_case(loader, path, &bench_case, &error));
        assert_string_equal(bench_case.points[0].name, "size:2");
        esc_case_free(&bench_case);
        write_file(path, "error 'no'", strlen("error 'no'"));
        assert_false(esc_loader_case(loader, path, &bench_case, &error));
        assert_int_equal(error.count, 1);
        esc_error_free(&error);
    }
    esc_loader_close(loader);
    unlink(path);
    rmdir(folder);
    free(path);
    free(folder);
}

/* Each fault with its file and line, as one text. */
static char *faults_of(struct esc_loader *loader, const char *path)
{
    struct esc_text all = {0};
    struct esc_case bench_case = {0};
    struct esc_error error = {0};
    bool good = esc_loader_case(loader, path, &bench_case, &error);
    esc_text_addf(&all, "%s;", good ? bench_case.points[0].name : "");
    for (size_t i = 0; i < error.count; i++)
        esc_text_addf(&all, "%s:%d %s;", error.messages[i].file, error.messages[i].line,
                      error.messages[i].text);
    assert_int_equal(good, error.count == 0);
    esc_case_free(&bench_case);
    esc_error_free(&error);
    return esc_text_take(&all);
}

/* All of them, in `order` (letters, from 'a' on) with one loader. */
static void assert_as_alone(struct esc_loader *loader, char *const *paths, const char *order)
{
    for (; *order != '\0'; order++) {
        struct esc_loader *own = esc_loader_open();
        char *alone = faults_of(own, paths[*order - 'a']);
        char *among = faults_of(loader, paths[*order - 'a']);
        assert_string_equal(among, alone);
        free(alone);
        free(among);
        esc_loader_close(own);
    }
}

/* Files that are expected run together, more of them than one process takes. Each is told of as if
 * it were alone, and when it is asked for: one that never ends, one that is not there, one without
 * room for what it returns behind another that has taken it. */
static void files_that_run_together_are_told_as_if_alone(void **state)
{
    (void)state;
    enum { FILES = 20 };
    static const char good[] = "math.seen = (math.seen or 0) + 1\n" CASE_HEAD CASE_SIDES
                               "params = { size = { math.seen } } }";
    static const char large[] =
        CASE_HEAD CASE_SIDES "notes = ('n'):rep(20 << 20), params = { size = { 5 } } }";
    static const struct {
        size_t file;
        const char *text;
    } others[] = {{2, "while true do end"}, {3, "return 1"}, {5, large}, {6, large}, {9, ""}};
    char *folder = fresh_folder();
    char *paths[FILES];
    for (size_t i = 0; i < FILES; i++) {
        paths[i] = esc_format("%s/file-%zu.lua", folder, i);
        write_file(paths[i], good, strlen(good));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        write_file(paths[others[i].file], others[i].text, strlen(others[i].text));
    unlink(paths[7]);
    unlink(paths[17]);
    struct esc_loader *loader = esc_loader_open();
    esc_loader_expect(loader, paths, FILES);
    assert_as_alone(loader, paths, "abcdefghijklmnopqrst");
    assert_as_alone(loader, paths, "bafgddt");
    esc_loader_close(loader);
    for (size_t i = 0; i < FILES; i++) {
        unlink(paths[i]);
        free(paths[i]);
    }
    rmdir(folder);
    free(folder);
}

/* A table that code made has no lines of its own; its faults are told at `case`. */
static void tables_made_by_code(void **state)
{
    (void)state;
    struct esc_case bench_case;
    struct esc_error error = {0};
    const char *text =
        "local side = { go = 'g', c = 5 }\n"
        "local all = { title = 'T', question = 'Q', because = 'B',\n"
        "  remedy = 'R', strategies = { stack = side, heap = side } }\n"
        "return case(all)\n";
    assert_false(load_bytes(text, strlen(text), &bench_case, &error));
    assert_int_equal(error.count, 2);
    assert_int_equal(error.messages[0].line, 4);
    assert_string_equal(error.messages[0].text, "strategies.heap.c must be a text, not a number");
    esc_error_free(&error);
}

/* Faults are added behind those that the caller has already. */
static void faults_are_appended(void **state)
{
    (void)state;
    struct esc_case bench_case;
    struct esc_error error = {0};
    esc_error_add(&error, NULL, 0, "of before");
    assert_false(load_bytes("return 1", 8, &bench_case, &error));
    assert_int_equal(error.count, 2);
    assert_string_equal(error.messages[0].text, "of before");
    esc_error_free(&error);
}

static void least_iterations(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD CASE_SIDES
              "params = { live = { 0, 4 } }, "
              "iterations = function(p) return p.live * 1000 end }",
              &bench_case);
    assert_int_equal(bench_case.points[0].least_iterations, 0);
    assert_int_equal(bench_case.points[1].least_iterations, 4000);
    esc_case_free(&bench_case);
    load_good(CASE_HEAD CASE_SIDES "iterations = 7 }", &bench_case);
    assert_int_equal(bench_case.points[0].least_iterations, 7);
    esc_case_free(&bench_case);
    load_good(CASE_HEAD CASE_SIDES "}", &bench_case);
    assert_int_equal(bench_case.points[0].least_iterations, 0);
    esc_case_free(&bench_case);
}

/* Changes of later releases, in the order of the file; a function may leave a point as it was. */
static void later_releases(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(
        CASE_HEAD "since = { { go = '1.26', because = ' News.\\n' } },\n" SIDES(
            "",
            "allocs = 1, since = {\n"
            "{ go = '1.21', before = '1.22', because = 'A', slack = 0.03, bytes = 24,\n"
            "  allocs = function(p) if p.size > 8 then return p.size end end },\n"
            "{ go = '1.25', because = 'B', escapes = { 'y' } } }") "params = { size = { 8, 64 } } }",
        &bench_case);
    assert_int_equal(bench_case.since_count, 1);
    assert_int_equal(bench_case.since[0].minor, 26);
    assert_string_equal(bench_case.since[0].because, "News.");
    const struct esc_strategy *heap = &bench_case.strategies[1];
    assert_int_equal(heap->since_count, 2);
    assert_int_equal(heap->since[0].minor, 21);
    assert_int_equal(heap->since[0].before, 22);
    assert_true(heap->since[0].slack == 0.03);
    assert_int_equal(heap->since[0].escape_count, 0);
    assert_true(heap->since[0].expect[0].allocs < 0);
    assert_true(heap->since[0].expect[1].allocs == 64);
    assert_true(heap->since[0].expect[0].bytes == 24);
    assert_int_equal(heap->since[1].before, 0);
    assert_null(heap->since[1].expect);
    assert_int_equal(heap->since[1].escape_count, 1);
    assert_string_equal(heap->since[1].escapes[0], "y");
    assert_string_equal(heap->since[0].cause, "Go 1.21 alone: A");
    assert_string_equal(heap->since[1].cause, "Go 1.25: B");
    assert_int_equal(bench_case.strategies[0].since_count, 0);
    esc_case_free(&bench_case);
}

/* Go alone, C alone. */
static void counters_of_the_case(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD
              "counters = { { name = 'page_use', label = ' page use ', unit = '%',\n"
              "per = 'second', better = 'higher' }, { name = 'hits' } },\n" CASE_SIDES "}",
              &bench_case);
    assert_int_equal(bench_case.counter_count, 2);
    assert_string_equal(bench_case.counters[0].name, "page_use");
    assert_string_equal(bench_case.counters[0].label, "page use");
    assert_string_equal(bench_case.counters[0].unit, "%");
    assert_int_equal(bench_case.counters[0].per, ESC_PER_SECOND);
    assert_int_equal(bench_case.counters[0].better, ESC_BETTER_HIGHER);
    assert_string_equal(bench_case.counters[1].label, "hits");
    assert_null(bench_case.counters[1].unit);
    assert_int_equal(bench_case.counters[1].per, ESC_PER_VALUE);
    assert_int_equal(bench_case.counters[1].better, ESC_BETTER_NEITHER);
    esc_case_free(&bench_case);
}

static void tags_in_the_order_of_the_file(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD "tags = { 'slice', 'my-own' },\n" CASE_SIDES "}", &bench_case);
    assert_int_equal(bench_case.tag_count, 2);
    assert_string_equal(bench_case.tags[0], "slice");
    assert_true(esc_case_has_tag(&bench_case, "my-own"));
    assert_false(esc_case_has_tag(&bench_case, "my"));
    esc_case_free(&bench_case);
}

static void one_language(void **state)
{
    (void)state;
    struct esc_case bench_case;
    load_good(CASE_HEAD "strategies = { stack = { go = 'g' }, heap = { go = 'g' } } }",
              &bench_case);
    assert_null(bench_case.strategies[1].c.text);
    assert_string_equal(bench_case.strategies[1].go.text, "g");
    esc_case_free(&bench_case);
    load_good(CASE_HEAD
              "strategies = { stack = { c = 'int stack_op(int i) {}' },\n"
              "heap = { c = 'int heap_op(int i) {}' } } }",
              &bench_case);
    assert_null(bench_case.strategies[1].go.text);
    assert_non_null(bench_case.strategies[1].c.text);
    esc_case_free(&bench_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),
        cmocka_unit_test(the_text_has_a_hash),
        cmocka_unit_test(short_params_are_sorted),
        cmocka_unit_test(long_params_keep_order),
        cmocka_unit_test(most_points),
        cmocka_unit_test(expectations),
        cmocka_unit_test(remedies_follow_by_name),
        cmocka_unit_test(a_third_side_may_be_no_remedy),
        cmocka_unit_test(plain_fields),
        cmocka_unit_test(threads_as_parameter),
        cmocka_unit_test(least_iterations),
        cmocka_unit_test(later_releases),
        cmocka_unit_test(counters_of_the_case),
        cmocka_unit_test(tags_in_the_order_of_the_file),
        cmocka_unit_test(one_language),
        cmocka_unit_test(lines_of_texts),
        cmocka_unit_test(lines_with_other_ends_and_mark),
        cmocka_unit_test(one_loader_keeps_files_apart),
        cmocka_unit_test(files_that_run_together_are_told_as_if_alone),
        cmocka_unit_test(tables_made_by_code),
        cmocka_unit_test(faults_are_appended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
