/*
 * Function literals and their captures. See literal.h for the contracts.
 */
#include "words/literal.h"

#include "base/text.h"
#include "words/declared.h"
#include "words/expression.h"
#include "words/size.h"

#include <string.h>

enum { WORD = 8 };

/* A literal, and where it is in the source: from "func" to behind its body; NULL: not there. */
struct literal {
    const struct esc_escapes *escapes;
    const struct esc_source_files *sources;
    const struct esc_go_value *value;
    const char *start, *end;
    bool copied;  /* it stands at a call that was replaced by its callee's body */
    size_t count; /* of literals that the value stands for: copies at one place are told as one */
};

static bool is_word(const char *at, const char *word)
{
    return esc_starts(at, word) && !esc_is_letter(at[strlen(word)]);
}

/* Behind one word, text, comment or other byte. */
static const char *next(const char *at)
{
    return at + (esc_is_letter(*at) ? esc_letters(at) : esc_piece(at));
}

/* Behind the bracket that closes the one at `at`, or at the end. */
static const char *behind_group(const char *at)
{
    int depth = 0;
    do {
        depth += strchr("([{", *at) != NULL;
        depth -= strchr(")]}", *at) != NULL;
        at = next(at);
    } while (depth > 0 && *at != '\0');
    return at;
}

/* Behind the body: the first brace that is no type's, "func() struct{ n int } {". */
static const char *behind_body(const char *at)
{
    bool type = false;
    while (*at != '\0') {
        if (*at == '{' && !type)
            return behind_group(at);
        if (strchr(" \t", *at) == NULL)
            type = is_word(at, "struct") || is_word(at, "interface");
        at = strchr("([{", *at) != NULL ? behind_group(at) : next(at);
    }
    return at;
}

static struct literal literal_of(const struct esc_escapes *escapes,
                                 const struct esc_source_files *sources,
                                 const struct esc_go_value *value)
{
    struct literal literal = {.escapes = escapes, .sources = sources, .value = value};
    const char *line;
    const char *text = esc_text_at(sources, value->at, &line);
    literal.copied = esc_escapes_inlined_at(escapes, value->at) != NULL;
    if (text != NULL && !literal.copied && is_word(text, "func")) {
        literal.start = text;
        literal.end = behind_body(text);
    }
    for (size_t k = value->first_path; k != ESC_NONE; k = escapes->paths[k].next)
        literal.count++;
    return literal;
}

/* ---- one variable --------------------------------------------------------------------------- */

/* Whether the place is in the same function as the literal, before or in it. */
static bool is_around(const struct literal *literal, const char *variable)
{
    if (variable == NULL || variable >= literal->start)
        return false;
    for (const char *at = variable; at < literal->start; at++)
        if (*at == '\n' && (esc_starts(at + 1, "func ") || at[1] == '}'))
            return false;
    return true;
}

static bool is_field(const char *at, const char *start)
{
    while (at > start && strchr(" \t\n", at[-1]) != NULL)
        at--;
    return at > start && at[-1] == '.';
}

/* "n:" is a key, or a label. */
static bool is_key(const char *behind)
{
    behind += strspn(behind, " \t");
    return behind[0] == ':' && behind[1] != '=';
}

/* How many brackets of the literal are open at the place, and how many of them are braces. */
static int depth_at(const struct literal *literal, const char *place, int *braces)
{
    int depth = 0;
    *braces = 0;
    for (const char *at = literal->start; at < place; at = next(at)) {
        depth += strchr("([{", *at) != NULL;
        depth -= strchr(")]}", *at) != NULL;
        *braces += *at == '{';
        *braces -= *at == '}';
    }
    return depth;
}

/* "if n := f(); n > 0 {": declared for a part of the body alone. */
static bool is_in_header(const char *at, const char *start)
{
    static const char *const words[] = {"if", "for", "switch", "select", "case"};
    while (at > start && at[-1] != '\n' && at[-1] != '{' && at[-1] != ';')
        at--;
    at += strspn(at, " \t");
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (is_word(at, words[k]))
            return true;
    return false;
}

/* Whether the name is used in what is assigned in a declaration, up to the statement's end. */
static bool uses_other(const struct literal *literal, const char *at, const char *name)
{
    size_t names;
    at = esc_behind_names(at, &names);
    if (!esc_starts(at, ":=") && *at != '=')
        return false;
    int depth = 0;
    for (; at < literal->end && (depth > 0 || strchr("\n;", *at) == NULL); at = next(at)) {
        depth += strchr("([{", *at) != NULL;
        depth -= strchr(")]}", *at) != NULL;
        if (is_word(at, name) && !is_field(at, literal->start))
            return true;
    }
    return false;
}

/* What the declaration of another variable of that name means: that is meant in all the rest of the
 * literal if it is a parameter or a result, or if it is of the body itself. */
static enum esc_captures by_declaration(const struct literal *literal, const char *at,
                                        const char *name)
{
    int braces;
    const int depth = depth_at(literal, at, &braces);
    if (uses_other(literal, at, name))
        return ESC_CAPTURES_SOME;
    return braces == 0 || (depth == 1 && !is_in_header(at, literal->start)) ? ESC_CAPTURES_NONE
                                                                            : ESC_CAPTURES_UNKNOWN;
}

/* By what the literal does first with something of that name. */
static enum esc_captures by_source(const struct literal *literal, const struct esc_capture *capture)
{
    const char *line;
    enum esc_captures found = ESC_CAPTURES_NONE;
    if (capture->at.file != literal->value->at.file ||
        !is_around(literal, esc_text_at(literal->sources, capture->at, &line)))
        return ESC_CAPTURES_NONE;
    for (const char *at = literal->start; at < literal->end; at = next(at)) {
        if (!is_word(at, capture->variable) || is_field(at, literal->start))
            continue;
        if (esc_declares(at, literal->start))
            return found == ESC_CAPTURES_NONE ? by_declaration(literal, at, capture->variable)
                                              : found;
        if (at[-1] == '[' || !is_key(at + strlen(capture->variable)))
            return ESC_CAPTURES_SOME;
        found = ESC_CAPTURES_UNKNOWN;
    }
    return found;
}

static bool is_same_place(struct esc_spot a, struct esc_spot b)
{
    return a.file == b.file && a.line == b.line && a.column == b.column;
}

/* A copy's variables are copies too, and have the call's place. */
static enum esc_captures by_place(const struct literal *literal, const struct esc_capture *capture)
{
    if (!is_same_place(literal->value->at, capture->at))
        return ESC_CAPTURES_NONE;
    return literal->count > 1 ? ESC_CAPTURES_UNKNOWN : ESC_CAPTURES_SOME;
}

/* Whether the value is the only literal of its function. */
static bool is_alone(const struct literal *literal)
{
    const struct esc_escapes *escapes = literal->escapes;
    size_t literals = 0;
    for (size_t k = 0; k < escapes->value_count; k++)
        literals += escapes->values[k].name == literal->value->name &&
                    escapes->values[k].at.file == literal->value->at.file &&
                    escapes->values[k].function == literal->value->function;
    return literals == 1;
}

/* Without a source: by the function. Variables of copies have places of calls. */
static enum esc_captures by_function(const struct literal *literal,
                                     const struct esc_capture *capture)
{
    const struct esc_escapes *escapes = literal->escapes;
    const struct esc_go_value *value = literal->value;
    const struct esc_go_function *function = esc_escapes_function_at(escapes, capture->at);
    if (capture->at.file != value->at.file ||
        esc_escapes_inlined_at(escapes, capture->at) != NULL ||
        (function != NULL && value->function != NULL && function->name != value->function))
        return ESC_CAPTURES_NONE;
    return function != NULL && value->function != NULL && is_alone(literal) ? ESC_CAPTURES_SOME
                                                                            : ESC_CAPTURES_UNKNOWN;
}

static enum esc_captures captures(const struct literal *literal, const struct esc_capture *capture)
{
    return literal->start != NULL ? by_source(literal, capture)
           : literal->copied      ? by_place(literal, capture)
                                  : by_function(literal, capture);
}

/* ---- all of them ---------------------------------------------------------------------------- */

/* Captures are told where ways are, but not in the compiler's log. */
static bool are_told(const struct literal *literal)
{
    return !literal->escapes->ways_alone && literal->value->first_path != ESC_NONE;
}

enum esc_captures esc_literal_captures(const struct esc_escapes *escapes,
                                       const struct esc_source_files *sources,
                                       const struct esc_go_value *value)
{
    const struct literal literal = literal_of(escapes, sources, value);
    enum esc_captures all = ESC_CAPTURES_NONE;
    if (!are_told(&literal))
        return ESC_CAPTURES_UNKNOWN;
    for (size_t k = 0; k < escapes->capture_count; k++) {
        const enum esc_captures one = captures(&literal, &escapes->captures[k]);
        if (one == ESC_CAPTURES_SOME)
            return one;
        all = one == ESC_CAPTURES_UNKNOWN ? one : all;
    }
    return all;
}

/* Whether a capture of the literal before this one is of a variable of that name: of the same one,
 * which is told again for each literal that has it, or of another one. */
static bool is_told_before(const struct literal *literal, size_t capture, bool *other)
{
    const struct esc_capture *all = literal->escapes->captures;
    for (size_t k = 0; k < capture; k++) {
        if (all[k].variable != all[capture].variable ||
            captures(literal, &all[k]) == ESC_CAPTURES_NONE)
            continue;
        if (is_same_place(all[k].at, all[capture].at))
            return true;
        *other = true;
    }
    return false;
}

int64_t esc_literal_size(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                         const struct esc_go_value *value)
{
    const struct literal literal = literal_of(escapes, sources, value);
    int64_t tight = WORD, loose = WORD;
    if (!are_told(&literal))
        return ESC_SIZE_UNKNOWN;
    for (size_t k = 0; k < escapes->capture_count; k++) {
        const struct esc_capture *capture = &escapes->captures[k];
        const enum esc_captures one = captures(&literal, capture);
        bool other = false;
        if (one == ESC_CAPTURES_UNKNOWN)
            return ESC_SIZE_UNKNOWN;
        if (one == ESC_CAPTURES_NONE || is_told_before(&literal, k, &other))
            continue;
        if (other) /* the name alone does not tell which */
            return ESC_SIZE_UNKNOWN;
        const int64_t bytes = capture->by_reference ? WORD : capture->width;
        tight += bytes;
        loose += (bytes + WORD - 1) / WORD * WORD;
    }
    return (tight + WORD - 1) / WORD * WORD == loose && loose > WORD ? loose : ESC_SIZE_UNKNOWN;
}
