/*
 * Sizes, alignments, pointers. See size.h.
 */
#include "gotypes/size.h"

#include <string.h>

enum { WORD = 8 };

struct extent {
    int64_t size, align;
};

static const unsigned char basic_sizes[ESC_BASICS] = {
    [ESC_BASIC_BOOL] = 1,    [ESC_BASIC_INT] = 8,         [ESC_BASIC_INT8] = 1,
    [ESC_BASIC_INT16] = 2,   [ESC_BASIC_INT32] = 4,       [ESC_BASIC_INT64] = 8,
    [ESC_BASIC_UINT] = 8,    [ESC_BASIC_UINT8] = 1,       [ESC_BASIC_UINT16] = 2,
    [ESC_BASIC_UINT32] = 4,  [ESC_BASIC_UINT64] = 8,      [ESC_BASIC_UINTPTR] = 8,
    [ESC_BASIC_FLOAT32] = 4, [ESC_BASIC_FLOAT64] = 8,     [ESC_BASIC_COMPLEX64] = 8,
    [ESC_BASIC_STRING] = 16, [ESC_BASIC_COMPLEX128] = 16, [ESC_BASIC_UNSAFE_POINTER] = 8,
};

static int64_t align_up(int64_t size, int64_t align)
{
    return (size + align - 1) / align * align;
}

static struct extent extent_of(const struct esc_go_type *type);

static struct extent basic_extent(enum esc_basic what)
{
    const int64_t size = basic_sizes[what];
    const int64_t align = what == ESC_BASIC_COMPLEX64 ? 4 : size > WORD ? WORD : size;
    return (struct extent){size, align > 0 ? align : 1};
}

/* A struct that is not empty gets a byte more where its last field has no size: the address of that
 * field is not to be the next value's. */
static struct extent record_extent(const struct esc_go_type *record)
{
    struct extent all = {0, 1};
    int64_t last = 1;
    for (size_t k = 0; k < record->record.fields.count; k++) {
        const struct extent field = extent_of(record->record.fields.list[k]->type);
        if (field.align > all.align)
            all.align = field.align;
        all.size = align_up(all.size, field.align) + field.size;
        last = field.size;
        if (all.size > ESC_GO_MAX_WIDTH)
            return (struct extent){ESC_GO_MAX_WIDTH + 1, all.align};
    }
    if (all.size > 0 && last == 0)
        all.size++;
    all.size = align_up(all.size, all.align);
    return all;
}

static struct extent array_extent(const struct esc_go_type *array)
{
    struct extent all = extent_of(array->array.element);
    if (all.size > 0 && array->array.length > (ESC_GO_MAX_WIDTH - 1) / all.size)
        all.size = ESC_GO_MAX_WIDTH + 1;
    else
        all.size *= array->array.length > 0 ? array->array.length : 0;
    return all;
}

/* sync/atomic.align64 is empty and says that the struct around it is aligned so. */
static bool is_align64(const struct esc_go_type *type)
{
    if (type->kind != ESC_TYPE_NAMED || type->named.object->package == NULL ||
        strcmp(type->named.object->name, "align64") != 0)
        return false;
    const char *path = type->named.object->package->path;
    return strcmp(path, "sync/atomic") == 0 || strcmp(path, "runtime/internal/atomic") == 0 ||
           strcmp(path, "internal/runtime/atomic") == 0;
}

static struct extent extent_of(const struct esc_go_type *type)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    struct esc_go_type *cache = (struct esc_go_type *)under;
    if (is_align64(type))
        return (struct extent){0, 8};
    if (under->align != 0)
        return (struct extent){under->size, under->align};
    struct extent extent = {WORD, WORD};
    switch (under->kind) {
    case ESC_TYPE_BASIC:
        extent = basic_extent(under->basic.what);
        break;
    case ESC_TYPE_SLICE:
        extent.size = 3 * WORD;
        break;
    case ESC_TYPE_INTERFACE:
        extent.size = 2 * WORD;
        break;
    case ESC_TYPE_ARRAY:
        extent = array_extent(under);
        break;
    case ESC_TYPE_STRUCT:
        extent = record_extent(under);
        break;
    default:
        break;
    }
    cache->size = extent.size;
    cache->align = extent.align;
    return extent;
}

int64_t esc_go_size(const struct esc_go_type *type)
{
    return extent_of(type).size;
}

int64_t esc_go_align(const struct esc_go_type *type)
{
    return extent_of(type).align;
}

int64_t esc_go_offset(const struct esc_go_type *record, size_t field)
{
    const struct esc_go_objects *fields = &esc_go_underlying(record)->record.fields;
    int64_t offset = 0;
    for (size_t k = 0;; k++) {
        const struct extent one = extent_of(fields->list[k]->type);
        offset = align_up(offset, one.align);
        if (k == field)
            return offset;
        offset += one.size;
    }
}

static bool any_pointers(const struct esc_go_type *under)
{
    switch (under->kind) {
    case ESC_TYPE_BASIC:
        return under->basic.what == ESC_BASIC_STRING ||
               under->basic.what == ESC_BASIC_UNSAFE_POINTER ||
               under->basic.what == ESC_BASIC_UNTYPED_STRING ||
               under->basic.what == ESC_BASIC_UNTYPED_NIL;
    case ESC_TYPE_POINTER:
        return !(under->element->kind == ESC_TYPE_NAMED && under->element->named.not_in_heap);
    case ESC_TYPE_ARRAY:
        return under->array.length > 0 && esc_go_has_pointers(under->array.element);
    case ESC_TYPE_STRUCT:
        for (size_t k = 0; k < under->record.fields.count; k++)
            if (esc_go_has_pointers(under->record.fields.list[k]->type))
                return true;
        return false;
    case ESC_TYPE_TUPLE:
        for (size_t k = 0; k < under->tuple.count; k++)
            if (esc_go_has_pointers(under->tuple.list[k]))
                return true;
        return false;
    default:
        return true;
    }
}

bool esc_go_has_pointers(const struct esc_go_type *type)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    if (!under->is_pointerless)
        ((struct esc_go_type *)under)->is_pointerless = !any_pointers(under);
    return !under->is_pointerless;
}

bool esc_go_is_direct(const struct esc_go_type *type)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    switch (under->kind) {
    case ESC_TYPE_BASIC:
        return under->basic.what == ESC_BASIC_UNSAFE_POINTER;
    case ESC_TYPE_POINTER:
        return !(under->element->kind == ESC_TYPE_NAMED && under->element->named.not_in_heap);
    case ESC_TYPE_MAP:
    case ESC_TYPE_CHAN:
    case ESC_TYPE_FUNC:
        return true;
    case ESC_TYPE_ARRAY:
        return under->array.length == 1 && esc_go_is_direct(under->array.element);
    case ESC_TYPE_STRUCT:
        return under->record.fields.count == 1 &&
               esc_go_is_direct(under->record.fields.list[0]->type);
    default:
        return false;
    }
}
