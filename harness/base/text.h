/*
 * A growing text, and whole files in and out of it. Text is bytes with a terminating NUL that
 * `length` does not count.
 */
#ifndef ESC_BASE_TEXT_H
#define ESC_BASE_TEXT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise before use; `bytes` is NULL while nothing was added. */
struct esc_text {
    char *bytes;
    size_t length;
    size_t capacity;
};

void esc_text_add(struct esc_text *text, const char *more);
void esc_text_add_bytes(struct esc_text *text, const char *bytes, size_t length);
void esc_text_addf(struct esc_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The bytes as a C string that the caller frees; `text` is empty afterwards. Never NULL. */
char *esc_text_take(struct esc_text *text);

/* Frees and zeroes. */
void esc_text_free(struct esc_text *text);

/* Appends the whole file; false with a message that names the path and the system's reason. */
bool esc_text_read(struct esc_text *text, const char *path, struct esc_error *error);

/* The beginning of a file, as far as there is room; false where it has none. For the small files of
 * /proc: allocates nothing, and a signal handler may call it. */
bool esc_read_beginning(const char *path, char *text, size_t size);

/*
 * Writes `path` so that nothing half-written is ever found under that name: into PATH.tmp, fsync,
 * rename. A device or a pipe is written to as it is, and stays one. False with a message; PATH.tmp
 * is removed then.
 */
bool esc_text_write(const char *path, const char *bytes, size_t length, struct esc_error *error);

/* mkdir -p; an existing folder is fine. */
bool esc_make_folder(const char *path, struct esc_error *error);

/* FNV-1a 64-bit over `length` bytes, going on from `hash` (start with ESC_HASH_START).
 * Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm", IETF draft-eastlake-fnv. */
#define ESC_HASH_START 0xcbf29ce484222325ULL
unsigned long long esc_hash(unsigned long long hash, const void *bytes, size_t length);

/* The same over a text and the NUL behind it, so that two texts are not one; NULL leaves `hash`. */
unsigned long long esc_hash_text(unsigned long long hash, const char *text);

bool esc_starts(const char *text, const char *opening);
bool esc_ends(const char *text, const char *end);

/* How many of the bytes [from, to) are line ends. */
int esc_line_ends(const char *from, const char *to);

#endif
