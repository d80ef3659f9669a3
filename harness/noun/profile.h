/*
 * A heap profile: which stacks allocate how much, estimated from samples as Go's runtime/pprof
 * does, and the frames of those stacks. profile/ makes it and writes it in pprof's format, words/
 * and report/ list it.
 */
#ifndef ESC_NOUN_PROFILE_H
#define ESC_NOUN_PROFILE_H

#include <stddef.h>
#include <stdint.h>

/* The sample types of Go's heap profiles, in their order (runtime/pprof/protomem.go). */
enum esc_profile_type {
    ESC_PROFILE_ALLOC_OBJECTS,
    ESC_PROFILE_ALLOC_SPACE, /* bytes */
    ESC_PROFILE_INUSE_OBJECTS,
    ESC_PROFILE_INUSE_SPACE, /* bytes; alive behind a collection at the end */
    ESC_PROFILE_TYPES
};

/* "alloc_objects", … */
const char *esc_profile_type_name(enum esc_profile_type type);

/* One function at one place, as far as stacks go through it. */
struct esc_profile_frame {
    char *function;   /* "main.byAddress" for Go, "by_address" for C */
    char *file;       /* the case file, or where the case includes its text from */
    int line;         /* in that file; 0: unknown */
    uint64_t address; /* of the call in the library when the profile was taken */
};

/* Blocks of one size from one stack. */
struct esc_profile_sample {
    size_t *frames; /* indices, where the allocation stands first */
    size_t depth;
    int64_t block_bytes;
    int64_t sampled; /* blocks that were sampled; the values are estimates from them */
    int64_t values[ESC_PROFILE_TYPES];
};

/* Blocks and their bytes. */
struct esc_profile_count {
    int64_t blocks, bytes;
};

struct esc_profile {
    int64_t rate;        /* mean bytes between samples; 1: every block is one */
    int64_t time_ns;     /* when it began, since the epoch */
    int64_t duration_ns; /* of the operations */
    char *library;       /* the frames' code */
    uint64_t low, high;  /* where it lay in memory */
    char **comments;
    size_t comment_count;
    struct esc_profile_frame *frames;
    size_t frame_count;
    struct esc_profile_sample *samples;
    size_t sample_count;
    struct esc_profile_count setup, operations; /* what was allocated, counted */
};

/*
 * The estimate from `count` sampled blocks of `bytes` together, in place: each stands for
 * 1 / (1 - exp(-size / rate)) of its kind (runtime/pprof/protomem.go, scaleHeapSample).
 */
void esc_profile_scale(int64_t *count, int64_t *bytes, int64_t rate);

/*
 * Standard deviation of the total of ESC_PROFILE_ALLOC_SPACE as a share of it: each of n blocks is
 * sampled by itself with probability p and then counted as 1 / p, so that the variance of their
 * bytes s is n (1 - p) / p s^2, of which (sampled) (1 - p) / p^2 s^2 is the estimate (Horvitz and
 * Thompson, Journal of the American Statistical Association 47, 1952). 0 where every block is.
 */
double esc_profile_spread(const struct esc_profile *profile);

/* The sum over all samples. */
int64_t esc_profile_total(const struct esc_profile *profile, enum esc_profile_type type);

/* Takes over `comment`. */
void esc_profile_comment(struct esc_profile *profile, char *comment);

/* Frees everything inside and zeroes; takes half-filled and zeroed structs. */
void esc_profile_free(struct esc_profile *profile);

#endif
