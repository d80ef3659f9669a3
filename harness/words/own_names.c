/*
 * Names in words. See own_names.h for the contract.
 */
#include "words/own_names.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/declared.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static const struct {
    const char *opening, *words;
    bool numbered; /* digits follow, which count from 0; not only tell one from another */
} names[] = {
    {"~r", "result", true},
    {"~R", "result", true},
    {"~b", "result", true},
    {"#rv", "result", true},
    {"~p", "parameter", true},
    {".anon", "parameter", true},
    {"arg#", "parameter", true},
    {".autotmp_", "a temporary", false},
    {"... argument", "the slice of arguments", false},
    {".this", "receiver", false},
    {"#state", "the loop's state", false},
};

/* How far one of the names reaches that begins there; 0: none does. */
static size_t own_name(const char *at, size_t *which)
{
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        const size_t length = strlen(names[k].opening);
        const size_t digits =
            esc_starts(at, names[k].opening) ? strspn(at + length, "0123456789") : 0;
        const bool whole = names[k].numbered ? digits > 0 : esc_starts(at, names[k].opening);
        *which = k;
        if (whole && !esc_is_letter(at[length + digits]))
            return length + digits;
    }
    return 0;
}

static void add_words(const char *at, size_t length, size_t which, bool alone, struct esc_text *out)
{
    const size_t opening = strlen(names[which].opening);
    esc_text_addf(out, "%s%s", alone ? "" : "(", names[which].words);
    if (names[which].numbered)
        esc_text_addf(out, " %.*s", (int)(length - opening), at + opening);
    esc_text_add(out, alone ? "" : ")");
}

char *esc_own_names(const char *expression)
{
    struct esc_text out = {0};
    for (const char *at = expression; *at != '\0';) {
        size_t which;
        const bool within = at > expression && esc_is_letter(at[-1]);
        size_t length = within ? 0 : own_name(at, &which);
        if (length > 0) {
            add_words(at, length, which, length == strlen(expression), &out);
        } else {
            length = esc_is_letter(*at) ? esc_letters(at) : esc_piece(at);
            esc_text_add_bytes(&out, at, length);
        }
        at += length;
    }
    return out.bytes != NULL ? esc_text_take(&out) : esc_strdup("");
}
