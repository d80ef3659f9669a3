/*
 * A case from a line of some Go code. See from_code.h for the contract.
 */
#include "session/from_code.h"

#include "base/memory.h"
#include "base/path.h"
#include "noun/scan.h"
#include "session/from_text.h"
#include "session/remedies.h"
#include "session/stop.h"
#include "session/why.h"
#include "session/workbench.h"
#include "why/carve.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/path.h"
#include "words/size.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What was asked, what the compiler said, and what was made of it. */
struct making {
    const struct esc_from_code *ask;
    char *file;
    int line, column; /* column 0: any */
    struct esc_why why;
    const struct esc_source_file *source;
    const struct esc_go_value *value;
    struct esc_carved heap, stack;
    struct esc_remedy remedy;
    char *remedy_words; /* NULL: none helps */
    int64_t blocks, bytes;
    bool is_rounded;
};

/* ---- FILE.go:LINE --------------------------------------------------------------------------- */

/* Takes ":NUMBER" off the end; 0: there is none. */
static int cut_number(char *text)
{
    char *colon = strrchr(text, ':');
    const size_t digits = colon != NULL ? strspn(colon + 1, "0123456789") : 0;
    if (digits == 0 || digits > 8 || colon[1 + digits] != '\0')
        return 0;
    *colon = '\0';
    return atoi(colon + 1);
}

static bool read_from(struct making *making, struct esc_error *error)
{
    making->file = esc_strdup(making->ask->from);
    making->line = cut_number(making->file);
    const int before = cut_number(making->file);
    if (before > 0) {
        making->column = making->line;
        making->line = before;
    }
    if (making->line > 0 && esc_ends(making->file, ".go"))
        return true;
    esc_error_add(error, NULL, 0, "\"%s\" names no line of a Go file", making->ask->from);
    esc_error_hint(error, "FROM=main.go:42, or main.go:42:7 with a column");
    return false;
}

/* ---- the value ------------------------------------------------------------------------------ */

static bool is_here(const struct making *making, const struct esc_go_value *value)
{
    return value->at.line == making->line && esc_go_value_leaves(value) &&
           (making->column == 0 || value->at.column == making->column) &&
           esc_why_is_shown(&making->why, value);
}

static bool refuse_several(const struct making *making, struct esc_error *error)
{
    struct esc_text list = {0};
    for (size_t k = 0; k < making->why.escapes.value_count; k++) {
        const struct esc_go_value *value = &making->why.escapes.values[k];
        if (is_here(making, value))
            esc_text_addf(&list, "%s%s (FROM=%s:%d:%d)", list.length > 0 ? ", " : "", value->name,
                          making->file, value->at.line, value->at.column);
    }
    esc_error_add(error, making->file, making->line, "several values leave the stack here");
    esc_error_hint(error, "name one by its column: %s", list.bytes);
    esc_text_free(&list);
    return false;
}

/* What leaves in the function around the line: "box in line 15, t in line 22"; NULL: nothing, or
 * the function is unknown. Caller frees. */
static char *leaving_around(const struct making *making)
{
    struct esc_text list = {0};
    const struct esc_escapes *escapes = &making->why.escapes;
    for (size_t k = 0; k < escapes->value_count; k++) {
        const struct esc_go_value *value = &escapes->values[k];
        const struct esc_spot here = {value->at.file, making->line, INT_MAX};
        const struct esc_go_function *function = esc_escapes_function_at(escapes, value->at);
        if (esc_go_value_leaves(value) && esc_why_is_shown(&making->why, value) &&
            function != NULL && esc_escapes_function_at(escapes, here) == function)
            esc_text_addf(&list, "%s%s in line %d", list.length > 0 ? ", " : "", value->name,
                          value->at.line);
    }
    return list.length > 0 ? esc_text_take(&list) : NULL;
}

static bool refuse_none(const struct making *making, struct esc_error *error)
{
    if ((size_t)making->line > making->source->line_count)
        return esc_error_add(error, making->file, making->line, "the file has %zu lines",
                             making->source->line_count);
    esc_error_add(error, making->file, making->line, "nothing leaves the stack here");
    char *list = leaving_around(making);
    if (list != NULL)
        esc_error_hint(error, "in this function these leave: %s", list);
    else
        esc_error_hint(error, "make why FILE=%s shows what does", making->file);
    free(list);
    return false;
}

/* Whether the line has that name as a word: then it is no value of a body that stands there. */
static bool is_in_line(const struct making *making, const char *name)
{
    size_t length = 0;
    const char *line = esc_source_file_line(making->source, making->line, &length);
    const size_t size = strlen(name);
    for (size_t k = 0; line != NULL && k + size <= length; k++)
        if (strncmp(line + k, name, size) == 0 && (k == 0 || !esc_scan_in_word(line[k - 1])) &&
            (k + size == length || !esc_scan_in_word(line[k + size])))
            return true;
    return false;
}

static bool takes_block(const struct making *making, struct esc_error *error)
{
    const struct esc_go_value *value = making->value;
    const char *because;
    const char *callee = esc_escapes_inlined_at(&making->why.escapes, value->at);
    if (callee != NULL && (value->fate == ESC_FATE_MOVED || !is_in_line(making, value->name))) {
        esc_error_add(error, making->file, making->line,
                      "%s is a value of %s, whose body stands here instead of the call",
                      value->name, callee);
        esc_error_hint(error, "name the line in %s", callee);
        return false;
    }
    if (esc_allocates_of(&making->why.escapes, &making->why.sources, value, &because) ==
        ESC_ALLOCATES_NO)
        return esc_error_add(error, making->file, making->line,
                             "%s takes no block, so there is nothing to measure: %s", value->name,
                             because);
    return true;
}

static bool find_value(struct making *making, struct esc_error *error)
{
    size_t count = 0;
    for (size_t k = 0; k < making->why.sources.count; k++)
        if (strcmp(making->why.sources.list[k].shown, making->why.only) == 0)
            making->source = &making->why.sources.list[k];
    if (making->source == NULL || making->source->text == NULL)
        return esc_error_add(error, making->file, 0, "the compiler says nothing of this file");
    for (size_t k = 0; k < making->why.escapes.value_count; k++)
        if (is_here(making, &making->why.escapes.values[k])) {
            making->value = &making->why.escapes.values[k];
            count++;
        }
    if (count == 0)
        return refuse_none(making, error);
    return count > 1 ? refuse_several(making, error) : takes_block(making, error);
}

/* ---- the two sides -------------------------------------------------------------------------- */

/* A name of its own for the stack side's function, which stands beside the other one. */
static bool carve_stack(struct making *making, struct esc_error *error)
{
    struct esc_carved *stack = &making->stack;
    if (!esc_carve(making->file, making->remedy.text, making->line, stack, error))
        return false;
    char *name = esc_format("%sOnStack", stack->name);
    char *function = esc_carve_renamed(stack->function, stack->name, name);
    char *call = esc_carve_renamed(stack->call, stack->name, name);
    free(stack->function);
    free(stack->call);
    free(name);
    stack->function = function;
    stack->call = call;
    return true;
}

static bool find_sides(struct making *making, struct esc_error *error)
{
    size_t tried = 0;
    if (!esc_carve(making->file, making->source->text, making->line, &making->heap, error))
        return false;
    making->remedy_words = esc_remedy_try(&making->why, making->value, making->file,
                                          making->ask->go, &tried, &making->remedy);
    return making->remedy_words == NULL || carve_stack(making, error);
}

static void write_text(const struct making *making, bool counting, struct esc_text *out)
{
    const struct esc_cause_words *words =
        esc_cause_words(esc_cause_of(&making->why.escapes, making->value));
    struct esc_text verdict = {0};
    esc_escape_verdict(making->value, &verdict);
    char *place = esc_format("%s:%d", esc_base_name(making->file), making->line);
    char *twin = NULL;
    char *twin_call = NULL;
    struct esc_from_text from = {.name = making->ask->name,
                                 .value = making->value->name,
                                 .function = making->heap.name,
                                 .place = place,
                                 .cause = words->title,
                                 .helps = words->helps,
                                 .shared = making->heap.shared,
                                 .heap = making->heap.function,
                                 .heap_call = making->heap.call,
                                 .stack = making->stack.function,
                                 .stack_call = making->stack.call,
                                 .remedy = making->remedy_words,
                                 .verdict = verdict.bytes,
                                 .release = making->why.version,
                                 .blocks = counting ? 0 : making->blocks,
                                 .bytes = making->bytes,
                                 .is_rounded = making->is_rounded};
    if (counting && from.stack == NULL) { /* so that the heap side can be counted alone */
        twin = esc_carve_renamed(from.heap, making->heap.name, "twinOfIt");
        twin_call = esc_carve_renamed(from.heap_call, making->heap.name, "twinOfIt");
        from.stack = twin;
        from.stack_call = twin_call;
    }
    esc_from_text(&from, out);
    free(twin);
    free(twin_call);
    free(place);
    esc_text_free(&verdict);
}

/* ---- counting ------------------------------------------------------------------------------- */

/* The first variant of that strategy; NULL where it did not end well, which is told. */
static const struct esc_variant *counted(const struct esc_run *run, size_t strategy,
                                         struct esc_error *error)
{
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        if (variant->status != ESC_STATUS_OK) {
            esc_error_add(error, NULL, 0, "%s",
                          variant->message != NULL ? variant->message : "it does not run");
            return NULL;
        }
        if (variant->strategy == strategy)
            return variant;
    }
    return NULL;
}

/* At most what Go's heap takes for a block of so many bytes (runtime/sizeclasses.go): 8, multiples
 * of 16 up to 128, but for 24, then at most an eighth more than a class below. */
static double rounded_up(double bytes)
{
    return bytes <= 8     ? 8
           : bytes <= 128 ? bytes > 16 && bytes <= 24 ? 24 : ceil(bytes / 16) * 16
                          : bytes * 1.25 + 16;
}

/* Of each block. The value's own size, where it is known, is rounded up by the heap; otherwise
 * other blocks are among them. */
static bool take_size(struct making *making, double each, struct esc_error *error)
{
    const int64_t size = esc_size_of(&making->why.escapes, &making->why.sources, making->value);
    const double known = (double)size;
    making->is_rounded = size <= 0 || each + 0.5 < known || each > rounded_up(known) + 0.5;
    making->bytes = making->is_rounded ? (int64_t)(each + 0.5) : size;
    const bool whole = fabs(each - (double)(int64_t)(each + 0.5)) < 0.5 / (double)making->blocks;
    if (whole && (size <= 0 || making->blocks == 1 || !making->is_rounded))
        return true;
    esc_error_add(error, making->file, making->line,
                  "%s takes blocks of different sizes: a pair may differ in one value only",
                  making->heap.call);
    esc_error_hint(error, "put the line into a function that allocates nothing else");
    return false;
}

/* Whole blocks a call: what a heap side takes is that of one value, a stack side nothing. */
static bool take_counts(struct making *making, const struct esc_run *run, struct esc_error *error)
{
    static const double strays = 0.05; /* of Go's runtime itself, a call */
    const struct esc_variant *stack = counted(run, 0, error);
    const struct esc_variant *heap = stack != NULL ? counted(run, 1, error) : NULL;
    if (heap == NULL)
        return false;
    const double blocks = heap->allocs_per_op;
    making->blocks = (int64_t)(blocks + 0.5);
    if (fabs(blocks - (double)making->blocks) > strays || making->blocks == 0)
        return esc_error_add(error, making->file, making->line,
                             "%s takes %.2f blocks a call: no whole number, so there is none to "
                             "expect",
                             making->heap.call, blocks);
    if (making->remedy_words != NULL && stack->allocs_per_op > strays) {
        esc_error_add(error, making->file, making->line,
                      "with the remedy %s takes a block still, %.0f a call of %" PRId64
                      ": a pair may differ in one value only",
                      making->heap.call, stack->allocs_per_op, making->blocks);
        esc_error_hint(error, "put the line into a function that allocates nothing else");
        return false;
    }
    return take_size(making, heap->bytes_per_op / (double)making->blocks, error);
}

/* The folder is gone when they are read. */
static void drop_places(struct esc_error *error)
{
    for (size_t k = 0; k < error->count; k++) {
        free(error->messages[k].file);
        error->messages[k].file = NULL;
        error->messages[k].line = 0;
    }
}

/* Runs the text as a case in a folder of its own. `take` NULL: with C, and all has to be as it
 * says. */
static bool run_text(struct making *making, const struct esc_text *text, bool counting,
                     struct esc_error *error)
{
    char *folder = esc_temporary_folder(error);
    if (folder == NULL)
        return false;
    struct esc_workbench bench = {.options = esc_workbench_options()};
    bool good = true;
    char *path = esc_format("%s/%s.lua", folder, making->ask->name);
    esc_workbench_add_names(&bench.options, path);
    esc_workbench_add_gos(&bench.options, making->ask->go);
    if (counting)
        good = esc_workbench_set_runtimes(&bench.options, "go", error);
    else
        bench.options.checked = bench.options.runtimes[ESC_RUNTIME_GO] = true;
    good = good && esc_text_write(path, text->bytes, text->length, error);
    if (good && (!esc_workbench_open(&bench, error) || error->count > 0)) {
        drop_places(error);
        good = esc_error_add(error, making->file, making->line,
                             "%s and what it needs do not make a case", making->heap.name);
        esc_error_hint(error, "a case holds what %s declares, and no other file of its package",
                       esc_base_name(making->file));
    }
    esc_stop_catch();
    good = good && esc_workbench_count(&bench, &esc_stop_requested, error);
    if (good && counting)
        good = take_counts(making, &bench.run, error);
    else if (good)
        good = counted(&bench.run, (size_t)-1, error) != NULL || error->count == 0;
    esc_workbench_close(&bench);
    esc_remove_folder(folder);
    free(path);
    free(folder);
    return good;
}

static bool count(struct making *making, struct esc_error *error)
{
    struct esc_text text = {0};
    write_text(making, true, &text);
    const bool good = run_text(making, &text, true, error);
    esc_text_free(&text);
    return good;
}

static void add_note(const struct making *making, struct esc_text *note)
{
    esc_text_addf(note, "%s takes %" PRId64 " block%s a call, counted with %s", making->heap.name,
                  making->blocks, making->blocks == 1 ? "" : "s", making->why.version);
    if (making->remedy_words != NULL)
        esc_text_addf(note, "; none with the remedy, %s", making->remedy_words);
    else
        esc_text_add(note,
                     ". No change of a line that was tried helps: the stack side is yours to "
                     "write, at TO DO, and until then the file does not load");
}

static int make(struct making *making, struct esc_text *out, struct esc_text *note,
                struct esc_error *error)
{
    int code = ESC_EXIT_USAGE;
    if (!read_from(making, error) ||
        !esc_why_ask(&making->why, making->file, making->ask->go, &code, error))
        return code;
    if (!find_value(making, error) || !find_sides(making, error))
        return ESC_EXIT_USAGE;
    if (!count(making, error))
        return ESC_EXIT_CASE_FAILED;
    write_text(making, false, out);
    if (making->remedy_words != NULL && !run_text(making, out, false, error))
        return ESC_EXIT_CASE_FAILED;
    add_note(making, note);
    return ESC_EXIT_OK;
}

int esc_from_code(const struct esc_from_code *ask, struct esc_text *out, struct esc_text *note,
                  bool *whole, struct esc_error *error)
{
    struct making making = {.ask = ask};
    const int code = make(&making, out, note, error);
    *whole = making.remedy_words != NULL;
    free(making.file);
    free(making.remedy_words);
    esc_carved_free(&making.heap);
    esc_carved_free(&making.stack);
    esc_remedy_free(&making.remedy);
    esc_why_free(&making.why);
    return code;
}
