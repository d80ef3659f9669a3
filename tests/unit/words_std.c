/*
 * Escapes of Go's standard library in plain words: tests/fixtures/why/std.txt holds the compiler's
 * words and what has to be said of each, which was written by hand from the source.
 */
#include "base/memory.h"
#include "base/text.h"
#include "noun/source_files.h"
#include "why/source.h"
#include "why/why.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* One of the file: what the compiler printed, the source as far as it is given, what is wanted. */
struct excerpt {
    char *place, *name, *file;
    struct esc_text told, source, wanted;
    int source_line; /* the next one to be added */
};

static void free_excerpt(struct excerpt *excerpt)
{
    free(excerpt->place);
    free(excerpt->name);
    free(excerpt->file);
    esc_text_free(&excerpt->told);
    esc_text_free(&excerpt->source);
    esc_text_free(&excerpt->wanted);
    *excerpt = (struct excerpt){.source_line = 1};
}

static const struct esc_go_value *value_of(const struct esc_escapes *escapes,
                                           const struct excerpt *excerpt)
{
    for (size_t k = 0; k < escapes->value_count; k++) {
        const struct esc_go_value *value = &escapes->values[k];
        char *place = esc_format("%s:%d:%d", value->at.file, value->at.line, value->at.column);
        const bool is_it =
            strcmp(place, excerpt->place) == 0 && strcmp(value->name, excerpt->name) == 0;
        free(place);
        if (is_it)
            return value;
    }
    fail_msg("%s: no value %s", excerpt->place, excerpt->name);
    return NULL;
}

static void add_way(const struct esc_escapes *escapes, const struct esc_go_value *value,
                    struct esc_text *said)
{
    struct esc_path_lines lines =
        esc_path_words(escapes, value, &escapes->paths[value->first_path]);
    for (size_t k = 0; k < lines.count; k++) {
        const struct esc_spot *at = &lines.list[k].at;
        if (at->line == 0)
            esc_text_addf(said, "→ %s\n", lines.list[k].text);
        else
            esc_text_addf(said, "%s [%d]\n", lines.list[k].text, at->line);
    }
    esc_path_lines_free(&lines);
}

/* A parameter has tags for its callers, what leaves has a cause and an answer. */
static void add_meaning(const struct esc_escapes *escapes, const struct esc_source_files *files,
                        const struct esc_go_value *value, struct esc_text *said)
{
    const char *because;
    for (size_t k = value->first_tag; k != ESC_NONE; k = escapes->tags[k].next) {
        esc_text_add(said, "tag ");
        esc_tag_words(&escapes->tags[k], said);
        esc_text_add(said, "\n");
    }
    if (value->first_tag == ESC_NONE)
        esc_text_addf(said, "cause %s\nallocates %s\n",
                      esc_cause_words(esc_cause_of(escapes, value))->word,
                      esc_allocates_word(esc_allocates_of(escapes, files, value, &because)));
}

static void check(struct excerpt *excerpt)
{
    struct esc_escapes escapes = {0};
    struct esc_source_files files = {0};
    struct esc_text said = {0};
    struct esc_m2_reader *reader = esc_m2_begin(&escapes);
    esc_m2_take(reader, excerpt->told.bytes, excerpt->told.length);
    esc_m2_end(reader);
    assert_int_equal(escapes.strange, 0);
    esc_source_files_add(&files, excerpt->file, excerpt->file, esc_text_take(&excerpt->source));
    esc_why_place(&escapes, &files.list[0]);
    const struct esc_go_value *value = value_of(&escapes, excerpt);
    add_way(&escapes, value, &said);
    add_meaning(&escapes, &files, value, &said);
    if (strcmp(said.bytes, excerpt->wanted.bytes) != 0)
        fail_msg("%s %s\nis said:\n%swanted:\n%s", excerpt->place, excerpt->name, said.bytes,
                 excerpt->wanted.bytes);
    esc_text_free(&said);
    esc_source_files_free(&files);
    esc_escapes_free(&escapes);
}

/* "bufio/bufio.go:56:10 new(Reader)" */
static void begin(struct excerpt *excerpt, const char *line)
{
    const size_t length = strcspn(line, " ");
    excerpt->place = strndup(line, length);
    excerpt->name = esc_strdup(line + length + 1);
    excerpt->file = strndup(line, strcspn(line, ":"));
}

static void add_line(struct excerpt *excerpt, const char *line)
{
    if (esc_starts(line, "@ ")) {
        begin(excerpt, line + 2);
    } else if (esc_starts(line, "= ")) {
        esc_text_addf(&excerpt->wanted, "%s\n", line + 2);
    } else if (esc_starts(line, "> ")) {
        char *text;
        for (const int number = (int)strtol(line + 2, &text, 10); excerpt->source_line < number;
             excerpt->source_line++)
            esc_text_add(&excerpt->source, "\n");
        esc_text_addf(&excerpt->source, "%s\n", text + 1);
        excerpt->source_line++;
    } else if (*line != '#') {
        esc_text_addf(&excerpt->told, "%s\n", line);
    }
}

static void test_excerpts(void **state)
{
    (void)state;
    struct esc_text text = {0};
    struct esc_error error = {0};
    struct excerpt excerpt = {.source_line = 1};
    size_t count = 0;
    assert_true(esc_text_read(&text, "tests/fixtures/why/std.txt", &error));
    esc_text_add(&text, "\n");
    char *rest = text.bytes;
    for (char *line; (line = strsep(&rest, "\n")) != NULL && rest != NULL;) {
        if (*line != '\0') {
            add_line(&excerpt, line);
            continue;
        }
        if (excerpt.place != NULL) {
            check(&excerpt);
            count++;
        }
        free_excerpt(&excerpt);
    }
    assert_true(count >= 30);
    free_excerpt(&excerpt);
    esc_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_excerpts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
