/*
 * The general check of a tree against the schema, and how its faults are worded.
 * See check.h for the contracts.
 */
#include "load/check.h"

#include "base/memory.h"
#include "base/text.h"
#include "load/file.h"
#include "load/nearest.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static bool check_value(const struct esc_check *check, const char *where,
                        const struct esc_type *type, const struct esc_node *node);

char *esc_check_show(const char *where)
{
    struct esc_text shown = {0};
    esc_text_add(&shown, *where == '\0' ? "case" : "");
    for (const char *part = where; *part != '\0';) {
        size_t length = strcspn(part, ".");
        bool index = isdigit((unsigned char)*part);
        const char *before = index ? "[" : part == where ? "" : ".";
        esc_text_addf(&shown, "%s%.*s%s", before, (int)length, part, index ? "]" : "");
        part += length + (part[length] == '.');
    }
    return esc_text_take(&shown);
}

char *esc_check_shorten(const char *text, size_t most)
{
    size_t length = strcspn(text, "\r\n");
    length = length > most ? most : length;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--; /* not within a UTF-8 character */
    return esc_format("%.*s%s", (int)length, text, text[length] == '\0' ? "" : "…");
}

static bool add_fault(const struct esc_check *check, const char *where, const char *subject,
                      const char *format, va_list arguments)
{
    struct esc_text text = {0};
    char *sentence = NULL;
    if (vasprintf(&sentence, format, arguments) < 0)
        sentence = NULL;
    esc_text_addf(&text, "%s%s", subject, sentence == NULL ? format : sentence);
    for (char *byte = text.bytes; *byte != '\0'; byte++)
        if (iscntrl((unsigned char)*byte))
            *byte = ' '; /* names and words are the user's; a message is one line */
    esc_error_add(check->error, check->path, esc_lines_field(check->lines, where), "%s",
                  text.bytes);
    free(sentence);
    esc_text_free(&text);
    return false;
}

bool esc_check_fault(const struct esc_check *check, const char *where, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_fault(check, where, "", format, arguments);
    va_end(arguments);
    return false;
}

bool esc_check_field(const struct esc_check *check, const char *where, const char *format, ...)
{
    char *shown = esc_check_show(where);
    char *subject = esc_format("%s ", shown);
    va_list arguments;
    va_start(arguments, format);
    add_fault(check, where, subject, format, arguments);
    va_end(arguments);
    free(subject);
    free(shown);
    return false;
}

static bool wrong_kind(const struct esc_check *check, const char *where,
                       const struct esc_node *node, const char *wanted)
{
    return esc_check_field(check, where, "must be %s, not %s", wanted, esc_node_words(node));
}

static bool check_text(const struct esc_check *check, const char *where,
                       const struct esc_type *type, const struct esc_node *node)
{
    if (node->kind != ESC_KIND_TEXT)
        return wrong_kind(check, where, node, "a text");
    if (strlen(node->text) != node->length)
        return esc_check_field(check, where, "holds a NUL byte; remove the \\0");
    size_t odd;
    if (!esc_file_is_utf8(node->text, node->length, &odd))
        return esc_check_field(check, where, "is not UTF-8 from byte %zu on; write UTF-8", odd + 1);
    if (strspn(node->text, " \t\r\n\v\f") == node->length)
        return esc_check_field(check, where, "is blank; write its text, or remove the field");
    if (type->shape == ESC_SHAPE_LINE && strchr(node->text, '\n') != NULL)
        return esc_check_field(check, where, "must be one line; remove the line breaks");
    return true;
}

static bool is_not(const struct esc_check *check, const char *where, const char *text,
                   const char *wanted)
{
    char *shown = esc_check_shorten(text, 40);
    esc_check_field(check, where, "is \"%s\"; use %s", shown, wanted);
    free(shown);
    return false;
}

static bool check_name(const struct esc_check *check, const char *where,
                       const struct esc_type *type, const struct esc_node *node)
{
    if (!check_text(check, where, type, node))
        return false;
    if (esc_schema_named(type->naming, node->text))
        return true;
    return is_not(check, where, node->text, esc_schema_naming_words(type->naming));
}

static char *list_words(const char *const *words)
{
    struct esc_text list = {0};
    for (size_t i = 0; words[i] != NULL; i++)
        esc_text_addf(&list, "%s\"%s\"",
                      i == 0                 ? ""
                      : words[i + 1] == NULL ? " or "
                                             : ", ",
                      words[i]);
    return esc_text_take(&list);
}

static bool is_word_of(const char *text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcmp(text, *words) == 0)
            return true;
    return false;
}

static bool check_choice(const struct esc_check *check, const char *where,
                         const struct esc_type *type, const struct esc_node *node)
{
    if (node->kind == ESC_KIND_TEXT && is_word_of(node->text, type->choices))
        return true;
    char *words = list_words(type->choices);
    if (node->kind == ESC_KIND_TEXT)
        is_not(check, where, node->text, words);
    else
        wrong_kind(check, where, node, words);
    free(words);
    return false;
}

static bool check_flag(const struct esc_check *check, const char *where,
                       const struct esc_type *type, const struct esc_node *node)
{
    (void)type;
    return node->kind == ESC_KIND_BOOLEAN || wrong_kind(check, where, node, "true or false");
}

static bool check_range(const struct esc_check *check, const char *where,
                        const struct esc_type *type, const struct esc_node *node)
{
    if (isnan(node->number))
        return esc_check_field(check, where, "is NaN, not a number; look for a division 0/0");
    if (node->number >= type->least && node->number <= type->most)
        return true;
    return esc_check_field(check, where, "is %.16g; it must be from %.16g to %.16g", node->number,
                           type->least, type->most);
}

static bool check_number(const struct esc_check *check, const char *where,
                         const struct esc_type *type, const struct esc_node *node)
{
    if (node->kind != ESC_KIND_NUMBER)
        return wrong_kind(check, where, node, "a number");
    return check_range(check, where, type, node);
}

static bool check_whole(const struct esc_check *check, const char *where,
                        const struct esc_type *type, const struct esc_node *node)
{
    if (!check_number(check, where, type, node))
        return false;
    return node->whole ||
           esc_check_field(check, where, "is %.16g; it must be a whole number", node->number);
}

static bool check_param_value(const struct esc_check *check, const char *where,
                              const struct esc_type *type, const struct esc_node *node)
{
    static const struct esc_type word = {.shape = ESC_SHAPE_NAME, .naming = ESC_NAMING_SNAKE};
    if (node->kind == ESC_KIND_TEXT)
        return check_name(check, where, &word, node);
    if (node->kind == ESC_KIND_NUMBER)
        return check_whole(check, where, type, node);
    return wrong_kind(check, where, node, "a whole number or a word");
}

/* What a function gives is judged where the points are known. */
static bool check_expected(const struct esc_check *check, const char *where,
                           const struct esc_type *type, const struct esc_node *node)
{
    if (node->kind == ESC_KIND_FUNCTION)
        return true;
    if (node->kind == ESC_KIND_NUMBER)
        return check_range(check, where, type, node);
    return wrong_kind(check, where, node, "a number or a function(p) that returns one");
}

static bool check_list(const struct esc_check *check, const char *where,
                       const struct esc_type *type, const struct esc_node *node)
{
    if (node->kind != ESC_KIND_TABLE)
        return wrong_kind(check, where, node, "a list, { … }");
    if (!esc_node_is_list(node))
        return esc_check_field(check, where, "must be a list without names and without holes");
    if (node->count == 0)
        return esc_check_field(check, where, "is empty; give at least one item, or remove it");
    bool good = true;
    for (size_t i = 0; i < node->count; i++) {
        char *item = esc_format("%s.%zu", where, i + 1);
        good = check_value(check, item, type->element, &node->entries[i].value) && good;
        free(item);
    }
    return good;
}

static const struct esc_field *find_field(const struct esc_record *record, const char *name)
{
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return &record->fields[i];
    return NULL;
}

/* The field of the record that was probably meant by a name it does not know, or NULL. */
static const char *meant_field(const struct esc_record *record, const char *typed)
{
    struct esc_nearest nearest = {.typed = typed};
    for (size_t i = 0; i < record->count; i++)
        esc_nearest_offer(&nearest, record->fields[i].name);
    return nearest.name;
}

/* Fields that the language had, and what to write now. */
static const struct {
    const char *record, *field, *advice;
} former[] = {
    {"case", "name", "leave it out, the file's name is the case's"},
    {"case", "shared", "call it c"},
    {"case", "go_shared", "call it go"},
    {"case", "quick", "write quick = { … } beside the values of its parameter"},
    {"case", "expect", "write allocs, bytes and escapes into the strategies"},
    {"strategy", "setup", "define static void NAME_setup(void) { … } in c, NAME the strategy's"},
    {"strategy", "teardown",
     "define static void NAME_teardown(void) { … } in c, NAME the strategy's"},
};

static const char *former_field(const struct esc_record *record, const char *name)
{
    for (size_t i = 0; i < sizeof former / sizeof *former; i++)
        if (strcmp(former[i].record, record->name) == 0 && strcmp(former[i].field, name) == 0)
            return former[i].advice;
    return NULL;
}

static bool unknown_field(const struct esc_check *check, const char *where, const char *around,
                          const struct esc_record *record, const struct esc_entry *entry)
{
    char *shown = esc_check_show(around);
    const char *meant = entry->index == 0 ? meant_field(record, entry->key) : NULL;
    const char *advice = former_field(record, entry->key);
    if (advice != NULL)
        esc_check_field(check, where,
                        "is of the old language: %s (escapement migrate FILE does it)", advice);
    else if (meant != NULL)
        esc_check_fault(check, where, "unknown field \"%s\" in %s; did you mean \"%s\"?",
                        entry->key, shown, meant);
    else if (entry->index != 0)
        esc_check_fault(check, where, "%s has a value without a name; write name = value", shown);
    else
        esc_check_fault(check, where,
                        "unknown field \"%s\" in %s; remove it, or see docs/case-reference.md",
                        entry->key, shown);
    free(shown);
    return false;
}

static bool check_entry(const struct esc_check *check, const char *where, const char *around,
                        const struct esc_record *record, const struct esc_entry *entry)
{
    const struct esc_field *field = find_field(record, entry->key);
    if (field != NULL)
        return check_value(check, where, &field->type, &entry->value);
    if (record->others == NULL || entry->index != 0)
        return unknown_field(check, where, around, record, entry);
    bool named = esc_schema_named(record->naming, entry->key);
    if (!named)
        esc_check_fault(check, where, "the name \"%s\" must be %s", entry->key,
                        esc_schema_naming_words(record->naming));
    return check_value(check, where, record->others, &entry->value) && named;
}

/* A name in the table that no field has and that is near to `field`, or NULL. */
static const char *written_as(const struct esc_record *record, const struct esc_node *node,
                              const char *field)
{
    for (size_t i = 0; i < node->count; i++) {
        const char *key = node->entries[i].key;
        const char *meant = find_field(record, key) == NULL ? meant_field(record, key) : NULL;
        if (meant != NULL && strcmp(meant, field) == 0)
            return key;
    }
    return NULL;
}

static bool missing_field(const struct esc_check *check, const char *where,
                          const struct esc_record *record, const struct esc_node *node,
                          const struct esc_field *field)
{
    const char *typed = written_as(record, node, field->name);
    if (typed != NULL && record->others == NULL)
        return false; /* told as an unknown field already */
    char *shown = esc_check_show(where);
    if (typed != NULL)
        esc_check_fault(check, where, "%s lacks \"%s\"; is it the one named \"%s\"?", shown,
                        field->name, typed);
    else if (field->example != NULL)
        esc_check_fault(check, where, "%s lacks \"%s\"; add %s", shown, field->name,
                        field->example);
    else
        esc_check_fault(check, where, "%s lacks \"%s\"", shown, field->name);
    free(shown);
    return false;
}

static bool check_fields(const struct esc_check *check, const char *where,
                         const struct esc_record *record, const struct esc_node *node)
{
    bool good = true;
    for (size_t i = 0; i < node->count; i++) {
        const struct esc_entry *entry = &node->entries[i];
        char *inner = esc_format("%s%s%s", where, *where == '\0' ? "" : ".", entry->key);
        good = check_entry(check, inner, where, record, entry) && good;
        free(inner);
    }
    for (size_t i = 0; i < record->count; i++) {
        const struct esc_field *field = &record->fields[i];
        if (field->required && esc_node_get(node, field->name) == NULL)
            good = missing_field(check, where, record, node, field);
    }
    return good;
}

static bool check_record(const struct esc_check *check, const char *where,
                         const struct esc_type *type, const struct esc_node *node)
{
    if (node->kind != ESC_KIND_TABLE)
        return wrong_kind(check, where, node, "a table, { … }");
    bool numbered = node->count > 0 && node->entries[0].index != 0;
    if (type->or_list == NULL || !numbered)
        return check_fields(check, where, type->record, node);
    const struct esc_type list = {.shape = ESC_SHAPE_LIST, .element = type->or_list};
    return check_list(check, where, &list, node);
}

static bool check_value(const struct esc_check *check, const char *where,
                        const struct esc_type *type, const struct esc_node *node)
{
    static bool (*const checks[])(const struct esc_check *, const char *, const struct esc_type *,
                                  const struct esc_node *) = {
        [ESC_SHAPE_LINE] = check_text,         [ESC_SHAPE_PROSE] = check_text,
        [ESC_SHAPE_CODE] = check_text,         [ESC_SHAPE_NAME] = check_name,
        [ESC_SHAPE_CHOICE] = check_choice,     [ESC_SHAPE_FLAG] = check_flag,
        [ESC_SHAPE_NUMBER] = check_number,     [ESC_SHAPE_WHOLE] = check_whole,
        [ESC_SHAPE_VALUE] = check_param_value, [ESC_SHAPE_EXPECTED] = check_expected,
        [ESC_SHAPE_LIST] = check_list,         [ESC_SHAPE_RECORD] = check_record,
    };
    return checks[type->shape](check, where, type, node);
}

bool esc_check_schema(const struct esc_check *check, const struct esc_node *root)
{
    static const struct esc_type type = {.shape = ESC_SHAPE_RECORD, .record = &esc_schema_case};
    return check_value(check, "", &type, root);
}

bool esc_check_repeats(const struct esc_check *check)
{
    bool good = true;
    for (size_t i = 0; i < check->lines->field_count; i++) {
        const struct esc_field_line *field = &check->lines->fields[i];
        if (field->again_line == 0)
            continue;
        char *shown = esc_check_show(field->path);
        good = esc_error_add(check->error, check->path, field->again_line,
                             "%s is given twice, first in line %d; remove one", shown,
                             field->key_line);
        free(shown);
    }
    return good;
}
