/*
 * Diagnostics as data, and the search among them. See diagnostic.h for the contracts.
 */
#include "noun/diagnostic.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void esc_diagnostics_add(struct esc_diagnostics *diagnostics, const struct esc_diagnostic *one)
{
    diagnostics->list = esc_grow(diagnostics->list, &diagnostics->count, sizeof *diagnostics->list);
    struct esc_diagnostic *added = &diagnostics->list[diagnostics->count - 1];
    *added = *one;
    added->text = esc_strdup(one->text);
}

/* Whether the word is the parameter's name in CamelCase: key_type is KeyType. */
static bool is_constant(const struct esc_param *param, const char *word, size_t length)
{
    bool upper = true;
    size_t k = 0;
    for (const char *name = param->name; *name != '\0'; name++) {
        bool letter = isalnum((unsigned char)*name);
        char wanted = (char)(upper ? toupper((unsigned char)*name) : *name);
        if (letter && (k == length || word[k++] != wanted))
            return false;
        upper = !letter;
    }
    return k == length;
}

/* The parameter whose constant is that word, or NULL. */
static const struct esc_param *find_param(const struct esc_case *bench_case, const char *word,
                                          size_t length)
{
    for (size_t k = 0; k < bench_case->param_count; k++)
        if (is_constant(&bench_case->params[k], word, length))
            return &bench_case->params[k];
    return NULL;
}

char *esc_diagnostic_values(const struct esc_case *bench_case, size_t point, const char *text)
{
    struct esc_text out = {0};
    while (*text != '\0') {
        size_t length = 0;
        while (isalnum((unsigned char)text[length]) || text[length] == '_')
            length++;
        const struct esc_param *param = find_param(bench_case, text, length);
        if (param != NULL)
            esc_text_addf(
                &out, "%" PRId64,
                param->values[bench_case->points[point].values[param - bench_case->params]].number);
        else
            esc_text_add_bytes(&out, text, length > 0 ? length : 1);
        text += length > 0 ? length : 1;
    }
    return esc_text_take(&out);
}

static bool is_word_character(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* `text` begins with `expected`, and not in the middle of a longer word. */
static bool says(const char *text, const char *expected)
{
    text += strspn(text, " ");
    size_t length = strlen(expected);
    if (length == 0 || strncmp(text, expected, length) != 0)
        return false;
    return !is_word_character(expected[length - 1]) || !is_word_character(text[length]);
}

/* The last " for " before `end`; NULL: there is none, or it belongs to "{storage for x}". */
static char *last_for(char *text, const char *end)
{
    char *last = NULL;
    for (char *at = text; (at = strstr(at, " for ")) != NULL && at < end; at++)
        last = at;
    return last != NULL && memchr(last, '}', (size_t)(end - last)) == NULL ? last : NULL;
}

/*
 * Go 1.26 draws an arrow where 1.19 wrote "flow: a = &b", and names the function: "t escapes to
 * heap in f:", "parameter t leaks to {heap} for f with derefs=0". In place, as 1.19 wrote it.
 */
static void word_as_before(char *text)
{
    static const char escapes[] = " escapes to heap", arrow[] = " \xe2\x86\x90 ";
    char *at = strstr(text, escapes);
    if (at != NULL && strncmp(at + strlen(escapes), " in ", 4) == 0 &&
        text[strlen(text) - 1] == ':')
        memcpy(at + strlen(escapes), ":", 2);
    char *derefs = strstr(text, " with derefs=");
    at = derefs != NULL ? last_for(text, derefs) : NULL;
    if (at != NULL)
        memmove(at, derefs, strlen(derefs) + 1);
    at = strstr(text, arrow);
    if (at == NULL)
        return;
    memcpy(at, " = ", 3);
    memmove(at + 3, at + strlen(arrow), strlen(at + strlen(arrow)) + 1);
}

/* As the line stands or as 1.19 worded it; with the constants' names, which 1.19 prints, or with
 * their values, which later releases print. */
static bool says_either(const char *text, const char *expected, const char *expected_values)
{
    char *before = esc_strdup(text);
    word_as_before(before);
    bool found = says(text, expected) || says(text, expected_values) || says(before, expected) ||
                 says(before, expected_values);
    free(before);
    return found;
}

bool esc_diagnostic_is_inlining(const char *text)
{
    static const char *const openings[] = {"can inline ", "inlining call to "};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (strncmp(text, openings[i], strlen(openings[i])) == 0)
            return true;
    return false;
}

bool esc_diagnostics_have(const struct esc_diagnostics *diagnostics,
                          const struct esc_case *bench_case, size_t index, size_t point,
                          const struct esc_strategy *strategy, const char *expected)
{
    char *values = esc_diagnostic_values(bench_case, point, expected);
    bool found = false;
    bool inlined = esc_diagnostic_is_inlining(expected);
    for (size_t k = 0; k < diagnostics->count && !found; k++) {
        const struct esc_diagnostic *one = &diagnostics->list[k];
        found = one->inlined == inlined && one->case_index == index && one->point == point &&
                (esc_source_has_line(&strategy->go, one->line) ||
                 esc_source_has_line(&bench_case->go, one->line)) &&
                says_either(one->text, expected, values);
    }
    free(values);
    return found;
}

bool esc_diagnostics_due(const struct esc_strategy *strategy, size_t point)
{
    return strategy->place == ESC_PLACE_STACK || strategy->expect[point].allocs > 0;
}

void esc_diagnostics_free(struct esc_diagnostics *diagnostics)
{
    for (size_t k = 0; k < diagnostics->count; k++)
        free(diagnostics->list[k].text);
    free(diagnostics->list);
    *diagnostics = (struct esc_diagnostics){0};
}
