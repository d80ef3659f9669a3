/*
 * What the measuring child wrote of a profiling pass (child/child_profile.c). Private to profile/
 * and those who place its addresses.
 *
 *   library 7f10 7f90          the counting library's memory, hexadecimal
 *   setup 12 768               blocks and bytes before the operations, decimal
 *   operations 1000 64000      and in them
 *   stack 64 3 2 7f20 7f31     blocks of 64 bytes: 3 sampled, 2 of them freed; return addresses
 *   end
 */
#ifndef ESC_PROFILE_RAW_H
#define ESC_PROFILE_RAW_H

#include "base/error.h"
#include "noun/profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct esc_profile_record {
    int64_t block_bytes, allocs, frees;
    size_t *calls; /* indices into `addresses`, the allocator's call first */
    size_t depth;
};

struct esc_profile_raw {
    uint64_t low, high;
    struct esc_profile_count setup, operations;
    struct esc_profile_record *records;
    size_t record_count;
    uint64_t *addresses; /* of calls (their last byte), each once */
    size_t address_count;
};

/* False with a message when the file cannot be read, or is not what the child writes. */
bool esc_profile_raw_read(const char *path, struct esc_profile_raw *raw, struct esc_error *error);

void esc_profile_raw_free(struct esc_profile_raw *raw);

#endif
