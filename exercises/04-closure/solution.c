#include "gort/closure.h"

typedef uint64_t word;
ESC_NOSCAN(word);

/* A func() uint64: its code, and the address of the variable that it shares. */
typedef struct counter {
    word (*code)(struct counter *f);
    word *x;
} counter;
ESC_POINTERS(counter, ESC_PTR(counter, x));

ESC_NOINLINE static word next_of(counter *f)
{
    return ++*f->x;
}

ESC_NOINLINE static word three_of(counter *next)
{
    word sum = next->code(next);
    sum += next->code(next);
    return sum + next->code(next);
}

/* What the grading calls: the sum of the three numbers behind x. The closure is made where x lives,
 * and goes down to a function that does not keep it. */
static uint64_t count(uint64_t x)
{
    counter next = {next_of, &x};
    return three_of(&next);
}
