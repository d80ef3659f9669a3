#include "gort/block.h"

typedef struct {
    uint64_t a, b, c, d;
} point;
ESC_NOSCAN(point);

/* p := point{…}; return &p: moved to the heap, which C has to say. */
ESC_NOINLINE static point *new_point(uint64_t x)
{
    point *p = esc_new(point);
    *p = (point){x, x + 1, x + 2, x + 3};
    return p;
}

ESC_NOINLINE static uint64_t add(const point *p)
{
    esc_use(p);
    return p->a + p->b + p->c + p->d;
}

/* What the grading calls: the sum of the point's numbers. */
static uint64_t sum(uint64_t x)
{
    return add(new_point(x));
}
