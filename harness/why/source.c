/*
 * Reading source as far as it is needed. See source.h for the contracts.
 */
#include "why/source.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- strings and comments ------------------------------------------------------------------- */

/* How many bytes the string, rune or comment takes that begins here; 0: none does. */
static size_t skipped(const char *at)
{
    if (at[0] == '/' && at[1] == '/')
        return strcspn(at, "\n");
    if (at[0] == '/' && at[1] == '*') {
        const char *end = strstr(at + 2, "*/");
        return end != NULL ? (size_t)(end - at) + 2 : strlen(at);
    }
    if (at[0] != '"' && at[0] != '\'' && at[0] != '`')
        return 0;
    size_t k = 1;
    while (at[k] != '\0' && at[k] != at[0] && !(at[0] != '`' && at[k] == '\n'))
        k += at[0] != '`' && at[k] == '\\' && at[k + 1] != '\0' ? 2 : 1;
    return at[k] == at[0] ? k + 1 : k;
}

/* ---- declarations
 * --------------------------------------------------------------------------------- */

/* "net/http" -> http, "math/rand/v2" -> rand. */
static const char *name_of_path(struct esc_escapes *escapes, const char *path, size_t length)
{
    const char *end = path + length;
    const char *name = memrchr(path, '/', length);
    if (name != NULL && name[1] == 'v' && isdigit((unsigned char)name[2])) {
        end = name;
        name = memrchr(path, '/', (size_t)(end - path));
    }
    name = name != NULL ? name + 1 : path;
    return esc_intern(&escapes->texts, name, (size_t)(end - name));
}

/* One import: a name, or none, and a path in quotes. Returns where it ends. */
static const char *read_import(struct esc_escapes *escapes, const char *file, const char *at)
{
    const char *quote = at + strcspn(at, "\"`\n)");
    if (*quote != '"' && *quote != '`')
        return quote;
    const size_t length = skipped(quote);
    const size_t given = strcspn(at, " \t\"`");
    if (length > 2)
        esc_escapes_import(escapes, file,
                           given > 0 ? esc_intern(&escapes->texts, at, given)
                                     : name_of_path(escapes, quote + 1, length - 2));
    return quote + length;
}

static const char *read_imports(struct esc_escapes *escapes, const char *file, const char *at)
{
    at += strspn(at, " \t");
    if (*at != '(')
        return read_import(escapes, file, at);
    for (at++; *at != '\0' && *at != ')';) {
        at += strspn(at, " \t\n\r;");
        if (at[0] == '/')
            at += skipped(at) > 0 ? skipped(at) : 1;
        else if (*at != ')' && *at != '\0')
            at = read_import(escapes, file, at);
    }
    return at;
}

/* How far the type reaches that begins here: to the line's end, or behind the brace that is open
 * there. */
static size_t type_length(const char *at)
{
    int depth = 0;
    size_t length = 0;
    while (at[length] != '\0' && !(depth == 0 && (at[length] == '\n' || at[length] == '/'))) {
        const size_t skip = skipped(at + length);
        depth += strchr("([{", at[length]) != NULL;
        depth -= strchr(")]}", at[length]) != NULL;
        length += skip > 0 ? skip : 1;
    }
    while (length > 0 && isspace((unsigned char)at[length - 1]))
        length--;
    return length;
}

/* "type zeros struct{}"; of one with parameters nothing is known. */
static void read_type(struct esc_escapes *escapes, const char *at)
{
    at += strspn(at, " \t");
    const size_t length = strcspn(at, " \t\n[");
    const char *text = at + length + strspn(at + length, " \t");
    if (length == 0 || at[length] == '[' || *at == '(')
        return;
    text += *text == '=' ? 1 + strspn(text + 1, " \t") : 0;
    esc_escapes_type(escapes, esc_intern(&escapes->texts, at, length),
                     esc_intern(&escapes->texts, text, type_length(text)));
}

void esc_why_declarations(struct esc_escapes *escapes, const struct esc_source_file *file)
{
    const char *name = esc_intern(&escapes->texts, file->name, strlen(file->name));
    for (const char *at = file->text; at != NULL && *at != '\0';) {
        const bool begins = at == file->text || at[-1] == '\n';
        if (begins && esc_starts(at, "type "))
            read_type(escapes, at + strlen("type "));
        if (begins && esc_starts(at, "import") && strchr(" \t(", at[strlen("import")]) != NULL)
            at = read_imports(escapes, name, at + strlen("import"));
        else
            at += skipped(at) > 0 ? skipped(at) : 1;
    }
}

/* ---- where parameters and functions end ----------------------------------------------------- */

/* The body's brace behind a function's name, or the end of the text: braces of a struct's or an
 * interface's type are none. */
static const char *find_body(const char *at)
{
    int depth = 0;
    const char *word = at;
    while (*at != '\0') {
        const size_t skip = skipped(at);
        const bool type = esc_starts(word, "struct") || esc_starts(word, "interface");
        if (*at == '{' && depth == 0 && !type)
            return at;
        depth += strchr("([{", *at) != NULL;
        depth -= strchr(")]}", *at) != NULL;
        if (isalpha((unsigned char)*at) && !isalnum((unsigned char)at[-1]))
            word = at;
        else if (strchr(" {", *at) == NULL && !isalnum((unsigned char)*at))
            word = at;
        at += skip > 0 ? skip : 1;
    }
    return at;
}

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c < 0;
}

static const char *text_at(const struct esc_source_file *file, struct esc_spot at)
{
    size_t length;
    const char *line = esc_source_file_line(file, at.line, &length);
    return line != NULL && at.column > 0 && (size_t)at.column <= length ? line + at.column - 1
                                                                        : NULL;
}

bool esc_why_in_signature(const struct esc_escapes *escapes, const struct esc_source_file *file,
                          const struct esc_go_value *value)
{
    const char *here = text_at(file, value->at);
    for (size_t k = escapes->function_count; here != NULL && k-- > 0;) {
        const struct esc_go_function *function = &escapes->functions[k];
        if (function->at.file != value->at.file || function->at.line > value->at.line)
            continue;
        const char *name = text_at(file, function->at);
        if (name != NULL && name < here && name > file->text && find_body(name) > here &&
            esc_starts(here, value->name))
            return true;
        if (function->at.line < value->at.line)
            break;
    }
    return false;
}

bool esc_why_is_scalar(const struct esc_source_file *file, const struct esc_go_value *parameter)
{
    static const char *const scalars[] = {"int",  "uint", "float", "complex",
                                          "byte", "rune", "bool"};
    const char *at = text_at(file, parameter->at);
    at = at != NULL ? at + strcspn(at, " \t,)\n") : "";
    while (*at == ',') { /* "a, b int": another name of that type */
        at += strspn(at, ", \t");
        at += strcspn(at, " \t,)\n");
    }
    at += strspn(at, " \t");
    for (size_t k = 0; k < sizeof scalars / sizeof *scalars; k++) {
        const size_t length = strlen(scalars[k]);
        if (strncmp(at, scalars[k], length) == 0 &&
            strchr(" ,)", at[length + strspn(at + length, "0123456789")]) != NULL)
            return true;
    }
    return false;
}

static void mark(const struct esc_escapes *escapes, const struct esc_source_file *file,
                 struct esc_go_value *value)
{
    if (value->fate == ESC_FATE_STAYS && text_at(file, value->at) != NULL &&
        value->first_tag == ESC_NONE)
        value->is_parameter = esc_why_in_signature(escapes, file, value);
}

/* What closes the brace that `at` is at, or the end of the text. */
static const char *find_end(const char *at)
{
    int depth = 0;
    while (*at != '\0') {
        const size_t skip = skipped(at);
        depth += *at == '{';
        depth -= *at == '}';
        if (*at == '}' && depth == 0)
            return at;
        at += skip > 0 ? skip : 1;
    }
    return at;
}

/* A block's brace has a blank before it, a literal's has none. */
static bool opens_block(const char *at)
{
    return at[0] == '{' && at[-1] == ' ';
}

bool esc_why_in_loop(const struct esc_escapes *escapes, const struct esc_source_file *file,
                     struct esc_spot spot)
{
    const struct esc_go_function *function = esc_escapes_function_at(escapes, spot);
    const char *here = text_at(file, spot);
    const char *at = function != NULL ? text_at(file, function->at) : NULL;
    if (here == NULL || at == NULL || at == file->text)
        return false;
    bool loops[64] = {false}; /* of the open braces, by depth: a for's */
    size_t depth = 0, in = 0;
    const size_t most = sizeof loops / sizeof *loops;
    bool pending = false; /* a for whose body has not begun */
    for (at = find_body(at); at < here && *at != '\0';) {
        const size_t skip = skipped(at);
        if (esc_starts(at, "for ") && !is_letter(at[-1]))
            pending = true;
        if (*at == '{' && depth < most) {
            loops[depth] = pending && opens_block(at);
            in += loops[depth];
            pending = pending && !loops[depth];
        }
        depth += *at == '{';
        depth -= *at == '}' && depth > 0;
        if (*at == '}' && depth < most) {
            in -= loops[depth];
            loops[depth] = false;
        }
        at += skip > 0 ? skip : 1;
    }
    return in > 0;
}

/* A package variable's value stands behind the last function before it, not in it. */
static void leave(const struct esc_escapes *escapes, const struct esc_source_file *file,
                  struct esc_go_value *value)
{
    const struct esc_go_function *function = esc_escapes_function_at(escapes, value->at);
    const char *here = text_at(file, value->at);
    const char *name = function != NULL ? text_at(file, function->at) : NULL;
    if (here != NULL && name != NULL && name > file->text && value->function == function->name &&
        find_end(find_body(name)) < here)
        value->function = NULL;
}

/* Behind the group that opens here, or here. */
static const char *behind_group(const char *at)
{
    at += strspn(at, " \t\n");
    if (*at != '(' && *at != '[')
        return at;
    int depth = 0;
    do {
        const size_t skip = skipped(at);
        depth += *at == '(' || *at == '[';
        depth -= *at == ')' || *at == ']';
        at += skip > 0 ? skip : 1;
    } while (depth > 0 && *at != '\0');
    return at;
}

/* Whether the function at `at`, a receiver or a name, has a result that is called so. */
static bool has_result(const char *at, const char *name)
{
    const char *const body = find_body(at);
    at = behind_group(at);
    at += strspn(at, " \t");
    while (is_letter(*at))
        at++;
    at = behind_group(*at == '[' ? behind_group(at) : at);
    const size_t length = strlen(name);
    for (; at < body; at++)
        if (strncmp(at, name, length) == 0 && !is_letter(at[-1]) && !is_letter(at[length]))
            return true;
    return false;
}

/* "(t *T)" and "(T[K])" as "(*T)." and "T[...].". */
static void add_receiver(const char *open, const char *end, struct esc_text *out)
{
    const char *type = memchr(open, '*', (size_t)(end - open));
    const bool pointer = type != NULL;
    type = pointer ? type + 1 : open + 1 + strspn(open + 1, " \t");
    if (!pointer && type[strcspn(type, " \t)[")] == ' ') /* a name stands before the type */
        type += strcspn(type, " \t");
    type += strspn(type, " \t");
    const size_t length = strcspn(type, " \t)[");
    esc_text_addf(out, "%s%.*s%s%s.", pointer ? "(*" : "", (int)length, type,
                  type[length] == '[' ? "[...]" : "", pointer ? ")" : "");
}

const char *esc_why_function(struct esc_escapes *escapes, const struct esc_source_file *file,
                             struct esc_spot at)
{
    const char *name = text_at(file, at);
    size_t length = 0;
    const char *line = esc_source_file_line(file, at.line, &length);
    if (name == NULL || !esc_starts(line, "func") || name == line)
        return NULL;
    struct esc_text text = {0};
    if (*name == '(') {
        const char *end = behind_group(name);
        add_receiver(name, end, &text);
        name = end + strspn(end, " \t");
    }
    size_t end = 0;
    while (is_letter(name[end]))
        end++;
    esc_text_add_bytes(&text, name, end);
    const char *whole = end > 0 ? esc_intern(&escapes->texts, text.bytes, text.length) : NULL;
    esc_text_free(&text);
    return whole;
}

static void find_results(struct esc_escapes *escapes, const struct esc_source_file *file,
                         const struct esc_go_value *value)
{
    const struct esc_go_function *function = esc_escapes_function_at(escapes, value->at);
    const char *at = function != NULL ? text_at(file, function->at) : NULL;
    for (size_t k = value->first_path; at != NULL && k != ESC_NONE; k = escapes->paths[k].next) {
        struct esc_path *path = &escapes->paths[k];
        if (path->flow_count == 0)
            continue;
        const char *to = escapes->flows[path->first_flow + path->flow_count - 1].to;
        path->to_result = at > file->text && is_letter(*to) && has_result(at, to);
    }
}

void esc_why_place(struct esc_escapes *escapes, const struct esc_source_file *file)
{
    if (file->text == NULL || escapes->function_count == 0)
        return;
    for (size_t k = 0; k < escapes->value_count; k++)
        if (strcmp(escapes->values[k].at.file, file->name) == 0) {
            mark(escapes, file, &escapes->values[k]);
            leave(escapes, file, &escapes->values[k]);
            find_results(escapes, file, &escapes->values[k]);
        }
}

/* ---- assertions ----------------------------------------------------------------------------- */

static const char mark_text[] = "//escapement:";
static const char *const words[] = {
    [ESC_ASSERT_STACK] = "stack", [ESC_ASSERT_HEAP] = "heap", [ESC_ASSERT_ALLOCS] = "allocs=0"};
enum { WORDS = sizeof words / sizeof *words };

const char *esc_assertion_word(enum esc_assertion_kind kind)
{
    return words[kind];
}

static bool add_assertion(struct esc_assertions *assertions, const struct esc_source_file *file,
                          int comment, int line, const char *word, size_t length,
                          struct esc_error *error)
{
    for (int kind = 0; kind < WORDS; kind++) {
        if (strlen(words[kind]) != length || strncmp(word, words[kind], length) != 0)
            continue;
        assertions->list = esc_grow(assertions->list, &assertions->count, sizeof *assertions->list);
        assertions->list[assertions->count - 1] = (struct esc_assertion){
            .kind = (enum esc_assertion_kind)kind, .file = file, .line = line, .comment = comment};
        return true;
    }
    esc_error_add(error, file->shown, comment, "\"%.*s\" is no assertion", (int)length, word);
    esc_error_hint(error,
                   "there are //escapement:stack, //escapement:heap and "
                   "//escapement:allocs=0");
    return false;
}

bool esc_why_assertions(const struct esc_source_file *file, struct esc_assertions *assertions,
                        struct esc_error *error)
{
    bool good = true;
    int number = 1;
    const char *line = file->text;
    for (const char *at = file->text; at != NULL && *at != '\0';) {
        const size_t skip = skipped(at);
        if (esc_starts(at, mark_text)) {
            const char *word = at + strlen(mark_text);
            const bool alone = strspn(line, " \t") == (size_t)(at - line);
            good = add_assertion(assertions, file, number, number + alone, word,
                                 strcspn(word, " \t\r\n"), error) &&
                   good;
        }
        const char *next = at + (skip > 0 ? skip : 1);
        for (; at < next; at++)
            if (*at == '\n') {
                number++;
                line = at + 1;
            }
    }
    return good;
}
