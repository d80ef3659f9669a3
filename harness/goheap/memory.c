/* mmap, mprotect and madvise, with the n-th request failing on demand. */
#include "memory.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>

static _Atomic uint64_t requests_until_failure;

void goheap_memory_fail_at(uint64_t fail_at)
{
    atomic_store(&requests_until_failure, fail_at);
}

static bool injected_failure(void)
{
    if (atomic_load_explicit(&requests_until_failure, memory_order_relaxed) == 0)
        return false;
    return atomic_fetch_sub(&requests_until_failure, 1) == 1;
}

static void *map(uintptr_t hint, size_t bytes, int protection)
{
    if (injected_failure())
        return NULL;
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *begin = mmap((void *)hint, bytes, protection, flags, -1, 0);
    if (begin == MAP_FAILED)
        return NULL;
    madvise(begin, bytes, MADV_DONTDUMP);
    return begin;
}

void *goheap_memory_reserve(size_t bytes, uintptr_t hint)
{
    return map(hint, bytes, PROT_NONE);
}

void *goheap_memory_map(size_t bytes)
{
    return map(0, bytes, PROT_READ | PROT_WRITE);
}

bool goheap_memory_commit(void *begin, size_t bytes)
{
    if (injected_failure())
        return false;
    return mprotect(begin, bytes, PROT_READ | PROT_WRITE) == 0;
}

void goheap_memory_scavenge(void *begin, size_t bytes)
{
    madvise(begin, bytes, MADV_DONTNEED);
}

void goheap_memory_unmap(void *begin, size_t bytes)
{
    if (begin)
        munmap(begin, bytes);
}

size_t goheap_memory_allowed(size_t wanted)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return wanted;
    return wanted < limit.rlim_cur / 2 ? wanted : (size_t)limit.rlim_cur / 2;
}
