/*
 * The table of cold sides. See runtime.h.
 */
#include "child/runtime.h"

const struct esc_runtime *esc_runtime_cold(enum esc_runtime_id id)
{
    static const struct esc_runtime *const table[ESC_RUNTIMES + 1] = {
        [ESC_RUNTIME_GOHEAP] = &esc_runtime_goheap,
        [ESC_RUNTIME_BOEHM] = &esc_runtime_boehm,
        [ESC_RUNTIME_GOHEAP_1_27] = &esc_runtime_goheap_1_27,
        [ESC_RUNTIME_MALLOC] = &esc_runtime_malloc,
        [ESC_RUNTIME_NONE] = &esc_runtime_malloc,
    };
    return table[id];
}
