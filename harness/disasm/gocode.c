/*
 * What `go tool objdump` prints -> the code of one side. See disasm.h for the contracts.
 */
#include "disasm/listing.h"

#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* One function: "TEXT escapement/x/point0.heapOp(SB) x.lua" and its instructions. */
struct function {
    const char *name; /* behind the package's name and dot, up to "(SB)" */
    size_t length;
    const char *begin, *end; /* its instructions */
    bool reached;
};

struct program {
    const struct esc_go_side *side;
    char *package; /* "escapement/x/point0." */
    struct function *functions;
    size_t count;
    size_t *order; /* in which they were reached */
    size_t reached;
};

/* One line of objdump's: "  x.lua:34\t\t0x48edac\t\te84f020000\t\tCALL ….fill(SB)\t". */
struct instruction {
    const char *file;
    size_t file_length;
    int line;
    uint64_t address;
    const char *text;
    size_t length;
};

static const char *next_line(const char *line)
{
    const char *end = strchr(line, '\n');
    return end != NULL ? end + 1 : line + strlen(line);
}

/* Behind the field that ends at a tab, and behind all tabs. NULL: no tab in the line. */
static const char *next_field(const char *at)
{
    at += strcspn(at, "\t\n");
    return *at == '\t' ? at + strspn(at, "\t") : NULL;
}

static bool read_instruction(const char *line, struct instruction *out)
{
    const char *place = line + strspn(line, " ");
    const char *address = next_field(place);
    const char *bytes = address != NULL ? next_field(address) : NULL;
    const char *text = bytes != NULL ? next_field(bytes) : NULL;
    const char *colon = place;
    for (const char *at = place; at < address && *at != '\t'; at++)
        colon = *at == ':' ? at : colon;
    if (text == NULL || strncmp(address, "0x", 2) != 0 || *colon != ':')
        return false;
    *out = (struct instruction){
        place, (size_t)(colon - place), atoi(colon + 1), strtoull(address, NULL, 16),
        text,  strcspn(text, "\t\n")};
    while (out->length > 0 && text[out->length - 1] == ' ')
        out->length--;
    return out->length > 0;
}

static void add_function(struct program *program, const char *line)
{
    const char *name = line + strlen("TEXT ");
    size_t package = strlen(program->package);
    const char *end = strstr(name, "(SB)");
    if (strncmp(name, program->package, package) != 0 || end == NULL)
        return;
    program->functions = esc_grow(program->functions, &program->count, sizeof *program->functions);
    struct function *function = &program->functions[program->count - 1];
    const char *begin = next_line(line);
    const char *stop = begin;
    while (*stop != '\0' && !esc_starts(stop, "TEXT "))
        stop = next_line(stop);
    *function =
        (struct function){name + package, (size_t)(end - name) - package, begin, stop, false};
}

static void reach(struct program *program, size_t index)
{
    if (program->functions[index].reached)
        return;
    program->functions[index].reached = true;
    program->order[program->reached++] = index;
}

static void reach_name(struct program *program, const char *name, size_t length)
{
    for (size_t i = 0; i < program->count; i++)
        if (program->functions[i].length == length &&
            strncmp(program->functions[i].name, name, length) == 0)
            reach(program, i);
}

/* What runs before the program, and fills package variables: "init", "init.0", "map.init.0". */
static bool is_start(const struct function *function)
{
    const char *name = function->name;
    size_t opening = strncmp(name, "map.", 4) == 0 ? 4 : 0;
    return strncmp(name + opening, "init", 4) == 0 &&
           (name[opening + 4] == '.' || function->length == opening + 4);
}

/* Also what is only reached through a pointer, closures and goroutines: whose first instruction
 * stands at a line of the side's text. */
static void reach_lines(struct program *program)
{
    const struct esc_go_side *side = program->side;
    for (size_t i = 0; i < program->count; i++) {
        struct instruction first;
        if (!is_start(&program->functions[i]) &&
            read_instruction(program->functions[i].begin, &first) &&
            first.file_length == strlen(side->file) &&
            strncmp(first.file, side->file, first.file_length) == 0 && first.line >= side->first &&
            first.line <= side->last)
            reach(program, i);
    }
}

/* "CALL runtime.newobject(SB)": the name, and its length. NULL: no function is named. */
static const char *named(const struct instruction *one, size_t *length)
{
    const char *end = memmem(one->text, one->length, "(SB)", 4);
    const char *name = end;
    while (name != NULL && name > one->text && name[-1] != ' ')
        name--;
    if (name == NULL || memchr(name, '+', (size_t)(end - name)) != NULL)
        return NULL;
    *length = (size_t)(end - name);
    return name;
}

/* The package's own names without the package. Caller frees. */
static char *shorten(const struct program *program, const struct instruction *one)
{
    const char *at = memmem(one->text, one->length, program->package, strlen(program->package));
    if (at == NULL)
        return strndup(one->text, one->length);
    size_t before = (size_t)(at - one->text);
    size_t package = strlen(program->package);
    return esc_format("%.*s%.*s", (int)before, one->text, (int)(one->length - before - package),
                      at + package);
}

static bool is_padding(const struct instruction *one)
{
    return esc_starts(one->text, "INT $0x3") || esc_starts(one->text, "NOP") ||
           esc_starts(one->text, "?");
}

static void add_instruction(struct program *program, const struct instruction *one,
                            struct esc_code *code)
{
    char *text = shorten(program, one);
    struct esc_code_line *line =
        esc_listing_add(code, &(struct esc_entry){ESC_CODE_INSTRUCTION, one->address, text, 0});
    free(text);
    bool call = esc_starts(one->text, "CALL ");
    size_t length = 0;
    const char *name = named(one, &length);
    size_t package = strlen(program->package);
    if (name == NULL)
        code->indirect += call;
    else if (length > package && strncmp(name, program->package, package) == 0)
        reach_name(program, name + package, length - package);
    else if (call)
        esc_listing_call(code, line, strndup(name, length));
}

static void add_code(struct program *program, size_t index, struct esc_code *code)
{
    const struct function function = program->functions[index];
    struct instruction last = {0};
    char *name = strndup(function.name, function.length);
    struct instruction first = {0};
    read_instruction(function.begin, &first);
    esc_listing_add(code, &(struct esc_entry){ESC_CODE_FUNCTION, first.address, name, 0});
    free(name);
    for (const char *at = function.begin; at < function.end; at = next_line(at)) {
        struct instruction one;
        if (!read_instruction(at, &one) || is_padding(&one))
            continue;
        bool same = last.file != NULL && one.line == last.line &&
                    one.file_length == last.file_length &&
                    strncmp(one.file, last.file, one.file_length) == 0;
        if (!same) {
            char *file = strndup(one.file, one.file_length);
            esc_listing_add(code, &(struct esc_entry){ESC_CODE_SOURCE, 0, file, one.line});
            free(file);
        }
        last = one;
        add_instruction(program, &one, code);
    }
}

bool esc_go_code(const char *text, const struct esc_go_side *side, struct esc_code *code,
                 struct esc_error *error)
{
    struct program program = {.side = side, .package = esc_format("%s.", side->package)};
    *code = (struct esc_code){0};
    for (const char *at = text; *at != '\0'; at = next_line(at))
        if (esc_starts(at, "TEXT "))
            add_function(&program, at);
    program.order = esc_calloc(program.count, sizeof *program.order);
    reach_name(&program, side->run, strlen(side->run));
    bool found = program.reached > 0;
    for (size_t i = 0; found && i < program.reached; i++) {
        add_code(&program, program.order[i], code);
        if (i + 1 == program.reached)
            reach_lines(&program);
    }
    free(program.order);
    free(program.functions);
    free(program.package);
    return found || esc_error_add(error, NULL, 0, "the program has no function %s.%s",
                                  side->package, side->run);
}
