/*
 * A runtime does not reach into the stack side: the machine code of a case's stack kernel is the
 * same, at the same offset in a cache line, whichever runtime's heap side stands in its library.
 */
#include "compiled_case.h"
#include "disasm/disasm.h"
#include "load/load.h"

#include <inttypes.h>

static const char *const names[] = {"pointer-return", "array-vs-slice", "value-vs-pointer"};

enum { CASES = sizeof names / sizeof *names, LINE_BYTES = 64 };

/* "call   1180 <helper>" without the address, which depends on what stands in front. */
static void add_instruction(struct esc_text *text, const char *instruction)
{
    const char *name = strstr(instruction, " <");
    const char *end = name == NULL ? instruction + strlen(instruction) : name;
    while (name != NULL && end > instruction && strchr("0123456789abcdef", end[-1]) != NULL)
        end--;
    esc_text_addf(text, "%.*s%s\n", (int)(end - instruction), instruction,
                  name == NULL ? "" : name);
}

/* The kernel's instructions, those of the functions it reaches as well, each with its address from
 * the start of the kernel's cache line. The caller frees. */
static char *code_text(const char *library, size_t point)
{
    struct esc_error error = {0};
    struct esc_listing *listing = esc_listing_open(library, &error);
    char *symbol = esc_format("esc_kernel_%zu_stack_none", point);
    struct esc_code code;
    struct esc_text text = {0};
    assert_non_null(listing);
    assert_true(esc_listing_code(listing, symbol, &code, &error));
    const uint64_t start = code.lines[0].address / LINE_BYTES * LINE_BYTES;
    for (size_t i = 0; i < code.count; i++) {
        if (code.lines[i].kind != ESC_CODE_INSTRUCTION)
            continue;
        esc_text_addf(&text, "%" PRId64 ": ", (int64_t)(code.lines[i].address - start));
        add_instruction(&text, code.lines[i].text);
    }
    esc_code_free(&code);
    esc_listing_close(listing);
    free(symbol);
    return esc_text_take(&text);
}

static size_t quick_point(const struct esc_case *bench_case)
{
    size_t point = 0;
    while (!bench_case->points[point].quick)
        point++;
    return point;
}

/* Builds the cases with the heap sides of one runtime; texts[i] becomes case i's stack kernel. */
static void build_beside(enum esc_runtime_id heap, const char *folder, struct esc_case cases[CASES],
                         char *texts[CASES])
{
    char *counter = built("count.o");
    struct esc_build_options options = {.compiler = "cc",
                                        .flags = "",
                                        .cache = folder,
                                        .include = "harness/kernel",
                                        .counter = counter,
                                        .jobs = 2,
                                        .quick = true};
    struct esc_library libraries[CASES];
    struct esc_error errors[CASES] = {0};
    for (size_t i = 0; i < CASES; i++)
        for (size_t id = 0; id < ESC_RUNTIMES; id++)
            cases[i].runtimes[id] = id == (size_t)heap;
    assert_true(build_cases(cases, CASES, &options, libraries, errors));
    for (size_t i = 0; i < CASES; i++) {
        texts[i] = code_text(libraries[i].timed, quick_point(&cases[i]));
        esc_library_free(&libraries[i]);
    }
    free(counter);
}

static void stack_code_is_the_same_beside_every_runtime(void **state)
{
    (void)state;
    struct esc_case cases[CASES] = {0};
    struct esc_error error = {0};
    char *texts[ESC_RUNTIME_GO][CASES];
    char *folder = make_scratch();
    for (size_t i = 0; i < CASES; i++) {
        char *path = esc_format("cases/%s.lua", names[i]);
        assert_true(esc_load_case(path, &cases[i], &error));
        free(path);
    }
    for (int id = 0; id < ESC_RUNTIME_GO; id++)
        build_beside((enum esc_runtime_id)id, folder, cases, texts[id]);
    for (size_t i = 0; i < CASES; i++) {
        assert_non_null(strstr(texts[0][i], "ret"));
        for (size_t id = 1; id < ESC_RUNTIME_GO; id++)
            assert_string_equal(texts[id][i], texts[0][i]);
    }
    for (size_t id = 0; id < ESC_RUNTIME_GO; id++)
        for (size_t i = 0; i < CASES; i++)
            free(texts[id][i]);
    for (size_t i = 0; i < CASES; i++)
        esc_case_free(&cases[i]);
    remove_scratch(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stack_code_is_the_same_beside_every_runtime),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
