/*
 * Numbers as people read them. One table scales times, bytes and counts; everything inside the
 * program stays in ns and bytes. Tables and charts use the same words.
 */
#ifndef ESC_WORDS_UNITS_H
#define ESC_WORDS_UNITS_H

#include "noun/case.h"

#include <stddef.h>

/* Each writes into `out` (at least ESC_UNITS_TEXT bytes) and returns it. Three significant digits,
 * at most two after the point; a value that rounds up to the next unit is written in that unit. */
#define ESC_UNITS_TEXT 32
char *esc_units_ns(char *out, double ns);         /* "1.66 ns", "438 ns", "5.10 us" */
char *esc_units_ns_drawn(char *out, double ns);   /* "5.10 µs": for pictures, which are UTF-8 */
char *esc_units_bytes(char *out, double bytes);   /* "64 B", "4 KiB", "72 KiB", "1.25 MiB" */
char *esc_units_count(char *out, double count);   /* "0", "1", "12.5", "1.3k" */
char *esc_units_percent(char *out, double share); /* 0.123 -> "12 %", 0.004 -> "0.4 %" */

/* Digits for a factor: two after the point below 2, one below 100, then three significant digits:
 * "1.60", "6.1", "36.0", "2570". */
char *esc_units_factor(char *out, double factor);

struct esc_text;
/* "1.60× to 2570×"; where both are told in the same digits "1.60×". */
void esc_units_add_factors(struct esc_text *text, double low, double high);

/* "6.1x slower", "1.2x faster", "not resolved" where [low, high] holds 1; `times` is the sign to
 * use ("×" or "x"). */
char *esc_units_verdict(char *out, size_t size, double factor, double low, double high,
                        const char *times);

/* "[5.9, 6.4]", turned round where the verdict says "faster": 0.83 in [0.77, 0.91] is
 * "[1.10, 1.30]". Where 1 is inside, the interval of the factor as it is. */
char *esc_units_interval(char *out, size_t size, double low, double high);

/* The point in words, "size 64 B, kind scan"; "" for a case without parameters. Caller frees. */
char *esc_units_point(const struct esc_case *bench_case, const struct esc_point *point);

/* One value of a parameter in its unit: "64 KiB", "1000", "scan"; "16 MiB" where the label begins
 * with a unit ("MiB of live heap"). Caller frees. */
char *esc_units_value(const struct esc_param *param, size_t index);

/* The value with its noun: "object size 64 B", "2 threads", "16 MiB of live heap"; behind its name
 * where the label is no counted noun ("GOGC, percent" gives "gogc 100"). Caller frees. */
char *esc_units_noun(const struct esc_param *param, size_t index);

/* The label without its unit: "object size", "threads", "live heap". Caller frees. */
char *esc_units_subject(const struct esc_param *param);

#endif
