/*
 * fmt.Sprintf and fmt.Errorf, as far as they allocate: the arguments are boxed by the caller
 * (gort_any_word, gort_any_string), the printer comes from a pool with a buffer that it keeps, the
 * string is copied out of it, and Errorf makes an error around that. The verbs are %d of a word,
 * %s, %v, %w and %%. Source: fmt/print.go (newPrinter, doPrintf, free), fmt/errors.go, Go 1.19.
 */
#ifndef GORT_FMT_H
#define GORT_FMT_H

#include "gort/error.h"
#include "gort/pool.h"

enum { GORT_FMT_DIGITS = 68, GORT_FMT_KEPT = 64 << 10 }; /* a larger buffer is not pooled */

/* Go's pp. */
typedef struct {
    gort_slice buffer;
    gort_any wrapped; /* what %w was about; no type: nothing */
    char digits[GORT_FMT_DIGITS];
} gort_printer;
ESC_POINTERS(gort_printer,
             ESC_PTR(gort_printer, buffer.array) | ESC_PTR(gort_printer, wrapped.data));

static struct gort_pool gort_printers __attribute__((unused));

static inline gort_printer *gort_printer_new(void)
{
    gort_printer *p = gort_pool_get(&gort_printers);
    return p ? p : gort_heap_make(&esc_type_gort_printer, 1);
}

static inline void gort_printer_free(gort_printer *p)
{
    esc_store(&p->wrapped.data, NULL);
    p->wrapped.type = NULL;
    p->buffer.length = 0;
    if (p->buffer.capacity <= GORT_FMT_KEPT) {
        gort_pool_put(&gort_printers, p);
        return;
    }
    esc_done(p->buffer.array);
    esc_done(p);
}

/* buffer.writeString: append(*b, s...). */
static inline void gort_print_bytes(gort_printer *p, const char *bytes, size_t length)
{
    size_t needed = p->buffer.length + length;
    if (length == 0)
        return;
    if (needed > p->buffer.capacity)
        gort_slice_grow_stored(&p->buffer, needed, &gort_type_byte);
    memcpy((char *)p->buffer.array + p->buffer.length, bytes, length);
    p->buffer.length = needed;
}

/* fmt.fmtInteger of an unsigned number to base 10. */
static inline void gort_print_word(gort_printer *p, uint64_t value)
{
    size_t at = GORT_FMT_DIGITS;
    for (; value >= 10; value /= 10)
        p->digits[--at] = (char)('0' + value % 10);
    p->digits[--at] = (char)('0' + value);
    gort_print_bytes(p, p->digits + at, GORT_FMT_DIGITS - at);
}

/* printArg. Only what has a text or a number is printed, by the verb that is for it. */
static inline void gort_print_any(gort_printer *p, char verb, gort_any x)
{
    bool word = x.type == &gort_type_word;
    gort_check(word || x.type == &esc_type_gort_string || gort_is_error(x),
               "gort/fmt.h prints words, strings and errors");
    gort_check(verb == 'v' || (verb == 'd') == word, "a verb does not go with its argument");
    gort_check(verb != 'w' || gort_is_error(x), "%w is for errors");
    if (verb == 'w') {
        p->wrapped.type = x.type;
        esc_store(&p->wrapped.data, x.data);
    }
    if (word) {
        gort_print_word(p, *(const uint64_t *)x.data);
        return;
    }
    const gort_string *s = x.data; /* an error begins with one, too */
    gort_print_bytes(p, s->bytes, s->length);
}

/* doPrintf: text up to a %, the verb, and so on. */
GORT_CALL void gort_print(gort_printer *p, gort_string format, const gort_any *args, size_t count)
{
    size_t next = 0;
    for (size_t at = 0; at < format.length;) {
        const char *from = format.bytes + at;
        const char *percent = memchr(from, '%', format.length - at);
        size_t text = percent ? (size_t)(percent - from) : format.length - at;
        if (text > 0)
            gort_print_bytes(p, from, text);
        at += text;
        if (!percent)
            break;
        gort_check(at + 1 < format.length, "a format ends with a single %");
        char verb = format.bytes[at + 1];
        at += 2;
        if (verb == '%') {
            gort_print_bytes(p, &verb, 1);
            continue;
        }
        gort_check(next < count, "a format has more verbs than arguments");
        gort_check(memchr("dsvw", verb, 4) != NULL, "gort/fmt.h has the verbs %d, %s, %v and %w");
        gort_print_any(p, verb, args[next++]);
    }
    gort_check(next == count, "a format has fewer verbs than arguments");
}

/* fmt.Sprintf(format, args...). The slice of arguments is in the caller's frame. */
GORT_CALL gort_string gort_sprintf(gort_string format, const gort_any *args, size_t count)
{
    gort_printer *p = gort_printer_new();
    gort_print(p, format, args, count);
    gort_check(!p->wrapped.type, "%w is for fmt.Errorf alone");
    gort_string s = gort_string_of_bytes(NULL, p->buffer.array, p->buffer.length);
    gort_printer_free(p);
    return s;
}

/* fmt.Errorf(format, args...): with a %w an error that wraps one. */
GORT_CALL gort_any gort_errorf(gort_string format, const gort_any *args, size_t count)
{
    gort_printer *p = gort_printer_new();
    gort_print(p, format, args, count);
    gort_string text = gort_string_of_bytes(NULL, p->buffer.array, p->buffer.length);
    gort_any made;
    if (!p->wrapped.type) {
        made = gort_error_new(text);
    } else {
        gort_wrap_error *error = gort_heap_make(&esc_type_gort_wrap_error, 1);
        gort_string_store(&error->text, text);
        error->error.type = p->wrapped.type;
        esc_store(&error->error.data, p->wrapped.data);
        made = (gort_any){&esc_type_gort_wrap_error, error};
    }
    gort_printer_free(p);
    return made;
}

/* End of life of what gort_errorf made, without what it wraps, for runtimes without a collector. */
static inline void gort_errorf_done(gort_any error)
{
    gort_string_done(gort_error_text(error), NULL);
    esc_done(error.data);
}

#ifdef ESC_CHECKED
#define gort_sprintf(...) GORT_AT(gort_sprintf(__VA_ARGS__))
#define gort_errorf(...) GORT_AT(gort_errorf(__VA_ARGS__))
#define gort_errorf_done(...) GORT_AT(gort_errorf_done(__VA_ARGS__))
#endif

#endif
