/*
 * The stage from file to struct esc_case: read, run, check, fill. See load.h for the contracts.
 */
#include "load/load.h"

#include "base/memory.h"
#include "base/text.h"
#include "load/file.h"
#include "load/fill.h"
#include "load/host.h"
#include "load/sandbox.h"
#include "load/script.h"
#include "load/show.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TOLD = 10 }; /* faults of a file */

/* One case file on its way through the program's Lua state. */
struct passage {
    const char *path;
    const struct esc_text *text;
    const struct esc_node *root;
    struct esc_case *bench_case;
    struct esc_error *error;
    bool good;
    char *result; /* a text that was made; NULL: none */
};

/* The integer field of the table on top, or 0. */
static lua_Integer field_of(lua_State *lua, const char *name)
{
    lua_getfield(lua, -1, name);
    lua_Integer value = lua_tointeger(lua, -1);
    lua_pop(lua, 1);
    return value;
}

/* One fault, { line =, text =, from =, to = }, on top of the stack. */
static void tell_fault(lua_State *lua, const struct passage *passage)
{
    int line = (int)field_of(lua, "line");
    size_t from = (size_t)field_of(lua, "from");
    lua_getfield(lua, -1, "text");
    esc_error_add(passage->error, passage->path, line, "%s", luaL_checkstring(lua, -1));
    lua_pop(lua, 1);
    if (from > 0)
        esc_show_bytes(passage->error, passage->text, from - 1, (size_t)field_of(lua, "to") - 1);
    else
        esc_show_line(passage->error, passage->text);
}

/* The list of faults on top of the stack. */
static void tell_faults(lua_State *lua, const struct passage *passage)
{
    lua_Integer count = luaL_len(lua, -1);
    for (lua_Integer i = 1; i <= count && i <= MOST_TOLD; i++) {
        lua_geti(lua, -1, i);
        tell_fault(lua, passage);
        lua_pop(lua, 1);
    }
    if (count > MOST_TOLD)
        esc_error_add(passage->error, passage->path, 0, "and %d more", (int)(count - MOST_TOLD));
}

/* check.case(tree, text, stem) -> case, or nil and faults */
static int check_case(lua_State *lua)
{
    struct passage *passage = lua_touserdata(lua, 1);
    esc_host_require(lua, "check");
    lua_getfield(lua, -1, "case");
    esc_host_push(lua, passage->root);
    lua_pushlstring(lua, passage->text->bytes, passage->text->length);
    lua_pushstring(lua, passage->bench_case->name);
    lua_call(lua, 3, 2);
    passage->good = lua_isnil(lua, -1);
    if (!passage->good) {
        tell_faults(lua, passage);
        return 0;
    }
    lua_pop(lua, 1);
    esc_fill_case(lua, passage->bench_case);
    passage->bench_case->text_hash =
        esc_hash(ESC_HASH_START, passage->text->bytes, passage->text->length);
    return 0;
}

static int load_checks(lua_State *lua)
{
    esc_host_require(lua, "check");
    return 0;
}

/* A file that runs in a process of its own. */
struct started {
    char *path;
    struct esc_text text;
    struct esc_script *script;
};

/* No file runs in either state: `host` has the program's own texts, `sandbox` is what each file
 * gets a copy of, with the process that is forked for it. */
struct esc_loader {
    lua_State *host;
    struct esc_sandbox sandbox;
    char *next;           /* the path that was said to be asked for; NULL: none */
    struct started ahead; /* runs already; zeroed: none does */
};

struct esc_loader *esc_loader_open(void)
{
    struct esc_loader *loader = esc_calloc(1, sizeof *loader);
    loader->host = esc_host_open();
    esc_host_run(loader->host, load_checks, NULL); /* the forked processes have them too */
    esc_sandbox_open(&loader->sandbox);
    return loader;
}

/* Takes zeroed ones. */
static void end(struct started *file)
{
    esc_script_free(file->script);
    esc_text_free(&file->text);
    free(file->path);
    *file = (struct started){0};
}

/* False with a message where it cannot; `*file` is zeroed then. */
static bool start(struct esc_loader *loader, const char *path, struct started *file,
                  struct esc_error *error)
{
    *file = (struct started){.path = esc_strdup(path)};
    if (esc_file_read(&file->text, path, error))
        file->script = esc_script_start(file->text.bytes, file->text.length, path, &loader->sandbox,
                                        loader->host, error);
    if (file->script != NULL)
        return true;
    end(file);
    return false;
}

void esc_loader_expect(struct esc_loader *loader, const char *path)
{
    free(loader->next);
    loader->next = esc_strdup(path);
}

/* What cannot start now is told when it is asked for. */
static void start_next(struct esc_loader *loader)
{
    struct esc_error untold = {0};
    if (loader->next != NULL)
        start(loader, loader->next, &loader->ahead, &untold);
    free(loader->next);
    loader->next = NULL;
    esc_error_free(&untold);
}

/* The file has ended; the one expected behind it runs. */
static bool run(struct esc_loader *loader, const char *path, struct started *file,
                struct esc_error *error)
{
    bool ahead = loader->ahead.path != NULL && strcmp(loader->ahead.path, path) == 0;
    if (ahead)
        *file = loader->ahead;
    else
        end(&loader->ahead);
    loader->ahead = (struct started){0};
    bool good = (ahead || start(loader, path, file, error)) &&
                esc_script_wait(file->script, path, &file->text, error);
    start_next(loader);
    return good;
}

void esc_loader_close(struct esc_loader *loader)
{
    if (loader == NULL)
        return;
    end(&loader->ahead);
    free(loader->next);
    lua_close(loader->host);
    if (loader->sandbox.lua != NULL)
        lua_close(loader->sandbox.lua);
    free(loader);
}

/* Reads the file and runs it; then `body` in the program's state, with `passage` filled. */
static bool pass(struct esc_loader *loader, const char *path, struct passage *passage,
                 lua_CFunction body)
{
    struct started file = {0};
    bool ran = run(loader, path, &file, passage->error);
    if (ran) {
        passage->path = path;
        passage->text = &file.text;
        passage->root = esc_script_root(file.script);
        esc_host_run(loader->host, body, passage);
    }
    end(&file);
    return ran && passage->good;
}

bool esc_loader_case(struct esc_loader *loader, const char *path, struct esc_case *bench_case,
                     struct esc_error *error)
{
    *bench_case = (struct esc_case){.path = esc_strdup(path), .name = esc_file_stem(path)};
    struct passage passage = {.bench_case = bench_case, .error = error};
    if (pass(loader, path, &passage, check_case))
        return true;
    esc_case_free(bench_case);
    return false;
}

bool esc_load_case(const char *path, struct esc_case *bench_case, struct esc_error *error)
{
    struct esc_loader *loader = esc_loader_open();
    bool good = esc_loader_case(loader, path, bench_case, error);
    esc_loader_close(loader);
    return good;
}

/* What would be no Lua is not written; a person knows better what was meant. */
static bool is_lua(lua_State *lua, const char *text, struct passage *passage)
{
    bool good = luaL_loadbufferx(lua, text, strlen(text), "=", "t") == LUA_OK;
    if (!good)
        esc_error_add(
            passage->error, passage->path, 0,
            "cannot be rewritten, the result would be no Lua (line %s); rewrite it by hand",
            lua_tostring(lua, -1) + 1);
    lua_pop(lua, 1);
    return good;
}

/* migrate(text, defines, stem) -> text, or nil and faults */
static int migrate(lua_State *lua)
{
    struct passage *passage = lua_touserdata(lua, 1);
    esc_host_require(lua, "migrate");
    lua_pushlstring(lua, passage->text->bytes, passage->text->length);
    esc_host_require(lua, "host");
    lua_getfield(lua, -1, "defines");
    lua_remove(lua, -2);
    char *stem = esc_file_stem(passage->path);
    lua_pushstring(lua, stem);
    free(stem);
    lua_call(lua, 3, 2);
    passage->good = lua_isnil(lua, -1);
    if (!passage->good)
        tell_faults(lua, passage);
    else if (strcmp(lua_tostring(lua, -2), passage->text->bytes) != 0) {
        passage->good = is_lua(lua, lua_tostring(lua, -2), passage);
        passage->result = passage->good ? esc_strdup(lua_tostring(lua, -2)) : NULL;
    }
    return 0;
}

bool esc_load_migrate(const char *path, char **text, struct esc_error *error)
{
    struct passage passage = {.error = error};
    struct esc_loader *loader = esc_loader_open();
    bool good = pass(loader, path, &passage, migrate);
    esc_loader_close(loader);
    *text = passage.result;
    return good;
}

/* The function of describe.lua that `result` names; its text replaces the name. */
static int describe(lua_State *lua)
{
    struct passage *passage = lua_touserdata(lua, 1);
    esc_host_require(lua, "describe");
    lua_getfield(lua, -1, passage->result);
    lua_call(lua, 0, 1);
    passage->result = esc_strdup(luaL_checkstring(lua, -1));
    return 0;
}

static char *run_describe(char *function)
{
    struct passage passage = {.result = function};
    lua_State *host = esc_host_open();
    esc_host_run(host, describe, &passage);
    lua_close(host);
    return passage.result;
}

char *esc_load_annotations(void)
{
    char function[] = "annotations";
    return run_describe(function);
}

char *esc_load_reference(void)
{
    char function[] = "reference";
    return run_describe(function);
}

/* check.case_name(name) -> what it must be, or nil */
static int check_name(lua_State *lua)
{
    struct passage *passage = lua_touserdata(lua, 1);
    esc_host_require(lua, "check");
    lua_getfield(lua, -1, "case_name");
    lua_pushstring(lua, passage->path);
    lua_call(lua, 1, 1);
    passage->result = lua_isnil(lua, -1) ? NULL : esc_strdup(lua_tostring(lua, -1));
    return 0;
}

char *esc_load_name_rule(const char *name)
{
    struct passage passage = {.path = name};
    lua_State *host = esc_host_open();
    esc_host_run(host, check_name, &passage);
    lua_close(host);
    return passage.result;
}
