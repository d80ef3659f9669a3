/*
 * summary.tsv -> run, as far as that goes: figures and pairs, no samples. For folders that have no
 * results.json, such as the committed reference. See emit.h for the contract.
 */
#include "base/memory.h"
#include "emit/emit.h"
#include "emit/format.h"
#include "emit/plain.h"
#include "emit/tsv.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 64 };

/* The columns by the head line, and the cells of the line that is read. */
struct table {
    char *names[COLUMNS_MOST];
    char *cells[COLUMNS_MOST];
    size_t name_count, cell_count;
    struct esc_run *run;
};

/* "" for what the table does not have. */
static const char *cell(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->name_count && i < table->cell_count; i++)
        if (strcmp(table->names[i], name) == 0)
            return table->cells[i];
    return "";
}

static double real(const struct table *table, const char *name, double missing)
{
    const char *text = cell(table, name);
    return *text != '\0' ? strtod(text, NULL) : missing;
}

/* ---- `# key: value` ---- */

static void read_note(struct esc_run *run, char *line)
{
    struct {
        const char *key;
        char **text;
    } const texts[] = {
        {"run", &run->id},
        {"started", &run->started},
        {"cpu", &run->machine.cpu},
        {"kernel", &run->machine.kernel},
        {"compiler", &run->machine.compiler},
        {"flags", &run->machine.flags},
        {"version", &run->machine.version},
        {"revision", &run->machine.revision},
    };
    char *value = strstr(line, ": ");
    if (value == NULL)
        return;
    *value = '\0';
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(line + 2, texts[i].key) == 0 && *texts[i].text == NULL)
            *texts[i].text = esc_strdup(value + 2);
    if (strcmp(line, "# cpus") == 0)
        run->machine.cpus = atoi(value + 2);
    else if (strcmp(line, "# gogc") == 0)
        run->gogc = atoi(value + 2);
    else if (strcmp(line, "# seed") == 0)
        run->seed = strtoull(value + 2, NULL, 10);
}

/* ---- names -> cases, points, strategies, releases ---- */

static size_t find_case(struct esc_run *run, const char *name)
{
    for (size_t i = 0; i < run->case_count; i++)
        if (strcmp(run->cases[i].name, name) == 0)
            return i;
    run->cases = esc_grow(run->cases, &run->case_count, sizeof *run->cases);
    struct esc_case *added = &run->cases[run->case_count - 1];
    added->name = esc_strdup(name);
    added->path = esc_format("%s.lua", name);
    added->title = esc_strdup("");
    added->question = esc_strdup("");
    added->because = esc_strdup("");
    added->remedy = esc_strdup("");
    return run->case_count - 1;
}

static size_t find_point(struct esc_case *bench_case, const char *name)
{
    for (size_t i = 0; i < bench_case->point_count; i++)
        if (strcmp(bench_case->points[i].name, name) == 0)
            return i;
    bench_case->points =
        esc_grow(bench_case->points, &bench_case->point_count, sizeof *bench_case->points);
    bench_case->points[bench_case->point_count - 1].name = esc_strdup(name);
    return bench_case->point_count - 1;
}

static void add_strategy(struct esc_case *bench_case, const char *name)
{
    bench_case->strategies = esc_grow(bench_case->strategies, &bench_case->strategy_count,
                                      sizeof *bench_case->strategies);
    struct esc_strategy *added = &bench_case->strategies[bench_case->strategy_count - 1];
    added->name = esc_strdup(name);
    added->place = strcmp(name, "stack") == 0 ? ESC_PLACE_STACK : ESC_PLACE_HEAP;
}

/* Whatever the rows' order: [0] is the stack, [1] the heap. */
static size_t find_strategy(struct esc_case *bench_case, const char *name)
{
    if (bench_case->strategy_count == 0) {
        add_strategy(bench_case, "stack");
        add_strategy(bench_case, "heap");
    }
    for (size_t i = 0; i < bench_case->strategy_count; i++)
        if (strcmp(bench_case->strategies[i].name, name) == 0)
            return i;
    add_strategy(bench_case, name);
    return bench_case->strategy_count - 1;
}

static size_t find_go(struct esc_run *run, const char *version)
{
    for (size_t i = 0; i < run->go_count; i++)
        if (strcmp(run->gos[i].version, version) == 0)
            return i;
    run->gos = esc_grow(run->gos, &run->go_count, sizeof *run->gos);
    struct esc_go *added = &run->gos[run->go_count - 1];
    *added = (struct esc_go){esc_strdup("go"), esc_strdup(version), esc_strdup(""), 0};
    return run->go_count - 1;
}

/* ---- rows ---- */

static struct esc_estimate estimate(const struct table *table, const char *name,
                                    const char *confidence)
{
    char *low = esc_format("%s_low", name);
    char *high = esc_format("%s_high", name);
    struct esc_estimate one = {.known = *cell(table, name) != '\0',
                               .median = real(table, name, 0),
                               .low = real(table, low, 0),
                               .high = real(table, high, 0),
                               .confidence = real(table, confidence, 0),
                               .n = (size_t)real(table, "samples", 0)};
    free(low);
    free(high);
    return one;
}

static struct esc_figures figures_of(const struct table *table)
{
    return (struct esc_figures){
        .ns_per_op = estimate(table, "ns_per_op", "confidence"),
        .cpu_ns_per_op = estimate(table, "cpu_ns_per_op", "confidence"),
        .min_ns_per_op = real(table, "min_ns_per_op", 0),
        .max_ns_per_op = real(table, "max_ns_per_op", 0),
        .noise = real(table, "noise", 0),
        .cycles_per_mop = estimate(table, "gc_cycles_per_mop", "confidence"),
        .gc_share = estimate(table, "gc_share", "confidence"),
        .pause_ns = estimate(table, "pause_ns", "confidence"),
        .pause_p99_ns = real(table, "pause_p99_ns", -1),
        .pause_max_ns = real(table, "pause_max_ns", -1),
        .disturbed = (size_t)real(table, "disturbed", 0),
        .stw_ns_per_mop = real(table, "stw_ns_per_mop", -1),
    };
}

/* "heap@boehm" of "pointer-return/heap@boehm/size:64". Caller frees. */
static char *label_of(const char *name)
{
    const char *label = strchr(name, '/');
    label = label != NULL ? label + 1 : name;
    return strndup(label, strcspn(label, "/"));
}

static bool read_variant(struct table *table, struct esc_variant *variant)
{
    struct esc_run *run = table->run;
    const char *runtime = cell(table, "runtime");
    variant->case_index = find_case(run, cell(table, "case"));
    variant->point = find_point(&run->cases[variant->case_index], cell(table, "point"));
    variant->strategy = find_strategy(&run->cases[variant->case_index], cell(table, "strategy"));
    variant->runtime = ESC_RUNTIME_NONE;
    if (*runtime != '\0' && !esc_runtime_find(runtime, &variant->runtime))
        return false;
    if (variant->runtime == ESC_RUNTIME_GO)
        variant->go = find_go(run, *cell(table, "go") != '\0' ? cell(table, "go") : "go");
    variant->name = esc_strdup(cell(table, "name"));
    variant->label = label_of(variant->name);
    variant->go_name = esc_strdup("");
    variant->iterations = strtoull(cell(table, "iterations"), NULL, 10);
    variant->allocs_per_op = real(table, "allocs_per_op", -1);
    variant->bytes_per_op = real(table, "bytes_per_op", -1);
    variant->requested_bytes_per_op = real(table, "requested_bytes_per_op", -1);
    variant->message = *cell(table, "message") != '\0' ? esc_strdup(cell(table, "message")) : NULL;
    return esc_status_find(cell(table, "status"), &variant->status);
}

static bool find_verdict(const char *words, enum esc_verdict *verdict)
{
    for (int v = ESC_VERDICT_OK; v <= ESC_VERDICT_FAILED; v++) {
        *verdict = (enum esc_verdict)v;
        if (strcmp(esc_verdict_words(*verdict), words) == 0)
            return true;
    }
    return false;
}

/* The base stands above its rows. */
static bool read_pair(struct table *table, size_t other)
{
    struct esc_run *run = table->run;
    const char *name = cell(table, "base");
    size_t base = 0;
    if (*name == '\0')
        return true;
    while (base < other && strcmp(run->variants[base].name, name) != 0)
        base++;
    run->pairs = esc_grow(run->pairs, &run->pair_count, sizeof *run->pairs);
    struct esc_pair *pair = &run->pairs[run->pair_count - 1];
    *pair = (struct esc_pair){.base = base,
                              .other = other,
                              .factor = estimate(table, "factor", "factor_confidence"),
                              .price_ns = estimate(table, "price_ns", "factor_confidence")};
    return base < other && find_verdict(cell(table, "verdict"), &pair->verdict);
}

/* The same for the change from an earlier release of the Go model. */
static bool read_release(struct table *table, size_t other)
{
    struct esc_run *run = table->run;
    const char *name = cell(table, "earlier");
    size_t base = 0;
    if (*name == '\0')
        return true;
    while (base < other && strcmp(run->variants[base].name, name) != 0)
        base++;
    run->releases = esc_grow(run->releases, &run->release_count, sizeof *run->releases);
    struct esc_pair *pair = &run->releases[run->release_count - 1];
    *pair = (struct esc_pair){
        .base = base, .other = other, .factor = estimate(table, "change", "change_confidence")};
    return base < other && find_verdict(cell(table, "change_verdict"), &pair->verdict);
}

static bool read_row(struct table *table, char *line)
{
    struct esc_run *run = table->run;
    size_t index = run->variant_count;
    size_t figures = index;
    table->cell_count = esc_tsv_split(line, table->cells, COLUMNS_MOST);
    run->variants = esc_grow(run->variants, &run->variant_count, sizeof *run->variants);
    run->figures = esc_grow(run->figures, &figures, sizeof *run->figures);
    run->figures[index] = figures_of(table);
    if (run->figures[index].ns_per_op.n > run->rounds_done)
        run->rounds_done = (uint32_t)run->figures[index].ns_per_op.n;
    return *cell(table, "name") != '\0' && *cell(table, "case") != '\0' &&
           read_variant(table, &run->variants[index]) && read_pair(table, index) &&
           read_release(table, index);
}

static bool read_lines(struct table *table, char *bytes, const char *path, struct esc_error *error)
{
    char *rest = NULL;
    int number = 0;
    for (char *line = strtok_r(bytes, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        number++;
        if (line[0] == '#')
            read_note(table->run, line);
        else if (table->name_count == 0)
            table->name_count = esc_tsv_split(line, table->names, COLUMNS_MOST);
        else if (!read_row(table, line))
            return esc_error_add(error, path, number, "is not a row of a summary");
    }
    return table->run->variant_count > 0 ||
           esc_error_add(error, path, 0, "is not a summary of escapement");
}

/* "20261121-103435-normal": what the summary does not say by itself. */
static void read_id(struct esc_run *run)
{
    const char *preset = run->id != NULL ? strrchr(run->id, '-') : NULL;
    run->preset = ESC_PRESET_NORMAL;
    if (preset != NULL)
        esc_preset_find(preset + 1, &run->preset);
    run->rounds = run->rounds_done;
    run->machine.pinned_cpu = run->machine.virtual_machine = run->machine.scaling = -1;
}

bool esc_emit_read_summary(const char *folder, struct esc_run *run, struct esc_error *error)
{
    struct esc_text text = {0};
    char *path = esc_format("%s/%s", folder, ESC_SUMMARY_NAME);
    struct table table = {.run = run};
    run->folder = esc_strdup(folder);
    struct esc_plain plain = esc_plain_begin();
    bool good = esc_text_read(&text, path, error);
    good = good && read_lines(&table, text.bytes != NULL ? text.bytes : (char[]){""}, path, error);
    esc_plain_end(&plain);
    if (good)
        read_id(run);
    else
        esc_run_free(run);
    esc_text_free(&text);
    free(path);
    return good;
}
