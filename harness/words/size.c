/*
 * Sizes, from spelling. See size.h for the contracts.
 */
#include "words/size.h"

#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 8, DEEPEST = 16 };                       /* DEEPEST: types within types */
static const int64_t most_elements = INT64_C(1) << 40; /* beyond, no product of it is a size */

struct size {
    int64_t bytes, alignment;
    enum esc_shape shape;
};
static const struct size unknown = {ESC_SIZE_UNKNOWN, 1, ESC_SHAPE_OTHER};

static struct size size_of(const struct esc_escapes *escapes, const char *text, size_t length,
                           int depth);

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c < 0;
}

static bool opens(const char *text, size_t length, const char *opening)
{
    return strlen(opening) <= length && esc_starts(text, opening);
}

static size_t blanks(const char *text, size_t length)
{
    size_t k = 0;
    while (k < length && isspace((unsigned char)text[k]))
        k++;
    return k;
}

static size_t letters(const char *text, size_t length)
{
    size_t k = 0;
    while (k < length && is_letter(text[k]))
        k++;
    return k;
}

/* ---- structs -------------------------------------------------------------------------------- */

/* How far a field reaches: to a line's end, a semicolon, a tag or a comment outside brackets. */
static size_t field_length(const char *text, size_t length)
{
    int depth = 0;
    size_t k = 0;
    for (; k < length; k++) {
        if (depth == 0 && strchr("\n;`\"/", text[k]) != NULL)
            break;
        depth += strchr("([{", text[k]) != NULL;
        depth -= strchr(")]}", text[k]) != NULL;
    }
    return k;
}

/* How many names stand before the type in "a, b int", and how far they reach; 0: the type itself is
 * the field. */
static size_t field_names(const char *text, size_t length, size_t *reach)
{
    size_t names = 0;
    size_t k = 0;
    do {
        k += names > 0;
        k += blanks(text + k, length - k);
        const size_t name = letters(text + k, length - k);
        if (name == 0)
            return *reach = 0;
        k += name;
        names++;
    } while (k < length && text[k] == ',');
    *reach = k;
    if (k == length || text[k] == '.' || blanks(text + k, length - k) == length - k)
        return *reach = 0;
    return names;
}

static enum esc_shape alone(enum esc_shape shape)
{
    return shape == ESC_SHAPE_INTERFACE ? ESC_SHAPE_OTHER : shape;
}

static void add_fields(struct size *whole, struct size field, int64_t count, int64_t *last)
{
    if (field.bytes == ESC_SIZE_UNKNOWN || whole->bytes == ESC_SIZE_UNKNOWN) {
        *whole = unknown;
        return;
    }
    const int64_t start = (whole->bytes + field.alignment - 1) / field.alignment * field.alignment;
    whole->bytes = start + field.bytes * count;
    whole->alignment = field.alignment > whole->alignment ? field.alignment : whole->alignment;
    *last = field.bytes;
}

static size_t behind_line(const char *text, size_t length)
{
    size_t k = 0;
    while (k < length && text[k] != '\n' && text[k] != ';')
        k++;
    return k < length ? k + 1 : k;
}

/* `text` is what stands between the braces. */
static struct size size_of_struct(const struct esc_escapes *escapes, const char *text,
                                  size_t length, int depth)
{
    struct size whole = {0, 1, ESC_SHAPE_OTHER};
    int64_t last = 1, fields = 0;
    for (size_t k = blanks(text, length); k < length; k += blanks(text + k, length - k)) {
        if (opens(text + k, length - k, "/*"))
            return unknown;
        const size_t field = field_length(text + k, length - k);
        size_t reach;
        const size_t names = field_names(text + k, field, &reach);
        const int64_t count = field == 0 ? 0 : names > 0 ? (int64_t)names : 1;
        if (count > 0) {
            const struct size one = size_of(escapes, text + k + reach, field - reach, depth);
            add_fields(&whole, one, count, &last);
            fields += count;
            whole.shape = fields == 1 ? alone(one.shape) : ESC_SHAPE_OTHER;
        }
        k += field;
        k += behind_line(text + k, length - k);
    }
    if (whole.bytes > 0 && last == 0)
        whole.bytes++;
    if (whole.bytes > 0)
        whole.bytes = (whole.bytes + whole.alignment - 1) / whole.alignment * whole.alignment;
    return whole;
}

/* ---- types ---------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    struct size size;
} basic[] = {
    {"bool", {1, 1, ESC_SHAPE_BYTE}},       {"int8", {1, 1, ESC_SHAPE_BYTE}},
    {"uint8", {1, 1, ESC_SHAPE_BYTE}},      {"byte", {1, 1, ESC_SHAPE_BYTE}},
    {"int16", {2, 2, ESC_SHAPE_OTHER}},     {"uint16", {2, 2, ESC_SHAPE_OTHER}},
    {"int32", {4, 4, ESC_SHAPE_OTHER}},     {"uint32", {4, 4, ESC_SHAPE_OTHER}},
    {"rune", {4, 4, ESC_SHAPE_OTHER}},      {"float32", {4, 4, ESC_SHAPE_OTHER}},
    {"int64", {8, 8, ESC_SHAPE_OTHER}},     {"uint64", {8, 8, ESC_SHAPE_OTHER}},
    {"int", {8, 8, ESC_SHAPE_OTHER}},       {"uint", {8, 8, ESC_SHAPE_OTHER}},
    {"uintptr", {8, 8, ESC_SHAPE_OTHER}},   {"float64", {8, 8, ESC_SHAPE_OTHER}},
    {"complex64", {8, 4, ESC_SHAPE_OTHER}}, {"complex128", {16, 8, ESC_SHAPE_OTHER}},
    {"string", {16, 8, ESC_SHAPE_TEXT}},    {"error", {16, 8, ESC_SHAPE_INTERFACE}},
    {"any", {16, 8, ESC_SHAPE_INTERFACE}},
};
/* Of the standard library what is met most, by its package's name; those whose size and alignment
 * are the same in 1.19.8 and 1.27.3. */
static const struct {
    const char *name;
    int64_t bytes, alignment;
} standard[] = {
    {"errors.errorString", 16, 8}, {"fmt.wrapError", 32, 8},  {"time.Time", 24, 8},
    {"time.Duration", 8, 8},       {"sync.Mutex", 8, 4},      {"sync.RWMutex", 24, 4},
    {"sync.WaitGroup", 16, 8},     {"sync.Once", 12, 4},      {"sync.Pool", 40, 8},
    {"atomic.Value", 16, 8},       {"bytes.Buffer", 40, 8},   {"bytes.Reader", 40, 8},
    {"strings.Builder", 32, 8},    {"strings.Reader", 32, 8}, {"bufio.Reader", 88, 8},
    {"bufio.Writer", 64, 8},
};
static const char *const interfaces[] = {
    "io.Reader",       "io.Writer",    "io.Closer",           "io.ReadCloser", "io.ReadWriter",
    "context.Context", "http.Handler", "http.ResponseWriter", "fmt.Stringer",  "net.Conn",
};
static const struct {
    const char *opening;
    int64_t words; /* 1: a pointer, 2: an interface, 3: a slice */
} shapes[] = {{"*", 1},           {"map[", 1},          {"chan ", 1}, {"<-chan ", 1},
              {"chan<- ", 1},     {"func(", 1},         {"[]", 3},    {"interface{", 2},
              {"interface {", 2}, {"unsafe.Pointer", 1}};

/* "[4]T" */
static struct size size_of_array(const struct esc_escapes *escapes, const char *text, size_t length,
                                 int depth)
{
    char *end;
    const int64_t count = isdigit((unsigned char)text[1]) ? strtoll(text + 1, &end, 10) : -1;
    if (count < 0 || count > most_elements || *end != ']')
        return unknown;
    const size_t reach = (size_t)(end - text) + 1;
    struct size size =
        reach < length ? size_of(escapes, text + reach, length - reach, depth) : unknown;
    if (size.bytes > 0 && count > most_elements / size.bytes)
        return unknown;
    size.bytes *= size.bytes > 0 ? count : 1;
    size.shape = count == 1 ? alone(size.shape) : ESC_SHAPE_OTHER;
    return size;
}

static struct size size_of_name(const struct esc_escapes *escapes, const char *text, size_t length,
                                int depth)
{
    const char *declared = esc_escapes_type_text(escapes, text, length);
    if (declared != NULL)
        return size_of(escapes, declared, strlen(declared), depth);
    for (size_t k = 0; k < sizeof basic / sizeof *basic; k++)
        if (strlen(basic[k].name) == length && strncmp(text, basic[k].name, length) == 0)
            return basic[k].size;
    return unknown;
}

static struct size size_of_standard(const char *text, size_t length)
{
    for (size_t k = 0; k < sizeof standard / sizeof *standard; k++)
        if (strlen(standard[k].name) == length && strncmp(text, standard[k].name, length) == 0)
            return (struct size){standard[k].bytes, standard[k].alignment, ESC_SHAPE_OTHER};
    for (size_t k = 0; k < sizeof interfaces / sizeof *interfaces; k++)
        if (strlen(interfaces[k]) == length && strncmp(text, interfaces[k], length) == 0)
            return (struct size){2 * WORD, WORD, ESC_SHAPE_INTERFACE};
    return unknown;
}

static struct size size_of(const struct esc_escapes *escapes, const char *text, size_t length,
                           int depth)
{
    static const enum esc_shape by_words[] = {
        [1] = ESC_SHAPE_OTHER, [2] = ESC_SHAPE_INTERFACE, [3] = ESC_SHAPE_SLICE};
    const size_t skip = blanks(text, length);
    text += skip;
    length -= skip;
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    if (depth == DEEPEST || length == 0)
        return unknown;
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++)
        if (opens(text, length, shapes[k].opening))
            return (struct size){shapes[k].words * WORD, WORD, by_words[shapes[k].words]};
    if (*text == '[')
        return size_of_array(escapes, text, length, depth + 1);
    const char *brace = memchr(text, '{', length);
    if (opens(text, length, "struct") && brace != NULL && text[length - 1] == '}') {
        return size_of_struct(escapes, brace + 1, (size_t)(text + length - 1 - brace - 1),
                              depth + 1);
    }
    return letters(text, length) == length ? size_of_name(escapes, text, length, depth + 1)
                                           : size_of_standard(text, length);
}

struct esc_size esc_sized_type(const struct esc_escapes *escapes, const char *text, size_t length)
{
    const struct size size = size_of(escapes, text, length, 0);
    const bool number = size.bytes == size.alignment && size.bytes > 1;
    return (struct esc_size){size.bytes, number ? ESC_SHAPE_NUMBER : size.shape};
}

int64_t esc_size_of_type(const struct esc_escapes *escapes, const char *text, size_t length)
{
    return esc_sized_type(escapes, text, length).bytes;
}
