/*
 * Frames and samples. See profile.h.
 */
#include "profile/profile.h"

#include "base/memory.h"
#include "profile/go_place.h"

#include <stdlib.h>
#include <string.h>

struct builder {
    const struct esc_profile_raw *raw;
    const struct esc_code_places *places;
    const struct esc_case *bench_case;
    const struct esc_strategy *strategy;
    struct esc_profile *profile;
    struct site *sites; /* each line and callee once */
    size_t site_count;
};

/* A line of the case's C that is in a stack. */
struct site {
    const struct esc_code_place *place;
    const char *callee; /* function of the case that it calls; NULL: none, it allocates */
};

/* Through the places of a stack that are in the case file, the innermost first. */
struct stack_walk {
    const struct esc_profile_record *record;
    size_t call, place; /* the next one */
    uint64_t address;   /* of the place that was given last */
};

/* NULL behind the last one. */
static const struct esc_code_place *next_place(const struct builder *to, struct stack_walk *walk)
{
    while (walk->call < walk->record->depth) {
        const size_t call = walk->record->calls[walk->call];
        const struct esc_code_places *places = &to->places[call];
        if (walk->place == places->count) {
            walk->call++;
            walk->place = 0;
            continue;
        }
        const struct esc_code_place *place = &places->list[walk->place++];
        walk->address = to->raw->addresses[call];
        if (esc_code_place_line(place, to->bench_case->path) > 0)
            return place;
    }
    return NULL;
}

/* ---- frames ---- */

/* Takes over `function`. */
static size_t frame_of(struct esc_profile *profile, char *function, const char *file, int line,
                       uint64_t address)
{
    for (size_t k = 0; k < profile->frame_count; k++) {
        const struct esc_profile_frame *frame = &profile->frames[k];
        if (frame->address == address && frame->line == line &&
            strcmp(frame->function, function) == 0 && strcmp(frame->file, file) == 0) {
            free(function);
            return k;
        }
    }
    profile->frames = esc_grow(profile->frames, &profile->frame_count, sizeof *profile->frames);
    profile->frames[profile->frame_count - 1] =
        (struct esc_profile_frame){function, esc_strdup(file), line, address};
    return profile->frame_count - 1;
}

static void add_frame(struct esc_profile_sample *sample, size_t frame)
{
    sample->frames = esc_grow(sample->frames, &sample->depth, sizeof *sample->frames);
    sample->frames[sample->depth - 1] = frame;
}

static void add_c_frame(const struct builder *to, struct esc_profile_sample *sample,
                        const struct esc_code_place *place, uint64_t address)
{
    char *function = esc_strdup(place->function);
    bool of_case = esc_code_place_line(place, to->bench_case->path) > 0;
    add_frame(sample, frame_of(to->profile, function, of_case ? to->bench_case->path : place->file,
                               place->line, address));
}

/* ---- the Go of a frame ---- */

static bool is_same_callee(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void add_site(struct builder *to, const struct esc_code_place *place, const char *callee)
{
    for (size_t k = 0; k < to->site_count; k++)
        if (to->sites[k].place->line == place->line &&
            is_same_callee(to->sites[k].callee, callee) &&
            strcmp(to->sites[k].place->function, place->function) == 0)
            return;
    to->sites = esc_grow(to->sites, &to->site_count, sizeof *to->sites);
    to->sites[to->site_count - 1] = (struct site){place, callee};
}

static void find_sites(struct builder *to)
{
    for (size_t r = 0; r < to->raw->record_count; r++) {
        const char *callee = NULL;
        struct stack_walk walk = {.record = &to->raw->records[r]};
        for (const struct esc_code_place *place; (place = next_place(to, &walk)) != NULL;) {
            add_site(to, place, callee);
            callee = place->function;
        }
    }
}

/* How many lines of the place's function do what it does, and which of them it is. */
static void rank(const struct builder *to, const struct esc_code_place *place, const char *callee,
                 size_t *index, size_t *count)
{
    *index = *count = 0;
    for (size_t k = 0; k < to->site_count; k++) {
        const struct site *other = &to->sites[k];
        if (!is_same_callee(other->callee, callee) ||
            strcmp(other->place->function, place->function) != 0)
            continue;
        *count += 1;
        *index += other->place->line < place->line;
    }
}

static int go_line(const struct builder *to, const struct esc_go_function *function,
                   const struct esc_code_place *place, const char *callee)
{
    size_t index, count;
    rank(to, place, callee, &index, &count);
    if (callee == NULL)
        return esc_go_alloc_line(to->strategy, function, index, count);
    struct esc_go_function called;
    esc_go_function_find(to->bench_case, to->strategy, callee, &called);
    int line = esc_go_call_line(function, called.name, index, count);
    free(called.name);
    return line;
}

/* ---- stacks ---- */

/* The place's frames; `callee` is what it calls, NULL at the leaf. */
static void add_place(const struct builder *to, struct esc_profile_sample *sample,
                      const struct esc_code_place *place, uint64_t address, const char *callee)
{
    struct esc_go_function function;
    if (esc_go_function_find(to->bench_case, to->strategy, place->function, &function)) {
        int line = go_line(to, &function, place, callee);
        add_frame(sample, frame_of(to->profile, esc_format("main.%s", function.name),
                                   to->bench_case->path, line, address));
    }
    free(function.name);
    add_c_frame(to, sample, place, address);
}

static void add_frames(const struct builder *to, const struct esc_profile_record *record,
                       struct esc_profile_sample *sample)
{
    const char *callee = NULL;
    struct stack_walk walk = {.record = record};
    for (const struct esc_code_place *place; (place = next_place(to, &walk)) != NULL;) {
        add_place(to, sample, place, walk.address, callee);
        callee = place->function;
    }
    if (sample->depth > 0 || record->depth == 0)
        return;
    const struct esc_code_places *places = &to->places[record->calls[0]];
    if (places->count > 0)
        add_c_frame(to, sample, &places->list[0], to->raw->addresses[record->calls[0]]);
}

/* ---- samples ---- */

/* Stacks that differ in frames left out only are one sample. Takes over `one`'s frames. */
static struct esc_profile_sample *sample_like(struct esc_profile *profile,
                                              struct esc_profile_sample *one)
{
    for (size_t k = 0; k < profile->sample_count; k++) {
        struct esc_profile_sample *other = &profile->samples[k];
        if (other->block_bytes == one->block_bytes && other->depth == one->depth &&
            (one->depth == 0 ||
             memcmp(other->frames, one->frames, one->depth * sizeof *one->frames) == 0)) {
            free(one->frames);
            return other;
        }
    }
    profile->samples = esc_grow(profile->samples, &profile->sample_count, sizeof *profile->samples);
    profile->samples[profile->sample_count - 1] = *one;
    return &profile->samples[profile->sample_count - 1];
}

static void add_record(const struct builder *to, const struct esc_profile_record *record)
{
    struct esc_profile_sample one = {.block_bytes = record->block_bytes};
    add_frames(to, record, &one);
    struct esc_profile_sample *sample = sample_like(to->profile, &one);
    sample->sampled += record->allocs;
    sample->values[ESC_PROFILE_INUSE_OBJECTS] += record->allocs - record->frees;
}

static void estimate(struct esc_profile_sample *sample, int64_t rate)
{
    int64_t *values = sample->values;
    values[ESC_PROFILE_ALLOC_OBJECTS] = sample->sampled;
    values[ESC_PROFILE_ALLOC_SPACE] = sample->sampled * sample->block_bytes;
    values[ESC_PROFILE_INUSE_SPACE] = values[ESC_PROFILE_INUSE_OBJECTS] * sample->block_bytes;
    esc_profile_scale(&values[ESC_PROFILE_ALLOC_OBJECTS], &values[ESC_PROFILE_ALLOC_SPACE], rate);
    esc_profile_scale(&values[ESC_PROFILE_INUSE_OBJECTS], &values[ESC_PROFILE_INUSE_SPACE], rate);
}

void esc_profile_build(const struct esc_profile_raw *raw, const struct esc_code_places *places,
                       const struct esc_case *bench_case, const struct esc_strategy *strategy,
                       struct esc_profile *profile)
{
    struct builder to = {.raw = raw,
                         .places = places,
                         .bench_case = bench_case,
                         .strategy = strategy,
                         .profile = profile};
    profile->low = raw->low;
    profile->high = raw->high;
    profile->setup = raw->setup;
    profile->operations = raw->operations;
    find_sites(&to);
    for (size_t k = 0; k < raw->record_count; k++)
        add_record(&to, &raw->records[k]);
    for (size_t k = 0; k < profile->sample_count; k++)
        estimate(&profile->samples[k], profile->rate);
    free(to.sites);
}
