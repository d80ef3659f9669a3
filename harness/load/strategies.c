/*
 * Strategies and expectations. See strategies.h for the contracts.
 */
#include "load/strategies.h"

#include "base/memory.h"
#include "load/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct esc_source esc_read_source(const struct esc_check *check, const struct esc_node *table,
                                  const char *around, const char *field)
{
    struct esc_source source = {0};
    const char *text = esc_node_text(table, field);
    if (text == NULL)
        return source;
    char *where = esc_format("%s%s%s", around, *around == '\0' ? "" : ".", field);
    source.text = esc_strdup(text);
    source.line = esc_lines_text(check->lines, where, text);
    free(where);
    return source;
}

static enum esc_place place_of(const struct esc_node *node, const char *name)
{
    const char *place = esc_node_text(node, "place");
    return strcmp(place == NULL ? name : place, "stack") == 0 ? ESC_PLACE_STACK : ESC_PLACE_HEAP;
}

static void add_strategy(const struct esc_check *check, const char *name,
                         const struct esc_node *node, struct esc_case *item)
{
    char *where = esc_format("strategies.%s", name);
    item->strategies = esc_grow(item->strategies, &item->strategy_count, sizeof *item->strategies);
    item->strategies[item->strategy_count - 1] = (struct esc_strategy){
        .name = esc_strdup(name),
        .place = place_of(node, name),
        .go = esc_read_source(check, node, where, "go"),
        .c = esc_read_source(check, node, where, "c"),
        .setup = esc_read_source(check, node, where, "setup"),
        .teardown = esc_read_source(check, node, where, "teardown"),
    };
    free(where);
}

static bool is_pair(const char *name)
{
    return strcmp(name, "stack") == 0 || strcmp(name, "heap") == 0;
}

static bool add_strategies(const struct esc_check *check, const struct esc_node *strategies,
                           struct esc_case *item)
{
    const struct esc_node *stack = esc_node_get(strategies, "stack");
    const struct esc_node *heap = esc_node_get(strategies, "heap");
    if (stack == NULL || heap == NULL)
        return false;
    add_strategy(check, "stack", stack, item);
    add_strategy(check, "heap", heap, item);
    for (size_t i = 0; i < strategies->count; i++) {
        const struct esc_entry *entry = &strategies->entries[i];
        if (entry->index == 0 && !is_pair(entry->key))
            add_strategy(check, entry->key, &entry->value, item);
    }
    return true;
}

/* " for size:64" where the case has parameters. */
static char *at_point(const struct esc_case *item, size_t point)
{
    const char *name = item->points[point].name;
    return esc_format("%s%s", *name == '\0' ? "" : " for ", name);
}

static bool check_result(const struct esc_check *check, const char *where,
                         const struct esc_case *item, const struct esc_node *results, size_t point)
{
    const struct esc_node *result = &results[point];
    bool number = result->kind == ESC_KIND_NUMBER;
    if (number && isfinite(result->number) && result->number >= 0)
        return true;
    char *shown = esc_check_show(where);
    char *at = at_point(item, point);
    if (result->kind == ESC_KIND_FAULT)
        esc_error_add(check->error, check->path, (int)result->integer, "%s fails%s: %s", shown, at,
                      result->text);
    else if (number)
        esc_check_fault(check, where, "%s gives %.16g%s; it must return 0 or more", shown,
                        result->number, at);
    else
        esc_check_fault(check, where, "%s gives %s%s; it must return a number", shown,
                        esc_node_words(result), at);
    free(at);
    free(shown);
    return false;
}

/* One figure for every point; -1 where it is not given. */
static bool read_figure(const struct esc_check *check, const char *where,
                        const struct esc_case *item, const struct esc_node *node, double *figures)
{
    for (size_t i = 0; i < item->point_count; i++)
        figures[i] = node != NULL && node->kind == ESC_KIND_NUMBER ? node->number : -1;
    if (node == NULL || node->kind != ESC_KIND_FUNCTION)
        return true;
    for (size_t i = 0; i < node->count; i++) {
        if (!check_result(check, where, item, node->results, i))
            return false;
        figures[i] = node->results[i].number;
    }
    return true;
}

static bool read_figures(const struct esc_check *check, const struct esc_node *node,
                         const struct esc_case *item, struct esc_strategy *strategy)
{
    char *allocs_where = esc_format("expect.%s.allocs", strategy->name);
    char *bytes_where = esc_format("expect.%s.bytes", strategy->name);
    double *allocs = esc_calloc(item->point_count, sizeof *allocs);
    double *bytes = esc_calloc(item->point_count, sizeof *bytes);
    bool good = read_figure(check, allocs_where, item, esc_node_get(node, "allocs"), allocs);
    good = read_figure(check, bytes_where, item, esc_node_get(node, "bytes"), bytes) && good;
    strategy->expect = esc_calloc(item->point_count, sizeof *strategy->expect);
    for (size_t i = 0; i < item->point_count; i++)
        strategy->expect[i] = (struct esc_expectation){allocs[i], bytes[i]};
    free(bytes);
    free(allocs);
    free(bytes_where);
    free(allocs_where);
    return good;
}

static void read_escapes(const struct esc_node *escapes, struct esc_strategy *strategy)
{
    if (!esc_node_is_list(escapes))
        return;
    for (size_t i = 0; i < escapes->count; i++) {
        const char *line = escapes->entries[i].value.text;
        strategy->escapes = esc_grow(strategy->escapes, &strategy->escape_count, sizeof line);
        strategy->escapes[i] = esc_strdup(line);
    }
}

static bool check_known(const struct esc_check *check, const struct esc_node *strategies,
                        const char *name)
{
    if (esc_node_get(strategies, name) != NULL)
        return true;
    struct esc_nearest nearest = {.typed = name};
    for (size_t i = 0; i < strategies->count; i++)
        esc_nearest_offer(&nearest, strategies->entries[i].key);
    char *where = esc_format("expect.%s", name);
    if (nearest.name != NULL)
        esc_check_fault(check, where, "expect names no strategy with \"%s\"; did you mean \"%s\"?",
                        name, nearest.name);
    else
        esc_check_fault(check, where,
                        "expect names no strategy with \"%s\"; add it to strategies, or remove it",
                        name);
    free(where);
    return false;
}

static bool check_all_known(const struct esc_check *check, const struct esc_node *strategies,
                            const struct esc_node *expect)
{
    bool good = true;
    if (expect == NULL || expect->kind != ESC_KIND_TABLE || strategies == NULL ||
        strategies->kind != ESC_KIND_TABLE)
        return true;
    for (size_t i = 0; i < expect->count; i++)
        if (expect->entries[i].index == 0)
            good = check_known(check, strategies, expect->entries[i].key) && good;
    return good;
}

/* 0 where the case does not ask for a number. */
static bool read_iterations(const struct esc_check *check, const struct esc_node *root,
                            struct esc_case *item)
{
    double *least = esc_calloc(item->point_count, sizeof *least);
    bool good = read_figure(check, "iterations", item, esc_node_get(root, "iterations"), least);
    for (size_t i = 0; i < item->point_count; i++)
        item->points[i].least_iterations = least[i] > 0 ? (uint64_t)least[i] : 0;
    free(least);
    return good;
}

bool esc_strategies_read(const struct esc_check *check, const struct esc_node *root,
                         struct esc_case *item)
{
    const struct esc_node *strategies = esc_node_get(root, "strategies");
    const struct esc_node *expect = esc_node_get(root, "expect");
    bool good = check_all_known(check, strategies, expect);
    good = add_strategies(check, strategies, item) && good;
    good = read_iterations(check, root, item) && good;
    for (size_t i = 0; i < item->strategy_count; i++) {
        struct esc_strategy *strategy = &item->strategies[i];
        const struct esc_node *node = esc_node_get(expect, strategy->name);
        good = read_figures(check, node, item, strategy) && good;
        read_escapes(esc_node_get(node, "escapes"), strategy);
    }
    return good;
}
