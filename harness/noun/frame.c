/*
 * Frames as data. See frame.h for the contracts.
 */
#include "noun/frame.h"

#include <stdlib.h>

void esc_frames_free(struct esc_frames *frames)
{
    for (size_t i = 0; i < frames->count; i++) {
        struct esc_frame *frame = &frames->list[i];
        for (size_t k = 0; k < frame->count; k++) {
            free(frame->slots[k].name);
            free(frame->slots[k].by);
        }
        for (size_t k = 0; k < frame->step_count; k++) {
            free(frame->steps[k].instruction);
            free(frame->steps[k].does);
        }
        free(frame->slots);
        free(frame->steps);
        free(frame->function);
        free(frame->calls);
    }
    free(frames->list);
    *frames = (struct esc_frames){0};
}
