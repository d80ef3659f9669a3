/*
 * Stage: Lua case file -> struct esc_case. The only code that includes lua.h. A case file runs in a
 * sandbox (no io, os, package, debug, load; text mode only; limits on instructions and memory).
 */
#ifndef ESC_LOAD_LOAD_H
#define ESC_LOAD_LOAD_H

#include "base/error.h"
#include "noun/case.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Loads and checks one case file. False: `error` has every fault of the file, each with file, line
 * and, for an unknown name, the nearest known one; `item` is left zeroed. The Lua state is closed
 * before it returns. The caller frees with esc_case_free().
 */
bool esc_load_case(const char *path, struct esc_case *item, struct esc_error *error);

/*
 * Turns what a user typed into a path: "pointer-return" -> FOLDER/pointer-return.lua; anything with
 * a slash or ending in ".lua" is a path already, except that "pointer-return.lua" is looked for in
 * FOLDER when it is not here. An unknown name is an error with the nearest known one. The result is
 * the caller's to free; NULL on error.
 */
char *esc_load_find(const char *folder, const char *name, struct esc_error *error);

/* All case names in FOLDER (base names without .lua), sorted; NULL-terminated; free each and the
 * array. */
char **esc_load_list(const char *folder, size_t *count, struct esc_error *error);

#endif
