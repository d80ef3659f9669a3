/*
 * Library -> objdump -> struct esc_listing. See disasm.h for the contracts.
 */
#include "disasm/listing.h"

#include "base/memory.h"
#include "base/process.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct esc_limits objdump_limits = {.time_s = 120, .memory_bytes = INT64_C(1) << 30};

static struct esc_place *add_place(struct esc_place **places, size_t *count, uint64_t address)
{
    *places = esc_grow(*places, count, sizeof **places);
    struct esc_place *place = &(*places)[*count - 1];
    place->address = address;
    return place;
}

static void add_entry(struct esc_listing *listing, enum esc_code_kind kind, uint64_t address,
                      char *text, int line)
{
    listing->entries = esc_grow(listing->entries, &listing->entry_count, sizeof *listing->entries);
    listing->entries[listing->entry_count - 1] =
        (struct esc_entry){.kind = kind, .address = address, .text = text, .line = line};
}

/* "0000000000006dc0 g    DO .data.rel.ro	0000000000000020  Base esc_kernel_2_sized_malloc" */
static void parse_symbol(struct esc_listing *listing, const char *line, uint64_t address)
{
    const char *name = strrchr(line, ' ');
    if (name == NULL || strstr(line, "*UND*") != NULL)
        return;
    struct esc_place *place = add_place(&listing->symbols, &listing->symbol_count, address);
    place->name = esc_strdup(name + 1);
}

/* "0000000000006c30 R_X86_64_RELATIVE  *ABS*+0x0000000000001400" */
static void parse_relocation(struct esc_listing *listing, const char *line, uint64_t address)
{
    const char *inside = strstr(line, "*ABS*+0x");
    if (inside == NULL)
        return;
    struct esc_place *place = add_place(&listing->relocations, &listing->relocation_count, address);
    place->target = strtoull(inside + strlen("*ABS*+0x"), NULL, 16);
}

/* "0000000000001340 <esc_run_heap>:" */
static bool parse_function(struct esc_listing *listing, const char *line)
{
    char *rest;
    uint64_t address = strtoull(line, &rest, 16);
    size_t length = strlen(line);
    if (rest == line || strncmp(rest, " <", 2) != 0 || length < 4 ||
        strcmp(line + length - 2, ">:") != 0)
        return false;
    add_entry(listing, ESC_CODE_FUNCTION, address,
              strndup(rest + 2, (size_t)(line + length - 2 - (rest + 2))), 0);
    listing->functions =
        esc_grow(listing->functions, &listing->function_count, sizeof *listing->functions);
    listing->functions[listing->function_count - 1] = listing->entry_count - 1;
    return true;
}

/* "    1340:	test   %rdi,%rdi" */
static bool parse_instruction(struct esc_listing *listing, const char *line)
{
    char *rest;
    uint64_t address = strtoull(line, &rest, 16);
    if (!isspace((unsigned char)line[0]) || rest == line || strncmp(rest, ":\t", 2) != 0)
        return false;
    char *text = esc_strdup(rest + 2);
    for (size_t length = strlen(text); length > 0 && text[length - 1] == ' ';)
        text[--length] = '\0';
    add_entry(listing, ESC_CODE_INSTRUCTION, address, text, 0);
    return true;
}

/* "/home/me/escapement/cases/a-a.lua:57 (discriminator 1)"; "work():" is left out. */
static void parse_source(struct esc_listing *listing, const char *line)
{
    size_t length = strcspn(line, "(");
    while (length > 0 && line[length - 1] == ' ')
        length--;
    size_t digits = 0;
    while (digits < length && isdigit((unsigned char)line[length - 1 - digits]))
        digits++;
    if (digits == 0 || digits + 1 >= length || line[length - 1 - digits] != ':')
        return;
    add_entry(listing, ESC_CODE_SOURCE, 0, strndup(line, length - digits - 1),
              atoi(line + length - digits));
}

/* "pointer-return.c        75        0x11a0        x": each row ends the one before. */
static void parse_row(struct esc_listing *listing, const char *line)
{
    const char *hex = strstr(line, " 0x");
    if (hex == NULL)
        return;
    uint64_t address = strtoull(hex, NULL, 16);
    if (listing->gap_count > 0 && listing->gaps[listing->gap_count - 1].end == 0)
        listing->gaps[listing->gap_count - 1].end = address;
    while (hex > line && hex[-1] == ' ')
        hex--;
    if (hex - line < 2 || strncmp(hex - 2, " 0", 2) != 0)
        return;
    listing->gaps = esc_grow(listing->gaps, &listing->gap_count, sizeof *listing->gaps);
    listing->gaps[listing->gap_count - 1] = (struct esc_gap){.begin = address};
}

/* The parts of objdump's text, by the line that opens each. */
enum part { PART_HEAD, PART_SYMBOLS, PART_RELOCATIONS, PART_LINES, PART_CODE };

static bool opens_part(const char *line, enum part *part)
{
    static const struct {
        const char *opening;
        enum part part;
    } parts[] = {{"DYNAMIC SYMBOL TABLE:", PART_SYMBOLS},
                 {"DYNAMIC RELOCATION RECORDS", PART_RELOCATIONS},
                 {"Contents of the .debug_line section:", PART_LINES},
                 {"Disassembly of section", PART_CODE}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strncmp(line, parts[i].opening, strlen(parts[i].opening)) == 0) {
            *part = parts[i].part;
            return true;
        }
    return false;
}

static void parse_line(struct esc_listing *listing, const char *line, enum part part)
{
    if (part == PART_SYMBOLS || part == PART_RELOCATIONS) {
        char *rest;
        uint64_t address = strtoull(line, &rest, 16);
        if (rest != line && part == PART_SYMBOLS)
            parse_symbol(listing, line, address);
        else if (rest != line)
            parse_relocation(listing, line, address);
        return;
    }
    if (part == PART_LINES)
        parse_row(listing, line);
    if (part == PART_CODE && !parse_function(listing, line) && !parse_instruction(listing, line))
        parse_source(listing, line);
}

struct esc_listing *esc_listing_parse(const char *text)
{
    struct esc_listing *listing = esc_calloc(1, sizeof *listing);
    enum part part = PART_HEAD;
    char *copy = esc_strdup(text);
    char *rest = NULL;
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        if (!opens_part(line, &part))
            parse_line(listing, line, part);
    free(copy);
    return listing;
}

static bool run_objdump(const char *const *arguments, const char *library, struct esc_text *out,
                        struct esc_error *error)
{
    static const char *const environment[] = {"LC_ALL=C", NULL};
    const struct esc_process process = {
        .arguments = arguments, .environment = environment, .cpu = -1, .limits = objdump_limits};
    struct esc_text err = {0};
    int code = -1;
    bool good = esc_process_run(&process, out, &err, &code, error);
    if (!good)
        esc_error_hint(error, "objdump is in the package binutils: make deps");
    else if (code != 0)
        good = esc_error_add(error, library, 0, "objdump ended with %d: %s", code,
                             err.bytes != NULL ? err.bytes : "");
    esc_text_free(&err);
    return good;
}

/* Two calls: with -d, objdump writes relocations between the instructions. */
struct esc_listing *esc_listing_open(const char *library, struct esc_error *error)
{
    const char *const tables[] = {"objdump", "-T", "-R", library, NULL};
    const char *const code[] = {
        "objdump", "-d", "-l", "-w", "--no-show-raw-insn", "--dwarf=decodedline", library, NULL};
    struct esc_text out = {0};
    struct esc_listing *listing = NULL;
    if (run_objdump(tables, library, &out, error) && run_objdump(code, library, &out, error))
        listing = esc_listing_parse(out.bytes != NULL ? out.bytes : "");
    esc_text_free(&out);
    return listing;
}

bool esc_variables_read(const char *path, struct esc_variables *variables, struct esc_error *error)
{
    const char *const arguments[] = {"objdump", "--dwarf=info", "--dwarf=loc", path, NULL};
    struct esc_text out = {0};
    bool good = run_objdump(arguments, path, &out, error);
    if (good)
        esc_variables_parse(out.bytes != NULL ? out.bytes : "", variables);
    esc_text_free(&out);
    return good;
}

void esc_listing_close(struct esc_listing *listing)
{
    if (listing == NULL)
        return;
    for (size_t i = 0; i < listing->symbol_count; i++)
        free(listing->symbols[i].name);
    for (size_t i = 0; i < listing->entry_count; i++)
        free(listing->entries[i].text);
    free(listing->symbols);
    free(listing->relocations);
    free(listing->gaps);
    free(listing->entries);
    free(listing->functions);
    free(listing);
}

size_t esc_listing_function(const struct esc_listing *listing, uint64_t address)
{
    for (size_t i = 0; i < listing->function_count; i++)
        if (listing->entries[listing->functions[i]].address == address)
            return listing->functions[i];
    return listing->entry_count;
}

bool esc_listing_in_gap(const struct esc_listing *listing, uint64_t address)
{
    for (size_t i = 0; i < listing->gap_count; i++)
        if (listing->gaps[i].begin <= address && address < listing->gaps[i].end)
            return true;
    return false;
}
