/*
 * A heap profile joined to values: what the lines that they stand in have allocated.
 */
#ifndef ESC_SESSION_WHY_RANKS_H
#define ESC_SESSION_WHY_RANKS_H

#include "noun/alloc_lines.h"
#include "session/why.h"

#include <stdint.h>

struct esc_rank {
    int64_t blocks, bytes; /* of the value's whole line; 0: nothing of it is in the profile */
};

/*
 * One for each value of why->escapes. A line is the same where the paths lead to the same file; of
 * a file that is not on this machine the compiler's name has to be the end of the profile's. Caller
 * frees.
 */
struct esc_rank *esc_why_ranks(const struct esc_why *why, const struct esc_alloc_lines *lines);

#endif
