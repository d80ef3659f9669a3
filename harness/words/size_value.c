/*
 * Sizes of values: their types from spelling and from the source around them. See size.h for the
 * contract. No parser: declarations are told by what follows a name. What that does not settle is
 * unknown.
 */
#include "words/size.h"

#include "base/text.h"
#include "words/declared.h"
#include "words/expression.h"
#include "words/literal.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 8 };
static const int64_t most_elements = INT64_C(1) << 40;

static const struct esc_size unknown = {ESC_SIZE_UNKNOWN, ESC_SHAPE_OTHER};
static const struct esc_size of_word = {WORD, ESC_SHAPE_NUMBER};
static const struct esc_size of_text = {2 * WORD, ESC_SHAPE_TEXT};
static const struct esc_size of_slice = {3 * WORD, ESC_SHAPE_SLICE};
static const struct esc_size of_bool = {1, ESC_SHAPE_BYTE};
static const struct esc_size of_constant = {ESC_SIZE_UNKNOWN, ESC_SHAPE_CONSTANT};

static size_t blanks(const char *text)
{
    return strspn(text, " \t");
}

/* ---- source text ---------------------------------------------------------------------------- */

/* How far an expression or type reaches: to one of the stops outside of brackets, or to a bracket
 * that closes what was open before it. */
static size_t reach(const char *text, const char *stops)
{
    int depth = 0;
    size_t k = 0;
    while (text[k] != '\0') {
        const bool closes = strchr(")]}", text[k]) != NULL;
        if (depth == 0 && (closes || strchr(stops, text[k]) != NULL || esc_starts(text + k, "//")))
            break;
        depth += strchr("([{", text[k]) != NULL;
        depth -= closes;
        k += esc_piece(text + k);
    }
    while (k > 0 && isspace((unsigned char)text[k - 1]))
        k--;
    return k;
}

/* Where the bracket opens with which the text ends and that is in no other one; `length` where the
 * text does not end with one. */
static size_t last_bracket(const char *text, size_t length)
{
    int depth = 0;
    size_t open = length;
    for (size_t k = 0; k < length; k += esc_piece(text + k)) {
        if (depth == 0 && strchr("([{", text[k]) != NULL)
            open = k;
        depth += strchr("([{", text[k]) != NULL;
        depth -= strchr(")]}", text[k]) != NULL;
    }
    return length > 0 && strchr(")]}", text[length - 1]) != NULL ? open : length;
}

/* Whether one of the operators stands outside of brackets and texts. */
static bool has_operator(const char *text, size_t length, const char *const *operators)
{
    int depth = 0;
    for (size_t k = 0; k < length; k += esc_piece(text + k)) {
        depth += strchr("([{", text[k]) != NULL;
        depth -= strchr(")]}", text[k]) != NULL;
        for (size_t n = 0; depth == 0 && operators[n] != NULL; n++)
            if (esc_starts(text + k, operators[n]))
                return true;
    }
    return false;
}

/* ---- expressions ---------------------------------------------------------------------------- */

static struct esc_size size_of_constant(const char *text, size_t length)
{
    char *whole = strndup(text, length);
    const bool is_constant = esc_expression_is_constant(whole);
    const bool imaginary = length > 0 && text[length - 1] == 'i';
    free(whole);
    if (!is_constant)
        return unknown;
    if (strchr("\"`", *text) != NULL)
        return of_text;
    if (*text == '\'')
        return (struct esc_size){4, ESC_SHAPE_NUMBER};
    if (esc_is_letter(*text) && !isdigit((unsigned char)*text))
        return of_bool;
    return imaginary ? (struct esc_size){2 * WORD, ESC_SHAPE_OTHER} : of_word;
}

/* "make([]T, n)", "len(s)", "T(x)"; `open`: where the last bracket opens. */
static struct esc_size size_of_call(const struct esc_escapes *escapes, const char *text,
                                    size_t open)
{
    static const struct {
        const char *callee;
        const struct esc_size *size;
    } builtin[] = {{"new", &of_word},  {"len", &of_word},     {"cap", &of_word},
                   {"copy", &of_word}, {"append", &of_slice}, {"string", &of_text}};
    for (size_t k = 0; k < sizeof builtin / sizeof *builtin; k++)
        if (strlen(builtin[k].callee) == open && strncmp(text, builtin[k].callee, open) == 0)
            return *builtin[k].size;
    if (open == strlen("make") && esc_starts(text, "make"))
        return esc_sized_type(escapes, text + open + 1, reach(text + open + 1, ","));
    const size_t slice = esc_starts(text, "[]") ? 2 : 0;
    return slice + esc_letters(text + slice) == open ? esc_sized_type(escapes, text, open)
                                                     : unknown;
}

static struct esc_size size_of_expression(const struct esc_escapes *escapes, const char *text,
                                          size_t length)
{
    static const char *const comparing[] = {
        " == ", " != ", " < ", " > ", " <= ", " >= ", " && ", " || ", NULL};
    static const char *const adding[] = {" + ", NULL};
    static const char *const others[] = {" - ", " * ",  " / ",  " % ",  " & ", " | ",
                                         " ^ ", " << ", " >> ", " &^ ", NULL};
    if (length == 0)
        return unknown;
    if (has_operator(text, length, comparing))
        return of_bool;
    if (has_operator(text, length, adding))
        return strchr("\"`", *text) != NULL ? of_text : unknown;
    if (has_operator(text, length, others))
        return unknown;
    if (*text == '&')
        return of_word;
    const size_t open = last_bracket(text, length);
    if (open == length)
        return size_of_constant(text, length);
    if (text[open] == '(')
        return size_of_call(escapes, text, open);
    if (text[open] == '[' || open == 0)
        return unknown;
    return esc_sized_type(escapes, text, open); /* T{…}, []T{…}, func() {…} */
}

/* ---- declarations --------------------------------------------------------------------------- */

/* Whether names stand in front of this one: "a, |b := …". */
static bool is_in_list(const char *text, const char *start)
{
    while (text > start && strchr(" \t", text[-1]) != NULL)
        text--;
    return text > start && text[-1] == ',';
}

/*
 * Bytes of the variable whose name stands there, in the text that begins at `start`, where it is
 * declared: "t := T{1}", "var t T", "t, u T". Of several that are assigned at once unknown.
 */
static struct esc_size size_of_declared(const struct esc_escapes *escapes, const char *text,
                                        const char *start)
{
    size_t names;
    const char *behind = esc_behind_names(text, &names);
    const bool assigned = esc_starts(behind, ":=");
    if (assigned || esc_starts(behind, "= ")) {
        const char *given = behind + (assigned ? 2 : 1);
        given += blanks(given);
        return names > 1 || is_in_list(text, start)
                   ? unknown
                   : size_of_expression(escapes, given, reach(given, ",;\n"));
    }
    if (esc_starts(behind, "..."))
        return of_slice;
    return esc_begins_type(behind) ? esc_sized_type(escapes, behind, reach(behind, ",;=\n`"))
                                   : unknown;
}

static struct esc_size size_of_variable(const struct esc_escapes *escapes,
                                        const struct esc_source_files *sources,
                                        const struct esc_go_value *value)
{
    const struct esc_capture *capture = esc_escapes_capture(escapes, value->at, value->name);
    const char *line;
    const char *text = esc_text_at(sources, value->at, &line);
    if (capture != NULL)
        return (struct esc_size){capture->width, ESC_SHAPE_OTHER};
    if (text == NULL || esc_letters(text) != strlen(value->name) || !esc_starts(text, value->name))
        return unknown;
    return size_of_declared(escapes, text, line);
}

/* Whether the block around the declaration, or the one that follows in its line (of an if, a for, a
 * function literal), ends before the place. */
static bool is_out_of_scope(const char *declared, const char *end)
{
    int depth = 0, block = INT_MAX;
    bool first_line = true;
    for (const char *at = declared; at < end;
         at += esc_is_letter(*at) ? esc_letters(at) : esc_piece(at)) {
        first_line = first_line && *at != '\n';
        if (first_line && *at == '{' && at[-1] == ' ' && block == INT_MAX)
            block = depth;
        depth += *at == '{';
        depth -= *at == '}';
        if (*at == '}' && (depth < 0 || depth == block))
            return true;
    }
    return false;
}

static bool is_behind(const char *text, const char *start, const char *word)
{
    return (size_t)(text - start) >= strlen(word) && esc_starts(text - strlen(word), word);
}

/* Whether a line that begins there says "const NAME", or NAME in a group that is open there. */
static bool names_constant(const char *line, const char *name, size_t length, bool group)
{
    line += blanks(line);
    if (!group && !esc_starts(line, "const "))
        return false;
    line += group ? 0 : strlen("const ");
    return strncmp(line, name, length) == 0 && !esc_is_letter(line[length]);
}

/* Whether the text up to `end`, or without one all of it that is in no function, declares a
 * constant of that name. */
static bool is_constant(const char *text, const char *end, const char *name, size_t length)
{
    bool group = false, skipped = false;
    for (const char *line = text; line != NULL && (end == NULL || line < end);
         line = strchr(line, '\n')) {
        line += *line == '\n';
        const char *words = line + blanks(line);
        skipped = end == NULL && (skipped ? *line != '}' : esc_starts(line, "func "));
        if (skipped)
            continue;
        group = esc_starts(words, "const (") || (group && *words != ')');
        if (names_constant(line, name, length, group))
            return true;
    }
    return false;
}

/*
 * The variable of that name before the place, where the function around it declares one only; or a
 * constant, of the function or of the file.
 */
static struct esc_size size_of_used(const struct esc_escapes *escapes,
                                    const struct esc_source_files *sources, struct esc_spot spot,
                                    const char *name, size_t length)
{
    const char *line, *start;
    const char *end = esc_text_at(sources, spot, &line);
    const struct esc_go_function *function = esc_escapes_function_at(escapes, spot);
    const struct esc_source_file *file = esc_source_files_find(sources, spot.file);
    const char *declared = NULL;
    if (end == NULL || function == NULL || esc_text_at(sources, function->at, &start) == NULL)
        return unknown;
    for (const char *at = start; at < end;
         at += esc_is_letter(*at) ? esc_letters(at) : esc_piece(at)) {
        if (esc_letters(at) != length || strncmp(at, name, length) != 0 || !esc_declares(at, start))
            continue;
        if (declared != NULL)
            return unknown;
        declared = at;
    }
    const bool constant = is_constant(start, end, name, length);
    if (constant && (declared == NULL || is_behind(declared, start, "const ")))
        return of_constant;
    if (constant)
        return unknown;
    if (declared == NULL)
        return is_constant(file->text, NULL, name, length) ? of_constant : unknown;
    return is_out_of_scope(declared, end) ? unknown : size_of_declared(escapes, declared, start);
}

/* ---- what needs memory ---------------------------------------------------------------------- */

static int64_t times(int64_t count, int64_t bytes)
{
    return bytes < 0 || (bytes > 0 && count > most_elements / bytes) ? ESC_SIZE_UNKNOWN
                                                                     : count * bytes;
}

/* "make([]T, 12)", "make([]T, n, 12)" */
static int64_t size_of_make(const struct esc_escapes *escapes, const char *name)
{
    const char *last = strrchr(name, ' ');
    const char *comma = strchr(name, ',');
    if (!esc_starts(name, "make([]") || last == NULL || comma == NULL ||
        !isdigit((unsigned char)last[1]))
        return ESC_SIZE_UNKNOWN;
    char *end;
    const int64_t count = strtoll(last + 1, &end, 10);
    const char *type = name + strlen("make([]");
    const int64_t bytes = esc_size_of_type(escapes, type, (size_t)(comma - type));
    return strcmp(end, ")") == 0 ? times(count, bytes) : ESC_SIZE_UNKNOWN;
}

static int64_t size_of_new(const struct esc_escapes *escapes, const char *name)
{
    const bool is_new = esc_starts(name, "new(");
    const char *type = name + (is_new ? strlen("new(") : 1);
    const size_t length = strlen(type);
    const size_t open = last_bracket(type, length);
    if (is_new)
        return length > 0 ? esc_size_of_type(escapes, type, length - 1) : ESC_SIZE_UNKNOWN;
    return open < length && type[open] == '{' ? esc_size_of_type(escapes, type, open)
                                              : ESC_SIZE_UNKNOWN;
}

static const char *behind_space(const char *text)
{
    while (isspace((unsigned char)*text) || esc_starts(text, "//") || esc_starts(text, "/*"))
        text += isspace((unsigned char)*text) ? 1 : esc_piece(text);
    return text;
}

/* How many elements stand in the braces that open there; below 0: some are told their index. */
static int64_t count_elements(const char *text)
{
    int64_t count = 0;
    for (text = behind_space(text + 1); *text != '\0' && *text != '}'; text = behind_space(text)) {
        const size_t length = reach(text, ",:\n");
        count += length > 0;
        text = behind_space(text + length);
        if (*text != ',' && *text != '}')
            return -1;
        text += *text == ',';
    }
    return *text == '}' ? count : -1;
}

/* "[]T{...}", whose elements the compiler does not print. */
static int64_t size_of_slice(const struct esc_escapes *escapes,
                             const struct esc_source_files *sources,
                             const struct esc_go_value *value)
{
    const char *line;
    const char *text = esc_text_at(sources, value->at, &line);
    const char *brace = strchr(value->name, '{');
    if (!esc_starts(value->name, "[]") || brace == NULL || text == NULL)
        return ESC_SIZE_UNKNOWN;
    if (strncmp(text, value->name, (size_t)(brace - value->name)) == 0)
        text += brace - value->name;
    const int64_t count = *text == '{' ? count_elements(text) : -1;
    return count < 0 ? ESC_SIZE_UNKNOWN
                     : times(count, esc_size_of_type(escapes, value->name + 2,
                                                     (size_t)(brace - value->name - 2)));
}

/* Whether a literal of the type is its own memory: not a map or a slice, which lead to theirs. */
static bool is_whole(const struct esc_escapes *escapes, const char *type, size_t length)
{
    enum { DEEPEST = 16 };
    for (int depth = 0; depth < DEEPEST; depth++) {
        const char *declared = esc_escapes_type_text(escapes, type, length);
        if (declared == NULL)
            break;
        type = declared + strspn(declared, "= \t");
        length = strcspn(type, " \t\n/");
    }
    return esc_starts(type, "struct") || (*type == '[' && isdigit((unsigned char)type[1]));
}

/* "T(1)", "string("text")": a constant with a type. */
static bool is_typed_constant(const struct esc_escapes *escapes, const char *text, size_t open,
                              size_t length)
{
    const enum esc_shape shape = esc_sized_type(escapes, text, open).shape;
    const bool quoted = open + 1 < length && strchr("\"`", text[open + 1]) != NULL;
    return size_of_constant(text + open + 1, length - open - 2).bytes != ESC_SIZE_UNKNOWN &&
           (quoted ? shape == ESC_SHAPE_TEXT
                   : shape == ESC_SHAPE_NUMBER || shape == ESC_SHAPE_BYTE);
}

/* "T(", T an interface's type: what stands in the brackets is what is put into it. */
static bool cut_interface(const struct esc_escapes *escapes, const char **text, size_t *length)
{
    const size_t open = last_bracket(*text, *length);
    if (open == *length || (*text)[open] != '(')
        return false;
    const bool bracketed = open > 2 && **text == '(' && (*text)[open - 1] == ')';
    if (esc_sized_type(escapes, *text + bracketed, open - 2 * bracketed).shape !=
        ESC_SHAPE_INTERFACE)
        return false;
    *length -= open + 2;
    *text += open + 1;
    return true;
}

/* Put into an interface: "T{...}", "T(x)", "x", also as "any(x)" or "(interface {})(x)". */
static struct esc_size size_of_boxed(const struct esc_escapes *escapes,
                                     const struct esc_source_files *sources,
                                     const struct esc_go_value *value)
{
    const char *text = value->name;
    size_t length = strlen(text);
    while (cut_interface(escapes, &text, &length))
        continue;
    const size_t open = last_bracket(text, length);
    if (size_of_constant(text, length).bytes != ESC_SIZE_UNKNOWN)
        return of_constant;
    if (esc_letters(text) == length)
        return size_of_used(escapes, sources, value->at, text, length);
    if (open == length || (text[open] == '{' && !is_whole(escapes, text, open)))
        return unknown;
    if (text[open] == '(' && is_typed_constant(escapes, text, open, length))
        return of_constant;
    return size_of_expression(escapes, text, length);
}

static int64_t bytes_of(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                        const struct esc_go_value *value, enum esc_expression expression)
{
    switch (expression) {
    case ESC_EXPRESSION_NEW:
        return size_of_new(escapes, value->name);
    case ESC_EXPRESSION_MAKE:
        return size_of_make(escapes, value->name);
    case ESC_EXPRESSION_SLICE:
        return size_of_slice(escapes, sources, value);
    case ESC_EXPRESSION_LITERAL:
        return esc_literal_size(escapes, sources, value);
    default:
        return ESC_SIZE_UNKNOWN;
    }
}

struct esc_size esc_sized(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                          const struct esc_go_value *value)
{
    const enum esc_expression expression = esc_expression_of(escapes, value);
    if (expression == ESC_EXPRESSION_VARIABLE)
        return size_of_variable(escapes, sources, value);
    if (expression == ESC_EXPRESSION_BOXED)
        return size_of_boxed(escapes, sources, value);
    return (struct esc_size){bytes_of(escapes, sources, value, expression), ESC_SHAPE_OTHER};
}

int64_t esc_size_of(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                    const struct esc_go_value *value)
{
    return esc_sized(escapes, sources, value).bytes;
}
