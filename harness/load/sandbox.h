/*
 * The Lua state of a case file: what a file may call and how much it may use.
 *
 * A name that is not on the lists does not exist in the state. Left out, besides all that reaches
 * the system: what catches errors (pcall, coroutines), for it would outlive the limits; metatables,
 * whose __gc runs outside them; random numbers, for a case must be the same each time.
 */
#ifndef ESC_LOAD_SANDBOX_H
#define ESC_LOAD_SANDBOX_H

#include <lua.h>
#include <stddef.h>

/* Limits on what is run; a usual case file needs under a thousandth of each. */
#define ESC_SANDBOX_INSTRUCTIONS 20000000UL
#define ESC_SANDBOX_MIB 64
#define ESC_SANDBOX_BYTES ((size_t)ESC_SANDBOX_MIB << 20)

/* Names are "assert", "string.format", …; NULL-terminated, sorted. For the reference, too. */
extern const char *const esc_sandbox_names[];

/* The chunk name that a file must be loaded under; messages then begin with "case:LINE: ". */
#define ESC_SANDBOX_CHUNK "=case"

struct esc_sandbox {
    lua_State *lua;
    size_t bytes; /* in use */
    unsigned long instructions;
    int refused_line; /* where the last refused allocation was asked for; 0: none or unknown */
};

/*
 * Opens a state with the allowed names and both limits set; NULL when even that fails. `sandbox` is
 * zeroed by the caller and outlives the state, which the caller closes with lua_close().
 */
lua_State *esc_sandbox_open(struct esc_sandbox *sandbox);

/* The line of the innermost Lua function that is running, or 0. Allocates nothing. */
int esc_sandbox_line(lua_State *lua);

/*
 * Pushes a metatable with which reading an absent field raises `unknown WHAT "typed"; did you mean
 * …?`, naming the nearest field that there is.
 */
void esc_sandbox_push_strict(lua_State *lua, const char *what);

#endif
