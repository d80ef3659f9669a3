/*
 * The stage from file to struct esc_case: read, run, check, fill. See load.h for the contracts.
 */
#include "load/load.h"

#include "base/memory.h"
#include "base/text.h"
#include "load/check.h"
#include "load/file.h"
#include "load/lines.h"
#include "load/params.h"
#include "load/script.h"
#include "load/strategies.h"

#include <stdlib.h>
#include <string.h>

static bool check_case_name(const struct esc_check *check)
{
    char *stem = esc_file_stem(check->path);
    bool named = esc_schema_named(ESC_NAMING_KEBAB, stem);
    if (!named)
        esc_error_add(check->error, check->path, 0,
                      "the file's name is the case's; use %s for it, not \"%s\"",
                      esc_schema_naming_words(ESC_NAMING_KEBAB), stem);
    free(stem);
    return named;
}

static bool check_no_repeats(const struct esc_check *check, const struct esc_node *list,
                             const char *where)
{
    bool good = true;
    for (size_t i = 0; esc_node_is_list(list) && i < list->count; i++) {
        const struct esc_node *item = &list->entries[i].value;
        for (size_t k = 0; k < i && item->kind == ESC_KIND_TEXT; k++) {
            const struct esc_node *other = &list->entries[k].value;
            if (other->kind != ESC_KIND_TEXT || strcmp(other->text, item->text) != 0)
                continue;
            char *place = esc_format("%s.%zu", where, i + 1);
            good = esc_check_field(check, place, "is \"%s\" once more; remove it", item->text);
            free(place);
            break;
        }
    }
    return good;
}

/* Prose without the blanks and line ends around it. */
static char *read_prose(const struct esc_node *root, const char *field)
{
    const char *blanks = " \t\r\n\v\f";
    const char *text = esc_node_text(root, field);
    if (text == NULL)
        return NULL;
    text += strspn(text, blanks);
    size_t length = strlen(text);
    while (length > 0 && strchr(blanks, text[length - 1]) != NULL)
        length--;
    return esc_format("%.*s", (int)length, text);
}

static void read_runtimes(const struct esc_node *list, struct esc_case *item)
{
    for (size_t i = 0; i < ESC_RUNTIMES; i++)
        item->runtimes[i] = list == NULL;
    for (size_t i = 0; esc_node_is_list(list) && i < list->count; i++) {
        enum esc_runtime_id id;
        const struct esc_node *name = &list->entries[i].value;
        if (name->kind == ESC_KIND_TEXT && esc_runtime_find(name->text, &id))
            item->runtimes[id] = true;
    }
}

static void read_plain_fields(const struct esc_check *check, const struct esc_node *root,
                              struct esc_case *item)
{
    const struct esc_node *control = esc_node_get(root, "control");
    const struct esc_node *tolerance = esc_node_get(root, "tolerance");
    item->path = esc_strdup(check->path);
    item->line = check->lines->case_line;
    item->name = esc_file_stem(check->path);
    item->title = read_prose(root, "title");
    item->question = read_prose(root, "question");
    item->because = read_prose(root, "because");
    item->remedy = read_prose(root, "remedy");
    item->control = control != NULL && control->flag;
    item->tolerance = tolerance == NULL ? 0 : tolerance->number;
    item->shared = esc_read_source(check, root, "", "c");
    item->go_shared = esc_read_source(check, root, "", "go");
    read_runtimes(esc_node_get(root, "runtimes"), item);
}

/* Every check is made, whatever the others say, so that all faults are told at once. */
static bool read_case(const struct esc_check *check, const struct esc_node *root,
                      struct esc_case *item)
{
    bool good = esc_check_schema(check, root);
    good = esc_check_repeats(check) && good;
    good = check_case_name(check) && good;
    good = check_no_repeats(check, esc_node_get(root, "runtimes"), "runtimes") && good;
    read_plain_fields(check, root, item);
    bool points = esc_params_read(check, root, item);
    return esc_strategies_read(check, root, item) && points && good;
}

static int compare_messages(const void *a, const void *b)
{
    const struct esc_message *left = a;
    const struct esc_message *right = b;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return strcmp(left->text, right->text);
}

static bool check_text(const struct esc_text *text, const char *path, struct esc_case *item,
                       struct esc_error *error)
{
    struct esc_script *script = esc_script_run(text->bytes, text->length, path, error);
    if (script == NULL)
        return false;
    struct esc_lines lines;
    esc_lines_read(&lines, text->bytes, text->length);
    struct esc_check check = {path, &lines, error};
    bool good = read_case(&check, esc_script_root(script), item);
    esc_lines_free(&lines);
    esc_script_free(script);
    return good;
}

bool esc_load_case(const char *path, struct esc_case *item, struct esc_error *error)
{
    struct esc_error faults = {0};
    struct esc_text text = {0};
    *item = (struct esc_case){0};
    bool good = esc_file_read(&text, path, &faults) && check_text(&text, path, item, &faults);
    esc_text_free(&text);
    if (good)
        return true;
    esc_case_free(item);
    if (faults.count > 1)
        qsort(faults.messages, faults.count, sizeof *faults.messages, compare_messages);
    esc_error_move(error, &faults);
    return false;
}
