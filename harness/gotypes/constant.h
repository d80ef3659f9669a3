/*
 * Values of Go's constants, exact as the language wants them: integers and fractions of any size by
 * GMP; what has a numerator or denominator of more than 4096 bits is rounded to 512 bits, to
 * nearest and even, as go/constant does it (Go: src/go/constant/value.go, maxExp and prec).
 *
 * Values never change and live in the arena they were made in; an operation may return an operand.
 */
#ifndef ESC_GOTYPES_CONSTANT_H
#define ESC_GOTYPES_CONSTANT_H

#include "base/arena.h"
#include "base/text.h"
#include "gosyntax/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum esc_constant_kind {
    ESC_CONSTANT_BOOL,
    ESC_CONSTANT_STRING,
    ESC_CONSTANT_NUMBER,  /* an integer or a fraction */
    ESC_CONSTANT_COMPLEX, /* with an imaginary part that is not 0 */
};

struct esc_constant;

enum esc_constant_kind esc_constant_kind(const struct esc_constant *value);

const struct esc_constant *esc_constant_bool(struct esc_arena *arena, bool truth);
const struct esc_constant *esc_constant_int(struct esc_arena *arena, int64_t number);
/* The bytes are copied. */
const struct esc_constant *esc_constant_string(struct esc_arena *arena, const char *bytes,
                                               size_t length);
const struct esc_constant *esc_constant_complex(struct esc_arena *arena,
                                                const struct esc_constant *real,
                                                const struct esc_constant *imaginary);

/* A literal as it is written, which the scanner has found to be one. NULL: a number of more than
 * ESC_CONSTANT_BITS bits. */
enum { ESC_CONSTANT_BITS = 1 << 20 };
const struct esc_constant *esc_constant_literal(struct esc_arena *arena, enum esc_go_literal kind,
                                                const char *text);

/* "123", "-12/5" (a fraction), "true": numbers as esc_constant_exact() writes them. NULL: is none.
 */
const struct esc_constant *esc_constant_read(struct esc_arena *arena, const char *text,
                                             size_t length);

bool esc_constant_truth(const struct esc_constant *value); /* of a BOOL */
/* The bytes of a STRING, which may hold any byte; *length without the NUL behind them. */
const char *esc_constant_bytes(const struct esc_constant *value, size_t *length);

/* Parts of a NUMBER or COMPLEX. */
const struct esc_constant *esc_constant_real(const struct esc_constant *value);
const struct esc_constant *esc_constant_imaginary(struct esc_arena *arena,
                                                  const struct esc_constant *value);

/* -1, 0, 1 of a NUMBER. */
int esc_constant_sign(const struct esc_constant *value);
/* Bits of a NUMBER's absolute value, of its whole part. */
size_t esc_constant_bits(const struct esc_constant *value);

/* The value as an integer, NULL where it is none; a rounded one that is an integer but for its
 * last four bits is one. */
const struct esc_constant *esc_constant_to_int(struct esc_arena *arena,
                                               const struct esc_constant *value);
/* Whether the number is an integer of that range, and which. */
bool esc_constant_int64(const struct esc_constant *value, int64_t *number);
bool esc_constant_uint64(const struct esc_constant *value, uint64_t *number);

/* The nearest float32 (bits 32) or float64 (64), ties to even, by parts of a COMPLEX one; NULL
 * where it overflows. Source: IEEE 754-2008, 4.3.1. */
const struct esc_constant *esc_constant_round(struct esc_arena *arena,
                                              const struct esc_constant *value, int bits);

/* + - ^ !. `unsigned_bits` > 0: ^ of an unsigned integer of so many bits. */
const struct esc_constant *esc_constant_unary(struct esc_arena *arena, enum esc_go_operator op,
                                              const struct esc_constant *value, int unsigned_bits);

/*
 * Arithmetic and logic of two values of one kind (NUMBER and COMPLEX mix); / is that of integers
 * where `whole`. The divisor is not 0, operands of % & | ^ &^ are integers. NULL: a number of more
 * than ESC_CONSTANT_BITS bits.
 */
const struct esc_constant *esc_constant_binary(struct esc_arena *arena, enum esc_go_operator op,
                                               const struct esc_constant *left,
                                               const struct esc_constant *right, bool whole);

/* << and >> of an integer; `count` <= ESC_CONSTANT_BITS. */
const struct esc_constant *esc_constant_shift(struct esc_arena *arena, enum esc_go_operator op,
                                              const struct esc_constant *value, unsigned count);

/* == != < <= > >=. Of BOOL and COMPLEX only == and !=. */
bool esc_constant_compare(enum esc_go_operator op, const struct esc_constant *left,
                          const struct esc_constant *right);

/* -12, 1/3, true, "quoted", (1 + 2i): the exact value; bytes of a string beyond printable ASCII,
 * and \ and ", as \xHH. */
void esc_constant_exact(struct esc_text *text, const struct esc_constant *value);

/* UTF-8 of one code point into `bytes` (4); that of U+FFFD where it is none. Returns the length. */
size_t esc_constant_utf8(uint32_t rune, char *bytes);

#endif
