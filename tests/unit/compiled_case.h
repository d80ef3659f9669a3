/*
 * For tests that compile and measure: a case written as a literal, the paths of what the build
 * made, a folder of the test's own that is removed at the end. Run in the project's root.
 */
#ifndef TESTS_COMPILED_CASE_H
#define TESTS_COMPILED_CASE_H

#include "base/memory.h"
#include "base/text.h"
#include "build/build.h"
#include "codegen/codegen.h"
#include "measure/measure.h"
#include "noun/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* One point, no parameters; "stack" and "heap" from the bodies of their operations, whose first
 * characters stand on lines 10 and 20. */
struct small_case {
    struct esc_case bench_case;
    struct esc_strategy strategies[2];
    struct esc_point point;
    char stack[4096], heap[4096]; /* their C */
};

static inline const struct esc_case *small_case(struct small_case *small, const char *name,
                                                const char *path, const char *shared,
                                                const char *stack, const char *heap)
{
    *small = (struct small_case){
        .strategies = {{.name = (char *)"stack",
                        .place = ESC_PLACE_STACK,
                        .c = {.text = small->stack, .line = 10}},
                       {.name = (char *)"heap",
                        .place = ESC_PLACE_HEAP,
                        .c = {.text = small->heap, .line = 20}}},
        .point = {.name = (char *)"", .quick = true},
    };
    const char *const op = "static uint64_t %s_op(uint64_t i) { %s }";
    assert_in_range(snprintf(small->stack, sizeof small->stack, op, "stack", stack), 1, 4095);
    assert_in_range(snprintf(small->heap, sizeof small->heap, op, "heap", heap), 1, 4095);
    small->bench_case = (struct esc_case){.name = (char *)(uintptr_t)name,
                                          .path = (char *)(uintptr_t)path,
                                          .c = {.text = (char *)(uintptr_t)shared, .line = 3},
                                          .points = &small->point,
                                          .point_count = 1,
                                          .strategies = small->strategies,
                                          .strategy_count = 2,
                                          .runtimes = {true, true, true}};
    return &small->bench_case;
}

/* Generates and builds in one step, as the wire does. */
static inline bool build_cases(const struct esc_case *cases, size_t count,
                               const struct esc_build_options *options,
                               struct esc_library *libraries, struct esc_error *errors)
{
    char **texts = esc_calloc(count, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        struct esc_text text = {0};
        esc_codegen(&cases[i], &text);
        texts[i] = esc_text_take(&text);
    }
    bool good = esc_build(cases, texts, count, options, libraries, errors);
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
    return good;
}

/* Path of what the build made, e.g. "count.o": in $ESC_BUILD, or where this program's folder
 * (BUILD/unit) is. The caller frees. */
static inline char *built(const char *name)
{
    const char *folder = getenv("ESC_BUILD");
    if (folder != NULL)
        return esc_format("%s/%s", folder, name);
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(length > 0);
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    return esc_format("%s/../%s", self, name);
}

static inline char *make_scratch(void)
{
    const char *folder = getenv("TMPDIR");
    char *path = esc_format("%s/escapement-test-XXXXXX", folder == NULL ? "/tmp" : folder);
    assert_non_null(mkdtemp(path));
    return path;
}

/* Only folders made above. */
static inline void remove_scratch(char *path)
{
    assert_non_null(strstr(path, "/escapement-test-"));
    char *command = esc_format("rm -rf '%s'", path);
    assert_int_equal(system(command), 0);
    free(command);
    free(path);
}

#endif
