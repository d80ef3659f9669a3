/*
 * Reading -m=2: lines in, values, paths and tags out. See why.h for the contracts.
 *
 * A block explains one thing: its first line ends with a colon, flows and steps follow, and each
 * line of it begins with that thing's place. Verdicts follow later, by place and name.
 */
#include "base/memory.h"
#include "base/text.h"
#include "why/block.h"
#include "why/line.h"
#include "why/why.h"

#include <stdlib.h>
#include <string.h>

/* A raw string that is printed over several lines is taken for one up to that many bytes. */
enum { LONGEST_LINE = 1 << 20, LONGEST_TOLD = 200, MOST_TOLD = 2000 };

struct esc_m2_reader {
    struct esc_escapes *into;
    struct esc_text rest; /* of a line whose end has not come */
    struct esc_text open; /* a line within a raw string; its number: */
    size_t open_number;
    const char *file; /* of the line before: most lines name the same one */
    bool in_block;    /* whose place is: */
    struct esc_spot block;
};

/* ---- texts and places ---- */

static const char *keep(struct esc_m2_reader *reader, struct part part)
{
    return block_keep(reader->into, part);
}

static const char *keep_file(struct esc_m2_reader *reader, struct part file)
{
    part_cut_start(&file, "./");
    if (reader->file == NULL || !part_is(file, reader->file))
        reader->file = keep(reader, file);
    return reader->file;
}

static struct esc_go_value *value_at(struct esc_m2_reader *reader, struct esc_spot at,
                                     struct part name)
{
    return esc_escapes_value(reader->into, at, keep(reader, name));
}

/* What the compiler made itself, such as the state of a range over a function, is at no place. */
static bool read_place(struct esc_m2_reader *reader, struct part text, struct esc_spot *at)
{
    struct part file;
    *at = (struct esc_spot){.file = esc_intern(&reader->into->texts, "", 0)};
    if (part_is(text, "<unknown line number>"))
        return true;
    if (!part_place(text, &file, &at->line, &at->column))
        return false;
    at->file = keep_file(reader, file);
    return true;
}

/* ---- blocks ---- */

static void begin_path(struct esc_m2_reader *reader, struct esc_go_value *value, const char *to,
                       int derefs, const char *function)
{
    block_begin(reader->into, value, to, derefs, function);
    reader->in_block = true;
    reader->block = value->at;
}

/* "X escapes to heap:", later "X escapes to heap in F:". */
static bool read_escape(struct esc_m2_reader *reader, struct esc_spot at, struct part text)
{
    struct part name, function;
    if (!part_cut_end(&text, ":"))
        return false;
    if (part_ends(text, " escapes to heap")) {
        part_cut_end(&text, " escapes to heap");
        begin_path(reader, value_at(reader, at, text), NULL, 0, NULL);
        return true;
    }
    if (!part_split_last(text, " escapes to heap in ", &name, &function))
        return false;
    begin_path(reader, value_at(reader, at, name), NULL, 0, keep(reader, function));
    return true;
}

/* "parameter P leaks to R with derefs=N:". */
static bool read_leak(struct esc_m2_reader *reader, struct esc_spot at, struct part text)
{
    struct leak leak;
    if (!part_cut_end(&text, ":") || !block_leak(text, &leak))
        return false;
    struct esc_go_value *value = value_at(reader, at, leak.name);
    value->is_parameter = true;
    begin_path(reader, value, keep(reader, leak.to), leak.derefs,
               leak.function.length > 0 ? keep(reader, leak.function) : NULL);
    return true;
}

/* "EXPRESSION (REASON) at FILE:LINE:COLUMN"; inside a flow. */
static bool read_step(struct esc_m2_reader *reader, struct part text)
{
    struct part step, place;
    struct esc_spot at;
    if (!part_split_last(text, " at ", &step, &place) || !read_place(reader, place, &at))
        return false;
    return block_step(reader->into, step, at);
}

/* A line inside a block: two blanks more than the others. It belongs to the newest block if it has
 * its place; else texts were mixed. */
static bool read_inside(struct esc_m2_reader *reader, struct esc_spot at, struct part text)
{
    const struct esc_spot *block = &reader->block;
    if (!reader->in_block || at.file != block->file || at.line != block->line ||
        at.column != block->column)
        return false;
    if (part_cut_start(&text, "  flow: "))
        return block_flow(reader->into, text);
    if (part_cut_start(&text, "    from "))
        return read_step(reader, text);
    if (!part_cut_start(&text, "  warning: truncated explanation "))
        return false;
    reader->into->paths[reader->into->path_count - 1].cut = true;
    return true;
}

/* ---- verdicts ---- */

/* Later releases say "append" in the verdict and the whole call in the block before. */
static struct esc_go_value *append_at(struct esc_m2_reader *reader, struct esc_spot at)
{
    struct esc_escapes *into = reader->into;
    for (size_t k = into->value_count; k-- > 0;) {
        const struct esc_go_value *value = &into->values[k];
        if (value->at.line == at.line && value->at.column == at.column &&
            value->at.file == at.file && esc_starts(value->name, "append("))
            return &into->values[k];
        if (value->at.file != at.file)
            break;
    }
    return NULL;
}

static bool judge(struct esc_m2_reader *reader, struct esc_spot at, struct part name,
                  enum esc_fate fate)
{
    struct esc_go_value *value = part_is(name, "append") ? append_at(reader, at) : NULL;
    if (name.length == 0)
        return false;
    if (value == NULL)
        value = value_at(reader, at, name);
    esc_go_value_judge(value, fate);
    return true;
}

static bool read_verdict(struct esc_m2_reader *reader, struct esc_spot at, struct part text)
{
    if (part_cut_start(&text, "moved to heap: "))
        return judge(reader, at, text, ESC_FATE_MOVED);
    if (part_cut_end(&text, " escapes to heap"))
        return judge(reader, at, text, ESC_FATE_ESCAPES);
    return part_cut_end(&text, " does not escape") && judge(reader, at, text, ESC_FATE_STAYS);
}

/* The same parameter's tag is told again for each instance of a generic function. */
static void add_tag(struct esc_m2_reader *reader, struct esc_spot at, struct part name,
                    struct esc_tag tag)
{
    struct esc_go_value *value = value_at(reader, at, name);
    value->is_parameter = true;
    for (size_t k = value->first_tag; k != ESC_NONE; k = reader->into->tags[k].next) {
        const struct esc_tag *other = &reader->into->tags[k];
        if (other->kind == tag.kind && other->result == tag.result && other->level == tag.level)
            return;
    }
    struct esc_tag *added = esc_escapes_tag(reader->into, value);
    added->kind = tag.kind;
    added->result = tag.result;
    added->level = tag.level;
}

/* "leaking param: P", "leaking param content: P", "leaking param: P to result R level=N". */
static bool read_tag(struct esc_m2_reader *reader, struct esc_spot at, struct part text)
{
    struct part name, rest, result, number;
    struct esc_tag tag = {.kind = ESC_TAG_CONTENT};
    if (part_cut_start(&text, "leaking param content: "))
        return add_tag(reader, at, text, tag), true;
    if (!part_cut_start(&text, "leaking param: "))
        return false;
    tag.kind = ESC_TAG_HEAP;
    if (part_split(text, " to result ", &name, &rest)) {
        if (!part_split_last(rest, " level=", &result, &number) || !part_number(number, &tag.level))
            return false;
        tag.kind = ESC_TAG_RESULT;
        tag.result = keep(reader, result);
        text = name;
    }
    return add_tag(reader, at, text, tag), true;
}

/* ---- functions ---- */

static bool add_function(struct esc_m2_reader *reader, struct esc_spot at, struct part name,
                         const char *why)
{
    struct esc_escapes *into = reader->into;
    into->functions = esc_grow(into->functions, &into->function_count, sizeof *into->functions);
    into->functions[into->function_count - 1] = (struct esc_go_function){
        .name = keep(reader, name), .at = at, .inlines = why == NULL, .why = why};
    return name.length > 0;
}

/* "can inline F", "can inline F with cost N as: TEXT", "cannot inline F: WHY". */
static bool read_function(struct esc_m2_reader *reader, struct esc_spot at, struct part text)
{
    struct part name, why;
    if (part_cut_start(&text, "cannot inline "))
        return part_split(text, ": ", &name, &why) &&
               add_function(reader, at, name, keep(reader, why));
    if (!part_cut_start(&text, "can inline "))
        return false;
    part_split(text, " with cost ", &text, NULL);
    return add_function(reader, at, text, NULL);
}

/* "inlining call to F", with " with score N" where that is asked for. */
static bool read_inlined(struct esc_m2_reader *reader, struct esc_spot at, struct part text)
{
    if (!part_cut_start(&text, "inlining call to "))
        return false;
    part_split(text, " with score ", &text, NULL);
    struct esc_escapes *into = reader->into;
    into->inlined = esc_grow(into->inlined, &into->inlined_count, sizeof *into->inlined);
    into->inlined[into->inlined_count - 1] =
        (struct esc_inlined_call){.at = at, .callee = keep(reader, text)};
    return text.length > 0;
}

/* "F capturing by ref: V (addr=false assign=true width=8)". */
static bool read_capture(struct esc_m2_reader *reader, struct esc_spot at, struct part text)
{
    struct part function, variable, facts, rest, width;
    struct esc_capture capture = {.at = at};
    if (part_split_last(text, " capturing by ref: ", &function, &rest))
        capture.by_reference = true;
    else if (!part_split_last(text, " capturing by value: ", &function, &rest))
        return false;
    if (!part_cut_end(&rest, ")") || !part_split_last(rest, " (addr=", &variable, &facts) ||
        !part_split_last(facts, " width=", &facts, &width) || !part_number(width, &capture.width))
        return false;
    capture.address_taken = part_starts(facts, "true");
    capture.assigned = part_ends(facts, "=true");
    capture.variable = keep(reader, variable);
    capture.function = keep(reader, function);
    struct esc_escapes *into = reader->into;
    into->captures = esc_grow(into->captures, &into->capture_count, sizeof *into->captures);
    into->captures[into->capture_count - 1] = capture;
    return true;
}

/* ---- what is only counted ---- */

static bool read_remark(struct esc_m2_reader *reader, struct part text)
{
    static const struct {
        const char *opening, *within, *end; /* NULL: any */
        enum esc_remark what;
    } forms[] = {
        {NULL, " ignoring self-assignment in ", NULL, ESC_REMARK_SELF_ASSIGNMENT},
        {NULL, " ignoring self-assignment to ", NULL, ESC_REMARK_SELF_ASSIGNMENT},
        {"devirtualizing ", " to ", NULL, ESC_REMARK_DEVIRTUALIZED},
        {"partially devirtualizing ", " to ", NULL, ESC_REMARK_DEVIRTUALIZED},
        {"PGO devirtualizing ", " to ", NULL, ESC_REMARK_DEVIRTUALIZED},
        {"should not PGO devirtualize ", NULL, NULL, ESC_REMARK_OTHER},
        {NULL, NULL, " bounds check elided", ESC_REMARK_BOUNDS},
        {"zero-copy string->[]byte conversion", NULL, NULL, ESC_REMARK_CONVERSION},
        {"assuming ", " is unsafe uintptr", NULL, ESC_REMARK_OTHER},
        {"marking ", " as escaping ", "uintptr", ESC_REMARK_OTHER},
        {"mutates param: ", NULL, NULL, ESC_REMARK_OTHER},
        {"calls param: ", NULL, NULL, ESC_REMARK_OTHER},
        {"function ", " considered 'big'", NULL, ESC_REMARK_OTHER},
        {"skip inlining ", NULL, NULL, ESC_REMARK_OTHER},
        {"hot-node enabled increased budget", NULL, NULL, ESC_REMARK_OTHER},
        {"hot-callsite identified", NULL, NULL, ESC_REMARK_OTHER},
        {NULL, NULL, " non-looping label", ESC_REMARK_OTHER},
        {NULL, NULL, " looping label", ESC_REMARK_OTHER},
    };
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
        if ((forms[k].opening != NULL && !part_starts(text, forms[k].opening)) ||
            (forms[k].end != NULL && !part_ends(text, forms[k].end)) ||
            (forms[k].within != NULL && !part_split(text, forms[k].within, NULL, NULL)))
            continue;
        reader->into->remarks[forms[k].what]++;
        return true;
    }
    return false;
}

/* ---- lines ---- */

static bool read_placed(struct esc_m2_reader *reader, struct esc_spot at, struct part text)
{
    if (part_starts(text, "  "))
        return read_inside(reader, at, text);
    reader->in_block = false;
    return read_function(reader, at, text) || read_inlined(reader, at, text) ||
           read_tag(reader, at, text) || read_leak(reader, at, text) ||
           read_escape(reader, at, text) || read_verdict(reader, at, text) ||
           read_capture(reader, at, text) || read_remark(reader, text);
}

static bool read_line(struct esc_m2_reader *reader, struct part line)
{
    struct part file, text;
    struct esc_spot at;
    if (part_starts(line, "# ")) {
        reader->into->packages++;
        reader->in_block = false;
        return true;
    }
    if (part_placed(line, &file, &at.line, &at.column, &text)) {
        at.file = keep_file(reader, file);
        return read_placed(reader, at, text);
    }
    at = (struct esc_spot){.file = esc_intern(&reader->into->texts, "", 0)};
    if (part_cut_start(&line, "<unknown line number>: "))
        return read_placed(reader, at, line);
    return read_capture(reader, at, line); /* #next: not even that is printed */
}

static void tell_strange(struct esc_escapes *into, struct part line, size_t number)
{
    into->strange++;
    if (into->strange_text.length + line.length < MOST_TOLD) {
        esc_text_add_bytes(&into->strange_text, line.bytes, line.length);
        esc_text_add(&into->strange_text, "\n");
    }
    if (into->first_strange != 0)
        return;
    into->first_strange = number;
    into->first_strange_text = esc_intern(&into->texts, line.bytes,
                                          line.length < LONGEST_TOLD ? line.length : LONGEST_TOLD);
}

static void take_whole(struct esc_m2_reader *reader, struct part line, size_t number)
{
    if (line.length > 0 && !read_line(reader, line))
        tell_strange(reader->into, line, number);
}

static void end_open(struct esc_m2_reader *reader)
{
    if (reader->open.length == 0)
        return;
    take_whole(reader, (struct part){reader->open.bytes, reader->open.length}, reader->open_number);
    esc_text_free(&reader->open);
}

static bool is_placed(struct part line)
{
    struct part file, text;
    int number, column;
    return part_placed(line, &file, &number, &column, &text);
}

/* A line as it came: it may begin or go on with a raw string that is printed as it stands. */
static void take_line(struct esc_m2_reader *reader, struct part line)
{
    const size_t number = ++reader->into->lines;
    part_cut_end(&line, "\r");
    if (reader->open.length > 0) {
        if (is_placed(line) || reader->open.length + line.length > LONGEST_LINE)
            end_open(reader);
    }
    const bool goes_on = reader->open.length > 0;
    if (goes_on)
        esc_text_add_bytes(&reader->open, "\n", 1);
    const bool open = part_is_open(line, goes_on);
    if (!goes_on && !(open && is_placed(line))) {
        take_whole(reader, line, number);
        return;
    }
    if (!goes_on)
        reader->open_number = number;
    esc_text_add_bytes(&reader->open, line.bytes, line.length);
    if (!open)
        end_open(reader);
}

struct esc_m2_reader *esc_m2_begin(struct esc_escapes *into)
{
    struct esc_m2_reader *reader = esc_calloc(1, sizeof *reader);
    reader->into = into;
    return reader;
}

void esc_m2_take(struct esc_m2_reader *reader, const char *bytes, size_t length)
{
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        const size_t part = end != NULL ? (size_t)(end - bytes) : length;
        if (end == NULL || reader->rest.length > 0)
            esc_text_add_bytes(&reader->rest, bytes, part);
        if (end == NULL)
            return;
        if (reader->rest.length > 0)
            take_line(reader, (struct part){reader->rest.bytes, reader->rest.length});
        else
            take_line(reader, (struct part){bytes, part});
        esc_text_free(&reader->rest);
        bytes += part + 1;
        length -= part + 1;
    }
}

void esc_m2_end(struct esc_m2_reader *reader)
{
    reader->into->ends_within_line = reader->rest.length > 0;
    if (reader->rest.length > 0)
        take_line(reader, (struct part){reader->rest.bytes, reader->rest.length});
    end_open(reader);
    block_finish(reader->into);
    esc_text_free(&reader->rest);
    free(reader);
}

bool esc_m2_check(const struct esc_escapes *escapes, const char *name, struct esc_error *error)
{
    if (escapes->lines == 0) {
        esc_error_add(error, name, 0, "there is no text: nothing can be said of it");
        esc_error_hint(error,
                       "the compiler's words are on standard error: "
                       "go build -gcflags=-m=2 2>&1 | make why FILE=-");
        return false;
    }
    if (escapes->strange == 0 || escapes->strange < escapes->lines - escapes->packages)
        return true;
    esc_error_add(error, name, (int)escapes->first_strange,
                  "this is not what the Go compiler says of escapes: \"%s\"",
                  escapes->first_strange_text != NULL ? escapes->first_strange_text : "");
    esc_error_hint(error, "make it with: go build -gcflags=-m=2 2>text");
    return false;
}
