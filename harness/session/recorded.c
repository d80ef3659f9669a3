/*
 * Recorded machine code of Go: a small file a case, beside the cases. See go_code.h for the
 * contracts.
 */
#include "session/go_code.h"

#include "base/memory.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The package's name in the file; the point's number there would tell nothing. */
static const char short_name[] = "PKG.";

char *esc_go_code_file(const char *folder, const struct esc_case *bench_case)
{
    return esc_format("%s/recorded/%s.txt", folder, bench_case->name);
}

/* With the dot before a name in it. */
static char *package_of(const struct esc_case *bench_case, size_t point)
{
    char *package = esc_go_package(bench_case, point);
    char *dotted = esc_format("%s.", package);
    free(package);
    return dotted;
}

/* Of all Go that is compiled, whatever lines it stands on. */
static unsigned long long hash_of(const struct esc_case *bench_case)
{
    unsigned long long hash = esc_hash_text(ESC_HASH_START, bench_case->go.text);
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        hash = esc_hash_text(hash, bench_case->strategies[k].go.text);
    return hash;
}

/* A text of the case by the name that it has in the file: "shared", else a strategy's. */
static const struct esc_source *source_of(const struct esc_case *bench_case, size_t index,
                                          const char **name)
{
    *name = index == 0 ? "shared" : bench_case->strategies[index - 1].name;
    return index == 0 ? &bench_case->go : &bench_case->strategies[index - 1].go;
}

/* "x.lua:57" at `at` as "heap:3"; its length there, 0: another file's. */
static size_t write_place(const struct esc_case *bench_case, const char *at, struct esc_text *out)
{
    size_t name = strlen(bench_case->name);
    if (strncmp(at, bench_case->name, name) != 0 || strncmp(at + name, ".lua:", 5) != 0)
        return 0;
    char *end;
    int line = (int)strtol(at + name + 5, &end, 10);
    for (size_t k = 0; k <= bench_case->strategy_count; k++) {
        const char *of;
        const struct esc_source *source = source_of(bench_case, k, &of);
        if (!esc_source_has_line(source, line))
            continue;
        esc_text_addf(out, "%s:%d", of, line - source->line + 1);
        return (size_t)(end - at);
    }
    return 0;
}

/* "heap:3" at `at` as "x.lua:57"; its length there, 0: nothing of the case. */
static size_t read_place(const struct esc_case *bench_case, const char *at, struct esc_text *out)
{
    for (size_t k = 0; k <= bench_case->strategy_count; k++) {
        const char *of;
        const struct esc_source *source = source_of(bench_case, k, &of);
        size_t length = strlen(of);
        if (strncmp(at, of, length) != 0 || at[length] != ':')
            continue;
        char *end;
        int line = (int)strtol(at + length + 1, &end, 10);
        esc_text_addf(out, "%s.lua:%d", bench_case->name, source->line + line - 1);
        return (size_t)(end - at);
    }
    return 0;
}

/* The line with `package` written as `as`. */
static void add_renamed(struct esc_text *out, const char *line, size_t length, const char *package,
                        const char *as)
{
    size_t size = strlen(package);
    while (length > 0) {
        const char *at = memmem(line, length, package, size);
        size_t before = at != NULL ? (size_t)(at - line) : length;
        esc_text_add_bytes(out, line, before);
        length -= before;
        line += before;
        if (at == NULL)
            return;
        esc_text_add(out, as);
        line += size;
        length -= size;
    }
}

/* "  heap:3\t0x48ed80\t-\tCALL PKG.fill(SB)": without the instruction's bytes. */
static void record_line(const struct esc_case *bench_case, const char *package, const char *line,
                        struct esc_text *out)
{
    size_t length = strcspn(line, "\n");
    size_t blanks = strspn(line, " ");
    const char *address = memchr(line, '\t', length);
    if (strncmp(line, "TEXT ", 5) == 0 || address == NULL) {
        add_renamed(out, line, length, package, short_name);
        esc_text_add(out, "\n");
        return;
    }
    esc_text_add(out, "  ");
    size_t place = write_place(bench_case, line + blanks, out);
    esc_text_add_bytes(out, line + blanks + place, (size_t)(address - line) - blanks - place);
    address += strspn(address, "\t");
    size_t digits = strcspn(address, "\t");
    const char *bytes = address + digits + strspn(address + digits, "\t");
    const char *text = bytes + strcspn(bytes, "\t");
    text += strspn(text, "\t");
    size_t end = strcspn(text, "\t\n");
    while (end > 0 && text[end - 1] == ' ')
        end--;
    esc_text_addf(out, "\t%.*s\t-\t", (int)digits, address);
    add_renamed(out, text, end, package, short_name);
    esc_text_add(out, "\n");
}

/* Whether one of the sides has the function "TEXT escapement/x/point0.heapOp(SB) …". */
static bool is_wanted(const char *line, const char *package, const struct esc_code *sides,
                      size_t side_count)
{
    const char *name = line + strlen("TEXT ");
    size_t size = strlen(package);
    if (strncmp(name, package, size) != 0)
        return false;
    for (size_t k = 0; k < side_count; k++)
        for (size_t i = 0; i < sides[k].count; i++) {
            const struct esc_code_line *one = &sides[k].lines[i];
            size_t length = one->kind == ESC_CODE_FUNCTION ? strlen(one->text) : 0;
            if (length > 0 && strncmp(name + size, one->text, length) == 0 &&
                strncmp(name + size + length, "(SB)", 4) == 0)
                return true;
        }
    return false;
}

static bool has_function(const struct esc_code *sides, size_t side_count, uint64_t address)
{
    for (size_t k = 0; k < side_count; k++)
        for (size_t i = 0; i < sides[k].count; i++)
            if (sides[k].lines[i].kind == ESC_CODE_FUNCTION && sides[k].lines[i].address == address)
                return true;
    return false;
}

/* "VARIABLE 0x457ea0 t -80 64": of that function, at that offset from its frame's top, so large. */
static const char variable_line[] = "VARIABLE 0x%" PRIx64 " %s %" PRId64 " %" PRId64 "\n";

static void add_variables(const struct esc_variables *variables, const struct esc_code *sides,
                          size_t side_count, struct esc_text *out)
{
    for (size_t i = 0; i < variables->count; i++) {
        const struct esc_variable *one = &variables->list[i];
        if (has_function(sides, side_count, one->function))
            esc_text_addf(out, variable_line, one->function, one->name, one->offset, one->bytes);
    }
}

static void recall_variables(const char *text, struct esc_variables *variables)
{
    for (const char *line = text; (line = strstr(line, "\nVARIABLE ")) != NULL; line++) {
        struct esc_variable one = {0};
        char name[64];
        if (sscanf(line, "\nVARIABLE %" SCNx64 " %63s %" SCNd64 " %" SCNd64, &one.function, name,
                   &one.offset, &one.bytes) != 4)
            continue;
        one.name = esc_strdup(name);
        variables->list = esc_grow(variables->list, &variables->count, sizeof *variables->list);
        variables->list[variables->count - 1] = one;
    }
}

bool esc_go_code_variables(const struct esc_go_code *code, struct esc_variables *variables,
                           struct esc_error *error)
{
    if (code->program != NULL)
        return esc_variables_read(code->program, variables, error);
    recall_variables(code->text, variables);
    return true;
}

bool esc_go_code_record(const struct esc_go_code *code, const struct esc_case *bench_case,
                        size_t point, const struct esc_code *sides, size_t side_count,
                        const char *folder, struct esc_error *error)
{
    char *package = package_of(bench_case, point);
    char *path = esc_go_code_file(folder, bench_case);
    struct esc_text out = {0};
    bool wanted = false;
    struct esc_variables variables = {0};
    bool read = esc_go_code_variables(code, &variables, error);
    esc_text_addf(&out,
                  "# %s | %s | %016llx | go tool objdump, without the bytes; "
                  "make disasm CASE=%s ARGS=--record\n",
                  code->release, bench_case->points[point].name, hash_of(bench_case),
                  bench_case->name);
    for (const char *line = code->text; *line != '\0';) {
        if (strncmp(line, "TEXT ", 5) == 0)
            wanted = is_wanted(line, package, sides, side_count);
        if (wanted && *line != '\n')
            record_line(bench_case, package, line, &out);
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    add_variables(&variables, sides, side_count, &out);
    esc_variables_free(&variables);
    char *parent = esc_format("%s/recorded", folder);
    bool written = read && esc_make_folder(parent, error) &&
                   esc_text_write(path, out.bytes, out.length, error);
    free(parent);
    esc_text_free(&out);
    free(package);
    free(path);
    return written;
}

static void recall_line(const struct esc_case *bench_case, const char *package, const char *line,
                        struct esc_text *out)
{
    size_t length = strcspn(line, "\n");
    size_t place = 0;
    if (strncmp(line, "  ", 2) == 0) {
        esc_text_add(out, "  ");
        place = 2 + read_place(bench_case, line + 2, out);
    }
    add_renamed(out, line + place, length - place, short_name, package);
    esc_text_add(out, "\n");
}

/* Whether the first line is of that point and of today's Go; its release into the code. */
static bool read_head(const char *text, const struct esc_case *bench_case, size_t point,
                      struct esc_go_code *code)
{
    char *mark =
        esc_format(" | %s | %016llx | ", bench_case->points[point].name, hash_of(bench_case));
    const char *found = strstr(text, mark);
    bool good = strncmp(text, "# go1.", 6) == 0 && found != NULL && found < strchr(text, '\n');
    if (good) {
        code->release = strndup(text + 2, (size_t)(found - text) - 2);
        code->minor = atoi(text + strlen("# go1."));
    }
    free(mark);
    return good;
}

bool esc_go_code_recall(struct esc_go_code *code, const struct esc_case *bench_case, size_t point,
                        const char *folder)
{
    char *path = esc_go_code_file(folder, bench_case);
    char *package = package_of(bench_case, point);
    struct esc_text text = {0};
    struct esc_text out = {0};
    struct esc_error unread = {0};
    *code = (struct esc_go_code){0};
    bool good = esc_text_read(&text, path, &unread) && text.length > 0 &&
                strchr(text.bytes, '\n') != NULL && read_head(text.bytes, bench_case, point, code);
    for (const char *line = good ? strchr(text.bytes, '\n') + 1 : ""; *line != '\0';) {
        recall_line(bench_case, package, line, &out);
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    code->text = good ? esc_text_take(&out) : NULL;
    esc_error_free(&unread);
    esc_text_free(&text);
    free(package);
    free(path);
    return good;
}
