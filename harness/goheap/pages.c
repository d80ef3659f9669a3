/* Bitmaps of pages under a tree of (start, max, end) summaries. */
#include "pages.h"

#include <string.h>

static size_t node_pages(int level)
{
    return (size_t)CHUNK_PAGES << (3 * level);
}

static void set_bits(uint64_t *bits, size_t first, size_t count, bool value)
{
    while (count > 0) {
        const size_t shift = first % 64;
        const size_t here = count < 64 - shift ? count : 64 - shift;
        const uint64_t mask = (here == 64 ? ~UINT64_C(0) : (UINT64_C(1) << here) - 1) << shift;
        if (value)
            bits[first / 64] |= mask;
        else
            bits[first / 64] &= ~mask;
        first += here;
        count -= here;
    }
}

static size_t count_bits(const uint64_t *bits, size_t first, size_t count)
{
    size_t total = 0;
    while (count > 0) {
        const size_t shift = first % 64;
        const size_t here = count < 64 - shift ? count : 64 - shift;
        const uint64_t mask = (here == 64 ? ~UINT64_C(0) : (UINT64_C(1) << here) - 1) << shift;
        total += (size_t)__builtin_popcountll(bits[first / 64] & mask);
        first += here;
        count -= here;
    }
    return total;
}

/* Longest run of ones in a word: shorten all runs by one until none is left. */
static uint32_t longest_run(uint64_t word)
{
    uint32_t length = 0;
    for (; word; word &= word << 1)
        length++;
    return length;
}

static uint32_t trailing_ones(uint64_t word)
{
    return word == UINT64_MAX ? 64 : (uint32_t)__builtin_ctzll(~word);
}

static uint32_t leading_ones(uint64_t word)
{
    return word == UINT64_MAX ? 64 : (uint32_t)__builtin_clzll(~word);
}

static struct page_summary summarize_chunk(const uint64_t *used)
{
    struct page_summary sum = {0, 0, 0};
    uint32_t run = 0; /* free pages that end where the word begins */
    bool only_free = true;
    for (int i = 0; i < CHUNK_WORDS; i++) {
        const uint64_t free = ~used[i];
        if (free == UINT64_MAX) {
            run += 64;
            continue;
        }
        const uint32_t low = run + trailing_ones(free);
        if (only_free)
            sum.start = low;
        only_free = false;
        if (low > sum.max)
            sum.max = low;
        if (free && sum.max < 64) {
            const uint32_t inside = longest_run(free);
            sum.max = inside > sum.max ? inside : sum.max;
        }
        run = leading_ones(free);
    }
    sum.end = run;
    if (only_free)
        sum.start = run;
    if (run > sum.max)
        sum.max = run;
    return sum;
}

static struct page_summary merge(const struct page_summary *children, size_t count, uint32_t size)
{
    struct page_summary sum = {0, 0, 0};
    uint32_t run = 0;
    bool only_free = true;
    for (size_t i = 0; i < count; i++) {
        const struct page_summary child = children[i];
        const uint32_t joined = run + child.start;
        sum.max = joined > sum.max ? joined : sum.max;
        sum.max = child.max > sum.max ? child.max : sum.max;
        if (child.start == size) {
            run += size;
            continue;
        }
        if (only_free)
            sum.start = joined;
        only_free = false;
        run = child.end;
    }
    sum.end = run;
    if (only_free)
        sum.start = run;
    return sum;
}

/* Makes the summaries over [first, first + count) true again. */
static void update(struct pages *pages, size_t first, size_t count)
{
    size_t low = first / CHUNK_PAGES, high = (first + count - 1) / CHUNK_PAGES;
    for (size_t i = low; i <= high; i++)
        pages->levels[0][i] = summarize_chunk(pages->used + i * CHUNK_WORDS);
    for (int level = 1; level < pages->level_count; level++) {
        low /= NODE_FANOUT;
        high /= NODE_FANOUT;
        for (size_t i = low; i <= high; i++) {
            const size_t child = i * NODE_FANOUT;
            const size_t left = pages->counts[level - 1] - child;
            const size_t children = left < NODE_FANOUT ? left : NODE_FANOUT;
            pages->levels[level][i] =
                merge(pages->levels[level - 1] + child, children, (uint32_t)node_pages(level - 1));
        }
    }
}

static size_t level_counts(size_t page_count, size_t counts[MAX_LEVELS])
{
    size_t levels = 0, count = page_count / CHUNK_PAGES;
    for (;;) {
        counts[levels++] = count;
        if (count <= 32 || levels == MAX_LEVELS)
            return levels;
        count = (count + NODE_FANOUT - 1) / NODE_FANOUT;
    }
}

size_t goheap_pages_metadata_bytes(size_t page_count)
{
    size_t counts[MAX_LEVELS], bytes = 2 * page_count / 8;
    const size_t levels = level_counts(page_count, counts);
    for (size_t i = 0; i < levels; i++)
        bytes += (counts[i] * sizeof(struct page_summary) + 7) & ~(size_t)7;
    return bytes;
}

void goheap_pages_init(struct pages *pages, size_t page_count, void *metadata)
{
    memset(pages, 0, sizeof *pages);
    pages->page_count = page_count;
    pages->level_count = (int)level_counts(page_count, pages->counts);
    char *next = metadata;
    pages->used = (uint64_t *)(void *)next;
    next += page_count / 8;
    pages->scavenged = (uint64_t *)(void *)next;
    next += page_count / 8;
    for (int i = 0; i < pages->level_count; i++) {
        pages->levels[i] = (struct page_summary *)(void *)next;
        next += (pages->counts[i] * sizeof(struct page_summary) + 7) & ~(size_t)7;
    }
}

void goheap_pages_grow(struct pages *pages, size_t count)
{
    const size_t first = pages->grown;
    pages->grown += count;
    set_bits(pages->used, first, count, false);
    set_bits(pages->scavenged, first, count, true);
    pages->free_pages += count;
    pages->scavenged_pages += count;
    if (pages->search_hint > first)
        pages->search_hint = first;
    update(pages, first, count);
}

/* First run of `count` free pages in the chunk; there is one. */
static size_t find_in_chunk(const uint64_t *used, size_t count)
{
    size_t run = 0, begin = 0;
    for (size_t i = 0; i < CHUNK_PAGES;) {
        const uint64_t rest = used[i / 64] >> (i % 64);
        const size_t left = 64 - i % 64;
        if (rest & 1) {
            const size_t skip = trailing_ones(rest);
            i += skip < left ? skip : left;
            run = 0;
            continue;
        }
        size_t zeros = rest ? (size_t)__builtin_ctzll(rest) : left;
        if (zeros > left)
            zeros = left;
        if (run == 0)
            begin = i;
        run += zeros;
        i += zeros;
        if (run >= count)
            return begin;
    }
    return CHUNK_PAGES;
}

static int64_t find(const struct pages *pages, size_t count)
{
    int level = pages->level_count - 1;
    size_t i = pages->search_hint / node_pages(level), last = pages->counts[level];
    size_t run = 0;
    while (i < last) {
        const struct page_summary sum = pages->levels[level][i];
        const size_t size = node_pages(level);
        if (run + sum.start >= count)
            return (int64_t)(i * size - run);
        if (sum.max >= count) {
            if (level == 0)
                return (int64_t)(i * size + find_in_chunk(pages->used + i * CHUNK_WORDS, count));
            level--;
            i *= NODE_FANOUT;
            last = i + NODE_FANOUT < pages->counts[level] ? i + NODE_FANOUT : pages->counts[level];
            run = 0;
            continue;
        }
        run = sum.start == size ? run + size : sum.end;
        i++;
    }
    return NO_PAGE;
}

static void take_range(struct pages *pages, size_t first, size_t count)
{
    set_bits(pages->used, first, count, true);
    pages->free_pages -= count;
    update(pages, first, count);
}

int64_t goheap_pages_take(struct pages *pages, size_t count, size_t *scavenged_count)
{
    const int64_t found = find(pages, count);
    if (found == NO_PAGE)
        return NO_PAGE;
    const size_t first = (size_t)found;
    *scavenged_count = count_bits(pages->scavenged, first, count);
    if (*scavenged_count > 0)
        set_bits(pages->scavenged, first, count, false);
    pages->scavenged_pages -= *scavenged_count;
    take_range(pages, first, count);
    if (count == 1 || first == pages->search_hint)
        pages->search_hint = first + count;
    return found;
}

void goheap_pages_free(struct pages *pages, size_t first, size_t count)
{
    set_bits(pages->used, first, count, false);
    pages->free_pages += count;
    if (first < pages->search_hint)
        pages->search_hint = first;
    update(pages, first, count);
}

bool goheap_pages_fill_cache(struct pages *pages, struct page_cache *cache)
{
    const int64_t found = find(pages, 1);
    if (found == NO_PAGE)
        return false;
    const size_t word = (size_t)found / 64;
    cache->first = word * 64;
    cache->free = ~pages->used[word];
    cache->scavenged = pages->scavenged[word] & cache->free;
    pages->used[word] = UINT64_MAX;
    pages->scavenged[word] = 0;
    pages->free_pages -= (size_t)__builtin_popcountll(cache->free);
    pages->scavenged_pages -= (size_t)__builtin_popcountll(cache->scavenged);
    pages->search_hint = cache->first + 64;
    update(pages, cache->first, 64);
    return true;
}

int64_t goheap_page_cache_take(struct page_cache *cache, size_t count, size_t *scavenged_count)
{
    if (cache->free == 0 || count > 64)
        return NO_PAGE;
    uint64_t starts = cache->free; /* bit i stays set iff a run of `count` begins at i */
    for (size_t n = 1; n < count && starts; n++)
        starts &= cache->free >> n;
    if (starts == 0)
        return NO_PAGE;
    const size_t bit = (size_t)__builtin_ctzll(starts);
    const uint64_t mask = (count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1) << bit;
    *scavenged_count = (size_t)__builtin_popcountll(cache->scavenged & mask);
    cache->free &= ~mask;
    cache->scavenged &= ~mask;
    return (int64_t)(cache->first + bit);
}

void goheap_pages_flush_cache(struct pages *pages, struct page_cache *cache)
{
    if (cache->free == 0)
        return;
    const size_t word = cache->first / 64;
    pages->used[word] &= ~cache->free;
    pages->scavenged[word] |= cache->scavenged;
    pages->free_pages += (size_t)__builtin_popcountll(cache->free);
    pages->scavenged_pages += (size_t)__builtin_popcountll(cache->scavenged);
    if (cache->first < pages->search_hint)
        pages->search_hint = cache->first;
    update(pages, cache->first, 64);
    *cache = (struct page_cache){0, 0, 0};
}

size_t goheap_pages_scavenge(struct pages *pages, size_t limit, size_t *first)
{
    for (size_t word = pages->grown / 64; word-- > 0;) {
        const uint64_t backed = ~pages->used[word] & ~pages->scavenged[word];
        if (backed == 0)
            continue;
        const size_t top = 63 - (size_t)__builtin_clzll(backed);
        size_t count = leading_ones(backed << (63 - top));
        if (count > top + 1)
            count = top + 1;
        if (count > limit)
            count = limit;
        *first = word * 64 + top + 1 - count;
        set_bits(pages->scavenged, *first, count, true);
        pages->scavenged_pages += count;
        return count;
    }
    return 0;
}

static bool same(struct page_summary a, struct page_summary b)
{
    return a.start == b.start && a.max == b.max && a.end == b.end;
}

bool goheap_pages_check(const struct pages *pages)
{
    size_t free_pages = 0, scavenged = 0;
    for (size_t i = 0; i < pages->grown / CHUNK_PAGES; i++) {
        if (!same(pages->levels[0][i], summarize_chunk(pages->used + i * CHUNK_WORDS)))
            return false;
        free_pages += CHUNK_PAGES - count_bits(pages->used, i * CHUNK_PAGES, CHUNK_PAGES);
        scavenged += count_bits(pages->scavenged, i * CHUNK_PAGES, CHUNK_PAGES);
    }
    for (int level = 1; level < pages->level_count; level++)
        for (size_t i = 0; i * node_pages(level) < pages->grown; i++) {
            const size_t child = i * NODE_FANOUT;
            const size_t left = pages->counts[level - 1] - child;
            const size_t children = left < NODE_FANOUT ? left : NODE_FANOUT;
            if (!same(pages->levels[level][i], merge(pages->levels[level - 1] + child, children,
                                                     (uint32_t)node_pages(level - 1))))
                return false;
        }
    const size_t hint = pages->search_hint < pages->grown ? pages->search_hint : pages->grown;
    return free_pages == pages->free_pages && scavenged == pages->scavenged_pages &&
           count_bits(pages->used, 0, hint) == hint;
}
