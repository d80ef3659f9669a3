/*
 * Reading the checked case out of the program's Lua state. See fill.h. Each reader takes the field
 * of the table on top of the stack and leaves the stack as it was; lists are read with
 * begin_list … next_item … end_list.
 */
#include "load/fill.h"

#include "base/memory.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

/* NULL where the field is not given. */
static char *read_text(lua_State *lua, const char *field)
{
    lua_getfield(lua, -1, field);
    const char *text = lua_tostring(lua, -1);
    char *copy = text == NULL ? NULL : esc_strdup(text);
    lua_pop(lua, 1);
    return copy;
}

static double read_number(lua_State *lua, const char *field)
{
    lua_getfield(lua, -1, field);
    double number = luaL_checknumber(lua, -1);
    lua_pop(lua, 1);
    return number;
}

static int64_t read_integer(lua_State *lua, const char *field)
{
    lua_getfield(lua, -1, field);
    int64_t integer = luaL_checkinteger(lua, -1);
    lua_pop(lua, 1);
    return integer;
}

static bool read_flag(lua_State *lua, const char *field)
{
    lua_getfield(lua, -1, field);
    bool flag = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    return flag;
}

static struct esc_source read_source(lua_State *lua, const char *field)
{
    struct esc_source source = {0};
    if (lua_getfield(lua, -1, field) == LUA_TTABLE) {
        source.text = read_text(lua, "text");
        source.line = (int)read_integer(lua, "line");
    }
    lua_pop(lua, 1);
    return source;
}

/* Pushes the list; the number of its items. */
static size_t begin_list(lua_State *lua, const char *field)
{
    lua_getfield(lua, -1, field);
    return lua_isnil(lua, -1) ? 0 : (size_t)luaL_len(lua, -1);
}

static void push_item(lua_State *lua, size_t index)
{
    lua_geti(lua, -1, (lua_Integer)index + 1);
}

static char **read_texts(lua_State *lua, const char *field, size_t *count)
{
    *count = begin_list(lua, field);
    char **texts = esc_calloc(*count, sizeof *texts);
    for (size_t i = 0; i < *count; i++) {
        push_item(lua, i);
        texts[i] = esc_strdup(luaL_checkstring(lua, -1));
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    return texts;
}

static enum esc_unit unit_of(lua_State *lua)
{
    char *name = read_text(lua, "unit");
    enum esc_unit unit = name == NULL                 ? ESC_UNIT_NONE
                         : strcmp(name, "bytes") == 0 ? ESC_UNIT_BYTES
                                                      : ESC_UNIT_COUNT;
    free(name);
    return unit;
}

static void fill_param(lua_State *lua, struct esc_param *param)
{
    param->name = read_text(lua, "name");
    param->label = read_text(lua, "label");
    param->unit = unit_of(lua);
    param->count = begin_list(lua, "values");
    param->values = esc_calloc(param->count, sizeof *param->values);
    for (size_t i = 0; i < param->count; i++) {
        push_item(lua, i);
        param->values[i] = (struct esc_value){read_text(lua, "text"), read_integer(lua, "number"),
                                              read_flag(lua, "is_word")};
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

/* The index of the word in the field; the checks have seen to it that it is one. */
static size_t read_word(lua_State *lua, const char *field, const char *const *words, size_t count)
{
    size_t index = 0;
    char *word = read_text(lua, field);
    while (index + 1 < count && strcmp(words[index], word) != 0)
        index++;
    free(word);
    return index;
}

static void fill_counters(lua_State *lua, struct esc_case *bench_case)
{
    bench_case->counter_count = begin_list(lua, "counters");
    bench_case->counters = esc_calloc(bench_case->counter_count, sizeof *bench_case->counters);
    for (size_t i = 0; i < bench_case->counter_count; i++) {
        push_item(lua, i);
        bench_case->counters[i] = (struct esc_own_counter){
            .name = read_text(lua, "name"),
            .label = read_text(lua, "label"),
            .unit = read_text(lua, "unit"),
            .per = (enum esc_counter_per)read_word(lua, "per", esc_counter_pers, ESC_COUNTER_PERS),
            .better = (enum esc_better)read_word(lua, "better", esc_betters, ESC_BETTERS),
        };
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

static void fill_params(lua_State *lua, struct esc_case *bench_case)
{
    bench_case->param_count = begin_list(lua, "params");
    bench_case->params = esc_calloc(bench_case->param_count, sizeof *bench_case->params);
    for (size_t i = 0; i < bench_case->param_count; i++) {
        push_item(lua, i);
        fill_param(lua, &bench_case->params[i]);
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

static void fill_point(lua_State *lua, struct esc_point *point)
{
    point->name = read_text(lua, "name");
    point->quick = read_flag(lua, "quick");
    point->least_iterations = (uint64_t)read_integer(lua, "least_iterations");
    point->workload = (struct esc_workload){.known = true,
                                            .live_bytes = read_number(lua, "live_bytes"),
                                            .live_blocks = read_number(lua, "live_blocks"),
                                            .gogc = (int)read_integer(lua, "gogc")};
    size_t count = begin_list(lua, "values");
    point->values = esc_calloc(count, sizeof *point->values);
    for (size_t k = 0; k < count; k++) {
        push_item(lua, k);
        point->values[k] = (size_t)luaL_checkinteger(lua, -1) - 1;
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

static void fill_points(lua_State *lua, struct esc_case *bench_case)
{
    bench_case->point_count = begin_list(lua, "points");
    bench_case->points = esc_calloc(bench_case->point_count, sizeof *bench_case->points);
    for (size_t i = 0; i < bench_case->point_count; i++) {
        push_item(lua, i);
        fill_point(lua, &bench_case->points[i]);
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

static double figure_at(lua_State *lua, const char *field, size_t point)
{
    begin_list(lua, field);
    push_item(lua, point);
    double figure = luaL_checknumber(lua, -1);
    lua_pop(lua, 2);
    return figure;
}

static struct esc_expectation *read_figures(lua_State *lua, size_t points)
{
    struct esc_expectation *expect = esc_calloc(points, sizeof *expect);
    for (size_t i = 0; i < points; i++)
        expect[i] =
            (struct esc_expectation){figure_at(lua, "allocs", i), figure_at(lua, "bytes", i)};
    return expect;
}

static void fill_change(lua_State *lua, struct esc_since *since, size_t points)
{
    since->minor = (int)read_integer(lua, "minor");
    since->before = (int)read_integer(lua, "before");
    since->because = read_text(lua, "because");
    since->cause = read_text(lua, "cause");
    since->slack = read_number(lua, "slack");
    since->escapes = read_texts(lua, "escapes", &since->escape_count);
    if (lua_getfield(lua, -1, "allocs") == LUA_TTABLE) {
        lua_pop(lua, 1);
        since->expect = read_figures(lua, points);
        return;
    }
    lua_pop(lua, 1);
}

static struct esc_since *read_changes(lua_State *lua, size_t points, size_t *count)
{
    *count = begin_list(lua, "since");
    struct esc_since *list = esc_calloc(*count, sizeof *list);
    for (size_t i = 0; i < *count; i++) {
        push_item(lua, i);
        fill_change(lua, &list[i], points);
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
    return list;
}

static void fill_strategy(lua_State *lua, struct esc_strategy *strategy, size_t points)
{
    strategy->name = read_text(lua, "name");
    strategy->place = read_flag(lua, "on_stack") ? ESC_PLACE_STACK : ESC_PLACE_HEAP;
    strategy->remedy = read_flag(lua, "remedy");
    strategy->go = read_source(lua, "go");
    strategy->c = read_source(lua, "c");
    strategy->expect = read_figures(lua, points);
    strategy->escapes = read_texts(lua, "escapes", &strategy->escape_count);
    strategy->since = read_changes(lua, points, &strategy->since_count);
}

static void fill_strategies(lua_State *lua, struct esc_case *bench_case)
{
    bench_case->strategy_count = begin_list(lua, "strategies");
    bench_case->strategies = esc_calloc(bench_case->strategy_count, sizeof *bench_case->strategies);
    for (size_t i = 0; i < bench_case->strategy_count; i++) {
        push_item(lua, i);
        fill_strategy(lua, &bench_case->strategies[i], bench_case->point_count);
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

static void fill_runtimes(lua_State *lua, struct esc_case *bench_case)
{
    size_t count = begin_list(lua, "runtimes");
    bench_case->runtimes[ESC_RUNTIME_GO] = true; /* serves every case with Go */
    for (size_t i = 0; i < count; i++) {
        enum esc_runtime_id id;
        push_item(lua, i);
        if (esc_runtime_find(luaL_checkstring(lua, -1), &id))
            bench_case->runtimes[id] = true;
        lua_pop(lua, 1);
    }
    bench_case->runtimes[ESC_RUNTIME_GOHEAP_1_27] = bench_case->runtimes[ESC_RUNTIME_GOHEAP];
    lua_pop(lua, 1);
}

void esc_fill_case(lua_State *lua, struct esc_case *bench_case)
{
    bench_case->line = (int)read_integer(lua, "line");
    bench_case->title = read_text(lua, "title");
    bench_case->tags = read_texts(lua, "tags", &bench_case->tag_count);
    bench_case->question = read_text(lua, "question");
    bench_case->because = read_text(lua, "because");
    bench_case->remedy = read_text(lua, "remedy");
    bench_case->control = read_flag(lua, "control");
    bench_case->differs = read_text(lua, "differs");
    bench_case->tolerance = read_number(lua, "tolerance");
    bench_case->threads = (unsigned)read_integer(lua, "threads");
    bench_case->c = read_source(lua, "c");
    bench_case->go = read_source(lua, "go");
    bench_case->since = read_changes(lua, 0, &bench_case->since_count);
    fill_runtimes(lua, bench_case);
    fill_counters(lua, bench_case);
    fill_params(lua, bench_case);
    fill_points(lua, bench_case);
    fill_strategies(lua, bench_case);
}
