/* The bits at a span's end are set up with the span and given up when it is swept. */
#include "spanbits.h"

#include "memclr.h"

#include <string.h>

static void init_marks(const struct span *span, bool dirty)
{
    struct inline_marks *marks = inline_marks_of(span->base);
    if (dirty)
        goheap_memclr(marks, sizeof *marks);
    ((uint8_t *)marks->marks)[63] = span->span_class;
}

void goheap_span_bits_init(const struct span *span)
{
    if (!span_noscan(span) && inline_heap_bits(span->element_bytes))
        memset(inline_heap_words(span->base, span->element_bytes),
               span->element_bytes == 8 ? 0xff : 0, INLINE_HEAP_BITS_BYTES);
    if (span->inline_marks)
        init_marks(span, span->needs_zero);
}

void goheap_span_bits_move(struct span *span)
{
    const struct inline_marks *marks = inline_marks_of(span->base);
    for (uint32_t i = 0; i < span->words; i++)
        span->mark_bits[i] = inline_word(marks->marks, i) & span->allocated_bits[i];
    init_marks(span, true);
}
