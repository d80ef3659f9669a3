/*
 * Pages of 8 KiB that hold sampled objects, in a hash table with open addressing; a page has a
 * place for each of its words. See alive.h.
 */
#include "child/alive.h"

#include <stdlib.h>

enum { PAGE_SHIFT = 13, PAGE_WORDS = 1 << (PAGE_SHIFT - 3) };

struct page {
    uintptr_t number;             /* address >> PAGE_SHIFT, never 0 */
    uint32_t count;               /* objects in it */
    uint32_t records[PAGE_WORDS]; /* record + 1; 0: no object begins here */
};

static struct {
    struct page **slots;
    size_t slot_count; /* a power of two, at least twice `used` */
    size_t used;
} table;

/* Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4). */
static size_t find_slot(uintptr_t number)
{
    size_t slot = (size_t)((uint64_t)number * UINT64_C(0x9e3779b97f4a7c15) >> 32);
    for (slot &= table.slot_count - 1; table.slots[slot] != NULL;
         slot = (slot + 1) & (table.slot_count - 1))
        if (table.slots[slot]->number == number)
            break;
    return slot;
}

static bool grow(void)
{
    struct page **before = table.slots;
    size_t count = table.slot_count;
    struct page **slots = calloc(count == 0 ? 64 : 2 * count, sizeof *slots);
    if (slots == NULL)
        return false;
    table.slots = slots;
    table.slot_count = count == 0 ? 64 : 2 * count;
    for (size_t k = 0; k < count; k++)
        if (before[k] != NULL)
            table.slots[find_slot(before[k]->number)] = before[k];
    free(before);
    return true;
}

static struct page *page_of(uintptr_t number)
{
    return table.used == 0 ? NULL : table.slots[find_slot(number)];
}

/* Pages stay once they are there: a heap uses its addresses again. */
static struct page *make_page(uintptr_t number)
{
    struct page *page = page_of(number);
    if (page != NULL)
        return page;
    if (2 * (table.used + 1) > table.slot_count && !grow())
        return NULL;
    page = calloc(1, sizeof *page);
    if (page == NULL)
        return NULL;
    page->number = number;
    table.slots[find_slot(number)] = page;
    table.used++;
    return page;
}

bool esc_alive_add(uintptr_t address, uint32_t record)
{
    struct page *page = make_page(address >> PAGE_SHIFT);
    if (page == NULL)
        return false;
    page->records[address >> 3 & (PAGE_WORDS - 1)] = record + 1;
    page->count++;
    return true;
}

static void end_object(struct page *page, size_t word, esc_alive_ended *ended)
{
    ended(page->records[word] - 1);
    page->records[word] = 0;
    page->count--;
}

/* Of the page's words [first, end). */
static void end_objects(struct page *page, size_t first, size_t end, esc_alive_ended *ended)
{
    for (size_t word = first; word < end && page->count > 0; word++)
        if (page->records[word] != 0)
            end_object(page, word, ended);
}

void esc_alive_reuse(uintptr_t address, uint64_t bytes, esc_alive_ended *ended)
{
    const uintptr_t first = address >> 3;
    const uintptr_t end = (address + bytes + 7) >> 3;
    for (uintptr_t word = first; word < end;) {
        const uintptr_t next = (word | (PAGE_WORDS - 1)) + 1;
        struct page *page = page_of(word / PAGE_WORDS);
        const uintptr_t last = next < end ? next : end;
        if (page != NULL && page->count > 0)
            end_objects(page, word % PAGE_WORDS, word % PAGE_WORDS + (last - word), ended);
        word = last;
    }
}

void esc_alive_settle(bool (*is_there)(uintptr_t address), esc_alive_ended *ended)
{
    for (size_t k = 0; k < table.slot_count; k++) {
        struct page *page = table.slots[k];
        for (uintptr_t word = 0; page != NULL && word < PAGE_WORDS; word++)
            if (page->records[word] != 0 && !is_there(page->number << PAGE_SHIFT | word << 3))
                end_object(page, word, ended);
    }
}
