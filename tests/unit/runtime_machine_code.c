/*
 * The machine code of kernels, by gcc and clang: heap strategies still call their allocator, once,
 * and clear once; stack strategies call none.
 */
#include "compiled_case.h"

struct code {
    char *folder, *counter, *text; /* text: what objdump prints of the newest library */
};

static int set_up(void **state)
{
    struct code *code = esc_calloc(1, sizeof *code);
    code->folder = make_scratch();
    code->counter = built("count.o");
    *state = code;
    return 0;
}

static int tear_down(void **state)
{
    struct code *code = *state;
    remove_scratch(code->folder);
    free(code->counter);
    free(code->text);
    free(code);
    return 0;
}

static void disassemble(struct code *code, const char *library)
{
    char *command = esc_format("objdump -d --no-show-raw-insn '%s'", library);
    FILE *output = popen(command, "r");
    assert_non_null(output);
    struct esc_text text = {0};
    char block[4096];
    size_t length;
    while ((length = fread(block, 1, sizeof block, output)) > 0)
        esc_text_add_bytes(&text, block, length);
    assert_int_equal(pclose(output), 0);
    free(code->text);
    code->text = esc_text_take(&text);
    free(command);
}

/* Calls of (and jumps to) an external function. */
static int calls(const struct code *code, const char *function)
{
    char *name = esc_format("<%s@plt>\n", function);
    int count = 0;
    for (const char *at = strstr(code->text, name); at != NULL; at = strstr(at + 1, name))
        count++;
    free(name);
    return count;
}

static void compile(struct code *code, const char *compiler, enum esc_runtime_id runtime,
                    const char *stack, const char *heap)
{
    static const char types[] =
        "#include <unistd.h>\n"
        "typedef struct { uint64_t words[512]; } flat; ESC_NOSCAN(flat);\n"
        "typedef struct node { struct node *next; uint64_t words[511]; } node;\n"
        "ESC_POINTERS(node, ESC_PTR(node, next));\n"
        "static ESC_NOINLINE flat *escaping(void)\n"
        "{ flat *f = esc_new(flat); return f; }\n";
    struct small_case small;
    small_case(&small, "code", "cases/code.lua", types, stack, heap);
    for (int id = 0; id < ESC_RUNTIMES; id++)
        small.bench_case.runtimes[id] = id == (int)runtime;
    struct esc_build_options options = {.compiler = compiler,
                                        .flags = "",
                                        .cache = code->folder,
                                        .include = "harness/kernel",
                                        .counter = code->counter,
                                        .jobs = 2};
    struct esc_library library;
    struct esc_error error = {0};
    bool good = build_cases(&small.bench_case, 1, &options, &library, &error);
    if (!good)
        esc_error_print(&error, stderr);
    assert_true(good);
    disassemble(code, library.timed);
    esc_library_free(&library);
}

static const char *const compilers[] = {"gcc", "clang"};

static bool have(const char *compiler)
{
    char *command = esc_format("command -v %s >/dev/null", compiler);
    bool found = system(command) == 0;
    free(command);
    return found;
}

/*
 * Heap strategies that do little or nothing with their value, and how often the unit calls the
 * allocator and memset. What has a constant size is cleared in line (-1: not looked at).
 */
static const struct {
    enum esc_runtime_id runtime;
    const char *heap;
    const char *allocator;
    int allocations, clears;
} rows[] = {
    {ESC_RUNTIME_MALLOC, "flat *p = esc_new(flat); esc_use(p); esc_done(p); return i;", "malloc", 1,
     -1},
    {ESC_RUNTIME_MALLOC, "flat *p = esc_new(flat); p->words[3] = i; esc_done(p); return i;",
     "malloc", 1, -1},
    {ESC_RUNTIME_MALLOC, "esc_done(esc_new(flat)); return i;", "malloc", 1, -1},
    {ESC_RUNTIME_MALLOC, "esc_done(esc_make(flat, i + 1)); return i;", "malloc", 1, 1},
    {ESC_RUNTIME_MALLOC, "esc_done(esc_make(node, i + 1)); return i;", "malloc", 1, 1},
    {ESC_RUNTIME_MALLOC, "esc_done(esc_bytes(i + 1)); return i;", "malloc", 1, 0},
    {ESC_RUNTIME_BOEHM, "esc_done(esc_new(flat)); return i;", "GC_malloc_atomic", 1, -1},
    {ESC_RUNTIME_BOEHM, "esc_done(esc_make(flat, i + 1)); return i;", "GC_malloc_atomic", 1, 1},
    {ESC_RUNTIME_BOEHM, "esc_done(esc_new(node)); return i;", "GC_malloc", 1, 0},
    {ESC_RUNTIME_BOEHM, "esc_done(esc_make(node, i + 1)); return i;", "GC_malloc", 1, 0},
    {ESC_RUNTIME_BOEHM, "esc_done(esc_bytes(i + 1)); return i;", "GC_malloc_atomic", 1, 0},
};

static void heap_strategies_call_the_allocator(void **state)
{
    for (size_t c = 0; c < sizeof compilers / sizeof *compilers; c++) {
        if (!have(compilers[c]))
            continue;
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            compile(*state, compilers[c], rows[k].runtime, "return i;", rows[k].heap);
            assert_int_equal(calls(*state, rows[k].allocator), rows[k].allocations);
            if (rows[k].clears >= 0)
                assert_int_equal(calls(*state, "memset"), rows[k].clears);
            assert_int_equal(calls(*state, "calloc"), 0);
            assert_true((calls(*state, "free") > 0) == (rows[k].runtime == ESC_RUNTIME_MALLOC));
        }
    }
}

/* The shared text may hold functions that allocate, as long as no stack strategy calls them. */
static void stack_strategies_call_none(void **state)
{
    for (size_t c = 0; c < sizeof compilers / sizeof *compilers; c++) {
        if (!have(compilers[c]))
            continue;
        compile(*state, compilers[c], ESC_RUNTIME_MALLOC,
                "flat t; t.words[0] = i; esc_use(&t); return t.words[0];", "return i;");
        assert_int_equal(calls(*state, "malloc"), 0);
        assert_int_equal(calls(*state, "free"), 0);
        assert_int_equal(calls(*state, "calloc"), 0);
    }
}

/* Neither the work nor the loop is optimised away: the store, the call and the load stay. */
static void operations_are_not_hoisted(void **state)
{
    for (size_t c = 0; c < sizeof compilers / sizeof *compilers; c++) {
        if (!have(compilers[c]))
            continue;
        compile(*state, compilers[c], ESC_RUNTIME_MALLOC, "return (uint64_t)getpid();",
                "return (uint64_t)getppid();");
        assert_int_equal(calls(*state, "getpid"), 1);
        assert_int_equal(calls(*state, "getppid"), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
        TEST(heap_strategies_call_the_allocator),
        TEST(stack_strategies_call_none),
        TEST(operations_are_not_hoisted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
