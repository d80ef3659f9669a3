/* AddressSanitizer's view of slots: a freed one may not be touched until it is handed out again.
 * Empty in other builds. */
#ifndef GOHEAP_POISON_H
#define GOHEAP_POISON_H

#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__)
#define GOHEAP_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GOHEAP_ASAN 1
#endif
#endif

#ifdef GOHEAP_ASAN
#include <sanitizer/asan_interface.h>
static inline void slot_forbid(const void *slot, size_t bytes)
{
    __asan_poison_memory_region(slot, bytes);
}
static inline void slot_allow(const void *slot, size_t bytes)
{
    __asan_unpoison_memory_region(slot, bytes);
}
#else
static inline void slot_forbid(const void *slot, size_t bytes)
{
    (void)slot;
    (void)bytes;
}
static inline void slot_allow(const void *slot, size_t bytes)
{
    (void)slot;
    (void)bytes;
}
#endif

#endif
