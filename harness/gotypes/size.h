/*
 * Sizes as Go's compiler lays values out on amd64. Source: cmd/compile/internal/types/size.go.
 */
#ifndef ESC_GOTYPES_SIZE_H
#define ESC_GOTYPES_SIZE_H

#include "gotypes/types.h"

#include <stdbool.h>
#include <stdint.h>

/* Larger types are refused by the compiler: size.go, MaxWidth. */
#define ESC_GO_MAX_WIDTH (INT64_C(1) << 50)

/* Bytes, of a complete type that is not untyped; more than ESC_GO_MAX_WIDTH where it is too large.
 */
int64_t esc_go_size(const struct esc_go_type *type);
int64_t esc_go_align(const struct esc_go_type *type);

/* Where the field of that index begins in the struct (its underlying type is one). */
int64_t esc_go_offset(const struct esc_go_type *record, size_t field);

/* Whether a value holds pointers, as the collector sees it. */
bool esc_go_has_pointers(const struct esc_go_type *type);

/* Whether an interface holds the value itself, not its address: types of the shape of a pointer. */
bool esc_go_is_direct(const struct esc_go_type *type);

#endif
