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

/* Files that run in one process: to start one takes longer than most files. */
enum { TOGETHER = 16 };
struct batch {
    char *paths[TOGETHER];
    struct esc_text texts[TOGETHER];
    size_t count;
    size_t ended; /* those that can be judged; 0: the process was not waited for */
    size_t next;  /* which of them is asked for next */
    struct esc_script *script;
};

/* No file runs in `host`, which has the program's own texts. */
struct esc_loader {
    lua_State *host;
    char **expected; /* paths */
    size_t expected_count;
    struct batch now;   /* of which files are asked for */
    struct batch ahead; /* runs already; zeroed: none does */
};

struct esc_loader *esc_loader_open(void)
{
    struct esc_loader *loader = esc_calloc(1, sizeof *loader);
    loader->host = esc_host_open();
    esc_host_run(loader->host, load_checks, NULL); /* the forked processes have them too */
    return loader;
}

/* Takes zeroed ones. */
static void end(struct batch *batch)
{
    esc_script_free(batch->script);
    for (size_t k = 0; k < batch->count; k++) {
        esc_text_free(&batch->texts[k]);
        free(batch->paths[k]);
    }
    *batch = (struct batch){0};
}

static void forget_expected(struct esc_loader *loader)
{
    for (size_t k = 0; k < loader->expected_count; k++)
        free(loader->expected[k]);
    free(loader->expected);
    loader->expected = NULL;
    loader->expected_count = 0;
}

void esc_loader_expect(struct esc_loader *loader, char *const *paths, size_t count)
{
    forget_expected(loader);
    end(&loader->ahead);
    loader->expected = esc_calloc(count, sizeof *loader->expected);
    for (size_t k = 0; k < count; k++)
        loader->expected[loader->expected_count++] = esc_strdup(paths[k]);
}

static bool is_next(const struct batch *batch, const char *path)
{
    return batch->next < batch->count && strcmp(batch->paths[batch->next], path) == 0;
}

static bool add(struct batch *batch, const char *path, struct esc_error *error)
{
    struct esc_text *text = &batch->texts[batch->count];
    if (!esc_file_read(text, path, error)) {
        esc_text_free(text);
        return false;
    }
    batch->paths[batch->count++] = esc_strdup(path);
    return true;
}

/* `first` and the files that are expected behind it, up to one that cannot be read: that is told
 * when it is asked for. False with a message where not even the first runs; zeroed then. */
static bool start(struct esc_loader *loader, const char *first, struct batch *batch,
                  struct esc_error *error)
{
    struct esc_error untold = {0};
    *batch = (struct batch){0};
    if (!add(batch, first, error))
        return false;
    size_t k = 0;
    while (k < loader->expected_count && strcmp(loader->expected[k], first) != 0)
        k++;
    while (++k < loader->expected_count && batch->count < TOGETHER &&
           add(batch, loader->expected[k], &untold))
        ;
    esc_error_free(&untold);
    batch->script =
        esc_script_start(batch->texts, batch->count, batch->paths[0], loader->host, error);
    if (batch->script == NULL)
        end(batch);
    return batch->script != NULL;
}

/* The file that is expected behind the batch's; NULL: none. */
static const char *behind(const struct esc_loader *loader, const struct batch *batch)
{
    for (size_t k = 0; k + 1 < loader->expected_count; k++)
        if (strcmp(loader->expected[k], batch->paths[batch->ended - 1]) == 0)
            return loader->expected[k + 1];
    return NULL;
}

/* Waits for the files that run, and starts those behind: also those that the end of their process
 * has cost their turn. What cannot start now is told when it is asked for. */
static void wait_and_start_next(struct esc_loader *loader)
{
    struct esc_error untold = {0};
    loader->now.ended = esc_script_wait(loader->now.script);
    const char *next = behind(loader, &loader->now);
    if (next != NULL)
        start(loader, next, &loader->ahead, &untold);
    esc_error_free(&untold);
}

/* Afterwards `now` begins with the file, and runs. */
static bool turn_to(struct esc_loader *loader, const char *path, struct esc_error *error)
{
    end(&loader->now);
    if (is_next(&loader->ahead, path)) {
        loader->now = loader->ahead;
        loader->ahead = (struct batch){0};
        return true;
    }
    end(&loader->ahead);
    return start(loader, path, &loader->now, error);
}

/* Whether the file ran to its end; then *file is its number in loader->now. */
static bool run(struct esc_loader *loader, const char *path, size_t *file, struct esc_error *error)
{
    struct batch *now = &loader->now;
    bool judged = is_next(now, path) && now->next < now->ended;
    if (!judged && !turn_to(loader, path, error))
        return false;
    if (now->ended == 0)
        wait_and_start_next(loader);
    *file = now->next++;
    return esc_script_judge(now->script, *file, path, &now->texts[*file], error);
}

void esc_loader_close(struct esc_loader *loader)
{
    if (loader == NULL)
        return;
    end(&loader->now);
    end(&loader->ahead);
    forget_expected(loader);
    lua_close(loader->host);
    free(loader);
}

/* Reads the file and runs it; then `body` in the program's state, with `passage` filled. */
static bool pass(struct esc_loader *loader, const char *path, struct passage *passage,
                 lua_CFunction body)
{
    size_t file = 0;
    if (!run(loader, path, &file, passage->error))
        return false;
    passage->path = path;
    passage->text = &loader->now.texts[file];
    passage->root = esc_script_root(loader->now.script, file);
    esc_host_run(loader->host, body, passage);
    return passage->good;
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
