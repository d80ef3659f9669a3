/*
 * What is made from the schema: annotations for editors and the reference. See schema.h.
 */
#include "load/file.h"
#include "load/sandbox.h"
#include "load/schema.h"
#include "load/script.h"

#include <string.h>

static void print_choices(FILE *out, const struct esc_type *type, const char *between)
{
    for (size_t i = 0; type->choices[i] != NULL; i++)
        fprintf(out, "%s\"%s\"", i == 0 ? "" : between, type->choices[i]);
}

/* Plain shapes, in the language of the annotations and in words. */
static const struct {
    const char *luacats;
    const char *words;
} plain_shapes[] = {
    [ESC_SHAPE_LINE] = {"string", "text, one line"},
    [ESC_SHAPE_PROSE] = {"string", "text"},
    [ESC_SHAPE_CODE] = {"string", "code"},
    [ESC_SHAPE_NAME] = {"string", "name"},
    [ESC_SHAPE_CHOICE] = {NULL, NULL},
    [ESC_SHAPE_FLAG] = {"boolean", "true or false"},
    [ESC_SHAPE_NUMBER] = {"number", "number"},
    [ESC_SHAPE_WHOLE] = {"integer", "whole number"},
    [ESC_SHAPE_VALUE] = {"integer|string", "whole number or word"},
    [ESC_SHAPE_EXPECTED] = {"number|fun(p: table<string, any>): number", "number or function(p)"},
};

static void print_luacats_type(FILE *out, const struct esc_type *type)
{
    if (type->shape == ESC_SHAPE_RECORD) {
        fprintf(out, "esc.%s", type->record->name);
        if (type->or_list != NULL)
            fprintf(out, "|esc.%s[]", type->or_list->record->name);
    } else if (type->shape == ESC_SHAPE_LIST) {
        fputc('(', out);
        print_luacats_type(out, type->element);
        fputs(")[]", out);
    } else if (type->shape == ESC_SHAPE_CHOICE) {
        print_choices(out, type, "|");
    } else {
        fputs(plain_shapes[type->shape].luacats, out);
    }
}

static void print_luacats_record(FILE *out, const struct esc_record *record)
{
    fprintf(out, "\n---@class esc.%s\n", record->name);
    for (size_t i = 0; i < record->count; i++) {
        const struct esc_field *field = &record->fields[i];
        fprintf(out, "---@field %s%s ", field->name, field->required ? "" : "?");
        print_luacats_type(out, &field->type);
        fprintf(out, " # %s", field->meaning);
        if (field->fallback != NULL)
            fprintf(out, " Default: %s.", field->fallback);
        fputc('\n', out);
    }
    if (record->others == NULL)
        return;
    fputs("---@field [string] ", out);
    print_luacats_type(out, record->others);
    fprintf(out, " # %s\n", record->others_meaning);
}

void esc_load_schema_luacats(FILE *out)
{
    fputs(
        "---@meta escapement\n"
        "-- Annotations of the case language for lua-language-server.\n"
        "-- Made from harness/load/schema.c by `escapement schema --luacats`; do not edit.\n",
        out);
    for (size_t i = 0; esc_schema_records[i] != NULL; i++)
        print_luacats_record(out, esc_schema_records[i]);
    fputs(
        "\n--- Declares the case; a file ends with `return case { … }`.\n"
        "---@param item esc.case\n"
        "---@return esc.case\n"
        "function case(item) return item end\n",
        out);
}

static bool has_range(const struct esc_type *type)
{
    return type->most > 0 && type->most < 1e6;
}

static void print_words(FILE *out, const struct esc_type *type)
{
    if (type->shape == ESC_SHAPE_RECORD) {
        fprintf(out, "[table](#%s)", type->record->name);
        if (type->or_list != NULL)
            fprintf(out, " or [list](#%s)", type->or_list->record->name);
    } else if (type->shape == ESC_SHAPE_LIST) {
        fputs("list of: ", out);
        print_words(out, type->element);
    } else if (type->shape == ESC_SHAPE_CHOICE) {
        fputc('`', out);
        print_choices(out, type, "`, `");
        fputc('`', out);
    } else {
        fputs(plain_shapes[type->shape].words, out);
    }
    if (type->shape == ESC_SHAPE_NAME)
        fprintf(out, ": %s", esc_schema_naming_words(type->naming));
    if (has_range(type))
        fprintf(out, ", %.15g to %.15g", type->least, type->most);
}

static void print_reference_record(FILE *out, const struct esc_record *record)
{
    fprintf(out, "\n<a id=\"%s\"></a>\n## %s\n\n", record->name, record->title);
    fputs("| field | value | without it | meaning |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < record->count; i++) {
        const struct esc_field *field = &record->fields[i];
        fprintf(out, "| `%s` | ", field->name);
        print_words(out, &field->type);
        fprintf(out, " | %s | %s |\n", field->required ? "**required**" : field->fallback,
                field->meaning);
    }
    if (record->others == NULL)
        return;
    fprintf(out, "| any name: %s | ", esc_schema_naming_words(record->naming));
    print_words(out, record->others);
    fprintf(out, " | | %s |\n", record->others_meaning);
}

static void print_names(FILE *out)
{
    for (size_t i = 0; esc_sandbox_names[i] != NULL; i++)
        fprintf(out, "%s`%s`", i == 0 ? "" : ", ", esc_sandbox_names[i]);
}

void esc_load_schema_reference(FILE *out)
{
    fputs(
        "# The case language\n\n"
        "Every field of a case file. How to write one, step by step: "
        "[adding-a-case.md](adding-a-case.md).\n\n"
        "<!-- Made from harness/load/schema.c by `escapement schema --reference`; do not edit. "
        "-->\n",
        out);
    for (size_t i = 0; esc_schema_records[i] != NULL; i++)
        print_reference_record(out, esc_schema_records[i]);
    fputs(
        "\n## What a file may use\n\n"
        "A case file is Lua 5.4 text, UTF-8, that ends with `return case { … }`. It declares; it "
        "reaches no files and no\nprograms. These names exist:\n\n",
        out);
    print_names(out);
    fputs(
        ".\n\nReading any other name is an error. `pairs` visits names in an order that differs "
        "from run to run; sort where\norder shows.\n\n",
        out);
    fprintf(out,
            "| limit | |\n|---|---|\n"
            "| size of the file | %d MiB |\n"
            "| Lua instructions | %d million |\n"
            "| memory in Lua | %d MiB |\n"
            "| CPU time | %d s |\n"
            "| what the case holds | %d MiB |\n",
            ESC_FILE_MIB, (int)(ESC_SANDBOX_INSTRUCTIONS / 1000000), ESC_SANDBOX_MIB,
            ESC_SCRIPT_CPU_S, ESC_SCRIPT_MIB);
    fputs(
        "\nThe C in a case is native code and is trusted: it can do what any program of yours "
        "can.\n",
        out);
}
