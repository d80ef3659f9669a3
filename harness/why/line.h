/*
 * The parts of a line that the compiler prints. Private to why/.
 */
#ifndef ESC_WHY_LINE_H
#define ESC_WHY_LINE_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that need no NUL behind them; lines are cut into such. */
struct part {
    const char *bytes;
    size_t length;
};

bool part_is(struct part part, const char *text);
bool part_starts(struct part part, const char *opening);
bool part_ends(struct part part, const char *end);

/* Takes the opening, or the end, off; false and nothing done where it is not there. */
bool part_cut_start(struct part *part, const char *opening);
bool part_cut_end(struct part *part, const char *end);

/* Up to the first, or the last, `text`: the two parts around it; either may be NULL or `part`. */
bool part_split(struct part part, const char *text, struct part *before, struct part *behind);
bool part_split_last(struct part part, const char *text, struct part *before, struct part *behind);

/* As part_split, where neither quotes nor braces are open: not within "a = b" or {storage for x}.
 */
bool part_split_outside(struct part part, const char *text, struct part *before,
                        struct part *behind);

/* Decimal digits, and nothing else, as an int. */
bool part_number(struct part part, int *number);

/* "FILE:LINE:COLUMN" or "FILE:LINE"; column 0 in the latter. */
bool part_place(struct part part, struct part *file, int *line, int *column);

/* "FILE:LINE:COLUMN: REST" or "FILE:LINE: REST". */
bool part_placed(struct part part, struct part *file, int *line, int *column, struct part *rest);

/* Whether a raw string (`...`) is open at the end, which may have been `open` at the beginning:
 * older releases print one over several lines. */
bool part_is_open(struct part part, bool open);

#endif
