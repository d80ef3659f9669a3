/*
 * Stage: Lua case file -> struct esc_case. The only code that includes lua.h. A case file runs in
 * another process, in a sandbox (no io, os, package, debug, load; text mode only; limits on
 * instructions, memory and time); what it gave is checked in the program's own Lua state, by the
 * texts of lua/. The file's state ends with its process; the program's with the loader, which is
 * closed before anything is measured.
 */
#ifndef ESC_LOAD_LOAD_H
#define ESC_LOAD_LOAD_H

#include "base/error.h"
#include "noun/case.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Loads and checks one case file. False: `error` has every fault of the file, ten at most and
 * then how many more, each with file, line, the line itself and, where it is known, the place in
 * it, and for an unknown name the nearest known one; `bench_case` is left zeroed. The caller frees
 * with esc_case_free().
 */
bool esc_load_case(const char *path, struct esc_case *bench_case, struct esc_error *error);

/*
 * Loads many: the checks are read once, from open to close. No file sees what another one gave.
 * Never NULL; close takes NULL.
 */
struct esc_loader;
struct esc_loader *esc_loader_open(void);
void esc_loader_close(struct esc_loader *loader);

/* Says which files will be asked for, in this order: some of them run in one process, while those
 * before are checked. A file is read then, and told of only when it is asked for, which it need not
 * be: asking for another one drops what ran ahead. */
void esc_loader_expect(struct esc_loader *loader, char *const *paths, size_t count);
bool esc_loader_case(struct esc_loader *loader, const char *path, struct esc_case *bench_case,
                     struct esc_error *error);

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

/*
 * The file's text in today's language. True with *text NULL when there is nothing to rewrite; false
 * with faults when the file does not run or holds what cannot be rewritten by moving text. The
 * caller frees.
 */
bool esc_load_migrate(const char *path, char **text, struct esc_error *error);

/* lua/escapement.lua: annotations for lua-language-server; docs/case-reference.md. Caller frees. */
char *esc_load_annotations(void);
char *esc_load_reference(void);

/* What a case's name must be like when `name` is not, in words; NULL: it is. Caller frees. */
char *esc_load_name_rule(const char *name);

#endif
