/*
 * The journal's blocks and the chain of their hashes. See journal.h.
 */
#include "emit/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The last cell with the tab before it. */
enum { HASH_CELL = 1 + 16 };

const struct esc_journal_end esc_journal_start = {0, ESC_HASH_START};

uint64_t esc_block_close(struct esc_tsv *tsv, struct esc_journal_end before)
{
    uint64_t hash = esc_hash(before.chain, tsv->text.bytes, tsv->text.length);
    esc_tsv_hash(tsv, NULL, hash);
    esc_tsv_end(tsv);
    return hash;
}

static bool closes(const char *line, size_t length)
{
    static const char *const kinds[] = {"plan\t", "round\t"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (length >= strlen(kinds[i]) && memcmp(line, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

/*
 * Behind the first line from `from` on that closes a block; 0 when there is none. Lines have no
 * tabs or line ends inside cells, so a line that begins with a closing kind is one.
 */
static size_t closing_end(const char *bytes, size_t length, size_t from)
{
    for (size_t line = from; line < length;) {
        const char *newline = memchr(bytes + line, '\n', length - line);
        if (newline == NULL)
            return 0;
        size_t next = (size_t)(newline - bytes) + 1;
        if (closes(bytes + line, length - line))
            return next;
        line = next;
    }
    return 0;
}

bool esc_block_next(const char *bytes, size_t length, struct esc_journal_end *at)
{
    char expected[HASH_CELL + 1];
    size_t end = closing_end(bytes, length, at->length);
    if (end < at->length + HASH_CELL + 1)
        return false;
    size_t hashed = end - 1 - HASH_CELL;
    uint64_t hash = esc_hash(at->chain, bytes + at->length, hashed - at->length);
    snprintf(expected, sizeof expected, "\t%016" PRIx64, hash);
    if (memcmp(bytes + hashed, expected, HASH_CELL) != 0)
        return false;
    *at = (struct esc_journal_end){end, hash};
    return true;
}

size_t esc_block_count(const char *bytes, size_t length, bool *rest)
{
    size_t count = 0;
    size_t from = 0;
    for (size_t end; (end = closing_end(bytes, length, from)) != 0; from = end)
        count++;
    *rest = from < length;
    return count;
}
