/*
 * Kernel's symbol -> the functions it reaches, as lines. See disasm.h for the contracts.
 */
#include "disasm/listing.h"

#include "base/memory.h"
#include "base/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Of struct esc_kernel (kernel/kernel.h): the name and the setup function stand before `run`. */
enum { RUN_OFFSET = 2 * sizeof(void *) };

/* Addresses of functions, in the order in which they were reached. */
struct reached {
    uint64_t *addresses;
    size_t count;
};

/* Where a branch goes, or what an address is taken of: "1050 <malloc@plt>", "# 6fc8 <free@GLIBC…>".
 * The name is the caller's to free; it may be "gort_growslice+0xca". */
static char *reference(const char *instruction, uint64_t *address)
{
    const char *open = strchr(instruction, '<');
    const char *close = open != NULL ? strrchr(open, '>') : NULL;
    if (close == NULL || open < instruction + 2)
        return NULL;
    const char *digits = open - 1;
    while (digits > instruction && strchr("0123456789abcdef", digits[-1]) != NULL)
        digits--;
    *address = strtoull(digits, NULL, 16);
    return strndup(open + 1, (size_t)(close - open - 1));
}

/* x86-64 and AArch64. */
static bool is_call(const char *instruction)
{
    return esc_starts(instruction, "call") || esc_starts(instruction, "bl ") ||
           esc_starts(instruction, "bl\t") || esc_starts(instruction, "blr");
}

static bool is_jump(const char *instruction)
{
    return instruction[0] == 'j' || esc_starts(instruction, "b ") ||
           esc_starts(instruction, "b\t") || esc_starts(instruction, "b.") ||
           esc_starts(instruction, "br");
}

static bool is_padding(const char *instruction)
{
    return strstr(instruction, "nop") != NULL || esc_starts(instruction, "xchg   %ax,%ax") ||
           esc_starts(instruction, "data16");
}

/* A function outside the library: "malloc@plt", "free@GLIBC_2.2.5", "goheap_new@Base". The GOT's
 * own entries are "_GLOBAL_OFFSET_TABLE_+0x8". */
static bool is_outside(const char *name)
{
    return strchr(name, '@') != NULL && !esc_starts(name, "_");
}

static void reach(struct reached *reached, uint64_t address)
{
    for (size_t i = 0; i < reached->count; i++)
        if (reached->addresses[i] == address)
            return;
    reached->addresses = esc_grow(reached->addresses, &reached->count, sizeof *reached->addresses);
    reached->addresses[reached->count - 1] = address;
}

/* Follows calls, jumps into other functions (tail calls, `.cold` parts) and functions whose address
 * is taken; notes calls that leave the library. */
static void add_instruction(const struct esc_listing *listing, const struct esc_entry *entry,
                            struct reached *reached, struct esc_code *code)
{
    struct esc_code_line *line = esc_listing_add(code, entry);
    uint64_t target = 0;
    char *name = reference(entry->text, &target);
    bool branch = is_call(entry->text) || is_jump(entry->text);
    if (name == NULL) {
        code->indirect += is_call(entry->text);
        return;
    }
    if (branch && is_outside(name)) {
        name[strcspn(name, "@")] = '\0';
        esc_listing_call(code, line, name);
        return;
    }
    if (strchr(name, '+') == NULL && esc_listing_function(listing, target) < listing->entry_count)
        reach(reached, target);
    free(name);
}

static void add_function(const struct esc_listing *listing, uint64_t address,
                         struct reached *reached, struct esc_code *code)
{
    static const struct esc_entry nowhere = {.kind = ESC_CODE_SOURCE, .text = (char *)""};
    const struct esc_entry *source = &nowhere;
    bool in_gap = false;
    size_t at = esc_listing_function(listing, address);
    if (at == listing->entry_count)
        return;
    esc_listing_add(code, &listing->entries[at]);
    for (at++; at < listing->entry_count; at++) {
        const struct esc_entry *entry = &listing->entries[at];
        if (entry->kind == ESC_CODE_FUNCTION)
            return;
        if (entry->kind == ESC_CODE_SOURCE) {
            source = entry;
            in_gap = false;
            esc_listing_add(code, source);
        } else if (!is_padding(entry->text)) {
            if (esc_listing_in_gap(listing, entry->address) != in_gap) {
                in_gap = !in_gap;
                esc_listing_add(code, in_gap ? &nowhere : source);
            }
            add_instruction(listing, entry, reached, code);
        }
    }
}

static bool find_run(const struct esc_listing *listing, const char *symbol, uint64_t *address)
{
    for (size_t i = 0; i < listing->symbol_count; i++) {
        if (strcmp(listing->symbols[i].name, symbol) != 0)
            continue;
        uint64_t slot = listing->symbols[i].address + RUN_OFFSET;
        for (size_t k = 0; k < listing->relocation_count; k++)
            if (listing->relocations[k].address == slot) {
                *address = listing->relocations[k].target;
                return true;
            }
    }
    return false;
}

bool esc_listing_code(const struct esc_listing *listing, const char *symbol, struct esc_code *code,
                      struct esc_error *error)
{
    struct reached reached = {0};
    uint64_t run = 0;
    *code = (struct esc_code){0};
    if (!find_run(listing, symbol, &run))
        return esc_error_add(error, NULL, 0, "the library has no kernel %s", symbol);
    reach(&reached, run);
    for (size_t i = 0; i < reached.count; i++)
        add_function(listing, reached.addresses[i], &reached, code);
    free(reached.addresses);
    return true;
}
