/*
 * Opening the program's own Lua state, and trees into it. See host.h.
 */
#include "load/host.h"

#include "base/utf8.h"
#include "load/embedded.h"
#include "load/file.h"
#include "load/nearest.h"
#include "load/sandbox.h"
#include "load/script.h"
#include "load/tokens.h"
#include "noun/function.h"
#include "noun/runtime.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODULES "escapement.modules"   /* registry: name -> what the text returned */
#define FUNCTION "escapement.Function" /* registry: the metatable */

static int host_nearest(lua_State *lua)
{
    struct esc_nearest nearest = {.typed = luaL_checkstring(lua, 1)};
    lua_Integer count = luaL_len(lua, 2);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_geti(lua, 2, i);
        esc_nearest_offer(&nearest, luaL_checkstring(lua, -1));
        lua_pop(lua, 1); /* the list still holds it */
    }
    lua_pushstring(lua, nearest.name);
    return 1;
}

static int host_defines(lua_State *lua)
{
    lua_pushboolean(lua, esc_function_defined(luaL_checkstring(lua, 1), luaL_checkstring(lua, 2)));
    return 1;
}

static int host_before(lua_State *lua)
{
    lua_pushboolean(lua, strcmp(luaL_checkstring(lua, 1), luaL_checkstring(lua, 2)) < 0);
    return 1;
}

static int host_steering(lua_State *lua)
{
    size_t left;
    const char *at = luaL_checklstring(lua, 1, &left);
    for (size_t length; left > 0; at += length, left -= length) {
        length = esc_utf8_length(at, left);
        luaL_argcheck(lua, length > 0, 1, "not UTF-8");
        if (!esc_utf8_steers(at, length) || (*at >= '\t' && *at <= '\r'))
            continue;
        lua_pushlstring(lua, at, length);
        return 1;
    }
    return 0;
}

static int host_require(lua_State *lua)
{
    esc_host_require(lua, luaL_checkstring(lua, 1));
    return 1;
}

void esc_host_require(lua_State *lua, const char *name)
{
    luaL_getsubtable(lua, LUA_REGISTRYINDEX, MODULES);
    if (lua_getfield(lua, -1, name) == LUA_TNIL) {
        lua_pop(lua, 1);
        const struct esc_embedded *text = esc_embedded_find(name);
        if (text == NULL)
            luaL_error(lua, "there is no module %s", name);
        const char *chunk = lua_pushfstring(lua, "=lua/%s.lua", name);
        size_t length = (size_t)(text->stop - text->bytes);
        if (luaL_loadbufferx(lua, text->bytes, length, chunk, "t") != LUA_OK)
            lua_error(lua);
        lua_call(lua, 0, 1);
        lua_remove(lua, -2); /* the chunk's name */
        lua_pushvalue(lua, -1);
        lua_setfield(lua, -3, name);
    }
    lua_remove(lua, -2);
}

static void set_limit(lua_State *lua, const char *name, lua_Integer value)
{
    lua_pushinteger(lua, value);
    lua_setfield(lua, -2, name);
}

static void push_limits(lua_State *lua)
{
    lua_newtable(lua);
    set_limit(lua, "file_mib", ESC_FILE_MIB);
    set_limit(lua, "million_instructions", ESC_SANDBOX_INSTRUCTIONS / 1000000);
    set_limit(lua, "memory_mib", ESC_SANDBOX_MIB);
    set_limit(lua, "cpu_s", ESC_SCRIPT_CPU_S);
    set_limit(lua, "case_mib", ESC_SCRIPT_MIB);
}

/* Those that a case may name; real Go serves every case with Go, each release of the Go model those
 * that goheap serves. */
static void push_runtimes(lua_State *lua)
{
    lua_newtable(lua);
    for (int id = 0; id < ESC_RUNTIME_GO; id++) {
        lua_pushstring(lua, esc_runtime_name((enum esc_runtime_id)id));
        lua_seti(lua, -2, id + 1);
    }
}

static void push_names(lua_State *lua)
{
    lua_newtable(lua);
    for (lua_Integer i = 0; esc_sandbox_names[i] != NULL; i++) {
        lua_pushstring(lua, esc_sandbox_names[i]);
        lua_seti(lua, -2, i + 1);
    }
}

static void add_host_module(lua_State *lua)
{
    static const luaL_Reg functions[] = {{"nearest", host_nearest},  {"defines", host_defines},
                                         {"before", host_before},    {"steering", host_steering},
                                         {"tokens", esc_lua_tokens}, {0}};
    luaL_getsubtable(lua, LUA_REGISTRYINDEX, MODULES);
    luaL_newlib(lua, functions);
    luaL_newmetatable(lua, FUNCTION);
    lua_setfield(lua, -2, "Function");
    push_runtimes(lua);
    lua_setfield(lua, -2, "runtimes");
    push_names(lua);
    lua_setfield(lua, -2, "names");
    push_limits(lua);
    lua_setfield(lua, -2, "limits");
    lua_setfield(lua, -2, "host");
    lua_pop(lua, 1);
}

static int open_libraries(lua_State *lua)
{
    static const luaL_Reg libraries[] = {{"_G", luaopen_base},
                                         {"string", luaopen_string},
                                         {"table", luaopen_table},
                                         {"math", luaopen_math},
                                         {"utf8", luaopen_utf8}};
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        luaL_requiref(lua, libraries[i].name, libraries[i].func, 1);
        lua_pop(lua, 1);
    }
    lua_gc(lua, LUA_GCINC, 1000, 0, 0); /* rarely: the state lives for one case */
    add_host_module(lua);
    lua_register(lua, "require", host_require);
    return 0;
}

static int add_traceback(lua_State *lua)
{
    const char *message = lua_tostring(lua, 1);
    luaL_traceback(lua, lua, message == NULL ? "not a text" : message, 1);
    return 1;
}

void esc_host_run(lua_State *lua, lua_CFunction body, void *data)
{
    lua_settop(lua, 0);
    lua_pushcfunction(lua, add_traceback);
    lua_pushcfunction(lua, body);
    lua_pushlightuserdata(lua, data);
    if (lua_pcall(lua, 1, 0, 1) != LUA_OK) {
        const char *message = lua_tostring(lua, -1);
        fprintf(stderr, "escapement: a fault of the program itself: %s\n", message);
        abort();
    }
    lua_settop(lua, 0);
}

lua_State *esc_host_open(void)
{
    lua_State *lua = luaL_newstate();
    if (lua == NULL) {
        fputs("escapement: out of memory\n", stderr);
        abort();
    }
    esc_host_run(lua, open_libraries, NULL);
    return lua;
}

/* A name or an index; { type = … } for any other key. */
static void push_key(lua_State *lua, const struct esc_entry *entry)
{
    if (entry->index != 0) {
        lua_pushinteger(lua, entry->index);
        return;
    }
    if (!entry->named)
        lua_createtable(lua, 0, 1);
    lua_pushlstring(lua, entry->key, entry->length);
    if (!entry->named)
        lua_setfield(lua, -2, "type");
}

static void push_table(lua_State *lua, const struct esc_node *node)
{
    lua_createtable(lua, 0, (int)node->count);
    for (size_t i = 0; i < node->count; i++) {
        push_key(lua, &node->entries[i]);
        esc_host_push(lua, &node->entries[i].value);
        lua_rawset(lua, -3);
    }
}

/* { value = … } or { fault = text, line = n } */
static void push_result(lua_State *lua, const struct esc_node *result)
{
    lua_newtable(lua);
    if (result->kind == ESC_KIND_FAULT) {
        lua_pushstring(lua, result->text);
        lua_setfield(lua, -2, "fault");
        lua_pushinteger(lua, result->integer);
        lua_setfield(lua, -2, "line");
        return;
    }
    esc_host_push(lua, result);
    lua_setfield(lua, -2, "value");
}

static void push_function(lua_State *lua, const struct esc_node *node)
{
    lua_newtable(lua);
    lua_newtable(lua);
    for (size_t i = 0; i < node->count; i++) {
        push_result(lua, &node->results[i]);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    lua_setfield(lua, -2, "results");
    luaL_setmetatable(lua, FUNCTION);
}

void esc_host_push(lua_State *lua, const struct esc_node *node)
{
    luaL_checkstack(lua, 4, "the case nests too deep");
    switch (node->kind) {
    case ESC_KIND_BOOLEAN:
        lua_pushboolean(lua, node->flag);
        return;
    case ESC_KIND_NUMBER:
        if (node->whole)
            lua_pushinteger(lua, node->integer);
        else
            lua_pushnumber(lua, node->number);
        return;
    case ESC_KIND_TEXT:
        lua_pushlstring(lua, node->text, node->length);
        return;
    case ESC_KIND_TABLE:
        push_table(lua, node);
        return;
    case ESC_KIND_FUNCTION:
        push_function(lua, node);
        return;
    default:
        lua_pushnil(lua);
    }
}
