/*
 * Words of frames. See frame.h for the contracts.
 */
#include "words/frame.h"

#include "base/memory.h"

#include <inttypes.h>

char *esc_slot_words(const struct esc_slot *slot, const struct esc_frame *caller)
{
    switch (slot->kind) {
    case ESC_SLOT_RETURN:
        return caller != NULL ? esc_format("return address, into %s", caller->function)
                              : esc_strdup("return address");
    case ESC_SLOT_BASE:
        return esc_strdup("the caller's bp");
    case ESC_SLOT_SAVED:
        return esc_format("the caller's %s", slot->name);
    case ESC_SLOT_VARIABLE:
        return esc_format("%s, %" PRId64 " bytes", slot->name, slot->bytes);
    case ESC_SLOT_OBJECT:
        return esc_format("%" PRId64 " bytes whose address is taken", slot->bytes);
    default:
        return esc_format("%" PRId64 " bytes: %s", slot->bytes,
                          slot->by != NULL ? "needed later" : "for calls, or unused");
    }
}

const struct esc_frame *esc_frames_taker(const struct esc_frames *frames)
{
    for (size_t i = 0; i < frames->count; i++)
        if (frames->list[i].takes_memory)
            return &frames->list[i];
    return NULL;
}
