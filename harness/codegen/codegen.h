/*
 * Stage: struct esc_case -> C text. One text a case; it is compiled once for each unit (a point and
 * a runtime, told by -D), because the text of a case names plain C types that cannot exist twice.
 * Pure: no files, no processes.
 */
#ifndef ESC_CODEGEN_CODEGEN_H
#define ESC_CODEGEN_CODEGEN_H

#include "base/text.h"
#include "noun/case.h"

/*
 * Appends the C text. `#line` maps every line of the user's C back to bench_case->path. The text
 * expects ESC_POINT=<index> and ESC_RUNTIME_ID=<enum esc_runtime_id> on the compiler's command
 * line: ESC_RUNTIME_NONE units hold the strategies on the stack, the others the strategies on the
 * heap, where ESC_GO moves one on the stack also that.
 */
void esc_codegen(const struct esc_case *bench_case, struct esc_text *out);

/* "esc_kernel_3_heap_malloc": the `const struct esc_kernel` that a unit exports. Caller frees. */
char *esc_codegen_symbol(const struct esc_strategy *strategy, size_t point,
                         enum esc_runtime_id runtime);

#endif
