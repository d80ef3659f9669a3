/*
 * Constants on GMP's numbers, whose limbs lie in the arena. See constant.h.
 */
#include "gotypes/constant.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

/* go/constant: beyond EXACT bits a number is kept to PRECISION bits. */
enum { EXACT = 4096, PRECISION = 512, NEARLY = PRECISION - 4 };

struct limbs {
    const mp_limb_t *at;
    mp_size_t count; /* negative: of a negative number */
};

struct esc_constant {
    enum esc_constant_kind kind;
    bool rounded; /* of a NUMBER: to PRECISION bits, and so is what is computed from it */
    union {
        bool truth;
        struct {
            const char *bytes;
            size_t length;
        } string;
        struct {
            struct limbs above, below; /* a fraction in lowest terms */
        } number;
        struct {
            const struct esc_constant *real, *imaginary;
        } complex;
    };
};

static struct esc_constant *make(struct esc_arena *arena, enum esc_constant_kind kind)
{
    struct esc_constant *value = esc_arena_take(arena, 1, sizeof *value);
    value->kind = kind;
    return value;
}

enum esc_constant_kind esc_constant_kind(const struct esc_constant *value)
{
    return value->kind;
}

const struct esc_constant *esc_constant_bool(struct esc_arena *arena, bool truth)
{
    struct esc_constant *value = make(arena, ESC_CONSTANT_BOOL);
    value->truth = truth;
    return value;
}

const struct esc_constant *esc_constant_string(struct esc_arena *arena, const char *bytes,
                                               size_t length)
{
    struct esc_constant *value = make(arena, ESC_CONSTANT_STRING);
    value->string.bytes = esc_arena_copy(arena, bytes, length);
    value->string.length = length;
    return value;
}

/* ---- numbers in and out of GMP ---- */

static struct limbs keep(struct esc_arena *arena, mpz_srcptr number)
{
    const size_t count = mpz_size(number);
    mp_limb_t *at = esc_arena_take(arena, count > 0 ? count : 1, sizeof *at);
    if (count > 0)
        memcpy(at, mpz_limbs_read(number), count * sizeof *at);
    return (struct limbs){at, mpz_sgn(number) < 0 ? -(mp_size_t)count : (mp_size_t)count};
}

/* Views on the limbs, never to be written or cleared. */
static mpz_srcptr above(mpz_ptr view, const struct esc_constant *value)
{
    return mpz_roinit_n(view, value->number.above.at, value->number.above.count);
}

static mpz_srcptr below(mpz_ptr view, const struct esc_constant *value)
{
    return mpz_roinit_n(view, value->number.below.at, value->number.below.count);
}

static bool is_whole(const struct esc_constant *value)
{
    mpz_t view;
    return mpz_cmp_ui(below(view, value), 1) == 0;
}

static void fraction(mpq_ptr result, const struct esc_constant *value)
{
    mpz_t view;
    mpz_set(mpq_numref(result), above(view, value));
    mpz_set(mpq_denref(result), below(view, value));
}

/*
 * above / below, not 0, as mantissa * 2^exponent with a mantissa of `bits` bits, or of fewer where
 * the exponent would be less than `lowest`: to nearest, ties to even.
 */
static void nearest(mpz_ptr mantissa, long *exponent, mpq_srcptr value, long bits, long lowest)
{
    mpz_t top, bottom, rest;
    mpz_inits(top, bottom, rest, NULL);
    mpz_abs(top, mpq_numref(value));
    mpz_set(bottom, mpq_denref(value));
    long shift = bits - (long)mpz_sizeinbase(top, 2) + (long)mpz_sizeinbase(bottom, 2);
    for (;; shift--) { /* twice at most: the quotient has `bits` bits or one more */
        if (shift > -lowest)
            shift = -lowest;
        mpz_abs(top, mpq_numref(value));
        mpz_set(bottom, mpq_denref(value));
        if (shift > 0)
            mpz_mul_2exp(top, top, (mp_bitcnt_t)shift);
        else
            mpz_mul_2exp(bottom, bottom, (mp_bitcnt_t)-shift);
        mpz_fdiv_qr(mantissa, rest, top, bottom);
        if ((long)mpz_sizeinbase(mantissa, 2) <= bits)
            break;
    }
    mpz_mul_2exp(rest, rest, 1);
    const int half = mpz_cmp(rest, bottom);
    if (half > 0 || (half == 0 && mpz_odd_p(mantissa)))
        mpz_add_ui(mantissa, mantissa, 1);
    if (mpq_sgn(value) < 0)
        mpz_neg(mantissa, mantissa);
    *exponent = -shift;
    mpz_clears(top, bottom, rest, NULL);
}

static void scale(mpq_ptr result, mpz_srcptr mantissa, long exponent)
{
    mpq_set_z(result, mantissa);
    if (exponent > 0)
        mpq_mul_2exp(result, result, (mp_bitcnt_t)exponent);
    else
        mpq_div_2exp(result, result, (mp_bitcnt_t)-exponent);
}

static void round_to(mpq_ptr value, long bits)
{
    if (mpq_sgn(value) == 0)
        return;
    mpz_t mantissa;
    mpz_init(mantissa);
    long exponent;
    nearest(mantissa, &exponent, value, bits, -2L * ESC_CONSTANT_BITS);
    scale(value, mantissa, exponent);
    mpz_clear(mantissa);
}

static size_t length_of(mpq_srcptr value)
{
    const size_t top = mpz_sizeinbase(mpq_numref(value), 2);
    const size_t bottom = mpz_sizeinbase(mpq_denref(value), 2);
    return top > bottom ? top : bottom;
}

/* NULL: too long. */
static const struct esc_constant *number(struct esc_arena *arena, mpq_ptr value, bool rounded)
{
    rounded = rounded || length_of(value) > EXACT;
    if (rounded)
        round_to(value, PRECISION);
    if (length_of(value) > ESC_CONSTANT_BITS)
        return NULL;
    struct esc_constant *result = make(arena, ESC_CONSTANT_NUMBER);
    result->rounded = rounded;
    result->number.above = keep(arena, mpq_numref(value));
    result->number.below = keep(arena, mpq_denref(value));
    return result;
}

static const struct esc_constant *integer(struct esc_arena *arena, mpz_srcptr value)
{
    mpq_t whole;
    mpq_init(whole);
    mpq_set_z(whole, value);
    const struct esc_constant *result = number(arena, whole, false);
    mpq_clear(whole);
    return result;
}

const struct esc_constant *esc_constant_int(struct esc_arena *arena, int64_t value)
{
    static const mp_limb_t one = 1;
    struct esc_constant *result = make(arena, ESC_CONSTANT_NUMBER);
    mp_limb_t *at = esc_arena_take(arena, 1, sizeof *at);
    *at = value < 0 ? -(mp_limb_t)value : (mp_limb_t)value;
    result->number.above = (struct limbs){at, value < 0 ? -1 : value > 0 ? 1 : 0};
    result->number.below = (struct limbs){&one, 1};
    return result;
}

const struct esc_constant *esc_constant_complex(struct esc_arena *arena,
                                                const struct esc_constant *real,
                                                const struct esc_constant *imaginary)
{
    if (esc_constant_sign(imaginary) == 0)
        return real;
    struct esc_constant *value = make(arena, ESC_CONSTANT_COMPLEX);
    value->complex.real = real;
    value->complex.imaginary = imaginary;
    return value;
}

const struct esc_constant *esc_constant_real(const struct esc_constant *value)
{
    return value->kind == ESC_CONSTANT_COMPLEX ? value->complex.real : value;
}

const struct esc_constant *esc_constant_imaginary(struct esc_arena *arena,
                                                  const struct esc_constant *value)
{
    return value->kind == ESC_CONSTANT_COMPLEX ? value->complex.imaginary
                                               : esc_constant_int(arena, 0);
}

bool esc_constant_truth(const struct esc_constant *value)
{
    return value->truth;
}

const char *esc_constant_bytes(const struct esc_constant *value, size_t *length)
{
    *length = value->string.length;
    return value->string.bytes;
}

int esc_constant_sign(const struct esc_constant *value)
{
    const mp_size_t count = value->number.above.count;
    return count < 0 ? -1 : count > 0;
}

size_t esc_constant_bits(const struct esc_constant *value)
{
    mpz_t a, b, quotient;
    mpz_init(quotient);
    mpz_tdiv_q(quotient, above(a, value), below(b, value));
    const size_t bits = mpz_sgn(quotient) == 0 ? 0 : mpz_sizeinbase(quotient, 2);
    mpz_clear(quotient);
    return bits;
}

const struct esc_constant *esc_constant_to_int(struct esc_arena *arena,
                                               const struct esc_constant *value)
{
    if (value->kind != ESC_CONSTANT_NUMBER)
        return NULL;
    if (is_whole(value))
        return value;
    if (!value->rounded)
        return NULL;
    mpq_t near;
    mpq_init(near);
    fraction(near, value);
    round_to(near, NEARLY);
    const struct esc_constant *result = NULL;
    if (mpz_cmp_ui(mpq_denref(near), 1) == 0)
        result = number(arena, near, false);
    mpq_clear(near);
    return result;
}

bool esc_constant_int64(const struct esc_constant *value, int64_t *result)
{
    mpz_t view;
    if (value->kind != ESC_CONSTANT_NUMBER || !is_whole(value) ||
        !mpz_fits_slong_p(above(view, value)))
        return false;
    *result = mpz_get_si(view);
    return true;
}

bool esc_constant_uint64(const struct esc_constant *value, uint64_t *result)
{
    mpz_t view;
    if (value->kind != ESC_CONSTANT_NUMBER || !is_whole(value) ||
        !mpz_fits_ulong_p(above(view, value)))
        return false;
    *result = mpz_get_ui(view);
    return true;
}

/* ---- literals ---- */

static int digit(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

static int base_of(const char *text)
{
    if (text[0] != '0')
        return 10;
    switch (text[1] | 32) {
    case 'x':
        return 16;
    case 'b':
        return 2;
    case 'o':
        return 8;
    default:
        return 10;
    }
}

/* Reads digits with _ and a point between them; returns what stands behind. *behind_point counts
 * those behind the point. */
static const char *read_digits(mpz_ptr mantissa, const char *text, int base, long *behind_point)
{
    bool point = false;
    char *digits = malloc(strlen(text) + 1), *end = digits;
    if (digits == NULL)
        abort();
    for (;; text++) {
        if (*text == '.')
            point = true;
        else if (digit(*text) >= 0 && digit(*text) < base) {
            *end++ = *text;
            *behind_point += point;
        } else if (*text != '_')
            break;
    }
    *end = '\0';
    mpz_set_str(mantissa, digits == end ? "0" : digits, base);
    free(digits);
    return text;
}

/* With its sign, and _ between digits; what is beyond all bounds as just beyond. */
static long read_exponent(const char *text)
{
    const bool negative = *text == '-';
    long exponent = 0;
    for (text += *text == '-' || *text == '+'; (*text >= '0' && *text <= '9') || *text == '_';
         text++)
        if (*text != '_' && exponent <= 2L * ESC_CONSTANT_BITS)
            exponent = exponent * 10 + (*text - '0');
    return negative ? -exponent : exponent;
}

/* value * base^exponent; false: too long. */
static bool raise(mpq_ptr value, unsigned long base, long exponent)
{
    if (exponent > ESC_CONSTANT_BITS || exponent < -ESC_CONSTANT_BITS)
        return mpq_sgn(value) == 0;
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, base, (unsigned long)labs(exponent));
    if (exponent > 0)
        mpz_mul(mpq_numref(value), mpq_numref(value), power);
    else
        mpz_mul(mpq_denref(value), mpq_denref(value), power);
    mpq_canonicalize(value);
    mpz_clear(power);
    return true;
}

/* Integers and floats; an integer that begins with 0 is octal but as an imaginary one. */
static const struct esc_constant *number_literal(struct esc_arena *arena, const char *text,
                                                 bool octal)
{
    int base = base_of(text);
    const char *rest = base != 10 ? text + 2 : text;
    if (base == 10 && octal && text[0] == '0')
        base = 8;
    mpq_t value;
    mpq_init(value);
    long behind = 0, exponent = 0;
    rest = read_digits(mpq_numref(value), rest, base, &behind);
    if (*rest != '\0' && strchr("eEpP", *rest) != NULL)
        exponent = read_exponent(rest + 1);
    const bool fits =
        base == 16 ? raise(value, 2, exponent - 4 * behind) : raise(value, 10, exponent - behind);
    const struct esc_constant *result = fits ? number(arena, value, false) : NULL;
    mpq_clear(value);
    return result;
}

size_t esc_constant_utf8(uint32_t rune, char *bytes)
{
    if (rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
        rune = 0xFFFD;
    if (rune < 0x80) {
        bytes[0] = (char)rune;
        return 1;
    }
    const size_t length = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    for (size_t k = length - 1; k > 0; k--, rune >>= 6)
        bytes[k] = (char)(0x80 | (rune & 0x3F));
    bytes[0] = (char)((0xF00 >> length) | rune);
    return length;
}

static uint32_t decode(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    const int length = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    uint32_t rune = length == 1 ? at[0] : at[0] & (0x7Fu >> length);
    for (int k = 1; k < length; k++)
        rune = rune << 6 | (at[k] & 0x3F);
    *text += length;
    return rune;
}

static uint32_t read_code(const char **text, int digits, int base)
{
    uint32_t code = 0;
    for (; digits > 0; digits--)
        code = code * (uint32_t)base + (uint32_t)digit(*(*text)++);
    return code;
}

/* What follows a backslash; *is_byte: a byte, not a code point. */
static uint32_t escape(const char **text, bool *is_byte)
{
    static const char letters[] = "abfnrtv", codes[] = "\a\b\f\n\r\t\v";
    const char kind = *(*text)++;
    const char *letter = strchr(letters, kind);
    *is_byte = false;
    if (kind == 'u' || kind == 'U')
        return read_code(text, kind == 'u' ? 4 : 8, 16);
    if (kind == 'x' || (kind >= '0' && kind <= '7')) {
        *is_byte = true;
        if (kind != 'x')
            --*text;
        return kind == 'x' ? read_code(text, 2, 16) : read_code(text, 3, 8);
    }
    return letter != NULL ? (unsigned char)codes[letter - letters] : (unsigned char)kind;
}

static const struct esc_constant *string_literal(struct esc_arena *arena, const char *text)
{
    const size_t length = strlen(text);
    const char *end = text + length - 1;
    char *bytes = esc_arena_take(arena, length + 1, 1), *to = bytes;
    const bool raw = *text++ == '`';
    while (text < end) {
        bool is_byte = true;
        uint32_t code = (unsigned char)*text++;
        if (raw && code == '\r')
            continue;
        if (!raw && code == '\\')
            code = escape(&text, &is_byte);
        if (is_byte)
            *to++ = (char)code;
        else
            to += esc_constant_utf8(code, to);
    }
    struct esc_constant *value = make(arena, ESC_CONSTANT_STRING);
    value->string.bytes = bytes;
    value->string.length = (size_t)(to - bytes);
    return value;
}

const struct esc_constant *esc_constant_literal(struct esc_arena *arena, enum esc_go_literal kind,
                                                const char *text)
{
    const char *inside = text + 1;
    bool is_byte;
    const struct esc_constant *value;
    switch (kind) {
    case ESC_GO_STRING:
        return string_literal(arena, text);
    case ESC_GO_RUNE:
        if (*inside != '\\')
            return esc_constant_int(arena, decode(&inside));
        inside++;
        return esc_constant_int(arena, escape(&inside, &is_byte));
    case ESC_GO_IMAGINARY:
        value = number_literal(arena, text, false);
        return value == NULL ? NULL
                             : esc_constant_complex(arena, esc_constant_int(arena, 0), value);
    default:
        return number_literal(arena, text, kind == ESC_GO_INT);
    }
}

const struct esc_constant *esc_constant_read(struct esc_arena *arena, const char *text,
                                             size_t length)
{
    if (length == 4 && memcmp(text, "true", 4) == 0)
        return esc_constant_bool(arena, true);
    if (length == 5 && memcmp(text, "false", 5) == 0)
        return esc_constant_bool(arena, false);
    char *copy = esc_arena_copy(arena, text, length);
    mpq_t value;
    mpq_init(value);
    const struct esc_constant *result = NULL;
    if (mpq_set_str(value, copy, 10) == 0 && mpz_sgn(mpq_denref(value)) != 0) {
        mpq_canonicalize(value);
        result = number(arena, value, false);
    }
    mpq_clear(value);
    return result;
}

/* ---- rounding ---- */

/* IEEE 754: bits of the mantissa, the exponent of the smallest subnormal number, that of the first
 * power of two that overflows. */
static const struct format {
    long precision, lowest, infinite;
} single = {24, -149, 128}, twice = {53, -1074, 1024};

static const struct esc_constant *
round_part(struct esc_arena *arena, const struct esc_constant *value, const struct format *format)
{
    if (esc_constant_sign(value) == 0)
        return value;
    mpq_t part;
    mpz_t mantissa;
    mpq_init(part);
    mpz_init(mantissa);
    fraction(part, value);
    long exponent;
    nearest(mantissa, &exponent, part, format->precision, format->lowest);
    scale(part, mantissa, exponent);
    const bool overflows =
        mpz_sgn(mantissa) != 0 && (long)mpz_sizeinbase(mantissa, 2) + exponent > format->infinite;
    const struct esc_constant *result = overflows ? NULL : number(arena, part, false);
    mpq_clear(part);
    mpz_clear(mantissa);
    return result;
}

const struct esc_constant *esc_constant_round(struct esc_arena *arena,
                                              const struct esc_constant *value, int bits)
{
    const struct format *format = bits == 32 ? &single : &twice;
    if (value->kind != ESC_CONSTANT_COMPLEX)
        return round_part(arena, value, format);
    const struct esc_constant *real = round_part(arena, value->complex.real, format);
    const struct esc_constant *imaginary = round_part(arena, value->complex.imaginary, format);
    return real == NULL || imaginary == NULL ? NULL : esc_constant_complex(arena, real, imaginary);
}

/* ---- operations ---- */

static const struct esc_constant *negative(struct esc_arena *arena,
                                           const struct esc_constant *value)
{
    if (value->kind == ESC_CONSTANT_COMPLEX)
        return esc_constant_complex(arena, negative(arena, value->complex.real),
                                    negative(arena, value->complex.imaginary));
    struct esc_constant *result = make(arena, ESC_CONSTANT_NUMBER);
    *result = *value;
    result->number.above.count = -value->number.above.count;
    return result;
}

/* -1 - x, in as many bits as an unsigned integer has. */
static const struct esc_constant *complement(struct esc_arena *arena,
                                             const struct esc_constant *value, int unsigned_bits)
{
    mpz_t view, result;
    mpz_init(result);
    mpz_com(result, above(view, value));
    if (unsigned_bits > 0)
        mpz_fdiv_r_2exp(result, result, (mp_bitcnt_t)unsigned_bits);
    const struct esc_constant *made = integer(arena, result);
    mpz_clear(result);
    return made;
}

const struct esc_constant *esc_constant_unary(struct esc_arena *arena, enum esc_go_operator op,
                                              const struct esc_constant *value, int unsigned_bits)
{
    switch (op) {
    case ESC_GO_NOT:
        return esc_constant_bool(arena, !value->truth);
    case ESC_GO_SUB:
        return negative(arena, value);
    case ESC_GO_XOR:
        return complement(arena, value, unsigned_bits);
    default:
        return value;
    }
}

static void compute(mpq_ptr result, enum esc_go_operator op, mpq_ptr a, mpq_ptr b, bool whole)
{
    mpz_ptr x = mpq_numref(a), y = mpq_numref(b), z = mpq_numref(result);
    switch (op) {
    case ESC_GO_ADD:
        mpq_add(result, a, b);
        break;
    case ESC_GO_SUB:
        mpq_sub(result, a, b);
        break;
    case ESC_GO_MUL:
        mpq_mul(result, a, b);
        break;
    case ESC_GO_DIV:
        if (whole)
            mpz_tdiv_q(z, x, y);
        else
            mpq_div(result, a, b);
        break;
    case ESC_GO_REM:
        mpz_tdiv_r(z, x, y);
        break;
    case ESC_GO_AND:
        mpz_and(z, x, y);
        break;
    case ESC_GO_OR:
        mpz_ior(z, x, y);
        break;
    case ESC_GO_XOR:
        mpz_xor(z, x, y);
        break;
    case ESC_GO_AND_NOT:
        mpz_com(y, y);
        mpz_and(z, x, y);
        break;
    default:
        break;
    }
}

static const struct esc_constant *arithmetic(struct esc_arena *arena, enum esc_go_operator op,
                                             const struct esc_constant *left,
                                             const struct esc_constant *right, bool whole)
{
    if (left == NULL || right == NULL)
        return NULL;
    mpq_t a, b, result;
    mpq_inits(a, b, result, NULL);
    fraction(a, left);
    fraction(b, right);
    const bool rounded = left->rounded || right->rounded;
    if (rounded) {
        round_to(a, PRECISION);
        round_to(b, PRECISION);
    }
    compute(result, op, a, b, whole);
    const struct esc_constant *made = number(arena, result, rounded);
    mpq_clears(a, b, result, NULL);
    return made;
}

static const struct esc_constant *times(struct esc_arena *arena, const struct esc_constant *a,
                                        const struct esc_constant *b)
{
    return arithmetic(arena, ESC_GO_MUL, a, b, false);
}

static const struct esc_constant *pair(struct esc_arena *arena, const struct esc_constant *real,
                                       const struct esc_constant *imaginary)
{
    return real == NULL || imaginary == NULL ? NULL : esc_constant_complex(arena, real, imaginary);
}

/* (a + bi)(c + di) = ac - bd + (bc + ad)i; the quotient is (ac + bd)/s + (bc - ad)i/s of s = cc +
 * dd. */
static const struct esc_constant *complex_product(struct esc_arena *arena, enum esc_go_operator op,
                                                  const struct esc_constant *left,
                                                  const struct esc_constant *right)
{
    const bool divides = op == ESC_GO_DIV;
    const struct esc_constant *a = esc_constant_real(left),
                              *b = esc_constant_imaginary(arena, left);
    const struct esc_constant *c = esc_constant_real(right),
                              *d = esc_constant_imaginary(arena, right);
    const struct esc_constant *real = arithmetic(arena, divides ? ESC_GO_ADD : ESC_GO_SUB,
                                                 times(arena, a, c), times(arena, b, d), false);
    const struct esc_constant *imaginary = arithmetic(
        arena, divides ? ESC_GO_SUB : ESC_GO_ADD, times(arena, b, c), times(arena, a, d), false);
    if (!divides)
        return pair(arena, real, imaginary);
    const struct esc_constant *s =
        arithmetic(arena, ESC_GO_ADD, times(arena, c, c), times(arena, d, d), false);
    return pair(arena, arithmetic(arena, ESC_GO_DIV, real, s, false),
                arithmetic(arena, ESC_GO_DIV, imaginary, s, false));
}

static const struct esc_constant *joined(struct esc_arena *arena, const struct esc_constant *left,
                                         const struct esc_constant *right)
{
    struct esc_constant *value = make(arena, ESC_CONSTANT_STRING);
    const size_t length = left->string.length + right->string.length;
    if (length > (size_t)ESC_CONSTANT_BITS * 64)
        return NULL;
    char *bytes = esc_arena_take(arena, length + 1, 1);
    memcpy(bytes, left->string.bytes, left->string.length);
    memcpy(bytes + left->string.length, right->string.bytes, right->string.length);
    value->string.bytes = bytes;
    value->string.length = length;
    return value;
}

const struct esc_constant *esc_constant_binary(struct esc_arena *arena, enum esc_go_operator op,
                                               const struct esc_constant *left,
                                               const struct esc_constant *right, bool whole)
{
    if (left->kind == ESC_CONSTANT_BOOL)
        return esc_constant_bool(arena, op == ESC_GO_AND_AND ? left->truth && right->truth
                                                             : left->truth || right->truth);
    if (left->kind == ESC_CONSTANT_STRING)
        return joined(arena, left, right);
    if (left->kind == ESC_CONSTANT_NUMBER && right->kind == ESC_CONSTANT_NUMBER)
        return arithmetic(arena, op, left, right, whole);
    if (op == ESC_GO_MUL || op == ESC_GO_DIV)
        return complex_product(arena, op, left, right);
    return pair(arena,
                arithmetic(arena, op, esc_constant_real(left), esc_constant_real(right), false),
                arithmetic(arena, op, esc_constant_imaginary(arena, left),
                           esc_constant_imaginary(arena, right), false));
}

const struct esc_constant *esc_constant_shift(struct esc_arena *arena, enum esc_go_operator op,
                                              const struct esc_constant *value, unsigned count)
{
    mpz_t view, result;
    mpz_init(result);
    if (op == ESC_GO_SHIFT_LEFT)
        mpz_mul_2exp(result, above(view, value), count);
    else
        mpz_fdiv_q_2exp(result, above(view, value), count);
    const struct esc_constant *made = integer(arena, result);
    mpz_clear(result);
    return made;
}

/* Less than, equal to or more than 0 as `left` is beside `right`. */
static int order(const struct esc_constant *left, const struct esc_constant *right)
{
    if (left->kind == ESC_CONSTANT_BOOL)
        return left->truth - right->truth;
    if (left->kind == ESC_CONSTANT_STRING) {
        const size_t a = left->string.length, b = right->string.length;
        const int difference = memcmp(left->string.bytes, right->string.bytes, a < b ? a : b);
        return difference != 0 ? difference : a < b ? -1 : a > b;
    }
    if (left->kind != right->kind)
        return 1;
    if (left->kind == ESC_CONSTANT_COMPLEX)
        return order(left->complex.real, right->complex.real) != 0 ||
               order(left->complex.imaginary, right->complex.imaginary) != 0;
    mpq_t a, b;
    mpq_inits(a, b, NULL);
    fraction(a, left);
    fraction(b, right);
    const int result = mpq_cmp(a, b);
    mpq_clears(a, b, NULL);
    return result;
}

bool esc_constant_compare(enum esc_go_operator op, const struct esc_constant *left,
                          const struct esc_constant *right)
{
    const int difference = order(left, right);
    switch (op) {
    case ESC_GO_EQUAL:
        return difference == 0;
    case ESC_GO_NOT_EQUAL:
        return difference != 0;
    case ESC_GO_LESS:
        return difference < 0;
    case ESC_GO_LESS_EQUAL:
        return difference <= 0;
    case ESC_GO_GREATER:
        return difference > 0;
    default:
        return difference >= 0;
    }
}

/* ---- as text ---- */

static void add_number(struct esc_text *text, const struct esc_constant *value)
{
    mpq_t copy;
    mpq_init(copy);
    fraction(copy, value);
    char *digits =
        malloc(mpz_sizeinbase(mpq_numref(copy), 10) + mpz_sizeinbase(mpq_denref(copy), 10) + 3);
    if (digits == NULL)
        abort();
    esc_text_add(text, mpq_get_str(digits, 10, copy));
    free(digits);
    mpq_clear(copy);
}

static void add_string(struct esc_text *text, const struct esc_constant *value)
{
    esc_text_add(text, "\"");
    for (size_t k = 0; k < value->string.length; k++) {
        const unsigned char byte = (unsigned char)value->string.bytes[k];
        if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\')
            esc_text_addf(text, "\\x%02x", byte);
        else
            esc_text_add_bytes(text, value->string.bytes + k, 1);
    }
    esc_text_add(text, "\"");
}

void esc_constant_exact(struct esc_text *text, const struct esc_constant *value)
{
    switch (value->kind) {
    case ESC_CONSTANT_BOOL:
        esc_text_add(text, value->truth ? "true" : "false");
        break;
    case ESC_CONSTANT_STRING:
        add_string(text, value);
        break;
    case ESC_CONSTANT_NUMBER:
        add_number(text, value);
        break;
    case ESC_CONSTANT_COMPLEX:
        esc_text_add(text, "(");
        add_number(text, value->complex.real);
        esc_text_add(text, " + ");
        add_number(text, value->complex.imaginary);
        esc_text_add(text, "i)");
        break;
    }
}
