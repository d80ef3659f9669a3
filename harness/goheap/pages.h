/* The page allocator: lowest address first, over a radix tree of summaries (mpagealloc.go).
 * Page numbers count from the start of the reservation. Not locked: the heap's lock guards it.
 *
 * Invariants, for a chunk of 512 pages and every node above it:
 *   start = free pages at its begin, end = at its end, max = longest free run
 *   start == size  <=>  max == size  <=>  end == size
 *   pages never grown into are not free */
#ifndef GOHEAP_PAGES_H
#define GOHEAP_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CHUNK_PAGES = 512, /* 4 MiB, as in Go */
    CHUNK_WORDS = CHUNK_PAGES / 64,
    NODE_FANOUT = 8,
    MAX_LEVELS = 10,
};

struct page_summary {
    uint32_t start, max, end;
};

struct pages {
    uint64_t *used;      /* 1 = in use, a bit a page; meaningless from `grown` on */
    uint64_t *scavenged; /* 1 = free and not backed by memory */
    struct page_summary *levels[MAX_LEVELS]; /* 0 = chunks */
    size_t counts[MAX_LEVELS];
    int level_count;
    size_t page_count;      /* of the reservation, a multiple of CHUNK_PAGES */
    size_t grown;           /* pages [0, grown) exist */
    size_t free_pages;      /* backed or not */
    size_t scavenged_pages; /* free ones without memory */
    size_t search_hint;     /* no free page lies below */
};

/* 64 pages taken from the allocator at once, owned by a thread (mpagecache.go). */
struct page_cache {
    size_t first; /* a multiple of 64 */
    uint64_t free, scavenged;
};

enum { NO_PAGE = -1 };

/* Bytes of zeroed memory goheap_pages_init needs for so many pages. */
size_t goheap_pages_metadata_bytes(size_t page_count);
void goheap_pages_init(struct pages *pages, size_t page_count, void *metadata);
/* Adds `count` pages (whole chunks) at the end; they are free and scavenged. */
void goheap_pages_grow(struct pages *pages, size_t count);
/* First fit; the page number or NO_PAGE. *scavenged_count: how many of them had no memory. */
int64_t goheap_pages_take(struct pages *pages, size_t count, size_t *scavenged_count);
void goheap_pages_free(struct pages *pages, size_t first, size_t count);

bool goheap_pages_fill_cache(struct pages *pages, struct page_cache *cache);
int64_t goheap_page_cache_take(struct page_cache *cache, size_t count, size_t *scavenged_count);
void goheap_pages_flush_cache(struct pages *pages, struct page_cache *cache);

/* The highest run of up to `limit` free pages with memory, marked scavenged; 0 = none is left. */
size_t goheap_pages_scavenge(struct pages *pages, size_t limit, size_t *first);

/* true if every summary, count and hint says what the bitmaps say. */
bool goheap_pages_check(const struct pages *pages);

#endif
