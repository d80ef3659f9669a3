/*
 * The parser of Go: what it refuses and where, what it bounds, the places of nodes. That its trees
 * are the compiler's, node by node, is tests/gosyntax/compare.sh's business.
 */
#include "gosyntax/parse.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "gosyntax/letters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The line of the one message, 0: it was parsed. */
static int refused_at(const char *bytes, size_t length)
{
    struct esc_syntax syntax = {0};
    struct esc_error error = {0};
    const struct esc_go_file *file = esc_syntax_parse(&syntax, "x.go", bytes, length, &error);
    assert_int_equal(error.count, file == NULL ? 1 : 0);
    const int line = file == NULL ? error.messages[0].line : 0;
    esc_syntax_free(&syntax);
    esc_error_free(&error);
    return line;
}

static int refused_text_at(const char *text)
{
    return refused_at(text, strlen(text));
}

/* tests/gosyntax/refused.txt; its lines are the compiler's. */
static void refuses_what_go_refuses(void **state)
{
    (void)state;
    struct esc_text table = {0};
    struct esc_error error = {0};
    assert_true(esc_text_read(&table, "tests/gosyntax/refused.txt", &error));
    size_t programs = 0;
    char *next = strstr(table.bytes, "\n===");
    while (next != NULL) {
        const char *head = strchr(next + 1, ' ');
        char *begin = strchr(next + 1, '\n') + 1;
        next = strstr(begin - 1, "\n===");
        const size_t length = next != NULL ? (size_t)(next + 1 - begin) : strlen(begin);
        const int line = refused_at(begin, length);
        if (line != atoi(head))
            fail_msg("refused at line %d, not at %d:\n%.*s", line, atoi(head), (int)length, begin);
        programs++;
    }
    assert_true(programs > 80);
    esc_text_free(&table);
}

/* `count` times `piece` between `before` and `after`. */
static char *repeated(const char *before, const char *piece, size_t count, const char *after)
{
    struct esc_text text = {0};
    esc_text_add(&text, before);
    for (size_t k = 0; k < count; k++)
        esc_text_add(&text, piece);
    esc_text_add(&text, after);
    return esc_text_take(&text);
}

/* Deep ones end in a message, whatever nests: what is on the parser's stack, and what is not. */
static void bounds_what_nests(void **state)
{
    (void)state;
    static const char *const pieces[][3] = {
        {"package p\nvar x = ", "(", "1"},
        {"package p\nvar x = ", "-", "1"},
        {"package p\nvar x = 1", " + 1", "\n"},
        {"package p\nvar x = f", ".f", "\n"},
        {"package p\nvar x = f", "()", "\n"},
        {"package p\nvar x = a", "[0]", "\n"},
        {"package p\nvar x ", "[]", "int\n"},
        {"package p\nvar x ", "(", "int\n"},
        {"package p\nvar x ", "func(", "int\n"},
        {"package p\nvar x ", "struct{ x ", "int\n"},
        {"package p\nvar x = T", "{", "1\n"},
        {"package p\nvar x = <-", "<-", "c\n"},
        {"package p\nfunc f() ", "{", "\n"},
        {"package p\nfunc f() {", "if x {} else ", "{}}\n"},
        {"package p\nfunc f() {", "L: ", "x()}\n"},
        {"package p\nvar x = ", "func() {", "\n"},
        {"package p\ntype I interface { int", " | int", "}\n"},
    };
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        char *text = repeated(pieces[k][0], pieces[k][1], 100000, pieces[k][2]);
        assert_int_equal(refused_text_at(text), 2);
        free(text);
    }
    char *fits = repeated("package p\nvar x = 1", " + 1", ESC_SYNTAX_HEIGHT / 2, "\n");
    assert_int_equal(refused_text_at(fits), 0);
    free(fits);
}

static void refuses_what_is_no_text(void **state)
{
    (void)state;
    assert_int_equal(refused_at(NULL, 0), 1);
    assert_int_equal(refused_at("package p\n\xff\n", 12), 2);
    assert_int_equal(refused_at("package p\n\n// \0\n", 16), 3);
    assert_int_equal(refused_text_at("package p\nvar x = \"\xef\xbb\xbf\"\n"), 2);
    assert_int_equal(refused_text_at("\xef\xbb\xbfpackage p\n"), 0);
    assert_int_equal(refused_text_at("package p\n//line y.go:7\n"), 2);
    assert_int_equal(refused_text_at("package p\n//line up here\n"), 0);
    assert_int_equal(refused_text_at("package p\nvar x /*line y.go:7:1*/ int\n"), 2);
    assert_int_equal(refused_text_at("package p\n//go:noescape\nvar x int\n"), 2);
    assert_int_equal(refused_text_at("package p\n\nfunc f() {\n//go:noinline\n}\n"), 4);
    /* The type checker's in Go; here as early. */
    assert_int_equal(refused_text_at("package p\nfunc f() {\n_ = x.(type)\n}\n"), 3);
    assert_int_equal(refused_text_at("package p\nfunc f() {\n(x) := 1\n}\n"), 3);
    assert_int_equal(refused_text_at("package p\nfunc f() {\nselect {\ncase f():\n}\n}\n"), 4);
}

/* Ends of lines end statements only behind some tokens, and a comment over lines is an end. */
static void puts_semicolons_in(void **state)
{
    (void)state;
    assert_int_equal(refused_text_at("package p; var x = 1 /* a\nb */ var y int\n"), 0);
    assert_int_equal(refused_text_at("package p; var x = 1 /* a b */ var y int\n"), 1);
    assert_int_equal(refused_text_at("package p\nvar x = 1 +\n2"), 0);
    assert_int_equal(refused_text_at("package p\nvar x = 1\n+ 2"), 3);
    assert_int_equal(refused_text_at("package p\r\nvar x = 1\r\n"), 0);
}

struct found {
    enum esc_node_kind kind;
    struct esc_go_place at;
};

static void find(void *context, struct esc_go_node *node)
{
    struct found *found = context;
    if (node->kind == found->kind)
        found->at = node->at;
    esc_go_children(node, find, context);
}

/* The places are those that Go 1.19.8's own parser has (tests/gosyntax/dump.go). */
static void places_are_the_compilers(void **state)
{
    (void)state;
    static const char text[] =
        "package p\n\nfunc f(x, \xc3\xa9 int) { a.b(x).c[i + 1].d = &T{}; "
        "switch v := g.(type) {}; s[1:] <- u.(int) }\n";
    static const struct found expected[] = {
        {ESC_NODE_FUNC, {3, 6}},    {ESC_NODE_CALL, {3, 24}},   {ESC_NODE_INDEX, {3, 29}},
        {ESC_NODE_BINARY, {3, 32}}, {ESC_NODE_UNARY, {3, 41}},  {ESC_NODE_COMPOSITE, {3, 43}},
        {ESC_NODE_ASSIGN, {3, 39}}, {ESC_NODE_SWITCH, {3, 47}}, {ESC_NODE_TYPE_GUARD, {3, 60}},
        {ESC_NODE_SLICE, {3, 73}},  {ESC_NODE_SEND, {3, 78}},   {ESC_NODE_ASSERT, {3, 82}},
    };
    struct esc_syntax syntax = {0};
    struct esc_error error = {0};
    struct esc_go_file *file = esc_syntax_parse(&syntax, "x.go", text, sizeof text - 1, &error);
    assert_non_null(file);
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        struct found found = {.kind = expected[k].kind};
        find(&found, file->declarations.list[0]);
        if (found.at.line != 3 || found.at.column != expected[k].at.column)
            fail_msg("%s at column %u, not %u", esc_node_word(found.kind), found.at.column,
                     expected[k].at.column);
    }
    esc_syntax_free(&syntax);
}

/* Names of several files share one pool; ids go on; constants know their place in a group. */
static void files_share_a_pool(void **state)
{
    (void)state;
    struct esc_syntax syntax = {0};
    struct esc_error error = {0};
    static const char one[] = "package p\nconst (\nA = iota\nB\n)\n";
    static const char two[] =
        "package p\nconst A = 1\n//go:linkname f g\n//go:noescape\nfunc f()\n";
    struct esc_go_file *first = esc_syntax_parse(&syntax, "1.go", one, sizeof one - 1, &error);
    const unsigned ids = syntax.node_count;
    struct esc_go_file *second = esc_syntax_parse(&syntax, "2.go", two, sizeof two - 1, &error);
    assert_non_null(first);
    assert_non_null(second);
    const struct esc_go_node *b = first->declarations.list[1];
    assert_int_equal(b->constant.iota, 1);
    assert_int_equal(b->constant.group, first->declarations.list[0]->constant.group);
    const struct esc_go_node *other = second->declarations.list[0];
    assert_int_equal(other->constant.group, 0);
    assert_ptr_equal(other->constant.names.list[0]->name,
                     first->declarations.list[0]->constant.names.list[0]->name);
    assert_true(other->id >= ids);
    assert_int_equal(second->declarations.list[1]->func.pragmas, ESC_PRAGMA_NOESCAPE);
    assert_int_equal(second->directive_count, 1);
    assert_string_equal(second->directives[0].text, "go:linkname f g");
    esc_syntax_free(&syntax);
}

static void letters_of_all_scripts(void **state)
{
    (void)state;
    unsigned length = 0;
    assert_int_equal(esc_go_character("\xc3\xa9", 2, &length), 0xE9);
    assert_int_equal(length, 2);
    assert_true(esc_go_is_letter(0xE9) && esc_go_is_letter(0x65E5) && esc_go_is_letter('_'));
    assert_false(esc_go_is_letter(0xD7) || esc_go_is_letter('1') || esc_go_is_letter(0x2028));
    assert_true(esc_go_is_digit(0x0665) && esc_go_is_digit('7') && !esc_go_is_digit(0xB2));
    assert_true(esc_go_is_exported("X") && esc_go_is_exported("\xc3\x89t\xc3\xa9"));
    assert_false(esc_go_is_exported("x") || esc_go_is_exported("_X") ||
                 esc_go_is_exported("\xe6\x97\xa5"));
}

static void an_arena_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct esc_arena arena = {0};
    char *before = NULL;
    for (size_t k = 1; k < 400; k += 7) {
        char *piece = esc_arena_take(&arena, k, k);
        assert_int_equal((uintptr_t)piece % sizeof(long double), 0);
        for (size_t at = 0; at < k * k; at++)
            assert_int_equal(piece[at], 0);
        memset(piece, 'x', k * k);
        assert_true(before != piece);
        before = piece;
    }
    assert_non_null(esc_arena_take(&arena, 0, 8));
    esc_arena_free(&arena);
    assert_int_equal(arena.block_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_go_refuses),
        cmocka_unit_test(bounds_what_nests),
        cmocka_unit_test(refuses_what_is_no_text),
        cmocka_unit_test(puts_semicolons_in),
        cmocka_unit_test(places_are_the_compilers),
        cmocka_unit_test(files_share_a_pool),
        cmocka_unit_test(letters_of_all_scripts),
        cmocka_unit_test(an_arena_is_zeroed_and_aligned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
