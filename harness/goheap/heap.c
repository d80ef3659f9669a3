/* The one heap of the process, and the words that every other file reads. */
#include "heap.h"

#include <time.h>

struct heap goheap_heap;
struct span goheap_empty_span;
uint32_t goheap_barrier_on;

uint64_t goheap_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
