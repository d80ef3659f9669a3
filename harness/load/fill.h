/*
 * From the plain data that lua/check.lua gives to a struct esc_case.
 */
#ifndef ESC_LOAD_FILL_H
#define ESC_LOAD_FILL_H

#include "noun/case.h"

#include <lua.h>

/* Fills `bench_case`, which is zeroed, from the table on top of the stack; path and name are the
 * caller's. Raises where the table is not what check.lua promises: in a protected call only. */
void esc_fill_case(lua_State *lua, struct esc_case *bench_case);

#endif
