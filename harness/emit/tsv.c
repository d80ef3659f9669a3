/*
 * Tab-separated tables. See tsv.h for the contracts.
 */
#include "emit/tsv.h"

#include "emit/plain.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char escaped[] = "\t\n\r\\";
static const char letters[] = "tnr\\";

static void add_escaped(struct esc_text *text, const char *value)
{
    while (*value != '\0') {
        size_t plain = strcspn(value, escaped);
        esc_text_add_bytes(text, value, plain);
        value += plain;
        if (*value == '\0')
            return;
        const char pair[] = {'\\', letters[strchr(escaped, *value) - escaped]};
        esc_text_add_bytes(text, pair, 2);
        value++;
    }
}

static void begin_cell(struct esc_tsv *tsv)
{
    if (tsv->inside)
        esc_text_add(&tsv->text, "\t");
    tsv->inside = true;
}

void esc_tsv_text(struct esc_tsv *tsv, const char *name, const char *value)
{
    begin_cell(tsv);
    const char *cell = tsv->names ? name : value;
    if (cell != NULL)
        add_escaped(&tsv->text, cell);
}

void esc_tsv_whole(struct esc_tsv *tsv, const char *name, int64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, value);
    esc_tsv_text(tsv, name, digits);
}

void esc_tsv_count(struct esc_tsv *tsv, const char *name, int64_t value)
{
    if (value < 0)
        esc_tsv_text(tsv, name, "");
    else
        esc_tsv_whole(tsv, name, value);
}

void esc_tsv_real(struct esc_tsv *tsv, const char *name, double value, bool known)
{
    char digits[ESC_PLAIN_REAL];
    esc_tsv_text(tsv, name, known && isfinite(value) ? esc_plain_real(digits, value) : "");
}

void esc_tsv_hash(struct esc_tsv *tsv, const char *name, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%016" PRIx64, value);
    esc_tsv_text(tsv, name, digits);
}

void esc_tsv_end(struct esc_tsv *tsv)
{
    esc_text_add(&tsv->text, "\n");
    tsv->inside = false;
}

static void unescape(char *cell)
{
    char *to = cell;
    for (const char *from = cell; *from != '\0'; from++) {
        const char *letter = *from == '\\' && from[1] != '\0' ? strchr(letters, from[1]) : NULL;
        *to++ = letter != NULL ? escaped[letter - letters] : *from;
        from += letter != NULL;
    }
    *to = '\0';
}

size_t esc_tsv_split(char *line, char **cells, size_t most)
{
    size_t count = 0;
    while (line != NULL && count < most) {
        cells[count++] = line;
        char *tab = strchr(line, '\t');
        if (tab != NULL)
            *tab++ = '\0';
        unescape(cells[count - 1]);
        line = tab;
    }
    return count;
}
