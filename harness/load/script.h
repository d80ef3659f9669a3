/*
 * Runs case files. Lua runs in a forked process whose CPU time is limited, because neither the
 * instruction limit nor the memory limit ends a single call that takes for ever, such as a pattern
 * that backtracks. The tree of what a file returned is built in memory that both processes share,
 * so nothing has to be sent, and no file ever runs in the process that measures. To fork and to
 * touch fresh memory takes longer than most files run, so one process runs several, each in a Lua
 * state of its own.
 */
#ifndef ESC_LOAD_SCRIPT_H
#define ESC_LOAD_SCRIPT_H

#include "base/error.h"
#include "base/text.h"
#include "load/node.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Limits: CPU seconds; MiB of what the file returns. */
#define ESC_SCRIPT_CPU_S 2
#define ESC_SCRIPT_MIB 32

struct esc_script;

/*
 * Starts the process that runs the texts, at least one, one after the other, and evaluates their
 * functions at every point, which `host` (host.h) works out. It has copies of the texts, which may
 * go. NULL with a message when no process can be had; `path`, of the first text, is for messages.
 * The caller frees with esc_script_free().
 */
struct esc_script *esc_script_start(const struct esc_text *texts, size_t count, const char *path,
                                    lua_State *host, struct esc_error *error);

/*
 * Waits for its end, once. Returns how many of the texts can be judged, from the first on, which
 * always can. What ends the process costs the text under way alone: where it is not the first, it
 * and those behind it are to be started again. The limits of time and memory are the process's, and
 * so the first text's.
 */
size_t esc_script_wait(struct esc_script *script);

/* False with one message when the file did not run to its end or returned something else than
 * `case { … }`; it shows the line of `text`, which is what was run. */
bool esc_script_judge(const struct esc_script *script, size_t file, const char *path,
                      const struct esc_text *text, struct esc_error *error);

/* The table given to `case`, once it was waited for; valid until the script is freed. */
const struct esc_node *esc_script_root(const struct esc_script *script, size_t file);

/* Takes NULL; ends a process that was not waited for. */
void esc_script_free(struct esc_script *script);

#endif
