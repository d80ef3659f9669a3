/*
 * Reading the child's file. See raw.h.
 */
#include "profile/raw.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The next number behind blanks, which moves `at` behind it. Negative ones and those too large for
 * `most` are none. */
static bool take_number(const char **at, int base, uint64_t most, uint64_t *number)
{
    const char *start = *at;
    while (*start == ' ')
        start++;
    if (!isxdigit((unsigned char)*start))
        return false;
    char *end;
    errno = 0;
    unsigned long long value = strtoull(start, &end, base);
    if (end == start || errno != 0 || value > most)
        return false;
    *at = end;
    *number = value;
    return true;
}

static bool take_signed(const char **at, int64_t *number)
{
    uint64_t value = 0;
    bool good = take_number(at, 10, INT64_MAX, &value);
    *number = (int64_t)value;
    return good;
}

static bool take_pair(const char **at, struct esc_profile_count *count)
{
    return take_signed(at, &count->blocks) && take_signed(at, &count->bytes);
}

static size_t index_of(struct esc_profile_raw *raw, uint64_t address)
{
    for (size_t k = 0; k < raw->address_count; k++)
        if (raw->addresses[k] == address)
            return k;
    raw->addresses = esc_grow(raw->addresses, &raw->address_count, sizeof *raw->addresses);
    raw->addresses[raw->address_count - 1] = address;
    return raw->address_count - 1;
}

static bool take_record(struct esc_profile_raw *raw, const char **at)
{
    raw->records = esc_grow(raw->records, &raw->record_count, sizeof *raw->records);
    struct esc_profile_record *record = &raw->records[raw->record_count - 1];
    if (!take_signed(at, &record->block_bytes) || !take_signed(at, &record->allocs) ||
        !take_signed(at, &record->frees) || record->frees > record->allocs)
        return false;
    for (uint64_t address; take_number(at, 16, UINT64_MAX, &address);) {
        if (address <= raw->low || address > raw->high)
            return false;
        record->calls = esc_grow(record->calls, &record->depth, sizeof *record->calls);
        record->calls[record->depth - 1] = index_of(raw, address - 1);
    }
    return true;
}

/* Whether the line begins with that word; then `at` is behind it. */
static bool begins_with(const char *line, const char *word, const char **at)
{
    *at = line + strlen(word);
    return esc_starts(line, word) && (**at == ' ' || **at == '\0');
}

/* `end`: set by the last line. */
static bool take_line(struct esc_profile_raw *raw, const char *line, bool *end)
{
    const char *at;
    bool good = false;
    if (begins_with(line, "library", &at))
        good = take_number(&at, 16, UINT64_MAX, &raw->low) &&
               take_number(&at, 16, UINT64_MAX, &raw->high) && raw->low < raw->high;
    else if (begins_with(line, "setup", &at))
        good = take_pair(&at, &raw->setup);
    else if (begins_with(line, "operations", &at))
        good = take_pair(&at, &raw->operations);
    else if (begins_with(line, "stack", &at))
        good = take_record(raw, &at);
    else if (begins_with(line, "end", &at))
        good = *end = true;
    return good && *at == '\0';
}

bool esc_profile_raw_read(const char *path, struct esc_profile_raw *raw, struct esc_error *error)
{
    struct esc_text text = {0};
    if (!esc_text_read(&text, path, error))
        return false;
    bool good = true, end = false;
    int number = 0;
    char *rest = text.bytes;
    for (char *line; good && !end && (line = strsep(&rest, "\n")) != NULL;) {
        number++;
        good = take_line(raw, line, &end);
    }
    esc_text_free(&text);
    return (good && end) ||
           esc_error_add(error, path, number, "this is not what the profiling pass writes");
}

void esc_profile_raw_free(struct esc_profile_raw *raw)
{
    for (size_t k = 0; k < raw->record_count; k++)
        free(raw->records[k].calls);
    free(raw->records);
    free(raw->addresses);
    *raw = (struct esc_profile_raw){0};
}
