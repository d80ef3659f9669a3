/*
 * Which lines of a compiler's diagnostics are shown, and what is expected. See said.h for the
 * contracts.
 */
#include "words/said.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What -m=2 says beside what escapes and what stays: what is inlined or not, and how values flow.
 */
static bool is_noise(const char *text)
{
    static const char *const openings[] = {"can inline ", "cannot inline ", "inlining call",
                                           "parameter ", "  flow: "};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (strncmp(text, openings[i], strlen(openings[i])) == 0)
            return true;
    return false;
}

enum esc_said_kind esc_said_kind(const char *text)
{
    if (strstr(text, "does not escape") != NULL)
        return ESC_SAID_STAYS;
    if (strstr(text, "escapes to heap") != NULL || strncmp(text, "moved to heap", 13) == 0)
        return ESC_SAID_ESCAPES;
    return ESC_SAID_OTHER;
}

static bool is_at(const struct esc_diagnostic *line, size_t case_index, size_t point, int number)
{
    return line->line == number && line->case_index == case_index && line->point == point;
}

static bool has_text(const struct esc_said *remarks, const char *text, size_t length)
{
    for (size_t i = 0; i < remarks->count; i++)
        if (strncmp(remarks->texts[i], text, length) == 0 &&
            (remarks->texts[i][length] == '\0' || remarks->texts[i][length] == ':'))
            return true;
    return false;
}

static void add_reason(struct esc_said *remarks, const char *reason)
{
    if (remarks->count == 0)
        return;
    reason += strspn(reason, " ");
    const char *place = strstr(reason, ") at ");
    size_t length = place != NULL ? (size_t)(place - reason) + 1 : strlen(reason);
    char **last = &remarks->texts[remarks->count - 1];
    const char *separator = (*last)[strlen(*last) - 1] == ':' ? " " : ", ";
    char *longer = esc_format("%s%s%.*s", *last, separator, (int)length, reason);
    free(*last);
    *last = longer;
}

/* A heading that is left out takes the reasons that follow it along. */
static bool is_wanted(const struct esc_said *remarks, const char *text)
{
    if (is_noise(text))
        return false;
    return strncmp(text, "moved to heap", 13) == 0 || !has_text(remarks, text, strcspn(text, ":"));
}

struct esc_said esc_said_alone(const struct esc_diagnostics *diagnostics, size_t case_index,
                               size_t point, int number)
{
    struct esc_said remarks = {0};
    bool wanted = false;
    for (size_t k = 0; diagnostics != NULL && k < diagnostics->count; k++) {
        const struct esc_diagnostic *line = &diagnostics->list[k];
        if (!is_at(line, case_index, point, number) || line->inlined)
            continue;
        if (line->text[0] == ' ') {
            if (wanted && !is_noise(line->text))
                add_reason(&remarks, line->text);
            continue;
        }
        wanted = is_wanted(&remarks, line->text);
        if (!wanted)
            continue;
        remarks.texts = esc_grow(remarks.texts, &remarks.count, sizeof *remarks.texts);
        remarks.texts[remarks.count - 1] = esc_strdup(line->text);
    }
    return remarks;
}

struct esc_said esc_said_inlined(const struct esc_diagnostics *diagnostics, size_t case_index,
                                 size_t point, int number, const struct esc_said *before)
{
    struct esc_said remarks = {0};
    for (size_t k = 0; diagnostics != NULL && k < diagnostics->count; k++) {
        const struct esc_diagnostic *line = &diagnostics->list[k];
        size_t length = strlen(line->text);
        if (!is_at(line, case_index, point, number) || !line->inlined ||
            strncmp(line->text, "leaking ", 8) == 0 || has_text(before, line->text, length) ||
            has_text(&remarks, line->text, length))
            continue;
        remarks.texts = esc_grow(remarks.texts, &remarks.count, sizeof *remarks.texts);
        remarks.texts[remarks.count - 1] = esc_strdup(line->text);
    }
    return remarks;
}

void esc_said_free(struct esc_said *said)
{
    for (size_t i = 0; i < said->count; i++)
        free(said->texts[i]);
    free(said->texts);
    *said = (struct esc_said){0};
}

char *esc_said_expectation(const struct esc_strategy *strategy, size_t point)
{
    const struct esc_expectation *expect =
        strategy->expect != NULL ? &strategy->expect[point] : NULL;
    if (expect == NULL || expect->allocs < 0)
        return NULL;
    struct esc_text words = {0};
    esc_text_addf(&words, "%g allocation%s", expect->allocs, expect->allocs == 1 ? "" : "s");
    if (expect->bytes >= 0)
        esc_text_addf(&words, ", %g bytes", expect->bytes);
    esc_text_add(&words, " an operation");
    return esc_text_take(&words);
}
