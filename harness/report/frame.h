/*
 * Stack frames for a terminal: what lies where, and the instructions that make and undo a frame.
 */
#ifndef ESC_REPORT_FRAME_H
#define ESC_REPORT_FRAME_H

#include "noun/frame.h"
#include "report/report.h"

#include <stdio.h>

/* One side: `title` "heap, Go (go1.19.8 linux/amd64)". */
void esc_report_frames(const struct esc_frames *frames, const char *title, bool on_heap,
                       const struct esc_terminal *terminal, FILE *out);

#endif
