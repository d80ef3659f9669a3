/*
 * The noun of machine code. See code.h.
 */
#include "noun/code.h"

#include "base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool belongs_to(const char *name, enum esc_runtime_id runtime)
{
    bool boehm = esc_starts(name, "GC_");
    bool goheap = esc_starts(name, "goheap_");
    bool go = strchr(name, '.') != NULL; /* of a package */
    return runtime == ESC_RUNTIME_BOEHM    ? boehm
           : esc_runtime_is_model(runtime) ? goheap
           : runtime == ESC_RUNTIME_GO     ? go
                                           : !boehm && !goheap && !go;
}

size_t esc_code_heap_calls(const struct esc_code *code, enum esc_runtime_id runtime)
{
    size_t count = 0;
    for (size_t i = 0; i < code->call_count; i++) {
        const struct esc_code_call *call = &code->calls[i];
        if (runtime == ESC_RUNTIME_NONE)
            count += call->callee != ESC_CALLEE_OTHER ? call->count : 0;
        else if ((call->callee == ESC_CALLEE_ALLOCATES || call->callee == ESC_CALLEE_MAY) &&
                 belongs_to(call->name, runtime))
            count += call->count;
    }
    return count;
}

size_t esc_code_sure_calls(const struct esc_code *code)
{
    size_t count = 0;
    for (size_t i = 0; i < code->call_count; i++)
        count += code->calls[i].callee == ESC_CALLEE_ALLOCATES ? code->calls[i].count : 0;
    return count;
}

void esc_code_free(struct esc_code *code)
{
    for (size_t i = 0; i < code->count; i++) {
        free(code->lines[i].text);
        free(code->lines[i].file);
        free(code->lines[i].calls);
    }
    for (size_t i = 0; i < code->call_count; i++)
        free(code->calls[i].name);
    free(code->lines);
    free(code->calls);
    *code = (struct esc_code){0};
}
