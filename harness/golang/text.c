/*
 * Case and point -> Go package. See golang.h for the contracts.
 */
#include "golang/golang.h"

#include "base/memory.h"
#include "golang/internal.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* "constant-capacity" or "key_type" in CamelCase; the first letter is upper case if `upper`. */
static char *camel(const char *name, bool upper)
{
    char *out = esc_calloc(strlen(name) + 1, 1);
    size_t length = 0;
    for (; *name != '\0'; name++) {
        bool letter = isalnum((unsigned char)*name);
        if (letter)
            out[length++] = upper ? (char)toupper((unsigned char)*name) : *name;
        upper = !letter;
    }
    return out;
}

char *esc_go_function(const char *strategy, const char *suffix)
{
    char *name = camel(strategy, false);
    char *function = esc_format("%s%s", name, suffix);
    free(name);
    return function;
}

/* `//line` with a column keeps columns right; the name has no folder, so no path gets into it. */
static void map_to_case(struct esc_text *out, const struct esc_case *bench_case, int line)
{
    esc_text_addf(out, "//line %s.lua:%d:1\n", bench_case->name, line);
}

static void map_to_nothing(struct esc_text *out)
{
    esc_text_add(out, "//line generated.go:1:1\n");
}

/* Words are numbers, the same as in C: KindScan 0, KindNoscan 1. */
static void add_param(struct esc_text *out, const struct esc_param *param, size_t chosen)
{
    char *name = camel(param->name, true);
    esc_text_addf(out, "const %s = %" PRId64 "\n", name, param->values[chosen].number);
    for (size_t k = 0; k < param->count; k++) {
        if (!param->values[k].is_word)
            continue;
        char *word = camel(param->values[k].text, true);
        esc_text_addf(out, "const %s%s = %" PRId64 "\n", name, word, param->values[k].number);
        free(word);
    }
    free(name);
}

/* The line without its newline; *next is where the following one begins, or NULL. */
static size_t line_length(const char *line, const char **next)
{
    const char *end = strchr(line, '\n');
    *next = end == NULL ? NULL : end + 1;
    return end == NULL ? strlen(line) : (size_t)(end - line);
}

static bool starts_import(const char *line, size_t length)
{
    return length > 7 && strncmp(line, "import ", 7) == 0;
}

static bool opens_block(const char *line, size_t length)
{
    return starts_import(line, length) && memchr(line, '(', length) != NULL &&
           memchr(line, ')', length) == NULL;
}

/* `import "io"` inside the text so far; the same import twice in a file does not compile. */
static void add_import(struct esc_text *out, const struct esc_case *bench_case, int line,
                       const char *spec, size_t length)
{
    while (length > 0 && isspace((unsigned char)*spec)) {
        spec++;
        length--;
    }
    if (length == 0 || *spec == ')' || strncmp(spec, "//", 2) == 0)
        return;
    char *import = esc_format("import %.*s\n", (int)length, spec);
    if (out->bytes == NULL || strstr(out->bytes, import) == NULL) {
        map_to_case(out, bench_case, line);
        esc_text_add(out, import);
    }
    free(import);
}

/* Go wants all imports before all else: they move to the top, and leave an empty line behind. */
static void hoist_imports(struct esc_text *out, const struct esc_case *bench_case,
                          const struct esc_source *source)
{
    bool inside = false;
    int number = source->line;
    for (const char *line = source->text, *next; line != NULL; line = next, number++) {
        size_t length = line_length(line, &next);
        if (inside) {
            add_import(out, bench_case, number, line, length);
            inside = memchr(line, ')', length) == NULL;
        } else if (opens_block(line, length)) {
            inside = true;
        } else if (starts_import(line, length)) {
            add_import(out, bench_case, number, line + 7, length - 7);
        }
    }
}

static void add_without_imports(struct esc_text *out, const char *text)
{
    bool inside = false;
    for (const char *line = text, *next; line != NULL; line = next) {
        size_t length = line_length(line, &next);
        bool left_out = inside || starts_import(line, length);
        if (!left_out)
            esc_text_add_bytes(out, line, length);
        inside = inside ? memchr(line, ')', length) == NULL : opens_block(line, length);
        esc_text_add(out, "\n");
    }
}

static void add_source(struct esc_text *out, const struct esc_case *bench_case,
                       const struct esc_source *source)
{
    if (source->text == NULL)
        return;
    map_to_case(out, bench_case, source->line);
    add_without_imports(out, source->text);
    map_to_nothing(out);
}

void esc_go_text(const struct esc_case *bench_case, size_t point, struct esc_text *out)
{
    struct esc_text imports = {0};
    if (bench_case->go.text != NULL)
        hoist_imports(&imports, bench_case, &bench_case->go);
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        if (bench_case->strategies[k].go.text != NULL)
            hoist_imports(&imports, bench_case, &bench_case->strategies[k].go);
    esc_text_add(out, "package point\n\n");
    esc_text_add(out, imports.length > 0 ? imports.bytes : "");
    esc_text_free(&imports);
    map_to_nothing(out);
    for (size_t k = 0; k < bench_case->param_count; k++)
        add_param(out, &bench_case->params[k], bench_case->points[point].values[k]);
    add_source(out, bench_case, &bench_case->go);
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        add_source(out, bench_case, &bench_case->strategies[k].go);
}

/* ---- what the harness adds: the loop over each operation, and a program a point -------------- */

/* Whether the strategy's Go, or the shared one, declares that function. */
static bool declares(const struct esc_case *bench_case, const struct esc_strategy *strategy,
                     const char *function)
{
    char *head = esc_format("func %s(", function);
    bool found = (strategy->go.text != NULL && strstr(strategy->go.text, head) != NULL) ||
                 (bench_case->go.text != NULL && strstr(bench_case->go.text, head) != NULL);
    free(head);
    return found;
}

/* The same fold as in the C loop, see codegen. A missing op is an error at the strategy's line. */
static const char loop[] =
    "\tvar sum uint64\n"
    "\tfor i := uint64(0); i < n; i++ {\n"
    "%s"
    "\t\tsum = (sum<<1 | sum>>63) ^ %s(i)\n"
    "//line loops.go:1:1\n"
    "\t}\n"
    "\treturn sum\n"
    "}\n\n";

/* EscSetupHeap calls heapSetup where the case has one, and does nothing where not. */
static void add_hook(struct esc_text *out, const struct esc_case *bench_case,
                     const struct esc_strategy *strategy, const char *hook)
{
    char *function = esc_go_function(strategy->name, hook);
    char *exported = camel(strategy->name, true);
    bool there = declares(bench_case, strategy, function);
    esc_text_addf(out, "func Esc%s%s() {", hook, exported);
    if (there)
        esc_text_addf(out, " %s() ", function);
    esc_text_add(out, "}\n\n");
    free(function);
    free(exported);
}

void esc_go_loops(const struct esc_case *bench_case, struct esc_text *out)
{
    esc_text_add(out, "package point\n\n");
    for (size_t k = 0; k < bench_case->strategy_count; k++) {
        const struct esc_strategy *strategy = &bench_case->strategies[k];
        if (strategy->go.text == NULL)
            continue;
        char *exported = camel(strategy->name, true);
        char *function = esc_go_function(strategy->name, "Op");
        char *place = esc_format("//line %s.lua:%d:1\n", bench_case->name, strategy->go.line);
        esc_text_addf(out, "func EscRun%s(n uint64) uint64 {\n", exported);
        esc_text_addf(out, loop, place, function);
        add_hook(out, bench_case, strategy, "Setup");
        add_hook(out, bench_case, strategy, "Teardown");
        free(place);
        free(function);
        free(exported);
    }
}

void esc_go_sides(const struct esc_case *bench_case, size_t point, struct esc_text *out)
{
    esc_text_addf(out,
                  "package main\n\nimport \"escapement/%s/point%zu\"\n\n"
                  "var sides = map[string]side{\n",
                  bench_case->name, point);
    for (size_t k = 0; k < bench_case->strategy_count; k++) {
        if (bench_case->strategies[k].go.text == NULL)
            continue;
        char *name = camel(bench_case->strategies[k].name, true);
        esc_text_addf(out, "\t\"%s\": {point.EscSetup%s, point.EscRun%s, point.EscTeardown%s},\n",
                      bench_case->strategies[k].name, name, name, name);
        free(name);
    }
    esc_text_add(out, "}\n");
}
