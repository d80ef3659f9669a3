/* Marking objects, roots, and the drain loop of workers, assists and pauses. */
#include "mark.h"

#include "bitmap.h"
#include "greentea.h"
#include "grey.h"

__attribute__((noinline)) void goheap_mark_new(struct thread *self, struct span *span,
                                               uintptr_t object)
{
    const uint32_t index = element_index(span, object);
    const uint64_t bit = UINT64_C(1) << (index % 64);
    if (span->inline_marks) {
        struct inline_marks *marks = inline_marks_of(span->base);
        __atomic_fetch_or(&marks->marks[index / 64], bit, __ATOMIC_RELAXED);
        __atomic_fetch_or(&marks->scans[index / 64], bit, __ATOMIC_RELAXED);
    } else {
        __atomic_fetch_or(&span->mark_bits[index / 64], bit, __ATOMIC_RELAXED);
    }
    self->grey.bytes_marked += span->element_bytes;
}

static inline void grey(struct grey_queue *queue, uintptr_t p)
{
    if (heap_is_1_27())
        grey_number(queue, p);
    else
        grey_by_descriptor(queue, p);
}

void goheap_grey(struct grey_queue *queue, uintptr_t p)
{
    grey(queue, p);
}

/* volatile and not atomic: clang instruments an atomic load even where it is told not to. */
UNINSTRUMENTED void goheap_grey_range(struct grey_queue *queue, uintptr_t begin, uintptr_t end)
{
    const volatile uintptr_t *word = (const volatile uintptr_t *)((begin + 7) & ~(uintptr_t)7);
    for (; (uintptr_t)(word + 1) <= end; word++) {
        const uintptr_t p = *word;
        if (p - goheap_heap.base < goheap_heap.limit_bytes)
            grey(queue, p);
    }
}

/* Big objects are scanned in pieces, each an entry of the queue (maxObletBytes). */
static size_t split(struct grey_queue *queue, const struct span *span, uintptr_t object)
{
    const uintptr_t end = span->base + span->element_bytes;
    if (object == span->base)
        for (uintptr_t part = object + OBLET_BYTES; part < end; part += OBLET_BYTES)
            queue_push(queue, part);
    return end - object < OBLET_BYTES ? end - object : OBLET_BYTES;
}

/* Greys what the pointer words hold, up to where the scan bits end; `bytes` is a whole object or a
 * piece of one. */
static inline void scan_words(struct grey_queue *queue, uintptr_t object, size_t bytes)
{
    struct bitmap_place place = bitmap_place_of(object);
    size_t at = 0;
    for (; at < bytes; at += 8, bitmap_step(&place)) {
        const unsigned bits = bitmap_bits(place);
        if (!(bits & BITS_SCAN))
            break;
        if (!(bits & BITS_POINTER))
            continue;
        const uintptr_t p = __atomic_load_n((const uintptr_t *)(object + at), __ATOMIC_RELAXED);
        if (p != 0 && p - object >= bytes)
            grey_by_descriptor(queue, p);
    }
    queue->heap_scan_work += at;
}

/* scanobject */
static inline void scan(struct grey_queue *queue, uintptr_t object)
{
    const struct span *span = span_at(object);
    size_t bytes = span->element_bytes;
    if (UNLIKELY(bytes > OBLET_BYTES))
        bytes = split(queue, span, object);
    scan_words(queue, object, bytes);
}

/* ---- the barrier's buffer ---- */

void goheap_barrier_flush(struct thread *thread)
{
    for (uint32_t i = 0; i < thread->barrier_count; i++)
        goheap_grey(&thread->grey, thread->barrier_buffer[i]);
    if (thread->barrier_count > 0)
        add(&goheap_heap.counters.barrier_stores, thread->barrier_count / 2);
    thread->barrier_count = 0;
}

/* ---- roots ---- */

/* Roots up to a block's size are read in the stop; bigger ones become jobs, a range each. */
void goheap_mark_roots_prepare(struct grey_queue *queue)
{
    struct heap *heap = &goheap_heap;
    size_t left = ROOT_BLOCK_BYTES;
    heap->root_block_count = 0;
    for (size_t i = 0; i < heap->root_count; i++) {
        struct root_range range = heap->roots[i];
        const size_t bytes = range.end - range.begin;
        const size_t now = bytes < left ? bytes : left;
        goheap_grey_range(queue, range.begin, range.begin + now);
        left -= now;
        if (now < bytes) {
            range.begin += now;
            heap->root_blocks[heap->root_block_count++] = range;
        }
    }
    heap->root_jobs = PROGRAM_PARTS + (uint32_t)heap->root_block_count;
    atomic_store(&heap->next_root_job, heap->program[0].words ? 0 : PROGRAM_PARTS);
}

void goheap_mark_roots_remove(struct grey_queue *queue, struct root_range range)
{
    struct heap *heap = &goheap_heap;
    for (size_t i = 0; marking() && i < heap->root_block_count; i++) {
        struct root_range *block = &heap->root_blocks[i];
        if (block->begin < range.begin || block->end > range.end)
            continue;
        goheap_grey_range(queue, block->begin, block->end);
        block->end = block->begin;
    }
    goheap_grey_flush(queue);
}

/* scanblock: bytes of the words. */
static __attribute__((noinline)) size_t scan_block(struct grey_queue *queue,
                                                   const struct masked_words *block)
{
    const uintptr_t *words = block->words;
    const uint8_t *mask = block->mask;
    const size_t count = block->bytes / sizeof *words;
    for (size_t word = 0; word < count; word += 8) {
        unsigned bits = mask[word / 8];
        for (size_t i = word; bits != 0 && i < count; i++, bits >>= 1)
            if ((bits & 1) && words[i] != 0)
                goheap_grey(queue, words[i]);
    }
    return block->bytes;
}

/* Jobs of the modelled program come before those of goheap_add_roots. */
static size_t mark_root(struct grey_queue *queue, uint32_t job)
{
    if (job < PROGRAM_PARTS)
        return scan_block(queue, &goheap_heap.program[job]);
    const struct root_range range = goheap_heap.root_blocks[job - PROGRAM_PARTS];
    goheap_grey_range(queue, range.begin, range.end);
    return range.end - range.begin;
}

/* markroot */
static int64_t next_root(struct grey_queue *queue)
{
    struct heap *heap = &goheap_heap;
    if (atomic_load(&heap->next_root_job) >= heap->root_jobs)
        return -1;
    const uint32_t job = atomic_fetch_add(&heap->next_root_job, 1);
    if (job >= heap->root_jobs)
        return -1;
    const size_t bytes = mark_root(queue, job);
    add(&heap->globals_scan_work, bytes);
    return (int64_t)bytes;
}

/* ---- draining ---- */

void goheap_grey_flush(struct grey_queue *queue)
{
    goheap_spans_flush(queue);
    goheap_queue_flush(queue);
}

bool goheap_mark_work_available(void)
{
    struct heap *heap = &goheap_heap;
    return atomic_load(&heap->full_count) > 0 || atomic_load(&heap->spans_count) > 0 ||
           atomic_load(&heap->next_root_job) < heap->root_jobs;
}

/* Nothing lies in the lists for others to take (gcDrain: work.full == 0). */
static inline bool lists_are_empty(void)
{
    return goheap_heap.several_markers &&
           atomic_load_explicit(&goheap_heap.full_count, memory_order_relaxed) == 0;
}

/* One object of Go 1.19; false when none waits. */
static inline bool step_1_19(struct grey_queue *queue)
{
    const uintptr_t object = queue_pop(queue);
    if (LIKELY(object != 0))
        scan(queue, object);
    return object != 0;
}

/* One object or one span of Go 1.27, the marker's own before those of all. */
static inline bool step_1_27(struct grey_queue *queue)
{
    uintptr_t object = queue_pop_fast(queue), span = 0;
    if (object == 0 && (span = spans_get_fast(queue)) == 0 &&
        (object = goheap_queue_pop_slow(queue)) == 0)
        span = goheap_spans_get_slow(queue);
    if (object != 0)
        goheap_scan_typed(queue, object);
    else if (span != 0)
        goheap_scan_span(queue, span);
    return object != 0 || span != 0;
}

/* One object, span or root; bytes of roots, -1 when nothing is left. */
static inline int64_t step(struct thread *self)
{
    struct grey_queue *queue = &self->grey;
    if (LIKELY(heap_is_1_27() ? step_1_27(queue) : step_1_19(queue)))
        return 0;
    if (self->barrier_count > 0) {
        goheap_barrier_flush(self);
        return 0;
    }
    return next_root(queue);
}

/* Work done since the last time becomes known to the pacer and, from background workers, credit. */
static int64_t settle(struct grey_queue *queue, int64_t root_bytes, bool give_credit)
{
    const int64_t work = root_bytes + (int64_t)queue->heap_scan_work;
    add(&goheap_heap.heap_scan_work, queue->heap_scan_work);
    queue->heap_scan_work = 0;
    if (give_credit)
        atomic_fetch_add(&goheap_heap.background_credit, work);
    return work;
}

/* gcDrain and gcDrainN in one. Root jobs come when the queue is empty, as in gcDrainN; gcDrain has
 * them first. */
int64_t goheap_drain(struct thread *self, const struct drain_limit *limit)
{
    struct heap *heap = &goheap_heap;
    struct grey_queue *queue = &self->grey;
    int64_t done = 0, root_bytes = 0, check_at = DRAIN_CHECK_WORK;
    atomic_fetch_add(&heap->markers, 1);
    while (limit->ignore_stop || !stop_asked()) {
        const int64_t bytes = step(self);
        if (bytes < 0)
            break;
        root_bytes += bytes;
        if (lists_are_empty())
            goheap_queue_balance(queue);
        const int64_t fresh = root_bytes + (int64_t)queue->heap_scan_work;
        if (fresh < CREDIT_SLACK && done + fresh < limit->work)
            continue;
        done += settle(queue, root_bytes, limit->give_credit);
        root_bytes = 0;
        if (done >= limit->work || (limit->assists && limiter_is_full(&heap->limiter)))
            break;
        if (limit->until_ns == 0 || done < check_at)
            continue;
        check_at = done + DRAIN_CHECK_WORK;
        if (goheap_now_ns() >= limit->until_ns)
            break;
    }
    done += settle(queue, root_bytes, limit->give_credit);
    goheap_grey_flush(queue);
    atomic_fetch_sub(&heap->markers, 1);
    return done;
}

/* ---- overflow ---- */

static void scan_words_again(struct grey_queue *queue, const struct span *span)
{
    for (uint32_t i = 0; i < span->elements; i++)
        if (bit_get(span->mark_bits, i) && bit_get(span->allocated_bits, i))
            scan_words(queue, span->base + i * span->element_bytes, span->element_bytes);
}

/* An object dropped from the queues is marked, but what it points to may not be. Scanning every
 * marked object again queues exactly the missing ones. Whole objects, not pieces: a big one may
 * have more of them than the queues have room for. */
void goheap_mark_recover(struct grey_queue *queue)
{
    struct heap *heap = &goheap_heap;
    atomic_store(&heap->work_overflow, false);
    for (size_t page = 0; page < heap->pages.grown; page++) {
        const struct span *span = heap->span_of_page[page];
        if (!span || page_of(span->base) != page || span_noscan(span))
            continue;
        if (heap_is_1_27())
            goheap_scan_again(queue, span);
        else
            scan_words_again(queue, span);
    }
}
