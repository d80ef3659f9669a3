/*
 * What lies in a frame, in words: the same in the terminal and in the picture.
 */
#ifndef ESC_WORDS_FRAME_H
#define ESC_WORDS_FRAME_H

#include "noun/frame.h"

/* "return address, into stackOp", "t, 64 bytes", "the caller's bp"; `caller` is the frame above,
 * NULL: not shown. Caller frees. */
char *esc_slot_words(const struct esc_slot *slot, const struct esc_frame *caller);

/* Whether any of the frames calls what takes memory; its frame, or NULL. */
const struct esc_frame *esc_frames_taker(const struct esc_frames *frames);

#endif
