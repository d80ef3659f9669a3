/*
 * Units of a case (a point served by a runtime) and the command lines that make them. Private to
 * build/.
 */
#ifndef ESC_BUILD_UNITS_H
#define ESC_BUILD_UNITS_H

#include "build/build.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_build_unit {
    size_t point;
    enum esc_runtime_id runtime;
};

/* The compiler and its flags as separate words. */
struct esc_words {
    char **words;
    size_t count;
};

/* The units to compile, each point's stack unit first. The caller frees *units. */
size_t esc_units_of(const struct esc_case *bench_case, bool quick, struct esc_build_unit **units);

/* Splits options->compiler, the harness's flags and options->flags as a shell would (quotes, no
 * commands). False with a message when one of them cannot be split. */
bool esc_words_split(const struct esc_build_options *options, struct esc_words *words,
                     struct esc_error *error);
void esc_words_free(struct esc_words *words);

/* FOLDER/3-malloc.o and its like. The caller frees. */
char *esc_unit_path(const char *folder, const struct esc_build_unit *unit, const char *ending);

/* NULL-terminated argument lists, owned by the caller (words too). */
char **esc_compile_command(const struct esc_words *words, const char *include, const char *source,
                           const struct esc_build_unit *unit, const char *object);
char **esc_localize_command(const char *object);
char **esc_link_command(const struct esc_words *words, char *const *objects, size_t count,
                        const char *counter, const char *library); /* counter NULL: timed */

#endif
