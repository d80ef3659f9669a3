/*
 * Strategies and expectations. See strategies.h for the contracts.
 */
#include "load/strategies.h"

#include "base/memory.h"
#include "noun/function.h"

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

/* One figure for every point. */
static bool read_figure(const struct esc_check *check, const char *where,
                        const struct esc_case *item, const struct esc_node *node, double absent,
                        double *figures)
{
    for (size_t i = 0; i < item->point_count; i++)
        figures[i] = node != NULL && node->kind == ESC_KIND_NUMBER ? node->number : absent;
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
    char *allocs_where = esc_format("strategies.%s.allocs", strategy->name);
    char *bytes_where = esc_format("strategies.%s.bytes", strategy->name);
    double *allocs = esc_calloc(item->point_count, sizeof *allocs);
    double *bytes = esc_calloc(item->point_count, sizeof *bytes);
    double absent = strategy->place == ESC_PLACE_STACK ? 0 : -1;
    bool good =
        read_figure(check, allocs_where, item, esc_node_get(node, "allocs"), absent, allocs);
    good =
        read_figure(check, bytes_where, item, esc_node_get(node, "bytes"), absent, bytes) && good;
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

/* 0 where the case does not ask for a number. */
static bool read_iterations(const struct esc_check *check, const struct esc_node *root,
                            struct esc_case *item)
{
    double *least = esc_calloc(item->point_count, sizeof *least);
    bool good = read_figure(check, "iterations", item, esc_node_get(root, "iterations"), 0, least);
    for (size_t i = 0; i < item->point_count; i++)
        item->points[i].least_iterations = least[i] > 0 ? (uint64_t)least[i] : 0;
    free(least);
    return good;
}

/* A text of the case's own that the others have is missing here. */
static bool lacks(const struct esc_check *check, const struct esc_node *strategies,
                  const struct esc_strategy *strategy, const char *field)
{
    bool others = false;
    for (size_t i = 0; i < strategies->count; i++)
        others = others || esc_node_get(&strategies->entries[i].value, field) != NULL;
    if (!others || esc_node_get(esc_node_get(strategies, strategy->name), field) != NULL)
        return false;
    char *where = esc_format("strategies.%s", strategy->name);
    esc_check_field(check, where, "lacks \"%s\", which others have; add it, or leave all of %s out",
                    field, *field == 'c' ? "C" : "Go");
    free(where);
    return true;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n\v\f")] == '\0'; /* the schema tells */
}

static bool check_op(const struct esc_check *check, const struct esc_strategy *strategy)
{
    char *op = esc_function_name(strategy->name, "op");
    bool there = strategy->c.text == NULL || is_blank(strategy->c.text) ||
                 esc_function_defined(strategy->c.text, op);
    if (!there) {
        char *where = esc_format("strategies.%s", strategy->name);
        esc_check_fault(check, where,
                        "strategy %s: its C defines no function %s; write static uint64_t "
                        "%s(uint64_t i) { … } (escapement migrate FILE does it for a body alone)",
                        strategy->name, op, op);
        free(where);
    }
    free(op);
    return there;
}

static bool check_texts(const struct esc_check *check, const struct esc_node *strategies,
                        const struct esc_strategy *strategy)
{
    if (esc_node_get(strategies, strategy->name)->kind != ESC_KIND_TABLE)
        return false;
    if (strategy->c.text == NULL && strategy->go.text == NULL) {
        char *where = esc_format("strategies.%s", strategy->name);
        esc_check_field(check, where, "has no code; write go, or c, or both");
        free(where);
        return false;
    }
    bool good = !lacks(check, strategies, strategy, "go");
    good = !lacks(check, strategies, strategy, "c") && good;
    return check_op(check, strategy) && good;
}

bool esc_strategies_read(const struct esc_check *check, const struct esc_node *root,
                         struct esc_case *item)
{
    const struct esc_node *strategies = esc_node_get(root, "strategies");
    bool good = add_strategies(check, strategies, item);
    good = read_iterations(check, root, item) && good;
    for (size_t i = 0; i < item->strategy_count; i++) {
        struct esc_strategy *strategy = &item->strategies[i];
        const struct esc_node *node = esc_node_get(strategies, strategy->name);
        good = check_texts(check, strategies, strategy) && good;
        good = read_figures(check, node, item, strategy) && good;
        read_escapes(esc_node_get(node, "escapes"), strategy);
    }
    return good;
}
