/*
 * What compilers, assemblers and linkers print, as it was printed by gcc 12, clang 14, GNU ld and
 * gold 2.40 and lld 14 for faults made on purpose, and where in the case file it is told.
 */
#include "base/memory.h"
#include "build/messages.h"
#include "codegen/codegen.h"
#include "noun/balance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Line 6 has the shared text; the stack side stands in lines 12 to 15, the heap side in 20 to 23.
 */
struct fixture {
    struct esc_strategy strategies[2];
    struct esc_point point;
    struct esc_case bench_case;
    struct esc_text code;
};

static struct fixture make(const char *shared, const char *heap)
{
    struct fixture made = {.point = {.name = (char *)""}};
    made.strategies[0] =
        (struct esc_strategy){.name = (char *)"stack",
                              .place = ESC_PLACE_STACK,
                              .c = {(char *)"static uint64_t stack_op(uint64_t i)\n{\n"
                                            "    return i;\n}\n",
                                    12}};
    made.strategies[1] = (struct esc_strategy){
        .name = (char *)"heap", .place = ESC_PLACE_HEAP, .c = {(char *)(uintptr_t)heap, 20}};
    made.bench_case = (struct esc_case){.path = (char *)"cases/bad.lua",
                                        .name = (char *)"bad",
                                        .line = 1,
                                        .c = {(char *)(uintptr_t)shared, 6},
                                        .point_count = 1,
                                        .strategy_count = 2};
    return made;
}

static const char sound[] = "static uint64_t heap_op(uint64_t i)\n{\n    return i;\n}\n";

/* As they are printed; the caller frees. */
static char *told_of(const char *shared, const char *heap, const char *log)
{
    struct fixture made = make(shared, heap);
    made.bench_case.points = &made.point;
    made.bench_case.strategies = made.strategies;
    esc_codegen(&made.bench_case, &made.code);
    struct esc_messages messages = {.bench_case = &made.bench_case, .code = made.code.bytes};
    struct esc_error error = {0};
    esc_messages_read(&messages, log);
    esc_messages_tell(&messages, &error);
    char *bytes = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&bytes, &length);
    esc_error_print(&error, stream);
    fclose(stream);
    esc_error_free(&error);
    esc_messages_free(&messages);
    esc_text_free(&made.code);
    return bytes;
}

static const struct log {
    const char *name, *shared, *heap, *log, *told;
} logs[] = {
    {"the same error in each unit", NULL, sound,
     "cases/bad.lua:22:12: error: 'x' undeclared\ncases/bad.lua:22:12: error: 'x' undeclared\n"
     "cases/bad.lua:22:14: error: expected ';'\n",
     "cases/bad.lua:22: error: 'x' undeclared\n"},
    {"in the order of the file", NULL, sound,
     "cases/bad.lua:22:1: error: two\ncases/bad.lua:14:1: error: one\n",
     "cases/bad.lua:14: error: one\ncases/bad.lua:22: error: two\n"},
    {"what follows in the harness's text", NULL, sound,
     "bad.c:40:1: error: 'esc_run_heap' undeclared\ncases/bad.lua:22:1: error: one\n"
     "/home/u/build/cases/bad-0123.77.work/bad.c:3:2: error: unterminated #else\n",
     "cases/bad.lua:22: error: one\n"},
    {"a text that does not end", "typedef int t;\nESC_NOSCAN(t)\n\n", sound,
     "bad.c:9:1: error: expected ';' before 'static'\n"
     "bad.c:35:1: error: expected ';' before 'static'\n",
     "cases/bad.lua:7: error: expected ';' before 'static'\n"
     "    hint: a text of the case ends here; is something missing at its end?\n"},
    {"gcc: a macro of the harness", NULL, sound,
     "/src/harness/kernel/esc.h:65:40: error: 'esc_type_t' undeclared (first use in this function)\n"
     "   65 | #define esc_new(T) ((T *)esc_alloc(&esc_type_##T))\n"
     "/src/harness/kernel/esc.h:66:1: note: in expansion of macro 'ESC_TYPE'\n"
     "cases/bad.lua:22:15: note: in expansion of macro 'esc_new'\n",
     "cases/bad.lua:22: error: 'esc_type_t' undeclared (first use in this function)\n"
     "    hint: say what the type holds, below its typedef: ESC_NOSCAN(T) or ESC_POINTERS(T, ...)\n"},
    {"gcc: a name of the harness", "int esc_kernel_0_heap_malloc;\n", sound,
     "/src/harness/kernel/kernel.h:24:1: error: conflicting type qualifiers for 'esc_kernel'\n"
     "bad.c:51:1: note: in expansion of macro 'ESC_SYMBOL'\n"
     "cases/bad.lua:6:5: note: previous declaration of 'esc_kernel' with type 'int'\n",
     "cases/bad.lua:6: error: in kernel.h:24: conflicting type qualifiers for 'esc_kernel'\n"},
    {"gcc: in a header", "#include <stdio.h>\n", sound,
     "In file included from /usr/include/stdio.h:866,\n"
     "                 from cases/bad.lua:6:\n"
     "/usr/include/bits/stdio.h:41:25: error: 'stdout' undeclared\n"
     "/usr/include/bits/stdio.h:49:20: error: 'stdin' undeclared\n",
     "cases/bad.lua:6: error: in stdio.h:41: 'stdout' undeclared\n"},
    {"clang: in a header", "#include <stdio.h>\n", sound,
     "In file included from cases/bad.lua:6:\nIn file included from /usr/include/stdio.h:44:\n"
     "/usr/include/bits/types/FILE.h:7:25: error: expected identifier or '('\n",
     "cases/bad.lua:6: error: in FILE.h:7: expected identifier or '('\n"},
    {"clang: a place of its own behind the harness's", "int esc_kernel;\n", sound,
     "bad.c:53:5: error: redefinition of 'esc_kernel' with a different type\n"
     "cases/bad.lua:6:5: note: previous definition is here\n",
     "cases/bad.lua:6: error: redefinition of 'esc_kernel' with a different type\n"},
    {"as: in a function", NULL,
     "static uint64_t heap_op(uint64_t i)\n{ __asm__(\"nop\\n nonsense\\n sillyop %eax\");\n"
     "    return i;\n}\n",
     "cases/bad.lua: Assembler messages:\ncases/bad.lua:22: Error: no such instruction: `nonsense'\n"
     "cases/bad.lua:23: Error: no such instruction: `sillyop %eax'\n",
     "cases/bad.lua:21: error: no such instruction: `nonsense'\n"},
    {"as: outside", "int a;\n__asm__(\".section zz\");\n", sound,
     "/tmp/ccp2CAhy.s: Assembler messages:\n/tmp/ccp2CAhy.s:6: Fatal error: bad .section directive\n"
     "/tmp/ccp2CAhy.s:7: Warning: ignoring changed section attributes\n",
     "cases/bad.lua:7: error: in assembly: bad .section directive\n"},
    {"clang: outside", "int a;\n__asm__(\".section zz\");\n", sound,
     "<inline asm>:1:20: error: unknown flag\n.section zz\n            ^\n1 error generated.\n",
     "cases/bad.lua:7: error: in assembly: unknown flag\n"},
    {"as: one of two", "__asm__(\".a\");\n__asm__(\".b\");\n", sound,
     "/tmp/ccp2CAhy.s:6: Error: unknown pseudo-op: `.b'\n",
     "cases/bad.lua: error: in assembly: unknown pseudo-op: `.b'\n"},
    {"ld: undefined", NULL, sound,
     "/usr/bin/ld: /b/bad-01.7.work/0-goheap.o: in function `heap_op':\n"
     "/home/u/cases/bad.lua:22: undefined reference to `missing'\n"
     "collect2: error: ld returned 1 exit status\n",
     "cases/bad.lua:22: error: undefined reference to `missing'\n"},
    {"ld: twice", "int twice;\n", sound,
     "/usr/bin/ld: /b/bad-01.7.work/0-boehm.o:/home/u/cases/bad.lua:6: multiple definition of "
     "`twice'; /b/bad-01.7.work/0-none.o:/home/u/cases/bad.lua:6: first defined here\n"
     "clang: error: linker command failed with exit code 1 (use -v to see invocation)\n",
     "cases/bad.lua:6: error: multiple definition of `twice'\n"
     "    hint: the text is compiled once a point and runtime; make it static\n"},
    {"ld: too big", NULL, sound,
     "/b/bad-01.7.work/0-boehm.o: in function `esc_run_heap':\n"
     "/home/u/bad.c:45:(.text+0xe): relocation truncated to fit: R_X86_64_PC32 against `.bss'\n"
     "/home/u/cases/bad.lua:22:(.text+0x32): relocation truncated to fit: R_X86_64_PC32 against "
     "`.bss'\n",
     "cases/bad.lua:22: error: relocation truncated to fit: R_X86_64_PC32 against `.bss'\n"
     "    hint: all static objects of a case together must stay under 2 GiB\n"},
    {"ld: a library", NULL, sound,
     "/usr/bin/ld: cannot find -lnothing: No such file or directory\n"
     "collect2: error: ld returned 1 exit status\n",
     "cases/bad.lua: error: cannot find -lnothing: No such file or directory\n"},
    {"lld: undefined", NULL, sound,
     "ld.lld: error: undefined hidden symbol: missing\n>>> referenced by bad.lua:22\n"
     ">>>               /b/bad-01.7.work/0-goheap.o:(esc_run_heap)\n",
     "cases/bad.lua:22: error: undefined hidden symbol: missing\n"},
    {"lld: too big", NULL, sound,
     "ld.lld: error: /b/bad-01.7.work/0-boehm.o:(function esc_run_heap: .text+0x17): relocation "
     "R_X86_64_PC32 out of range: 5000010885 is not in [-2147483648, 2147483647]\n"
     ">>> referenced by bad.lua:22\n",
     "cases/bad.lua:22: error: relocation R_X86_64_PC32 out of range: 5000010885 is not in "
     "[-2147483648, 2147483647]\n"
     "    hint: all static objects of a case together must stay under 2 GiB\n"},
    {"gold: undefined and twice", NULL, sound,
     "bad.lua:22: error: undefined reference to 'missing'\n"
     "/usr/bin/ld.gold: error: /b/bad-01.7.work/0-boehm.o: multiple definition of 'twice'\n"
     "/usr/bin/ld.gold: /b/bad-01.7.work/0-none.o: previous definition here\n",
     "cases/bad.lua:22: error: undefined reference to 'missing'\n"},
    {"gold: twice", NULL, sound,
     "/usr/bin/ld.gold: error: /b/bad-01.7.work/0-boehm.o: multiple definition of 'twice'\n"
     "/usr/bin/ld.gold: /b/bad-01.7.work/0-none.o: previous definition here\n"
     "/usr/bin/ld.gold: error: /b/bad-01.7.work/0-malloc.o: multiple definition of 'twice'\n",
     "cases/bad.lua: error: multiple definition of 'twice'\n"
     "    hint: the text is compiled once a point and runtime; make it static\n"},
    {"an option", NULL, sound, "gcc: error: unrecognized command-line option '-fnothing'\n",
     "cases/bad.lua: error: unrecognized command-line option '-fnothing'\n"},
    {"clang: an option", NULL, sound, "error: unknown target CPU 'none'\nnote: valid are: ...\n",
     "cases/bad.lua: error: unknown target CPU 'none'\n"},
    {"a stray #endif makes no hint", NULL,
     "static uint64_t heap_op(uint64_t i)\n{\n    return i;\n}\n#endif\n",
     "bad.c:47:1: error: #endif without #if\n"
     "cases/bad.lua:22:1: error: 'esc_no_heap' was declared with attribute error\n",
     "cases/bad.lua:24: error: #endif without #if\n"},
    {"an error before the open brace", "int a = ;\n",
     "static uint64_t heap_op(uint64_t i)\n{\n    if (i) {\n    return i;\n}\n",
     "cases/bad.lua:6:9: error: expected expression\ncases/bad.lua:24:1: error: expected '}'\n"
     "bad.c:46:1: error: expected declaration\n",
     "cases/bad.lua:6: error: expected expression\n"
     "cases/bad.lua:22: error: the { in this line is not closed\n"},
    {"no error", NULL, sound, "cases/bad.lua:22:1: warning: unused variable 'x'\n", ""},
};

static void a_log_is_told(void **state)
{
    const struct log *row = *state;
    char *told = told_of(row->shared, row->heap, row->log);
    assert_string_equal(told, row->told);
    free(told);
}

/* A thousand, each in three units, the last two thousand of another kind. */
static void a_thousand_errors_are_ten(void **state)
{
    (void)state;
    struct esc_text log = {0};
    for (int unit = 0; unit < 3; unit++)
        for (int line = 1000; line > 0; line--)
            esc_text_addf(&log, "cases/bad.lua:%d:1: error: e%d\n", line, line);
    char *told = told_of(NULL, sound, log.bytes);
    struct esc_text expected = {0};
    for (int line = 1; line <= 10; line++)
        esc_text_addf(&expected, "cases/bad.lua:%d: error: e%d\n", line, line);
    esc_text_add(&expected, "cases/bad.lua: error: and 990 more\n");
    assert_string_equal(told, expected.bytes);
    free(told);
    esc_text_add(&log, "fatal error: too many errors emitted, stopping now\n");
    told = told_of(NULL, sound, log.bytes);
    assert_non_null(strstr(told, "and at least 990 more"));
    free(told);
    esc_text_free(&log);
    esc_text_free(&expected);
}

/* ---- balance ------------------------------------------------------------------------------- */

static const struct piece {
    const char *text;
    int line; /* the text begins in line 10; 0: balanced */
    const char *part;
    enum esc_language language;
} pieces[] = {
    {"", 0, "", ESC_IN_C},
    {"int f(int a[3]) { return (a[0]); }", 0, "", ESC_IN_C},
    {"char c = '}', *s = \"{(\\\"[\"; // }\n/* { */ int a;", 0, "", ESC_IN_C},
    {"#if A\nint f(void) {\n#else\nint g(void) {\n#endif\n}", 0, "", ESC_IN_C},
    {"#define BEGIN {\nint f(void) BEGIN }", 0, "", ESC_IN_C},
    {"#define END(x) } \\\n  }\nint f(void) { { END(0)", 0, "", ESC_IN_C},
    {"#define TWICE(x) do { (x); } while (0)\nint f(void) { TWICE(1);", 11, "the { in this line",
     ESC_IN_C},
    {"#error it's } here\n#pragma {\nint a;", 0, "", ESC_IN_C},
    {"# if 1 /* a comment\nover lines */\nint a;\n# endif", 0, "", ESC_IN_C},
    {"#ifdef A\n#if B\n#endif\nint a;", 10, "this #if has no #endif", ESC_IN_C},
    {"int a;\n#elif B", 11, "#else without #if", ESC_IN_C},
    {"int a;\n  #  endif // x", 11, "#endif without #if", ESC_IN_C},
    {"/* #if */ int a; \"\\\n#if\"; int b;", 0, "", ESC_IN_C},
    {"int a; /* and\nso on", 10, "this comment is not closed", ESC_IN_C},
    {"int a; // /* and\nint b;", 0, "", ESC_IN_C},
    {"int f(void) {\n  g(a[1);\n}", 11, "the [ in this line is not closed", ESC_IN_C},
    {"int f(void) {\n  if (a) {\n    b();\n}\n", 11, "the { in this line is not closed", ESC_IN_C},
    {"int f(void) {\n  if (a) {\n    b();\n  }\n", 10, "the { in this line is not closed",
     ESC_IN_C},
    {"int f(void) {\n  b();\n  }\n}\n", 12, "this } closes nothing", ESC_IN_C},
    {"int f(void) {\n  b();\n}\n}\n", 13, "this } closes nothing", ESC_IN_C},
    {"int f(int a,\n      int b) {\n  b();\n}\nint g(void) {\n", 14, "the { in this line",
     ESC_IN_C},
    {")", 10, "this ) closes nothing", ESC_IN_C},
    {"int a; \\", 0, "", ESC_IN_C},
    {"char *s = \"abc;\nint f(void) { }", 0, "", ESC_IN_C},
    {"x := `a { \n b`\nfunc f() { '{' }", 0, "", ESC_IN_GO},
    {"# {\n", 10, "the { in this line", ESC_IN_GO},
    {"func f() {\n\ts := `\n}\n", 11, "this string is not closed", ESC_IN_GO},
    {"func f() {\n\tif a {\n}\n", 11, "the { in this line", ESC_IN_GO},
    {"char *s = \"`\"; int f(void) { return 1; }", 0, "", ESC_IN_C},
};

static void pieces_are_judged(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        const struct esc_source source = {(char *)(uintptr_t)pieces[k].text, 10};
        struct esc_unbalanced found = esc_balance(&source, pieces[k].language);
        if (found.line != pieces[k].line || strstr(found.text, pieces[k].part) == NULL)
            fail_msg("%s\nis told as %d: %s", pieces[k].text, found.line, found.text);
    }
}

int main(void)
{
    enum { LOGS = sizeof logs / sizeof *logs };
    struct CMUnitTest tests[LOGS + 2] = {cmocka_unit_test(a_thousand_errors_are_ten),
                                         cmocka_unit_test(pieces_are_judged)};
    for (size_t k = 0; k < LOGS; k++)
        tests[2 + k] = (struct CMUnitTest){.name = logs[k].name,
                                           .test_func = a_log_is_told,
                                           .initial_state = (void *)(uintptr_t)&logs[k]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
