/*
 * Parameters, points and the quick subset. See params.h for the contracts.
 */
#include "load/params.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* SIZE, KIND_SCAN: the macro of a parameter, or of one of its words; the caller frees. */
static char *macro_name(const char *param, const char *word)
{
    char *name = word == NULL ? esc_strdup(param) : esc_format("%s_%s", param, word);
    for (char *letter = name; *letter != '\0'; letter++)
        *letter = (char)toupper((unsigned char)*letter);
    return name;
}

/* Keywords would read oddly beside their macro; the others are macros of <stddef.h>, <stdint.h>,
 * <stdlib.h> and <endian.h> in lower case. C17 6.4.1, 7.19, 7.20, 7.22. */
static bool is_reserved(const char *name)
{
    static const char *const names[] = {
        "auto",         "break",         "case",       "char",       "const",
        "continue",     "default",       "do",         "double",     "else",
        "enum",         "extern",        "float",      "for",        "goto",
        "if",           "inline",        "int",        "long",       "register",
        "restrict",     "return",        "short",      "signed",     "sizeof",
        "static",       "struct",        "switch",     "typedef",    "union",
        "unsigned",     "void",          "volatile",   "while",      "null",
        "eof",          "true",          "false",      "size_max",   "ptrdiff_max",
        "intptr_max",   "uintptr_max",   "rand_max",   "intmax_max", "uintmax_max",
        "exit_success", "exit_failure",  "byte_order", "wchar_max",  "wchar_min",
        "big_endian",   "little_endian", "mb_cur_max",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return strncmp(name, "esc_", 4) == 0 || strncmp(name, "gc_", 3) == 0;
}

/* Whether the parameter defines this macro. */
static bool defines(const struct esc_param *param, const char *macro)
{
    char *own = macro_name(param->name, NULL);
    bool found = strcmp(own, macro) == 0;
    free(own);
    for (size_t i = 0; i < param->count && !found; i++) {
        if (!param->values[i].is_word)
            continue;
        own = macro_name(param->name, param->values[i].text);
        found = strcmp(own, macro) == 0;
        free(own);
    }
    return found;
}

static const struct esc_param *find_param(const struct esc_case *item, const char *name)
{
    for (size_t k = 0; k < item->param_count; k++)
        if (strcmp(item->params[k].name, name) == 0)
            return &item->params[k];
    return NULL;
}

/* The last parameter against those before it. */
static bool check_macros(const struct esc_check *check, const char *where,
                         const struct esc_case *item)
{
    const struct esc_param *last = &item->params[item->param_count - 1];
    if (is_reserved(last->name))
        return esc_check_fault(check, where,
                               "\"%s\" cannot name a parameter, C has it already; rename it",
                               last->name);
    for (size_t k = 0; k + 1 < item->param_count; k++) {
        const struct esc_param *other = &item->params[k];
        char *macro = macro_name(last->name, NULL);
        char *others = macro_name(other->name, NULL);
        bool clash = defines(other, macro) || defines(last, others);
        free(others);
        free(macro);
        if (clash && strcmp(last->name, other->name) == 0)
            return esc_check_fault(check, where, "the parameter \"%s\" is given twice; remove one",
                                   last->name);
        if (clash)
            return esc_check_fault(check, where,
                                   "the parameters \"%s\" and \"%s\" define the same macro; rename "
                                   "one of them",
                                   other->name, last->name);
    }
    return true;
}

static bool same_value(const struct esc_value *value, const struct esc_node *node)
{
    if (node->kind == ESC_KIND_TEXT)
        return value->is_word && strcmp(value->text, node->text) == 0;
    return node->kind == ESC_KIND_NUMBER && node->whole && !value->is_word &&
           value->number == node->integer;
}

static char *shown_value(const struct esc_node *node)
{
    if (node->kind == ESC_KIND_TEXT)
        return esc_strdup(node->text);
    return esc_format("%lld", (long long)node->integer);
}

static const struct esc_value *find_value(const struct esc_param *param,
                                          const struct esc_node *node)
{
    for (size_t i = 0; i < param->count; i++)
        if (same_value(&param->values[i], node))
            return &param->values[i];
    return NULL;
}

static bool is_value(const struct esc_node *node)
{
    if (node->kind == ESC_KIND_TEXT)
        return esc_schema_named(ESC_NAMING_SNAKE, node->text);
    return node->kind == ESC_KIND_NUMBER && node->whole && node->integer >= 0;
}

static bool add_value(const struct esc_check *check, const char *where, struct esc_param *param,
                      const struct esc_node *node)
{
    if (!is_value(node))
        return false;
    char *text = shown_value(node);
    bool is_word = node->kind == ESC_KIND_TEXT;
    bool twice = find_value(param, node) != NULL;
    bool mixed = param->count > 0 && param->values[0].is_word != is_word;
    if (twice || mixed) {
        const char *advice = twice ? "once more; remove it"
                                   : "of another kind; use only numbers "
                                     "or only words";
        esc_check_field(check, where, "is %s, %s", text, advice);
        free(text);
        return false;
    }
    int64_t number = is_word ? (int64_t)param->count : node->integer;
    param->values = esc_grow(param->values, &param->count, sizeof *param->values);
    param->values[param->count - 1] = (struct esc_value){text, number, is_word};
    return true;
}

static bool add_values(const struct esc_check *check, const char *where, struct esc_param *param,
                       const struct esc_node *list)
{
    if (!esc_node_is_list(list) || list->count == 0)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count && param->count <= ESC_MOST_POINTS; i++) {
        char *place = esc_format("%s.%zu", where, i + 1);
        good = add_value(check, place, param, &list->entries[i].value) && good;
        free(place);
    }
    return good;
}

static struct esc_param *add_param(struct esc_case *item, const char *name, const char *label)
{
    item->params = esc_grow(item->params, &item->param_count, sizeof *item->params);
    struct esc_param *param = &item->params[item->param_count - 1];
    param->name = esc_strdup(name);
    param->label = esc_strdup(label == NULL ? name : label);
    return param;
}

/* params = { size = { 8, 64 } } */
static bool read_short(const struct esc_check *check, const struct esc_entry *entry,
                       struct esc_case *item)
{
    if (!esc_schema_named(ESC_NAMING_SNAKE, entry->key))
        return false;
    char *where = esc_format("params.%s", entry->key);
    struct esc_param *param = add_param(item, entry->key, NULL);
    bool good = add_values(check, where, param, &entry->value);
    good = check_macros(check, where, item) && good;
    free(where);
    return good;
}

static enum esc_unit unit_of(const char *name)
{
    if (name == NULL)
        return ESC_UNIT_NONE;
    return strcmp(name, "bytes") == 0 ? ESC_UNIT_BYTES : ESC_UNIT_COUNT;
}

/* params = { { name = "size", values = { 8, 64 } } } */
static bool read_long(const struct esc_check *check, const struct esc_entry *entry,
                      struct esc_case *item)
{
    const char *name = esc_node_text(&entry->value, "name");
    if (name == NULL || !esc_schema_named(ESC_NAMING_SNAKE, name))
        return false;
    char *where = esc_format("params.%s.values", entry->key);
    char *name_where = esc_format("params.%s.name", entry->key);
    struct esc_param *param = add_param(item, name, esc_node_text(&entry->value, "label"));
    param->unit = unit_of(esc_node_text(&entry->value, "unit"));
    bool good = add_values(check, where, param, esc_node_get(&entry->value, "values"));
    good = check_macros(check, name_where, item) && good;
    free(name_where);
    free(where);
    return good;
}

static bool read_params(const struct esc_check *check, const struct esc_node *params,
                        struct esc_case *item)
{
    if (params == NULL)
        return true;
    if (params->kind != ESC_KIND_TABLE)
        return false;
    bool good = true;
    bool list = esc_node_is_list(params);
    for (size_t i = 0; i < params->count; i++) {
        const struct esc_entry *entry = &params->entries[i];
        good = (list ? read_long : read_short)(check, entry, item) && good;
    }
    return good;
}

static bool read_threads(const struct esc_check *check, const struct esc_node *root,
                         struct esc_case *item)
{
    const struct esc_node *field = esc_node_get(root, "threads");
    const struct esc_param *param = find_param(item, "threads");
    item->threads = 1;
    if (field != NULL && param != NULL)
        return esc_check_fault(check, "threads", "threads is a field and a parameter; remove one");
    if (field != NULL && field->kind == ESC_KIND_NUMBER)
        item->threads = (unsigned)field->integer;
    if (param == NULL)
        return true;
    item->threads = 0;
    for (size_t i = 0; i < param->count; i++) {
        const struct esc_value *value = &param->values[i];
        if (value->is_word || value->number < 1 || value->number > ESC_MOST_THREADS)
            return esc_check_fault(check, "params.threads",
                                   "the parameter \"threads\" has the value %s; use whole numbers "
                                   "from 1 to %d",
                                   value->text, ESC_MOST_THREADS);
    }
    return true;
}

static bool count_points(const struct esc_check *check, struct esc_case *item)
{
    size_t count = 1;
    for (size_t k = 0; k < item->param_count; k++) {
        count *= item->params[k].count;
        if (count > ESC_MOST_POINTS)
            return esc_check_fault(check, "params",
                                   "the parameters make more than %d points; give fewer values",
                                   ESC_MOST_POINTS);
    }
    item->point_count = count;
    return true;
}

/* "kind:scan/size:64" */
static char *point_name(const struct esc_case *item, const size_t *values)
{
    struct esc_text name = {0};
    for (size_t k = 0; k < item->param_count; k++)
        esc_text_addf(&name, "%s%s:%s", k == 0 ? "" : "/", item->params[k].name,
                      item->params[k].values[values[k]].text);
    return esc_text_take(&name);
}

static void make_points(struct esc_case *item)
{
    item->points = esc_calloc(item->point_count, sizeof *item->points);
    for (size_t i = 0; i < item->point_count; i++) {
        struct esc_point *point = &item->points[i];
        point->values = esc_calloc(item->param_count, sizeof *point->values);
        size_t rest = i;
        for (size_t k = item->param_count; k-- > 0;) {
            point->values[k] = rest % item->params[k].count;
            rest /= item->params[k].count;
        }
        point->name = point_name(item, point->values);
        point->quick = true;
    }
}

static void keep_quick(struct esc_case *item, size_t param, const bool *chosen)
{
    for (size_t i = 0; i < item->point_count; i++)
        if (!chosen[item->points[i].values[param]])
            item->points[i].quick = false;
}

static bool choose(const struct esc_check *check, const struct esc_param *param, size_t k,
                   const struct esc_node *list, bool *chosen)
{
    bool good = esc_node_is_list(list);
    for (size_t i = 0; good && i < list->count; i++) {
        const struct esc_node *node = &list->entries[i].value;
        const struct esc_value *value = find_value(param, node);
        if (value != NULL) {
            chosen[value - param->values] = true;
            continue;
        }
        good = false;
        if (!is_value(node))
            continue;
        char *where = esc_format("params.%zu.quick.%zu", k + 1, i + 1);
        char *text = shown_value(node);
        esc_check_field(check, where, "is %s, which is not among the values of \"%s\"", text,
                        param->name);
        free(text);
        free(where);
    }
    return good;
}

/* Without `quick` the middle value (the lower of two) is quick. */
static bool read_quick(const struct esc_check *check, const struct esc_node *params,
                       struct esc_case *item, size_t k)
{
    const struct esc_param *param = &item->params[k];
    bool long_form = esc_node_is_list(params);
    const struct esc_node *list =
        long_form ? esc_node_get(&params->entries[k].value, "quick") : NULL;
    bool *chosen = esc_calloc(param->count, sizeof *chosen);
    bool good = true;
    if (list == NULL)
        chosen[(param->count - 1) / 2] = true;
    else
        good = choose(check, param, k, list, chosen);
    keep_quick(item, k, chosen);
    free(chosen);
    return good;
}

bool esc_params_read(const struct esc_check *check, const struct esc_node *root,
                     struct esc_case *item)
{
    bool good = read_params(check, esc_node_get(root, "params"), item);
    good = read_threads(check, root, item) && good;
    if (!good || !count_points(check, item))
        return false;
    make_points(item);
    for (size_t k = 0; k < item->param_count; k++)
        good = read_quick(check, esc_node_get(root, "params"), item, k) && good;
    return good;
}
