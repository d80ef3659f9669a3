/*
 * Reading -m=2: every form of line that real packages give (Go 1.19.8 and 1.27.3), texts that break
 * off, are mixed, or are none of the compiler's. The lines are the compilers' own.
 */
#include "why/why.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct esc_escapes read_in_pieces(const char *text, size_t piece)
{
    struct esc_escapes escapes = {0};
    struct esc_m2_reader *reader = esc_m2_begin(&escapes);
    for (size_t at = 0, length = strlen(text); at < length; at += piece)
        esc_m2_take(reader, text + at, length - at < piece ? length - at : piece);
    esc_m2_end(reader);
    return escapes;
}

static struct esc_escapes read_text(const char *text)
{
    return read_in_pieces(text, strlen(text) + 1);
}

/* The value of that name at that line and column; fails where there is none. */
static const struct esc_go_value *find(const struct esc_escapes *escapes, const char *name,
                                       int line, int column)
{
    for (size_t k = 0; k < escapes->value_count; k++) {
        const struct esc_go_value *value = &escapes->values[k];
        if (strcmp(value->name, name) == 0 && value->at.line == line && value->at.column == column)
            return value;
    }
    fail_msg("no %s at %d:%d", name, line, column);
    return NULL;
}

static const struct esc_path *path_of(const struct esc_escapes *escapes,
                                      const struct esc_go_value *value)
{
    assert_true(value->first_path != ESC_NONE);
    return &escapes->paths[value->first_path];
}

static void check_flow(const struct esc_escapes *escapes, size_t index, const char *to,
                       const char *from, int derefs, size_t steps)
{
    const struct esc_flow *flow = &escapes->flows[index];
    assert_string_equal(flow->to, to);
    assert_string_equal(flow->from, from);
    assert_int_equal(flow->derefs, derefs);
    assert_int_equal(flow->step_count, steps);
}

static const char moved[] =
    "# command-line-arguments\n"
    "./x1.go:4:15: t escapes to heap:\n"
    "./x1.go:4:15:   flow: ~r0 = &t:\n"
    "./x1.go:4:15:     from &t (address-of) at ./x1.go:4:32\n"
    "./x1.go:4:15:     from return &t (return) at ./x1.go:4:25\n"
    "./x1.go:4:15: moved to heap: t\n";

static void check_moved(const struct esc_escapes *escapes)
{
    assert_int_equal(escapes->strange, 0);
    assert_int_equal(escapes->lines, 6);
    assert_int_equal(escapes->packages, 1);
    assert_int_equal(escapes->value_count, 1);
    const struct esc_go_value *value = find(escapes, "t", 4, 15);
    assert_int_equal(value->fate, ESC_FATE_MOVED);
    assert_string_equal(value->at.file, "x1.go");
    assert_int_equal(path_of(escapes, value)->flow_count, 1);
    check_flow(escapes, 0, "~r0", "t", -1, 2);
    assert_string_equal(escapes->steps[0].expression, "&t");
    assert_string_equal(escapes->steps[0].reason, "address-of");
    assert_int_equal(escapes->steps[1].at.line, 4);
    assert_int_equal(escapes->steps[1].at.column, 25);
    assert_false(escapes->ends_within_line);
}

static void test_moved(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(moved);
    check_moved(&escapes);
    esc_escapes_free(&escapes);
}

static void test_pieces(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < sizeof moved; piece++) {
        struct esc_escapes escapes = read_in_pieces(moved, piece);
        check_moved(&escapes);
        esc_escapes_free(&escapes);
    }
}

static void test_newer_wording(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(
        "strings/builder.go:89:16: append(b.buf, p...) escapes to heap in (*Builder).Write:\n"
        "strings/builder.go:89:16:   flow: {heap} \xe2\x86\x90 &{storage for append(b.buf, p...)}:\n"
        "strings/builder.go:89:16:     from append(b.buf, p...) (spill) at "
        "strings/builder.go:89:16\n"
        "strings/builder.go:89:16:     from b.buf = append(b.buf, p...) (assign) at "
        "strings/builder.go:89:8\n"
        "strings/builder.go:87:7: parameter b leaks to {heap} for (*Builder).Write with "
        "derefs=1:\n"
        "strings/builder.go:87:7:   flow: {temp} \xe2\x86\x90 *b:\n"
        "strings/builder.go:87:7:     from b.buf (dot of pointer) at strings/builder.go:89:18\n"
        "strings/builder.go:87:7:   flow: {heap} \xe2\x86\x90 {temp}:\n"
        "strings/builder.go:87:7: leaking param content: b\n"
        "strings/builder.go:89:16: append escapes to heap\n"
        "strings/builder.go:90:16: append does not escape\n");
    assert_int_equal(escapes.strange, 0);
    assert_int_equal(escapes.value_count, 3);
    const struct esc_go_value *append = find(&escapes, "append(b.buf, p...)", 89, 16);
    assert_int_equal(append->fate, ESC_FATE_ESCAPES);
    assert_string_equal(append->function, "(*Builder).Write");
    check_flow(&escapes, 0, "{heap}", "{storage for append(b.buf, p...)}", -1, 2);
    const struct esc_go_value *b = find(&escapes, "b", 87, 7);
    assert_true(b->is_parameter);
    assert_string_equal(b->function, "(*Builder).Write");
    assert_string_equal(path_of(&escapes, b)->to, "{heap}");
    assert_int_equal(path_of(&escapes, b)->derefs, 1);
    check_flow(&escapes, 1, "{temp}", "b", 1, 1);
    check_flow(&escapes, 2, "{heap}", "{temp}", 0, 0);
    assert_int_equal(escapes.tags[b->first_tag].kind, ESC_TAG_CONTENT);
    assert_int_equal(find(&escapes, "append", 90, 16)->fate, ESC_FATE_STAYS);
    esc_escapes_free(&escapes);
}

static void test_tags(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(
        "a.go:5:6: can inline g with cost 7 as: func(*T, **T) *T { *q = p; return p }\n"
        "a.go:5:8: parameter p leaks to {storage for x for y} with derefs=0:\n"
        "a.go:5:8:   flow: {storage for x for y} = p:\n"
        "a.go:5:8: leaking param: p\n"
        "a.go:5:8: leaking param: p to result ~r0 level=2\n"
        "a.go:5:8: leaking param: p to result ~r0 level=2\n"
        "a.go:5:14: q does not escape\n"
        "a.go:6:14: z does not escape\n");
    assert_int_equal(escapes.strange, 0);
    const struct esc_go_value *p = find(&escapes, "p", 5, 8);
    assert_string_equal(path_of(&escapes, p)->to, "{storage for x for y}");
    const struct esc_tag *tag = &escapes.tags[p->first_tag];
    assert_int_equal(tag->kind, ESC_TAG_HEAP);
    tag = &escapes.tags[tag->next];
    assert_int_equal(tag->kind, ESC_TAG_RESULT);
    assert_string_equal(tag->result, "~r0");
    assert_int_equal(tag->level, 2);
    assert_true(tag->next == ESC_NONE); /* told twice, of two instances */
    assert_string_equal(p->function, "g");
    assert_true(find(&escapes, "q", 5, 14)->is_parameter);
    assert_false(find(&escapes, "z", 6, 14)->is_parameter);
    assert_string_equal(find(&escapes, "z", 6, 14)->function, "g");
    esc_escapes_free(&escapes);
}

static void test_functions(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(
        "a.go:9:6: cannot inline main: function too complex: cost 96 exceeds budget 80\n"
        "a.go:4:6: can inline f with cost 8 as: func() *T { return &T{} }\n"
        "a.go:10:9: can inline main.func1 with cost 76 as: func() { fmt.Println(i) }\n"
        "a.go:5:6: can inline (*T).m\n"
        "a.go:9:20: inlining call to f\n"
        "a.go:11:20: inlining call to (*T).m with score 3\n"
        "a.go:12:4: x escapes to heap\n"
        "a.go:9:20: &T{} does not escape\n");
    assert_int_equal(escapes.strange, 0);
    assert_int_equal(escapes.function_count, 4);
    assert_string_equal(escapes.functions[0].name, "f");
    assert_true(escapes.functions[0].inlines);
    assert_string_equal(escapes.functions[1].name, "(*T).m");
    assert_false(escapes.functions[2].inlines);
    assert_string_equal(escapes.functions[2].why,
                        "function too complex: cost 96 exceeds budget 80");
    assert_string_equal(find(&escapes, "x", 12, 4)->function, "main"); /* not its literal */
    const struct esc_go_value *value = find(&escapes, "&T{}", 9, 20);
    assert_string_equal(esc_escapes_inlined_at(&escapes, value->at), "f");
    assert_null(esc_escapes_inlined_at(&escapes, find(&escapes, "x", 12, 4)->at));
    assert_string_equal(escapes.inlined[1].callee, "(*T).m");
    esc_escapes_free(&escapes);
}

static void test_captures(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(
        "a.go:6:142: main capturing by ref: i (addr=false assign=true width=8)\n"
        "a.go:7:2: f capturing by value: b (addr=true assign=false width=128)\n"
        "ParseCookie capturing by ref: #next (addr=false assign=true width=8)\n"
        "a.go:6:142: moved to heap: i\n");
    assert_int_equal(escapes.strange, 0);
    assert_int_equal(escapes.capture_count, 3);
    const struct esc_go_value *i = find(&escapes, "i", 6, 142);
    const struct esc_capture *capture = esc_escapes_capture(&escapes, i->at, i->name);
    assert_true(capture == &escapes.captures[0]);
    assert_true(capture->by_reference && capture->assigned && !capture->address_taken);
    assert_int_equal(capture->width, 8);
    assert_string_equal(capture->function, "main");
    capture = &escapes.captures[1];
    assert_true(!capture->by_reference && !capture->assigned && capture->address_taken);
    assert_int_equal(capture->width, 128);
    assert_string_equal(escapes.captures[2].variable, "#next");
    assert_int_equal(escapes.captures[2].at.line, 0);
    esc_escapes_free(&escapes);
}

static void test_remarks(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(
        "s.go:3:4: IntSlice.Swap ignoring self-assignment in x[i], x[j] = x[j], x[i]\n"
        "s.go:3:5: index bounds check elided\n"
        "s.go:3:6: slice bounds check elided\n"
        "s.go:3:7: devirtualizing enc.Write to *base64.encoder\n"
        "s.go:3:8: partially devirtualizing x.M to T\n"
        "s.go:3:9: zero-copy string->[]byte conversion\n"
        "s.go:3:9: assuming p is unsafe uintptr\n"
        "s.go:3:9: marking p as escaping uintptr\n"
        "s.go:3:9: marking p as escaping ...uintptr\n");
    assert_int_equal(escapes.strange, 0);
    assert_int_equal(escapes.remarks[ESC_REMARK_SELF_ASSIGNMENT], 1);
    assert_int_equal(escapes.remarks[ESC_REMARK_BOUNDS], 2);
    assert_int_equal(escapes.remarks[ESC_REMARK_DEVIRTUALIZED], 2);
    assert_int_equal(escapes.remarks[ESC_REMARK_CONVERSION], 1);
    assert_int_equal(escapes.remarks[ESC_REMARK_OTHER], 3);
    esc_escapes_free(&escapes);
}

/* Columns from 255 on are not printed; the compiler's own methods are in no file. */
static void test_places(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(
        "dir with: blank/a.go:7: x escapes to heap\n"
        "C:\\go\\a.go:7:3: y escapes to heap\r\n"
        "<autogenerated>:1: parameter .this leaks to {heap} with derefs=2:\n"
        "<autogenerated>:1:   flow: {heap} = **.this:\n"
        "<autogenerated>:1:     from .this (indirection) at <autogenerated>:1\n");
    assert_int_equal(escapes.strange, 0);
    assert_string_equal(find(&escapes, "x", 7, 0)->at.file, "dir with: blank/a.go");
    assert_string_equal(find(&escapes, "y", 7, 3)->at.file, "C:\\go\\a.go");
    const struct esc_go_value *value = find(&escapes, ".this", 1, 0);
    assert_string_equal(value->at.file, "<autogenerated>");
    check_flow(&escapes, 0, "{heap}", ".this", 2, 1);
    assert_int_equal(escapes.steps[0].at.line, 1);
    esc_escapes_free(&escapes);
    escapes = read_text(
        "iter.go:67:14: seq escapes to heap:\n"
        "iter.go:67:14:   flow: {heap} = &seq:\n"
        "iter.go:67:14:     from slices.#state1 (captured by a closure) at "
        "<unknown line number>\n"
        "<unknown line number>: x does not escape\n");
    assert_int_equal(escapes.strange, 0);
    assert_int_equal(escapes.steps[0].at.line, 0);
    assert_string_equal(escapes.steps[0].at.file, "");
    assert_int_equal(find(&escapes, "x", 0, 0)->fate, ESC_FATE_STAYS);
    esc_escapes_free(&escapes);
}

/* What stands in quotes is no punctuation; 1.19 prints raw strings over several lines. */
static void test_quotes(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(
        "raw.go:4:13: \"}: = x\" escapes to heap:\n"
        "raw.go:4:13:   flow: {storage for \"a = b\"} = &{storage for \"}: = x\"}:\n"
        "raw.go:4:13:     from f(\"(x) at y:1:2\") (call parameter) at raw.go:4:63\n"
        "raw.go:4:73:   flow: {heap} = {storage for ... argument}:\n"
        "raw.go:3:27: `a\nraw: `b` \n\nescapes` escapes to heap\n"
        "raw.go:5:28: '\"' escapes to heap\n"
        "raw.go:6:28: '`' escapes to heap\n");
    check_flow(&escapes, 0, "{storage for \"a = b\"}", "{storage for \"}: = x\"}", -1, 1);
    assert_string_equal(escapes.steps[0].expression, "f(\"(x) at y:1:2\")");
    assert_string_equal(escapes.steps[0].reason, "call parameter");
    assert_int_equal(find(&escapes, "'\"'", 5, 28)->fate, ESC_FATE_ESCAPES);
    assert_int_equal(find(&escapes, "'`'", 6, 28)->fate, ESC_FATE_ESCAPES);
    assert_int_equal(escapes.first_strange, 4); /* a flow of another place: texts were mixed */
    esc_escapes_free(&escapes);
    escapes =
        read_text("raw.go:3:27: `a\n\"b escapes` escapes to heap\nraw.go:4:1: x does not escape\n");
    assert_int_equal(escapes.strange, 0);
    assert_int_equal(escapes.lines, 3);
    assert_int_equal(find(&escapes, "`a\n\"b escapes`", 3, 27)->fate, ESC_FATE_ESCAPES);
    find(&escapes, "x", 4, 1);
    esc_escapes_free(&escapes);
}

static void test_cut(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(
        "a.go:4:15: parameter t leaks to ~r0 with derefs=0:\n"
        "a.go:4:15:   flow: ~r0 = t:\n"
        "a.go:4:15:   warning: truncated explanation due to assignment cycle; see "
        "golang.org/issue/35518\n"
        "a.go:4:15:     from return t (ret");
    assert_true(escapes.paths[0].cut);
    assert_true(escapes.ends_within_line);
    assert_int_equal(escapes.strange, 1);
    assert_int_equal(escapes.first_strange, 4);
    assert_string_equal(escapes.first_strange_text, "a.go:4:15:     from return t (ret");
    assert_int_equal(find(&escapes, "t", 4, 15)->fate, ESC_FATE_UNTOLD);
    esc_escapes_free(&escapes);
}

/* Lines that look alike and are none: each is counted, none is taken for another. */
static void test_strange(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "hello",
        "a.go:3:4: undefined: x",
        "a.go:3:4:   flow: {heap} = x:",
        "a.go:3:4:     from x (return) at a.go:3:4",
        "a.go:3:4: parameter p leaks to {heap} with derefs=x:",
        "a.go:3:4: parameter p leaks to {heap} with derefs=99999999999:",
        "a.go:3:4: leaking param: p to result ~r0 level=",
        "a.go:3:4: f capturing by ref: v (addr=true assign=true width=)",
        "a.go:3:4: moved to heap: ",
        "a.go:99999999999: x escapes to heap",
        ":3:4: x escapes to heap",
        "go: cannot find main module",
    };
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        struct esc_escapes escapes = read_text(lines[k]);
        struct esc_error error = {0};
        assert_int_equal(escapes.strange, 1);
        assert_string_equal(escapes.first_strange_text, lines[k]);
        assert_false(esc_m2_check(&escapes, "text", &error));
        assert_int_equal(error.count, 1);
        assert_int_equal(error.messages[0].line, 1);
        esc_error_free(&error);
        esc_escapes_free(&escapes);
    }
}

/* Of copies of one value the verdict that is nearer to the heap stands. */
static void test_copies(void **state)
{
    (void)state;
    struct esc_escapes escapes = read_text(
        "a.go:3:4: x escapes to heap\n"
        "a.go:3:4: x does not escape\n"
        "a.go:4:4: y does not escape\n"
        "a.go:4:4: y does not escape\n");
    assert_int_equal(escapes.value_count, 2);
    assert_int_equal(find(&escapes, "x", 3, 4)->fate, ESC_FATE_ESCAPES);
    assert_true(find(&escapes, "x", 3, 4)->differs);
    assert_false(find(&escapes, "y", 4, 4)->differs);
    esc_escapes_free(&escapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moved),         cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_newer_wording), cmocka_unit_test(test_tags),
        cmocka_unit_test(test_functions),     cmocka_unit_test(test_captures),
        cmocka_unit_test(test_remarks),       cmocka_unit_test(test_places),
        cmocka_unit_test(test_quotes),        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_strange),       cmocka_unit_test(test_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
