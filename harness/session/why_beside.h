/*
 * What is known of values beside the compiler's words: their price from a run, their line's share
 * of a heap profile, remedies that were checked.
 */
#ifndef ESC_SESSION_WHY_BESIDE_H
#define ESC_SESSION_WHY_BESIDE_H

#include "noun/alloc_lines.h"
#include "noun/cost.h"
#include "session/prices.h"
#include "session/why.h"
#include "session/why_ranks.h"

#include <stdbool.h>
#include <stdint.h>

struct esc_why_beside {
    const struct esc_why *why;
    const char *what, *go;    /* as esc_why_ask() had them */
    bool priced, remedies;    /* which were asked for */
    struct esc_prices prices; /* opened, where priced */
    struct esc_alloc_lines profile;
    struct esc_rank *ranks; /* of each value, by the profile; NULL: there is none. Owned */
    size_t tried;           /* remedies */
};

/* From here on prices are those in the heap that the profile tells, GOGC being 100. */
void esc_why_beside_heap(struct esc_why_beside *beside);

/* A sentence about the prices, with what they leave out where the run knows and no profile told the
 * heap; NULL where they were not asked for. Caller frees. */
char *esc_why_beside_prices(const struct esc_why_beside *beside);

/* Of a value that leaves the stack and takes a block, or may; *bytes: its size, < 0 unknown. */
struct esc_cost esc_why_beside_cost(struct esc_why_beside *beside, const struct esc_go_value *value,
                                    int64_t *bytes);

/* The same in words, or NULL. Caller frees. */
char *esc_why_beside_price(struct esc_why_beside *beside, const struct esc_go_value *value);

/* "this line: 1k blocks, 3.91 MiB: 98 % of the profile's bytes", or NULL. Caller frees. */
char *esc_why_beside_share(const struct esc_why_beside *beside, const struct esc_go_value *value);

/* What was tried and helps, or NULL. Caller frees. */
char *esc_why_beside_remedy(struct esc_why_beside *beside, const struct esc_go_value *value);

/* Frees what is owned inside and zeroes. */
void esc_why_beside_free(struct esc_why_beside *beside);

#endif
