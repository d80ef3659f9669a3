/*
 * Charts on their way into a page: drawn into a folder of the moment, read, and gone.
 */
#ifndef ESC_SESSION_PAGE_CHARTS_H
#define ESC_SESSION_PAGE_CHARTS_H

#include "base/error.h"
#include "chart/chart.h"
#include "page/page.h"
#include "session/folders.h"

#include <stddef.h>

/* How charts of a page are drawn into that folder, both borrowed. */
struct esc_chart_options esc_page_chart_options(const struct esc_folders *folders,
                                                const char *folder);

/* The SVGs of the folder, pages of a chart in their order. */
struct esc_page_chart *esc_page_charts_read(const char *folder, size_t *count);
void esc_page_charts_free(struct esc_page_chart *charts, size_t count);

#endif
