/*
 * A mark phase for a terminal: as numbered steps, or as pictures that follow each other in one
 * place.
 */
#ifndef ESC_REPORT_MARKING_H
#define ESC_REPORT_MARKING_H

#include "noun/marking.h"
#include "report/report.h"

/* The steps, each with its colours, queue and buffer in words. */
void esc_report_marking(const struct esc_marking *marking, const struct esc_terminal *terminal,
                        FILE *out);

/* One step on a cleared screen: the objects where the charts have them, colours, words. */
void esc_report_marking_frame(const struct esc_marking *marking, size_t index,
                              const struct esc_terminal *terminal, FILE *out);

#endif
