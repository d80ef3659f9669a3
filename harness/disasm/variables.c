/*
 * What `objdump --dwarf=info` prints -> variables that have a fixed place in a frame. See disasm.h
 * for the contracts.
 */
#include "disasm/disasm.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* One debugging information entry, as far as it is of use here. */
struct entry {
    uint64_t at; /* its own offset, by which others refer to it */
    int depth;
    bool variable, function, array, subrange, pointer;
    char *name;
    uint64_t type, origin; /* 0: none */
    uint64_t low_pc;
    int64_t bytes, elements; /* -1: not told */
    int64_t place;           /* from the frame's base */
    bool placed, base_is_bp;
    uint64_t list; /* where its places are listed, by the code that they are of; 0: nowhere */
};

/* One list of places: where it begins, and the one place in a frame that it names. */
struct places {
    uint64_t at;
    int64_t place;
    size_t count; /* of different ones; 1: a fixed place */
};

struct entries {
    struct entry *list;
    size_t count;
    struct places *places;
    size_t places_count;
};

/* " <1><2d>: Abbrev Number: 2 (DW_TAG_variable)" */
static bool read_head(struct entries *entries, const char *line)
{
    char *rest;
    const char *tag = strstr(line, "(DW_TAG_");
    if (strncmp(line, " <", 2) != 0 || tag == NULL)
        return false;
    int depth = (int)strtol(line + 2, &rest, 16);
    if (strncmp(rest, "><", 2) != 0)
        return false;
    tag += strlen("(DW_TAG_");
    entries->list = esc_grow(entries->list, &entries->count, sizeof *entries->list);
    entries->list[entries->count - 1] = (struct entry){
        .at = strtoull(rest + 2, NULL, 16),
        .depth = depth,
        .variable = strncmp(tag, "variable)", 9) == 0,
        .function = strncmp(tag, "subprogram)", 11) == 0,
        .array = strncmp(tag, "array_type)", 11) == 0,
        .subrange = strncmp(tag, "subrange_type)", 14) == 0,
        .pointer = strncmp(tag, "pointer_type)", 13) == 0,
        .bytes = -1,
        .elements = -1,
    };
    return true;
}

/* "(indirect string, offset: 0x8d): object", or the name itself. Caller frees. */
static char *name_of(const char *value)
{
    const char *behind = strncmp(value, "(ind", 4) == 0 ? strstr(value, "): ") : NULL;
    value = behind != NULL ? behind + 3 : value;
    size_t length = strlen(value);
    while (length > 0 && strchr(" \t", value[length - 1]) != NULL)
        length--;
    return strndup(value, length);
}

static uint64_t reference(const char *value)
{
    return value[0] == '<' ? strtoull(value + 1, NULL, 16) : 0;
}

/* "    <2e>   DW_AT_byte_size   : 8" */
static void read_attribute(struct entry *entry, const char *line)
{
    const char *name = strstr(line, "DW_AT_");
    const char *value = name != NULL ? strstr(name, ": ") : NULL;
    if (value == NULL)
        return;
    name += strlen("DW_AT_");
    value += 2;
    size_t length = strcspn(name, " :");
    const char *fbreg = strstr(value, "(DW_OP_fbreg: ");
#define IS(word) (length == sizeof word - 1 && strncmp(name, word, length) == 0)
    if (IS("name")) {
        free(entry->name);
        entry->name = name_of(value);
    } else if (IS("type")) {
        entry->type = reference(value);
    } else if (IS("abstract_origin") || IS("specification")) {
        entry->origin = reference(value);
    } else if (IS("low_pc")) {
        entry->low_pc = strtoull(value, NULL, 16);
    } else if (IS("byte_size")) {
        entry->bytes = strtoll(value, NULL, 0);
    } else if (IS("upper_bound")) {
        entry->elements = strtoll(value, NULL, 0) + 1;
    } else if (IS("count")) {
        entry->elements = strtoll(value, NULL, 0);
    } else if (IS("frame_base")) {
        entry->base_is_bp = strstr(value, "(rbp)") != NULL;
    } else if (IS("location") && fbreg != NULL && fbreg[strcspn(fbreg, ");")] == ')') {
        entry->place = strtoll(fbreg + strlen("(DW_OP_fbreg: "), NULL, 10);
        entry->placed = true; /* an expression of more than that is no fixed place */
    } else if (IS("location") && strstr(value, "(location list)") != NULL) {
        entry->list = strtoull(value, NULL, 16);
    }
#undef IS
}

/* "    00070f5e 0000000000457eba 0000000000457f02 (DW_OP_fbreg: -80)"; a list ends with "<End". */
static void read_places(struct entries *entries, const char *line, bool *ended)
{
    char *rest;
    uint64_t at = strtoull(line, &rest, 16);
    const char *fbreg = strstr(line, "(DW_OP_fbreg: ");
    if (fbreg != NULL && fbreg[strcspn(fbreg, ");")] == ';')
        fbreg = NULL; /* in pieces, some of them in registers */
    if (rest == line)
        return;
    if (*ended) {
        entries->places =
            esc_grow(entries->places, &entries->places_count, sizeof *entries->places);
        entries->places[entries->places_count - 1] = (struct places){.at = at};
    }
    struct places *last = &entries->places[entries->places_count - 1];
    int64_t place = fbreg != NULL ? strtoll(fbreg + strlen("(DW_OP_fbreg: "), NULL, 10) : 0;
    if (fbreg != NULL && (last->count == 0 || last->place != place)) {
        last->place = place;
        last->count++;
    }
    *ended = strstr(line, "<End of list>") != NULL;
}

/* A list of one place is as good as the place. */
static void resolve(const struct entries *entries, struct entry *entry)
{
    for (size_t i = 0; entry->list != 0 && i < entries->places_count; i++)
        if (entries->places[i].at == entry->list && entries->places[i].count == 1) {
            entry->place = entries->places[i].place;
            entry->placed = true;
        }
}

/* Entries ascend. NULL: there is none. */
static const struct entry *find(const struct entries *entries, uint64_t at)
{
    size_t low = 0;
    size_t high = entries->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (entries->list[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < entries->count && entries->list[low].at == at ? &entries->list[low] : NULL;
}

enum { MOST_STEPS = 16 }; /* typedef of const of array of typedef … */

/* Bytes of a type; 0: unknown. */
static int64_t size_of(const struct entries *entries, uint64_t at, int steps)
{
    const struct entry *type = at != 0 && steps < MOST_STEPS ? find(entries, at) : NULL;
    if (type == NULL)
        return 0;
    if (type->bytes >= 0)
        return type->bytes;
    if (type->pointer) /* Go leaves that out */
        return 8;
    int64_t bytes = size_of(entries, type->type, steps + 1);
    const struct entry *end = entries->list + entries->count;
    for (const struct entry *below = type + 1;
         type->array && below < end && below->depth > type->depth; below++)
        if (below->subrange)
            bytes *= below->elements > 0 ? below->elements : 0;
    return bytes;
}

static void add(struct esc_variables *variables, const struct entries *entries,
                const struct entry *entry, const struct entry *function)
{
    static const int64_t bp_below_top = 16; /* return address and the caller's bp */
    const struct entry *origin = find(entries, entry->origin);
    const struct entry *told = entry->name == NULL && origin != NULL ? origin : entry;
    uint64_t type = entry->type != 0 ? entry->type : told->type;
    if (told->name == NULL)
        return;
    variables->list = esc_grow(variables->list, &variables->count, sizeof *variables->list);
    variables->list[variables->count - 1] = (struct esc_variable){
        .function = function->low_pc,
        .name = esc_strdup(told->name),
        .offset = entry->place - (function->base_is_bp ? bp_below_top : 0),
        .bytes = size_of(entries, type, 0),
    };
}

void esc_variables_parse(const char *text, struct esc_variables *variables)
{
    struct entries entries = {0};
    char *copy = esc_strdup(text);
    char *rest = NULL;
    bool in_places = false, ended = true;
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, "Contents of the ", 16) == 0)
            in_places = strstr(line, ".debug_loc section") != NULL;
        if (in_places && line[0] == ' ')
            read_places(&entries, line, &ended);
        else if (!in_places && !read_head(&entries, line) && entries.count > 0)
            read_attribute(&entries.list[entries.count - 1], line);
    }
    const struct entry *function = NULL;
    for (size_t i = 0; i < entries.count; i++) {
        struct entry *entry = &entries.list[i];
        if (entry->variable)
            resolve(&entries, entry);
        if (entry->function || (function != NULL && entry->depth <= function->depth))
            function = entry->function && entry->low_pc != 0 ? entry : NULL;
        if (entry->variable && entry->placed && function != NULL)
            add(variables, &entries, entry, function);
    }
    for (size_t i = 0; i < entries.count; i++)
        free(entries.list[i].name);
    free(entries.places);
    free(entries.list);
    free(copy);
}

void esc_variables_free(struct esc_variables *variables)
{
    for (size_t i = 0; i < variables->count; i++)
        free(variables->list[i].name);
    free(variables->list);
    *variables = (struct esc_variables){0};
}
