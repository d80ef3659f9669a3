/*
 * Candidates of remedies, as text. See remedy.h for the contracts.
 */
#include "why/remedy.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/declared.h"
#include "words/expression.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- lines ---------------------------------------------------------------------------------- */

static bool is_name(const char *text)
{
    size_t k = 0;
    while (esc_is_letter(text[k]))
        k++;
    return k > 0 && text[k] == '\0' && !isdigit((unsigned char)*text);
}

/* The line without indentation and blanks at its end. Caller frees. */
static char *line_of(const struct esc_source_file *file, int number, size_t *indentation)
{
    size_t length = 0;
    const char *line = esc_source_file_line(file, number, &length);
    if (line == NULL)
        return NULL;
    *indentation = strspn(line, " \t");
    if (*indentation > length)
        *indentation = length;
    while (length > *indentation && isspace((unsigned char)line[length - 1]))
        length--;
    return strndup(line + *indentation, length - *indentation);
}

struct edit {
    int line;
    char *text;   /* the whole line; owned */
    bool removes; /* it stands there only so that what used the old line does not compile */
};

/* The file's text with those lines in place of its own. */
static char *edited(const struct esc_source_file *file, const struct edit *edits, size_t count)
{
    struct esc_text text = {0};
    for (size_t number = 1; number <= file->line_count; number++) {
        const char *start = file->text + file->lines[number - 1];
        const size_t length = strcspn(start, "\n");
        const char *line = NULL;
        for (size_t k = 0; k < count; k++)
            line = edits[k].line == (int)number ? edits[k].text : line;
        if (line != NULL)
            esc_text_add(&text, line);
        else
            esc_text_add_bytes(&text, start, length);
        esc_text_add(&text, start[length] == '\n' ? "\n" : "");
    }
    return esc_text_take(&text);
}

static char *indented(const struct esc_source_file *file, int number, const char *text)
{
    size_t length;
    const char *line = esc_source_file_line(file, number, &length);
    return esc_format("%.*s%s", (int)strspn(line, " \t"), line, text);
}

/* ---- declarations --------------------------------------------------------------------------- */

/* The default type of a constant as it is written (Go spec, Constants); NULL: none, or none that is
 * certain. */
static const char *type_of_constant(const char *text)
{
    if (!esc_expression_is_constant(text))
        return NULL;
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        return "bool";
    if (*text == '"' || *text == '`')
        return "string";
    if (*text == '\'')
        return "rune";
    const bool digits = strspn(text, "0123456789_") == strlen(text);
    return digits ? "int" : NULL;
}

/* What stands behind "NAME := "; NULL: it is no such line. */
static const char *assigned(const char *line, const char *name, const char *sign)
{
    const size_t length = strlen(name);
    return strncmp(line, name, length) == 0 && esc_starts(line + length, sign)
               ? line + length + strlen(sign)
               : NULL;
}

/* The last line before `number` in the same function that is "NAME := CONSTANT": its number, or 0;
 * *constant is the caller's to free. */
static int find_constant(const struct esc_escapes *escapes, const struct esc_source_file *file,
                         struct esc_spot at, const char *name, char **constant)
{
    const struct esc_go_function *function = esc_escapes_function_at(escapes, at);
    for (int number = at.line; function != NULL && number > function->at.line; number--) {
        size_t indentation;
        char *line = line_of(file, number, &indentation);
        const char *right = line != NULL ? assigned(line, name, " := ") : NULL;
        *constant = right != NULL && type_of_constant(right) != NULL ? esc_strdup(right) : NULL;
        const bool declared = right != NULL;
        free(line);
        if (declared)
            return *constant != NULL ? number : 0;
    }
    return 0;
}

/* ---- the three ------------------------------------------------------------------------------ */

/* Takes the edits over. */
static void finish(const struct esc_source_file *file, struct edit *edits, size_t count,
                   struct esc_remedy *remedy)
{
    struct esc_text shown = {0};
    remedy->text = edited(file, edits, count);
    remedy->line = edits[count - 1].line;
    for (size_t k = 0; k < count; k++) {
        const char *line = edits[k].text + strspn(edits[k].text, " \t");
        esc_text_add(&shown, k > 0 ? " and " : "");
        if (edits[k].removes)
            esc_text_addf(&shown, "without line %d", edits[k].line);
        else
            esc_text_addf(&shown, "with \"%s\" in line %d", line, edits[k].line);
        free(edits[k].text);
    }
    remedy->shown = esc_text_take(&shown);
}

static struct edit declare_constant(const struct esc_source_file *file, int number,
                                    const char *name, const char *constant)
{
    char *text = esc_format("const %s %s = %s", name, type_of_constant(constant), constant);
    struct edit edit = {number, indented(file, number, text), false};
    free(text);
    return edit;
}

/* "make([]T, n)": the last argument. Caller frees. */
static char *size_name(const char *make)
{
    const char *last = strrchr(make, ' ');
    const size_t length = last != NULL ? strlen(last + 1) : 0;
    return length > 1 && esc_ends(make, ")") ? strndup(last + 1, length - 1) : NULL;
}

static bool size_is_constant(const struct esc_escapes *escapes, const struct esc_source_file *file,
                             const struct esc_go_value *value, struct esc_remedy *remedy)
{
    char *name = size_name(value->name);
    char *constant = NULL;
    const int number = name != NULL && is_name(name)
                           ? find_constant(escapes, file, value->at, name, &constant)
                           : 0;
    if (number > 0) {
        struct edit edits[] = {declare_constant(file, number, name, constant)};
        finish(file, edits, 1, remedy);
    }
    free(constant);
    free(name);
    return number > 0;
}

/* Where the name stands as a word of its own, the only time in the line, texts and comments left
 * out; NULL: it does not, or the line may be of a text of several lines. */
static const char *only_word(const char *line, size_t length, const char *name)
{
    const char *found = NULL;
    if (memchr(line, '`', length) != NULL)
        return NULL;
    for (const char *at = line; at < line + length;) {
        const size_t step = esc_is_letter(*at) ? esc_letters(at) : esc_piece(at);
        if (step == strlen(name) && strncmp(at, name, step) == 0 && (at == line || at[-1] != '.')) {
            if (found != NULL)
                return NULL;
            found = at;
        }
        at += step;
    }
    return found;
}

/* Whether the name means in line `to` what it was declared as in line `from`: no block was left in
 * between, and no line could declare it again. */
static bool is_same(const struct esc_source_file *file, int from, int to, const char *name)
{
    int depth = 0;
    for (int number = from + 1; number <= to; number++) {
        size_t length = 0;
        const char *line = esc_source_file_line(file, number, &length);
        const char *start = line + strspn(line, " \t");
        const bool declares = memmem(line, length, ":=", 2) != NULL ||
                              memmem(line, length, "var ", 4) != NULL ||
                              memmem(line, length, "func", 4) != NULL;
        if (declares && memmem(line, length, name, strlen(name)) != NULL)
            return false;
        for (size_t k = 0; k < length; k++) {
            depth += line[k] == '{';
            depth -= line[k] == '}';
            if (depth < 0)
                return false;
        }
        if (depth == 0 && (esc_starts(start, "case ") || esc_starts(start, "default:")))
            return false;
    }
    return true;
}

static bool box_is_constant(const struct esc_escapes *escapes, const struct esc_source_file *file,
                            const struct esc_go_value *value, struct esc_remedy *remedy)
{
    char *constant = NULL;
    size_t length = 0;
    const char *line = esc_source_file_line(file, value->at.line, &length);
    const char *word = line != NULL ? only_word(line, length, value->name) : NULL;
    const int number =
        word != NULL ? find_constant(escapes, file, value->at, value->name, &constant) : 0;
    if (number > 0 && number < value->at.line &&
        is_same(file, number, value->at.line, value->name)) {
        const char *rest = word + strlen(value->name);
        struct edit edits[] = {declare_constant(file, number, value->name, constant),
                               {value->at.line,
                                esc_format("%.*s%s%.*s", (int)(word - line), line, constant,
                                           (int)(line + length - rest), rest),
                                false}};
        finish(file, edits, 2, remedy);
    }
    free(constant);
    return remedy->text != NULL;
}

/* The line before `number` in its function that is "var NAME TYPE": its number, or 0; *type is the
 * caller's to free. */
static int find_variable(const struct esc_source_file *file, int first, int number,
                         const char *name, char **type)
{
    char *opening = esc_format("var %s ", name);
    int found = 0;
    while (found == 0 && --number > first) {
        size_t indentation;
        char *line = line_of(file, number, &indentation);
        const bool fits =
            line != NULL && esc_starts(line, opening) && strpbrk(line, "=,/{") == NULL;
        if (fits)
            *type = esc_strdup(line + strlen(opening));
        found = fits ? number : 0;
        free(line);
    }
    free(opening);
    return found;
}

/* Whether the rest of the function might hold on to the variable itself: by its address, or in a
 * function literal. */
static bool is_shared(const struct esc_source_file *file, int from, const char *name)
{
    char *address = esc_format("&%s", name);
    bool shared = false;
    size_t length = 0;
    for (const char *line; (line = esc_source_file_line(file, ++from, &length)) != NULL;) {
        if (length > 0 && *line == '}') /* of the function, as gofmt sets it */
            break;
        shared = shared || memmem(line, length, address, strlen(address)) != NULL ||
                 memmem(line, length, "func", 4) != NULL;
    }
    free(address);
    return shared;
}

/* The flow at whose end the value's first path outlives it; NULL: none with a step. */
static const struct esc_flow *last_flow(const struct esc_escapes *escapes,
                                        const struct esc_go_value *value)
{
    if (value->first_path == ESC_NONE)
        return NULL;
    const struct esc_path *path = &escapes->paths[value->first_path];
    const struct esc_flow *flow =
        path->flow_count > 0 ? &escapes->flows[path->first_flow + path->flow_count - 1] : NULL;
    return flow != NULL && flow->step_count > 0 ? flow : NULL;
}

static bool declare_inside(const struct esc_escapes *escapes, const struct esc_source_file *file,
                           const struct esc_go_value *value, struct esc_remedy *remedy)
{
    const struct esc_flow *flow = last_flow(escapes, value);
    const struct esc_go_function *function = esc_escapes_function_at(escapes, value->at);
    if (flow == NULL || function == NULL || !is_name(flow->to))
        return false;
    const int number = escapes->steps[flow->first_step + flow->step_count - 1].at.line;
    size_t indentation;
    char *type = NULL;
    char *line = line_of(file, number, &indentation);
    const char *right = line != NULL ? assigned(line, flow->to, " = ") : NULL;
    const int declared =
        right != NULL ? find_variable(file, function->at.line, number, flow->to, &type) : 0;
    if (declared > 0 && !is_shared(file, declared, flow->to)) {
        char *there = esc_format("var %s %s = %s", flow->to, type, right);
        char *shield = esc_format("type %s struct{}", flow->to);
        struct edit edits[] = {{declared, shield, true},
                               {number, indented(file, number, there), false}};
        finish(file, edits, 2, remedy);
        free(there);
    }
    free(type);
    free(line);
    return remedy->text != NULL;
}

bool esc_remedy_find(const struct esc_escapes *escapes, const struct esc_source_file *file,
                     const struct esc_go_value *value, struct esc_remedy *remedy)
{
    if (file == NULL || file->text == NULL || !esc_go_value_leaves(value))
        return false;
    const enum esc_cause cause = esc_cause_of(escapes, value);
    const enum esc_expression expression = esc_expression_of(escapes, value);
    /* What is put into an interface for an inlined call has its place, as all of its body has. */
    if (esc_escapes_inlined_at(escapes, value->at) != NULL && expression != ESC_EXPRESSION_BOXED)
        return false;
    if (cause == ESC_CAUSE_SIZE && expression == ESC_EXPRESSION_MAKE)
        return size_is_constant(escapes, file, value, remedy);
    if (expression == ESC_EXPRESSION_BOXED && is_name(value->name))
        return box_is_constant(escapes, file, value, remedy);
    if (cause == ESC_CAUSE_LOOP)
        return declare_inside(escapes, file, value, remedy);
    return false;
}

void esc_remedy_free(struct esc_remedy *remedy)
{
    free(remedy->text);
    free(remedy->shown);
    *remedy = (struct esc_remedy){0};
}
