/* Compiling cases: libraries, the cache, messages, awkward paths, concurrent runs. */
#include "build/cache.h"
#include "compiled_case.h"
#include "kernel/kernel.h"

#include <dirent.h>
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/wait.h>

struct fixture {
    char *folder, *cache, *counter;
    struct esc_build_options options;
};

static int set_up(void **state)
{
    struct fixture *fixture = esc_calloc(1, sizeof *fixture);
    fixture->folder = make_scratch();
    fixture->cache = esc_format("%s/it's a \"cache\"", fixture->folder);
    fixture->counter = built("count.o");
    const char *compiler = getenv("CC");
    fixture->options = (struct esc_build_options){.compiler = compiler == NULL ? "cc" : compiler,
                                                  .flags = "",
                                                  .cache = fixture->cache,
                                                  .include = "harness/kernel",
                                                  .counter = fixture->counter,
                                                  .jobs = 2};
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    free(fixture->cache);
    free(fixture->counter);
    remove_scratch(fixture->folder);
    free(fixture);
    return 0;
}

static const char object[] =
    "typedef struct { long words[8]; } object; ESC_NOSCAN(object);\n"
    "long global;\n"
    "long visible(void) { return global; }";
static const char on_stack[] =
    "object t; t.words[0] = (long)i; esc_use(&t);\n"
    "return (uint64_t)(t.words[0] + visible());";
static const char on_heap[] =
    "object *t = esc_new(object); t->words[0] = (long)i; esc_use(t);\n"
    "uint64_t r = (uint64_t)(t->words[0] + visible()); esc_done(t);\n"
    "return r;";

static const struct esc_case *good_case(struct small_case *small)
{
    return small_case(small, "good", "cases/good.lua", object, on_stack, on_heap);
}

/* Loads into this program, which has no runtimes: nothing is allocated. */
static const struct esc_case *loadable_case(struct small_case *small)
{
    static const char same[] = "return i + (uint64_t)visible();";
    return small_case(small, "good", "cases/good.lua", object, same, same);
}

/* Builds one case that must succeed. */
static struct esc_library build_one(const struct fixture *fixture,
                                    const struct esc_case *bench_case)
{
    struct esc_library library;
    struct esc_error error = {0};
    bool good = build_cases(bench_case, 1, &fixture->options, &library, &error);
    if (!good)
        esc_error_print(&error, stderr);
    assert_true(good);
    assert_int_equal(error.count, 0);
    return library;
}

/* Builds one case that must fail; returns its messages. */
static struct esc_error build_bad(const struct fixture *fixture, const char *shared,
                                  const char *stack, const char *heap)
{
    struct small_case small;
    small_case(&small, "bad", "cases/bad.lua", shared, stack, heap);
    struct esc_library library;
    struct esc_error error = {0};
    assert_false(build_cases(&small.bench_case, 1, &fixture->options, &library, &error));
    assert_null(library.timed);
    assert_null(library.counting);
    assert_true(error.count > 0);
    return error;
}

static void assert_message(const struct esc_error *error, size_t index, int line, const char *part)
{
    assert_true(index < error->count);
    const struct esc_message *message = &error->messages[index];
    assert_non_null(message->file);
    assert_string_equal(message->file, "cases/bad.lua");
    assert_int_equal(message->line, line);
    if (strstr(message->text, part) == NULL)
        fail_msg("no \"%s\" in \"%s\"", part, message->text);
}

/* The number of directory entries whose name ends so. */
static size_t count_files(const char *folder, const char *ending)
{
    DIR *open = opendir(folder);
    assert_non_null(open);
    size_t count = 0;
    for (struct dirent *entry = readdir(open); entry != NULL; entry = readdir(open)) {
        size_t length = strlen(entry->d_name);
        size_t tail = strlen(ending);
        count += length >= tail && strcmp(entry->d_name + length - tail, ending) == 0;
    }
    closedir(open);
    return count;
}

/* The compiler here writes a line into a log each time it is started. */
static void second_start_runs_no_compiler(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    char *compiler = esc_format("%s/compiler", fixture->folder);
    char *log = esc_format("%s/log", fixture->folder);
    char *script = esc_format("#!/bin/sh\necho x >>'%s'\nexec cc \"$@\"\n", log);
    struct esc_error error = {0};
    assert_true(esc_text_write(compiler, script, strlen(script), &error));
    assert_int_equal(chmod(compiler, 0755), 0);
    fixture->options.compiler = compiler;
    struct esc_library first = build_one(fixture, good_case(&small));
    assert_true(first.compiled);
    assert_int_equal(access(first.timed, R_OK), 0);
    assert_int_equal(access(first.counting, R_OK), 0);
    struct stat before, after;
    assert_int_equal(stat(log, &before), 0);
    assert_true(before.st_size >= 2 * 4); /* two units at least and two links */
    struct esc_library second = build_one(fixture, &small.bench_case);
    assert_int_equal(stat(log, &after), 0);
    assert_int_equal(after.st_size, before.st_size);
    assert_false(second.compiled);
    assert_string_equal(second.timed, first.timed);
    assert_string_equal(second.counting, first.counting);
    esc_library_free(&first);
    esc_library_free(&second);
    free(compiler);
    free(log);
    free(script);
}

/* A library of one point serves the quick preset too, for it holds the same units. */
static void everything_is_in_the_hash(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    struct esc_library libraries[6];
    libraries[0] = build_one(fixture, good_case(&small));
    fixture->options.flags = "-DOTHER='a b'";
    libraries[1] = build_one(fixture, &small.bench_case);
    fixture->options.flags = "";
    small.bench_case.runtimes[ESC_RUNTIME_BOEHM] = false;
    libraries[2] = build_one(fixture, &small.bench_case);
    small.strategies[0].c.line++;
    libraries[3] = build_one(fixture, &small.bench_case);
    fixture->options.compiler = "env cc";
    libraries[4] = build_one(fixture, &small.bench_case);
    for (size_t k = 0; k < 5; k++)
        assert_true(libraries[k].compiled);
    fixture->options.quick = true;
    libraries[5] = build_one(fixture, &small.bench_case);
    assert_false(libraries[5].compiled);
    for (size_t k = 0; k < 6; k++)
        esc_library_free(&libraries[k]);
}

/* Headers, a counter and a compiler of the test's own: changing one compiles anew. */
static void files_are_in_the_hash(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    small_case(&small, "good", "cases/good.lua", NULL, "return i;", "return i;");
    char *paths[] = {esc_format("%s/include", fixture->folder),
                     esc_format("%s/include/extra.h", fixture->folder),
                     esc_format("%s/gort/extra.h", fixture->folder),
                     esc_format("%s/compiler", fixture->folder)};
    char *prepare = esc_format(
        "mkdir -p '%s/gort' && cp -r harness/kernel '%s' && "
        "cp -r harness/goheap '%s/goheap' && "
        "printf '#!/bin/sh\nexec cc \"$@\"\n' > '%s' && chmod +x '%s'",
        fixture->folder, paths[0], fixture->folder, paths[3], paths[3]);
    assert_int_equal(system(prepare), 0);
    fixture->options.include = paths[0];
    fixture->options.compiler = paths[3];
    struct esc_library first = build_one(fixture, &small.bench_case);
    for (size_t k = 1; k < 4; k++) {
        char *change = esc_format("echo '# more' >> '%s'", paths[k]);
        assert_int_equal(system(change), 0);
        struct esc_library library = build_one(fixture, &small.bench_case);
        assert_true(library.compiled);
        esc_library_free(&library);
        library = build_one(fixture, &small.bench_case);
        assert_false(library.compiled);
        esc_library_free(&library);
        free(change);
    }
    esc_library_free(&first);
    for (size_t k = 0; k < 4; k++)
        free(paths[k]);
    free(prepare);
}

static void few_hashes_are_kept(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    struct small_case other;
    small_case(&other, "good-2", "cases/good-2.lua", NULL, "return i;", "return i;");
    struct esc_library neighbour = build_one(fixture, &other.bench_case);
    struct esc_library library = {0};
    for (int line = 1; line <= ESC_CACHE_KEPT + 2; line++) {
        good_case(&small);
        small.strategies[0].c.line = line;
        esc_library_free(&library);
        library = build_one(fixture, &small.bench_case);
    }
    assert_int_equal(count_files(fixture->cache, ".so"), 2 * ESC_CACHE_KEPT + 2);
    assert_int_equal(count_files(fixture->cache, ".c"), ESC_CACHE_KEPT + 1);
    assert_int_equal(count_files(fixture->cache, ".work"), 0);
    assert_int_equal(access(neighbour.timed, R_OK), 0);
    assert_int_equal(access(library.timed, R_OK), 0);
    esc_library_free(&neighbour);
    esc_library_free(&library);
}

/* Every unit exports its kernel and nothing else, though all of them define the same names. */
static void units_share_no_symbols(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    struct esc_library library = build_one(fixture, loadable_case(&small));
    void *handle = dlopen(library.timed, RTLD_NOW | RTLD_LOCAL);
    assert_non_null(handle);
    const struct esc_kernel *stack = dlsym(handle, "esc_kernel_0_stack_none");
    const struct esc_kernel *heap = dlsym(handle, "esc_kernel_0_heap_malloc");
    assert_non_null(stack);
    assert_non_null(heap);
    assert_non_null(dlsym(handle, "esc_kernel_0_heap_boehm"));
    assert_null(dlsym(handle, "visible"));
    assert_null(dlsym(handle, "global"));
    assert_string_equal(stack->strategy, "stack");
    assert_string_equal(heap->strategy, "heap");
    assert_true(stack->setup == NULL && stack->teardown == NULL);
    /* rotl(rotl(0,1)^0,1)^1 = 1; rotl(1,1)^2 = 0; rotl(0,1)^3 = 3 */
    assert_int_equal(stack->run(0), 0);
    assert_int_equal(stack->run(2), 1);
    assert_int_equal(stack->run(3), 0);
    assert_int_equal(stack->run(4), 3);
    dlclose(handle);
    esc_library_free(&library);
}

static void one_bad_case_costs_only_itself(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small[3];
    good_case(&small[0]);
    small_case(&small[1], "bad", "cases/bad.lua", NULL, "return i;", "return nothing;");
    small_case(&small[2], "last", "cases/last.lua", NULL, "return i;", "return i + 1;");
    struct esc_case cases[] = {small[0].bench_case, small[1].bench_case, small[2].bench_case};
    struct esc_library libraries[3];
    struct esc_error errors[3] = {{0}, {0}, {0}};
    assert_false(build_cases(cases, 3, &fixture->options, libraries, errors));
    assert_non_null(libraries[0].timed);
    assert_null(libraries[1].timed);
    assert_non_null(libraries[2].timed);
    assert_int_equal(errors[0].count, 0);
    assert_int_equal(errors[2].count, 0);
    assert_int_equal(errors[1].count, 1); /* once, though each runtime's unit has it */
    assert_message(&errors[1], 0, 20, "nothing");
    for (size_t k = 0; k < 3; k++) {
        esc_library_free(&libraries[k]);
        esc_error_free(&errors[k]);
    }
    assert_int_equal(count_files(fixture->cache, ".work"), 0);
}

static void messages_have_the_lines_of_the_case(void **state)
{
    static const struct {
        const char *shared, *stack, *heap;
        int line;
        const char *part;
    } rows[] = {
        {"int fine;\nint broken", "return i;", "return i;", 0, "expected"},
        {"int fine;\nint a = ;", "return i;", "return i;", 4, "expected expression"},
        {NULL, "\n\nreturn i + unknown;", "return i;", 12, "unknown"},
        {NULL, "return i;", "long x = 1;\nreturn x.y;", 21, "y"},
        {NULL, "return missing(i);", "return i;", 10, "missing"},
        {NULL, "return i;", "\n  (void)i;\n  ", 22, "non-void"},
        {"#include <no-such-header.h>", "return i;", "return i;", 3, "no-such-header.h"},
        {"typedef struct { long a; } t; ESC_NOSCAN(t);",
         "\nt *p = esc_new(t);\nesc_use(p); return i;", "return i;", 11, "must not allocate"},
        {NULL, "\n\nchar *b = esc_bytes(i); esc_use(b);\nreturn i;", "return i;", 12,
         "must not allocate"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct esc_error error = build_bad(*state, rows[k].shared, rows[k].stack, rows[k].heap);
        assert_message(&error, 0, rows[k].line == 0 ? error.messages[0].line : rows[k].line,
                       rows[k].part);
        esc_error_free(&error);
    }
}

static void setup_and_teardown_have_lines(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    small_case(&small, "bad", "cases/bad.lua", NULL, "return i;", "return i;");
    small.strategies[1].c = (struct esc_source){
        .text = (char *)"static void heap_setup(void) {\n no_setup = 1; }\n"
                        "static uint64_t heap_op(uint64_t i) { return i; }\n"
                        "static void heap_teardown(void) { no_end = 1; }",
        .line = 40};
    struct esc_library library;
    struct esc_error error = {0};
    assert_false(build_cases(&small.bench_case, 1, &fixture->options, &library, &error));
    assert_message(&error, 0, 41, "no_setup");
    assert_message(&error, 1, 43, "no_end");
    esc_error_free(&error);
}

static void many_messages_are_capped(void **state)
{
    struct esc_error error =
        build_bad(*state, NULL,
                  "return u1\n+ u2\n+ u3\n+ u4\n+ u5\n+ u6\n+ u7\n+ u8\n+ u9\n+ u10\n+ u11\n+ u12;",
                  "return i;");
    assert_int_equal(error.count, 11);
    for (int k = 0; k < 10; k++)
        assert_message(&error, (size_t)k, 10 + k, "u");
    assert_string_equal(error.messages[10].text, "and 2 more");
    esc_error_free(&error);
}

static void missing_compiler_is_told_to_every_case(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small[2];
    struct esc_case cases[] = {*good_case(&small[0]), *good_case(&small[1])};
    struct esc_library libraries[2];
    struct esc_error errors[2] = {{0}, {0}};
    fixture->options.compiler = "no-such-compiler -m64";
    assert_false(build_cases(cases, 2, &fixture->options, libraries, errors));
    for (size_t k = 0; k < 2; k++) {
        assert_int_equal(errors[k].count, 1);
        assert_string_equal(errors[k].messages[0].text,
                            "cannot find the C compiler 'no-such-compiler'");
        assert_non_null(errors[k].messages[0].hint);
        esc_error_free(&errors[k]);
    }
}

static void failing_compiler_is_explained(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    struct esc_library library;
    struct esc_error error = {0};
    fixture->options.compiler = "sh -c 'echo first; echo no licence today >&2; exit 7'";
    assert_false(build_cases(good_case(&small), 1, &fixture->options, &library, &error));
    assert_int_equal(error.count, 1);
    assert_string_equal(error.messages[0].text, "'sh' failed (exit code 7): no licence today");
    esc_error_free(&error);
}

static void awkward_case_path(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    const char *path = "my \"own\" c:12: cases/bad one.lua";
    small_case(&small, "bad", path, NULL, "return i;", "return\nnothing;");
    struct esc_library library;
    struct esc_error error = {0};
    assert_false(build_cases(&small.bench_case, 1, &fixture->options, &library, &error));
    assert_string_equal(error.messages[0].file, path);
    assert_int_equal(error.messages[0].line, 21);
    esc_error_free(&error);
}

/* Two runs at once: both succeed, and neither sees a file that is not whole. */
static void concurrent_builds(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    loadable_case(&small);
    pid_t children[3];
    for (size_t k = 0; k < 3; k++) {
        children[k] = fork();
        if (children[k] != 0)
            continue;
        struct esc_library library;
        struct esc_error error = {0};
        bool good = build_cases(&small.bench_case, 1, &fixture->options, &library, &error);
        void *handle = good ? dlopen(library.timed, RTLD_NOW | RTLD_LOCAL) : NULL;
        _exit(handle != NULL && dlsym(handle, "esc_kernel_0_stack_none") != NULL ? 0 : 1);
    }
    for (size_t k = 0; k < 3; k++) {
        int status = -1;
        assert_int_equal(waitpid(children[k], &status, 0), children[k]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(count_files(fixture->cache, ".so"), 2);
    assert_int_equal(count_files(fixture->cache, ".work"), 0);
}

/* A run that was killed while it compiled leaves a work folder; the next one clears it. */
static void orphans_are_removed(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    assert_int_equal(waitpid(gone, NULL, 0), gone);
    struct esc_error error = {0};
    char *orphan = esc_format("%s/good-0123456789abcdef.%ld.work", fixture->cache, (long)gone);
    char *file = esc_format("%s/0-none.o", orphan);
    assert_true(esc_make_folder(orphan, &error));
    assert_true(esc_text_write(file, "x", 1, &error));
    struct esc_library library = build_one(fixture, good_case(&small));
    assert_int_not_equal(access(orphan, F_OK), 0);
    esc_library_free(&library);
    free(file);
    free(orphan);
}

/* The one message about a case whose C is more than the compiler may take. */
static void assert_limit(struct fixture *fixture, const char *shared, const char *words)
{
    struct esc_error error = build_bad(fixture, shared, "return i;", "return i;");
    assert_int_equal(error.count, 1);
    assert_string_equal(error.messages[0].file, "cases/bad.lua");
    if (strstr(error.messages[0].text, words) == NULL)
        fail_msg("no \"%s\" in \"%s\"", words, error.messages[0].text);
    assert_non_null(error.messages[0].hint);
    esc_error_free(&error);
}

/* Nobody writes into the pipe, so that opening it never ends. */
static void a_compiler_that_hangs_is_ended(void **state)
{
    struct fixture *fixture = *state;
    char *pipe = esc_format("%s/pipe.h", fixture->folder);
    char *shared = esc_format("#include \"%s\"\n", pipe);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    fixture->options.limits.time_s = 1;
    assert_limit(fixture, shared, "still worked on this case's C at the time limit of 1 s");
    free(shared);
    free(pipe);
}

static void a_compiler_that_grows_is_ended(void **state)
{
    struct fixture *fixture = *state;
    fixture->options.limits.memory_bytes = 256 << 20;
    assert_limit(fixture, "#include \"/dev/zero\"\n",
                 "took more than 256 MiB of memory for this case's C");
}

static void an_object_that_grows_is_ended(void **state)
{
    struct fixture *fixture = *state;
    fixture->options.limits.file_bytes = 8 << 20;
    assert_limit(fixture, "char huge[3ul << 30] = {1};\n",
                 "wrote more than 8 MiB for this case's C");
}

/* A compiler whose own child ignores what can be ignored, in a session of its own. */
static void what_a_compiler_leaves_is_ended(void **state)
{
    struct fixture *fixture = *state;
    struct small_case small;
    struct esc_error error = {0};
    int ends[2];
    char byte;
    assert_int_equal(pipe(ends), 0);
    char *compiler = esc_format("%s/compiler", fixture->folder);
    static const char script[] =
        "#!/bin/sh\n(trap '' TERM INT HUP; exec setsid sleep 3600) &\n"
        "exec cc \"$@\"\n";
    assert_true(esc_text_write(compiler, script, strlen(script), &error));
    assert_int_equal(chmod(compiler, 0755), 0);
    fixture->options.compiler = compiler;
    struct esc_library library = build_one(fixture, good_case(&small));
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 0); /* comes when nobody has the pipe any more */
    close(ends[0]);
    esc_library_free(&library);
    free(compiler);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
        TEST(second_start_runs_no_compiler),
        TEST(everything_is_in_the_hash),
        TEST(files_are_in_the_hash),
        TEST(few_hashes_are_kept),
        TEST(units_share_no_symbols),
        TEST(one_bad_case_costs_only_itself),
        TEST(messages_have_the_lines_of_the_case),
        TEST(setup_and_teardown_have_lines),
        TEST(many_messages_are_capped),
        TEST(missing_compiler_is_told_to_every_case),
        TEST(failing_compiler_is_explained),
        TEST(awkward_case_path),
        TEST(concurrent_builds),
        TEST(orphans_are_removed),
        TEST(a_compiler_that_hangs_is_ended),
        TEST(a_compiler_that_grows_is_ended),
        TEST(an_object_that_grows_is_ended),
        TEST(what_a_compiler_leaves_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
