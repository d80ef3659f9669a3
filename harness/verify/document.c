/*
 * docs/fidelity.md: a section for each release, each made anew without touching the others. See
 * verify.h for the contract.
 */
#include "verify/verify.h"

#include <string.h>

static const char head[] =
    "# Ours beside real Go\n\n"
    "Made by `make verify ARGS=--write`, a section for each release that is "
    "compared: `GO=1.19`,\n`GO=1.27`, or both with what changed between them "
    "by `GO=both`.\n\n";

/* The next line from `at` on that begins a section; the end where there is none. */
static const char *next_section(const char *at)
{
    if (strncmp(at, "## ", 3) == 0)
        return at;
    const char *found = strstr(at, "\n## ");
    return found != NULL ? found + 1 : at + strlen(at);
}

/* As strcmp() of the two headings. */
static int compare_headings(const char *section, const char *other)
{
    size_t length = strcspn(section, "\n"), others = strcspn(other, "\n");
    int order = strncmp(section, other, length < others ? length : others);
    return order != 0 ? order : (length > others) - (length < others);
}

void esc_fidelity_put(const char *document, const char *section, struct esc_text *out)
{
    const char *text = document != NULL ? document : head;
    const char *at = next_section(text);
    while (*at != '\0' && compare_headings(at, section) < 0)
        at = next_section(at + 1);
    bool replaced = *at != '\0' && compare_headings(at, section) == 0;
    esc_text_add_bytes(out, text, (size_t)(at - text));
    if (out->length > 0 && out->bytes[out->length - 1] != '\n')
        esc_text_add(out, "\n");
    esc_text_add(out, section);
    esc_text_add(out, replaced ? next_section(at + 1) : at);
}
