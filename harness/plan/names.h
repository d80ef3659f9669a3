/*
 * Names of a variant in the two text formats that other tools read (DESIGN, Words). Characters that
 * would break a format are replaced by '_', so that every name stays one word.
 */
#ifndef ESC_PLAN_NAMES_H
#define ESC_PLAN_NAMES_H

#include "noun/case.h"

/* "heap@malloc"; "heap" where `served` is NULL. The caller frees. */
char *esc_name_label(const char *strategy, const char *served);

/*
 * Google Benchmark's form, "pointer-return/heap@malloc/size:64"; without parameters
 * "pointer-return/heap@malloc". The label stands between slashes or at the end, so that
 * `compare.py filters run.json /stack /heap` pairs the rows. The caller frees.
 */
char *esc_name_json(const struct esc_case *bench_case, const struct esc_point *point,
                    const char *label);

/*
 * Go's form, "BenchmarkPointerReturn/size=64/place=heap@malloc": CamelCase, then key=value parts in
 * the order of the parameters, the place last. Never ends in '-' and digits, which tools would take
 * for the number of CPUs. Source: golang.org/design/14313-benchmark-format. The caller frees.
 */
char *esc_name_go(const struct esc_case *bench_case, const struct esc_point *point,
                  const char *label);

#endif
