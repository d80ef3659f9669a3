/*
 * Sizes of values: their types from spelling and from the source around them. See size.h for the
 * contract. No parser: declarations are told by what follows a name. What that does not settle is
 * unknown.
 */
#include "words/size.h"

#include "base/text.h"
#include "words/expression.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 8 };
static const int64_t most_elements = INT64_C(1) << 40;

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c < 0;
}

static size_t letters(const char *text)
{
    size_t k = 0;
    while (is_letter(text[k]))
        k++;
    return k;
}

static size_t blanks(const char *text)
{
    return strspn(text, " \t");
}

/* ---- source text ---------------------------------------------------------------------------- */

/* How far a text in quotes reaches, or a comment; 1 where there is neither. */
static size_t piece(const char *text)
{
    if (esc_starts(text, "//"))
        return strcspn(text, "\n");
    if (esc_starts(text, "/*")) {
        const char *end = strstr(text, "*/");
        return end != NULL ? (size_t)(end - text) + 2 : strlen(text);
    }
    if (strchr("\"`'", *text) == NULL)
        return 1;
    size_t k = 1;
    while (text[k] != '\0' && text[k] != *text)
        k += *text != '`' && text[k] == '\\' && text[k + 1] != '\0' ? 2 : 1;
    return text[k] != '\0' ? k + 1 : k;
}

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
        k += piece(text + k);
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
    for (size_t k = 0; k < length; k += piece(text + k)) {
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
    for (size_t k = 0; k < length; k += piece(text + k)) {
        depth += strchr("([{", text[k]) != NULL;
        depth -= strchr(")]}", text[k]) != NULL;
        for (size_t n = 0; depth == 0 && operators[n] != NULL; n++)
            if (esc_starts(text + k, operators[n]))
                return true;
    }
    return false;
}

/* ---- expressions ---------------------------------------------------------------------------- */

static int64_t size_of_constant(const char *text, size_t length)
{
    char *whole = strndup(text, length);
    const bool is_constant = esc_expression_is_constant(whole);
    const bool imaginary = length > 0 && text[length - 1] == 'i';
    free(whole);
    if (!is_constant)
        return ESC_SIZE_UNKNOWN;
    if (strchr("\"`", *text) != NULL)
        return 2 * WORD;
    if (*text == '\'')
        return 4;
    if (is_letter(*text) && !isdigit((unsigned char)*text))
        return 1; /* true, false */
    return imaginary ? 2 * WORD : WORD;
}

/* "make([]T, n)", "len(s)", "T(x)"; `open`: where the last bracket opens. */
static int64_t size_of_call(const struct esc_escapes *escapes, const char *text, size_t open)
{
    static const struct {
        const char *callee;
        int64_t bytes;
    } builtin[] = {{"new", WORD},  {"len", WORD},        {"cap", WORD},
                   {"copy", WORD}, {"append", 3 * WORD}, {"string", 2 * WORD}};
    for (size_t k = 0; k < sizeof builtin / sizeof *builtin; k++)
        if (strlen(builtin[k].callee) == open && strncmp(text, builtin[k].callee, open) == 0)
            return builtin[k].bytes;
    if (open == strlen("make") && esc_starts(text, "make"))
        return esc_size_of_type(escapes, text + open + 1, reach(text + open + 1, ","));
    const size_t slice = esc_starts(text, "[]") ? 2 : 0;
    return slice + letters(text + slice) == open ? esc_size_of_type(escapes, text, open)
                                                 : ESC_SIZE_UNKNOWN;
}

static int64_t size_of_expression(const struct esc_escapes *escapes, const char *text,
                                  size_t length)
{
    static const char *const comparing[] = {
        " == ", " != ", " < ", " > ", " <= ", " >= ", " && ", " || ", NULL};
    static const char *const adding[] = {" + ", NULL};
    static const char *const others[] = {" - ", " * ",  " / ",  " % ",  " & ", " | ",
                                         " ^ ", " << ", " >> ", " &^ ", NULL};
    if (length == 0)
        return ESC_SIZE_UNKNOWN;
    if (has_operator(text, length, comparing))
        return 1;
    if (has_operator(text, length, adding))
        return strchr("\"`", *text) != NULL ? 2 * WORD : ESC_SIZE_UNKNOWN;
    if (has_operator(text, length, others))
        return ESC_SIZE_UNKNOWN;
    if (*text == '&')
        return WORD;
    const size_t open = last_bracket(text, length);
    if (open == length)
        return size_of_constant(text, length);
    if (text[open] == '(')
        return size_of_call(escapes, text, open);
    if (text[open] == '[' || open == 0)
        return ESC_SIZE_UNKNOWN;
    return esc_size_of_type(escapes, text, open); /* T{…}, []T{…}, func() {…} */
}

/* ---- declarations --------------------------------------------------------------------------- */

/* What stands behind the names in "a, b int" or "a, b := f()"; *names: how many. */
static const char *behind_names(const char *text, size_t *names)
{
    *names = 0;
    for (;;) {
        text += letters(text);
        ++*names;
        if (*text != ',' || letters(text + 1 + blanks(text + 1)) == 0)
            break;
        text += 1 + blanks(text + 1);
    }
    return text + blanks(text);
}

/* Whether names stand in front of this one: "a, |b := …". */
static bool is_in_list(const char *text, const char *start)
{
    while (text > start && strchr(" \t", text[-1]) != NULL)
        text--;
    return text > start && text[-1] == ',';
}

static bool begins_type(const char *text)
{
    return (is_letter(*text) && !isdigit((unsigned char)*text)) || *text == '[' ||
           (*text == '*' && text[1] != ' ') || esc_starts(text, "...") ||
           esc_starts(text, "<-chan");
}

/*
 * Bytes of the variable whose name stands there, in the text that begins at `start`, where it is
 * declared: "t := T{1}", "var t T", "t, u T". Of several that are assigned at once unknown.
 */
static int64_t size_of_declared(const struct esc_escapes *escapes, const char *text,
                                const char *start)
{
    size_t names;
    const char *behind = behind_names(text, &names);
    const bool assigned = esc_starts(behind, ":= ");
    if (assigned || esc_starts(behind, "= ")) {
        const char *given = behind + (assigned ? 3 : 2);
        return names > 1 || is_in_list(text, start)
                   ? ESC_SIZE_UNKNOWN
                   : size_of_expression(escapes, given, reach(given, ",;\n"));
    }
    if (esc_starts(behind, "..."))
        return 3 * WORD;
    return begins_type(behind) ? esc_size_of_type(escapes, behind, reach(behind, ",;=\n`"))
                               : ESC_SIZE_UNKNOWN;
}

/* Whether the name that stands there is declared there. */
static bool declares(const char *text, const char *start)
{
    static const char var[] = "var ";
    size_t names;
    const char *behind = behind_names(text, &names);
    const size_t before = (size_t)(text - start);
    if (esc_starts(behind, "= "))
        return before >= strlen(var) && esc_starts(text - strlen(var), var);
    return esc_starts(behind, ":= ") ||
           (behind > text && strchr(" \t", behind[-1]) != NULL && begins_type(behind));
}

/* The place in the source, or NULL; *line: where its line begins. */
static const char *place_of(const struct esc_source_files *sources, struct esc_spot at,
                            const char **line)
{
    size_t length = 0;
    *line = esc_source_file_line(esc_source_files_find(sources, at.file), at.line, &length);
    const size_t column = (size_t)(at.column > 0 ? at.column - 1 : 0);
    return *line != NULL && at.column > 0 && column < length ? *line + column : NULL;
}

static int64_t size_of_variable(const struct esc_escapes *escapes,
                                const struct esc_source_files *sources,
                                const struct esc_go_value *value)
{
    const struct esc_capture *capture = esc_escapes_capture(escapes, value->at, value->name);
    const char *line;
    const char *text = place_of(sources, value->at, &line);
    if (capture != NULL)
        return capture->width;
    if (text == NULL || letters(text) != strlen(value->name) || !esc_starts(text, value->name))
        return ESC_SIZE_UNKNOWN;
    return size_of_declared(escapes, text, line);
}

/* The variable of that name before the place, where the function around it declares one only. */
static int64_t size_of_used(const struct esc_escapes *escapes,
                            const struct esc_source_files *sources,
                            const struct esc_go_value *value)
{
    const size_t length = letters(value->name);
    const char *line, *start;
    const char *end = place_of(sources, value->at, &line);
    const struct esc_go_function *function = esc_escapes_function_at(escapes, value->at);
    const char *declared = NULL;
    if (end == NULL || function == NULL || value->name[length] != '\0' ||
        place_of(sources, function->at, &start) == NULL)
        return ESC_SIZE_UNKNOWN;
    for (const char *at = start; at < end; at += is_letter(*at) ? letters(at) : piece(at)) {
        if (letters(at) != length || !esc_starts(at, value->name) || !declares(at, start))
            continue;
        if (declared != NULL)
            return ESC_SIZE_UNKNOWN;
        declared = at;
    }
    return declared != NULL ? size_of_declared(escapes, declared, start) : ESC_SIZE_UNKNOWN;
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
    const char *brace = strchr(type, '{');
    if (is_new)
        return length > 0 ? esc_size_of_type(escapes, type, length - 1) : ESC_SIZE_UNKNOWN;
    return brace != NULL ? esc_size_of_type(escapes, type, (size_t)(brace - type))
                         : ESC_SIZE_UNKNOWN;
}

static const char *behind_space(const char *text)
{
    while (isspace((unsigned char)*text) || esc_starts(text, "//") || esc_starts(text, "/*"))
        text += isspace((unsigned char)*text) ? 1 : piece(text);
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
    const char *text = place_of(sources, value->at, &line);
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

/*
 * A closure: the address of its code, and what it captures, each its value or its address
 * (cmd/compile/internal/typecheck, ClosureType). Which literal captures what is not printed, so
 * this is known where the function has one literal alone, and where the order of the fields is all
 * the same.
 */
static int64_t size_of_literal(const struct esc_escapes *escapes, const struct esc_go_value *value)
{
    int64_t tight = WORD;
    int64_t loose = WORD;
    size_t literals = 0;
    for (size_t k = 0; k < escapes->value_count; k++)
        literals += strcmp(escapes->values[k].name, value->name) == 0 &&
                    escapes->values[k].at.file == value->at.file &&
                    escapes->values[k].function == value->function;
    if (literals != 1 || value->function == NULL)
        return ESC_SIZE_UNKNOWN;
    for (size_t k = 0; k < escapes->capture_count; k++) {
        const struct esc_capture *capture = &escapes->captures[k];
        if (strcmp(capture->function, value->function) != 0 || capture->at.file != value->at.file)
            continue;
        const int64_t bytes = capture->by_reference ? WORD : capture->width;
        tight += bytes;
        loose += (bytes + WORD - 1) / WORD * WORD;
    }
    return (tight + WORD - 1) / WORD * WORD == loose && loose > WORD ? loose : ESC_SIZE_UNKNOWN;
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

/* Put into an interface: "T{...}", "T(x)", "x". */
static int64_t size_of_boxed(const struct esc_escapes *escapes,
                             const struct esc_source_files *sources,
                             const struct esc_go_value *value)
{
    const size_t length = strlen(value->name);
    const size_t open = last_bracket(value->name, length);
    if (letters(value->name) == length)
        return size_of_used(escapes, sources, value);
    if (open == length || (value->name[open] == '{' && !is_whole(escapes, value->name, open)))
        return ESC_SIZE_UNKNOWN;
    return size_of_expression(escapes, value->name, length);
}

int64_t esc_size_of(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                    const struct esc_go_value *value)
{
    switch (esc_expression_of(escapes, value)) {
    case ESC_EXPRESSION_VARIABLE:
        return size_of_variable(escapes, sources, value);
    case ESC_EXPRESSION_NEW:
        return size_of_new(escapes, value->name);
    case ESC_EXPRESSION_MAKE:
        return size_of_make(escapes, value->name);
    case ESC_EXPRESSION_SLICE:
        return size_of_slice(escapes, sources, value);
    case ESC_EXPRESSION_LITERAL:
        return size_of_literal(escapes, value);
    case ESC_EXPRESSION_BOXED:
        return size_of_boxed(escapes, sources, value);
    default:
        return ESC_SIZE_UNKNOWN;
    }
}
