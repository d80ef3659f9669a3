/*
 * libFuzzer target: the compiler's words, in pieces, and all that is made of them: lists, JSON. The
 * text behind a line "%%" is the source of x.go, which is read for imports, parameters, assertions.
 */
#include "emit/why.h"
#include "base/memory.h"
#include "report/why.h"
#include "why/source.h"
#include "why/why.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/path.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_shown(const void *context, const struct esc_go_value *value)
{
    (void)context;
    return value->name[0] != '\0';
}

static struct esc_why_said said_of(void *context, const struct esc_go_value *value)
{
    struct esc_why_said said = {.cause = esc_cause_words(esc_cause_of(context, value))->word};
    said.allocates = esc_allocates_word(esc_allocates_of(context, value, &said.because));
    return said;
}

static void check(const struct esc_escapes *escapes)
{
    if (escapes->strange > escapes->lines || (escapes->strange > 0) != (escapes->first_strange > 0))
        abort();
    for (size_t k = 0; k < escapes->path_count; k++)
        if (escapes->paths[k].first_flow + escapes->paths[k].flow_count > escapes->flow_count)
            abort();
    for (size_t k = 0; k < escapes->flow_count; k++)
        if (escapes->flows[k].first_step + escapes->flows[k].step_count > escapes->step_count)
            abort();
}

static void show(const struct esc_escapes *escapes, const struct esc_source_files *sources)
{
    const struct esc_terminal terminal = {.columns = 40, .utf8 = true};
    const struct esc_why_file file = {.escapes = escapes,
                                      .context = (void *)(uintptr_t)escapes,
                                      .is_shown = is_shown,
                                      .said = said_of,
                                      .reason = esc_path_reason};
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = esc_memory_stream(&bytes, &length);
    for (size_t k = 0; k < escapes->value_count; k++) {
        esc_report_escape(escapes, sources, &escapes->values[k], &(struct esc_report_extra){0},
                          &terminal, out);
        esc_report_staying(escapes, sources, &escapes->values[k], &terminal, out);
        esc_report_parameter(escapes, sources, &escapes->values[k], &terminal, out);
    }
    esc_why_write(&file, out);
    fclose(out);
    free(bytes);
}

static void read_source(struct esc_escapes *escapes, struct esc_source_files *sources,
                        const char *text)
{
    struct esc_assertions assertions = {0};
    struct esc_error error = {0};
    esc_source_files_add(sources, "x.go", "x.go", esc_strdup(text));
    esc_why_declarations(escapes, &sources->list[0]);
    esc_why_place(escapes, &sources->list[0]);
    if (esc_why_assertions(&sources->list[0], &assertions, &error) != (error.count == 0))
        abort();
    free(assertions.list);
    esc_error_free(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    char *source = strstr(text, "\n%%\n");
    const size_t length = source != NULL ? (size_t)(source - text) + 1 : size;
    struct esc_escapes escapes = {0};
    struct esc_source_files sources = {0};
    struct esc_m2_reader *reader = esc_m2_begin(&escapes);
    const size_t half = length / 2;
    esc_m2_take(reader, text, half);
    esc_m2_take(reader, text + half, length - half);
    esc_m2_end(reader);
    check(&escapes);
    if (source != NULL)
        read_source(&escapes, &sources, source + strlen("\n%%\n"));
    show(&escapes, &sources);
    esc_source_files_free(&sources);
    esc_escapes_free(&escapes);
    free(text);
    return 0;
}
