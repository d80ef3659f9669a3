/*
 * Finding functions in C text. See function.h.
 */
#include "noun/function.h"

#include "base/memory.h"
#include "noun/scan.h"

#include <stddef.h>
#include <string.h>

char *esc_function_name(const char *strategy, const char *suffix)
{
    char *name = esc_format("%s_%s", strategy, suffix);
    for (char *at = name; *at != '\0'; at++)
        if (*at == '-')
            *at = '_';
    return name;
}

/* Behind the parenthesis that closes the one at `at`, or at the end of the text. */
static const char *skip_group(const char *at)
{
    int depth = 0;
    while (*at != '\0') {
        depth += (*at == '(') - (*at == ')');
        at = esc_scan_one(at, ESC_IN_C);
        if (depth == 0)
            break;
    }
    return at;
}

/* What stands behind a name: arguments, perhaps attributes, and a brace. */
static bool has_body(const char *at)
{
    at = esc_scan_blanks(at, true);
    if (*at != '(')
        return false;
    for (at = esc_scan_blanks(skip_group(at), true); esc_scan_in_word(*at) || *at == '(';
         at = esc_scan_blanks(at, true))
        at = *at == '(' ? skip_group(at) : esc_scan_one(at, ESC_IN_C);
    return *at == '{';
}

bool esc_function_defined(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; *at != '\0';) {
        const char *next = esc_scan_one(at, ESC_IN_C);
        if ((size_t)(next - at) == length && memcmp(at, name, length) == 0 && has_body(next))
            return true;
        at = next;
    }
    return false;
}
