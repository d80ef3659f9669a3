/*
 * The sandbox: allowed names, limits on memory and instructions. See sandbox.h for the contracts.
 */
#include "load/sandbox.h"

#include "load/nearest.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

enum { HOOK_STEP = 1000 }; /* instructions between two looks at the limit */

const char *const esc_sandbox_names[] = {
    "_VERSION",
    "assert",
    "case",
    "error",
    "ipairs",
    "math.abs",
    "math.ceil",
    "math.exp",
    "math.floor",
    "math.fmod",
    "math.huge",
    "math.log",
    "math.max",
    "math.maxinteger",
    "math.min",
    "math.mininteger",
    "math.modf",
    "math.pi",
    "math.sqrt",
    "math.tointeger",
    "math.type",
    "math.ult",
    "next",
    "pairs",
    "rawequal",
    "rawget",
    "rawlen",
    "rawset",
    "select",
    "string.byte",
    "string.char",
    "string.find",
    "string.format",
    "string.gmatch",
    "string.gsub",
    "string.len",
    "string.lower",
    "string.match",
    "string.pack",
    "string.packsize",
    "string.rep",
    "string.reverse",
    "string.sub",
    "string.unpack",
    "string.upper",
    "table.concat",
    "table.insert",
    "table.move",
    "table.pack",
    "table.remove",
    "table.sort",
    "table.unpack",
    "tonumber",
    "tostring",
    "type",
    "utf8.char",
    "utf8.charpattern",
    "utf8.codepoint",
    "utf8.codes",
    "utf8.len",
    "utf8.offset",
    NULL,
};

/* Names of Lua that people will look for in vain. */
static const char *const refused_names[] = {
    "_G",      "collectgarbage", "coroutine", "debug",   "dofile",       "getmetatable", "io",
    "load",    "loadfile",       "dump",      "random",  "randomseed",   "loadstring",   "os",
    "package", "pcall",          "print",     "require", "setmetatable", "warn",         "xpcall",
    NULL,
};

int esc_sandbox_line(lua_State *lua)
{
    lua_Debug frame;
    for (int level = 0; lua_getstack(lua, level, &frame); level++)
        if (lua_getinfo(lua, "l", &frame) && frame.currentline > 0)
            return frame.currentline;
    return 0;
}

/* lua_Alloc. Lua collects garbage and asks once more when it is refused. */
static void *allocate(void *user, void *block, size_t old_size, size_t size)
{
    struct esc_sandbox *sandbox = user;
    size_t old_bytes = block == NULL ? 0 : old_size; /* of a new block it is the kind of object */
    if (size == 0) {
        free(block);
        sandbox->bytes -= old_bytes;
        return NULL;
    }
    size_t others = sandbox->bytes - old_bytes;
    if (size > old_bytes && (size > ESC_SANDBOX_BYTES || others > ESC_SANDBOX_BYTES - size)) {
        sandbox->refused_line = sandbox->lua == NULL ? 0 : esc_sandbox_line(sandbox->lua);
        return NULL;
    }
    void *moved = realloc(block, size);
    if (moved != NULL)
        sandbox->bytes = others + size;
    return moved;
}

static void count_instructions(lua_State *lua, lua_Debug *unused)
{
    (void)unused;
    struct esc_sandbox *sandbox = *(struct esc_sandbox **)lua_getextraspace(lua);
    sandbox->instructions += HOOK_STEP;
    if (sandbox->instructions < ESC_SANDBOX_INSTRUCTIONS)
        return;
    lua_pushfstring(lua,
                    "case:%d: the file runs more than %d million Lua instructions, the limit; look "
                    "for an endless loop here",
                    esc_sandbox_line(lua), (int)(ESC_SANDBOX_INSTRUCTIONS / 1000000));
    lua_error(lua);
}

static int is_listed(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return 1;
    return 0;
}

/* Pushes the key of the table at `index` that is nearest to `typed`, or nil. */
static const char *push_nearest(lua_State *lua, int index, const char *typed)
{
    struct esc_nearest nearest = {.typed = typed};
    lua_pushnil(lua);
    while (lua_next(lua, index)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) == LUA_TSTRING)
            esc_nearest_offer(&nearest, lua_tostring(lua, -1));
    }
    return lua_pushstring(lua, nearest.name); /* the keys are still held by the table */
}

static int raise_unknown(lua_State *lua)
{
    if (lua_type(lua, 2) != LUA_TSTRING)
        return 0;
    const char *what = lua_tostring(lua, lua_upvalueindex(1));
    const char *typed = lua_tostring(lua, 2);
    const char *nearest = push_nearest(lua, 1, typed);
    if (is_listed(typed, refused_names))
        return luaL_error(lua,
                          "\"%s\" is not available in a case file; docs/case-reference.md "
                          "lists what is",
                          typed);
    if (nearest != NULL)
        return luaL_error(lua, "unknown %s \"%s\"; did you mean \"%s\"?", what, typed, nearest);
    return luaL_error(lua, "unknown %s \"%s\"; define it first, or correct its spelling", what,
                      typed);
}

void esc_sandbox_push_strict(lua_State *lua, const char *what)
{
    lua_createtable(lua, 0, 1);
    lua_pushstring(lua, what);
    lua_pushcclosure(lua, raise_unknown, 1);
    lua_setfield(lua, -2, "__index");
}

/* Removes from the table on top whatever `prefix` + key is not on the list. */
static void keep_allowed(lua_State *lua, const char *prefix)
{
    lua_pushnil(lua);
    while (lua_next(lua, -2)) {
        lua_pop(lua, 1);
        const char *name = lua_pushfstring(lua, "%s%s", prefix, lua_tostring(lua, -1));
        int allowed = is_listed(name, esc_sandbox_names);
        lua_pop(lua, 1);
        if (allowed)
            continue;
        lua_pushvalue(lua, -1);
        lua_pushnil(lua);
        lua_rawset(lua, -4); /* clearing a field is allowed while lua_next walks */
    }
}

static int open_libraries(lua_State *lua)
{
    static const struct {
        const char *name;
        lua_CFunction open;
        const char *prefix;
    } libraries[] = {
        {"string", luaopen_string, "string."},
        {"table", luaopen_table, "table."},
        {"math", luaopen_math, "math."},
        {"utf8", luaopen_utf8, "utf8."},
    };
    luaL_requiref(lua, "_G", luaopen_base, 1);
    keep_allowed(lua, "");
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        luaL_requiref(lua, libraries[i].name, libraries[i].open, 1);
        keep_allowed(lua, libraries[i].prefix);
        esc_sandbox_push_strict(lua, "function");
        lua_setmetatable(lua, -2);
        lua_pop(lua, 1);
    }
    esc_sandbox_push_strict(lua, "name");
    lua_setmetatable(lua, -2);
    return 0;
}

/* The seed of tables' hashes: from 5.5 on the caller chooses it, 5.4 did as luaL_makeseed does. */
static lua_State *new_state(struct esc_sandbox *sandbox)
{
#if LUA_VERSION_NUM >= 505
    return lua_newstate(allocate, sandbox, luaL_makeseed(NULL));
#else
    return lua_newstate(allocate, sandbox);
#endif
}

lua_State *esc_sandbox_open(struct esc_sandbox *sandbox)
{
    lua_State *lua = new_state(sandbox);
    if (lua == NULL)
        return NULL;
    sandbox->lua = lua;
    *(struct esc_sandbox **)lua_getextraspace(lua) = sandbox;
    lua_pushcfunction(lua, open_libraries);
    if (lua_pcall(lua, 0, 0, 0) != LUA_OK) {
        lua_close(lua);
        sandbox->lua = NULL;
        return NULL;
    }
    lua_sethook(lua, count_instructions, LUA_MASKCOUNT, HOOK_STEP);
    return lua;
}
