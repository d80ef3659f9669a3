/*
 * The compiler's log -> escapes. See why.h for the contracts.
 */
#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "why/block.h"
#include "why/line.h"
#include "why/source.h"
#include "why/why.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_TOLD = 200 };

struct esc_log_reader {
    struct esc_escapes *into;
    const char *here;
    struct esc_go_function *functions; /* whose names are not known yet */
    size_t function_count;
    struct esc_spot *callees; /* of into->inlined: a place in each one's body */
    size_t callee_count;
};

static struct part part_of(const char *text)
{
    return (struct part){text, strlen(text)};
}

static const char *keep_file(struct esc_log_reader *reader, const char *path)
{
    const size_t length = reader->here != NULL ? strlen(reader->here) : 0;
    if (length > 0 && esc_starts(path, reader->here) && path[length] == '/')
        path += length + 1;
    return esc_intern(&reader->into->texts, path, strlen(path));
}

const char *esc_log_head(struct esc_log_reader *reader, const char *path)
{
    reader->into->lines++;
    return keep_file(reader, path);
}

static struct esc_spot spot_of(struct esc_log_reader *reader, const char *file, int line,
                               int column)
{
    return (struct esc_spot){keep_file(reader, file), line, column};
}

/* ---- ways ----------------------------------------------------------------------------------- */

static bool is_inlined(const struct esc_logged_note *note)
{
    return strcmp(note->message, "inlineLoc") == 0;
}

/* "escflow:    flow: A = &B:" and "escflow:      from X (why)". */
static bool read_note(struct esc_log_reader *reader, const struct esc_logged_note *note)
{
    struct part text = part_of(note->message);
    if (is_inlined(note))
        return true;
    if (!part_cut_start(&text, "escflow:"))
        return false;
    while (part_cut_start(&text, " "))
        ;
    if (part_cut_start(&text, "flow: "))
        return block_flow(reader->into, text);
    return part_cut_start(&text, "from ") &&
           block_step(reader->into, text, spot_of(reader, note->file, note->line, note->column));
}

static void add_call(struct esc_log_reader *reader, struct esc_spot at, struct esc_spot body)
{
    struct esc_escapes *into = reader->into;
    const struct esc_inlined_call *last =
        into->inlined_count > 0 ? &into->inlined[into->inlined_count - 1] : NULL;
    if (last != NULL && last->at.file == at.file && last->at.line == at.line &&
        last->at.column == at.column)
        return;
    into->inlined = esc_grow(into->inlined, &into->inlined_count, sizeof *into->inlined);
    into->inlined[into->inlined_count - 1] = (struct esc_inlined_call){.at = at};
    reader->callees = esc_grow(reader->callees, &reader->callee_count, sizeof *reader->callees);
    reader->callees[reader->callee_count - 1] = body;
}

/* What stands before a place within an inlined body is at the call; of bodies within bodies the
 * outermost call counts, as in the compiler's text. */
static void note_calls(struct esc_log_reader *reader, const struct esc_logged *logged)
{
    bool at_call = true;
    struct esc_spot at = spot_of(reader, logged->file, logged->line, logged->column);
    for (size_t k = 0; k < logged->note_count; k++) {
        const struct esc_logged_note *note = &logged->notes[k];
        const struct esc_spot here = spot_of(reader, note->file, note->line, note->column);
        if (is_inlined(note) && at_call)
            add_call(reader, at, here);
        at_call = !is_inlined(note);
        at = here;
    }
}

/* A variable's way begins with its own address, an expression's with "{storage for …}": so the log
 * tells the two verdicts apart. */
static void judge_by_way(struct esc_escapes *into, size_t value)
{
    const struct esc_path *path = &into->paths[into->path_count - 1];
    if (path->flow_count == 0)
        return;
    const bool storage = esc_starts(into->flows[path->first_flow].from, "{storage for ");
    esc_go_value_judge(&into->values[value], storage ? ESC_FATE_ESCAPES : ESC_FATE_MOVED);
}

static bool read_way(struct esc_log_reader *reader, const struct esc_logged *logged)
{
    struct esc_escapes *into = reader->into;
    const struct esc_spot at = spot_of(reader, logged->file, logged->line, logged->column);
    struct part text = part_of(logged->message);
    struct leak leak = {0};
    const bool leaks = block_leak(text, &leak);
    bool good = leaks || part_cut_end(&text, " escapes to heap");
    if (!good)
        return false;
    struct esc_go_value *value =
        esc_escapes_value(into, at, block_keep(into, leaks ? leak.name : text));
    value->is_parameter = value->is_parameter || leaks;
    block_begin(into, value, leaks ? block_keep(into, leak.to) : NULL, leak.derefs, NULL);
    for (size_t k = 0; k < logged->note_count; k++)
        good = read_note(reader, &logged->notes[k]) && good;
    if (!leaks)
        judge_by_way(into, (size_t)(value - into->values));
    note_calls(reader, logged);
    return good;
}

/* ---- the rest ------------------------------------------------------------------------------- */

static bool add_function(struct esc_log_reader *reader, const struct esc_logged *logged,
                         const char *why)
{
    reader->functions =
        esc_grow(reader->functions, &reader->function_count, sizeof *reader->functions);
    reader->functions[reader->function_count - 1] = (struct esc_go_function){
        .at = spot_of(reader, logged->file, logged->line, logged->column),
        .inlines = why == NULL,
        .why = why != NULL ? block_keep(reader->into, part_of(why)) : NULL};
    return true;
}

/* Codes of other optimisations (ssa/rewrite.go, checkbce.go, loopvar.go, devirtualize/pgo.go). */
static bool is_other(const char *code)
{
    static const char *const openings[] = {"nilcheck",         "copy",
                                           "cannotInlineCall", "iteration-variable-to-",
                                           "loop-modified-",   ": should not PGO devirtualize"};
    for (size_t k = 0; k < sizeof openings / sizeof *openings; k++)
        if (esc_starts(code, openings[k]))
            return true;
    return false;
}

static bool read_code(struct esc_log_reader *reader, const struct esc_logged *logged)
{
    const bool told = logged->message[0] != '\0';
    const char *code = logged->code;
    /* A verdict of an expression, without its name: its way is told apart. */
    if (strcmp(code, "escape") == 0 && !told)
        return true;
    if (strcmp(code, "escape") == 0 || strcmp(code, "escapes") == 0 || strcmp(code, "leak") == 0)
        return read_way(reader, logged);
    if (strcmp(code, "canInlineFunction") == 0)
        return add_function(reader, logged, NULL);
    if (strcmp(code, "cannotInlineFunction") == 0)
        return add_function(reader, logged, logged->message);
    const bool bounds = strcmp(code, "isInBounds") == 0 || strcmp(code, "isSliceInBounds") == 0;
    reader->into->remarks[ESC_REMARK_OTHER] += bounds || is_other(code);
    return bounds || is_other(code);
}

static void tell_strange(struct esc_escapes *into, const char *log, size_t line, const char *text)
{
    into->strange++;
    if (into->first_strange != 0)
        return;
    char *told = esc_format("%s: %.*s", esc_base_name(log), LONGEST_TOLD, text);
    into->first_strange = line;
    into->first_strange_text = block_keep(into, part_of(told));
    free(told);
}

void esc_log_take(struct esc_log_reader *reader, const struct esc_logged *logged)
{
    reader->into->lines++;
    if (read_code(reader, logged))
        return;
    char *text = esc_format("%s \"%s\"", logged->code, logged->message);
    tell_strange(reader->into, logged->log, logged->log_line, text);
    free(text);
}

void esc_log_broken(struct esc_log_reader *reader, const char *log, size_t line, const char *text,
                    bool cut)
{
    reader->into->lines++;
    reader->into->ends_within_line = reader->into->ends_within_line || cut;
    tell_strange(reader->into, log, line, text);
}

struct esc_log_reader *esc_log_begin(struct esc_escapes *into, const char *here)
{
    struct esc_log_reader *reader = esc_calloc(1, sizeof *reader);
    reader->into = into;
    reader->here = here;
    into->ways_alone = true;
    return reader;
}

/* ---- names ---------------------------------------------------------------------------------- */

/* Instances of a generic function are told of one by one, under one name in the source. */
static bool is_there(const struct esc_escapes *into, struct esc_spot at)
{
    if (into->function_count == 0)
        return false;
    const struct esc_spot *last = &into->functions[into->function_count - 1].at;
    return last->file == at.file && last->line == at.line && last->column == at.column;
}

static void name_functions(struct esc_log_reader *reader, const struct esc_source_files *sources)
{
    struct esc_escapes *into = reader->into;
    for (size_t k = 0; k < reader->function_count; k++) {
        struct esc_go_function function = reader->functions[k];
        const struct esc_source_file *file = esc_source_files_find(sources, function.at.file);
        function.name = file != NULL ? esc_why_function(into, file, function.at) : NULL;
        if (function.name == NULL || is_there(into, function.at))
            continue;
        into->functions = esc_grow(into->functions, &into->function_count, sizeof *into->functions);
        into->functions[into->function_count - 1] = function;
    }
}

static void name_callees(struct esc_log_reader *reader)
{
    struct esc_escapes *into = reader->into;
    for (size_t k = 0; k < reader->callee_count; k++) {
        const struct esc_spot body = reader->callees[k];
        const struct esc_go_function *function = esc_escapes_function_at(into, body);
        char *unknown = esc_format("a function in %s, line %d", body.file, body.line);
        into->inlined[k].callee =
            function != NULL ? function->name : block_keep(into, part_of(unknown));
        free(unknown);
    }
}

static int compare_places(const void *a, const void *b)
{
    const struct esc_go_function *one = a, *other = b;
    const int files = strcmp(one->at.file, other->at.file);
    if (files != 0)
        return files;
    return one->at.line != other->at.line ? one->at.line - other->at.line
                                          : one->at.column - other->at.column;
}

/* "go f(x)": the compiler's text has no verdict of the literal that it makes of the call. */
static void spare_wrappers(struct esc_escapes *into, const struct esc_source_files *sources)
{
    for (size_t k = 0; k < into->value_count; k++) {
        struct esc_go_value *value = &into->values[k];
        size_t length;
        if (strcmp(value->name, "func literal") != 0 || value->at.column == 0)
            continue;
        const char *line = esc_source_file_line(esc_source_files_find(sources, value->at.file),
                                                value->at.line, &length);
        const size_t column = (size_t)value->at.column - 1;
        if (line != NULL && column < length &&
            (esc_starts(line + column, "go ") || esc_starts(line + column, "defer ")))
            value->fate = ESC_FATE_UNTOLD;
    }
}

void esc_log_end(struct esc_log_reader *reader, const struct esc_source_files *sources)
{
    if (reader->function_count > 0)
        qsort(reader->functions, reader->function_count, sizeof *reader->functions, compare_places);
    name_functions(reader, sources);
    name_callees(reader);
    spare_wrappers(reader->into, sources);
    block_finish(reader->into);
    free(reader->functions);
    free(reader->callees);
    free(reader);
}

/* ---- tags ----------------------------------------------------------------------------------- */

static void add_tag(struct esc_escapes *escapes, struct esc_go_value *value, enum esc_tag_kind kind,
                    const char *result, int level)
{
    struct esc_tag *tag = esc_escapes_tag(escapes, value);
    tag->kind = kind;
    tag->result = result;
    tag->level = level;
}

static bool is_to_result(const struct esc_path *path)
{
    return path->to_result || esc_starts(path->to, "~r");
}

/* The fewest dereferences with which it gets to the heap (`result` NULL) or that result; -1: none.
 */
static int nearest(const struct esc_escapes *escapes, const struct esc_go_value *value,
                   const char *result)
{
    int least = -1;
    for (size_t k = value->first_path; k != ESC_NONE; k = escapes->paths[k].next) {
        const struct esc_path *path = &escapes->paths[k];
        if (path->to == NULL || (result == NULL ? is_to_result(path) : path->to != result))
            continue;
        if (least < 0 || path->derefs < least)
            least = path->derefs;
    }
    return least;
}

/* escape/leaks.go, Optimize(): what reaches the heap is told of results only where it gets to them
 * with fewer dereferences. */
static void derive(struct esc_escapes *escapes, struct esc_go_value *value)
{
    const int heap = nearest(escapes, value, NULL);
    if (heap >= 0)
        add_tag(escapes, value, heap == 0 ? ESC_TAG_HEAP : ESC_TAG_CONTENT, NULL, 0);
    for (size_t k = value->first_path; k != ESC_NONE; k = escapes->paths[k].next) {
        const struct esc_path *path = &escapes->paths[k];
        bool told = path->to == NULL || !is_to_result(path);
        for (size_t t = value->first_tag; t != ESC_NONE; t = escapes->tags[t].next)
            told = told || escapes->tags[t].result == path->to;
        const int level = told ? 0 : nearest(escapes, value, path->to);
        if (!told && (heap < 0 || level < heap))
            add_tag(escapes, value, ESC_TAG_RESULT, path->to, level);
    }
}

/* Of wrappers that the compiler writes itself, and of parameters without a name, its text has no
 * tags: they stand in no function's signature. Nor has it any where a type has no pointers. */
void esc_log_tags(struct esc_escapes *escapes, const struct esc_source_files *sources)
{
    for (size_t k = 0; k < escapes->value_count; k++) {
        struct esc_go_value *value = &escapes->values[k];
        const struct esc_source_file *file = esc_source_files_find(sources, value->at.file);
        if (value->is_parameter && !esc_go_value_leaves(value) && file != NULL &&
            file->text != NULL && esc_why_in_signature(escapes, file, value) &&
            !esc_why_is_scalar(file, value))
            derive(escapes, value);
    }
}
