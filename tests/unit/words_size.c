/*
 * Sizes of values and types: those of types are what unsafe.Sizeof of Go 1.19.8 says.
 */
#include "why/source.h"
#include "why/why.h"
#include "words/size.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char source[] =
    "package main\n"
    "\n"
    "type a struct{ a bool; b int64; c bool }\n"
    "type b struct {\n"
    "\tx, y int32 // two\n"
    "\t*a\n"
    "\tz [3]int16 `json:\"z\"`\n"
    "}\n"
    "type c struct { n int; e struct{} }\n"
    "type d []a\n"
    "type e = [4]b\n"
    "type f struct { s string; m map[string]int\n"
    " f func(a, b int) (int, error); i interface{ M() } ; c chan int}\n"
    "type g struct { x complex64; r rune; b byte }\n"
    "type h struct { g; b }\n"
    "type round struct { r [2]round }\n"
    "type far struct { t time.Location }\n"
    "type pair[T any] struct { a, b T }\n"
    "type counted [limit]int\n"
    "\tv := b{x: 1}\n"
    "\tvar w [3]a = make()\n"
    "\tk := 1 // {\n"
    "\tq := b.x\n"
    "func f(p int) {\n"
    "\tvar o, p int\n"
    "func boxes(n int8, b [5]int16, rest ...int) {\n"
    "\tkeep(n, b, rest)\n"
    "\tu := int32(n)\n"
    "\tkeep(u)\n"
    "\tt, s := 1, c{}\n"
    "\tkeep(t, s)\n"
    "\tif z := 'z'; z > 1 {\n"
    "\t\tz := true // z int\n"
    "\t\tkeep(z)\n"
    "\t}\n"
    "\tx := []int{1}[0]\n"
    "\tx := func() a { return a{} }()\n"
    "\tx := d{\n"
    "\t\ta{}}\n"
    "\tlist([]a{{}, // one, two\n"
    "\t\ta{b: 1}, {}}, []int{3: 1}, []c{})\n"
    "\tx := len(rest) > 2\n"
    "\tvar x = \"text\" + f()\n"
    "\tfor x := 0; x < 3; x++ {\n"
    "\tx := make(map[string]int)\n"
    "\tx := \"text\"[1]\n"
    "\tfor _, x := range []a{} {\n";

struct program {
    struct esc_escapes escapes;
    struct esc_source_files files;
};

static struct program read_program(const char *told)
{
    struct program program = {0};
    struct esc_m2_reader *reader = esc_m2_begin(&program.escapes);
    esc_m2_take(reader, told, strlen(told));
    esc_m2_end(reader);
    esc_source_files_add(&program.files, "a.go", "a.go", esc_strdup(source));
    esc_why_declarations(&program.escapes, &program.files.list[0]);
    return program;
}

static void free_program(struct program *program)
{
    esc_escapes_free(&program->escapes);
    esc_source_files_free(&program->files);
}

static void test_types(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        int64_t bytes;
    } types[] = {
        {"a", 24},         {"b", 24},        {"c", 16},
        {"d", 24},         {"e", 96},        {"f", 56},
        {"g", 16},         {"h", 40},        {"*f", 8},
        {"[0]f", 0},       {"struct {}", 0}, {"[2][3]uint16", 12},
        {"error", 16},     {"func()", 8},    {"struct{ a }", 24},
        {"chan<- int", 8}, {"round", -1},    {"far", -1},
        {"pair", -1},      {"counted", -1},  {"nowhere", -1},
        {"time.Time", 24}, {"", -1},         {"[1099511627777]int", -1},
        {"[4", -1},        {"[]", 24},       {"[3]", -1},
        {"struct {", -1},  {"struct}", -1},
    };
    struct program program = read_program("");
    for (size_t k = 0; k < sizeof types / sizeof *types; k++)
        if (esc_size_of_type(&program.escapes, types[k].type, strlen(types[k].type)) !=
            types[k].bytes)
            fail_msg("%s has not %d bytes", types[k].type, (int)types[k].bytes);
    free_program(&program);
}

#define BOXES "a.go:26:6: cannot inline boxes: no\n"
#define U "a.go:28:2: boxes capturing by "
#define LITERAL                                                                                    \
    "a.go:29:7: func literal escapes to heap:\n"                                                   \
    "a.go:29:7:   flow: {heap} = &{storage for func literal}:\n"                                   \
    "a.go:29:7:     from func literal (spill) at a.go:29:7\n"                                      \
    "a.go:29:7: func literal escapes to heap"

static void test_values(void **state)
{
    (void)state;
    static const struct {
        const char *told;
        int64_t bytes;
    } values[] = {
        {"a.go:20:2: moved to heap: v", 24},
        {"a.go:21:6: moved to heap: w", 72},
        {"a.go:22:2: moved to heap: k", 8},
        {"a.go:23:2: moved to heap: q", -1}, /* of which type b.x is nobody looked up */
        {"a.go:24:8: moved to heap: p", 8},
        {"a.go:25:6: moved to heap: o", 8},
        {"a.go:25:9: moved to heap: p", 8},
        {"a.go:26:12: moved to heap: n", 1},
        {"a.go:26:20: moved to heap: b", 10},
        {"a.go:26:32: moved to heap: rest", 24},
        {"a.go:28:2: moved to heap: u", 4},
        {"a.go:30:2: moved to heap: t", -1}, /* of several that are assigned at once */
        {"a.go:30:5: moved to heap: s", -1},
        {"a.go:32:5: moved to heap: z", 4},
        {"a.go:33:3: moved to heap: z", 1},
        {"a.go:36:2: moved to heap: x", -1}, /* an element, a result: not what their ends are of */
        {"a.go:37:2: moved to heap: x", -1},
        {"a.go:38:2: moved to heap: x", 24},
        {"a.go:42:2: moved to heap: x", 1},
        {"a.go:43:6: moved to heap: x", 16},
        {"a.go:44:6: moved to heap: x", 8},
        {"a.go:45:2: moved to heap: x", 8},
        {"a.go:46:2: moved to heap: x", -1},
        {"a.go:47:9: moved to heap: x", -1},
        {"a.go:99:2: moved to heap: v", -1}, /* the source is another one */
        {"a.go:1:1: new(a) escapes to heap", 24},
        {"a.go:1:1: &b{...} escapes to heap", 24},
        {"a.go:1:1: &far{...} escapes to heap", -1},
        {"a.go:1:1: make([]a, 10) escapes to heap", 240},
        {"a.go:1:1: make([]int32, n, 64) escapes to heap", 256},
        {"a.go:1:1: make([]int32, n) escapes to heap", -1},
        {"a.go:1:1: make([]int, 9223372036854775807) escapes to heap", -1},
        {"a.go:1:1: make(map[int]int, 10) escapes to heap", -1},
        {"a.go:1:1: n escapes to heap", -1},
        /* Put into an interface. */
        {BOXES "a.go:27:7: n escapes to heap", 1},
        {BOXES "a.go:27:10: b escapes to heap", 10},
        {BOXES "a.go:27:13: rest escapes to heap", 24},
        {BOXES "a.go:29:7: u escapes to heap", 4},
        {BOXES "a.go:31:7: t escapes to heap", -1},
        {BOXES "a.go:34:8: z escapes to heap", -1}, /* declared twice */
        {BOXES "a.go:34:8: nowhere escapes to heap", -1},
        {"a.go:27:7: n escapes to heap", -1}, /* in which function is not told */
        {"a.go:1:1: c{...} escapes to heap", 16},
        {"a.go:1:1: d{...} escapes to heap", -1}, /* a slice: its array */
        {"a.go:1:1: [3]int16{...} escapes to heap", 6},
        {"a.go:1:1: uint16(n) escapes to heap", 2},
        {"a.go:1:1: any(struct {}{}) escapes to heap", 0},
        {"a.go:1:1: (interface {})(error(any(a{...}))) escapes to heap", 24},
        {"a.go:1:1: any(nowhere(n)) escapes to heap", -1},
        {"a.go:1:1: nowhere(n) escapes to heap", -1},
        {"a.go:1:1: len(b) escapes to heap", 8},
        /* The elements are in the source. */
        {"a.go:40:7: []a{...} escapes to heap", 72},
        {"a.go:40:10: []a{...} escapes to heap", 72},
        {"a.go:41:22: []int{...} escapes to heap", -1},
        {"a.go:41:33: []c{} escapes to heap", 0},
        {"a.go:1:1: []a{...} escapes to heap", -1},
        /* Code, and what is captured. */
        {BOXES U "ref: u (addr=false assign=true width=4)\n" LITERAL, 16},
        {BOXES U "value: u (addr=false assign=false width=24)\n" LITERAL, 32},
        {BOXES U "value: u (addr=false assign=false width=2)\n" LITERAL, 16},
        {BOXES U
         "value: u (addr=false assign=false width=2)\n" /* in one word or in two */
         "a.go:30:2: boxes capturing by value: t (addr=false assign=false width=1)\n" LITERAL,
         -1},
        {BOXES LITERAL, -1},
    };
    for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
        struct program program = read_program(values[k].told);
        assert_int_equal(program.escapes.value_count, 1);
        if (esc_size_of(&program.escapes, &program.files, program.escapes.values) !=
            values[k].bytes)
            fail_msg("%s: has not %d bytes", values[k].told, (int)values[k].bytes);
        free_program(&program);
    }
}

/* Of one component alone the shape is that of the component; by what allocates nothing in
 * testing.AllocsPerRun of Go 1.19.8 with an empty value, a nil one, 255 and 256. */
static void test_shapes(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        enum esc_shape shape;
    } shapes[] = {
        {"string", ESC_SHAPE_TEXT},
        {"bool", ESC_SHAPE_BYTE},
        {"uint8", ESC_SHAPE_BYTE},
        {"struct{ b byte }", ESC_SHAPE_BYTE},
        {"[1]byte", ESC_SHAPE_BYTE},
        {"int16", ESC_SHAPE_NUMBER},
        {"float64", ESC_SHAPE_NUMBER},
        {"time.Duration", ESC_SHAPE_NUMBER},
        {"struct{ n int64 }", ESC_SHAPE_NUMBER},
        {"struct{ a, b int16 }", ESC_SHAPE_OTHER},
        {"[2]int32", ESC_SHAPE_OTHER},
        {"complex64", ESC_SHAPE_OTHER},
        {"struct{ s string }", ESC_SHAPE_TEXT},
        {"struct{ s [1]string }", ESC_SHAPE_TEXT},
        {"struct{ s string; z struct{} }", ESC_SHAPE_OTHER},
        {"[2]string", ESC_SHAPE_OTHER},
        {"d", ESC_SHAPE_SLICE},
        {"struct{ d }", ESC_SHAPE_SLICE},
        {"a", ESC_SHAPE_OTHER},
        {"error", ESC_SHAPE_INTERFACE},
        {"interface{ M() }", ESC_SHAPE_INTERFACE},
        {"struct{ e error }", ESC_SHAPE_OTHER},
        {"nowhere", ESC_SHAPE_OTHER},
    };
    struct program program = read_program("");
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++)
        if (esc_sized_type(&program.escapes, shapes[k].type, strlen(shapes[k].type)).shape !=
            shapes[k].shape)
            fail_msg("%s has another shape", shapes[k].type);
    free_program(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
