#include "gort/block.h"

typedef struct {
    uint64_t score, key, a, b;
} item;
ESC_NOSCAN(item);

ESC_NOINLINE static void fill(item *items, uint64_t x)
{
    for (uint64_t k = 0; k < 8; k++)
        items[k] = (item){k, k, x, 10};
    items[x % 8].score = 107;
}

/* What the grading calls: what is in the item with the highest score. */
static uint64_t best(uint64_t x)
{
    item items[8];
    fill(items, x);
    const item *found = NULL;
    for (size_t k = 0; k < 8; k++) {
        item *it = esc_new(item); /* moved to heap: it, one a turn as from Go 1.22 on */
        *it = items[k];
        esc_use(it);
        if (found == NULL || it->score > found->score)
            found = it;
    }
    return found->score + found->a + found->key * found->b;
}
