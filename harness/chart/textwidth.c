/*
 * Measuring, cleaning and breaking text. See style.h for the contracts.
 */
#include "chart/style.h"

#include "base/memory.h"
#include "base/text.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Advance widths of the characters 32…126 in thousandths of the font size, from the hmtx tables of
 * DejaVuSans.ttf and DejaVuSans-Bold.ttf 2.37. */
static const short widths[2][95] = {
    {318,  401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
     636,  636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
     1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
     603,  787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
     500,  613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
     635,  635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838},
    {348,  456, 521, 838, 696, 1002, 872, 306,  457, 457, 523, 838, 380, 415,  380, 365,
     696,  696, 696, 696, 696, 696,  696, 696,  696, 696, 400, 400, 838, 838,  838, 580,
     1000, 774, 762, 734, 830, 683,  683, 821,  837, 372, 372, 775, 637, 995,  837, 850,
     733,  850, 770, 720, 682, 812,  774, 1103, 771, 724, 725, 457, 365, 457,  838, 500,
     500,  675, 716, 593, 716, 678,  435, 716,  712, 343, 343, 665, 343, 1042, 712, 687,
     716,  716, 493, 595, 478, 712,  652, 924,  645, 652, 582, 712, 365, 712,  838}};

/* Letters of other scripts are taken as an em at most, which no common one exceeds. */
enum { OTHER_LETTER = 700, WIDE_LETTER = 1000 };

/* Length in bytes of the well-formed UTF-8 character at `text`, 0 when it is malformed (RFC 3629).
 */
static size_t character(const char *text, uint32_t *point)
{
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)text;
    size_t more = byte[0] < 0x80 ? 0 : byte[0] >= 0xf0 ? 3 : byte[0] >= 0xe0 ? 2 : 1;
    *point = more == 0 ? byte[0] : byte[0] & (0x3fu >> more);
    if (byte[0] > 0xf4 || (byte[0] >= 0x80 && byte[0] < 0xc2))
        return 0;
    for (size_t i = 1; i <= more; i++) {
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
        *point = *point << 6 | (byte[i] & 0x3fu);
    }
    bool surrogate = *point >= 0xd800 && *point < 0xe000;
    return *point < least[more] || *point > 0x10ffff || surrogate ? 0 : more + 1;
}

static double advance(uint32_t point, bool bold)
{
    if (point >= 32 && point < 127)
        return widths[bold][point - 32];
    if (point == 0xb7)
        return bold ? 380 : 318;
    if (point == 0xd7 || point == 0xf7)
        return 838;
    return point < 0x2000 ? OTHER_LETTER : WIDE_LETTER;
}

double esc_chart_width(const char *text, double size, bool bold)
{
    double width = 0;
    for (size_t length; *text != '\0'; text += length > 0 ? length : 1) {
        uint32_t point;
        length = character(text, &point);
        width += length > 0 ? advance(point, bold) : (double)OTHER_LETTER;
    }
    return width / 1000 * size;
}

char *esc_chart_clean(const char *text)
{
    struct esc_text clean = {0};
    bool blank = true; /* none at the beginning */
    for (size_t length; text != NULL && *text != '\0'; text += length > 0 ? length : 1) {
        uint32_t point;
        length = character(text, &point);
        bool control = point < 0x20 || (point >= 0x7f && point < 0xa0);
        bool drop = length == 0 || control || point == ' ';
        if (drop && !blank)
            esc_text_add(&clean, " ");
        else if (!drop)
            esc_text_add_bytes(&clean, text, length);
        blank = drop;
    }
    char *bytes = esc_text_take(&clean);
    size_t end = strlen(bytes);
    if (end > 0 && bytes[end - 1] == ' ')
        bytes[end - 1] = '\0';
    char *visible = esc_utf8_visible(bytes); /* what is left to do: the writing direction */
    free(bytes);
    return visible;
}

static void drop_last(char *text)
{
    size_t last = strlen(text);
    while (last > 0 && ((unsigned char)text[last - 1] & 0xc0) == 0x80)
        last--;
    text[last > 0 ? last - 1 : 0] = '\0';
}

char *esc_chart_cut(const char *text, double size, bool bold, double room)
{
    if (esc_chart_width(text, size, bold) <= room)
        return esc_strdup(text);
    char *start = esc_strdup(text);
    char *cut = esc_format("%s…", start);
    while (*start != '\0' && esc_chart_width(cut, size, bold) > room) {
        drop_last(start);
        free(cut);
        cut = esc_format("%s…", start);
    }
    free(start);
    return cut;
}

/* A number and its unit stay on one line: "256 KiB", "12 %". */
static bool is_before_unit(const char *text, const char *blank)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "ns", "µs", "ms", "s", "%"};
    if (blank == text || blank[-1] < '0' || blank[-1] > '9' || *blank != ' ')
        return false;
    size_t length = strcspn(blank + 1, " ,;:)");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i]) == length && strncmp(blank + 1, units[i], length) == 0)
            return true;
    return false;
}

/* Bytes of `text` for one line: up to the last separator that fits, else up to the first. */
static size_t line_length(const char *text, const char *at, double size, bool bold, double room)
{
    size_t best = 0;
    for (const char *end = strstr(text, at);; end = strstr(end + strlen(at), at)) {
        if (end != NULL && is_before_unit(text, end))
            continue;
        size_t length = end != NULL ? (size_t)(end - text) : strlen(text);
        char *line = strndup(text, length);
        bool fits = line != NULL && esc_chart_width(line, size, bold) <= room;
        free(line);
        if (best > 0 && !fits)
            return best;
        best = length;
        if (end == NULL || !fits)
            return best;
    }
}

char **esc_chart_wrap(const char *text, const char *at, double size, bool bold, double room,
                      size_t most, size_t *count)
{
    char **lines = NULL;
    *count = 0;
    while (*text != '\0' && *count < most) {
        bool last = *count + 1 == most;
        size_t length = last ? strlen(text) : line_length(text, at, size, bold, room);
        char *line = strndup(text, length);
        lines = esc_grow(lines, count, sizeof *lines);
        lines[*count - 1] = esc_chart_cut(line != NULL ? line : "", size, bold, room);
        free(line);
        text += length;
        if (*text != '\0')
            text += strlen(at);
    }
    return lines;
}

void esc_chart_free_lines(char **lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(lines[i]);
    free(lines);
}
