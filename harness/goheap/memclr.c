/* memclrNoHeapPointers (memclr_amd64.s): which instructions clear depends on
 * the size alone. A real call, as in Go: the price of clearing is the price of
 * these loops, not of a compiler's stores. */
#include "memclr.h"

#include <stdbool.h>
#include <string.h>

enum {
    STRING_STORE_MIN_BYTES = 2048,     /* rep stosq has a start-up cost */
    BYPASS_CACHE_MIN_BYTES = 32 << 20, /* stores that go past the caches */
    CHUNK_BYTES = 256 << 10,           /* malloc.go: memclrNoHeapPointersChunked */
};

typedef uint64_t word __attribute__((may_alias, aligned(1)));
typedef long long block16 __attribute__((vector_size(16), aligned(1), may_alias));

/* Stores from both ends that meet or overlap in the middle: `half` blocks each.
 */
static inline __attribute__((always_inline)) void clear_ends(char *at, size_t bytes, size_t half)
{
    for (size_t i = 0; i < half; i++) {
        *(block16 *)(void *)(at + 16 * i) = (block16){0, 0};
        *(block16 *)(void *)(at + bytes - 16 * (i + 1)) = (block16){0, 0};
        __asm__ volatile("" ::: "memory"); /* or it becomes a call of memset */
    }
}

static inline __attribute__((always_inline)) void clear_short(char *at, size_t bytes)
{
    if (bytes == 8)
        *(word *)(void *)at = 0;
    else if (bytes <= 16)
        *(word *)(void *)at = *(word *)(void *)(at + bytes - 8) = 0;
    else if (bytes <= 32)
        clear_ends(at, bytes, 1);
    else if (bytes <= 64)
        clear_ends(at, bytes, 2);
    else if (bytes <= 128)
        clear_ends(at, bytes, 4);
    else
        clear_ends(at, bytes, 8);
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static bool has_avx2, has_string_store;

void goheap_memclr_init(void)
{
    unsigned a, b = 0, c, d;
    has_avx2 = __builtin_cpu_supports("avx2");
    has_string_store = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 9 & 1);
}

__attribute__((target("avx2"))) static void clear_avx2(char *at, size_t bytes)
{
    const __m256i zero = _mm256_setzero_si256();
    char *const last = at + bytes - 128;
    for (; at < last; at += 128)
        for (int i = 0; i < 4; i++)
            _mm256_storeu_si256((__m256i_u *)(void *)(at + 32 * i), zero);
    for (int i = 0; i < 4; i++)
        _mm256_storeu_si256((__m256i_u *)(void *)(last + 32 * i), zero);
}

static void clear_long(char *at, size_t bytes)
{
    if (has_string_store && bytes >= STRING_STORE_MIN_BYTES && bytes < BYPASS_CACHE_MIN_BYTES) {
        size_t words = bytes / 8;
        __asm__ volatile("rep stosq" : "+D"(at), "+c"(words) : "a"(0) : "memory");
    } else if (has_avx2 && bytes < BYPASS_CACHE_MIN_BYTES) {
        clear_avx2(at, bytes);
    } else {
        memset(at, 0, bytes);
    }
}
#else
void goheap_memclr_init(void)
{
}

static void clear_long(char *at, size_t bytes)
{
    memset(at, 0, bytes);
}
#endif

__attribute__((noinline)) void goheap_memclr(void *memory, size_t bytes)
{
    if (bytes <= 256)
        clear_short(memory, bytes);
    else
        clear_long(memory, bytes);
}

void goheap_memclr_chunked(void *memory, size_t bytes)
{
    for (size_t done = 0; done < bytes; done += CHUNK_BYTES) {
        const size_t left = bytes - done;
        goheap_memclr((char *)memory + done, left < CHUNK_BYTES ? left : CHUNK_BYTES);
    }
}
