/*
 * Reading a case file, and refusing what is no text before Lua sees it.
 */
#ifndef ESC_LOAD_FILE_H
#define ESC_LOAD_FILE_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>

#define ESC_FILE_MIB 1 /* a case file has some KiB; more is a mistake */

/*
 * Appends the text of the file, without the byte order mark that some editors put first. False with
 * a message when it is missing, no regular file, empty, too large, or not UTF-8 text.
 */
bool esc_file_read(struct esc_text *text, const char *path, struct esc_error *error);

/* Whether the bytes are UTF-8 (RFC 3629: no surrogates, no overlong forms); else *where is the
 * offset of the first byte that is not. */
bool esc_file_is_utf8(const char *bytes, size_t length, size_t *where);

/* The base name without ".lua"; the caller frees. */
char *esc_file_stem(const char *path);

#endif
