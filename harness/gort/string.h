/*
 * Strings: concatenation and conversions. A result that does not escape may use a 32-byte buffer of
 * the caller's frame (`tmp`); where it is too small, or NULL because the result escapes, the bytes
 * come from the heap. Source: runtime/string.go (concatstrings, rawstringtmp, slicebytetostring,
 * slicebytetostringtmp, stringtoslicebyte, stringtoslicerune, slicerunetostring), runtime/utf8.go.
 */
#ifndef GORT_STRING_H
#define GORT_STRING_H

#include "gort/base.h"
#include "gort/block.h"
#include "gort/sizeclass.h"
#include "gort/slice.h"
#include "gort/words.h"

typedef struct {
    const char *bytes;
    size_t length;
} gort_string;
ESC_POINTERS(gort_string, ESC_PTR(gort_string, bytes));

/* *to = s on the heap or in a package variable: with the write barrier. */
static inline void gort_string_store(gort_string *to, gort_string s)
{
    esc_store(&to->bytes, s.bytes);
    to->length = s.length;
}

enum { GORT_TMP_BYTES = 32, GORT_TMP_RUNES = 32, GORT_RUNE_ERROR = 0xFFFD };

typedef struct {
    char bytes[GORT_TMP_BYTES];
} gort_tmp;

typedef int32_t gort_rune;

typedef struct {
    _Alignas(8) gort_rune runes[GORT_TMP_RUNES]; /* gort_clear clears words */
} gort_tmp_runes;

/* Of a literal alone, which the empty string in front of it proves. */
#define GORT_STRING(literal) ((gort_string){"" literal, sizeof(literal) - 1})

/* s[at], which must be below the length: Go would panic. */
static inline uint64_t gort_byte_of(gort_string s, size_t at)
{
    gort_check(at < s.length, "index out of range of a string");
    return (unsigned char)s.bytes[at];
}

/* rawstringtmp: room for `length` bytes, not cleared. */
static inline char *gort_raw_string(gort_tmp *tmp, size_t length)
{
    if (tmp && length <= GORT_TMP_BYTES)
        return tmp->bytes;
    return gort_heap_bytes(length);
}

/* End of life of a string made with `tmp`, for runtimes without a collector. */
static inline void gort_string_done(gort_string s, const gort_tmp *tmp)
{
    if (gort_is_small_word(s.bytes) || (tmp && s.bytes == tmp->bytes))
        return;
    gort_check(!gort_on_stack(s.bytes), "a string's life ends that was made with another tmp");
    esc_done(s.bytes);
}

/* A string of which the compiler knows nothing: constants do not reach the runtime's functions. */
static inline gort_string gort_unknown_string(gort_string s)
{
    esc_unknown(s.bytes);
    esc_unknown(s.length);
    return s;
}

/* concatstrings: `count` strings, none of them empty. */
GORT_CALL gort_string gort_concat_strings(gort_tmp *tmp, const gort_string *strings, size_t count)
{
    size_t length = 0;
    esc_unknown(strings);
    esc_unknown(count);
    for (size_t k = 0; k < count; k++) {
        gort_check(strings[k].length > 0, "an empty string is concatenated: Go leaves it out");
        if (__builtin_add_overflow(length, strings[k].length, &length))
            gort_panic("string concatenation too long");
    }
    char *bytes = gort_raw_string(tmp, length), *to = bytes;
    for (size_t k = 0; k < count; k++) {
        memcpy(to, strings[k].bytes, strings[k].length);
        to += strings[k].length;
    }
    return (gort_string){bytes, length};
}

/* concatstring2: a + b, both not empty. */
GORT_CALL gort_string gort_concat(gort_tmp *tmp, gort_string a, gort_string b)
{
    const gort_string strings[] = {a, b};
    return gort_concat_strings(tmp, strings, 2);
}

/* string(bytes): none gives no bytes, a single one an entry of the table of small words. */
GORT_CALL gort_string gort_string_of_bytes(gort_tmp *tmp, const char *from, size_t length)
{
    if (length == 0)
        return (gort_string){NULL, 0};
    if (length == 1)
        return (gort_string){(const char *)&gort_small_words[(unsigned char)*from], 1};
    char *bytes = gort_raw_string(tmp, length);
    memcpy(bytes, from, length);
    return (gort_string){bytes, length};
}

/*
 * string(bytes) where the compiler sees that nobody keeps it: a map's key that is looked up, an
 * operand of == or + (slicebytetostringtmp). No copy, so `from` must not change meanwhile.
 */
static inline gort_string gort_string_borrowed(const char *from, size_t length)
{
    return (gort_string){from, length};
}

/* []byte(s): in `tmp`, cleared, up to 32 bytes, else on the heap, its size class used up. */
GORT_CALL gort_slice gort_bytes_of_string(gort_tmp *tmp, gort_string s)
{
    gort_slice made = {.length = s.length};
    if (tmp && s.length <= GORT_TMP_BYTES) {
        memset(tmp, 0, sizeof *tmp);
        made.array = tmp->bytes;
        made.capacity = GORT_TMP_BYTES;
    } else if (s.length == 0) {
        return made;
    } else {
        made.capacity = gort_round_size(s.length);
        made.array = gort_heap_bytes(made.capacity);
        if (made.capacity > s.length)
            memset((char *)made.array + s.length, 0, made.capacity - s.length);
    }
    memcpy(made.array, s.bytes, s.length);
    return made;
}

/* End of life of bytes made with `tmp`, for runtimes without a collector. */
static inline void gort_bytes_done(gort_slice bytes, const gort_tmp *tmp)
{
    if (tmp && bytes.array == tmp->bytes)
        return;
    gort_check(!gort_on_stack(bytes.array), "bytes' life ends that were made with another tmp");
    esc_done(bytes.array);
}

/* ---- runes ---- */

static inline bool gort_continues(gort_string s, size_t at)
{
    return at < s.length && ((unsigned char)s.bytes[at] & 0xC0) == 0x80;
}

/* The rune at *at, which moves behind it; GORT_RUNE_ERROR and one byte where it is not UTF-8. */
static inline gort_rune gort_decode_rune(gort_string s, size_t *at)
{
    static const gort_rune least[4] = {0, 0x80, 0x800, 0x10000};
    gort_check(*at < s.length, "a rune is decoded behind the end of a string");
    unsigned char lead = (unsigned char)s.bytes[(*at)++];
    if (lead < 0x80)
        return lead;
    size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    gort_rune rune = lead & (0x3F >> more);
    if (lead < 0xC2 || lead > 0xF4)
        return GORT_RUNE_ERROR;
    for (size_t k = 0; k < more; k++) {
        if (!gort_continues(s, *at + k))
            return GORT_RUNE_ERROR;
        rune = rune << 6 | ((unsigned char)s.bytes[*at + k] & 0x3F);
    }
    if (rune < least[more] || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
        return GORT_RUNE_ERROR;
    *at += more;
    return rune;
}

/* Writes up to four bytes, returns how many. */
static inline size_t gort_encode_rune(char *to, gort_rune rune)
{
    static const unsigned char leads[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    if (rune >= 0 && rune < 0x80) {
        to[0] = (char)rune;
        return 1;
    }
    if (rune < 0 || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
        rune = GORT_RUNE_ERROR;
    size_t length = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    for (size_t k = length; k-- > 1; rune >>= 6)
        to[k] = (char)(0x80 | (rune & 0x3F));
    to[0] = (char)(leads[length] | (unsigned)rune);
    return length;
}

/* []rune(s): *count runes, in `tmp` up to 32 of them, else on the heap. */
GORT_CALL gort_rune *gort_runes_of_string(gort_tmp_runes *tmp, gort_string s, size_t *count)
{
    *count = 0;
    for (size_t at = 0; at < s.length; ++*count)
        gort_decode_rune(s, &at);
    gort_rune *runes;
    if (tmp && *count <= GORT_TMP_RUNES) {
        gort_clear(tmp, sizeof *tmp);
        runes = tmp->runes;
    } else {
        size_t bytes = gort_round_size(*count * sizeof *runes);
        runes = gort_heap_bytes(bytes);
        memset(runes + *count, 0, bytes - *count * sizeof *runes);
    }
    for (size_t at = 0, k = 0; at < s.length; k++)
        runes[k] = gort_decode_rune(s, &at);
    return runes;
}

/* string(runes). Asks for three bytes more than it needs, so `tmp` serves up to 29 bytes. */
GORT_CALL gort_string gort_string_of_runes(gort_tmp *tmp, const gort_rune *runes, size_t count)
{
    char one[4];
    size_t length = 0;
    for (size_t k = 0; k < count; k++)
        length += gort_encode_rune(one, runes[k]);
    char *bytes = gort_raw_string(tmp, length + 3);
    size_t at = 0;
    for (size_t k = 0; k < count; k++)
        at += gort_encode_rune(bytes + at, runes[k]);
    return (gort_string){bytes, length};
}

#ifdef ESC_CHECKED
#define gort_byte_of(...) GORT_AT(gort_byte_of(__VA_ARGS__))
#define gort_string_done(...) GORT_AT(gort_string_done(__VA_ARGS__))
#define gort_concat_strings(...) GORT_AT(gort_concat_strings(__VA_ARGS__))
#define gort_concat(...) GORT_AT(gort_concat(__VA_ARGS__))
#define gort_string_of_bytes(...) GORT_AT(gort_string_of_bytes(__VA_ARGS__))
#define gort_bytes_of_string(...) GORT_AT(gort_bytes_of_string(__VA_ARGS__))
#define gort_bytes_done(...) GORT_AT(gort_bytes_done(__VA_ARGS__))
#define gort_decode_rune(...) GORT_AT(gort_decode_rune(__VA_ARGS__))
#define gort_runes_of_string(...) GORT_AT(gort_runes_of_string(__VA_ARGS__))
#define gort_string_of_runes(...) GORT_AT(gort_string_of_runes(__VA_ARGS__))
#endif

#endif
