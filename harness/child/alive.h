/*
 * Which of the sampled objects are still there: a table from addresses to the numbers of records.
 * A heap that sweeps does not tell when an object ends; its memory's next owner does, and at the
 * end the heap says of those left whether they were marked.
 */
#ifndef ESC_CHILD_ALIVE_H
#define ESC_CHILD_ALIVE_H

#include <stdbool.h>
#include <stdint.h>

/* Told of a record whose object is no more. */
typedef void esc_alive_ended(uint32_t record);

/* The object at `address`, a multiple of 8, belongs to `record`. False: no memory. */
bool esc_alive_add(uintptr_t address, uint32_t record);

/* [address, address + bytes) has been handed out anew: what was known to lie there has ended. */
void esc_alive_reuse(uintptr_t address, uint64_t bytes, esc_alive_ended *ended);

/* Ends those of which `is_there` says no. */
void esc_alive_settle(bool (*is_there)(uintptr_t address), esc_alive_ended *ended);

#endif
