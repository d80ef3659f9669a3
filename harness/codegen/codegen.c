/*
 * Case -> C text: parameters as macros, the shared text, then for each strategy its text, the loop
 * over its operation and the exported struct esc_kernel. See codegen.h for the contracts.
 */
#include "codegen/codegen.h"

#include "base/memory.h"
#include "noun/function.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The text so far, the case it is for, and where in the text this case's part begins. */
struct writer {
    const struct esc_case *bench_case;
    struct esc_text *out;
    size_t start;
};

static size_t count_newlines(const char *text, size_t length)
{
    size_t lines = 0;
    for (size_t k = 0; k < length; k++)
        lines += text[k] == '\n';
    return lines;
}

/* A kebab-case name as part of a C name. '-' is the only character that has to change. */
static char *c_name(const char *name, bool upper)
{
    char *copy = esc_strdup(name);
    for (char *at = copy; *at != '\0'; at++) {
        if (upper)
            *at = (char)toupper((unsigned char)*at);
        if (!isalnum((unsigned char)*at))
            *at = '_';
    }
    return copy;
}

static void add_string_literal(struct esc_text *out, const char *text)
{
    esc_text_add(out, "\"");
    for (; *text != '\0'; text++) {
        bool special = *text == '"' || *text == '\\' || iscntrl((unsigned char)*text);
        if (special)
            esc_text_addf(out, "\\%03o", (unsigned)(unsigned char)*text);
        else
            esc_text_add_bytes(out, text, 1);
    }
    esc_text_add(out, "\"");
}

/* The next line is line `line` of the Lua file. */
static void map_to_case(const struct writer *to, size_t line)
{
    esc_text_addf(to->out, "#line %zu ", line);
    add_string_literal(to->out, to->bench_case->path);
    esc_text_add(to->out, "\n");
}

/* The next line is a line of the generated text itself, which is kept as NAME.c. */
static void map_to_text(const struct writer *to)
{
    size_t lines = count_newlines(to->out->bytes + to->start, to->out->length - to->start);
    esc_text_addf(to->out, "#line %zu \"%s.c\"\n", lines + 2, to->bench_case->name);
}

/* The text of the #define of `macro` at a value; ESC_VALUE_ and its name has the same one. */
static void add_param(struct esc_text *out, const struct esc_param *param,
                      const struct esc_value *value)
{
    char *macro = c_name(param->name, true);
    bool negative = value->number < 0;
    const char *const prefixes[] = {"", "ESC_VALUE_"};
    for (size_t k = 0; k < 2; k++)
        esc_text_addf(out, "#define %s%s %s%" PRId64 "%s\n", prefixes[k], macro,
                      negative ? "(" : "", value->number, negative ? ")" : "");
    free(macro);
}

/* Words are numbers in C, the same at every point: KIND_SCAN 0, KIND_NOSCAN 1. */
static char *word_macro(const struct esc_param *param, const struct esc_value *value)
{
    char *name = esc_format("%s_%s", param->name, value->text);
    char *macro = c_name(name, true);
    free(name);
    return macro;
}

static void add_words(struct esc_text *out, const struct esc_param *param)
{
    for (size_t k = 0; k < param->count; k++) {
        if (!param->values[k].is_word)
            continue;
        char *macro = word_macro(param, &param->values[k]);
        esc_text_addf(out, "#define %s %" PRId64 "\n", macro, param->values[k].number);
        free(macro);
    }
}

/* Where the condition holds the text does not compile, and the error is the case's. */
static void add_guard(const struct writer *to, const char *condition, const char *macro,
                      const struct esc_param *param)
{
    esc_text_addf(to->out, "%s\n", condition);
    map_to_case(to, (size_t)to->bench_case->line);
    esc_text_addf(to->out,
                  "#error %s is the parameter \"%s\", and something else here; rename the "
                  "parameter\n#endif\n",
                  macro, param->name);
    map_to_text(to);
}

/* Before it is defined. Takes over `macro`. */
static void guard_against_others(const struct writer *to, const struct esc_param *param,
                                 char *macro)
{
    char *condition = esc_format("#ifdef %s", macro);
    add_guard(to, condition, macro, param);
    free(condition);
    free(macro);
}

/* Behind all texts: what the case includes or defines may have defined it anew. */
static void guard_against_change(const struct writer *to, const struct esc_param *param)
{
    char *macro = c_name(param->name, true);
    char *condition = esc_format("#if %s != ESC_VALUE_%s", macro, macro);
    add_guard(to, condition, macro, param);
    free(condition);
    free(macro);
}

/* What the harness includes may have a macro of that name. */
static void guard_params(const struct writer *to)
{
    for (size_t k = 0; k < to->bench_case->param_count; k++) {
        const struct esc_param *param = &to->bench_case->params[k];
        guard_against_others(to, param, c_name(param->name, true));
        for (size_t i = 0; i < param->count; i++)
            if (param->values[i].is_word)
                guard_against_others(to, param, word_macro(param, &param->values[i]));
    }
}

static void add_params(const struct writer *to)
{
    const struct esc_case *bench_case = to->bench_case;
    if (bench_case->param_count == 0)
        return;
    guard_params(to);
    for (size_t k = 0; k < bench_case->param_count; k++)
        add_words(to->out, &bench_case->params[k]);
    for (size_t point = 0; point < bench_case->point_count; point++) {
        esc_text_addf(to->out, "#%s ESC_POINT == %zu\n", point == 0 ? "if" : "elif", point);
        for (size_t k = 0; k < bench_case->param_count; k++)
            add_param(to->out, &bench_case->params[k],
                      &bench_case->params[k].values[bench_case->points[point].values[k]]);
    }
    esc_text_add(to->out, "#endif\n");
}

static void add_source(const struct writer *to, const struct esc_source *source)
{
    if (source->text == NULL)
        return;
    map_to_case(to, (size_t)source->line);
    esc_text_addf(to->out, "%s\n", source->text);
    map_to_text(to);
}

static bool defines(const struct esc_strategy *strategy, const char *suffix)
{
    char *function = esc_function_name(strategy->name, suffix);
    bool found = esc_function_defined(strategy->c.text, function);
    free(function);
    return found;
}

/*
 * Before the user's text: whatever qualifiers it gives them, the functions are the unit's own, may
 * be inlined into the loop, and have these arguments.
 */
static void add_prototypes(const struct writer *to, const struct esc_strategy *strategy,
                           const char *name)
{
    esc_text_addf(to->out, "static inline uint64_t %s_op(uint64_t i);\n", name);
    if (defines(strategy, "setup"))
        esc_text_addf(to->out, "static void %s_setup(void);\n", name);
    if (defines(strategy, "teardown"))
        esc_text_addf(to->out, "static void %s_teardown(void);\n", name);
}

/*
 * The loop that is timed. The asm makes the compiler work out each value in its turn (no
 * vectorising, no hoisting over operations) and costs no instruction; rotating makes the order of
 * values count in the checksum.
 */
static const char loop[] =
    "    uint64_t sum = 0;\n"
    "    for (uint64_t i = 0; i < n; i++) {\n"
    "        sum = (sum << 1 | sum >> 63) ^ %s_op(i);\n"
    "        __asm__ volatile(\"\" : \"+r\"(sum), \"+r\"(i) : : \"memory\");\n"
    "    }\n"
    "    return sum;\n";

/* Before all texts of the case. */
static void add_counters(const struct writer *to)
{
    const struct esc_case *bench_case = to->bench_case;
    if (bench_case->counter_count == 0)
        return;
    for (size_t k = 0; k < bench_case->counter_count; k++)
        esc_text_addf(to->out, "%s esc_counter_%s", k == 0 ? "enum {" : ",",
                      bench_case->counters[k].name);
    esc_text_addf(to->out, " };\nstatic struct esc_kernel_counter esc_own_counters[%zu];\n",
                  bench_case->counter_count);
}

static void add_kernel(const struct writer *to, const struct esc_strategy *strategy,
                       const char *name)
{
    esc_text_addf(to->out, "static uint64_t esc_run_%s(uint64_t n)\n{\n", name);
    esc_text_addf(to->out, loop, name);
    esc_text_addf(to->out,
                  "}\n"
                  "ESC_EXPORT const struct esc_kernel ESC_SYMBOL(ESC_POINT, %s, ESC_RUNTIME_NAME) "
                  "= {\n    \"%s\", ",
                  name, strategy->name);
    if (defines(strategy, "setup"))
        esc_text_addf(to->out, "%s_setup, esc_run_%s, ", name, name);
    else
        esc_text_addf(to->out, "0, esc_run_%s, ", name);
    if (defines(strategy, "teardown"))
        esc_text_addf(to->out, "%s_teardown", name);
    else
        esc_text_add(to->out, "0");
    if (to->bench_case->counter_count > 0)
        esc_text_addf(to->out, ", esc_own_counters, %zu", to->bench_case->counter_count);
    esc_text_add(to->out, "};\n");
}

static void add_strategy(const struct writer *to, const struct esc_strategy *strategy)
{
    char *name = c_name(strategy->name, false);
    esc_text_add(to->out, "\n");
    add_prototypes(to, strategy, name);
    add_source(to, &strategy->c);
    add_kernel(to, strategy, name);
    free(name);
}

/* The later release of the model, which may move what lies in a frame in the earlier one. */
static bool is_moved(const struct esc_strategy *strategy, size_t point)
{
    return strategy->place == ESC_PLACE_STACK &&
           !esc_strategy_stays(strategy, point, esc_runtime_minor(ESC_RUNTIME_GOHEAP_1_27));
}

static bool is_moved_somewhere(const struct esc_case *bench_case,
                               const struct esc_strategy *strategy)
{
    size_t point = 0;
    while (point < bench_case->point_count && !is_moved(strategy, point))
        point++;
    return point < bench_case->point_count;
}

/* "#if ESC_GO >= 27 && (0 || ESC_POINT == 9 || ESC_POINT == 10)", or where that is not so: the C of
 * a strategy on the stack goes where the release puts it. */
static void add_moved(const struct writer *to, const struct esc_strategy *strategy, bool moved)
{
    esc_text_addf(to->out, "\n#if %s(ESC_GO >= %d && (0", moved ? "" : "!",
                  esc_runtime_minor(ESC_RUNTIME_GOHEAP_1_27));
    for (size_t point = 0; point < to->bench_case->point_count; point++)
        if (is_moved(strategy, point))
            esc_text_addf(to->out, " || ESC_POINT == %zu", point);
    esc_text_add(to->out, "))");
    add_strategy(to, strategy);
    esc_text_add(to->out, "\n#endif\n");
}

static void add_strategies(const struct writer *to, enum esc_place place)
{
    for (size_t k = 0; k < to->bench_case->strategy_count; k++) {
        const struct esc_strategy *strategy = &to->bench_case->strategies[k];
        if (strategy->c.text == NULL)
            continue;
        if (is_moved_somewhere(to->bench_case, strategy))
            add_moved(to, strategy, place == ESC_PLACE_HEAP);
        else if (strategy->place == place)
            add_strategy(to, strategy);
    }
}

void esc_codegen(const struct esc_case *bench_case, struct esc_text *out)
{
    struct writer to = {.bench_case = bench_case, .out = out, .start = out->length};
    esc_text_add(out, "#include \"esc.h\"\n");
    add_counters(&to);
    add_params(&to);
    add_source(&to, &bench_case->c);
    esc_text_add(out, "\n#if ESC_RUNTIME_ID == ESC_ID_NONE\n");
    add_strategies(&to, ESC_PLACE_STACK);
    esc_text_add(out, "\n#else\n");
    add_strategies(&to, ESC_PLACE_HEAP);
    esc_text_add(out, "\n#endif\n");
    for (size_t k = 0; k < bench_case->param_count; k++)
        guard_against_change(&to, &bench_case->params[k]);
}

/* ESC_RUNTIME_NAME of its kernel header: "goheap@1.27" is goheap127 there. */
static char *served_name(enum esc_runtime_id runtime)
{
    const char *name = runtime == ESC_RUNTIME_NONE ? "none" : esc_runtime_name(runtime);
    struct esc_text letters = {0};
    for (; *name != '\0'; name++)
        if (*name != '@' && *name != '.')
            esc_text_add_bytes(&letters, name, 1);
    return esc_text_take(&letters);
}

char *esc_codegen_symbol(const struct esc_strategy *strategy, size_t point,
                         enum esc_runtime_id runtime)
{
    char *name = c_name(strategy->name, false);
    char *served = served_name(runtime);
    char *symbol = esc_format("esc_kernel_%zu_%s_%s", point, name, served);
    free(served);
    free(name);
    return symbol;
}
