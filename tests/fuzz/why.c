/*
 * libFuzzer target: the compiler's words, in pieces, or its log (-json=0) where it begins with a
 * brace, and all that is made of them: lists, JSON, SARIF, Markdown, DOT, the page, sizes,
 * candidates of remedies. The text behind a line "%%" is the source of x.go, which is read for
 * imports, parameters, assertions.
 */
#include "emit/why.h"
#include "base/memory.h"
#include "emit/dot.h"
#include "emit/go_log.h"
#include "emit/sarif.h"
#include "page/why.h"
#include "report/why.h"
#include "report/why_markdown.h"
#include "why/remedy.h"
#include "why/source.h"
#include "why/why.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/path.h"
#include "words/size.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_shown(const void *context, const struct esc_go_value *value)
{
    (void)context;
    return value->name[0] != '\0';
}

/* What the writer of JSON asks about. */
struct program {
    const struct esc_escapes *escapes;
    const struct esc_source_files *sources;
};

static struct esc_why_said said_of(void *context, const struct esc_go_value *value)
{
    const struct program *program = context;
    struct esc_why_said said = {.cause =
                                    esc_cause_words(esc_cause_of(program->escapes, value))->word,
                                .bytes = -1,
                                .line_blocks = -1,
                                .line_bytes = -1};
    said.allocates = esc_allocates_word(
        esc_allocates_of(program->escapes, program->sources, value, &said.because));
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

/* A remedy leaves the number of lines as it was. */
static void try_remedy(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                       const struct esc_go_value *value)
{
    const struct esc_source_file *file = esc_source_files_find(sources, value->at.file);
    struct esc_remedy remedy = {0};
    if (esc_remedy_find(escapes, file, value, &remedy) &&
        esc_line_ends(remedy.text, remedy.text + strlen(remedy.text)) !=
            esc_line_ends(file->text, file->text + strlen(file->text)))
        abort();
    esc_remedy_free(&remedy);
}

static void show_page(const struct esc_escapes *escapes, const struct esc_source_files *sources)
{
    struct esc_text text = {0};
    struct esc_page_escape *list = esc_calloc(escapes->value_count + 1, sizeof *list);
    struct esc_why_page page = {.what = "x",
                                .escapes = escapes,
                                .sources = sources,
                                .list = list,
                                .folder = "",
                                .order = "",
                                .light = "",
                                .dark = ""};
    for (size_t k = 0; k < escapes->value_count; k++) {
        const struct esc_go_value *value = &escapes->values[k];
        const struct esc_source_file *file = esc_source_files_find(sources, value->at.file);
        if (esc_go_value_leaves(value))
            list[page.count++] = (struct esc_page_escape){
                .value = value,
                .price_ns = -1,
                .in_loop = file != NULL && esc_why_in_loop(escapes, file, value->at)};
    }
    esc_why_page(&page, &text);
    esc_text_free(&text);
    free(list);
}

static void show(const struct esc_escapes *escapes, const struct esc_source_files *sources)
{
    struct program program = {escapes, sources};
    const struct esc_terminal terminal = {.columns = 40, .utf8 = true};
    const struct esc_why_file file = {.escapes = escapes,
                                      .context = &program,
                                      .is_shown = is_shown,
                                      .said = said_of,
                                      .reason = esc_path_reason};
    const struct esc_sarif sarif = {
        .escapes = escapes, .sources = sources, .version = "0", .is_shown = is_shown};
    const struct esc_dot dot = {
        .escapes = escapes, .sources = sources, .go = "go", .is_shown = is_shown};
    const struct esc_report_extra extra = {.price = "about"};
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = esc_memory_stream(&bytes, &length);
    for (size_t k = 0; k < escapes->value_count; k++) {
        esc_report_escape(escapes, sources, &escapes->values[k], &extra, &terminal, out);
        esc_markdown_why_row(escapes, sources, &escapes->values[k], &extra, out);
        if (esc_size_of(escapes, sources, &escapes->values[k]) < ESC_SIZE_UNKNOWN)
            abort();
        try_remedy(escapes, sources, &escapes->values[k]);
        esc_report_staying(escapes, sources, &escapes->values[k], &terminal, out);
        esc_report_parameter(escapes, sources, &escapes->values[k], &terminal, out);
    }
    esc_why_write(&file, out);
    esc_sarif_write(&sarif, out);
    esc_dot_write(&dot, out);
    fclose(out);
    free(bytes);
    show_page(escapes, sources);
}

/* ---- the log -------------------------------------------------------------------------------- */

static void begin(void *to, const char *release, const char *file)
{
    (void)release;
    esc_log_head(to, file);
}

static void take(void *to, const struct esc_logged *logged)
{
    esc_log_take(to, logged);
}

static void broken(void *to, const char *log, size_t line, const char *text, bool cut)
{
    esc_log_broken(to, log, line, text, cut);
}

static void read_log(struct esc_escapes *escapes, const struct esc_source_files *sources,
                     const char *text, size_t length)
{
    struct esc_error ignored = {0};
    struct esc_log_reader *reader = esc_log_begin(escapes, "/here");
    const struct esc_go_log_taker taker = {
        .to = reader, .begin = begin, .take = take, .broken = broken};
    esc_go_log_take(text, length, "log", &taker, &ignored);
    esc_log_end(reader, sources);
    esc_error_free(&ignored);
}

static void read_source(struct esc_escapes *escapes, const struct esc_source_files *sources)
{
    struct esc_assertions assertions = {0};
    struct esc_error error = {0};
    esc_why_declarations(escapes, &sources->list[0]);
    esc_why_place(escapes, &sources->list[0]);
    if (esc_why_assertions(&sources->list[0], &assertions, &error) != (error.count == 0))
        abort();
    free(assertions.list);
    esc_error_free(&error);
}

static void read_text(struct esc_escapes *escapes, const char *text, size_t length)
{
    struct esc_m2_reader *reader = esc_m2_begin(escapes);
    const size_t half = length / 2;
    esc_m2_take(reader, text, half);
    esc_m2_take(reader, text + half, length - half);
    esc_m2_end(reader);
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
    if (source != NULL)
        esc_source_files_add(&sources, "x.go", "x.go", esc_strdup(source + strlen("\n%%\n")));
    const bool logged = esc_go_log_begins(text, length);
    if (logged)
        read_log(&escapes, &sources, text, length);
    else
        read_text(&escapes, text, length);
    check(&escapes);
    if (source != NULL)
        read_source(&escapes, &sources);
    if (logged)
        esc_log_tags(&escapes, &sources);
    show(&escapes, &sources);
    esc_source_files_free(&sources);
    esc_escapes_free(&escapes);
    free(text);
    return 0;
}
