/*
 * Runs a case file. Lua runs in a forked process whose CPU time is limited, because neither the
 * instruction limit nor the memory limit ends a single call that takes for ever, such as a pattern
 * that backtracks. The tree of what the file returned is built in memory that both processes share,
 * so nothing has to be sent, and no file ever runs in the process that measures.
 */
#ifndef ESC_LOAD_SCRIPT_H
#define ESC_LOAD_SCRIPT_H

#include "base/error.h"
#include "base/text.h"
#include "load/node.h"
#include "load/sandbox.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Limits: CPU seconds of the process; MiB of what the file returns. */
#define ESC_SCRIPT_CPU_S 2
#define ESC_SCRIPT_MIB 32

struct esc_script;

/*
 * Starts the process that runs the text and evaluates its functions at every point, which `host`
 * (host.h) works out. The file has the forked process's copies of the text and of `sandbox`, whose
 * own state stays as it was opened; with a NULL state there was no memory for it, which is told
 * when it is waited for. NULL with a message when no process can be had; `path` is for messages.
 * The caller frees with esc_script_free().
 */
struct esc_script *esc_script_start(const char *bytes, size_t length, const char *path,
                                    struct esc_sandbox *sandbox, lua_State *host,
                                    struct esc_error *error);

/* Waits for its end, once. False with one message when the file did not run to its end or returned
 * something else than `case { … }`; it shows the line of `text`, which is what was run. */
bool esc_script_wait(struct esc_script *script, const char *path, const struct esc_text *text,
                     struct esc_error *error);

/* The table given to `case`, once it was waited for; valid until the script is freed. */
const struct esc_node *esc_script_root(const struct esc_script *script);

/* Takes NULL; ends a process that was not waited for. */
void esc_script_free(struct esc_script *script);

#endif
