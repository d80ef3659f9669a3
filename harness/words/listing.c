/*
 * Lines of machine code. See listing.h for the contracts.
 */
#include "words/listing.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Line `number` of the text without its indentation; its length in *length. */
static const char *line_of(const char *text, int number, size_t *length)
{
    const char *line = text != NULL ? text : "";
    for (int k = 1; k < number && line != NULL; k++) {
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    line = line != NULL ? line + strspn(line, " \t") : "";
    *length = strcspn(line, "\n");
    return line;
}

/* "114: return append_nil(i);", or where the line stands if it is not the case's. What codegen put
 * around the case's own text, the loop over the operations, is in `made`. */
static char *source_text(const struct esc_case *bench_case, const char *source, const char *made,
                         const struct esc_code_line *line)
{
    const char *file = esc_base_name(line->file);
    size_t length = strlen(bench_case->name);
    if (line->line == 0)
        return esc_strdup("(the compiler tells no line)");
    if (made != NULL && strncmp(file, bench_case->name, length) == 0 &&
        strcmp(file + length, ".c") == 0) {
        const char *text = line_of(made, line->line, &length);
        return esc_format("harness: %.*s", (int)length, text);
    }
    if (strcmp(file, esc_base_name(bench_case->path)) != 0)
        return esc_format("%s:%d", file, line->line);
    const char *text = line_of(source, line->line, &length);
    return esc_format("%d: %.*s", line->line, (int)length, text);
}

static char *instruction_text(const struct esc_code_line *line)
{
    char *plain = esc_strdup(line->text);
    for (char *at = plain; *at != '\0'; at++)
        if (*at == '\t')
            *at = ' ';
    size_t mnemonic = strcspn(plain, " ");
    static const char *const marks[ESC_CALLEES] = {
        [ESC_CALLEE_OTHER] = "",
        [ESC_CALLEE_ALLOCATES] = "   <== takes memory",
        [ESC_CALLEE_MAY] = "   <== may take memory",
        [ESC_CALLEE_HEAP] = "   <== heap",
    };
    char *text = line->calls != NULL
                     ? esc_format("  %5" PRIx64 "  %-6.*s %s%s", line->address, (int)mnemonic,
                                  plain, line->calls, marks[line->callee])
                     : esc_format("  %5" PRIx64 "  %s", line->address, plain);
    free(plain);
    return text;
}

/* Takes the text. */
static void add(struct esc_listing_lines *lines, enum esc_listing_kind kind, char *text)
{
    lines->list = esc_grow(lines->list, &lines->count, sizeof *lines->list);
    lines->list[lines->count - 1] = (struct esc_listing_line){kind, text};
}

void esc_listing_lines_add(struct esc_listing_lines *lines, enum esc_listing_kind kind,
                           const char *text)
{
    add(lines, kind, esc_strdup(text));
}

struct esc_listing_lines esc_listing_words(const struct esc_code *code,
                                           const struct esc_case *bench_case, const char *source,
                                           const char *made)
{
    struct esc_listing_lines lines = {0};
    bool shown = true;
    const char *last = "";
    for (size_t i = 0; i < code->count; i++) {
        const struct esc_code_line *line = &code->lines[i];
        if (line->kind == ESC_CODE_FUNCTION) {
            shown = strstr(line->text, ".cold") == NULL;
            last = "";
            if (shown)
                add(&lines, ESC_LISTING_FUNCTION, esc_format("%s:", line->text));
        } else if (shown && line->kind == ESC_CODE_SOURCE) {
            char *text = source_text(bench_case, source, made, line);
            bool again = strcmp(text, last) == 0;
            if (again)
                free(text);
            else
                add(&lines, ESC_LISTING_SOURCE, text);
            last = again ? last : text;
        } else if (shown) {
            bool heap = line->callee != ESC_CALLEE_OTHER;
            add(&lines, heap ? ESC_LISTING_HEAP : ESC_LISTING_INSTRUCTION, instruction_text(line));
        }
    }
    return lines;
}

void esc_listing_lines_free(struct esc_listing_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->list[i].text);
    free(lines->list);
    *lines = (struct esc_listing_lines){0};
}

char *esc_listing_title(const struct esc_run *run, size_t v)
{
    const struct esc_variant *variant = &run->variants[v];
    const char *strategy = esc_variant_strategy(run, variant)->name;
    bool on_heap = variant->runtime != ESC_RUNTIME_NONE;
    return esc_format("%s%s%s", strategy, on_heap ? ", served by " : "",
                      on_heap ? esc_runtime_title(variant->runtime) : "");
}

struct esc_kept_code *esc_kept_codes_add(struct esc_kept_codes *codes)
{
    codes->list = esc_grow(codes->list, &codes->count, sizeof *codes->list);
    return &codes->list[codes->count - 1];
}

void esc_kept_codes_free(struct esc_kept_codes *codes)
{
    for (size_t i = 0; i < codes->count; i++) {
        struct esc_kept_code *code = &codes->list[i];
        free(code->case_name);
        free(code->point);
        free(code->title);
        free(code->calls);
        esc_listing_lines_free(&code->lines);
    }
    free(codes->list);
    *codes = (struct esc_kept_codes){0};
}

static void add_calls(const struct esc_code *code, enum esc_callee callee, struct esc_text *text)
{
    for (size_t i = 0; i < code->call_count; i++) {
        const struct esc_code_call *call = &code->calls[i];
        if (call->callee == callee)
            esc_text_addf(text, "%s%zu %sof %s", text->length > 0 ? ", " : "", call->count,
                          text->length > 0  ? ""
                          : call->count > 1 ? "calls "
                                            : "call ",
                          call->name);
    }
}

char *esc_listing_calls(const struct esc_code *code)
{
    struct esc_text text = {0};
    add_calls(code, ESC_CALLEE_ALLOCATES, &text);
    add_calls(code, ESC_CALLEE_MAY, &text);
    add_calls(code, ESC_CALLEE_HEAP, &text);
    if (text.length == 0)
        esc_text_add(&text, "no call into an allocator");
    if (code->indirect > 0)
        esc_text_addf(&text, "; %zu through a pointer", code->indirect);
    return esc_text_take(&text);
}
