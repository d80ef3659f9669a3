/*
 * The Go module on disk, with a `go` of the test's own in PATH: built once, found again, few kept,
 * the one in use never removed.
 */
#include "compiled_case.h"
#include "golang/golang.h"

#include <dirent.h>
#include <sys/stat.h>

/* Says what a compiler would, counts its calls, and leaves a program where one is asked for. */
static const char script[] =
    "#!/bin/sh\n"
    "echo call >>\"$ESC_TEST_CALLS\"\n"
    "case $* in\n"
    "*bin/*) mkdir -p bin; for p in programs/*; do printf '#!/bin/sh\\n' >bin/${p#programs/}; "
    "chmod +x bin/${p#programs/}; done ;;\n"
    "*) printf '# escapement/good/point0\\ngood.lua:20:6: moved to heap: t\\n' ;;\n"
    "esac\n";

struct fixture {
    char *folder, *cache, *calls;
    struct esc_go go;
};

static int set_up(void **state)
{
    struct fixture *fixture = esc_calloc(1, sizeof *fixture);
    fixture->folder = make_scratch();
    fixture->cache = esc_format("%s/cache", fixture->folder);
    fixture->calls = esc_format("%s/calls", fixture->folder);
    fixture->go =
        (struct esc_go){.command = (char *)"go", .version = (char *)"go1.19.8", .minor = 19};
    char *program = esc_format("%s/go", fixture->folder);
    char *path = esc_format("%s:%s", fixture->folder, getenv("PATH"));
    struct esc_error error = {0};
    assert_true(esc_text_write(program, script, strlen(script), &error));
    assert_int_equal(chmod(program, 0755), 0);
    setenv("PATH", path, 1);
    setenv("ESC_TEST_CALLS", fixture->calls, 1);
    free(path);
    free(program);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    remove_scratch(fixture->folder);
    free(fixture->cache);
    free(fixture->calls);
    free(fixture);
    return 0;
}

static size_t count_calls(const struct fixture *fixture)
{
    struct esc_text text = {0};
    struct esc_error error = {0};
    size_t count = 0;
    esc_text_read(&text, fixture->calls, &error);
    for (size_t k = 0; k < text.length; k++)
        count += text.bytes[k] == '\n';
    esc_text_free(&text);
    esc_error_free(&error);
    return count;
}

/* Builds one case whose Go stands at that line. */
static struct esc_go_module build(const struct fixture *fixture, int line)
{
    static const struct esc_go_unit unit = {0, 0};
    struct small_case small;
    small_case(&small, "good", "cases/good.lua", NULL, "", "");
    small.strategies[0].go = (struct esc_source){(char *)"func stackOp()", line};
    small.strategies[1].go = (struct esc_source){(char *)"func heapOp()", line + 10};
    struct esc_go_module module;
    struct esc_error faults = {0};
    struct esc_error error = {0};
    bool good = esc_go_build(&small.bench_case, 1, &unit, 1, &fixture->go, fixture->cache, true,
                             &module, &faults, &error);
    if (!good)
        esc_error_print(&error, stderr);
    assert_true(good);
    assert_int_equal(faults.count, 0);
    return module;
}

static size_t count_modules(const struct fixture *fixture)
{
    DIR *folder = opendir(fixture->cache);
    size_t count = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static void an_unchanged_module_runs_no_compiler(void **state)
{
    struct fixture *fixture = *state;
    struct esc_go_module first = build(fixture, 10);
    assert_int_equal(count_calls(fixture), 2);
    struct esc_go_module second = build(fixture, 10);
    assert_int_equal(count_calls(fixture), 2);
    assert_string_equal(first.folder, second.folder);
    assert_int_equal(second.diagnostics.count, 1);
    assert_string_equal(second.diagnostics.list[0].text, "moved to heap: t");
    assert_non_null(second.programs[0]);
    esc_go_module_free(&first);
    esc_go_module_free(&second);
}

/* All within a moment, so that the folders' times say little. */
static void few_are_kept_and_the_one_in_use_always(void **state)
{
    struct fixture *fixture = *state;
    for (int line = 1; line <= 12; line++) {
        struct esc_go_module module = build(fixture, line);
        assert_non_null(module.programs[0]);
        assert_int_equal(access(module.programs[0], X_OK), 0);
        assert_true(count_modules(fixture) <= 3);
        esc_go_module_free(&module);
    }
}

static void nothing_half_built_is_left(void **state)
{
    struct fixture *fixture = *state;
    static const struct esc_go_unit unit = {0, 0};
    char *program = esc_format("%s/go", fixture->folder);
    static const char failing[] = "#!/bin/sh\necho no space left\nexit 1\n";
    struct esc_error error = {0};
    assert_true(esc_text_write(program, failing, strlen(failing), &error));
    assert_int_equal(chmod(program, 0755), 0);
    struct small_case small;
    small_case(&small, "good", "cases/good.lua", NULL, "", "");
    struct esc_go_module module;
    struct esc_error faults = {0};
    assert_false(esc_go_build(&small.bench_case, 1, &unit, 1, &fixture->go, fixture->cache, true,
                              &module, &faults, &error));
    assert_int_equal(error.count, 1);
    assert_non_null(strstr(error.messages[0].text, "no space left"));
    assert_int_equal(count_modules(fixture), 0);
    esc_error_free(&error);
    esc_go_module_free(&module);
    free(program);
}

/* Replaces the `go` of the test. */
static void set_script(const struct fixture *fixture, const char *text)
{
    struct esc_error error = {0};
    char *program = esc_format("%s/go", fixture->folder);
    assert_true(esc_text_write(program, text, strlen(text), &error));
    assert_int_equal(chmod(program, 0755), 0);
    free(program);
}

static void a_go_that_makes_no_program_is_no_go(void **state)
{
    struct fixture *fixture = *state;
    static const struct esc_go_unit unit = {0, 0};
    struct small_case small;
    struct esc_go_module module;
    struct esc_error faults = {0};
    struct esc_error error = {0};
    set_script(fixture, "#!/bin/sh\nexit 0\n");
    small_case(&small, "good", "cases/good.lua", NULL, "", "");
    assert_false(esc_go_build(&small.bench_case, 1, &unit, 1, &fixture->go, fixture->cache, true,
                              &module, &faults, &error));
    assert_int_equal(error.count, 1);
    assert_non_null(strstr(error.messages[0].text, "made no program of good"));
    assert_int_equal(count_modules(fixture), 0);
    esc_error_free(&error);
    esc_go_module_free(&module);
}

static void a_program_that_is_gone_is_built_again(void **state)
{
    struct fixture *fixture = *state;
    struct esc_go_module first = build(fixture, 10);
    assert_int_equal(unlink(first.programs[0]), 0);
    struct esc_go_module second = build(fixture, 10);
    assert_int_equal(count_calls(fixture), 4);
    assert_int_equal(access(second.programs[0], X_OK), 0);
    assert_int_equal(second.diagnostics.count, 1);
    esc_go_module_free(&first);
    esc_go_module_free(&second);
}

/* A package that cannot be loaded stops go before it compiles any other; as go1.19.8 prints it. */
static void a_package_that_cannot_be_loaded_costs_its_case_only(void **state)
{
    static const char loading[] =
        "#!/bin/sh\n"
        "case $* in\n"
        "*bin/*) test -d programs/bad-point0 && exit 1\n"
        "mkdir bin && printf '#!/bin/sh\\n' >bin/good-point0 && chmod +x bin/good-point0 ;;\n"
        "*) test -d bad && find bad -type f | grep -q . && {\n"
        "printf 'bad/point0/bad.lua:12:8: package nowhere is not in GOROOT (/usr/nowhere)\\n'\n"
        "exit 1; }\n"
        "printf '# escapement/good/point0\\ngood.lua:20:6: moved to heap: t\\n' ;;\n"
        "esac\n";
    struct fixture *fixture = *state;
    static const struct esc_go_unit units[] = {{0, 0}, {1, 0}};
    set_script(fixture, loading);
    for (int time = 0; time < 2; time++) { /* built, then found again */
        struct small_case small[2];
        struct esc_error faults[2] = {{0}, {0}};
        struct esc_error error = {0};
        struct esc_go_module module;
        small_case(&small[0], "bad", "cases/bad.lua", NULL, "", "");
        small_case(&small[1], "good", "cases/good.lua", NULL, "", "");
        const struct esc_case cases[] = {small[0].bench_case, small[1].bench_case};
        assert_true(esc_go_build(cases, 2, units, 2, &fixture->go, fixture->cache, true, &module,
                                 faults, &error));
        assert_int_equal(faults[1].count, 0);
        assert_int_equal(faults[0].count, 1);
        assert_int_equal(faults[0].messages[0].line, 12);
        assert_string_equal(faults[0].messages[0].text, "Go: package nowhere is not in GOROOT");
        assert_null(module.programs[0]);
        assert_non_null(module.programs[1]);
        assert_int_equal(module.diagnostics.count, 2);
        esc_error_free(&faults[0]);
        esc_go_module_free(&module);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_unchanged_module_runs_no_compiler, set_up, tear_down),
        cmocka_unit_test_setup_teardown(few_are_kept_and_the_one_in_use_always, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_half_built_is_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_go_that_makes_no_program_is_no_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_program_that_is_gone_is_built_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_package_that_cannot_be_loaded_costs_its_case_only, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
