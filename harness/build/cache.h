/*
 * The folder of built libraries: names, what goes into a hash, clean-up. Private to build/.
 */
#ifndef ESC_BUILD_CACHE_H
#define ESC_BUILD_CACHE_H

#include "base/error.h"
#include "base/text.h"
#include "build/build.h"

#include <stdbool.h>

/* Hashes kept of one case, so that switching between presets (quick or all points), compilers,
 * runtimes and kinds of build (timed, checked, profiled) compiles nothing. */
enum { ESC_CACHE_KEPT = 16 };

/* Folders under the include folder whose *.h a case may include. */
extern const char *const esc_cache_headers[3];

/*
 * Appends a description of all that goes into every library of this run: headers, counting object,
 * compiler (found in PATH; its real path, size and time), flags. False: one of them cannot be
 * read; the error says which.
 */
bool esc_cache_describe(const struct esc_build_options *options, const char *compiler,
                        struct esc_text *out, struct esc_error *error);

/* Removes the oldest libraries of this case beyond ESC_CACHE_KEPT, and work folders whose process
 * is gone. */
void esc_cache_clean(const char *folder, const char *name);

/* Removes a folder of files; a missing one is fine. */
void esc_cache_remove_folder(const char *path);

#endif
