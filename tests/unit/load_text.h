/* A case from a text: written into a folder of its own, loaded, removed. Unit tests only. */
#ifndef ESC_TESTS_LOAD_TEXT_H
#define ESC_TESTS_LOAD_TEXT_H

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "load/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A fresh folder; the caller removes it and frees the name. */
static inline char *fresh_folder(void)
{
    char *folder = esc_strdup("/tmp/esc-load-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return folder;
}

static inline void write_file(const char *path, const char *bytes, size_t length)
{
    struct esc_error error = {0};
    if (!esc_text_write(path, bytes, length, &error))
        fail_msg("%s", error.messages[0].text);
}

/* Loads the text as good.lua. */
static inline bool load_bytes(const char *bytes, size_t length, struct esc_case *bench_case,
                              struct esc_error *error)
{
    char *folder = fresh_folder();
    char *path = esc_format("%s/good.lua", folder);
    write_file(path, bytes, length);
    bool good = esc_load_case(path, bench_case, error);
    unlink(path);
    rmdir(folder);
    free(path);
    free(folder);
    return good;
}

/* Loads a text that must be good. */
static inline void load_good(const char *text, struct esc_case *bench_case)
{
    struct esc_error error = {0};
    if (!load_bytes(text, strlen(text), bench_case, &error))
        fail_msg("line %d: %s", error.messages[0].line, error.messages[0].text);
}

/* A whole case around further fields, which begin in line 2. */
#define CASE_HEAD "return case { title = 'T', question = 'Q', because = 'B', remedy = 'R',\n"
/* `…_FIELDS` follow the texts of the strategies. */
#define SIDES(stack_fields, heap_fields)                                                           \
    "strategies = { stack = { go = 'g', c = 'int stack_op(int i) { return i; }', " stack_fields    \
    "}, heap = { go = 'g', c = 'int heap_op(int i) { return i; }', " heap_fields "} },\n"
#define CASE_SIDES SIDES("", "")

#endif
