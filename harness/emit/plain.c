/*
 * Numbers without a locale. See plain.h for the contracts.
 */
#include "emit/plain.h"

#include <stdio.h>
#include <stdlib.h>

/* Where the C locale cannot be made there is no other to get in its way either. */
struct esc_plain esc_plain_begin(void)
{
    struct esc_plain plain = {.own = newlocale(LC_ALL_MASK, "C", (locale_t)0)};
    if (plain.own != (locale_t)0)
        plain.before = uselocale(plain.own);
    return plain;
}

void esc_plain_end(struct esc_plain *plain)
{
    if (plain->own == (locale_t)0)
        return;
    uselocale(plain->before);
    freelocale(plain->own);
}

char *esc_plain_real(char *out, double value)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, ESC_PLAIN_REAL, "%.*g", digits, value);
        if (strtod(out, NULL) <= value && strtod(out, NULL) >= value)
            break;
    }
    return out;
}
