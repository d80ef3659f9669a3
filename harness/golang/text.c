/*
 * Case and point -> Go package. See golang.h for the contracts.
 */
#include "golang/golang.h"

#include "base/memory.h"
#include "golang/internal.h"
#include "noun/scan.h"

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

/* ---- words of Go text ---------------------------------------------------------------------- */

static bool is_word(const char *at, const char *word)
{
    size_t length = strlen(word);
    return strncmp(at, word, length) == 0 && !esc_scan_in_word(at[length]);
}

/* The next `word` outside comments and literals; NULL where there is none. */
static const char *find_word(const char *at, const char *word)
{
    while (*at != '\0' && !is_word(at, word))
        at = esc_scan_one(at, ESC_IN_GO);
    return *at == '\0' ? NULL : at;
}

/* ---- imports ------------------------------------------------------------------------------- */

/* Behind `name "path"`, with or without a name; what is no import ends with its line. */
static const char *skip_import(const char *at)
{
    while (*at != '\0' && *at != '\n' && *at != ';' && *at != ')') {
        bool path = *at == '"' || *at == '`';
        at = esc_scan_one(at, ESC_IN_GO);
        if (path)
            break;
    }
    return at;
}

/* `import "io"` inside the text so far; the same import twice in a file does not compile. */
static void add_import(struct esc_text *out, const struct esc_case *bench_case, int line,
                       const char *import, size_t length)
{
    char *text = esc_format("import %.*s\n", (int)length, import);
    if (out->bytes == NULL || strstr(out->bytes, text) == NULL) {
        map_to_case(out, bench_case, line);
        esc_text_add(out, text);
    }
    free(text);
}

/* Behind the import declaration at `at`, whose imports go to `out` unless that is NULL. */
static const char *take_imports(const char *at, struct esc_text *out,
                                const struct esc_case *bench_case, const struct esc_source *source)
{
    at = esc_scan_blanks(at + strlen("import"), false);
    bool group = *at == '(';
    at = group ? esc_scan_blanks(at + 1, true) : at;
    while (*at != '\0' && *at != ')') {
        const char *end = skip_import(at);
        int line = source->line + esc_line_ends(source->text, at);
        if (out != NULL && end > at)
            add_import(out, bench_case, line, at, (size_t)(end - at));
        at = esc_scan_blanks(end, group);
        at += *at == ';' ? 1 + strspn(at + 1, " \t") : 0;
        if (!group)
            return at;
        at = esc_scan_blanks(at, true);
    }
    return *at == ')' ? at + 1 : at;
}

/* Go wants all imports before all else: they move to the top, and leave empty lines behind. */
static void hoist_imports(struct esc_text *out, const struct esc_case *bench_case,
                          const struct esc_source *source)
{
    for (const char *at = source->text; (at = find_word(at, "import")) != NULL;)
        at = take_imports(at, out, bench_case, source);
}

static void add_without_imports(struct esc_text *out, const struct esc_case *bench_case,
                                const struct esc_source *source)
{
    const char *at = source->text;
    for (const char *import; (import = find_word(at, "import")) != NULL;) {
        esc_text_add_bytes(out, at, (size_t)(import - at));
        at = take_imports(import, NULL, bench_case, source);
        for (int lines = esc_line_ends(import, at); lines > 0; lines--)
            esc_text_add(out, "\n");
    }
    esc_text_addf(out, "%s\n", at);
}

static void add_source(struct esc_text *out, const struct esc_case *bench_case,
                       const struct esc_source *source)
{
    if (source->text == NULL)
        return;
    map_to_case(out, bench_case, source->line);
    add_without_imports(out, bench_case, source);
    map_to_nothing(out);
}

static struct esc_text imports_of(const struct esc_case *bench_case)
{
    struct esc_text imports = {0};
    if (bench_case->go.text != NULL)
        hoist_imports(&imports, bench_case, &bench_case->go);
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        if (bench_case->strategies[k].go.text != NULL)
            hoist_imports(&imports, bench_case, &bench_case->strategies[k].go);
    return imports;
}

/* Each import stands behind a line that says where it is from. */
int esc_go_cgo_line(const struct esc_case *bench_case)
{
    struct esc_text imports = imports_of(bench_case);
    char *text = esc_text_take(&imports);
    char *cgo = strstr(text, "\nimport \"C\"\n");
    if (cgo == NULL)
        cgo = strstr(text, "\nimport `C`\n");
    int line = 0;
    if (cgo != NULL) {
        *cgo = '\0';
        const char *place = strrchr(text, '\n');
        place = strstr(place != NULL ? place : text, ".lua:");
        line = place != NULL ? atoi(place + strlen(".lua:")) : bench_case->line;
    }
    free(text);
    return line;
}

char *esc_go_folder(const struct esc_case *bench_case, size_t point)
{
    static const char *const kept[] = {"vendor", "testdata", "internal", "programs", "bin"};
    const char *ending = "";
    for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
        if (strcmp(bench_case->name, kept[k]) == 0)
            ending = ESC_GO_ENDING;
    return esc_format("%s%s/point%zu", bench_case->name, ending, point);
}

char *esc_go_package(const struct esc_case *bench_case, size_t point)
{
    char *folder = esc_go_folder(bench_case, point);
    char *package = esc_format("escapement/%s", folder);
    free(folder);
    return package;
}

void esc_go_text(const struct esc_case *bench_case, size_t point, struct esc_text *out)
{
    struct esc_text imports = imports_of(bench_case);
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

static bool declared_in(const struct esc_source *source, const char *function)
{
    const char *at = source->text;
    while (at != NULL && (at = find_word(at, "func")) != NULL) {
        at = esc_scan_blanks(at + strlen("func"), true);
        if (is_word(at, function) && *esc_scan_blanks(at + strlen(function), true) == '(')
            return true;
    }
    return false;
}

/* Whether the strategy's Go, or the shared one, declares that function. */
static bool declares(const struct esc_case *bench_case, const struct esc_strategy *strategy,
                     const char *function)
{
    return declared_in(&strategy->go, function) || declared_in(&bench_case->go, function);
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

char *esc_go_run_function(const char *strategy)
{
    char *exported = camel(strategy, true);
    char *function = esc_format("EscRun%s", exported);
    free(exported);
    return function;
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
    char *package = esc_go_package(bench_case, point);
    esc_text_addf(out, "package main\n\nimport \"%s\"\n\nvar sides = map[string]side{\n", package);
    free(package);
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
