/*
 * Runs a case file. Lua runs in a forked process whose CPU time is limited, because neither the
 * instruction limit nor the memory limit ends a single call that takes for ever, such as a pattern
 * that backtracks. The tree of what the file returned is built in memory that both processes share,
 * so nothing has to be sent, and no file ever runs in the process that measures.
 */
#ifndef ESC_LOAD_SCRIPT_H
#define ESC_LOAD_SCRIPT_H

#include "base/error.h"
#include "load/node.h"
#include "load/sandbox.h"

#include <lua.h>
#include <stddef.h>

/* Limits: CPU seconds of the process; MiB of what the file returns. */
#define ESC_SCRIPT_CPU_S 2
#define ESC_SCRIPT_MIB 32

struct esc_script;

/*
 * Runs the text and evaluates its functions at every point, which `host` (host.h) works out. The
 * file has the forked process's copy of `sandbox`, whose own state stays as it was opened; with a
 * NULL state there was no memory for it, which is told. NULL
 * with one message when the file does not run to its end or returns something else than `case { …
 * }`; `path` is for messages. The caller frees with esc_script_free().
 */
struct esc_script *esc_script_run(const char *bytes, size_t length, const char *path,
                                  struct esc_sandbox *sandbox, lua_State *host,
                                  struct esc_error *error);

/* The table given to `case`; valid until the script is freed. */
const struct esc_node *esc_script_root(const struct esc_script *script);

/* Takes NULL. */
void esc_script_free(struct esc_script *script);

#endif
