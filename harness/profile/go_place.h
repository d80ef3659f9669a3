/*
 * The Go that a place in a case's C stands for: C functions are named as those of its Go
 * (by_address: byAddress), and a case says what go prints of its allocations. Private to profile/.
 */
#ifndef ESC_PROFILE_GO_PLACE_H
#define ESC_PROFILE_GO_PLACE_H

#include "noun/case.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_go_function {
    char *name;
    int line;         /* of `func`, in the case file */
    const char *text; /* the function, in the case's text */
    size_t length;
};

/* The function of the strategy's Go, or of the case's, that the C function stands for, exported or
 * not. False: there is none; then only the name is set, what it would be called. Free the name. */
bool esc_go_function_find(const struct esc_case *bench_case, const struct esc_strategy *strategy,
                          const char *c_function, struct esc_go_function *function);

/*
 * The line of its call number `index` of `count` lines that call `callee`; its first where the Go
 * has another number of such lines, its own line where it has none.
 */
int esc_go_call_line(const struct esc_go_function *function, const char *callee, size_t index,
                     size_t count);

/*
 * The line of its allocation number `index` of `count` lines, by the strategy's `escapes`: where
 * what is "moved to heap" is declared, where what "escapes to heap" stands. Its own line where they
 * name another number of lines.
 */
int esc_go_alloc_line(const struct esc_strategy *strategy, const struct esc_go_function *function,
                      size_t index, size_t count);

#endif
