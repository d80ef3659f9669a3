/*
 * A program's escapes as data. See escape.h for the contracts.
 */
#include "noun/escape.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST_SLOTS = 256 };

/* ---- values by place and name --------------------------------------------------------------- */

static bool is_at(const struct esc_spot *a, const struct esc_spot *b)
{
    return a->file == b->file && a->line == b->line && a->column == b->column;
}

static size_t hash_of(struct esc_spot at, const char *name)
{
    const uintptr_t parts[] = {(uintptr_t)at.file, (uintptr_t)at.line, (uintptr_t)at.column,
                               (uintptr_t)name};
    return (size_t)esc_hash(ESC_HASH_START, parts, sizeof parts);
}

static size_t find_slot(const struct esc_escapes *escapes, struct esc_spot at, const char *name)
{
    const size_t mask = escapes->slot_count - 1;
    size_t k = hash_of(at, name) & mask;
    while (escapes->slots[k] != 0) {
        const struct esc_go_value *value = &escapes->values[escapes->slots[k] - 1];
        if (value->name == name && is_at(&value->at, &at))
            break;
        k = (k + 1) & mask;
    }
    return k;
}

static void enlarge(struct esc_escapes *escapes)
{
    free(escapes->slots);
    escapes->slot_count = escapes->slot_count > 0 ? escapes->slot_count * 2 : FEWEST_SLOTS;
    escapes->slots = esc_calloc(escapes->slot_count, sizeof *escapes->slots);
    for (size_t k = 0; k < escapes->value_count; k++)
        escapes->slots[find_slot(escapes, escapes->values[k].at, escapes->values[k].name)] = k + 1;
}

struct esc_go_value *esc_escapes_value(struct esc_escapes *escapes, struct esc_spot at,
                                       const char *name)
{
    if (escapes->value_count >= escapes->slot_count / 2)
        enlarge(escapes);
    const size_t slot = find_slot(escapes, at, name);
    if (escapes->slots[slot] != 0)
        return &escapes->values[escapes->slots[slot] - 1];
    escapes->values = esc_grow(escapes->values, &escapes->value_count, sizeof *escapes->values);
    struct esc_go_value *value = &escapes->values[escapes->value_count - 1];
    *value = (struct esc_go_value){.name = name,
                                   .at = at,
                                   .first_path = ESC_NONE,
                                   .last_path = ESC_NONE,
                                   .first_tag = ESC_NONE,
                                   .last_tag = ESC_NONE};
    escapes->slots[slot] = escapes->value_count;
    return value;
}

void esc_go_value_judge(struct esc_go_value *value, enum esc_fate fate)
{
    value->differs = value->differs || (value->fate != ESC_FATE_UNTOLD && value->fate != fate);
    if (fate > value->fate)
        value->fate = fate;
}

bool esc_go_value_leaves(const struct esc_go_value *value)
{
    return value->fate == ESC_FATE_ESCAPES || value->fate == ESC_FATE_MOVED;
}

/* ---- paths, flows, steps, tags -------------------------------------------------------------- */

struct esc_path *esc_escapes_path(struct esc_escapes *escapes, struct esc_go_value *value)
{
    escapes->paths = esc_grow(escapes->paths, &escapes->path_count, sizeof *escapes->paths);
    const size_t index = escapes->path_count - 1;
    escapes->paths[index].first_flow = escapes->flow_count;
    escapes->paths[index].next = ESC_NONE;
    if (value->first_path == ESC_NONE)
        value->first_path = index;
    else
        escapes->paths[value->last_path].next = index;
    value->last_path = index;
    return &escapes->paths[index];
}

struct esc_flow *esc_escapes_flow(struct esc_escapes *escapes)
{
    escapes->flows = esc_grow(escapes->flows, &escapes->flow_count, sizeof *escapes->flows);
    escapes->paths[escapes->path_count - 1].flow_count++;
    escapes->flows[escapes->flow_count - 1].first_step = escapes->step_count;
    return &escapes->flows[escapes->flow_count - 1];
}

struct esc_step *esc_escapes_step(struct esc_escapes *escapes)
{
    escapes->steps = esc_grow(escapes->steps, &escapes->step_count, sizeof *escapes->steps);
    escapes->flows[escapes->flow_count - 1].step_count++;
    return &escapes->steps[escapes->step_count - 1];
}

struct esc_tag *esc_escapes_tag(struct esc_escapes *escapes, struct esc_go_value *value)
{
    escapes->tags = esc_grow(escapes->tags, &escapes->tag_count, sizeof *escapes->tags);
    const size_t index = escapes->tag_count - 1;
    escapes->tags[index].next = ESC_NONE;
    if (value->first_tag == ESC_NONE)
        value->first_tag = index;
    else
        escapes->tags[value->last_tag].next = index;
    value->last_tag = index;
    return &escapes->tags[index];
}

/* ---- what stands where ---------------------------------------------------------------------- */

static int compare_spots(const struct esc_spot *a, const struct esc_spot *b)
{
    const int files = a->file == b->file ? 0 : strcmp(a->file, b->file);
    if (files != 0)
        return files;
    return a->line != b->line ? (a->line > b->line) - (a->line < b->line)
                              : (a->column > b->column) - (a->column < b->column);
}

static int compare_functions(const void *a, const void *b)
{
    const struct esc_go_function *one = a, *other = b;
    return compare_spots(&one->at, &other->at);
}

static int compare_calls(const void *a, const void *b)
{
    const struct esc_inlined_call *one = a, *other = b;
    return compare_spots(&one->at, &other->at);
}

bool esc_escapes_stays(const struct esc_escapes *escapes, const struct esc_go_value *value,
                       const char *expression, size_t length)
{
    bool stays = false;
    for (size_t k = 0; k < escapes->value_count; k++) {
        const struct esc_go_value *other = &escapes->values[k];
        if (other->at.file != value->at.file || strncmp(other->name, expression, length) != 0 ||
            other->name[length] != '\0')
            continue;
        if (esc_go_value_leaves(other))
            return false;
        stays = stays || other->fate == ESC_FATE_STAYS;
    }
    return stays;
}

const char *esc_escapes_inlined_at(const struct esc_escapes *escapes, struct esc_spot at)
{
    const struct esc_inlined_call key = {.at = at};
    const struct esc_inlined_call *found =
        escapes->inlined_count > 0
            ? bsearch(&key, escapes->inlined, escapes->inlined_count, sizeof key, compare_calls)
            : NULL;
    return found != NULL ? found->callee : NULL;
}

/* Whether the name holds that word with a number behind it. */
static bool has_numbered(const char *name, const char *word)
{
    for (const char *at = name; (at = strstr(at, word)) != NULL; at++)
        if (isdigit((unsigned char)at[strlen(word)]))
            return true;
    return false;
}

/* "main.func1", "glob..func2", "f-range1" (the body of a range over a function): a literal, not a
 * function that has a name. */
static bool is_literal(const char *name)
{
    return has_numbered(name, ".func") || has_numbered(name, "-range");
}

const struct esc_go_function *esc_escapes_function_at(const struct esc_escapes *escapes,
                                                      struct esc_spot at)
{
    size_t low = 0, high = escapes->function_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_spots(&escapes->functions[middle].at, &at) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low > 0 && is_literal(escapes->functions[low - 1].name))
        low--;
    return low > 0 && escapes->functions[low - 1].at.file == at.file ? &escapes->functions[low - 1]
                                                                     : NULL;
}

void esc_escapes_import(struct esc_escapes *escapes, const char *file, const char *name)
{
    escapes->imports = esc_grow(escapes->imports, &escapes->import_count, sizeof *escapes->imports);
    escapes->imports[escapes->import_count - 1] = (struct esc_import){file, name};
}

bool esc_escapes_imports(const struct esc_escapes *escapes, const char *file, const char *name,
                         size_t length)
{
    for (size_t k = 0; k < escapes->import_count; k++) {
        const struct esc_import *one = &escapes->imports[k];
        if (one->file == file && strncmp(one->name, name, length) == 0 && one->name[length] == '\0')
            return true;
    }
    return false;
}

static struct esc_go_type *find_type(const struct esc_escapes *escapes, const char *name,
                                     size_t length)
{
    for (size_t k = 0; k < escapes->type_count; k++)
        if (strncmp(escapes->types[k].name, name, length) == 0 &&
            escapes->types[k].name[length] == '\0')
            return &escapes->types[k];
    return NULL;
}

void esc_escapes_type(struct esc_escapes *escapes, const char *name, const char *text)
{
    struct esc_go_type *type = find_type(escapes, name, strlen(name));
    if (type != NULL) {
        type->text = type->text == text ? text : NULL;
        return;
    }
    escapes->types = esc_grow(escapes->types, &escapes->type_count, sizeof *escapes->types);
    escapes->types[escapes->type_count - 1] = (struct esc_go_type){name, text};
}

const char *esc_escapes_type_text(const struct esc_escapes *escapes, const char *name,
                                  size_t length)
{
    const struct esc_go_type *type = find_type(escapes, name, length);
    return type != NULL ? type->text : NULL;
}

const struct esc_go_function *esc_escapes_function(const struct esc_escapes *escapes,
                                                   const char *name, const char *file)
{
    for (size_t k = 0; name != NULL && k < escapes->function_count; k++)
        if (escapes->functions[k].name == name && escapes->functions[k].at.file == file)
            return &escapes->functions[k];
    return NULL;
}

void esc_escapes_method_value(struct esc_escapes *escapes, const char *expression)
{
    escapes->method_values = esc_grow(escapes->method_values, &escapes->method_value_count,
                                      sizeof *escapes->method_values);
    escapes->method_values[escapes->method_value_count - 1] = expression;
}

static int compare_addresses(const void *a, const void *b)
{
    const uintptr_t one = (uintptr_t) * (const char *const *)a;
    const uintptr_t other = (uintptr_t) * (const char *const *)b;
    return (one > other) - (one < other);
}

bool esc_escapes_is_method_value(const struct esc_escapes *escapes, const char *expression)
{
    return escapes->method_value_count > 0 &&
           bsearch(&expression, escapes->method_values, escapes->method_value_count,
                   sizeof *escapes->method_values, compare_addresses) != NULL;
}

const struct esc_capture *esc_escapes_capture(const struct esc_escapes *escapes, struct esc_spot at,
                                              const char *name)
{
    for (size_t k = 0; k < escapes->capture_count; k++)
        if (escapes->captures[k].variable == name && is_at(&escapes->captures[k].at, &at))
            return &escapes->captures[k];
    return NULL;
}

/* Also of other alphabets, and "arg#2" for a parameter without a name. */
static bool is_name(const char *text)
{
    if (isdigit((unsigned char)*text) || *text == '\0')
        return false;
    for (; *text != '\0'; text++)
        if (!isalnum((unsigned char)*text) && strchr("_#", *text) == NULL && *text >= 0)
            return false;
    return true;
}

static void place(const struct esc_escapes *escapes, struct esc_go_value *value)
{
    const struct esc_go_function *function = esc_escapes_function_at(escapes, value->at);
    if (function == NULL)
        return;
    if (value->function == NULL)
        value->function = function->name;
    if (value->fate == ESC_FATE_STAYS && value->at.line == function->at.line &&
        value->at.column > function->at.column && is_name(value->name))
        value->is_parameter = true;
}

void esc_escapes_finish(struct esc_escapes *escapes)
{
    if (escapes->function_count > 0)
        qsort(escapes->functions, escapes->function_count, sizeof *escapes->functions,
              compare_functions);
    if (escapes->inlined_count > 0)
        qsort(escapes->inlined, escapes->inlined_count, sizeof *escapes->inlined, compare_calls);
    if (escapes->method_value_count > 0)
        qsort(escapes->method_values, escapes->method_value_count, sizeof *escapes->method_values,
              compare_addresses);
    for (size_t k = 0; k < escapes->value_count; k++)
        place(escapes, &escapes->values[k]);
}

void esc_escapes_free(struct esc_escapes *escapes)
{
    esc_intern_free(&escapes->texts);
    esc_text_free(&escapes->strange_text);
    void *const arrays[] = {escapes->values,  escapes->paths,    escapes->flows,
                            escapes->steps,   escapes->tags,     escapes->functions,
                            escapes->slots,   escapes->captures, escapes->inlined,
                            escapes->imports, escapes->types,    escapes->method_values};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        free(arrays[k]);
    *escapes = (struct esc_escapes){0};
}
