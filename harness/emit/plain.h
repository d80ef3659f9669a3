/*
 * Numbers in files look the same everywhere: a decimal point whatever the user's language, and as
 * few digits as give the same double back.
 */
#ifndef ESC_EMIT_PLAIN_H
#define ESC_EMIT_PLAIN_H

#include <locale.h>
#include <stddef.h>

struct esc_plain {
    locale_t own, before;
};

/* Between the two calls this thread formats and reads numbers as in the C locale. */
struct esc_plain esc_plain_begin(void);
void esc_plain_end(struct esc_plain *plain);

#define ESC_PLAIN_REAL 32

/* Writes a finite value into `out` (ESC_PLAIN_REAL bytes) and returns it; needs the C locale. */
char *esc_plain_real(char *out, double value);

#endif
