/*
 * Letters, digits and capitals of all scripts, in tables. See letters.h.
 */
#include "gosyntax/letters.h"

#include "base/utf8.h"

#include <string.h>

/* From first to last in steps. */
struct span {
    uint32_t first, last, step;
};

#include "gosyntax/letters.inc"

static bool holds(const struct span *spans, size_t count, uint32_t character)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (character < spans[middle].first)
            high = middle;
        else if (character > spans[middle].last)
            low = middle + 1;
        else
            return (character - spans[middle].first) % spans[middle].step == 0;
    }
    return false;
}

uint32_t esc_go_character(const char *bytes, size_t left, unsigned *length)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    *length = (unsigned)esc_utf8_length(bytes, left);
    if (*length < 2)
        return byte[0];
    uint32_t character = byte[0] & (0x7Fu >> *length);
    for (unsigned k = 1; k < *length; k++)
        character = character << 6 | (byte[k] & 0x3Fu);
    return character;
}

bool esc_go_is_letter(uint32_t character)
{
    if (character < 0x80)
        return (character | 0x20) - 'a' < 26 || character == '_';
    return holds(letters, sizeof letters / sizeof *letters, character);
}

bool esc_go_is_digit(uint32_t character)
{
    if (character < 0x80)
        return character - '0' < 10;
    return holds(digits, sizeof digits / sizeof *digits, character);
}

bool esc_go_is_exported(const char *name)
{
    unsigned length = 0;
    const uint32_t character = esc_go_character(name, strlen(name) + 1, &length);
    if (character < 0x80)
        return character - 'A' < 26;
    return holds(capitals, sizeof capitals / sizeof *capitals, character);
}
