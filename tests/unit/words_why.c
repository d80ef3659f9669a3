/*
 * Causes, and whether a value allocates, from the words of Go 1.19.8 on one-line functions; the
 * cases that teach the causes are there.
 */
#include "base/memory.h"
#include "why/why.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/own_names.h"
#include "words/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct esc_escapes read_text(const char *text)
{
    struct esc_escapes escapes = {0};
    struct esc_m2_reader *reader = esc_m2_begin(&escapes);
    esc_m2_take(reader, text, strlen(text));
    esc_m2_end(reader);
    assert_int_equal(escapes.strange, 0);
    return escapes;
}

#define BLOCK(name, flow, steps, verdict)                                                          \
    "k.go:1:2: " name                                                                              \
    " escapes to heap:\n"                                                                          \
    "k.go:1:2:   flow: " flow ":\n" steps "k.go:1:2: " verdict "\n"
#define STEP(text) "k.go:1:2:     from " text " at ./k.go:1:9\n"
#define TAKEN STEP("&t (address-of)")
#define MOVED "moved to heap: t"

static const struct {
    const char *text;
    enum esc_cause cause;
    enum esc_allocates allocates;
} told[] = {
    {BLOCK("t", "{heap} = &t", TAKEN STEP("gm[\"x\"] = &t (assign)"), MOVED), ESC_CAUSE_ELEMENT,
     ESC_ALLOCATES_YES},
    {BLOCK("t", "{heap} = &t", TAKEN STEP("append(s, &t) (call parameter)"), MOVED),
     ESC_CAUSE_ELEMENT, ESC_ALLOCATES_YES},
    {BLOCK("t", "{heap} = &t", TAKEN STEP("map[string]*T{...} (map literal value)"), MOVED),
     ESC_CAUSE_ELEMENT, ESC_ALLOCATES_YES},
    {BLOCK("t", "{heap} = &t", TAKEN STEP("*q = &t (assign)"), MOVED), ESC_CAUSE_STORED,
     ESC_ALLOCATES_YES},
    {BLOCK("t", "{heap} = &t", TAKEN STEP("keep(&t) (call parameter)"), MOVED), ESC_CAUSE_CALLEE,
     ESC_ALLOCATES_YES},
    {BLOCK("t", "{heap} = &t", TAKEN STEP("i.M(&t) (call parameter)"), MOVED),
     ESC_CAUSE_UNKNOWN_CALLEE, ESC_ALLOCATES_YES},
    {BLOCK("t", "{heap} = &t", STEP("(*sync.Mutex).Lock(t) (call parameter)"), MOVED),
     ESC_CAUSE_LOCK, ESC_ALLOCATES_YES},
    {BLOCK("t", "{heap} = &t", STEP("t (too large for stack)"), MOVED), ESC_CAUSE_LARGE,
     ESC_ALLOCATES_YES},
    {BLOCK("t", "~r0 = &t", STEP("t[:2] (slice)") STEP("return t[:2] (return)"), MOVED),
     ESC_CAUSE_SLICED, ESC_ALLOCATES_YES},
    {BLOCK("t", "{storage for []*T{...}} = &t", TAKEN STEP("[]*T{...} (slice-literal-element)"),
           MOVED),
     ESC_CAUSE_PART, ESC_ALLOCATES_YES},
    {BLOCK("t", "p = &t", TAKEN STEP("p = &t (assign)"), MOVED), ESC_CAUSE_LOOP, ESC_ALLOCATES_YES},
    {BLOCK("t.add", "{heap} = &{storage for t.add}",
           STEP("t.add (spill)") STEP("gf = t.add (assign)"), "t.add escapes to heap") //
     "k.go:1:1: parameter t leaks to {storage for t.add} with derefs=0:\n"
     "k.go:1:1:   flow: {temp} = t:\n"
     "k.go:1:1:   flow: {storage for t.add} = {temp}:\n",
     ESC_CAUSE_METHOD, ESC_ALLOCATES_YES},
    {BLOCK("t.add", "{heap} = &{storage for t.add}",
           STEP("t.add (spill)") STEP("gany = t.add (assign)"), "t.add escapes to heap"),
     ESC_CAUSE_BOXED, ESC_ALLOCATES_DEPENDS},
    {BLOCK("a + b", "~r0 = &{storage for a + b}",
           STEP("a + b (spill)") STEP("return a + b (return)"), "a + b escapes to heap"),
     ESC_CAUSE_SUM, ESC_ALLOCATES_DEPENDS},
    {BLOCK("a + \"+\"", "~r0 = &{storage for a + \"+\"}", STEP("a + \"+\" (spill)"),
           "a + \"+\" escapes to heap"),
     ESC_CAUSE_CONCAT, ESC_ALLOCATES_DEPENDS},
    {BLOCK("\"a + b\"", "~r0 = &{storage for \"a + b\"}", STEP("\"a + b\" (spill)"),
           "\"a + b\" escapes to heap"),
     ESC_CAUSE_BOXED, ESC_ALLOCATES_NO},
    {BLOCK("-1.5e+9", "~r0 = &{storage for -1.5e+9}", STEP("-1.5e+9 (spill)"),
           "-1.5e+9 escapes to heap"),
     ESC_CAUSE_BOXED, ESC_ALLOCATES_NO},
    {BLOCK("([]rune)(s)", "~r0 = &{storage for ([]rune)(s)}", STEP("([]rune)(s) (spill)"),
           "([]rune)(s) escapes to heap"),
     ESC_CAUSE_CONVERSION, ESC_ALLOCATES_DEPENDS},
    {BLOCK("make(map[int]int)", "~r0 = &{storage for make(map[int]int)}",
           STEP("make(map[int]int) (spill)") STEP("return make(map[int]int) (return)"),
           "make(map[int]int) escapes to heap"),
     ESC_CAUSE_MAP, ESC_ALLOCATES_YES},
    {BLOCK("make([]int, n)", "{heap} = &{storage for make([]int, n)}",
           STEP("make([]int, n) (non-constant size)"), "make([]int, n) escapes to heap"),
     ESC_CAUSE_SIZE, ESC_ALLOCATES_DEPENDS},
    {BLOCK("make([]int, 0)", "~r0 = &{storage for make([]int, 0)}",
           STEP("make([]int, 0) (spill)") STEP("return make([]int, 0) (return)"),
           "make([]int, 0) escapes to heap"),
     ESC_CAUSE_RETURNED, ESC_ALLOCATES_NO},
    {BLOCK("new(struct {})", "~r0 = &{storage for new(struct {})}",
           STEP("new(struct {}) (spill)") STEP("return new(struct {}) (return)"),
           "new(struct {}) escapes to heap"),
     ESC_CAUSE_RETURNED, ESC_ALLOCATES_NO},
    {BLOCK("func literal", "{heap} = &{storage for func literal}", STEP("func literal (spill)"),
           "func literal escapes to heap"),
     ESC_CAUSE_STARTED, ESC_ALLOCATES_NO},
    /* A literal outside of the loop has p by reference, and stays. */
    {"k.go:9:3: y escapes to heap:\n"
     "k.go:9:3:   flow: p = &y:\n"
     "k.go:9:3:     from &y (address-of) at ./k.go:10:7\n"
     "k.go:9:3:     from p = &y (assign) at ./k.go:10:5\n"
     "k.go:9:3:   flow: {storage for func literal} = &p:\n"
     "k.go:9:3:     from p (captured by a closure) at ./k.go:7:29\n"
     "k.go:9:3:     from p (reference) at ./k.go:7:29\n"
     "k.go:9:3: moved to heap: y\n"
     "k.go:7:9: func literal does not escape\n",
     ESC_CAUSE_LOOP, ESC_ALLOCATES_YES},
    /* type N int has no pointers: no flow from n into the method value is told. */
    {BLOCK("n.Add", "{heap} = &{storage for n.Add}",
           STEP("n.Add (spill)") STEP("F = n.Add (assign)"), "n.Add escapes to heap") //
     "k.go:6:6: can inline N.Add\n",
     ESC_CAUSE_METHOD, ESC_ALLOCATES_YES},
    {"k.go:1:2: func literal escapes to heap\n", ESC_CAUSE_CLOSURE, ESC_ALLOCATES_DEPENDS},
    {"k.go:1:2: moved to heap: t\n", ESC_CAUSE_UNTOLD, ESC_ALLOCATES_YES},
    {"k.go:1:2: f capturing by ref: t (addr=false assign=true width=0)\n"
     "k.go:1:2: moved to heap: t\n",
     ESC_CAUSE_UNTOLD, ESC_ALLOCATES_NO},
};

static void test_causes(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof told / sizeof *told; k++) {
        struct esc_escapes escapes = read_text(told[k].text);
        const struct esc_go_value *value = &escapes.values[0];
        const char *because = NULL;
        assert_true(esc_go_value_leaves(value));
        assert_string_equal(esc_cause_words(esc_cause_of(&escapes, value))->word,
                            esc_cause_words(told[k].cause)->word);
        assert_int_equal(esc_allocates_of(&escapes, &(struct esc_source_files){0}, value, &because),
                         told[k].allocates);
        assert_non_null(because);
        esc_escapes_free(&escapes);
    }
}

/* What stays may allocate: strings over 32 bytes, maps beyond eight entries. */
static void test_staying(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum esc_allocates allocates;
    } stays[] = {
        {"k.go:1:2: string(b) does not escape\n", ESC_ALLOCATES_DEPENDS},
        {"k.go:1:2: b + \"!\" does not escape\n", ESC_ALLOCATES_DEPENDS},
        {"k.go:1:2: map[int]int{} does not escape\n", ESC_ALLOCATES_DEPENDS},
        {"k.go:1:2: append does not escape\n", ESC_ALLOCATES_DEPENDS},
        {"k.go:1:2: new(T) does not escape\n", ESC_ALLOCATES_NO},
        {"k.go:1:2: ... argument does not escape\n", ESC_ALLOCATES_NO},
        {"k.go:1:2: func literal does not escape\n", ESC_ALLOCATES_NO},
    };
    for (size_t k = 0; k < sizeof stays / sizeof *stays; k++) {
        struct esc_escapes escapes = read_text(stays[k].text);
        const char *because;
        assert_int_equal(
            esc_allocates_of(&escapes, &(struct esc_source_files){0}, &escapes.values[0], &because),
            stays[k].allocates);
        esc_escapes_free(&escapes);
    }
}

/* Names that no source has, as 1.19.8 and 1.27.3 print them, and texts that only look like them. */
static void test_own_names(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } named[] = {
        {"~r0", "result 0"},
        {"return ~R1", "return (result 1)"},
        {"~b2", "result 2"},
        {".autotmp_12", "a temporary"},
        {"f(.autotmp_3, &.autotmp_4)", "f((a temporary), &(a temporary))"},
        {".anon0", "parameter 0"},
        {"arg#1", "parameter 1"},
        {"(*T).m(.this, ~p0)", "(*T).m((receiver), (parameter 0))"},
        {"#state1", "the loop's state"},
        {"... argument", "the slice of arguments"},
        {"f(s, ... argument...)", "f(s, (the slice of arguments)...)"},
        {"\"~r0\" + s", "\"~r0\" + s"},
        {"x.this", "x.this"},
        {"~rest", "~rest"},
        {"", ""},
    };
    for (size_t k = 0; k < sizeof named / sizeof *named; k++) {
        char *words = esc_own_names(named[k].text);
        assert_string_equal(words, named[k].words);
        free(words);
    }
}

/* What an inlined call returns is no result of the function around it, whatever it is called. */
static void test_inlined_result(void **state)
{
    (void)state;
    static const char call[] = "k.go:1:2: inlining call to f\n";
    static const char way[] =
        "k.go:1:2: func literal escapes to heap in g:\n"
        "k.go:1:2:   flow: ~r0 \u2190 &{storage for func literal}:\n"
        "k.go:1:2:     from func literal (spill) at ./k.go:1:2\n";
    static const struct {
        const char *last, *end;
    } ends[] = {
        {"k.go:1:2:     from ~r0 = func literal (assign-pair) at ./k.go:1:2\n",
         "so it must live as long as what the inlined call returns, which outlives it"},
        {"k.go:1:2:     from return func literal (return) at ./k.go:1:2\n",
         "so it outlives the call, as result 0"},
    };
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        char *text = esc_format("%s%s%s", call, way, ends[k].last);
        struct esc_escapes escapes = read_text(text);
        struct esc_path_lines lines =
            esc_path_words(&escapes, &escapes.values[0], &escapes.paths[0]);
        assert_string_equal(lines.list[lines.count - 1].text, ends[k].end);
        esc_path_lines_free(&lines);
        esc_escapes_free(&escapes);
        free(text);
    }
}

static void test_cases_are_there(void **state)
{
    (void)state;
    for (int cause = 0; cause < ESC_CAUSES; cause++) {
        const struct esc_cause_words *words = esc_cause_words((enum esc_cause)cause);
        assert_non_null(words->word);
        assert_non_null(words->title);
        if (words->bench_case == NULL)
            continue;
        char path[128];
        snprintf(path, sizeof path, "cases/%s.lua", words->bench_case);
        assert_int_equal(access(path, R_OK), 0);
    }
}

/* Every reason that real packages gave, and those that the compiler knows besides. */
static void test_reasons(void **state)
{
    (void)state;
    static const char *const reasons[] = {
        "address-of",
        "appended slice...",
        "appendee slice",
        "array literal element",
        "assign",
        "assign-pair",
        "assign-pair-dot-type",
        "assign-pair-mapr",
        "assign-pair-receive",
        "call parameter",
        "captured by a closure",
        "copied slice",
        "dot",
        "dot of pointer",
        "fixed-array-index-of",
        "indirection",
        "interface-converted",
        "key of map put",
        "map literal key",
        "map literal value",
        "non-constant size",
        "range",
        "range-deref",
        "reference",
        "reflect.Header.Data",
        "return",
        "send",
        "slice",
        "slice-literal-element",
        "spill",
        "struct literal element",
        "switch case",
        "too large for stack",
        "//go:uintptrescapes",
    };
    for (size_t k = 0; k < sizeof reasons / sizeof *reasons; k++)
        assert_true(esc_path_reason(reasons[k]) != reasons[k]);
    assert_string_equal(esc_path_reason("of a later release"), "of a later release");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_causes),          cmocka_unit_test(test_staying),
        cmocka_unit_test(test_own_names),       cmocka_unit_test(test_inlined_result),
        cmocka_unit_test(test_cases_are_there), cmocka_unit_test(test_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
