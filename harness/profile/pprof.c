/*
 * A profile in pprof's format, by protobuf-c and zlib: written, and others' read. What is read is
 * somebody else's until it was checked: every index is tested. See profile.h.
 */
#include "profile/profile.h"

#include "base/memory.h"
#include "base/text.h"

#include <profile.pb-c.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* The message's types have long names, all with this prefix. */
#define PB(name) Perftools__Profiles__##name
#define PB_INIT(name) PERFTOOLS__PROFILES__##name##__INIT

enum { BLOCK = 1 << 16, LARGEST = 1 << 30 }; /* bytes; LARGEST: of a file unpacked */

/* The message under construction; its arrays and texts are owned, but for texts of the profile. */
struct message {
    const struct esc_profile *profile;
    PB(Profile) top;
    const char **texts;
    size_t text_count;
};

/* Texts are numbers, the same one for the same text. */
static int64_t text_of(struct message *to, const char *text)
{
    for (size_t k = 0; k < to->text_count; k++)
        if (strcmp(to->texts[k], text) == 0)
            return (int64_t)k;
    to->texts = esc_grow(to->texts, &to->text_count, sizeof *to->texts);
    to->texts[to->text_count - 1] = text;
    return (int64_t)to->text_count - 1;
}

static PB(ValueType) * value_type(struct message *to, const char *type, const char *unit)
{
    PB(ValueType) *made = esc_calloc(1, sizeof *made);
    *made = (PB(ValueType))PB_INIT(VALUE_TYPE);
    made->type = text_of(to, type);
    made->unit = text_of(to, unit);
    return made;
}

/* As runtime/pprof/protomem.go has them. */
static void add_types(struct message *to)
{
    to->top.n_sample_type = ESC_PROFILE_TYPES;
    to->top.sample_type = esc_calloc(ESC_PROFILE_TYPES, sizeof *to->top.sample_type);
    for (int type = 0; type < ESC_PROFILE_TYPES; type++)
        to->top.sample_type[type] =
            value_type(to, esc_profile_type_name((enum esc_profile_type)type),
                       type % 2 == 0 ? "count" : "bytes");
    to->top.period_type = value_type(to, "space", "bytes");
    to->top.period = to->profile->rate;
    to->top.default_sample_type = text_of(to, esc_profile_type_name(ESC_PROFILE_ALLOC_SPACE));
}

static void add_mapping(struct message *to)
{
    PB(Mapping) *mapping = esc_calloc(1, sizeof *mapping);
    *mapping = (PB(Mapping))PB_INIT(MAPPING);
    mapping->id = 1;
    mapping->memory_start = to->profile->low;
    mapping->memory_limit = to->profile->high;
    mapping->filename = text_of(to, to->profile->library);
    mapping->has_functions = mapping->has_filenames = mapping->has_line_numbers = true;
    to->top.n_mapping = 1;
    to->top.mapping = esc_calloc(1, sizeof *to->top.mapping);
    to->top.mapping[0] = mapping;
}

/* The function's id, which is its place in the list, from 1. */
static uint64_t function_of(struct message *to, const struct esc_profile_frame *frame)
{
    const int64_t name = text_of(to, frame->function);
    const int64_t file = text_of(to, frame->file);
    for (size_t k = 0; k < to->top.n_function; k++)
        if (to->top.function[k]->name == name && to->top.function[k]->filename == file)
            return k + 1;
    PB(Function) *function = esc_calloc(1, sizeof *function);
    *function = (PB(Function))PB_INIT(FUNCTION);
    to->top.function = esc_grow(to->top.function, &to->top.n_function, sizeof *to->top.function);
    to->top.function[to->top.n_function - 1] = function;
    function->id = to->top.n_function;
    function->name = function->system_name = name;
    function->filename = file;
    return function->id;
}

static void add_locations(struct message *to)
{
    const struct esc_profile *profile = to->profile;
    to->top.n_location = profile->frame_count;
    to->top.location = esc_calloc(profile->frame_count, sizeof *to->top.location);
    for (size_t k = 0; k < profile->frame_count; k++) {
        PB(Location) *location = esc_calloc(1, sizeof *location);
        PB(Line) *line = esc_calloc(1, sizeof *line);
        *location = (PB(Location))PB_INIT(LOCATION);
        *line = (PB(Line))PB_INIT(LINE);
        location->id = k + 1;
        location->mapping_id = 1;
        location->address = profile->frames[k].address;
        location->n_line = 1;
        location->line = esc_calloc(1, sizeof *location->line);
        location->line[0] = line;
        line->function_id = function_of(to, &profile->frames[k]);
        line->line = profile->frames[k].line;
        to->top.location[k] = location;
    }
}

/* Go labels each sample with the size of its blocks. */
static PB(Label) * size_label(struct message *to, int64_t bytes)
{
    PB(Label) *label = esc_calloc(1, sizeof *label);
    *label = (PB(Label))PB_INIT(LABEL);
    label->key = text_of(to, "bytes");
    label->num = bytes;
    return label;
}

static PB(Sample) * sample_of(struct message *to, const struct esc_profile_sample *from)
{
    PB(Sample) *sample = esc_calloc(1, sizeof *sample);
    *sample = (PB(Sample))PB_INIT(SAMPLE);
    sample->n_location_id = from->depth;
    sample->location_id = esc_calloc(from->depth, sizeof *sample->location_id);
    for (size_t k = 0; k < from->depth; k++)
        sample->location_id[k] = from->frames[k] + 1;
    sample->n_value = ESC_PROFILE_TYPES;
    sample->value = esc_calloc(ESC_PROFILE_TYPES, sizeof *sample->value);
    memcpy(sample->value, from->values, sizeof from->values);
    sample->n_label = 1;
    sample->label = esc_calloc(1, sizeof *sample->label);
    sample->label[0] = size_label(to, from->block_bytes);
    return sample;
}

static void add_samples(struct message *to)
{
    const struct esc_profile *profile = to->profile;
    to->top.n_sample = profile->sample_count;
    to->top.sample = esc_calloc(profile->sample_count, sizeof *to->top.sample);
    for (size_t k = 0; k < profile->sample_count; k++)
        to->top.sample[k] = sample_of(to, &profile->samples[k]);
}

static void add_comments(struct message *to)
{
    to->top.n_comment = to->profile->comment_count;
    to->top.comment = esc_calloc(to->profile->comment_count, sizeof *to->top.comment);
    for (size_t k = 0; k < to->profile->comment_count; k++)
        to->top.comment[k] = text_of(to, to->profile->comments[k]);
}

static void make(struct message *to)
{
    to->top = (PB(Profile))PB_INIT(PROFILE);
    text_of(to, "");
    add_types(to);
    add_mapping(to);
    add_locations(to);
    add_samples(to);
    add_comments(to);
    to->top.time_nanos = to->profile->time_ns;
    to->top.duration_nanos = to->profile->duration_ns;
    to->top.n_string_table = to->text_count;
    to->top.string_table = (char **)to->texts;
}

/* All of the message but the texts, which are the profile's. */
static void free_message(struct message *message)
{
    message->top.n_string_table = 0;
    message->top.string_table = NULL;
    PB(Profile) *top = esc_calloc(1, sizeof *top);
    *top = message->top;
    perftools__profiles__profile__free_unpacked(top, NULL);
    free(message->texts);
}

/* gzip's format, RFC 1952. */
static bool compress_to(const struct esc_text *plain, struct esc_text *out)
{
    enum { GZIP = 16 };
    z_stream stream = {0};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + GZIP, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    size_t room = deflateBound(&stream, plain->length);
    out->bytes = esc_resize(NULL, room, 1);
    stream.next_in = (Bytef *)plain->bytes;
    stream.avail_in = (uInt)plain->length;
    stream.next_out = (Bytef *)out->bytes;
    stream.avail_out = (uInt)room;
    bool good = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out->length = stream.total_out;
    deflateEnd(&stream);
    return good;
}

bool esc_profile_write(const struct esc_profile *profile, const char *path, struct esc_error *error)
{
    struct message message = {.profile = profile};
    struct esc_text plain = {0}, packed = {0};
    make(&message);
    plain.length = perftools__profiles__profile__get_packed_size(&message.top);
    plain.bytes = esc_resize(NULL, plain.length, 1);
    perftools__profiles__profile__pack(&message.top, (uint8_t *)plain.bytes);
    bool good = compress_to(&plain, &packed)
                    ? esc_text_write(path, packed.bytes, packed.length, error)
                    : esc_error_add(error, path, 0, "zlib could not compress the profile");
    esc_text_free(&packed);
    esc_text_free(&plain);
    free_message(&message);
    return good;
}

/* ---- reading: the file
 * ------------------------------------------------------------------------------- */

/* RFC 1952, or plain: zlib tells them apart. */
static bool inflate_file(const char *path, struct esc_text *plain, struct esc_error *error)
{
    gzFile in = gzopen(path, "rbe");
    char *block = esc_calloc(BLOCK, 1);
    int length = 0;
    while (in != NULL && plain->length < LARGEST && (length = gzread(in, block, BLOCK)) > 0)
        esc_text_add_bytes(plain, block, (size_t)length);
    free(block);
    const bool good = in != NULL && length == 0;
    if (in != NULL && gzclose(in) != Z_OK && length == 0)
        return esc_error_add(error, path, 0, "ends too early");
    return good || esc_error_add(error, path, 0, "cannot be read, or is larger than 1 GiB");
}

/* ---- reading: the message ------------------------------------------------------------------- */

static const char *shared_text(const PB(Profile) * top, int64_t index)
{
    return index >= 0 && (uint64_t)index < top->n_string_table ? top->string_table[index] : "";
}

/* Which value of a sample is that type; n_sample_type: none. */
static size_t type_of(const PB(Profile) * top, enum esc_profile_type type)
{
    size_t k = 0;
    while (k < top->n_sample_type &&
           strcmp(shared_text(top, top->sample_type[k]->type), esc_profile_type_name(type)) != 0)
        k++;
    return k;
}

static int compare_ids(uint64_t one, uint64_t other)
{
    return (one > other) - (one < other);
}

static int compare_locations(const void *a, const void *b)
{
    return compare_ids((*(const PB(Location) *const *)a)->id,
                       (*(const PB(Location) *const *)b)->id);
}

static int compare_functions(const void *a, const void *b)
{
    return compare_ids((*(const PB(Function) *const *)a)->id,
                       (*(const PB(Function) *const *)b)->id);
}

/* Ids are any numbers: to be found they have to be in order. */
static void sort_by_id(PB(Profile) * top)
{
    if (top->n_location > 0)
        qsort(top->location, top->n_location, sizeof *top->location, compare_locations);
    if (top->n_function > 0)
        qsort(top->function, top->n_function, sizeof *top->function, compare_functions);
}

static const PB(Location) * location_of(const PB(Profile) * top, uint64_t id)
{
    const PB(Location) wanted = {.id = id}, *key = &wanted;
    const PB(Location) *const *found = top->n_location > 0
                                           ? bsearch(&key, top->location, top->n_location,
                                                     sizeof *top->location, compare_locations)
                                           : NULL;
    return found != NULL ? *found : NULL;
}

static const PB(Function) * function_by(const PB(Profile) * top, uint64_t id)
{
    const PB(Function) wanted = {.id = id}, *key = &wanted;
    const PB(Function) *const *found = top->n_function > 0
                                           ? bsearch(&key, top->function, top->n_function,
                                                     sizeof *top->function, compare_functions)
                                           : NULL;
    return found != NULL ? *found : NULL;
}

static bool is_runtime(const char *function)
{
    return esc_starts(function, "runtime.") || esc_starts(function, "internal/runtime/");
}

/* The innermost line that is not the runtime's. The first line of a location is the innermost of
 * those that were inlined there. False: there is none. */
static bool find_line(const PB(Profile) * top, const PB(Sample) * sample, const char **file,
                      int64_t *line)
{
    for (size_t k = 0; k < sample->n_location_id; k++) {
        const PB(Location) *location = location_of(top, sample->location_id[k]);
        for (size_t n = 0; location != NULL && n < location->n_line; n++) {
            const PB(Function) *function = function_by(top, location->line[n]->function_id);
            if (function == NULL || is_runtime(shared_text(top, function->name)))
                continue;
            *file = shared_text(top, function->filename);
            *line = location->line[n]->line;
            return true;
        }
    }
    return false;
}

static void add_lines(const PB(Profile) * top, size_t blocks, size_t bytes,
                      struct esc_alloc_lines *lines)
{
    for (size_t k = 0; k < top->n_sample; k++) {
        const PB(Sample) *sample = top->sample[k];
        const char *file = "";
        int64_t line = 0;
        if (sample->n_value != top->n_sample_type || sample->value[bytes] < 0 ||
            sample->value[blocks] < 0)
            continue;
        find_line(top, sample, &file, &line);
        esc_alloc_lines_add(lines, file, line, sample->value[blocks], sample->value[bytes]);
    }
    esc_alloc_lines_merge(lines);
}

static void add_live(const PB(Profile) * top, struct esc_alloc_lines *lines)
{
    const size_t blocks = type_of(top, ESC_PROFILE_INUSE_OBJECTS);
    const size_t bytes = type_of(top, ESC_PROFILE_INUSE_SPACE);
    for (size_t k = 0; k < top->n_sample; k++) {
        const PB(Sample) *sample = top->sample[k];
        if (sample->n_value != top->n_sample_type || blocks >= sample->n_value ||
            bytes >= sample->n_value || sample->value[blocks] < 0 || sample->value[bytes] < 0)
            continue;
        lines->live_blocks = esc_alloc_sum(lines->live_blocks, sample->value[blocks]);
        lines->live_bytes = esc_alloc_sum(lines->live_bytes, sample->value[bytes]);
    }
}

bool esc_profile_read(const char *path, struct esc_alloc_lines *lines, struct esc_error *error)
{
    struct esc_text plain = {0};
    if (!inflate_file(path, &plain, error)) {
        esc_text_free(&plain);
        return false;
    }
    PB(Profile) *top = perftools__profiles__profile__unpack(
        NULL, plain.length, (const uint8_t *)(plain.bytes != NULL ? plain.bytes : ""));
    const size_t types = top != NULL ? top->n_sample_type : 0;
    const size_t blocks = types > 0 ? type_of(top, ESC_PROFILE_ALLOC_OBJECTS) : 0;
    const size_t bytes = types > 0 ? type_of(top, ESC_PROFILE_ALLOC_SPACE) : 0;
    const bool good = types > 0 && blocks < types && bytes < types;
    if (good) {
        sort_by_id(top);
        add_lines(top, blocks, bytes, lines);
        add_live(top, lines);
    } else {
        esc_error_add(error, path, 0, "is no heap profile in pprof's format");
        esc_error_hint(error, "go test -bench=. -memprofile=FILE writes one");
    }
    if (top != NULL)
        perftools__profiles__profile__free_unpacked(top, NULL);
    esc_text_free(&plain);
    return good;
}
