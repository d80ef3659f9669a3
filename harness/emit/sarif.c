/*
 * SARIF. See sarif.h for the contract.
 */
#include "emit/sarif.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/json.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/own_names.h"
#include "words/path.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- places --------------------------------------------------------------------------------- */

/* A path as a URI reference (RFC 3986): what is not unreserved is written in hex; a whole path with
 * its scheme. A first part with a colon would be read as one. Caller frees. */
static char *uri_of(const char *path)
{
    struct esc_text text = {0};
    esc_text_add(&text, path[0] == '/' ? "file://" : "");
    for (const char *at = path; *at != '\0'; at++) {
        const bool plain = isalnum((unsigned char)*at) || strchr("-._~/", *at) != NULL;
        if (plain && *at >= 0)
            esc_text_add_bytes(&text, at, 1);
        else
            esc_text_addf(&text, "%%%02X", (unsigned)(unsigned char)*at);
    }
    return esc_text_take(&text);
}

/* The column in characters, from 1; 0 where the line is not there to count them. */
static int64_t column_of(const struct esc_source_file *file, struct esc_spot at)
{
    size_t length = 0;
    const char *line = esc_source_file_line(file, at.line, &length);
    if (line == NULL || at.column < 1 || (size_t)at.column > length + 1)
        return 0;
    int64_t column = 1;
    for (int k = 0; k < at.column - 1; k++)
        column += (line[k] & 0xc0) != 0x80;
    return column;
}

static json_t *text_json(const char *text)
{
    json_t *object = json_object();
    esc_json_set_text(object, "text", text);
    return object;
}

static json_t *location_json(const struct esc_sarif *sarif, struct esc_spot at, const char *message)
{
    const struct esc_source_file *file = esc_source_files_find(sarif->sources, at.file);
    const int64_t column = column_of(file, at);
    char *uri = uri_of(file != NULL ? file->shown : at.file);
    json_t *artifact = json_object(), *region = json_object();
    json_t *physical = json_object(), *location = json_object();
    esc_json_set_text(artifact, "uri", uri);
    esc_json_set_whole(region, "startLine", at.line > 0 ? at.line : 1);
    if (column > 0)
        esc_json_set_whole(region, "startColumn", column);
    json_object_set_new(physical, "artifactLocation", artifact);
    json_object_set_new(physical, "region", region);
    json_object_set_new(location, "physicalLocation", physical);
    if (message != NULL)
        json_object_set_new(location, "message", text_json(message));
    free(uri);
    return location;
}

/* ---- results -------------------------------------------------------------------------------- */

static json_t *flow_json(const struct esc_sarif *sarif, const struct esc_go_value *value,
                         const struct esc_path *path)
{
    struct esc_path_lines lines = esc_path_words(sarif->escapes, value, path);
    struct esc_spot at = value->at;
    json_t *locations = json_array();
    for (size_t k = 0; k < lines.count; k++) {
        at = lines.list[k].at.line > 0 ? lines.list[k].at : at;
        json_t *location = json_object();
        json_object_set_new(location, "location", location_json(sarif, at, lines.list[k].text));
        json_array_append_new(locations, location);
    }
    esc_path_lines_free(&lines);
    json_t *thread = json_object(), *threads = json_array(), *flow = json_object();
    json_object_set_new(thread, "locations", locations);
    json_array_append_new(threads, thread);
    json_object_set_new(flow, "threadFlows", threads);
    return flow;
}

static json_t *flows_json(const struct esc_sarif *sarif, const struct esc_go_value *value)
{
    const struct esc_escapes *escapes = sarif->escapes;
    json_t *flows = json_array();
    for (size_t k = value->first_path; k != ESC_NONE; k = escapes->paths[k].next)
        if (escapes->paths[k].flow_count > 0)
            json_array_append_new(flows, flow_json(sarif, value, &escapes->paths[k]));
    return flows;
}

/* "t leaves the stack, in f: what the function returns points to it. Allocates: yes: one block" */
static char *message_of(const struct esc_sarif *sarif, const struct esc_go_value *value)
{
    const char *because;
    const struct esc_escapes *escapes = sarif->escapes;
    const enum esc_allocates answer = esc_allocates_of(escapes, sarif->sources, value, &because);
    char *name = esc_own_names(value->name);
    char *message = esc_format("%s leaves the stack%s%s: %s. Does it allocate? %s: %s.", name,
                               value->function != NULL ? ", in " : "",
                               value->function != NULL ? value->function : "",
                               esc_cause_words(esc_cause_of(escapes, value))->title,
                               answer == ESC_ALLOCATES_DEPENDS ? "It depends on the run"
                               : answer == ESC_ALLOCATES_YES   ? "Yes"
                                                               : "No",
                               because);
    free(name);
    return message;
}

static json_t *result_json(const struct esc_sarif *sarif, const struct esc_go_value *value,
                           const int64_t rules[ESC_CAUSES])
{
    const char *because;
    const enum esc_cause cause = esc_cause_of(sarif->escapes, value);
    const bool allocates =
        esc_allocates_of(sarif->escapes, sarif->sources, value, &because) != ESC_ALLOCATES_NO;
    char *message = message_of(sarif, value);
    json_t *result = json_object(), *locations = json_array();
    json_t *flows = flows_json(sarif, value);
    esc_json_set_text(result, "ruleId", esc_cause_words(cause)->word);
    esc_json_set_whole(result, "ruleIndex", rules[cause]);
    esc_json_set_text(result, "level", allocates ? "warning" : "note");
    json_object_set_new(result, "message", text_json(message));
    json_array_append_new(locations, location_json(sarif, value->at, NULL));
    json_object_set_new(result, "locations", locations);
    if (json_array_size(flows) > 0)
        json_object_set(result, "codeFlows", flows);
    json_decref(flows);
    free(message);
    return result;
}

/* ---- the log -------------------------------------------------------------------------------- */

static json_t *rule_json(enum esc_cause cause)
{
    const struct esc_cause_words *words = esc_cause_words(cause);
    json_t *rule = json_object();
    esc_json_set_text(rule, "id", words->word);
    json_object_set_new(rule, "shortDescription", text_json(words->title));
    if (words->helps != NULL) {
        char *help = esc_format(
            "Usually helps, unchecked: %s The case that measures this cause: "
            "make explain CASE=%s",
            words->helps, words->bench_case);
        json_object_set_new(rule, "help", text_json(help));
        free(help);
    }
    return rule;
}

static bool is_result(const struct esc_sarif *sarif, const struct esc_go_value *value)
{
    return esc_go_value_leaves(value) && sarif->is_shown(sarif->context, value);
}

/* The rules that have results; *indices: where each is. */
static json_t *rules_json(const struct esc_sarif *sarif, int64_t indices[ESC_CAUSES])
{
    bool used[ESC_CAUSES] = {false};
    json_t *rules = json_array();
    for (size_t k = 0; k < sarif->escapes->value_count; k++)
        if (is_result(sarif, &sarif->escapes->values[k]))
            used[esc_cause_of(sarif->escapes, &sarif->escapes->values[k])] = true;
    for (int cause = 0; cause < ESC_CAUSES; cause++) {
        indices[cause] = (int64_t)json_array_size(rules);
        if (used[cause])
            json_array_append_new(rules, rule_json((enum esc_cause)cause));
    }
    return rules;
}

static json_t *run_json(const struct esc_sarif *sarif)
{
    int64_t indices[ESC_CAUSES];
    json_t *driver = json_object(), *tool = json_object(), *run = json_object();
    json_t *results = json_array();
    esc_json_set_text(driver, "name", "escapement");
    esc_json_set_text(driver, "version", sarif->version);
    json_object_set_new(driver, "rules", rules_json(sarif, indices));
    json_object_set_new(tool, "driver", driver);
    json_object_set_new(run, "tool", tool);
    esc_json_set_text(run, "columnKind", "unicodeCodePoints");
    for (size_t k = 0; k < sarif->escapes->value_count; k++)
        if (is_result(sarif, &sarif->escapes->values[k]))
            json_array_append_new(results, result_json(sarif, &sarif->escapes->values[k], indices));
    json_object_set_new(run, "results", results);
    return run;
}

void esc_sarif_write(const struct esc_sarif *sarif, FILE *out)
{
    json_t *log = json_object(), *runs = json_array();
    esc_json_set_text(log, "version", "2.1.0");
    esc_json_set_text(log, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_array_append_new(runs, run_json(sarif));
    json_object_set_new(log, "runs", runs);
    json_dumpf(log, out, JSON_INDENT(1) | JSON_ENSURE_ASCII);
    fputc('\n', out);
    json_decref(log);
}
