/*
 * A function and the rest of its file. See carve.h for the contracts.
 */
#include "why/carve.h"

#include "base/memory.h"
#include "base/text.h"
#include "noun/scan.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of a text that need no NUL behind them. */
struct piece {
    const char *start, *end;
};

static const char *next(const char *at)
{
    return esc_scan_one(at, ESC_IN_GO);
}

static bool is_word(const char *at, const char *word)
{
    return esc_starts(at, word) && !esc_scan_in_word(at[strlen(word)]);
}

/* Behind the bracket that closes the one at `at`, or at the text's end. */
static const char *behind_group(const char *at)
{
    int depth = 0;
    do {
        depth += *at == '(' || *at == '[' || *at == '{';
        depth -= *at == ')' || *at == ']' || *at == '}';
        at = next(at);
    } while (depth > 0 && *at != '\0');
    return at;
}

/* Behind the declaration at `at`: a line end, or a semicolon, outside of all brackets. */
static const char *behind_declaration(const char *at)
{
    while (*at != '\0' && *at != '\n' && *at != ';')
        at = strchr("([{", *at) != NULL ? behind_group(at) : next(at);
    return *at == '\0' ? at : at + 1;
}

/* The first of the comment lines that stand right above. */
static const char *above(const char *text, const char *at)
{
    while (at > text) {
        const char *line = at - 1;
        while (line > text && line[-1] != '\n')
            line--;
        if (!esc_starts(line, "//"))
            break;
        at = line;
    }
    return at;
}

/* ---- the signature -------------------------------------------------------------------------- */

/* A constant that can be handed to a parameter of that type; NULL: none is known. */
static const char *constant_of(const char *type)
{
    static const char *const numbers[] = {"int",       "int8",      "int16",  "int32",   "int64",
                                          "uint",      "uint8",     "uint16", "uint32",  "uint64",
                                          "uintptr",   "byte",      "rune",   "float32", "float64",
                                          "complex64", "complex128"};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        if (strcmp(type, numbers[k]) == 0)
            return "8";
    return strcmp(type, "string") == 0 ? "\"escapement\""
           : strcmp(type, "bool") == 0 ? "true"
                                       : NULL;
}

static char *trimmed(struct piece piece)
{
    while (piece.start < piece.end && isspace((unsigned char)*piece.start))
        piece.start++;
    while (piece.start < piece.end && isspace((unsigned char)piece.end[-1]))
        piece.end--;
    return strndup(piece.start, (size_t)(piece.end - piece.start));
}

struct list {
    char **items;
    size_t count;
};

static void free_list(struct list *list)
{
    for (size_t k = 0; k < list->count; k++)
        free(list->items[k]);
    free(list->items);
    *list = (struct list){0};
}

/* "a, b int" of "(a, b int)": what stands between the commas. */
static struct list parts_of(struct piece piece)
{
    struct list list = {0};
    const char *start = piece.start;
    for (const char *at = start; at <= piece.end && start < piece.end;) {
        if (at < piece.end && *at != ',') {
            at = strchr("([{", *at) != NULL ? behind_group(at) : next(at);
            continue;
        }
        char *item = trimmed((struct piece){start, at});
        start = ++at;
        if (*item == '\0') { /* behind a last comma */
            free(item);
            continue;
        }
        list.items = esc_grow(list.items, &list.count, sizeof *list.items);
        list.items[list.count - 1] = item;
    }
    return list;
}

/* The types of parameters: "a, b int" has two of one type, "int, string" no names. */
static struct list types_of(struct piece piece)
{
    struct list list = parts_of(piece);
    bool named = false;
    const char *type = NULL;
    for (size_t k = 0; k < list.count; k++)
        named = named || strpbrk(list.items[k], " \t") != NULL;
    for (size_t k = list.count; named && k-- > 0;) {
        const char *blank = strpbrk(list.items[k], " \t");
        char *own = blank != NULL ? esc_strdup(blank + strspn(blank, " \t"))
                                  : esc_strdup(type != NULL ? type : "");
        free(list.items[k]);
        list.items[k] = own;
        type = own;
    }
    return list;
}

static bool add_call(const char *path, int line, struct piece parameters, struct esc_carved *carved,
                     struct esc_error *error)
{
    struct list types = types_of(parameters);
    struct esc_text call = {0};
    bool good = true;
    esc_text_addf(&call, "%s(", carved->name);
    for (size_t k = 0; k < types.count && good; k++) {
        const char *constant = constant_of(types.items[k]);
        if (constant != NULL)
            esc_text_addf(&call, "%s%s", k > 0 ? ", " : "", constant);
        else if (!esc_starts(types.items[k], "...")) /* of which there may be none */
            good =
                esc_error_add(error, path, line, "%s takes a %s: what to call it with is not known",
                              carved->name, types.items[k]);
    }
    if (!good)
        esc_error_hint(error,
                       "write a function around it that takes numbers, texts or bools, or "
                       "nothing, and name a line of that");
    esc_text_add(&call, ")");
    carved->call = esc_text_take(&call);
    free_list(&types);
    return good;
}

static bool refuse(struct esc_error *error, const char *path, int line, const char *what)
{
    esc_error_add(error, path, line, "%s cannot be called from a case", what);
    esc_error_hint(error,
                   "put the line into a function of its own that takes numbers, texts or "
                   "bools, or nothing");
    return false;
}

/* "func NAME(PARAMETERS)" at `at`. */
static bool read_signature(const char *path, int line, const char *at, struct esc_carved *carved,
                           struct esc_error *error)
{
    at = esc_scan_blanks(at + strlen("func"), true);
    if (*at == '(')
        return refuse(error, path, line, "a method");
    const char *end = next(at);
    carved->name = strndup(at, (size_t)(end - at));
    if (strcmp(carved->name, "main") == 0 || strcmp(carved->name, "init") == 0)
        return refuse(error, path, line, carved->name);
    at = esc_scan_blanks(end, true);
    if (*at != '(')
        return refuse(error, path, line, "a function with type parameters");
    const struct piece inside = {at + 1, behind_group(at) - 1};
    return add_call(path, line, inside, carved, error);
}

/* ---- the file ------------------------------------------------------------------------------- */

static bool uses(const char *text, const char *name, size_t length)
{
    for (const char *at = text; *at != '\0'; at = next(at))
        if (strncmp(at, name, length) == 0 && at[length] == '.' &&
            (at == text || !esc_scan_in_word(at[-1])))
            return true;
    return false;
}

/* One import, a name or none and a path, where the code uses it: "_" and "." always. */
static void add_import(struct piece import, const char *code, struct esc_text *out)
{
    const char *path = import.start;
    while (path < import.end && *path != '"' && *path != '`')
        path++;
    if (path == import.end)
        return;
    const char *end = next(path);
    const char *name = import.start;
    size_t length = (size_t)(path - name);
    while (length > 0 && isspace((unsigned char)name[length - 1]))
        length--;
    if (length == 0) {
        name = memrchr(path, '/', (size_t)(end - path));
        name = name != NULL ? name + 1 : path + 1;
        length = (size_t)(end - 1 - name);
    }
    if (*name == '_' || *name == '.' || uses(code, name, length))
        esc_text_addf(out, "import %.*s\n", (int)(end - import.start), import.start);
}

/* "import" at `at`: one, or a group. */
static void add_imports(const char *at, const char *code, struct esc_text *out)
{
    const char *end = behind_declaration(at);
    at = esc_scan_blanks(at + strlen("import"), false);
    if (*at == '(')
        at++;
    while (at < end && *at != ')') {
        at = esc_scan_blanks(at, true);
        const char *line = at;
        while (line < end && *line != '\n' && *line != ';' && *line != ')')
            line = next(line);
        add_import((struct piece){at, line}, code, out);
        at = line < end && *line != ')' ? line + 1 : line;
    }
}

/* ---- what is needed ------------------------------------------------------------------------- */

enum part { IMPORT, FUNCTION, OTHER };

/* A declaration at the outermost level, with the comment lines right above it. */
struct declaration {
    enum part part;
    struct piece text;
    const char *at; /* its first word */
    char *name;     /* of a function that is no method; else NULL */
    bool needed;
};
struct declarations {
    struct declaration *list;
    size_t count;
};

static void add_declaration(const char *text, struct piece piece, struct declarations *all)
{
    const char *at = piece.start;
    if (is_word(at, "package"))
        return;
    struct declaration one = {.part = is_word(at, "import") ? IMPORT
                                      : is_word(at, "func") ? FUNCTION
                                                            : OTHER,
                              .text = {above(text, at), piece.end},
                              .at = at};
    const char *name = esc_scan_blanks(at + strlen("func"), true);
    if (one.part == FUNCTION && *name != '(')
        one.name = strndup(name, (size_t)(next(name) - name));
    one.needed = one.part == OTHER || (one.part == FUNCTION && *name == '(') ||
                 (one.name != NULL && strcmp(one.name, "init") == 0);
    all->list = esc_grow(all->list, &all->count, sizeof *all->list);
    all->list[all->count - 1] = one;
}

static struct declarations declarations_of(const char *text)
{
    struct declarations all = {0};
    const char *at = esc_scan_blanks(text, true);
    while (*at != '\0') {
        const char *end = behind_declaration(at);
        add_declaration(text, (struct piece){at, end}, &all);
        at = esc_scan_blanks(end, true);
    }
    return all;
}

static void free_declarations(struct declarations *all)
{
    for (size_t k = 0; k < all->count; k++)
        free(all->list[k].name);
    free(all->list);
}

static bool names(struct piece text, const char *name)
{
    for (const char *at = text.start; at < text.end; at = next(at))
        if (is_word(at, name))
            return true;
    return false;
}

static bool is_named(const struct declarations *all, const struct declaration *target,
                     const char *name)
{
    for (size_t k = 0; k < all->count; k++)
        if ((all->list[k].needed || &all->list[k] == target) && names(all->list[k].text, name))
            return true;
    return false;
}

/* Functions are needed where something that is needed names them; all else of a file is. */
static void mark_needed(struct declarations *all, const struct declaration *target)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t k = 0; k < all->count; k++) {
            struct declaration *one = &all->list[k];
            if (one->needed || one->name == NULL || one == target ||
                !is_named(all, target, one->name))
                continue;
            one->needed = more = true;
        }
    }
}

static const struct declaration *holding(const char *text, int line, const struct declarations *all)
{
    for (size_t k = 0; k < all->count; k++) {
        const struct declaration *one = &all->list[k];
        const int first = 1 + esc_line_ends(text, one->at);
        const int last = 1 + esc_line_ends(text, one->text.end - 1);
        if (one->part == FUNCTION && first <= line && line <= last)
            return &all->list[k];
    }
    return NULL;
}

/* What the function needs of its file, and the imports that all of it needs, first. */
static char *shared_of(const struct declarations *all, const struct declaration *target)
{
    struct esc_text code = {0}, shared = {0};
    for (size_t k = 0; k < all->count; k++) {
        const struct declaration *one = &all->list[k];
        if (one->needed && one != target)
            esc_text_addf(&code, "%.*s\n", (int)(one->text.end - one->text.start), one->text.start);
    }
    char *used = esc_format("%.*s\n%s", (int)(target->text.end - target->text.start),
                            target->text.start, code.bytes != NULL ? code.bytes : "");
    for (size_t k = 0; k < all->count; k++)
        if (all->list[k].part == IMPORT)
            add_imports(all->list[k].at, used, &shared);
    free(used);
    esc_text_add(&shared, shared.length > 0 && code.length > 0 ? "\n" : "");
    esc_text_add(&shared, code.bytes != NULL ? code.bytes : "");
    esc_text_free(&code);
    return shared.bytes != NULL ? esc_text_take(&shared) : esc_strdup("");
}

bool esc_carve(const char *path, const char *text, int line, struct esc_carved *carved,
               struct esc_error *error)
{
    struct declarations all = declarations_of(text);
    const struct declaration *target = holding(text, line, &all);
    bool good = target != NULL && read_signature(path, line, target->at, carved, error);
    if (target == NULL)
        esc_error_add(error, path, line, "the line is in no function");
    if (good) {
        mark_needed(&all, target);
        carved->function =
            strndup(target->text.start, (size_t)(target->text.end - target->text.start));
        carved->shared = shared_of(&all, target);
    }
    free_declarations(&all);
    return good;
}

char *esc_carve_renamed(const char *text, const char *name, const char *other)
{
    struct esc_text out = {0};
    for (const char *at = text; *at != '\0';) {
        const char *end = next(at);
        if (is_word(at, name) && (at == text || at[-1] != '.'))
            esc_text_add(&out, other);
        else
            esc_text_add_bytes(&out, at, (size_t)(end - at));
        at = end;
    }
    return esc_text_take(&out);
}

void esc_carved_free(struct esc_carved *carved)
{
    free(carved->name);
    free(carved->function);
    free(carved->shared);
    free(carved->call);
    *carved = (struct esc_carved){0};
}
