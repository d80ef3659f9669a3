/*
 * How many bytes a value takes, as far as its spelling, the source's line and the declared types
 * tell. For 64-bit machines: a word has 8 bytes.
 */
#ifndef ESC_WORDS_SIZE_H
#define ESC_WORDS_SIZE_H

#include "noun/escape.h"
#include "noun/source_files.h"

#include <stddef.h>
#include <stdint.h>

#define ESC_SIZE_UNKNOWN ((int64_t)-1)

/* What a value comes down to for an interface that it is put into: of arrays and structs of one
 * component that component counts (dataWord in cmd/compile/internal/walk/convert.go). */
enum esc_shape {
    ESC_SHAPE_OTHER,
    ESC_SHAPE_BYTE,   /* a bool or a whole number of one byte */
    ESC_SHAPE_NUMBER, /* 2, 4 or 8 bytes, aligned so */
    ESC_SHAPE_TEXT,   /* a string */
    ESC_SHAPE_SLICE,  /* a slice */
    ESC_SHAPE_INTERFACE,
    ESC_SHAPE_CONSTANT,
};
struct esc_size {
    int64_t bytes; /* of which the shape is; ESC_SIZE_UNKNOWN: neither is known, but a constant */
    enum esc_shape shape;
};

/*
 * Bytes of a type as Go code writes it: the first `length` bytes of the text. Sizes and padding are
 * those of cmd/compile/internal/types/size.go: fields at multiples of their alignment, the whole a
 * multiple of the greatest, one byte more behind a last field without bytes.
 */
struct esc_size esc_sized_type(const struct esc_escapes *escapes, const char *text, size_t length);
int64_t esc_size_of_type(const struct esc_escapes *escapes, const char *text, size_t length);

/* Bytes of the block that the value takes when it leaves the stack; unknown where its type is not
 * told, or its size only known when the program runs. */
struct esc_size esc_sized(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                          const struct esc_go_value *value);
int64_t esc_size_of(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                    const struct esc_go_value *value);

#endif
