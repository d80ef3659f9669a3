/* The beginning of a text in whole sentences. */
#include "words/sentence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void expect(const char *text, size_t most, const char *wanted)
{
    char *kept = esc_first_sentences(text, most);
    assert_string_equal(kept, wanted);
    free(kept);
}

static void sentences_follow_while_they_fit(void **state)
{
    (void)state;
    /* "Send the value." has 15 bytes, "It is small." 12, and a blank is between them. */
    expect("Send the value. It is small. But not always.", 15, "Send the value.");
    expect("Send the value. It is small. But not always.", 27, "Send the value.");
    expect("Send the value. It is small. But not always.", 28, "Send the value. It is small.");
    expect("One alone", 100, "One alone");
    expect("", 100, "");
    expect(NULL, 100, "");
}

static void a_point_inside_ends_none(void **state)
{
    (void)state;
    expect("Since Go 1.19 it is io.EOF, e.g. this. Next.", 5,
           "Since Go 1.19 it is io.EOF, e.g. this.");
    expect("Work in place (`B`). []rune(s) has room.", 5, "Work in place (`B`).");
    expect("Is it \"so?\" \"Yes\", it is.", 5, "Is it \"so?\"");
    expect("About 3. 5 follow.", 5, "About 3. 5 follow.");
}

static void lines_become_one(void **state)
{
    (void)state;
    expect("\n  Keep the\n\tvalue:  here.\n", 100, "Keep the value: here.");
}

static void a_long_one_ends_with_a_clause(void **state)
{
    (void)state;
    expect("Round down: 33 bytes cost 48. Next.", 20, "Round down.");
    expect("Keep it (a: b; c) whole: never.", 20, "Keep it (a: b; c) whole: never.");
    expect("Keep it (a: b; c) whole: never.", 24, "Keep it (a: b; c) whole.");
    expect("Write it: `a := 1; b: c` here.", 28, "Write it.");
    expect("No clause in all of this sentence. Next.", 10, "No clause in all of this sentence.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_follow_while_they_fit),
        cmocka_unit_test(a_point_inside_ends_none),
        cmocka_unit_test(lines_become_one),
        cmocka_unit_test(a_long_one_ends_with_a_clause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
