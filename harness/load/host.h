/*
 * The program's own Lua state: it runs the texts of lua/ (the schema, the checks, migrate), never a
 * user's file. A case comes into it as the plain tree that left the sandbox.
 */
#ifndef ESC_LOAD_HOST_H
#define ESC_LOAD_HOST_H

#include "load/node.h"

#include <lua.h>
#include <stdbool.h>

/*
 * A state with the standard library of computing (no io, no os) and `require` for lua/; its module
 * `host` offers what C knows:
 *   Function             the metatable of a function in a tree
 *   nearest(typed, names)  the name that was probably meant, or nil
 *   defines(c, name)     whether the C text defines that function
 *   before(a, b)         the order of two texts by their bytes
 *   steering(text)       the first character of a text in UTF-8 that steers a terminal and is no
 *                        blank, or nil
 *   tokens(text)         see load/tokens.h
 *   runtimes, names, limits    lists of the runtimes, of a case file's globals, and its limits
 * Never NULL: the program ends when there is no memory. The caller closes it with lua_close().
 */
lua_State *esc_host_open(void);

/* Pushes a module. May raise: only in a protected call, as all below. */
void esc_host_require(lua_State *lua, const char *name);

/* Pushes a tree as plain values; functions as tables, see lua/check.lua. */
void esc_host_push(lua_State *lua, const struct esc_node *node);

/*
 * Runs `body` with `data` as a light userdata, protected, and clears the stack. The texts of lua/
 * are the program's own: an error in them ends the program and names the place.
 */
void esc_host_run(lua_State *lua, lua_CFunction body, void *data);

#endif
