/*
 * Running a case file: the forked process, the protected call, the tree of what it returned.
 * See script.h for the contracts.
 */
#include "load/script.h"

#include "base/memory.h"
#include "load/host.h"
#include "load/sandbox.h"
#include "load/show.h"

#include <errno.h>
#include <lauxlib.h>
#include <lua.h>
#include <signal.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHARED_BYTES ((size_t)ESC_SCRIPT_MIB << 20)
enum { DEEPEST = 8 }; /* tables within tables; the schema goes down to 4 */

/* What came of one file. */
struct outcome {
    bool ended; /* the file did, and nothing of it is written any more */
    bool done;
    volatile sig_atomic_t timed_out;
    volatile sig_atomic_t timed_out_line;
    const char *fault; /* NULL: none */
    int fault_line;
    bool misread;    /* the parser refused the file */
    size_t from, to; /* the bytes it stopped at; equal: not known */
    int open_line;   /* of what it found no end of; 0: of nothing */
    struct esc_node root;
};

/*
 * The head of the shared memory; blocks are cut from what is behind it. The forked process writes,
 * the other reads after that one has ended.
 */
struct shared {
    size_t used; /* bytes of the mapping, this head included */
    struct outcome outcomes[];
};

struct esc_script {
    struct shared *shared;
    size_t count;  /* of the files */
    pid_t process; /* of the forked one; 0: it was waited for */
    int status;    /* with which it ended */
    int reason;    /* errno: why it could not be waited for; 0: it could */
};

/* What the forked process works on. */
struct run {
    struct shared *shared;
    struct outcome *outcome;
    bool first; /* nothing ran before this file: the limits are its own */
    struct esc_sandbox *sandbox;
    lua_State *host; /* with the list of points on top while functions are evaluated */
    const char *bytes;
    size_t length;
    size_t read;                 /* of `bytes`, by the parser; whole lines */
    int lines;                   /* that it has read */
    bool called;                 /* `case` was */
    struct esc_node **functions; /* all in the tree; `integer` is the reference in the registry */
    size_t function_count;
};

/* In the forked process, for the signal handler; NULL between two files. */
static struct run *volatile running;

/* Zeroed memory that both processes see; NULL when it is used up. A file that finds a part of it
 * used ends the process, and is the first of the next one. */
static void *share(const struct run *run, size_t count, size_t size)
{
    struct shared *shared = run->shared;
    size_t start = (shared->used + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (start <= SHARED_BYTES && count <= (SHARED_BYTES - start) / size) {
        shared->used = start + count * size;
        return (char *)shared + start;
    }
    if (!run->first)
        _exit(0);
    return NULL;
}

static void *share_or_raise(struct run *run, size_t count, size_t size)
{
    void *block = share(run, count, size);
    if (block == NULL)
        luaL_error(run->sandbox->lua, "the case holds more than %d MiB; make its texts shorter",
                   ESC_SCRIPT_MIB);
    return block;
}

static const char *share_text(struct run *run, const char *text, size_t length)
{
    char *copy = share_or_raise(run, length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

static struct run *run_of(lua_State *lua)
{
    return *(struct run **)lua_touserdata(lua, lua_upvalueindex(1));
}

/* The global `case`: remembers the table under the registry's key "case" and returns it. */
static int call_case(lua_State *lua)
{
    struct run *run = run_of(lua);
    if (lua_gettop(lua) != 1 || !lua_istable(lua, 1))
        return luaL_error(lua, "case takes one table; write case { … }");
    if (run->called)
        return luaL_error(lua, "case is called a second time; a file holds one case");
    run->called = true;
    lua_pushvalue(lua, 1);
    lua_setfield(lua, LUA_REGISTRYINDEX, "case");
    return 1;
}

static void read_value(struct run *run, struct esc_node *node, int depth);

static int compare_entries(const void *a, const void *b)
{
    const struct esc_entry *left = a;
    const struct esc_entry *right = b;
    if (left->index != 0 && right->index != 0)
        return (left->index > right->index) - (left->index < right->index);
    if (left->index != right->index)
        return left->index != 0 ? -1 : 1;
    return strcmp(left->key, right->key);
}

/* The key is below the value on the stack. */
static void read_key(struct run *run, struct esc_entry *entry)
{
    lua_State *lua = run->sandbox->lua;
    if (lua_isinteger(lua, -2))
        entry->index = lua_tointeger(lua, -2);
    entry->named = lua_isinteger(lua, -2) || lua_type(lua, -2) == LUA_TSTRING;
    const char *key = entry->named ? luaL_tolstring(lua, -2, &entry->length)
                                   : lua_pushstring(lua, luaL_typename(lua, -2));
    entry->length = entry->named ? entry->length : strlen(key);
    entry->key = share_text(run, key, entry->length);
    lua_pop(lua, 1);
}

static size_t count_entries(lua_State *lua)
{
    size_t count = 0;
    for (lua_pushnil(lua); lua_next(lua, -2); lua_pop(lua, 1))
        count++;
    return count;
}

static void read_entries(struct run *run, struct esc_node *node, int depth)
{
    lua_State *lua = run->sandbox->lua;
    size_t count = count_entries(lua);
    struct esc_entry *entries = share_or_raise(run, count, sizeof *entries);
    size_t i = 0;
    for (lua_pushnil(lua); lua_next(lua, -2); lua_pop(lua, 1)) {
        read_key(run, &entries[i]);
        read_value(run, &entries[i].value, depth + 1);
        i++;
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    node->entries = entries;
    node->count = count;
}

/* Sorting has moved the nodes, so functions are listed when the tree is complete. */
static void list_functions(struct run *run, struct esc_node *node)
{
    if (node->kind == ESC_KIND_TABLE)
        for (size_t i = 0; i < node->count; i++)
            list_functions(run, &node->entries[i].value);
    if (node->kind != ESC_KIND_FUNCTION)
        return;
    run->functions = esc_grow(run->functions, &run->function_count, sizeof *run->functions);
    run->functions[run->function_count - 1] = node;
}

static void read_number(lua_State *lua, struct esc_node *node)
{
    int whole = 0;
    node->kind = ESC_KIND_NUMBER;
    node->number = lua_tonumber(lua, -1);
    node->integer = lua_tointegerx(lua, -1, &whole);
    node->whole = whole;
}

/* Of the value on top of the stack, which stays there. */
static void read_value(struct run *run, struct esc_node *node, int depth)
{
    lua_State *lua = run->sandbox->lua;
    switch (lua_type(lua, -1)) {
    case LUA_TBOOLEAN:
        node->kind = ESC_KIND_BOOLEAN;
        node->flag = lua_toboolean(lua, -1);
        return;
    case LUA_TNUMBER:
        read_number(lua, node);
        return;
    case LUA_TSTRING:
        node->kind = ESC_KIND_TEXT;
        node->text = lua_tolstring(lua, -1, &node->length);
        node->text = share_text(run, node->text, node->length);
        return;
    case LUA_TTABLE:
        node->kind = ESC_KIND_TABLE;
        luaL_checkstack(lua, 4, "the case nests too deep");
        if (depth < DEEPEST)
            read_entries(run, node, depth);
        return;
    case LUA_TFUNCTION:
        node->kind = ESC_KIND_FUNCTION;
        lua_pushvalue(lua, -1);
        node->integer = luaL_ref(lua, LUA_REGISTRYINDEX);
        return;
    default:
        node->kind = ESC_KIND_NIL;
    }
}

/* Message handler: makes every error "case:LINE: TEXT". */
static int place_error(lua_State *lua)
{
    int line = esc_sandbox_line(lua);
    const char *text = lua_tostring(lua, 1);
    if (text == NULL)
        lua_pushfstring(lua, "case:%d: error() was called with a %s; give it a text", line,
                        luaL_typename(lua, 1));
    else if (strncmp(text, "case:", 5) != 0)
        lua_pushfstring(lua, "case:%d: %s", line, text);
    else
        lua_settop(lua, 1);
    return 1;
}

/* Its first line, at most `most` bytes, whole UTF-8 characters; the caller frees. */
static char *shorten(const char *text, size_t most)
{
    size_t length = strcspn(text, "\r\n");
    length = length > most ? most : length;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return esc_format("%.*s%s", (int)length, text, text[length] == '\0' ? "" : "…");
}

/* In words, and its line; the caller frees. */
static char *describe_fault(const struct run *run, int status, int *line)
{
    enum { SHOWN = 300 }; /* Lua quotes whole texts */
    int start = 0;
    *line = run->sandbox->refused_line;
    if (status == LUA_ERRMEM)
        return esc_format(
            "the file needs more than %d MiB of memory in Lua, the limit; look here "
            "for a text, table or recursion that grows without end",
            ESC_SANDBOX_MIB);
    const char *message = lua_tostring(run->sandbox->lua, -1);
    if (message == NULL || sscanf(message, "case:%d: %n", line, &start) < 1)
        return esc_strdup("an error while an error was handled");
    bool brace = strstr(message, "'}' expected") != NULL;
    char *shown = shorten(message + start, SHOWN);
    char *text = esc_format("%s%s", shown, brace ? "; a comma may be missing before it" : "");
    free(shown);
    return text;
}

/* Takes the failed call's message off the stack. */
static const char *take_fault(struct run *run, int status, int *line)
{
    char *text = describe_fault(run, status, line);
    char *copy = share(run, strlen(text) + 1, 1);
    if (copy != NULL)
        strcpy(copy, text);
    free(text);
    lua_pop(run->sandbox->lua, 1);
    return copy == NULL ? "the case is too large" : copy;
}

/* Pushes the point's table, from parameter to value, that the host has worked out. */
static void push_point(struct run *run, size_t point)
{
    lua_State *lua = run->sandbox->lua;
    lua_newtable(lua);
    lua_rawgeti(run->host, -1, (lua_Integer)point + 1);
    for (lua_pushnil(run->host); lua_next(run->host, -2); lua_pop(run->host, 1)) {
        if (lua_type(run->host, -1) == LUA_TSTRING)
            lua_pushstring(lua, lua_tostring(run->host, -1));
        else
            lua_pushinteger(lua, lua_tointeger(run->host, -1));
        lua_setfield(lua, -2, lua_tostring(run->host, -2));
    }
    lua_pop(run->host, 1);
    esc_sandbox_push_strict(lua, "parameter");
    lua_setmetatable(lua, -2);
}

/* Calls the function for each point, up to the first error. */
static void evaluate(struct run *run, struct esc_node *function, size_t points)
{
    lua_State *lua = run->sandbox->lua;
    struct esc_node *results = share_or_raise(run, points, sizeof *results);
    function->results = results;
    for (size_t i = 0; i < points; i++) {
        lua_pushcfunction(lua, place_error);
        lua_rawgeti(lua, LUA_REGISTRYINDEX, function->integer);
        push_point(run, i);
        int status = lua_pcall(lua, 1, 1, -3);
        function->count = i + 1;
        if (status != LUA_OK) {
            int line;
            results[i] = (struct esc_node){.kind = ESC_KIND_FAULT};
            results[i].text = take_fault(run, status, &line);
            results[i].integer = line;
            lua_pop(lua, 1);
            return;
        }
        read_value(run, &results[i], DEEPEST);
        lua_pop(lua, 2);
    }
}

/* In the host's state: check.points(tree), into the registry. */
static int find_points(lua_State *host)
{
    struct run *run = lua_touserdata(host, 1);
    esc_host_require(host, "check");
    lua_getfield(host, -1, "points");
    esc_host_push(host, &run->outcome->root);
    lua_call(host, 1, 1);
    lua_setfield(host, LUA_REGISTRYINDEX, "points");
    return 0;
}

/* Without sound parameters there are no points; the functions then stay without results. */
static void evaluate_all(struct run *run)
{
    list_functions(run, &run->outcome->root);
    if (run->function_count == 0)
        return;
    esc_host_run(run->host, find_points, run);
    lua_getfield(run->host, LUA_REGISTRYINDEX, "points");
    size_t points = (size_t)lua_rawlen(run->host, -1);
    for (size_t i = 0; i < run->function_count; i++)
        evaluate(run, run->functions[i], points);
}

/* What the file returned is on top of the stack. */
static void check_returned(lua_State *lua, bool called)
{
    lua_getfield(lua, LUA_REGISTRYINDEX, "case");
    if (called && lua_rawequal(lua, -1, -2)) {
        lua_pop(lua, 1);
        return;
    }
    const char *given = lua_isnil(lua, -2) ? "nothing" : luaL_typename(lua, -2);
    const char *article = lua_isnil(lua, -2) ? "" : "a ";
    lua_pushfstring(lua, "case:0: the file returns %s%s; it must end with return case { … }",
                    article, given);
    lua_error(lua);
}

/* The next line: so the parser's place is known when it does not tell it. */
static const char *read_line(lua_State *lua, void *data, size_t *size)
{
    (void)lua;
    struct run *run = data;
    const char *line = run->bytes + run->read;
    const char *newline = memchr(line, '\n', run->length - run->read);
    *size = newline != NULL ? (size_t)(newline - line) + 1 : run->length - run->read;
    run->read += *size;
    run->lines++;
    return *size > 0 ? line : NULL;
}

/* The next byte: so the parser has read no more than the token it stops at and what is behind it.
 */
static const char *read_byte(lua_State *lua, void *data, size_t *size)
{
    (void)lua;
    struct run *run = data;
    *size = run->read < run->length;
    return *size > 0 ? run->bytes + run->read++ : NULL;
}

/* The last place of the token up to byte `stop`. */
static void find_token(struct run *run, const char *token, size_t length, size_t stop)
{
    for (size_t at = stop - length + 1; length > 0 && length <= stop && at-- > 0;) {
        if (memcmp(run->bytes + at, token, length) != 0)
            continue;
        run->outcome->from = at;
        run->outcome->to = at + length;
        return;
    }
}

/* Where the parser stopped, of which it tells the line and the token: … near 'token'. */
static void locate(lua_State *lua, struct run *run, const char *message)
{
    const char *near = NULL;
    for (const char *at = message; (at = strstr(at, " near ")) != NULL; at++)
        near = at + strlen(" near ");
    const char *open = strstr(message, "at line ");
    run->outcome->misread = true;
    run->outcome->open_line = open != NULL ? atoi(open + strlen("at line ")) : 0;
    if (near == NULL || *near != '\'')
        return;
    run->read = 0;
    lua_load(lua, read_byte, run, ESC_SANDBOX_CHUNK, "t");
    lua_pop(lua, 1);
    find_token(run, near + 1, strlen(near) - 2, run->read);
}

/* The chunk, or an error with a line: what nests too deep for the parser is told without. */
static void parse(lua_State *lua, struct run *run)
{
    if (lua_load(lua, read_line, run, ESC_SANDBOX_CHUNK, "t") == LUA_OK)
        return;
    const char *message = lua_tostring(lua, -1);
    if (message != NULL && strstr(message, "C stack overflow") != NULL)
        lua_pushfstring(lua, "case:%d: %s", run->lines,
                        "brackets, blocks or operators nest too deep here, the limit is 200; give "
                        "parts of it names of their own");
    else if (message != NULL)
        locate(lua, run, message);
    lua_error(lua);
}

/* All that may raise an error, in one protected call. */
static int run_file(lua_State *lua)
{
    struct run *run = lua_touserdata(lua, 1);
    *(struct run **)lua_newuserdatauv(lua, sizeof run, 0) = run;
    lua_pushcclosure(lua, call_case, 1);
    lua_setglobal(lua, "case");
    parse(lua, run);
    lua_call(lua, 0, 1);
    check_returned(lua, run->called);
    read_value(run, &run->outcome->root, 0);
    evaluate_all(run);
    return 0;
}

/*
 * The frames of the state are only read, and the process ends here: even a crash in this handler
 * would leave `timed_out` set, which is all that the message needs. The time is the process's: of a
 * file that is not its first one nothing is said.
 */
static void out_of_time(int number)
{
    (void)number;
    const struct run *run = running;
    if (run != NULL && run->first) {
        run->outcome->timed_out = 1;
        run->outcome->timed_out_line = esc_sandbox_line(run->sandbox->lua);
    }
    _exit(1);
}

static void limit_time(void)
{
    struct rlimit limit;
    sigset_t signals;
    struct sigaction action = {.sa_handler = out_of_time, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGXCPU, &action, NULL);
    sigemptyset(&signals);
    sigaddset(&signals, SIGXCPU);
    sigprocmask(SIG_UNBLOCK, &signals, NULL);
    getrlimit(RLIMIT_CPU, &limit);
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > ESC_SCRIPT_CPU_S)
        limit.rlim_cur = ESC_SCRIPT_CPU_S;
    setrlimit(RLIMIT_CPU, &limit);
}

/* One file, in a state of its own. False: there was no memory for it. */
static bool run_one(struct run *run)
{
    struct esc_sandbox sandbox = {0};
    lua_State *lua = esc_sandbox_open(&sandbox);
    if (lua == NULL)
        return false;
    run->sandbox = &sandbox;
    running = run;
    lua_pushcfunction(lua, place_error);
    lua_pushcfunction(lua, run_file);
    lua_pushlightuserdata(lua, run);
    int status = lua_pcall(lua, 1, 0, 1);
    if (status == LUA_OK)
        run->outcome->done = true;
    else
        run->outcome->fault = take_fault(run, status, &run->outcome->fault_line);
    running = NULL;
    run->outcome->ended = true;
    lua_close(lua);
    free(run->functions);
    return true;
}

/* The forked process; ends it. */
static void run_apart(struct shared *shared, const struct esc_text *texts, size_t count,
                      lua_State *host)
{
    limit_time();
    for (size_t k = 0; k < count; k++) {
        struct run run = {.shared = shared,
                          .outcome = &shared->outcomes[k],
                          .first = k == 0,
                          .host = host,
                          .bytes = texts[k].bytes,
                          .length = texts[k].length};
        if (!run_one(&run))
            _exit(1);
    }
    _exit(0);
}

/* How the file ended, in words; false unless it ran to its end. */
static bool judge(const struct esc_script *script, const struct outcome *outcome, const char *path,
                  struct esc_error *error)
{
    if (outcome->timed_out)
        return esc_error_add(error, path, (int)outcome->timed_out_line,
                             "the file runs for more than %d s of CPU time, the limit; look here "
                             "for a pattern or a repetition without end",
                             ESC_SCRIPT_CPU_S);
    if (outcome->fault != NULL)
        return esc_error_add(error, path, outcome->fault_line, "%s", outcome->fault);
    if (outcome->done)
        return true;
    if (WIFSIGNALED(script->status))
        return esc_error_add(error, path, 0, "Lua was ended by signal %d (%s) in this file",
                             WTERMSIG(script->status), strsignal(WTERMSIG(script->status)));
    return esc_error_add(error, path, 0, "Lua cannot start: out of memory");
}

static void reap(struct esc_script *script)
{
    pid_t process = script->process;
    script->process = 0;
    while (waitpid(process, &script->status, 0) < 0) {
        if (errno == EINTR)
            continue;
        script->reason = errno;
        return;
    }
}

size_t esc_script_wait(struct esc_script *script)
{
    size_t ended = 0;
    reap(script);
    while (ended < script->count && script->shared->outcomes[ended].ended)
        ended++;
    return ended > 0 ? ended : 1;
}

/* Where the file ends too soon, the line of what is open shows more than the last one. */
static void show_misread(const struct outcome *outcome, const struct esc_text *text,
                         struct esc_error *error)
{
    if (outcome->from < outcome->to) {
        esc_show_bytes(error, text, outcome->from, outcome->to);
        return;
    }
    int line = outcome->open_line > 0 ? outcome->open_line : outcome->fault_line;
    struct esc_excerpt excerpt = esc_excerpt_line(text->bytes, text->length, line);
    esc_error_show(error, &excerpt);
}

bool esc_script_judge(const struct esc_script *script, size_t file, const char *path,
                      const struct esc_text *text, struct esc_error *error)
{
    const struct outcome *outcome = &script->shared->outcomes[file];
    if (script->reason != 0)
        return esc_error_add(error, path, 0, "cannot wait for the process that runs it: %s",
                             strerror(script->reason));
    bool good = judge(script, outcome, path, error);
    if (!good && outcome->misread)
        show_misread(outcome, text, error);
    else if (!good)
        esc_show_line(error, text);
    return good;
}

static struct shared *map_shared(size_t count)
{
    struct shared *shared = mmap(NULL, SHARED_BYTES, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (shared == MAP_FAILED)
        return NULL;
    shared->used = sizeof *shared + count * sizeof *shared->outcomes;
    return shared;
}

struct esc_script *esc_script_start(const struct esc_text *texts, size_t count, const char *path,
                                    lua_State *host, struct esc_error *error)
{
    struct esc_script *script = esc_calloc(1, sizeof *script);
    script->count = count;
    script->shared = map_shared(count);
    script->process = script->shared == NULL ? -1 : fork();
    if (script->process == 0)
        run_apart(script->shared, texts, count, host);
    if (script->process > 0)
        return script;
    esc_error_add(error, path, 0,
                  script->shared == NULL ? "cannot get memory to run the file: %s"
                                         : "cannot start a process to run the file: %s",
                  strerror(errno));
    script->process = 0;
    esc_script_free(script);
    return NULL;
}

const struct esc_node *esc_script_root(const struct esc_script *script, size_t file)
{
    return &script->shared->outcomes[file].root;
}

void esc_script_free(struct esc_script *script)
{
    if (script == NULL)
        return;
    if (script->process > 0) {
        kill(script->process, SIGKILL);
        reap(script);
    }
    if (script->shared != NULL)
        munmap(script->shared, SHARED_BYTES);
    free(script);
}
