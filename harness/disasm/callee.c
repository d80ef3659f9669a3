/*
 * Who is called, and code as it is put together from C's and Go's listings. See disasm.h and
 * listing.h for the contracts.
 */
#include "disasm/listing.h"

#include "base/memory.h"

#include <string.h>

static const struct name {
    const char *text;
    bool is_prefix;
    enum esc_callee callee;
} names[] = {
    {"malloc", false, ESC_CALLEE_ALLOCATES},
    {"calloc", false, ESC_CALLEE_ALLOCATES},
    {"realloc", false, ESC_CALLEE_ALLOCATES},
    {"aligned_alloc", false, ESC_CALLEE_ALLOCATES},
    {"memalign", false, ESC_CALLEE_ALLOCATES},
    {"posix_memalign", false, ESC_CALLEE_ALLOCATES},
    {"strdup", false, ESC_CALLEE_ALLOCATES},
    {"free", false, ESC_CALLEE_HEAP},
    {"GC_malloc", true, ESC_CALLEE_ALLOCATES},
    {"GC_realloc", false, ESC_CALLEE_ALLOCATES},
    {"GC_memalign", false, ESC_CALLEE_ALLOCATES},
    {"GC_", true, ESC_CALLEE_HEAP},
    {"goheap_new", true, ESC_CALLEE_ALLOCATES},
    {"goheap_make", true, ESC_CALLEE_ALLOCATES},
    {"goheap_alloc", true, ESC_CALLEE_ALLOCATES},
    {"goheap_", true, ESC_CALLEE_HEAP},
    /* Go's runtime. What may take memory has a buffer in the caller's frame, a table of ready
     * values, or room left. */
    {"runtime.newobject", true, ESC_CALLEE_ALLOCATES},
    {"runtime.newarray", false, ESC_CALLEE_ALLOCATES},
    {"runtime.mallocgc", true, ESC_CALLEE_ALLOCATES},
    {"runtime.makeslice", true, ESC_CALLEE_ALLOCATES},
    {"runtime.makechan", true, ESC_CALLEE_ALLOCATES},
    {"runtime.makemap_small", false, ESC_CALLEE_ALLOCATES},
    {"runtime.makemap", true, ESC_CALLEE_MAY},
    {"runtime.mapassign", true, ESC_CALLEE_MAY},
    {"runtime.growslice", true, ESC_CALLEE_MAY},
    {"runtime.convT", true, ESC_CALLEE_MAY},
    {"runtime.concat", true, ESC_CALLEE_MAY},
    {"runtime.slicebytetostring", true, ESC_CALLEE_MAY},
    {"runtime.slicerunetostring", true, ESC_CALLEE_MAY},
    {"runtime.stringtoslice", true, ESC_CALLEE_MAY},
    {"runtime.intstring", true, ESC_CALLEE_MAY},
    {"runtime.deferproc", true, ESC_CALLEE_MAY},
    {"runtime.gcWriteBarrier", true, ESC_CALLEE_HEAP},
    /* Of the library, what makes texts. */
    {"fmt.", true, ESC_CALLEE_MAY},
    {"errors.", true, ESC_CALLEE_MAY},
    {"strings.", true, ESC_CALLEE_MAY},
    {"strconv.", true, ESC_CALLEE_MAY},
};

enum esc_callee esc_callee_of(const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].is_prefix ? strncmp(name, names[i].text, strlen(names[i].text)) == 0
                               : strcmp(name, names[i].text) == 0)
            return names[i].callee;
    return ESC_CALLEE_OTHER;
}

struct esc_code_line *esc_listing_add(struct esc_code *code, const struct esc_entry *entry)
{
    code->lines = esc_grow(code->lines, &code->count, sizeof *code->lines);
    struct esc_code_line *line = &code->lines[code->count - 1];
    line->kind = entry->kind;
    line->address = entry->address;
    if (entry->kind == ESC_CODE_SOURCE)
        line->file = esc_strdup(entry->text);
    else
        line->text = esc_strdup(entry->text);
    line->line = entry->line;
    return line;
}

void esc_listing_call(struct esc_code *code, struct esc_code_line *line, char *name)
{
    line->calls = name;
    line->callee = esc_callee_of(name);
    for (size_t i = 0; i < code->call_count; i++)
        if (strcmp(code->calls[i].name, name) == 0) {
            code->calls[i].count++;
            return;
        }
    code->calls = esc_grow(code->calls, &code->call_count, sizeof *code->calls);
    code->calls[code->call_count - 1] =
        (struct esc_code_call){.name = esc_strdup(name), .callee = line->callee, .count = 1};
}
