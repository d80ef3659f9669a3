/*
 * The comparison as a table for a terminal and as Markdown. See verify.h for the contracts.
 */
#include "verify/internal.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 24, LABEL = 19, TERMINAL_LEAST = 40 };

/* Three significant digits, no more than the figure deserves; nothing for what was not measured. */
static const char *figure(double value, bool known, char out[CELL])
{
    if (!known || !isfinite(value))
        return strcpy(out, "-");
    double size = fabs(value);
    int digits = size >= 99.95 || size < 0.0005 ? 0 : size >= 9.995 ? 1 : 2;
    if (size >= 99999.5)
        snprintf(out, CELL, "%.0fk", value / 1e3);
    else
        snprintf(out, CELL, "%.*f", digits, value);
    return out;
}

/* Counts are exact: whole numbers as such, large ones in KiB if they are some. */
static const char *count_of(double value, bool known, char out[CELL])
{
    if (!known)
        return strcpy(out, "-");
    if (value >= 999999.5)
        snprintf(out, CELL, "%.0fKi", value / 1024);
    else
        snprintf(out, CELL, "%.*f", value >= 999.5 || fabs(value - round(value)) < 0.005 ? 0 : 2,
                 value);
    return out;
}

static const char *diagnostics_of(const struct esc_fidelity_row *row, char out[CELL])
{
    if (row->lines_expected == 0)
        return strcpy(out, "-");
    snprintf(out, CELL, "%zu/%zu", row->lines_found, row->lines_expected);
    return out;
}

/* The cells of a row that come in twos: ours and Go's. */
enum pair { PAIR_ALLOCS, PAIR_BYTES, PAIR_CYCLES, PAIR_NS, PAIR_PRICE, PAIRS };

static const char *cell(const struct esc_fidelity_row *row, enum pair pair, enum esc_side side,
                        char out[CELL])
{
    const struct esc_fidelity_side *figures = &row->sides[side];
    bool priced = figures->timed && row->strategy > 0;
    switch (pair) {
    case PAIR_ALLOCS:
        return count_of(figures->allocs, figures->counted, out);
    case PAIR_BYTES:
        return count_of(figures->bytes, figures->counted, out);
    case PAIR_CYCLES:
        return figure(figures->cycles_per_mop, row->cycle_iterations > 0, out);
    case PAIR_NS:
        return figure(figures->ns, figures->timed, out);
    default:
        return figure(figures->price_ns, priced, out);
    }
}

static const char *factor_of(const struct esc_fidelity_row *row, char out[CELL])
{
    bool priced = esc_fidelity_is_priced(row);
    double factor =
        priced ? row->sides[ESC_SIDE_OURS].price_ns / row->sides[ESC_SIDE_GO].price_ns : 0;
    return figure(factor, priced, out);
}

static const char *strategy_of(const struct esc_fidelity_row *row)
{
    return row->bench_case->strategies[row->strategy].name;
}

static const char *point_of(const struct esc_fidelity_row *row)
{
    return row->bench_case->points[row->point].name;
}

static const struct {
    unsigned bit;
    const char *words;
} difference_words[] = {{ESC_DIFFERS_DIAGNOSTIC, "a diagnostic is missing"},
                        {ESC_DIFFERS_ALLOCS, "allocs/op differ"},
                        {ESC_DIFFERS_BYTES, "B/op differ"},
                        {ESC_DIFFERS_CHECKSUM, "the Go side returns other values than the C side"},
                        {ESC_DIFFERS_FAILED, "no figures"},
                        {ESC_DIFFERS_CYCLES, "GC cycles are more than 10 % apart"}};

/* "allocs/op differ, B/op differ"; caller frees. */
static char *differences_in_words(unsigned bits)
{
    struct esc_text words = {0};
    for (size_t i = 0; i < sizeof difference_words / sizeof *difference_words; i++)
        if (bits & difference_words[i].bit)
            esc_text_addf(&words, "%s%s", words.length > 0 ? ", " : "", difference_words[i].words);
    return esc_text_take(&words);
}

/* A word-wrapped line, indented. */
static void print_indented(FILE *out, const char *text, int columns, int indent)
{
    size_t room = (size_t)((columns < TERMINAL_LEAST ? TERMINAL_LEAST : columns) - indent);
    while (*text != '\0') {
        size_t length = strlen(text);
        if (length > room) {
            for (length = room; length > 0 && text[length] != ' ';)
                length--;
            length = length > 0 ? length : room;
        }
        fprintf(out, "%*s%.*s\n", indent, "", (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
}

static void print_wrapped(FILE *out, const char *text, int columns)
{
    print_indented(out, text, columns, 4);
}

/* "B/op differ (Go 1.22: …)" for each cause that explains something of the row, in turn: *k is
 * where to go on. NULL: no more. Caller frees. */
static char *next_explained(const struct esc_fidelity_row *row, unsigned *k)
{
    const char *cause = NULL;
    unsigned bits = 0;
    for (; *k < ESC_EXPLAINABLE && (cause == NULL || row->causes[*k] == cause); (*k)++) {
        cause = row->causes[*k];
        bits |= cause != NULL ? 1U << *k : 0;
    }
    if (cause == NULL)
        return NULL;
    char *words = differences_in_words(bits);
    char *text = esc_format("%s (%s)", words, cause);
    free(words);
    return text;
}

static void print_remarks(const struct esc_fidelity_row *row, int columns, FILE *out)
{
    unsigned rest = row->differences & ~row->explained & ~(unsigned)ESC_DIFFERS_FAILED;
    char *words = differences_in_words(rest);
    char *line = rest != 0 ? esc_format("differs: %s", words) : esc_strdup("");
    print_wrapped(out, line, columns);
    free(line);
    free(words);
    unsigned k = 0;
    for (char *explained; (explained = next_explained(row, &k)) != NULL; free(explained)) {
        line = esc_format("as expected: %s", explained);
        print_wrapped(out, line, columns);
        free(line);
    }
    if (row->failure != NULL)
        print_wrapped(out, row->failure, columns);
}

static void print_row(const struct esc_fidelity_row *row, FILE *out)
{
    char a[CELL];
    char b[CELL];
    fprintf(out, "  %-*s%5s", LABEL - 2, strategy_of(row), diagnostics_of(row, a));
    static const struct {
        enum pair pair;
        int width;
    } pairs[] = {{PAIR_ALLOCS, 4}, {PAIR_BYTES, 6}, {PAIR_CYCLES, 5}, {PAIR_PRICE, 5}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++)
        fprintf(out, " %*s|%-*s", pairs[k].width, cell(row, pairs[k].pair, ESC_SIDE_OURS, a),
                pairs[k].width, cell(row, pairs[k].pair, ESC_SIDE_GO, b));
    fprintf(out, " %5s\n", factor_of(row, a));
}

/* "targets missed: rank correlation, 7 rows' prices"; nothing where none is. */
static void add_missed(const struct esc_fidelity *fidelity, const char *bullet,
                       struct esc_text *out)
{
    struct esc_text words = {0};
    if (fidelity->missed & ESC_TARGET_RANKS)
        esc_text_add(&words, ", rank correlation");
    if (fidelity->missed & ESC_TARGET_FACTOR)
        esc_text_add(&words, ", median price factor");
    if (fidelity->missed & ESC_TARGET_PRICES)
        esc_text_addf(&words, ", price factor of %zu of %zu rows", fidelity->far_prices,
                      fidelity->priced);
    if (fidelity->missed & ESC_TARGET_CYCLES)
        esc_text_addf(&words, ", GC cycles of %zu of %zu rows",
                      fidelity->compared_cycles - fidelity->close_cycles,
                      fidelity->compared_cycles);
    if (words.length > 0)
        esc_text_addf(out, "%stargets missed: %s\n", bullet, words.bytes + 2);
    esc_text_free(&words);
}

/* "diagnostics: …", "prices: …"; `bullet` opens each. */
static void add_summary(const struct esc_fidelity *fidelity, const char *bullet,
                        struct esc_text *out)
{
    esc_text_addf(out, "%sdiagnostics: %zu of %zu found\n", bullet, fidelity->lines_found,
                  fidelity->lines_expected);
    esc_text_addf(out, "%sallocs/op and B/op: equal in %zu of %zu rows\n", bullet,
                  fidelity->equal_counts, fidelity->compared_counts);
    if (fidelity->compared_cycles > 0)
        esc_text_addf(out, "%sGC cycles: within 10 %% in %zu of %zu rows\n", bullet,
                      fidelity->close_cycles, fidelity->compared_cycles);
    if (fidelity->priced > 0)
        esc_text_addf(
            out, "%sprices: median factor ours/Go %.2f (wanted: %g to %g) over %zu rows\n", bullet,
            fidelity->median_factor, ESC_LEAST_MEDIAN, ESC_MOST_MEDIAN, fidelity->priced);
    if (isfinite(fidelity->rank_correlation))
        esc_text_addf(out, "%sprices: rank correlation %.3f (wanted: at least %g)\n", bullet,
                      fidelity->rank_correlation, ESC_LEAST_CORRELATION);
    add_missed(fidelity, bullet, out);
    if (fidelity->explained > 0)
        esc_text_addf(out, "%s%zu rows differ as newer releases of Go do\n", bullet,
                      fidelity->explained);
    if (fidelity->unexpected > 0)
        esc_text_addf(out, "%s%zu rows differ unexpectedly\n", bullet, fidelity->unexpected);
}

/* A line that a newer release has another one for is no line to look for. */
static bool is_missed(const struct esc_fidelity *fidelity,
                      const struct esc_fidelity_missing *missing)
{
    for (size_t i = 0; i < fidelity->count; i++) {
        const struct esc_fidelity_row *row = &fidelity->rows[i];
        if (row->bench_case == missing->bench_case && row->point == missing->point &&
            row->strategy == missing->strategy)
            return (row->explained & ESC_DIFFERS_DIAGNOSTIC) == 0;
    }
    return true;
}

static void print_missing(const struct esc_fidelity *fidelity, FILE *out)
{
    const char *heading = "\nDiagnostics that go did not print:\n";
    for (size_t i = 0; i < fidelity->missing_count; i++) {
        const struct esc_fidelity_missing *missing = &fidelity->missing[i];
        if (!is_missed(fidelity, missing))
            continue;
        fputs(heading, out);
        heading = "";
        const struct esc_strategy *strategy = &missing->bench_case->strategies[missing->strategy];
        fprintf(out, "%s:%d: %s %s: %s\n", missing->bench_case->path, strategy->go.line,
                strategy->name, missing->bench_case->points[missing->point].name, missing->text);
    }
}

static bool is_printed(const struct esc_fidelity *fidelity, const struct esc_fidelity_row *row,
                       const char *text)
{
    for (size_t i = 0; i < fidelity->missing_count; i++) {
        const struct esc_fidelity_missing *missing = &fidelity->missing[i];
        if (missing->bench_case == row->bench_case && missing->point == row->point &&
            missing->strategy == row->strategy && strcmp(missing->text, text) == 0)
            return false;
    }
    return true;
}

/* The expected diagnostics that go printed; those it did not stand at the end, with their place. */
static void print_diagnostics(const struct esc_fidelity *fidelity,
                              const struct esc_fidelity_row *row, int columns, FILE *out)
{
    for (size_t e = 0; e < row->lines_expected; e++) {
        if (!is_printed(fidelity, row, row->expected[e]))
            continue;
        char *line = esc_format("> %s", row->expected[e]);
        print_wrapped(out, line, columns);
        free(line);
    }
}

/* "price factor 0.09, GC cycles are more than 10 % apart (cause)": what no release explains. */
static void add_unexplained(const struct esc_fidelity_row *row, struct esc_text *out)
{
    char factor[CELL];
    char *words = differences_in_words(row->differences & ~row->explained);
    if (esc_fidelity_is_far(row))
        esc_text_addf(out, "price factor %s%s", factor_of(row, factor),
                      words[0] != '\0' ? ", " : "");
    esc_text_addf(out, "%s (%s)", words,
                  row->failure != NULL ? row->failure : esc_fidelity_cause(row));
    free(words);
}

char *esc_fidelity_name(const struct esc_fidelity_row *row)
{
    const char *point = point_of(row);
    return esc_format("%s/%s%s%s", row->bench_case->name, strategy_of(row),
                      point[0] != '\0' ? "/" : "", point);
}

static bool is_unexplained(const struct esc_fidelity_row *row)
{
    return esc_fidelity_is_far(row) || (row->differences & ~row->explained) != 0;
}

/* All that is outside in a row, each with its cause. */
static void add_outside_words(const struct esc_fidelity_row *row, struct esc_text *out)
{
    const char *comma = "";
    unsigned k = 0;
    for (char *explained; (explained = next_explained(row, &k)) != NULL; free(explained)) {
        esc_text_addf(out, "%s%s", comma, explained);
        comma = ", ";
    }
    if (is_unexplained(row)) {
        esc_text_add(out, comma);
        add_unexplained(row, out);
    }
}

/* What newer releases explain stands beside its row already. */
static void print_outside(const struct esc_fidelity *fidelity, int columns, FILE *out)
{
    const char *heading = "\nWhat falls outside:\n";
    for (size_t i = 0; i < fidelity->count; i++) {
        const struct esc_fidelity_row *row = &fidelity->rows[i];
        if (!is_unexplained(row))
            continue;
        struct esc_text words = {0};
        char *name = esc_fidelity_name(row);
        add_outside_words(row, &words);
        fprintf(out, "%s  %s\n", heading, name);
        print_wrapped(out, words.bytes, columns);
        heading = "";
        free(name);
        esc_text_free(&words);
    }
}

static bool same_point(const struct esc_fidelity_row *a, const struct esc_fidelity_row *b)
{
    return a->bench_case == b->bench_case && a->point == b->point;
}

void esc_fidelity_print(const struct esc_fidelity *fidelity, int columns, FILE *out)
{
    char *head = esc_format("Ours beside %s %s, per operation; pairs are ours|Go's",
                            fidelity->go->version, fidelity->go->target);
    print_indented(out, head, columns, 0);
    free(head);
    fputc('\n', out);
    fprintf(out, "%-*s lines %9s %13s %11s %11s %5s\n", LABEL - 1, "", "allocs ", "bytes   ",
            "GC/Mop  ", "price ns ", "o/Go");
    for (size_t i = 0; i < fidelity->count; i++) {
        const struct esc_fidelity_row *row = &fidelity->rows[i];
        if (i == 0 || !same_point(row, row - 1))
            fprintf(out, "%s%s%s\n", row->bench_case->name, *point_of(row) != '\0' ? " " : "",
                    point_of(row));
        print_row(row, out);
        if (fidelity->rounds == 0) /* nothing was timed: the question is what the compiler says */
            print_diagnostics(fidelity, row, columns, out);
        print_remarks(row, columns, out);
    }
    print_missing(fidelity, out);
    print_outside(fidelity, columns, out);
    struct esc_text summary = {0};
    add_summary(fidelity, "", &summary);
    fprintf(out, "\n%s", summary.bytes);
    esc_text_free(&summary);
}

/* ---- Markdown ------------------------------------------------------------------------------- */

/* "12.3 [11.8, 13.1]" where there are rounds enough for an interval. */
static void add_price(const struct esc_fidelity_row *row, enum esc_side side, struct esc_text *out)
{
    char cells[3][CELL];
    const struct esc_estimate *price = &row->sides[side].price;
    const char *median = cell(row, PAIR_PRICE, side, cells[0]);
    bool wide = price->known && price->low < price->high && strcmp(median, "-") != 0;
    if (wide)
        esc_text_addf(out, " %s [%s, %s] |", median, figure(price->low, true, cells[1]),
                      figure(price->high, true, cells[2]));
    else
        esc_text_addf(out, " %s |", median);
}

static void add_markdown_row(const struct esc_fidelity_row *row, struct esc_text *out)
{
    char cells[ESC_SIDES][CELL];
    const char *name = point_of(row);
    esc_text_addf(out, "| %s/%s%s%s | %s |", row->bench_case->name, strategy_of(row),
                  name[0] != '\0' ? "/" : "", name, diagnostics_of(row, cells[0]));
    for (size_t pair = 0; pair < PAIR_PRICE; pair++)
        for (size_t side = 0; side < ESC_SIDES; side++)
            esc_text_addf(out, " %s |",
                          cell(row, (enum pair)pair, (enum esc_side)side, cells[side]));
    for (size_t side = 0; side < ESC_SIDES; side++)
        add_price(row, (enum esc_side)side, out);
    esc_text_addf(out, " %s |\n", factor_of(row, cells[0]));
}

static void add_outside_row(const struct esc_fidelity_row *row, struct esc_text *out)
{
    char *name = esc_fidelity_name(row);
    esc_text_addf(out, "- `%s`: ", name);
    add_outside_words(row, out);
    esc_text_add(out, "\n");
    free(name);
}

/* Everything that is not as it should be, with its cause where one is known. */
static void add_outside(const struct esc_fidelity *fidelity, struct esc_text *out)
{
    size_t before = out->length;
    for (size_t i = 0; i < fidelity->count; i++)
        if (fidelity->rows[i].differences != 0 || esc_fidelity_is_far(&fidelity->rows[i]))
            add_outside_row(&fidelity->rows[i], out);
    if (out->length == before)
        esc_text_add(out, "Nothing.\n");
    for (size_t i = 0; i < fidelity->missing_count; i++) {
        const struct esc_fidelity_missing *missing = &fidelity->missing[i];
        if (!is_missed(fidelity, missing))
            continue;
        esc_text_addf(out, "- `%s/%s/%s`: not printed: `%s`\n", missing->bench_case->name,
                      missing->bench_case->strategies[missing->strategy].name,
                      missing->bench_case->points[missing->point].name, missing->text);
    }
}

/* The release of the Go model that is compared; its default where nothing is on a heap. */
static enum esc_runtime_id serving(const struct esc_fidelity *fidelity)
{
    for (size_t i = 0; i < fidelity->count; i++)
        if (esc_runtime_is_model(fidelity->rows[i].runtime))
            return fidelity->rows[i].runtime;
    return ESC_RUNTIME_GOHEAP;
}

void esc_fidelity_markdown(const struct esc_fidelity *fidelity, struct esc_text *out)
{
    esc_text_addf(out, "## Go 1.%d\n\n%s %s, %s.\n", fidelity->go->minor, fidelity->go->version,
                  fidelity->go->target, fidelity->machine);
    if (fidelity->rounds > 0)
        esc_text_addf(out,
                      "Medians of %u rounds in which our samples and Go's alternate and last "
                      "equally long. Ours is served by the %s.\n",
                      fidelity->rounds, esc_runtime_title(serving(fidelity)));
    esc_text_add(out, "\n");
    add_summary(fidelity, "- ", out);
    esc_text_add(out, "\n### What falls outside\n\n");
    add_outside(fidelity, out);
    esc_text_add(
        out,
        "\n### All rows\n\n"
        "Lines: diagnostics of `go build -gcflags='-m=2 -l'`, found/expected. Bytes are as "
        "handed out, after\nrounding to size classes. GC: collections per million "
        "operations. Price: ns/op above the stack side's, with the interval of its median.\n\n"
        "| row | lines | allocs | Go | bytes | Go | GC | Go | ns | Go | price | Go | ours/Go |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (size_t i = 0; i < fidelity->count; i++)
        add_markdown_row(&fidelity->rows[i], out);
}
