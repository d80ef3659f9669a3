/* The example of harness/gbench/README.md: it compiles, runs, and is what the README shows. */
#define main example_main
int example_main(void);

/* README */
#include "gbench/gbench.h"

#include <stdio.h>
#include <string.h>

static void copy(struct gb_state *state, void *buffer)
{
    const size_t size = (size_t)gb_arg(state, 0);
    for (int64_t n; (n = gb_batch(state)) > 0;) /* the clock runs until gb_batch returns 0 */
        for (; n > 0; n--) {
            memcpy((char *)buffer + size, buffer, size);
            gb_clobber_memory();
        }
}

static void print_row(void *user, const struct gb_row *row)
{
    (void)user;
    printf("%s: %.1f %s%s\n", row->name, row->real_per_iteration, gb_unit_name(row->unit),
           row->message); /* "" unless the row failed */
}

int main(void)
{
    static char buffer[1024];
    struct gb_error error = {""};
    const struct gb_spec spec = {.name = "copy",
                                 .function = copy,
                                 .user = buffer,
                                 .clock = GB_REAL_TIME,
                                 .min_time_s = 0.01,
                                 .args = (const int64_t[]){8, 512},
                                 .arg_rows = 2,
                                 .arg_count = 1,
                                 .arg_names = (const char *const[]){"size"}};
    if (gb_register(&spec, &error) && gb_run(NULL, print_row, NULL, &error) > 0)
        return 0;
    fprintf(stderr, "%s\n", error.text);
    return 1;
}
/* end README */

#undef main

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* The file's text, to be freed. The path starts at the project's root, two folders up from here. */
static char *text_of(const char *path)
{
    const char *const slash = strrchr(__FILE__, '/');
    const int folder_length = slash == NULL ? 0 : (int)(slash + 1 - __FILE__);
    char full[4096];
    snprintf(full, sizeof full, "%.*s../../%s", folder_length, __FILE__, path);
    FILE *file = fopen(full, "r");
    if (file == NULL)
        fail_msg("cannot open %s", full);
    char *text = calloc(1, 1 << 16);
    assert_non_null(text);
    const size_t length = fread(text, 1, (1 << 16) - 1, file);
    assert_in_range(length, 1, (1 << 16) - 2);
    fclose(file);
    return text;
}

static void readme_shows_this_program(void **state)
{
    (void)state;
    char *const source = text_of("tests/unit/gbench_example.c");
    char *const readme = text_of("harness/gbench/README.md");
    char *const first = strstr(source, "/* README */\n") + strlen("/* README */\n");
    *strstr(first, "/* end README */") = '\0';
    assert_non_null(strstr(readme, first));
    free(source);
    free(readme);
}

/* What the example prints, by way of a file in place of standard output. */
static void run_example(char *said, size_t capacity)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    fflush(stdout);
    const int terminal = dup(STDOUT_FILENO);
    dup2(fileno(file), STDOUT_FILENO);
    const int status = example_main();
    fflush(stdout);
    dup2(terminal, STDOUT_FILENO);
    close(terminal);
    rewind(file);
    said[fread(said, 1, capacity - 1, file)] = '\0';
    fclose(file);
    assert_int_equal(status, 0);
}

static void example_prints_its_rows(void **state)
{
    (void)state;
    char said[512];
    run_example(said, sizeof said);
    double ns[2] = {0, 0};
    assert_int_equal(sscanf(said,
                            "copy/size:8/min_time:0.010/real_time: %lf ns\n"
                            "copy/size:512/min_time:0.010/real_time: %lf ns\n",
                            &ns[0], &ns[1]),
                     2);
    assert_true(ns[0] > 0 && ns[1] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readme_shows_this_program),
        cmocka_unit_test(example_prints_its_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
