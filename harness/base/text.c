/*
 * Growing text and whole files. See text.h for the contracts.
 */
#include "base/text.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void reserve(struct esc_text *text, size_t more)
{
    size_t need = text->length + more + 1;
    if (need <= text->capacity)
        return;
    size_t capacity = text->capacity == 0 ? 64 : text->capacity;
    while (capacity < need)
        capacity *= 2;
    text->bytes = esc_resize(text->bytes, capacity, 1);
    text->capacity = capacity;
}

void esc_text_add_bytes(struct esc_text *text, const char *bytes, size_t length)
{
    reserve(text, length);
    if (length > 0)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void esc_text_add(struct esc_text *text, const char *more)
{
    esc_text_add_bytes(text, more, strlen(more));
}

void esc_text_addf(struct esc_text *text, const char *format, ...)
{
    va_list arguments;
    va_list again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length >= 0) {
        reserve(text, (size_t)length);
        vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
}

char *esc_text_take(struct esc_text *text)
{
    reserve(text, 0);
    text->bytes[text->length] = '\0';
    char *bytes = text->bytes;
    *text = (struct esc_text){0};
    return bytes;
}

void esc_text_free(struct esc_text *text)
{
    free(text->bytes);
    *text = (struct esc_text){0};
}

bool esc_read_beginning(const char *path, char *text, size_t size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, size - 1);
    if (file >= 0)
        close(file);
    text[length > 0 ? length : 0] = '\0';
    return length > 0;
}

bool esc_text_read(struct esc_text *text, const char *path, struct esc_error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return esc_error_add(error, path, 0, "cannot read: %s", strerror(errno));
    char block[65536];
    ssize_t length;
    while ((length = read(file, block, sizeof block)) > 0)
        esc_text_add_bytes(text, block, (size_t)length);
    int reason = errno;
    close(file);
    if (length < 0)
        return esc_error_add(error, path, 0, "cannot read: %s", strerror(reason));
    return true;
}

static bool write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static bool write_and_rename(const char *temporary, const char *path, const char *bytes,
                             size_t length)
{
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return false;
    bool written = write_all(file, bytes, length) && fsync(file) == 0;
    written = close(file) == 0 && written;
    return written && rename(temporary, path) == 0;
}

/* A device or a pipe, such as /dev/null: what is renamed onto it takes its place. */
static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

static bool write_through(const char *path, const char *bytes, size_t length)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    bool written = write_all(file, bytes, length);
    return close(file) == 0 && written;
}

bool esc_text_write(const char *path, const char *bytes, size_t length, struct esc_error *error)
{
    char *temporary = esc_format("%s.tmp", path);
    bool special = is_special(path);
    bool written = special ? write_through(path, bytes, length)
                           : write_and_rename(temporary, path, bytes, length);
    if (!written) {
        esc_error_add(error, path, 0, "cannot write: %s", strerror(errno));
        if (!special)
            unlink(temporary);
    }
    free(temporary);
    return written;
}

bool esc_make_folder(const char *path, struct esc_error *error)
{
    char *part = esc_strdup(path);
    int reason = 0; /* why the first folder that is missing could not be made */
    for (char *slash = strchr(part + 1, '/'); slash != NULL && reason == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int refused = mkdir(part, 0777) == 0 ? 0 : errno;
        reason = access(part, F_OK) == 0 ? 0 : refused;
        *slash = '/';
    }
    free(part);
    if (reason == 0 && mkdir(path, 0777) != 0 && errno != EEXIST)
        reason = errno;
    return reason == 0 ||
           esc_error_add(error, path, 0, "cannot make the folder: %s", strerror(reason));
}

unsigned long long esc_hash(unsigned long long hash, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * 0x100000001b3ULL;
    return hash;
}

unsigned long long esc_hash_text(unsigned long long hash, const char *text)
{
    return text != NULL ? esc_hash(hash, text, strlen(text) + 1) : hash;
}

bool esc_starts(const char *text, const char *opening)
{
    return strncmp(text, opening, strlen(opening)) == 0;
}

int esc_line_ends(const char *from, const char *to)
{
    int count = 0;
    for (; from < to; from++)
        count += *from == '\n';
    return count;
}

bool esc_ends(const char *text, const char *end)
{
    size_t length = strlen(text);
    size_t tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}
